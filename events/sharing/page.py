"""A snapshot as a light page: words and table readable without scripts, figures drawn by the viewer where scripts run.

Everything from a snapshot is escaped on its way into the page; nothing but this program's own words stands unescaped.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from html import escape
from urllib.parse import urlsplit

from events.credits import Credit
from events.figures import panels
from events.figures.in_words import in_words
from events.figures.scene import scene_of
from events.index import told_by
from events.model import Borders, Event, ReviewState
from events.sharing.link_preview import SIZE
from events.snapshots.document import Areas, Snapshot, Source
from events.snapshots.drift import Drift
from events.texts import Texts, languages
from events.wording import (
    Telling,
    modality_words,
    says_words,
    title_words,
    view_words,
    when_words,
    where_words,
    who_words,
)

AT_ONCE = 500  # events that a page lists and draws; more are on further pages
PRINTED = 2_000  # events that a PDF holds: some 300 pages
COLUMNS = ("when", "claim", "who", "where", "says", "how")


def document(title: str, body: str, texts: Texts, *, meta: str = "", scripts: str = "") -> str:
    """A whole page around ``body`` (HTML) with ``meta`` elements of its own; the title is plain text."""
    folder = panels.addresses()["css"].rpartition("/")[0]
    return (
        f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(title)}</title>{meta}'
        f'<link rel="icon" type="image/svg+xml" href="{folder}/icon.svg">'
        f"<style>{_style()}</style>{scripts}</head><body>{body}</body></html>"
    )


@cache
def _style() -> str:
    """The page's own style, inside it: the words are painted without asking for anything else."""
    return (panels.VIEWER / "snapshot.css").read_text(encoding="utf-8")


def preview(title: str, description: str) -> str:
    """What other programs show of a link: title and description, as meta elements."""
    return (
        f'<meta name="description" content="{escape(description)}"><meta property="og:title" content="{escape(title)}">'
        f'<meta property="og:description" content="{escape(description)}">'
    )


def _preview(snapshot: Snapshot, description: str, texts: Texts, base: str) -> str:
    """The same with the snapshot's picture, whose address has to be whole."""
    address = f"{base}/s/{snapshot.id}"
    picture = f"{address}/preview.png?lang={texts.language}"
    title = heading(snapshot, texts)
    properties = {
        "og:type": "article",
        "og:site_name": texts("product"),
        "og:locale": texts("locale"),
        "og:url": f"{address}?lang={texts.language}",
        "og:image": picture,
        "og:image:type": "image/png",
        "og:image:width": str(SIZE[0]),
        "og:image:height": str(SIZE[1]),
        "og:image:alt": texts("snap.picture", title=title),
        "article:published_time": snapshot.created,
    }
    card = {
        "twitter:card": "summary_large_image",
        "twitter:title": title,
        "twitter:description": description,
        "twitter:image": picture,
    }
    return preview(title, description) + "".join(
        f'<meta {key}="{name}" content="{escape(value)}">'
        for key, named in (("property", properties), ("name", card))
        for name, value in named.items()
    )


def notice(title: str, body: str, texts: Texts, *, lead: tuple[str, str] | None = None) -> str:
    """A plain page that says one thing, such as that there is no such snapshot; ``lead`` is a path and its words."""
    path, words = lead or ("/", texts("snap.home"))
    return document(
        title,
        f'<main class="notice"><h1>{escape(title)}</h1><p>{escape(body)}</p>'
        f'<p><a href="{escape(path)}" target="_top">{escape(words)}</a></p></main>',
        texts,
    )


def drift_words(snapshot: Snapshot, drift: Drift, texts: Texts) -> str:
    """How many events were shared, and what has become of them since, as HTML; each count leads to its events."""
    since = f"/s/{snapshot.id}/since?lang={texts.language}"
    changes = [
        f'<a href="{since}#{key}">{escape(texts(f"snap.drift.{key}", n=count))}</a>'
        for key, count in drift.counts.items()
        if count
    ]
    words = escape(texts("snap.drift", n=len(snapshot.events), day=day_words(snapshot.created, texts), changes="\0"))
    return words.replace("\0", ", ".join(changes) or escape(texts("snap.drift.same")))


def day_words(moment: str, texts: Texts) -> str:
    """The day of an ISO 8601 instant as the language writes it."""
    return texts.day(date.fromisoformat(moment[:10]))


def time_words(moment: str, texts: Texts) -> str:
    """An ISO 8601 instant in UTC as the language writes it, to the minute."""
    return f"{texts.day(date.fromisoformat(moment[:10]))}, {moment[11:16]} UTC"


