"""Events as an Excel workbook: columns as in ``events.exchange.rows``, as many sheets as Excel needs, and "About"."""

import tempfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from openpyxl import Workbook

from events.exchange.about import About, Content, Told
from events.exchange.escaping import excel_text, xml_json
from events.exchange.rows import FIELDS, HEADINGS, Type, cells, flat
from events.snapshots.document import canonical

SHEET = "events"  # the second is called "events 2"
ROWS = 1_048_576  # of a sheet of Excel, with the headings
LONGEST = 32_767  # characters of a cell of Excel
PIECE = 65_536
_EPOCH = "1901-01-01"  # Excel has no earlier days, and a 29 February 1900 that never was


def xlsx(content: Content) -> Iterator[bytes]:
    """Every text is text to Excel, never a formula; the JSON of an event goes on in the next cells where it is long."""
    book = Workbook(write_only=True)
    sheet = _sheet(book, SHEET)
    for number, told in enumerate(content):
        if number and number % (ROWS - 1) == 0:
            sheet = _sheet(book, f"{SHEET} {number // (ROWS - 1) + 1}")
        sheet.append(_row(told))
        yield b""
    about = book.create_sheet("About")
    for line in _about_rows(content.about()):
        about.append([_cell(cell) for cell in line])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _sheet(book: Workbook, title: str) -> Any:
    sheet = book.create_sheet(title)
    sheet.append(HEADINGS)
    return sheet


def _row(told: Told) -> list[object]:
    written = xml_json(told.canonical)
    pieces = [written[start : start + LONGEST] for start in range(0, len(written), LONGEST)]
    named = zip(FIELDS, cells(told), strict=True)
    return [*(_day(cell) if field.type is Type.DAY else _cell(cell) for field, cell in named), *pieces]


def _day(cell: str | None) -> object:
    return cell if cell is None or cell < _EPOCH else date.fromisoformat(cell)


def _cell(cell: object) -> object:
    single = flat(cell)
    if not isinstance(single, str):
        return single
    text = excel_text(single)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _about_rows(about: About) -> Iterator[tuple[object, ...]]:
    """What the workbook is, in two columns, then its data sets, then all of it as JSON."""
    yield "What this is", about.citation
    for name in ("view_in_words", "link", "made", "program", "events", "total", "undated", "unplaced", "sha256"):
        yield name.replace("_", " "), getattr(about, name)
    for reason, count in about.not_shown.items():
        yield f"not shown, {reason}", count
    for credit in about.data:
        yield f"data set {credit.data}", credit.events
        yield "licence", credit.licence or "unknown"
        yield "attribution", credit.attribution or "unknown"
    yield "json", xml_json(canonical(about.model_dump(mode="json")))[:LONGEST]
