"""What the counting questions answer: bins of a timeline, cells of a map, links between actors."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import add
from typing import Any

from events.model import Family

FAMILIES = tuple(Family)
Families = tuple[int, ...]
"""How many events of each family, in the order of ``events.model.Family``."""


@dataclass(frozen=True)
class BinCount:
    """The events of one lane ("": of none) whose drawn days begin in the bin that begins on ``begins``.

    ``uncertain`` of them have days that reach beyond the bin, before it or after.
    """

    begins: date
    lane: str
    families: Families
    uncertain: int

    @property
    def count(self) -> int:
        """How many events."""
        return sum(self.families)


@dataclass(frozen=True)
class Timeline:
    """The bins that have events, by day, then lane; the lanes, fullest first; the undated by lane."""

    bins: tuple[BinCount, ...]
    lanes: tuple[str, ...]
    undated: dict[str, Families]


@dataclass(frozen=True)
class CellCount:
    """The events with a mark in one cell: the cell's column and row, the marks' mean position in degrees.

    ``uncertain`` of them are known only as an area wider than the cell.
    """

    x: int
    y: int
    lat: float
    lon: float
    families: Families
    uncertain: int

    @property
    def count(self) -> int:
        """How many events."""
        return sum(self.families)


@dataclass(frozen=True)
class MapCounts:
    """The cells that have marks; how many events have no mark, in all and by each country that they name.

    A cell is ``degrees`` wide and high: column x and row y begin at so many times that, in longitude and latitude.
    """

    cells: tuple[CellCount, ...]
    unmarked: int
    countries: dict[str, int]
    degrees: float


@dataclass(frozen=True)
class Link:
    """How many events of each family the source did to the target; both ids as they count."""

    source: str
    target: str
    families: Families

    @property
    def count(self) -> int:
        """How many events."""
        return sum(self.families)


def by_family(pairs: Iterable[tuple[int, int]]) -> Families:
    """Counts by the families' numbers as one tuple."""
    counts = [0] * len(FAMILIES)
    for family, count in pairs:
        counts[family] += count
    return tuple(counts)


def timeline_of(rows: Sequence[tuple[Any, ...]], lanes: Sequence[str] | None, most: int) -> Timeline:
    """The timeline of rows of begin (null: undated), lane, a count for each family, and how many uncertain, by begin.

    ``lanes`` are the lanes in their order; else the fullest come first, of these ``most``, and what is in others counts
    in lane "", which comes last where events are in none.
    """
    totals: dict[str, int] = {}
    for row in rows:
        totals[row[1]] = totals.get(row[1], 0) + sum(row[2:-1])
    none = [""] if "" in totals else []
    order = list(lanes) if lanes is not None else sorted(totals.keys() - {""}, key=lambda lane: (-totals[lane], lane))
    if lanes is None and len(order) > most:
        order, none = order[:most], [""]
        rows = _within(rows, set(order))
    bins = tuple(BinCount(row[0], row[1], row[2:-1], row[-1]) for row in rows if row[0] is not None)
    return Timeline(bins, (*order, *none), {row[1]: row[2:-1] for row in rows if row[0] is None})


def _within(rows: Iterable[tuple[Any, ...]], lanes: Collection[str]) -> list[tuple[Any, ...]]:
    """The rows, by begin, with what is in other lanes in lane ""."""
    found: dict[tuple[date | None, str], tuple[int, ...]] = {}
    for begins, lane, *counts in rows:
        key = begins, lane if lane in lanes else ""
        held = found.get(key)
        found[key] = tuple(map(add, held, counts)) if held else tuple(counts)
    return [(*key, *found[key]) for key in sorted(found, key=lambda key: (key[0] is None, key[0] or date.min, key[1]))]


def cells_of(rows: Iterable[tuple[Any, ...]]) -> tuple[CellCount, ...]:
    """The cells of rows of column, row, a count for each family, sums of latitude and longitude, uncertain."""
    cells = []
    for x, y, *counts, north, east, uncertain in rows:
        events = sum(counts)
        cells.append(CellCount(x, y, north / events, east / events, tuple(counts), uncertain))
    return tuple(cells)
