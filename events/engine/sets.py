"""Data sets: other people's events, each in a folder of its own beside the record, ``sets/NAME/``.

The folder holds segments (``events.engine.segments``), beside each the rows as their source has them, and
``manifest.json``, which says what the set is and which files are its current generation. A new import is merged
over the old by id in a new generation; readers of the old one are not disturbed.
"""

import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Annotated

import duckdb
from pydantic import Field, ValidationError

from events.columns import COLUMNS
from events.engine import copies
from events.engine.segments import (
    IN_ORDER,
    NAMES,
    TABLE,
    TYPED,
    connect,
    files,
    quoted,
    sweep,
    take,
    write,
    write_text,
)
from events.index import ARTICLES
from events.model import Noun, Problem, one_line
from events.record import Failure, Record
from events.revision import utc

FOLDER = "sets"
MANIFEST = "manifest.json"
GRACE = 3600.0  # seconds for which what a reader may still hold is kept
MEMORY = "1GB"  # for sorting while a set is made
MOST_SEGMENTS = 16  # before they are made one
SMALL = 100_000  # events that are made one segment sooner than kept in two
FEW_WORDS = ("kind", "modality", "review", "data", "actors", "roles")
MOST_WORDS = 10_000  # in a column whose words are numbered
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
MADE_FOR = "events of"  # under which a file says that it is a whole segment, in order, of the set of this name
ROW = "row"  # the column of originals with a source's own columns inside it; elsewhere they are JSON in "original"
AS_TEXT = f'CAST(to_json("{ROW}") AS VARCHAR)'


class SourceFile(Noun):
    """A file that a set was imported from, and the SHA-256 of its bytes."""

    name: str
    sha256: str


class About(Noun):
    """What a data set is, for whoever sees it: who made it, under which licence, how to name them.

    ``colour`` is #rrggbb; ``format`` names the importer; ``imported`` is ISO 8601 in UTC; ``not_taken`` counts rows of
    the sources that no event was made of.
    """

    name: str
    title: str
    licence: str | None = None
    licence_url: str | None = None
    attribution: str | None = None
    version: str | None = None
    colour: str | None = None
    format: str | None = None
    sources: tuple[SourceFile, ...] = ()
    imported: str | None = None
    not_taken: int = 0


class Segment(Noun):
    """A file of events with its rows' number, and where there are such the files of their originals and of copies.

    ``copies`` are what accompanies a large segment (``events.engine.copies``), by what they are.
    """

    file: str
    rows: int
    originals: str | None = None
    copies: Annotated[dict[str, str], Field(default_factory=dict)]


class DataSet(About):
    """A published data set: what it is, and the files of its current generation."""

    rows: int
    generation: int
    segments: tuple[Segment, ...]

    def about(self) -> About:
        """What it is, without how it lies on the disk."""
        return About.model_validate({name: getattr(self, name) for name in About.model_fields})

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
            f'"{one_line(name)}" cannot name a data set; take up to 40 of a-z, 0-9, "-" and "_", and not "{ARTICLES}".'
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
) -> DataSet:
    """Make the events in Parquet files of ``events.columns.COLUMNS`` part of the data set; the set as it is then.

    An event whose id the set has already replaces that one; ``removed`` are ids that its makers took back; with
    ``whole`` the new events are the whole set. ``originals`` are files of ``events.columns.ORIGINAL``, or of "id",
    "sort" and ``ROW``; where the events are segments already (``MADE_FOR``), one for each of these. Every answer
    from then on has them, and none has a part of them; ``shown`` is told of it. Then what is large is accompanied
    by what makes answers fast. Raises Problem where another import was faster, or the files are not what they should
    be.
    """
    folder = folder_of(record.home, about.name)
    folder.mkdir(parents=True, exist_ok=True)
    old = data_set(record.home, about.name)
    generation = old.generation + 1 if old else 1
    with connect(MEMORY) as db:
        segments = _Merge(db, folder, about.name, generation).segments(
            old.segments if old and not whole else (), events, originals, tuple(removed)
        )
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
    sweep(folder, [*new.files(), *(old.files() if old else ())], before=at.timestamp() - GRACE)
    shown(new)
    return _accompany(record, folder, new)


def describe_anew(record: Record, about: About) -> DataSet:
    """Say otherwise what a set is; its events stay. Raises Problem where there is no such set."""
    folder, old = folder_of(record.home, about.name), data_set(record.home, about.name)
    if old is None:
        raise Problem(_missing(record.home, about.name))
    new = old.model_copy(update=dict(about))
    _replace(record, folder, old, new)
    return new


def remove(record: Record, name: str) -> DataSet:
    """Take a data set away, with its files; what was corrected in it stays in the record. Returns what it was."""
    folder, old = folder_of(record.home, name), data_set(record.home, name)
    if old is None:
        raise Problem(_missing(record.home, name))
    with record.answers_change():
        (folder / MANIFEST).unlink()
    shutil.rmtree(folder, ignore_errors=True)
    return old


