"""The same questions where large segments are accompanied (``events.engine.copies``): what is counted is not read.

Each answers from the accompanying file that covers all that is asked, together with the rows of all other segments;
where none does, from the rows themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events.engine.conditions import Condition, Holds, Known, Reason
from events.engine.copies import CHOSEN, DAYS, HELD, YEARS, Copies, are_years, columns_of, held_by, steps
from events.engine.dialect import Bin, number
from events.engine.questions import FAMILY, Asker, Lane, families
from events.model import Area, Role

COUNT = "coalesce(sum(n), 0)"
SUM_IF = "coalesce(sum(n) FILTER (WHERE {0}), 0)"
DATED = Condition(Reason.UNDATED, Known("sort"))
MARKED = Condition(Reason.UNPLACED, Known("lat"))


@dataclass(frozen=True)
class Accompanied(Asker):
    """Questions about events of which ``copies`` accompany some."""

    copies: Copies

    def count(self, conditions: Sequence[Condition]) -> str:
        """-> how many."""
        rows = self._weighed(conditions)
        return f"SELECT {COUNT} FROM {rows}" if rows else super().count(conditions)

    def omitted(self, conditions: Sequence[Condition]) -> str:
        """-> the number of the first condition that hides events (-1: none does), and how many it hides."""
        rows = self._weighed((), columns_of(each.test for each in conditions))
        if not rows:
            return super().omitted(conditions)
        tests = [f"WHEN NOT ({self.dialect.test(each.test)}) THEN {place}" for place, each in enumerate(conditions)]
        first = f"CASE {' '.join(tests)} ELSE -1 END"
        return f"SELECT {first} AS hidden, {COUNT} FROM {rows} GROUP BY hidden HAVING sum(n) > 0"

    def data_sets(self) -> str:
        """-> each data set's name."""
        return f"SELECT data FROM {self._weighed((), {'data'})} GROUP BY data HAVING sum(n) > 0"

    def has_actor(self, ids: Iterable[str]) -> str:
        """-> a row where an event has one of these actors."""
        among = self.dialect.literals(list(ids))
        rest = f"SELECT 1 FROM {self.copies.rest} WHERE n > 0 AND {self.dialect.has_any.format('actors', among)}"
        return f"SELECT 1 FROM {self.copies.held} WHERE actor IN ({among}) UNION ALL {rest} LIMIT 1"

    def actors(self, conditions: Sequence[Condition], role: Role | None) -> str:
        """-> actor id, number of events in which it, or a part of it, stands (in the role)."""
        tests = [each.test for each in conditions]
        if not columns_of(tests) <= set(YEARS) or not are_years(tests):
            return super().actors(conditions, role)
        where, name, held = self.dialect.where(conditions), "held", "actors"
        of_role, only = "", ""
        if role is not None:
            prefix = f"{role}:"
            name, held = self.dialect.after.format("held", str(len(prefix) + 1)), "roles"
            of_role = f" WHERE {self.dialect.starts.format('held', self.dialect.literal(prefix))}"
            only = f"{' AND' if where else ' WHERE'} as_{role}"
        opened = f"SELECT {self.dialect.each.format(held)} AS held, n FROM {self.copies.rest}{where}"
        rest = f"SELECT {name} AS actor, n FROM ({opened}) AS opened{of_role}"
        both = f"(SELECT actor, n FROM {self.copies.holders}{where}{only} UNION ALL {rest})"
        return f"SELECT actor, {COUNT} FROM {both} AS held_by GROUP BY actor HAVING sum(n) > 0"

    def parties(self, ids: Iterable[str]) -> str:
        """-> actor id, and the least of the names, countries, types and larger actors that events give it."""
        fields, some = ("id", "name", "country", "type", "part_of"), list(ids)
        among = self.dialect.literals(some)
        any_of_them = self.dialect.has_any.format("actors", among)
        inner = f"SELECT {self.dialect.each.format('parties')} AS party FROM {self.copies.rest} WHERE {any_of_them}"
        told = ", ".join(f"party.{name} AS {name}" for name in fields)
        named = f"SELECT {told} FROM ({inner}) AS opened UNION ALL SELECT {', '.join(fields)} FROM {self.copies.named}"
        least = ", ".join(f"min({name})" for name in fields[1:])
        return f"SELECT id, {least} FROM ({named}) AS named WHERE id IN ({among}) GROUP BY id"

    def extent(self, conditions: Sequence[Condition]) -> str:
        """-> the first and the last of all drawn days; nulls where there are none."""
        rows = self._weighed(conditions, {"sort", "last"})
        if not rows:
            return super().extent(conditions)
        days = f"SELECT sort, last FROM {rows} GROUP BY sort, last HAVING sum(n) > 0"
        return f"SELECT min(sort), max(last) FROM ({days}) AS days"

    def timeline(self, conditions: Sequence[Condition], length: Bin, lane: Lane) -> str:
        """-> first day of the bin (null: undated), lane, counts of the families, how many may lie outside the bin."""
        rows = self._weighed(conditions, {"first", "last", "sort", *_columns(lane)})
        if not rows:
            return super().timeline(conditions, length, lane)
        begins, ends = self.dialect.bins[length].format("sort"), self.dialect.bin_ends[length].format("begins")
        opened = (
            f"SELECT {begins} AS begins, {self._lane(lane)} AS lane, {FAMILY} AS family, first, last, n FROM {rows}"
        )
        beyond = SUM_IF.format(f"first IS NULL OR last > {ends}")
        return f"""SELECT begins, lane, {families("family", SUM_IF)}, {beyond} FROM ({opened}) AS opened
            GROUP BY begins, lane HAVING sum(n) > 0"""

    def days(self, conditions: Sequence[Condition]) -> str:
        """-> sort day and how many events, by day."""
        rows = self._weighed([*conditions, DATED], {"sort"})
        if not rows:
            return super().days(conditions)
        return f"SELECT sort, {COUNT} FROM {rows} GROUP BY sort HAVING sum(n) > 0 ORDER BY sort"

    def cells(self, conditions: Sequence[Condition], degrees: float, viewport: Area | None) -> str:
        """-> cell's column, row, family's number, how many events, sums of latitude and longitude, how many uncertain.

        From the fine cells where the map's are made of whole ones.
        """
        width = steps(degrees)
        if width is None or not columns_of(each.test for each in conditions) <= set(CHOSEN):
            return super().cells(conditions, degrees, viewport)
        x, y = (self.dialect.floor.format(f"{name} / {width}e0") for name in ("x", "y"))
        fine = f"""SELECT {x} AS cell_x, {y} AS cell_y, {FAMILY} AS family, reach, lat, lon, n
            FROM {self.copies.cells}{self.dialect.where(conditions)}"""
        where = self.dialect.where([*conditions, MARKED])
        here = self._in_cell(degrees, "lat", "lon")
        mark = f"{here[0]} AS cell_x, {here[1]} AS cell_y, {FAMILY} AS family, reach"
        but = f"NOT (n < 0 AND {self.dialect.any_more})"  # of which there is nothing in the fine cells
        rest = f"SELECT {mark}, n * lat AS lat, n * lon AS lon, n FROM {self.copies.rest}{where} AND {but}"
        several = f"SELECT {mark}, lat, lon, 1 AS n FROM {self.copies.several}{where}"
        further = (
            f"SELECT cell_x, cell_y, family, reach, lat, lon, 1 AS n FROM ({self._further(degrees, where)}) AS further"
        )
        wide = SUM_IF.format(f"2 * reach > {number(degrees)}")
        return f"""SELECT cell_x, cell_y, {families("family", SUM_IF)}, sum(lat), sum(lon), {wide}
            FROM ({fine} UNION ALL {rest} UNION ALL {several} UNION ALL {further}) AS mark
            WHERE {self._seen(degrees, viewport, "cell_x", "cell_y")}
            GROUP BY cell_x, cell_y HAVING sum(n) > 0"""

    def _weighed(self, conditions: Sequence[Condition], needed: Iterable[str] = ()) -> str | None:
        """The rows that conditions keep with ``n``, for how many events each stands; None where none covers it."""
        asked = columns_of(each.test for each in conditions) | set(needed)
        if asked <= set(DAYS):
            columns = ", ".join((*DAYS, "n"))
            rest = f"SELECT {columns} FROM {self.copies.rest}"
            counted = f"(SELECT {columns} FROM {self.copies.days} UNION ALL {rest})"
            return f"{counted} AS counted{self.dialect.where(conditions)}"
        holding = [each for each in conditions if isinstance(each.test, Holds)]
        others = [each for each in conditions if not isinstance(each.test, Holds)]
        one = held_by(holding[0].test) if len(holding) == 1 and isinstance(holding[0].test, Holds) else None
        if one is None or not columns_of(each.test for each in others) | set(needed) <= set(HELD):
            return None
        (actor, role), columns = one, ", ".join(HELD)
        in_role = f" AND as_{role}" if role else ""
        held = f"SELECT {columns}, 1 AS n FROM {self.copies.held} WHERE actor = {self.dialect.literal(actor)}{in_role}"
        rest = f"SELECT {columns}, n FROM {self.copies.rest}{self.dialect.where(holding)}"
        return f"({held} UNION ALL {rest}) AS held{self.dialect.where(others)}"


def _columns(lane: Lane) -> set[str]:
    """The columns that families and lanes are told by."""
    return {"kind"} if lane.column in (None, "family") else {"kind", lane.column}
