"""How each engine's SQL says the same things: everything in which the dialects differ stands here and nowhere else.

Values are written into the SQL as literals, quoted as the dialect has it: the same text for every engine, and what
hostile words could do is tested in each.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from events.engine.conditions import (
    Between,
    Condition,
    Differs,
    Fails,
    Holds,
    Known,
    OneOf,
    Overlaps,
    Reaches,
    Says,
    Test,
    Unknown,
    Within,
)
from events.model import Area

Value = str | int | float | date
EPOCH = date(1970, 1, 1).toordinal()
FEW = 4  # values that are looked for one by one
SLACK = 0.001  # degrees by which what surely lies outside must do so, beyond any rounding


class Bin(StrEnum):
    """How long the bins of a timeline are."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Dialect:
    """Templates of one dialect; ``{0}``, ``{1}`` are SQL expressions."""

    name: str
    day: str  # a day from its ISO form, quoted; "" where days are numbers since 1970
    has: str  # whether a list has a value
    has_any: str  # whether a list has one of others, which may be many
    has_word: str  # whether a text has another inside it
    length: str  # how many members a list has
    members: str  # -> what {name} makes of each member "held" of {list} for which {test} holds, and how often
    each: str  # a row for each member of a list
    each_party: str  # a row for each of "parties"
    each_disc: str  # a row for each of "more"
    field: str  # the field {1}, number {2}, of what these two yield
    fails: str  # whether a test does not hold
    starts: str  # whether a text begins with another
    after: str  # a text from the character with this number on, counted from 1
    any_disc: str  # whether the test {0} holds of a member of "more"
    disc: str  # a field of that member
    floor: str  # the largest whole number below, as an integer
    bins: dict[Bin, str]  # the first day of the bin that a day is in
    bin_ends: dict[Bin, str]  # the last day of the bin that begins with a day
    count_if: str  # of how many rows something is true
    total: str  # the sum of whole numbers
    among: str  # those members of a list that are among others
    lanes: str  # those members of a list that are among others, or the empty text where none is
    any_more: str  # whether "more" has members
    country_list: str  # the countries that "places" name, each once
    in_role: str  # the ids in "parties" that have this role, each once
    key: str  # the sort day in the column by which rows lie
    in_order: str  # by drawn date, undated last, then id
    flat: bool = False  # whether rows are opened and counted in one step, as each server of a cluster can its own
    backslash: bool = False  # whether a backslash in quotes stands for something else

    def literal(self, value: Value) -> str:
        """A value as the dialect writes it; exact for every text and every number."""
        if isinstance(value, date):
            days = value.toordinal() - EPOCH
            return self.day.format(self.literal(value.isoformat())) if self.day else str(days)
        if isinstance(value, str):
            return self._quoted(value)
        return number(value)

    def literals(self, values: Iterable[Value]) -> str:
        """Values with commas between them."""
        return ", ".join(map(self.literal, values))

    def test(self, test: Test) -> str:
        """The SQL of what a condition asks; never null."""
        match test:
            case OneOf(column, values):
                return f"{column} IN ({self.literals(values)})"
            case Holds(column, values):
                return self.holds(column, values)
            case Differs(column, value):
                return f"{column} <> {self.literal(value)}"
            case Known(column):
                return f"{column} IS NOT NULL"
            case Unknown(column):
                return f"{column} IS NULL"
            case Between(column, first, last):
                return f"{column} IS NOT NULL AND {column} BETWEEN {self.literal(first)} AND {self.literal(last)}"
            case Overlaps(first, last):
                return self._overlaps(first, last)
            case Within(first, last):
                return _within(*(self.literal(day) if day else None for day in (first, last)))
            case Reaches(area):
                return self._reaches(area)
            case Fails(tests):
                return self.fails.format(" AND ".join(f"({self.test(each)})" for each in tests) or "1 = 1")
            case Says(terms):
                return " AND ".join(self.has_word.format("words", self.literal(term)) for term in terms)

    def holds(self, column: str, values: Iterable[str]) -> str:
        """Whether a list has one of the values."""
        literals = [self.literal(value) for value in values]
        if len(literals) <= FEW:
            return " OR ".join(self.has.format(column, each) for each in literals) or "1 = 0"
        return self.has_any.format(column, ", ".join(literals))

    def where(self, conditions: Iterable[Condition]) -> str:
        """The WHERE clause of conditions, with a blank before it; "" for none."""
        tests = [f"({self.test(condition.test)})" for condition in conditions]
        return f" WHERE {' AND '.join(tests)}" if tests else ""

    def _quoted(self, text: str) -> str:
        if self.backslash:
            text = text.replace("\\", "\\\\").replace("'", "\\'").replace("\0", "\\0")
            return f"'{text}'"
        if "\0" in text:  # no literal may have it
            return "(" + " || chr(0) || ".join(self._quoted(part) for part in text.split("\0")) + ")"
        return "'" + text.replace("'", "''") + "'"

    def _overlaps(self, first: date | None, last: date | None) -> str:
        # of what has no last day the first is null, too; a test of one column each lets files be passed over unread
        tests: list[str] = []
        if first is not None:
            tests.append(f"(last IS NULL OR last >= {self.literal(first)})")
        if last is not None:
            tests.append(f"(first IS NULL OR first <= {self.literal(last)})")
        return " AND ".join(tests) or "1 = 1"

    def _reaches(self, area: Area) -> str:
        columns = {name: name for name in ("lat", "lon", "reach", "cosine")}
        fields = {name: self.disc.format(name) for name in columns}
        if area.outline:
            further = self.any_disc.format(_meets_outline(area, fields))
            return f"lat IS NULL OR {_meets_outline(area, columns)} OR {further}"
        further = self.any_disc.format(_disc_meets(area, fields))
        # most marks are points: these are told by comparing, the few others by their distance
        return f"lat IS NULL OR {_mark_meets(area, columns)} OR {further}"


