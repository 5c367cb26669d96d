"""What the desk decides about its snapshots stands beside them and never touches what is proven."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from events.engine import Engine
from events.model import Problem, View
from events.record import Failure, Record
from events.snapshots import control
from events.snapshots.creating import create
from events.snapshots.document import Snapshot
from events.snapshots.opening import load
from events.snapshots.opens import Opens, per_day
from tests.factories import NOON, make_article, make_event

TOKEN = bytes(range(16))
ID = TOKEN.hex()
LATER = NOON + timedelta(days=30)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record with one event."""
    article = make_article(title="Pasukan Korut Tiba")
    with Record(tmp_path, shipped=()) as opened:
        opened.add(article, [make_event("e1", article=article)], at=NOON)
        yield opened


def taken(record: Record, *, token: bytes = TOKEN, expires: date | None = None, maker: str | None = None) -> Snapshot:
    """A snapshot of everything."""
    return create(
        record, Engine(record), View(), title="Kursk", by=None, at=NOON, expires=expires, token=token, maker=maker
    )


def test_a_new_name_stands_beside_what_is_proven(record: Record) -> None:
    """A snapshot renamed is found under both titles; its document, hash and proof stay."""
    snapshot = taken(record)

    entry = control.rename(record, ID, "Kursk, first week", at=LATER)
    assert (entry.called, entry.title, entry.hash) == ("Kursk, first week", "Kursk", snapshot.hash)
    assert load(record, ID) == snapshot
    assert record.stored_snapshots(ID)[0].name == "Kursk, first week"
    assert control.rename(record, ID, "", at=LATER).called == "Kursk"


def test_the_last_day_can_be_moved(record: Record) -> None:
    """What expired opens again after its last day was moved, and closes when it is moved back; null is for good."""
    snapshot = taken(record, expires=date(2026, 11, 24))
    with pytest.raises(Problem, match="was open until 2026-11-24"):
        load(record, ID, at=LATER)

    assert control.expire(record, ID, None, at=LATER).state(LATER) == "open"
    assert load(record, ID, at=LATER) == snapshot
    assert control.expire(record, ID, LATER.date(), at=LATER).expires == "2026-12-23"
    assert control.entry(record, ID).state(LATER + timedelta(days=1)) == "expired"
    with pytest.raises(Problem, match="expired already"):
        control.expire(record, ID, date(2026, 11, 24), at=LATER)


def test_a_revoked_snapshot_stays_closed(record: Record) -> None:
    """Revoked once, a link opens no more, whatever its last day; the proof stays, and the first time counts."""
    snapshot = taken(record)
    entry = control.revoke(record, ID, at=NOON, why="the source asked")
    assert control.revoke(record, ID, at=LATER) == entry

    assert (entry.revoked, entry.revoked_why, entry.state(NOON)) == (
        "2026-11-23T12:00:00Z",
        "the source asked",
        "revoked",
    )
    with pytest.raises(Problem, match="was revoked on 2026-11-23"):
        load(record, ID, at=NOON)
    assert load(record, ID) == snapshot
    with pytest.raises(Problem, match="was revoked, and stays so"):
        control.expire(record, ID, None, at=NOON)


@pytest.mark.parametrize("bad", ["f" * 32, ":key", "../x"])
def test_what_is_not_there_is_said(record: Record, bad: str) -> None:
    """Nothing is decided about a snapshot that is not there."""
    with pytest.raises(Problem, match=r"no snapshot|not the id"):
        control.rename(record, bad, "x", at=NOON)
    with pytest.raises(Problem, match=r"no snapshot|not the id"):
        control.expire(record, bad, None, at=NOON)
    with pytest.raises(Problem, match=r"no snapshot|not the id"):
        control.revoke(record, bad, at=NOON)


def test_decisions_are_never_changed(record: Record) -> None:
    """The database refuses to change or remove a decision, as everything recorded."""
    taken(record)
    control.rename(record, ID, "Kursk, first week", at=LATER)
    other = sqlite3.connect(record.path)
    for sql in ("UPDATE snapshot_change SET value = 'x'", "DELETE FROM snapshot_change"):
        with pytest.raises(sqlite3.IntegrityError, match="never changed or removed"):
            other.execute(sql)
    other.close()


