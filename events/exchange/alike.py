"""Rows that are alike in some columns, so that what depends on these alone is found once for all of them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from events.exchange.words import whole

SCAN = "PYTHON_ARROW_SCAN"
FEWER = 4  # times as many rows as there are different ones, or looking at each is as fast
EVERY = 16  # row that is looked at first
DENSE = 4  # times as many sorts as there could be as there are rows, up to which they are looked up in a table
_MOST = 2**31  # different values that numbers are made of before they are numbered anew


@dataclass(frozen=True)
class Alike:
    """What is asked of rows that are alike: the first of each sort, which sort every row is, and the answers' names."""

    first: pa.Array
    which: pa.Array
    columns: list[str]


def alike(cells: pa.Table, needs: Sequence[tuple[str, frozenset[str] | None]]) -> list[Alike]:
    """For answers that need only few words of the cells: which rows are alike in them; nothing for the others."""
    found: dict[frozenset[str], list[str]] = {}
    for name, columns in needs:
        if columns is not None and all(pa.types.is_dictionary(cells.schema.field(each).type) for each in columns):
            found.setdefault(columns, []).append(name)
    made, left = dict[frozenset[str], Alike](), len(cells) // FEWER
    for columns, names in sorted(found.items(), key=lambda each: len(each[0])):
        # rows that are alike in more words are so in some of these
        within = [each for each in made if each < columns]
        spared = sum(len(made[each].first) for each in within)
        numbers = _numbers(cells, sorted(columns), left + spared)
        if numbers is not None:
            made[columns] = Alike(*numbers, [*names, *(name for each in within for name in made.pop(each).columns)])
            left += spared - len(numbers[0])
    return list(made.values())


def _numbers(cells: pa.Table, columns: Sequence[str], most: int) -> tuple[pa.Array, pa.Array] | None:
    """The first row of each sort and the sort of each row, unless there are more than ``most`` sorts."""
    words = [whole(cells[name]) for name in columns]
    codes, sorts = _sorts(words, len(cells))
    if sorts > DENSE * len(cells):
        if _expected(codes[::EVERY]) > most:
            return None
        found = pa.array(codes).dictionary_encode()
        codes, sorts = found.indices.to_numpy(), len(found.dictionary)
    first = np.full(sorts, -1, np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    there = np.flatnonzero(first >= 0)
    if len(there) > most:
        return None
    number = np.zeros(sorts, np.int32)
    number[there] = np.arange(len(there), dtype=np.int32)
    return pa.array(first[there]), pa.array(number[codes])


def _expected(some: np.ndarray) -> float:
    """How many sorts there are at least, by some of the rows (Chao's estimate)."""
    _, often = np.unique(some, return_counts=True)
    once, twice = np.count_nonzero(often == 1), np.count_nonzero(often == 2)
    return len(often) + once * once / (2 * twice or 1)


def _sorts(words: Sequence[pa.DictionaryArray], rows: int) -> tuple[np.ndarray, int]:
    """A number for each row, the same for those that have the same words; and below which all these are."""
    codes, sorts = np.zeros(rows, np.int64), 1
    for column in words:
        here = len(column.dictionary) + 1
        if sorts * here > _MOST:
            found = pa.array(codes).dictionary_encode()
            codes, sorts = found.indices.to_numpy().astype(np.int64), len(found.dictionary)
        codes = codes * here + column.indices.fill_null(here - 1).to_numpy(zero_copy_only=False)
        sorts *= here
    return codes, sorts


def needed(plan: str) -> frozenset[str] | None:
    """The columns of the cells that DuckDB reads for a query, by its ``plan`` as JSON; None where that is not told."""
    found: set[str] = set()
    for node in _nodes(json.loads(plan)):
        told = node.get("extra_info", {})
        if SCAN in node.get("name", ""):
            if "Projections" not in told or "Filters" in told:
                return None
            columns = told["Projections"]
            found.update([columns] if isinstance(columns, str) else columns)
    return frozenset(found - {"row_at"})


def _nodes(plan: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in plan:
        yield node
        yield from _nodes(node.get("children", ()))