def heading(snapshot: Snapshot, texts: Texts) -> str:
    """The snapshot's title, or its view in words."""
    return snapshot.title or _view_words(snapshot, texts)


def page(
    snapshot: Snapshot,
    drift: Drift | None,
    live: str,
    texts: Texts,
    *,
    base: str = "",
    first: int = 0,
    shared: str | None = None,
) -> str:
    """The page of a snapshot; ``drift`` is null where nobody can say it now, ``live`` the path of the live view.

    ``base`` is the address with which links begin, ``first`` the place of the first event that is listed and drawn,
    ``shared`` the heading under which it was shared, where it may be called otherwise by now.
    """
    shown = snapshot.events[first : first + AT_ONCE]
    articles = sources(snapshot)
    script = f'<script type="module" src="{panels.addresses()["module"].rpartition("/")[0]}/snapshot.js"></script>'
    description = f"{_count(snapshot, texts)}. {_view(snapshot, texts)}. {_moment(snapshot, texts)}"
    body = (
        f'<main id="top">{_header(snapshot, drift, live, texts, shared)}'
        f"{_figures(snapshot, shown, first, articles, texts)}"
        f'<h2 id="events">{escape(texts("snap.events"))}</h2>{_pager(snapshot, first, texts)}'
        f"{table(shown, articles, snapshot, drift, texts)}{_pager(snapshot, first, texts)}"
        f"{told_from(shown, snapshot, texts)}{_footer(snapshot, texts)}</main>"
    )
    meta = _preview(snapshot, description, texts, base)
    return document(heading(snapshot, texts), body, texts, meta=meta, scripts=script)


def _moment(snapshot: Snapshot, texts: Texts) -> str:
    return texts("snap.asof", time=time_words(snapshot.created, texts))


def _count(snapshot: Snapshot, texts: Texts) -> str:
    return texts("snap.count", n=len(snapshot.events), total=snapshot.counts.total)


def _view(snapshot: Snapshot, texts: Texts) -> str:
    return texts("share.view", view=_view_words(snapshot, texts))


def _view_words(snapshot: Snapshot, texts: Texts) -> str:
    return view_words(snapshot.view, texts, snapshot.titles())


def top_line(snapshot: Snapshot, path: str, texts: Texts) -> str:
    """The first line of a page: whose it is, and the same page in other languages."""
    kicker = f"{texts('product')} · {texts('snap.kicker')}"
    others = "".join(
        f'<a href="/s/{snapshot.id}{path}?lang={code}" hreflang="{code}" lang="{code}">'
        f"{escape(texts(f'language.{code}'))}</a>"
        for code in languages()
        if code != texts.language
    )
    return f'<p class="kicker"><span>{escape(kicker)}</span><span class="languages">{others}</span></p>'


def told_line(snapshot: Snapshot, texts: Texts) -> str:
    """When it was made, what it shows of how many, by whom, until when; as HTML."""
    by = texts("snap.by", name=snapshot.by) if snapshot.by else ""
    until = texts("snap.until", day=texts.day(snapshot.expires)) if snapshot.expires else ""
    told = [_count(snapshot, texts), _view(snapshot, texts), by, until]
    return f"<p><strong>{escape(_moment(snapshot, texts))}</strong> · {escape(' · '.join(filter(None, told)))}</p>"


def _header(snapshot: Snapshot, drift: Drift | None, live: str, texts: Texts, shared: str | None) -> str:
    called = heading(snapshot, texts)
    was = "" if shared in (None, called) else f'<p class="quiet">{escape(texts("snap.shared", title=shared))}</p>'
    moved = drift_words(snapshot, drift, texts) if drift else escape(texts("snap.drift.unknown"))
    return (
        f'<header class="snap-head">{top_line(snapshot, "", texts)}<h1>{escape(called)}</h1>'
        f"{was}{told_line(snapshot, texts)}"
        f'<p class="drift">{moved} <a href="{escape(live)}" target="_top">{escape(texts("snap.live"))}</a></p>'
        f"{omitted(snapshot, texts)}</header>"
    )


