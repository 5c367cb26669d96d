"""The SQL of each question, built from a dialect's templates over one relation of ``events.columns.COLUMNS``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.columns import COLUMNS
from events.engine.conditions import Between, Condition, Known, Reason, Unknown
from events.engine.dialect import Bin, Dialect, number
from events.model import FAMILY_OF_KIND, Area, Family, Role

ALL = ", ".join(column.name for column in COLUMNS)
_NUMBERS = " ".join(f"WHEN '{kind}' THEN {list(Family).index(family)}" for kind, family in FAMILY_OF_KIND.items())
FAMILY = f"CASE kind {_NUMBERS} ELSE -1 END"
"""The number of an event's family, in the order of ``events.model.Family``."""
_NAMED = " ".join(f"WHEN '{kind}' THEN '{family}'" for kind, family in FAMILY_OF_KIND.items())
FAMILY_NAME = f"CASE kind {_NAMED} ELSE '' END"


Row = dict[str, Any]
"""A row by the names of its columns."""


@dataclass(frozen=True)
class Cursor:
    """A place in the order of events: after the one with this sort day (null: undated) and id."""

    sort: date | None
    id: str


@dataclass(frozen=True)
class Lane:
    """What parts a timeline into lanes: a column (null: nothing), and its values that have a lane of their own.

    Of a list column an event is in the lane of each of the values it has. What has none of them is in lane "";
    without values, every value of a plain column has its own.
    """

    column: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asker:
    """Questions in one dialect about one relation, a table's name or a subquery; each answers with its SQL."""

    dialect: Dialect
    events: str

    def count(self, conditions: Sequence[Condition]) -> str:
        """-> how many."""
        return f"SELECT count(*) FROM {self.events}{self.dialect.where(conditions)}"

    def page(
        self, conditions: Sequence[Condition], *, limit: int | None, offset: int = 0, after: Cursor | None = None
    ) -> str:
        """-> id, sort, data, revision, in order."""
        where = self.dialect.where(conditions)
        if after is not None:
            where = f"{where} AND" if where else " WHERE"
            where = f"{where} ({self._after(after)})"
        limits = "" if limit is None else f" LIMIT {limit:d} OFFSET {offset:d}"
        order = self.dialect.in_order
        return f"SELECT id, sort, data, revision FROM {self.events}{where} ORDER BY {order}{limits}"

    def rows(self, ids: Mapping[str, date | None]) -> str:
        """-> every column of the events with these ids, each given with its sort day."""
        return f"SELECT {ALL} FROM {self.events} WHERE {_these(self.dialect, ids)}"

    def places(self, ids: Iterable[str]) -> str:
        """-> id, sort, data, revision of these events."""
        return f"SELECT id, sort, data, revision FROM {self.events} WHERE id IN ({self.dialect.literals(ids)})"

    def states(self, ids: Iterable[str]) -> str:
        """-> id, revision, review of these events."""
        return f"SELECT id, revision, review FROM {self.events} WHERE id IN ({self.dialect.literals(ids)})"

    def deniers(self, event_id: str) -> str:
        """-> id, sort, data, revision of the events that deny this one, in order."""
        denies = self.dialect.has_any.format("denies", self.dialect.literal(event_id))
        order = self.dialect.in_order
        return f"SELECT id, sort, data, revision FROM {self.events} WHERE {denies} ORDER BY {order}"

    def denials(self, conditions: Sequence[Condition]) -> str:
        """-> id, what it denies, whether it is shown, review, of all events that deny others."""
        some = self.dialect.length.format("denies")
        return f"SELECT id, denies, {self._shown(conditions)}, review FROM {self.events} WHERE {some} > 0"

    def shown(self, conditions: Sequence[Condition], ids: Iterable[str]) -> str:
        """-> id, whether it is shown, review, of these events."""
        among = f"id IN ({self.dialect.literals(ids)})"
        return f"SELECT id, {self._shown(conditions)}, review FROM {self.events} WHERE {among}"

    def omitted(self, conditions: Sequence[Condition]) -> str:
        """-> the number of the first condition that hides events (-1: none does), and how many it hides."""
        tests = [f"WHEN NOT ({self.dialect.test(each.test)}) THEN {number}" for number, each in enumerate(conditions)]
        first = f"CASE {' '.join(tests)} ELSE -1 END"
        return f"SELECT {first} AS hidden, count(*) FROM {self.events} GROUP BY hidden"

    def data_sets(self) -> str:
        """-> each data set's name."""
        return f"SELECT DISTINCT data FROM {self.events}"

    def actors(self, conditions: Sequence[Condition], role: Role | None) -> str:
        """-> actor id, number of events in which it, or a part of it, stands (in the role)."""
        each = self.dialect.each.format("actors" if role is None else "roles")
        name, of_role = "held", ""
        if role is not None:
            prefix = f"{role}:"
            name = self.dialect.after.format("held", str(len(prefix) + 1))
            of_role = f" WHERE {self.dialect.starts.format('held', self.dialect.literal(prefix))}"
        inner = f"SELECT {each} AS held FROM {self.events}{self.dialect.where(conditions)}"
        return f"SELECT {name} AS actor, count(*) FROM ({inner}) AS each_held{of_role} GROUP BY actor"

    def parties(self, ids: Iterable[str]) -> str:
        """-> actor id, and the least of the names, countries, types and larger actors that events give it."""
        among = self.dialect.literals(ids)
        any_of_them = self.dialect.has_any.format("actors", among)
        inner = f"SELECT {self.dialect.each.format('parties')} AS party FROM {self.events} WHERE {any_of_them}"
        fields = [self.dialect.field.format("party", name) for name in ("id", "name", "country", "type", "part_of")]
        least = ", ".join(f"min({field})" for field in fields[1:])
        return (
            f"SELECT {fields[0]}, {least} FROM ({inner}) AS named WHERE {fields[0]} IN ({among}) GROUP BY {fields[0]}"
        )

    def has_actor(self, ids: Iterable[str]) -> str:
        """-> a row where an event has one of these actors."""
        held = self.dialect.has_any.format("actors", self.dialect.literals(ids))
        return f"SELECT 1 FROM {self.events} WHERE {held} LIMIT 1"

    def extent(self, conditions: Sequence[Condition]) -> str:
        """-> the first and the last of all drawn days; nulls where there are none."""
        return f"SELECT min(sort), max(last) FROM {self.events}{self.dialect.where(conditions)}"

    def timeline(self, conditions: Sequence[Condition], length: Bin, lane: Lane) -> str:
        """-> first day of the bin, lane, family's number, how many, how many of them may lie outside the bin."""
        inner = self._in_lanes("first, last, sort", [*conditions, Condition(Reason.UNDATED, Known("sort"))], lane)
        begins = self.dialect.bins[length].format("sort")
        binned = f"SELECT {begins} AS begins, lane, family, first, last FROM ({inner}) AS in_lane"
        ends = self.dialect.bin_ends[length].format("begins")
        beyond = self.dialect.count_if.format(f"first IS NULL OR last > {ends}")
        return f"""SELECT begins, lane, family, count(*), {beyond} FROM ({binned}) AS binned
            GROUP BY begins, lane, family"""

    def undated(self, conditions: Sequence[Condition], lane: Lane) -> str:
        """-> lane, family's number, how many without a day."""
        inner = self._in_lanes("sort", conditions, lane)
        return f"""SELECT lane, family, count(*) FROM ({inner}) AS in_lane WHERE sort IS NULL
            GROUP BY lane, family"""

    def lanes(self, conditions: Sequence[Condition], column: str) -> str:
        """-> each value of a column and how many events have it."""
        return f"SELECT {column}, count(*) FROM {self.events}{self.dialect.where(conditions)} GROUP BY {column}"

    def cells(self, conditions: Sequence[Condition], degrees: float, viewport: Area | None) -> str:
        """-> cell's column, row, family's number, how many events, sums of latitude and longitude, how many uncertain.

        A cell counts each event that has a mark in it once: at its first mark, or at the least degrees of its others.
        """
        where = self.dialect.where([*conditions, Condition(Reason.UNPLACED, Known("lat"))])
        more = self.dialect.any_more
        here, there = self._in_cell(degrees, "lat", "lon"), self._in_cell(degrees, "first_lat", "first_lon")
        first = f"""SELECT {here[0]} AS cell_x, {here[1]} AS cell_y, {FAMILY} AS family, lat, lon, reach
            FROM {self.events}{where}"""
        disc = {name: self.dialect.field.format("disc", name) for name in ("lat", "lon", "reach")}
        told = ", ".join(f"{value} AS {name}" for name, value in disc.items())
        opened = f"""SELECT id, {FAMILY} AS family, lat AS first_lat, lon AS first_lon,
            {self.dialect.each.format("more")} AS disc FROM {self.events}{where} AND {more}"""
        apart = f"NOT ({here[0]} = {there[0]} AND {here[1]} = {there[1]})"
        marks = f"SELECT id, family, first_lat, first_lon, {told} FROM ({opened}) AS opened"
        further = f"""SELECT {here[0]} AS cell_x, {here[1]} AS cell_y, family, min(lat) AS lat, min(lon) AS lon,
            max(reach) AS reach FROM ({marks}) AS marks WHERE {apart} GROUP BY id, family, cell_x, cell_y"""
        seen = f" WHERE {self.dialect.inside(viewport)}" if viewport is not None else ""
        wide = self.dialect.count_if.format(f"2 * reach > {number(degrees)}")
        return f"""SELECT cell_x, cell_y, family, count(*), sum(lat), sum(lon), {wide}
            FROM ({first} UNION ALL {further}) AS mark{seen} GROUP BY cell_x, cell_y, family"""

    def countries(self, conditions: Sequence[Condition]) -> str:
        """-> country and how many events name it that no mark on the map stands for."""
        where = self.dialect.where([*conditions, Condition(Reason.AREA, Unknown("lat"))])
        inner = f"SELECT {self.dialect.countries} AS country FROM {self.events}{where}"
        return f"SELECT country, count(*) FROM ({inner}) AS named GROUP BY country"

    def links(self, conditions: Sequence[Condition]) -> str:
        """-> source's id, target's id, family's number, how many events."""
        each, party = self.dialect.each, self.dialect.in_role
        sources = f"""SELECT {FAMILY} AS family, {each.format(party.format("'source'"))} AS source,
            {party.format("'target'")} AS targets FROM {self.events}{self.dialect.where(conditions)}"""
        pairs = f"SELECT family, source, {each.format('targets')} AS target FROM ({sources}) AS sources"
        return f"SELECT source, target, family, count(*) FROM ({pairs}) AS pairs GROUP BY source, target, family"

    def days(self, conditions: Sequence[Condition]) -> str:
        """-> sort day and how many events, by day."""
        where = self.dialect.where([*conditions, Condition(Reason.UNDATED, Known("sort"))])
        return f"SELECT sort, count(*) FROM {self.events}{where} GROUP BY sort ORDER BY sort"

    def whole(self, conditions: Sequence[Condition], days: tuple[date, date] | Cursor, limit: int | None = None) -> str:
        """-> every column in order, of the events of these days or of the undated after a place."""
        if isinstance(days, Cursor):
            among = f"sort IS NULL AND id > {self.dialect.literal(days.id)}"
        else:
            among = self.dialect.test(Between("sort", *days))
        where = self.dialect.where(conditions)
        where = f"{where} AND ({among})" if where else f" WHERE {among}"
        limits = "" if limit is None else f" LIMIT {limit:d}"
        return f"SELECT {ALL} FROM {self.events}{where} ORDER BY {self.dialect.in_order}{limits}"

    def _in_lanes(self, columns: str, conditions: Sequence[Condition], lane: Lane) -> str:
        """-> columns, lane, family's number: a row for each lane that an event is in."""
        return f"""SELECT {columns}, {self._lane(lane)} AS lane, {FAMILY} AS family
            FROM {self.events}{self.dialect.where(conditions)}"""

    def _lane(self, lane: Lane) -> str:
        literal, literals = self.dialect.literal, self.dialect.literals
        if lane.column is None:
            return "''"
        if lane.column == "family":
            return FAMILY_NAME
        if lane.column in ("actors", "roles"):
            if not lane.values:
                return "''"
            held = self.dialect.among.format(lane.column, literals(lane.values))
            any_of_them = self.dialect.has_any.format(lane.column, literals(lane.values))
            return self.dialect.each.format(f"CASE WHEN {any_of_them} THEN {held} ELSE {self.dialect.other} END")
        if not lane.values:
            return lane.column
        return f"CASE WHEN {lane.column} IN ({literals(lane.values)}) THEN {lane.column} ELSE {literal('')} END"

    def _in_cell(self, degrees: float, lat: str, lon: str) -> tuple[str, str]:
        size = number(degrees)
        return self.dialect.floor.format(f"{lon} / {size}"), self.dialect.floor.format(f"{lat} / {size}")

    def _shown(self, conditions: Sequence[Condition]) -> str:
        return " AND ".join(f"({self.dialect.test(each.test)})" for each in conditions) or "1 = 1"

    def _after(self, cursor: Cursor) -> str:
        later = f"id > {self.dialect.literal(cursor.id)}"
        if cursor.sort is None:
            return f"sort IS NULL AND {later}"
        day = self.dialect.literal(cursor.sort)
        # the first test says nothing more, but lets what lies before be passed over unread
        return f"sort IS NULL OR (sort >= {day} AND (sort > {day} OR {later}))"


