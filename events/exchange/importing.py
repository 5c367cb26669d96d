"""Other people's files -> a data set: what they are, how they are read, what was not taken and why.

A file is read in blocks; what a block gives is kept beside the record under the hash of the file until all is read,
so that an interrupted import goes on where it was. Then everything becomes the data set at once.
"""

import csv
import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from events.exchange import detect, own, records
from events.exchange import mapping as mappings
from events.exchange.blocks import Block, blocks, is_packed, opened
from events.exchange.canonical import (
    connect,
    draft,
    prepare,
    quoted,
    raw_select,
    row_as_json,
    text_of,
    write_events,
    write_originals,
)
from events.exchange.days import Order
from events.exchange.detect import FORMATS, Table
from events.exchange.format import MORE, Format, normal
from events.exchange.mapping import Mapping
from events.exchange.returning import OWN, Elsewhere, batches, stage
from events.exchange.viina import LABELS, VIINA
from events.index import fingerprint, row_of
from events.model import Problem, one_line

EDITION = 1  # of how files are read: staged parts of another edition are not used
STAGED = "imports"
SHOWN = 3  # events of a preview
KEPT = 100_000  # rows of a report of what was not taken; all are counted

Progress = Callable[[int, int], None]  # bytes read of a file, and its size


@dataclass(frozen=True)
class Reading:
    """How one file is read: as which table of which format, and why."""

    table: Table
    format: Format
    why: str
    mapping: Mapping | None = None
    made: bool = False  # whether the table is our own copy of a file of another sort


@dataclass
class Outcome:
    """What came of reading: the staged files, how many events and rows, and why rows were not taken."""

    events: list[Path] = field(default_factory=list)
    originals: list[Path] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    rows: int = 0
    taken: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    report: Path | None = None


def readings(paths: Sequence[Path], work: Path, *, as_: str | None, mapping: Mapping | None) -> list[Reading]:
    """How each file is read; files that are no text tables are copied as such into ``work``."""
    found: list[Reading] = []
    for path in paths:
        sort = detect.kind_of(path)
        if as_ in (None, OWN.name) and mapping is None and _is_ours(path, sort):
            found.append(Reading(Table(path, None, ",", '"', True, (), ()), OWN, "each row carries the event itself"))
        elif as_ == OWN.name:
            raise Problem(f'"{one_line(path.name)}" is no export of this program; leave out --as, or name its format.')
        else:
            found += [_reading(each, made, as_, mapping) for each, made in _tables(path, sort, work)]
    return _labelled(found, work)


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
            f'"{one_line(labels[0].table.name)}" labels reports that are in another file; give event_info with it.'
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
                _write_block(block, table, path.with_suffix(".block"))
                out.write(path.with_suffix(".block").read_bytes())
        names = ", ".join(f"{quoted(column)} AS {quoted(normal(column))}" for column in table.columns)
        parts.append(f"SELECT {names} FROM {_reader(table, path)}")
    return f"({' UNION ALL BY NAME '.join(parts)})"


def _tables(path: Path, kind: str, work: Path) -> Iterator[tuple[Table, bool]]:
    if kind in ("table", "zip"):
        yield from ((table, False) for table in detect.tables(path, kind))
        return
    if kind == "parquet":
        yield _copy(path, _rows_of_parquet(path), work), True
        return
    rows = {
        "json": lambda: records.rows_of_json(path),
        "workbook": lambda: records.rows_of_workbook(path),
        "kml": lambda: records.rows_of_kml(path, packed=False),
        "kmz": lambda: records.rows_of_kml(path, packed=True),
    }[kind]()
    yield _copy(path, rows, work), True


