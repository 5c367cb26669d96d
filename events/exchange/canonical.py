"""Drafts -> the engine's table: parties resolved, places judged, titles and words made, the same for every format.

All of it is SQL in DuckDB over one block of a file at a time; Python sees each distinct party and country once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from events.columns import COLUMNS, DISC, PARTY
from events.exchange.days import Order, days_of
from events.exchange.format import ASSUMED, DRAFT, MORE, Format, normal, table
from events.exchange.parties import country_of, parties_of
from events.index import KM_PER_DEGREE, fold
from events.model import Kind

ROW_GROUP = 122_880  # rows; DuckDB's own unit
LONGEST_TITLE = 300
LONGEST_TEXT = 2_000  # characters of the source's own words that an event is found by

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

# letters for which small letters are all there is to folding: no ligatures, no sharp s, no marks apart from letters
_PLAIN = r"[\x00-\x7fÀ-ÖØ-Þà-öø-ıĴ-ľŁ-ňŊ-žА-ҁҊ-ӿ‐-‟«»€№]*"
_REACH = f"coalesce(radius_km, 0) / {KM_PER_DEGREE}"
_PLACE = """{'role': place_role, 'name': coalesce(place, country_name), 'country': alpha3,
    'lat': CASE WHEN pointed THEN lat END, 'lon': CASE WHEN pointed THEN lon END, 'precision': fine,
    'radius_km': CASE WHEN pointed THEN radius_km END}"""

# what two parties make together, once for every two that occur
_PAIR = f"""CREATE OR REPLACE TEMP TABLE pair AS
    SELECT k.who1, k.who2, w1.names AS names1, w2.names AS names2,
        list_concat(coalesce(w1.parties, []), coalesce(w2.parties, []))::{PARTY}[] AS parties,
        list_distinct(list_concat(coalesce(w1.actors, []), coalesce(w2.actors, []))) AS actors,
        list_distinct(list_concat(coalesce(w1.roles, []), coalesce(w2.roles, []))) AS roles
    FROM pair_key k LEFT JOIN who w1 ON w1.key = k.who1 LEFT JOIN who w2 ON w2.key = k.who2"""

EVENTS = f"""
WITH judged AS (
    SELECT d.*, l.alpha3, d.country AS country_name, p.names1, p.names2, p.parties, p.actors, p.roles,
        coalesce(fine <> 'country' AND lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180
            AND NOT (lat = 0 AND lon = 0), false) AS pointed
    FROM draft d JOIN pair p ON p.who1 IS NOT DISTINCT FROM d.who1 AND p.who2 IS NOT DISTINCT FROM d.who2
        LEFT JOIN land l ON l.word = d.country
    WHERE d.refused IS NULL),
told AS (
    SELECT *, left(CASE WHEN headed THEN label
        ELSE concat_ws(': ', label, nullif(concat_ws(' / ', nullif(names1, ''), nullif(names2, '')), ''))
            || coalesce(' (' || place || ')', '') END, {LONGEST_TITLE}) AS title
    FROM judged),
worded AS (
    SELECT *, concat_ws(chr(10), title, nullif(names1, ''), nullif(names2, ''), place, left(text, {LONGEST_TEXT}))
        AS said
    FROM told)
SELECT event_id(source) AS id, $data AS data, NULL::VARCHAR AS article, 1::INTEGER AS revision, kind, modality,
    'found' AS review, first, last, coalesce(first, last) AS sort, precision,
    CASE WHEN precision IS NOT NULL THEN 'imported' END AS basis, title,
    actors, roles,
    CASE WHEN pointed THEN lat END AS lat, CASE WHEN pointed THEN lon END AS lon,
    CASE WHEN pointed THEN {_REACH} END AS reach, CASE WHEN pointed THEN cos(radians(lat)) END AS cosine,
    []::{DISC}[] AS more, parties,
    CASE WHEN place IS NULL AND country_name IS NULL AND NOT pointed THEN [] ELSE [{_PLACE}] END AS places,
    quantities, []::VARCHAR[] AS denies, confidence,
    list_filter(list_append(reasons, CASE WHEN pointed OR fine = 'country' THEN NULL
        WHEN lat = 0 AND lon = 0 THEN 'the coordinates 0, 0 stand for none' WHEN lat IS NOT NULL AND lon IS NOT NULL
        THEN 'the coordinates are not on the globe' WHEN place IS NOT NULL THEN 'the source gives no coordinates' END),
        lambda reason: reason IS NOT NULL) AS reasons,
    $data AS extractor,
    CASE WHEN strlen(said) = length(said) OR regexp_full_match(said, '{_PLAIN}') THEN lower(said)
        ELSE fold_words(said) END AS words
FROM worded
"""


def connect(threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection with the macros that formats use."""
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET preserve_insertion_order = false")
    if threads:
        connection.execute(f"SET threads = {threads}")
    for macro in _MACROS:
        connection.execute(macro)
    connection.create_function("fold_words", _fold_all, ["VARCHAR"], "VARCHAR", type="arrow")  # type: ignore[call-overload]
    return connection


def _fold_all(texts: pa.ChunkedArray) -> pa.Array:
    return pa.array([None if text is None else fold(text) for text in texts.to_pylist()], pa.string())