def originals(dialect: Dialect, relation: str, ids: Mapping[str, date | None]) -> str:
    """-> id, original of these events, each given with its sort day, from a relation of originals."""
    return f"SELECT id, original FROM {relation} WHERE {_these(dialect, ids)}"


def with_actors(dialect: Dialect, relation: str, actors: Sequence[str]) -> str:
    """-> id of the events with one of these actors, or with one whose id begins as that of its part."""
    parts = " OR ".join(dialect.starts.format("held", dialect.literal(f"{actor}-")) for actor in actors)
    inner = f"SELECT id, {dialect.each.format('actors')} AS held FROM {relation} AS recorded"
    return f"SELECT DISTINCT id FROM ({inner}) AS each_held WHERE held IN ({dialect.literals(actors)}) OR {parts}"


def _these(dialect: Dialect, ids: Mapping[str, date | None]) -> str:
    """That a row is one of these; their days say nothing more, but let what lies elsewhere be passed over unread."""
    days = [day for day in ids.values() if day is not None]
    tests = [f"sort BETWEEN {dialect.literal(min(days))} AND {dialect.literal(max(days))}"] if days else []
    tests += ["sort IS NULL"] if len(days) < len(ids) else []
    return f"id IN ({dialect.literals(ids)}) AND ({' OR '.join(tests)})"
