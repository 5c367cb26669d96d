"""A snapshot is proven to the last byte, by the record, by a signature, or found consistent; what differs is named."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.engine import Engine
from events.model import Problem, View
from events.record import Failure, Record, StoredSnapshot
from events.snapshots.control import expire, rename, revoke
from events.snapshots.creating import create
from events.snapshots.document import Signature, Snapshot, canonical, content_hash, written
from events.snapshots.opening import form_of, load, opened
from events.snapshots.sealing import Broken, seal, unseal
from events.snapshots.signing import FILE, holds, made_key, public_key, require_key
from events.snapshots.verifying import Verdict, Verifier, unproven
from tests.factories import NOON, make_actor, make_article, make_event

ID = bytes(range(16)).hex()
EDITIONS = sorted((Path(__file__).parent / "snapshots").glob("*.json"))
"""A snapshot of every released edition, as ``events snapshot show --format json`` of that edition wrote it."""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A record with a snapshot of two events."""
    article = make_article(title="Pasukan Korut Tiba")
    events = [make_event("e1", article=article, actors=[make_actor("prk")]), make_event("e2", article=article)]
    with Record(tmp_path_factory.mktemp("home"), shipped=()) as opened_record:
        opened_record.add(article, events, at=NOON)
        taken(opened_record)
        yield opened_record


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Record]:
    """A record that holds no snapshot."""
    with Record(tmp_path / "elsewhere", shipped=()) as other:
        yield other


def taken(record: Record, token: bytes = bytes(range(16))) -> Snapshot:
    """A snapshot of everything."""
    return create(record, Engine(record), View(), title="Kursk", by="Ana", at=NOON, token=token)


def file_of(record: Record, snapshot_id: str = ID) -> bytes:
    """The JSON file of a snapshot."""
    return written(form_of(record.stored_snapshots(snapshot_id)[0]))


def checked(record: Record, content: bytes, *, key: str | None = None) -> Verdict:
    """What is found of a file."""
    return Verifier(record, key=key).file(content, lambda *_: None)


def test_what_was_stored_is_proven(record: Record) -> None:
    """The snapshot in the record, its indented file and its line of JSON are proven, with hash and time."""
    stored = Verifier(record).stored(ID)
    assert (stored.proven, stored.id, stored.hash) == (True, ID, load(record, ID).hash)

    form = form_of(record.stored_snapshots(ID)[0])
    for content in (written(form), canonical(form).encode()):
        assert checked(record, content) == stored


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda form: form["events"][1].update(kind="AID"), 'event e2, kind: "AID", stored as "'),
        (lambda form: form["events"][0]["quote"].update(text="x"), 'event e1, quote, text: "x", stored as "'),
        (lambda form: form["articles"][0].update(title="x"), ', title: "x", stored as "Pasukan Korut Tiba"'),
        (lambda form: form.update(title=None), 'title: nothing, stored as "Kursk"'),
        (lambda form: form["view"].update(actors=["prk"]), "view, actors: 1 entries, stored with 0"),
        (lambda form: form["events"].pop(0), "event e1: missing"),
        (lambda form: form["counts"].pop("total"), "counts, total: missing"),
        (lambda form: form["counts"].update(shown=2.0), "counts, shown: 2.0, stored as 2"),
        (lambda form: form.update(hash="0" * 64), 'hash: "000'),
        (lambda form: form.update(more=1), "more: added"),
        (lambda form: form.update(id="f" * 32), f'id: "{"f" * 32}", and this record stored the same content as {ID}'),
    ],
)
def test_what_was_changed_is_named(record: Record, change: object, named: str) -> None:
    """Each change is told by field, event, article or quote, with what was stored."""
    form = json.loads(file_of(record))
    change(form)  # type: ignore[operator]

    verdict = checked(record, written(form))
    assert not verdict.proven
    assert any(named in sentence for sentence in verdict.wrong), verdict.wrong


def test_a_file_written_otherwise_is_not_the_file(record: Record) -> None:
    """The same content with another space is told by its line."""
    content = file_of(record).replace(b'"by": "Ana"', b'"by":  "Ana"')
    (sentence,) = checked(record, content).wrong
    assert "is not written as it was: line" in sentence


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_one_byte_changed_in_a_json_is_found(record: Record, data: st.DataObject) -> None:
    """One byte of the file replaced by any other is found and named."""
    content = bytearray(file_of(record))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[place]))

    try:
        verdict = checked(record, bytes(content))
    except Problem as problem:
        assert "is no snapshot" in str(problem)
    else:
        assert not verdict.proven
        assert all(verdict.wrong)
        assert verdict.wrong


