"""Events as JSON: one object, or JSON lines."""

import json
from collections.abc import Iterable, Iterator

from events.exchange.about import Content
from events.model import Event, View


def json_file(content: Content) -> Iterator[bytes]:
    """``{"view", "total", "events", "about"}``: total counts the events of the view, which here are all there."""
    yield from json_object(content.view, content.counts.shown, (told.event for told in content))
    yield f'\n], "about": {content.about().model_dump_json()}}}\n'.encode()


def json_object(view: View, total: int, events: Iterable[Event]) -> Iterator[bytes]:
    """The object up to where its list of events is to be closed; one event a line, so that no side needs all of it."""
    head = json.dumps({"view": view.model_dump(mode="json"), "total": total}, ensure_ascii=False)
    yield f'{head[:-1]}, "events": ['.encode()
    for number, event in enumerate(events):
        yield f"{',' if number else ''}\n{json.dumps(event.model_dump(mode='json'), ensure_ascii=False)}".encode()


def json_lines(content: Content) -> Iterator[bytes]:
    """One event a line, as canonical JSON, whose SHA-256 is that of the events."""
    for told in content:
        yield f"{told.canonical}\n".encode()
