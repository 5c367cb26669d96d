"""Segments: immutable Parquet files of ``events.columns.COLUMNS``, by drawn day, then id; named by generation.

A file is written under another name, synced, and only then called what it is, so that a kill at any moment leaves
either all of it or nothing. What is current is said by a manifest, replaced last.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from events.columns import COLUMNS

ROWS_IN_A_GROUP = 122_880  # what one thread of DuckDB reads at once
NAMES = ", ".join(f'"{column.name}"' for column in COLUMNS)
TYPED = ", ".join(f'CAST("{column.name}" AS {column.type}) AS "{column.name}"' for column in COLUMNS)
TABLE = ", ".join(f'"{column.name}" {column.type}' for column in COLUMNS)
FROM_JSON = f"SELECT unnest(CAST(CAST(? AS JSON) AS STRUCT({TABLE})[]), max_depth := 2)"
"""The rows in a JSON array of ``events.index.row_of``, the statement's one parameter."""
IN_ORDER = "sort NULLS LAST, id"


def connect(memory: str) -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own in memory that holds at most so much, and puts what is more in the folder for such files."""
    db = duckdb.connect(":memory:", config={"memory_limit": memory})
    spill = Path(tempfile.gettempdir()) / f"events-{os.getpid()}.duckdb"
    db.execute(f"SET temp_directory = {quoted(str(spill))}")
    db.execute("SET enable_progress_bar = false")
    db.execute("SET parquet_metadata_cache = true")
    return db


def quoted(text: str) -> str:
    """A text as DuckDB's SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def files(paths: Iterable[Path]) -> str:
    """The relation of what stands in Parquet files."""
    return f"read_parquet([{', '.join(quoted(str(path)) for path in paths)}])"


def write(db: duckdb.DuckDBPyConnection, select: str, path: Path) -> int:
    """Write what ``select`` yields, in its order, to the Parquet file ``path``; how many rows."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        sql = f"""COPY ({select}) TO {quoted(str(partial))}
            (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_IN_A_GROUP})"""
        found = db.execute(sql).fetchone()
        sync(partial)
        partial.replace(path)
        sync(path.parent)
    finally:
        partial.unlink(missing_ok=True)
    return int(found[0]) if found else 0


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
