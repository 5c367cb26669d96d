"""A snapshot as a file of any format, with its hash in it or beside it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath

from events.articles import one_line
from events.credits import OF_ARTICLES, Credit
from events.exchange.about import Content, SnapshotName, Told
from events.exchange.exporting import FORMATS
from events.index import ARTICLES, data_set
from events.model import Problem
from events.sharing.file import exported
from events.sharing.link_preview import link_preview, saying
from events.sharing.pdf import pdf
from events.snapshots.document import Snapshot, written
from events.snapshots.opening import link
from events.texts import texts_in

OWN = {"html": "text/html; charset=utf-8", "json": "application/json", "png": "image/png", "pdf": "application/pdf"}
"""The formats that are a snapshot's own, and what the web calls them; the others are those of every export."""
SUFFIXES = {**{name: name for name in OWN}, **{form.suffix: name for name, form in FORMATS.items() if name != "json"}}
"""How the names of files end, and the format that this asks for."""


def format_of(path: str) -> str:
    """The format that a file's name asks for; raises Problem for any other."""
    name = PurePath(path).name.lower()
    found = [suffix for suffix in SUFFIXES if name.endswith(f".{suffix}")]
    if not found:
        allowed = ", ".join(f".{suffix}" for suffix in SUFFIXES)
        raise Problem(f'"{one_line(name)}" does not say which format is wanted; let its name end in {allowed}.')
    return SUFFIXES[max(found, key=len)]


def content_of(form: dict[str, object], *, base: str) -> Content:
    """The events of a snapshot on their way into a file that says of which snapshot they are."""
    snapshot = Snapshot.model_validate(form)
    named = SnapshotName(id=snapshot.id, hash=snapshot.hash, link=link(base, snapshot.id), title=snapshot.title)
    at = datetime.fromisoformat(snapshot.created)
    return Content(snapshot.view, _told(snapshot), snapshot.counts, base=base, at=at, snapshot=named)


def _told(snapshot: Snapshot) -> Iterator[Told]:
    sources = {source.id: source for source in snapshot.articles}
    credited = {ARTICLES: OF_ARTICLES, **{credit.data: credit for credit in snapshot.data}}
    for event in snapshot.events:
        name = data_set(event)
        source = sources.get(event.article) if event.article else None
        yield Told(event, source, credited.get(name) or Credit(data=name))


def file_of(form: dict[str, object], kind: str, *, base: str, language: str | None) -> Iterator[bytes]:
    """The file of a snapshot in its stored form, in pieces; raises Problem where it would be too large."""
    if kind == "html":
        yield exported(form, base=base, language=language)
    elif kind == "json":
        yield written(form)
    elif kind == "pdf":
        yield pdf(Snapshot.model_validate(form), base=base, language=language)
    elif kind == "png":
        yield _picture(Snapshot.model_validate(form), language)
    else:
        yield from FORMATS[kind].write(content_of(form, base=base))


def _picture(snapshot: Snapshot, language: str | None) -> bytes:
    """The picture of link previews, which says in itself of which snapshot it is."""
    said = {"Title": snapshot.title or "", "Source": f"/s/{snapshot.id}", "SHA-256": snapshot.hash}
    return saying(link_preview(snapshot, texts_in(language)), said)