def test_without_the_record_a_file_is_consistent_not_proven(record: Record, elsewhere: Record) -> None:
    """Where the id is not known, a whole file is consistent, and no more; a changed one is not."""
    content = file_of(record)
    verdict = checked(elsewhere, content)
    assert (verdict.proven, verdict.wrong) == (False, ())

    (sentence,) = checked(elsewhere, content.replace(b"Kursk", b"Korsk")).wrong
    assert "its content is not that of its hash" in sentence


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\x00\xff", b'{"id": 1}', b"[" * 100_000, b"<html></html>"])
def test_what_is_no_snapshot_is_said(record: Record, content: bytes) -> None:
    """Any other file is refused in a sentence."""
    with pytest.raises(Problem, match="is no snapshot"):
        checked(record, content)


def test_a_document_changed_in_the_record_is_found(tmp_path: Path) -> None:
    """What the record holds is checked against its hash."""
    with Record(tmp_path, shipped=()) as record:
        stored = StoredSnapshot(
            id=ID, hash="0" * 64, document="{}", title=None, created="2026-11-23T12:00:00Z", expires=None, shown=0
        )
        record.store_snapshot(stored)
        assert "its content is not that of its hash" in Verifier(record).stored(ID).wrong[0]
        with pytest.raises(Problem, match="no snapshot"):
            Verifier(record).stored("f" * 32)


def test_a_list_that_names_a_snapshot_otherwise_is_found(tmp_path: Path) -> None:
    """The title beside a document, which lists show, is compared with the one in it."""
    with Record(tmp_path, shipped=()) as record:
        snapshot = taken(record)
        assert unproven(record) == []
        with sqlite3.connect(record.path) as other:
            other.execute("DROP TRIGGER snapshot_update_refused")
            other.execute("UPDATE snapshot SET title = 'Korsk'")
        other.close()
        said = f'Snapshot {snapshot.id} is not as it was stored: in the list of snapshots, title: "Korsk", '
        assert unproven(record) == [said + 'stored as "Kursk".']


def test_what_was_decided_since_is_said(tmp_path: Path) -> None:
    """A proof says its last day, that it was revoked, and what it is called now; of the id and of a file."""
    with Record(tmp_path, shipped=()) as record:
        taken(record)
        expire(record, ID, date(2099, 5, 1), at=NOON)
        assert Verifier(record).stored(ID).said == ("the last day on which its link opens is 2099-05-01",)
        rename(record, ID, "Kursk, corrected", at=NOON)
        revoke(record, ID, at=NOON)
        for verdict in (Verifier(record).stored(ID), checked(record, file_of(record))):
            assert verdict.proven
            assert verdict.said[0].startswith("it was revoked on ")
            assert verdict.said[1] == 'it is called "Kursk, corrected" now'


def test_an_event_told_twice_is_named(record: Record) -> None:
    """A forged event before the true one of the same id is found, though each id is one that was stored."""
    form = form_of(record.stored_snapshots()[0])
    events = form["events"]
    assert isinstance(events, list)
    kind = "AID" if events[0]["kind"] != "AID" else "ASSAULT"
    forged = {**form, "events": [{**events[0], "kind": kind}, *events]}
    wrong = checked(record, written(forged)).wrong
    assert any("kind" in each for each in wrong)
    assert any("there twice" in each for each in wrong)


# -- signatures ----------------------------------------------------------------------------------


def test_what_is_made_with_a_key_is_signed(tmp_path: Path, elsewhere: Record) -> None:
    """Once there is a key, snapshots are signed; the public key proves them where the record is not."""
    with Record(tmp_path / "desk", shipped=()) as desk:
        unsigned = taken(desk, b"0" * 16)
        key = made_key(desk.home)
        assert made_key(desk.home) == key == public_key(desk.home)
        assert (desk.home / FILE).stat().st_mode & 0o777 == 0o600
        signed = taken(desk)
        assert (unsigned.signature, signed.hash) == (None, unsigned.hash)
        assert signed.signature is not None
        assert signed.signature.key == key
        assert holds(signed.signature, signed.id, signed.hash)
        content, bare = file_of(desk), file_of(desk, unsigned.id)
        assert checked(desk, content, key=key).proven
        assert Verifier(desk, key=key).stored(unsigned.id).wrong == ("it is not signed, and a key was given",)

    assert not checked(elsewhere, content).proven
    assert checked(elsewhere, content, key=key).proven
    assert "by the key that was given" in checked(elsewhere, content, key=made_key(elsewhere.home)).wrong[0]
    assert checked(elsewhere, bare, key=key).wrong == ("it is not signed, and a key was given",)


def test_a_forged_signature_does_not_hold(tmp_path: Path, elsewhere: Record) -> None:
    """Another content under the same signature, or a signature with one digit changed, is found."""
    with Record(tmp_path / "desk", shipped=()) as desk:
        key = made_key(desk.home)
        form = form_of(desk.stored_snapshots(taken(desk).id)[0])
    content = {name: value for name, value in form.items() if name not in ("id", "hash", "signature")}
    forged = {**form, "title": "Moscow", "hash": content_hash(canonical({**content, "title": "Moscow"}))}
    assert "is not by its key under this id and hash" in checked(elsewhere, written(forged), key=key).wrong[0]

    own = Signature.model_validate(form["signature"])
    for digit in range(0, 128, 9):
        other = own.signature[:digit] + ("0" if own.signature[digit] != "0" else "1") + own.signature[digit + 1 :]
        assert not holds(Signature(key=key, signature=other), str(form["id"]), str(form["hash"]))
    assert not holds(Signature(key=key, signature=own.signature.upper()), str(form["id"]), str(form["hash"]))
    moved = {**form, "id": "0" * 32}
    assert "is not by its key under this id and hash" in checked(elsewhere, written(moved), key=key).wrong[0]


def test_a_key_that_is_none_is_said(tmp_path: Path) -> None:
    """What is no public key, and a private one that was damaged, are said in a sentence."""
    with pytest.raises(Problem, match="is not a public key"):
        require_key("ed25519:12")
    (tmp_path / FILE).write_text("nothing", encoding="ascii")
    with pytest.raises(Failure, match="is not a signing key"):
        public_key(tmp_path)


# -- seals ---------------------------------------------------------------------------------------

PARTS = [("the head", b"<!doctype html>\n"), ("the words", b"one\ntwo\n"), ("the end", b"</html>\n")]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_one_byte_changed_in_a_sealed_file_is_found(data: st.DataObject) -> None:
    """One byte replaced, added or taken away breaks the seal, and the part is named."""
    whole = seal(PARTS, {"id": ID, "note": "a --> b"})
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole[place]))
    changed = data.draw(
        st.sampled_from(
            [
                whole[:place] + bytes([byte]) + whole[place + 1 :],
                whole[:place] + bytes([byte]) + whole[place:],
                whole[:place] + whole[place + 1 :],
            ]
        )
    )
    with pytest.raises(Broken, match=r"the (head|words|end|seal)|after its last part"):
        unseal(changed)


