"""The engine's rules in plain Python, and events and views by chance to hold any engine against them."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from events.engine import Bin, Drawn, drawn_span
from events.engine.answers import LaneBy
from events.index import ancestors
from events.model import (
    Area,
    Article,
    Event,
    Family,
    Kind,
    Modality,
    Place,
    PlacePrecision,
    Reason,
    ReviewState,
    Role,
    View,
)
from tests.factories import make_actor, make_article, make_event, make_place, make_span

DATED = make_article("Pasukan Korea Utara tiba di wilayah Kursk, kata Pentagon.", published=date(2024, 10, 31))
UNKNOWN = make_article("North Korean troops have arrived in Kursk, the Pentagon said.", published=None)
ARTICLES: Mapping[str | None, Article] = {article.id: article for article in (DATED, UNKNOWN)}
FAMILIES = list(Family)
LANES: list[LaneBy] = ["none", "kind", "family", "modality", "data", "actor", "country"]

# -- the rules in plain Python -------------------------------------------------------------------


def distance_in_reach(place: Place, west: float, east: float, area: Area) -> bool:
    """Whether the disc of a place meets one box, flat at the place's latitude."""
    assert place.lat is not None
    assert place.lon is not None
    north = place.lat - min(max(place.lat, area.south), area.north)
    sideways = (place.lon - min(max(place.lon, west), east)) * math.cos(math.radians(place.lat))
    return north * north + sideways * sideways <= ((place.radius_km or 0) / 111.195) ** 2


def inside(place: Place, area: Area) -> bool:
    """Whether a marked place reaches into the area."""
    if area.outline:
        return inside_outline(place, area.outline)
    boxes = [(area.west, area.east)] if area.west <= area.east else [(area.west, 180), (-180, area.east)]
    return any(distance_in_reach(place, w + turn, e + turn, area) for w, e in boxes for turn in (-360, 0, 360))


def inside_outline(place: Place, outline: Sequence[tuple[float, float]]) -> bool:
    """Whether a place lies inside an outline, or its disc meets an edge, flat at the place's latitude."""
    assert place.lat is not None
    assert place.lon is not None
    narrow, within, nearest = math.cos(math.radians(place.lat)), False, math.inf
    for (x, y), (to_x, to_y) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if (place.lat >= y) != (place.lat >= to_y):
            within ^= place.lon < (to_x - x) * (place.lat - y) / (to_y - y) + x
        edge, off = complex((to_x - x) * narrow, to_y - y), complex((place.lon - x) * narrow, place.lat - y)
        along = min(1.0, max(0.0, (off * edge.conjugate()).real / abs(edge) ** 2)) if edge else 0.0
        nearest = min(nearest, abs(off - along * edge))
    return within or nearest <= (place.radius_km or 0) / 111.195


def marked(event: Event) -> list[Place]:
    """The places of an event that the map marks."""
    return [p for p in event.places if p.lat is not None and p.precision is not PlacePrecision.COUNTRY]


def outside_dates(event: Event, view: View) -> Reason | None:
    """Whether the dates of the view hide the event."""
    if view.first is None and view.last is None:
        return None
    span = drawn(event)
    if span.last is None:
        return Reason.UNDATED
    after = view.last is not None and span.first is not None and span.first > view.last
    if after or (view.first is not None and span.last < view.first):
        return Reason.DATES
    early = view.first is not None and (span.first is None or span.first < view.first)
    late = view.last is not None and span.last > view.last
    return Reason.UNCERTAIN if view.certain and (early or late) else None


def outside_area(event: Event, area: Area | None) -> Reason | None:
    """Whether the area of the view hides the event."""
    if area is None:
        return None
    if not marked(event):
        return Reason.UNPLACED
    return None if any(inside(place, area) for place in marked(event)) else Reason.AREA


def has_actor(event: Event, view: View) -> bool:
    """Whether a chosen actor, or a part of one, stands in the role."""
    asked = [(view.actors, view.role), (view.doers, Role.SOURCE), (view.targets, Role.TARGET)]
    return all(not actors or held_by(event, role) & set(actors) for actors, role in asked)


def held_by(event: Event, role: Role | None) -> set[str]:
    """The actors of an event in the role, and all they are part of."""
    return {a for each in event.actors if role in (None, each.role) for a in ancestors(each)}


