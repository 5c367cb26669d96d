"""Columns of words in Arrow: each word kept once, joined, made small, cut; lists of them."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.index import fold


@contextmanager
def plain_memory() -> Iterator[None]:
    """Within it Arrow takes its memory from the C library, which gives the same pages again and again.

    Its own allocator gives large ones back at once, and the system clears each anew: a fifth of an import's time.
    """
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


def whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def once(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The column with each of its words kept once, however deep inside lists and groups they stand."""
    column = whole(column)
    if pa.types.is_string(column.type):
        return column.dictionary_encode()
    if pa.types.is_list(column.type):
        return pa.ListArray.from_arrays(column.offsets, once(column.values), mask=_absent(column))
    if pa.types.is_struct(column.type):
        names = [field.name for field in column.type]
        return pa.StructArray.from_arrays([once(each) for each in column.flatten()], names=names, mask=_absent(column))
    return column


def filled(column: pa.DictionaryArray, others: pa.DictionaryArray) -> pa.DictionaryArray:
    """The words of a column, and those of another where it has none."""
    if not column.null_count:
        return column
    first, second = pa.chunked_array([column, others]).unify_dictionaries().chunks
    return used(pa.DictionaryArray.from_arrays(pc.coalesce(first.indices, second.indices), first.dictionary))


def plain(column: pa.Array) -> pa.Array:
    """The column with every word written out."""
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def used(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """The column without words that do not occur in it, as after some of its rows were taken."""
    found = column.indices.dictionary_encode()
    return pa.DictionaryArray.from_arrays(found.indices, column.dictionary.take(found.dictionary))


def _absent(column: pa.Array) -> pa.Array | None:
    return column.is_null() if column.null_count else None


def same(word: str, count: int) -> pa.Array:
    """A column of the same word."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([word]))


def offsets_of(lengths: np.ndarray) -> np.ndarray:
    """Where lists of these lengths begin, and the last one ends."""
    return np.concatenate([np.zeros(1, np.int32), np.cumsum(lengths, dtype=np.int32)])


def lists(codes: np.ndarray, rows: np.ndarray, count: int, values: pa.Array) -> pa.Array:
    """Lists of members of ``values``: those at ``codes``, each in the list of its row; ``rows`` are in order."""
    offsets = offsets_of(np.bincount(rows, minlength=count))
    members = pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), values)
    return pa.ListArray.from_arrays(pa.array(offsets), members)


def full(column: pa.ListArray, fields: Collection[str] = ()) -> pa.ListArray:
    """The lists, saying that no member is null, nor any of these fields of one: then nobody looks for it."""
    members = column.values
    if fields:
        told = [pa.field(each.name, each.type, nullable=each.name not in fields) for each in members.type]
        members = pa.StructArray.from_arrays(members.flatten(), fields=told)
    kind = pa.list_(pa.field("element", members.type, nullable=False))
    return pa.ListArray.from_arrays(column.offsets, members, type=kind)


def joined(parts: Sequence[pa.Array], between: str) -> pa.Array:
    """The words of each row one behind the other, without those that are null."""
    return pc.binary_join_element_wise(*parts, between, null_handling="skip")


def cut(column: pa.Array, longest: int) -> pa.Array:
    """Each text as far as so many characters."""
    most = pc.max(pc.binary_length(column)).as_py() or 0  # in bytes, of which a character has one at least
    return pc.utf8_slice_codeunits(column, 0, longest) if most > longest else column


def folded(column: pa.Array) -> pa.Array:
    """Each text as words are compared (``events.index.fold``)."""
    small = pc.ascii_lower(column)
    if column.nbytes and np.frombuffer(small.buffers()[2], np.uint8).max(initial=0) < 128:  # all of it is ASCII
        return small
    others = pc.invert(pc.string_is_ascii(column))
    if not pc.any(others).as_py():
        return small
    made = [fold(text) for text in column.filter(others).to_pylist()]
    return pc.replace_with_mask(small, others, pa.array(made, pa.string()))
