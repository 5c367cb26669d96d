"""What a file is: text table, workbook, JSON, KML or Parquet; of which format of the field, and how one can tell."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from events.exchange.acled import ACLED, DELETED
from events.exchange.blocks import TABLES, decoded, encoding_of, members, opened
from events.exchange.format import Format, normal
from events.exchange.gdelt import GDELT
from events.exchange.icews import ICEWS, POLECAT
from events.exchange.incidents import BELLINGCAT, GEOCONFIRMED
from events.exchange.timelinejs import TIMELINEJS
from events.exchange.ucdp import UCDP
from events.exchange.viina import FLAT, LABELS, VIINA
from events.model import Problem, one_line

_ALL = (ACLED, DELETED, UCDP, GDELT, POLECAT, ICEWS, VIINA, LABELS, FLAT, BELLINGCAT, GEOCONFIRMED, TIMELINEJS)
FORMATS: dict[str, Format] = {each.name: each for each in _ALL}
"""The formats that are told by their columns, the surest first."""
START = 2**20  # bytes of a file that are looked at
ROWS = 20
TITLE = 2  # cells that a title or a note above the columns fills at most
_OLD = b"\xd0\xcf\x11\xe0"  # how its files begin
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # by which a file tells Excel what divides it
DELIMITERS = (",", "\t", ";", "|")


@dataclass(frozen=True)
class Table:
    """A text table as it lies in a file: how it is divided, and the names of its columns."""

    path: Path
    member: str | None
    delimiter: str
    quote: str
    header: bool  # whether the first row names the columns
    columns: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]  # the first rows
    tagged: bool = False  # whether a row of HXL tags follows the header
    above: int = 0  # lines before the header: titles, notes, blank ones, "sep=;"
    called: str = ""  # the name of the file that this is a copy of
    left: tuple[str, ...] = ()  # what lies in the file with other columns and is not read: sheets, notes

    @property
    def name(self) -> str:
        """What to call it in a report."""
        if self.called:
            return self.called
        return f"{self.path.name}/{self.member}" if self.member else self.path.name


@dataclass(frozen=True)
class Guess:
    """A format and how one can tell."""

    format: Format
    why: str


def kind_of(path: Path) -> str:
    """ "table", "zip", "workbook", "kmz", "parquet", "kml" or "json", by the first bytes."""
    try:
        with opened(path) as stream:
            start = stream.read(4096)
    except OSError as error:
        why = error.strerror
        raise Problem(
            '"{path}" cannot be read ({why}); name a file that can.', path=one_line(str(path)), why=why
        ) from None
    if not start.strip():
        raise Problem('"{name}" is empty; name a file with events.', name=one_line(path.name))
    if start[:4] == _OLD:
        raise Problem('"{name}" is a file of Office before 2007; save it as .xlsx or CSV.', name=one_line(path.name))
    if start[:4] == b"PK\x03\x04":
        inside = members(path)
        if "content.xml" in inside and "mimetype" in inside:
            raise Problem('"{name}" is an OpenDocument file; save it as .xlsx or CSV.', name=one_line(path.name))
        if "xl/workbook.xml" in inside:
            return "workbook"
        return "kmz" if any(name.lower().endswith(".kml") for name in inside) else "zip"
    if start[:4] == b"PAR1":
        return "parquet"
    text = start.decode(encoding_of(start), errors="replace").lstrip("\ufeff\x1e \t\r\n")
    if text[:1] == "<":
        return "kml"
    return "json" if text[:1] in "{[" else "table"


def tables(path: Path, kind: str) -> list[Table]:
    """The text tables in a file: itself, or every table of a ZIP; raises Problem where there is none."""
    if kind == "table":
        return [table(path, None)]
    inside = [name for name in members(path) if name.lower().endswith(TABLES)]
    if not inside:
        raise Problem(
            '"{name}" holds no table ({tables}); unpack it and name the file in it.',
            name=one_line(path.name),
            tables=", ".join(TABLES),
        )
    return [table(path, name) for name in inside]


def table(path: Path, member: str | None) -> Table:
    """How a text table is divided, and its columns: from a header row, or by their number."""
    with opened(path, member) as stream:
        start = stream.read(START)
    encoding = encoding_of(start)
    if encoding == "utf-8" and len(start) == START:
        start = start[: start.rfind(b"\n") + 1] or start
    text = decoded(start, encoding).lstrip("\ufeff")
    said = _SAID.match(text)
    delimiter = said[1] if said else _delimiter(text)
    quote = '"' if delimiter != "\t" or _is_quoted(text) else ""
    found = _rows(text, delimiter, quote)
    filled = [at for at, row in enumerate(found) if any(row) and not (said and at == 0)]
    if not filled:
        raise Problem('"{name}" holds no rows; name a file with events.', name=one_line(path.name))
    titles = titles_of([found[at] for at in filled])
    above = filled[titles]
    rows = [found[at] for at in filled[titles:]]
    header = is_header(rows[0])
    columns = rows[0] if header else _named(rows[0])
    tagged = header and len(rows) > 1 and _are_tags(rows[1])
    sample = tuple(rows[1 + tagged :] if header else rows)
    return Table(path, member, delimiter, quote, header, unique(columns), sample, tagged, above)


def _are_tags(row: Sequence[str]) -> bool:
    """Whether a row is one of HXL tags: it may leave out columns, and holds nothing else."""
    told = [cell.strip() for cell in row if cell.strip()]
    return len(told) > 1 and all(cell.startswith("#") for cell in told)


def unique(columns: Iterable[str]) -> tuple[str, ...]:
    """Column names, each once and none empty."""
    found: list[str] = []
    taken: set[str] = set()
    for number, column in enumerate(columns, 1):
        base = column.strip() or f"column_{number}"
        name, again = base, 2
        while name.lower() in taken:
            name, again = f"{base}_{again}", again + 1
        taken.add(name.lower())
        found.append(name)
    return tuple(found)


def guess(columns: Iterable[str]) -> Guess | None:
    """The format that columns are told by, or None."""
    names = {normal(column) for column in columns}
    for made in FORMATS.values():
        wanted = made.columns.wanted
        if all(names & set(wanted[needed]) for needed in made.columns.needed):
            told = ", ".join(sorted(made.columns.needed))
            return Guess(made, f"it has the columns {told}")
    return None


def _delimiter(text: str) -> str:
    """What divides the first rows into the most columns that are equally many; below titles, most of them."""
    best, most = "", 1
    parted = {
        delimiter: [row for row in _rows(text, delimiter, '"' if delimiter != "\t" else "") if row]
        for delimiter in DELIMITERS
    }
    for delimiter, rows in parted.items():
        widths = [len(row) for row in rows]
        if widths and max(widths) > most and widths.count(widths[0]) * 2 > len(widths):
            best, most = delimiter, widths[0]
    if best:
        return best
    for delimiter, rows in parted.items():
        widths = [len(row) for row in rows]
        often = max(widths, key=widths.count, default=1)
        if often > most and widths.count(often) * 2 > len(widths) and is_header(rows[widths.index(often)]):
            best, most = delimiter, often
    return best or ","


def _rows(text: str, delimiter: str, quote: str) -> list[tuple[str, ...]]:
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE
    found: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting):
            found.append(tuple(row))
            if len(found) > ROWS:
                break
    except csv.Error:
        return found
    return found


def _is_quoted(text: str) -> bool:
    cells = [cell for line in text.splitlines()[1:ROWS] for cell in line.split("\t")]
    return any(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in cells)


def titles_of(rows: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the one that names the columns: titles and notes, which fill a cell or two."""
    counts = [sum(bool(cell.strip()) for cell in row) for row in rows]
    widest = max(counts, default=0)
    for at, row in enumerate(rows):
        if is_header(row) and counts[at] > 1 and 2 * counts[at] > widest:
            return at
        if counts[at] > TITLE or 2 * counts[at] > widest:
            break
    return 0


def is_header(row: Sequence[str]) -> bool:
    """Names are words: no cell of a header is a number or a date, and most are not empty."""
    filled = [cell.strip() for cell in row if cell.strip()]
    width = max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0)  # spreadsheets save empty columns
    return len(filled) * 2 > width and not any(cell[:1].isdigit() or cell[:2] == "-1" for cell in filled)


def _named(row: tuple[str, ...]) -> tuple[str, ...]:
    for made in FORMATS.values():
        names = made.headers.get(len(row))
        if names and row[0].isdigit() and len(row[1]) == 8 and row[1].isdigit():
            return names
    return tuple(f"column_{number}" for number in range(1, len(row) + 1))
