"""Cells -> drafts, one row an event, by the SQL of their format in DuckDB; Python sees each date in words once."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa

from events.exchange.alike import alike, needed
from events.exchange.cells import name_of
from events.exchange.days import Order, days_of
from events.exchange.format import ASSUMED, DRAFT, MORE, Format, normal, table
from events.exchange.words import once, plain, whole
from events.model import Kind

ROW = ("source", "refused")
"""Columns of a draft that are asked for when rows are judged."""

DAYS = ("first", "last", "precision")
"""What is told of each date in words, in columns that are called for its own."""

MANY = 2_000  # rows from which it is worth to ask which of them are alike

_MACROS = (
    "CREATE MACRO number(x) AS try_cast(replace(x, ',', '.') AS DOUBLE)",
    "CREATE MACRO whole(x) AS try_cast(try_cast(x AS DOUBLE) AS INTEGER)",
    "CREATE MACRO amount(value, unit, qualifier) AS {'value': value::DOUBLE, 'unit': unit, 'qualifier': qualifier}",
    """CREATE MACRO party(role, type, country, names) AS CASE WHEN coalesce(names, '') = '' THEN NULL
        ELSE concat_ws(chr(31), role, coalesce(type, ''), coalesce(country, ''), names) END""",
    # a code that went through a spreadsheet has lost its leading zero: roots run from 01 to 20
    """CREATE MACRO cameo_code(code, root) AS CASE
        WHEN root IS NOT NULL AND NOT starts_with(code, lpad(root, 2, '0')) THEN '0' || code
        WHEN root IS NULL AND (strlen(code) < 3 OR (strlen(code) = 3 AND left(code, 2) > '20')) THEN '0' || code
        ELSE code END""",
)


def connect(threads: int = 1) -> duckdb.DuckDBPyConnection:
    """A connection with the macros that formats use. Blocks are small; one thread wastes nothing on the others."""
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(f"SET threads = {threads}")
    for macro in _MACROS:
        connection.execute(macro)
    return connection


def prepare(connection: duckdb.DuckDBPyConnection, made: Format, data: str) -> None:
    """Load the format's code tables, and the tables of what is resolved on the way."""
    connection.execute(
        "CREATE OR REPLACE MACRO event_id(source) AS left(sha256($$" + data + "$$ || chr(31) || source), 20)"
    )
    for name in made.tables:
        rows = _cameo_codes() if name == "cameo" else table(name)
        _load(connection, "cameo_codes" if name == "cameo" else name, rows)
    _load(connection, "kinds", [{"kind": kind.value} for kind in Kind])


def _load(connection: duckdb.DuckDBPyConnection, name: str, rows: Iterable[Mapping[str, str]]) -> None:
    """A table of text columns; empty cells are null."""
    found = pa.Table.from_pylist([{key: cell or None for key, cell in row.items()} for row in rows])
    connection.register("codes", found)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM codes")
    connection.unregister("codes")


def _cameo_codes() -> Iterator[dict[str, str]]:
    """Every code of CAMEO's shape with what the longest of its beginnings means."""
    meant = {row["code"]: row for row in table("cameo")}
    roots = [f"{number:02}" for number in range(1, 21)]
    for root in roots:
        for rest in ("", *map(str, range(10)), *(f"{number:02}" for number in range(100))):
            code = root + rest
            longest = next(code[:length] for length in range(len(code), 1, -1) if code[:length] in meant)
            yield {**meant[longest], "code": code}


def raw_select(made: Format, columns: Sequence[str], untidy: Collection[str] | None = None) -> str:
    """The SQL of the table ``raw``: the wanted ones of ``columns`` under our names, what says nothing as null.

    Only ``untidy`` columns, or all where that is not said, hold blanks around words and words that say nothing.
    """
    nulls = ", ".join(f"'{word}'" for word in ("", *says_nothing(made)))
    parts = ["row_at"]
    for name, cell in _wanted(made, columns).items():
        word = cell or "NULL::VARCHAR"
        if cell and (untidy is None or cell in untidy):
            word = f"CASE WHEN trim({cell}) NOT IN ({nulls}) THEN trim({cell}) END"
        parts.append(f"{word} AS {name}")
        if cell and name in made.dates:
            parts += [f"{cell}_{each} AS {name}_{each}" for each in DAYS]
    return f"SELECT {', '.join(parts)} FROM cells"


def _wanted(made: Format, columns: Sequence[str]) -> dict[str, str | None]:
    """The column of the cells for each that a format wants; None where there is none."""
    theirs = {normal(column): name_of(place) for place, column in reversed(list(enumerate(columns)))}
    return {
        name: next((theirs[other] for other in others if other in theirs), None)
        for name, others in made.columns.wanted.items()
    }


def says_nothing(made: Format) -> tuple[str, ...]:
    """The words that stand for no word."""
    return ("nan", *made.nulls)


@dataclass(frozen=True)
class Rows:
    """Rows of a format: their cells as in ``events.exchange.cells``, whose columns are called ``columns`` there."""

    format: Format
    columns: Sequence[str]
    cells: pa.Table
    untidy: Collection[str] | None = None
    order: Order | None = None  # of day and month in dates in numbers
    needs: dict[tuple[str, ...], frozenset[str] | None] = field(default_factory=dict)  # what is known of such rows


