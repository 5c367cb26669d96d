"""The events of a view as a file of any of our formats, streamed."""

import gc
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from events.exchange.about import Content
from events.exchange.to_csv import csv_rows
from events.exchange.to_geojson import geojson
from events.exchange.to_graphml import graphml
from events.exchange.to_json import json_file, json_lines
from events.exchange.to_kml import kml
from events.exchange.to_parquet import parquet
from events.exchange.to_timelinejs import timelinejs
from events.exchange.to_xlsx import xlsx

CHUNK = 65_536  # bytes that are written or sent at once
PARTS = 1000  # of which a piece is made at most


@dataclass(frozen=True)
class Format:
    """A format of files: how its names end, what the web calls it, who writes it.

    ``bare``: the file cannot say itself what it is, so a second one beside it does. ``binary``: not for a terminal.
    """

    suffix: str
    media_type: str
    write: Callable[[Content], Iterator[bytes]]
    bare: bool = False
    binary: bool = False


FORMATS = {
    "csv": Format("csv", "text/csv; charset=utf-8; header=present", csv_rows, bare=True),
    "json": Format("json", "application/json", json_file),
    "jsonl": Format("jsonl", "application/jsonl", json_lines, bare=True),
    "geojson": Format("geojson", "application/geo+json", geojson),
    "parquet": Format("parquet", "application/vnd.apache.parquet", parquet, binary=True),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx, binary=True),
    "kml": Format("kml", "application/vnd.google-earth.kml+xml", kml),
    "timelinejs": Format("timeline.json", "application/json", timelinejs),
    "graphml": Format("graphml", "application/graphml+xml", graphml),
}


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Within it Python looks for circles of dead objects less often: an export makes many objects, and no circles.

    It holds for the whole process, so it is for a command, not for a server.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def chunks(content: Content, form: Format) -> Generator[bytes]:
    """The file of ``content`` in that format, in pieces of some ``CHUNK`` bytes.

    Where nothing can be written before the last event, pieces are empty now and then, so that it can be stopped.
    """
    held, size = [], 0
    for part in form.write(content):
        held.append(part)
        size += len(part)
        if size >= CHUNK or len(held) >= PARTS:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
