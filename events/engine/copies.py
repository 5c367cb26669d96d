"""What a large segment is accompanied by, so that the questions of a screen read little: counts, and a copy by actor.

``months`` counts events by the months in which they begin and all that is chosen from short lists; ``crowds``
likewise, and by those of their actors that are ``leaders``, the actors with most events; ``days`` counts by drawn days.
``before`` are the events only known to be before a day. ``cells`` counts marks on the map by fine cells, ``several``
are the events with more than one mark, ``beside`` counts what has none by country. ``holders`` counts each actor's
events by years; ``held`` has a row for each event and actor in it, by actor; ``named`` is what the events call their
actors.

They say nothing that the segment does not, and answers are the same with them and without.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from events.engine.conditions import (
    Between,
    Differs,
    Fails,
    Holds,
    Known,
    OneOf,
    Overlaps,
    Reaches,
    Says,
    Test,
    Unknown,
    Within,
)
from events.engine.dialect import DUCKDB, Bin
from events.engine.segments import NAMES, write

LARGE = 1_000_000  # events of a set from which its larger segments are accompanied, and these are not sorted anew
FINE = 45 / 256  # degrees of a cell in "cells"; the map's cells are 45 degrees halved so and so often
CHOSEN = ("kind", "modality", "review", "data")
DAYS = ("first", "last", "sort", *CHOSEN, "lat")
"""Columns of ``days``; ``lat`` is 0 where the event has a mark, else null."""
MONTHS = ("last", "sort", *CHOSEN, "lat")
"""Columns of ``months`` that can be asked; both days are the first of the month in which an event begins, or null."""
CROWDS = (*MONTHS, "actors")
BESIDE = ("first", "last", "sort", *CHOSEN)
YEARS = ("first", "last", *CHOSEN, "lat")
"""Columns of ``holders`` that can be asked, with days widened to whole years."""
HELD = ("first", "last", "sort", *CHOSEN, "lat", "lon", "reach", "cosine", "more", "actors", "roles")
ROLES = ("source", "target", "speaker")
LEADERS = 32
LONG = (Bin.MONTH, Bin.QUARTER, Bin.YEAR)  # bins that are made of whole months

_YEARS = """CAST(date_trunc('year', first) AS DATE) AS first,
    CAST(date_trunc('year', last) + INTERVAL 1 YEAR - INTERVAL 1 DAY AS DATE) AS last"""
_MARK = "CASE WHEN lat IS NULL THEN NULL ELSE 0.0 END AS lat"
_CHOSEN = ", ".join(CHOSEN)
_IN_ROLES = ", ".join(f"list_contains(roles, '{role}:' || actor) AS as_{role}" for role in ROLES)
_COUNTRIES = f"CASE WHEN lat IS NULL THEN {DUCKDB.country_list} END AS countries"
_EACH = f"SELECT unnest(actors) AS actor, {', '.join(HELD)}, {_COUNTRIES} FROM {{0}}"


def _beyond(length: Bin) -> str:
    ends = DUCKDB.bin_ends[length].format(DUCKDB.bins[length].format("month"))
    return f"count(*) FILTER (WHERE first IS NULL OR last > {ends}) AS beyond_{length}"


_LEADERS = f"""SELECT actor FROM (SELECT unnest(actors) AS actor FROM {{0}}) GROUP BY actor
    ORDER BY count(*) DESC, actor LIMIT {LEADERS}"""
SELECTS: Mapping[str, str] = {
    "months": f"""SELECT month AS sort, month AS last, {_CHOSEN}, {_MARK}, count(*) AS n,
        {", ".join(map(_beyond, LONG))}
        FROM (SELECT *, {DUCKDB.bins[Bin.MONTH].format("sort")} AS month FROM {{0}})
        GROUP BY month, {_CHOSEN}, {_MARK.partition(" AS ")[0]} ORDER BY month, kind""",
    "leaders": _LEADERS,
    "crowds": f"""SELECT month AS sort, month AS last, {_CHOSEN}, {_MARK}, crowd AS actors, count(*) AS n,
        {", ".join(map(_beyond, LONG))}
        FROM (SELECT *, {DUCKDB.bins[Bin.MONTH].format("sort")} AS month,
            list_sort(list_filter(actors, lambda each: list_contains(leaders, each))) AS crowd
            FROM {{0}}, (SELECT list(actor) AS leaders FROM ({_LEADERS})))
        GROUP BY month, {_CHOSEN}, {_MARK.partition(" AS ")[0]}, crowd ORDER BY month, kind""",
    "before": f"SELECT {NAMES} FROM {{0}} WHERE first IS NULL AND last IS NOT NULL ORDER BY last, id",
    "days": f"SELECT first, last, sort, {_CHOSEN}, {_MARK}, count(*) AS n FROM {{0}} GROUP BY ALL ORDER BY sort, kind",
    "cells": f"""SELECT CAST(floor(lon / {FINE!r}e0) AS INTEGER) AS x, CAST(floor(lat / {FINE!r}e0) AS INTEGER) AS y,
        reach, {_CHOSEN}, count(*) AS n, sum(lat) AS lat, sum(lon) AS lon
        FROM {{0}} WHERE lat IS NOT NULL AND more IS NULL GROUP BY ALL ORDER BY y, x""",
    "several": f"""SELECT id, {_CHOSEN}, lat, lon, reach, more FROM {{0}} WHERE more IS NOT NULL ORDER BY id""",
    "beside": f"""SELECT country, {", ".join(BESIDE)}, count(*) AS n
        FROM (SELECT unnest({DUCKDB.country_list}) AS country, {", ".join(BESIDE)} FROM {{0}} WHERE lat IS NULL)
        GROUP BY ALL ORDER BY sort, country""",
    "holders": f"""SELECT actor, as_source, as_target, as_speaker, {_YEARS}, {_CHOSEN}, {_MARK}, count(*) AS n
        FROM (SELECT *, {_IN_ROLES} FROM ({_EACH})) GROUP BY ALL ORDER BY first, actor""",
    "held": f"""SELECT actor, {_IN_ROLES}, {", ".join(HELD)}, countries FROM ({_EACH})
        ORDER BY actor, first IS NULL, sort""",
    "named": """SELECT party.id AS id, min(party.name) AS name, min(party.country) AS country,
        min(party.type) AS type, min(party.part_of) AS part_of
        FROM (SELECT unnest(parties) AS party FROM {0}) GROUP BY party.id ORDER BY party.id""",
}


WEIGHTS = {"held": 40, "crowds": 12, "holders": 12, "cells": 8, "beside": 8, "days": 6, "named": 6}
"""About which share of the work each file is, in hundredths; the others are one each."""


def files_of(stem: str) -> dict[str, str]:
    """The names of the files that accompany a segment with this stem, by what they are and how they are made."""
    return {
        name: f"{name}-{stem}-{hashlib.sha256(select.encode()).hexdigest()[:6]}.parquet"
        for name, select in SELECTS.items()
    }


def make(
    db: duckdb.DuckDBPyConnection,
    relation: Callable[[], str],
    folder: Path,
    stem: str,
    moved: Callable[[float], None] = lambda _: None,
) -> dict[str, str]:
    """Write what accompanies the segment that is ``relation``; the names of the files by what they are.

    What is there already, of a time when this was stopped, is not written again. ``moved`` is told which share is done.
    """
    made = files_of(stem)
    lacking = [name for name, file in made.items() if not (folder / file).is_file()]
    weights = {name: WEIGHTS.get(name, 1) for name in made}
    done, all_ = sum(weights[name] for name in made if name not in lacking), sum(weights.values())
    source = relation() if lacking else ""
    for name in lacking:
        begun, weight = done, weights[name]
        write(
            db,
            SELECTS[name].format(source),
            folder / made[name],
            lambda share, begun=begun, weight=weight: moved((begun + share * weight) / all_),  # type: ignore[misc]
        )
        done += weight
        moved(done / all_)
    return made


def are_due(rows: int, of_set: int) -> bool:
    """Whether a segment of so many rows is to be accompanied, in a set of so many."""
    return of_set >= LARGE and rows * 4 >= LARGE


def whole(names: Iterable[str]) -> bool:
    """Whether these are all that accompanies a segment, which an earlier version of the program may not have made."""
    return set(names) == set(SELECTS)


@dataclass(frozen=True)
class Copies:
    """Relations of what accompanies segments, each over all of these, and of the rows of all others.

    ``rest`` are rows of other segments, ``hidden`` those of accompanied ones that do not hold any longer, "" where
    there are none; of ``large``, the accompanied segments, of ``before`` and of ``several`` (again "" for none) those
    that hold. ``leaders`` are the actors that lead in each of the segments.
    """

    months: str
    leaders: frozenset[str]
    crowds: str
    days: str
    cells: str
    several: str
    beside: str
    holders: str
    held: str
    named: str
    rest: str
    hidden: str
    large: str
    before: str


def columns_of(tests: Iterable[Test]) -> set[str]:
    """The columns that tests ask for."""
    found: set[str] = set()
    for test in tests:
        match test:
            case OneOf(column) | Holds(column) | Differs(column) | Known(column) | Unknown(column) | Between(column):
                found.add(column)
            case Overlaps() | Within():
                found |= {"first", "last"}
            case Fails(inner):
                found |= columns_of(inner)
            case Reaches():
                found |= {"lat", "lon", "reach", "cosine", "more"}
            case Says():
                found.add("words")
    return found


def ask_no_day(tests: Iterable[Test]) -> bool:
    """Whether tests ask of days only if there is one, so that months tell what days would."""
    return not any(
        isinstance(test, Overlaps | Within | Between) or (isinstance(test, Fails) and not ask_no_day(test.tests))
        for test in tests
    )


def are_years(tests: Iterable[Test]) -> bool:
    """Whether every window of days begins and ends with a year, so that years tell what days would."""
    for test in tests:
        if isinstance(test, Fails) and not are_years(test.tests):
            return False
        if isinstance(test, Overlaps | Within):
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