def _within(first: str | None, last: str | None) -> str:
    """What has no first day happened on any day before its last."""
    tests = [f"(first IS NOT NULL AND first >= {first})"] if first else []
    tests += [f"last <= {last}"] if last else []
    return f"last IS NULL OR ({' AND '.join(tests)})" if tests else "1 = 1"


def number(value: float) -> str:
    """A number as every dialect reads it, and none as a decimal that it would round."""
    if abs(value) < sys.float_info.min:
        return "0"  # older servers refuse numbers this small
    text = repr(value)
    return text if isinstance(value, int) or "e" in text else f"{text}e0"


def _boxes(area: Area) -> list[tuple[float, float]]:
    """The box from west to east, two where it crosses the date line, each also once around the world either way."""
    spans = [(area.west, area.east)] if area.west <= area.east else [(area.west, 180.0), (-180.0, area.east)]
    return [(west + turn, east + turn) for west, east in spans for turn in (0.0, -360.0, 360.0)]


def _mark_meets(area: Area, names: dict[str, str]) -> str:
    lat, lon, reach = names["lat"], names["lon"], names["reach"]
    south, north = number(area.south), number(area.north)
    near = f"{lat} BETWEEN {south} - {reach} - {SLACK} AND {north} + {reach} + {SLACK}"
    spans = [(west, east) for west, east in _boxes(area) if west <= 180 and east >= -180]
    sideways = " OR ".join(f"{lon} BETWEEN {number(west)} AND {number(east)}" for west, east in spans)
    point = f"{lat} BETWEEN {south} AND {north} AND ({sideways})"
    return f"({near} AND CASE WHEN {reach} = 0 THEN {point} ELSE {_disc_meets(area, names)} END)"


def _disc_meets(area: Area, names: dict[str, str]) -> str:
    """Whether a disc meets the box: the nearest point of the box is no farther than the disc reaches."""
    lat, lon, reach, cosine = names["lat"], names["lon"], names["reach"], names["cosine"]
    north = f"({lat} - greatest(least({lat}, {number(area.north)}), {number(area.south)}))"
    tests: list[str] = []
    for west, east in _boxes(area):
        side = f"({lon} - greatest(least({lon}, {number(east)}), {number(west)})) * {cosine}"
        tests.append(f"{north} * {north} + {side} * ({side}) <= {reach} * {reach}")
    return f"({' OR '.join(tests)})"


