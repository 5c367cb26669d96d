"""Our own basemap as a still picture: land, regions, borders, hatched disputes, towns and countries by name.

Web Mercator, as in the browser. Drawn twice as large as asked and made smaller at the end, for smooth edges.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from events.figures import basemap, lettering
from events.figures.marks import Theme
from events.model import Borders, Camera
from events.theatre import theatre

SMOOTH = 2  # times as large as asked while drawing
WORLD = 512  # pixels of the world's width at zoom 0, as MapLibre has it
HATCH = 7  # pixels between the lines of a hatched area
NORTHMOST = 85.05  # degrees; Web Mercator ends there

Points = NDArray[np.float64]
Pixel = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Frame:
    """A picture's part of the world: where it looks, and its size in pixels as asked."""

    camera: Camera
    width: int
    height: int

    def pixels(self, lon: Points, lat: Points) -> Points:
        """Where positions in degrees lie in the large picture: an array of x, y."""
        scale = WORLD * 2**self.camera.zoom * SMOOTH
        x = (lon - self.camera.lon) / 360 * scale + self.width * SMOOTH / 2
        y = (_north(np.array(self.camera.lat)) - _north(lat)) * scale + self.height * SMOOTH / 2
        return np.stack([x, y], axis=-1)

    def pixel(self, lon: float, lat: float) -> Pixel:
        """Where one position lies in the large picture."""
        x, y = self.pixels(np.array(lon), np.array(lat))
        return float(x), float(y)

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a position lies in the picture."""
        x, y = self.pixel(lon, lat)
        return 0 <= x < self.width * SMOOTH and 0 <= y < self.height * SMOOTH


def _north(lat: Points) -> Points:
    """The Mercator ordinate of latitudes, as a share of the world's width."""
    bounded = np.clip(lat, -NORTHMOST, NORTHMOST)
    return np.log(np.tan(math.pi / 4 + np.radians(bounded) / 2)) / (2 * math.pi)


@dataclass(frozen=True)
class Shape:
    """A feature of the basemap: its properties, and its outer rings or lines as arrays of longitude and latitude."""

    properties: dict[str, Any]
    paths: tuple[Points, ...]


@cache
def _shapes(path: Path) -> tuple[Shape, ...]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return tuple(Shape(each["properties"], tuple(_paths(each["geometry"]))) for each in features)


def shapes(name: str) -> tuple[Shape, ...]:
    """The features of a file of the basemap, read once."""
    return _shapes(theatre().path(name))


def _paths(geometry: dict[str, Any]) -> list[Points]:
    kind, found = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        found = [[found]]
    elif kind == "LineString":
        found = [found]
    elif kind == "Polygon":
        found = found[:1]
    elif kind == "MultiPolygon":
        found = [polygon[0] for polygon in found if polygon]
    return [np.array([position[:2] for position in path], dtype=float) for path in found]


