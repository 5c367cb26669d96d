"""Events as the JSON of TimelineJS 3: one slide an event, its dates no finer than they are known."""

import html
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from events.engine import Part, Parts, drawn_span
from events.exchange.about import Content, Told
from events.exchange.as_json import KNOWN, plain
from events.exchange.rows import EVENT
from events.model import FAMILY_OF_KIND, Actor, DatePrecision, DateSpan, Event, Kind, Modality, Place
from events.snapshots.document import Source
from events.texts import Texts, texts_in
from events.wording import modality_words, says_words, when_words, where_words, who_words

Words = dict[str, object]
IN_MEMORY = 1_000_000  # bytes of undated events before they go to a file


def timelinejs(content: Content) -> Iterator[bytes]:
    """``events`` are what a timeline can place; the undated follow as ``undated``, which TimelineJS passes over.

    Each slide carries its event as ``event``. "On or before" stands at the publication date and says so.
    """
    slides, parted = _Slides(texts_in("en")), ""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as undated:
        yield b'{"events": ['
        for told in content:
            slide = slides.of(told)
            if slide is None:
                undated.write(f"{',' if undated.tell() else ''}\n{told.plain}".encode())
                continue
            yield f"{parted}\n{slide}".encode()
            parted = ","
        yield b'\n], "undated": ['
        undated.seek(0)
        yield from undated
    about = content.about()
    title = {"text": {"headline": html.escape(about.view_in_words), "text": _paragraphs(about.citation, content.link)}}
    yield f'\n], "title": {plain(title)}, "about": {about.model_dump_json()}}}\n'.encode()


class _Slides:
    """Slides as JSON; what is said of parts that events have in common is said once."""

    def __init__(self, texts: Texts) -> None:
        """Slides in the language of ``texts``."""
        self._texts = texts
        self._whens = lru_cache(KNOWN)(lambda part: self._when(_only(when=DateSpan.model_validate(part)), None))
        self._wheres = lru_cache(KNOWN)(lambda parts: self._where(_only(places=_all(Place, parts))))
        self._parties = lru_cache(KNOWN)(self._of_actors)
        self._acts = lru_cache(KNOWN)(lambda kind, modality: self._act(_only(kind=Kind(kind), modality=modality)))

    def of(self, told: Told) -> str | None:
        """The slide of an event; null where no timeline can place it."""
        if told.drawn.last is None:
            return None
        form, source = told.form, told.source
        if form["when"].__class__ is Part and source is None and form["quote"] is None:
            when, act = self._whens(form["when"]), self._acts(form["kind"], form["modality"])
            who, says = self._parties(form["actors"])
            lines = [act, who, self._wheres(form["places"]), says]
        else:
            event = told.event
            when = self._when(event, source)
            lines = [_paragraphs(event.quote.text)] if event.quote else []
            lines += [self._act(event), self._who(event), self._where(event), self._says(event, source)]
        text = {"headline": html.escape(form["title"]), "text": "".join(lines)}
        named = f'"unique_id": {plain(form["id"])}, "group": {plain(FAMILY_OF_KIND[form["kind"]].value)}'
        return f'{{{when}, {named}, "text": {plain(text)}, "{EVENT}": {told.plain}}}'

    def _when(self, event: Event, source: Source | None) -> str:
        words = {**_dates(event, source), "display_date": html.escape(when_words(event, source, self._texts))}
        return plain(words)[1:-1]

    def _act(self, event: Event) -> str:
        return _paragraphs(f"{self._texts(f'kind.{event.kind.value}')}, {modality_words(event, self._texts)}")

    def _who(self, event: Event) -> str:
        return _paragraphs(who_words(event, self._texts))

    def _where(self, event: Event) -> str:
        return _paragraphs(where_words(event, self._texts))

    def _says(self, event: Event, source: Source | None) -> str:
        return _paragraphs(says_words(event, source, self._texts))

    def _of_actors(self, actors: Parts) -> tuple[str, str]:
        """Who does it, and who says so, of an imported event."""
        event = _only(actors=_all(Actor, actors))
        return self._who(event), self._says(event, None)


N = TypeVar("N", Actor, Place)


def _all(noun: type[N], parts: Parts) -> tuple[N, ...]:
    return tuple(map(noun.model_validate, parts))


def _only(modality: str = Modality.ASSERTED, **fields: Any) -> Event:
    """An imported event of which no more is told than is asked for."""
    return Event.model_construct(article=None, modality=Modality(modality), **fields)


def _paragraphs(*lines: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)


def _dates(event: Event, source: Source | None) -> Words:
    drawn, when = drawn_span(event, source), event.when
    if when is None:
        return {"start_date": _day(drawn.last)} if drawn.last else {}
    if _is_whole_year(when):
        return {"start_date": {"year": when.first.year}}
    if when.precision is DatePrecision.MONTH and (when.first.year, when.first.month) == (
        when.last.year,
        when.last.month,
    ):
        return {"start_date": {"year": when.first.year, "month": when.first.month}}
    if when.first == when.last:
        return {"start_date": _day(when.first)}
    return {"start_date": _day(when.first), "end_date": _day(when.last)}


def _is_whole_year(when: DateSpan) -> bool:
    return when.precision is DatePrecision.YEAR and when.first.year == when.last.year


def _day(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}
