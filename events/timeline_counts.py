"""Many events on a timeline: each lane a row of columns that count them, coloured by family.

A column's height grows with the square root of its number, on one scale for all lanes, so that a quiet lane is still
seen beside a busy one. Events whose days reach beyond their column are hatched: they may have happened outside it.
``customdata`` of every column is the index of its bin in ``layout.meta.bins``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from events.lanes import Lane
from events.marks import FAMILIES, Theme
from events.texts import Texts
from events.timeline import DAY, LIMIT, bars, lane_labels, lay_out, milliseconds

LANE_ROWS = 4.2
GAP = 0.5  # rows over the tallest column
COLUMN = 0.9  # of a bin's width
SEGMENTS = 4  # families that a column has at most, on the whole
WIDTHS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}  # days at most
UNDATED_WIDTH = 36.0


@dataclass(frozen=True)
class Bin:
    """The events of one lane (by its place among the lanes) that begin within these days, both inclusive.

    Counted by family, in the order of ``FAMILIES``; ``uncertain`` of them have days that reach beyond the bin.
    """

    lane: int
    first: date
    last: date
    families: tuple[int, ...]
    uncertain: int

    @property
    def count(self) -> int:
        """How many events."""
        return sum(self.families)


def bin_width(first: date, last: date, lanes: int) -> str:
    """The finest bin (a key of ``WIDTHS``) with which so many lanes stay under the limit of marks between two days."""
    days = (last - first).days + 1
    room = max(12, LIMIT // (max(1, lanes) * SEGMENTS))
    return next((name for name, width in WIDTHS.items() if days <= width * room), "year")


def timeline_counts(
    lanes: Sequence[Lane],
    bins: Sequence[Bin],
    undated: Sequence[int],
    *,
    window: tuple[date, date],
    extent: tuple[date, date],
    theme: Theme,
    texts: Texts,
) -> go.Figure:
    """The timeline of ``window`` within ``extent`` (first and last day); ``undated`` counts by family.

    ``layout.meta`` is that of ``events.timeline``, without events, with ``bins`` (lane, first, last, families,
    uncertain).
    """
    heights = [LANE_ROWS] * len(lanes)
    tops = [
        (lane, -LANE_ROWS * number, height) for number, (lane, height) in enumerate(zip(lanes, heights, strict=True))
    ]
    depth = LANE_ROWS * len(lanes)
    figure = go.Figure()
    _draw_columns(figure, bins, theme)
    undated_rows = _draw_undated(figure, undated, theme)
    low, high = (milliseconds(day) for day in window)
    edge = 0.01 * (high + DAY - low)
    lay_out(figure, tops, depth, undated_rows, (low - edge, high + DAY + edge), theme)
    whole = [milliseconds(extent[0]), milliseconds(extent[1]) + DAY]
    margin = 0.02 * (whole[1] - whole[0])
    figure.update_layout(
        barmode="overlay",
        xaxis={"minallowed": whole[0] - margin, "maxallowed": whole[1] + margin, "visible": bool(bins)},
    )
    figure.layout.meta = {
        "lanes": lane_labels(tops, sum(undated), undated_rows, texts),
        "bins": [[b.lane, b.first.isoformat(), b.last.isoformat(), list(b.families), b.uncertain] for b in bins],
        "whole": [whole[0] - margin, whole[1] + margin],
        "cut": 0,
    }
    return figure


def _draw_columns(figure: go.Figure, bins: Sequence[Bin], theme: Theme) -> None:
    most = max((each.count for each in bins), default=1)
    bottoms = [-LANE_ROWS * (each.lane + 1) for each in bins]
    scale = [(LANE_ROWS - GAP) * math.sqrt(each.count / most) / max(1, each.count) for each in bins]  # rows an event
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
        figure.add_trace(_columns(f"counts-{position}", bins, held, bases, heights, marker=marker))
    vague = [index for index, each in enumerate(bins) if each.uncertain]
    if vague:
        heights = [bins[index].uncertain * scale[index] for index in vague]
        bases = [bottoms[index] + bins[index].count * scale[index] - h for index, h in zip(vague, heights, strict=True)]
        hatch = {"shape": "/", "fgcolor": theme.paper, "size": 5, "solidity": 0.35, "bgcolor": "rgba(0,0,0,0)"}
        marker = {"color": "rgba(0,0,0,0)", "line": {"width": 0}, "pattern": hatch}
        figure.add_trace(_columns("uncertain", bins, vague, bases, heights, marker=marker))


def _columns(
    uid: str,
    bins: Sequence[Bin],
    held: Sequence[int],
    bases: Sequence[float],
    heights: Sequence[float],
    **settings: object,
) -> go.Bar:
    """Columns over the days of their bins."""
    spans = [(milliseconds(bins[i].first), milliseconds(bins[i].last + timedelta(days=1))) for i in held]
    return go.Bar(
        uid=uid,
        x=[(start + end) / 2 for start, end in spans],
        width=[(end - start) * COLUMN for start, end in spans],
        base=[round(base, 3) for base in bases],
        y=[round(height, 3) for height in heights],
        customdata=list(held),
        hoverinfo="text",
        showlegend=False,
        **settings,
    )


def _draw_undated(figure: go.Figure, undated: Sequence[int], theme: Theme) -> int:
    """One bar of the families' shares, on axes of its own; returns the number of rows it takes."""
    total = sum(undated)
    if not total:
        return 0
    start = 0.0
    for position, family in enumerate(FAMILIES):
        share = UNDATED_WIDTH * undated[position] / total
        if share:
            marker = {"color": theme.families[family], "line": {"width": 0}}
            bar = bars(f"undated-{position}", [(start, start + share, 0.0)], 0.6, marker=marker, hoverinfo="skip")
            figure.add_trace(bar.update(xaxis="x2", yaxis="y2"))
        start += share
    figure.update_layout(xaxis2={"range": [-1.2, UNDATED_WIDTH + 0.8]})
    return 1
