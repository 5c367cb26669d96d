"""Places as shapes on a map: a point where the place is known, a disc where only the region is, else nothing."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from events.index import KM_PER_DEGREE, marked
from events.model import PlacePrecision

Place = Mapping[str, Any]
"""A place as an event's JSON has it."""

AREAS = (PlacePrecision.REGION, PlacePrecision.DISTRICT)
SMALLEST_KM = 15.0  # how far a district or region reaches at least, where its source does not say: as on the map
CORNERS = 48
_TURNS = [2 * math.pi * corner / CORNERS for corner in range(CORNERS)]
_EAST, _NORTH = (np.array([of(turn) for turn in _TURNS]) for of in (math.cos, math.sin))
DIGITS = 5  # of a degree: a metre
CLOSE = 1e-6  # of the last digit, far more than multiplying is wrong by
POLAR = 85.0  # degrees, beyond which a disc is no longer drawn as one


@dataclass(frozen=True)
class Shape:
    """Longitudes and latitudes in degrees: one position of a point, or the closed ring, anticlockwise, of an area."""

    positions: tuple[tuple[float, float], ...]

    @property
    def is_point(self) -> bool:
        """Whether it is a point."""
        return len(self.positions) == 1


def is_marked(place: Place) -> bool:
    """Whether a map marks the place."""
    return marked(place["lat"], place["lon"], place["precision"])


def shapes(places: Iterable[Place]) -> list[Shape]:
    """The shapes of those places that a map marks; of a country or a mere name there is none."""
    return [shape for place in places if is_marked(place) and (shape := _shape(place))]


def _shape(place: Place) -> Shape | None:
    lat, lon = place["lat"], place["lon"]
    reach = (place["radius_km"] or SMALLEST_KM) / KM_PER_DEGREE
    if place["precision"] not in AREAS:
        return Shape(((lon, lat),))
    wide = reach / math.cos(math.radians(min(abs(lat) + reach, POLAR)))
    if abs(lat) + reach > POLAR or abs(lon) + wide > 180:
        return None  # a ring over the pole or the date line is drawn wrongly by most readers; its position is told
    stretch = 1 / math.cos(math.radians(lat))
    ring = list(zip(rounded(lon + reach * stretch * _EAST), rounded(lat + reach * _NORTH), strict=True))
    return Shape((*ring, ring[0]))


def rounded(degrees: np.ndarray) -> list[float]:
    """Degrees as ``round`` rounds them to ``DIGITS``, at once but where it is close whether up or down."""
    scaled = degrees * 10**DIGITS
    if np.any(np.abs(scaled - np.floor(scaled) - 0.5) < CLOSE):
        return [round(each, DIGITS) for each in degrees.tolist()]
    rounded: list[float] = (np.rint(scaled) / 10**DIGITS).tolist()
    return rounded
