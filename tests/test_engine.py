"""The engine's answers, held against a plain-Python reading of the same rules."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from events.engine import Bin, Drawn, Engine, Omitted, Reason, conditions, describe, drawn_span
from events.engine.embedded import embedded
from events.engine.sets import About, publish
from events.model import ActorType, Area, Event, Kind, Modality, PlacePrecision, ReviewState, Role, View
from events.record import Record
from tests import oracle
from tests.factories import NOON, make_actor, make_event, make_place, make_span
from tests.oracle import DATED, UNKNOWN
from tests.parquet import write_events

Loader = Callable[[Record, Sequence[Event]], tuple[Engine, list[Event]]]
"""Puts events of the two articles, and imported ones, where an engine finds them; the events as they are then."""


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record without the articles that ship."""
    with Record(tmp_path, shipped=()) as opened:
        yield opened


def recorded(record: Record, events: Sequence[Event]) -> Engine:
    """An engine over ``record`` with ``events`` of the two articles, the imported ones published as a data set."""
    for article in (DATED, UNKNOWN):
        record.add(article, [event for event in events if event.article == article.id], at=NOON)
    imported = [event for event in events if event.article is None]
    if imported:
        path = write_events(record.home / "imported.parquet", imported)
        publish(record, About(name="ucdp", title="UCDP"), [path], at=NOON)
    return Engine(record)


def in_memory(record: Record, events: Sequence[Event]) -> tuple[Engine, list[Event]]:
    """Everything of the record is made into rows when asked."""
    return recorded(record, events), list(events)


def published(record: Record, events: Sequence[Event]) -> tuple[Engine, list[Event]]:
    """The record's events lie in a published generation, some of them revised since; the engine has just begun."""
    engine = recorded(record, events)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("events.engine.embedded.FOLD", 1)
        engine.total()
        embedded(record).folded()
    changes = {"review": "confirmed"}
    revised = {
        event.id: record.revise(event.id, changes, by="Ana", why="read", at=NOON, imported=event)
        for event in events[::2]
        if not event.denies
    }
    later = Record(record.home, shipped=())
    return Engine(later), [revised.get(event.id, event) for event in events]


