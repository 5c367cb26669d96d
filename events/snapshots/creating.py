"""Freezing what a view shows: it is stored once, under an id drawn by chance, which grants access."""

import secrets
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

from events.addresses import keep
from events.credits import Credit, credits_of
from events.engine import Engine
from events.index import data_set, drawn_span
from events.model import Problem, View
from events.record import FORMAT as RECORD_FORMAT
from events.record import Record, StoredSnapshot
from events.revision import utc
from events.snapshots.control import LONGEST_TITLE, require_line, require_pace, require_to_come
from events.snapshots.document import FORMAT, Counts, Snapshot, Source, Versions, canonical, content_hash, public
from events.snapshots.opening import opened
from events.snapshots.outlines import outlines
from events.snapshots.signing import sign

MOST_EVENTS = 20_000  # a page and a file of this many still open at once
LONGEST_NAME = 200  # characters


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
    maker: str | None = None,
) -> Snapshot:
    """Freeze and store what ``view`` shows at ``at``; ``token`` is 16 bytes of chance (null: drawn here).

    ``maker`` tells who makes it from others, such as a session's key; how many one may make is limited (null: not).
    Raises Problem for a title or name too long, an expiry that has passed, more events than a snapshot holds, or a
    maker who made too many.
    """
    require_line(title, "title", LONGEST_TITLE)
    require_line(by, "name", LONGEST_NAME)
    require_to_come(expires, at)
    with engine.reading():
        shown = engine.count(view)
        if shown > MOST_EVENTS:
            raise Problem(
                "The view shows {shown:,} events, and a snapshot holds at most {most:,}; "
                "choose fewer, by actor, kind or dates.",
                shown=shown,
                most=MOST_EVENTS,
            )
        content = _content(record.home, engine, view, shown)
    content |= {"title": title, "by": by, "created": utc(at), "expires": expires.isoformat() if expires else None}
    if maker is not None:
        require_pace(record, maker, at=at)
    document = canonical(content)
    own, proof = (secrets.token_bytes(16) if token is None else token).hex(), content_hash(document)
    signature = sign(record.home, own, proof)
    stored = StoredSnapshot(
        id=own,
        hash=proof,
        document=document,
        title=title,
        created=utc(at),
        expires=expires.isoformat() if expires else None,
        shown=shown,
        key=signature.key if signature else None,
        signature=signature.signature if signature else None,
    )
    keep(record, view)  # the live view that its page links to
    record.store_snapshot(stored)
    return opened(stored)


def _content(home: Path, engine: Engine, view: View, shown: int) -> dict[str, object]:
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
    spans = [drawn_span(event, sources.get(event.article or "")) for event in events]
    areas = [each.model_dump(mode="json") for each in outlines(home, view, spans)]
    frozen = view if view.event in ids else view.model_copy(update={"event": None})
    return {
        "view": frozen.model_dump(mode="json"),
        "events": [public(event, ids).model_dump(mode="json") for event in events],
        "articles": [Source.of(article).model_dump(mode="json") for article in sources.values() if article],
        "counts": counts.model_dump(mode="json"),
        "versions": versions.model_dump(mode="json"),
        **({"data": credit} if credit else {}),
        **({"areas": areas} if areas else {}),
    }
