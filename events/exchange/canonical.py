"""Cells -> drafts, one row an event, by the SQL of their format in DuckDB; Python sees each date in words once."""

import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa

from events.exchange.alike import alike, needed
from events.exchange.cells import name_of
from events.exchange.days import Order
from events.exchange.format import ASSUMED, DRAFT, MORE, Format, normal, table
from events.exchange.meanings import days, numbers
from events.exchange.words import once, plain, whole
from events.model import Kind

ROW = ("source", "refused")
"""Columns of a draft that are asked for when rows are judged."""

DAYS = {"first": "DATE", "last": "DATE", "precision": "VARCHAR"}
"""What is told of each date in words, in columns that are called for its own, and of which types these are."""

ID = 20  # digits of an event's id

NUMBERS = frozenset({"lat", "lon"})
"""Columns of a draft that are numbers where a format says that they are a column of its own."""

MANY = 2_000  # rows from which it is worth to ask which of them are alike

_MACROS = (
    "CREATE MACRO number(x) AS try_cast(replace(x, ',', '.') AS DOUBLE)",
    # how many were killed or hurt is whole: a point or comma before three digits parts thousands
    r"""CREATE MACRO tally(x) AS CASE WHEN regexp_full_match(x, '[1-9]\d{0,2}([., ''\x{A0}\x{202F}]\d{3})+')
        THEN try_cast(regexp_replace(x, '[^0-9]', '', 'g') AS DOUBLE) ELSE number(x) END""",
    # also with a letter for the side of the world, and minutes and seconds: 51.73 N, 51°43'48"N
    r"""CREATE MACRO degrees_of(x) AS coalesce(number(x), CASE WHEN regexp_full_match(x, '[-+]?\d{1,3}([.,]\d+)?\s*°?'
        || '(\s*\d{1,2}([.,]\d+)?\s*[''′’])?(\s*\d{1,2}([.,]\d+)?\s*(["″”]|''''))?\s*[NSEWnsew]?')
        THEN CASE WHEN right(x, 1) IN ('S', 'W', 's', 'w') OR starts_with(x, '-') THEN -1 ELSE 1 END * list_sum(
            list_transform(regexp_extract_all(x, '\d+(?:[.,]\d+)?'), lambda n, i: number(n) / pow(60, i - 1))) END)""",
    # a position in one cell, latitude first unless its letters say otherwise: 51.73, 36.19
    r"""CREATE MACRO halves(x) AS CASE WHEN contains(x, ';') THEN string_split_regex(x, '\s*;\s*')
        WHEN regexp_matches(x, ',\s') THEN string_split_regex(x, '\s*,\s+')
        WHEN contains(x, '.') AND contains(x, ',') OR NOT contains(x, ' ') THEN string_split(x, ',')
        ELSE string_split_regex(x, '\s+') END""",
    """CREATE MACRO half(x, n) AS CASE WHEN len(halves(x)) = 2 AND degrees_of(halves(x)[3 - n]) IS NOT NULL
        THEN degrees_of(halves(x)[CASE WHEN regexp_matches(halves(x)[1], '[EWew]$') THEN 3 - n ELSE n END]) END""",
    # what a page says between its tags
    """CREATE MACRO unmarked(x) AS replace(replace(replace(replace(replace(replace(
        regexp_replace(x, '<[^>]*>', ' ', 'g'), '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&quot;', '"'),
        '&#39;', ''''), '&amp;', '&')""",
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
    hashed = f"sha256($${data}$$ || chr(31) || source)"
    connection.execute(f"CREATE OR REPLACE MACRO event_id(source) AS substring({hashed}, 1, {ID})")
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


def raw_select(rows: "Rows", read: Collection[str] | None = None) -> str:
    """The SQL of the table ``raw``: the wanted columns under our names, what says nothing as null.

    Only columns that are not tidy, or all where that is not said, hold blanks around words and words that say nothing.
    Of the columns of ``cells`` there are those in ``read``, or all; the others are null.
    """
    made, parts = rows.format, ["row_at"]
    nulls = ", ".join(f"'{word}'" for word in ("", *says_nothing(made)))

    def there(column: str, kind: str) -> str:
        return column if read is None or column in read else f"NULL::{kind}"

    for name, cell in _wanted(made, rows.columns).items():
        word = there(cell, "VARCHAR") if cell else "NULL::VARCHAR"
        if cell and not _tidy(rows, cell):
            word = f"CASE WHEN trim({word}) NOT IN ({nulls}) THEN trim({word}) END"
        parts.append(f"{word} AS {name}")
        if cell and name in made.dates:
            parts += [f"{there(f'{cell}_{each}', kind)} AS {name}_{each}" for each, kind in DAYS.items()]
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
    made = _direct(connection, rows, columns)
    columns, every = {name: sql for name, sql in columns.items() if name not in made}, columns
    needs = _needs(connection, rows, columns) if len(rows.cells) >= MANY else dict.fromkeys(columns)
    sorts = alike(rows.cells, [(name, _cells(read)) for name, read in needs.items()]) if any(needs.values()) else []
    if sorts:
        asked = {name: columns[name] for each in sorts for name in each.columns}
        firsts = rows.cells.take(pa.concat_arrays([each.first for each in sorts]))
        some = _read(connection, rows, asked, firsts, needs)
        at = 0
        for each in sorts:
            found = some.slice(at, len(each.first))
            made |= {name: once(found[name]).take(each.which) for name in each.columns}
            at += len(each.first)
    others = {name: sql for name, sql in columns.items() if name not in made}
    if others:
        found = _read(connection, rows, others, rows.cells, needs)
        made |= {name: whole(found[name]) for name in others}
    return pa.table({name: made[name] for name in every})


def _direct(connection: duckdb.DuckDBPyConnection, rows: Rows, columns: Collection[str]) -> dict[str, pa.Array]:
    """What the format says to be a column of the cells and nothing else, without asking its SQL."""
    wanted, found = _wanted(rows.format, rows.columns), dict[str, pa.Array]()
    for name, column in rows.format.direct.items():
        cell = wanted[column]
        if cell is None or not _tidy(rows, cell):
            continue
        if name == "source" and "id" in columns and _every(rows, cell):
            found["id"] = _of_texts(connection, "event_id(text)", whole(rows.cells[cell]))
        elif name in columns and name in NUMBERS:
            found[name] = numbers(rows.cells[cell], lambda texts: _of_texts(connection, "degrees_of(text)", texts))
        elif name in columns and name != "source":
            found[name] = whole(rows.cells[cell])
    return found


def _of_texts(connection: duckdb.DuckDBPyConnection, sql: str, texts: pa.Array) -> pa.Array:
    """What ``sql`` makes of each ``text``."""
    connection.register("texts", pa.table({"text": texts, "row_at": np.arange(len(texts), dtype=np.int32)}))
    found = connection.sql(f"SELECT row_at, {sql} AS made FROM texts").to_arrow_table()
    at, made = found["row_at"].to_numpy(), whole(found["made"])
    return made if np.all(at[1:] > at[:-1]) else made.take(np.argsort(at))


def _needs(
    connection: duckdb.DuckDBPyConnection, rows: Rows, columns: Mapping[str, str]
) -> dict[str, frozenset[str] | None]:
    """The columns of the relation ``cells`` that each answer is made of; None where that is not told."""
    raw, absent, shown = raw_select(rows), _absent(rows), False
    found = {}
    for name, sql in columns.items():
        key = rows.format.select, raw, absent, sql
        if key not in rows.needs:
            if not shown:
                _show(connection, rows, rows.cells.slice(0, 1), None)
                shown = True
            plan = connection.execute(f"EXPLAIN (FORMAT json) {_select(rows, {name: sql})}").fetchall()[0][1]
            rows.needs[key] = needed(plan)
        found[name] = rows.needs[key]
    return found


def _cells(read: frozenset[str] | None) -> frozenset[str] | None:
    """The columns of cells that are read, or that what is read is made of."""
    return frozenset(each.partition("_")[0] for each in read) if read is not None else None


def _tidy(rows: Rows, cell: str | None) -> bool:
    """Whether the words in a column of the cells are what they say."""
    return cell is not None and rows.untidy is not None and cell not in rows.untidy


def _every(rows: Rows, cell: str | None) -> bool:
    """Whether every row has a word in a column of the cells."""
    return cell is not None and _tidy(rows, cell) and not rows.cells[cell].null_count


def _absent(rows: Rows) -> str:
    """The SQL that makes the macro ``absent``: whether a row has no word in a wanted column, which asks no row where
    every row has one."""
    wanted = _wanted(rows.format, rows.columns)
    every = ", ".join(f"'{name}'" for name in rows.format.absent if _every(rows, wanted[name]))
    none = f"CASE WHEN name IN ({every}) THEN false ELSE x IS NULL END" if every else "x IS NULL"
    return f"CREATE OR REPLACE TEMP MACRO absent(name, x) AS {none}"


def _read(
    connection: duckdb.DuckDBPyConnection,
    rows: Rows,
    columns: Mapping[str, str],
    cells: pa.Table,
    needs: Mapping[str, frozenset[str] | None] | None = None,
) -> pa.Table:
    """What the format's SQL makes of some ``cells``, in their order; it looks at what it ``needs`` alone."""
    told = [needs[name] if needs else None for name in columns]
    read = None if None in told else frozenset[str]().union(*filter(None, told))
    _show(connection, rows, cells, read)
    found = _answer(connection, _select(rows, columns))
    at = found["row_at"].to_numpy()
    return found if np.all(at[1:] > at[:-1]) else found.take(np.argsort(at))


def _answer(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    """What a statement yields. To have its rows copied once more takes less than to have it understood twice."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        found: pa.Table = connection.execute(sql).to_arrow_table()
    return found.combine_chunks()


def _show(connection: duckdb.DuckDBPyConnection, rows: Rows, cells: pa.Table, read: frozenset[str] | None) -> None:
    """Let the format's SQL see ``cells``, and what dates in them mean: of all that, what is to be ``read``."""
    wanted = _wanted(rows.format, rows.columns) if rows.format.dates else {}
    shown = {name: cells[name] for name in cells.column_names if read is None or name in read}
    for cell in dict.fromkeys(filter(None, map(wanted.get, rows.format.dates))):
        if read is None or not read.isdisjoint(f"{cell}_{each}" for each in DAYS):
            shown |= {f"{cell}_{name}": column for name, column in days(cells[cell], rows.order).items()}
    connection.register("cells", pa.table({**shown, "row_at": np.arange(len(cells), dtype=np.int32)}))
    connection.execute(_absent(rows))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW raw AS {raw_select(rows, read)}")


def _select(rows: Rows, columns: Mapping[str, str]) -> str:
    asked = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    return f"SELECT row_at, {asked} FROM ({rows.format.select.replace(MORE, 'row_at, ')}) told"
