"""What has become of a snapshot's events, as a page without scripts: each event as shared beside as it is now."""

from collections.abc import Mapping, Sequence
from html import escape

from events.credits import Credit
from events.index import told_by
from events.model import Event
from events.sharing.moved import MOST, Change, Moved, differences
from events.sharing.page import AT_ONCE, COLUMNS, document, drift_words, heading, notice, row, sources, top_line
from events.snapshots.document import Snapshot, Source
from events.snapshots.drift import Drift
from events.texts import Texts
from events.wording import Telling, title_words

OPEN = 12  # events that stand open at first


def unknown(snapshot: Snapshot, texts: Texts) -> str:
    """The page where nobody can say it now."""
    lead = (f"/s/{snapshot.id}?lang={texts.language}", texts("since.back"))
    return notice(heading(snapshot, texts), texts("snap.drift.unknown"), texts, lead=lead)


def page(snapshot: Snapshot, drift: Drift, found: Moved, texts: Texts) -> str:
    """The page: what changed, what was withdrawn, what is new, what this record no longer has."""
    title = texts("since.title", title=heading(snapshot, texts))
    articles = sources(snapshot)
    counts = drift.counts
    parts = [
        _changes("changed", found.changed, counts["changed"], snapshot, articles, found, texts),
        _changes("withdrawn", found.withdrawn, counts["withdrawn"], snapshot, articles, found, texts),
        _listed("new", found.new, counts["new"], found.articles, texts),
        _listed("missing", found.missing, counts["missing"], articles, texts),
    ]
    back = f'<a href="/s/{snapshot.id}?lang={texts.language}">{escape(texts("since.back"))}</a>'
    body = (
        f'<main><header class="snap-head">{top_line(snapshot, "/since", texts)}<h1>{escape(title)}</h1>'
        f'<p class="drift">{drift_words(snapshot, drift, texts)}</p>'
        f"<p>{escape(texts('since.lead'))}</p><p>{back}</p></header>{''.join(parts)}</main>"
    )
    return document(title, body, texts)


def _changes(
    key: str,
    changes: Sequence[Change],
    count: int,
    snapshot: Snapshot,
    articles: Mapping[str, Source | Credit],
    found: Moved,
    texts: Texts,
) -> str:
    places = {event.id: place for place, event in enumerate(snapshot.events)}
    items = "".join(
        _change(each, number < OPEN, places[each.then.id], snapshot, articles, found.articles, texts)
        for number, each in enumerate(changes)
    )
    return _section(key, count, items, texts)


def _change(
    change: Change,
    is_open: bool,
    place: int,
    snapshot: Snapshot,
    then: Mapping[str, Telling],
    now: Mapping[str, Telling],
    texts: Texts,
) -> str:
    """One event: its fields that differ, as shared and as of now, side by side."""
    found = differences(change, then.get(told_by(change.then)), now.get(told_by(change.now)), texts)
    head = "".join(f'<th scope="col">{escape(texts(f"since.{name}"))}</th>' for name in ("field", "then", "now"))
    lines = "".join(
        f'<tr><th scope="row">{escape(texts(f"since.field.{each.field}"))}</th>'
        f'<td data-name="{escape(texts("since.then"))}">{escape(each.then)}</td>'
        f'<td data-name="{escape(texts("since.now"))}">{escape(each.now)}</td></tr>'
        for each in found
    )
    table = f'<table class="differences"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>'
    number = place // AT_ONCE + 1
    row_address = f"/s/{snapshot.id}?lang={texts.language}&page={number}#event-{change.then.id}"
    told = table if lines else f"<p>{escape(texts('since.behind'))}</p>"
    revisions = texts("since.revisions", then=change.then.revision, now=change.now.revision)
    return (
        f'<details id="was-{escape(change.then.id)}"{" open" if is_open else ""}>'
        f"<summary>{escape(title_words(change.then, texts))}</summary>{told}"
        f'<p class="quiet">{escape(revisions)} <a href="{escape(row_address)}">{escape(texts("since.row"))}</a></p>'
        "</details>"
    )


def _listed(key: str, events: Sequence[Event], count: int, articles: Mapping[str, Telling], texts: Texts) -> str:
    head = "".join(f'<th scope="col">{escape(texts(f"snap.col.{column}"))}</th>' for column in COLUMNS)
    rows = "".join(row(event, articles.get(told_by(event)), texts) for event in events)
    table = f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    return _section(key, count, table if rows else "", texts)


def _section(key: str, count: int, content: str, texts: Texts) -> str:
    """A heading with how many there are, and what is told of them; nothing where there are none."""
    if not count:
        return ""
    more = texts("since.more", n=count - MOST) if count > MOST else ""
    rest = f'<p class="quiet">{escape(more)}</p>' if more else ""
    title = texts(f"since.{key}", n=count)
    why = f"<p>{escape(texts(f'since.{key}.why'))}</p>"
    return f'<section id="{key}"><h2>{escape(title)}</h2>{why}{content}{rest}</section>'
