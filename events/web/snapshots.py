"""Snapshots over HTTP, without a session: the page, its figures, its picture for link previews, and what moved since.

What is answered is kept by the snapshot, the record's version and the language, so that a thousand readers cost no
more than files; whether a snapshot is still open is asked anew for each of them. Browsers may keep an answer but must
ask whether it still holds, so that nothing outlives a revocation.
"""

import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from http import HTTPStatus
from threading import Lock
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from events.engine import Engine, Unanswered, drawn_span
from events.figures import panels
from events.figures.marks import theme_named
from events.figures.scene import scene_of
from events.index import ancestors, told_by
from events.links import encode, short
from events.model import Problem
from events.record import Failure, Record
from events.sharing import page as snapshot_page
from events.sharing import since as since_page
from events.sharing.moved import moved
from events.snapshots.control import Entry, entry
from events.snapshots.document import Snapshot
from events.snapshots.drift import Drift, drift
from events.snapshots.opening import is_id, load
from events.snapshots.opens import Opens
from events.texts import Texts, texts_in
from events.web import previews
from events.web import snapshot_downloads as downloads
from events.web.answering import own_address
from events.web.framing import frame_ancestors
from events.web.kept import Answer, Kept

HTML, JSON, PNG = "text/html; charset=utf-8", "application/json", "image/png"
# No script and no style of others, no inline script; MapLibre's worker is a blob, Plotly writes styles.
POLICY = (
    "default-src 'none'; script-src 'self' blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors "
)
KEPT = {"cache-control": "private, no-cache", "x-robots-tag": "noindex"}
LONGEST_LANES = 2_000  # characters of the lanes that an address opens

_PASTED = re.compile(r"([0-9a-f]{32})[^0-9A-Za-z]{1,8}")


def texts_of(request: Request) -> Texts:
    """The language the address names, else the first that the browser asks for, else English."""
    asked = request.headers.get("accept-language", "").split(",")[0]
    return texts_in(request.query_params.get("lang") or asked)


