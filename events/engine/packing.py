"""Parquet written by Arrow: words that come again and again are kept once without looking at every one of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from events.engine.segments import ROWS_IN_A_GROUP, whole_or_nothing

PLAIN = frozenset({"id", "title", "words"})  # columns of texts that are hardly ever the same
TIGHT = frozenset({"id", "row"})  # columns of texts that no search reads; packed as small as they get in fair time
UNTOLD = PLAIN  # columns of which it says nothing what the least and the greatest are
APART = "DELTA_LENGTH_BYTE_ARRAY"  # lengths before all letters: hashes so are smaller, and faster written and read


def writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """What writes tables of a schema, compressed, its words kept once as the schema has them."""
    often = [leaf for field in schema if field.name not in PLAIN for leaf in _words(field.name, field.type)]
    codecs = {
        leaf: "zstd" if field.name in TIGHT else "lz4" for field in schema for leaf in _leaves(field.name, field.type)
    }
    return pq.ParquetWriter(
        path,
        schema,
        compression=codecs,
        use_dictionary=often,
        column_encoding={"id": APART} if "id" in schema.names else None,
        write_statistics=[field.name for field in schema if field.name not in UNTOLD and _is_flat(field.type)],
        store_schema=False,
        write_batch_size=ROWS_IN_A_GROUP,
    )


def less(path: Path, gone: np.ndarray, target: Path, moved: Callable[[float], None]) -> None:
    """Write the rows of a Parquet file to ``target`` in their order, without those at the places ``gone``.

    A group of rows at a time is in memory; ``moved`` is told which share of them is read.
    """
    with (
        whole_or_nothing(target) as partial,
        pq.ParquetFile(path, read_dictionary=_kept_once(path)) as old,
        writer(partial, old.schema_arrow.remove_metadata()) as out,
    ):
        for rows in _groups(old, gone, moved):
            out.write_table(rows, row_group_size=ROWS_IN_A_GROUP)


def _groups(old: pq.ParquetFile, gone: np.ndarray, moved: Callable[[float], None]) -> Iterator[pa.Table]:
    """The rows that stay, about a group of them at once."""
    held: list[pa.Table] = []
    begins = 0
    for number in range(old.num_row_groups):
        rows = old.read_row_group(number, use_threads=False)
        ends = begins + len(rows)
        here = gone[np.searchsorted(gone, begins) : np.searchsorted(gone, ends)] - begins
        if len(here):
            kept = np.ones(len(rows), np.bool_)
            kept[here] = False
            rows = rows.filter(pa.array(kept))
        held.append(rows)
        if sum(map(len, held)) >= ROWS_IN_A_GROUP // 2 or number == old.num_row_groups - 1:
            yield pa.concat_tables(held).unify_dictionaries().combine_chunks()
            held = []
        begins = ends
        moved((number + 1) / old.num_row_groups)


def _kept_once(path: Path) -> list[str]:
    """The columns of texts whose words a file keeps once."""
    told = pq.read_metadata(path)
    if not told.num_row_groups:
        return []
    columns = (told.row_group(0).column(place) for place in range(told.num_columns))
    return [
        each.path_in_schema
        for each in columns
        if each.physical_type == "BYTE_ARRAY" and each.has_dictionary_page and each.path_in_schema not in PLAIN
    ]


def _is_flat(kind: pa.DataType) -> bool:
    return not (pa.types.is_list(kind) or pa.types.is_struct(kind))


def _leaves(path: str, kind: pa.DataType) -> list[str]:
    """The paths in a Parquet file of all columns inside one."""
    if pa.types.is_list(kind):
        return _leaves(f"{path}.list.element", kind.value_type)
    if pa.types.is_struct(kind):
        return [leaf for field in kind for leaf in _leaves(f"{path}.{field.name}", field.type)]
    return [path]


def _words(path: str, kind: pa.DataType) -> list[str]:
    """The paths in a Parquet file of all columns inside one whose words are kept once."""
    if pa.types.is_dictionary(kind):
        return [path]
    if pa.types.is_list(kind):
        return _words(f"{path}.list.element", kind.value_type)
    if pa.types.is_struct(kind):
        return [leaf for field in kind for leaf in _words(f"{path}.{field.name}", field.type)]
    return []
