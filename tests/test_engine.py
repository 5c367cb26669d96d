"""The engine's answers, held against a plain-Python reading of the same rules."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.engine import Drawn, Engine, Omitted, Reason, conditions, describe, drawn_span
from events.model import (
    ActorType,
    Area,
    Article,
    Event,
    Kind,
    Modality,
    Place,
    PlacePrecision,
    ReviewState,
    Role,
    View,
)
from events.record import Record
from events.register import lineage
from tests.factories import NOON, make_actor, make_article, make_event, make_place, make_span

DATED = make_article("Pasukan Korea Utara tiba di wilayah Kursk, kata Pentagon.", published=date(2024, 10, 31))
UNKNOWN = make_article("North Korean troops have arrived in Kursk, the Pentagon said.", published=None)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record without the articles that ship."""
    with Record(tmp_path, shipped=()) as opened:
        yield opened


def recorded(record: Record, events: Sequence[Event]) -> Engine:
    """An engine over ``record`` with ``events`` of the two articles."""
    for article in (DATED, UNKNOWN):
        record.add(article, [event for event in events if event.article == article.id], at=NOON)
    return Engine(record)


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
    boxes = [(area.west, area.east)] if area.west <= area.east else [(area.west, 180), (-180, area.east)]
    return any(distance_in_reach(place, w + turn, e + turn, area) for w, e in boxes for turn in (-360, 0, 360))


def marked(event: Event) -> list[Place]:
    """The places of an event that the map marks."""
    return [p for p in event.places if p.lat is not None and p.precision is not PlacePrecision.COUNTRY]


def outside_dates(event: Event, article: Article, view: View) -> Reason | None:
    """Whether the dates of the view hide the event."""
    if view.first is None and view.last is None:
        return None
    span = drawn_span(event, article)
    if span.last is None:
        return Reason.UNDATED
    after = view.last is not None and span.first is not None and span.first > view.last
    return Reason.DATES if after or (view.first is not None and span.last < view.first) else None


def outside_area(event: Event, area: Area | None) -> Reason | None:
    """Whether the area of the view hides the event."""
    if area is None:
        return None
    if not marked(event):
        return Reason.UNPLACED
    return None if any(inside(place, area) for place in marked(event)) else Reason.AREA


def has_actor(event: Event, view: View) -> bool:
    """Whether a chosen actor, or a part of one, stands in the role."""
    held = {a for each in event.actors if view.role in (None, each.role) for a in lineage(each.id)}
    return not view.actors or bool(held & set(view.actors))


def has_words(event: Event, text: str) -> bool:
    """Whether every word stands somewhere in what the event says."""
    names = [*(actor.name for actor in event.actors), *(place.name for place in event.places)]
    said = " \n ".join([event.title, event.quote.text if event.quote else "", *names]).casefold()
    return all(word in said for word in text.casefold().split())


def hidden(event: Event, article: Article, view: View) -> Reason | None:
    """The first reason for which the view does not show the event."""
    if not has_actor(event, view):
        return Reason.ACTOR
    if view.kinds and event.kind not in view.kinds:
        return Reason.KIND
    if view.modalities and event.modality not in view.modalities:
        return Reason.MODALITY
    reason = outside_dates(event, article, view) or outside_area(event, view.area)
    if reason:
        return reason
    if not has_words(event, view.text):
        return Reason.TEXT
    if view.reviews and event.review.state not in view.reviews:
        return Reason.REVIEW
    if not view.reviews and event.review.state is ReviewState.WITHDRAWN:
        return Reason.WITHDRAWN
    return None if not view.data or "articles" in view.data else Reason.DATA


def drawn_order(event: Event, article: Article) -> tuple[str, str]:
    """The key that lists are sorted by."""
    span = drawn_span(event, article)
    return str(span.first or span.last or "9999-99-99"), event.id


# -- random events and views ---------------------------------------------------------------------

