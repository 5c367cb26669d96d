"""Areas by day that a reader adds to the map, such as a front line: GeoJSON of others, read once and kept in the home.

A set of areas has a name, and for each day outlines; the map shows those of the latest day on or before the one it is
looked at. Files come from anywhere: they are sized, parsed and measured, and only outlines and days are kept of them.
"""

import json
import math
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from events.model import Noun, Problem, one_line

FOLDER = "areas"
MANIFEST = "about.json"
LARGEST = 64_000_000  # bytes of a file
MOST_DAYS = 4_000
MOST_CORNERS = 50_000  # of a day: what a map draws at once without a wait
MOST_SETS = 20
LONGEST = 200  # letters of a title or credit
DAY_PROPERTIES = ("date", "day", "Date", "DATE", "datum", "tanggal", "updated", "timestamp")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_DAY = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_SHAPES = {"LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}  # how deep lists of positions lie


class AreaSet(Noun):
    """A set as it is kept: ``days`` gives for each day (2024-08-06) the file in its folder."""

    name: str
    title: str
    attribution: str = ""
    days: dict[str, str] = Field(default={})


def area_sets(home: Path) -> list[AreaSet]:
    """The sets there are, by name; one whose file is broken is left out."""
    found = []
    for path in sorted((home / FOLDER).glob(f"*/{MANIFEST}")):
        try:
            found.append(AreaSet.model_validate_json(path.read_bytes()))
        except (OSError, ValidationError):
            continue
    return found


def add(
    home: Path,
    name: str,
    files: Sequence[tuple[str, bytes]],
    *,
    title: str = "",
    attribution: str = "",
    day_property: str = "",
) -> AreaSet:
    """Adds the days of GeoJSON ``files`` (name and content) to a set; a day that is there already is replaced.

    The day stands in ``day_property`` of each feature, else in a usual one, else in the file's name. Raises Problem
    with a sentence for a file that is no such thing or too much, and then changes nothing.
    """
    if not _NAME.fullmatch(name):
        raise Problem(
            '"{name}" is no name; one is up to 40 of a-z, 0-9 and -, such as front-line.', name=one_line(name)
        )
    known = {each.name: each for each in area_sets(home)}
    if name not in known and len(known) >= MOST_SETS:
        raise Problem("There are {most} sets of areas already; remove one first.", most=MOST_SETS)
    days: dict[str, list[dict[str, object]]] = defaultdict(list)
    for file, content in files:
        for day, geometry in _read(file, content, day_property):
            days[day].append({"type": "Feature", "properties": {}, "geometry": geometry})
    before = known.get(name, AreaSet(name=name, title=title or name))
    if len({*before.days, *days}) > MOST_DAYS:
        raise Problem('"{name}" would have more than {most:,} days; leave some out.', name=name, most=MOST_DAYS)
    for day, features in days.items():
        if (total := sum(map(corners, features))) > MOST_CORNERS:
            raise Problem(
                "{day} has {corners:,} corners; at most {most:,} can be drawn: simplify the outlines.",
                day=day,
                corners=total,
                most=MOST_CORNERS,
            )
    folder = home / FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    written = {day: _write(folder, day, features) for day, features in days.items()}
    made = AreaSet(
        name=name,
        title=one_line(title)[:LONGEST] or before.title,
        attribution=one_line(attribution)[:LONGEST] or before.attribution,
        days=dict(sorted({**before.days, **written}.items())),
    )
    _replace(folder / MANIFEST, made.model_dump_json().encode())
    for path in folder.glob("*.geojson"):
        if path.name not in made.days.values():
            path.unlink()
    return made


def too_large(file: str) -> Problem:
    """What is said of a file that is not even opened."""
    return Problem('"{name}" has more than {most:,} bytes, the most that are read.', name=one_line(file), most=LARGEST)


def remove(home: Path, name: str) -> None:
    """Takes a set away; raises Problem where there is none."""
    if name not in {each.name for each in area_sets(home)}:
        raise Problem(
            'There are no areas called "{name}"; events areas list shows those there are.', name=one_line(name)
        )
    shutil.rmtree(home / FOLDER / name)


def file_of(home: Path, name: str, file: str) -> Path | None:
    """The file of a day, where a set has such a one; what is asked for touches no path."""
    found = next((each for each in area_sets(home) if each.name == name), None)
    kept = next((each for each in found.days.values() if each == file), None) if found else None
    return home / FOLDER / name / kept if kept else None


def _read(file: str, content: bytes, day_property: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Day and outline of each feature of a file."""
    called = one_line(file)
    if len(content) > LARGEST:
        raise too_large(file)
    try:
        found = json.loads(content)
        features = found["features"] if found["type"] == "FeatureCollection" else [found]
        read = [(_properties(each), each["geometry"]) for each in features]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Problem('"{name}" is no GeoJSON; give a FeatureCollection of polygons or lines.', name=called) from None
    taken = False
    for properties, geometry in read:
        outline = _outline(geometry, called)
        if outline is not None:
            taken = True
            yield _day(properties, day_property, called), outline
    if not taken:
        raise Problem('"{name}" has no polygon and no line, so it is no area; points are not drawn.', name=called)


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise TypeError
    return properties


def _day(properties: Mapping[str, Any], day_property: str, file: str) -> str:
    """The day of a feature, or of its file."""
    if day_property and day_property not in properties:
        raise Problem(
            'A feature of "{name}" has no property "{property}"; leave it out, or name another.',
            name=file,
            property=one_line(day_property),
        )
    names = (day_property,) if day_property else DAY_PROPERTIES
    for words in (*(str(properties[name]) for name in names if name in properties), file):
        for numbers in _DAY.findall(words):
            try:
                return date(*map(int, numbers)).isoformat()
            except ValueError:
                continue
    raise Problem(
        '"{name}" does not say its day; it is a property of each feature, or in the name of the file, as 2024-08-06.',
        name=file,
    )


def _outline(geometry: object, file: str) -> dict[str, object] | None:
    """A geometry with nothing but positions of four decimals (ten metres); none for points and the like."""
    if not isinstance(geometry, dict) or str(geometry.get("type")) not in _SHAPES:
        return None
    shape = str(geometry["type"])
    depth, fewest = _SHAPES[shape], 3 if shape.endswith("Polygon") else 2
    try:
        found = _positions(geometry["coordinates"], depth)
    except (KeyError, TypeError, ValueError, IndexError, OverflowError):
        raise Problem(
            'An outline of "{name}" is none; positions are longitude and latitude in degrees.', name=file
        ) from None
    return {"type": shape, "coordinates": _drawable(found, depth, fewest)}


def _drawable(found: list[Any], depth: int, fewest: int) -> list[Any]:
    """Lists of positions without those of fewer than ``fewest``, which no pen draws, and what they leave empty."""
    if depth == 1:
        return found if len(found) >= fewest else []
    return [each for each in (_drawable(each, depth - 1, fewest) for each in found) if each]


def _positions(found: Any, depth: int) -> list[Any]:
    if not isinstance(found, list):
        raise TypeError
    if depth:
        return [_positions(each, depth - 1) for each in found]
    lon, lat = float(found[0]), float(found[1])
    if not (math.isfinite(lon) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError
    return [round(lon, 4), round(lat, 4)]


def corners(feature: Mapping[str, Any]) -> int:
    """How many positions the outline of a GeoJSON feature has."""

    def count(found: Any) -> int:
        return 1 if isinstance(found[0], float | int) else sum(map(count, found)) if found else 0

    return sum(count(each) for each in feature["geometry"]["coordinates"] if each)


def _write(folder: Path, day: str, features: Sequence[Mapping[str, object]]) -> str:
    content = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()
    name = f"{day}-{sha256(content).hexdigest()[:12]}.geojson"
    _replace(folder / name, content)
    return name


def _replace(path: Path, content: bytes) -> None:
    """Writes a file so that it is there whole or not at all."""
    beside = path.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(path)