def test_a_list_reads_no_document(record: Record) -> None:
    """Snapshots are listed newest first, by pages, from an index: their documents are not touched."""
    for number in range(5):
        taken(record, token=bytes([number] * 16))

    assert [each.id[:2] for each in control.listed(record, limit=2, offset=1)] == ["03", "02"]
    assert control.number(record) == 5
    plan = record.rows("EXPLAIN QUERY PLAN " + control._LISTED.format(where=""), (-1, 0))
    assert "USING COVERING INDEX snapshot_listed" in str(plan)


def test_a_record_of_an_earlier_edition_receives_the_tables(record: Record) -> None:
    """A record without the later tables is given them when it is opened, and its snapshots stay."""
    snapshot = taken(record)
    other = sqlite3.connect(record.path)
    for name in ("change", "signature", "opened", "made"):
        other.execute(f"DROP TABLE snapshot_{name}")
    other.execute("DROP INDEX snapshot_listed")
    other.commit()
    other.close()

    with Record(record.home, shipped=()) as again:
        assert load(again, ID) == snapshot
        assert control.listed(again)[0].opens == 0


def test_openings_are_counted_by_day(record: Record) -> None:
    """Openings are added up by day; nothing is written before it is due, and nothing of the reader is kept."""
    taken(record)
    opens = Opens(lambda: record, every=3600)
    for _ in range(3):
        opens.count(ID, at=NOON)
    opens.count(ID, at=LATER)
    assert per_day(record, ID) == {}

    opens.write()
    opens.count(ID, at=LATER)
    opens.write()
    assert per_day(record, ID) == {"2026-11-23": 3, "2026-12-23": 2}
    assert control.entry(record, ID).opens == 5
    columns = [row[1] for row in record.rows("PRAGMA table_info(snapshot_opened)")]
    assert columns == ["snapshot", "day", "opens"]


def test_openings_that_cannot_be_written_are_kept(record: Record) -> None:
    """While the record cannot be written, counts wait for the next time."""
    taken(record)
    broken = True

    def open_record() -> Record:
        if broken:
            raise Failure("The record is not there.")
        return record

    opens = Opens(open_record, every=3600)
    opens.count(ID, at=NOON)
    opens.write()
    broken = False
    opens.write()
    assert per_day(record, ID) == {"2026-11-23": 1}


def test_one_makes_so_many_in_an_hour(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """A maker who made too many in an hour is told so; others, and the same one an hour later, may go on."""
    monkeypatch.setenv(control.PER_HOUR, "2")
    for number in (1, 2):
        taken(record, token=bytes([number] * 16), maker="session one")
    with pytest.raises(Problem, match=r"2 snapshots were made here within an hour, and 2 are allowed"):
        taken(record, maker="session one")

    taken(record, token=bytes([3] * 16), maker="session two")
    control.require_pace(record, "session one", at=NOON + timedelta(hours=1, seconds=1))
    assert "session" not in str(record.rows("SELECT * FROM snapshot_made"))
    assert len(record.rows("SELECT * FROM snapshot_made")) == 1


def test_the_usual_last_day_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a word, a snapshot opens for good, or as many days as the setting says; a date or never overrules it."""
    monkeypatch.delenv(control.DAYS_OPEN, raising=False)
    assert control.last_day(None, at=NOON) is None
    monkeypatch.setenv(control.DAYS_OPEN, "30")
    assert control.last_day(None, at=NOON) == date(2026, 12, 23)
    assert control.last_day(None, at=datetime(2026, 11, 23, 23, 59, tzinfo=UTC)) == date(2026, 12, 23)
    assert control.last_day("never", at=NOON) is None
    assert control.last_day("2027-01-01", at=NOON) == date(2027, 1, 1)
    monkeypatch.setenv(control.DAYS_OPEN, "soon")
    with pytest.raises(Problem, match=r'\$EVENTS_SNAPSHOT_DAYS is "soon"'):
        control.last_day(None, at=NOON)
