"""The durable record: nothing confirmed is lost, nothing is overwritten, and many may use it at once."""

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.articles import Correction, Corrections, Shipped, article_id
from events.model import Event, Kind, Modality, Phrase, Problem, ReviewState, Role
from events.record import Failure, Record, StoredSnapshot, home_folder
from events.revision import CHANGEABLE
from tests.factories import NOON, TEXT, make_actor, make_article, make_event, make_place, make_span


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record without the articles that ship."""
    with Record(tmp_path / "home", shipped=()) as opened:
        yield opened


def full_event(event_id: str = "e1") -> Event:
    """An event with something in every field."""
    article = make_article()
    actor = make_actor("prk-military", part_of="prk").model_copy(update={"phrase": Phrase.of(TEXT, 0, 13)})
    event = make_event(event_id, article=article, actors=[actor], places=[make_place(51.7, 36.2, radius_km=130)])
    return event.model_copy(update={"when": make_span(date(2024, 10, 8), date(2024, 10, 29)), "reasons": ("one",)})


def test_what_is_added_comes_back(tmp_path: Path) -> None:
    """An article and its events come back as they were, also after the file was closed."""
    article, event = make_article(), full_event()
    with Record(tmp_path, shipped=()) as record:
        assert record.add(article, [event], at=NOON)
    with Record(tmp_path, shipped=()) as record:
        assert record.article(article.id) == article
        assert record.articles() == [article]
        assert record.event("e1") == event
        assert record.events_of(article.id) == [event]
        assert record.check() == []


def test_commits_are_durable(record: Record) -> None:
    """The file is written ahead and synced in full at each commit, and its links between rows are kept."""
    settings = [record.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")]

    assert settings == ["wal", 2, 1]


def test_the_same_text_twice_changes_nothing(record: Record) -> None:
    """The same text again changes nothing, and what it says otherwise of itself is named."""
    article = make_article()
    record.add(article, [full_event()], at=NOON)
    version = record.version()
    again = article.model_copy(update={"published": date(2024, 11, 2), "publisher": "Koran", "language": None})

    assert not record.add(again, [full_event("e2")], at=NOON)
    assert record.version() == version
    assert record.article(article.id) == article
    assert record.event("e2") is None
    assert record.differences(again) == [
        "This text is recorded already without a publisher; the publisher Koran was not taken.",
        "This text is recorded already with the publication date 2024-10-31; "
        "the publication date 2024-11-02 was not taken.",
    ]
    assert record.differences(article) == []


def test_a_correction_is_a_new_revision(record: Record) -> None:
    """A correction keeps the id and the old revision, and says who, when and why."""
    record.add(make_article(), [full_event()], at=NOON)
    before = record.version()
    changes: dict[str, object] = {"kind": "AID", "review": "confirmed", "when": None}
    new = record.revise("e1", changes, by="Ana", why="read again", at=NOON)

    assert (new.id, new.revision, new.kind, new.when) == ("e1", 2, Kind.AID, None)
    assert new.review.model_dump(mode="json") == {
        "state": "confirmed",
        "by": "Ana",
        "at": "2026-11-23T12:00:00Z",
        "why": "read again",
    }
    assert record.revisions("e1") == [full_event(), new]
    assert record.event("e1") == new
    assert record.version() > before
    assert record.check() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"colour": "red"}, f'"colour" is not a field that can be set; allowed are {", ".join(CHANGEABLE)}'),
        ({"id": "e9"}, '"id" is not a field'),
        ({"revision": 9}, '"revision" is not a field'),
        ({"kind": "WAR"}, "value for kind does not fit: Input should be 'AGREE'"),
        ({"when": {"first": "2024-10-30"}}, "when.last"),
        ({"confidence": 2}, "confidence"),
        ({"review": {"state": "found", "by": "somebody else"}}, "review.state"),
        ({"quote": {"text": "not there", "start": 0, "end": 9}}, "do not stand at 0 to 9"),
        ({"quote": None}, "quotes no words"),
        ({"denies": ["e1"]}, '"e1" cannot be denied'),
        ({"denies": ["nothing"]}, '"nothing" cannot be denied'),
        ({}, "No change was given"),
    ],
)
def test_a_correction_that_does_not_fit_changes_nothing(record: Record, changes: dict[str, object], words: str) -> None:
    """A field or value that is not allowed is refused by name, and nothing is recorded."""
    record.add(make_article(), [full_event()], at=NOON)
    before = record.version()

    with pytest.raises(Problem) as caught:
        record.revise("e1", changes, by="Ana", why="read again", at=NOON)

    assert words in str(caught.value)
    assert record.revisions("e1") == [full_event()]
    assert record.version() == before


@pytest.mark.parametrize(("by", "why"), [("", "why"), (" ", "why"), ("a" * 201, "why"), ("Ana", "")])
def test_a_correction_needs_a_name_and_a_reason(record: Record, by: str, why: str) -> None:
    """Nobody changes the record without saying who and why."""
    record.add(make_article(), [full_event()], at=NOON)

    with pytest.raises(Problem, match="A change needs a"):
        record.revise("e1", {"kind": "AID"}, by=by, why=why, at=NOON)


def test_an_unknown_event_is_named(record: Record) -> None:
    """A correction of an event that is not there says so."""
    with pytest.raises(Problem, match='no event "e7"'):
        record.revise("e7", {"kind": "AID"}, by="Ana", why="read again", at=NOON)


def test_a_time_without_zone_is_refused(record: Record) -> None:
    """A time that could mean any hour is not recorded."""
    with pytest.raises(ValueError, match="time zone"):
        record.add(make_article(), [], at=datetime(2026, 11, 23))  # noqa: DTZ001 - the mistake under test


def test_events_must_show_their_words(record: Record) -> None:
    """An event whose words do not stand in its article is not recorded, and neither is the article."""
    article = make_article()
    wrong = full_event().model_copy(update={"quote": Phrase(text="Pasukan", start=1, end=8)})

    with pytest.raises(Failure, match="do not stand at 1 to 8"):
        record.add(article, [full_event("e2"), wrong], at=NOON)
    assert record.article(article.id) is None
    assert record.event("e2") is None


@pytest.mark.parametrize("table", ["article", "revision", "decision", "snapshot"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET document = ''"])
def test_the_database_refuses_to_forget(record: Record, table: str, verb: str) -> None:
    """Neither this program nor another that opens the file can change or remove what is recorded."""
    record.add(make_article(), [full_event()], at=NOON)
    record.revise("e1", {"kind": "AID"}, by="Ana", why="read again", at=NOON)
    record.store_snapshot(StoredSnapshot("a" * 32, "h", "{}", None, "2026-11-23T12:00:00Z", None, 0))
    statement = verb.format(table).replace("document", "why" if table == "decision" else "document")
    other = sqlite3.connect(record.path)
    try:
        with pytest.raises(sqlite3.IntegrityError, match="never changed or removed"):
            other.execute(statement)
    finally:
        other.close()


def test_shipped_articles_come_with_their_corrections(tmp_path: Path) -> None:
    """A new record receives what ships, its curated corrections as second revisions with their reasons."""
    text = (
        "Pada Rabu (30/10/2024), Menteri Pertahanan AS Lloyd Austin mendesak Korea Utara menarik pasukannya dari Rusia."
    )
    article = make_article(text)
    with Record(tmp_path / "a", shipped=[Shipped(article, None)]) as record:
        (found,) = record.events_of(article.id)
    assert found.quote is not None
    correction = Correction(quote=found.quote.text, kind=found.kind, set={"confidence": 1.0}, why="a public source")
    curated = Corrections(by="curator", at="2026-11-23T00:00:00Z", corrections=(correction,))

    with Record(tmp_path / "b", shipped=[Shipped(article, curated)]) as record:
        first, second = record.revisions(found.id)
        assert first == found
        assert (second.confidence, second.review.by, second.review.why) == (1.0, "curator", "a public source")
        assert record.check() == []


def test_a_record_made_by_two_at_once_has_everything_once(tmp_path: Path) -> None:
    """Two processes that open a new record at the same moment get the same whole one."""
    code = f"from pathlib import Path; from events.record import Record; r = Record(Path({str(tmp_path)!r})); r.close()"
    runs = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(3)]
    errors = [run.communicate()[1] for run in runs]

    assert errors == [b"", b"", b""]
    with Record(tmp_path) as record:
        ids = [article.id for article in record.articles()]
        assert len(ids) == len(set(ids)) > 0
        assert record.check() == []


ADD_UNTIL_KILLED = """
import sys
from pathlib import Path
from events.record import Record
from tests.factories import NOON, make_article, make_event
record = Record(Path(sys.argv[1]), shipped=())
for number in range(1_000_000):
    article = make_article(f"Pasukan nomor {number} tiba di Kursk hari ini.")
    record.add(article, [make_event(f"e{number}", article=article)], at=NOON)
    if number % 3 == 0:
        record.revise(f"e{number}", {"kind": "AID"}, by="Ana", why="read again", at=NOON)
    print(number, flush=True)
