"""The table of events as a cluster has it: its definition, and the rows of segments as it takes them.

What the servers must look into are lists and numbers of their own; the structures that only come back with an event
are JSON. Days are numbers since 1970 (Int32, and no other column is one), for a server's own dates end too early.
"""

from collections.abc import Iterator

import duckdb

from events.columns import COLUMNS

TABLE = "event"
LOCAL = "event_local"
DATABASE = "events"
UNDATED = 2**31 - 1  # the day by which undated events are sorted
AT_ONCE = 122_880  # rows in a block

_PLAIN = {"VARCHAR": "String", "INTEGER": "Int64", "DOUBLE": "Float64", "DATE": "Int32"}
STRUCTURES = tuple(column.name for column in COLUMNS if column.type.startswith("STRUCT"))
"""The columns that are JSON in the cluster."""
MARKS = ("lat", "lon", "reach", "cosine")
PARTY = ("role", "id", "name", "country", "type", "part_of")


def _type(name: str, required: bool) -> str:
    if name.startswith("STRUCT"):
        return "String"
    if name.endswith("[]"):
        return f"Array({_PLAIN[name.removesuffix('[]')]})"
    return _PLAIN[name] if required else f"Nullable({_PLAIN[name]})"


TYPES = {
    "segment": "UInt64",
    "day": "Int32",
    **{column.name: _type(column.type, column.required) for column in COLUMNS},
    **{f"more_{name}": "Array(Float64)" for name in MARKS},
    "countries": "Array(String)",
    **{f"party_{name}": "Array(String)" if name in ("role", "id") else "Array(Nullable(String))" for name in PARTY},
}
"""The cluster's columns with their types."""


def definitions(database: str, cluster: str | None) -> list[str]:
    """The statements that make the tables, on one server or on each server of a cluster."""
    held = LOCAL if cluster else TABLE
    columns = ",\n".join(f"    {name} {type_name}" for name, type_name in TYPES.items())
    made = [
        f"CREATE DATABASE IF NOT EXISTS {quoted(database)}",
        f"CREATE TABLE IF NOT EXISTS {quoted(database)}.{held}\n(\n{columns}\n)\n"
        "ENGINE = MergeTree PARTITION BY segment ORDER BY (day, id)",
    ]
    if cluster:
        # by its id, so that every revision of an event lies on one server
        made.append(
            f"CREATE TABLE IF NOT EXISTS {quoted(database)}.{TABLE} AS {quoted(database)}.{LOCAL}\n"
            f"ENGINE = Distributed('{cluster}', '{database}', '{LOCAL}', cityHash64(id))"
        )
    return made


def quoted(name: str) -> str:
    """A name as ClickHouse's SQL has it."""
    return f"`{name}`"


def blocks(db: duckdb.DuckDBPyConnection, relation: str, segment: int) -> Iterator[tuple[int, bytes]]:
    """The rows of a DuckDB relation of ``events.columns.COLUMNS`` as blocks of one segment: how many, and the block."""
    from events.engine.native import block  # with NumPy and Arrow, which asking does not need

    reader = db.sql(f"SELECT {_selected(segment)} FROM {relation}").to_arrow_reader(AT_ONCE)
    for batch in reader:
        if batch.num_rows:
            yield batch.num_rows, block(TYPES, batch)


def _selected(segment: int) -> str:
    days = {column.name for column in COLUMNS if column.type == "DATE"}
    chosen = [f"CAST({segment} AS UBIGINT) AS segment", f"coalesce(sort - DATE '1970-01-01', {UNDATED}) AS day"]
    for column in COLUMNS:
        name = f'"{column.name}"'
        if column.name in days:
            chosen.append(f"{name} - DATE '1970-01-01' AS {name}")
        elif column.name in STRUCTURES:
            chosen.append(f"coalesce(CAST(to_json({name}) AS VARCHAR), 'null') AS {name}")
        else:
            chosen.append(name)
    chosen += [f"list_transform(coalesce(more, []), lambda d: d.{name}) AS more_{name}" for name in MARKS]
    chosen.append("list_distinct(list_transform(places, lambda p: p.country)) AS countries")
    chosen += [f"list_transform(parties, lambda p: p.{name}) AS party_{name}" for name in PARTY]
    return ", ".join(chosen)
