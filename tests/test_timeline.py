"""The timeline draws what is known of a date, and no more."""

from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.credits import Credit
from events.figures.marks import DARK, LIGHT
from events.figures.timeline import DAY, LIMIT, escaped, milliseconds, timeline
from events.model import Article, Event, Kind, LanesBy, Modality, ReviewState, Role
from events.texts import texts_in
from tests.factories import make_actor, make_article, make_event, make_span

TEXTS = texts_in("en")
DATED = date(2024, 10, 30)


def draw(events: Sequence[Event], article: Article | None = None, opened: Sequence[str] = ()) -> go.Figure:
    """The timeline of events in the light theme; Plotly refuses one with a setting that it does not know."""
    articles = {article.id: article} if article else {}
    return go.Figure(timeline(events, articles, theme=LIGHT, texts=TEXTS, opened=opened))


def trace(figure: go.Figure, uid: str) -> go.Scatter | go.Bar:
    """The trace of that name."""
    return next(each for each in figure.data if each.uid == uid)


def uids(figure: go.Figure) -> set[str]:
    """The names of all traces."""
    return {each.uid for each in figure.data}


def test_a_day_is_one_mark_in_the_middle_of_its_day() -> None:
    """An event of one day is a filled mark at that day's noon, in its family's colour."""
    event = make_event(when=make_span(DATED), actors=[make_actor("prk")])
    figure = draw([event])
    mark = trace(figure, "asserted-day")

    assert uids(figure) == {"asserted-day"}
    assert list(mark.x) == [milliseconds(DATED) + DAY / 2]
    assert mark.marker.symbol == "circle"
    assert list(mark.marker.color) == [LIGHT.families[event.family]]


def test_a_range_is_a_bar_over_all_its_days() -> None:
    """A range begins with its first day and ends with the end of its last; no point stands for it."""
    last = DATED + timedelta(days=4)
    figure = draw([make_event(when=make_span(DATED, last), actors=[make_actor("prk")])])
    bar = trace(figure, "asserted-range")

    assert uids(figure) == {"asserted-range"}
    assert bar.base[0] == milliseconds(DATED)
    assert bar.base[0] + bar.x[0] == milliseconds(last) + DAY


@pytest.mark.parametrize(
    ("modality", "symbol"),
    [
        (Modality.ASSERTED, "circle"),
        (Modality.POSSIBLE, "circle-open"),
        (Modality.PLANNED, "circle-open"),
        (Modality.DENIED, "circle-x-open"),
    ],
)
def test_modality_is_shape(modality: Modality, symbol: str) -> None:
    """Each modality has marks of its own, in a trace that the style sheet can tell by name."""
    figure = draw([make_event(modality=modality, when=make_span(DATED), actors=[make_actor("prk")])])

    assert trace(figure, f"{modality.value}-day").marker.symbol == symbol


@pytest.mark.parametrize("modality", [Modality.PLANNED, Modality.POSSIBLE, Modality.DENIED])
def test_only_asserted_ranges_are_solid(modality: Modality) -> None:
    """A bar of what is not told as fact is an outline over a faint fill."""
    span = make_span(DATED, DATED + timedelta(days=3))
    bar = trace(draw([make_event(modality=modality, when=span, actors=[make_actor("prk")])]), f"{modality.value}-range")

    assert bar.marker.line.width > 0
    assert "rgba" in bar.marker.color[0]


def test_what_is_reviewed_has_a_sign_beside_its_mark() -> None:
    """Confirmed, disputed and withdrawn are told apart by a sign, dated or not; what was only found has none."""
    states = [ReviewState.FOUND, ReviewState.CONFIRMED, ReviewState.DISPUTED, ReviewState.WITHDRAWN]
    actor = make_actor("prk")
    dated = [make_event(f"e{n}", when=make_span(DATED), actors=[actor], state=state) for n, state in enumerate(states)]
    undated = make_event("e9", actors=[actor], state=ReviewState.CONFIRMED)
    figure = draw([*dated, undated])

    signs = {text.strip("\u00a0") for text in trace(figure, "signs").text}
    assert signs == {"<b>✓</b>", "<b>?</b>", "<b>×</b>"}
    assert list(trace(figure, "signs2").text) == ["\u00a0\u00a0<b>✓</b>"]
    assert "signs" not in uids(draw(dated[:1]))


