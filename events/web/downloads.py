"""``/export``: the events of the view in the address as a file, made while it is sent."""

from collections.abc import Callable, Generator, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from events.exchange.about import content_of
from events.exchange.exporting import FORMATS, chunks
from events.record import Record
from events.web.answering import METHODS, Desk, Streamed, choice, fields_of, own_address, view_in

ABOUT = "about"  # stands for a format: what the export says of itself
OWN = ("format",)


def routes(open_record: Callable[[], Record]) -> Sequence[BaseRoute]:
    """The one route of exports."""
    desk = Desk(open_record)

    def export(request: Request) -> Response:
        fields, engine = fields_of(request), desk.engine()
        form = choice(fields, "format", (*FORMATS, ABOUT), "json")
        view = view_in(fields, OWN, engine)
        at, base = datetime.now(UTC), own_address(request)

        def made() -> Generator[bytes]:
            with engine.reading():
                content = content_of(engine, view, base=base, at=at)
                if form != ABOUT:
                    yield from chunks(content, FORMATS[form])
                    return
                for _ in content:  # of which only what is counted on the way is wanted
                    pass
                yield content.about().model_dump_json(indent=1).encode()

        suffix = FORMATS[form].suffix if form != ABOUT else "about.json"
        media_type = FORMATS[form].media_type if form != ABOUT else "application/json"
        about = "/export?" + urlencode({**fields, "format": [ABOUT]}, doseq=True)
        headers = {
            "content-disposition": f'attachment; filename="events-{at:%Y-%m-%d}.{suffix}"',
            "cache-control": "no-store",
            "link": f'<{about}>; rel="describedby"; type="application/json"',
            "x-robots-tag": "noindex",
        }
        return Streamed(made, media_type=media_type, headers=headers, slots=desk.long)

    return [Route("/export", desk.answering(export), methods=METHODS)]