ACTORS = ["prk", "prk-military", "prk-choe-son-hui", "rus", "usa", "usa-mod", "x-somebody"]
days = st.dates(date(2024, 10, 20), date(2024, 11, 5))
actors = st.builds(make_actor, st.sampled_from(ACTORS), st.sampled_from(Role))
latitudes = st.sampled_from([51.7, 51.2, 55.75, -10.0, 70.0])
longitudes = st.sampled_from([36.2, 35.3, 37.6, 179.5, -179.5])
radii = st.sampled_from([None, 0.0, 60.0, 300.0])
precisions = st.sampled_from(PlacePrecision)
places = st.builds(make_place, latitudes, longitudes, radius_km=radii, precision=precisions) | st.just(
    make_place(None, None, name="the front")
)
spans = st.none() | st.tuples(days, days).map(lambda pair: make_span(min(pair), max(pair)))
words = st.text("abkrstu KURSK\"'*%", max_size=6) | st.sampled_from(["kursk", "pasukan tiba", "PENTAGON", "ko", "ß"])
events = st.builds(
    make_event,
    article=st.sampled_from([DATED, UNKNOWN]),
    kind=st.sampled_from([Kind.MOBILIZE, Kind.STATE, Kind.ASSAULT]),
    modality=st.sampled_from(Modality),
    actors=st.lists(actors, max_size=3),
    places=st.lists(places, max_size=2),
    when=spans,
    state=st.sampled_from(ReviewState),
    title=st.sampled_from(["Troops arrive", "Straße closed", 'He said "no"']),
)
areas = st.sampled_from(
    [
        Area(west=35, south=51, east=37, north=52),
        Area(west=36.5, south=51, east=38, north=52),
        Area(west=179, south=-11, east=-179, north=71),
        Area(west=-180, south=-90, east=180, north=90),
    ]
)
views = st.builds(
    View,
    actors=st.lists(st.sampled_from([*ACTORS, "nobody"]), max_size=2).map(tuple),
    role=st.none() | st.sampled_from(Role),
    kinds=st.lists(st.sampled_from([Kind.MOBILIZE, Kind.STATE]), max_size=2).map(tuple),
    modalities=st.lists(st.sampled_from(Modality), max_size=2).map(tuple),
    first=st.none() | st.dates(date(2024, 10, 20), date(2024, 10, 29)),
    last=st.none() | st.dates(date(2024, 10, 29), date(2024, 11, 5)),
    area=st.none() | areas,
    text=st.just("") | words,
    reviews=st.lists(st.sampled_from(ReviewState), max_size=2).map(tuple),
    data=st.lists(st.sampled_from(["articles", "ucdp"]), max_size=1).map(tuple),
)


def numbered(found: Sequence[Event]) -> list[Event]:
    """The events with ids of their own, each pair of an asserted and a denied one linked."""
    named = [event.model_copy(update={"id": f"e{number}"}) for number, event in enumerate(found)]
    asserted = [event.id for event in named if event.modality is Modality.ASSERTED]
    return [
        event.model_copy(update={"denies": tuple(asserted[:2])}) if event.modality is Modality.DENIED else event
        for event in named
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(events, max_size=8).map(numbered), st.lists(views, min_size=1, max_size=6))
def test_the_engine_is_the_oracle(
    tmp_path_factory: pytest.TempPathFactory, found: list[Event], chosen: list[View]
) -> None:
    """Counts, lists, facets, gaps and what is omitted are those of the rules in plain Python."""
    articles = {article.id: article for article in (DATED, UNKNOWN)}
    with Record(tmp_path_factory.mktemp("home"), shipped=()) as record:
        engine = recorded(record, found)
        for view in chosen:
            reasons = {event.id: hidden(event, articles[event.article or ""], view) for event in found}
            shown = sorted(
                (event for event in found if reasons[event.id] is None),
                key=lambda event: drawn_order(event, articles[event.article or ""]),
            )

            assert engine.total() == len(found)
            assert engine.count(view) == len(shown)
            assert engine.events(view, limit=100) == shown
            assert engine.events(view, limit=2, offset=1) == shown[1:3]
            assert engine.ids(view) == [event.id for event in shown]
            counted = Counter(reason for reason in reasons.values() if reason)
            assert {each.reason: each.count for each in engine.omitted(view)} == counted
            assert engine.denial_gaps(view) == gaps(found, {event.id for event in shown})
            check_facets(engine, view)


def gaps(found: Sequence[Event], shown: set[str]) -> list[tuple[str, str]]:
    """The pairs of a shown event and its hidden, not withdrawn counterpart."""
    by_id = {event.id: event for event in found}
    links = [(event.id, denied) for event in found for denied in event.denies]
    pairs = {pair for a, b in links for pair in ((a, b), (b, a))}
    return sorted(
        (a, b) for a, b in pairs if a in shown and b not in shown and by_id[b].review.state is not ReviewState.WITHDRAWN
    )


