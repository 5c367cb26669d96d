"""The pictures of link previews beside the record: drawn once, found again, and never more than fit in their folder."""

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from events.sharing.link_preview import EDITION, link_preview
from events.snapshots.document import Snapshot
from events.texts import Texts

FOLDER = "previews"  # in the record's folder; whatever is in it can be drawn anew
MOST = 2_000  # pictures, about 100 KB each


def picture(home: Path, snapshot: Snapshot, texts: Texts) -> bytes:
    """The picture of a snapshot as PNG, from the record's folder ``home``, or drawn now and kept there."""
    path = home / FOLDER / f"{_name(snapshot, texts)}.png"
    with suppress(OSError):
        return path.read_bytes()
    drawn = link_preview(snapshot, texts)
    with suppress(OSError):  # a disk without room keeps nobody from the picture
        _keep(path, drawn)
    return drawn


def _name(snapshot: Snapshot, texts: Texts) -> str:
    """Not the id, which opens the snapshot: what the picture is made from."""
    made_from = f"{snapshot.hash}|{snapshot.title}|{texts.language}|{EDITION}|{version('conflict-events')}"
    return sha256(made_from.encode()).hexdigest()


def _keep(path: Path, drawn: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    descriptor, name = tempfile.mkstemp(".part", dir=path.parent)  # each writer has its own, also of one process
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(drawn)
        part.replace(path)  # whole or not at all, whoever reads or writes it too
    finally:
        part.unlink(missing_ok=True)
    kept = sorted(path.parent.glob("*.png"), key=lambda each: each.stat().st_mtime)
    for old in kept[:-MOST]:
        old.unlink(missing_ok=True)