def accompanied(record: Record, events: Sequence[Event]) -> tuple[Engine, list[Event]]:
    """The imported events lie in a segment that copies and counts accompany, some of them corrected since."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("events.engine.copies.LARGE", 1)
        engine = recorded(record, events)
    revised = {
        event.id: record.revise(event.id, {"kind": "STATE"}, by="Ana", why="read", at=NOON, imported=event)
        for event in events[::3]
        if event.article is None and not event.denies
    }
    return engine, [revised.get(event.id, event) for event in events]


PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking takes longer than reading what was found
LOADERS: list[Loader] = [in_memory, published, accompanied]


@pytest.mark.parametrize("load", LOADERS, ids=lambda load: load.__name__)
@settings(max_examples=15, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(oracle.events, max_size=8).map(oracle.numbered), st.lists(oracle.views, min_size=1, max_size=6), st.data()
)
def test_the_engine_is_the_oracle(
    tmp_path_factory: pytest.TempPathFactory,
    load: Loader,
    found: list[Event],
    chosen: list[View],
    data: st.DataObject,
) -> None:
    """Counts, lists, facets, bins, cells, links, gaps and what is omitted are those of the rules in plain Python."""
    with Record(tmp_path_factory.mktemp("home"), shipped=()) as record:
        engine, found = load(record, found)
        assert engine.total() == len(found)
        for view in chosen:
            check_lists(engine, view, found)
            check_counts(engine, view, oracle.shown(found, view), data)
            facets = {facet.id: facet.count for facet in engine.facets(view)}
            counts = oracle.facets(found, view)
            assert facets == {**{actor: 0 for actor in view.actors if actor not in counts}, **counts}
        engine.record.close()


def check_lists(engine: Engine, view: View, found: Sequence[Event]) -> None:
    """What is shown, in order, whole and in pages, and what is not."""
    shown = oracle.shown(found, view)
    ids = [event.id for event in shown]
    assert engine.count(view) == len(shown)
    assert engine.events(view, limit=100) == shown
    assert engine.events(view, limit=2, offset=1) == shown[1:3]
    assert engine.ids(view) == ids
    assert list(engine.stream(view)) == shown
    for place, event in enumerate(shown):
        assert engine.events(view, limit=2, after=engine.place(event)) == shown[place + 1 : place + 3]
    counted = Counter(reason for event in found if (reason := oracle.hidden(event, view)))
    assert {each.reason: each.count for each in engine.omitted(view)} == counted
    assert engine.denial_gaps(view) == oracle.gaps(found, set(ids))


def check_counts(engine: Engine, view: View, shown: Sequence[Event], data: st.DataObject) -> None:
    """What is counted: bins of a timeline, cells of a map, links."""
    length, lane = data.draw(st.sampled_from(Bin)), data.draw(st.sampled_from(oracle.LANES))
    lanes = {"actor": ["prk", "prk-military", "x-somebody"], "country": ["RUS", "PRK"]}.get(lane)
    timeline = engine.timeline(view, length, lane=lane, lanes=lanes)
    bins, undated = oracle.timeline(shown, length, lane, lanes or [], view.role)
    assert {(each.begins, each.lane): (each.families, each.uncertain) for each in timeline.bins} == bins
    assert timeline.undated == undated

    degrees = data.draw(st.sampled_from([0.5, 1.40625, 11.25, 45.0]))
    viewport = data.draw(st.none() | oracle.areas)
    frame = data.draw(st.none() | st.just((date(2024, 10, 24), date(2024, 10, 30))))
    played = [event for event in shown if frame is None or oracle.drawn_within(event, *frame)]
    counts = engine.map(view, degrees, viewport, drawn=frame)
    cells = oracle.cells(played, degrees, viewport)
    assert {(each.x, each.y): (each.families, each.uncertain) for each in counts.cells} == {
        key: cell[2:] for key, cell in cells.items()
    }
    for each in counts.cells:
        assert (each.lat, each.lon) == pytest.approx(cells[each.x, each.y][:2])
    assert counts.countries == oracle.countries(played)
    assert counts.unmarked == sum(not oracle.marked(event) for event in played)
    assert frame is None or engine.count(view, drawn=frame) == len(played)

    links = {(link.source, link.target): link.families for link in engine.network(view, limit=1000)}
    assert links == oracle.network(shown)
    everybody = engine.facets(View(reviews=tuple(ReviewState)))
    pairs, whole = oracle.acts(shown), {each.id for each in everybody if each.part_of is None}
    acts = {(link.source, link.target): link.families for link in engine.acts(view)}
    assert acts == {pair: families for pair, families in pairs.items() if whole.issuperset(pair)}
    assert dict(engine.told_in(view)) == Counter(event.article for event in shown)
    spans = [oracle.drawn(event) for event in shown]
    dated = [span for span in spans if span.last]
    extent = (min(s.first or s.last for s in dated), max(s.last for s in dated)) if dated else None  # type: ignore[type-var]
    assert engine.extent(view) == extent


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


def test_lanes_are_the_largest_actors_with_most_events(record: Record) -> None:
    """Without lanes given, those are states and organisations, fullest first; the rest is in none."""
    who = [["prk-military", "x-envoy"], ["prk"], ["rus-mod"], ["usa"]]
    parts = {"x-envoy": "rus"}
    events = [
        make_event(f"e{number}", article=DATED, actors=[make_actor(a, part_of=parts.get(a)) for a in actors])
        for number, actors in enumerate(who)
    ]
    timeline = recorded(record, events).timeline(View(), Bin.MONTH, lane="actor", most=2)

    assert timeline.lanes == ("prk", "rus", "")
    assert [(each.begins, each.lane, each.count, each.uncertain) for each in timeline.bins] == [
        (date(2024, 10, 1), "", 1, 1),
        (date(2024, 10, 1), "prk", 2, 2),
        (date(2024, 10, 1), "rus", 2, 2),
    ]


def test_actors_are_found_by_their_names(record: Record) -> None:
    """A search among the actors goes by the names of any language, and a limit takes the first."""
    actors = [make_actor("prk-military"), make_actor("x-envoy", name="The envoy")]
    engine = recorded(record, [make_event(article=DATED, actors=actors)])

    assert [facet.id for facet in engine.facets(View(), search="korea utara")] == ["prk"]
    assert [facet.id for facet in engine.facets(View(), search="ENVOY the")] == ["x-envoy"]
    assert len(engine.facets(View(), limit=1)) == 1


def test_a_stream_goes_day_by_day(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream of more events than are read at once is whole and in order, and of the moment at which it began."""
    monkeypatch.setattr("events.engine.answers.WINDOW", 3)
    monkeypatch.setattr("events.engine.answers.AT_ONCE", 2)
    days = [make_span(date(2024, 10, 1 + number // 4)) for number in range(12)]
    dated = [make_event(f"e{number:02}", article=UNKNOWN, when=day) for number, day in enumerate(days)]
    engine = recorded(record, [*dated, *(make_event(f"u{number}", article=UNKNOWN) for number in range(5))])
    stream = engine.stream(View())
    first = next(stream)
    record.revise("u4", {"review": "withdrawn"}, by="Ana", why="no event", at=NOON)

    assert [first.id, *(event.id for event in stream)] == [
        *(f"e{n:02}" for n in range(12)),
        *(f"u{n}" for n in range(5)),
    ]
    assert len(list(engine.stream(View()))) == 16


def test_an_actor_unknown_to_the_register_belongs_where_the_event_says(record: Record) -> None:
    """An actor that only the article names is found under what it is part of, with the article's name."""
    actor = make_actor("x-envoy", name="The envoy", part_of="rus")
    engine = recorded(record, [make_event(article=DATED, actors=[actor])])

    assert engine.count(View(actors=("rus",))) == 1
    assert ("The envoy", 1) in [(facet.name, facet.count) for facet in engine.facets(View())]
    assert engine.knows_actor("x-envoy")
    assert engine.knows_actor("idn")
    assert not engine.knows_actor("narnia")


def test_a_state_is_its_organs_and_people_and_not_who_fights_it(record: Record) -> None:
    """Sudan is its army and its general; the RSF, its commander and a front that only an article names are not."""
    front = make_actor("sdn-front", name="The front", part_of="sdn").model_copy(update={"type": ActorType.ARMED_GROUP})
    actors = [make_actor("sdn-burhan"), make_actor("sdn-military"), make_actor("sdn-hemedti"), front]
    engine = recorded(
        record, [make_event(f"e{number}", article=DATED, actors=[each]) for number, each in enumerate(actors)]
    )

    assert sorted(engine.ids(View(actors=("sdn",)))) == ["e0", "e1"]
    assert engine.ids(View(actors=("sdn-rsf",))) == ["e2"]
    assert set(engine.lanes(View(), most=9)) == {"sdn", "sdn-rsf", "sdn-front"}
    assert {facet.id: facet.part_of for facet in engine.facets(View())}["sdn-front"] is None


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
