"""Events as CSV for spreadsheets: one row an event, columns as in ``events.exchange.rows``.

Neighbouring cells that events have in common are written once; what comes out is what the library's writer of rows
gives.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from events.exchange.about import Told
from events.exchange.escaping import harmless
from events.exchange.rows import HEADINGS, Field, Runs, flat

END = "\r\n"
_PLAIN = re.compile('[0-9A-Za-z][^",\r\n]*').fullmatch  # most cells: no spreadsheet takes them for anything else
_QUOTED = re.compile('[",\r\n]').search  # what a cell cannot hold outside of quotes


def csv_rows(content: Iterable[Told]) -> Iterator[bytes]:
    """UTF-8, CRLF; unknown is empty; a cell that a spreadsheet would take for a formula has an apostrophe before it."""
    yield f"{','.join(HEADINGS)}{END}".encode()
    runs = Runs(_written)
    for told in content:
        # canonical JSON begins with a brace, which no spreadsheet runs
        yield f"{','.join(runs(told))},{_in_quotes(told.canonical)}{END}".encode()


def _written(_: Sequence[Field], cells: Sequence[Any]) -> str:
    return ",".join(map(_cell, cells))


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    text = cell if cell.__class__ is str else flat(cell)
    if not isinstance(text, str):
        return repr(text)
    if not text or _PLAIN(text):
        return text
    text = harmless(text)
    return _in_quotes(text) if _QUOTED(text) else text


def _in_quotes(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