def test_on_or_before_publication_is_a_bar_that_ends_there() -> None:
    """Without a date but with a publication date, one bar in the family's colour ends with that day."""
    article = make_article(published=date(2024, 10, 31))
    event = make_event(article=article, actors=[make_actor("prk")])
    figure = draw([event], article)
    bar = trace(figure, "before")

    assert uids(figure) == {"before"}
    assert list(bar.customdata) == [0]
    assert bar.base[0] + bar.x[0] == milliseconds(date(2024, 10, 31)) + DAY
    assert list(bar.marker.color) == [LIGHT.families[event.family]]


def test_a_denial_before_publication_is_crossed() -> None:
    """What is denied carries a cross where its bar ends, so that it is never taken for a fact."""
    article = make_article()
    figure = draw([make_event(article=article, modality=Modality.DENIED, actors=[make_actor("prk")])], article)

    assert uids(figure) == {"before", "denied-day"}


@pytest.mark.parametrize("published", [None, date(2024, 10, 31)])
def test_undated_events_stand_off_the_time_axis(published: date | None) -> None:
    """A plan without a date, or any act from an undated article, is on axes of its own, with no date value."""
    article = make_article(published=published)
    modality = Modality.PLANNED if published else Modality.ASSERTED
    figure = draw([make_event(article=article, modality=modality, actors=[make_actor("prk")])], article)
    mark = trace(figure, f"{modality.value}-undated")

    assert (mark.xaxis, mark.yaxis) == ("x2", "y2")
    assert figure.layout.xaxis2.visible is False
    assert figure.layout.yaxis2.domain[1] < figure.layout.yaxis.domain[0]
    assert figure.layout.meta["lanes"][-1]["label"] == "No date known"


def test_an_event_stands_in_the_lane_of_each_actor_and_is_one_event() -> None:
    """Three actors give three marks in three lanes, all of the same event."""
    actors = [make_actor("prk"), make_actor("rus", Role.TARGET), make_actor("usa", Role.SPEAKER)]
    figure = draw([make_event(when=make_span(DATED), actors=actors)])
    mark = trace(figure, "asserted-day")

    assert list(mark.customdata) == [0, 0, 0]
    assert len(set(mark.y)) == 3
    assert len(figure.layout.meta["events"]) == 1
    assert {lane["id"] for lane in figure.layout.meta["lanes"]} == {"prk", "rus", "usa"}


def test_lanes_are_states_until_they_are_opened() -> None:
    """A minister stands in the state's lane; opened, the lane has its parts under it, and none is said twice."""
    events = [
        make_event("a", when=make_span(DATED), actors=[make_actor("prk")]),
        make_event("b", when=make_span(DATED), actors=[make_actor("prk-choe-son-hui")]),
    ]
    closed = draw(events).layout.meta["lanes"]
    opened = draw(events, opened=("prk",)).layout.meta["lanes"]
    deeper = draw(events, opened=("prk", "prk-mfa")).layout.meta["lanes"]

    assert [(lane["id"], lane["count"], lane["parts"]) for lane in closed] == [("prk", 2, True)]
    assert [(lane["id"], lane["count"], lane["depth"]) for lane in opened] == [("prk", 1, 0), ("prk-mfa", 1, 1)]
    assert [lane["id"] for lane in deeper] == ["prk", "prk-mfa", "prk-choe-son-hui"]


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        (LanesBy.KIND, ["Mobilises", "States"]),
        (LanesBy.DATA, ["Our articles", "UCDP"]),
        (LanesBy.NONE, ["All events"]),
    ],
)
def test_lanes_stand_for_what_is_chosen(by: LanesBy, labels: list[str]) -> None:
    """By kind of act, by data set or all in one, each event is in one lane; the fullest comes first."""
    events = [
        make_event("e1", article=make_article(), when=make_span(DATED), kind=Kind.MOBILIZE),
        make_event("e2", article=make_article(), when=make_span(DATED), kind=Kind.MOBILIZE),
        make_event("e3", article=None, extractor="ucdp", when=make_span(DATED), kind=Kind.STATE),
    ]

    drawn = timeline(events, {"ucdp": Credit(data="ucdp", title="UCDP")}, theme=LIGHT, texts=TEXTS, by=by)
    lanes = drawn["layout"]["meta"]["lanes"]

    assert [lane["label"] for lane in lanes] == labels
    assert sum(lane["count"] for lane in lanes) == len(events)


