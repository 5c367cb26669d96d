"""The rows of an import on the disk, a file a block, each by day and id; and all of them in this order, some at a time.

Files are Arrow's, mapped into memory and not packed: what is taken of them is read as it lies, and only once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.exchange.words import once, plain, used, whole

AT_ONCE = 122_880  # rows that are put in order together, about: a group of a segment
EVERY = 1024  # row of a block by which it is known where its days lie
ID, KEY, UNTIDY = "id", "key", b"untidy"
FEWER = 16  # times as many rows as words, or it is worth to see which of these occur
_DAY_0 = 719_163  # days from the year 1 to 1970, so that no day is negative
_NO_DAY = 2**23  # behind all days
_DIGITS = 10  # of an id that are in a key


@dataclass(frozen=True)
class Part:
    """Rows in order: their ids, their cells, and which columns of these are not tidy."""

    ids: pa.Array
    cells: pa.Table
    untidy: frozenset[str]


def stage(path: Path, ids: pa.Array, sort: pa.Array, part: pa.Table, untidy: Sequence[str]) -> None:
    """Keep rows in a file, by their ``sort`` day (nulls last), then their ids; of several with one id the last."""
    keys = _keys(ids, sort)
    table = part.append_column(ID, ids).append_column(KEY, pa.array(keys))
    again = _again([keys], lambda _, rows: ids.take(rows).to_pylist())[0]
    table = _in_order(table if again is None else table.filter(again)).replace_schema_metadata(
        {UNTIDY: " ".join(untidy)}
    )
    partial = path.with_suffix(".partial")
    with pa.ipc.new_file(str(partial), table.schema) as file:
        file.write_table(table)
    partial.replace(path)


def in_order(paths: Sequence[Path]) -> Iterator[Part]:
    """The rows of all these files in order; an id that comes in several counts as it came last.

    No more than a few times ``AT_ONCE`` rows are in memory.
    """
    keys = [whole(_mapped(path)[KEY]).to_numpy() for path in paths]
    bounds = _bounds(keys)
    last = _again(keys, lambda place, rows: _mapped(paths[place])[ID].take(rows).to_pylist())
    del keys
    files = [
        [(path, *piece, kept) for piece in pairwise(ends)] for path, ends, kept in zip(paths, bounds, last, strict=True)
    ]
    yield from map(_part, zip(*files, strict=True))  # which holds on to no part that was taken


def _part(pieces: Iterable[tuple[Path, int, int, pa.Array | None]]) -> Part:
    """The rows of files from one place to another, in order."""
    slices, untidy = [], set[str]()
    for path, first, end, kept in pieces:
        table = _mapped(path)
        untidy.update((table.schema.metadata or {}).get(UNTIDY, b"").decode().split())
        rows = table.slice(first, end - first)
        slices.append(rows if kept is None else rows.filter(kept.slice(first, end - first)))
    rows = _in_order(_together(slices))
    return Part(whole(rows[ID]), rows.drop_columns([ID, KEY]), frozenset(untidy))


def words_of(paths: Sequence[Path]) -> set[str]:
    """The columns whose words these files keep once, in most of their rows."""
    found, rows = Counter[str](), 0
    for path in paths:
        table = _mapped(path)
        rows += len(table)
        for field in table.schema:
            found[field.name] += len(table) if pa.types.is_dictionary(field.type) else 0
    return {name for name, often in found.items() if 2 * often > rows}


def _mapped(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).read_all()


def _keys(ids: pa.Array, sort: pa.Array) -> np.ndarray:
    """Numbers in the order of days and the first digits of ids."""
    day = pc.add(pc.cast(sort, pa.int32()), _DAY_0).fill_null(_NO_DAY).to_numpy(zero_copy_only=False)
    keys: np.ndarray = day.astype(np.uint64) << np.uint64(4 * _DIGITS) | _first_digits(ids)
    return keys


def _first_digits(ids: pa.Array) -> np.ndarray:
    """The first digits of ids, which are hexadecimal and all of one length, as a number each."""
    data = np.frombuffer(ids.buffers()[2], np.uint8)
    begins = np.frombuffer(ids.buffers()[1], np.int32)[ids.offset : ids.offset + len(ids) + 1]
    letters = data[begins[0] : begins[-1]].reshape(len(ids), -1)
    first, rest = (
        np.ascontiguousarray(each).view(kind).ravel().astype(np.uint64)
        for each, kind in ((letters[:, :8], ">u8"), (letters[:, 8:_DIGITS], ">u2"))
    )
    found: np.ndarray = _digits(first) << np.uint64(8) | _digits(rest)
    return found


def _digits(letters: np.ndarray) -> np.ndarray:
    """The numbers that up to eight hexadecimal digits are, whose letters stand in the bytes of ``letters``."""
    tens = letters >> np.uint64(6) & np.uint64(0x0101010101010101)  # 1 for a to f, whose last four bits begin with 1
    found = (letters & np.uint64(0x0F0F0F0F0F0F0F0F)) + np.uint64(9) * tens
    for bits, kept in ((4, 0x00FF00FF00FF00FF), (8, 0x0000FFFF0000FFFF), (16, 0x00000000FFFFFFFF)):
        found = (found | found >> np.uint64(bits)) & np.uint64(kept)
    return found


def _in_order(table: pa.Table) -> pa.Table:
    keys = whole(table[KEY]).to_numpy()
    if np.all(keys[1:] > keys[:-1]):
        return table
    order = np.argsort(keys)
    if np.any(np.diff(keys[order]) == 0):  # days and first digits are not all that tells ids apart
        order = np.lexsort((np.array(table[ID].to_pylist(), "S"), keys))
    return table.take(pa.array(order))


def _bounds(keys: Sequence[np.ndarray]) -> list[list[int]]:
    """For each file where its rows divide, at the same keys in all."""
    some = np.sort(np.concatenate([each[::EVERY] for each in keys])) if keys else np.zeros(0, np.uint64)
    parting = np.unique(some[AT_ONCE // EVERY :: AT_ONCE // EVERY])
    return [[0, *np.searchsorted(each, parting).tolist(), len(each)] for each in keys]


def _again(keys: Sequence[np.ndarray], ids: Callable[[int, pa.Array], list[str]]) -> list[pa.Array | None]:
    """For each of several files which of its rows count: those whose id does not come again; None where all do.

    ``ids`` gives the ids of some rows of a file, by its place.
    """
    digits = [each & np.uint64(2 ** (4 * _DIGITS) - 1) for each in keys]
    every = np.sort(np.concatenate(digits)) if digits else np.zeros(0, np.uint64)
    twice = np.unique(every[1:][every[1:] == every[:-1]])
    counting: list[pa.Array | None] = [None] * len(keys)
    seen: set[str] = set()
    for place in range(len(keys) - 1, -1, -1) if len(twice) else ():
        rows = np.flatnonzero(np.isin(digits[place], twice))
        kept = np.ones(len(digits[place]), np.bool_)
        for row, event_id in reversed(list(zip(rows.tolist(), ids(place, pa.array(rows)), strict=True))):
            kept[row] = event_id not in seen
            seen.add(event_id)
        if not kept.all():
            counting[place] = pa.array(kept)
    return counting


def _together(slices: Sequence[pa.Table]) -> pa.Table:
    """The rows of slices in one piece."""
    if len(slices) == 1:
        return slices[0].combine_chunks()
    names = slices[0].column_names
    return pa.table([_one_column([whole(each[name]) for each in slices]) for name in names], names=names)


def _one_column(pieces: Sequence[pa.Array]) -> pa.Array:
    """The pieces of a column as one, whose words are kept once where they are in most of it."""
    rows, words = sum(map(len, pieces)), [each for each in pieces if pa.types.is_dictionary(each.type)]
    if 2 * sum(map(len, words)) <= rows:
        return pa.concat_arrays([plain(each) for each in pieces])
    return pa.chunked_array([_own_words(each) for each in pieces]).unify_dictionaries().combine_chunks()


def _own_words(piece: pa.Array) -> pa.DictionaryArray:
    """A piece of a column with each of its words kept once, and not many that do not occur in it."""
    words = once(piece)
    return used(words) if FEWER * len(words.dictionary) > len(words) else words
