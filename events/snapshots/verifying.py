"""Proving a snapshot: the one in the record, a JSON file or an exported HTML, to the last byte.

What is not as it was stored is named. A file whose snapshot the record does not hold can only be found consistent,
unless it is signed with a key that one knows.
"""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from zlib import decompressobj
from zlib import error as zlib_error

from events.articles import one_line
from events.model import Problem
from events.record import Record, StoredSnapshot
from events.snapshots.comparing import differences
from events.snapshots.control import entry, with_hash
from events.snapshots.document import Signature, canonical, content_hash, written
from events.snapshots.opening import form_of, is_id
from events.snapshots.sealing import Broken, Sealed, is_sealed, unseal
from events.snapshots.signing import holds, public_key

DATA = "the snapshot's data"  # the part of an HTML file that holds the stored form, packed
_PACKED = re.compile(rb'<script type="text/plain" id="\w+">(.*?)</script>', re.DOTALL)
_DATA = re.compile(rb'<script type="text/plain" id="snapshot">(.*?)</script>', re.DOTALL)
UNPACKED = 200_000_000  # bytes that a part of a file may unpack to
_ID_WRITTEN = re.compile(r'^  "id": "([0-9a-f]{32})"|"hash":"[^"]*","id":"([0-9a-f]{32})"', re.MULTILINE)
MOST_NAMED = 10
_OTHER_HASH = "its content is not that of its hash, so that one of them was changed"

Form = dict[str, object]
Rebuild = Callable[[Form, Mapping[str, object]], Mapping[str, bytes] | None]


@dataclass(frozen=True)
class Verdict:
    """What was found: ``wrong`` names what is not as it was stored, ``said`` what else is to be known.

    ``proven``: it is as this record stored it, or as the given key signed it; else, with nothing wrong, it is
    consistent in itself, and no more is known. ``id`` and ``hash`` are those it has, ``stored`` when it was made.
    ``made_elsewhere``: its page is of another edition, so that only its data can be proven, of which ``said`` tells.
    """

    id: str
    hash: str
    stored: str
    wrong: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    proven: bool = False
    made_elsewhere: bool = False


