"""Events as Parquet: typed columns as in ``events.exchange.rows``, written by row groups."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from events.exchange.about import Content, Told
from events.exchange.rows import EVENT, FIELDS, Field, Runs, Type
from events.exchange.spool import Spool

PART = 5_000  # events that are made into columns at once: some tens of megabytes
GROUP = 10_000  # events a row group; what the file says of each group stays in memory until its end
_TOLD = ("first", "last", "lat", "lon", "kind", "data")  # columns of which a group says between what they lie
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
    target = pa.PythonFile(spool, mode="w")
    with pq.ParquetWriter(target, SCHEMA, compression="zstd", write_statistics=list(_TOLD)) as writer:
        parts: list[pa.RecordBatch] = []
        while part := list(islice(rows, min(PART, GROUP))):
            parts.append(_batch(part, runs))
            del part
            yield b""
            if sum(map(len, parts)) >= GROUP:
                writer.write_table(pa.Table.from_batches(parts))
                parts.clear()
            yield spool.take()
        if parts:
            writer.write_table(pa.Table.from_batches(parts))
        writer.add_key_value_metadata({ABOUT: content.about().model_dump_json().encode()})
    yield spool.take()


def _cells(_: Sequence[Field], cells: Sequence[Any]) -> Sequence[Any]:
    return cells


def _batch(group: list[Told], runs: Runs[Sequence[Any]]) -> pa.RecordBatch:
    columns = zip(*(chain.from_iterable(runs(told)) for told in group), strict=True)
    made = [_column(field.type, column) for field, column in zip(FIELDS, columns, strict=True)]
    return pa.record_batch([*made, pa.array([told.canonical for told in group])], schema=SCHEMA)


def _column(kind: Type, cells_: Sequence[Any]) -> pa.Array:
    if kind is Type.DAY:
        return pa.array(cells_, pa.string()).cast(_TYPES[kind])
    return pa.array(cells_, _TYPES[kind])
