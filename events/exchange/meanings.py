"""What texts of a column mean, as days or as numbers; each different text of a column is looked at once."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.exchange.days import Order, days_of
from events.exchange.words import once, used, whole
from events.model import DatePrecision

ISO = 10  # letters of a date such as 2024-08-06
YEAR_1 = -719_162  # its first day, counted from 1970: Python has none before
LONGEST_NUMBER = 30  # letters of a number that Arrow reads as DuckDB does

_PLAIN = np.zeros(256, np.bool_)
_PLAIN[np.frombuffer(b"-.0123456789", np.uint8)] = True


def days(texts: pa.ChunkedArray, order: Order | None) -> dict[str, pa.Array]:
    """What dates in words mean: the columns "first", "last" and "precision", null for what is no date."""
    column = used(once(texts))
    found = _iso(column.dictionary) or _days(column.dictionary, order)
    return {name: each.take(column.indices) for name, each in found.items()}


def _days(words: pa.Array, order: Order | None) -> dict[str, pa.Array]:
    found = [days_of(text, order) for text in words.to_pylist()]
    return {
        "first": pa.array([each.first if each else None for each in found], pa.date32()),
        "last": pa.array([each.last if each else None for each in found], pa.date32()),
        "precision": pa.array([each.precision.value if each else None for each in found], pa.string()),
    }


def _iso(words: pa.Array) -> dict[str, pa.Array] | None:
    """What dates mean if all of them are such as 2024-08-06, which Arrow reads; None where others are among them."""
    if not len(words) or pc.min_max(pc.binary_length(words)).as_py() != {"min": ISO, "max": ISO}:
        return None
    try:
        day = pc.cast(words, pa.date32())
    except pa.ArrowInvalid:
        return None
    if pc.min(day.cast(pa.int32())).as_py() < YEAR_1:
        return None
    return {"first": day, "last": day, "precision": pa.array([DatePrecision.DAY.value] * len(day), pa.string())}


def numbers(texts: pa.ChunkedArray, read: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """The numbers that texts are, null for what is none; ``read`` says it of those that are not quite plain."""
    column = whole(texts)
    if pa.types.is_dictionary(column.type):
        return _numbers(column.dictionary, read).take(column.indices)
    return _numbers(column, read)


def _numbers(column: pa.Array, read: Callable[[pa.Array], pa.Array]) -> pa.Array:
    if _are_plain(column):
        try:
            return pc.cast(column, pa.float64())
        except pa.ArrowInvalid:  # one of them is none, such as "-"
            pass
    return read(column)


def _are_plain(column: pa.Array) -> bool:
    """Whether there are but digits, points and minus signs, which Arrow reads in a tenth of the time."""
    if column.null_count == len(column):
        return False
    begins = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    letters = np.frombuffer(column.buffers()[2], np.uint8)[begins[0] : begins[-1]]
    return int(np.diff(begins).max()) <= LONGEST_NUMBER and bool(_PLAIN[letters].all())
