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
_ROLES = ("source", "target", "speaker")
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
    """A column: its name, and what it holds."""

    name: str
    type: Type


@dataclass(frozen=True)
class Run:
    """Columns beside each other whose ``cells`` are all taken, in order, from the same part of an event."""

    part: Callable[[Told], Any]
    fields: tuple[Field, ...]
    cells: Callable[[Any], Sequence[Any]]


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


def _run(columns: str, part: Callable[[Told], Any], cells: Callable[[Any], Sequence[Any]], **types: Type) -> Run:
    """A run of ``columns``, which hold text unless ``types`` say otherwise."""
    return Run(part, tuple(Field(name, types.get(name, Type.TEXT)) for name in columns.split()), cells)


def _known(*names: str) -> Callable[[Mapping[str, Any] | None], Sequence[Any]]:
    """What a part, where it is there, has under these names in JSON; nothing where it is not."""
    of, none = itemgetter(*names), (None,) * len(names)
    return lambda part: of(part) if part else none


def _act(act: tuple[str, str]) -> Sequence[Any]:
    kind, modality = act
    return kind, _FAMILIES[kind], modality


def _quoted(quote: Mapping[str, Any] | None) -> Sequence[Any]:
    return (quote["text"] if quote else None,)


def _actors(actors: Sequence[Mapping[str, Any]]) -> Sequence[Any]:
    """Names and ids of each role's actors."""
    found: dict[str, tuple[list[Any], list[Any]]] = {role: ([], []) for role in _ROLES}
    for actor in actors:
        names, ids = found[actor["role"]]
        names.append(actor["name"])
        ids.append(actor["id"])
    return [cell for both in found.values() for cell in both]


def _where(places: Sequence[Place]) -> Sequence[Any]:
    """The main place by its parts, then all places in words."""
    return (*_main_cells(_main(places, itemgetter("role"))), [place_words(place) for place in places])


_main_cells = _known("name", "role", "country", "lat", "lon", "precision", "radius_km")


def _source(source: Source | None) -> Sequence[Any]:
    if source is None:
        return (None,) * 4
    return source.title, source.publisher, source.url, source.published.isoformat() if source.published else None


_PARTIES = "sources source_ids targets target_ids speakers speaker_ids"
RUNS = (
    _run("id", lambda told: told.form["id"], lambda id_: (id_,)),
    _run("kind family modality", lambda told: (told.form["kind"], told.form["modality"]), _act),
    _run("title", lambda told: told.form["title"], lambda title: (title,)),
    _run("quote", lambda told: told.form["quote"], _quoted),
    _run(
        _PARTIES,
        lambda told: told.form["actors"],
        _actors,
        **dict.fromkeys(_PARTIES.split(), Type.TEXTS),
    ),
    _run(
        "first last date_precision date_basis",
        lambda told: told.form["when"],
        _known("first", "last", "precision", "basis"),
        first=Type.DAY,
        last=Type.DAY,
    ),
    _run("drawn", lambda told: told.drawn, lambda drawn: (drawn_words(drawn),)),
    _run(
        "place place_role country lat lon place_precision radius_km places",
        lambda told: told.form["places"],
        _where,
        lat=Type.NUMBER,
        lon=Type.NUMBER,
        radius_km=Type.NUMBER,
        places=Type.TEXTS,
    ),
    _run(
        "quantities",
        lambda told: told.form["quantities"],
        lambda quantities: ([_quantity_words(each) for each in quantities],),
        quantities=Type.TEXTS,
    ),
    _run(
        "denies review confidence revision extractor article",
        lambda told: (tuple(told.form["denies"]), told.form["review"]["state"], *_KEPT(told.form)),
        lambda kept: (list(kept[0]), *kept[1:]),
        denies=Type.TEXTS,
        confidence=Type.NUMBER,
        revision=Type.WHOLE,
    ),
    _run("article_title publisher url published", lambda told: told.source, _source, published=Type.DAY),
    _run(
        "quote_start quote_end",
        lambda told: told.form["quote"],
        lambda quote: (quote["start"], quote["end"]) if quote else (None, None),
        quote_start=Type.WHOLE,
        quote_end=Type.WHOLE,
    ),
    _run("data licence", lambda told: (told.credit.data, told.credit.licence), lambda both: both),
)
FIELDS = tuple(field for run in RUNS for field in run.fields)
HEADINGS = (*(field.name for field in FIELDS), EVENT)
_SHARED = (Part, Parts, tuple, type(None), Drawn)  # parts of this very class may be another event's, too
T = TypeVar("T")


class Runs(Generic[T]):
    """What a format makes of each run of cells; of a part that events have in common it is made once."""

    def __init__(self, make: Callable[[Sequence[Field], Sequence[Any]], T]) -> None:
        """``make`` is given the columns of a run and its cells."""
        self._runs = []
        for run in RUNS:
            made = partial(_made, make, run)
            self._runs.append((run.part, lru_cache(KNOWN)(made), made))

    def __call__(self, told: Told) -> list[T]:
        """What is made of each run of an event's cells, in order."""
        return [
            remembered(part) if (part := part_of(told)).__class__ in _SHARED else made(part)
            for part_of, remembered, made in self._runs
        ]


def _made(make: Callable[[Sequence[Field], Sequence[Any]], T], run: Run, part: Any) -> T:
    return make(run.fields, run.cells(part))


def cells(told: Told) -> list[Any]:
    """The readable cells of an event, as ``FIELDS`` says, without the last column."""
    return [cell for run in RUNS for cell in run.cells(run.part(told))]


def flat(cell: object) -> object:
    """A cell as a table of single values takes it: several texts parted by "; "."""
    return PARTING.join(cell) if isinstance(cell, list) else cell
