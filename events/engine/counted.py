"""What the counting questions answer: bins of a timeline, cells of a map, links between actors."""

from collections.abc import Iterable, Sequence
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
    """The cells that have marks; how many events have no mark, in all and by each country that they name."""

    cells: tuple[CellCount, ...]
    unmarked: int
    countries: dict[str, int]


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


def timeline_of(rows: Iterable[tuple[Any, ...]], lanes: Sequence[str] | None, most: int | None = None) -> Timeline:
    """The timeline of rows of begin (null: undated), lane, a count for each family, and how many uncertain.

    ``lanes`` are the lanes in their order; else the fullest come first, the ``most`` fullest where that is given, and
    what is in others counts in lane "", which comes last where events are in none.
    """
    totals: dict[str, int] = {}
    told = [(row[0], row[1], tuple(row[2:-1]), row[-1]) for row in rows]
    for _, lane, families, _ in told:
        totals[lane] = totals.get(lane, 0) + sum(families)
    order = sorted(totals, key=lambda lane: (lane == "", -totals[lane], lane))
    if lanes is None and most is not None and len(order) > most:
        kept = set(order[:most])
        told = _summed((begins, lane if lane in kept else "", *counts) for begins, lane, *counts in told)
        order = [*order[:most], ""]
    if lanes is not None:
        order = [*lanes, *([""] if "" in totals else [])]
    dated = sorted(each for each in told if each[0] is not None)
    without = sorted((lane, families) for begins, lane, families, _ in told if begins is None)
    return Timeline(tuple(BinCount(*each) for each in dated), tuple(order), dict(without))


def _summed(told: Iterable[tuple[Any, ...]]) -> list[tuple[Any, str, Families, int]]:
    """Rows as ``timeline_of`` has them, one for each begin and lane."""
    found: dict[tuple[Any, str], tuple[Families, int]] = {}
    for begins, lane, families, uncertain in told:
        held, beyond = found.get((begins, lane), ((0,) * len(FAMILIES), 0))
        found[begins, lane] = tuple(map(add, held, families)), beyond + uncertain
    return [(*key, *counts) for key, counts in found.items()]


def cells_of(rows: Iterable[tuple[Any, ...]]) -> tuple[CellCount, ...]:
    """The cells of rows of column, row, a count for each family, sums of latitude and longitude, uncertain."""
    cells = []
    for x, y, *counts, north, east, uncertain in sorted(rows):
        events = sum(counts)
        cells.append(CellCount(x, y, north / events, east / events, tuple(counts), uncertain))
    return tuple(cells)