def data_of(event: Event) -> str:
    """The data set of an event."""
    return "articles" if event.article else "ucdp"


def has_words(event: Event, text: str) -> bool:
    """Whether every word stands somewhere in what the event says."""
    names = [*(actor.name for actor in event.actors), *(place.name for place in event.places)]
    said = " \n ".join([event.title, event.quote.text if event.quote else "", *names]).casefold()
    return all(word in said for word in text.casefold().split())


def hidden(event: Event, view: View) -> Reason | None:
    """The first reason for which the view does not show the event; of what it hides for one, why it is not that."""
    reason = first_reason(event, view)
    if view.unseen is None or reason is view.unseen:
        return None if view.unseen else reason
    order = list(Reason)
    before = reason is not None and order.index(reason) < order.index(view.unseen)
    return reason if before else Reason.SEEN


def first_reason(event: Event, view: View) -> Reason | None:
    """The first of the view's choices that the event does not meet."""
    if view.picked and event.id not in view.picked:
        return Reason.PICKED
    if not has_actor(event, view):
        return Reason.ACTOR
    if held_by(event, None) & set(view.without):
        return Reason.EXCLUDED
    if view.kinds and event.kind not in view.kinds:
        return Reason.KIND
    if view.modalities and event.modality not in view.modalities:
        return Reason.MODALITY
    reason = outside_dates(event, view) or outside_area(event, view.area)
    if reason:
        return reason
    if not has_words(event, view.text):
        return Reason.TEXT
    if view.reviews and event.review.state not in view.reviews:
        return Reason.REVIEW
    if not view.reviews and event.review.state is ReviewState.WITHDRAWN:
        return Reason.WITHDRAWN
    return None if not view.data or data_of(event) in view.data else Reason.DATA


def drawn_within(event: Event, first: date, last: date) -> bool:
    """Whether a time axis of these days draws the event; what happened before a day is drawn on that day."""
    span = drawn(event)
    return span.last is not None and (span.first or span.last) <= last and span.last >= first


def drawn_order(event: Event) -> tuple[str, str]:
    """The key that lists are sorted by."""
    span = drawn(event)
    return str(span.first or span.last or "9999-99-99"), event.id


# -- counting ------------------------------------------------------------------------------------


def drawn(event: Event) -> Drawn:
    """The days on which an event is drawn."""
    return drawn_span(event, ARTICLES.get(event.article))


def shown(events: Sequence[Event], view: View) -> list[Event]:
    """The events that the view shows, in order."""
    found = [event for event in events if hidden(event, view) is None]
    return sorted(found, key=drawn_order)


def begin(day: date, length: Bin) -> date:
    """The first day of the bin that a day is in."""
    match length:
        case Bin.DAY:
            return day
        case Bin.WEEK:
            return day - timedelta(days=day.weekday())
        case Bin.MONTH:
            return day.replace(day=1)
        case Bin.QUARTER:
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case Bin.YEAR:
            return date(day.year, 1, 1)


def lanes_of(event: Event, lane: str, lanes: Sequence[str], role: Role | None) -> list[str]:
    """The lanes an event is in."""
    if lane == "actor":
        return sorted(held_by(event, role) & set(lanes)) or [""]
    if lane == "country":
        return sorted({place.country for place in event.places if place.country} & set(lanes)) or [""]
    value = {"kind": event.kind, "family": event.family, "modality": event.modality, "none": ""}.get(
        lane, data_of(event)
    )
    return [value.value if hasattr(value, "value") else value]


def timeline(
    events: Sequence[Event], length: Bin, lane: str, lanes: Sequence[str], role: Role | None
) -> tuple[dict[tuple[date, str], tuple[tuple[int, ...], int]], dict[str, tuple[int, ...]]]:
    """Counts by family, and how many are uncertain, by bin and lane; counts of the undated by lane."""
    counts: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0] * len(FAMILIES))
    uncertain: Counter[tuple[date, str]] = Counter()
    undated: dict[str, list[int]] = defaultdict(lambda: [0] * len(FAMILIES))
    for event in events:
        span = drawn(event)
        for name in lanes_of(event, lane, lanes, role):
            day = span.first or span.last
            if day is None or span.last is None:
                undated[name][FAMILIES.index(event.family)] += 1
                continue
            key = begin(day, length), name
            counts[key][FAMILIES.index(event.family)] += 1
            uncertain[key] += span.first is None or begin(span.last, length) != key[0]
    found = {key: (tuple(families), uncertain[key]) for key, families in counts.items()}
    return found, {name: tuple(families) for name, families in undated.items()}


