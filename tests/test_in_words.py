"""A view in a few sentences, which say what the figures show."""

from datetime import date
from pathlib import Path

from events.engine import Bin, Engine
from events.figures.in_words import in_words, off_figures
from events.figures.scene import scene, scene_of
from events.model import LanesBy, Modality, Role, View
from events.record import Record
from events.texts import texts_in
from tests.browser.story import ARTICLE, EVENTS
from tests.factories import NOON, make_actor, make_event, make_span
from tests.synthetic import articles_and_events

TEXTS = texts_in("en")


def test_the_words_tell_when_whom_how_what_and_what_is_left_out() -> None:
    """Days, leading actors with their parts, ways of telling, deeds, denials, and what no figure can draw."""
    first, *rest = in_words(scene_of(EVENTS), {ARTICLE.id: ARTICLE}, TEXTS)

    assert first.startswith("6 events, 28 Oct – 2 Nov 2024. Named most: North Korea (4)")
    assert rest == [
        "4 told as fact, 1 planned and 1 denied.",
        "Told as done: North Korean troops arrive in Kursk Oblast.",
        "Denied or not confirmed: North Korea denies having sent troops.",
        "1 without a day, 1 without a mark on the map.",
    ]


def test_the_words_are_in_the_readers_language() -> None:
    """Indonesian throughout, with Indonesian names."""
    event = make_event(actors=[make_actor("prk", Role.SOURCE)], when=make_span(date(2024, 10, 28)))

    assert (
        in_words(scene_of([event]), {}, texts_in("id"))[0]
        == "1 peristiwa, 28 Okt 2024. Paling sering disebut: Korea Utara (1)."
    )


def test_nothing_is_said_so() -> None:
    """An empty view, and one of undated events only."""
    planned = make_event(modality=Modality.PLANNED, actors=[make_actor("prk")])

    assert in_words(scene_of([]), {}, TEXTS) == ["This view shows no event."]
    assert in_words(scene_of([planned]), {}, TEXTS)[0].startswith(
        "1 event, without a known day. Named most: North Korea (1)."
    )


def test_many_events_are_told_by_what_is_counted(tmp_path: Path) -> None:
    """How many, when, and whom they name most, with the timeline's own numbers."""
    with Record(tmp_path, shipped=[]) as record:
        for article, events in articles_and_events(600):
            record.add(article, events, at=NOON)
        engine = Engine(record)
        words = in_words(scene(engine, View(), TEXTS), {}, TEXTS)

        undated, unplaced = off_figures(scene(engine, View(), TEXTS), {})
        assert undated == sum(sum(each) for each in engine.timeline(View(), Bin.YEAR).undated.values())
        assert unplaced == engine.map(View(), 45.0).unmarked > 0
        assert words[1].endswith(f"{unplaced} without a mark on the map.")
        leading = max(engine.facets(View()), key=lambda facet: facet.count)
        assert words[0].startswith(f"{engine.total()} events, ")
        assert f"{leading.name} ({leading.count})" in words[0]
        by_kind = in_words(scene(engine, View(by=LanesBy.KIND), TEXTS), {}, TEXTS)
        assert "Named most" not in by_kind[0]
