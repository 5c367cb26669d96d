"""What a large segment is accompanied by, so that the questions of a screen read little: counts, and a copy by actor.

``days`` counts events by drawn days and all that is chosen from short lists; ``cells`` marks on the map by fine cells;
``holders`` each actor's events by years; ``held`` has a row for each event and actor in it, by actor; ``named`` is
what the events call their actors. They say nothing that the segment does not, and answers are the same with them
and without.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from events.engine.conditions import Between, Differs, Holds, Known, OneOf, Overlaps, Reaches, Says, Test, Unknown
from events.engine.segments import write

LARGE = 1_000_000  # events from which a segment is accompanied
FINE = 45 / 256  # degrees of a cell in "cells"; the map's cells are 45 degrees halved so and so often
CHOSEN = ("kind", "modality", "review", "data")
DAYS = ("first", "last", "sort", *CHOSEN, "lat")
"""Columns of ``days``; ``lat`` is 0 where the event has a mark, else null."""
YEARS = ("first", "last", *CHOSEN, "lat")
"""Columns of ``holders`` that can be asked, with days widened to whole years."""
HELD = ("first", "last", "sort", *CHOSEN, "lat", "lon", "reach", "cosine", "more")
ROLES = ("source", "target", "speaker")

_YEARS = """CAST(date_trunc('year', first) AS DATE) AS first,
    CAST(date_trunc('year', last) + INTERVAL 1 YEAR - INTERVAL 1 DAY AS DATE) AS last"""
_MARK = "CASE WHEN lat IS NULL THEN NULL ELSE 0.0 END AS lat"
_CHOSEN = ", ".join(CHOSEN)
_IN_ROLES = ", ".join(f"list_contains(roles, '{role}:' || actor) AS as_{role}" for role in ROLES)
_EACH = f"SELECT unnest(actors) AS actor, roles, {', '.join(HELD)} FROM {{0}}"
SELECTS: Mapping[str, str] = {
    "days": f"SELECT first, last, sort, {_CHOSEN}, {_MARK}, count(*) AS n FROM {{0}} GROUP BY ALL ORDER BY sort, kind",
    "cells": f"""SELECT CAST(floor(lon / {FINE!r}e0) AS INTEGER) AS x, CAST(floor(lat / {FINE!r}e0) AS INTEGER) AS y,
        reach, {_CHOSEN}, count(*) AS n, sum(lat) AS lat, sum(lon) AS lon
        FROM {{0}} WHERE lat IS NOT NULL AND more IS NULL GROUP BY ALL ORDER BY y, x""",
    "holders": f"""SELECT actor, as_source, as_target, as_speaker, {_YEARS}, {_CHOSEN}, {_MARK}, count(*) AS n
        FROM (SELECT *, {_IN_ROLES} FROM ({_EACH})) GROUP BY ALL ORDER BY first, actor""",
    "held": f"SELECT actor, {_IN_ROLES}, {', '.join(HELD)} FROM ({_EACH}) ORDER BY actor, sort",
    "named": """SELECT party.id AS id, min(party.name) AS name, min(party.country) AS country,
        min(party.type) AS type, min(party.part_of) AS part_of
        FROM (SELECT unnest(parties) AS party FROM {0}) GROUP BY party.id ORDER BY party.id""",
}


def make(db: duckdb.DuckDBPyConnection, relation: str, folder: Path, stem: str) -> dict[str, str]:
    """Write what accompanies the segment that is ``relation``; the names of the files by what they are."""
    made = {name: f"{name}-{stem}.parquet" for name in SELECTS}
    for name, file in made.items():
        write(db, SELECTS[name].format(relation), folder / file)
    return made


@dataclass(frozen=True)
class Copies:
    """Relations of what accompanies segments, each over all of these, and of the rows of all others.

    ``rest`` has the table's columns and ``n``: 1, or -1 for a row of an accompanied segment that does not hold any
    longer; ``several`` are the accompanied rows with more than one mark.
    """

    days: str
    cells: str
    holders: str
    held: str
    named: str
    rest: str
    several: str


def columns_of(tests: Iterable[Test]) -> set[str]:
    """The columns that tests ask for."""
    found: set[str] = set()
    for test in tests:
        match test:
            case OneOf(column) | Holds(column) | Differs(column) | Known(column) | Unknown(column) | Between(column):
                found.add(column)
            case Overlaps():
                found |= {"first", "last"}
            case Reaches():
                found |= {"lat", "lon", "reach", "cosine", "more"}
            case Says():
                found.add("words")
    return found


def are_years(tests: Iterable[Test]) -> bool:
    """Whether every window of days begins and ends with a year, so that years tell what days would."""
    for test in tests:
        if isinstance(test, Overlaps):
            first, last = test.first, test.last
            if first is not None and (first.month, first.day) != (1, 1):
                return False
            if last is not None and (last.month, last.day) != (12, 31):
                return False
        elif isinstance(test, Between):
            return False
    return True


def steps(degrees: float) -> int | None:
    """How many fine cells a cell of the map is wide; None where it is not made of whole ones."""
    width = degrees / FINE
    return int(width) if width >= 1 and width.is_integer() and int(width) & (int(width) - 1) == 0 else None


def held_by(test: Holds) -> tuple[str, str | None] | None:
    """The one actor, and its role, that a test asks for; None where it asks for several."""
    if len(test.values) != 1:
        return None
    if test.column == "actors":
        return test.values[0], None
    role, _, actor = test.values[0].partition(":")
    return actor, role