def _missing(home: Path, name: str) -> str:
    there = ", ".join(each.name for each in data_sets(home)) or "none"
    return f'There is no data set "{one_line(name)}"; there are: {there}.'


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
            raise Problem(f'The data set "{new.name}" was changed by another import meanwhile; import once more.')
        write_text(folder / MANIFEST, new.model_dump_json(indent=1))


def _accompany(record: Record, folder: Path, there: DataSet) -> DataSet:
    """Have large segments accompanied (``events.engine.copies``) that are not; the set as it is then."""
    made = tuple(_accompanied(folder, each) for each in there.segments)
    if made == there.segments:
        return there
    new = there.model_copy(update={"segments": made})
    with record.answers_change():
        if data_set(record.home, there.name) == there:  # or another import was faster, and accompanies its own
            write_text(folder / MANIFEST, new.model_dump_json(indent=1))
    return new


def _accompanied(folder: Path, segment: Segment) -> Segment:
    if segment.rows < copies.LARGE or copies.whole(segment.copies):
        return segment
    stem = f"{segment.file.removeprefix('events-').removesuffix('.parquet')}-{secrets.token_hex(2)}"
    with connect(MEMORY) as db:
        return segment.model_copy(
            update={"copies": copies.make(db, _numbered(db, folder / segment.file), folder, stem)}
        )


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


