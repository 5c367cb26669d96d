"""New events beside the segments of a data set -> the segments of its next generation, few of them.

An old segment of which rows are replaced or taken back is written anew without these, a group of rows at a time;
what is small is sorted and made one.
"""

import secrets
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Annotated

import duckdb
import numpy as np
from pydantic import Field

from events.columns import COLUMNS
from events.engine import copies
from events.engine.packing import less
from events.engine.segments import IN_ORDER, NAMES, TABLE, TYPED, files, quoted, take, write
from events.model import Noun, Problem

MOST_SEGMENTS = 16  # that are small, before they are made one
SMALL = 100_000  # events that are made one segment sooner than kept in two
MADE_FOR = "events of"  # under which a file says that it is a whole segment, in order, of the set of this name
ROW = "row"  # the column of originals with a source's own columns inside it; elsewhere they are JSON in "original"
AS_TEXT = f'CAST(to_json("{ROW}") AS VARCHAR)'

Share = Callable[[float], None]  # how much of some work is done, from 0 to 1


class Segment(Noun):
    """A file of events with its rows' number, and where there are such the files of their originals and of copies.

    ``copies`` are what accompanies a large segment (``events.engine.copies``), by what they are.
    """

    file: str
    rows: int
    originals: str | None = None
    copies: Annotated[dict[str, str], Field(default_factory=dict)]

    @property
    def stem(self) -> str:
        """What the names of its files have in common."""
        return self.file.removeprefix("events-").removesuffix(".parquet")


class Merge:
    """The segments of a new generation; ``moved`` is told of what takes long."""

    def __init__(
        self, db: duckdb.DuckDBPyConnection, folder: Path, name: str, generation: int, moved: Share = lambda _: None
    ) -> None:
        """For the set ``name``, whose files lie in ``folder``."""
        self.db, self.folder, self.name = db, folder, name
        self._moved = moved
        self._stem = f"{generation:06}-{secrets.token_hex(3)}"
        self._made = 0  # segments so far

    def segments(
        self, old: Sequence[Segment], events: Sequence[Path], originals: Sequence[Path], removed: Sequence[str]
    ) -> tuple[Segment, ...]:
        """The old segments with the new events beside them, less what is replaced or removed; few of them."""
        ready = self._take(events, removed)
        there = self._less(old)
        large = tuple(each for each in there if each.rows >= copies.LARGE)
        small = tuple(each for each in there if each.rows < copies.LARGE)
        new = self._count("new_event")
        few = there != tuple(old) and new + sum(each.rows for each in small) <= SMALL
        parts = len(small) + (len(events) if ready else bool(new))
        if small and parts > 1 and (few or parts > MOST_SEGMENTS):
            return (*large, *self._together(small, originals))
        if not ready:
            return (*there, *self._segment(f"SELECT {NAMES} FROM new_event", originals)) if new else there
        both = zip_longest(events, originals[: len(events)])
        return (*there, *(self._adopted(each, beside) for each, beside in both))

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

    # -- what was there --------------------------------------------------------------------------

    def _less(self, old: Sequence[Segment]) -> tuple[Segment, ...]:
        """The old segments without what is replaced or removed; those of which nothing is are the same."""
        if not old:
            return ()
        self.db.execute("CREATE TEMP TABLE gone AS SELECT id FROM new_event UNION ALL SELECT id FROM removed")
        kept, done, rows = [], 0, sum(each.rows for each in old)
        for each in old:
            before = done

            def moved(share: float, each: Segment = each, before: int = before) -> None:
                self._moved((before + share * each.rows) / rows)

            kept += self._one_less(each, moved)
            done += each.rows
            self._moved(done / rows)
        return tuple(kept)

    def _one_less(self, old: Segment, moved: Share) -> list[Segment]:
        """A segment without what is gone, with its originals; nothing where all of it is."""
        path = self.folder / old.file
        gone = self._places(path)
        if not len(gone) or len(gone) == old.rows:
            return [] if len(gone) else [old]
        file, stem = self._names()
        part = 0.5 if old.originals else 1.0
        less(path, gone, file, lambda share: moved(share * part))
        beside = None
        if old.originals:
            told = self.folder / old.originals
            beside = self.folder / f"{told.name.partition('-')[0]}-{stem}.parquet"
            less(told, self._places(told), beside, lambda share: moved(part + share * (1 - part)))
        return [_segment(file, beside, old.rows - len(gone))]

    def _places(self, path: Path) -> np.ndarray:
        """Which rows of a file are gone, in their order."""
        sql = f"""SELECT file_row_number FROM read_parquet({quoted(str(path))}, file_row_number = true)
            WHERE id IN (SELECT id FROM gone) ORDER BY file_row_number"""
        return np.asarray(self.db.execute(sql).fetchnumpy()["file_row_number"], np.int64)

    # -- what is new -----------------------------------------------------------------------------

    def _together(self, old: Sequence[Segment], originals: Sequence[Path]) -> tuple[Segment, ...]:
        """One segment of the new events and of old ones; of several files that tell of an event the last counts."""
        told = [self.folder / each.originals for each in old if each.originals]
        past = f"SELECT {NAMES} FROM {files(self.folder / each.file for each in old)} UNION ALL " if old else ""
        return self._segment(f"{past}SELECT {NAMES} FROM new_event", [*told, *originals])

    def _count(self, relation: str) -> int:
        found = self.db.execute(f"SELECT count(*) FROM {relation}").fetchone()
        return int(found[0]) if found else 0

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
        part = 0.5 if originals else 1.0
        ordered = f"SELECT {NAMES} FROM ({select}) ORDER BY {IN_ORDER}"
        rows = write(self.db, ordered, file, lambda share: self._moved(share * part))
        if not rows:
            file.unlink()
            return ()
        beside = self._beside(file, originals, stem) if originals else None
        self._moved(1)
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
        write(self.db, sql, beside, lambda share: self._moved(0.5 + share / 2))
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
