"""What is derived from an event to find it by: drawn days, actors and what they are part of, places, words.

Pure: it says which row an event is in the table that the engines answer from (``events.columns``). Nothing
here is a fact of its own; all of it can be made anew from the articles and events at any time.
"""

import hashlib
import math
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from events.model import Actor, ActorType, Event, Modality, Place, PlacePrecision, Quantity
from events.register import ACTORS, counts_as, known, lineage

KM_PER_DEGREE = 111.195  # along a meridian, on a sphere of 6,371 km
ARTICLES = "articles"  # the data set of every event found in an article


class Published(Protocol):
    """Whatever has a publication date, or null: an article, or what a snapshot keeps of it."""

    @property
    def published(self) -> date | None:
        """The publication date."""


@dataclass(frozen=True)
class Drawn:
    """The days a view draws an event on, both inclusive.

    "dated": the article dates the act. "before": it does not, but has a publication date, and the act is told as
    done or denied; ``last`` is that date and ``first`` is null. "undated": both are null.
    """

    first: date | None
    last: date | None
    kind: Literal["dated", "before", "undated"]


def drawn_span(event: Event, article: Published | None) -> Drawn:
    """The days on which ``event`` is drawn; derived, never stored with it."""
    return drawn((event.when.first, event.when.last) if event.when else None, event.modality, article)


def drawn(days: tuple[date, date] | None, modality: str, article: Published | None) -> Drawn:
    """The days on which an event of these ``days`` of its own (null: undated) and this modality is drawn."""
    if days is not None:
        return Drawn(*days, "dated")
    published = article.published if article is not None else None
    if published is None or modality in (Modality.PLANNED, Modality.POSSIBLE):
        return Drawn(None, None, "undated")
    return Drawn(None, published, "before")


def part_of(actor_id: str, kind: ActorType | None, told: str | None) -> str | None:
    """What an actor counts as part of: as the register has it, else as the event says (``told``) or as its id does.

    An armed group that the register does not know stands for itself, not for the state that it is named with: whoever
    chooses a state does not mean those who fight it. Of those it knows, the register says which ones a state directs.
    """
    own = counts_as(actor_id)
    if entry := known(own):
        return entry.part_of
    parent = told if told and told != own else next(iter(lineage(own)[1:]), None)
    whole = known(parent) if parent else None
    return None if kind is ActorType.ARMED_GROUP and whole and whole.type is ActorType.STATE else parent


def ancestors(actor: Actor) -> tuple[str, ...]:
    """The ids from ``actor`` up to the largest it is part of, itself first; the register need not know it."""
    own = counts_as(actor.id)
    if known(own):
        return lineage(own)
    parent = part_of(own, actor.type, actor.part_of)
    return own, *(each for each in (lineage(parent) if parent else ()) if each != own)


def placed(place: Place) -> bool:
    """Whether the map marks ``place``: it has coordinates and is finer than a country."""
    return marked(place.lat, place.lon, place.precision)


def marked(lat: float | None, lon: float | None, precision: str) -> bool:
    """Whether the map marks a place with this position that is known as finely."""
    return lat is not None and lon is not None and precision != PlacePrecision.COUNTRY


def fold(text: str) -> str:
    """``text`` as words are compared: compatible forms are one (NFKC) and case does not count."""
    return unicodedata.normalize("NFKC", text).casefold().replace("\0", " ")


def search_terms(text: str) -> tuple[str, ...]:
    """The words of a query, folded; an event matches where each of them stands somewhere in its own."""
    return tuple(dict.fromkeys(fold(text).split()))


def words_of(event: Event) -> str:
    """The words an event is found by, folded: its title, its quotes, and the names of its actors and places."""
    quotes = [phrase.text for phrase in (event.quote, *event.also) if phrase]
    named: tuple[Actor | Place, ...] = (*event.actors, *event.places)
    names = [each.name for each in named]
    phrases = [each.phrase.text for each in named if each.phrase]
    return "\n".join(fold(part) for part in dict.fromkeys((event.title, *quotes, *names, *phrases)))


def data_set(event: Event) -> str:
    """The data set an event belongs to: the articles, or the name of the import it came with."""
    return ARTICLES if event.article is not None else event.extractor or "imported"


def told_by(event: Event) -> str:
    """What tells of an event: the id of its article, or the name of its data set."""
    return event.article or data_set(event)


def fingerprint() -> str:
    """What rows depend on beside the events and users' decisions: this program's rules and the shipped register."""
    rules = [Path(__file__).with_name(name) for name in ("columns.py", "index.py", "register.py")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in (*rules, *sorted(ACTORS.glob("*.tsv"))))).hexdigest()


def disc(place: Place) -> dict[str, float]:
    """The mark of a place that the map marks, as ``events.columns.DISC`` has it."""
    lat, lon = place.lat or 0.0, place.lon or 0.0
    reach = (place.radius_km or 0.0) / KM_PER_DEGREE
    return {"lat": lat, "lon": lon, "reach": reach, "cosine": math.cos(math.radians(lat))}


def row_of(event: Event, article: Published | None, *, data: str | None = None) -> dict[str, object]:
    """The event's row in ``events.columns.COLUMNS``, with values as JSON has them; ``data`` where it is not its own."""
    span = drawn_span(event, article)
    marks = [disc(place) for place in event.places if placed(place)]
    held = [(actor.role.value, actor_id) for actor in event.actors for actor_id in ancestors(actor)]
    return {
        "id": event.id,
        "data": data or data_set(event),
        "article": event.article,
        "revision": event.revision,
        "kind": event.kind.value,
        "modality": event.modality.value,
        "review": event.review.state.value,
        "first": _iso(span.first),
        "last": _iso(span.last),
        "sort": _iso(span.first or span.last),
        "precision": event.when.precision.value if event.when else None,
        "basis": event.when.basis.value if event.when else None,
        "title": event.title,
        "actors": list(dict.fromkeys(actor_id for _, actor_id in held)),
        "roles": list(dict.fromkeys(f"{role}:{actor_id}" for role, actor_id in held)),
        **(marks[0] if marks else dict.fromkeys(("lat", "lon", "reach", "cosine"))),
        "more": marks[1:] or None,
        "parties": [_only(actor, ("role", "id", "name", "country", "type", "part_of")) for actor in event.actors],
        "places": [
            _only(place, ("role", "name", "country", "lat", "lon", "precision", "radius_km")) for place in event.places
        ],
        "quantities": [_only(quantity, ("value", "unit", "qualifier")) for quantity in event.quantities],
        "denies": list(dict.fromkeys(event.denies)),
        "confidence": event.confidence,
        "reasons": list(event.reasons),
        "extractor": event.extractor,
        "words": words_of(event),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _only(noun: Actor | Place | Quantity, fields: tuple[str, ...]) -> dict[str, object]:
    """Some fields of a noun; words among the values are JSON's already (StrEnum)."""
    return {field: getattr(noun, field) for field in fields}