"""


@pytest.mark.parametrize("confirmed", [1, 40])
def test_a_kill_loses_nothing_confirmed(tmp_path: Path, confirmed: int) -> None:
    """Whatever was confirmed before a kill is there afterwards, whole, and work goes on."""
    run = subprocess.Popen(
        [sys.executable, "-c", ADD_UNTIL_KILLED, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert run.stdout is not None
    for _ in range(confirmed):
        run.stdout.readline()
    run.send_signal(signal.SIGKILL)
    rest = run.stdout.read()
    run.wait()
    run.stdout.close()
    last = int(rest.split("\n")[-2]) if "\n" in rest else confirmed - 1

    with Record(tmp_path, shipped=()) as record:
        assert record.check() == []
        for number in range(last + 1):
            event = record.event(f"e{number}")
            assert event is not None
            assert event.revision == (2 if number % 3 == 0 else 1)
        assert record.add(make_article("Pasukan berikutnya tiba."), [], at=NOON)


ADD_THIRTY = """
import sys
from pathlib import Path
from events.record import Record
from tests.factories import NOON, make_article, make_event
with Record(Path(sys.argv[1]), shipped=()) as record:
    for number in range(30):
        article = make_article(f"Pasukan nomor {number} tiba di Kursk hari ini.")
        if record.add(article, [make_event(f"e{number}", article=article)], at=NOON):
            print(number)
        record.revise(f"e{number}", {"review": "confirmed"}, by=sys.argv[2], why="seen", at=NOON)
