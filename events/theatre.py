"""The theatre: where the map looks first, which regions it draws in detail, where one jumps to. A file says it all."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data" / "basemap"
VARIABLE = "EVENTS_THEATRE"  # the file of another theatre
USUAL = FOLDER / "theatre.json"
NOTHING = "nothing.geojson"  # stands for regions or lines that a theatre does without
LARGEST = 20_000_000  # bytes of a file of regions or lines

Look = tuple[float, float, float]
"""Longitude and latitude of the middle in degrees, and zoom."""


class TheatreError(ValueError):
    """The file says no theatre; the message is a sentence for the user."""


@dataclass(frozen=True)
class Spot:
    """A place one jumps to, and what it is called by language."""

    names: Mapping[str, str]
    look: Look

    def label(self, language: str) -> str:
        """Its name in a language, else in English."""
        return self.names.get(language) or self.names["en"]


@dataclass(frozen=True)
class Theatre:
    """``marked`` is the ISO 3166-2 code of the region that stands out, "" for none.

    ``regions`` and ``lines`` are the names of GeoJSON files in ``folder``, where the theatre's own file lies, or in
    ``data/basemap``.
    """

    look: Look
    marked: str
    regions: str
    lines: str
    spots: tuple[Spot, ...]
    folder: Path

    def path(self, name: str) -> Path:
        """Where a file of the basemap lies: the theatre's own beside its file, any other in ``data/basemap``."""
        own = self.folder / name
        return own if name in (self.regions, self.lines) and own.is_file() else FOLDER / name


def theatre() -> Theatre:
    """The theatre of this program's user; raises TheatreError for a file that says none."""
    return _read(Path(os.environ.get(VARIABLE, "").strip() or USUAL))


@cache
def _read(path: Path) -> Theatre:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        spots = tuple(Spot(dict(each["names"]), _look(each)) for each in found["places"])
        if not all("en" in spot.names for spot in spots):
            raise KeyError("en")
        regions, lines = (str(found.get(name) or NOTHING) for name in ("regions", "lines"))
        made = Theatre(_look(found), str(found.get("region") or ""), regions, lines, spots, path.parent)
        missing = [name for name in (regions, lines) if Path(name).name != name or not made.path(name).is_file()]
        if not missing:
            _check(made.path(regions), {"Polygon", "MultiPolygon"}, "iso")
            _check(made.path(lines), {"LineString", "MultiLineString"})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TheatreError(
            f'"{path}" is no theatre ({error}); {VARIABLE} names a JSON file such as data/basemap/{USUAL.name}.'
        ) from None
    if missing:
        raise TheatreError(
            f'The theatre "{path}" names "{missing[0]}", and neither its folder nor data/basemap has such a file.'
        )
    return made


def _check(path: Path, shapes: set[str], *properties: str) -> None:
    """Raises ValueError for a file that is no GeoJSON of such shapes with these properties."""
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path.name} is larger than {LARGEST:,} bytes")
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        lacking = [name for name in properties if not feature["properties"].get(name)]
        if lacking or feature["geometry"]["type"] not in shapes:
            raise ValueError(
                f"{path.name} needs {' or '.join(sorted(shapes))}{''.join(f' with {n}' for n in properties)}"
            )


def _look(found: Mapping[str, float]) -> Look:
    lon, lat, zoom = (float(found[name]) for name in ("lon", "lat", "zoom"))
    if not (-180 <= lon <= 180 and -90 <= lat <= 90 and 0 <= zoom <= 22):
        raise ValueError(f"{lon}, {lat}, {zoom} is no place to look at")
    return lon, lat, zoom