def deleted(connection: duckdb.DuckDBPyConnection, rows: Rows) -> list[str]:
    """The ids of the events that rows say their source took back."""
    return list(_read(connection, rows, {"id": "event_id(source)"}, rows.cells)["id"].to_pylist())


def judged(connection: duckdb.DuckDBPyConnection, rows: Rows) -> pa.Table:
    """Of each row ``id``, ``sort`` day, and why it is ``refused``, or null."""
    columns = {"id": "event_id(source)", "sort": "coalesce(first, last)::DATE", "refused": "refused"}
    found = _asked(connection, rows, columns)
    return found.set_column(0, "id", plain(found["id"].chunk(0)))


def sources(connection: duckdb.DuckDBPyConnection, rows: Rows) -> list[str | None]:
    """The id of each row in its source."""
    return list(_asked(connection, rows, {"source": "source"})["source"].to_pylist())


def drafts(connection: duckdb.DuckDBPyConnection, rows: Rows) -> pa.Table:
    """The draft of each row."""
    columns = {name: f"{name}::{kind}" for name, kind in DRAFT.items() if name not in ROW}
    for name, (kind, otherwise) in ASSUMED.items():
        columns[name] = f"{name if f' AS {name}' in rows.format.select else otherwise}::{kind}"
    return _asked(connection, rows, columns)


def _asked(connection: duckdb.DuckDBPyConnection, rows: Rows, columns: Mapping[str, str]) -> pa.Table:
    """What is asked of each row, in the order of the rows.

    What is made of few words alone is made once for all rows that have the same ones.
    """
    made: dict[str, pa.Array] = {}
    sorts = alike(rows.cells, _needs(connection, rows, columns)) if len(rows.cells) >= MANY else []
    if sorts:
        asked = {name: columns[name] for each in sorts for name in each.columns}
        some = _read(connection, rows, asked, rows.cells.take(pa.concat_arrays([each.first for each in sorts])))
        at = 0
        for each in sorts:
            found = some.slice(at, len(each.first))
            made |= {name: once(found[name]).take(each.which) for name in each.columns}
            at += len(each.first)
    others = {name: sql for name, sql in columns.items() if name not in made}
    if others:
        found = _read(connection, rows, others, rows.cells)
        made |= {name: whole(found[name]) for name in others}
    return pa.table({name: made[name] for name in columns})


def _needs(
    connection: duckdb.DuckDBPyConnection, rows: Rows, columns: Mapping[str, str]
) -> list[tuple[str, frozenset[str] | None]]:
    """The columns of the cells that each answer is made of."""
    raw, shown = raw_select(rows.format, rows.columns, rows.untidy), False
    found = []
    for name, sql in columns.items():
        key = rows.format.select, raw, sql
        if key not in rows.needs:
            if not shown:
                _show(connection, rows, rows.cells)
                shown = True
            plan = connection.execute(f"EXPLAIN (FORMAT json) {_select(rows, {name: sql})}").fetchall()[0][1]
            read = needed(plan)
            rows.needs[key] = frozenset(each.partition("_")[0] for each in read) if read is not None else None
        found.append((name, rows.needs[key]))
    return found


def _read(connection: duckdb.DuckDBPyConnection, rows: Rows, columns: Mapping[str, str], cells: pa.Table) -> pa.Table:
    """What the format's SQL makes of some ``cells``, in their order."""
    _show(connection, rows, cells)
    found = connection.sql(_select(rows, columns)).to_arrow_table().combine_chunks()
    at = found["row_at"].to_numpy()
    return found if np.all(at[1:] > at[:-1]) else found.take(np.argsort(at))


def _show(connection: duckdb.DuckDBPyConnection, rows: Rows, cells: pa.Table) -> None:
    """Let the format's SQL see ``cells``."""
    shown = cells.append_column("row_at", pa.array(np.arange(len(cells), dtype=np.int32)))
    wanted = _wanted(rows.format, rows.columns) if rows.format.dates else {}
    for cell in dict.fromkeys(filter(None, map(wanted.get, rows.format.dates))):
        for name, column in _days(cells[cell], rows.order).items():
            shown = shown.append_column(f"{cell}_{name}", column)
    connection.register("cells", shown)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW raw AS {raw_select(rows.format, rows.columns, rows.untidy)}")


def _select(rows: Rows, columns: Mapping[str, str]) -> str:
    asked = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    return f"SELECT row_at, {asked} FROM ({rows.format.select.replace(MORE, 'row_at, ')}) told"


def _days(texts: pa.ChunkedArray, order: Order | None) -> dict[str, pa.Array]:
    """What the dates in a column mean, each looked at once: the columns ``DAYS``."""
    column = once(texts)
    found = [days_of(text, order) for text in column.dictionary.to_pylist()]
    values = (
        pa.array([each.first if each else None for each in found], pa.date32()),
        pa.array([each.last if each else None for each in found], pa.date32()),
        pa.array([each.precision.value if each else None for each in found], pa.string()),
    )
    return {name: each.take(column.indices) for name, each in zip(DAYS, values, strict=True)}
