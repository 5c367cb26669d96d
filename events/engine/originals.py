"""What imported events are in the words of their sources, from the files beside the segments of their sets."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from events.engine.dialect import DUCKDB
from events.engine.merging import AS_TEXT, ROW
from events.engine.questions import Row, originals
from events.engine.segments import files
from events.engine.sets import FOLDER, DataSet


def originals_of(
    asked: Callable[[str], list[tuple[Any, ...]]], home: Path, sets: Sequence[DataSet], rows: Sequence[Row]
) -> dict[str, str]:
    """The imported events among ``rows`` as their sources have them, as JSON by id; DuckDB is ``asked`` for them."""
    found: dict[str, str] = {}
    for each in sets:
        ids = {str(row["id"]): row["sort"] for row in rows if row["data"] == each.name}
        paths = [home / FOLDER / each.name / segment.originals for segment in each.segments if segment.originals]
        if ids and paths:
            found.update(asked(originals(DUCKDB, f"({' UNION ALL '.join(map(_texts, paths))})", ids)))
    return found


def _texts(path: Path) -> str:
    """The originals in a file as JSON."""
    told = AS_TEXT if path.name.startswith(f"{ROW}s-") else "original"
    return f"SELECT id, sort, {told} AS original FROM {files([path])}"
