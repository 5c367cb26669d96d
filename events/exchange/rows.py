"""An event as one row of named, typed cells: what the table formats (CSV, Excel, Parquet) show of it.

The cells are for reading, sorting and counting. What comes back is the event's own JSON in the last column, ``event``,
which has all of it: every actor with its words, every place, every telling.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from events import model
from events.exchange.about import Told
from events.exchange.shapes import Place
from events.index import Drawn
from events.model import FAMILY_OF_KIND, PlaceRole, Role

MAIN_PLACE = (PlaceRole.HAPPENED_AT, PlaceRole.TO, PlaceRole.SAID_AT, PlaceRole.ABOUT, PlaceRole.FROM)
EVENT = "event"  # the column with the event's JSON
PARTING = "; "  # between several in a cell of text
_FAMILIES = {kind.value: family.value for kind, family in FAMILY_OF_KIND.items()}


class Type(Enum):
    """What a cell holds, unless it is empty; a day as ISO 8601 writes it."""

    TEXT = "text"
    TEXTS = "texts"
    DAY = "day"
    NUMBER = "number"
    WHOLE = "whole"


class _Nothing(dict[str, None]):
    """A part of an event that is not there: of it nothing is known."""

    def __missing__(self, name: str) -> None:
        return None


_NOTHING = _Nothing()
_NOBODY: dict[str, list[Mapping[str, Any]]] = {role.value: [] for role in Role}


class _Parts:
    """The parts of an event's JSON that cells are taken from, each looked for once."""

    __slots__ = ("actors", "form", "place", "quote", "told", "when")

    def __init__(self, told: Told) -> None:
        self.told, self.form = told, told.form
        self.when: Mapping[str, Any] = told.form["when"] or _NOTHING
        self.quote: Mapping[str, Any] = told.form["quote"] or _NOTHING
        self.place: Mapping[str, Any] = _main(told.form["places"], itemgetter("role")) or _NOTHING
        self.actors = _NOBODY.copy()
        for actor in told.form["actors"]:
            self.actors[actor["role"]] = [*self.actors[actor["role"]], actor]


@dataclass(frozen=True)
class Field:
    """A column: its name, what it holds, and how it is taken from the parts of an event."""

    name: str
    type: Type
    of: Callable[[_Parts], object]


def main_place(event: model.Event) -> model.Place | None:
    """The one place to name where there is room for one: where it happened, else where to, said at, about, from."""
    return _main(event.places, attrgetter("role"))


P = TypeVar("P")


def _main(places: Sequence[P], role_of: Callable[[P], str]) -> P | None:
    if len(places) == 1:
        return places[0]
    return min(places, key=lambda place: MAIN_PLACE.index(PlaceRole(role_of(place))), default=None)


def drawn_words(drawn: Drawn) -> str:
    """The days that a view draws the event on: a day, a range, "on or before" the publication date, or "undated"."""
    if drawn.kind == "undated":
        return "undated"
    if drawn.kind == "before":
        return f"on or before {drawn.last}"
    return str(drawn.first) if drawn.first == drawn.last else f"{drawn.first} to {drawn.last}"


def place_words(place: Place) -> str:
    """A place with its role, position and how finely it is known."""
    lat, lon = place["lat"], place["lon"]
    position = f"{lat:g}, {lon:g}; " if lat is not None and lon is not None else ""
    return f"{place['role']} {place['name']} ({position}{place['precision']})"


def _actors(name: str, role: str, part: str) -> Field:
    return Field(name, Type.TEXTS, lambda parts: [actor[part] for actor in parts.actors[role]])


def _source(name: str, attribute: str) -> Field:
    return Field(name, Type.TEXT, lambda parts: getattr(parts.told.source, attribute, None))


def _published(parts: _Parts) -> str | None:
    day = parts.told.source.published if parts.told.source else None
    return day.isoformat() if day else None


def _quantity_words(quantity: Mapping[str, Any]) -> str:
    return f"{quantity['qualifier']} {quantity['value']:g} {quantity['unit']}"


FIELDS = (
    Field("id", Type.TEXT, lambda parts: parts.form["id"]),
    Field("kind", Type.TEXT, lambda parts: parts.form["kind"]),
    Field("family", Type.TEXT, lambda parts: _FAMILIES[parts.form["kind"]]),
    Field("modality", Type.TEXT, lambda parts: parts.form["modality"]),
    Field("title", Type.TEXT, lambda parts: parts.form["title"]),
    Field("quote", Type.TEXT, lambda parts: parts.quote["text"]),
    _actors("sources", "source", "name"),
    _actors("source_ids", "source", "id"),
    _actors("targets", "target", "name"),
    _actors("target_ids", "target", "id"),
    _actors("speakers", "speaker", "name"),
    _actors("speaker_ids", "speaker", "id"),
    Field("first", Type.DAY, lambda parts: parts.when["first"]),
    Field("last", Type.DAY, lambda parts: parts.when["last"]),
    Field("date_precision", Type.TEXT, lambda parts: parts.when["precision"]),
    Field("date_basis", Type.TEXT, lambda parts: parts.when["basis"]),
    Field("drawn", Type.TEXT, lambda parts: drawn_words(parts.told.drawn)),
    Field("place", Type.TEXT, lambda parts: parts.place["name"]),
    Field("place_role", Type.TEXT, lambda parts: parts.place["role"]),
    Field("country", Type.TEXT, lambda parts: parts.place["country"]),
    Field("lat", Type.NUMBER, lambda parts: parts.place["lat"]),
    Field("lon", Type.NUMBER, lambda parts: parts.place["lon"]),
    Field("place_precision", Type.TEXT, lambda parts: parts.place["precision"]),
    Field("radius_km", Type.NUMBER, lambda parts: parts.place["radius_km"]),
    Field("places", Type.TEXTS, lambda parts: [place_words(place) for place in parts.form["places"]]),
    Field("quantities", Type.TEXTS, lambda parts: [_quantity_words(each) for each in parts.form["quantities"]]),
    Field("denies", Type.TEXTS, lambda parts: parts.form["denies"]),
    Field("review", Type.TEXT, lambda parts: parts.form["review"]["state"]),
    Field("confidence", Type.NUMBER, lambda parts: parts.form["confidence"]),
    Field("revision", Type.WHOLE, lambda parts: parts.form["revision"]),
    Field("extractor", Type.TEXT, lambda parts: parts.form["extractor"]),
    Field("article", Type.TEXT, lambda parts: parts.form["article"]),
    _source("article_title", "title"),
    _source("publisher", "publisher"),
    _source("url", "url"),
    Field("published", Type.DAY, _published),
    Field("quote_start", Type.WHOLE, lambda parts: parts.quote["start"]),
    Field("quote_end", Type.WHOLE, lambda parts: parts.quote["end"]),
    Field("data", Type.TEXT, lambda parts: parts.told.credit.data),
    Field("licence", Type.TEXT, lambda parts: parts.told.credit.licence),
)
HEADINGS = (*(field.name for field in FIELDS), EVENT)
_OF = tuple(field.of for field in FIELDS)


def cells(told: Told) -> list[Any]:
    """The readable cells of an event, as ``FIELDS`` says, without the last column."""
    parts = _Parts(told)
    return [of(parts) for of in _OF]


def flat(cell: object) -> object:
    """A cell as a table of single values takes it: several texts parted by "; "."""
    return PARTING.join(cell) if isinstance(cell, list) else cell
