"""What of a view is drawn one by one, and what is counted."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette

from events.engine import Engine, MapCounts
from events.figures.marks import LIGHT
from events.figures.panels import panels
from events.figures.scene import FEW, LISTED, Part, Scene, framed, further, scene, tellers
from events.figures.timeline_counts import CountedTime
from events.model import Area, LanesBy, View
from events.record import Record
from events.texts import texts_in
from events.web.routes import routes
from tests.factories import NOON
from tests.serving import Client, serving
from tests.synthetic import articles_and_events

TEXTS = texts_in("en")
MANY = 1500
LARGEST = 300_000  # bytes that a browser is sent at most


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine over a record of many events."""
    with Record(tmp_path_factory.mktemp("home"), shipped=[]) as record:
        for article, events in articles_and_events(MANY):
            record.add(article, events, at=NOON)
        yield Engine(record)


def handed(engine: Engine, drawn: Scene) -> str:
    """What the viewer is handed of a scene, as it is sent."""
    return json.dumps(panels(drawn, tellers(engine, drawn.events()), theme=LIGHT, texts=TEXTS, more="/panels.json"))


def test_many_events_are_counted_and_every_one_of_them(engine: Engine) -> None:
    """Of many events the timeline has bins, the map cells, the list its first; no event is lost or told twice."""
    drawn = scene(engine, View(), TEXTS, Part(box=Area(west=-180, south=-90, east=180, north=90)))

    assert isinstance(drawn.timed, CountedTime)
    assert isinstance(drawn.mapped, MapCounts)
    assert drawn.total == MANY
    assert len(drawn.listed) == LISTED
    once = engine.timeline(View(), drawn.timed.length)
    assert sum(each.count for each in once.bins) + sum(drawn.undated) == MANY
    assert drawn.beside is not None
    marked = sum(cell.count for cell in drawn.mapped.cells)
    assert marked + drawn.mapped.unmarked == MANY
    assert not drawn.whole


@pytest.mark.parametrize("by", LanesBy)
def test_lanes_of_many_events_stand_for_what_is_chosen(engine: Engine, by: LanesBy) -> None:
    """By whatever lanes are, each has its count, and what is drawn in them is what they count."""
    drawn = scene(engine, View(by=by), TEXTS)

    assert isinstance(drawn.timed, CountedTime)
    lanes = {lane.id or "": lane for lane in drawn.timed.lanes}
    assert {each.lane for each in drawn.timed.bins} <= set(lanes)
    if by is not LanesBy.ACTOR:  # an event is in the lane of each of its actors
        assert sum(lane.count for lane in lanes.values()) == MANY
    if by is LanesBy.KIND:
        assert lanes["MOBILIZE"].label == TEXTS("kind.MOBILIZE")


def test_looking_closer_shows_the_events_themselves(engine: Engine) -> None:
    """A window with few events has each of them, in the lanes that the counts had; so has a part of the map."""
    whole = scene(engine, View(), TEXTS)
    closer = scene(
        engine,
        View(),
        TEXTS,
        Part((date(2024, 9, 3), date(2024, 9, 5)), Area(west=35.2, south=51.1, east=35.3, north=51.3), 12),
    )

    assert isinstance(closer.timed, tuple)
    assert 0 < len(closer.timed) <= FEW
    assert all(event.when is None or event.when.last >= date(2024, 9, 3) for event in closer.timed)
    assert isinstance(closer.mapped, tuple)
    assert closer.order == whole.order
    assert {event.id for event in closer.timed} <= {event.id for event in closer.events()}


def test_few_events_are_all_drawn(engine: Engine) -> None:
    """A view of few events is whole at once."""
    view = View(actors=("ita",))
    drawn = scene(engine, view, TEXTS)

    assert 0 < drawn.total <= FEW
    assert drawn.whole
    assert drawn.timed == drawn.mapped == drawn.listed


