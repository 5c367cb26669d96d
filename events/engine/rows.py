"""A row of the table -> the event it is, for events that no article tells of."""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from events.engine.questions import Row
from events.model import (
    Actor,
    DateBasis,
    DatePrecision,
    DateSpan,
    Event,
    Review,
    ReviewState,
)

PARTY = ("role", "id", "name", "country", "type", "part_of")  # as ``events.columns.PARTY`` has them
KNOWN = 20_000  # parties that are remembered


def imported_event(row: Row, original: str | None) -> Event:
    """The imported event of a row, with its row as its source has it, given as JSON."""
    return Event.model_validate(
        {
            "id": row["id"],
            "article": None,
            "kind": row["kind"],
            "modality": row["modality"],
            "title": row["title"],
            "quote": None,
            "actors": [_actor(*party.values()) for party in row["parties"]],
            "when": _when(row),
            "places": [_place(place) for place in row["places"]],
            "quantities": [_given(quantity) for quantity in row["quantities"]],
            "denies": row["denies"],
            "confidence": row["confidence"],
            "reasons": row["reasons"],
            "extractor": row["data"],  # by which its data set is known, also once it is corrected
            "review": _review(row["review"]),
            "revision": row["revision"],
            "original": json.loads(original) if original is not None else None,
        }
    )


@lru_cache(KNOWN)
def _actor(*party: str | None) -> Actor:
    """The actor of a party, which many events have in common and none changes."""
    return Actor.model_validate(dict(zip(PARTY, party, strict=True)))


@lru_cache(KNOWN)
def _review(state: str) -> Review:
    """How far an event is reviewed."""
    return Review(state=ReviewState(state))


def _when(row: Row) -> DateSpan | None:
    first, last = row["first"], row["last"]
    if row["precision"] is None or not isinstance(first, date) or not isinstance(last, date):
        return None
    return _span(first, last, row["precision"], row["basis"])


@lru_cache(KNOWN)
def _span(first: date, last: date, precision: str, basis: str | None) -> DateSpan:
    """The days of an event, which many have in common."""
    return DateSpan(
        first=first,
        last=last,
        precision=DatePrecision(precision),
        basis=DateBasis(basis or DateBasis.IMPORTED),
    )


def _place(place: Mapping[str, Any]) -> Mapping[str, Any]:
    """A place that its source gives by its position alone is called by that."""
    return place if place["name"] is not None else {**place, "name": f"{place['lat']:g}, {place['lon']:g}"}


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are given, so that the others take their defaults."""
    return {name: value for name, value in values.items() if value is not None}