class _Merge:
    """The segments of a new generation."""

    def __init__(self, db: duckdb.DuckDBPyConnection, folder: Path, name: str, generation: int) -> None:
        self.db, self.folder, self.name = db, folder, name
        self._stem = f"{generation:06}-{secrets.token_hex(3)}"
        self._made = 0  # segments so far

    def segments(
        self, old: Sequence[Segment], events: Sequence[Path], originals: Sequence[Path], removed: Sequence[str]
    ) -> tuple[Segment, ...]:
        """The old segments with the new events beside them, less what is replaced or removed; few of them."""
        ready = self._take(events, removed)
        rest, told = self._past(old)
        if old and self._replaces(old):
            left = self._count(f"({rest})")
            if not ready or 0 < left <= SMALL:
                return self._all(rest, [*told, *originals])
            old = self._segment(rest, told) if left else ()
        if len(old) + max(len(events), 1) > MOST_SEGMENTS:
            return self._all(rest, [*told, *originals])
        if ready:
            both = zip_longest(events, originals[: len(events)])
            return (*old, *(self._adopted(each, beside) for each, beside in both))
        return (*old, *self._segment(f"SELECT {NAMES} FROM new_event", originals)) if events else tuple(old)

    def _take(self, events: Sequence[Path], removed: Sequence[str]) -> bool:
        """Look at what comes; whether every file of it is a segment already."""
        self.db.execute("CREATE TEMP TABLE removed (id VARCHAR)")
        if removed:
            self.db.execute("INSERT INTO removed SELECT unnest(?)", [list(removed)])
        if not events:
            self.db.execute(f"CREATE TEMP TABLE new_event ({TABLE})")
            return False
        try:
            typed = TYPED.replace('CAST("data" AS VARCHAR)', quoted(self.name))
            self.db.execute(f"CREATE TEMP VIEW new_event AS SELECT {typed} FROM {files(events)}")
            ready = all(self._is_ready(path) for path in events)
            if ready and len(events) == 1:
                return True
            needed = [f'"{column.name}" IS NULL' for column in COLUMNS if column.required and not ready]
            missing = " OR ".join(needed) or "false"
            sql = f"SELECT count(*) - count(DISTINCT id), count(*) FILTER (WHERE {missing}) FROM new_event"
            twice, without = self.db.execute(sql).fetchone() or (0, 0)
        except duckdb.Error as error:
            raise Problem(
                f"The files are not events of this program ({error}); import them from their source."
            ) from None
        if without:
            raise Problem(f"{without:,} of the events lack what every event has; import them from their source again.")
        if twice:
            # an id that came twice counts as it came last
            paths = ", ".join(quoted(str(path)) for path in events)
            later = f"list_position([{paths}], filename) DESC, file_row_number DESC"
            self.db.execute(f"""CREATE OR REPLACE TEMP VIEW new_event AS SELECT {typed} FROM (
                SELECT * FROM read_parquet([{paths}], file_row_number = true, filename = true)
                QUALIFY row_number() OVER (PARTITION BY id ORDER BY {later}) = 1)""")
        return ready and not twice

    def _is_ready(self, path: Path) -> bool:
        """Whether an import wrote the file as the segment of this set that it will be."""
        sql = (
            f"SELECT decode(value) FROM parquet_kv_metadata({quoted(str(path))}) WHERE decode(key) = {quoted(MADE_FOR)}"
        )
        return (self.name,) in self.db.execute(sql).fetchall()

    def _past(self, old: Sequence[Segment]) -> tuple[str, list[Path]]:
        """What stays of the old segments, and the files of their originals."""
        if not old:
            return f"SELECT {NAMES} FROM new_event WHERE false", []
        past = files(self.folder / each.file for each in old)
        gone = "(SELECT id FROM new_event UNION ALL SELECT id FROM removed)"
        told = [self.folder / each.originals for each in old if each.originals]
        return f"SELECT {NAMES} FROM {past} WHERE id NOT IN {gone}", told

    def _replaces(self, old: Sequence[Segment]) -> bool:
        past = files(self.folder / each.file for each in old)
        sql = (
            f"""SELECT 1 FROM {past} WHERE id IN (SELECT id FROM new_event UNION ALL SELECT id FROM removed) LIMIT 1"""
        )
        return self.db.execute(sql).fetchone() is not None

    def _count(self, relation: str) -> int:
        found = self.db.execute(f"SELECT count(*) FROM {relation}").fetchone()
        return int(found[0]) if found else 0

    def _all(self, rest: str, originals: Sequence[Path]) -> tuple[Segment, ...]:
        """One segment of all there is; the last file that tells of an event is the one that counts."""
        return self._segment(f"{rest} UNION ALL SELECT {NAMES} FROM new_event", originals)

    def _names(self) -> tuple[Path, str]:
        """The file of a segment that is not there yet, and how the names of what lies beside it end."""
        stem = f"{self._stem}-{self._made}" if self._made else self._stem
        self._made += 1
        return self.folder / f"events-{stem}.parquet", stem

    def _adopted(self, events: Path, originals: Path | None) -> Segment:
        """The segment that an import wrote."""
        file, stem = self._names()
        beside = self.folder / f"{ROW}s-{stem}.parquet" if originals else None
        take(events, file)
        if originals and beside:
            take(originals, beside)
        return _segment(file, beside, self._count(files([file])))

    def _segment(self, select: str, originals: Sequence[Path]) -> tuple[Segment, ...]:
        """A segment of these events, put in order; none where there are no events."""
        file, stem = self._names()
        rows = write(self.db, f"SELECT {NAMES} FROM ({select}) ORDER BY {IN_ORDER}", file)
        if not rows:
            file.unlink()
            return ()
        beside = self._beside(file, originals, stem) if originals else None
        return (_segment(file, beside, rows),)

    def _beside(self, events: Path, originals: Sequence[Path], stem: str) -> Path:
        """The originals of a segment, by the same days as the events, so that those of a page lie together."""
        column, told = _told(self.db, originals)
        beside = self.folder / f"{column}s-{stem}.parquet"
        self.db.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")  # or the rows fill the memory
        last = f"SELECT id, max(place) AS place FROM ({told}) GROUP BY id"
        days = f"SELECT e.id, e.sort, l.place FROM {files([events])} e JOIN ({last}) l ON l.id = e.id"
        sql = f"""SELECT o.id, d.sort, o."{column}" FROM ({told}) o JOIN ({days}) d ON d.id = o.id AND d.place = o.place
            ORDER BY d.sort NULLS LAST, o.id"""
        write(self.db, sql, beside)
        self.db.execute("SET disabled_optimizers = ''")
        return beside


def _segment(file: Path, originals: Path | None, rows: int) -> Segment:
    return Segment(file=file.name, rows=rows, originals=originals.name if originals else None, copies={})


def _told(db: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> tuple[str, str]:
    """The column in which files of originals tell of events, and the SQL of id, place and this column of all of them.

    It is ``ROW`` where all of them have the same columns of a source, else "original". The last place is what counts.
    """
    types = [_type_of_rows(db, path) for path in paths]
    column = ROW if types[0] is not None and len(set(types)) == 1 else "original"
    parts = []
    for number, (path, kind) in enumerate(zip(paths, types, strict=True)):
        told = f'"{ROW}"' if column == ROW else AS_TEXT if kind is not None else "CAST(original AS VARCHAR)"
        parts.append(f"""SELECT CAST(id AS VARCHAR) AS id, {number << 40} + file_row_number AS place,
            {told} AS "{column}" FROM read_parquet({quoted(str(path))}, file_row_number = true)""")
    return column, " UNION ALL ".join(parts)


def _type_of_rows(db: duckdb.DuckDBPyConnection, path: Path) -> str | None:
    """The type of a source's rows in a file of originals; None where they are texts."""
    columns = db.execute(f"DESCRIBE SELECT * FROM {files([path])}").fetchall()
    return next((str(kind) for name, kind, *_ in columns if name == ROW), None)
