"""The parties of drafts -> the engine's columns of actors: each is found once, and put together where it occurs."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.exchange.parties import Resolver
from events.exchange.words import offsets_of, once

FIELDS = ("role", "id", "name", "country", "type", "part_of")
LISTS = {"parties": FIELDS, "actors": (), "roles": ()}
SECOND = np.int64(2**32 - 1)  # the part of a pair's number that says which the second party is


class Pairs:
    """What parties make, kept from one part of an import to the next."""

    def __init__(self) -> None:
        """Nobody is known yet."""
        self._resolver = Resolver()
        self._known: dict[str | None, int] = {}
        self._names: list[str | None] = []
        self._lists = {name: _Lists(fields) for name, fields in LISTS.items()}

    def of(self, first: pa.Array, second: pa.Array) -> "Named":
        """What the parties of drafts make, ``first`` and ``second`` of each by the SQL macro ``party``."""
        numbers = self._numbers(once(first)) << 32 | self._numbers(once(second))
        found = pa.array(numbers).dictionary_encode()
        pairs = found.dictionary.to_numpy(zero_copy_only=False)
        return Named(pa.array(self._names, pa.string()), self._lists, pairs >> 32, pairs & SECOND, found.indices)

    def _numbers(self, words: pa.DictionaryArray) -> np.ndarray:
        """The number of each draft's party."""
        each = np.array([self._party(key) for key in [*words.dictionary.to_pylist(), None]], np.int64)
        found: np.ndarray = each[words.indices.fill_null(len(each) - 1).to_numpy(zero_copy_only=False)]
        return found

    def _party(self, key: str | None) -> int:
        number = self._known.get(key)
        if number is None:
            told = self._resolver.parties_of(key or "")
            self._names.append(told.names or None)
            self._lists["parties"].add(tuple(party[field] for field in FIELDS) for party in told.parties)
            self._lists["actors"].add(told.actors)
            self._lists["roles"].add(told.roles)
            number = self._known[key] = len(self._known)
        return number


class _Lists:
    """A list for each party of things, of which each is kept once: words, or rows of words in ``fields``."""

    def __init__(self, fields: Sequence[str] = ()) -> None:
        self._fields = fields
        self._found: dict[Any, int] = {}
        self._ends, self._members = array("q", [0]), array("i")

    def add(self, things: Iterable[Any]) -> None:
        """The list of one more party."""
        self._members.extend([self._found.setdefault(thing, len(self._found)) for thing in things])
        self._ends.append(len(self._members))

    def of(self, first: np.ndarray, second: np.ndarray) -> pa.Array:
        """The lists of pairs of parties: that of the first, then that of the second; a word stands in it once."""
        ends = np.array(self._ends)
        both = np.stack([first, second], 1).ravel()
        lengths = ends[both + 1] - ends[both]
        before = np.cumsum(lengths) - lengths
        members = np.array(self._members)[np.repeat(ends[both] - before, lengths) + np.arange(lengths.sum())]
        pairs = np.repeat(np.arange(len(both)) // 2, lengths)
        if not self._fields and len(members):
            alone = np.sort(np.unique(pairs * len(self._found) + members, return_index=True)[1])
            members, pairs = members[alone], pairs[alone]
        offsets = offsets_of(np.bincount(pairs, minlength=len(first)))
        return pa.ListArray.from_arrays(pa.array(offsets), self._things().take(pa.array(members)))

    def _things(self) -> pa.Array:
        if not self._fields:
            return once(pa.array(self._found, pa.string()))
        columns = ([thing[place] for thing in self._found] for place in range(len(self._fields)))
        return pa.StructArray.from_arrays([once(pa.array(each, pa.string())) for each in columns], self._fields)


class Named:
    """What the pairs of some drafts make, by which pair each draft has."""

    def __init__(
        self, names: pa.Array, lists: dict[str, _Lists], first: np.ndarray, second: np.ndarray, which: pa.Array
    ) -> None:
        """``names`` and ``lists`` are of all parties; ``first`` and ``second`` say which make each pair."""
        self._names, self._lists = [names.take(pa.array(each)) for each in (first, second)], lists
        self._first, self._second, self._which = first, second, which

    def words(self, before: str, between: str, none: str | None) -> pa.Array:
        """The names of each draft's parties, ``before`` them and ``between`` them; ``none`` where there are none."""
        first, second = (each.fill_null("") for each in self._names)
        one, other = (each.is_valid() for each in self._names)
        parting = pc.if_else(pc.and_(one, other), between, "")
        told = pc.binary_join_element_wise(before, first, parting, second, "")
        return pc.if_else(pc.or_(one, other), told, pa.scalar(none, pa.string())).take(self._which)

    def column(self, name: str) -> pa.Array:
        """The column "parties", "actors" or "roles"."""
        return self._lists[name].of(self._first, self._second).take(self._which)
