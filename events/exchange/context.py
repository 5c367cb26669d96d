"""The data sets that ship with the program: off until a reader switches one on, and then like any other."""

import csv
import tempfile
from datetime import datetime
from pathlib import Path

from events.engine.sets import About, DataSet, SourceFile, publish
from events.exchange import detect
from events.exchange.importing import Import, Reading, hash_of
from events.exchange.mapping import Mapping, format_of, load
from events.model import Noun, Problem, one_line
from events.record import Record

SETS = Path(__file__).resolve().parents[2] / "data" / "sets"
VERSION = "1"  # of the shipped sets; a changed file is a new one


class Shipped(Noun):
    """A set that ships: what it is called and whose it is, before it is switched on."""

    name: str
    title: str
    rows: int
    licence: str | None
    attribution: str | None
    version: str = VERSION


def shipped() -> list[Shipped]:
    """The sets in ``data/sets``, by name."""
    return [_shipped(path) for path in sorted(SETS.glob("*.csv"))]


def _shipped(path: Path) -> Shipped:
    mapping = _mapping(path)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = sum(1 for _ in csv.reader(lines)) - 1
    return Shipped(
        name=path.stem,
        title=mapping.title or path.stem,
        rows=rows,
        licence=mapping.licence,
        attribution=mapping.attribution,
    )


def _mapping(path: Path) -> Mapping:
    return load(path.with_suffix(".json"))


def switch_on(record: Record, name: str, *, at: datetime) -> DataSet:
    """Make the shipped set ``name`` one of the record's data sets; as often as one likes."""
    known = {each.name: each for each in shipped()}
    if name not in known:
        raise Problem(f'No data set "{one_line(name)}" ships with the program; there are {", ".join(known)}.')
    path, told = SETS / f"{name}.csv", known[name]
    table, mapping = detect.table(path, None), _mapping(path)
    reading = Reading(table, format_of(mapping, table.columns, "table", told.title), "it ships", mapping)
    with tempfile.TemporaryDirectory(prefix="events-set-") as folder:
        outcome = Import(Path(folder), name, [reading]).run(lambda _: lambda _read, _size: None)
        about = About(
            name=name,
            title=told.title,
            licence=told.licence,
            attribution=told.attribution,
            version=told.version,
            format="shipped",
            sources=(SourceFile(name=path.name, sha256=hash_of(reading)),),
        )
        return publish(record, about, outcome.events, outcome.originals, at=at, whole=True)
