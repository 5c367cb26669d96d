"""Snapshots: frozen, provable, showing nothing beyond their view, and saying how the record moved on."""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from events.engine import Engine
from events.model import Event, Kind, Modality, Problem, View
from events.record import Failure, Record
from events.snapshots.creating import create
from events.snapshots.document import Snapshot, canonical, public
from events.snapshots.drift import Drift, drift
from events.snapshots.opening import link, load
from events.snapshots.verifying import unproven
from tests.factories import NOON, make_actor, make_article, make_event

TOKEN = bytes(range(16))
ID = "000102030405060708090a0b0c0d0e0f"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record of one article with an asserted event, its denial and a withdrawn event."""
    article = make_article(title="Pasukan Korut Tiba")
    events = [
        make_event("e1", article=article, actors=[make_actor("prk")]),
        make_event("e2", article=article, modality=Modality.DENIED, denies=["e1"], quote=(48, 83)),
        make_event("e3", article=article, kind=Kind.STATE),
    ]
    with Record(tmp_path, shipped=()) as opened:
        opened.add(article, events, at=NOON)
        opened.revise("e3", {"review": "withdrawn"}, by="Ana Secret", why="private reason", at=NOON)
        yield opened


def taken(record: Record, view: View, *, title: str | None = "Kursk", expires: date | None = None) -> Snapshot:
    """A snapshot of ``view`` with a known id."""
    return create(record, Engine(record), view, title=title, by="Ana", at=NOON, expires=expires, token=TOKEN)


def test_a_snapshot_is_what_was_shown(record: Record) -> None:
    """A snapshot holds the view, its events, what is known of their article, and what was not shown."""
    snapshot = taken(record, View())

    assert (snapshot.id, snapshot.title, snapshot.by, snapshot.created) == (ID, "Kursk", "Ana", "2026-11-23T12:00:00Z")
    assert [event.id for event in snapshot.events] == ["e1", "e2"]
    assert snapshot.counts.model_dump() == {"shown": 2, "total": 3, "omitted": {"withdrawn": 1}, "denial_gaps": 0}
    source = snapshot.source(snapshot.events[0].article)
    assert source is not None
    assert (source.title, source.published) == ("Pasukan Korut Tiba", date(2024, 10, 31))
    assert snapshot.versions.model_dump() == {"format": 1, "record": 1, "program": "0.1.0", "extractors": ("rules/1",)}
    assert load(record, ID) == snapshot


def test_it_does_not_change_when_the_record_does(record: Record) -> None:
    """A snapshot opens unchanged after its events changed, and the record says how it moved on."""
    snapshot = taken(record, View())
    engine = Engine(record)
    assert drift(engine, snapshot) == Drift((), (), ())

    record.revise("e1", {"kind": "AID"}, by="Ana", why="read again", at=NOON)
    record.revise("e2", {"review": "withdrawn"}, by="Ana", why="not a denial", at=NOON)
    record.revise("e3", {"review": "found"}, by="Ana", why="it stands", at=NOON)

    assert load(record, ID) == snapshot
    assert drift(engine, snapshot) == Drift(changed=("e1",), withdrawn=("e2",), new=("e3",))


def test_an_event_missing_from_another_record_is_named(record: Record, tmp_path: Path) -> None:
    """Against a record that lacks the snapshot's events, each of them is missing, not unchanged."""
    snapshot = taken(record, View())
    with Record(tmp_path / "other", shipped=()) as other:
        assert drift(Engine(other), snapshot) == Drift((), (), (), missing=("e1", "e2"))


def test_it_shows_nothing_beyond_its_view(record: Record) -> None:
    """No article text, reviewer, reason, hidden event or its id goes into a snapshot."""
    for event_id in ("e1", "e2"):
        record.revise(event_id, {"review": "confirmed"}, by="Ana Secret", why="private reason", at=NOON)
    taken(record, View(modalities=(Modality.DENIED,), event="e1"))
    (stored,) = record.stored_snapshots()

    for word in ("Secret", "private", '"e1"', '"e3"', "kata Pentagon"):
        assert word not in stored.document
    snapshot = load(record, ID)
    assert snapshot.view.event is None
    assert snapshot.events[0].denies == ()
    assert (snapshot.counts.omitted, snapshot.counts.denial_gaps) == ({"modality": 2}, 1)


def test_the_open_card_stays_open_where_it_is_shown(record: Record) -> None:
    """A view whose open event is shown keeps it open."""
    assert taken(record, View(event="e2")).view.event == "e2"


