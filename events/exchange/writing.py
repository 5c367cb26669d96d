"""Events in order -> the Parquet file of a segment and that of its originals, as a data set takes them.

Arrow writes a column whose words are kept once without looking at every word again, which DuckDB does not.
"""

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from events.engine.merging import MADE_FOR, ROW
from events.engine.packing import writer
from events.engine.segments import ROWS_IN_A_GROUP
from events.exchange.words import once, plain, whole


@cache
def arrow_type(name: str) -> pa.DataType:
    """The type of Arrow that is ``name`` in DuckDB."""
    with duckdb.connect() as connection:
        return connection.sql(f"SELECT NULL::{name} AS made").to_arrow_table().schema.field(0).type


class Writing:
    """The two files of a segment for the data set ``data``, written part by part."""

    def __init__(
        self, events: Path, originals: Path, data: str, columns: Sequence[str], often: Collection[int]
    ) -> None:
        """Originals have ``columns``; the words of those at the places ``often`` are kept once."""
        self.paths, self._data = (events, originals), data
        self._columns, self._often = columns, often
        self._writers: list[pq.ParquetWriter] = []
        self._partial = [path.with_suffix(".partial") for path in self.paths]

    def write(self, events: pa.Table, cells: Sequence[pa.Array]) -> None:
        """Write events, and of each the row as its source has it: ``cells`` by column."""
        told = [once(cell) if place in self._often else plain(cell) for place, cell in enumerate(cells)]
        row = pa.StructArray.from_arrays(told, names=list(self._columns))
        fields = [events.schema.field("id"), events.schema.field("sort"), pa.field(ROW, row.type, nullable=False)]
        originals = pa.Table.from_arrays(
            [*(whole(events[name]) for name in ("id", "sort")), row], schema=pa.schema(fields)
        )
        tables = (events, originals)
        if not self._writers:
            self._writers = [writer(path, table.schema) for path, table in zip(self._partial, tables, strict=True)]
        groups = -(-len(events) // ROWS_IN_A_GROUP) or 1
        for out, table in zip(self._writers, tables, strict=True):
            out.write_table(table, row_group_size=-(-len(events) // groups) or 1)

    def __enter__(self) -> Self:
        """To be left when all is written."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Call the files what they are, if nothing went wrong."""
        if self._writers and kind is None:
            self._writers[0].add_key_value_metadata({MADE_FOR: self._data})
        for out, partial, path in zip(self._writers, self._partial, self.paths, strict=False):
            out.close()
            if kind is None:
                partial.replace(path)
