"""The SQL of each question, built from a dialect's templates over one relation of ``events.columns.COLUMNS``."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.columns import COLUMNS
from events.engine.conditions import Between, Condition, Holds, Known, Unknown
from events.engine.dialect import Bin, Dialect, number
from events.model import FAMILY_OF_KIND, Area, Family, Reason, Role

_SOUGHT = {"article", "actors", "roles", "lat", "lon", "reach", "cosine", "more", "extractor", "words"}
TOLD = tuple(column.name for column in COLUMNS if column.name not in _SOUGHT)
"""The columns that say what an event is; in the others it is only looked for."""
_TOLD = ", ".join(TOLD)
_NUMBERS = " ".join(f"WHEN '{kind}' THEN {list(Family).index(family)}" for kind, family in FAMILY_OF_KIND.items())
FAMILY = f"CASE kind {_NUMBERS} ELSE -1 END"
"""The number of an event's family, in the order of ``events.model.Family``."""
_NAMED = " ".join(f"WHEN '{kind}' THEN '{family}'" for kind, family in FAMILY_OF_KIND.items())
FAMILY_NAME = f"CASE kind {_NAMED} ELSE '' END"
FEW = 20  # actors


def families(family: str, count_if: str, names: Sequence[str] = ()) -> str:
    """SQL: of how many rows ``family`` is each family's number, by a dialect's template of counting."""
    counts = [count_if.format(f"{family} = {place}") for place in range(len(Family))]
    return (
        ", ".join(f"{count} AS {name}" for count, name in zip(counts, names, strict=True))
        if names
        else ", ".join(counts)
    )


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

    def ids(self, conditions: Sequence[Condition]) -> str:
        """-> id of all events, in order."""
        return f"SELECT id FROM {self.events}{self.dialect.where(conditions)} ORDER BY {self.dialect.in_order}"

    def first_days(self, conditions: Sequence[Condition], most: int) -> str:  # noqa: ARG002 - for others to answer
        """-> the sort days on which the first so many events lie, with these events' numbers, by day.

        Nothing where that is no quicker than to look for the events themselves.
        """
        return "SELECT 0 AS nothing LIMIT 0"

    def whole_page(
        self,
        conditions: Sequence[Condition],
        *,
        limit: int,
        offset: int = 0,
        after: Cursor | None = None,
        days: Sequence[date | None] = (),
    ) -> str:
        """-> the columns TOLD, in order; of the events ``after`` one and on ``days`` (null: undated), where given."""
        where = self.dialect.where(conditions) or " WHERE 1 = 1"
        where += f" AND ({self._after(after)})" if after is not None else ""
        dated = [day for day in days if day is not None]
        kept = [_on(self.dialect, dated)] if dated else []
        kept += ["sort IS NULL"] if len(dated) < len(days) else []
        # each by itself, so that what lies elsewhere is passed over unread
        parts = [f"SELECT {_TOLD} FROM {self.events}{where} AND {each}" for each in kept or ["1 = 1"]]
        limits = f"LIMIT {limit:d} OFFSET {offset:d}"
        return f"SELECT {_TOLD} FROM ({' UNION ALL '.join(parts)}) AS page ORDER BY {self.dialect.in_order} {limits}"

    def rows(self, ids: Mapping[str, date | None]) -> str:
        """-> the columns TOLD of the events with these ids, each given with its sort day."""
        return f"SELECT {_TOLD} FROM {self.events} WHERE {_these(self.dialect, ids)}"

    def places(self, ids: Iterable[str]) -> str:
        """-> id, sort, data, revision of these events."""
        return f"SELECT id, sort, data, revision FROM {self.events} WHERE id IN ({self.dialect.literals(ids)})"

    def states(self, ids: Iterable[str]) -> str:
        """-> id, revision, review of these events."""
        return f"SELECT id, revision, review FROM {self.events} WHERE id IN ({self.dialect.literals(ids)})"

    def deniers(self, event_id: str) -> str:
        """-> id, sort, data, revision of the events that deny this one, in order."""
        denies = self.dialect.holds("denies", [event_id])
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
        name, test = "held", "1 = 1"
        if role is not None:
            prefix = f"{role}:"
            name = self.dialect.after.format("held", str(len(prefix) + 1))
            test = self.dialect.starts.format("held", self.dialect.literal(prefix))
        held = "actors" if role is None else "roles"
        where = self.dialect.where(conditions)
        return self.dialect.members.format(name=name, test=test, list=held, events=self.events, where=where)

    def parties(self, ids: Sequence[str]) -> str:
        """-> actor id, and the least of the names, countries, types and larger actors that events give it."""
        among, names = self.dialect.literals(ids), ("id", "name", "country", "type", "part_of")
        party = self.dialect.each_party if self.dialect.flat else "party"
        own, *others = (self.dialect.field.format(party, name, number) for number, name in enumerate(names, start=1))
        least = ", ".join(f"min({field})" for field in others)
        if self.dialect.flat:
            return f"SELECT {own} AS own, {least} FROM {self.events} GROUP BY own HAVING own IN ({among})"
        # few are looked for in the lists of actors; for many, that takes longer than to open every list
        few = f" WHERE {self.dialect.holds('actors', ids)}" if len(ids) <= FEW else ""
        inner = f"SELECT {self.dialect.each_party} AS party FROM {self.events}{few}"
        return f"SELECT {own} AS own, {least} FROM ({inner}) AS named WHERE {own} IN ({among}) GROUP BY own"

    def has_actor(self, ids: Iterable[str]) -> str:
        """-> a row where an event has one of these actors."""
        held = self.dialect.holds("actors", ids)
        return f"SELECT 1 FROM {self.events} WHERE {held} LIMIT 1"

    def extent(self, conditions: Sequence[Condition]) -> str:
        """-> the first and the last of all drawn days; nulls where there are none."""
        return f"SELECT min(sort), max(last) FROM {self.events}{self.dialect.where(conditions)}"

    def timeline(self, conditions: Sequence[Condition], length: Bin, lane: Lane) -> str:
        """-> first day of the bin (null: undated), lane, counts of the families, how many may lie outside the bin."""
        keys = {"begins": self.dialect.bins[length].format("sort"), "lane": self._lane(lane)}
        ends = self.dialect.bin_ends[length].format("begins")
        beyond = self.dialect.count_if.format(f"first IS NULL OR last > {ends}")
        counts = families(FAMILY if self.dialect.flat else "family", self.dialect.count_if)
        measures = f"{counts}, {beyond}"
        columns = f"first, last, {FAMILY} AS family"
        return f"{self._counted(keys, measures, self.dialect.where(conditions), columns)} ORDER BY begins, lane"

    def cells(self, conditions: Sequence[Condition], degrees: float, viewport: Area | None) -> str:
        """-> cell's column, row, counts of the families, sums of latitude and longitude, how many uncertain.

        A cell counts each event that has a mark in it once: at its first mark, or at the least degrees of its others.
        Those cells are counted, whole, that the viewport meets.
        """
        where = self.dialect.where([*conditions, Condition(Reason.AREA, Known("lat"))])
        here = self._in_cell(degrees, "lat", "lon")
        wide = self.dialect.count_if.format(f"2 * reach > {number(degrees)}")
        named = [f"of_{place}" for place in range(len(Family))]
        # counted where the rows lie before they are put together
        first = f"""SELECT {here[0]} AS cell_x, {here[1]} AS cell_y, {families(FAMILY, self.dialect.count_if, named)},
            sum(lat) AS north, sum(lon) AS east, {wide} AS wide FROM {self.events}{where}
            AND ({self._seen(degrees, viewport, *here)}) GROUP BY cell_x, cell_y"""
        further = f"""SELECT cell_x, cell_y, {families("family", self.dialect.count_if, named)},
            sum(lat) AS north, sum(lon) AS east, {wide} AS wide FROM ({self._further(degrees, where)}) AS once
            WHERE {self._seen(degrees, viewport, "cell_x", "cell_y")} GROUP BY cell_x, cell_y"""
        total = self.dialect.total.format
        sums = ", ".join((*map(total, named), "sum(north)", "sum(east)", total("wide")))
        return f"""SELECT cell_x, cell_y, {sums} FROM ({first} UNION ALL {further}) AS cells
            GROUP BY cell_x, cell_y ORDER BY cell_x, cell_y"""

    def _further(self, degrees: float, where: str, relation: str | None = None) -> str:
        """-> cell's column, row, family's number, lat, lon, reach of the marks beyond the first, one a cell."""
        here, there = self._in_cell(degrees, "lat", "lon"), self._in_cell(degrees, "first_lat", "first_lon")
        disc = [self.dialect.field.format("disc", name, n) for n, name in enumerate(("lat", "lon", "reach"), start=1)]
        marks = f"""SELECT id, {FAMILY} AS family, lat AS first_lat, lon AS first_lon, {self.dialect.each_disc} AS disc
            FROM {relation or self.events}{where} AND {self.dialect.any_more}"""
        opened = f"""SELECT id, family, first_lat, first_lon, {disc[0]} AS lat, {disc[1]} AS lon, {disc[2]} AS reach
            FROM ({marks}) AS marks"""
        apart = f"""SELECT id, family, {here[0]} AS cell_x, {here[1]} AS cell_y, lat AS mark_lat, lon AS mark_lon,
            reach AS mark_reach
            FROM ({opened}) AS opened WHERE NOT ({here[0]} = {there[0]} AND {here[1]} = {there[1]})"""
        return f"""SELECT cell_x, cell_y, family, min(mark_lat) AS lat, min(mark_lon) AS lon, max(mark_reach) AS reach
            FROM ({apart}) AS apart GROUP BY id, family, cell_x, cell_y"""

    def _seen(self, degrees: float, viewport: Area | None, x: str, y: str, fine: int = 1) -> str:
        """That the viewport meets the cell with this column and row, or of ``fine`` times as many fine ones."""
        if viewport is None:
            return "1 = 1"
        edges = (viewport.west, viewport.south, viewport.east, viewport.north)
        west, south, east, north = (math.floor(edge / degrees) for edge in edges)
        join = "AND" if viewport.west <= viewport.east else "OR"
        south, west, north, east = south * fine, west * fine, north * fine + fine - 1, east * fine + fine - 1
        return f"{y} BETWEEN {south} AND {north} AND ({x} >= {west} {join} {x} <= {east})"

    def countries(self, conditions: Sequence[Condition]) -> str:
        """-> country and how many events name it that no mark on the map stands for."""
        where = self.dialect.where([*conditions, Condition(Reason.AREA, Unknown("lat"))])
        each = self.dialect.each.format(self.dialect.country_list)
        return self._counted({"country": each}, "count(*)", where)

    def named_countries(self, conditions: Sequence[Condition]) -> str:
        """-> country and how many events have a place in it."""
        each = self.dialect.each.format(self.dialect.country_list)
        return self._counted({"country": each}, "count(*)", self.dialect.where(conditions))

    def links(self, conditions: Sequence[Condition]) -> str:
        """-> source's id, target's id, family's number, how many events."""
        sources, targets = (self.dialect.in_role.format(f"'{role}'") for role in (Role.SOURCE, Role.TARGET))
        return self._pairs(conditions, sources, targets)

    def acts(self, conditions: Sequence[Condition], doers: Iterable[str], targets: Iterable[str]) -> str:
        """-> "source:" and a doer, "target:" and a target, family's number, how many events, of these actors."""
        named = ((Role.SOURCE, doers), (Role.TARGET, targets))
        held = [Holds("roles", tuple(f"{role}:{actor}" for actor in actors)) for role, actors in named]
        lists = [self.dialect.lanes.format("roles", self.dialect.literals(each.values)) for each in held]
        asked = [*conditions, *(Condition(Reason.ACTOR, each) for each in held)]  # so that both have members
        return self._pairs(asked, lists[0], lists[1])

    def _pairs(self, conditions: Sequence[Condition], sources: str, targets: str) -> str:
        """-> member of a list, member of another, family's number, how many events."""
        each, where = self.dialect.each, self.dialect.where(conditions)
        if self.dialect.flat:  # where two lists are opened into all pairs
            keys = {"source": each.format(sources), "target": each.format(targets), "family": FAMILY}
            return self._counted(keys, "count(*)", where)
        opened = f"SELECT {FAMILY} AS family, {each.format(sources)} AS source, {targets} AS targets"
        pairs = (
            f"SELECT family, source, {each.format('targets')} AS target FROM ({opened} FROM {self.events}{where}) AS s"
        )
        return f"SELECT source, target, family, count(*) FROM ({pairs}) AS pairs GROUP BY source, target, family"

    def told_in(self, conditions: Sequence[Condition]) -> str:
        """-> article (null: none) and how many events it tells."""
        return f"SELECT article, count(*) FROM {self.events}{self.dialect.where(conditions)} GROUP BY article"

    def days(self, conditions: Sequence[Condition]) -> str:
        """-> sort day and how many events, by day."""
        where = self.dialect.where([*conditions, Condition(Reason.UNDATED, Known("sort"))])
        return f"SELECT sort, count(*) FROM {self.events}{where} GROUP BY sort ORDER BY sort"

    def whole(self, conditions: Sequence[Condition], days: tuple[date, date] | Cursor, limit: int | None = None) -> str:
        """-> the columns TOLD in order, of the events of these days or of a place's day that are after it."""
        if isinstance(days, Cursor):
            day = "sort IS NULL" if days.sort is None else f"{self.dialect.key} = {self.dialect.literal(days.sort)}"
            among = f"{day} AND id > {self.dialect.literal(days.id)}"
        else:
            among = self.dialect.test(Between(self.dialect.key, *days))
        where = self.dialect.where(conditions)
        where = f"{where} AND ({among})" if where else f" WHERE {among}"
        limits = "" if limit is None else f" LIMIT {limit:d}"
        return f"SELECT {_TOLD} FROM {self.events}{where} ORDER BY {self.dialect.in_order}{limits}"

    def _counted(self, keys: Mapping[str, str], measures: str, where: str, columns: str = "") -> str:
        """-> keys, measures: what rows are opened into, and what is counted of it in their ``columns``."""
        names, opened = ", ".join(keys), ", ".join(f"{sql} AS {name}" for name, sql in keys.items())
        if self.dialect.flat:
            return f"SELECT {opened}, {measures} FROM {self.events}{where} GROUP BY {names}"
        held = f"{columns}, {opened}" if columns else opened
        return f"SELECT {names}, {measures} FROM (SELECT {held} FROM {self.events}{where}) AS opened GROUP BY {names}"

    def _lane(self, lane: Lane) -> str:
        literal, literals = self.dialect.literal, self.dialect.literals
        if lane.column is None:
            return "''"
        if lane.column == "family":
            return FAMILY_NAME
        if lane.column in ("actors", "roles"):
            if not lane.values:
                return "''"
            return self.dialect.each.format(self.dialect.lanes.format(lane.column, literals(lane.values)))
        if lane.column == "countries":
            held = self.dialect.lanes.format(self.dialect.country_list, literals(lane.values))
            return self.dialect.each.format(held) if lane.values else "''"
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
        key = self.dialect.key
        return f"sort IS NULL OR ({key} >= {day} AND ({key} > {day} OR {later}))"