def _meets_outline(area: Area, names: dict[str, str]) -> str:
    """Whether a mark lies inside the outline, or its disc meets an edge of it."""
    lat, lon, reach = names["lat"], names["lon"], names["reach"]
    near = f"{lat} BETWEEN {number(area.south)} - {reach} - {SLACK} AND {number(area.north)} + {reach} + {SLACK}"
    edges = list(zip(area.outline, (*area.outline[1:], area.outline[0]), strict=True))
    # a line to the east crosses the outline an odd number of times
    crossed = " + ".join(_crosses(edge, lat, lon) for edge in edges if edge[0][1] != edge[1][1]) or "0"
    touched = " OR ".join(_touches(edge, names) for edge in edges if edge[0] != edge[1]) or "1 = 0"
    return f"({near} AND (({crossed}) % 2 = 1 OR ({reach} > 0 AND ({touched}))))"


Edge = tuple[tuple[float, float], tuple[float, float]]


def _crosses(edge: Edge, lat: str, lon: str) -> str:
    """1 where an edge lies east of a point and reaches past its latitude, else 0."""
    (west, south), (east, north) = sorted(edge, key=lambda corner: corner[1])
    slope = number((east - west) / (north - south))
    beyond = f"{lon} < ({lat} - {number(south)}) * {slope} + {number(west)}"
    return f"CASE WHEN {lat} >= {number(south)} AND {lat} < {number(north)} AND {beyond} THEN 1 ELSE 0 END"


def _touches(edge: Edge, names: dict[str, str]) -> str:
    """Whether the nearest point of an edge is no farther than a disc reaches; flat, at the latitude of its middle."""
    (x, y), (to_x, to_y) = edge
    lat, lon, reach, cosine = names["lat"], names["lon"], names["reach"], names["cosine"]
    wide, high = f"({number(to_x - x)} * {cosine})", number(to_y - y)
    side, up = f"(({lon} - {number(x)}) * {cosine})", f"({lat} - {number(y)})"
    long = f"({wide} * {wide} + {high} * {high} + 1e-12)"
    along = f"greatest(0, least(1, ({side} * {wide} + {up} * {high}) / {long}))"
    off, above = f"({side} - {along} * {wide})", f"({up} - {along} * {high})"
    return f"{off} * {off} + {above} * {above} <= {reach} * {reach}"


DUCKDB = Dialect(
    name="duckdb",
    day="DATE {0}",
    has="list_contains({0}, {1})",
    has_any="len(list_filter({0}, lambda a: a IN ({1}))) > 0",  # list_has_any takes three times as long
    has_word="contains({0}, {1})",
    length="len({0})",
    members="SELECT {name} AS actor, count(*) FROM (SELECT unnest({list}) AS held FROM {events}{where}) AS each_held "
    "WHERE {test} GROUP BY actor",
    each="unnest({0})",
    each_party="unnest(parties)",
    each_disc="unnest(more)",
    field="{0}.{1}",
    fails="NOT ({0})",
    starts="starts_with({0}, {1})",
    after="substring({0}, {1})",
    any_disc="(more IS NOT NULL AND coalesce(list_bool_or(list_transform(more, lambda d: {0})), FALSE))",
    disc="d.{0}",
    floor="CAST(floor({0}) AS BIGINT)",
    bins={each: f"CAST(date_trunc('{each}', {{0}}) AS DATE)" for each in Bin},
    bin_ends={
        Bin.DAY: "{0}",
        Bin.WEEK: "({0} + 6)",
        Bin.MONTH: "last_day({0})",
        Bin.QUARTER: "last_day(CAST({0} + INTERVAL 2 MONTH AS DATE))",
        Bin.YEAR: "last_day(CAST({0} + INTERVAL 11 MONTH AS DATE))",
    },
    count_if="count(*) FILTER (WHERE {0})",
    total="CAST(sum({0}) AS BIGINT)",  # the sum itself is wider, and several times slower to hand over
    among="list_filter({0}, lambda a: a IN ({1}))",
    lanes="coalesce(nullif(list_filter({0}, lambda a: a IN ({1})), []), [''])",
    any_more="more IS NOT NULL",
    country_list="list_distinct(list_transform(places, lambda p: p.country))",
    in_role="list_distinct(list_transform(list_filter(parties, lambda p: p.role = {0}), lambda p: p.id))",
    key="sort",
    in_order="sort NULLS LAST, id",
)


