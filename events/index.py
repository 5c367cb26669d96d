"""What is derived from a recorded event to find it by: drawn days, actors and what they are part of, places, words.

Pure: it says which rows an event has in which derived table, and the record keeps them. Nothing
here is a fact of its own; all of it can be made anew from the articles and events at any time.
"""

import hashlib
import math
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from events.model import Actor, Event, Modality, Place, PlacePrecision
from events.register import ACTORS, Edits, counts_as, edits_in_use, known, lineage

KM_PER_DEGREE = 111.195  # along a meridian, on a sphere of 6,371 km
NEVER = "9999-99-99"  # sorts after every day; stands in the sort key of undated events, never shown
ARTICLES = "articles"  # the data set of every event found in an article
DERIVED = ("event", "event_actor", "event_place", "event_denies", "event_words")

SCHEMA = (
    """CREATE TABLE event (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, kind TEXT NOT NULL,
        modality TEXT NOT NULL, review TEXT NOT NULL, data TEXT NOT NULL,
        first TEXT, last TEXT, sort TEXT NOT NULL, placed INTEGER NOT NULL)""",
    "CREATE INDEX event_in_order ON event (sort, id)",
    # the actor itself (own = 1) and all it is part of (own = 0), so that a state finds its parts
    """CREATE TABLE event_actor (
        actor TEXT NOT NULL, role TEXT NOT NULL, event INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
        own INTEGER NOT NULL, name TEXT, country TEXT, type TEXT, part_of TEXT,
        PRIMARY KEY (actor, role, event)) WITHOUT ROWID""",
    "CREATE INDEX event_actor_by_event ON event_actor (event)",
    # a disc: centre in degrees, how far it reaches in degrees of latitude, and the cosine of its latitude
    """CREATE TABLE event_place (
        event INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
        lat REAL NOT NULL, lon REAL NOT NULL, reach REAL NOT NULL, cosine REAL NOT NULL)""",
    "CREATE INDEX event_place_by_event ON event_place (event)",
    "CREATE INDEX event_place_by_latitude ON event_place (lat, lon, reach, cosine, event)",
    "CREATE INDEX event_place_by_reach ON event_place (reach)",
    """CREATE TABLE event_denies (
        event INTEGER NOT NULL REFERENCES event ON DELETE CASCADE, denied TEXT NOT NULL,
        PRIMARY KEY (event, denied)) WITHOUT ROWID""",
    "CREATE INDEX event_denies_by_denied ON event_denies (denied)",
    # trigrams find any run of letters in any script; case is folded before, the same for words and queries
    "CREATE VIRTUAL TABLE event_words USING fts5 (words, tokenize = 'trigram case_sensitive 1')",
)


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
    if event.when is not None:
        return Drawn(event.when.first, event.when.last, "dated")
    published = article.published if article is not None else None
    if published is None or event.modality in (Modality.PLANNED, Modality.POSSIBLE):
        return Drawn(None, None, "undated")
    return Drawn(None, published, "before")


def ancestors(actor: Actor) -> tuple[str, ...]:
    """The ids from ``actor`` up to the largest it is part of, itself first; the register need not know it."""
    own = counts_as(actor.id)
    if known(own) is None and actor.part_of is not None and actor.part_of != own:
        return own, *(each for each in lineage(actor.part_of) if each != own)
    return lineage(own)


def placed(place: Place) -> bool:
    """Whether the map marks ``place``: it has coordinates and is finer than a country."""
    return place.lat is not None and place.lon is not None and place.precision is not PlacePrecision.COUNTRY


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


def fingerprint() -> str:
    """What the derived rows depend on beside the record: this module and the actor register with users' edits."""
    sources = (Path(__file__), *sorted(ACTORS.glob("*.tsv")))
    edits = edits_in_use()
    told = repr((sorted(edits.entries.items()), sorted(edits.merged.items()))) if edits != Edits() else ""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources) + told.encode()).hexdigest()


Row = tuple[object, ...]


def event_row(event: Event, article: Published | None) -> Row:
    """The event's row in table ``event``, without its key."""
    span = drawn_span(event, article)
    first, last = (day.isoformat() if day else None for day in (span.first, span.last))
    return (
        event.id,
        event.revision,
        event.kind.value,
        event.modality.value,
        event.review.state.value,
        data_set(event),
        first,
        last,
        first or last or NEVER,
        int(any(map(placed, event.places))),
    )


def actor_rows(key: int, event: Event) -> list[Row]:
    """The rows in ``event_actor``: each actor in its role, and what it is part of in the same role."""
    rows: dict[tuple[str, str], Row] = {}
    for actor in event.actors:
        for actor_id in ancestors(actor)[1:]:
            rows.setdefault((actor_id, actor.role.value), (actor_id, actor.role.value, key, 0, None, None, None, None))
    for actor in event.actors:
        counted = counts_as(actor.id)
        own = (counted, actor.role.value, key, 1, actor.name, actor.country, actor.type.value, actor.part_of)
        rows[counted, actor.role.value] = own
    return list(rows.values())


def place_rows(key: int, event: Event) -> list[Row]:
    """The rows in ``event_place``: the places that the map marks."""
    return [
        (key, place.lat, place.lon, (place.radius_km or 0) / KM_PER_DEGREE, math.cos(math.radians(place.lat)))
        for place in event.places
        if placed(place) and place.lat is not None
    ]


def derived_rows(key: int, event: Event, article: Published | None) -> dict[str, list[Row]]:
    """All rows of one event by derived table, columns in the tables' order; ``key`` joins them."""
    return {
        "event": [(key, *event_row(event, article))],
        "event_actor": actor_rows(key, event),
        "event_place": place_rows(key, event),
        "event_denies": [(key, denied) for denied in dict.fromkeys(event.denies)],
        "event_words": [(words_of(event),)],
    }
