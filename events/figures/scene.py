"""What the figures of a view draw: its events while they are few, and counts of them where they are many.

Few is what a browser draws at once; above that the part of time and of the map that is looked at decides, so that
counts become events as one zooms. The list shows the first events, and further ones on request.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from events.credits import credits_of
from events.engine import Bin, Engine, LaneBy, MapCounts, Timeline
from events.figures.lanes import LARGEST, Lane, arranged, lane_by, lanes_counted
from events.figures.map_counts import WORLD_PX, cell_degrees
from events.figures.timeline_counts import CountedTime, bin_length
from events.index import ARTICLES, told_by
from events.model import Area, Camera, Event, LanesBy, LanesSort, View
from events.texts import Texts
from events.wording import Telling

FEW = 500  # events that are drawn one by one; with their words they are under 300 KB
LISTED = 200  # events that the list begins with, of many
LANES = 13  # actors with a lane of their own; one more lane counts the rest
FACETS = 400  # actors among which the parts of a lane are looked for
MAP_PX = (1400, 520)  # how large a map is taken to be before the browser has said
_LANE: Mapping[LanesBy, LaneBy] = {
    LanesBy.ACTOR: "actor",
    LanesBy.PLACE: "country",
    LanesBy.KIND: "kind",
    LanesBy.DATA: "data",
    LanesBy.NONE: "none",
}
NO_DAYS = (date(1970, 1, 1), date(1970, 1, 1))


@dataclass(frozen=True)
class Part:
    """What is looked at: the days of the time axis, and the edges and zoom of the map; null where nobody has said."""

    window: tuple[date, date] | None = None
    box: Area | None = None
    zoom: float | None = None


@dataclass(frozen=True)
class Scene:
    """What is drawn: ``timed`` and ``mapped`` are events, or counts of them; ``listed`` begins the list of ``total``.

    ``window`` is the part of the time axis to show within ``extent`` (null: all of it), ``order`` the actors whose
    lanes come first. Where not all events are drawn, ``undated`` counts those without a day by family, and ``beside``
    those without a mark on the map by country (null: none named), in all ``unmarked``.
    """

    total: int
    listed: tuple[Event, ...]
    timed: tuple[Event, ...] | CountedTime
    mapped: tuple[Event, ...] | MapCounts
    window: tuple[date, date] | None = None
    extent: tuple[date, date] | None = None
    order: tuple[str, ...] = ()
    undated: tuple[int, ...] = ()
    beside: Mapping[str | None, int] | None = None
    unmarked: int = 0
    by: LanesBy = LanesBy.ACTOR
    sort: LanesSort = LanesSort.NUMBER
    folded: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every event of the view is listed and drawn, so that looking closer shows nothing more."""
        return len(self.listed) == self.total

    def events(self) -> list[Event]:
        """Every event that is listed or drawn, once; those of the list first."""
        drawn = [part for part in (self.timed, self.mapped) if isinstance(part, tuple)]
        return list({event.id: event for part in (self.listed, *drawn) for event in part}.values())


def scene(engine: Engine, view: View, texts: Texts, part: Part | None = None) -> Scene:
    """What to draw of ``view`` where ``part`` of it is looked at (null: all days, and the map as the view's camera)."""
    part = part or Part()
    with engine.reading():
        total = engine.count(view)
        if total <= FEW:
            return scene_of(engine.events(view, limit=FEW), view)
        listed = tuple(engine.events(view, limit=LISTED))
        extent = engine.extent(view)
        window = _within(part.window, extent)
        lanes, years = _lanes(engine, view, texts)
        undated = engine.timeline(view, Bin.YEAR).undated.get("", ())
        timed = _timed(engine, view, lanes, years, undated, window, extent)
        mapped, beside, unmarked = _mapped(engine, view, part)
    order = tuple(lane.id for lane in lanes if lane.id and not lane.depth)
    own = (view.by, view.sort, view.folded)
    return Scene(total, listed, timed, mapped, window, extent, order, undated, beside, unmarked, *own)


def framed(engine: Engine, view: View, days: tuple[date, date], part: Part | None = None) -> Scene:
    """The scene of those events of ``view`` that a time axis of these days draws: a step of its playback.

    Its map is as that of ``scene``; of the timeline there is nothing.
    """
    with engine.reading():
        total = engine.count(view, drawn=days)
        listed = tuple(engine.events(view, limit=LISTED, drawn=days))
        mapped, beside, unmarked = _mapped(engine, view, part or Part(), days)
    return Scene(total, listed, (), mapped, beside=beside, unmarked=unmarked)


def scene_of(events: Sequence[Event], view: View | None = None) -> Scene:
    """The scene of events that are all drawn one by one, in the lanes of ``view`` (null: one an actor)."""
    drawn, view = tuple(events), view or View()
    return Scene(len(drawn), drawn, drawn, drawn, by=view.by, sort=view.sort, folded=view.folded)


def tellers(engine: Engine, events: Iterable[Event]) -> dict[str, Telling]:
    """What tells of events, by ``events.index.told_by``: articles, and data sets."""
    credited = credits_of(engine)
    found: dict[str, Telling] = {}
    for event in events:
        key = told_by(event)
        if key not in found:
            teller: Telling | None = engine.article(event.article) if event.article else credited.get(key)
            if teller is not None:
                found[key] = teller
    return found


