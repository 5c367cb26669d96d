"""What files are -> how each is read: as which table of which format, and why."""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import duckdb

from events.exchange import detect, own, records
from events.exchange import mapping as mappings
from events.exchange.blocks import Block, blocks, is_packed, opened
from events.exchange.canonical import connect
from events.exchange.cells import reader
from events.exchange.detect import FORMATS, Table
from events.exchange.format import Format, normal, quoted, text_of
from events.exchange.mapping import Mapping
from events.exchange.returning import OWN
from events.exchange.viina import LABELS, VIINA
from events.model import Problem, one_line


@dataclass(frozen=True)
class Reading:
    """How one file is read: as which table of which format, and why."""

    table: Table
    format: Format
    why: str
    mapping: Mapping | None = None
    made: bool = False  # whether the table is our own copy of a file of another sort


def readings(paths: Sequence[Path], work: Path, *, as_: str | None, mapping: Mapping | None) -> list[Reading]:
    """How each file is read; files that are no text tables are copied as such into ``work``."""
    found: list[Reading] = []
    for path in paths:
        sort = detect.kind_of(path)
        if as_ in (None, OWN.name) and mapping is None and _is_ours(path, sort):
            found.append(Reading(Table(path, None, ",", '"', True, (), ()), OWN, "each row carries the event itself"))
        elif as_ == OWN.name:
            raise Problem(
                '"{name}" is no export of this program; leave out --as, or name its format.', name=one_line(path.name)
            )
        else:
            told = [_reading(each, made, as_, mapping) for each, made in _tables(path, sort, work)]
            found += told if as_ or mapping else _without_notes(told)
    return _labelled(found, work)


def _without_notes(found: list[Reading]) -> list[Reading]:
    """The tables of an archive without those of no known format, where others are of one: notes, lists of codes."""
    known = [each for each in found if each.mapping is None]
    if not known:
        return found
    left = tuple(each.table.name for each in found if each.mapping is not None)
    return [replace(known[0], table=replace(known[0].table, left=(*known[0].table.left, *left))), *known[1:]]


def _is_ours(path: Path, sort: str) -> bool:
    if sort not in ("table", "json", "kml", "workbook", "parquet") or is_packed(path):
        return False
    try:
        return own.format_of(path) is not None
    except (ValueError, csv.Error, OSError):
        return False


def _labelled(found: list[Reading], work: Path) -> list[Reading]:
    """VIINA's reports with their labels, where both are given, as one table each."""
    labels = [each for each in found if each.format is LABELS]
    if not labels:
        return found
    reports = [each for each in found if each.format is VIINA and "event_id" in map(normal, each.table.columns)]
    if not reports:
        raise Problem(
            '"{name}" labels reports that are in another file; give event_info with it.',
            name=one_line(labels[0].table.name),
        )
    both = work / "reports_with_labels.csv"
    with connect() as connection:
        told, said = _read_all(reports, work), _read_all(labels, work)
        connection.execute(f"""COPY (SELECT r.*, l.* EXCLUDE (l_event_id) FROM {told} r
            LEFT JOIN (SELECT event_id AS l_event_id, COLUMNS('^[ta]_.*') FROM {said}) l ON l.l_event_id = r.event_id)
            TO {text_of(str(both))} (FORMAT csv, HEADER true, QUOTE '"', FORCE_QUOTE *)""")
    others = [each for each in found if each not in (*labels, *reports)]
    table = replace(detect.table(both, None), called=", ".join(each.table.name for each in (*reports, *labels)))
    return [*others, Reading(table, VIINA, "reports and labels are joined by event_id", made=True)]


def _read_all(found: Sequence[Reading], work: Path) -> str:
    """The SQL of the rows of several files in the same columns, unpacked into ``work``."""
    parts = []
    for reading in found:
        table = reading.table
        path = work / f"{hashlib.sha256(table.name.encode()).hexdigest()[:12]}.unpacked.csv"
        with opened(table.path, table.member) as stream, path.open("wb") as out:
            for block in blocks(stream, table.quote):
                out.write(body(block, table))
        names = ", ".join(f"{quoted(column)} AS {quoted(normal(column))}" for column in table.columns)
        parts.append(f"SELECT {names} FROM {reader(table, path)}")
    return f"({' UNION ALL BY NAME '.join(parts)})"


