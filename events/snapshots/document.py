"""The nouns of a snapshot, and the one form in which it is stored and proven.

A snapshot is stored once, as canonical JSON (sorted keys, no spaces, UTF-8 letters as they are) with its SHA-256 as
proof, and never changed. It holds no article text and no event, name or reason beyond its view: who reviewed and why is
null, ``denies`` names only events in it.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self

from pydantic import Field

from events.credits import Credit
from events.model import Article, Event, Noun, PublishedBasis, View

FORMAT = 1  # of the stored document; a later edition reads every earlier one
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _is_empty(value: object) -> bool:
    return not value


class Source(Noun):
    """What a snapshot keeps of an article: all but its text."""

    id: str
    title: str | None
    publisher: str | None
    url: str | None
    language: str | None
    published: date | None
    published_basis: PublishedBasis | None
    published_why: str | None

    @classmethod
    def of(cls, article: Article) -> Self:
        """The source that ``article`` is."""
        return cls.model_validate(article.model_dump(exclude={"text"}))


class Areas(Noun):
    """A set of areas by day on the map: whose it is, and for each day (2024-08-06) its outlines as GeoJSON."""

    name: str
    title: str
    attribution: str
    days: dict[str, dict[str, object]]


class Counts(Noun):
    """What was shown, of how many, and what was not: by reason, and counterparts of denials that were hidden."""

    shown: int
    total: int
    omitted: dict[str, int]
    denial_gaps: int


class Versions(Noun):
    """What made the snapshot: its own format, the record's, the program, and the extractors of its events."""

    format: int
    record: int
    program: str
    extractors: tuple[str, ...]


class Signature(Noun):
    """The desk's signature under a hash: its public key, "ed25519:" and 64 hex digits, and 128 hex digits."""

    key: str
    signature: str


def _is_none(value: object) -> bool:
    return value is None


class Snapshot(Noun):
    """A frozen view: everything in it is as it was ``created`` (ISO 8601, UTC), ``expires`` its last day.

    ``data`` says whose the imported events are, ``areas`` what else lies on the map. ``hash`` is the SHA-256 of all
    other fields but ``id`` and ``signature``, as canonical JSON; the signature is the desk's under that hash.
    """

    id: str
    hash: str
    title: str | None
    by: str | None
    created: str
    expires: date | None
    view: View
    events: tuple[Event, ...]
    articles: tuple[Source, ...]
    counts: Counts
    versions: Versions
    data: Annotated[tuple[Credit, ...], Field(exclude_if=_is_empty)] = ()
    areas: Annotated[tuple[Areas, ...], Field(exclude_if=_is_empty)] = ()
    signature: Annotated[Signature | None, Field(exclude_if=_is_none)] = None

    def source(self, article_id: str | None) -> Source | None:
        """The source with this id, among the snapshot's own."""
        return next((source for source in self.articles if source.id == article_id), None)

    def titles(self) -> dict[str, str]:
        """What its data sets are called, by name."""
        return {credit.data: credit.title for credit in self.data if credit.title}


def canonical(value: Mapping[str, object]) -> str:
    """The one way in which ``value`` is written, so that the same content has the same hash everywhere."""
    return _CANONICAL.encode(value)


def written(form: Mapping[str, object]) -> bytes:
    """A stored form as a file for people and programs: sorted, indented, one field a line."""
    return (json.dumps(form, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n").encode()


def content_hash(document: str) -> str:
    """The SHA-256 of a canonical document, in hexadecimal."""
    return hashlib.sha256(document.encode()).hexdigest()


def public(event: Event, among: set[str]) -> Event:
    """``event`` as others may see it: no reviewer and no reason, and only denials of events in ``among``."""
    review, denies = event.review, tuple(denied for denied in event.denies if denied in among)
    original = _unsigned(event.original)
    if review.by is None and review.why is None and denies == event.denies and original is event.original:
        return event
    review = review.model_copy(update={"by": None, "why": None})
    return event.model_copy(update={"review": review, "denies": denies, "original": original})


def _unsigned(original: dict[str, object] | None) -> dict[str, object] | None:
    """An imported event's own row without reviewer and reason, which a list of ours that came back may hold."""
    review = (original or {}).get("review")
    if original is None or not isinstance(review, dict) or not (review.get("by") or review.get("why")):
        return original
    return {**original, "review": {**review, "by": None, "why": None}}
