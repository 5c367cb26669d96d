"""Arrow's columns as Python's values: lists of groups as tuples of tuples, days made once, in less time."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

DAYS = 50_000  # that are remembered: a century and a third
_EPOCH = date(1970, 1, 1).toordinal()


def rows_of(table: pa.Table, at_once: int) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a table, so many at once."""
    for batch in table.to_batches(at_once):
        yield list(zip(*map(values, batch.columns), strict=True))


def values(column: pa.Array) -> list[Any]:
    """A column's values; a group is a tuple of its members, in order, and of groups there are tuples, not lists."""
    kind = column.type
    if pa.types.is_struct(kind):
        return list(zip(*map(values, column.flatten()), strict=True))
    if pa.types.is_list(kind):
        return _lists(column)
    if pa.types.is_date32(kind):
        return [None if day is None else _day(day) for day in column.cast(pa.int32()).to_pylist()]
    found: list[Any] = column.to_pylist()
    return found


def _lists(column: pa.Array) -> list[Any]:
    made: Any = values(column.flatten())
    if pa.types.is_struct(column.type.value_type):
        made = tuple(made)
    lengths = pc.fill_null(pc.list_value_length(column), 0).to_numpy()
    ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)]).tolist()
    found = [made[first:last] for first, last in pairwise(ends)]
    if column.null_count:
        found = [each if valid else None for each, valid in zip(found, column.is_valid().to_pylist(), strict=True)]
    return found


@lru_cache(DAYS)
def _day(number: int) -> date:
    return date.fromordinal(_EPOCH + number)
