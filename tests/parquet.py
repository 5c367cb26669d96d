"""Events as the Parquet files that an import hands over."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from events.engine.segments import FROM_JSON, connect, write
from events.index import row_of
from events.model import Event


def write_events(path: Path, events: Iterable[Event]) -> Path:
    """The events as rows of the engines' table."""
    with connect("200MB") as db:
        db.execute("CREATE TABLE given (document VARCHAR)")
        db.execute("INSERT INTO given VALUES (?)", [json.dumps([row_of(event, None) for event in events])])
        write(db, FROM_JSON.replace("?", "document") + " FROM given", path)
    return path


def write_originals(path: Path, originals: Mapping[str, object]) -> Path:
    """The rows of their source, by event."""
    with connect("200MB") as db:
        db.execute("CREATE TABLE given (id VARCHAR, original VARCHAR)")
        for event_id, original in originals.items():
            db.execute("INSERT INTO given VALUES (?, ?)", [event_id, json.dumps(original)])
        write(db, "SELECT * FROM given", path)
    return path
