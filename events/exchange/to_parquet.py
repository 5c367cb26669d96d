"""Events as Parquet: typed columns as in ``events.exchange.rows``, written by row groups."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from events.exchange.about import Content, Told
from events.exchange.rows import EVENT, FIELDS, Field, Runs, Type
from events.exchange.spool import Spool

GROUP = 5_000  # events a row group: some tens of megabytes while it is made
ABOUT = b"conflict-events"  # the key under which the file says what it is
_TYPES = {
    Type.TEXT: pa.string(),
    Type.TEXTS: pa.list_(pa.string()),
    Type.DAY: pa.date32(),
    Type.NUMBER: pa.float64(),
    Type.WHOLE: pa.int64(),
}
SCHEMA = pa.schema([*((field.name, _TYPES[field.type]) for field in FIELDS), (EVENT, pa.string())])


def parquet(content: Content) -> Iterator[bytes]:
    """What the file is stands in its key-value metadata under ``conflict-events``, as JSON."""
    spool, rows, runs = Spool(), iter(content), Runs(_cells)
    with pq.ParquetWriter(pa.PythonFile(spool, mode="w"), SCHEMA, compression="zstd") as writer:
        while group := list(islice(rows, GROUP)):
            writer.write_batch(_batch(group, runs))
            yield spool.take()
        writer.add_key_value_metadata({ABOUT: content.about().model_dump_json().encode()})
    yield spool.take()


def _cells(_: Sequence[Field], cells: list[Any]) -> list[Any]:
    return cells


def _batch(group: list[Told], runs: Runs[list[Any]]) -> pa.RecordBatch:
    columns = zip(*(chain.from_iterable(runs(told)) for told in group), strict=True)
    made = [_column(field.type, column) for field, column in zip(FIELDS, columns, strict=True)]
    return pa.record_batch([*made, pa.array([told.canonical for told in group])], schema=SCHEMA)


def _column(kind: Type, cells_: Sequence[Any]) -> pa.Array:
    if kind is Type.DAY:
        return pa.array(cells_, pa.string()).cast(_TYPES[kind])
    return pa.array(cells_, _TYPES[kind])
