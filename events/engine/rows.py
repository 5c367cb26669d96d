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
    Kind,
    Modality,
    Place,
    Quantity,
    Review,
    ReviewState,
)

PARTY = ("role", "id", "name", "country", "type", "part_of")  # as ``events.columns.PARTY`` has them
KNOWN = 20_000  # parties that are remembered


def imported_event(row: Row, original: str | None) -> Event:
    """The imported event of a row, with its row as its source has it, given as JSON."""
    return Event(
        id=row["id"],
        article=None,
        kind=Kind(row["kind"]),
        modality=Modality(row["modality"]),
        title=row["title"],
        quote=None,
        actors=tuple(_actor(*party.values()) for party in row["parties"]),
        when=_when(row),
        places=tuple(Place.model_validate(place) for place in row["places"]),
        quantities=tuple(Quantity.model_validate(_given(quantity)) for quantity in row["quantities"]),
        denies=tuple(row["denies"]),
        confidence=row["confidence"],
        reasons=tuple(row["reasons"]),
        extractor=row["data"],  # by which its data set is known, also once it is corrected
        review=Review(state=ReviewState(row["review"])),
        revision=row["revision"],
        original=json.loads(original) if original is not None else None,
    )


@lru_cache(KNOWN)
def _actor(*party: str | None) -> Actor:
    """The actor of a party, which many events have in common and none changes."""
    return Actor.model_validate(dict(zip(PARTY, party, strict=True)))


def _when(row: Row) -> DateSpan | None:
    first, last = row["first"], row["last"]
    if row["precision"] is None or not isinstance(first, date) or not isinstance(last, date):
        return None
    return DateSpan(
        first=first,
        last=last,
        precision=DatePrecision(row["precision"]),
        basis=DateBasis(row["basis"] or DateBasis.IMPORTED),
    )


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are given, so that the others take their defaults."""
    return {name: value for name, value in values.items() if value is not None}
