"""What the counting questions answer: bins of a timeline, cells of a map, links between actors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
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


def timeline_of(
    rows: Sequence[tuple[date, str, int, int, int]],
    undated: Sequence[tuple[str, int, int]],
    lanes: Sequence[str] | None,
) -> Timeline:
    """The timeline of rows of begin, lane, family, count, uncertain, and of lane, family, count without a day.

    ``lanes`` are the lanes in their order (null: fullest first); "" comes last, where events are in none.
    """
    bins: dict[tuple[date, str], list[tuple[int, int, int]]] = {}
    for begins, lane, *counts in rows:
        bins.setdefault((begins, lane), []).append((counts[0], counts[1], counts[2]))
    counted = [
        BinCount(begins, lane, by_family(each[:2] for each in found), sum(each[2] for each in found))
        for (begins, lane), found in sorted(bins.items())
    ]
    without: dict[str, Families] = {
        name: by_family((family, count) for lane, family, count in undated if lane == name)
        for name in sorted({lane for lane, *_ in undated})
    }
    totals: dict[str, int] = {lane: sum(families) for lane, families in without.items()}
    for each in counted:
        totals[each.lane] = totals.get(each.lane, 0) + each.count
    found_lanes = sorted(totals, key=lambda lane: (lane == "", -totals[lane], lane))
    order = (
        found_lanes
        if lanes is None
        else [
            *lanes,
            *(
                [
                    "",
                ]
                if "" in totals
                else []
            ),
        ]
    )
    return Timeline(tuple(counted), tuple(order), without)


def cells_of(rows: Sequence[tuple[Any, ...]]) -> tuple[CellCount, ...]:
    """The cells of rows of column, row, family, count, sums of latitude and longitude, uncertain."""
    found: dict[tuple[int, int], list[tuple[Any, ...]]] = {}
    for x, y, *rest in rows:
        found.setdefault((x, y), []).append(tuple(rest))
    cells = []
    for (x, y), parts in sorted(found.items()):
        families = by_family((part[0], part[1]) for part in parts)
        count = sum(families)
        lat, lon = (sum(part[place] for part in parts) / count for place in (2, 3))
        cells.append(CellCount(x, y, lat, lon, families, sum(part[4] for part in parts)))
    return tuple(cells)