class Verifier:
    """Proves snapshots by a record, by its own key, and by the public ``key`` of a desk where one is given."""

    def __init__(self, record: Record, *, key: str | None = None) -> None:
        """See the class; what is not signed with a ``key`` that is given (as by ``require_key``) is wrong."""
        self._record, self._key = record, key
        self._known = {key, public_key(record.home)} - {None}

    def stored(self, snapshot_id: str) -> Verdict:
        """Whether the snapshot with this id is as it was stored; raises Problem where there is none."""
        entry(self._record, snapshot_id)
        found = self._record.stored_snapshots(snapshot_id)[0]
        try:
            form: Form = form_of(found)
        except ValueError:
            form = {"id": found.id, "hash": found.hash}
        is_whole = content_hash(found.document) == found.hash
        wrong = _misfiled(found, form) if is_whole else [f"its content is not that of its hash {found.hash}"]
        return self._verdict(form, [*wrong, *self._unsigned(form)], _since(found), proven=True)

    def file(self, content: bytes, rebuild: Rebuild) -> Verdict:
        """Whether a file is as it was exported, every byte of it; raises Problem for a file that is no snapshot.

        ``rebuild`` makes the parts of an HTML file anew, or null where another edition made it.
        """
        if is_sealed(content) or _DATA.search(content):
            return self._html(content, rebuild)
        return self._json(content)

    # -- JSON ------------------------------------------------------------------------------------

    def _json(self, content: bytes) -> Verdict:
        try:
            form = _read(content)
        except ValueError as error:
            return self._unreadable(content, str(error))
        held = self._held(form)
        wrong = self._content(form, held)
        if not wrong and content not in (*_ways(form), *(_ways(form_of(held)) if held else ())):
            line = _first_other(content, written(form))
            wrong = [f"it says the same, but is not written as it was: line {line} is the first that differs"]
        return self._verdict(form, wrong, _since(held), proven=held is not None)

    def _unreadable(self, content: bytes, why: str) -> Verdict:
        """The verdict on what is no JSON any more; a Problem where it never was a snapshot."""
        text = content.decode("utf-8", errors="replace")
        named = _ID_WRITTEN.search(text)
        held = self._record.stored_snapshots(named[1] or named[2]) if named else []
        if not held:
            if '"versions"' in text or '"hash"' in text:
                return Verdict("", "", "", (f"it is not whole JSON ({why})",))
            raise Problem("The file is no snapshot; give JSON or HTML as events snapshot export writes it.")
        line = _first_other(content, written(form_of(held[0])))
        where = f"line {line} is the first that differs" if content.count(b"\n") > 2 else why
        return self._verdict(form_of(held[0]), [f"it is not whole JSON; {where}"], (), proven=False)

    # -- HTML ------------------------------------------------------------------------------------

    def _html(self, content: bytes, rebuild: Rebuild) -> Verdict:
        broken: list[str] = []
        sealed: Sealed | None = None
        try:
            sealed = unseal(content)
        except Broken as why:
            broken = [str(why)]
        found = _DATA.search(sealed.parts.get(DATA, b"") if sealed else content)
        try:
            form = _read(unpacked(found[1])) if found else {}
        except ValueError as error:
            return Verdict("", "", "", (*broken, f"the data in it is not whole ({error})"))
        held = self._held(form)
        wrong = [*broken, *(self._content(form, held) if found else ["its data is gone"])]
        if sealed is None or wrong:
            return self._verdict(form, wrong, (), proven=False)
        return self._made(form, held, sealed, rebuild)

    def _made(self, form: Form, held: StoredSnapshot | None, sealed: Sealed, rebuild: Rebuild) -> Verdict:
        """The verdict on a whole file by what this program makes of the same data."""
        anew = rebuild(form, sealed.facts)
        if anew is None:
            proof = "is as this record stored it" if held is not None else "is consistent"
            said = f"the data in it {proof}; its page was made by another edition of the program, and is not proven"
            return self._verdict(form, [], (said, *_since(held)), proven=False, made_elsewhere=True)
        wrong = [f"{name}: not what this program makes of its data" for name in _other_parts(anew, sealed.parts)]
        if not wrong and list(anew) != list(sealed.parts):
            wrong = ["its parts stand in another order than this program writes them"]
        leads = f"its link leads to {one_line(str(sealed.facts.get('base')))}, which no proof covers"
        return self._verdict(form, wrong, (leads, *_since(held)), proven=held is not None)

    # -- both ------------------------------------------------------------------------------------

    def _held(self, form: Form) -> StoredSnapshot | None:
        own = form.get("id")
        if not isinstance(own, str) or not is_id(own):
            return None
        return next(iter(self._record.stored_snapshots(own)), None)

    def _content(self, form: Form, held: StoredSnapshot | None) -> list[str]:
        """What is wrong with a stored form: where the record holds it, each difference; else as far as can be told."""
        own, given = str(form.get("id")), str(form.get("hash"))
        content = {name: value for name, value in form.items() if name not in ("id", "hash", "signature")}
        changed = [] if content_hash(canonical(content)) == given else [_OTHER_HASH]
        if held is not None:
            return [*(differences(form_of(held), form) or changed), *self._unsigned(form)]
        wrong = [*([] if is_id(own) else ["id: it is no id of a snapshot"]), *changed]
        if not changed and (others := with_hash(self._record, given)):
            wrong.append(f'id: "{own[:40]}", and this record stored the same content as {others[0]}')
        return [*wrong, *self._unsigned(form)]

    def _unsigned(self, form: Form) -> list[str]:
        """What is wrong with the signature: one that does not hold, none or another's where a key is asked for."""
        signature = _signature(form)
        if signature is None:
            if "signature" in form:
                return ["signature: it is none"]
            return ["it is not signed, and a key was given"] if self._key else []
        if not holds(signature, str(form.get("id")), str(form.get("hash"))):
            return ["signature: it is not by its key under this id and hash"]
        if self._key and signature.key != self._key:
            return [f"signature: it is by {signature.key}, not by the key that was given"]
        return []

    def _verdict(
        self, form: Form, wrong: Iterable[str], said: Iterable[str], *, proven: bool, made_elsewhere: bool = False
    ) -> Verdict:
        """The verdict on a stored form; a signature proves it too, but no page that cannot be made anew here."""
        named = list(wrong)
        if len(named) > MOST_NAMED:
            named = [*named[:MOST_NAMED], f"and {len(named) - MOST_NAMED} more"]
        signature = _signature(form)
        signed = bool(signature and signature.key in self._known)
        heard = (*said, f"signed by {signature.key}") if signature and not named else tuple(said)
        own, content, created = (str(form.get(name, "")) for name in ("id", "hash", "created"))
        is_proven = not named and not made_elsewhere and (proven or signed)
        return Verdict(own, content, created, tuple(named), heard, is_proven, made_elsewhere)


