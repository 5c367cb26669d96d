"""The HTTP interface for programs, ``/api/v1``: the views of links, answered as JSON or CSV.

It only reads, and gives what an export gives: no reviewers' names, no article texts, nothing beyond the view.
"""

import base64
import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import cast, get_args

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from events.articles import one_line
from events.credits import credits_of
from events.engine import Bin, Cursor, Engine, LaneBy
from events.exchange.about import Told, public_page, tell
from events.exchange.escaping import harmless
from events.exchange.to_csv import csv_rows
from events.links import encode
from events.model import Area, Family, Problem, View
from events.record import Record
from events.snapshots.document import Snapshot, canonical
from events.snapshots.opening import form_of, is_open, load
from events.web.answering import (
    KEPT,
    METHODS,
    Desk,
    Refusal,
    bad,
    choice,
    fields_of,
    form_wanted,
    number,
    one,
    packed,
    tag,
    unchanged,
    view_in,
    whole,
)
from events.web.api_models import (
    ActorAnswer,
    ActorsAnswer,
    Answer,
    BinAnswer,
    CellAnswer,
    EventsAnswer,
    MapAnswer,
    TimelineAnswer,
    by_name,
)
from events.web.api_page import page
from events.web.openapi import LIMITS, PARAMETERS, description

ROOT = "/api/v1"
CSV = "text/csv; charset=utf-8; header=present"
JSON = "application/json"

Fields = Mapping[str, Sequence[str]]
Row = Sequence[object]
Made = tuple[Answer, Callable[[], bytes]]
"""An answer, and how to write it as CSV."""


def routes(open_record: Callable[[], Record]) -> Sequence[BaseRoute]:
    """Every route under ``/api/v1``."""
    desk = Desk(open_record)

    def about_a_view(name: str, ask: Callable[[Engine, View, Fields], Made]) -> BaseRoute:
        def answer(request: Request) -> Response:
            fields, engine = fields_of(request), desk.engine()
            view = view_in(fields, PARAMETERS[name], engine)
            form = form_wanted(request, fields)
            with engine.reading():
                etag = tag(engine, request, view, form)
                if held := unchanged(request, etag):
                    return held
                found, as_csv = ask(engine, view, fields)
            headers = {**KEPT, "etag": etag, **_links(request, fields, found)}
            if form == "csv":
                return packed(request, as_csv(), CSV, headers)
            return packed(request, found.model_dump_json().encode(), JSON, headers)

        return Route(f"{ROOT}/{name}", desk.answering(answer), methods=METHODS)

    def stored(request: Request) -> Response:
        return _snapshot(desk.engine().record, request)

    def described(request: Request) -> Response:
        del request
        return Response(json.dumps(description()), media_type=JSON, headers={"cache-control": "public, max-age=3600"})

    def explained(request: Request) -> Response:
        asked = request.headers.get("accept-language", "").split(",")[0]
        headers = {"cache-control": "public, max-age=3600", "vary": "accept-language"}
        return HTMLResponse(page(request.query_params.get("lang") or asked), headers=headers)

    def nothing(request: Request) -> Response:
        raise Refusal(
            HTTPStatus.NOT_FOUND,
            f'There is nothing at "{one_line(request.url.path)}"; {ROOT}/openapi.json describes what there is, and a '
            "snapshot is found only by its id.",
        )

    return [
        about_a_view("events", _events),
        about_a_view("timeline", _timeline),
        about_a_view("map", _map),
        about_a_view("actors", _actors),
        Route(f"{ROOT}/snapshots/{{id}}", desk.answering(stored), methods=METHODS),
        Route(f"{ROOT}/openapi.json", desk.answering(described), methods=METHODS),
        Route("/api", desk.answering(explained), methods=METHODS),
        Route("/api/{rest:path}", desk.answering(nothing), methods=METHODS),
    ]


def _links(request: Request, fields: Fields, found: Answer) -> dict[str, str]:
    """Where the next page is, for clients that follow links (RFC 8288)."""
    if not isinstance(found, EventsAnswer) or found.next is None:
        return {}
    del fields
    address = request.url.include_query_params(cursor=found.next)
    return {"link": f'<{address.path}?{address.query}>; rel="next"'}


def _shared(engine: Engine, view: View) -> dict[str, object]:
    """What every answer about a view says."""
    not_shown = {each.reason.value: each.count for each in engine.omitted(view)}
    return {"view": view, "total": engine.count(view), "not_shown": not_shown}


