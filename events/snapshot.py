"""A view frozen with the events it showed, under a link that means the same next year.

A snapshot is stored once, as canonical JSON (sorted keys, no spaces, UTF-8 letters as they are) with
its SHA-256 as proof, and never changed. Its id grants access and is drawn by chance, not made from
the content. It holds no article text and no event, name or reason beyond its view: who reviewed and
why is null, ``denies`` names only events in it.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Annotated, Self

from pydantic import Field, ValidationError

from events.addresses import keep
from events.articles import one_line
from events.credits import Credit, credits_of
from events.engine import Engine
from events.index import data_set
from events.model import Article, Event, Noun, Problem, PublishedBasis, ReviewState, View
from events.record import FORMAT as RECORD_FORMAT
from events.record import Failure, Record, StoredSnapshot
from events.revision import utc

FORMAT = 1  # of the stored document; a later edition reads every earlier one
MOST_EVENTS = 20_000  # a page and a file of this many still open at once
LONGEST_TITLE = 200  # characters
LONGEST_NAME = 200  # characters

_ID = re.compile(r"[0-9a-f]{32}")


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


class Snapshot(Noun):
    """A frozen view: everything in it is as it was ``created`` (ISO 8601, UTC), ``expires`` its last day.

    ``data`` says whose the imported events are. ``hash`` is the SHA-256 of all other fields but ``id``, as canonical
    JSON.
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

    def source(self, article_id: str | None) -> Source | None:
        """The source with this id, among the snapshot's own."""
        return next((source for source in self.articles if source.id == article_id), None)


@dataclass(frozen=True)
class Drift:
    """How the record has moved since: ids of the snapshot's events that changed, that were withdrawn, that are
    missing from this record, and of events that its view would show now and did not then.
    """

    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    new: tuple[str, ...]
    missing: tuple[str, ...] = ()


def canonical(value: Mapping[str, object]) -> str:
    """The one way in which ``value`` is written, so that the same content has the same hash everywhere."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def content_hash(document: str) -> str:
    """The SHA-256 of a canonical document, in hexadecimal."""
    return hashlib.sha256(document.encode()).hexdigest()


def create(
    record: Record,
    engine: Engine,
    view: View,
    *,
    title: str | None,
    by: str | None,
    at: datetime,
    expires: date | None = None,
    token: bytes | None = None,
) -> Snapshot:
    """Freeze and store what ``view`` shows at ``at``; ``token`` is 16 bytes of chance (null: drawn here).

    Raises Problem for a title or name too long, an expiry that has passed, or more events than a snapshot holds.
    """
    _check(title, by, expires, at)
    with engine.reading():
        shown = engine.count(view)
        if shown > MOST_EVENTS:
            raise Problem(
                f"The view shows {shown:,} events, and a snapshot holds at most {MOST_EVENTS:,}; "
                "choose fewer, by actor, kind or dates."
            )
        content = _content(engine, view, shown)
    content |= {"title": title, "by": by, "created": utc(at), "expires": expires.isoformat() if expires else None}
    document = canonical(content)
    stored = StoredSnapshot(
        id=(secrets.token_bytes(16) if token is None else token).hex(),
        hash=content_hash(document),
        document=document,
        title=title,
        created=utc(at),
        expires=expires.isoformat() if expires else None,
        shown=shown,
    )
    keep(record, view)  # the live view that its page links to
    record.store_snapshot(stored)
    return _opened(stored)


def load(record: Record, snapshot_id: str, *, at: datetime | None = None) -> Snapshot:
    """The snapshot with this id, proven unchanged; with ``at``, also that it is still open then.

    Raises Problem for an id that is malformed, unknown, revoked or expired, and Failure where the proof fails.
    """
    if not _ID.fullmatch(snapshot_id):
        raise Problem(
            f'"{one_line(snapshot_id)}" is not the id of a snapshot; an id is the 32 digits and letters 0-9 a-f '
            "at the end of its link."
        )
    found = record.stored_snapshots(snapshot_id)
    if not found:
        raise Problem(f"There is no snapshot {snapshot_id} in this record; check the link, or ask who sent it.")
    stored = found[0]
    if at is not None and not is_open(stored, at):
        what = f"was revoked on {stored.revoked[:10]}" if stored.revoked else f"was open until {stored.expires}"
        raise Problem(f"Snapshot {snapshot_id} {what}; ask who sent it for a new one.")
    return _opened(stored)


def is_open(stored: StoredSnapshot, at: datetime) -> bool:
    """Whether a snapshot opens at ``at``: it is not revoked, and its last day (UTC) has not passed."""
    return stored.revoked is None and (
        stored.expires is None or at.astimezone(UTC).date().isoformat() <= stored.expires
    )


def drift(engine: Engine, snapshot: Snapshot) -> Drift:
    """How the record has moved since the snapshot; the snapshot itself stays as it is."""
    with engine.reading():
        then = {event.id: event for event in snapshot.events}
        now = engine.states(list(then))
        shown = engine.ids(snapshot.view)
    withdrawn = {
        event_id
        for event_id, (_, state) in now.items()
        if state is ReviewState.WITHDRAWN and then[event_id].review.state is not ReviewState.WITHDRAWN
    }
    changed = {event_id for event_id, (revision, _) in now.items() if revision != then[event_id].revision}
    return Drift(
        changed=tuple(sorted(changed - withdrawn)),
        withdrawn=tuple(sorted(withdrawn)),
        new=tuple(sorted(set(shown) - set(then))),
        missing=tuple(sorted(set(then) - set(now))),
    )


def link(base: str, snapshot_id: str) -> str:
    """The address of a snapshot under the dashboard's address ``base``."""
    return f"{base.rstrip('/')}/s/{snapshot_id}"


