"""The program's own HTTP: health, the chart library, the viewer, the basemap, and snapshot pages without a session.

Starlette routes that stand before the dashboard's own. Every file comes from this machine; what is asked for by the
hash of its content may be kept by browsers for good.
"""

import gzip
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from events import areas, theatre
from events.engine import Engine
from events.figures import panels
from events.model import Problem
from events.record import Failure, Record
from events.sharing import viewer_bundle
from events.texts import texts_in
from events.web import api, downloads
from events.web.answering import takes_gzip
from events.web.front import front
from events.web.live_panels import LivePanels
from events.web.snapshots import SnapshotPages

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
    return _answer(request, _packed(path, path.stat().st_mtime_ns), path.suffix, lasting)


def _answer(request: Request, content: tuple[bytes, bytes], suffix: str, lasting: bool) -> Response:
    plain, packed = content
    headers = {"cache-control": FOREVER if lasting else BRIEFLY, "vary": "accept-encoding"}
    if takes_gzip(request):
        return Response(packed, headers={**headers, "content-encoding": "gzip"}, media_type=TYPES[suffix])
    return Response(plain, headers=headers, media_type=TYPES[suffix])


@cache
def _dashboard() -> tuple[bytes, bytes]:
    """The dashboard's viewer as one module, plain and gzipped."""
    content = viewer_bundle.module("ahead", exporting="viewer").encode()
    return content, gzip.compress(content, 6, mtime=0)


def _library(request: Request) -> Response:
    script = panels.plotly_script()
    return _file(request, script.parent, script.name, "v" in request.query_params)


def _viewer(request: Request) -> Response:
    lasting = request.path_params["version"] == panels.viewer_version()
    if request.path_params["name"] == panels.DASHBOARD:
        return _answer(request, _dashboard(), ".js", lasting)
    return _file(request, panels.VIEWER, request.path_params["name"], lasting)


def _basemap(request: Request) -> Response:
    name = request.path_params["name"]
    own = theatre.theatre()
    folder = own.path(name).parent if name in (own.regions, own.lines) else theatre.FOLDER
    return _file(request, folder, name, "v" in request.query_params)


class OneRecord:
    """The record behind all routes, opened with the first request."""

    def __init__(self, open_record: Callable[[], Record]) -> None:
        """The record that ``open_record`` opens."""
        self._open = open_record
        self._lock = Lock()
        self._record: Record | None = None

    def record(self) -> Record:
        """The record, opened once."""
        with self._lock:
            self._record = self._record or self._open()
            return self._record

    def engine(self) -> Engine:
        """The engine over the record."""
        return Engine(self.record())

    def area(self, request: Request) -> Response:
        """The areas of a day, which never change under their name; 404 where no set has them."""
        path = areas.file_of(self.record().home, request.path_params["set"], request.path_params["name"])
        return _file(request, path.parent if path else theatre.FOLDER, path.name if path else "", lasting=True)

    def health(self, request: Request) -> Response:
        """200 while the record answers."""
        del request
        try:
            return JSONResponse({"status": "ok", "version": self.record().version()})
        except (Problem, Failure) as problem:
            return JSONResponse({"status": "failed", "why": str(problem)}, 503)


def routes(open_record: Callable[[], Record]) -> Sequence[BaseRoute]:
    """All routes of this program; what no route here answers is the dashboard's."""
    behind = OneRecord(open_record)
    english = texts_in(None)
    first = front(english("product"), english("tagline"))
    live = LivePanels(behind.engine)
    return [
        Route("/healthz", behind.health),
        Route("/panels.json", live.answer),
        Route("/screen.json", live.screen),
        Route("/picked.json", live.picked),
        Route("/vendor/plotly.min.js", _library),
        Route("/viewer/{version}/{name}", _viewer),
        Route("/basemap/{name}", _basemap),
        Route("/areas/{set}/{name}", behind.area),
        *SnapshotPages(behind.record, open_record).routes(),
        *downloads.routes(behind.record),
        *api.routes(behind.record),
        *[Route(path, first) for path in ("/", "/add", "/snapshots", "/data", "/about")],
    ]