def originals(dialect: Dialect, column: str, relation: str, ids: Mapping[str, date | None]) -> str:
    """-> id and ``column`` of these events, each given with its sort day."""
    return f"SELECT id, {column} FROM {relation} WHERE {_these(dialect, ids)}"


def originals_among(dialect: Dialect, column: str, relation: str, wanted: str, days: Collection[date | None]) -> str:
    """-> id and ``column`` of the many events whose ids the relation ``wanted`` has, and that lie on these days."""
    dated = [day for day in days if day is not None]
    spans = [f"sort BETWEEN {dialect.literal(min(dated))} AND {dialect.literal(max(dated))}"] if dated else []
    spans += ["sort IS NULL"] if len(dated) < len(days) else []
    return f"SELECT id, {column} FROM {relation} WHERE ({' OR '.join(spans)}) AND id IN (SELECT id FROM {wanted})"


def with_actors(dialect: Dialect, relation: str, actors: Sequence[str]) -> str:
    """-> id of the events with one of these actors, or with one whose id begins as that of its part."""
    parts = " OR ".join(dialect.starts.format("held", dialect.literal(f"{actor}-")) for actor in actors)
    inner = f"SELECT id, {dialect.each.format('actors')} AS held FROM {relation} AS recorded"
    return f"SELECT DISTINCT id FROM ({inner}) AS each_held WHERE held IN ({dialect.literals(actors)}) OR {parts}"


def _on(dialect: Dialect, days: Sequence[date]) -> str:
    """That a row's sort day is one of these; the first test lets what lies outside of them be passed over unread."""
    span = f"{dialect.key} BETWEEN {dialect.literal(min(days))} AND {dialect.literal(max(days))}"
    return f"{span} AND {dialect.key} IN ({dialect.literals(days)})"


def _these(dialect: Dialect, ids: Mapping[str, date | None]) -> str:
    """That a row is one of these; their days say nothing more, but let what lies elsewhere be passed over unread."""
    days = list(dict.fromkeys(day for day in ids.values() if day is not None))
    tests = [_on(dialect, days)] if days else []
    tests += ["sort IS NULL"] if None in ids.values() else []
    return f"id IN ({dialect.literals(ids)}) AND ({' OR '.join(tests)})"
