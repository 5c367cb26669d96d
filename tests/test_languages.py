"""Every language reads the everyday news kind: who does what to whom, how sure, and who says so.

``languages/<code>.tsv`` holds a language's sentences, of our own words, with what they tell: kind, modality, the
countries of the doers, of the targets and of the speaker (" " between several, "*" where it is not asked for). A kind
"-" is a text that tells no act.
"""

import csv
from pathlib import Path

import pytest

from events.extraction import SUPPORTED, detect_language, extract
from events.model import Article, Event, Kind, Role

LANGUAGES = Path(__file__).parent / "languages"
CODES = sorted(path.stem for path in LANGUAGES.glob("*.tsv"))


def _rows(code: str) -> list[dict[str, str]]:
    with (LANGUAGES / f"{code}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _told(code: str, text: str) -> list[Event]:
    return extract(Article(id="a", title=None, text=text, language=code, published=None))


def _countries(event: Event, role: Role) -> set[str]:
    return {actor.country or "?" for actor in event.actors_in(role)}


ROWS = [(code, row) for code in CODES for row in _rows(code)]


@pytest.mark.parametrize(("code", "row"), ROWS, ids=lambda value: value if isinstance(value, str) else value["text"])
def test_a_sentence_tells_its_act(code: str, row: dict[str, str]) -> None:
    """A sentence tells the act of its row, with its parties and speaker; one that tells none gives no event."""
    found = _told(code, row["text"])
    if row["kind"] == "-":
        assert not found, [(event.kind, event.title) for event in found]
        return
    same = [event for event in found if event.kind == row["kind"]]
    assert same, [(event.kind, event.modality) for event in found]
    event = next((event for event in same if event.modality == row["modality"]), same[0])
    assert event.modality == row["modality"]
    for name, role in (("sources", Role.SOURCE), ("targets", Role.TARGET), ("speaker", Role.SPEAKER)):
        if row[name] != "*":
            assert _countries(event, role) == set(row[name].split()), name
    assert event.quote and row["text"][event.quote.start : event.quote.end] == event.quote.text


@pytest.mark.parametrize("code", CODES)
def test_a_language_knows_every_kind(code: str) -> None:
    """A language's sentences cover every kind of act, denials, plans and possible acts."""
    rows = _rows(code)
    assert len(rows) >= 40
    assert {row["kind"] for row in rows} >= set(Kind)
    assert {row["modality"] for row in rows} >= {"asserted", "denied", "planned", "possible"}


@pytest.mark.parametrize("code", CODES)
def test_a_language_is_told_from_the_others(code: str) -> None:
    """A language's sentences, read together, are in that language, and it is one that is read."""
    assert code in SUPPORTED
    assert detect_language("\n".join(row["text"] for row in _rows(code))) == code