class SnapshotPages:
    """The routes of snapshots; the record is opened with the first request."""

    def __init__(self, record: Callable[[], Record], another: Callable[[], Record]) -> None:
        """Pages over the record that ``record`` gives, to be put into frames where EVENTS_FRAMES allows.

        ``another`` opens it once more: whether a snapshot is open is asked in the event loop, which must not wait for
        whoever reads much from the first.
        """
        self.record, self._another = record, another
        self._lock = Lock()
        self._standings: Record | None = None
        self.opens = Opens(record)
        self._kept = Kept()
        self._headers = {**KEPT, "content-security-policy": POLICY + frame_ancestors()}

    def routes(self) -> Sequence[BaseRoute]:
        """Every address under /s/."""
        return [
            *[Route(f"/s/{{id}}.{kind}", partial(downloads.file, self, kind)) for kind in downloads.KINDS],
            Route("/s/{id}/cite", partial(downloads.citation, self)),
            Route("/s/{id}", self.page),
            Route("/s/{id}/since", self.since),
            Route("/s/{id}/panels.json", self.panels),
            Route("/s/{id}/preview.png", self.preview),
            Route("/s/{id}/areas/{set}/{day}", self.areas),
            Route("/s", self.nothing),
            Route("/s/{rest:path}", self.nothing),
        ]

    async def page(self, request: Request) -> Response:
        """The light page of a snapshot."""
        first, base = _first(request), own_address(request).rstrip("/")
        return await self.answered(request, ("page", first, base), lambda s, t: self._page(s, t, first, base))

    async def since(self, request: Request) -> Response:
        """What has become of a snapshot's events, event by event and field by field."""
        return await self.answered(request, ("since",), self._since)

    async def panels(self, request: Request) -> Response:
        """What the viewer draws on the light page, in the theme it asks for."""
        theme = theme_named(request.query_params.get("theme")).name
        lanes, first = await self._lanes(request), _first(request)
        key = ("panels", theme, lanes, first)
        return await self.answered(request, key, lambda s, t: self._panels(s, t, theme, lanes, first), lasting=True)

    async def preview(self, request: Request) -> Response:
        """The picture for link previews."""
        return await self.answered(request, ("preview",), self._preview, lasting=True)

    async def areas(self, request: Request) -> Response:
        """The outlines of one day of the areas on the map, as GeoJSON."""
        wanted = (request.path_params["set"], request.path_params["day"])
        return await self.answered(request, ("areas", *wanted), lambda s, t: _areas(s, t, *wanted), lasting=True)

    async def nothing(self, request: Request) -> Response:
        """The answer under an address that is no snapshot's."""
        return _notice("missing", texts_of(request).language, 404).response(request, self._headers)

    # -- how any of them is answered -------------------------------------------------------------

    async def answered(
        self,
        request: Request,
        key: tuple[object, ...],
        make: Callable[[Snapshot, Texts], Answer],
        *,
        lasting: bool = False,
    ) -> Response:
        """What ``make`` makes of the snapshot, once for each ``key``, language and, unless ``lasting``, version of the
        record; else the plain page that says why there is none.
        """
        answer = await self._answer(request, key, make, lasting)
        if key[0] == "page" and request.method == "GET" and answer.status == HTTPStatus.OK:
            self.opens.count(request.path_params["id"], at=datetime.now(UTC))  # HEAD is of crawlers and monitors
        return answer.response(request, self._headers)

    async def _answer(
        self, request: Request, key: tuple[object, ...], make: Callable[[Snapshot, Texts], Answer], lasting: bool
    ) -> Answer:
        snapshot_id, texts = request.path_params["id"], texts_of(request)
        if not is_id(snapshot_id):
            return _malformed(snapshot_id, texts)
        try:
            if self._standings is None:
                self._standings = await run_in_threadpool(self._open_standings)
            standing, version = _standing(self._standings, snapshot_id)
            if standing is None:
                return _notice("missing", texts.language, 404)
            if standing.state(datetime.now(UTC)) != "open":
                return _notice("gone", texts.language, 410)
            whole = (standing.hash, standing.expires, standing.name, texts.language, 0 if lasting else version, *key)
            made = partial(self._made, standing, texts, make)
            return await self._kept.get((snapshot_id, *whole), made, drawn=lasting)
        except (Problem, Failure):
            return _notice("closed", texts.language, 503)

    async def _lanes(self, request: Request) -> tuple[str, ...]:
        """The lanes to open, of those that the snapshot has: made-up ones are not worth a drawing each."""
        wanted = request.query_params.get("lanes", "")[:LONGEST_LANES].split(",")
        if wanted == [""]:
            return ()
        own = await self._answer(request, ("lanes",), _lanes_of, lasting=True)
        return tuple(sorted({*wanted} & {*json.loads(own.plain)})) if own.status == HTTPStatus.OK else ()

    def _made(self, standing: Entry, texts: Texts, make: Callable[[Snapshot, Texts], Answer]) -> Answer:
        """What ``make`` makes of the snapshot as it is called and open now."""
        try:
            snapshot = load(self.record(), standing.id)
        except Failure:
            return _notice("broken", texts.language, 500)
        last = date.fromisoformat(standing.expires) if standing.expires else None
        return make(snapshot.model_copy(update={"title": standing.called, "expires": last}), texts)

    def _page(self, snapshot: Snapshot, texts: Texts, first: int, base: str) -> Answer:
        drifted, first = self._drift(snapshot), _within(snapshot, first)
        live = "/?" + urlencode(short(encode(snapshot.view))[0])
        as_shared = snapshot.model_copy(update={"title": entry(self.record(), snapshot.id).title})
        shared = snapshot_page.heading(as_shared, texts)
        page = snapshot_page.page(snapshot, drifted, live, texts, base=base, first=first, shared=shared)
        return Answer.of(page, HTML, lasts=drifted is not None)

    def _since(self, snapshot: Snapshot, texts: Texts) -> Answer:
        try:
            engine = self._engine()
            with engine.reading():
                drifted = drift(engine, snapshot)
                found = moved(engine, snapshot, drifted)
        except Unanswered:
            return Answer.of(since_page.unknown(snapshot, texts), HTML, status=503)
        return Answer.of(since_page.page(snapshot, drifted, found, texts), HTML)

    def _drift(self, snapshot: Snapshot) -> Drift | None:
        try:
            return drift(self._engine(), snapshot)
        except Unanswered:
            return None  # a cluster that does not answer keeps nobody from what was frozen

    def _panels(self, snapshot: Snapshot, texts: Texts, theme: str, lanes: tuple[str, ...], first: int) -> Answer:
        articles = snapshot_page.sources(snapshot)
        first = _within(snapshot, first)
        shown = snapshot.events[first : first + snapshot_page.AT_ONCE]
        data = panels.panels(
            scene_of(shown, snapshot.view),
            articles,
            theme=theme_named(theme),
            texts=texts,
            opened=lanes,
            listed=False,
        )
        spans = [(event.id, drawn_span(event, articles.get(told_by(event)))) for event in shown]
        own = {
            **panels.framed(shown, snapshot.view.camera),
            **snapshot_page.on_the_map(snapshot, lambda name, day: f"/s/{snapshot.id}/areas/{name}/{day}"),
            "chosen": None,
            "address": "",
            "spans": [[key, str(span.first or span.last), str(span.last)] for key, span in spans if span.last],
        }
        return Answer.of(json.dumps({**data, **own}, ensure_ascii=False, separators=(",", ":")), JSON)

    def _preview(self, snapshot: Snapshot, texts: Texts) -> Answer:
        return Answer.of(previews.picture(self.record().home, snapshot, texts), PNG, pack=False)

    # -- what stands behind ----------------------------------------------------------------------

    def _engine(self) -> Engine:
        return Engine(self.record())

    def _open_standings(self) -> Record:
        with self._lock:  # once, whoever comes first
            return self._standings or self._another()