def in_view(x: int, y: int, degrees: float, area: Area | None) -> bool:
    """Whether a cell meets the viewport."""
    if area is None:
        return True
    west, south, east, north = (math.floor(edge / degrees) for edge in (area.west, area.south, area.east, area.north))
    sideways = (west <= x, x <= east)
    return south <= y <= north and (all(sideways) if area.west <= area.east else any(sideways))


def cells(
    events: Sequence[Event], degrees: float, viewport: Area | None
) -> dict[tuple[int, int], tuple[float, float, tuple[int, ...], int]]:
    """Mean latitude and longitude, counts by family and of the uncertain, by cell."""
    marks: dict[tuple[int, int], list[tuple[float, float, float, Family]]] = defaultdict(list)
    for event in events:
        by_cell: dict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)
        for place in marked(event):
            assert place.lat is not None
            assert place.lon is not None
            key = math.floor(place.lon / degrees), math.floor(place.lat / degrees)
            by_cell[key].append((place.lat, place.lon, (place.radius_km or 0) / 111.195))
        for number, (key, found) in enumerate(by_cell.items()):
            least = (
                found[0]
                if number == 0
                else (min(m[0] for m in found), min(m[1] for m in found), max(m[2] for m in found))
            )
            if in_view(*key, degrees, viewport):
                marks[key].append((*least, event.family))
    return {
        key: (
            sum(mark[0] for mark in found) / len(found),
            sum(mark[1] for mark in found) / len(found),
            tuple(sum(mark[3] is family for mark in found) for family in FAMILIES),
            sum(2 * mark[2] > degrees for mark in found),
        )
        for key, found in marks.items()
    }


def countries(events: Sequence[Event]) -> Counter[str]:
    """How many events without a mark name each country."""
    return Counter(
        country
        for event in events
        if not marked(event)
        for country in {place.country for place in event.places if place.country}
    )


def network(events: Sequence[Event]) -> dict[tuple[str, str], tuple[int, ...]]:
    """How many events of each family a doer did to a target."""
    pairs = Counter(
        (source, target, event.family)
        for event in events
        for source in {actor.id for actor in event.actors_in(Role.SOURCE)}
        for target in {actor.id for actor in event.actors_in(Role.TARGET)}
    )
    return {
        (source, target): tuple(pairs[source, target, family] for family in FAMILIES) for source, target, _ in pairs
    }


def acts(events: Sequence[Event]) -> dict[tuple[str, str], tuple[int, ...]]:
    """How many events of each family a doer, or a part of it, did to a target, or a part of it."""
    pairs = Counter(
        (source, target, event.family)
        for event in events
        for source in held_by(event, Role.SOURCE)
        for target in held_by(event, Role.TARGET)
    )
    return {
        (source, target): tuple(pairs[source, target, family] for family in FAMILIES) for source, target, _ in pairs
    }


def facets(events: Sequence[Event], view: View) -> Counter[str]:
    """How many events each actor, or a part of it, stands in, whatever actor the view chooses."""
    lifted = shown(events, view.model_copy(update={"actors": ()}))
    return Counter(actor for event in lifted for actor in held_by(event, view.role))


def gaps(found: Sequence[Event], seen: set[str]) -> list[tuple[str, str]]:
    """The pairs of a shown event and its hidden, not withdrawn counterpart."""
    by_id = {event.id: event for event in found}
    links = [(event.id, denied) for event in found for denied in event.denies]
    pairs = {pair for a, b in links for pair in ((a, b), (b, a))}
    return sorted(
        (a, b) for a, b in pairs if a in seen and b not in seen and by_id[b].review.state is not ReviewState.WITHDRAWN
    )


# -- random events and views ---------------------------------------------------------------------

