"""Imported events as JSON text, byte for byte as Python's ``json`` writes them, what they have in common once.

Two ways: canonical (``events.snapshots.document``), and plain, with spaces and fields in their order.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from json.encoder import encode_basestring as word
from operator import itemgetter
from typing import Any

from events.engine import Imported, OfColumns, Original, Part, Parts
from events.model import Event
from events.snapshots.document import canonical

KNOWN = 20_000  # texts of parts that are remembered
ORIGINAL = "original"
Write = Callable[[Any], str]
plain = json.JSONEncoder(ensure_ascii=False).encode


class _Way:
    """A way of writing what an imported event is made of."""

    def __init__(self, colon: str, comma: str, other: Write, original: Callable[[Original], str], *, ordered: bool):
        """Keys are put in order if ``ordered``; ``original`` writes what a source has, ``other`` the rest."""
        self._colon, self._comma, self._ordered = colon, comma, ordered
        self._other = other
        self._plan = lru_cache(len(Event.model_fields))(self._planned)
        # by the very class, so that a word of another class is written as what it is
        self._of: dict[type, Write] = {
            str: word,
            float: float.__repr__,
            int: int.__repr__,
            type(None): lambda _: "null",
            list: self._list,
            Part: lru_cache(KNOWN)(self._object),
            Parts: lru_cache(KNOWN)(self._list),
            **dict.fromkeys((Original, OfColumns), original),
        }

    def value(self, value: Any) -> str:
        """A value that JSON has: a word, a number, a list of them, a part of an event."""
        return self._of.get(value.__class__, self._other)(value)

    def event(self, imported: Imported) -> str:
        """An imported event."""
        if imported.original is None:
            return self._object(imported.form)
        return self._object({**imported.form, ORIGINAL: imported.original})

    def _planned(self, names: tuple[str, ...]) -> tuple[list[str], Callable[[Any], tuple[Any, ...]]]:
        names = tuple(sorted(names)) if self._ordered else names
        return [f"{word(name)}{self._colon}" for name in names], itemgetter(*names)

    def _object(self, part: dict[str, Any]) -> str:
        keys, values = self._plan(tuple(part))
        of, other = self._of, self._other
        told = [key + of.get(each.__class__, other)(each) for key, each in zip(keys, values(part), strict=True)]
        return f"{{{self._comma.join(told)}}}"

    def _list(self, members: list[Any]) -> str:
        return f"[{self._comma.join(map(self.value, members))}]" if members else "[]"


def _canonical_original(original: Original) -> str:
    return original.canonical or canonical(json.loads(original.text))


def _plain_original(original: Original) -> str:
    return original.plain or plain(json.loads(original.text))


CANONICAL = _Way(":", ",", canonical, _canonical_original, ordered=True)
"""As canonical JSON."""
PLAIN = _Way(": ", ", ", plain, _plain_original, ordered=False)
"""As JSON in which everything stands in its order, with spaces."""
