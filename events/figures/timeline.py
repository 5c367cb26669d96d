"""Events on a timeline: one lane an actor, a mark for a day, a bar for a range, a fading bar for "on or before".

The figure is a value, as Plotly's JSON says it; that Plotly knows each of its settings is checked by tests, not for
each reader, whom that took most of the time of a figure. Lanes lie at negative heights (a reversed axis breaks some
drawings), each as tall as the rows its marks need; undated events stand on axes of their own under the time axis, so
that no position there can be read as a date. ``customdata`` of every mark is the index of its event in
``layout.meta.events``; the viewer words what pointing at it shows.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from events.figures.lanes import Lane, arranged, lanes_by, lanes_of
from events.figures.marks import SIGN, SYMBOL, Theme, colour, faded
from events.index import ARTICLES, Drawn, drawn_span, told_by
from events.model import Event, Family, LanesBy, LanesSort, Modality
from events.texts import Texts
from events.wording import Telling

Figure = dict[str, Any]
"""A figure as Plotly's JSON says it: ``data``, a list of traces, and ``layout``."""
Trace = dict[str, Any]

LIMIT = 2000  # marks: above it an SVG chart answers slowly
DAY = 86_400_000  # milliseconds
ROW_PX = 9
LANE_MIN_ROWS = 2.8  # a lane's label needs this much height
LANE_LONG_ROWS = 3.7  # and a label of two lines this much
LONG_LABEL = 17  # characters, above which a label takes two lines
LANE_MAX_ROWS = 12  # fuller lanes let marks overlap, in rows that follow from the events' ids
AXIS_PX = 42
SHORTEST_DAYS = 9  # a narrower time axis would draw single days as wide blocks
FADE_SHARE = 0.16  # of the time axis: how far an open beginning takes to fade away
CROWD = 150  # open beginnings: beyond it they fade in a third of that
MARK_SHARE = 0.014  # of the time axis: the room a point mark needs
UNDATED_COLUMNS = 36
EDGE = 0.02  # of the time axis: the room beside its first and last day


@dataclass(frozen=True)
class Mark:
    """One event in one lane: the days it is drawn over, in epoch milliseconds, and its height."""

    index: int
    kind: str
    start: float
    end: float
    y: float


def escaped(text: str) -> str:
    """Text that Plotly, which reads a few HTML tags, shows as it stands."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def milliseconds(day: date) -> float:
    """The first instant of a day (UTC) in epoch milliseconds, which Plotly's date axis takes as numbers."""
    return float((day.toordinal() - date(1970, 1, 1).toordinal()) * DAY)