def _tables(path: Path, kind: str, work: Path) -> Iterator[tuple[Table, bool]]:
    if kind in ("table", "zip"):
        yield from ((table, False) for table in detect.tables(path, kind))
        return
    if kind == "parquet":
        yield _copy(path, _rows_of_parquet(path), work), True
        return
    left: list[str] = []
    rows = {
        "json": lambda: records.rows_of_json(path),
        "workbook": lambda: records.rows_of_workbook(path, left),
        "kml": lambda: records.rows_of_kml(path, packed=False),
        "kmz": lambda: records.rows_of_kml(path, packed=True),
    }[kind]()
    yield replace(_copy(path, rows, work), left=tuple(left)), True


def _rows_of_parquet(path: Path) -> Iterator[records.Row]:
    with duckdb.connect() as connection:
        try:
            answer = connection.execute(f"SELECT * FROM read_parquet({text_of(str(path))})")
            names = [each[0] for each in answer.description or ()]
            while rows := answer.fetchmany(10_000):
                yield from ({n: str(c) for n, c in zip(names, row, strict=True) if c is not None} for row in rows)
        except duckdb.Error as error:
            raise Problem(
                '"{name}" is not Parquet that can be read ({why}).',
                name=one_line(path.name),
                why=one_line(str(error)),
            ) from None


def _copy(path: Path, rows: Iterable[records.Row], work: Path) -> Table:
    """Rows of named cells as a text table in ``work``."""
    columns: dict[str, None] = {}
    spool = work / f"{hashlib.sha256(str(path).encode()).hexdigest()[:12]}.jsonl"
    with spool.open("w", encoding="utf-8") as lines:
        for row in rows:
            columns.update(dict.fromkeys(row))
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    if not columns:
        raise Problem('"{name}" holds no rows; name a file with events.', name=one_line(path.name))
    target = spool.with_suffix(".csv")
    names = detect.unique(columns)
    with spool.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        writer.writerow(names)
        for line in lines:
            row = json.loads(line)
            writer.writerow([row.get(column, "").replace("\0", "") for column in columns])
    spool.unlink()
    table = detect.table(target, None)
    return replace(table, columns=names, header=True, tagged=False, above=0, called=path.name)


def _reading(table: Table, made: bool, as_: str | None, mapping: Mapping | None) -> Reading:
    if mapping is not None:
        mappings.require_columns(mapping, table.columns)
        return _by_mapping(table, made, mapping, "by the mapping that you gave")
    if as_ is not None and as_ != "table":
        chosen = FORMATS.get(as_)
        if chosen is None:
            allowed = ", ".join((*FORMATS, "table"))
            raise Problem(
                '"{name}" is no format that can be imported; allowed are {allowed}.',
                name=one_line(as_),
                allowed=allowed,
            )
        missing = _missing(chosen, table)
        if missing:
            raise Problem(
                '"{name}" is not {format}: it has no column {missing}.',
                name=one_line(table.name),
                format=chosen.title,
                missing=", ".join(missing),
            )
        return Reading(table, chosen, "you said so", made=made)
    if as_ is None and (guess := detect.guess(table.columns)):
        return Reading(table, guess.format, guess.why, made=made)
    return _by_mapping(table, made, mappings.guessed(table.columns, table.sample), "its columns are of no known format")


def _by_mapping(table: Table, made: bool, mapping: Mapping, why: str) -> Reading:
    if mapping.date_order is None:
        order = mappings.guessed(table.columns, table.sample).date_order
        mapping = mapping.model_copy(update={"date_order": order}) if order else mapping
    chosen = mappings.format_of(mapping, table.columns, "table", Path(table.name).stem)
    return Reading(table, chosen, why, mapping, made)


def _missing(chosen: Format, table: Table) -> list[str]:
    names = {normal(column) for column in table.columns}
    return sorted(each for each in chosen.columns.needed if not names & set(chosen.columns.wanted[each]))


@cache
def _hash(path: Path, _size: int, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_of(reading: Reading) -> str:
    """The SHA-256 of the file that is read."""
    told = reading.table.path.stat()
    return _hash(reading.table.path, told.st_size, told.st_mtime_ns)


def body(block: Block, table: Table) -> bytes:
    """The rows of a block, without those that name the columns."""
    text = block.text
    if block.number == 0:
        for _ in range(table.above + table.header + table.tagged):
            text = text[_line_end(text, table.quote) :]
    return text


def _line_end(text: bytes, quote: str) -> int:
    """Where the first row ends; a line break inside quotes belongs to it."""
    end = -1
    while True:
        end = text.find(b"\n", end + 1)
        if end < 0:
            return len(text)
        if not quote or text.count(quote.encode(), 0, end) % 2 == 0:
            return end + 1
