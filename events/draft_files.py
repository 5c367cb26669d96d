"""Drafts in files beside the record, so that work which is not recorded yet outlives the browser."""

import os
import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from events.draft import Draft
from events.model import Problem

FOLDER = "drafts"
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Kept:
    """A draft that is kept, and when it last changed."""

    draft: Draft
    changed: datetime


def _path(home: Path, article: str) -> Path | None:
    return home / FOLDER / f"{article}.json" if _ID.fullmatch(article) else None


def keep(home: Path, draft: Draft) -> None:
    """Keep ``draft`` instead of an earlier one of the same article; whole or not at all."""
    path = _path(home, draft.article.id)
    if path is None:
        raise ValueError(f"not an article's id: {draft.article.id!r}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, written = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
                file.write(draft.model_dump_json())
            Path(written).replace(path)
        except OSError:
            Path(written).unlink(missing_ok=True)
            raise
    except OSError as error:
        told = "The draft could not be kept ({why}); see that the disk has room."
        raise Problem(told, why=error.strerror) from None


def kept(home: Path, article: str) -> Draft | None:
    """The draft of that article; None where there is none that can be read."""
    path = _path(home, article)
    if path is None:
        return None
    try:
        return Draft.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def discard(home: Path, article: str) -> None:
    """Remove the draft of that article, if there is one."""
    path = _path(home, article)
    if path is not None:
        path.unlink(missing_ok=True)


def all_kept(home: Path) -> list[Kept]:
    """Every draft that can be read, the latest first."""
    found = []
    for path in (home / FOLDER).glob("*.json"):
        draft = kept(home, path.stem)
        if draft is not None:
            found.append(Kept(draft, datetime.fromtimestamp(path.stat().st_mtime, UTC)))
    return sorted(found, key=lambda each: each.changed, reverse=True)
