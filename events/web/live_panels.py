"""What a browser asks for: the first screen, and for a reader who zooms into many events, finer counts and more rows.

The address is that of the view (``events.links``) with the part that is looked at: ``window`` (two days), ``box``
(west, south, east, north in degrees), ``zoom``, or ``offset`` for further rows of the list; ``frame`` (two days) for a
step of playback, ``acts`` for who acts on whom; and ``theme`` and ``lang``. The first screen has also ``locale``, the
browser's own language, which counts where the address names none; and what it would be once an option of the actor box
is picked has ``option``, its words.
"""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from events import addresses, links
from events.engine import Engine
from events.figures.acts import matrix
from events.figures.marks import theme_named
from events.figures.panels import part, rows, step
from events.figures.scene import Part, framed, further, scene, tellers
from events.model import Area, Problem, View, one_line
from events.record import Failure
from events.texts import Texts, languages, texts_in
from events.web import screen
from events.web.actor_options import picked

OWN = frozenset({"window", "box", "zoom", "offset", "frame", "acts", "theme", "lang"})
"""The parts of the address that are not the view's."""
ADDED = frozenset({"theme", "locale"})
"""What a screen's browser says after the address of its page, which may have parts of these names itself."""
OPTION = "option"
"""What it says besides where an option is pointed at."""
FARTHEST = 1_000_000  # rows of a list that somebody scrolls through
HEADERS = {"cache-control": "no-store", "x-robots-tag": "noindex"}


class LivePanels:
    """The route over the engine that ``engine`` gives."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        """Answers are of the record as it is when asked."""
        self._engine = engine

    def answer(self, request: Request) -> Response:
        """The part as JSON; 400 with one sentence for what is not understood, 503 where the engine does not answer."""
        try:
            return JSONResponse(self._answer(request), headers=HEADERS)
        except Problem as problem:
            return JSONResponse({"problem": str(problem)}, 400, headers=HEADERS)
        except Failure as failure:
            return JSONResponse({"problem": str(failure)}, 503, headers=HEADERS)

    def screen(self, request: Request) -> Response:
        """All that the first screen draws, as JSON, for a page that still begins.

        204 without a word where the page itself has something to say first: of an address that is not understood, of a
        record that is empty or does not answer.
        """
        return self._page(request, ADDED, lambda view, *_: view)

    def picked(self, request: Request) -> Response:
        """As ``screen``, of the page once the option of its actor box that is pointed at is picked.

        204 also where there is no such option.
        """
        words = request.query_params.get(OPTION, "")
        return self._page(request, ADDED | {OPTION}, lambda view, engine, texts: picked(view, engine, texts, words))

    def _page(
        self, request: Request, added: frozenset[str], shown: Callable[[View, Engine, Texts], View | None]
    ) -> Response:
        """What the viewer of a page draws, which shows this of the view that its address names."""
        try:
            told = self._screen(request, added, shown)
        except (Problem, Failure):
            told = None
        return JSONResponse(told, headers=HEADERS) if told else Response(status_code=204, headers=HEADERS)

    def _screen(
        self, request: Request, added: frozenset[str], shown: Callable[[View, Engine, Texts], View | None]
    ) -> dict[str, object] | None:
        engine, asked = self._engine(), request.query_params
        chosen = asked.get("lang") if asked.get("lang") in languages() else None
        texts = texts_in(chosen or asked.get("locale"))
        view = shown(_view(engine, _page_parts(request, added)), engine, texts)
        if view is None or not engine.count(view):
            return None
        own = {**addresses.fields_of(engine.record, view), **({"lang": chosen} if chosen else {})}
        theme = theme_named(asked.get("theme")).name
        return screen.given(engine, view, texts, theme=theme, address=f"?{urlencode(own)}")

    def _answer(self, request: Request) -> dict[str, object]:
        engine, texts = self._engine(), texts_in(request.query_params.get("lang"))
        params = {key: request.query_params.getlist(key) for key in request.query_params if key not in OWN}
        view, asked = _view(engine, params), _part(request)
        theme = theme_named(request.query_params.get("theme"))
        days = _days(request, "frame")
        if "offset" in request.query_params:
            events = further(engine, view, int(_number(request, "offset", 0, FARTHEST)), days)
            return {"rows": rows(events, tellers(engine, events), texts)}
        if "acts" in request.query_params:
            return matrix(engine.acts(view), texts)
        if days:
            shown = framed(engine, view, days, asked)
            return step(shown, tellers(engine, shown.events()), theme=theme, texts=texts)
        drawn = scene(engine, view, texts, asked)
        articles = tellers(engine, drawn.events())
        return part(drawn, articles, theme=theme, texts=texts, opened=view.lanes)


def _page_parts(request: Request, added: frozenset[str]) -> dict[str, list[str]]:
    """The parts of the page's address that are the view's, or nothing that the page knows."""
    said = request.query_params
    parts = {key: said.getlist(key)[:-1] if key in added else said.getlist(key) for key in said if key != "lang"}
    return {key: values for key, values in parts.items() if values}


def _view(engine: Engine, params: links.Params) -> View:
    """The view of an address; raises Problem for a part that is not understood."""
    view, sentences = addresses.view_of(engine, params)
    if sentences:
        raise Problem(sentences[0])
    return view


def _part(request: Request) -> Part:
    """The part that is looked at; raises Problem for one that is none."""
    box = request.query_params.get("box")
    try:
        edges = [float(edge) for edge in box.split(",")] if box else []
        if len(edges) not in (0, 4):
            raise ValueError
        area = Area(west=edges[0], south=edges[1], east=edges[2], north=edges[3]) if edges else None
    except (ValueError, ValidationError):
        raise Problem(
            f'The box "{one_line(box or "")}" is no part of the map; a box is west,south,east,north in degrees.'
        ) from None
    zoom = _number(request, "zoom", 0, 22) if "zoom" in request.query_params else None
    return Part(_days(request, "window"), area, zoom)


def _days(request: Request, name: str) -> tuple[date, date] | None:
    """The two days of a field, null where it has none or they run backwards; raises Problem for what is no two days."""
    words = request.query_params.get(name)
    try:
        days = [date.fromisoformat(day) for day in words.split(",")] if words else []
        if len(days) not in (0, 2):
            raise ValueError
    except ValueError:
        raise Problem(
            f'The {name} "{one_line(words or "")}" is no time; a {name} is two days (2024-08-06,2024-10-30).'
        ) from None
    return (days[0], days[1]) if days and days[0] <= days[1] else None


def _number(request: Request, name: str, least: float, most: float) -> float:
    words = request.query_params[name]
    try:
        value = float(words)
    except ValueError:
        value = most + 1
    if not least <= value <= most:
        raise Problem(f'The {name} "{one_line(words)}" is not a number from {least:,} to {most:,}.')
    return value
