"""Events as CSV for spreadsheets: one row an event, columns as in ``events.exchange.rows``."""

import csv
import io
from collections.abc import Iterable, Iterator

from events.exchange.about import Told
from events.exchange.escaping import harmless
from events.exchange.rows import HEADINGS, cells, flat


def csv_rows(content: Iterable[Told]) -> Iterator[bytes]:
    """UTF-8, CRLF; unknown is empty; a cell that a spreadsheet would take for a formula has an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for told in content:
        # canonical JSON begins with a brace, which no spreadsheet runs
        writer.writerow([*map(_cell, cells(told)), told.canonical])
        yield _taken(out)
    yield _taken(out)


def _cell(cell: object) -> object:
    if cell is None or cell == []:  # most cells
        return None
    single = flat(cell)
    return harmless(single) if isinstance(single, str) else single


def _taken(out: io.StringIO) -> bytes:
    taken = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return taken