def _clickhouse_bins() -> tuple[dict[Bin, str], dict[Bin, str]]:
    """First days and last days of bins by whole numbers, for a server's own dates end too early.

    Years are taken to begin in March, so that the leap day is their last.
    """

    def of_year(day: str) -> str:  # 0 is the first of March
        of_century = f"intDiv((4 * ({day} + 719468) + 3) % 146097, 4)"
        return f"intDiv((4 * {of_century} + 3) % 1461, 4)"

    march = f"({{0}} - {of_year('{0}')})"
    of_month = f"intDiv((5 * {of_year('{0}')} + 2) % toInt32(153), 5)"  # the remainder by 153 would have eight bits
    in_january_or_february = f"if({of_year('{0}')} >= 306, {{0}}, {march} - 1)"
    new_year = f"({in_january_or_february} - {of_year(in_january_or_february)} + 306)"
    month = f"intDiv(5 * {of_year('{0}')} + 2, 153)"
    quarter = f"if({month} = 0, {new_year}, {march} + intDiv(153 * (intDiv({month} - 1, 3) * 3 + 1) + 2, 5))"
    first_of = {
        Bin.DAY: "{0}",
        Bin.WEEK: "{0} - ({0} + 719162) % 7",
        Bin.MONTH: f"{{0}} - {of_month}",
        Bin.QUARTER: quarter,
        Bin.YEAR: new_year,
    }
    longest = {Bin.DAY: 1, Bin.WEEK: 7, Bin.MONTH: 31, Bin.QUARTER: 92, Bin.YEAR: 366}
    firsts = {each: f"toInt32({first})" for each, first in first_of.items()}
    lasts = {each: f"toInt32({firsts[each].replace('{0}', f'({{0}} + {days})')} - 1)" for each, days in longest.items()}
    return firsts, lasts


_FIRSTS, _LASTS = _clickhouse_bins()
CLICKHOUSE = Dialect(
    name="clickhouse",
    day="",
    has="has({0}, {1})",
    has_any="hasAny({0}, [{1}])",
    has_word="position({0}, {1}) > 0",
    length="length({0})",
    members="SELECT arrayJoin(arrayMap(held -> {name}, arrayFilter(held -> {test}, {list}))) AS actor, count(*) "
    "FROM {events}{where} GROUP BY actor",
    each="arrayJoin({0})",
    each_party="arrayJoin(arrayMap((a, b, c, d, e) -> (a, b, c, d, e), "
    "party_id, party_name, party_country, party_type, party_part_of))",
    each_disc="arrayJoin(arrayMap((a, b, c) -> (a, b, c), more_lat, more_lon, more_reach))",
    field="{0}.{2}",
    fails="(({0}) = 0)",  # older servers lose a column in which NOT stands twice
    starts="startsWith({0}, {1})",
    after="substring({0}, {1})",
    any_disc="arrayExists((lat_, lon_, reach_, cosine_) -> {0}, more_lat, more_lon, more_reach, more_cosine)",
    disc="{0}_",
    floor="toInt64(floor({0}))",
    bins=_FIRSTS,
    bin_ends=_LASTS,
    count_if="countIf({0})",
    total="sum({0})",
    among="arrayFilter(held -> has([{1}], held), {0})",
    lanes="if(hasAny({0}, [{1}]), arrayFilter(held -> has([{1}], held), {0}), [''])",
    any_more="notEmpty(more_lat)",
    country_list="countries",
    in_role="arrayDistinct(arrayFilter((party, role) -> role = {0}, party_id, party_role))",
    key="day",
    in_order="sort NULLS LAST, id",
    flat=True,
    backslash=True,
)
