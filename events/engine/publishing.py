"""The record's events as a segment on the disk: written aside, made current by its manifest, never changed after.

A generation says up to which revision and which decision about actors it goes; what came later, whoever asks makes
into rows in memory. It holds only for the record, the program and the register that it was made from.
"""

import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from events.engine.segments import sweep, write_text
from events.index import fingerprint
from events.model import Noun
from events.record import Head, Record

FOLDER = "engine"
MANIFEST = "manifest.json"
GRACE = 600.0  # seconds for which a reader in another process may still hold an earlier generation


class Generation(Noun):
    """A published generation: its file and rows, and where the record stood then.

    ``mark`` tells the last revision in it from what another record may have at the same place.
    """

    number: int
    file: str
    rows: int
    revision: int
    decision: int
    mark: tuple[str, ...]
    fingerprint: str

    def path(self, home: Path) -> Path:
        """Its file."""
        return home / FOLDER / self.file


def current(record: Record, head: Head) -> Generation | None:
    """The generation that holds for ``record`` as it stands at ``head``; None where all has to be made anew."""
    found = _named(record.home)
    if found is None:
        return None
    holds = (
        found.revision <= head.revision
        and found.decision <= head.decision
        and found.mark == mark_of(record, found.revision)
        and found.fingerprint == fingerprint()
        and found.path(record.home).is_file()
    )
    return found if holds else None


def _named(home: Path) -> Generation | None:
    """The generation that the manifest names."""
    try:
        return Generation.model_validate_json((home / FOLDER / MANIFEST).read_bytes())
    except (OSError, ValidationError):
        return None


def mark_of(record: Record, place: int) -> tuple[str, ...]:
    """What tells the revision at this place from any other."""
    return tuple(map(str, record.revision_at(place) or ()))


def publish(home: Path, new: Generation, write: Callable[[Path], int]) -> Generation:
    """Have ``write`` make the file of ``new`` and make it current; the generation with its file and rows.

    Two processes may do so at once: either is whole, and the one that ends last is read next.
    """
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    file = f"events-{new.number:06}-{secrets.token_hex(3)}.parquet"
    made = new.model_copy(update={"file": file, "rows": write(folder / file)})
    old = _named(home)
    write_text(folder / MANIFEST, made.model_dump_json(indent=1))
    if old is not None and old.path(home).is_file():
        os.utime(old.path(home))  # its grace begins now
    sweep(folder, [file, MANIFEST], before=time.time() - GRACE)
    return made
