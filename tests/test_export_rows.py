"""Imported events go into files straight from the engine's rows: what comes out is what the event itself would say."""

import csv
import gc
import io
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.engine import Engine, Imported, Original
from events.engine.questions import TOLD
from events.engine.rows import imported
from events.engine.sets import About, publish
from events.exchange.about import Content, Told, content_of
from events.exchange.escaping import harmless
from events.exchange.exporting import FORMATS
from events.exchange.returning import without_article
from events.exchange.rows import HEADINGS, cells, flat
from events.exchange.to_csv import csv_rows
from events.index import row_of
from events.model import Event, View
from events.record import Record
from events.snapshots.document import canonical
from tests.any_event import EVENTS, SOURCES, content
from tests.exchange_home import read
from tests.factories import NOON

ODD = (
    "=1+1",
    "'=x",
    "@sum",
    "-3",
    'two\nlines "q", c',
    "тест–Курск",
    "\tx",
    "＝y",
    "a\\u001fb",
    "C:\\new",
    "\x01\x1f\x0b",
    "null",
    "_x0041_",
    "😀",
    "</b>&",
    "\u2028x",
    "\x7f",
)


def stored(event: Event, original: Original | None) -> Imported:
    """An event as an engine's row of it is read."""
    row = {name: value for name, value in row_of(event, None).items() if name in TOLD}
    days = {name: date.fromisoformat(str(row[name])) for name in ("first", "last") if row[name]}
    parts = {"parties": "actors", "places": "places", "quantities": "quantities"}
    held = {name: json.loads(json.dumps(row[name])) for name in parts}
    return imported({**row, **days, **held}, original)


def bare(event: Event) -> Event:
    """An event as only a data set tells it: what a row has no room for is not there."""
    own = without_article(event, "other").model_copy(update={"denies": tuple(dict.fromkeys(event.denies))})
    held = own.model_dump(mode="json")
    for each in (*held["actors"], *held["places"]):
        each.pop("ids", None)
        each.pop("candidates", None)
    return Event.model_validate({**held, "review": {"state": held["review"]["state"]}})


@given(EVENTS.map(bare))
def test_a_row_says_what_its_event_does(event: Event) -> None:
    """Its JSON, canonical JSON and cells, whether or not the engine says the source's row in canonical form."""
    text = json.dumps(event.original, ensure_ascii=False)
    for original in (Original(text), Original(text, canonical(event.original or {}))):
        told, direct = Told(stored(event, original), None, Told.of(event, None).credit), Told.of(event, None)

        assert told.event == event
        assert list(told.json.items()) == list(direct.json.items())
        assert told.canonical == canonical(event.model_dump(mode="json"))
        assert (cells(told), told.drawn) == (cells(direct), direct.drawn)


@settings(deadline=None)
@given(st.lists(EVENTS, max_size=4), st.none() | SOURCES)
def test_csv_is_what_the_library_of_rows_writes(events: list[Event], source: object) -> None:
    """Cells that are escaped by columns are those of Python's own writer, to the byte."""
    made = list(content(events, source))  # type: ignore[arg-type]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for told in made:
        single = map(flat, cells(told))
        writer.writerow([*(harmless(each) if isinstance(each, str) else each for each in single), told.canonical])

    assert b"".join(csv_rows(made)) == out.getvalue().encode()


def odd_rows() -> str:
    """A table in which every cell is odd somewhere."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("id", "date", "title", "actor", "target", "place", "lat", "lon", 'Odd "name"\'s', "notes"))
    for number, odd in enumerate(ODD * 3):
        other = ODD[(number * 7 + 3) % len(ODD)]
        day = ("2024-10-30", "2024-10", "", "2023")[number % 4]
        lat, lon = (("51.7", "36.2"), ("", ""), ("5e-05", "0.00001"))[number % 3]
        writer.writerow((number, day, odd, f"{other}; B", odd, other if number % 2 else "", lat, lon, other, odd))
    return out.getvalue()


def published(home: Path) -> Record:
    """A record with odd rows as a data set."""
    outcome = read(home, ("odd.csv", odd_rows())).outcome
    record = Record(home)
    publish(record, About(name="test", title="Test"), outcome.events, outcome.originals, at=NOON)
    return record


def test_every_format_is_the_same_from_rows_and_from_events(tmp_path: Path) -> None:
    """Over a real import with odd words, beside an article's events and a corrected row."""
    with published(tmp_path) as record:
        engine = Engine(record)
        wrong = next(each for each in engine.events(View(), limit=1000) if each.article is None)
        record.revise(wrong.id, {"title": "=X"}, by="A", why="b", at=NOON, imported=wrong)
        counted = content_of(engine, View(), base="http://x", at=NOON)
        rows = list(counted)
        events = [Told(each.event, each.source, each.credit) for each in rows]

        assert [each.event for each in rows] == [each.model_copy() for each in map(_public, engine.stream(View()))]
        assert sum(each.json["original"] is not None for each in rows) == len(ODD) * 3
        for name, form in FORMATS.items():
            if form.binary and name == "xlsx":  # which says when it was saved; its rows are below
                continue
            both = [Content(View(), each, counted.counts, base="http://x", at=NOON) for each in (rows, events)]
            first, second = (b"".join(form.write(each)) for each in both)
            assert first == second, name
        assert list(map(cells, rows)) == list(map(cells, events))


def test_nothing_is_kept_of_what_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While an answer of one moment lasts, memory does not grow with the events that went by."""
    monkeypatch.setattr("events.engine.originals.FEW", 0)
    with published(tmp_path) as record:
        engine = Engine(record)
        with engine.reading():
            held = []
            for _ in range(4):
                assert sum(1 for _ in engine.found(View()))
                gc.collect()
                held.append(pa.total_allocated_bytes())

    assert held[-1] <= held[0]


def _public(event: Event) -> Event:
    """An event without who corrected it and why."""
    return event.model_copy(update={"review": event.review.model_copy(update={"by": None, "why": None})})
