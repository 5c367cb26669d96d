"""The commands beside the Add page: events added by hand, and corrections as coded articles."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.coded import coded_event
from events.draft import Act, Draft, Step, set_fields, with_step, work_of
from events.extraction import extract
from events.model import DateBasis, DatePrecision, DateSpan
from events.record import Record
from tests.factories import NOON, make_article

TEXT = "Ukraina menyerang Belgorod. Rusia mengecam NATO. Kapal Contoh berlabuh."
ARTICLE = make_article(TEXT, published=date(2024, 11, 1))
FOUND = tuple(extract(ARTICLE))
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command over a record that holds one article."""
    monkeypatch.setenv("EVENTS_HOME", str(tmp_path))
    with Record(tmp_path, shipped=[]) as record:
        record.add(ARTICLE, FOUND, at=NOON)

    def command(*words: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "events", *words], input=given, capture_output=True, text=True, encoding="utf-8"
        )

    return command


def coded(**fields: Any) -> str:
    """An event as a reader writes it."""
    actor = {"role": "source", "id": "rus", "name": "Russia", "country": "RUS", "type": "state"}
    event = {"article": ARTICLE.id, "kind": "MOBILIZE", "quote": "Kapal Contoh berlabuh.", "actors": [actor]}
    return json.dumps({**event, **fields})


def test_an_event_is_added_by_hand_once(run: Run, tmp_path: Path) -> None:
    """The quote is found in the article, id and title are made; the same again changes nothing and says so."""
    made = run("add", "-", "--by", "Sari", "--why", "missed", given=coded())
    again = run("add", "-", "--by", "Sari", "--why", "missed", given=coded())
    with Record(tmp_path) as record:
        event = record.events_of(ARTICLE.id)[-1]

        assert made.returncode == 0, made.stderr
        assert (event.extractor, event.review.by, event.review.why) == ("manual", "Sari", "missed")
        assert event.quote and TEXT[event.quote.start : event.quote.end] == "Kapal Contoh berlabuh."
        assert event.title == "Russia deploys forces"
        assert (again.returncode, "recorded already" in again.stderr) == (2, True)
        assert record.check() == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "holds no event"),
        ("[]", "holds no event"),
        ("[1]", "no event"),
        (coded(article="nowhere"), "not recorded"),
        (coded(quote="Kapal lain"), "does not stand"),
        (coded(quote=None), "no quote"),
        (coded(kind="DANCE"), "does not fit"),
        (coded(actors=[]), "no doer"),
        (coded(denies=["nothing"]), "cannot be denied"),
        (coded() + "\n{", "not JSON"),
    ],
)
def test_what_is_no_event_is_refused_whole(run: Run, tmp_path: Path, given: str, said: str) -> None:
    """One sentence says what came; nothing is recorded."""
    made = run("add", "-", "--by", "Sari", "--why", "missed", given=given)

    assert (made.returncode, said in made.stderr) == (2, True), made.stderr
    assert "Traceback" not in made.stderr
    with Record(tmp_path) as record:
        assert len(record.events_of(ARTICLE.id)) == len(FOUND)


def test_corrections_are_written_as_coded_articles(run: Run, tmp_path: Path) -> None:
    """What was found stands beside what it became; a dropped event is in the one and not in the other."""
    draft = Draft(article=ARTICLE, found=FOUND, recorded=True)
    draft = set_fields(draft, FOUND[0].id, {"kind": "COERCE"})
    draft = with_step(draft, Step(act=Act.DROP, event=FOUND[1].id, why="background"))
    assert run("corrections").stdout == ""
    with Record(tmp_path) as record:
        record.add_work(work_of(draft, "read", confirmed=True), by="Sari", why="read", at=NOON)
    run("add", "-", "--by", "Budi", "--why", "missed", given=coded())
    article = json.loads(run("corrections").stdout)

    assert (article["id"], article["lang"], article["published"]) == (ARTICLE.id, "id", "2024-11-01")
    assert article["text"] == TEXT
    assert [event["kind"] for event in article["found"]] == [event.kind for event in FOUND]
    assert [event["kind"] for event in article["events"]] == ["COERCE", "MOBILIZE"]
    assert all(TEXT.find(event["quote"]) >= 0 for event in article["events"])
    assert article["events"][0]["sources"][0]["country"] == "UKR"
    assert (article["checked"], article["by"], article["extractor"]) == (True, ["Budi", "Sari"], [FOUND[0].extractor])


def test_only_what_the_text_tells_is_coded() -> None:
    """A day or place that a reader set from elsewhere is in the record, and is nothing to learn from the text."""
    elsewhere = DateSpan(
        first=date(2024, 10, 28), last=date(2024, 10, 28), precision=DatePrecision.DAY, basis=DateBasis.CURATED
    )
    told = FOUND[0]
    moved = told.model_copy(
        update={"when": elsewhere, "places": tuple(place.model_copy(update={"phrase": None}) for place in told.places)}
    )

    assert told.places
    assert coded_event(told)["place"]
    assert (coded_event(moved)["date"], coded_event(moved)["place"]) == (None, None)


def test_corrections_go_to_a_file_or_a_folder(run: Run, tmp_path: Path) -> None:
    """One line an article, or one file an article; a folder needs its name."""
    run("add", "-", "--by", "Budi", "--why", "missed", given=coded())
    assert run("corrections", "-o", str(tmp_path / "all.jsonl")).returncode == 0
    assert run("corrections", "--format", "folder", "-o", str(tmp_path / "all")).returncode == 0
    missing = run("corrections", "--format", "folder")

    line = json.loads((tmp_path / "all.jsonl").read_text(encoding="utf-8"))
    assert json.loads((tmp_path / "all" / f"{ARTICLE.id}.json").read_text(encoding="utf-8")) == line
    assert (line["checked"], missing.returncode) == (False, 2)
    assert run("corrections", "--checked").stdout == ""