def timeline(
    events: Sequence[Event],
    articles: Mapping[str, Telling],
    *,
    theme: Theme,
    texts: Texts,
    opened: Sequence[str] = (),
    by: LanesBy = LanesBy.ACTOR,
    sort: LanesSort = LanesSort.NUMBER,
    folded: Sequence[str] = (),
    window: tuple[date, date] | None = None,
    extent: tuple[date, date] | None = None,
    order: Sequence[str] = (),
    without_day: Sequence[int] = (),
) -> Figure:
    """The timeline of ``events`` in lanes ``by`` something, in the order that ``sort`` says.

    ``opened`` are actors and countries whose lanes are split into parts, ``folded`` the lanes that are one line high.

    ``window`` are the days of the time axis to show within ``extent`` (null: those of the events), and ``order`` the
    actors whose lanes come first, whether they have events or not; ``without_day`` counts undated events by family that
    are not among ``events``. ``layout.meta`` holds ``events`` (ids by index), ``lanes``
    (id, label, height, depth, count, whether it has parts and is opened) and ``cut`` (marks left out above ``LIMIT``).
    """
    spans = [drawn_span(event, articles.get(told_by(event))) for event in events]
    dated = [index for index, span in enumerate(spans) if span.kind != "undated"]
    undated = [index for index, span in enumerate(spans) if span.kind == "undated"]
    axis = padded(window) if window else _axis(spans)
    found = _lanes_of([(index, events[index]) for index in dated], articles, opened, texts, order, by)
    if not order:
        found = arranged(found, sort, lambda lane: min((_begins(spans[index]) for index in lane.members), default=None))
    lanes, cut = _within(found, LIMIT)
    tops: list[tuple[Lane, float, float]] = []
    marks: list[Mark] = []
    depth = 0.0
    for lane in lanes:
        placed, rows = _stack(lane, events, spans, axis, 1 if lane.id in folded else LANE_MAX_ROWS)
        height = max(LANE_LONG_ROWS if len(lane.label) > LONG_LABEL else LANE_MIN_ROWS, rows + 0.8)
        middle = -depth - height / 2
        marks += [Mark(m.index, m.kind, m.start, m.end, middle - m.y + (rows - 1) / 2) for m in placed]
        tops.append((lane, -depth, height))
        depth += height
    traces = [*_spans(events, marks, theme), *_days(events, marks, theme)]
    traces += _signs(events, [(mark.index, mark.end, mark.y) for mark in marks], theme)
    if undated or not sum(without_day):
        below = _undated(events, undated[:LIMIT], theme)
    else:
        below = undated_counts(without_day, theme)
    layout = laid_out(tops, depth, below, axis, theme)
    layout["xaxis"]["visible"] = bool(dated)
    layout["meta"] = {
        "events": [event.id for event in events],
        "lanes": lane_labels(tops, len(undated) or sum(without_day), below.rows, texts, folded),
        "whole": list(padded(extent) if extent else axis),
        "cut": cut + max(0, len(undated) - LIMIT),
    }
    return {"data": [*traces, *below.traces], "layout": layout}


def _lanes_of(
    events: Sequence[tuple[int, Event]],
    articles: Mapping[str, Telling],
    opened: Sequence[str],
    texts: Texts,
    order: Sequence[str],
    by: LanesBy,
) -> list[Lane]:
    if by is LanesBy.ACTOR:
        return lanes_of(events, opened, texts, order)
    titles = {key: teller.title for key, teller in articles.items() if teller.title}
    return lanes_by(events, by, {**titles, ARTICLES: texts("data.articles")}, texts, opened, order)


def _begins(span: Drawn) -> date:
    return span.first or span.last or date.max


def _axis(spans: Sequence[Drawn]) -> tuple[float, float]:
    """First and last instant of the time axis, with room for open beginnings to fade."""
    ends = [milliseconds(span.last) + DAY for span in spans if span.last]
    starts = [milliseconds(span.first) for span in spans if span.first]
    starts += [milliseconds(span.last) for span in spans if span.last and not span.first]
    if not ends:
        return (0.0, float(SHORTEST_DAYS * DAY))
    low, high = min(starts), max(ends)
    lacking = max(0.0, SHORTEST_DAYS * DAY - (high - low))
    low, high = low - lacking * 0.6, high + lacking * 0.4
    width = high - low
    fade = _fade_share(spans) * width
    open_starts = [milliseconds(span.last) + DAY - fade for span in spans if span.last and not span.first]
    return (min([low, *open_starts]) - 0.02 * width, high + 0.02 * width)


def padded(days: tuple[date, date]) -> tuple[float, float]:
    """First and last instant of a time axis over these days, with a little room on both sides."""
    low, high = milliseconds(days[0]), milliseconds(days[1]) + DAY
    room = EDGE * (high - low)
    return low - room, high + room


