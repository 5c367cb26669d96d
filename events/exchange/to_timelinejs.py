"""Events as the JSON of TimelineJS 3: one slide an event, its dates no finer than they are known."""

import html
import json
import tempfile
from collections.abc import Iterator
from datetime import date

from events.exchange.about import Content, Told
from events.exchange.rows import EVENT
from events.model import DatePrecision, DateSpan
from events.texts import Texts, texts_in
from events.wording import modality_words, says_words, when_words, where_words, who_words

Words = dict[str, object]
IN_MEMORY = 1_000_000  # bytes of undated events before they go to a file


def timelinejs(content: Content) -> Iterator[bytes]:
    """``events`` are what a timeline can place; the undated follow as ``undated``, which TimelineJS passes over.

    Each slide carries its event as ``event``. "On or before" stands at the publication date and says so.
    """
    texts = texts_in("en")
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as undated:
        yield b'{"events": ['
        number = 0
        for told in content:
            slide = _slide(told, texts)
            if slide is None:
                undated.write(f"{',' if undated.tell() else ''}\n{_line(told.json)}".encode())
                continue
            yield f"{',' if number else ''}\n{_line(slide)}".encode()
            number += 1
        yield b'\n], "undated": ['
        undated.seek(0)
        yield from undated
    about = content.about()
    title = {"text": {"headline": html.escape(about.view_in_words), "text": _paragraphs(about.citation, content.link)}}
    yield f'\n], "title": {_line(title)}, "about": {about.model_dump_json()}}}\n'.encode()


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _slide(told: Told, texts: Texts) -> Words | None:
    dates = _dates(told)
    if dates is None:
        return None
    event, source = told.event, told.source
    told_as = f"{texts(f'kind.{event.kind.value}')}, {modality_words(event, texts)}"
    lines = [event.quote.text] if event.quote else []
    lines += [told_as, who_words(event, texts), where_words(event, texts), says_words(event, source, texts)]
    return {
        **dates,
        "display_date": html.escape(when_words(event, source, texts)),
        "unique_id": event.id,
        "group": event.family.value,
        "text": {"headline": html.escape(event.title), "text": _paragraphs(*lines)},
        EVENT: told.json,
    }


def _paragraphs(*lines: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)


def _dates(told: Told) -> Words | None:
    drawn, when = told.drawn, told.event.when
    if drawn.last is None:
        return None
    if when is None:
        return {"start_date": _day(drawn.last)}
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
