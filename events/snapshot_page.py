"""A snapshot as a light page: words and table readable without scripts, figures drawn by the viewer where scripts run.

Everything from a snapshot is escaped on its way into the page; nothing but this program's own words stands unescaped.
"""

from collections.abc import Mapping
from datetime import date
from html import escape

from events import panels
from events.credits import Credit
from events.index import told_by
from events.model import Event
from events.snapshots.document import Snapshot, Source
from events.snapshots.drift import Drift
from events.texts import Texts
from events.wording import modality_words, says_words, title_words, view_words, when_words, where_words, who_words

COLUMNS = ("when", "claim", "who", "where", "says", "how")


def document(title: str, body: str, texts: Texts, *, description: str = "", scripts: str = "") -> str:
    """A whole page around ``body`` (HTML); title and description are plain text."""
    folder = panels.addresses()["css"].rpartition("/")[0]
    return (
        f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(title)}</title>'
        f'<meta property="og:type" content="article">{preview(title, description)}'
        f'<link rel="icon" type="image/svg+xml" href="{folder}/icon.svg">'
        f'<link rel="stylesheet" href="{folder}/snapshot.css">'
        f'<link rel="stylesheet" href="{folder}/viewer.css">{scripts}'
        f"</head><body>{body}</body></html>"
    )


def preview(title: str, description: str) -> str:
    """What other programs show of a link: title and description, as meta elements."""
    return (
        f'<meta name="description" content="{escape(description)}"><meta property="og:title" content="{escape(title)}">'
        f'<meta property="og:description" content="{escape(description)}">'
    )


def notice(title: str, body: str, texts: Texts) -> str:
    """A plain page that says one thing, such as that there is no such snapshot."""
    return document(
        title,
        f'<main class="notice"><h1>{escape(title)}</h1><p>{escape(body)}</p>'
        f'<p><a href="/">{escape(texts("snap.home"))}</a></p></main>',
        texts,
    )


def drift_words(snapshot: Snapshot, drift: Drift, texts: Texts) -> str:
    """How many events were shared, and what has become of them since."""
    counts = {"changed": drift.changed, "withdrawn": drift.withdrawn, "new": drift.new}
    changes = [texts(f"snap.drift.{key}", n=len(found)) for key, found in counts.items() if found]
    return texts(
        "snap.drift",
        n=len(snapshot.events),
        day=texts.day(date.fromisoformat(snapshot.created[:10])),
        changes=", ".join(changes) or texts("snap.drift.same"),
    )


def time_words(moment: str, texts: Texts) -> str:
    """An ISO 8601 instant in UTC as the language writes it, to the minute."""
    return f"{texts.day(date.fromisoformat(moment[:10]))}, {moment[11:16]} UTC"


def heading(snapshot: Snapshot, texts: Texts) -> str:
    """The snapshot's title, or its view in words."""
    return snapshot.title or view_words(snapshot.view, texts)


def page(snapshot: Snapshot, drift: Drift | None, live: str, texts: Texts) -> str:
    """The page of a snapshot; ``drift`` is null where nobody can say it now, ``live`` the path of the live view."""
    address = f"/s/{snapshot.id}"
    title = heading(snapshot, texts)
    moment = texts("snap.asof", time=time_words(snapshot.created, texts))
    kicker = f"{texts('product')} · {texts('snap.kicker')}"
    lanes = ",".join(snapshot.view.lanes)
    moved = drift_words(snapshot, drift, texts) if drift else texts("snap.drift.unknown")
    count = texts("snap.count", n=len(snapshot.events), total=snapshot.counts.total)
    view = texts("share.view", view=view_words(snapshot.view, texts))
    description = f"{count}. {view}. {moment}"
    script = f'<script type="module" src="{panels.addresses()["module"].rpartition("/")[0]}/snapshot.js"></script>'
    body = (
        f'<main><header class="snap-head"><p class="kicker">{escape(kicker)}</p>'
        f"<h1>{escape(title)}</h1><p><strong>{escape(moment)}</strong> · {escape(count)} · {escape(view)}</p>"
        f'<p class="drift">{escape(moved)} <a href="{escape(live)}">{escape(texts("snap.live"))}</a></p>'
        f"{_omitted(snapshot, texts)}</header>"
        f'<div id="figures" data-source="{address}/panels.json?lang={texts.language}" '
        f'data-lanes="{escape(lanes)}"></div>'
        f"<noscript><p>{escape(texts('snap.nojs'))}</p></noscript>"
        f"<h2>{escape(texts('snap.events'))}</h2>{_table(snapshot, drift, texts)}{_footer(snapshot, texts)}</main>"
    )
    return document(title, body, texts, description=description, scripts=script)


def _omitted(snapshot: Snapshot, texts: Texts) -> str:
    omitted = [f"{count} {texts(f'reason.{reason}')}" for reason, count in snapshot.counts.omitted.items() if count]
    sentences = [texts("snap.omitted", reasons="; ".join(omitted))] if omitted else []
    if snapshot.counts.denial_gaps:
        sentences.append(texts("gap.line", n=snapshot.counts.denial_gaps))
    return "".join(f'<p class="quiet">{escape(sentence)}</p>' for sentence in sentences)


def sources(snapshot: Snapshot) -> Mapping[str, Source | Credit]:
    """What tells of the snapshot's events: articles by id, data sets by name."""
    return {**{source.id: source for source in snapshot.articles}, **{credit.data: credit for credit in snapshot.data}}


def _table(snapshot: Snapshot, drift: Drift | None, texts: Texts) -> str:
    head = "".join(f'<th scope="col">{escape(texts(f"snap.col.{column}"))}</th>' for column in COLUMNS)
    articles = sources(snapshot)
    rows = "".join(_row(event, articles.get(told_by(event)), drift, texts) for event in snapshot.events)
    return f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(event: Event, source: Source | Credit | None, drift: Drift | None, texts: Texts) -> str:
    quote = f"<q>{escape(event.quote.text)}</q>" if event.quote else ""
    moved = (("withdrawn", drift.withdrawn), ("changed", drift.changed)) if drift else ()
    fates = [key for key, ids in moved if event.id in ids]
    since = "".join(f' <span class="since">{escape(texts(f"snap.since.{fate}"))}</span>' for fate in fates)
    how = f"{texts(f'kind.{event.kind.value}')} · {modality_words(event, texts)}"
    language = escape((source.language if source else None) or "")
    cells = [
        escape(when_words(event, source, texts)),
        f'<strong>{escape(title_words(event, texts))}</strong>{since}<br><span lang="{language}">{quote}</span>',
        escape(who_words(event, texts)),
        escape(where_words(event, texts)),
        escape(says_words(event, source, texts)),
        escape(how),
    ]
    return f'<tr id="event-{escape(event.id)}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _footer(snapshot: Snapshot, texts: Texts) -> str:
    credited = "".join(f"<p>{escape(credit.words())}</p>" for credit in snapshot.data)
    return (
        f"<footer><p>{escape(texts('snap.hash'))}: <code>{escape(snapshot.hash)}</code></p>"
        f"<p>{escape(texts('snap.frozen'))}</p><p>{escape(texts('snap.sources'))}</p>{credited}</footer>"
    )
