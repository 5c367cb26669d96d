"""A row of the table -> the event it is, for events that no article tells of: as its JSON, and from that the event."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from events.engine.questions import Row
from events.model import DateBasis, Event, ReviewState

KNOWN = 20_000  # parties and spans that are remembered
Form = Mapping[str, Any]
"""A part of an event as JSON has it; those that events have in common are one object, which nobody changes."""


@dataclass(frozen=True)
class Original:
    """The row of an imported event as its source has it, a JSON object.

    ``canonical`` is the same with its keys in order, where the engine could say so (``events.snapshots.document``).
    """

    text: str
    canonical: str | None = None


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
        "actors": [_actor(*party.values()) for party in row["parties"]],
        "when": _when(row),
        "places": [_place(**place) for place in row["places"]],
        "quantities": [_quantity(**quantity) for quantity in row["quantities"]],
        "denies": row["denies"],
        "confidence": float(row["confidence"]),
        "reasons": row["reasons"],
        "extractor": row["data"],  # by which its data set is known, also once it is corrected
        "review": _review(row["review"]),
        "revision": row["revision"],
        "original": None,
    }
    return Imported(form, original)


@lru_cache(KNOWN)
def _actor(
    role: str, id_: str, name: str, country: str | None, type_: str, part_of: str | None
) -> dict[str, str | None]:
    """A party as ``events.columns.PARTY`` has it, as an actor."""
    return {
        "role": role,
        "id": id_,
        "name": name,
        "country": country,
        "type": type_,
        "part_of": part_of,
        "phrase": None,
    }


def _place(
    role: str,
    name: str | None,
    country: str | None,
    lat: float | None,
    lon: float | None,
    precision: str,
    radius_km: float | None,
) -> dict[str, Any]:
    """A place; one that its source gives by its position alone is called by that."""
    return {
        "role": role,
        "name": f"{lat:g}, {lon:g}" if name is None else name,
        "country": country,
        "lat": _number(lat),
        "lon": _number(lon),
        "precision": precision,
        "radius_km": _number(radius_km),
        "phrase": None,
    }


def _quantity(value: float, unit: str, qualifier: str | None) -> dict[str, Any]:
    told = "exact" if qualifier is None else qualifier
    return {"value": float(value), "unit": unit, "qualifier": told, "phrase": None}


def _number(value: float | None) -> float | None:
    """A number as JSON has it, with a point, also where an engine left that out."""
    return None if value is None else float(value)


@lru_cache(len(ReviewState))
def _review(state: str) -> dict[str, str | None]:
    """How far an event is reviewed; who did it is known of corrections only, which the record has."""
    return {"state": state, "by": None, "at": None, "why": None}


def _when(row: Row) -> dict[str, str | None] | None:
    first, last = row["first"], row["last"]
    if row["precision"] is None or not isinstance(first, date) or not isinstance(last, date):
        return None
    return _span(first, last, row["precision"], row["basis"])


@lru_cache(KNOWN)
def _span(first: date, last: date, precision: str, basis: str | None) -> dict[str, str | None]:
    """The days of an event, which many have in common."""
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "precision": precision,
        "basis": basis or DateBasis.IMPORTED.value,
        "phrase": None,
    }
