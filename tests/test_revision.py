"""The next revision of an event, as a value."""

from datetime import datetime, timedelta, timezone

import pytest

from events.model import Event, Kind, Phrase, Problem, Quantity, ReviewState, Role
from events.revision import CHANGEABLE, document_of, event_in, phrases_of, revised, unfounded, utc
from events.titles import title_of
from tests.factories import NOON, TEXT, make_actor, make_article, make_event, make_place


def test_a_revision_keeps_what_it_is_not_told_to_change() -> None:
    """A revision changes its fields, the revision number and the review, and nothing else."""
    event = make_event(article=make_article(), state=ReviewState.DISPUTED)
    new = revised(event, {"confidence": 0.5}, by="Ana", why="read again", at=NOON)
    same = event.model_dump(exclude={"confidence", "revision", "review"})

    assert new.model_dump(exclude={"confidence", "revision", "review"}) == same
    assert (new.confidence, new.revision, new.review.state) == (0.5, 2, ReviewState.DISPUTED)
    assert event.confidence == 1.0


def test_a_title_follows_the_fields_it_is_made_from() -> None:
    """A title tells the corrected act, unless the correction gives one, or the title came with an import."""
    event = make_event(article=make_article(), actors=[make_actor("prk", name="North Korea")])

    def title(event: Event, **changes: object) -> str:
        return revised(event, changes, by="Ana", why="read again", at=NOON).title

    assert title(event, kind="AID") == title_of(Kind.AID, event.modality, event.actors)
    assert title(event, kind="AID", title="By hand") == "By hand"
    assert title(event, review="confirmed") == event.title
    assert title(make_event(), kind="AID") == make_event().title


def test_what_an_event_is_cannot_be_changed() -> None:
    """Identity, origin and history are not among the fields that can be set."""
    assert set(Event.model_fields) - set(CHANGEABLE) == {"id", "article", "extractor", "revision", "original"}


@pytest.mark.parametrize("field", sorted(set(Event.model_fields) - set(CHANGEABLE)))
def test_unchangeable_fields_are_refused(field: str) -> None:
    """Each field that cannot be set is refused by name."""
    with pytest.raises(Problem, match=f'"{field}" is not a field that can be set'):
        revised(make_event(), {field: "x"}, by="Ana", why="read again", at=NOON)


def test_times_are_utc() -> None:
    """A time of another zone is recorded in UTC."""
    at = datetime(2026, 11, 23, 19, 30, 5, 999, tzinfo=timezone(timedelta(hours=7)))

    assert utc(at) == "2026-11-23T12:30:05Z"


@pytest.mark.parametrize("where", ["quote", "also", "actors", "places", "quantities"])
def test_every_phrase_must_stand_in_the_article(where: str) -> None:
    """A phrase at the wrong place is found wherever the event carries it."""
    article, wrong = make_article(), Phrase(text="Korut", start=0, end=5)
    event = make_event(article=article, actors=[make_actor("prk")], places=[make_place(51.7, 36.2)])
    assert unfounded(event, article) is None
    parts: dict[str, object] = {
        "quote": wrong,
        "also": (wrong,),
        "actors": (event.actors[0].model_copy(update={"phrase": wrong}),),
        "places": (event.places[0].model_copy(update={"phrase": wrong}),),
        "quantities": (Quantity(value=1, unit="troops", phrase=wrong),),
    }
    broken = event.model_copy(update={where: parts[where]})

    assert wrong in list(phrases_of(broken))
    assert "do not stand at 0 to 5" in (unfounded(broken, article) or "")


def test_an_imported_event_needs_no_words() -> None:
    """An event without an article rests on its own row, not on words; with words of no article it is refused."""
    imported = make_event()

    assert unfounded(imported, None) is None
    assert unfounded(imported.model_copy(update={"quote": Phrase.of(TEXT, 0, 7)}), None) is not None
    assert "another article" in (unfounded(imported, make_article()) or "")


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_numbers_are_finite(number: float) -> None:
    """What JSON cannot hold is refused before it is recorded."""
    with pytest.raises(Problem, match=r"quantities\.0\.value does not fit"):
        revised(make_event(), {"quantities": [{"value": number, "unit": "troops"}]}, by="Ana", why="read", at=NOON)


def test_a_recorded_document_reads_back() -> None:
    """An event that its own JSON does not give back is refused in one sentence; another's JSON is no event."""
    event = make_event(article=make_article())
    broken = event.model_copy(update={"confidence": float("nan")})

    assert event_in(document_of(event)) == event
    assert event_in("{}") is None
    with pytest.raises(Problem, match="could not be read back"):
        document_of(broken)


def test_an_event_keeps_a_title_and_a_doer() -> None:
    """An empty title, or actors none of whom does it, are refused; what came without them can still be reviewed."""
    speaker = make_actor("usa-mod", Role.SPEAKER).model_dump(mode="json")
    doer = make_actor("prk").model_dump(mode="json")

    def new(**changes: object) -> Event:
        return revised(make_event(), changes, by="Ana", why="read again", at=NOON)

    for title in ("", " \n"):
        with pytest.raises(Problem, match="title is empty"):
            new(title=title)
    for actors in ([], [speaker]):
        with pytest.raises(Problem, match="name no doer"):
            new(actors=actors)
    assert [actor.id for actor in new(actors=[speaker, doer]).actors] == ["usa-mod", "prk"]
    assert new(review="confirmed").actors == ()