def test_lanes_lie_under_each_other_at_negative_heights() -> None:
    """Lanes go down from zero; no axis is reversed."""
    events = [
        make_event(str(n), when=make_span(DATED), actors=[make_actor(state)]) for n, state in enumerate(("prk", "rus"))
    ]
    figure = draw(events)
    heights = [lane["y"] for lane in figure.layout.meta["lanes"]]

    assert heights == sorted(heights, reverse=True)
    assert max(heights) < 0
    assert figure.layout.yaxis.range[0] < figure.layout.yaxis.range[1]


def test_marks_of_one_day_do_not_cover_each_other() -> None:
    """Events of the same day in one lane stand in rows of their own, the same at every run."""
    events = [make_event(f"e{n}", when=make_span(DATED), actors=[make_actor("prk")]) for n in range(6)]
    first, second = (trace(draw(events), "asserted-day") for _ in range(2))

    assert len(set(first.y)) == 6
    assert list(first.y) == list(second.y)


def test_actors_beyond_what_fits_share_a_lane() -> None:
    """With more states than lanes, the rest is summed in one lane and nobody is left out."""
    states = [
        "prk",
        "rus",
        "usa",
        "kor",
        "ukr",
        "chn",
        "jpn",
        "fra",
        "deu",
        "gbr",
        "ita",
        "esp",
        "pol",
        "swe",
        "nor",
        "fin",
    ]
    events = [make_event(s, when=make_span(DATED), actors=[make_actor(s)]) for s in states]
    lanes = draw(events).layout.meta["lanes"]

    assert lanes[-1]["label"] == "3 other actors"
    assert sum(lane["count"] for lane in lanes) == len(states)


def test_an_event_without_actors_has_a_lane() -> None:
    """Nobody known is said as such."""
    assert draw([make_event(when=make_span(DATED))]).layout.meta["lanes"][0]["label"] == "No actor known"


@given(st.text())
def test_escaped_text_has_no_markup(text: str) -> None:
    """No text, whatever it is, can open a tag or an entity of its own in a hover label."""
    shown = escaped(text)

    assert "<" not in shown
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_too_many_marks_are_cut_and_counted() -> None:
    """Above the limit marks are left out, and how many is said."""
    count = LIMIT + 7
    events = [
        make_event(f"e{n}", when=make_span(DATED + timedelta(days=n % 90)), actors=[make_actor("prk")])
        for n in range(count)
    ]
    figure = draw(events)

    assert sum(len(each.customdata or ()) for each in figure.data) == LIMIT
    assert figure.layout.meta["cut"] == 7


def test_no_events_give_an_empty_figure() -> None:
    """Nothing to draw is no error."""
    figure = draw([])

    assert not figure.data
    assert figure.layout.height > 0


def test_the_same_events_give_the_same_figure() -> None:
    """Same input, same output, byte for byte; only colours follow the theme."""
    events = [make_event(when=make_span(DATED), kind=Kind.AID, actors=[make_actor("prk")])]
    other = go.Figure(timeline(events, {}, theme=DARK, texts=TEXTS))

    assert draw(events).to_json() == draw(events).to_json()
    assert other.to_json() != draw(events).to_json()
    assert other.data[0].x == draw(events).data[0].x
