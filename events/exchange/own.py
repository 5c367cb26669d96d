"""Files that this program exported -> the same events, whole: each format carries every event's own JSON.

GraphML alone carries none, since it is counts. What stands in the readable columns is for people and is not read back.
"""

import csv
import json
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

import pyarrow.parquet as pq
from lxml import etree
from openpyxl import load_workbook
from pydantic import ValidationError

from events.articles import one_line
from events.exchange.rows import EVENT, HEADINGS
from events.exchange.to_kml import KML
from events.exchange.to_xlsx import SHEET
from events.model import Event, Problem

LONGEST_LINE = 50_000_000  # characters: an event with everything in it is a small part of it
PEEK = 4096  # bytes that tell a format
_DELIMITERS = ",;\t"  # a spreadsheet that saves CSV again may choose another


def format_of(path: Path) -> str | None:
    """Which of our formats the file at ``path`` is, by its content; None where it is not one of our exports."""
    with path.open("rb") as file:
        head = file.read(PEEK)
    if head.startswith(b"PAR1"):
        return "parquet" if _has_events(path, _parquet_names) else None
    if head.startswith(b"PK"):
        return "xlsx" if _has_events(path, _xlsx_names) else None
    text = head.decode("utf-8-sig", errors="replace").lstrip()
    if text.startswith("<"):
        return "kml" if KML in text and _carries_kml(path) else None
    if text.startswith("{"):
        return _json_format(path)
    return "csv" if _delimiter(text.split("\n", 1)[0]) else None


def read(path: Path) -> Iterator[Event]:
    """The events of an export of ours, in order; raises Problem where it is none, or is not as it was written."""
    found = format_of(path)
    if found is None:
        raise Problem(
            '"{name}" is not an export of this program; give one in {formats} that events export wrote.',
            name=one_line(path.name),
            formats=", ".join(READERS),
        )
    try:
        for number, carried in enumerate(READERS[found](path), 1):
            yield _event(carried, number, path)
    except (ValueError, RecursionError, etree.XMLSyntaxError, csv.Error, OSError, zipfile.BadZipFile) as error:
        raise Problem(
            '"{name}" is broken ({why}); export it again, or use a whole copy.',
            name=one_line(path.name),
            why=one_line(str(error)),
        ) from None


def _event(carried: object, number: int, path: Path) -> Event:
    try:
        return Event.model_validate(json.loads(carried) if isinstance(carried, str) else carried)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        why = one_line(f"{place}: {first['msg']}")
    except (ValueError, TypeError) as error:
        why = one_line(str(error))
    raise Problem(
        'Event {number} of "{name}" is not as it was exported ({why}); export it again.',
        number=number,
        name=one_line(path.name),
        why=why,
    )


# -- JSON ----------------------------------------------------------------------------------------


def _json_format(path: Path) -> str | None:
    """Told by the first event in the file: where it lies."""
    try:
        first = next(_json_records(path), None)
    except (ValueError, RecursionError, Problem):
        return None
    if not isinstance(first, dict):
        return None
    if isinstance(first.get("properties"), dict) and EVENT in first["properties"]:
        return "geojson"
    if EVENT in first and "text" in first:
        return "timelinejs"
    if {"kind", "modality", "review"} <= first.keys():
        with path.open(encoding="utf-8-sig") as file:
            return "json" if _is_object(file.readline(LONGEST_LINE)) else "jsonl"
    return None


def _json_carried(path: Path) -> Iterator[object]:
    """The events in the records of any of our JSON formats."""
    for record in _json_records(path):
        inside = record.get("properties", record) if isinstance(record, dict) else record
        yield inside.get(EVENT, inside) if isinstance(inside, dict) else inside


def _json_records(path: Path) -> Iterator[Any]:
    """The members of the lists, a line at a time as they were written; all at once where somebody wrote it anew."""
    with path.open(encoding="utf-8-sig") as file:
        first = file.readline(LONGEST_LINE)
        if not _is_object(first):
            yield from map(json.loads, chain([first], _lines(file)))
        elif first.rstrip().endswith("["):
            for line in _lines(file):
                if line.startswith("{"):
                    yield json.loads(line.rstrip().removesuffix(","))
                elif line.startswith(",{"):
                    yield json.loads(line[1:])
        else:
            file.seek(0)
            whole = json.load(file)
            lists = (whole.get(name) for name in ("events", "undated", "features"))
            yield from chain(*(each for each in lists if isinstance(each, list)))


