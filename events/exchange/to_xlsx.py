"""Events as an Excel workbook: columns as in ``events.exchange.rows``, as many sheets as Excel needs, and "About"."""

import io
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, islice, takewhile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.compat import safe_string
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from events.exchange.about import About, Content, Told
from events.exchange.escaping import between_tags, excel_text, xml_json
from events.exchange.rows import HEADINGS, Field, Runs, Type, flat
from events.snapshots.document import canonical

SHEET = "events"  # the second is called "events 2"
ABOUT = "About"
ROWS = 1_048_576  # of a sheet of Excel, with the headings
LONGEST = 32_767  # characters of a cell of Excel
PIECE = 65_536
TRIED = 1000  # rows by which the length of a sheet is judged
_LARGEST = 2**31 - 2**27  # bytes of a sheet that is not said beforehand to be a large one
_EPOCH = "1901-01-01"  # Excel has no earlier days, and a 29 February 1900 that never was
_ROW = "\0"  # stands for a row's number in what is written once for many rows; XML cannot carry it
_DAY = 's="1" t="n"'  # the style of days, of which a workbook with days has no other before
_LETTERS = {name: get_column_letter(place) for place, name in enumerate(HEADINGS, start=1)}
_PARTS = "xl/worksheets/"
_PLAIN = re.compile("[0-9A-Za-z]([ -%'-;=?-^`-~]*[!-%'-;=?-^`-~])?").fullmatch  # most cells: nothing is to be escaped


def xlsx(content: Content) -> Iterator[bytes]:
    """Every text is text to Excel, never a formula; the JSON of an event goes on in the next cells where it is long.

    The library makes the workbook with its headings; rows are written into it as text, as the library writes them, and
    cells that rows have in common once.
    """
    with tempfile.TemporaryFile() as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            empty = _workbook([SHEET])
            for name in takewhile(lambda name: not name.startswith(_PARTS), empty):
                archive.writestr(name, empty[name])
            before, _, after = empty[f"{_PARTS}sheet1.xml"].decode().partition("</sheetData>")
            rows, sheets = _Rows(content), 0
            while not sheets or not rows.ended:
                sheets += 1
                yield from _sheet(archive, sheets, rows, (before, f"</sheetData>{after}"))
            titles = [SHEET, *(f"{SHEET} {number}" for number in range(2, sheets + 1))]
            full = _workbook(titles, content.about(), days=rows.days)
            for name in list(full)[list(full).index(f"{_PARTS}sheet{sheets}.xml") + 1 :]:
                archive.writestr(name, full[name])
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _workbook(titles: Sequence[str], about: About | None = None, *, days: bool = False) -> dict[str, bytes]:
    """The files of a workbook with these sheets, of which there are only the headings; in their order.

    Where there are ``days``, it has the style of days.
    """
    book = Workbook(write_only=True)
    for title in titles:
        book.create_sheet(title).append(HEADINGS)
    said = book.create_sheet(ABOUT)
    if days:
        _ = WriteOnlyCell(said, date.min).style_id  # which makes the style
    for line in _about_rows(about, titles) if about else ():
        said.append([_cell(cell) for cell in line])
    file = io.BytesIO()
    book.save(file)
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class _Rows:
    """The rows of all sheets, without their numbers."""

    def __init__(self, content: Content) -> None:
        """The rows of these events."""
        self._told, self._runs = iter(content), Runs(self._written)
        self._next: str | None = None
        self.left = content.counts.shown
        """How many there are still to come, about."""
        self.days = False
        """Whether one of them has a day that Excel has, too."""
        self._go_on()

    @property
    def ended(self) -> bool:
        """Whether none is left."""
        return self._next is None

    def __iter__(self) -> Iterator[str]:
        while self._next is not None:
            row = self._next
            self._go_on()
            self.left -= 1
            yield row

    def _go_on(self) -> None:
        told = next(self._told, None)
        self._next = None if told is None else self._row(told)

    def _row(self, told: Told) -> str:
        written = xml_json(told.canonical)
        pieces = [written[start : start + LONGEST] for start in range(0, len(written), LONGEST)]
        letters = [get_column_letter(place) for place in range(len(HEADINGS), len(HEADINGS) + len(pieces))]
        return "".join((*self._runs(told), *map(_text, letters, pieces)))

    def _written(self, fields: Sequence[Field], cells: Sequence[Any]) -> str:
        return "".join(map(self._cell, fields, cells))

    def _cell(self, field: Field, cell: Any) -> str:
        if cell is None:
            return ""
        letter = _LETTERS[field.name]
        if field.type is Type.TEXT and len(cell) <= LONGEST and _PLAIN(cell):
            return f'<c r="{letter}{_ROW}" t="inlineStr"><is><t>{cell}</t></is></c>'
        if field.type is Type.DAY and cell >= _EPOCH:
            self.days = True
            return f'<c r="{letter}{_ROW}" {_DAY}><v>{safe_string(to_excel(date.fromisoformat(cell)))}</v></c>'
        value = _cell(cell)
        if isinstance(value, str):
            return _text(letter, value)
        return f'<c r="{letter}{_ROW}" t="n"><v>{safe_string(value)}</v></c>'


def _text(letter: str, text: str) -> str:
    opened = f'<c r="{letter}{_ROW}" t="inlineStr">'
    if not text:
        return f"{opened}</c>"
    blank = ' xml:space="preserve"' if text != text.strip() else ""
    return f"{opened}<is><t{blank}>{between_tags(text)}</t></is></c>"


def _sheet(archive: ZipFile, number: int, rows: _Rows, around: tuple[str, str]) -> Iterator[bytes]:
    """Write one sheet with as many rows as it takes; gives nothing now and then, so that it can be stopped."""
    some = list(islice(rows, min(TRIED, ROWS - 1)))
    size = sum(map(len, some)) // max(len(some), 1)
    large = 2 * size * min(ROWS, len(some) + rows.left) > _LARGEST
    info = ZipInfo(f"{_PARTS}sheet{number}.xml", time.localtime()[:6])
    info.compress_type = archive.compression
    with archive.open(info, "w", force_zip64=large) as sheet:
        sheet.write(around[0].encode())
        written = 0
        for place, row in enumerate(chain(some, rows), start=2):
            line = f'<row r="{place}">{row}</row>'.replace(_ROW, str(place)).encode("ascii", "xmlcharrefreplace")
            sheet.write(line)
            written += len(line)
            yield b""
            if place == ROWS or (not large and written > _LARGEST):
                break
        sheet.write(around[1].encode())


def _cell(cell: object) -> object:
    single = flat(cell)
    if not isinstance(single, str):
        return single
    text = excel_text(single)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _about_rows(about: About, titles: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """What the workbook is, in two columns, then its data sets, then all of it as JSON."""
    yield "What this is", about.citation
    if len(titles) > 1:
        yield "sheets", f"The events go on from sheet to sheet: {', '.join(titles)}; Excel has {ROWS:,} rows in each."
    for name in ("view_in_words", "link", "made", "program", "events", "total", "undated", "unplaced", "sha256"):
        yield name.replace("_", " "), getattr(about, name)
    for reason, count in about.not_shown.items():
        yield f"not shown, {reason}", count
    for credit in about.data:
        yield f"data set {credit.data}", credit.events
        yield "licence", credit.licence or "unknown"
        yield "attribution", credit.attribution or "unknown"
    yield "json", xml_json(canonical(about.model_dump(mode="json")))[:LONGEST]
