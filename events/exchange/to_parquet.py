"""Events as Parquet: typed columns as in ``events.exchange.rows``, written by row groups."""

from collections.abc import Iterator
from itertools import islice

import pyarrow as pa
import pyarrow.parquet as pq

from events.exchange.about import Content, Told
from events.exchange.rows import EVENT, FIELDS, Type
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
    spool, rows = Spool(), iter(content)
    with pq.ParquetWriter(pa.PythonFile(spool, mode="w"), SCHEMA, compression="zstd") as writer:
        while group := list(islice(rows, GROUP)):
            writer.write_batch(_batch(group))
            yield spool.take()
        writer.add_key_value_metadata({ABOUT: content.about().model_dump_json().encode()})
    yield spool.take()


def _batch(group: list[Told]) -> pa.RecordBatch:
    columns = [
        pa.array([_text(field.of(told)) for told in group], kind)
        for field, kind in zip(FIELDS, SCHEMA.types, strict=False)
    ]
    return pa.record_batch([*columns, pa.array([told.canonical for told in group])], schema=SCHEMA)


def _text(cell: object) -> object:
    """Enumerated texts as plain ones, which Arrow asks for."""
    return str(cell) if isinstance(cell, str) else cell
