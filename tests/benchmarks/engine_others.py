"""The benchmark's six questions as one would ask pandas, polars, SQLite and chDB over the same Parquet file."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

Questions = Sequence[Callable[[], object]]
COLUMNS = ["id", "kind", "review", "first", "last", "sort", "lat", "lon", "actors"]
ACTOR, FIRST, LAST = "x-3", "2014-01-01", "2015-12-31"
WEST, SOUTH, EAST, NORTH = -120.0, -40.0, 60.0, 60.0
DEGREES = 45 / 64


@dataclass(frozen=True)
class Other:
    """Another engine: the library it needs, for how many million events at most, and how to open it."""

    library: str
    most: int
    open: Callable[[Path], Questions]


def _frame(path: Path) -> Any:
    import pandas as pd

    frame = pd.read_parquet(path, columns=COLUMNS)
    for column in ("first", "last", "sort"):
        frame[column] = pd.to_datetime(frame[column])
    frame["kind"] = frame["kind"].astype("category")
    frame["actors"] = frame["actors"].map(list)
    return frame


def pandas_page(path: Path) -> Questions:
    """As a page does: a list column, every condition over the whole frame."""
    import pandas as pd

    df = _frame(path)

    def overlap() -> Any:
        return (df["last"] >= FIRST) & (df["first"].isna() | (df["first"] <= LAST))

    def has() -> Any:
        return df["actors"].map(lambda held: ACTOR in held)

    def weeks(mask: Any) -> Any:
        found = df[mask & (df["review"] != "withdrawn") & df["sort"].notna()]
        return found.groupby([found["sort"].dt.to_period("W"), "kind"], observed=True).size()

    def cells() -> Any:
        found = df[(df["review"] != "withdrawn") & df["lon"].between(WEST, EAST) & df["lat"].between(SOUTH, NORTH)]
        return found.groupby([found["lon"] // DEGREES, found["lat"] // DEGREES]).size()

    def facets() -> Any:
        box = df["lon"].between(WEST, EAST) & df["lat"].between(SOUTH, NORTH)
        found = df[overlap() & (df["kind"] == "ASSAULT") & box & (df["review"] != "withdrawn")]
        return found["actors"].explode().value_counts().head(50)

    def months() -> Any:
        found = df[df["review"] != "withdrawn"]
        return found.groupby([found["sort"].dt.to_period("M"), "kind"], observed=True).size()

    return [
        lambda: weeks(overlap() & has()),
        lambda: weeks(pd.Series(has())),
        cells,
        lambda: df[df["review"] != "withdrawn"].sort_values(["sort", "id"]).head(500),
        facets,
        months,
    ]


def pandas_careful(path: Path) -> Questions:
    """By a careful hand: narrowed by days first, the actor then looked for in what is left; sorted once."""
    df = _frame(path)
    whole = pandas_page(path)

    def actor() -> Any:
        found = df[(df["last"] >= FIRST) & (df["first"].isna() | (df["first"] <= LAST))]
        found = found[found["actors"].map(lambda held: ACTOR in held)]
        return found.groupby([found["sort"].dt.to_period("W"), "kind"], observed=True).size()

    return [actor, whole[1], whole[2], lambda: df.head(500), whole[4], whole[5]]


def polars_memory(path: Path) -> Questions:
    """A frame in memory."""
    import polars as pl

    df = pl.read_parquet(path, columns=COLUMNS)
    shown = pl.col("review") != "withdrawn"
    days = (pl.col("last") >= pl.lit(FIRST).str.to_date()) & (
        pl.col("first").is_null() | (pl.col("first") <= pl.lit(LAST).str.to_date())
    )
    has = pl.col("actors").list.contains(ACTOR)
    box = pl.col("lon").is_between(WEST, EAST) & pl.col("lat").is_between(SOUTH, NORTH)
    facet = shown & days & box & (pl.col("kind") == "ASSAULT")

    def binned(mask: Any, length: str) -> Any:
        return df.lazy().filter(mask).group_by(pl.col("sort").dt.truncate(length), "kind").len().collect()

    cell = [(pl.col(name) / DEGREES).floor().alias(f"cell_{name}") for name in ("lon", "lat")]
    return [
        lambda: binned(shown & days & has, "1w"),
        lambda: binned(shown & has, "1w"),
        lambda: df.lazy().filter(shown & box).group_by(cell).len().collect(),
        lambda: df.lazy().filter(shown).sort("sort", "id", nulls_last=True).head(500).collect(),
        lambda: df.lazy().filter(facet).explode("actors").group_by("actors").len().top_k(50, by="len").collect(),
        lambda: binned(shown, "1mo"),
    ]


def sqlite(path: Path) -> Questions:
    """An indexed table, and one of its actors."""
    import pyarrow.parquet as pq

    db = sqlite3.connect(":memory:")
    db.execute("""CREATE TABLE event (key INTEGER PRIMARY KEY, id TEXT, kind TEXT, review TEXT, first TEXT, last TEXT,
        sort TEXT, lat REAL, lon REAL)""")
    keyed = "PRIMARY KEY (actor, sort, event)) WITHOUT ROWID"
    db.execute(f"CREATE TABLE event_actor (actor TEXT, sort TEXT, event INTEGER, {keyed}")
    key = 0
    for batch in pq.ParquetFile(path).iter_batches(100_000, columns=COLUMNS):
        rows = batch.to_pylist()
        days = [[str(row[name]) if row[name] else None for name in ("first", "last", "sort")] for row in rows]
        db.executemany(
            "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?)",
            (
                (key + i, row["id"], row["kind"], row["review"], *days[i], row["lat"], row["lon"])
                for i, row in enumerate(rows)
            ),
        )
        db.executemany(
            "INSERT INTO event_actor VALUES (?,?,?)",
            ((actor, days[i][2] or "", key + i) for i, row in enumerate(rows) for actor in row["actors"]),
        )
        key += len(rows)
    db.execute("CREATE INDEX by_sort ON event (sort, id)")
    db.execute("CREATE INDEX by_place ON event (lat, lon)")
    db.execute("CREATE INDEX actor_by_event ON event_actor (event)")
    within = f"e.last >= '{FIRST}' AND (e.first IS NULL OR e.first <= '{LAST}')"
    box = f"lon BETWEEN {WEST} AND {EAST} AND lat BETWEEN {SOUTH} AND {NORTH}"
    week = "date(e.sort, '-6 days', 'weekday 1')"
    held = f"FROM event_actor a JOIN event e ON e.key = a.event WHERE a.actor = '{ACTOR}' AND review <> 'withdrawn'"
    near = "AND a.sort BETWEEN '2013-01-01' AND '2015-12-31'"
    statements = [
        f"SELECT {week}, kind, count(*) {held} {near} AND {within} GROUP BY 1, 2",
        f"SELECT {week}, kind, count(*) {held} GROUP BY 1, 2",
        f"""SELECT CAST(lon / {DEGREES} + 1000 AS INTEGER), CAST(lat / {DEGREES} + 1000 AS INTEGER), count(*)
            FROM event WHERE {box} AND review <> 'withdrawn' GROUP BY 1, 2""",
        "SELECT * FROM event WHERE review <> 'withdrawn' AND sort IS NOT NULL ORDER BY sort, id LIMIT 500",
        f"""SELECT a.actor, count(*) FROM event e JOIN event_actor a ON a.event = e.key WHERE {within} AND {box}
            AND kind = 'ASSAULT' AND review <> 'withdrawn' GROUP BY 1 ORDER BY 2 DESC LIMIT 50""",
        "SELECT substr(sort, 1, 7), kind, count(*) FROM event WHERE review <> 'withdrawn' GROUP BY 1, 2",
    ]
    return [partial(_fetched, db, sql) for sql in statements]


def _fetched(db: sqlite3.Connection, sql: str) -> object:
    return db.execute(sql).fetchall()


def chdb_memory(path: Path) -> Questions:
    """ClickHouse inside the process, over a table of its own."""
    from chdb import session

    db = session.Session()
    db.query("CREATE DATABASE bench")
    db.query("""CREATE TABLE bench.event (id String, kind LowCardinality(String), review LowCardinality(String),
        first Nullable(Date32), last Nullable(Date32), sort Nullable(Date32), lat Nullable(Float64),
        lon Nullable(Float64), actors Array(LowCardinality(String)))
        ENGINE = MergeTree ORDER BY (assumeNotNull(sort), id)""")
    db.query(f"INSERT INTO bench.event SELECT {', '.join(COLUMNS)} FROM file('{path}', Parquet)")
    shown = "FROM bench.event WHERE review <> 'withdrawn'"
    days = f"last >= '{FIRST}' AND (first IS NULL OR first <= '{LAST}')"
    box = f"lon BETWEEN {WEST} AND {EAST} AND lat BETWEEN {SOUTH} AND {NORTH}"
    statements = [
        f"SELECT toMonday(sort) AS w, kind, count() {shown} AND {days} AND has(actors, '{ACTOR}') GROUP BY w, kind",
        f"SELECT toMonday(sort) AS w, kind, count() {shown} AND has(actors, '{ACTOR}') GROUP BY w, kind",
        f"SELECT floor(lon / {DEGREES}) AS x, floor(lat / {DEGREES}) AS y, count() {shown} AND {box} GROUP BY x, y",
        f"SELECT * {shown} ORDER BY assumeNotNull(sort), id LIMIT 500",
        f"""SELECT arrayJoin(actors) AS a, count() AS n {shown} AND {days} AND {box} AND kind = 'ASSAULT'
            GROUP BY a ORDER BY n DESC LIMIT 50""",
        f"SELECT toStartOfMonth(sort) AS m, kind, count() {shown} GROUP BY m, kind",
    ]
    return [partial(db.query, sql, "CSV") for sql in statements]


OTHERS = {
    "pandas, as pages do": Other("pandas", 10, pandas_page),
    "pandas, careful": Other("pandas", 10, pandas_careful),
    "polars": Other("polars", 10, polars_memory),
    "SQLite": Other("sqlite3", 1, sqlite),
    "chDB": Other("chdb", 100, chdb_memory),
}