class Ground:
    """A picture with the basemap on it, on which marks are drawn; its coordinates are those of the large picture."""

    def __init__(self, frame: Frame, theme: Theme, borders: Borders, language: str) -> None:
        """Draws the basemap in ``theme`` with the names of ``language``; borders as ``borders`` has them."""
        self.frame, self.theme, self.language = frame, theme, language
        self.image = Image.new("RGB", (frame.width * SMOOTH, frame.height * SMOOTH), theme.sea)
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self._taken: list[Box] = []
        self._draw_land(borders)

    def visible(self, shape: Shape) -> list[list[Pixel]]:
        """The paths of a shape that touch the picture, in its pixels."""
        found = []
        width, height = self.image.size
        for path in shape.paths:
            points = self.frame.pixels(path[:, 0], path[:, 1])
            (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
            if right >= 0 and bottom >= 0 and left <= width and top <= height:
                found.append([(float(x), float(y)) for x, y in points])
        return found

    def area(self, paths: Sequence[Sequence[Pixel]], colour: str, opacity: float, line: str, width: float) -> None:
        """Fills areas faintly and draws their outlines."""
        for path in paths:
            self.pen.polygon(path, fill=(*rgb(colour), round(255 * opacity)))
            self.pen.line([*path, path[0]], fill=line, width=round(width * SMOOTH), joint="curve")

    def outline(self, geometry: dict[str, Any]) -> None:
        """Draws an area or a line that lies over the basemap, as the browser does; of one position is nothing."""
        for path in self.visible(Shape({}, tuple(path for path in _paths(geometry) if len(path) > 1))):
            if geometry["type"].endswith("Polygon"):
                self.area([path], self.theme.ink, 0.1, self.theme.ink, 1.6)
            else:
                self.pen.line(path, fill=self.theme.ink, width=round(1.6 * SMOOTH), joint="curve")

    def finished(self) -> Image.Image:
        """The picture in the size asked for."""
        return self.image.resize((self.frame.width, self.frame.height), Image.Resampling.LANCZOS)

    def _draw_land(self, borders: Borders) -> None:
        theme, regions = self.theme, shapes(theatre().regions)
        countries = [path for shape in shapes(basemap.HELD[borders]) for path in self.visible(shape)]
        for path in countries:
            self.pen.polygon(path, fill=theme.land)
        for shape in regions:
            for path in self.visible(shape):
                if shape.properties["iso"] == theatre().marked:
                    self.pen.polygon(path, fill=theme.oblast)
                if shape.properties["disputed"]:
                    self._hatch(path)
                self._line(path, theme.border_minor, 0.8)
        for path in countries:
            self._line(path, theme.border, 0.9)
        for shape in shapes(theatre().lines):
            if shape.properties["featurecla"].startswith("Disputed"):
                for path in self.visible(shape):
                    self._dashed(path, theme.disputed)

    def _line(self, path: Sequence[Pixel], colour: str, width: float) -> None:
        self.pen.line(path, fill=colour, width=max(1, round(width * SMOOTH)), joint="curve")

    def _dashed(self, path: Sequence[Pixel], colour: str) -> None:
        for number, (start, end) in enumerate(pairwise(path)):
            if number % 3 != 2:
                self.pen.line([start, end], fill=colour, width=round(1.4 * SMOOTH))

    def _hatch(self, path: Sequence[Pixel]) -> None:
        """Slanted lines inside a path, and nowhere else."""
        width, height = self.image.size
        inside = Image.new("1", (width, height))
        ImageDraw.Draw(inside).polygon(path, fill=1)
        lines = Image.new("1", (width, height))
        pen = ImageDraw.Draw(lines)
        for start in range(-height, width, HATCH * SMOOTH):
            pen.line([(start, height), (start + height, 0)], fill=1, width=SMOOTH)
        both = Image.composite(lines, Image.new("1", (width, height)), inside)
        self.image.paste(self.theme.disputed, mask=both)

    # -- names -----------------------------------------------------------------------------------

    def keep_free(self, x: float, y: float, radius: float) -> None:
        """No name is written over this mark."""
        self._taken.append((x - radius, y - radius, x + radius, y + radius))

    def write_names(self) -> None:
        """Names of towns and countries, each from its own zoom on, where there is room."""
        for name, zooms, size, dotted in (
            (basemap.TOWNS, basemap.TOWN_ZOOMS, 14, True),
            (basemap.NAMES, basemap.NAME_ZOOMS, 14, False),
        ):
            least = dict(zooms)
            for shape in sorted(shapes(name), key=lambda each: int(each.properties["rank"])):
                zoom = least.get(shape.properties["rank"])
                if zoom is not None and self.frame.camera.zoom >= zoom:
                    self._write(shape, size, dotted)

    def _write(self, shape: Shape, size: int, dotted: bool) -> None:
        x, y = self.frame.pixel(*map(float, shape.paths[0][0]))
        words = shape.properties.get(f"name_{self.language}") or shape.properties["name_en"]
        letters = lettering.font(size * SMOOTH, 400 if dotted else 500)
        width, height = letters.getlength(words), size * SMOOTH * 1.2
        # a town's name stands under its dot, else under or over the mark that covers it
        tops = [y + 5 * SMOOTH, y + 15 * SMOOTH, y - 12 * SMOOTH - height] if dotted else [y - height / 2]
        for top in tops:
            box = (x - width / 2, top, x + width / 2, top + height)
            if self._free(box):
                break
        else:
            return
        self._taken.append(box)
        if dotted:
            reach = 2 * SMOOTH
            dot = (x - reach, y - reach, x + reach, y + reach)
            self.pen.ellipse(dot, fill=self.theme.paper, outline=self.theme.label, width=SMOOTH)
        self.pen.text(
            (x, top),
            words,
            fill=self.theme.label,
            font=letters,
            anchor="ma",
            stroke_width=2 * SMOOTH,
            stroke_fill=self.theme.halo,
        )

    def _free(self, box: Box) -> bool:
        """Whether a box lies in the picture and over no mark or name."""
        inside = min(box) >= 0 and box[2] <= self.image.width and box[3] <= self.image.height
        return inside and not any(_overlap(box, other) for other in self._taken)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def rgb(colour: str) -> tuple[int, int, int]:
    """A hex colour as red, green and blue."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