# -- plain pages ---------------------------------------------------------------------------------


def _malformed(given: str, texts: Texts) -> Answer:
    """Says what is wrong with an id; where it only ends in what was pasted with it, leads to the right one."""
    pasted = _PASTED.fullmatch(given)
    if pasted is None:
        return _notice("malformed", texts.language, 404)
    page = snapshot_page.notice(
        texts("snap.missing"),
        texts("snap.pasted", extra=given[len(pasted[1]) :]),
        texts,
        lead=(f"/s/{pasted[1]}", texts("snap.pasted.lead")),
    )
    return Answer.of(page, HTML, status=404)


@lru_cache
def _notice(what: str, language: str, status: int) -> Answer:
    """A plain page; the same for whoever asks for whatever."""
    texts = texts_in(language)
    title = texts("snap.missing" if what == "malformed" else f"snap.{what}")
    return Answer.of(snapshot_page.notice(title, texts(f"snap.{what}.body"), texts), HTML, status=status)


def _areas(snapshot: Snapshot, texts: Texts, name: str, day: str) -> Answer:
    found = next((areas.days.get(day) for areas in snapshot.areas if areas.name == name), None)
    if found is None:
        return _notice("missing", texts.language, 404)
    return Answer.of(json.dumps(found, separators=(",", ":")), "application/geo+json")


def _lanes_of(snapshot: Snapshot, _texts: Texts) -> Answer:
    """The ids of all lanes that can be opened, as JSON: actors with what they are part of, and countries."""
    actors = {lane for event in snapshot.events for actor in event.actors for lane in ancestors(actor)}
    countries = {place.country for event in snapshot.events for place in event.places if place.country}
    return Answer.of(json.dumps(sorted(actors | countries)), JSON)


def _standing(record: Record, snapshot_id: str) -> tuple[Entry | None, int]:
    """How a snapshot stands, without its document (null: there is none), and the record's version."""
    try:
        return entry(record, snapshot_id), record.version()
    except Problem:
        return None, 0


def _first(request: Request) -> int:
    """The place of the first event to show, from ``?page=``; 0 for what is no page."""
    page = request.query_params.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 1
    return max(0, number - 1) * snapshot_page.AT_ONCE


def _within(snapshot: Snapshot, first: int) -> int:
    """``first`` where the snapshot has so many events, else 0."""
    return first if first < len(snapshot.events) else 0