"""


def test_many_processes_share_one_record(tmp_path: Path) -> None:
    """Processes that record the same articles at once record each once, and no correction is lost."""
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", ADD_THIRTY, str(tmp_path), name],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[1],
        )
        for name in ("Ana", "Budi", "Citra")
    ]
    added = [line for run in runs for line in run.communicate()[0].split()]

    assert [run.returncode for run in runs] == [0, 0, 0]
    assert sorted(map(int, added)) == list(range(30))
    with Record(tmp_path, shipped=()) as record:
        assert record.check() == []
        for number in range(30):
            reviewers = {event.review.by for event in record.revisions(f"e{number}")}
            assert reviewers == {None, "Ana", "Budi", "Citra"}


def test_many_threads_share_one_record(record: Record) -> None:
    """Threads that write and read at once lose nothing and see no half of anything."""
    failures: list[BaseException] = []

    def work(worker: int) -> None:
        try:
            for number in range(10):
                article = make_article(f"Pasukan {worker} dan {number} tiba di Kursk hari ini.")
                record.add(article, [make_event(f"e{worker}-{number}", article=article)], at=NOON)
                with record.reading():
                    assert len(record.articles()) == record.version() - 1
        except BaseException as error:  # whatever a thread meets must reach the test
            failures.append(error)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert len(record.articles()) == 60
    assert record.check() == []


def test_what_an_earlier_edition_derived_is_dropped(tmp_path: Path) -> None:
    """Tables that an earlier edition derived are gone after opening, and the record is whole."""
    with Record(tmp_path, shipped=()) as record:
        record.add(make_article(), [full_event()], at=NOON)
    other = sqlite3.connect(tmp_path / "record.sqlite")
    other.execute("CREATE TABLE event (key INTEGER PRIMARY KEY)")
    other.execute("CREATE TABLE event_actor (event INTEGER REFERENCES event)")
    other.close()

    with Record(tmp_path, shipped=()) as record:
        assert record.check() == []
        assert record.rows("SELECT name FROM sqlite_master WHERE name LIKE 'event%'") == []


def test_the_revisions_since_a_place(record: Record) -> None:
    """What was recorded since a place comes in order, with when its article was published; then there is no more."""
    record.add(make_article(), [full_event("e1"), full_event("e2")], at=NOON)
    before = record.head()
    record.revise("e1", {"kind": "AID"}, by="Ana", why="read again", at=NOON)
    after = record.head()

    assert [(told.id, told.published) for told in record.since(0, before.revision)] == [
        ("e1", date(2024, 10, 31)),
        ("e2", date(2024, 10, 31)),
    ]
    assert [told.event for told in record.since(before.revision, after.revision)] == [record.event("e1")]
    assert list(record.since(after.revision, after.revision)) == []
    assert record.events_at([("e1", 1), ("e1", 2), ("e9", 1)]) == record.revisions("e1")


def test_a_correction_of_an_imported_event_keeps_what_it_was(record: Record) -> None:
    """An imported event enters the record with its first correction, as it was imported and as it is corrected."""
    imported = make_event("ucdp-1", extractor="ucdp")
    new = record.revise("ucdp-1", {"review": "disputed"}, by="Ana", why="no source", at=NOON, imported=imported)

    assert record.revisions("ucdp-1") == [imported, new]
    assert (new.revision, new.review.state) == (2, ReviewState.DISPUTED)
    assert record.check() == []
    later = record.revise("ucdp-1", {"kind": "AID"}, by="Ana", why="read", at=NOON, imported=imported)
    assert later.revision == 3


def test_what_is_no_record_is_left_alone(tmp_path: Path) -> None:
    """A file that is no record, or of a newer edition, is not touched, and a folder that cannot be is named."""
    (tmp_path / "record.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(Failure, match="could not be used"):
        Record(tmp_path, shipped=())
    assert (tmp_path / "record.sqlite").read_bytes() == b"no database at all" * 100
    with pytest.raises(Problem, match="cannot hold the record"):
        Record(tmp_path / "record.sqlite", shipped=())
    with Record(tmp_path / "newer", shipped=()):
        pass
    other = sqlite3.connect(tmp_path / "newer" / "record.sqlite")
    other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(Problem, match="newer edition"):
        Record(tmp_path / "newer", shipped=())


def test_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The record lies where EVENTS_HOME says, or in the user's own folder."""
    monkeypatch.setenv("EVENTS_HOME", str(tmp_path))
    assert home_folder() == tmp_path
    monkeypatch.setenv("EVENTS_HOME", "")
    assert home_folder().name == "conflict-events"


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip)


