"""An event as one row of named, typed cells: what the table formats (CSV, Excel, Parquet) show of it.

The cells are for reading, sorting and counting. What comes back is the event's own JSON in the last column, ``event``,
which has all of it: every actor with its words, every place, every telling.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from events.exchange.about import Told
from events.index import drawn_span
from events.model import Actor, Event, Place, PlaceRole, Role

MAIN_PLACE = (PlaceRole.HAPPENED_AT, PlaceRole.TO, PlaceRole.SAID_AT, PlaceRole.ABOUT, PlaceRole.FROM)
EVENT = "event"  # the column with the event's JSON
PARTING = "; "  # between several in a cell of text


class Type(Enum):
    """What a cell holds, unless it is empty."""

    TEXT = "text"
    TEXTS = "texts"
    DAY = "day"
    NUMBER = "number"
    WHOLE = "whole"


@dataclass(frozen=True)
class Field:
    """A column: its name, what it holds, and how it is taken from an event."""

    name: str
    type: Type
    of: Callable[[Told], object]


def main_place(event: Event) -> Place | None:
    """The one place to name where there is room for one: where it happened, else where to, said at, about, from."""
    if len(event.places) == 1:
        return event.places[0]
    return min(event.places, key=lambda place: MAIN_PLACE.index(place.role), default=None)


def drawn_words(told: Told) -> str:
    """The days that a view draws the event on: a day, a range, "on or before" the publication date, or "undated"."""
    span = drawn_span(told.event, told.source)
    if span.kind == "undated":
        return "undated"
    if span.kind == "before":
        return f"on or before {span.last}"
    return str(span.first) if span.first == span.last else f"{span.first} to {span.last}"


def place_words(place: Place) -> str:
    """A place with its role, position and how finely it is known."""
    position = f"{place.lat:g}, {place.lon:g}; " if place.lat is not None and place.lon is not None else ""
    return f"{place.role} {place.name} ({position}{place.precision})"


def _field(name: str, type_: Type, of: Callable[[Event], object]) -> Field:
    return Field(name, type_, lambda told: of(told.event))


def _actors(name: str, role: Role, of: Callable[[Actor], str]) -> Field:
    return Field(name, Type.TEXTS, lambda told: [of(actor) for actor in told.event.actors if actor.role is role])


def _place(name: str, type_: Type, attribute: str) -> Field:
    return Field(name, type_, lambda told: getattr(main_place(told.event), attribute, None))


def _when(name: str, type_: Type, attribute: str) -> Field:
    return Field(name, type_, lambda told: getattr(told.event.when, attribute, None))


def _quote(name: str, type_: Type, attribute: str) -> Field:
    return Field(name, type_, lambda told: getattr(told.event.quote, attribute, None))


def _source(name: str, type_: Type, attribute: str) -> Field:
    return Field(name, type_, lambda told: getattr(told.source, attribute, None))


def _quantities(event: Event) -> list[str]:
    return [f"{each.qualifier} {each.value:g} {each.unit}" for each in event.quantities]


FIELDS = (
    _field("id", Type.TEXT, lambda event: event.id),
    _field("kind", Type.TEXT, lambda event: event.kind.value),
    _field("family", Type.TEXT, lambda event: event.family.value),
    _field("modality", Type.TEXT, lambda event: event.modality.value),
    _field("title", Type.TEXT, lambda event: event.title),
    _quote("quote", Type.TEXT, "text"),
    _actors("sources", Role.SOURCE, lambda actor: actor.name),
    _actors("source_ids", Role.SOURCE, lambda actor: actor.id),
    _actors("targets", Role.TARGET, lambda actor: actor.name),
    _actors("target_ids", Role.TARGET, lambda actor: actor.id),
    _actors("speakers", Role.SPEAKER, lambda actor: actor.name),
    _actors("speaker_ids", Role.SPEAKER, lambda actor: actor.id),
    _when("first", Type.DAY, "first"),
    _when("last", Type.DAY, "last"),
    _when("date_precision", Type.TEXT, "precision"),
    _when("date_basis", Type.TEXT, "basis"),
    Field("drawn", Type.TEXT, drawn_words),
    _place("place", Type.TEXT, "name"),
    _place("place_role", Type.TEXT, "role"),
    _place("country", Type.TEXT, "country"),
    _place("lat", Type.NUMBER, "lat"),
    _place("lon", Type.NUMBER, "lon"),
    _place("place_precision", Type.TEXT, "precision"),
    _place("radius_km", Type.NUMBER, "radius_km"),
    _field("places", Type.TEXTS, lambda event: [place_words(place) for place in event.places]),
    _field("quantities", Type.TEXTS, _quantities),
    _field("denies", Type.TEXTS, lambda event: list(event.denies)),
    _field("review", Type.TEXT, lambda event: event.review.state.value),
    _field("confidence", Type.NUMBER, lambda event: event.confidence),
    _field("revision", Type.WHOLE, lambda event: event.revision),
    _field("extractor", Type.TEXT, lambda event: event.extractor),
    _field("article", Type.TEXT, lambda event: event.article),
    _source("article_title", Type.TEXT, "title"),
    _source("publisher", Type.TEXT, "publisher"),
    _source("url", Type.TEXT, "url"),
    _source("published", Type.DAY, "published"),
    _quote("quote_start", Type.WHOLE, "start"),
    _quote("quote_end", Type.WHOLE, "end"),
    Field("data", Type.TEXT, lambda told: told.credit.data),
    Field("licence", Type.TEXT, lambda told: told.credit.licence),
)
HEADINGS = (*(field.name for field in FIELDS), EVENT)


def cells(told: Told) -> list[object]:
    """The readable cells of an event, as ``FIELDS`` says, without the last column."""
    return [field.of(told) for field in FIELDS]


def flat(cell: object) -> object:
    """A cell as a table of single values takes it: several texts parted by "; "."""
    return PARTING.join(cell) if isinstance(cell, list) else cell