def unproven(record: Record) -> list[str]:
    """A sentence for each snapshot of the record that is not as it was stored."""
    rows = record.rows("SELECT id FROM snapshot ORDER BY created, id")
    verifier = Verifier(record)
    verdicts = (verifier.stored(str(row[0])) for row in rows)
    return [f"Snapshot {each.id} is not as it was stored: {'; '.join(each.wrong)}." for each in verdicts if each.wrong]


def _misfiled(stored: StoredSnapshot, form: Form) -> list[str]:
    """What lists of snapshots, which read no document, say of one otherwise than its document."""
    counts = form.get("counts")
    told = {"title": form.get("title"), "created": form.get("created")}
    told["shown"] = counts.get("shown") if isinstance(counts, dict) else None
    listed = {name: getattr(stored, name) for name in told}
    return [f"in the list of snapshots, {each}" for each in differences(told, listed)]


def _since(stored: StoredSnapshot | None) -> tuple[str, ...]:
    """What the desk decided about a snapshot of this record after it was stored."""
    if stored is None:
        return ()
    revoked = f"it was revoked on {stored.revoked[:10]}, and its link opens no more" if stored.revoked else ""
    last = f"the last day on which its link opens is {stored.expires}" if stored.expires and not revoked else ""
    renamed = f'it is called "{stored.name}" now' if stored.name else ""
    return tuple(filter(None, (revoked, last, renamed)))


def _read(content: bytes) -> Form:
    """The object that JSON says; raises ValueError in words for anything else, also where a name comes twice."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a name comes twice")
        return dict(pairs)

    try:
        form = json.loads(content.decode("utf-8"), object_pairs_hook=once)
        written(form if isinstance(form, dict) else {})
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except UnicodeError:
        raise ValueError("it holds bytes that are no text") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    if not isinstance(form, dict) or not {"events", "view", "versions"} & form.keys():
        raise ValueError("it is no snapshot")
    return form


def _signature(form: Form) -> Signature | None:
    try:
        return Signature.model_validate(form["signature"])
    except (KeyError, ValueError):
        return None


def _ways(form: Form) -> tuple[bytes, ...]:
    """The ways in which this program writes a stored form."""
    line = canonical(form).encode()
    return written(form), line, line + b"\n"


def _first_other(content: bytes, expected: bytes) -> int:
    """The number of the first line that differs, from 1 on."""
    lines = zip_longest(content.split(b"\n"), expected.split(b"\n"))
    return next((number for number, (one, other) in enumerate(lines, 1) if one != other), 1)


def _other_parts(expected: Mapping[str, bytes], found: Mapping[str, bytes]) -> list[str]:
    return [name for name in {**expected, **found} if not _is_same(expected.get(name, b""), found.get(name, b""))]


def _is_same(expected: bytes, found: bytes) -> bool:
    """Whether two parts are the same, what lies packed in them by what it unpacks to: another zlib packs otherwise."""
    if expected == found:
        return True
    packed, other = _PACKED.fullmatch(expected.strip()), _PACKED.fullmatch(found.strip())
    try:
        return bool(packed and other) and unpacked(packed[1]) == unpacked(other[1])  # type: ignore[index]
    except ValueError:
        return False


def unpacked(text: bytes) -> bytes:
    """What lies packed in a file (gzip, base64); raises ValueError for what is no such thing, or too large."""
    unpacking = decompressobj(wbits=31)
    try:
        content = unpacking.decompress(b64decode(text, validate=True), UNPACKED)
    except zlib_error as why:
        raise ValueError(str(why)) from None
    if not unpacking.eof or unpacking.unused_data:
        raise ValueError("what is packed in it is not whole")
    return content
