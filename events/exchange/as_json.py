"""Imported events as JSON text, byte for byte as Python's ``json`` writes them, what they have in common once.

Two ways: canonical (``events.snapshots.document``), and plain, with spaces and fields in their order.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from json.encoder import encode_basestring as word
from operator import itemgetter
from typing import Any

from events.engine import Imported, Original, Part, Parts
from events.model import Event
from events.snapshots.document import canonical

KNOWN = 20_000  # texts of parts that are remembered
_VARYING = {"id", "title", "actors", "when", "places", "quantities", "original"}  # from event to event
_SAME = ("kind", "modality", "confidence", "extractor", "review", "revision")
_SHARED = itemgetter(*_SAME)
_OPEN = "%s"
Write = Callable[[Any], str]
plain = json.JSONEncoder(ensure_ascii=False).encode


class _Way:
    """A way of writing what an imported event is made of."""

    def __init__(self, colon: str, comma: str, other: Write, original: Callable[[Original], str], *, ordered: bool):
        """Keys are put in order if ``ordered``; ``original`` writes what a source has, ``other`` the rest."""
        self._colon, self._comma, self._ordered = colon, comma, ordered
        self._other, self._original = other, original
        self._names = sorted(Event.model_fields) if ordered else list(Event.model_fields)
        varying = [name for name in self._names if name in _VARYING]
        self._varying, self._at = itemgetter(*varying), varying.index("original")
        self._frame = lru_cache(KNOWN)(self._framed)
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
        }

    def value(self, value: Any) -> str:
        """A value that JSON has: a word, a number, a list of them, a part of an event."""
        return self._of.get(value.__class__, self._other)(value)

    def event(self, imported: Imported) -> str:
        """An imported event."""
        form, of, other = imported.form, self._of, self._other
        told = [of.get(each.__class__, other)(each) for each in self._varying(form)]
        if imported.original is not None:
            told[self._at] = self._original(imported.original)
        return self._frame(_SHARED(form), tuple(form["reasons"]), tuple(form["denies"])) % tuple(told)

    def _framed(self, shared: tuple[Any, ...], reasons: tuple[str, ...], denies: tuple[str, ...]) -> str:
        """An event but for what nearly each has of its own, for which there is %s."""
        known = dict(zip(_SAME, shared, strict=True)) | {"reasons": list(reasons), "denies": list(denies)}
        told = {name: self.value(known.get(name, [] if name == "also" else None)) for name in self._names}
        written = (_OPEN if name in _VARYING else words.replace("%", "%%") for name, words in told.items())
        pairs = (f"{word(name)}{self._colon}{words}" for name, words in zip(self._names, written, strict=True))
        return f"{{{self._comma.join(pairs)}}}"

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
