"""Data sets: other people's events, each in a folder of its own beside the record, ``sets/NAME/``.

The folder holds segments (``events.engine.segments``), beside each the rows as their source has them, and
``manifest.json``, which says what the set is and which files are its current generation. A new import is merged
over the old by id in a new generation; readers of the old one are not disturbed.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb
from pydantic import ValidationError, model_validator

from events.engine import copies
from events.engine.merging import Merge, Segment
from events.engine.segments import connect, files, stoppable, sweep, write_text
from events.index import ARTICLES
from events.model import Noun, Problem, one_line
from events.record import Failure, Record
from events.revision import utc

FOLDER = "sets"
MANIFEST = "manifest.json"
GRACE = 3600.0  # seconds for which what a reader may still hold is kept
MEMORY = "1GB"  # for sorting while a set is made
FEW_WORDS = ("kind", "modality", "review", "data", "actors", "roles")
MOST_WORDS = 10_000  # in a column whose words are numbered
OURS = "events"  # the format of what this program exported: its ids are those of events of articles, too
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


Moved = Callable[[Literal["merging", "preparing"], float], None]
"""Told which share of what is done, from 0 to 1: what was there is gone over, or what makes answers fast is made."""


class SourceFile(Noun):
    """A file that a set was imported from, and the SHA-256 of its bytes."""

    name: str
    sha256: str


class About(Noun):
    """What a data set is, for whoever sees it: who made it, under which licence, how to name them.

    ``format`` names the importer; ``imported`` is ISO 8601 in UTC; ``not_taken`` counts rows of the sources that no
    event was made of. A set has no colour of its own, since colour is the family of a kind: on screen it has its lane.
    """

    name: str
    title: str
    licence: str | None = None
    licence_url: str | None = None
    attribution: str | None = None
    version: str | None = None
    format: str | None = None
    sources: tuple[SourceFile, ...] = ()
    imported: str | None = None
    not_taken: int = 0


class DataSet(About):
    """A published data set: what it is, and the files of its current generation."""

    rows: int
    generation: int
    segments: tuple[Segment, ...]

    @model_validator(mode="before")
    @classmethod
    def _without_colour(cls, values: object) -> object:
        """Earlier versions wrote a colour, which nothing ever showed."""
        return {name: values[name] for name in values if name != "colour"} if isinstance(values, dict) else values

    def about(self) -> About:
        """What it is, without how it lies on the disk."""
        return About.model_validate({name: getattr(self, name) for name in About.model_fields})

    @property
    def is_ours(self) -> bool:
        """Whether it came back from an export of this program."""
        return self.format == OURS

    def files(self) -> list[str]:
        """The names of its files."""
        return [name for each in self.segments for name in (each.file, each.originals, *each.copies.values()) if name]


_BEFORE: list[Callable[[Record, DataSet], None]] = []


def before_publishing(step: Callable[[Record, DataSet], None]) -> None:
    """Have ``step`` done with every data set as it will be, once its files lie there and before answers have it."""
    _BEFORE.append(step)


def folder_of(home: Path, name: str) -> Path:
    """Where the set of this name lies; raises Problem for what is no name of a set."""
    if not NAME.fullmatch(name) or name == ARTICLES:
        raise Problem(
            '"{name}" cannot name a data set; take up to 40 of a-z, 0-9, "-" and "_", and not "{articles}".',
            name=one_line(name),
            articles=ARTICLES,
        )
    return home / FOLDER / name


def data_sets(home: Path) -> list[DataSet]:
    """Every data set in ``home``, by name; raises Failure for one whose manifest cannot be read."""
    folder = home / FOLDER
    found = sorted(folder.glob(f"*/{MANIFEST}")) if folder.is_dir() else []
    return [_read(path) for path in found]


def data_set(home: Path, name: str) -> DataSet | None:
    """The data set of this name."""
    path = folder_of(home, name) / MANIFEST
    return _read(path) if path.is_file() else None


def publish(
    record: Record,
    about: About,
    events: Sequence[Path],
    originals: Sequence[Path] = (),
    *,
    at: datetime,
    removed: Iterable[str] = (),
    whole: bool = False,
    shown: Callable[[DataSet], None] = lambda _: None,
    moved: Moved = lambda _what, _share: None,
) -> DataSet:
    """Make the events in Parquet files of ``events.columns.COLUMNS`` part of the data set; the set as it is then.

    An event whose id the set has already replaces that one; ``removed`` are ids that its makers took back; with
    ``whole`` the new events are the whole set. ``originals`` are files of ``events.columns.ORIGINAL``, or of "id",
    "sort" and ``ROW``; where the events are segments already (``MADE_FOR``), one for each of these. Every answer
    from then on has them, and none has a part of them; ``shown`` is told of it. Then what is large is accompanied
    by what makes answers fast (``prepare``). ``moved`` is told how far either is. Raises Problem where another import
    was faster, or the files are not what they should be.
    """
    folder = folder_of(record.home, about.name)
    folder.mkdir(parents=True, exist_ok=True)
    old = data_set(record.home, about.name)
    generation = old.generation + 1 if old else 1
    with stoppable(), connect(MEMORY) as db:
        merge = Merge(db, folder, about.name, generation, lambda share: moved("merging", share))
        segments = merge.segments(old.segments if old and not whole else (), events, originals, tuple(removed))
    new = DataSet.model_validate(
        {
            **dict(about),
            "imported": about.imported or utc(at),
            "rows": sum(each.rows for each in segments),
            "generation": generation,
            "segments": segments,
        }
    )
    for step in _BEFORE:
        step(record, new)
    _replace(record, folder, old, new)
    begun = [name for each in new.segments for name in copies.files_of(each.stem).values()]
    sweep(folder, [*new.files(), *begun, *(old.files() if old else ())], before=at.timestamp() - GRACE)
    shown(new)
    return prepare(record, about.name, lambda share: moved("preparing", share))


def describe_anew(record: Record, about: About) -> DataSet:
    """Say otherwise what a set is; its events stay. Raises Problem where there is no such set."""
    folder, old = folder_of(record.home, about.name), data_set(record.home, about.name)
    if old is None:
        raise _missing(record.home, about.name)
    new = old.model_copy(update=dict(about))
    _replace(record, folder, old, new)
    return new


def remove(record: Record, name: str) -> DataSet:
    """Take a data set away, with its files; what was corrected in it stays in the record. Returns what it was."""
    folder, old = folder_of(record.home, name), data_set(record.home, name)
    if old is None:
        raise _missing(record.home, name)
    with record.answers_change():
        (folder / MANIFEST).unlink()
    shutil.rmtree(folder, ignore_errors=True)
    return old


def _missing(home: Path, name: str) -> Problem:
    there = ", ".join(each.name for each in data_sets(home)) or "none"
    return Problem('There is no data set "{name}"; there are: {there}.', name=one_line(name), there=there)


def _read(path: Path) -> DataSet:
    try:
        return DataSet.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        raise Failure(
            f'The data set in "{path.parent}" cannot be read; import it again, or remove the folder.'
        ) from None


def _replace(record: Record, folder: Path, old: DataSet | None, new: DataSet) -> None:
    """Make ``new`` current, unless something else became current meanwhile."""
    with record.answers_change():
        now = data_set(record.home, new.name)
        if (now.generation if now else None) != (old.generation if old else None):
            raise Problem(
                'The data set "{name}" was changed by another import meanwhile; import once more.', name=new.name
            )
        write_text(folder / MANIFEST, new.model_dump_json(indent=1))


def prepare(record: Record, name: str, moved: Callable[[float], None] = lambda _: None) -> DataSet:
    """Have the large segments of a set accompanied (``events.engine.copies``) that are not; the set as it is then.

    What an earlier call made before it was stopped is not made again. Raises Problem where there is no such set.
    """
    folder, there = folder_of(record.home, name), data_set(record.home, name)
    if there is None:
        raise _missing(record.home, name)
    lacking = to_prepare(there)
    if not lacking:
        return there
    made, done, rows = dict[str, Segment](), 0, sum(each.rows for each in lacking)
    for each in lacking:
        made[each.file] = _accompanied(
            folder,
            each,
            lambda share, each=each, done=done: moved((done + share * each.rows) / rows),  # type: ignore[misc]
        )
        done += each.rows
        moved(done / rows)
    new = there.model_copy(update={"segments": tuple(made.get(each.file, each) for each in there.segments)})
    with record.answers_change():
        if data_set(record.home, name) == there:  # or another import was faster, and accompanies its own
            write_text(folder / MANIFEST, new.model_dump_json(indent=1))
    return new


def to_prepare(made: DataSet) -> list[Segment]:
    """The segments of a set that are to be accompanied and are not."""
    return [each for each in made.segments if copies.are_due(each.rows, made.rows) and not copies.whole(each.copies)]


def _accompanied(folder: Path, segment: Segment, moved: Callable[[float], None]) -> Segment:
    with stoppable(), connect(MEMORY) as db:
        made = copies.make(db, lambda: _numbered(db, folder / segment.file), folder, segment.stem, moved)
    return segment.model_copy(update={"copies": made})


def _numbered(db: duckdb.DuckDBPyConnection, path: Path) -> str:
    """The relation of a segment whose words, of which there are few, are numbers inside, so that rows are sorted fast.

    Each group of rows of a file has all words of a column that are numbers, so there may not be many.
    """
    columns = []
    for name in FEW_WORDS:
        listed = name in ("actors", "roles")
        each = f'unnest("{name}")' if listed else f'"{name}"'
        words = f"SELECT word FROM (SELECT {each} AS word FROM {files([path])}) GROUP BY word"
        found = db.execute(f"SELECT count(*) FROM (FROM ({words}) LIMIT {MOST_WORDS + 1})").fetchone()
        if found and 0 < found[0] <= MOST_WORDS:
            db.execute(f"CREATE TYPE {name}_word AS ENUM ({words} ORDER BY word)")
            columns.append(f'CAST("{name}" AS {name}_word{"[]" if listed else ""}) AS "{name}"')
    replaced = f" REPLACE ({', '.join(columns)})" if columns else ""
    return f"(SELECT *{replaced} FROM {files([path])})"
