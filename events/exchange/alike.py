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
MANY = 4_000  # sorts that some rows may have, of which all have hardly more
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
    made, left = [], len(cells) // FEWER
    for columns, names in sorted(found.items(), key=lambda each: len(each[0])):
        numbers = _numbers(cells, sorted(columns), left)
        if numbers is not None:
            made.append(Alike(*numbers, names))
            left -= len(numbers[0])
    return made


def _numbers(cells: pa.Table, columns: Sequence[str], most: int) -> tuple[pa.Array, pa.Array] | None:
    """The first row of each sort and the sort of each row, unless there are more than ``most`` sorts."""
    words = [whole(cells[name]) for name in columns]
    some = pa.array(np.arange(0, len(cells), EVERY))
    if len(_sorts([each.take(some) for each in words], len(some)).dictionary) * FEWER > len(some) + MANY:
        return None
    found = _sorts(words, len(cells))
    if len(found.dictionary) > most:
        return None
    which = found.indices.to_numpy()
    first = np.zeros(len(found.dictionary), np.int64)
    first[which[::-1]] = np.arange(len(which) - 1, -1, -1)
    return pa.array(first), found.indices


def _sorts(words: Sequence[pa.DictionaryArray], rows: int) -> pa.DictionaryArray:
    """A number for each row, the same for those that have the same words."""
    codes, sorts = np.zeros(rows, np.int64), 1
    for column in words:
        here = len(column.dictionary) + 1
        if sorts * here > _MOST:
            found = pa.array(codes).dictionary_encode()
            codes, sorts = found.indices.to_numpy().astype(np.int64), len(found.dictionary)
        codes = codes * here + column.indices.fill_null(here - 1).to_numpy(zero_copy_only=False)
        sorts *= here
    return pa.array(codes).dictionary_encode()


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
