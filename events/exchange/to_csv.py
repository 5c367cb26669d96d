"""Events as CSV for spreadsheets: one row an event, columns as in ``events.exchange.rows``.

Cells are escaped and joined by columns, in Arrow; what comes out is what the library's writer of rows gives.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from events.exchange.about import Told
from events.exchange.escaping import all_harmless
from events.exchange.rows import FIELDS, HEADINGS, Type, cells, flat

AT_ONCE = 1000  # events whose rows are written together: a few megabytes
END = "\r\n"
_QUOTED = '[",\r\n]'  # what a cell cannot hold outside of quotes


def csv_rows(content: Iterable[Told]) -> Iterator[bytes]:
    """UTF-8, CRLF; unknown is empty; a cell that a spreadsheet would take for a formula has an apostrophe before it."""
    yield f"{','.join(HEADINGS)}{END}".encode()
    events = iter(content)
    while some := list(islice(events, AT_ONCE)):
        yield _rows(some)


def _rows(some: Sequence[Told]) -> bytes:
    columns = zip(*map(cells, some), strict=True)
    written = [_column(field.type, column) for field, column in zip(FIELDS, columns, strict=True)]
    # canonical JSON begins with a brace, which no spreadsheet runs
    written.append(_quoted(pa.array([told.canonical for told in some])))
    rows = pc.binary_join_element_wise(*written, ",", null_handling="replace", null_replacement="")
    return str.join("", [f"{row}{END}" for row in rows.to_pylist()]).encode()


def _column(kind: Type, column: Sequence[Any]) -> pa.Array:
    if kind in (Type.TEXT, Type.TEXTS):
        return _quoted(all_harmless(pa.array(map(flat, column) if kind is Type.TEXTS else column, pa.string())))
    if kind is Type.DAY:
        return pa.array(column, pa.string())
    return pa.array((None if cell is None else repr(cell) for cell in column), pa.string())


def _quoted(column: pa.Array) -> pa.Array:
    """The column with those of its cells in quotes that need them."""
    needed = pc.match_substring_regex(column, _QUOTED)
    if not pc.any(needed).as_py():
        return column
    inside = pc.binary_join_element_wise('"', pc.replace_substring(column, '"', '""'), '"', "")
    return pc.if_else(needed, inside, column)
