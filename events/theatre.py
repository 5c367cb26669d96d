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
    """``regions`` and ``lines`` are files of ``data/basemap``, ``marked`` the ISO 3166-2 code of a region."""

    look: Look
    marked: str
    regions: str
    lines: str
    spots: tuple[Spot, ...]


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
        made = Theatre(_look(found), str(found["region"]), str(found["regions"]), str(found["lines"]), spots)
        missing = [name for name in (made.regions, made.lines) if not (FOLDER / name).is_file()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TheatreError(
            f'"{path}" is no theatre ({error}); {VARIABLE} names a JSON file such as data/basemap/{USUAL.name}.'
        ) from None
    if missing:
        raise TheatreError(f'The theatre "{path}" names "{missing[0]}", and data/basemap has no such file.')
    return made


def _look(found: Mapping[str, float]) -> Look:
    lon, lat, zoom = (float(found[name]) for name in ("lon", "lat", "zoom"))
    if not (-180 <= lon <= 180 and -90 <= lat <= 90 and 0 <= zoom <= 22):
        raise ValueError(f"{lon}, {lat}, {zoom} is no place to look at")
    return lon, lat, zoom
