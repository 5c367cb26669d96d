"""The program's own HTTP: health, the chart library, the viewer, the basemap, and snapshot pages without a session.

Starlette routes that stand before the dashboard's own. Every file comes from this machine; what is asked for by the
hash of its content may be kept by browsers for good.
"""

import gzip
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from events import api, downloads, panels, snapshot_page, theatre
from events.engine import Engine, Unanswered, drawn_span
from events.index import told_by
from events.links import encode, short
from events.live_panels import LivePanels
from events.marks import theme_named
from events.model import Problem
from events.record import Failure, Record
from events.scene import scene_of
from events.snapshots.document import Snapshot
from events.snapshots.drift import drift
from events.snapshots.opening import is_open, load
from events.snapshots.opens import Opens
from events.texts import Texts, texts_in
from events.timeline import LIMIT

FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=60"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
# Streamlit's page runs inline scripts and loads component code from blobs; MapLibre's worker is a blob too.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; worker-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws: wss: data: blob:; "
    "font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
# The light page runs no inline script.
LIGHT_POLICY = POLICY.replace("script-src 'self' 'unsafe-inline' blob:", "script-src 'self' blob:")
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "geolocation=(), camera=(), microphone=()",
}


class SecurityHeaders:
    """Adds the headers above to every answer that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        """Stands before ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and the answer back with its headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                added = [(name.encode(), text.encode()) for name, text in HEADERS.items() if name.encode() not in own]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, with_headers)


@lru_cache(maxsize=64)
def _packed(path: Path, changed: int) -> tuple[bytes, bytes]:
    """A file's bytes, plain and gzipped; ``changed`` is its time of change, so that an edited file is read anew."""
    del changed
    content = path.read_bytes()
    return content, gzip.compress(content, 6, mtime=0)