@pytest.mark.parametrize("part", [None, Part((date(2024, 9, 1), date(2024, 9, 30)), None, 6)])
def test_a_browser_is_never_sent_more_than_it_carries(engine: Engine, part: Part | None) -> None:
    """Counts or events, figures and words stay under the limit."""
    assert len(handed(engine, scene(engine, View(), TEXTS, part)).encode()) < LARGEST


def test_a_step_of_playback_has_what_is_drawn_in_its_days(engine: Engine) -> None:
    """Its list, map and number are those of the events that the days draw; the list goes on within them."""
    days = (date(2024, 8, 1), date(2024, 10, 31))
    world = Part(box=Area(west=-180, south=-90, east=180, north=90))
    drawn = framed(engine, View(), days, world)
    wanted = engine.events(View(), limit=MANY, drawn=days)

    assert drawn.total == len(wanted) > LISTED
    assert list(drawn.listed) == wanted[:LISTED]
    assert isinstance(drawn.mapped, tuple)
    assert drawn.beside is not None
    assert {event.id for event in drawn.mapped} <= {event.id for event in wanted}
    assert len(further(engine, View(), LISTED, days)) == min(LISTED, drawn.total - LISTED)


def test_all_that_are_drawn_one_by_one_are_light_enough_too(tmp_path: Path) -> None:
    """Nearly as many events as are drawn one by one, with their words, stay under the limit."""
    with Record(tmp_path, shipped=[]) as record:
        for article, events in articles_and_events(FEW - 20):
            record.add(article, events, at=NOON)
        small = Engine(record)
        drawn = scene(small, View(), TEXTS)
        assert drawn.whole
        assert len(handed(small, drawn).encode()) < LARGEST


def test_the_list_goes_on_where_it_ended(engine: Engine) -> None:
    """Further rows are those after the first, in the same order."""
    first = engine.events(View(), limit=LISTED + 3)

    assert further(engine, View(), LISTED)[:3] == first[LISTED:]


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[Client]:
    """The program's own routes over the same record."""
    with serving(Starlette(routes=list(routes(lambda: engine.record)))) as opened:
        yield opened


def test_a_closer_look_is_answered_over_http(client: Client) -> None:
    """The address of the view with a window gives both figures and the rows that they need."""
    answer = client.get("/panels.json?v=1&window=2024-09-03,2024-09-05&box=30,50,40,53&zoom=6&theme=dark&lang=id")
    told = answer.json()
    drawn = json.loads(told["timeline"])["layout"]["meta"]

    assert answer.status_code == 200
    assert set(drawn["events"]) <= {row["id"] for row in told["rows"]}
    assert client.get("/panels.json?v=1&offset=200").json()["rows"][0]["id"]


def test_a_step_of_playback_is_answered_over_http(client: Client) -> None:
    """Two days give the map and the begin of the list, smaller than what a browser carries; no timeline."""
    answer = client.get("/panels.json?v=1&frame=2024-09-01,2024-09-07&box=30,50,40,53&zoom=6")

    assert set(answer.json()) == {"map", "rows", "beside", "listed", "total"}
    assert answer.json()["total"] > 0
    assert len(answer.content) < LARGEST


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("v=1&frame=2024-09-03", "a frame is two days"),
        ("v=1&window=2024-09-03", "a window is two days"),
        ("v=1&box=1,2,3", "a box is west,south,east,north"),
        ("v=1&zoom=99", "not a number from 0 to 22"),
        ("v=1&offset=-1", "not a number from 0"),
        ("v=1&kind=POEM", "POEM"),
        ("v=1&window=x,y", "a window is two days"),
    ],
)
def test_what_is_not_understood_is_said(client: Client, query: str, words: str) -> None:
    """A wrong part of the address is answered with one sentence and status 400."""
    answer = client.get(f"/panels.json?{query}")

    assert answer.status_code == 400
    assert words in answer.json()["problem"]