ACTORS = ["prk", "prk-military", "prk-choe-son-hui", "rus", "usa", "usa-mod", "x-somebody", "it's \\' -- \\\\"]
days = st.dates(date(2024, 10, 20), date(2024, 11, 5)) | st.sampled_from([date(1969, 12, 29), date(2024, 12, 31)])
owners = st.sampled_from([None, None, "rus", "x-office"])
actors = st.builds(make_actor, st.sampled_from(ACTORS), st.sampled_from(Role), part_of=owners)
latitudes = st.sampled_from([51.7, 51.2, 55.75, -10.0, 70.0])
longitudes = st.sampled_from([36.2, 35.3, 37.6, 179.5, -179.5])
radii = st.sampled_from([None, 0.0, 60.0, 300.0])
precisions = st.sampled_from(PlacePrecision)
places = st.builds(make_place, latitudes, longitudes, radius_km=radii, precision=precisions) | st.just(
    make_place(None, None, name="the front")
)
spans = st.none() | st.tuples(days, days).map(lambda pair: make_span(min(pair), max(pair)))
words = st.text("abkrstu KURSK\"'*%\\\\", max_size=6) | st.sampled_from(
    ["kursk", "pasukan tiba", "PENTAGON", "ko", "ß"]
)
events = st.builds(
    make_event,
    article=st.sampled_from([DATED, UNKNOWN, None]),
    extractor=st.just("ucdp"),
    kind=st.sampled_from([Kind.MOBILIZE, Kind.STATE, Kind.ASSAULT]),
    modality=st.sampled_from(Modality),
    actors=st.lists(actors, max_size=3),
    places=st.lists(places, max_size=2),
    when=spans,
    state=st.sampled_from(ReviewState),
    title=st.sampled_from(["Troops arrive", "Straße closed", 'He said "no"', "it's \\' OR 1=1 --"]),
)
areas = st.sampled_from(
    [
        Area(west=35, south=51, east=37, north=52),
        Area(west=36.5, south=51, east=38, north=52),
        Area(west=179, south=-11, east=-179, north=71),
        Area(west=-180, south=-90, east=180, north=90),
        Area.around([(35, 51), (37, 51), (36, 53)]),
        Area.around([(30, 45), (40, 56), (40, 45), (30, 56)]),
        Area.around([(36.6, 51), (38, 51), (38, 53), (36.6, 53)]),
    ]
)
views = st.builds(
    View,
    actors=st.lists(st.sampled_from([*ACTORS, "nobody"]), max_size=2).map(tuple),
    role=st.none() | st.sampled_from(Role),
    kinds=st.lists(st.sampled_from([Kind.MOBILIZE, Kind.STATE]), max_size=2).map(tuple),
    modalities=st.lists(st.sampled_from(Modality), max_size=2).map(tuple),
    first=st.none() | st.just(date(2024, 1, 1)) | st.dates(date(2024, 10, 20), date(2024, 10, 29)),
    last=st.none() | st.just(date(2024, 12, 31)) | st.dates(date(2024, 10, 29), date(2024, 11, 5)),
    certain=st.booleans(),
    picked=st.just(()) | st.lists(st.sampled_from(["e0", "e1", "e2", "e3"]), max_size=3, unique=True).map(tuple),
    doers=st.just(()) | st.lists(st.sampled_from([*ACTORS, "nobody"]), max_size=2).map(tuple),
    targets=st.just(()) | st.lists(st.sampled_from(ACTORS), max_size=1).map(tuple),
    without=st.just(()) | st.lists(st.sampled_from(ACTORS), max_size=1).map(tuple),
    unseen=st.none() | st.none() | st.sampled_from([each for each in Reason if each is not Reason.SEEN]),
    area=st.none() | areas,
    text=st.just("") | words,
    reviews=st.lists(st.sampled_from(ReviewState), max_size=2).map(tuple),
    data=st.lists(st.sampled_from(["articles", "ucdp", "no such"]), max_size=1).map(tuple),
)


def numbered(found: Sequence[Event]) -> list[Event]:
    """The events with ids of their own, each pair of an asserted and a denied one linked."""
    named = [event.model_copy(update={"id": f"e{number}"}) for number, event in enumerate(found)]
    asserted = [event.id for event in named if event.modality is Modality.ASSERTED]
    return [
        event.model_copy(update={"denies": tuple(asserted[:2])}) if event.modality is Modality.DENIED else event
        for event in named
    ]
