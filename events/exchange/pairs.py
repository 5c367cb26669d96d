"""The parties of drafts -> the engine's columns of actors, found once for every two parties that occur together."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from events.exchange.parties import Resolver
from events.exchange.words import offsets_of, once

FIELDS = ("role", "id", "name", "country", "type", "part_of")


class Pairs:
    """What pairs of parties make, kept from one part of an import to the next."""

    def __init__(self) -> None:
        """Nobody is known yet."""
        self._resolver = Resolver()
        self._known: dict[str | None, _Party] = {}
        self._pairs: dict[tuple[str | None, str | None], int] = {}
        self._names: list[list[str]] = []
        self._lists = {"parties": _Lists(FIELDS), "actors": _Lists(), "roles": _Lists()}
        self._told: dict[str, pa.Array] = {}  # of all pairs, as long as no others are met

    def of(self, first: pa.Array, second: pa.Array) -> "Named":
        """What the parties of drafts make, ``first`` and ``second`` of each by the SQL macro ``party``."""
        one, other = once(first), once(second)
        width = len(other.dictionary) + 1
        found = pa.array(_codes(one) * width + _codes(other)).dictionary_encode()
        left, right = [*one.dictionary.to_pylist(), None], [*other.dictionary.to_pylist(), None]
        known = self._pairs
        numbers = []
        for code in found.dictionary.to_pylist():
            pair = left[code // width], right[code % width]
            number = known.get(pair)
            numbers.append(self._met(pair) if number is None else number)
        if not self._told:
            self._told = {column: lists.all() for column, lists in self._lists.items()}
        return Named(self._names, self._told, pa.array(numbers, pa.int32()).take(found.indices))

    def _met(self, pair: tuple[str | None, str | None]) -> int:
        """The number of a new pair."""
        one, other = (self._party(key) for key in pair)
        self._names.append(one.names + other.names)
        self._lists["parties"].add(one.parties + other.parties)
        self._lists["actors"].add(dict.fromkeys(one.actors + other.actors))
        self._lists["roles"].add(dict.fromkeys(one.roles + other.roles))
        self._told = {}
        return self._pairs.setdefault(pair, len(self._pairs))

    def _party(self, key: str | None) -> "_Party":
        if key not in self._known:
            told = self._resolver.parties_of(key or "")
            self._known[key] = _Party(
                [told.names] if told.names else [],
                self._lists["parties"].numbers(tuple(party[field] for field in FIELDS) for party in told.parties),
                self._lists["actors"].numbers(told.actors),
                self._lists["roles"].numbers(told.roles),
            )
        return self._known[key]


class _Party:
    """One party of a draft: its names, and the numbers of who it is and of all they are part of."""

    def __init__(self, names: list[str], parties: list[int], actors: list[int], roles: list[int]) -> None:
        self.names, self.parties, self.actors, self.roles = names, parties, actors, roles


class _Lists:
    """Lists of things, of which each is kept once: words, or rows of words in ``fields``."""

    def __init__(self, fields: Sequence[str] = ()) -> None:
        self._fields = fields
        self._found: dict[Any, int] = {}
        self._lengths, self._members = array("i"), array("i")

    def numbers(self, things: Iterable[Any]) -> list[int]:
        """The number of each thing, by which it is in lists."""
        return [self._found.setdefault(thing, len(self._found)) for thing in things]

    def add(self, numbers: Sequence[int] | dict[int, None]) -> None:
        """One more list."""
        self._lengths.append(len(numbers))
        self._members.extend(numbers)

    def all(self) -> pa.Array:
        """All lists."""
        offsets = offsets_of(np.array(self._lengths, np.int32))
        return pa.ListArray.from_arrays(
            pa.array(offsets), self._things().take(pa.array(np.array(self._members, np.int32)))
        )

    def _things(self) -> pa.Array:
        if not self._fields:
            return once(pa.array(self._found, pa.string()))
        columns = ([thing[place] for thing in self._found] for place in range(len(self._fields)))
        return pa.StructArray.from_arrays([once(pa.array(each, pa.string())) for each in columns], self._fields)


class Named:
    """What the pairs of some drafts make, by which pair each draft has."""

    def __init__(self, names: Sequence[Sequence[str]], told: dict[str, pa.Array], which: pa.Array) -> None:
        """``names`` and ``told`` are of all pairs."""
        self._names, self._told, self._which = names, told, which

    def words(self, before: str, between: str, none: str | None) -> pa.Array:
        """The names of each draft's parties, ``before`` them and ``between`` them; ``none`` where there are none."""
        told = [before + between.join(names) if names else none for names in self._names]
        return pa.array(told, pa.string()).take(self._which)

    def column(self, name: str) -> pa.Array:
        """The column "parties", "actors" or "roles"."""
        return self._told[name].take(self._which)


def _codes(words: pa.DictionaryArray) -> np.ndarray:
    """The place of each word; the one behind the last where there is none."""
    return np.asarray(words.indices.fill_null(len(words.dictionary)).to_numpy(zero_copy_only=False), np.int64)
