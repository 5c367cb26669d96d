"""Scoring: which found event is which coded one, what counts as right, and that the published figures stand."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from events.__main__ import main
from events.corpus import SHIPPED_CORPUS, CodedArticle, read_corpus
from events.model import (
    Actor,
    ActorType,
    DateBasis,
    DatePrecision,
    DateSpan,
    Event,
    Kind,
    Modality,
    Phrase,
    Place,
    PlacePrecision,
    PlaceRole,
    Role,
)
from events.score import Score, rates, score_article, scores
from events.scorecard import PUBLISHED, Scorecard, fallen, scorecard

TEXT = "Estonia urged Latvia to wait. Latvia refused, and Estonia sent 20 soldiers to Riga on 3 May 2024."


def coded(*events: Mapping[str, object]) -> CodedArticle:
    """An article of TEXT with these events coded; each says what differs from a sure REQUEST of Estonia to Latvia."""
    blank: dict[str, object] = {
        "quote": "Estonia urged Latvia to wait.",
        "kind": "REQUEST",
        "modality": "asserted",
        "sources": [{"country": "EST"}],
        "targets": [{"country": "LVA"}],
    }
    value = {"id": "a", "lang": "en", "text": TEXT, "events": [{**blank, **event} for event in events]}
    return CodedArticle.model_validate(value)


def found(
    quote: str = "Estonia urged Latvia to wait.",
    kind: Kind = Kind.REQUEST,
    *,
    modality: Modality = Modality.ASSERTED,
    who: str = "EST",
    whom: str | None = "LVA",
    speaker: str | None = None,
    when: DateSpan | None = None,
    places: tuple[Place, ...] = (),
) -> Event:
    """An event as the extractor would give it."""
    start = TEXT.index(quote)
    roles = [(Role.SOURCE, who), (Role.TARGET, whom), (Role.SPEAKER, speaker)]
    return Event(
        id="e",
        article="a",
        kind=kind,
        modality=modality,
        title="-",
        quote=Phrase.of(TEXT, start, start + len(quote)),
        actors=tuple(
            Actor(role=role, id=code, name=code, country=code, type=ActorType.STATE) for role, code in roles if code
        ),
        when=when,
        places=places,
    )


def right(score: Score) -> dict[str, tuple[int, int, int]]:
    """Right, given and coded of the fields that every event has."""
    return {name: score.totals(name) for name in ("found", "kind", "who", "whom", "modality", "full")}


def test_an_event_found_as_coded_is_right_in_every_field() -> None:
    """Same words, kind, doer, target and modality: one of one."""
    assert set(right(score_article(coded({}), [found()])).values()) == {(1, 1, 1)}


def test_words_must_overlap_by_half_of_the_shorter_quote() -> None:
    """Less than half shared is an event missed and another found."""
    half, less = "urged Latvia to wait. Latvia refused", "wait. Latvia refused, and Estonia sent"

    assert score_article(coded({}), [found(half)]).totals("found") == (1, 1, 1)
    score = score_article(coded({}), [found(less)])
    assert score.totals("found") == (0, 1, 1)
    assert [each.what for each in score.mistakes] == ["missed", "extra"]


def test_of_two_events_in_the_same_words_the_one_of_the_same_kind_is_taken() -> None:
    """A pair of the same kind comes before one of another kind, whatever the order found."""
    score = score_article(coded({}), [found(kind=Kind.STATE), found()])

    assert score.totals("kind") == (1, 2, 1)
    assert [(each.what, each.found) for each in score.mistakes] == [("extra", "STATE")]


def test_an_unsure_event_counts_neither_for_nor_against() -> None:
    """Found or not, it is in no total."""
    assert score_article(coded({"sure": False}), [found()]).totals("found") == (0, 0, 0)
    assert score_article(coded({"sure": False}), []).totals("found") == (0, 0, 0)


def test_a_wrong_kind_is_right_in_no_other_field() -> None:
    """Who and modality are only asked of events of the right kind."""
    score = score_article(coded({}), [found(kind=Kind.ACCUSE)])

    assert right(score) == {"found": (1, 1, 1)} | dict.fromkeys(("kind", "who", "whom", "modality", "full"), (0, 1, 1))
    assert [(each.what, each.coded, each.found) for each in score.mistakes] == [("kind", "REQUEST", "ACCUSE")]


def test_aid_and_mobilize_stand_for_each_other_and_have_no_target() -> None:
    """Sending soldiers to help may be either, and whom it is coded against varies."""
    sent = {"quote": "Estonia sent 20 soldiers to Riga on 3 May 2024.", "kind": "MOBILIZE", "targets": []}
    score = score_article(coded(sent), [found(str(sent["quote"]), Kind.AID)])

    assert score.totals("full") == (1, 1, 1)


def test_a_wrong_target_and_a_missing_doer_are_told_apart() -> None:
    """The doer can be right where the target is not; both are named among the mistakes."""
    score = score_article(coded({}), [found(whom="RUS")])
    other = score_article(coded({}), [found(who="LVA", whom=None)])

    assert right(score) | {"who": (1, 1, 1), "whom": (0, 1, 1), "full": (0, 1, 1)} == right(score)
    assert [each.what for each in score.mistakes] == ["wrong target"]
    assert [each.what for each in other.mistakes] == ["wrong doer", "no target"]


def test_a_denied_act_told_as_asserted_breaks_a_gate() -> None:
    """A claim that becomes a fact is counted apart from all other mistakes."""
    score = score_article(coded({"modality": "denied"}), [found()])

    assert score.gates == {"denied as asserted": 1}
    assert score.totals("modality") == (0, 1, 1)


def test_dates_places_and_speakers_have_totals_of_their_own() -> None:
    """Each is counted where it is coded or given, right where both say the same."""
    day = {"first": "2024-05-03", "last": "2024-05-03"}
    quote = "Estonia sent 20 soldiers to Riga on 3 May 2024."
    act = {"quote": quote, "kind": "MOBILIZE", "date": day, "place": {"name": "Riga", "country": "LVA"}}
    span = DateSpan(
        first=date(2024, 5, 3),
        last=date(2024, 5, 3),
        precision=DatePrecision.DAY,
        basis=DateBasis.STATED,
    )
    riga = Place(role=PlaceRole.TO, name="Riga", country="LVA", precision=PlacePrecision.CITY)
    score = score_article(coded(act), [found(quote, Kind.MOBILIZE, when=span, places=(riga,), speaker="EST")])
    empty = score_article(coded(act), [found(quote, Kind.MOBILIZE)])

    assert [score.totals(name) for name in ("date", "place", "speaker")] == [(1, 1, 1), (1, 1, 1), (0, 1, 0)]
    assert [empty.totals(name) for name in ("date", "place", "speaker")] == [(0, 0, 1), (0, 0, 1), (0, 0, 0)]


def test_rates_of_nothing_are_nothing() -> None:
    """Precision is of what was given, recall of what was coded, F1 their harmonic mean."""
    assert rates(3, 4, 6) == (0.75, 0.5, 0.6)
    assert rates(0, 0, 0) == (0.0, 0.0, 0.0)


# -- the corpus and the published figures --------------------------------------------------------


def test_the_corpus_is_large_enough_and_every_quote_stands_in_its_text() -> None:
    """At least sixty sure events in Indonesian and in English, and five in each other language."""
    sure: dict[str, int] = {}
    for each in read_corpus(SHIPPED_CORPUS):
        assert each.lang
        sure[each.lang] = sure.get(each.lang, 0) + sum(event.sure for event in each.events)

    assert set(sure) == {"id", "en", "ms", "ru", "uk", "de", "fr", "es", "pl", "tr", "ar", "ko", "ja", "zh"}
    assert sure.pop("id") >= 60
    assert sure.pop("en") >= 60
    assert min(sure.values()) >= 5


def test_what_fell_is_named() -> None:
    """A lower rate and a gate broken more often are said in words; a higher rate is not."""
    before = scorecard({"en": score_article(coded({}), [found()])})
    after = scorecard({"en": score_article(coded({"modality": "denied"}), [found()])})

    assert "en: precision of modality fell from 1.0 to 0.0" in fallen(before, after)
    assert "en: denied as asserted 1 times, 0 before" in fallen(before, after)
    assert fallen(after, before) == []


def test_the_command_scores_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table for people, the same figures as JSON, and each mistake with its words."""
    article = coded({}, {"quote": "Latvia refused", "kind": "PROTEST", "sources": [{"country": "LVA"}], "targets": []})
    (tmp_path / "a.json").write_text(article.model_dump_json(), encoding="utf-8")

    assert main(["score", str(tmp_path), "--show"]) == 0
    table = capsys.readouterr().out
    assert main(["score", str(tmp_path), "--format", "json"]) == 0
    card = json.loads(capsys.readouterr().out)

    assert table.startswith("language  events  found")
    assert "PROTEST" in table
    assert "Latvia refused" in table
    assert card["all"]["fields"]["found"]["coded"] == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "holds no coded article; they are JSON files, as events corrections writes them."),
        ("{", 'is not JSON; give a folder of coded articles, one JSON file each.'),
        ('{"id": "a"}', "is no coded article: text:"),
        ('{"id": "a", "text": "Kyiv", "events": [{"quote": "Kiev", "kind": "STATE", "modality": "asserted", '
         '"sources": []}]}', 'The quote "Kiev" does not stand in "a.json"; copy it exactly.'),
        ('{"id": "a", "text": "Kyiv", "events": [], "published": "May"}', 'The publication date in a.json "May"'),
        ('{"id": "a", "lang": "EN", "text": "Kyiv", "events": []}', '"EN" is not a language code'),
    ],
)  # fmt: skip
def test_what_is_no_corpus_is_said_in_one_sentence(
    content: str | None, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What came, what is wrong with it, and status 2."""
    if content is not None:
        (tmp_path / "a.json").write_text(content, encoding="utf-8")

    assert main(["score", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere"], 'There is no folder "nowhere"; give one with coded articles, one JSON file each.'),
        (["--language", "xx"], 'holds no article in "xx"; there are ar, de, en,'),
        (["--write", "--language", "en"], "--write publishes the figures of the shipped corpus;"),
    ],
)
def test_what_cannot_be_scored_is_said(words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing folder, a language that is not there, part of a corpus to publish."""
    assert main(["score", *words]) == 2
    assert sentence in capsys.readouterr().err


def test_no_published_figure_falls_and_none_is_stale() -> None:
    """Scoring anew gives the stored figures; after ``events score --write`` the diff shows what rose and fell."""
    stored = Scorecard.model_validate_json(PUBLISHED.read_bytes())
    anew = scorecard(scores(read_corpus(SHIPPED_CORPUS)))

    assert fallen(stored, anew) == [], "mend the extractor, or say in the commit why these figures fell"
    assert anew.json_text() == PUBLISHED.read_text(encoding="utf-8"), "stale: run events score --write"
