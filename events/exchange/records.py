"""Files that are no text tables -> rows of named cells: workbooks, JSON of every shape, GeoJSON, KML.

What is nested becomes a column named for its path ("text.headline"). Nothing is trusted: sizes are bounded, XML
entities are left alone, formulas are text.
"""

import json
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from lxml import etree
from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import CellRange

from events.exchange.blocks import decoded, encoding_of, members, opened
from events.exchange.detect import ROWS, titles_of
from events.index import KM_PER_DEGREE
from events.model import Problem, one_line

LARGEST = 512 * 2**20  # bytes of a file that is read whole
LONGEST_LINE = 64 * 2**20
WHOLE = 40 * 2**20  # bytes that a workbook unpacks to up to which it is read whole
MERGED = 20_000  # cells that are merged in it at most then: each is made, also where whole columns are
DEEPEST = 6  # levels of nesting that become columns; what lies deeper stays JSON
Row = dict[str, str]

LISTS = ("data", "Result", "results", "events", "features", "items", "incidents", "records", "rows", "placemarks")
"""Where the rows of a JSON object stand, in the order in which they are looked for."""


def rows_of_json(path: Path) -> Iterator[Row]:
    """The rows of a JSON file: a list, a list inside an object, a GeoJSON collection, or one object a line."""
    with opened(path) as stream:
        yield from (flat(each) for each in _records(_whole_or_lines(stream, path.name), path.name))