def _check(title: str | None, by: str | None, expires: date | None, at: datetime) -> None:
    for text, what, longest in ((title, "title", LONGEST_TITLE), (by, "name", LONGEST_NAME)):
        if text is not None and (len(text) > longest or not text.isprintable()):
            raise Problem(f"The {what} of a snapshot is one line of at most {longest} characters; shorten it.")
    if expires is not None and expires < at.astimezone(UTC).date():
        raise Problem(f"The snapshot would have expired already on {expires}; give a day from today on, or none.")


def _content(engine: Engine, view: View, shown: int) -> dict[str, object]:
    events = engine.events(view, limit=shown)
    ids = {event.id for event in events}
    sources = {article: engine.article(article) for article in sorted({e.article for e in events if e.article})}
    counts = Counts(
        shown=shown,
        total=engine.total(),
        omitted={each.reason.value: each.count for each in engine.omitted(view)},
        denial_gaps=len(engine.denial_gaps(view)),
    )
    versions = Versions(
        format=FORMAT,
        record=RECORD_FORMAT,
        program=version("conflict-events"),
        extractors=tuple(sorted({event.extractor for event in events if event.extractor})),
    )
    credited = credits_of(engine)
    imported = sorted({data_set(event) for event in events if event.article is None})
    credit = [credited.get(name, Credit(data=name)).model_dump(mode="json") for name in imported]
    frozen = view if view.event in ids else view.model_copy(update={"event": None})
    return {
        "view": frozen.model_dump(mode="json"),
        "events": [public(event, ids).model_dump(mode="json") for event in events],
        "articles": [Source.of(article).model_dump(mode="json") for article in sources.values() if article],
        "counts": counts.model_dump(mode="json"),
        "versions": versions.model_dump(mode="json"),
        **({"data": credit} if credit else {}),
    }


def public(event: Event, among: set[str]) -> Event:
    """``event`` as others may see it: no reviewer and no reason, and only denials of events in ``among``."""
    review = event.review.model_copy(update={"by": None, "why": None})
    return event.model_copy(update={"review": review, "denies": tuple(d for d in event.denies if d in among)})


def _opened(stored: StoredSnapshot) -> Snapshot:
    """The snapshot in a stored document, after proving that the document is the one that was stored."""
    if content_hash(stored.document) != stored.hash:
        raise Failure(f"Snapshot {stored.id} is not what was stored, and is not shown; restore the record.")
    try:
        return Snapshot.model_validate({**json.loads(stored.document), "id": stored.id, "hash": stored.hash})
    except (ValueError, ValidationError) as error:
        raise Failure(f"Snapshot {stored.id} is of a form that this edition does not read; use a newer one.") from error
