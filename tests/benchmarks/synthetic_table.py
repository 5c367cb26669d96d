"""Millions of events straight in the engines' table, the same at every run: date-sorted, 1989 to 2026.

2,000 actors of which few do most, about two an event; 100,000 marks scattered around 60 places; seventeen kinds, most
events of few; one event in ten dated to a month, one in thirty undated. What no question of the benchmark reads is
left empty (parties, places, words).
"""

from pathlib import Path

import duckdb

from events.engine.segments import TYPED, write
from events.model import Kind

DAYS = 13_800  # from 1 January 1989
DATED = 0.97
POOL = 100_000
_KINDS = ", ".join(f"'{kind}'" for kind in (Kind.ASSAULT, Kind.COERCE, Kind.STATE, Kind.PROTEST, *Kind))


def chance(salt: int) -> str:
    """A number from 0 to 1 by chance, of the row and the salt."""
    return f"(hash(i * 31 + {salt}) % 1000000) / 1e6"


def make_pools(db: duckdb.DuckDBPyConnection) -> None:
    """What many events share: who is in them, and where they are marked."""
    actors = ", ".join(f"'x-' || CAST(floor(2000 * pow({chance(salt)}, 3)) AS INTEGER)" for salt in (10, 11, 12, 13))
    many = f"1 + CAST(floor(4 * pow({chance(9)}, 1.4)) AS INTEGER)"
    roles = "list_transform(held, lambda a, n: list_extract(['source:', 'target:', 'target:', 'speaker:'], n) || a)"
    db.execute(f"""CREATE TEMP TABLE who AS SELECT i AS key, held, {roles} AS roles
        FROM (SELECT i, list_distinct(list_slice([{actors}], 1, {many})) AS held FROM range({POOL}) AS n(i)) AS held""")
    far = f"sqrt(-2 * ln({chance(4)} + 1e-6)) * 2"
    db.execute(f"""CREATE TEMP TABLE spot AS SELECT i AS key, lat, lon, cos(radians(lat)) AS cosine,
        CASE WHEN {chance(6)} < 0.8 THEN 0.0 ELSE 0.5 END AS reach
        FROM (SELECT i, -50 + near % 10 * 12 + {far} * cos(6.283 * {chance(5)}) AS lat,
            -150 + near * 5 + {far} * sin(6.283 * {chance(5)}) AS lon
            FROM (SELECT i, CAST(floor(60 * pow({chance(8)}, 2)) AS INTEGER) AS near FROM range({POOL}) AS n(i))
            AS spots) AS placed""")


def table(count: int) -> str:
    """The rows of a table of so many events, in order."""
    kind = f"list_extract([{_KINDS}], 1 + CAST(floor(21 * pow({chance(1)}, 2)) AS INTEGER))"
    return f"""SELECT printf('s-%09d', i) AS id, 'synthetic' AS data, NULL AS article, 1 AS revision, {kind} AS kind,
        CASE WHEN {chance(2)} < 0.9 THEN 'asserted' ELSE 'planned' END AS modality, 'found' AS review,
        CASE WHEN dated AND sure > 0.02 THEN day END AS first,
        CASE WHEN dated THEN CASE WHEN sure BETWEEN 0.02 AND 0.12 THEN day + 30 ELSE day END END AS last,
        CASE WHEN dated THEN day END AS sort, CASE WHEN dated THEN 'day' END AS precision, 'imported' AS basis,
        'An event' AS title, held AS actors, roles, lat, lon, reach, cosine, NULL AS more,
        [] AS parties, [] AS places, [] AS quantities, [] AS denies, 0.9 AS confidence, [] AS reasons,
        'synthetic' AS extractor, '' AS words
        FROM (SELECT i, i < {DATED} * {count} AS dated, {chance(3)} AS sure,
            DATE '1989-01-01' + CAST(floor(i / ({DATED} * {count}) * {DAYS}) AS INTEGER) AS day,
            hash(i) % {POOL} AS whose, CASE WHEN {chance(7)} < 0.9 THEN hash(i + 7) % {POOL} END AS spotted
            FROM range({count}) AS numbers(i)) AS numbered
        JOIN who ON who.key = whose LEFT JOIN spot ON spot.key = spotted"""


def write_table(db: duckdb.DuckDBPyConnection, path: Path, count: int) -> int:
    """Write a segment of so many events, in order."""
    make_pools(db)
    return write(db, f"SELECT {TYPED} FROM ({table(count)})", path)
