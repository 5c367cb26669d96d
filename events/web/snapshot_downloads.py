"""``/s/ID.html`` and the like: a snapshot to take away, and its citation."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from events.exchange.exporting import FORMATS
from events.model import Problem
from events.record import Record
from events.sharing import page
from events.sharing.exports import OWN, file_of
from events.snapshots.citing import FORMS, cited
from events.snapshots.document import Snapshot
from events.snapshots.opening import form_of, link, opened, stored_at
from events.texts import Texts
from events.web.answering import own_address
from events.web.kept import Answer

KINDS = ("html", "json", "csv", "geojson", "png", "pdf")
PLAIN, JSON, HTML = "text/plain; charset=utf-8", "application/json", "text/html; charset=utf-8"
HASH = "x-snapshot-sha256"  # the header that says a snapshot's hash, also where its file has no room for it


class Pages(Protocol):
    """The routes of snapshots, as far as downloads need them."""

    def record(self) -> Record:
        """The record."""

    def answered(
        self,
        request: Request,
        key: tuple[object, ...],
        make: Callable[[Snapshot, Texts], Answer],
        *,
        lasting: bool = False,
    ) -> Awaitable[Response]:
        """What ``make`` makes of the snapshot of the address, kept, or the page that says why there is none."""


async def file(pages: Pages, kind: str, request: Request) -> Response:
    """The snapshot as a file of this kind, as it was shared: under its first title."""
    base = own_address(request)

    def made(snapshot: Snapshot, texts: Texts) -> Answer:
        form = form_of(stored_at(pages.record(), snapshot.id))
        try:
            content = b"".join(file_of(form, kind, base=base, language=texts.language))
        except Problem as problem:
            return _unmade(snapshot, problem, texts)
        headers = {
            "content-disposition": f'attachment; filename="snapshot-{snapshot.id}.{kind}"',
            "link": f'</s/{snapshot.id}.json>; rel="describedby"',
            HASH: snapshot.hash,
        }
        media_type, pack = OWN.get(kind) or FORMATS[kind].media_type, kind not in ("png", "pdf")
        return Answer.of(content, media_type, pack=pack, headers=headers)

    return await pages.answered(request, ("file", kind, base), made, lasting=True)


def _unmade(snapshot: Snapshot, problem: Problem, texts: Texts) -> Answer:
    """The plain page that says why there is no such file, such as too many events for paper."""
    lead = (f"/s/{snapshot.id}?lang={texts.language}", texts("since.back"))
    said = page.notice(texts("snap.unmade"), texts.said(problem), texts, lead=lead)
    return Answer.of(said, HTML, status=422)


async def citation(pages: Pages, request: Request) -> Response:
    """The snapshot as a citation in the form that the address names, else in plain words."""
    base, form = own_address(request), request.query_params.get("format", "text")
    form = form if form in FORMS else "text"

    def made(snapshot: Snapshot, texts: Texts) -> Answer:
        del texts  # a citation is in English, as titles are
        own = opened(stored_at(pages.record(), snapshot.id))
        return Answer.of(cited(own, link(base, own.id), form), JSON if form == "csl-json" else PLAIN)

    return await pages.answered(request, ("cite", form, base), made, lasting=True)