def test_a_sealed_file_opens_to_its_parts() -> None:
    """What was sealed comes back as it was, with the facts."""
    sealed = unseal(seal(PARTS, {"id": ID, "note": "a --> b"}))
    assert list(sealed.parts.items()) == PARTS
    assert sealed.facts == {"id": ID, "note": "a --> b"}


def test_a_seal_that_tells_a_part_twice_or_backwards_is_none() -> None:
    """Two parts of one name would hide the first; a length below nothing would hide what is skipped."""
    with pytest.raises(Broken, match="the seal at its end was changed"):
        unseal(seal([PARTS[0], *PARTS], {}))
    name, content = PARTS[0]
    digest, empty = sha256(content).hexdigest(), sha256(b"").hexdigest()
    listed = [[name, len(content), digest], ["other", -1, empty]]
    sealed: dict[str, object] = {"format": 1, "facts": {}, "parts": listed}
    sealed["seal"] = sha256(canonical(sealed).encode()).hexdigest()
    with pytest.raises(Broken, match="the seal at its end was changed"):
        unseal(content + b"\n<!-- seal " + canonical(sealed).encode() + b" -->\n")


# -- earlier editions ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.stem)
def test_a_snapshot_of_every_edition_opens_and_verifies(path: Path, elsewhere: Record) -> None:
    """What an earlier edition stored opens, is written byte for byte as then, and verifies."""
    content = path.read_bytes()
    form = json.loads(content)
    own = {name: value for name, value in form.items() if name not in ("id", "hash", "signature")}
    stored = StoredSnapshot(
        id=form["id"],
        hash=form["hash"],
        document=canonical(own),
        title=form["title"],
        created=form["created"],
        expires=form["expires"],
        shown=form["counts"]["shown"],
    )
    assert not checked(elsewhere, content).proven
    elsewhere.store_snapshot(stored)

    assert len(load(elsewhere, stored.id).events) == form["counts"]["shown"]
    assert opened(stored).title == form["title"]
    assert written(form_of(stored)) == content
    assert Verifier(elsewhere).stored(stored.id).proven
    assert checked(elsewhere, content).proven


def test_the_edition_at_hand_is_among_them() -> None:
    """The present format is kept too."""
    assert EDITIONS
