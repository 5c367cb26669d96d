"""What the program's own HTTP answers share: a view in the address, refusals in one sentence, answers that are kept.

These answers give everything that a view shows, and the program asks nobody for a password: it serves the machine it
runs on. So a page of another site must not read them. No CORS header is sent, and a request that comes under a
name that is not this server's own (as a rebound DNS name does) is refused.
"""

import gzip
import os
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from http import HTTPStatus
from importlib.metadata import version
from threading import BoundedSemaphore, Event, Lock
from urllib.parse import parse_qs, urlsplit

import anyio
from anyio.from_thread import run as run_in_loop
from anyio.to_thread import run_sync as run_in_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from events import addresses
from events.articles import one_line
from events.engine import Engine
from events.links import LONGEST
from events.model import Problem, View
from events.record import Failure, Record

METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
READ = "GET, HEAD"
MOST_FIELDS = 200
LANGUAGE = "lang"  # the one part of the dashboard's address that is not the view's
KEPT = {"cache-control": "private, no-cache", "vary": "Accept, Accept-Encoding", "x-robots-tag": "noindex"}
SMALL = 1000  # bytes, below which packing gains nothing
AT_ONCE = 4  # long answers; each keeps a processor busy
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Refusal(Exception):  # noqa: N818 - a sentence for the user, like Problem
    """An answer other than the one asked for: its status, and one sentence that says why and what is allowed."""

    def __init__(self, status: HTTPStatus, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        """See the class."""
        super().__init__(sentence)
        self.status, self.headers = status, headers

    def answer(self) -> Response:
        """The refusal as RFC 9457 words it."""
        words = {"type": "about:blank", "title": self.status.phrase, "status": self.status, "detail": str(self)}
        headers = {"cache-control": "no-store", **(self.headers or {})}
        return JSONResponse(words, self.status, headers, media_type="application/problem+json")


def bad(sentence: str) -> Refusal:
    """The refusal of what was not understood."""
    return Refusal(HTTPStatus.BAD_REQUEST, sentence)


class Desk:
    """The record behind the answers, opened with the first request, and the engine over it."""

    def __init__(self, open_record: Callable[[], Record]) -> None:
        """Answers from the record that ``open_record`` opens."""
        self._open, self._lock = open_record, Lock()
        self._engine: Engine | None = None
        self.long = BoundedSemaphore(AT_ONCE)

    def engine(self) -> Engine:
        """The engine, made once."""
        with self._lock:
            self._engine = self._engine or Engine(self._open())
            return self._engine

    def answering(self, answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
        """``answer`` for requests that only read, under this server's own name; refusals in words."""

        def answered(request: Request) -> Response:
            try:
                _require_own_name(request)
                if request.method not in READ:
                    raise Refusal(
                        HTTPStatus.METHOD_NOT_ALLOWED,
                        f"{request.method} changes nothing here; ask with {READ}.",
                        {"allow": READ},
                    )
                return answer(request)
            except Refusal as refusal:
                return refusal.answer()
            except Problem as problem:
                return bad(str(problem)).answer()
            except Failure as failure:
                return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, str(failure), {"retry-after": "5"}).answer()

        return answered


def _require_own_name(request: Request) -> None:
    own = {*LOOPBACK, urlsplit(os.environ.get("EVENTS_URL", "")).hostname}
    name = _asked_name(request)
    if name not in own:
        raise Refusal(
            HTTPStatus.MISDIRECTED_REQUEST,
            f'This server is not called "{one_line(str(name))}"; ask 127.0.0.1, localhost or the name in EVENTS_URL.',
        )


def _asked_name(request: Request) -> str | None:
    """The name in the Host header, null where there is none."""
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        return None


def own_address(request: Request) -> str:
    """The dashboard's address, with which links begin: the one in EVENTS_URL, else this machine's own.

    Whoever asks writes the Host header, so that it is taken for the address only where it names this machine.
    """
    named = os.environ.get("EVENTS_URL", "").strip()
    if named or _asked_name(request) in LOOPBACK:
        return named or str(request.base_url)
    _, port = request.scope.get("server") or (None, None)
    return f"http://{LOOPBACK[0]}:{port}/" if port else f"http://{LOOPBACK[0]}/"


# -- what is asked -------------------------------------------------------------------------------


def fields_of(request: Request) -> dict[str, list[str]]:
    """The fields of the address, the language left out."""
    query = str(request.url.query)
    if len(query) > LONGEST * 3:  # percent signs make three letters of one
        raise bad(f"The address is {len(query):,} characters long; a view has at most {LONGEST:,}.")
    try:
        fields = parse_qs(query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise bad(f"The address has more than {MOST_FIELDS} fields; a view has 14.") from None
    return {name: values for name, values in fields.items() if name != LANGUAGE}


def view_in(fields: Mapping[str, Sequence[str]], own: Collection[str], engine: Engine) -> View:
    """The view in ``fields``, besides the question's ``own``; a refusal with the first thing not read."""
    named = {name: values for name, values in fields.items() if name not in own}
    view, sentences = addresses.view_of(engine, named)
    if sentences:
        more = f" Besides the view, allowed are {', '.join(own)}." if own and "The field" in sentences[0] else ""
        raise bad(sentences[0] + more)
    return view


def one(fields: Mapping[str, Sequence[str]], name: str, default: str = "") -> str:
    """The one value of a field."""
    values = fields.get(name, [default])
    if len(values) > 1:
        raise bad(f"The field {name} takes one value; give it once.")
    return values[0] or default


def choice(fields: Mapping[str, Sequence[str]], name: str, allowed: Sequence[str], default: str) -> str:
    """The one value of a field, which is one of ``allowed``."""
    value = one(fields, name, default)
    if value not in allowed:
        raise bad(f'The {name} "{one_line(value)}" is not known; allowed are {", ".join(allowed)}.')
    return value


def number(fields: Mapping[str, Sequence[str]], name: str, default: float, least: float, most: float) -> float:
    """The one value of a field, a number from ``least`` to ``most``."""
    value = one(fields, name, f"{default:g}")
    try:
        found = float(value)
    except ValueError:
        found = float("nan")
    if not least <= found <= most:
        raise bad(f'The {name} "{one_line(value)}" is not allowed; give a number from {least:g} to {most:,g}.')
    return found


def whole(fields: Mapping[str, Sequence[str]], name: str, default: int, least: int, most: int) -> int:
    """The one value of a field, a whole number from ``least`` to ``most``."""
    found = number(fields, name, default, least, most)
    if found != int(found):
        raise bad(f"The {name} {found:g} is not allowed; give a whole number from {least} to {most:,}.")
    return int(found)


def form_wanted(request: Request, fields: Mapping[str, Sequence[str]]) -> str:
    """ "json" or "csv", as ?format= says, else as Accept prefers, else JSON."""
    if "format" in fields:
        return choice(fields, "format", ("json", "csv"), "json")
    weights = dict(map(_weighed, request.headers.get("accept", "*/*").lower().split(",")))
    json = max(weights.get(name, 0.0) for name in ("application/json", "application/*", "*/*"))
    csv = max(weights.get(name, 0.0) for name in ("text/csv", "text/*"))
    if not json and not csv:
        raise Refusal(
            HTTPStatus.NOT_ACCEPTABLE, "Answers are application/json or text/csv; accept one of them, or give ?format=."
        )
    return "csv" if csv > json else "json"


def _weighed(accepted: str) -> tuple[str, float]:
    name, *settings = (part.strip() for part in accepted.split(";"))
    told = next((setting[2:] for setting in settings if setting.startswith("q=")), "1")
    try:
        return name, float(told)
    except ValueError:
        return name, 0.0


# -- what is answered ----------------------------------------------------------------------------


def tag(engine: Engine, request: Request, view: View, form: str) -> str:
    """What this answer is kept by: it changes with the record, the program, the question and the form.

    The question alone does not say the view where days are counted from today.
    """
    asked = [request.url.path, request.url.query, view.model_dump_json(), form]
    question = "|".join([str(engine.version()), version("conflict-events"), *asked])
    return f'W/"{sha256(question.encode()).hexdigest()[:32]}"'


def unchanged(request: Request, etag: str) -> Response | None:
    """The answer to who has it already."""
    if holds(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={**KEPT, "etag": etag})
    return None


def holds(request: Request, etag: str) -> bool:
    """Whether the client has what this tag stands for; compared weakly, as If-None-Match is."""
    held = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    return "*" in held or etag.removeprefix("W/") in held


def packed(request: Request, content: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """An answer, gzipped where that helps and the client takes it."""
    if len(content) > SMALL and takes_gzip(request):
        content, headers = gzip.compress(content, 6, mtime=0), {**headers, "content-encoding": "gzip"}
    return Response(content, headers=dict(headers), media_type=media_type)


def takes_gzip(request: Request) -> bool:
    """Whether the client unpacks gzip."""
    weights = dict(map(_weighed, request.headers.get("accept-encoding", "").lower().split(",")))
    return weights.get("gzip", weights.get("*", 0.0)) > 0


class Streamed(Response):
    """An answer that is made while it is sent, by one thread from beginning to end: the engine's moment is that
    thread's own. Who goes away stops it; a failure ends the connection, so that no half file passes for a whole one.
    """

    def __init__(
        self,
        make: Callable[[], Generator[bytes]],
        *,
        media_type: str,
        headers: Mapping[str, str],
        slots: BoundedSemaphore,
    ) -> None:
        """The pieces that ``make`` gives; refused where all ``slots`` are taken."""
        super().__init__(None, headers=dict(headers), media_type=media_type)
        del self.headers["content-length"]
        self._make, self._slots, self._gone = make, slots, Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        if not self._slots.acquire(blocking=False):
            sentence = f"{AT_ONCE} exports are being made already; try again in a minute."
            busy = Refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence, {"retry-after": "60"})
            await busy.answer()(scope, receive, send)
            return
        try:
            await self._send(scope, receive, send)
        finally:
            self._slots.release()

    async def _send(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        end = {"type": "http.response.body", "body": b"", "more_body": False}
        await send(start)
        if scope["method"] == "HEAD":
            await send(end)
            return

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            self._gone.set()

        async def pass_on(piece: bytes) -> None:
            await send({"type": "http.response.body", "body": piece, "more_body": True})

        def work() -> None:
            with closing(self._make()) as pieces:
                for piece in pieces:
                    if self._gone.is_set():
                        return
                    if piece:
                        run_in_loop(pass_on, piece)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(watch)
            await run_in_thread(work)
            tasks.cancel_scope.cancel()
        await send(end)
