"""A row of the table -> the event it is, for events that no article tells of: as its JSON, and from that the event."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from events.engine.questions import Row
from events.model import DateBasis, Event, ReviewState

KNOWN = 20_000  # of each sort of part that are remembered
Groups = tuple[tuple[Any, ...], ...]


class Part(dict[str, Any]):
    """A part of an event as JSON has it; what events have in common is one object, which nobody changes.

    As a key it is itself alone, so that what is made of it can be remembered by it.
    """

    __slots__ = ()
    __hash__ = object.__hash__  # type: ignore[assignment]


class Parts(list[Part]):
    """Parts in order, likewise."""

    __slots__ = ()
    __hash__ = object.__hash__  # type: ignore[assignment]


class Original:
    """The row of an imported event as its source has it, a JSON object."""

    __slots__ = ("_canonical", "_text")

    def __init__(self, text: str, canonical: str | None = None) -> None:
        """``canonical`` is the same with its keys in order, where that is known (``events.snapshots.document``)."""
        self._text, self._canonical = text, canonical

    @property
    def text(self) -> str:
        """The row as JSON, its keys in the order of its source."""
        return self._text

    @property
    def canonical(self) -> str | None:
        """The row as canonical JSON; null where that must first be made of ``text``."""
        return self._canonical

    @property
    def plain(self) -> str | None:
        """The row in its order as Python's ``json`` writes it, letters as they are; null as with ``canonical``."""
        return None


@dataclass(frozen=True)
class Imported:
    """An imported event as an engine has it: the JSON of it but for ``original``, which may be long, and that beside.

    It is made from the row without the event between, of which many formats need nothing.
    """

    form: dict[str, Any]
    original: Original | None

    @cached_property
    def event(self) -> Event:
        """The event that the JSON tells of."""
        return Event.model_validate(self.json)

    @cached_property
    def json(self) -> dict[str, Any]:
        """All of the event's JSON."""
        return {**self.form, "original": json.loads(self.original.text) if self.original else None}


def imported(row: Row, original: Original | None) -> Imported:
    """The imported event of a row of ``events.engine.questions.TOLD``, with its row as its source has it."""
    form = {
        "id": row["id"],
        "article": None,
        "kind": row["kind"],
        "modality": row["modality"],
        "title": row["title"],
        "quote": None,
        "also": [],
        "actors": _actors(_members(row["parties"])),
        "when": _when(row),
        "places": _same(_places, _members(row["places"])),
        "quantities": _same(_quantities, _members(row["quantities"])),
        "denies": row["denies"],
        "confidence": float(row["confidence"]),
        "reasons": row["reasons"],
        "extractor": row["data"],  # by which its data set is known, also once it is corrected
        "review": _review(row["review"]),
        "revision": row["revision"],
        "original": None,
    }
    return Imported(form, original)


def _members(groups: Sequence[Any]) -> Groups:
    """What groups have in them, whether they come as tuples or by name."""
    if groups.__class__ is tuple:
        return groups
    return tuple(tuple(each.values()) for each in groups)


def _same(make: Callable[[Groups], Parts], groups: Groups) -> Parts:
    """The parts that are made of these groups, remembered; but not those with -0.0, which Python takes for 0.0."""
    for group in groups:
        if 0.0 in group and "-0.0" in map(repr, group):
            return make.__wrapped__(groups)  # type: ignore[attr-defined, no-any-return]
    return make(groups)


@lru_cache(KNOWN)
def _actors(parties: Groups) -> Parts:
    """Parties as ``events.columns.PARTY`` has them, as actors."""
    return Parts(_actor(*party) for party in parties)


@lru_cache(KNOWN)
def _actor(role: str, id_: str, name: str, country: str | None, type_: str, part_of: str | None) -> Part:
    return Part(role=role, id=id_, name=name, country=country, type=type_, part_of=part_of, phrase=None)


@lru_cache(KNOWN)
def _places(places: Groups) -> Parts:
    return Parts(_place(*place) for place in places)


def _place(
    role: str,
    name: str | None,
    country: str | None,
    lat: float | None,
    lon: float | None,
    precision: str,
    radius_km: float | None,
) -> Part:
    """A place; one that its source gives by its position alone is called by that."""
    return Part(
        role=role,
        name=f"{lat:g}, {lon:g}" if name is None else name,
        country=country,
        lat=_number(lat),
        lon=_number(lon),
        precision=precision,
        radius_km=_number(radius_km),
        phrase=None,
    )


@lru_cache(KNOWN)
def _quantities(quantities: Groups) -> Parts:
    return Parts(_quantity(*quantity) for quantity in quantities)


def _quantity(value: float, unit: str, qualifier: str | None) -> Part:
    return Part(value=float(value), unit=unit, qualifier="exact" if qualifier is None else qualifier, phrase=None)


def _number(value: float | None) -> float | None:
    """A number as JSON has it, with a point, also where an engine left that out."""
    return None if value is None else float(value)


@lru_cache(len(ReviewState))
def _review(state: str) -> Part:
    """How far an event is reviewed; who did it is known of corrections only, which the record has."""
    return Part(state=state, by=None, at=None, why=None)


def _when(row: Row) -> Part | None:
    first, last = row["first"], row["last"]
    if row["precision"] is None or not isinstance(first, date) or not isinstance(last, date):
        return None
    return _span(first, last, row["precision"], row["basis"])


@lru_cache(KNOWN)
def _span(first: date, last: date, precision: str, basis: str | None) -> Part:
    """The days of an event, which many have in common."""
    return Part(
        first=first.isoformat(),
        last=last.isoformat(),
        precision=precision,
        basis=basis or DateBasis.IMPORTED.value,
        phrase=None,
    )
