"""A block of a text table -> its cells in Arrow, every word that comes again and again kept once.

Arrow's reader is the fastest there is and takes a block as it should be; a block with a row that is divided otherwise
is read by DuckDB's, which leaves such rows out and says why. Where quotes stand so that it can go no further, the
block is read row by row.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as text_table

from events.exchange.detect import Table
from events.exchange.format import quoted, text_of
from events.exchange.words import once, whole

PIECE = 2**20  # bytes that are looked at together: what is in a processor's reach is read fastest
OFTEN = 0.6  # different words among the cells of a column, below which they are kept once
EVERY = 8  # row that is looked at once more
AGAIN = 0.8  # different words among these, below which they are kept once
WORD = pa.dictionary(pa.int32(), pa.string())
NO_ROW = "it is no row"
WHY = {"MISSING COLUMNS": "it has too few cells", "TOO MANY COLUMNS": "it has too many cells"}

Refusal = tuple[str, str, str, str]
"""A row that is not taken: its number in the block, its id, why, and the row as it stands."""


@dataclass(frozen=True)
class Cells:
    """The rows of a block, in order, in columns named "c0", "c1" and so on, and the rows that are none."""

    table: pa.Table
    rejected: list[Refusal]


def name_of(place: int) -> str:
    """What the column at this place is called here; its own name could be any."""
    return f"c{place}"


def cells_of(text: bytes, table: Table, work: Path) -> Cells:
    """The cells of a block; the file ``work`` is for what cannot be read in memory. Empty cells are null."""
    try:
        return Cells(_read(text, table), [])
    except pa.ArrowInvalid:
        work.write_bytes(text)
        try:
            return _read_others(work, table)
        except duckdb.InvalidInputException:
            return _read_row_by_row(work, table)
        finally:
            work.unlink()


def _read(text: bytes, table: Table) -> pa.Table:
    names = [name_of(place) for place in range(len(table.columns))]
    if not text or text.isspace():
        return pa.table({name: pa.array([], pa.string()) for name in names})
    often = _often(text, table, names)
    found = _parsed(text, table, {name: WORD if name in often else pa.string() for name in names})
    found = found.unify_dictionaries().combine_chunks()
    for place, name in enumerate(names):
        if name not in often and _comes_again(whole(found[name])):
            found = found.set_column(place, name, once(found[name]))
    return found


def _often(text: bytes, table: Table, names: Sequence[str]) -> set[str]:
    """The columns whose words come again and again, by the first rows."""
    end = text.rfind(b"\n", 0, PIECE) + 1 or len(text)
    try:
        first = _parsed(text[:end], table, dict.fromkeys(names, pa.string()))
    except pa.ArrowInvalid:  # the piece ends within a row
        return set(names)
    return {name for name in names if len(first[name].unique()) < OFTEN * len(first) + 2}


def _comes_again(column: pa.Array) -> bool:
    """Whether words come again and again that did not among the first rows, such as days."""
    some = column.take(pa.array(np.arange(0, len(column), EVERY)))
    return len(some.unique()) < AGAIN * len(some)


def _parsed(text: bytes, table: Table, types: dict[str, pa.DataType]) -> pa.Table:
    return text_table.read_csv(
        pa.BufferReader(text),
        read_options=text_table.ReadOptions(use_threads=False, block_size=PIECE, column_names=list(types)),
        parse_options=text_table.ParseOptions(
            delimiter=table.delimiter, quote_char=table.quote or False, newlines_in_values=bool(table.quote)
        ),
        convert_options=text_table.ConvertOptions(
            column_types=types,
            strings_can_be_null=True,
            null_values=[""],
            check_utf8=False,  # it is made UTF-8 before
        ),
    )


def reader(table: Table, source: Path, *, rejects: bool = False) -> str:
    """The SQL that reads a file: every cell as text, what is not divided as the others left out."""
    names = ", ".join(f"{text_of(column)}: 'VARCHAR'" for column in table.columns)
    wrong = "store_rejects = true" if rejects else "ignore_errors = true"
    return f"""read_csv({text_of(str(source))}, columns = {{{names}}}, header = false, auto_detect = false,
        delim = {text_of(table.delimiter)}, quote = {text_of(table.quote)}, escape = {text_of(table.quote)},
        strict_mode = true, max_line_size = {8 * 2**20}, {wrong})"""


def _read_others(source: Path, table: Table) -> Cells:
    """The rows that are divided as they should be, and those that are not."""
    named = ", ".join(f"{quoted(column)} AS {name_of(place)}" for place, column in enumerate(table.columns))
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        found = connection.sql(f"SELECT {named} FROM {reader(table, source, rejects=True)}").to_arrow_table()
        wrong = connection.execute("""SELECT line, min(error_type), any_value(csv_line) FROM reject_errors
            GROUP BY line ORDER BY line""").fetchall()
    rejected = [(str(line), "", WHY.get(str(kind), NO_ROW), str(text or "")[:2000]) for line, kind, text in wrong]
    return Cells(found.combine_chunks(), rejected)


def _read_row_by_row(source: Path, table: Table) -> Cells:
    """The same of text whose quotes no strict reader can follow: a quote within a cell is a letter like any other."""
    kept: list[list[str | None]] = []
    rejected: list[Refusal] = []
    count, began = len(table.columns), 1
    with source.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter=table.delimiter, quotechar=table.quote or None)
        while True:
            try:
                row = next(rows, None)
            except csv.Error:  # a quote that nothing closes has swallowed more than a cell may have
                rejected.append((str(began), "", NO_ROW, ""))
                row = []
            if row is None:
                break
            if len(row) == count:
                kept.append([cell or None for cell in row])
            elif row:
                why = WHY["MISSING COLUMNS" if len(row) < count else "TOO MANY COLUMNS"]
                rejected.append((str(began), "", why, table.delimiter.join(row)[:2000]))
            began = rows.line_num + 1
    columns = {name_of(place): pa.array([row[place] for row in kept], pa.string()) for place in range(count)}
    return Cells(pa.table(columns), rejected)


def untidy(cells: pa.Table, column: str, nulls: Sequence[str]) -> bool:
    """Whether cells of a column have blanks around them, or a word that says nothing."""
    values = cells[column].combine_chunks()
    if isinstance(values, pa.ChunkedArray):  # there are too many for one array
        return True
    words = values.dictionary if pa.types.is_dictionary(values.type) else values
    lengths = np.diff(_begins(words))
    # a word can only be a cell that is as long; that takes less to see than where it occurs
    nulls = [each for each in nulls if np.any(lengths == len(each.encode()))]
    if not _occurs(words, [" ", *nulls]):
        return False
    for found in (pc.starts_with(words, " "), pc.ends_with(words, " "), pc.is_in(words, pa.array(nulls, pa.string()))):
        if pc.any(found).as_py():
            return True
    return False


def _begins(column: pa.Array) -> np.ndarray:
    """Where each word of a column begins, and the last one ends."""
    if not len(column):
        return np.zeros(1, np.int32)
    return np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]


def _occurs(column: pa.Array, texts: Sequence[str]) -> bool:
    """Whether one of these texts stands anywhere in the words of a column, or from one into the next."""
    if not len(column):
        return False
    begins = _begins(column)
    letters = column.buffers()[2].slice(begins[0], begins[-1] - begins[0]).to_pybytes() if column.buffers()[2] else b""
    return any(text.encode() in letters for text in texts)
