"""The same questions where large segments are accompanied (``events.engine.copies``): what is counted is not read.

Each answers from the accompanying file that covers all that is asked, together with the rows of all other segments;
where none does, from the rows themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from events.engine.conditions import Condition, Holds, Known, Overlaps, Unknown
from events.engine.copies import (
    BESIDE,
    CHOSEN,
    CROWDS,
    DAYS,
    HELD,
    LONG,
    MONTHS,
    YEARS,
    Copies,
    are_years,
    ask_no_day,
    columns_of,
    held_by,
    steps,
)
from events.engine.dialect import Bin, number
from events.engine.questions import FAMILY, Asker, Lane, families
from events.model import Area, Reason, Role

# as integers of the machine's own size: DuckDB's sums are wider, and several times slower to hand over
COUNT = "CAST(coalesce(sum(n), 0) AS BIGINT)"
SUM_IF = "CAST(coalesce(sum(n) FILTER (WHERE {0}), 0) AS BIGINT)"
DATED = Condition(Reason.UNDATED, Known("sort"))
MARKED = Condition(Reason.UNPLACED, Known("lat"))
UNMARKED = Condition(Reason.AREA, Unknown("lat"))


@dataclass(frozen=True)
class Part:
    """Some rows: their relation, which of them by a WHERE clause, and for how many events each stands, as SQL."""

    relation: str
    where: str
    n: str

    def select(self, columns: str) -> str:
        """SQL: these columns of the rows, and ``n``."""
        return f"SELECT {columns}, {self.n} AS n FROM {self.relation}{self.where}"


@dataclass(frozen=True)
class Accompanied(Asker):
    """Questions about events of which ``copies`` accompany some."""

    copies: Copies

    def count(self, conditions: Sequence[Condition]) -> str:
        """-> how many."""
        parts = self._parts(conditions)
        return f"SELECT {COUNT} FROM ({_all(parts, '0')})" if parts else self._narrowed(conditions).count(conditions)

    def omitted(self, conditions: Sequence[Condition]) -> str:
        """-> the number of the first condition that hides events (-1: none does), and how many it hides."""
        first = conditions[0] if conditions and isinstance(conditions[0].test, Holds) else None
        rest = conditions[1:] if first else conditions
        parts = self._parts([first] if first else (), columns_of(each.test for each in rest))
        if not parts:
            return super().omitted(conditions)
        shift = len(conditions) - len(rest)
        tests = [f"WHEN NOT ({self.dialect.test(each.test)}) THEN {shift + at}" for at, each in enumerate(rest)]
        hidden = f"CASE {' '.join(tests)} ELSE -1 END" if tests else "-1"
        rows = _all(parts, f"{hidden} AS hidden")
        if first:  # what is not among the actor's events is hidden for that
            less = [replace(part, n=f"-({part.n})") for part in parts]
            rows = " UNION ALL ".join([rows, _all([*less, *self._counted_parts(())], "0 AS hidden")])
        return f"SELECT hidden, {COUNT} FROM ({rows}) GROUP BY hidden HAVING sum(n) > 0"

    def data_sets(self) -> str:
        """-> each data set's name."""
        return f"SELECT data FROM ({_all(self._counted_parts(()), 'data')}) GROUP BY data HAVING sum(n) > 0"

    def has_actor(self, ids: Iterable[str]) -> str:
        """-> a row where an event has one of these actors."""
        some = list(ids)
        among = self.dialect.literals(some)
        found = [f"SELECT 1 FROM {self.copies.held} WHERE actor IN ({among})"]
        if self.copies.rest:
            found.append(f"SELECT 1 FROM {self.copies.rest} WHERE {self.dialect.holds('actors', some)}")
        return f"{' UNION ALL '.join(found)} LIMIT 1"

    def actors(self, conditions: Sequence[Condition], role: Role | None) -> str:
        """-> actor id, number of events in which it, or a part of it, stands (in the role)."""
        tests, column = [each.test for each in conditions], "actors" if role is None else "roles"
        rows = []
        if columns_of(tests) <= set(YEARS) and are_years(tests):
            where = self.dialect.where(conditions)
            only = f"{where or ' WHERE 1 = 1'} AND as_{role}" if role else where
            rows, parts = [f"SELECT actor, n FROM {self.copies.holders}{only}"], self._others(conditions)
        else:
            parts = self._held_parts(conditions, {column})
            if not parts:
                return self._narrowed(conditions).actors(conditions, role)
        name, of_role = "held", ""
        if role is not None:
            prefix = f"{role}:"
            name = self.dialect.after.format("held", str(len(prefix) + 1))
            of_role = f" WHERE {self.dialect.starts.format('held', self.dialect.literal(prefix))}"
        for part in parts:
            opened = part.select(f"{self.dialect.each.format(column)} AS held")
            rows.append(f"SELECT {name} AS actor, n FROM ({opened}) AS opened{of_role}")
        return f"SELECT actor, {COUNT} FROM ({' UNION ALL '.join(rows)}) GROUP BY actor HAVING sum(n) > 0"

    def parties(self, ids: Iterable[str]) -> str:
        """-> actor id, and the least of the names, countries, types and larger actors that events give it."""
        fields, some = ("id", "name", "country", "type", "part_of"), list(ids)
        among = self.dialect.literals(some)
        rows = [f"SELECT {', '.join(fields)} FROM {self.copies.named}"]
        if self.copies.rest:
            any_of_them = self.dialect.holds("actors", some)
            party = self.dialect.each.format("parties")
            told = ", ".join(f"party.{name} AS {name}" for name in fields)
            rows.append(
                f"SELECT {told} FROM (SELECT {party} AS party FROM {self.copies.rest} WHERE {any_of_them}) AS opened"
            )
        least = ", ".join(f"min({name})" for name in fields[1:])
        return f"SELECT id, {least} FROM ({' UNION ALL '.join(rows)}) AS named WHERE id IN ({among}) GROUP BY id"

    def extent(self, conditions: Sequence[Condition]) -> str:
        """-> the first and the last of all drawn days; nulls where there are none."""
        parts = self._parts(conditions, {"sort", "last"}, exact=True)
        if not parts:
            return self._narrowed(conditions).extent(conditions)
        days = f"SELECT sort, last FROM ({_all(parts, 'sort, last')}) GROUP BY sort, last HAVING sum(n) > 0"
        return f"SELECT min(sort), max(last) FROM ({days}) AS days"

    def timeline(self, conditions: Sequence[Condition], length: Bin, lane: Lane) -> str:
        """-> first day of the bin (null: undated), lane, counts of the families, how many may lie outside the bin."""
        if lane.column == "countries":  # no copy tells where its rows lie
            return self._narrowed(conditions).timeline(conditions, length, lane)
        exact = length not in LONG
        parts = [] if exact else self._crowds(conditions, lane)
        if not parts:
            needed = {"last", "sort", *_columns(lane), *(("first",) if exact else ())}
            parts = self._parts(conditions, needed, exact=exact)
        if not parts:
            return self._narrowed(conditions).timeline(conditions, length, lane)
        begins, ends = self.dialect.bins[length].format("sort"), self.dialect.bin_ends[length].format("begins")
        key = f"{begins} AS begins, {self._lane(lane)} AS lane, {FAMILY} AS family"
        rows = " UNION ALL ".join(
            part.select(
                f"{key}, beyond_{length} AS beyond"
                if part.relation in (self.copies.months, self.copies.crowds)
                else f"{key}, CASE WHEN first IS NULL OR last > {ends} THEN {part.n} ELSE 0 END AS beyond"
            )
            for part in parts
        )
        return f"""SELECT begins, lane, {families("family", SUM_IF)}, CAST(sum(beyond) AS BIGINT) FROM ({rows})
            GROUP BY begins, lane HAVING sum(n) > 0 ORDER BY begins, lane"""

    def days(self, conditions: Sequence[Condition]) -> str:
        """-> sort day and how many events, by day."""
        parts = self._parts([*conditions, DATED], {"sort"}, exact=True)
        if not parts:
            return self._narrowed(conditions).days(conditions)
        return f"SELECT sort, {COUNT} FROM ({_all(parts, 'sort')}) GROUP BY sort HAVING sum(n) > 0 ORDER BY sort"

    def first_days(self, conditions: Sequence[Condition], most: int) -> str:
        """-> the sort days on which the first so many events lie, with these events' numbers, by day."""
        parts = self._parts([*conditions, DATED], {"sort"}, exact=True)
        if not parts:
            return super().first_days(conditions, most)
        days = f"SELECT sort, {COUNT} AS events FROM ({_all(parts, 'sort')}) GROUP BY sort HAVING sum(n) > 0"
        until = f"SELECT sort, events, sum(events) OVER (ORDER BY sort) AS so_far FROM ({days})"
        return f"SELECT sort, events FROM ({until}) WHERE so_far - events < {most:d} ORDER BY sort"

    def cells(self, conditions: Sequence[Condition], degrees: float, viewport: Area | None) -> str:
        """-> cell's column, row, counts of the families, sums of latitude and longitude, how many uncertain."""
        here, marked = self._in_cell(degrees, "lat", "lon"), [*conditions, MARKED]
        rows: list[str] = []
        if fine := self._fine(conditions, degrees, viewport):
            parts = self._others(marked)
        else:
            parts = [] if self.copies.several else self._held_parts(marked)
            if not parts:
                return self._narrowed(conditions).cells(conditions, degrees, viewport)
        mark, where = f"{here[0]} AS cell_x, {here[1]} AS cell_y, {FAMILY} AS family, reach", self.dialect.where(marked)
        if self.copies.several:
            rows.append(f"SELECT {mark}, lat, lon, 1 AS n FROM {self.copies.several}{where}")
        for part in parts:
            # of what has several marks there is nothing in the fine cells
            but = f" AND NOT ({self.dialect.any_more})" if part.n == "-1" else ""
            rows.append(f"{part.select(f'{mark}, {part.n} * lat AS lat, {part.n} * lon AS lon')}{but}")
        for relation in filter(None, (self.copies.several, self.copies.rest)):
            further = self._further(degrees, where, relation)
            rows.append(f"SELECT cell_x, cell_y, family, reach, lat, lon, 1 AS n FROM ({further}) AS further")
        seen = self._seen(degrees, viewport, "cell_x", "cell_y")
        marks = [*fine, *([f"SELECT * FROM ({' UNION ALL '.join(rows)}) AS mark WHERE {seen}"] if rows else [])]
        wide = SUM_IF.format(f"2 * reach > {number(degrees)}")
        return f"""SELECT cell_x, cell_y, {families("family", SUM_IF)}, sum(lat), sum(lon), {wide}
            FROM ({" UNION ALL ".join(marks)}) AS mark
            GROUP BY cell_x, cell_y HAVING sum(n) > 0 ORDER BY cell_x, cell_y"""

    def _fine(self, conditions: Sequence[Condition], degrees: float, viewport: Area | None) -> list[str]:
        """SQL: the marks counted by fine cells, where the map's cells are made of whole ones; else none."""
        width = steps(degrees)
        if width is None or not columns_of(each.test for each in conditions) <= set(CHOSEN):
            return []
        shift, seen = width.bit_length() - 1, self._seen(degrees, viewport, "x", "y", width)
        return [
            f"""SELECT x >> {shift} AS cell_x, y >> {shift} AS cell_y, {FAMILY} AS family, reach, lat, lon, n
            FROM {self.copies.cells}{self.dialect.where(conditions) or " WHERE 1 = 1"} AND {seen}"""
        ]

    def countries(self, conditions: Sequence[Condition]) -> str:
        """-> country and how many events name it that no mark on the map stands for."""
        tests = [each.test for each in conditions]
        each, where = self.dialect.each.format(self.dialect.country_list), [*conditions, UNMARKED]
        if columns_of(tests) <= set(BESIDE):
            beside = Part(self.copies.beside, self.dialect.where(conditions), "n")
            rows = [beside.select("country"), *(p.select(f"{each} AS country") for p in self._others(where))]
        elif held := self._held_parts(where):
            named = self.dialect.each.format("countries")
            rows = [part.select(f"{named if part.relation == self.copies.held else each} AS country") for part in held]
        else:
            return self._narrowed(conditions).countries(conditions)
        return f"SELECT country, {COUNT} FROM ({' UNION ALL '.join(rows)}) GROUP BY country HAVING sum(n) > 0"

    def named_countries(self, conditions: Sequence[Condition]) -> str:
        """-> country and how many events have a place in it."""
        return self._narrowed(conditions).named_countries(conditions)

    def links(self, conditions: Sequence[Condition]) -> str:
        """-> source's id, target's id, family's number, how many events."""
        return self._narrowed(conditions).links(conditions)

    # -- the rows that answer --------------------------------------------------------------------

    def _narrowed(self, conditions: Sequence[Condition]) -> Asker:
        """Who asks of the events themselves, where a window of days ends, without most of those after it.

        An event that is only known to be before a day may be in any earlier window, so that no file could be passed
        over for them; they are read from a file of their own.
        """
        ends = [each.test.last for each in conditions if isinstance(each.test, Overlaps) and each.test.last is not None]
        if not ends or not any(each.test == Known("last") for each in conditions):
            return Asker(self.dialect, self.events)
        begun = f"SELECT * FROM {self.copies.large} WHERE first <= {self.dialect.literal(min(ends))}"
        relations = [begun, f"SELECT * FROM {self.copies.before}"]
        relations += [f"SELECT * FROM {self.copies.rest}"] if self.copies.rest else []
        return Asker(self.dialect, f"({' UNION ALL '.join(relations)})")

    def _parts(self, conditions: Sequence[Condition], needed: Iterable[str] = (), *, exact: bool = False) -> list[Part]:
        """The rows that conditions keep, with the ``needed`` columns; none where no copy covers what is asked.

        Unless they are to be ``exact``, days may be those of whole months.
        """
        asked = columns_of(each.test for each in conditions) | set(needed)
        if asked <= set(MONTHS) and not exact and ask_no_day(each.test for each in conditions):
            return self._counted_parts(conditions)
        if asked <= set(DAYS):
            return [Part(self.copies.days, self.dialect.where(conditions), "n"), *self._others(conditions)]
        return self._held_parts(conditions, needed)

    def _crowds(self, conditions: Sequence[Condition], lane: Lane) -> list[Part]:
        """The counted rows that tell who of the leaders is in them, where lanes are of these alone; else none."""
        tests = [each.test for each in conditions]
        if lane.column != "actors" or not set(lane.values) <= self.copies.leaders:
            return []
        if not columns_of(tests) <= set(CROWDS) - {"actors"} or not ask_no_day(tests):
            return []
        return [Part(self.copies.crowds, self.dialect.where(conditions), "n"), *self._others(conditions)]

    def _counted_parts(self, conditions: Sequence[Condition]) -> list[Part]:
        return [Part(self.copies.months, self.dialect.where(conditions), "n"), *self._others(conditions)]

    def _held_parts(self, conditions: Sequence[Condition], needed: Iterable[str] = ()) -> list[Part]:
        """The rows of one actor, where conditions ask for one; else none."""
        holding = [each.test for each in conditions if isinstance(each.test, Holds)]
        others = [each for each in conditions if not isinstance(each.test, Holds)]
        one = held_by(holding[0]) if len(holding) == 1 else None
        if one is None or not columns_of(each.test for each in others) | set(needed) <= set(HELD):
            return []
        actor, role = one
        where = self.dialect.where(others)
        mine = f"actor = {self.dialect.literal(actor)}{f' AND as_{role}' if role else ''}"
        held = f"{where} AND {mine}" if where else f" WHERE {mine}"
        return [Part(self.copies.held, held, "1"), *self._others(conditions)]

    def _others(self, conditions: Sequence[Condition]) -> list[Part]:
        return self._uncounted(self.dialect.where(conditions))

    def _uncounted(self, where: str) -> list[Part]:
        """The rows that copies do not count, and less those that they count and that hold no longer."""
        rest = [Part(self.copies.rest, where, "1")] if self.copies.rest else []
        return [*rest, *([Part(self.copies.hidden, where, "-1")] if self.copies.hidden else [])]


def _all(parts: Iterable[Part], columns: str) -> str:
    return " UNION ALL ".join(part.select(columns) for part in parts)


def _columns(lane: Lane) -> set[str]:
    """The columns that families and lanes are told by."""
    return {"kind"} if lane.column in (None, "family") else {"kind", lane.column}