@settings(deadline=None)
@given(texts, st.sampled_from(Kind), st.sampled_from(Modality), st.sampled_from(Role), st.sampled_from(ReviewState))
def test_any_event_round_trips(
    tmp_path_factory: pytest.TempPathFactory, text: str, kind: Kind, modality: Modality, role: Role, state: ReviewState
) -> None:
    """Whatever letters an article has, its events come back the same and are found whole by the check."""
    article = make_article(text, published=None)
    event = make_event(
        "e1",
        article=article,
        kind=kind,
        modality=modality,
        actors=[make_actor("x-" + text, role, name=text)],
        quote=(0, len(text)),
        state=state,
        title=text,
    )
    with Record(tmp_path_factory.mktemp("home"), shipped=()) as record:
        record.add(article, [event], at=NOON)
        assert record.event("e1") == event
        assert record.article(article_id(text)) == article
        assert record.check() == []


def test_an_event_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A record with an unreadable revision opens, names it, and keeps the other events within reach."""
    with Record(tmp_path, shipped=()) as record:
        record.add(make_article(), [full_event("e1"), full_event("e2")], at=NOON)
    with sqlite3.connect(tmp_path / "record.sqlite") as raw:
        raw.execute("INSERT INTO revision SELECT event, 2, article, '{}', recorded FROM revision WHERE event = 'e1'")
    raw.close()
    with Record(tmp_path, shipped=()) as record:
        assert record.check() == ["Revision 2 of event e1 cannot be read."]
        assert record.event("e2") == full_event("e2")


@pytest.mark.parametrize("field", ["quantities", "places"])
def test_an_unreadable_revision_is_not_recorded(record: Record, field: str) -> None:
    """A number without end is refused and nothing is recorded."""
    record.add(make_article(), [full_event()], at=NOON)
    place = {**make_place(1, 2).model_dump(mode="json"), "radius_km": float("inf")}
    value = [{"value": float("nan"), "unit": "troops"}] if field == "quantities" else [place]

    with pytest.raises(Problem, match=f"{field}.0"):
        record.revise("e1", {field: value}, by="Ana", why="read", at=NOON)
    assert record.revisions("e1") == [full_event()]
    assert record.check() == []