def _figures(
    snapshot: Snapshot, shown: Sequence[Event], first: int, articles: Mapping[str, Source | Credit], texts: Texts
) -> str:
    """Where the viewer draws; until then, and without scripts, the view in words, and its map as a picture."""
    number = first // AT_ONCE + 1
    source = f"/s/{snapshot.id}/panels.json?lang={texts.language}&page={number}"
    words = "".join(f"<p>{escape(each)}</p>" for each in in_words(scene_of(shown, snapshot.view), articles, texts))
    told = texts("snap.picture", title=heading(snapshot, texts))
    address = f"/s/{snapshot.id}/preview.png?lang={texts.language}"
    picture = f'<img src="{address}" width="{SIZE[0]}" height="{SIZE[1]}" alt="{escape(told)}">'
    return (
        f'<div id="figures" data-source="{escape(source)}" data-lanes="{escape(",".join(snapshot.view.lanes))}">'
        f'<div class="words">{words}</div></div>'
        f"<noscript>{picture}<p>{escape(texts('snap.nojs'))}</p></noscript>"
    )


def _pager(snapshot: Snapshot, first: int, texts: Texts) -> str:
    """Which of many events are listed and drawn, and the way to the others."""
    total = len(snapshot.events)
    if total <= AT_ONCE:
        return ""
    pages = range(1, (total - 1) // AT_ONCE + 2)
    here = first // AT_ONCE + 1
    near = [each for each in pages if each in (1, pages[-1]) or abs(each - here) < 3]
    links = "".join(
        f'<b aria-current="page">{each}</b>'
        if each == here
        else f'<a href="/s/{snapshot.id}?lang={texts.language}&amp;page={each}#events">{each}</a>'
        for each in near
    )
    words = texts("snap.page", first=first + 1, last=min(first + AT_ONCE, total), n=total)
    return f'<nav class="pager"><span>{escape(words)}</span>{links}</nav>'


def omitted(snapshot: Snapshot, texts: Texts) -> str:
    """What the view does not show, by reason; as HTML."""
    omitted = [f"{count} {texts(f'reason.{reason}')}" for reason, count in snapshot.counts.omitted.items() if count]
    sentences = [texts("snap.omitted", reasons="; ".join(omitted))] if omitted else []
    if snapshot.counts.denial_gaps:
        sentences.append(texts("gap.line", n=snapshot.counts.denial_gaps))
    return "".join(f'<p class="quiet">{escape(sentence)}</p>' for sentence in sentences)


def sources(snapshot: Snapshot) -> Mapping[str, Source | Credit]:
    """What tells of the snapshot's events: articles by id, data sets by name."""
    return {**{source.id: source for source in snapshot.articles}, **{credit.data: credit for credit in snapshot.data}}


def table(
    shown: Sequence[Event],
    articles: Mapping[str, Source | Credit],
    snapshot: Snapshot,
    drift: Drift | None,
    texts: Texts,
) -> str:
    """The events as a table, as HTML, marked where ``drift`` says that something has become of them."""
    head = "".join(f'<th scope="col">{escape(texts(f"snap.col.{column}"))}</th>' for column in COLUMNS)
    moved = ((fate, getattr(drift, fate) if drift else ()) for fate in ("changed", "withdrawn"))
    fates = {event_id: fate for fate, ids in moved for event_id in ids}
    rows = "".join(
        row(event, articles.get(told_by(event)), texts, mark=_fate(snapshot, event, fates.get(event.id), texts))
        for event in shown
    )
    return f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _fate(snapshot: Snapshot, event: Event, fate: str | None, texts: Texts) -> str:
    """What has become of an event since, as a mark that leads to the difference; nothing in its row is altered."""
    if fate is None:
        return ""
    address = f"/s/{snapshot.id}/since?lang={texts.language}#was-{event.id}"
    return f' <a class="since {fate}" href="{escape(address)}">{escape(texts(f"snap.since.{fate}"))}</a>'


def row(event: Event, source: Telling | None, texts: Texts, *, mark: str = "") -> str:
    """An event as a row of the table, with ``mark`` (HTML) beside its claim."""
    quote = f"<q>{escape(event.quote.text)}</q>" if event.quote else ""
    how = f"{texts(f'kind.{event.kind.value}')} · {modality_words(event, texts)}"
    if event.review.state is not ReviewState.FOUND:
        how += f" · {texts(f'review.{event.review.state.value}')}"
    language = escape((source.language if source else None) or "")
    cells = [
        escape(when_words(event, source, texts)),
        f"<strong>{escape(title_words(event, texts))}</strong>{mark}<br>"
        f'<span lang="{language}" dir="auto">{quote}</span>',
        escape(who_words(event, texts)),
        escape(where_words(event, texts)),
        escape(says_words(event, source, texts)),
        escape(how),
    ]
    return f'<tr id="event-{escape(event.id)}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def on_the_map(snapshot: Snapshot, outlines: Callable[[str, str], object]) -> dict[str, object]:
    """What lies on the map beside events, as the viewer takes it: borders, and areas by day up to the last day shown.

    ``outlines`` gives those of a set's day, or the address where they are.
    """
    view = snapshot.view
    return {
        "borders": view.borders.value,
        "until": view.last.isoformat() if view.last else None,
        "layers": [
            {
                "name": areas.name,
                "title": areas.title,
                "credit": areas.attribution,
                "on": True,
                "days": [[day, outlines(areas.name, day)] for day in sorted(areas.days)],
            }
            for areas in snapshot.areas
        ],
    }


def told_from(shown: Sequence[Event], snapshot: Snapshot, texts: Texts) -> str:
    """The articles and data sets that tell of the events, each with how many of them, most first; then areas."""
    articles = sources(snapshot)
    counts = Counter(told_by(event) for event in shown)
    lines = [
        f"<li>{_source(articles[key], texts)} <small>({escape(texts('share.events', n=count))})</small></li>"
        for key, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
        if key in articles
    ]
    lines += [f"<li>{escape(_areas(each, texts))}</li>" for each in snapshot.areas]
    return f'<h2>{escape(texts("snap.sources.title"))}</h2><ul class="sources">{"".join(lines)}</ul>' if lines else ""


def _areas(areas: Areas, texts: Texts) -> str:
    days = sorted(areas.days)
    first, last = (texts.day(date.fromisoformat(day)) for day in (days[0], days[-1]))
    told = texts("areas.set", title=areas.title, n=len(days), first=first, last=last)
    return ". ".join(part.rstrip(".") for part in (told, areas.attribution) if part) + "."


def _source(source: Source | Credit, texts: Texts) -> str:
    if isinstance(source, Credit):
        return escape(source.words())
    title = escape(source.title or texts("article.untitled"))
    if source.url and _on_the_web(source.url):
        title = f'<a href="{escape(source.url)}" rel="noopener noreferrer nofollow" target="_blank">{title}</a>'
    day = texts.day(source.published) if source.published else texts("snap.undated")
    rest = [source.publisher or "", day]
    return f"{title}. {escape('. '.join(filter(None, rest)))}."


def _on_the_web(url: str) -> bool:
    """Whether a link may lead there; what is no address at all leads nowhere."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def _footer(snapshot: Snapshot, texts: Texts) -> str:
    """How it was made, the proof, and the ways to take it away."""
    links = " · ".join(f'<a href="{address}" target="_top">{name}</a>' for address, name in ways(snapshot, texts))
    taken = f"<p>{escape(texts('snap.frozen'))}</p><p>{escape(texts('snap.take'))} {links}</p>"
    return proof(snapshot, texts, also=taken)


def ways(snapshot: Snapshot, texts: Texts) -> list[tuple[str, str]]:
    """The addresses under which a snapshot is taken away, with the names of the formats that hold so many events."""
    own, language = f"/s/{snapshot.id}", f"?lang={texts.language}"
    files = [(f"{own}.html{language}", "HTML"), (f"{own}.json", "JSON"), (f"{own}.csv", "CSV")]
    return [
        *files,
        (f"{own}.geojson", "GeoJSON"),
        *([(f"{own}.pdf{language}", "PDF")] if len(snapshot.events) <= PRINTED else []),
        (f"{own}/cite{language}", texts("snap.cite")),
    ]


def proof(snapshot: Snapshot, texts: Texts, *, also: str = "") -> str:
    """How it was made, by what, and its hash and signature; ``also`` (HTML) stands below."""
    versions = snapshot.versions
    readers = ", ".join(versions.extractors) or texts("snap.method.none")
    borders = texts("snap.borders.held" if snapshot.view.borders is Borders.DE_FACTO else "snap.borders.recognised")
    method = texts("snap.method", readers=readers, program=versions.program)
    signature = snapshot.signature
    signed = f"<p>{escape(texts('snap.signed'))}: <code>{escape(signature.key)}</code></p>" if signature else ""
    return (
        f"<footer><h2>{escape(texts('snap.method.title'))}</h2><p>{escape(method)}</p>"
        f"<p>{escape(texts('snap.hash'))}: <code>{escape(snapshot.hash)}</code></p>{signed}{also}"
        f"<p>{escape(texts('snap.credits'))} {escape(borders)}</p></footer>"
    )
