"""Places as shapes on a map: a point where the place is known, a disc where only the region is, else nothing."""

import math
from dataclasses import dataclass

from events.index import KM_PER_DEGREE, placed
from events.model import Event, Place, PlacePrecision

AREAS = (PlacePrecision.REGION, PlacePrecision.DISTRICT)
SMALLEST_KM = 15.0  # how far a district or region reaches at least, where its source does not say: as on the map
CORNERS = 48
_CIRCLE = [(math.cos(turn), math.sin(turn)) for turn in (2 * math.pi * corner / CORNERS for corner in range(CORNERS))]
POLAR = 85.0  # degrees, beyond which a disc is no longer drawn as one


@dataclass(frozen=True)
class Shape:
    """Longitudes and latitudes in degrees: one position of a point, or the closed ring, anticlockwise, of an area."""

    positions: tuple[tuple[float, float], ...]

    @property
    def is_point(self) -> bool:
        """Whether it is a point."""
        return len(self.positions) == 1


def shapes(event: Event) -> list[Shape]:
    """The shapes of the places of an event that a map marks; of a country or a mere name there is none."""
    return [shape for place in event.places if placed(place) and (shape := _shape(place))]


def _shape(place: Place) -> Shape | None:
    lat, lon = place.lat, place.lon
    if lat is None or lon is None:
        return None
    reach = (place.radius_km or SMALLEST_KM) / KM_PER_DEGREE
    if place.precision not in AREAS:
        return Shape(((lon, lat),))
    wide = reach / math.cos(math.radians(min(abs(lat) + reach, POLAR)))
    if abs(lat) + reach > POLAR or abs(lon) + wide > 180:
        return None  # a ring over the pole or the date line is drawn wrongly by most readers; its position is told
    stretch = 1 / math.cos(math.radians(lat))
    ring = [(round(lon + reach * stretch * east, 5), round(lat + reach * north, 5)) for east, north in _CIRCLE]
    return Shape((*ring, ring[0]))
