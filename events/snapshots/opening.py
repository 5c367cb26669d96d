"""Opening what was stored: by its id, proven unchanged, while it is open."""

import json
import re
from datetime import UTC, datetime

from pydantic import ValidationError

from events.articles import one_line
from events.model import Problem
from events.record import Failure, Record, StoredSnapshot
from events.snapshots.document import Snapshot, content_hash

_ID = re.compile(r"[0-9a-f]{32}")


def load(record: Record, snapshot_id: str, *, at: datetime | None = None) -> Snapshot:
    """The snapshot with this id, proven unchanged; with ``at``, also that it is still open then.

    Raises Problem for an id that is malformed, unknown, revoked or expired, and Failure where the proof fails.
    """
    return opened(stored_at(record, snapshot_id, at=at))


def stored_at(record: Record, snapshot_id: str, *, at: datetime | None = None) -> StoredSnapshot:
    """The snapshot with this id as it lies in the record; with ``at``, also that it is open then.

    Raises Problem for an id that is malformed, unknown, revoked or expired.
    """
    require_id(snapshot_id)
    found = record.stored_snapshots(snapshot_id)
    if not found:
        raise Problem(f"There is no snapshot {snapshot_id} in this record; check the link, or ask who sent it.")
    stored = found[0]
    if at is not None and not is_open(stored, at):
        what = f"was revoked on {stored.revoked[:10]}" if stored.revoked else f"was open until {stored.expires}"
        raise Problem(f"Snapshot {snapshot_id} {what}; ask who sent it for a new one.")
    return stored


def require_id(snapshot_id: str) -> None:
    """Raises Problem for what cannot be the id of a snapshot."""
    if not is_id(snapshot_id):
        raise Problem(
            f'"{one_line(snapshot_id)}" is not the id of a snapshot; an id is the 32 digits and letters 0-9 a-f '
            "at the end of its link."
        )


def is_id(text: str) -> bool:
    """Whether ``text`` can be the id of a snapshot."""
    return bool(_ID.fullmatch(text))


def standing(revoked: str | None, expires: str | None, at: datetime) -> str:
    """How a snapshot stands at ``at`` by when it was revoked and its last day (UTC): open, expired or revoked."""
    if revoked:
        return "revoked"
    return "expired" if expires and at.astimezone(UTC).date().isoformat() > expires else "open"


def is_open(stored: StoredSnapshot, at: datetime) -> bool:
    """Whether a snapshot opens at ``at``."""
    return standing(stored.revoked, stored.expires, at) == "open"


def link(base: str, snapshot_id: str) -> str:
    """The address of a snapshot under the dashboard's address ``base``."""
    return f"{base.rstrip('/')}/s/{snapshot_id}"


def form_of(stored: StoredSnapshot) -> dict[str, object]:
    """A snapshot in its stored form, whichever edition stored it: its document with id, hash, signature beside it."""
    form = {**json.loads(stored.document), "id": stored.id, "hash": stored.hash}
    return {**form, "signature": {"key": stored.key, "signature": stored.signature}} if stored.key else form


def opened(stored: StoredSnapshot) -> Snapshot:
    """The snapshot in a stored document, after proving that the document is the one that was stored."""
    if content_hash(stored.document) != stored.hash:
        raise Failure(f"Snapshot {stored.id} is not what was stored, and is not shown; restore the record.")
    try:
        return Snapshot.model_validate(form_of(stored))
    except (ValueError, ValidationError) as error:
        raise Failure(f"Snapshot {stored.id} is of a form that this edition does not read; use a newer one.") from error