def test_the_hash_proves_the_content(record: Record) -> None:
    """The hash is that of all fields but id and hash, in canonical JSON, so that anybody can check it."""
    snapshot = taken(record, View())
    content = snapshot.model_dump(mode="json", exclude={"id", "hash"})

    assert hashlib.sha256(canonical(content).encode()).hexdigest() == snapshot.hash
    assert canonical({"b": "ü", "a": [1, None]}) == '{"a":[1,null],"b":"ü"}'


def test_a_changed_snapshot_is_not_shown(record: Record) -> None:
    """What is not what was stored is refused, however it came to differ."""
    snapshot = taken(record, View())
    other = sqlite3.connect(record.path)
    other.execute("DROP TRIGGER snapshot_update_refused")
    other.execute("UPDATE snapshot SET document = replace(document, 'MOBILIZE', 'RETREAT')")
    other.commit()
    other.close()

    with pytest.raises(Failure, match="is not what was stored"):
        load(record, snapshot.id)
    (sentence,) = unproven(record)
    assert sentence.startswith(f"Snapshot {ID} is not as it was stored: its content is not that of its hash")


@pytest.mark.parametrize("bad", ["", ":key", "A" * 32, "0" * 31, ID + "\n", "../../etc/passwd", "%", "' OR 1=1 --"])
def test_a_malformed_id_is_refused(record: Record, bad: str) -> None:
    """An id of another form is refused before anything is looked up."""
    taken(record, View())

    with pytest.raises(Problem, match="is not the id of a snapshot"):
        load(record, bad)


def test_an_unknown_id_says_so(record: Record) -> None:
    """An id of the right form that is not here says so."""
    with pytest.raises(Problem, match="There is no snapshot"):
        load(record, "f" * 32)


def test_an_expired_snapshot_does_not_open(record: Record) -> None:
    """A snapshot opens through the last second of its last day, and no longer."""
    taken(record, View(), expires=date(2026, 11, 24))

    assert load(record, ID, at=datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC)).expires == date(2026, 11, 24)
    with pytest.raises(Problem, match="was open until 2026-11-24"):
        load(record, ID, at=datetime(2026, 11, 25, tzinfo=UTC))


@pytest.mark.parametrize(
    ("title", "expires", "words"),
    [
        ("a" * 201, None, "at most 200 characters"),
        ("two\nlines", None, "one line"),
        ("Kursk", date(2026, 11, 22), "expired already on 2026-11-22"),
    ],
)
def test_what_cannot_be_stored_is_refused(record: Record, title: str, expires: date | None, words: str) -> None:
    """A title too long or an expiry that has passed is refused, and nothing is stored."""
    with pytest.raises(Problem, match=words):
        taken(record, View(), title=title, expires=expires)
    assert record.stored_snapshots() == []


def test_the_id_is_chance(record: Record) -> None:
    """Two snapshots of the same view have ids of 32 digits that do not follow from it, and the same content."""
    engine = Engine(record)
    one, two = (create(record, engine, View(), title=None, by=None, at=NOON) for _ in range(2))

    assert one.id != two.id
    assert re.fullmatch("[0-9a-f]{32}", one.id)
    assert one.hash == two.hash
    assert link("http://127.0.0.1:8501/", one.id) == f"http://127.0.0.1:8501/s/{one.id}"


def test_an_id_is_given_once(record: Record) -> None:
    """A second snapshot under a taken id is refused and the first stays."""
    first = taken(record, View())

    with pytest.raises(Failure):
        taken(record, View(kinds=(Kind.AID,)))
    assert load(record, ID) == first


def test_an_empty_view_can_be_shared(record: Record) -> None:
    """A view that shows nothing is a finding too."""
    snapshot = taken(record, View(kinds=(Kind.AID,)))

    assert (snapshot.events, snapshot.articles, snapshot.counts.shown) == ((), (), 0)


def test_every_field_of_an_event_survives(record: Record) -> None:
    """The stored form is the event's own JSON, whole."""
    snapshot = taken(record, View())
    (stored,) = record.stored_snapshots()

    assert [Event.model_validate(each) for each in json.loads(stored.document)["events"]] == list(snapshot.events)
    assert (stored.title, stored.shown, stored.created, stored.revoked) == ("Kursk", 2, "2026-11-23T12:00:00Z", None)


def test_an_imported_row_of_ours_keeps_no_reviewer() -> None:
    """A list of our own that came back as a data set holds reviewer and reason in its row; others never see them."""
    row: dict[str, object] = {
        "id": "a",
        "review": {"state": "confirmed", "by": "Rahasia", "why": "rahasia", "at": None},
    }
    event = make_event("e").model_copy(update={"original": row})

    shown = public(event, set())

    assert "ahasia" not in shown.model_dump_json()
    assert shown.original == {"id": "a", "review": {"state": "confirmed", "by": None, "why": None, "at": None}}
