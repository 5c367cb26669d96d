"""What imported events are in the words of their sources, from the files beside the segments of their sets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from json.encoder import encode_basestring as as_json
from operator import itemgetter
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from events.engine.dialect import DUCKDB
from events.engine.merging import AS_TEXT, ROW
from events.engine.questions import TOLD, originals, originals_among
from events.engine.rows import Original
from events.engine.segments import files
from events.engine.sets import FOLDER, DataSet

FILES = 1000  # whose columns are remembered
FEW = 500  # events that are named in the question; more are given beside it
SLICE = 2**20  # bytes of rows that are written together
_ESCAPED = '["\\\\\\x00-\\x1f]'  # what JSON does not write as it is
PLACED = ("id", "data", "sort")  # the columns that say which originals are wanted
PLACES = itemgetter(*map(TOLD.index, PLACED))
"""What these columns hold in a whole row (``events.engine.questions.TOLD``)."""
Wanted = Mapping[str, date | None]
"""Ids of events, with their sort days."""


def wanted(found: Iterable[tuple[str, str, date | None]], sets: Sequence[DataSet]) -> dict[str, dict[str, date | None]]:
    """Those of id, data set and sort day that a data set has, by its name."""
    by_set: dict[str, dict[str, date | None]] = {each.name: {} for each in sets}
    for event_id, data, day in found:
        if data in by_set:
            by_set[data][event_id] = day
    return by_set


def originals_of(
    cursor: duckdb.DuckDBPyConnection, home: Path, sets: Sequence[DataSet], asked: Mapping[str, Wanted]
) -> dict[str, Original]:
    """The imported events ``asked`` for, of each set, as their sources have them, by id, through ``cursor``."""
    found: dict[str, Original] = {}
    for each in sets:
        ids = asked.get(each.name)
        for segment in each.segments if ids else ():
            if ids and segment.originals:
                found.update(_told(cursor, home / FOLDER / each.name / segment.originals, ids))
    return found


def _told(cursor: duckdb.DuckDBPyConnection, path: Path, ids: Wanted) -> Iterator[tuple[str, Original]]:
    by_columns = _has_words(path)
    column = ROW if by_columns else _text(path)
    if len(ids) <= FEW:
        told = cursor.sql(originals(DUCKDB, column, files([path]), ids)).to_arrow_table()
    else:
        # beside the transaction that the cursor is in, which would keep what is registered until its end; files stay
        with cursor.cursor() as beside:
            beside.execute("SET enable_progress_bar = false")
            beside.register("wanted", pa.table({"id": list(ids)}))
            asked = originals_among(DUCKDB, column, files([path]), "wanted", ids.values())
            told = beside.sql(asked).to_arrow_table()
            beside.unregister("wanted")
    for batch in told.to_batches(max(1, len(told) * SLICE // max(told.nbytes, 1))):
        names, rows = batch.column(0).to_pylist(), batch.column(1)
        if by_columns:
            together = _Rows(rows)
            yield from ((name, _OfColumns(together, at)) for at, name in enumerate(names))
        else:
            yield from zip(names, map(Original, rows.to_pylist()), strict=True)


@lru_cache(FILES)
def _has_words(path: Path) -> bool:
    """Whether the originals in a file are columns of words; a file never changes."""
    if not path.name.startswith(f"{ROW}s-"):
        return False
    columns = list(pq.read_schema(path).field(ROW).type)
    told_apart = len({each.name.lower() for each in columns}) == len(columns)  # as DuckDB tells them
    return told_apart and all(pa.types.is_string(each.type) for each in columns)


def _text(path: Path) -> str:
    """The originals in a file as JSON."""
    return AS_TEXT if path.name.startswith(f"{ROW}s-") else "original"


class _Rows:
    """Rows in columns of words, which become JSON by columns, each word of a column once."""

    def __init__(self, rows: pa.StructArray) -> None:
        """The rows, none of which is absent."""
        self._names = [field.name for field in rows.type]
        self._columns = dict(zip(self._names, rows.flatten(), strict=True))

    @cached_property
    def canonical(self) -> list[str]:
        """Each row with its keys in order, and no spaces."""
        return self._written(sorted(self._names), ":", ",")

    @cached_property
    def plain(self) -> list[str]:
        """Each row with its keys as they stand, and spaces."""
        return self._written(self._names, ": ", ", ")

    def _written(self, names: Sequence[str], colon: str, comma: str) -> list[str]:
        parts = [_member(f"{as_json(name)}{colon}", self._columns[name]) for name in names]
        written: list[str] = pc.binary_join_element_wise(
            "{", pc.binary_join_element_wise(*parts, comma), "}", ""
        ).to_pylist()
        return written


def _member(key: str, column: pa.Array) -> pa.Array:
    """The words of a column as values of this key, nulls too."""
    once = column.dictionary_encode(null_encoding="encode")
    words = once.dictionary
    if words.null_count or pc.any(pc.match_substring_regex(words, _ESCAPED)).as_py():
        told = pa.array([f"{key}{'null' if word is None else as_json(word)}" for word in words.to_pylist()])
    else:
        told = pc.binary_join_element_wise(f'{key}"', words, '"', "")
    return told.take(once.indices)


class _OfColumns(Original):
    """A row that lies in columns, with others."""

    __slots__ = ("_at", "_rows")

    def __init__(self, rows: _Rows, at: int) -> None:
        """The row with this number among ``rows``."""
        self._rows, self._at = rows, at

    @property
    def text(self) -> str:
        """As its class says."""
        return self.plain

    @property
    def canonical(self) -> str:
        """As its class says."""
        return self._rows.canonical[self._at]

    @property
    def plain(self) -> str:
        """As its class says."""
        return self._rows.plain[self._at]
