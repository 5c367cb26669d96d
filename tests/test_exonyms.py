"""Places are called as the reader's language calls them, and keep their names where it has no other."""

import pytest

from events.exonyms import country_name, named, place_name
from events.model import Actor, ActorType, Kind, Modality, Place, PlacePrecision, PlaceRole, Role
from events.texts import texts_in
from events.titles import title_of
from events.wording import title_words, where_words
from tests.factories import make_event


@pytest.mark.parametrize(
    ("name", "country", "called"),
    [
        ("Russia", "RUS", "Rusia"),
        ("Moscow", "RUS", "Moskow"),
        ("Kursk", "RUS", "Kursk"),
        ("Kursk Oblast", "RUS", "Oblast Kursk"),
        ("Moscow Oblast", "RUS", "Oblast Moskow"),
        ("White House", "USA", "Gedung Putih"),
        ("Crimea", "UKR", "Krimea"),
        ("Moscow", "USA", "Moscow"),  # in Idaho
        ("Korean peninsula", None, "Korean peninsula"),
        ("Red Sea", None, "Laut Merah"),
        ("Oblast", "RUS", "Oblast"),
        (" Oblast", "RUS", " Oblast"),
        ("{}", None, "{}"),
    ],
)
def test_a_place_in_indonesian(name: str, country: str | None, called: str) -> None:
    """The gazetteer's names, capitals, countries, and what a name is made of; English stays as it is told."""
    assert named(name, country, "id") == called
    assert named(name, country, "en") == name


def test_a_country_by_its_code() -> None:
    """A country that is told by any name has its own; a code that is none stays."""
    whole = Place(role=PlaceRole.TO, name="Federasi Rusia", country="RUS", precision=PlacePrecision.COUNTRY)

    assert place_name(whole, "id") == "Rusia"
    assert country_name("UKR", "id") == "Ukraina"
    assert country_name("UKR", "en") == "Ukraine"
    assert country_name("XXX", "id") == "XXX"


def test_titles_and_places_of_an_event_are_composed_in_the_readers_language() -> None:
    """ "Ke Rusia", not "ke Russia"; a title that somebody wrote stays."""
    russia = Place(role=PlaceRole.TO, name="Russia", country="RUS", precision=PlacePrecision.COUNTRY)
    actor = Actor(role=Role.SOURCE, id="prk", name="North Korea", country="PRK", type=ActorType.STATE)
    title = title_of(Kind.MOBILIZE, Modality.ASSERTED, [actor], [russia])
    event = make_event(kind=Kind.MOBILIZE, actors=[actor], places=[russia], title=title)

    assert title_words(event, texts_in("id")).endswith("(ke Rusia)")
    assert "Korea Utara" in title_words(event, texts_in("id"))
    assert where_words(event, texts_in("id")) == "ke Rusia"
    assert title_words(event, texts_in("en")) == title
    assert (
        title_words(event.model_copy(update={"title": "By hand (to Russia)"}), texts_in("id")) == "By hand (to Russia)"
    )
