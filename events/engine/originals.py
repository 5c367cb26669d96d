"""What imported events are in the words of their sources, from the files beside the segments of their sets."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from events.engine.dialect import DUCKDB
from events.engine.merging import AS_TEXT, ROW
from events.engine.questions import Row, originals
from events.engine.rows import Original
from events.engine.segments import files, quoted
from events.engine.sets import FOLDER, DataSet

FILES = 1000  # whose columns are remembered


def originals_of(
    asked: Callable[[str], list[tuple[Any, ...]]], home: Path, sets: Sequence[DataSet], rows: Sequence[Row]
) -> dict[str, Original]:
    """The imported events among ``rows`` as their sources have them, by id; DuckDB is ``asked`` for them."""
    found: dict[str, Original] = {}
    for each in sets:
        ids = {str(row["id"]): row["sort"] for row in rows if row["data"] == each.name}
        paths = [home / FOLDER / each.name / segment.originals for segment in each.segments if segment.originals]
        if ids and paths:
            told = asked(originals(DUCKDB, f"({' UNION ALL '.join(map(_texts, paths))})", ids))
            found.update({event_id: _original(text, canonical) for event_id, text, canonical in told})
    return found


def _original(text: str, canonical: str | None) -> Original:
    # DuckDB writes what can only be escaped in capitals (\\u001F), and canonical JSON does not
    return Original(text, None if canonical is None or "\\u" in canonical else canonical)


@lru_cache(FILES)
def _texts(path: Path) -> str:
    """The originals in a file as JSON, and as canonical JSON where they have columns of words; a file never changes."""
    if not path.name.startswith(f"{ROW}s-"):
        return f"SELECT id, sort, original, NULL::VARCHAR AS canonical FROM {files([path])}"
    columns = list(pq.read_schema(path).field(ROW).type)
    names = sorted(each.name for each in columns)
    ordered = ", ".join(f"{quoted(name)}: {ROW}[{quoted(name)}]" for name in names)
    told_apart = len({name.lower() for name in names}) == len(
        names
    )  # DuckDB takes small and large letters for the same
    plain = told_apart and all(pa.types.is_string(each.type) for each in columns)
    canonical = f"CAST(to_json({{{ordered}}}) AS VARCHAR)" if plain else "NULL::VARCHAR"
    return f"SELECT id, sort, {AS_TEXT} AS original, {canonical} AS canonical FROM {files([path])}"
