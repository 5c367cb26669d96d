"""What imported events are in the words of their sources, from the files beside the segments of their sets."""

import json
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
) -> dict[str, dict[str, object]]:
    """The imported events among ``rows`` as their sources have them, by id; DuckDB is ``asked`` for them."""
    found: dict[str, dict[str, object]] = {}
    for each in sets:
        ids = {str(row["id"]): row["sort"] for row in rows if row["data"] == each.name}
        paths = [home / FOLDER / each.name / segment.originals for segment in each.segments if segment.originals]
        if ids and paths:
            told = asked(originals(DUCKDB, f"({' UNION ALL '.join(map(_texts, paths))})", ids))
            found.update((event_id, json.loads(original)) for event_id, original in told)
    return found


def _texts(path: Path) -> str:
    """The originals in a file as JSON."""
    told = AS_TEXT if path.name.startswith(f"{ROW}s-") else "original"
    return f"SELECT id, sort, {told} AS original FROM {files([path])}"