def _table(headings: Sequence[str], rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode()


# -- events --------------------------------------------------------------------------------------


def _events(engine: Engine, view: View, fields: Fields) -> Made:
    limit = whole(fields, "limit", LIMITS["events"].usual, 1, LIMITS["events"].most)
    after = _opened(one(fields, "cursor"), view)
    found = engine.events(view, limit=limit + 1, after=after)
    told = public_page(engine, view, list(tell(engine, found[:limit])))
    more = _cursor(engine.place(found[limit - 1]), view) if len(found) > limit else None
    sources = {each.source.id: each.source for each in told if each.source}
    named = {each.credit.data for each in told}
    answer = EventsAnswer.model_validate(
        {
            **_shared(engine, view),
            "events": tuple(each.event for each in told),
            "next": more,
            "articles": tuple(sources.values()),
            "data": tuple(credit for name, credit in credits_of(engine).items() if name in named),
        }
    )
    return answer, lambda: b"".join(csv_rows(told))


def _of_view(view: View) -> str:
    """A few letters that another view does not have."""
    start = View()
    of_the_screen = ("event", "profile", "by", "sort", "lanes", "folded", "camera", "borders", "layers")
    chosen = view.model_copy(update={field: getattr(start, field) for field in of_the_screen})
    return sha256(canonical(dict(encode(chosen))).encode()).hexdigest()[:16]


def _cursor(place: Cursor, view: View) -> str:
    """A place in the order of the events of a view, as letters that mean nothing to anybody else."""
    held = [place.sort.isoformat() if place.sort else None, place.id, _of_view(view)]
    return base64.urlsafe_b64encode(json.dumps(held).encode()).decode().rstrip("=")


def _opened(cursor: str, view: View) -> Cursor | None:
    if not cursor:
        return None
    try:
        sort, event_id, of_view = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
        place = Cursor(date.fromisoformat(sort) if sort is not None else None, str(event_id))
    except (ValueError, TypeError, RecursionError):
        raise bad(f'The cursor "{one_line(cursor)}" is not one; take "next" from an answer, or leave it out.') from None
    if of_view != _of_view(view):
        raise bad("The cursor belongs to another view; begin again without it.")
    return place


# -- counts --------------------------------------------------------------------------------------


def _timeline(engine: Engine, view: View, fields: Fields) -> Made:
    length = Bin(choice(fields, "bin", tuple(Bin), Bin.MONTH))
    lane = cast(LaneBy, choice(fields, "lane", get_args(LaneBy), "none"))
    most = whole(fields, "most", LIMITS["timeline"].usual, 1, LIMITS["timeline"].most)
    found = engine.timeline(view, length, lane=lane, most=most)
    answer = TimelineAnswer.model_validate(
        {
            **_shared(engine, view),
            "bin": length.value,
            "lane": lane,
            "bins": tuple(map(BinAnswer.of, found.bins)),
            "lanes": found.lanes,
            "undated": {name: by_name(counts) for name, counts in found.undated.items()},
        }
    )
    headings = ("begins", "lane", "count", *Family, "uncertain")
    rows = ((each.begins, each.lane, each.count, *each.families, each.uncertain) for each in found.bins)
    undated = ((None, name, sum(counts), *counts, None) for name, counts in found.undated.items() if any(counts))
    return answer, lambda: _table(headings, [*rows, *undated])


def _map(engine: Engine, view: View, fields: Fields) -> Made:
    degrees = number(fields, "cell", 0.5, 0.01, 90)
    viewport = _area(one(fields, "viewport"))
    found = engine.map(view, degrees, viewport)
    if len(found.cells) > LIMITS["map"].most:
        raise bad(
            f"{len(found.cells):,} cells are too many for one answer, which has at most {LIMITS['map'].most:,}; "
            "give a larger cell or a viewport."
        )
    answer = MapAnswer.model_validate(
        {
            **_shared(engine, view),
            "cell": degrees,
            "viewport": viewport,
            "cells": tuple(map(CellAnswer.of, found.cells)),
            "unmarked": found.unmarked,
            "countries": found.countries,
        }
    )
    headings = ("x", "y", "lat", "lon", "count", *Family, "uncertain")
    rows = ((each.x, each.y, each.lat, each.lon, each.count, *each.families, each.uncertain) for each in found.cells)
    return answer, lambda: _table(headings, rows)


def _area(words: str) -> Area | None:
    try:
        if not words:
            return None
        west, south, east, north = map(float, words.split(","))
        return Area(west=west, south=south, east=east, north=north)
    except (ValueError, ValidationError):
        raise bad(
            f'The viewport "{one_line(words)}" is not known; give west,south,east,north, such as 35,51,37,52.'
        ) from None


def _actors(engine: Engine, view: View, fields: Fields) -> Made:
    limit = whole(fields, "limit", LIMITS["actors"].usual, 1, LIMITS["actors"].most)
    found = engine.facets(view, search=one(fields, "search"), limit=limit)
    actors = tuple(ActorAnswer.model_validate(vars(each)) for each in found)
    answer = ActorsAnswer.model_validate({**_shared(engine, view), "actors": actors})
    headings = tuple(ActorAnswer.model_fields)
    return answer, lambda: _table(headings, [[getattr(each, name) for name in headings] for each in actors])


# -- snapshots -----------------------------------------------------------------------------------


def _snapshot(record: Record, request: Request) -> Response:
    """A snapshot as it is stored; who knows its id may read it, and nobody is told ids."""
    fields = fields_of(request)
    if unknown := next((name for name in fields if name != "format"), None):
        raise bad(f'The field "{one_line(unknown)}" is not known; a snapshot takes only format, json or csv.')
    form = form_wanted(request, fields)
    try:
        snapshot = load(record, request.path_params["id"])
    except Problem as problem:
        raise Refusal(HTTPStatus.NOT_FOUND, str(problem)) from None
    stored = record.stored_snapshots(snapshot.id)[0]
    if not is_open(stored, datetime.now(UTC)):
        raise Refusal(HTTPStatus.GONE, "This snapshot is no longer open; ask who sent it for a new one.")
    etag = f'"{snapshot.hash}-{form}"'
    if held := unchanged(request, etag):
        return held
    headers = {**KEPT, "etag": etag}
    if form == "csv":
        return packed(request, b"".join(csv_rows(_told(snapshot))), CSV, headers)
    return packed(request, canonical(form_of(stored)).encode(), JSON, headers)


def _told(snapshot: Snapshot) -> Iterable[Told]:
    return (Told.of(event, snapshot.source(event.article)) for event in snapshot.events)