def _within(lanes: list[Lane], limit: int) -> tuple[list[Lane], int]:
    """The lanes with at most ``limit`` marks in all, thinned evenly, and how many marks were left out."""
    total = sum(len(lane.members) for lane in lanes)
    if total <= limit:
        return lanes, 0
    kept = []
    for lane in lanes:
        share = max(1, len(lane.members) * limit // total) if lane.members else 0
        members = tuple(lane.members[place * len(lane.members) // share] for place in range(share))
        kept.append(replace(lane, members=members))
    return kept, total - sum(len(lane.members) for lane in kept)


def _fade_share(spans: Sequence[Drawn]) -> float:
    crowded = sum(span.kind == "before" for span in spans) > CROWD
    return FADE_SHARE / 3 if crowded else FADE_SHARE


def _drawn(event_index: int, span: Drawn, axis: tuple[float, float], fade_share: float) -> Mark:
    fade = fade_share * (axis[1] - axis[0])
    end = milliseconds(span.last) + DAY if span.last else 0.0
    if span.first is None:
        return Mark(event_index, "before", end - fade, end, 0.0)
    if span.first == span.last:
        return Mark(event_index, "day", end - DAY / 2, end - DAY / 2, 0.0)
    return Mark(event_index, "range", milliseconds(span.first), end, 0.0)


def _stack(
    lane: Lane, events: Sequence[Event], spans: Sequence[Drawn], axis: tuple[float, float], most: int
) -> tuple[list[Mark], int]:
    """Each mark of a lane in the first row where it overlaps no other, of ``most``; ``y`` is the row, 0 on top."""
    fade = _fade_share(spans)
    room = MARK_SHARE * (axis[1] - axis[0])
    free: list[float] = []
    placed = []
    for mark in sorted(
        (_drawn(index, spans[index], axis, fade) for index in lane.members), key=lambda m: (m.start, events[m.index].id)
    ):
        start, end = mark.start - room / 2, mark.end + room / 2
        row = next((row for row, until in enumerate(free) if until <= start), len(free))
        if row >= most:
            row = int(sha256(events[mark.index].id.encode()).hexdigest(), 16) % most
        elif row == len(free):
            free.append(end)
        free[row] = max(free[row], end)
        placed.append(Mark(mark.index, mark.kind, mark.start, mark.end, float(row)))
    return placed, max(1, len(free))


def bars(uid: str, marks: Sequence[tuple[float, float, float]], width: float, **settings: object) -> Trace:
    """Horizontal bars from their starts, ends and heights."""
    return {
        "type": "bar",
        "uid": uid,
        "orientation": "h",
        "base": [start for start, _, _ in marks],
        "x": [end - start for start, end, _ in marks],
        "y": [y for _, _, y in marks],
        "width": width,
        "showlegend": False,
        "hoverinfo": "text",
        **settings,
    }


def _spans(events: Sequence[Event], marks: Sequence[Mark], theme: Theme) -> Iterator[Trace]:
    """Ranges as bars by modality; open beginnings as bars of steps that grow fainter to the left."""
    for modality in Modality:
        ranges = [m for m in marks if m.kind == "range" and events[m.index].modality is modality]
        if not ranges:
            continue
        colours = [colour(events[m.index], theme) for m in ranges]
        solid = modality is Modality.ASSERTED
        fill = colours if solid else [faded(shade, 0.10) for shade in colours]
        pattern = {"shape": "x", "fgcolor": colours, "size": 6, "solidity": 0.22} if modality is Modality.DENIED else {}
        marker = {"color": fill, "line": {"color": colours, "width": 0 if solid else 1.4}, "pattern": pattern}
        spans = [(m.start, m.end, m.y) for m in ranges]
        own = [m.index for m in ranges]
        yield bars(f"{modality.value}-range", spans, 0.58, marker=marker, customdata=own)
    open_ended = [m for m in marks if m.kind == "before"]
    if open_ended:
        yield _open_bars(events, open_ended, theme)


def _open_bars(events: Sequence[Event], marks: Sequence[Mark], theme: Theme) -> Trace:
    """Bars that end on the publication date, for acts that happened on or before it; the viewer fades them."""
    spans = [(mark.start, mark.end, mark.y) for mark in marks]
    marker = {"color": [colour(events[mark.index], theme) for mark in marks], "line": {"width": 0}}
    return bars("before", spans, 0.5, marker=marker, customdata=[mark.index for mark in marks])


def _points(places: Sequence[tuple[int, float, float]], uid: str, **settings: object) -> Trace:
    """Point marks of one modality from indexes and positions."""
    return {
        "type": "scatter",
        "uid": uid,
        "mode": "markers",
        "x": [x for _, x, _ in places],
        "y": [y for _, _, y in places],
        "customdata": [index for index, _, _ in places],
        "hoverinfo": "text",
        "cliponaxis": False,
        "showlegend": False,
        **settings,
    }


def _marker(events: Sequence[Event], indexes: Sequence[int], modality: Modality, theme: Theme) -> dict[str, object]:
    return {
        "symbol": SYMBOL[modality],
        "size": 8.5,
        "color": [colour(events[index], theme) for index in indexes],
        "line": {"width": 1.8} if modality is not Modality.ASSERTED else {"width": 1, "color": theme.paper},
    }


def _days(events: Sequence[Event], marks: Sequence[Mark], theme: Theme) -> Iterator[Trace]:
    """Single days as marks by modality; a cross ends the bar of what is denied."""
    for modality in Modality:
        days = [m for m in marks if m.kind == "day" and events[m.index].modality is modality]
        if modality is Modality.DENIED:
            days += [m for m in marks if m.kind == "before" and events[m.index].modality is modality]
        if not days:
            continue
        places = [(m.index, m.end, m.y) for m in days]
        marker = _marker(events, [m.index for m in days], modality, theme)
        yield _points(places, f"{modality.value}-day", marker=marker)


def _signs(
    events: Sequence[Event], places: Sequence[tuple[int, float, float]], theme: Theme, axis: str = ""
) -> Iterator[Trace]:
    """A sign beside each mark that somebody has reviewed."""
    signed = [place for place in places if events[place[0]].review.state in SIGN]
    if not signed:
        return
    yield {
        "type": "scatter",
        "uid": f"signs{axis}",
        "mode": "text",
        "x": [x for _, x, _ in signed],
        "y": [y for _, _, y in signed],
        "text": [f"\u00a0\u00a0<b>{SIGN[events[index].review.state]}</b>" for index, _, _ in signed],
        "textposition": "middle right",
        "textfont": {"size": 11.5, "color": theme.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "showlegend": False,
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
    }


@dataclass(frozen=True)
class Below:
    """Undated events on axes of their own: their traces, the rows they take, and the ends of their x axis."""

    traces: tuple[Trace, ...] = ()
    rows: int = 0
    across: tuple[float, float] | None = None


def _undated(events: Sequence[Event], indexes: Sequence[int], theme: Theme) -> Below:
    """Undated events in even rows."""
    if not indexes:
        return Below()
    columns = UNDATED_COLUMNS * max(1, math.ceil(len(indexes) / (UNDATED_COLUMNS * 6)))
    ordered = sorted(indexes, key=lambda index: (events[index].modality.value, events[index].id))
    spot = {index: (place % columns, -(place // columns)) for place, index in enumerate(ordered)}
    traces: list[Trace] = []
    for modality in Modality:
        own = [index for index in ordered if events[index].modality is modality]
        if not own:
            continue
        places = [(index, float(spot[index][0]), float(spot[index][1])) for index in own]
        marker = _marker(events, own, modality, theme)
        traces.append(_points(places, f"{modality.value}-undated", marker=marker, xaxis="x2", yaxis="y2"))
    signed = [(index, float(x), float(y)) for index, (x, y) in spot.items()]
    traces += _signs(events, signed, theme, axis="2")
    return Below(tuple(traces), math.ceil(len(ordered) / columns), (-1.2, max(columns, UNDATED_COLUMNS) - 0.2))


def undated_counts(undated: Sequence[int], theme: Theme) -> Below:
    """Undated events as one bar of the families' shares."""
    total = sum(undated)
    if not total:
        return Below()
    own = {"hoverinfo": "skip", "xaxis": "x2", "yaxis": "y2"}
    traces: list[Trace] = []
    start = 0.0
    for position, family in enumerate(Family):
        share = UNDATED_COLUMNS * undated[position] / total
        if share:
            marker = {"color": theme.families[family], "line": {"width": 0}}
            traces.append(bars(f"undated-{position}", [(start, start + share, 0.0)], 0.6, marker=marker, **own))
        start += share
    return Below(tuple(traces), 1, (-1.2, UNDATED_COLUMNS + 0.8))


def laid_out(
    tops: Sequence[tuple[Lane, float, float]], depth: float, below: Below, axis: tuple[float, float], theme: Theme
) -> dict[str, Any]:
    """The layout: axes, lane lines and the height in pixels that the rows need."""
    lanes_px = max(depth, LANE_MIN_ROWS) * ROW_PX
    undated_px = (below.rows + 1.4) * ROW_PX if below.rows else 0
    inner = lanes_px + (AXIS_PX + undated_px if below.rows else 0)
    bottom = 8 if below.rows else AXIS_PX
    hidden = {"visible": False, "fixedrange": True}
    across = {"range": list(below.across)} if below.across else {}
    return {
        "height": inner + bottom + 4,
        "margin": {"l": 190, "r": 14, "t": 4, "b": bottom},
        "barmode": "overlay",
        "hovermode": "closest",
        "dragmode": "select",
        "selectdirection": "h",
        "showlegend": False,
        "uirevision": "timeline",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 12, "color": theme.muted},
        "hoverlabel": hover_label(theme),
        "shapes": _lines(tops, theme),
        "xaxis": {
            "type": "date",
            "range": list(axis),
            "minallowed": axis[0] - (axis[1] - axis[0]),
            "maxallowed": axis[1] + (axis[1] - axis[0]),
            "gridcolor": theme.line,
            "ticks": "outside",
            "ticklen": 5,
            "tickcolor": theme.line,
            "zeroline": False,
            "nticks": 9,
            "anchor": "y",
            "tickformatstops": [
                {"dtickrange": [None, 86_399_999], "value": "%H:%M\n%-d %b %Y"},
                {"dtickrange": [86_400_000, "M1"], "value": "%-d %b\n%Y"},
                {"dtickrange": ["M1", "M12"], "value": "%b\n%Y"},
                {"dtickrange": ["M12", None], "value": "%Y"},
            ],
        },
        "yaxis": {
            "range": [-max(depth, LANE_MIN_ROWS), 0],
            "domain": [1 - lanes_px / inner, 1],
            "fixedrange": True,
            "zeroline": False,
            "showgrid": False,
            "tickvals": [top - height / 2 for _, top, height in tops],
            "ticktext": [escaped(lane.label) for lane, _, _ in tops],
        },
        "xaxis2": {**hidden, "anchor": "y2", **across},
        "yaxis2": {**hidden, "range": [-max(1, below.rows) + 0.3, 0.7], "domain": [0, undated_px / inner]},
    }


FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif"


def hover_label(theme: Theme) -> dict[str, object]:
    """The look of hover texts on both figures."""
    return {
        "bgcolor": theme.paper,
        "bordercolor": theme.line,
        "align": "left",
        "namelength": 0,
        "font": {"family": FONT, "size": 12.5, "color": theme.ink},
    }


def _lines(tops: Sequence[tuple[Lane, float, float]], theme: Theme) -> list[dict[str, object]]:
    """A hairline over each lane; parts of an opened lane begin further in."""
    return [
        {
            "type": "line",
            "layer": "below",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "yref": "y",
            "y0": top,
            "y1": top,
            "line": {"color": theme.line, "width": 1, "dash": "dot" if lane.depth else "solid"},
        }
        for lane, top, _ in tops
    ]


def lane_labels(
    tops: Sequence[tuple[Lane, float, float]],
    undated: int,
    undated_rows: int,
    texts: Texts,
    folded: Sequence[str] = (),
) -> list[dict[str, object]]:
    """What the viewer writes over the lanes, whose tops and heights these are, and over the undated events."""
    labels: list[dict[str, object]] = [
        {
            "id": lane.id,
            "label": lane.label,
            "axis": "y",
            "y": top - height / 2,
            "height": height,
            "depth": lane.depth,
            "count": lane.count,
            "parts": lane.parts,
            "opened": lane.opened,
            "folded": lane.id in folded,
        }
        for lane, top, height in tops
    ]
    if undated:
        label = texts("lane.undated")
        middle = (0.7 + (-max(1, undated_rows) + 0.3)) / 2
        labels.append({"id": None, "label": label, "axis": "y2", "y": middle, "depth": 0, "count": undated})
    return labels
