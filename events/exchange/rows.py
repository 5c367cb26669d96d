"""An event as one row of named, typed cells: what the table formats (CSV, Excel, Parquet) show of it.

The cells are for reading, sorting and counting. What comes back is the event's own JSON in the last column, ``event``,
which has all of it: every actor with its words, every place, every telling.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache, partial
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypeVar

from events import model
from events.engine import Part, Parts
from events.exchange.about import Told
from events.exchange.shapes import Place
from events.index import Drawn
from events.model import FAMILY_OF_KIND, PlaceRole
from events.snapshots.document import Source

MAIN_PLACE = (PlaceRole.HAPPENED_AT, PlaceRole.TO, PlaceRole.SAID_AT, PlaceRole.ABOUT, PlaceRole.FROM)
EVENT = "event"  # the column with the event's JSON
PARTING = "; "  # between several in a cell of text
KNOWN = 20_000  # of each run, what was made of so many parts is remembered
_KEPT = itemgetter("confidence", "revision", "extractor", "article")
_FAMILIES = {kind.value: family.value for kind, family in FAMILY_OF_KIND.items()}


class Type(Enum):
    """What a cell holds, unless it is empty; a day as ISO 8601 writes it."""

    TEXT = "text"
    TEXTS = "texts"
    DAY = "day"
    NUMBER = "number"
    WHOLE = "whole"


@dataclass(frozen=True)
class Field:
    """A column: its name, what it holds, and how its cells are taken from a part of an event."""

    name: str
    type: Type
    of: Callable[[Any], object]


@dataclass(frozen=True)
class Run:
    """Columns beside each other whose cells are all taken from the same part of an event, as it is ``seen``."""

    part: Callable[[Told], Any]
    fields: tuple[Field, ...]
    seen: Callable[[Any], Any]

    def cells(self, part: Any) -> list[Any]:
        """The cells of such a part."""
        seen = self.seen(part)
        return [field.of(seen) for field in self.fields]


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


def _quantity_words(quantity: Mapping[str, Any]) -> str:
    return f"{quantity['qualifier']} {quantity['value']:g} {quantity['unit']}"


def _run(
    part: Callable[[Told], Any],
    *fields: tuple[str, Type, Callable[[Any], object]],
    seen: Callable[[Any], Any] = lambda part: part,
) -> Run:
    return Run(part, tuple(Field(*each) for each in fields), seen)


def _known(name: str, called: str | None = None, type_: Type = Type.TEXT) -> tuple[str, Type, Callable[[Any], object]]:
    """The column ``name``: what a part, where it is there, has under its name in JSON, or what that is ``called``."""
    key = called or name
    return name, type_, lambda part: part[key] if part else None


def _at(name: str, place: int, type_: Type = Type.TEXT) -> tuple[str, Type, Callable[[Any], object]]:
    return name, type_, itemgetter(place)


def _actors(name: str, role: str, part: str) -> tuple[str, Type, Callable[[Any], object]]:
    return name, Type.TEXTS, lambda actors: [actor[part] for actor in actors if actor["role"] == role]


def _source(name: str, attribute: str) -> tuple[str, Type, Callable[[Any], object]]:
    return name, Type.TEXT, lambda source: getattr(source, attribute, None)


def _published(source: Source | None) -> str | None:
    day = source.published if source else None
    return day.isoformat() if day else None


RUNS = (
    _run(lambda told: told.form["id"], ("id", Type.TEXT, lambda id_: id_)),
    _run(
        lambda told: (told.form["kind"], told.form["modality"]),
        _at("kind", 0),
        ("family", Type.TEXT, lambda act: _FAMILIES[act[0]]),
        _at("modality", 1),
    ),
    _run(lambda told: told.form["title"], ("title", Type.TEXT, lambda title: title)),
    _run(lambda told: told.form["quote"], _known("quote", "text")),
    _run(
        lambda told: told.form["actors"],
        _actors("sources", "source", "name"),
        _actors("source_ids", "source", "id"),
        _actors("targets", "target", "name"),
        _actors("target_ids", "target", "id"),
        _actors("speakers", "speaker", "name"),
        _actors("speaker_ids", "speaker", "id"),
    ),
    _run(
        lambda told: told.form["when"],
        _known("first", type_=Type.DAY),
        _known("last", type_=Type.DAY),
        _known("date_precision", "precision"),
        _known("date_basis", "basis"),
    ),
    _run(lambda told: told.drawn, ("drawn", Type.TEXT, lambda drawn: drawn_words(drawn))),
    _run(
        lambda told: told.form["places"],
        _known("place", "name"),
        _known("place_role", "role"),
        _known("country"),
        _known("lat", type_=Type.NUMBER),
        _known("lon", type_=Type.NUMBER),
        _known("place_precision", "precision"),
        _known("radius_km", type_=Type.NUMBER),
        seen=lambda places: _main(places, itemgetter("role")),
    ),
    _run(
        lambda told: told.form["places"],
        ("places", Type.TEXTS, lambda places: [place_words(place) for place in places]),
    ),
    _run(
        lambda told: told.form["quantities"],
        ("quantities", Type.TEXTS, lambda quantities: [_quantity_words(each) for each in quantities]),
    ),
    _run(lambda told: tuple(told.form["denies"]), ("denies", Type.TEXTS, list)),
    _run(
        lambda told: (told.form["review"]["state"], *_KEPT(told.form)),
        _at("review", 0),
        _at("confidence", 1, Type.NUMBER),
        _at("revision", 2, Type.WHOLE),
        _at("extractor", 3),
        _at("article", 4),
    ),
    _run(
        lambda told: told.source,
        _source("article_title", "title"),
        _source("publisher", "publisher"),
        _source("url", "url"),
        ("published", Type.DAY, _published),
    ),
    _run(
        lambda told: told.form["quote"],
        _known("quote_start", "start", Type.WHOLE),
        _known("quote_end", "end", Type.WHOLE),
    ),
    _run(lambda told: (told.credit.data, told.credit.licence), _at("data", 0), _at("licence", 1)),
)
FIELDS = tuple(field for run in RUNS for field in run.fields)
HEADINGS = (*(field.name for field in FIELDS), EVENT)
_SHARED = (Part, Parts, tuple, type(None), Drawn)  # parts of this very class may be another event's, too
T = TypeVar("T")


class Runs(Generic[T]):
    """What a format makes of each run of cells; of a part that events have in common it is made once."""

    def __init__(self, make: Callable[[Sequence[Field], list[Any]], T]) -> None:
        """``make`` is given the columns of a run and its cells."""
        self._runs = []
        for run in RUNS:
            made = partial(_made, make, run)
            self._runs.append((run.part, lru_cache(KNOWN)(made), made))

    def __call__(self, told: Told) -> list[T]:
        """What is made of each run of an event's cells, in order."""
        parts = ((part_of(told), remembered, made) for part_of, remembered, made in self._runs)
        return [remembered(part) if part.__class__ in _SHARED else made(part) for part, remembered, made in parts]


def _made(make: Callable[[Sequence[Field], list[Any]], T], run: Run, part: Any) -> T:
    return make(run.fields, run.cells(part))


def cells(told: Told) -> list[Any]:
    """The readable cells of an event, as ``FIELDS`` says, without the last column."""
    return [cell for run in RUNS for cell in run.cells(run.part(told))]


def flat(cell: object) -> object:
    """A cell as a table of single values takes it: several texts parted by "; "."""
    return PARTING.join(cell) if isinstance(cell, list) else cell