def _is_object(first: str) -> bool:
    """Whether the first line begins one JSON object over the whole file, and is not an event of its own."""
    try:
        record = json.loads(first)
    except ValueError:
        return True
    return not isinstance(record, dict) or bool({"events", "features"} & record.keys())


def _lines(file: TextIO) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Problem("A line is longer than {most:,} characters; this is no export of ours.", most=LONGEST_LINE)
        if line.strip():
            yield line


# -- tables --------------------------------------------------------------------------------------


def _delimiter(first_line: str) -> str | None:
    """What parts the columns in the headings of our CSV; None where they are not ours."""
    for delimiter in _DELIMITERS:
        names = next(csv.reader([first_line.strip()], delimiter=delimiter), [])
        if _are_ours(names):
            return delimiter
    return None


def _are_ours(names: Sequence[object]) -> bool:
    return EVENT in names and HEADINGS[0] in names and "modality" in names


def _csv_carried(path: Path) -> Iterator[object]:
    csv.field_size_limit(min(sys.maxsize, LONGEST_LINE))
    with path.open(encoding="utf-8-sig", newline="") as file:
        delimiter = _delimiter(file.readline(PEEK)) or ","
        file.seek(0)
        rows = csv.reader(file, delimiter=delimiter)
        at = next(rows).index(EVENT)
        yield from (row[at] for row in rows if row)


def _has_events(path: Path, names: Callable[[Path], Sequence[object]]) -> bool:
    try:
        return _are_ours(names(path))
    except (ValueError, KeyError, OSError, zipfile.BadZipFile):
        return False


def _parquet_names(path: Path) -> Sequence[object]:
    names: Sequence[object] = pq.read_schema(path).names
    return names


def _parquet_carried(path: Path) -> Iterator[object]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=1000, columns=[EVENT]):
            yield from batch.column(0).to_pylist()


def _xlsx_names(path: Path) -> Sequence[object]:
    return next(_xlsx_sheets(path), (None,))


def _xlsx_sheets(path: Path) -> Iterator[Sequence[object]]:
    """All rows of all sheets of events, one after the other, the headings of each among them."""
    with path.open("rb") as file:  # by name, it would be judged by how its name ends
        for sheet in load_workbook(file, read_only=True, data_only=True):
            if sheet.title.split(" ")[0] == SHEET:
                yield from sheet.iter_rows(values_only=True)


def _xlsx_carried(path: Path) -> Iterator[object]:
    """The JSON of an event goes on in the cells to the right of its column."""
    at = 0
    for row in _xlsx_sheets(path):
        if _are_ours(row):
            at = row.index(EVENT)
        elif any(cell is not None for cell in row):
            yield "".join(str(cell) for cell in row[at:] if cell is not None)


# -- KML -----------------------------------------------------------------------------------------


def _carries_kml(path: Path) -> bool:
    try:
        return next(_kml_carried(path), None) is not None
    except etree.XMLSyntaxError:
        return False


def _kml_carried(path: Path) -> Iterator[object]:
    """The events in the extended data of the placemarks; nothing outside the file is ever read."""
    settings: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    with path.open("rb") as file:
        for _, mark in etree.iterparse(file, tag=f"{{{KML}}}Placemark", **settings):
            data = mark.iterfind(f"{{{KML}}}ExtendedData/{{{KML}}}Data[@name='{EVENT}']/{{{KML}}}value")
            yield from (value.text for value in data)
            mark.clear()
            while mark.getprevious() is not None:
                del mark.getparent()[0]


READERS: dict[str, Callable[[Path], Iterable[object]]] = {
    "json": _json_carried,
    "jsonl": _json_carried,
    "geojson": _json_carried,
    "timelinejs": _json_carried,
    "csv": _csv_carried,
    "parquet": _parquet_carried,
    "xlsx": _xlsx_carried,
    "kml": _kml_carried,
}