def prepare(connection: duckdb.DuckDBPyConnection, made: Format, data: str) -> None:
    """Load the format's code tables, and the tables of what is resolved on the way."""
    connection.execute(
        "CREATE OR REPLACE MACRO event_id(source) AS left(sha256($$" + data + "$$ || chr(31) || source), 20)"
    )
    for name in made.tables:
        rows = _cameo_codes() if name == "cameo" else table(name)
        _load(connection, "cameo_codes" if name == "cameo" else name, rows)
    _load(connection, "kinds", [{"kind": kind.value} for kind in Kind])
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE who (key VARCHAR, names VARCHAR, parties {PARTY}[],
        actors VARCHAR[], roles VARCHAR[])""")
    connection.execute("CREATE OR REPLACE TEMP TABLE land (word VARCHAR, alpha3 VARCHAR)")
    connection.execute("CREATE OR REPLACE TEMP TABLE days (text VARCHAR, first DATE, last DATE, precision VARCHAR)")


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


def raw_select(made: Format, columns: Sequence[str], reader: str, *more: str) -> str:
    """The SQL of the table ``raw``: the wanted columns under our names, what says nothing as null, and ``more``."""
    theirs = {normal(column): column for column in reversed(columns)}
    nulls = ", ".join(f"'{word}'" for word in ("", "nan", *made.nulls))
    parts = list(more)
    for name, others in made.columns.wanted.items():
        column = next((theirs[other] for other in others if other in theirs), None)
        cell = f"trim({quoted(column)})" if column else ""
        parts.append(
            f"CASE WHEN {cell} NOT IN ({nulls}) THEN {cell} END AS {name}" if column else f"NULL::VARCHAR AS {name}"
        )
    return f"SELECT {', '.join(parts)} FROM {reader}"


def text_of(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A column's name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def draft(connection: duckdb.DuckDBPyConnection, made: Format, raw: str, order: Order | None = None) -> None:
    """Make ``draft`` a view of one block, and resolve whom and what it names for the first time."""
    columns = ", ".join(f"{name}::{kind} AS {name}" for name, kind in DRAFT.items())
    for name, (kind, otherwise) in ASSUMED.items():
        columns += f", {name if f' AS {name}' in made.select else otherwise}::{kind} AS {name}"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW raw AS {raw}")
    for column in made.dates:
        _resolve_days(connection, column, order)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW draft AS SELECT {columns} FROM ({made.select}) read")
    connection.execute("CREATE OR REPLACE TEMP TABLE pair_key AS SELECT DISTINCT who1, who2 FROM draft")
    keys = connection.execute("""SELECT DISTINCT key FROM (SELECT unnest([who1, who2]) AS key FROM pair_key)
        WHERE key IS NOT NULL AND key NOT IN (SELECT key FROM who)""").fetchall()
    if keys:
        rows = [(key, parties_of(key)) for (key,) in keys]
        found = pa.table({
            "key": pa.array([key for key, _ in rows], pa.string()),
            "names": pa.array([each.names for _, each in rows], pa.string()),
            "parties": pa.array([each.parties for _, each in rows], pa.list_(_PARTY_TYPE)),
            "actors": pa.array([each.actors for _, each in rows], pa.list_(pa.string())),
            "roles": pa.array([each.roles for _, each in rows], pa.list_(pa.string())),
        })  # fmt: skip
        connection.register("found", found)
        connection.execute("INSERT INTO who SELECT * FROM found")
        connection.unregister("found")
    connection.execute(_PAIR)
    words = connection.execute("""SELECT DISTINCT country FROM draft
        WHERE country IS NOT NULL AND country NOT IN (SELECT word FROM land)""").fetchall()
    if words:
        connection.executemany("INSERT INTO land VALUES (?, ?)", [(word, country_of(word)) for (word,) in words])


def _resolve_days(connection: duckdb.DuckDBPyConnection, column: str, order: Order | None) -> None:
    texts = connection.execute(f"""SELECT DISTINCT {column} FROM raw
        WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT text FROM days)""").fetchall()
    if texts:
        rows = [(text, days_of(text, order)) for (text,) in texts]
        found = pa.table({
            "text": pa.array([text for text, _ in rows], pa.string()),
            "first": pa.array([each.first if each else None for _, each in rows], pa.date32()),
            "last": pa.array([each.last if each else None for _, each in rows], pa.date32()),
            "precision": pa.array([each.precision.value if each else None for _, each in rows], pa.string()),
        })  # fmt: skip
        connection.register("found", found)
        connection.execute("INSERT INTO days SELECT * FROM found")
        connection.unregister("found")


_PARTY_TYPE = pa.struct([(name, pa.string()) for name in ("role", "id", "name", "country", "type", "part_of")])


def write_events(connection: duckdb.DuckDBPyConnection, data: str, path: Path) -> int:
    """Write the block's events as Parquet in the engine's columns, unsorted; how many."""
    casts = ", ".join(f"{column.name}::{column.type} AS {column.name}" for column in COLUMNS)
    events = EVENTS.replace("$data", text_of(data))
    return _copy(connection, f"SELECT {casts} FROM ({events}) made", path)


def write_originals(
    connection: duckdb.DuckDBPyConnection, made: Format, columns: Sequence[str], reader: str, path: Path
) -> int:
    """Write the block's rows as their source has them, as JSON objects of its own columns, by the events' ids."""
    raw = raw_select(made, columns, reader, f"{row_as_json(columns)} AS original_row")
    told = made.select.replace(MORE, "original_row, ")
    select = f"WITH raw AS ({raw}) SELECT event_id(source) AS id, original_row AS original FROM ({told})"
    return _copy(connection, select, path)


def row_as_json(columns: Sequence[str]) -> str:
    """The SQL of a row as its source has it: a JSON object of its own columns."""
    told = ", ".join(f"{quoted(column)} := {quoted(column)}" for column in columns)
    return f"to_json(struct_pack({told}))::VARCHAR"


def _copy(connection: duckdb.DuckDBPyConnection, select: str, path: Path) -> int:
    partial = path.with_suffix(".partial")
    sql = f"COPY ({select}) TO {text_of(str(partial))} (FORMAT parquet, COMPRESSION snappy)"
    written = connection.execute(sql).fetchone()
    partial.replace(path)
    return int(written[0]) if written else 0
