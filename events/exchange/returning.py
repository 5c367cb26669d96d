"""Events of this program that come back from an export: the same events, with the ids they had.

Their articles are not here, so what is imported has no phrases; the event as it was exported stands in its original.
An event that is here already, under the same id, stays as it is here; or it is taken as one of the set's own.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TypeVar

import duckdb

from events.columns import COLUMNS
from events.engine.sets import FOLDER, OURS, data_set
from events.exchange.format import Columns, Format, text_of
from events.index import row_of
from events.model import Actor, Event, Place, Quantity

AT_ONCE = 20_000  # events that are turned into rows together
Elsewhere = Callable[[Collection[str]], Mapping[str, int]]
"""Which of some ids other data sets or the record have, with the number of the revision."""

OWN = Format(
    name=OURS,
    title="an export of this program",
    columns=Columns({}, frozenset()),
    select=OURS,
    licence="",
    attribution="",
)


def without_article(event: Event, data: str) -> Event:
    """The event as a data set has it: no article and no phrases; its original is its source's row, or else itself."""
    original = event.original if event.original is not None else event.model_dump(mode="json")
    return event.model_copy(
        update={
            "article": None,
            "quote": None,
            "also": (),
            "actors": tuple(_bare(actor) for actor in event.actors),
            "places": tuple(_bare(place) for place in event.places),
            "quantities": tuple(_bare(quantity) for quantity in event.quantities),
            "when": event.when.model_copy(update={"phrase": None}) if event.when else None,
            "extractor": data,
            "original": original,
        }
    )


def as_own(event: Event, data: str) -> Event:
    """The event under an id that only this data set has, always the same; what it denies likewise."""
    return event.model_copy(
        update={"id": _own_id(event.id, data), "denies": tuple(_own_id(each, data) for each in event.denies)}
    )


def _own_id(event_id: str, data: str) -> str:
    return hashlib.sha256(f"{data}\x1f{event_id}".encode()).hexdigest()[:20]


N = TypeVar("N", Actor, Place, Quantity)


def _bare(noun: N) -> N:
    return noun.model_copy(update={"phrase": None})


def batches(events: Iterable[Event]) -> Iterator[list[Event]]:
    """Events, some at a time; of several with one id the last."""
    waiting = iter(events)
    while some := list(islice(waiting, AT_ONCE)):
        yield list({event.id: event for event in some}.values())


def ids_of(home: Path, data: str, ids: Collection[str]) -> set[str]:
    """Which of ``ids`` the data set has."""
    there = data_set(home, data)
    if there is None or not there.segments:
        return set()
    paths = [str(home / FOLDER / data / each.file) for each in there.segments]
    with duckdb.connect() as connection:
        sql = f"SELECT id FROM read_parquet({paths}) WHERE id IN (SELECT unnest(?))"
        return {event_id for (event_id,) in connection.execute(sql, [list(ids)]).fetchall()}


def stage(
    connection: duckdb.DuckDBPyConnection, events: Iterable[Event], data: str, folder: Path, number: int
) -> tuple[Path, Path]:
    """Write events as Parquet in the engine's columns, and their originals beside it; the two files."""
    lines, told = folder / f"{number:05}.rows.jsonl", folder / f"{number:05}.told.jsonl"
    with lines.open("w", encoding="utf-8") as rows, told.open("w", encoding="utf-8") as originals:
        for event in events:
            bare = without_article(event, data)
            row = row_of(bare, None, data=data) | {"words": row_of(event, None, data=data)["words"]}
            rows.write(json.dumps(row, ensure_ascii=False) + "\n")
            original = json.dumps(bare.original, ensure_ascii=False)
            originals.write(json.dumps({"id": event.id, "original": original}, ensure_ascii=False) + "\n")
    types = ", ".join(f"{text_of(column.name)}: {text_of(column.type)}" for column in COLUMNS)
    both = "'id': 'VARCHAR', 'original': 'VARCHAR'"
    for source, columns, name in ((lines, types, "events"), (told, both, "originals")):
        target = folder / f"{number:05}.{name}.parquet"
        reader = f"""read_json({text_of(str(source))}, columns = {{{columns}}}, format = 'newline_delimited',
            maximum_object_size = {64 * 2**20})"""
        partial = target.with_suffix(".partial")
        connection.execute(f"COPY (SELECT * FROM {reader}) TO {text_of(str(partial))} (FORMAT parquet)")
        partial.replace(target)
        source.unlink()
    return folder / f"{number:05}.events.parquet", folder / f"{number:05}.originals.parquet"
