"""What is derived from an event to find it by."""

import pytest

from events.columns import COLUMNS
from events.index import ancestors, fold, placed, row_of, search_terms, words_of
from events.model import ActorType, Phrase, PlacePrecision
from tests.factories import TEXT, make_actor, make_article, make_event, make_place


@pytest.mark.parametrize(
    ("actor_id", "part_of", "chain"),
    [
        ("prk-choe-son-hui", None, ("prk-choe-son-hui", "prk-mfa", "prk")),
        ("prk-choe-son-hui", "rus", ("prk-choe-son-hui", "prk-mfa", "prk")),
        ("x-envoy", None, ("x-envoy",)),
        ("x-envoy", "rus-mfa", ("x-envoy", "rus-mfa", "rus")),
        ("x-envoy", "x-envoy", ("x-envoy",)),
        ("x-envoy", "x-office", ("x-envoy", "x-office")),
    ],
)
def test_ancestors(actor_id: str, part_of: str | None, chain: tuple[str, ...]) -> None:
    """The register says what its actors are part of; the event says it of those that the register does not know."""
    assert ancestors(make_actor(actor_id, part_of=part_of)) == chain


@pytest.mark.parametrize(
    ("actor_id", "told", "chain"),
    [
        ("sdn-front-of-dawn", "sdn", ("sdn-front-of-dawn",)),
        ("sdn-front-of-dawn", None, ("sdn-front-of-dawn",)),
        ("sdn-front-of-dawn", "sdn-military", ("sdn-front-of-dawn", "sdn-military", "sdn")),
        ("sdn-rsf-scouts", None, ("sdn-rsf-scouts", "sdn-rsf")),
        ("sdn-rsf", "sdn", ("sdn-rsf",)),
    ],
)
def test_an_armed_group_is_not_its_state(actor_id: str, told: str | None, chain: tuple[str, ...]) -> None:
    """One that only an article names stands for itself, too, unless it is told as part of an organ or of a group."""
    actor = make_actor(actor_id, part_of=told).model_copy(update={"type": ActorType.ARMED_GROUP})
    assert ancestors(actor) == chain


def test_words_are_compared_folded() -> None:
    """Case, compatible forms and repeated words of a query do not count."""
    assert search_terms("  KURSK kursk\tＫｕｒｓｋ Straße ") == ("kursk", "strasse")
    assert fold("ﬁre\0") == "fire "


def test_the_words_of_an_event() -> None:
    """An event is found by its title, all its quotes, and names both as the register and as the article has them."""
    actor = make_actor("prk", name="North Korea").model_copy(update={"phrase": Phrase.of(TEXT, 8, 13)})
    event = make_event(article=make_article(), actors=[actor], places=[make_place(51.7, 36.2)], quote=(29, 42))
    words = words_of(event.model_copy(update={"also": (Phrase.of(TEXT, 48, 82),)}))

    for word in ("north korea sends", "kata pentagon", "membantah", "north korea", "korut", "kursk"):
        assert word in words


@pytest.mark.parametrize(
    ("lat", "precision", "is_placed"),
    [
        (51.7, PlacePrecision.CITY, True),
        (51.7, PlacePrecision.REGION, True),
        (51.7, PlacePrecision.COUNTRY, False),
        (None, PlacePrecision.CITY, False),
    ],
)
def test_placed(lat: float | None, precision: PlacePrecision, is_placed: bool) -> None:
    """A place is on the map where it has coordinates and is finer than a country."""
    assert placed(make_place(lat, 36.2 if lat else None, precision=precision)) == is_placed


def test_each_actor_stands_once() -> None:
    """An actor named twice in a role, or itself and through a part, stands once among the actors and in its role."""
    twice = [make_actor("prk"), make_actor("prk"), make_actor("prk-military")]
    row = row_of(make_event(article=make_article(), actors=twice), None)

    assert (row["actors"], row["roles"]) == (["prk", "prk-military"], ["source:prk", "source:prk-military"])


def test_a_row_has_every_column() -> None:
    """A row has the columns of the table, in their order, and nothing that is required is null."""
    row = row_of(make_event(article=make_article()), None)

    assert list(row) == [column.name for column in COLUMNS]
    assert all(row[column.name] is not None for column in COLUMNS if column.required)