def _rows_of_parquet(path: Path) -> Iterator[records.Row]:
    with duckdb.connect() as connection:
        try:
            answer = connection.execute(f"SELECT * FROM read_parquet({text_of(str(path))})")
            names = [each[0] for each in answer.description or ()]
            while rows := answer.fetchmany(10_000):
                yield from ({n: str(c) for n, c in zip(names, row, strict=True) if c is not None} for row in rows)
        except duckdb.Error as error:
            raise Problem(
                f'"{one_line(path.name)}" is not Parquet that can be read ({one_line(str(error))}).'
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
        raise Problem(f'"{one_line(path.name)}" holds no rows; name a file with events.')
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
    return replace(table, columns=names, header=True, tagged=False, called=path.name)


def _reading(table: Table, made: bool, as_: str | None, mapping: Mapping | None) -> Reading:
    if mapping is not None:
        return _by_mapping(table, made, mapping, "by the mapping that you gave")
    if as_ is not None and as_ != "table":
        chosen = FORMATS.get(as_)
        if chosen is None:
            allowed = ", ".join((*FORMATS, "table"))
            raise Problem(f'"{one_line(as_)}" is no format that can be imported; allowed are {allowed}.')
        missing = _missing(chosen, table)
        if missing:
            raise Problem(f'"{one_line(table.name)}" is not {chosen.title}: it has no column {", ".join(missing)}.')
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


class Import:
    """One import: files read as ``readings`` say, for the data set ``data``, staged in ``home``."""

    def __init__(
        self,
        home: Path,
        data: str,
        found: Sequence[Reading],
        *,
        threads: int | None = None,
        elsewhere: Elsewhere = lambda _ids: (),
    ) -> None:
        """Nothing is read yet. ``elsewhere`` says which ids are taken outside of this data set."""
        self._elsewhere = elsewhere
        self.home, self.data, self.readings = home, data, found
        self._connection = connect(threads)
        self._outcome = Outcome()
        self._refusals: list[tuple[str, str, str, str, str]] = []
        self._prepared: str | None = None
        self._before = 0

    def preview(self, count: int = SHOWN) -> list[dict[str, Any]]:
        """The first events of the first file, as rows of the engine's table."""
        reading = self.readings[0]
        if reading.format.deletes:
            return []
        if reading.format is OWN:
            some = islice(own.read(reading.table.path), count)
            return [row_of(event, None, data=self.data) for event in some]
        table = reading.table
        with opened(table.path, table.member) as stream:
            block = next(iter(blocks(stream, table.quote, detect.START)), None)
        if block is None:
            return []
        work = self.home / STAGED / "preview"
        work.mkdir(parents=True, exist_ok=True)
        try:
            source = work / "block.csv"
            _write_block(block, table, source)
            self._draft(reading, source)
            write_events(self._connection, self.data, work / "events.parquet")
            answer = self._connection.execute(f"SELECT * FROM read_parquet('{work / 'events.parquet'}') LIMIT {count}")
            names = [each[0] for each in answer.description or ()]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def run(self, progress: Callable[[Reading], Progress]) -> Outcome:
        """Read every file; what is staged already is not read again. Nothing is published."""
        for reading in self.readings:
            self._file(reading, progress(reading))
        if self._refusals:
            self._outcome.report = self._report()
        return self._outcome

    def clean(self) -> None:
        """Forget what was staged, once it is published."""
        for reading in self.readings:
            shutil.rmtree(self._folder(reading), ignore_errors=True)

    # -- one file --------------------------------------------------------------------------------

    def _folder(self, reading: Reading) -> Path:
        """Where a file's parts are staged: named for its bytes, the set, and everything that says how it is read."""
        told = [
            EDITION,
            self.data,
            hash_of(reading),
            reading.table.member,
            reading.format.select,
            reading.table.columns,
        ]
        order = reading.mapping.date_order if reading.mapping else None
        name = hashlib.sha256(json.dumps([*told, order, fingerprint()]).encode()).hexdigest()
        return self.home / STAGED / name[:32]

    def _file(self, reading: Reading, progress: Progress) -> None:
        table, folder = reading.table, self._folder(reading)
        folder.mkdir(parents=True, exist_ok=True)
        size = table.path.stat().st_size
        if reading.format is OWN:
            self._own(reading, folder)
            progress(size, size)
            return
        self._before = 0  # rows in the blocks before
        with opened(table.path, table.member) as stream:
            for block in blocks(stream, table.quote):
                state = folder / f"{block.number:05}.json"
                if not state.exists():
                    self._block(reading, block, folder, state)
                self._count(reading, folder, json.loads(state.read_text(encoding="utf-8")), block.number)
                progress(block.read, size)

    def _own(self, reading: Reading, folder: Path) -> None:
        """Events of our own, which are read anew each time: there are never so many."""
        for number, some in enumerate(batches(own.read(reading.table.path))):
            taken = set(self._elsewhere([event.id for event in some]))
            stage(self._connection, (event for event in some if event.id not in taken), self.data, folder, number)
            why = "it is in the record or in another data set already"
            listed = [("0", event.id, why, event.title) for event in some if event.id in taken]
            told = {"rows": len(some), "taken": len(some) - len(taken), "removed": [], "listed": listed}
            self._count(reading, folder, told | {"refused": {why: len(taken)} if taken else {}}, number)

    def _block(self, reading: Reading, block: Block, folder: Path, state: Path) -> None:
        source = folder / f"{block.number:05}.csv"
        _write_block(block, reading.table, source)
        try:
            if reading.format.deletes:
                told = self._deleted(reading, source)
            else:
                told = self._staged(reading, source, folder, block.number)
        finally:
            source.unlink(missing_ok=True)
        partial = state.with_suffix(".partial")
        partial.write_text(json.dumps(told), encoding="utf-8")
        partial.replace(state)

    def _deleted(self, reading: Reading, source: Path) -> dict[str, Any]:
        self._prepare(reading.format)
        raw = raw_select(reading.format, reading.table.columns, _reader(reading.table, source))
        found = self._connection.execute(
            f"SELECT event_id(source) FROM (WITH raw AS ({raw}) {reading.format.select})"
        ).fetchall()
        return {"rows": len(found), "taken": 0, "removed": [each for (each,) in found], "refused": {}}

    def _staged(self, reading: Reading, source: Path, folder: Path, number: int) -> dict[str, Any]:
        table = reading.table
        self._draft(reading, source)
        taken = write_events(self._connection, self.data, folder / f"{number:05}.events.parquet")
        originals = folder / f"{number:05}.originals.parquet"
        read = write_originals(self._connection, reading.format, table.columns, _reader(table, source), originals)
        refused = self._rejected(table, source) if read != _lines(source) else []
        if taken < read:
            refused += self._refused(reading, source)
        counts = Counter(reason for _, _, reason, _ in refused)
        rows = taken + len(refused)
        return {"rows": rows, "taken": taken, "removed": [], "refused": counts, "listed": refused[:KEPT]}

    def _prepare(self, made: Format) -> None:
        if self._prepared != made.select:
            prepare(self._connection, made, self.data)
            self._prepared = made.select

    def _draft(self, reading: Reading, source: Path) -> None:
        """Make the block's draft."""
        self._prepare(reading.format)
        order: Order | None = reading.mapping.date_order if reading.mapping else None
        raw = raw_select(reading.format, reading.table.columns, _reader(reading.table, source))
        draft(self._connection, reading.format, raw, order)

    def _rejected(self, table: Table, source: Path) -> list[tuple[str, str, str, str]]:
        """Rows that are not divided as the others are."""
        reader = _reader(table, source, rejects=True)
        self._connection.execute(f"SELECT count(*) FROM {reader}").fetchall()
        found = self._connection.execute("""SELECT line, min(error_type), any_value(csv_line) FROM reject_errors
            GROUP BY line ORDER BY line""").fetchall()
        self._connection.execute("DROP TABLE IF EXISTS reject_errors")
        self._connection.execute("DROP TABLE IF EXISTS reject_scans")
        why = {"MISSING COLUMNS": "it has too few cells", "TOO MANY COLUMNS": "it has too many cells"}
        return [
            (str(line), "", why.get(str(kind), "it is no row"), str(text or "")[:2000]) for line, kind, text in found
        ]

    def _refused(self, reading: Reading, source: Path) -> list[tuple[str, str, str, str]]:
        """The rows that no event was made of: row number, id, why, and the row as JSON."""
        table, made = reading.table, reading.format
        numbered = f"(SELECT *, row_number() OVER () AS row_in_block FROM {_reader(table, source)})"
        raw = raw_select(made, table.columns, numbered, "row_in_block", f"{row_as_json(table.columns)} AS original_row")
        told = made.select.replace(MORE, "row_in_block, original_row, ")
        self._connection.execute("SET preserve_insertion_order = true")  # or the numbers would be anybody's
        answer = self._connection.execute(f"""WITH raw AS ({raw})
            SELECT row_in_block, source, refused, original_row FROM ({told}) WHERE refused IS NOT NULL""").fetchall()
        self._connection.execute("SET preserve_insertion_order = false")
        return [(str(n), str(key or ""), str(why), str(row)[:2000]) for n, key, why, row in answer]

    def _count(self, reading: Reading, folder: Path, told: dict[str, Any], number: int) -> None:
        outcome, before = self._outcome, self._before
        self._before += told["rows"]
        outcome.rows += told["rows"]
        outcome.taken += told["taken"]
        outcome.removed += told["removed"]
        outcome.refused.update(told["refused"])
        for row, source, why, text in told.get("listed", ()):
            if len(self._refusals) < KEPT:
                line = int(row) + before + reading.table.header + reading.table.tagged
                self._refusals.append((reading.table.name, str(line), source, why, text))
        for name, paths in (("events", outcome.events), ("originals", outcome.originals)):
            path = folder / f"{number:05}.{name}.parquet"
            if path.exists():
                paths.append(path)

    def _report(self) -> Path:
        folder = self.home / STAGED
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"not-taken-{self.data}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("file", "row", "id", "why", "as it stands"))
            writer.writerows(self._refusals)
        return path

    def _one(self, sql: str) -> tuple[Any, ...]:
        return self._connection.execute(sql).fetchone() or ()


def _reader(table: Table, source: Path, *, rejects: bool = False) -> str:
    """The SQL that reads a block: every cell as text, what is not divided as the others left out."""
    names = ", ".join(f"{text_of(column)}: 'VARCHAR'" for column in table.columns)
    wrong = "store_rejects = true" if rejects else "ignore_errors = true"
    return f"""read_csv({text_of(str(source))}, columns = {{{names}}}, header = false, auto_detect = false,
        delim = {text_of(table.delimiter)}, quote = {text_of(table.quote)}, escape = {text_of(table.quote)},
        strict_mode = true, max_line_size = {8 * 2**20}, {wrong})"""


def _write_block(block: Block, table: Table, source: Path) -> None:
    text = block.text
    if block.number == 0:
        for _ in range(table.header + table.tagged):
            text = text[_line_end(text, table.quote) :]
    source.write_bytes(text)


def _lines(source: Path) -> int:
    """How many lines a block has: as many as rows, where none is broken and no cell goes over several."""
    text = source.read_bytes()
    return text.count(b"\n") + (not text.endswith(b"\n") if text else 0)


def _line_end(text: bytes, quote: str) -> int:
    """Where the first row ends; a line break inside quotes belongs to it."""
    end = -1
    while True:
        end = text.find(b"\n", end + 1)
        if end < 0:
            return len(text)
        if not quote or text.count(quote.encode(), 0, end) % 2 == 0:
            return end + 1
