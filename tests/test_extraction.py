"""The extractor on the first article, and on sentences made for each rule."""

import json
from pathlib import Path

import pytest

from events.extraction import detect_language, extract
from events.model import Article, Event, Kind, Modality, Role

ARTICLES = Path(__file__).parents[1] / "data" / "articles"


def read(text: str, language: str, published: str | None = None) -> list[Event]:
    """The events of a text."""
    return extract(Article.model_validate({"id": "t", "text": text, "language": language, "published": published}))


def countries(event: Event, role: Role) -> set[str | None]:
    """The countries of the actors in a role."""
    return {actor.country for actor in event.actors_in(role)}


@pytest.mark.parametrize(
    ("language", "text", "kind", "modality", "sources", "targets"),
    [
        ("en", "Russia attacked Ukraine on Monday.", "ASSAULT", "asserted", {"RUS"}, {"UKR"}),
        ("en", "Three soldiers were killed by Israeli forces in Gaza City.", "ASSAULT", "asserted", {"ISR"}, None),
        ("en", "France and Italy urged Iran to free the detainees.", "REQUEST", "asserted", {"FRA", "ITA"}, {"IRN"}),
        ("en", "Japan will send troops to South Sudan next year.", "MOBILIZE", "planned", {"JPN"}, None),
        ("en", "Poland may deploy soldiers to the border.", "MOBILIZE", "possible", {"POL"}, None),
        ("en", "Iran denied that it had sent troops to Syria.", "MOBILIZE", "denied", {"IRN"}, None),
        ("en", "The European Union imposed sanctions on Belarus.", "SANCTION", "asserted", {"IGO"}, {"BLR"}),
        ("id", "Rusia menyerang Ukraina pada Senin.", "ASSAULT", "asserted", {"RUS"}, {"UKR"}),
        ("id", "Kota itu direbut oleh pasukan Israel.", "ASSAULT", "asserted", {"ISR"}, None),
        ("id", "Prancis dan Italia mendesak Iran membebaskan tahanan.", "REQUEST", "asserted", {"FRA", "ITA"}, {"IRN"}),
        ("id", "Jepang akan mengirim pasukan ke Sudan Selatan tahun depan.", "MOBILIZE", "planned", {"JPN"}, None),
        ("id", "Iran membantah telah mengirim pasukan ke Suriah.", "MOBILIZE", "denied", {"IRN"}, None),
        ("id", "Uni Eropa menjatuhkan sanksi terhadap Belarus.", "SANCTION", "asserted", {"IGO"}, {"BLR"}),
        ("id", "Presiden Emmanuel Macron bertemu dengan Friedrich Merz.", "CONSULT", "asserted", {"FRA"}, {"DEU"}),
    ],
)  # fmt: skip
def test_who_does_what_to_whom(
    language: str, text: str, kind: str, modality: str, sources: set[str], targets: set[str] | None
) -> None:
    """A plain sentence gives one event with its kind, modality, doers and targets."""
    (event,) = read(text, language, "2025-03-12")
    assert (event.kind, event.modality) == (Kind(kind), Modality(modality))
    assert countries(event, Role.SOURCE) == sources
    assert targets is None or countries(event, Role.TARGET) == targets


def test_every_word_shown_is_the_articles_own() -> None:
    """Quotes and phrases stand in the article at their offsets, and running twice gives the same bytes."""
    for path in ARTICLES.glob("*.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        if "text" not in data:
            continue
        events = read(data["text"], "id", "2024-10-31")
        assert events == read(data["text"], "id", "2024-10-31")
        for event in events:
            phrases = [event.quote, *event.also, *(a.phrase for a in event.actors), *(p.phrase for p in event.places)]
            for phrase in (p for p in phrases if p):
                assert data["text"][phrase.start : phrase.end] == phrase.text


def test_languages_are_told_apart() -> None:
    """A text says what language it is in; one without rules gives no events rather than wrong ones."""
    assert detect_language("Pasukan itu telah dikerahkan ke wilayah perbatasan dan akan bertempur.") == "id"
    assert detect_language("The troops have been deployed to the border and will fight.") == "en"
    assert detect_language("Войска переброшены в Курскую область.") == "ru"
    assert detect_language("Війська відходять із Суджі.") == "uk"
    assert read("Войска переброшены в Курскую область.", "ru") == []
