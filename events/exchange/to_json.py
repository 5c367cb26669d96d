"""Events as JSON: one object, or JSON lines."""

from collections.abc import Iterable, Iterator

from events.exchange.about import Content
from events.exchange.as_json import plain
from events.model import Event, View


def json_file(content: Content) -> Iterator[bytes]:
    """``{"view", "total", "events", "about"}``: total counts the events of the view, which here are all there."""
    yield from _object(content.view, content.counts.shown, (told.plain for told in content))
    yield f'\n], "about": {content.about().model_dump_json()}}}\n'.encode()


def json_object(view: View, total: int, events: Iterable[Event]) -> Iterator[bytes]:
    """The object up to where its list of events is to be closed; one event a line, so that no side needs all of it."""
    yield from _object(view, total, (plain(event.model_dump(mode="json")) for event in events))


def _object(view: View, total: int, events: Iterable[str]) -> Iterator[bytes]:
    head = plain({"view": view.model_dump(mode="json"), "total": total})
    yield f'{head[:-1]}, "events": ['.encode()
    for number, event in enumerate(events):
        yield f"{',' if number else ''}\n{event}".encode()


def json_lines(content: Content) -> Iterator[bytes]:
    """One event a line, as canonical JSON, whose SHA-256 is that of the events."""
    for told in content:
        yield f"{told.canonical}\n".encode()