def _whole_or_lines(stream: IO[bytes], name: str) -> Any:
    text = stream.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise Problem(
            '"{name}" is JSON of over {most} MB; divide it, or give it as CSV.',
            name=one_line(name),
            most=LARGEST // 2**20,
        )
    words = decoded(text, encoding_of(text)).lstrip("\ufeff")
    try:
        return json.loads(words)
    except (ValueError, RecursionError) as error:
        try:
            return [json.loads(line) for line in words.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            why = one_line(str(error))
            raise Problem('"{name}" is not JSON ({why}); get it anew.', name=one_line(name), why=why) from None


def _records(value: Any, name: str) -> Iterable[Mapping[str, Any]]:
    if isinstance(value, dict):
        if _is_timelinejs(value):
            value = [
                each | {"type": sort}
                for sort, slides in (
                    ("title", [value.get("title")]),
                    ("event", value["events"]),
                    ("era", value.get("eras")),
                )
                for each in slides or []
                if isinstance(each, dict)
            ]
        elif value.get("type") == "Topology":
            raise Problem('"{name}" is TopoJSON; give it as GeoJSON.', name=one_line(name))
        elif value.get("type") == "umap" and isinstance(value.get("layers"), list):
            layers = [layer for layer in value["layers"] if isinstance(layer, dict)]
            value = [feature for layer in layers for feature in layer.get("features") or []]
        elif isinstance(value.get("mapDataFolders"), list):  # GeoConfirmed's map of folders
            folders = [folder for folder in value["mapDataFolders"] if isinstance(folder, dict)]
            value = [mark | {"folder": f.get("name")} for f in folders for mark in f.get("mapDataPlacemarks") or []]
        else:
            value = next((value[key] for key in LISTS if isinstance(value.get(key), list)), [value])
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    if not rows:
        raise Problem('"{name}" holds no list of events; give JSON with one object an event.', name=one_line(name))
    return rows


def _is_timelinejs(value: Mapping[str, Any]) -> bool:
    slides = value.get("events")
    return isinstance(slides, list) and any(isinstance(each, dict) and "start_date" in each for each in slides)


def flat(record: Mapping[str, Any]) -> Row:
    """The cells of a record; of a GeoJSON feature its properties, and where its geometry lies."""
    if record.get("type") == "Feature":
        properties = record.get("properties")
        cells = dict(properties) if isinstance(properties, dict) else {}
        if record.get("id") is not None:
            cells.setdefault("id", record["id"])
        return _flat(cells) | _where(record.get("geometry"))
    coordinates = record.get("coordinates")
    if isinstance(coordinates, list) and "latitude" not in record and "lat" not in record:
        return _flat(record) | _where({"type": "Point", "coordinates": coordinates})
    if isinstance(coordinates, str) and (pair := _PAIR.fullmatch(coordinates)) and "latitude" not in record:
        return _flat(record) | {"latitude": pair[1], "longitude": pair[2]}
    return _flat(record)


def _flat(record: Mapping[str, Any]) -> Row:
    cells: Row = {}

    def put(name: str, value: Any, depth: int) -> None:
        if isinstance(value, dict) and depth < DEEPEST:
            for key, inner in value.items():
                put(f"{name}.{key}" if name else str(key), inner, depth + 1)
        elif value is not None:
            cells[name] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    put("", record, 0)
    return cells


def _where(geometry: Any) -> Row:
    """Where a geometry lies: a point, or the middle of it with how far it reaches; nothing where that is not told."""
    points = list(_points(geometry))
    if not points:
        return {}
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    if len(points) == 1:
        return {"latitude": repr(lats[0]), "longitude": repr(lons[0])}
    east = (max(lons) - min(lons)) / 2 * math.cos(math.radians(max(-90.0, min(90.0, lat))))
    reach = math.hypot(east, (max(lats) - min(lats)) / 2) * KM_PER_DEGREE
    return {
        "latitude": repr(lat),
        "longitude": repr(lon),
        "radius_km": repr(round(reach, 1)),
        "place_precision": "region",
    }


def _points(geometry: Any) -> Iterator[tuple[float, float]]:
    """Every position of a GeoJSON geometry, as longitude and latitude."""
    waiting = [geometry]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += [each.get("coordinates"), *(each.get("geometries") or [])]
        elif isinstance(each, list):
            if len(each) >= 2 and all(isinstance(n, int | float) and not isinstance(n, bool) for n in each[:2]):
                if math.isfinite(each[0]) and math.isfinite(each[1]):
                    yield float(each[0]), float(each[1])
            else:
                waiting += each


def rows_of_workbook(path: Path, left: list[str]) -> Iterator[Row]:
    """The rows of the first table in an Excel workbook, and of the sheets with the same columns.

    Names stand in the first row below titles. Sheets with other columns are named in ``left``.
    """
    if path.stat().st_size > LARGEST:
        raise Problem('"{name}" is too large a workbook; save it as CSV.', name=one_line(path.name))
    try:
        # only a workbook that is read whole tells which cells are merged
        book = load_workbook(path, read_only=not _is_small(path), data_only=True)
    except Exception as error:  # openpyxl raises whatever its parsers do
        why = one_line(str(error))
        raise Problem('"{name}" is no workbook that can be read ({why}).', name=one_line(path.name), why=why) from None
    columns: list[str] = []
    try:
        for sheet in book.worksheets:
            rows = _filled(sheet)
            first = list(islice(rows, ROWS))
            told = [[_cell(cell) for cell in row] for row in first]
            if not any(sum(map(bool, row)) > 1 for row in told):
                continue  # notes, not a table
            titles = titles_of(told)
            names = [cell or f"column_{number}" for number, cell in enumerate(told[titles], 1)]
            columns = columns or names
            if names != columns:
                left.append(sheet.title)
                continue
            yield from (_named(names, row) for row in chain(first[titles + 1 :], rows))
    finally:
        book.close()


def _is_small(path: Path) -> bool:
    """Whether all of a workbook may be held in memory, with every cell that is merged in it."""
    with zipfile.ZipFile(path) as book:
        if sum(part.file_size for part in book.infolist()) > WHOLE:
            return False
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    ranges = (CellRange(found[1].decode()) for sheet in sheets for found in _MERGE.finditer(sheet))
    merged: int = sum(each.size["rows"] * each.size["columns"] for each in ranges)
    return merged <= MERGED


def _filled(sheet: Any) -> Iterator[list[Any]]:
    """The rows of a sheet that are not empty; a cell that is merged downwards holds in all its rows."""
    below = {
        (row, merged.min_col): sheet.cell(merged.min_row, merged.min_col).value
        for merged in getattr(getattr(sheet, "merged_cells", None), "ranges", ())
        for row in range(merged.min_row + 1, min(merged.max_row, sheet.max_row) + 1)
    }
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if any(cell is not None for cell in cells):
            yield [below.get((number, at)) if cell is None else cell for at, cell in enumerate(cells, 1)]


def _named(names: list[str], row: Iterable[Any]) -> Row:
    return {name: words for name, cell in zip(names, row, strict=False) if (words := _cell(cell))}


def _cell(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def rows_of_kml(path: Path, *, packed: bool) -> Iterator[Row]:
    """The placemarks of a KML file, or of those in a KMZ: name, description, dates, extended data, where they lie."""
    inside = [name for name in members(path) if name.lower().endswith(".kml")] if packed else [None]
    links = found = False
    for member in inside:
        with opened(path, member) as stream:
            text = stream.read(LARGEST + 1)
        if len(text) > LARGEST:
            most = LARGEST // 2**20
            raise Problem('"{name}" is KML of over {most} MB; divide it.', name=one_line(path.name), most=most)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
        try:
            root = etree.fromstring(text, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            why = one_line(str(error))
            raise Problem('"{name}" is not KML ({why}); get it anew.', name=one_line(path.name), why=why) from None
        if root is None or etree.QName(root).localname not in ("kml", "Document", "Folder", "Placemark"):
            raise Problem(
                '"{name}" is XML, but not KML; give KML, or another of the formats.', name=one_line(path.name)
            )
        links = links or root.find(".//{*}NetworkLink") is not None
        for mark in root.iter("{*}Placemark"):
            found = True
            yield _placemark(mark)
    if links and not found:
        raise Problem(
            '"{name}" only links to a map on the web; save that map itself as KML, with its marks in it.',
            name=one_line(path.name),
        )


def _placemark(mark: Any) -> Row:
    cells: Row = {"id": mark.get("id")} if mark.get("id") else {}
    for name, path in _KML.items():
        text = mark.findtext(path)
        if text and text.strip():
            cells[name] = text.strip()
    begins = mark.findtext("{*}TimeSpan/{*}begin")
    if begins and begins.strip():
        cells["when"] = begins.strip()
    if "when" not in cells and (dated := _DATED.match(cells.get("name", ""))):
        cells["when"] = dated[1]  # as people date their marks, GeoConfirmed among them
    for data in mark.iterfind("{*}ExtendedData/{*}Data"):
        cells[data.get("name") or "data"] = (data.findtext("{*}value") or "").strip()
    for data in mark.iterfind("{*}ExtendedData/{*}SchemaData/{*}SimpleData"):
        cells[data.get("name") or "data"] = (data.text or "").strip()
    positions = [
        [float(number) for number in position.split(",")[:2]]
        for element in mark.iter("{*}coordinates")
        for position in (element.text or "").split()
        if _is_position(position)
    ]
    return {name: text for name, text in cells.items() if text} | _where({"coordinates": positions})


_KML = {
    "name": "{*}name",
    "description": "{*}description",
    "address": "{*}address",
    "when": "{*}TimeStamp/{*}when",
    "end": "{*}TimeSpan/{*}end",
}


_MERGE = re.compile(rb"mergeCell [^>]*?ref=[\"']([A-Z0-9:$]+)")
_PAIR = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*,\s*([-+]?\d+(?:\.\d+)?)\s*")  # as people write it: latitude first
_DATED = re.compile(r"(\d{1,2} [A-Za-z]{3,9} \d{4}|\d{4}-\d{2}-\d{2})\b")


def _is_position(text: str) -> bool:
    try:
        return len([float(number) for number in text.split(",")]) >= 2
    except ValueError:
        return False
