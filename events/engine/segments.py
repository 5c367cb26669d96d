"""Segments: immutable Parquet files of ``events.columns.COLUMNS``, by drawn day, then id; named by generation.

A file is written under another name, synced, and only then called what it is, so that a kill at any moment leaves
either all of it or nothing. What is current is said by a manifest, replaced last.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from events.columns import COLUMNS

ROWS_IN_A_GROUP = 122_880  # what one thread of DuckDB reads at once
NAMES = ", ".join(f'"{column.name}"' for column in COLUMNS)
TYPED = ", ".join(f'CAST("{column.name}" AS {column.type}) AS "{column.name}"' for column in COLUMNS)
TABLE = ", ".join(f'"{column.name}" {column.type}' for column in COLUMNS)
FROM_JSON = f"SELECT unnest(CAST(CAST(? AS JSON) AS STRUCT({TABLE})[]), max_depth := 2)"
"""The rows in a JSON array of ``events.index.row_of``, the statement's one parameter."""
IN_ORDER = "sort NULLS LAST, id"
LOOK = 0.2  # seconds between two looks at how far a long statement is


def connect(memory: str) -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own in memory that holds at most so much, and puts what is more in the folder for such files."""
    db = duckdb.connect(":memory:", config={"memory_limit": memory})
    spill = Path(tempfile.gettempdir()) / f"events-{os.getpid()}.duckdb"
    db.execute(f"SET temp_directory = {quoted(str(spill))}")
    db.execute("SET enable_progress_bar = false")
    db.execute("SET parquet_metadata_cache = true")
    return db


def watched(db: duckdb.DuckDBPyConnection, sql: str, moved: Callable[[float], None]) -> list[tuple[Any, ...]]:
    """The rows of a statement that takes long; ``moved`` is told now and then which share of it is done.

    Ctrl-C stops it at once: within a statement, DuckDB does not look for it.
    """
    db.execute("SET enable_progress_bar = true")
    db.execute("SET enable_progress_bar_print = false")
    try:
        with ThreadPoolExecutor(1) as aside:
            found = aside.submit(lambda: db.execute(sql).fetchall())
            try:
                while not found.done():
                    wait([found], LOOK)
                    moved(max(0.0, min(1.0, db.query_progress() / 100)))
            except BaseException:
                db.interrupt()
                raise
        return found.result()
    finally:
        db.execute("SET enable_progress_bar = false")


@contextmanager
def stoppable() -> Iterator[None]:
    """Within it Ctrl-C is what it is, also where it comes in a statement: DuckDB makes another error of it."""
    try:
        yield
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from None


def quoted(text: str) -> str:
    """A text as DuckDB's SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def files(paths: Iterable[Path]) -> str:
    """The relation of what stands in Parquet files."""
    return f"read_parquet([{', '.join(quoted(str(path)) for path in paths)}])"


def write(db: duckdb.DuckDBPyConnection, select: str, path: Path, moved: Callable[[float], None] | None = None) -> int:
    """Write what ``select`` yields, in its order, to the Parquet file ``path``; how many rows.

    Where ``moved`` is given, it is told which share is done, and Ctrl-C stops it.
    """
    with whole_or_nothing(path) as partial:
        sql = f"""COPY ({select}) TO {quoted(str(partial))}
            (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_IN_A_GROUP})"""
        found = watched(db, sql, moved) if moved else db.execute(sql).fetchall()
    return int(found[0][0]) if found else 0


@contextmanager
def whole_or_nothing(path: Path) -> Iterator[Path]:
    """A file to be written, which is called ``path`` once that is done, and removed where it fails."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        yield partial
        sync(partial)
        partial.replace(path)
        sync(path.parent)
    finally:
        partial.unlink(missing_ok=True)


def take(path: Path, target: Path) -> None:
    """Have the file ``path`` at ``target``, too; what it holds does not change any more."""
    partial = target.with_name(f".{target.name}.partial")
    try:
        os.link(path, partial)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(path, partial)
    sync(partial)
    partial.replace(target)
    sync(target.parent)


def write_text(path: Path, text: str) -> None:
    """Replace a small file in one step."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    partial.write_text(text, encoding="utf-8")
    sync(partial)
    partial.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """See to it that a file, or the names in a folder, outlive a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path, kept: Iterable[str], *, before: float, kinds: Sequence[str] = (".parquet", ".partial")) -> None:
    """Remove what generations left behind: files that are not ``kept`` and were last changed ``before`` that time."""
    names = set(kept)
    for path in folder.iterdir():
        if path.suffix in kinds and path.name not in names:
            try:
                if path.stat().st_mtime < before:
                    path.unlink()
            except FileNotFoundError:
                continue  # another process was faster
