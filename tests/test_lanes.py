"""Lanes by anything: of actors, places, kinds, in the order that is asked for, folded, and none left out."""

from datetime import date

import plotly.graph_objects as go
import pytest

from events.figures.lanes import LARGEST, Lane, arranged, lanes_by, lanes_of
from events.figures.marks import LIGHT
from events.figures.timeline import timeline
from events.model import Event, LanesBy, LanesSort, Place, PlacePrecision, PlaceRole
from events.texts import texts_in
from tests.factories import make_actor, make_event, make_span

TEXTS = texts_in("en")


def place(country: str | None, name: str, precision: PlacePrecision = PlacePrecision.CITY) -> Place:
    """A place in a country."""
    return Place(role=PlaceRole.HAPPENED_AT, name=name, country=country, precision=precision)


def event(number: int, *places: Place, day: int = 1, actor: str = "prk") -> Event:
    """An event of a day in October at places."""
    when = make_span(date(2024, 10, day))
    return make_event(f"e{number}", places=places, when=when, actors=[make_actor(actor)])


KURSK, RUSSIA = place("RUS", "Kursk"), place("RUS", "Russia", PlacePrecision.COUNTRY)
SUMY, NOWHERE = place("UKR", "Sumy"), place(None, "the front")
EVENTS = [event(1, KURSK, SUMY, day=3), event(2, KURSK), event(3, RUSSIA, day=2), event(4, NOWHERE), event(5)]


def by_place(opened: tuple[str, ...] = (), language: str = "en") -> list[Lane]:
    """The lanes of the five events by place."""
    return lanes_by(list(enumerate(EVENTS)), LanesBy.PLACE, {}, texts_in(language), opened)


def test_an_event_is_in_the_lane_of_each_country_it_names() -> None:
    """Fullest first; what has no place that a country is known of has a lane of its own, last."""
    lanes = by_place()

    assert [(lane.id, lane.label, lane.members, lane.parts) for lane in lanes] == [
        ("RUS", "Russia", (0, 1, 2), True),
        ("UKR", "Ukraine", (0,), True),
        (None, "No place known", (3, 4), False),
    ]
    assert [lane.label for lane in by_place(language="id")] == ["Rusia", "Ukraina", "Tempat tidak diketahui"]


def test_a_country_opens_into_its_places() -> None:
    """What is known of the country alone stays in its own lane."""
    russia, kursk, ukraine, _ = by_place(("RUS",))

    assert (russia.members, russia.opened) == ((2,), True)
    assert (kursk.label, kursk.depth, kursk.members) == ("Kursk", 1, (0, 1))
    assert not ukraine.opened


def test_lanes_beyond_what_fits_are_summed() -> None:
    """Of many countries the fullest have a lane, and one lane holds all the others."""
    codes = [f"A{first}{second}" for first in "ABCDE" for second in "ABCDE"]
    many = [(number, event(number, place(code, code))) for number, code in enumerate(codes)]
    lanes = lanes_by(many, LanesBy.PLACE, {}, TEXTS)

    assert len(lanes) == LARGEST
    assert lanes[-1].label == "All others"
    assert {index for lane in lanes for index in lane.members} == set(range(len(many)))


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (LanesSort.NUMBER, ["rus", "usa", "prk"]),
        (LanesSort.FIRST, ["prk", "usa", "rus"]),
        (LanesSort.NAME, ["prk", "rus", "usa"]),
    ],
)
def test_the_order_of_lanes(sort: LanesSort, order: list[str]) -> None:
    """By number, by first day, by name; the lanes that are nobody's own stay last."""
    told = [event(n, actor="rus", day=9) for n in range(3)] + [event(n, actor="usa", day=5) for n in (3, 4)]
    told += [event(5, actor="prk", day=2), make_event("e6", when=make_span(date(2024, 10, 1)))]
    figure = timeline(told, {}, theme=LIGHT, texts=TEXTS, sort=sort)

    assert [lane["id"] for lane in figure["layout"]["meta"]["lanes"]] == [*order, None]


def test_parts_stay_with_their_whole() -> None:
    """An opened lane moves with its parts."""
    told = [event(1, actor="prk-military"), event(2, actor="prk-military"), event(3, actor="kor")]
    lanes = lanes_of(list(enumerate(told)), ["prk"], TEXTS)

    assert [lane.id for lane in lanes] == ["prk", "prk-military", "kor"]
    by_name = arranged(lanes, LanesSort.NAME, lambda _: None)
    assert [lane.id for lane in by_name] == ["prk", "prk-military", "kor"]
    first = {"prk": None, "prk-military": date(2024, 10, 2), "kor": date(2024, 10, 1)}
    by_day = arranged(lanes, LanesSort.FIRST, lambda lane: first[lane.id or ""])
    assert [lane.id for lane in by_day] == ["kor", "prk", "prk-military"]


def test_a_folded_lane_is_one_line_high_and_keeps_its_marks() -> None:
    """Many marks on one day take many rows, folded one; each is still there."""
    told = [event(number) for number in range(9)]
    folds: tuple[tuple[str, ...], ...] = ((), ("prk",))
    high, low = (go.Figure(timeline(told, {}, theme=LIGHT, texts=TEXTS, folded=folded)) for folded in folds)

    assert high.layout.meta["lanes"][0]["height"] > 2 * low.layout.meta["lanes"][0]["height"]
    assert low.layout.meta["lanes"][0]["folded"]
    assert sorted(low.data[0].customdata) == sorted(high.data[0].customdata) == list(range(9))
    assert len(set(low.data[0].y)) == 1