def check_facets(engine: Engine, view: View) -> None:
    """Each facet counts what choosing its actor alone shows, and no actor of a shown event is missing."""
    facets = {facet.id: facet for facet in engine.facets(view)}
    for facet in facets.values():
        assert facet.count == engine.count(view.model_copy(update={"actors": (facet.id,)}))
    lifted = engine.events(view.model_copy(update={"actors": ()}), limit=100)
    held = {a for event in lifted for each in event.actors if view.role in (None, each.role) for a in lineage(each.id)}
    assert set(facets) == held | set(view.actors)


# -- what the rules are for ----------------------------------------------------------------------


def test_before_publication() -> None:
    """An asserted act without a date is drawn before its publication, a planned one is undated."""
    event = make_event(article=DATED)

    assert drawn_span(event, DATED) == Drawn(None, date(2024, 10, 31), "before")
    assert drawn_span(event, UNKNOWN) == Drawn(None, None, "undated")
    assert drawn_span(event, None) == Drawn(None, None, "undated")
    for modality in (Modality.PLANNED, Modality.POSSIBLE):
        assert drawn_span(make_event(article=DATED, modality=modality), DATED) == Drawn(None, None, "undated")
    denied = make_event(article=DATED, modality=Modality.DENIED)
    assert drawn_span(denied, DATED) == Drawn(None, date(2024, 10, 31), "before")
    dated = make_event(article=DATED, when=make_span(date(2024, 10, 1)))
    assert drawn_span(dated, None) == Drawn(date(2024, 10, 1), date(2024, 10, 1), "dated")


def test_a_state_stands_for_its_parts(record: Record) -> None:
    """Choosing North Korea finds its troops and its minister, each event once."""
    both = [make_actor("prk-military"), make_actor("prk-choe-son-hui", Role.SPEAKER)]
    engine = recorded(record, [make_event(article=DATED, actors=both)])

    assert engine.count(View(actors=("prk",))) == 1
    assert engine.count(View(actors=("prk",), role=Role.TARGET)) == 0
    facets = {facet.id: (facet.name, facet.count, facet.type) for facet in engine.facets(View())}
    assert facets["prk"] == ("North Korea", 1, ActorType.STATE)
    assert facets["prk-mfa"] == ("North Korean foreign ministry", 1, ActorType.GOVERNMENT)


def test_an_actor_unknown_to_the_register_belongs_where_the_event_says(record: Record) -> None:
    """An actor that only the article names is found under what it is part of, with the article's name."""
    actor = make_actor("x-envoy", name="The envoy", part_of="rus")
    engine = recorded(record, [make_event(article=DATED, actors=[actor])])

    assert engine.count(View(actors=("rus",))) == 1
    assert ("The envoy", 1) in [(facet.name, facet.count) for facet in engine.facets(View())]
    assert engine.knows_actor("x-envoy")
    assert engine.knows_actor("idn")
    assert not engine.knows_actor("narnia")


def test_undated_events_are_counted_not_lost(record: Record) -> None:
    """A window on the dates keeps what may lie in it and counts the undated among what is not shown."""
    undated = make_event("e2", article=UNKNOWN)
    engine = recorded(record, [make_event("e1", article=DATED), undated])
    view = View(first=date(2024, 10, 31), last=date(2024, 11, 1))

    assert engine.ids(view) == ["e1"]
    assert engine.omitted(view) == [Omitted(Reason.UNDATED, 1)]
    assert engine.ids(View(first=date(2024, 11, 1))) == []


def test_a_country_is_no_place_on_the_map(record: Record) -> None:
    """A place known only as a country is unplaced, whatever coordinates it carries; a ring counts where it reaches."""
    russia = make_event("e1", article=DATED, places=[make_place(60, 90, precision=PlacePrecision.COUNTRY)])
    oblast = make_place(51.7, 36.2, radius_km=130, precision=PlacePrecision.REGION)
    engine = recorded(record, [russia, make_event("e2", article=DATED, places=[oblast])])

    assert engine.ids(View(area=Area(west=37.5, south=51, east=39, north=52))) == ["e2"]
    assert engine.omitted(View(area=Area(west=39, south=51, east=40, north=52))) == [
        Omitted(Reason.AREA, 1),
        Omitted(Reason.UNPLACED, 1),
    ]