def _file(request: Request, folder: Path, name: str, lasting: bool) -> Response:
    """A file of ``folder`` itself, gzipped where the browser takes that; 404 for any other name."""
    path = next((each for each in folder.iterdir() if each.name == name), None)  # what is asked for touches no path
    if path is None or path.suffix not in TYPES or not path.is_file():
        return Response("There is no such file.\n", 404, media_type="text/plain")
    plain, packed = _packed(path, path.stat().st_mtime_ns)
    headers = {"cache-control": FOREVER if lasting else BRIEFLY, "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers={**headers, "content-encoding": "gzip"}, media_type=TYPES[path.suffix])
    return Response(plain, headers=headers, media_type=TYPES[path.suffix])


def _library(request: Request) -> Response:
    script = panels.plotly_script()
    return _file(request, script.parent, script.name, "v" in request.query_params)


def _viewer(request: Request) -> Response:
    lasting = request.path_params["version"] == panels.viewer_version()
    return _file(request, panels.VIEWER, request.path_params["name"], lasting)


def _basemap(request: Request) -> Response:
    name = request.path_params["name"]
    return _file(request, theatre.FOLDER, name, "v" in request.query_params)


def _texts(request: Request) -> Texts:
    """The language the address names, else the first that the browser asks for, else English."""
    asked = request.headers.get("accept-language", "").split(",")[0]
    return texts_in(request.query_params.get("lang") or asked)


def _page(content: str, status: int = 200) -> HTMLResponse:
    headers = {"content-security-policy": LIGHT_POLICY, "cache-control": "no-cache", "x-robots-tag": "noindex"}
    return HTMLResponse(content, status, headers)


def _moment() -> datetime:
    return datetime.now(UTC)


class SnapshotPages:
    """The routes of snapshots; the record is opened with the first request."""

    def __init__(self, open_record: Callable[[], Record]) -> None:
        """Pages over the record that ``open_record`` opens."""
        self._open = open_record
        self._lock = Lock()
        self._record: Record | None = None
        self._opens = Opens(self.record)

    def record(self) -> Record:
        """The record, opened once."""
        with self._lock:
            self._record = self._record or self._open()
            return self._record

    def engine(self) -> Engine:
        """The engine over the record."""
        return Engine(self.record())

    def health(self, request: Request) -> Response:
        """200 while the record answers."""
        del request
        try:
            return JSONResponse({"status": "ok", "version": self.record().version()})
        except (Problem, Failure) as problem:
            return JSONResponse({"status": "failed", "why": str(problem)}, 503)

    def _opened(self, request: Request) -> Snapshot | Response:
        """The snapshot that the address names, or the plain page that says why there is none."""
        texts, record = _texts(request), self.record()
        try:
            snapshot = load(record, request.path_params["id"])
        except Problem:
            return _page(snapshot_page.notice(texts("snap.missing"), texts("snap.missing.body"), texts), 404)
        except Failure:
            return _page(snapshot_page.notice(texts("snap.broken"), texts("snap.broken.body"), texts), 500)
        if not is_open(record.stored_snapshots(snapshot.id)[0], _moment()):
            return _page(snapshot_page.notice(texts("snap.gone"), texts("snap.gone.body"), texts), 410)
        return snapshot

    def _answered(self, request: Request, answer: Callable[[Request, Snapshot], Response]) -> Response:
        """What ``answer`` makes of the snapshot, or a plain page; 503 where the record does not answer."""
        try:
            opened = self._opened(request)
            return opened if isinstance(opened, Response) else answer(request, opened)
        except (Problem, Failure):
            texts = _texts(request)
            return _page(snapshot_page.notice(texts("snap.closed"), texts("snap.closed.body"), texts), 503)

    def page(self, request: Request) -> Response:
        """The light page of a snapshot."""
        return self._answered(request, self._page)

    def panels(self, request: Request) -> Response:
        """What the viewer draws on the light page, in the theme it asks for."""
        return self._answered(request, self._panels)

    def _page(self, request: Request, opened: Snapshot) -> Response:
        if request.method != "HEAD":  # which asks for no page: crawlers and link previews
            self._opens.count(opened.id, at=_moment())
        try:
            moved = drift(Engine(self.record()), opened)
        except Unanswered:
            moved = None  # a cluster that does not answer keeps nobody from what was frozen
        live = "/?" + urlencode(short(encode(opened.view))[0])
        return _page(snapshot_page.page(opened, moved, live, _texts(request)))

    def _panels(self, request: Request, opened: Snapshot) -> Response:
        theme, texts = theme_named(request.query_params.get("theme")), _texts(request)
        articles = snapshot_page.sources(opened)
        lanes = request.query_params.get("lanes", ",".join(opened.view.lanes)).split(",")
        shown = opened.events[:LIMIT]
        data = panels.panels(
            scene_of(shown, opened.view.by), articles, theme=theme, texts=texts, opened=lanes, listed=False
        )
        spans = [(event.id, drawn_span(event, articles.get(told_by(event)))) for event in shown]
        days = [[key, str(span.first or span.last), str(span.last)] for key, span in spans if span.last]
        camera = panels.camera_words(opened.view.camera)
        answer = {
            **data,
            "camera": camera,
            "borders": opened.view.borders.value,
            "chosen": None,
            "address": "",
            "spans": days,
        }
        return JSONResponse(answer, headers={"cache-control": "no-cache", "x-robots-tag": "noindex"})


def _front(title: str, description: str) -> Callable[[Request], Response]:
    """The dashboard's first page with a title and description of its own, for tabs and link previews."""
    spec = find_spec("streamlit")
    index = Path(spec.origin).parent / "static" / "index.html" if spec and spec.origin else None
    shell = index.read_text(encoding="utf-8") if index else ""
    head = f"<title>{escape(title)}</title>{snapshot_page.preview(title, description)}"

    def front(request: Request) -> Response:
        page = shell.replace("<title>Streamlit</title>", head)
        page = page.replace("./favicon.png", panels.addresses()["icon"])
        page = page.replace('<html lang="en"', f'<html lang="{_texts(request).language}"')
        return HTMLResponse(page, headers={"cache-control": "no-cache"})

    return front


def _nothing(request: Request) -> Response:
    texts = _texts(request)
    return _page(snapshot_page.notice(texts("snap.missing"), texts("snap.missing.body"), texts), 404)


def routes(open_record: Callable[[], Record]) -> Sequence[BaseRoute]:
    """All routes of this program; what no route here answers is the dashboard's."""
    pages = SnapshotPages(open_record)
    english = texts_in(None)
    front = _front(english("product"), english("tagline"))
    return [
        Route("/healthz", pages.health),
        Route("/panels.json", LivePanels(pages.engine).answer),
        Route("/vendor/plotly.min.js", _library),
        Route("/viewer/{version}/{name}", _viewer),
        Route("/basemap/{name}", _basemap),
        Route("/s/{id}", pages.page),
        Route("/s/{id}/panels.json", pages.panels),
        Route("/s/{rest:path}", _nothing),
        *downloads.routes(pages.record),
        *api.routes(pages.record),
        *[Route(path, front) for path in ("/", "/add", "/snapshots", "/data", "/about")],
    ]
