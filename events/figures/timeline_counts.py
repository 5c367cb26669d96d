"""Many events on a timeline: each lane a row of columns that count them, coloured by family.

A column's height grows with the square root of its number, on one scale for all lanes, so that a quiet lane is still
seen beside a busy one. Events whose days reach beyond their column are hatched: they may have happened outside it.
``customdata`` of every column is the index of its bin in ``layout.meta.bins``.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from events.engine import Bin as Length
from events.engine import BinCount
from events.figures.lanes import Lane
from events.figures.marks import FAMILIES, Theme
from events.figures.timeline import LIMIT, Figure, Trace, laid_out, lane_labels, milliseconds, padded, undated_counts
from events.texts import Texts

LANE_ROWS = 4.2
FOLDED_ROWS = 2.2
GAP = 0.5  # rows over the tallest column
COLUMN = 0.9  # of a bin's width
SEGMENTS = 4  # families that a column has at most, on the whole
LENGTHS = {Length.DAY: 1, Length.WEEK: 7, Length.MONTH: 31, Length.QUARTER: 92, Length.YEAR: 366}  # days at most


@dataclass(frozen=True)
class CountedTime:
    """Many events in time: the lanes, what the engine counted in bins of one length, the undated by family.

    ``window`` are the days that are looked at, ``extent`` all days on which there is something.
    """

    lanes: tuple[Lane, ...]
    bins: tuple[BinCount, ...]
    length: Length
    undated: tuple[int, ...]
    window: tuple[date, date]
    extent: tuple[date, date]


def bin_length(first: date, last: date, lanes: int) -> Length:
    """The finest bins with which so many lanes stay under the limit of marks between two days."""
    days = (last - first).days + 1
    room = max(12, LIMIT // (max(1, lanes) * SEGMENTS))
    return next((length for length, most in LENGTHS.items() if days <= most * room), Length.YEAR)


def _last_day(begins: date, length: Length) -> date:
    """The last day of the bin that begins on a day."""
    months = {Length.MONTH: 1, Length.QUARTER: 3, Length.YEAR: 12}.get(length)
    if months is None:
        return begins + timedelta(days=LENGTHS[length] - 1)
    year, month = divmod(begins.year * 12 + begins.month - 1 + months, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


@dataclass(frozen=True)
class _Column:
    """A bin as it is drawn: the place of its lane among the lanes, and its days, both inclusive."""

    lane: int
    first: date
    last: date
    families: tuple[int, ...]
    uncertain: int

    @property
    def count(self) -> int:
        return sum(self.families)


def _columns_of(counted: CountedTime) -> list[_Column]:
    place = {lane.id or "": number for number, lane in enumerate(counted.lanes)}
    return [
        _Column(place[each.lane], each.begins, _last_day(each.begins, counted.length), each.families, each.uncertain)
        for each in counted.bins
        if each.lane in place
    ]


def timeline_counts(counted: CountedTime, *, theme: Theme, texts: Texts, folded: Sequence[str] = ()) -> Figure:
    """The timeline of the window, lanes that are ``folded`` lower than the others.

    ``layout.meta`` is that of ``timeline`` without events, but with ``bins``. A bin is the place of its lane,
    its first and last day, the numbers of its families, and how many are uncertain.
    """
    lanes, undated, bins = counted.lanes, counted.undated, _columns_of(counted)
    heights = [FOLDED_ROWS if lane.id in folded else LANE_ROWS for lane in lanes]
    tops = [(lane, -sum(heights[:number]), heights[number]) for number, lane in enumerate(lanes)]
    depth = sum(heights)
    below = undated_counts(undated, theme)
    layout = laid_out(tops, depth, below, padded(counted.window), theme)
    low, high = whole = padded(counted.extent)
    layout["xaxis"] |= {"minallowed": low, "maxallowed": high, "visible": bool(bins)}
    layout["meta"] = {
        "lanes": lane_labels(tops, sum(undated), below.rows, texts, folded),
        "bins": [[b.lane, b.first.isoformat(), b.last.isoformat(), list(b.families), b.uncertain] for b in bins],
        "whole": list(whole),
        "cut": 0,
    }
    traces = _stacked(bins, [(top, height) for _, top, height in tops], theme)
    return {"data": [*traces, *below.traces], "layout": layout}


def _stacked(bins: Sequence[_Column], tops: Sequence[tuple[float, float]], theme: Theme) -> Iterator[Trace]:
    """The columns of lanes with these tops and heights; in a folded one they are lower by as much as it is."""
    most = max((each.count for each in bins), default=1)
    bottoms = [tops[each.lane][0] - tops[each.lane][1] for each in bins]
    room = [tops[each.lane][1] * (1 - GAP / LANE_ROWS) for each in bins]
    scale = [  # rows an event
        high * math.sqrt(each.count / most) / max(1, each.count) for each, high in zip(bins, room, strict=True)
    ]
    below = [0.0] * len(bins)
    for position, family in enumerate(FAMILIES):
        held = [index for index, each in enumerate(bins) if each.families[position]]
        if not held:
            continue
        heights = [bins[index].families[position] * scale[index] for index in held]
        bases = [bottoms[index] + below[index] for index in held]
        for index, height in zip(held, heights, strict=True):
            below[index] += height
        marker = {"color": theme.families[family], "line": {"width": 0}}
        yield _columns(f"counts-{position}", bins, held, bases, heights, marker=marker)
    vague = [index for index, each in enumerate(bins) if each.uncertain]
    if vague:
        heights = [bins[index].uncertain * scale[index] for index in vague]
        bases = [bottoms[index] + bins[index].count * scale[index] - h for index, h in zip(vague, heights, strict=True)]
        hatch = {"shape": "/", "fgcolor": theme.paper, "size": 5, "solidity": 0.35, "bgcolor": "rgba(0,0,0,0)"}
        marker = {"color": "rgba(0,0,0,0)", "line": {"width": 0}, "pattern": hatch}
        yield _columns("uncertain", bins, vague, bases, heights, marker=marker)


def _columns(
    uid: str,
    bins: Sequence[_Column],
    held: Sequence[int],
    bases: Sequence[float],
    heights: Sequence[float],
    **settings: object,
) -> Trace:
    """Columns over the days of their bins."""
    spans = [(milliseconds(bins[i].first), milliseconds(bins[i].last + timedelta(days=1))) for i in held]
    return {
        "type": "bar",
        "uid": uid,
        "x": [(start + end) / 2 for start, end in spans],
        "width": [(end - start) * COLUMN for start, end in spans],
        "base": [round(base, 3) for base in bases],
        "y": [round(height, 3) for height in heights],
        "customdata": list(held),
        "hoverinfo": "text",
        "showlegend": False,
        **settings,
    }