def test_an_area_at_the_date_line(record: Record) -> None:
    """A disc that reaches over the date line meets a box on its other side."""
    island = make_place(-17.0, 179.9, radius_km=50)
    engine = recorded(record, [make_event(article=DATED, places=[island])])

    assert engine.count(View(area=Area(west=-180, south=-18, east=-179, north=-16))) == 1
    assert engine.count(View(area=Area(west=-179, south=-18, east=-178, north=-16))) == 0
    assert engine.count(View(area=Area(west=179, south=-18, east=-178, north=-16))) == 1


def test_a_hidden_denial_is_named(record: Record) -> None:
    """A view that shows what was asserted and hides its denial says so, and the other way round."""
    asserted = make_event("e1", article=DATED, actors=[make_actor("prk")])
    denied = make_event("e2", article=DATED, modality=Modality.DENIED, denies=["e1"], state=ReviewState.CONFIRMED)
    engine = recorded(record, [asserted, denied])

    assert engine.denial_gaps(View()) == []
    assert engine.denial_gaps(View(modalities=(Modality.ASSERTED,))) == [("e1", "e2")]
    assert engine.denial_gaps(View(modalities=(Modality.DENIED,))) == [("e2", "e1")]
    record.revise("e2", {"review": "withdrawn"}, by="Ana", why="it denies another act", at=NOON)
    assert engine.denial_gaps(View()) == []
    assert engine.omitted(View()) == [Omitted(Reason.WITHDRAWN, 1)]


def test_answers_follow_a_correction(record: Record) -> None:
    """A new revision is found by what it now says, and no longer by what it said."""
    engine = recorded(record, [make_event(article=DATED)])
    version = engine.version()
    record.revise("e1", {"kind": "AID", "title": "Convoy leaves"}, by="Ana", why="read again", at=NOON)

    assert engine.version() > version
    assert (engine.count(View(kinds=(Kind.AID,))), engine.count(View(kinds=(Kind.MOBILIZE,)))) == (1, 0)
    assert (engine.count(View(text="convoy")), engine.count(View(text="North Korea sends"))) == (1, 0)
    assert engine.states(["e1", "e9"]) == {"e1": (2, ReviewState.FOUND)}


def test_hostile_words_are_words(record: Record) -> None:
    """Words for the database's own language are only words."""
    engine = recorded(record, [make_event(article=DATED, title="""He said "x OR y'; DROP TABLE event --" """)])

    assert engine.count(View(text="""' OR 1=1 --""")) == 0
    assert engine.count(View(text="\"x OR y'; DROP")) == 1
    assert engine.count(View(text='"said')) == 0
    assert engine.count(View(actors=("' OR '1'='1",))) == 0


def test_more_ids_than_a_statement_takes(record: Record) -> None:
    """States are looked up for any number of ids."""
    many = [make_event(f"e{number}", article=DATED) for number in range(1200)]

    assert len(recorded(record, many).states([event.id for event in many])) == 1200


@pytest.mark.parametrize(
    ("view", "reasons", "sentence"),
    [
        (View(), [Reason.WITHDRAWN], "all events"),
        (View(role=Role.SOURCE), [Reason.WITHDRAWN], "all events"),
        (
            View(actors=("prk", "rus"), role=Role.TARGET),
            [Reason.ACTOR, Reason.WITHDRAWN],
            "North Korea or Russia as target",
        ),
        (
            View(kinds=(Kind.AID,), first=date(2024, 10, 1), last=date(2024, 10, 31), text="  two  words "),
            [Reason.KIND, Reason.DATES, Reason.UNDATED, Reason.TEXT, Reason.WITHDRAWN],
            'kind AID, from 2024-10-01 to 2024-10-31, with "two words"',
        ),
        (
            View(area=Area(west=35, south=51, east=37, north=52), reviews=(ReviewState.FOUND,), data=("articles",)),
            [Reason.AREA, Reason.UNPLACED, Reason.REVIEW, Reason.DATA],
            "in 35 to 37 E, 51 to 52 N, review found, from articles",
        ),
    ],
)
def test_conditions(view: View, reasons: list[Reason], sentence: str) -> None:
    """Each choice of a view is a condition with its reason and its words."""
    found = conditions(view)

    assert [condition.reason for condition in found] == reasons
    assert describe(view) == sentence