def further(engine: Engine, view: View, offset: int, days: tuple[date, date] | None = None) -> list[Event]:
    """The events of the list from ``offset`` on; with ``days`` of the list of such a step."""
    return engine.events(view, limit=LISTED, offset=offset, drawn=days)


def _lanes(engine: Engine, view: View, texts: Texts) -> tuple[list[Lane], Timeline]:
    """The lanes of all that the view shows, those opened that it opens, each with the number of its events.

    And these by years.
    """
    if view.by is not LanesBy.ACTOR:
        counted = engine.timeline(view, Bin.YEAR, lane=_LANE[view.by], most=LARGEST)
        titles = {each.name: each.title for each in engine.imports()} | {ARTICLES: texts("data.articles")}
        numbers = _numbers(counted)
        lanes = [lane_by(key, view.by, titles, texts, count=numbers.get(key, 0)) for key in counted.lanes]
        return arranged(lanes, view.sort, _begins(counted)), counted
    roots = engine.lanes(view, most=LANES)
    facets = engine.facets(view.model_copy(update={"actors": ()}), limit=FACETS)
    lanes = lanes_counted(roots, facets, view.lanes, texts)
    counted = engine.timeline(view, Bin.YEAR, lane="actor", lanes=[lane.id for lane in lanes if lane.id])
    totals = _numbers(counted)
    found = [replace(lane, count=totals[lane.id or ""]) for lane in lanes if lane.id or "" in totals]
    return arranged(found, view.sort, _begins(counted)), counted


def _begins(counted: Timeline) -> Callable[[Lane], date | None]:
    """The first day of the first year in which a lane has events."""
    first: dict[str, date] = {}
    for each in counted.bins:
        first[each.lane] = min(each.begins, first.get(each.lane, each.begins))
    return lambda lane: first.get(lane.id or "")


def _numbers(counted: Timeline) -> Counter[str]:
    """How many events each lane has."""
    totals = Counter({lane: sum(families) for lane, families in counted.undated.items()})
    for each in counted.bins:
        totals[each.lane] += each.count
    return totals


def _within(window: tuple[date, date] | None, extent: tuple[date, date] | None) -> tuple[date, date] | None:
    """The part of the extent that is looked at; all of it where the window misses it."""
    if window is None or extent is None:
        return extent
    first, last = max(window[0], extent[0]), min(window[1], extent[1])
    return (first, last) if first <= last else extent


def _timed(
    engine: Engine,
    view: View,
    lanes: list[Lane],
    years: Timeline,
    undated: tuple[int, ...],
    window: tuple[date, date] | None,
    extent: tuple[date, date] | None,
) -> tuple[Event, ...] | CountedTime:
    """The dated events of a window where they are few, else their counts."""
    if window is None or extent is None:  # many events, and none of them dated
        return CountedTime(tuple(lanes), (), Bin.YEAR, undated, NO_DAYS, NO_DAYS)
    if engine.count(view, drawn=window) <= FEW:
        return tuple(engine.events(view, limit=FEW, drawn=window))
    length = bin_length(*window, len(lanes))
    begun = None if window == extent else window  # all days are quicker to ask for than a window of all
    if begun is None and length is Bin.YEAR:
        return CountedTime(tuple(lanes), years.bins, length, undated, window, extent)
    ids = [lane.id for lane in lanes if lane.id]
    bins = engine.timeline(view, length, lane=_LANE[view.by], lanes=ids, begun=begun).bins
    return CountedTime(tuple(lanes), bins, length, undated, window, extent)


def _mapped(
    engine: Engine, view: View, part: Part, days: tuple[date, date] | None = None
) -> tuple[tuple[Event, ...] | MapCounts, dict[str | None, int], int]:
    """The events that are marked on the part of the map where they are few, else their counts by cell.

    And how many events have no mark, by the countries they name (null: none), and in all. With ``days`` of a step of
    playback.
    """
    zoom = view.camera.zoom if part.zoom is None else part.zoom
    box = part.box or seen(view.camera)
    counted = engine.map(view, cell_degrees(zoom), box, drawn=days)
    beside: dict[str | None, int] = dict(counted.countries.items())
    if (nowhere := counted.unmarked - sum(counted.countries.values())) > 0:
        beside[None] = nowhere
    if view.area is not None or sum(cell.count for cell in counted.cells) > FEW:
        return counted, beside, counted.unmarked
    events = engine.events(view.model_copy(update={"area": box}), limit=FEW + 1, drawn=days)
    return (tuple(events) if len(events) <= FEW else counted), beside, counted.unmarked


def seen(camera: Camera) -> Area:
    """The part of the world that a map of ``MAP_PX`` shows, a little more than less."""
    degrees = 360 / (WORLD_PX * 2**camera.zoom)
    wide, high = MAP_PX[0] / 2 * degrees, MAP_PX[1] / 2 * degrees
    return Area(
        west=max(-180.0, camera.lon - wide),
        south=max(-90.0, camera.lat - high),
        east=min(180.0, camera.lon + wide),
        north=min(90.0, camera.lat + high),
    )
