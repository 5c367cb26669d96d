"""Events on a map: points where a point is known, areas where only a region is, nothing where less is known.

The figure is a value. The basemap is loaded from our own server by address. Marks are named pictures (``mark:...``)
that the viewer draws, since MapLibre draws no dashes or crosses by itself; the name says all that the picture shows.
``customdata`` of every mark is a list of indexes into ``layout.meta.events``, all events that lie there, and its text
the place; the viewer words what pointing at it shows.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from events.exonyms import place_name
from events.figures import basemap
from events.figures.basemap import Position
from events.figures.marks import ACT_ROLES, FAMILIES, SIGN, Theme, faded
from events.figures.timeline import FONT, LIMIT, Figure, Trace, hover_label
from events.index import placed
from events.model import Camera, Event, Modality, Place, PlacePrecision, PlaceRole, home
from events.register import state_of
from events.texts import Texts
from events.theatre import theatre
from events.wording import actor_words

EARTH_KM = 6371.0
RING_CORNERS = 72
ARC_POINTS = 40
POINT = frozenset({PlacePrecision.SITE, PlacePrecision.CITY})
AREA = frozenset({PlacePrecision.DISTRICT, PlacePrecision.REGION})


@dataclass(frozen=True)
class Beside:
    """Events that have no place on the map, under the country they are known to lie in, or under none."""

    label: str
    country: str | None
    events: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class TheatreMap:
    """The map's figure, what stands beside it because it cannot be drawn, and how many marks were cut."""

    figure: Figure
    beside: tuple[Beside, ...]
    cut: int


@dataclass(frozen=True)
class Spot:
    """All events of one role at one place: ``code`` is the region's, where its outline is known."""

    name: str
    lon: float
    lat: float
    radius_km: float | None
    code: str | None
    act: bool
    indexes: tuple[int, ...]


def theatre_map(events: Sequence[Event], *, theme: Theme, texts: Texts, camera: Camera | None = None) -> TheatreMap:
    """The map of ``events``; places known only as a country are listed beside it, never drawn."""
    points, areas = spots_of(events, POINT, texts), spots_of(events, AREA, texts)
    cut = max(0, len(points) - LIMIT)
    traces = [
        *_regions(events, areas, theme, texts),
        *_rings(events, areas, theme),
        *_routes(events, theme),
        _marks(events, [*areas, *points[:LIMIT]], theme, texts),
    ]
    layout = laid_out([event.id for event in events], theme, texts, camera or home())
    return TheatreMap({"data": traces, "layout": layout}, _beside(events, texts), cut)


def laid_out(ids: Sequence[str], theme: Theme, texts: Texts, camera: Camera) -> dict[str, Any]:
    """The basemap in the theme and language, looking where ``camera`` does; ``meta`` with the events' ``ids``."""
    return {
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "map": {
            "style": basemap.style(theme, texts.language),
            "center": {"lon": camera.lon, "lat": camera.lat},
            "zoom": camera.zoom,
        },
        "showlegend": False,
        "uirevision": "map",
        "dragmode": "pan",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 12, "color": theme.muted},
        "hoverlabel": hover_label(theme),
        "meta": {
            "events": list(ids),
            "families": [theme.families[family] for family in FAMILIES],
            "paper": theme.paper,
            "ink": theme.ink,
            "hatch": theme.disputed,
        },
    }


def spots_of(events: Sequence[Event], precisions: frozenset[PlacePrecision], texts: Texts | None = None) -> list[Spot]:
    """The places of these precisions, one spot for all events there; an act's own place outweighs a mention.

    They are named in the language of ``texts`` (null: as they are told).
    """
    members: dict[tuple[float, float], dict[int, bool]] = defaultdict(dict)
    first: dict[tuple[float, float], Place] = {}
    for index, event in enumerate(events):
        for place in event.places:
            if place.precision not in precisions or place.lat is None or place.lon is None:
                continue
            key = (round(place.lon, 3), round(place.lat, 3))
            first.setdefault(key, place)
            members[key][index] = members[key].get(index, False) or place.role in ACT_ROLES
    spots = []
    for key, indexes in members.items():
        place = first[key]
        code = basemap.region_code(place.name, place.country) if place.precision in AREA else None
        radius = (place.radius_km or 15.0) if place.precision in AREA else None
        act = any(indexes.values())
        name = place_name(place, texts.language) if texts else place.name
        spots.append(Spot(name, key[0], key[1], radius, code, act, tuple(indexes)))
    return sorted(spots, key=lambda spot: (spot.act, len(spot.indexes), spot.name))


def _beside(events: Sequence[Event], texts: Texts) -> tuple[Beside, ...]:
    """Events without a place that can be drawn, by the countries they are told of; those without any place last."""
    by_country: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    unplaced = []
    for event in events:
        if any(placed(place) for place in event.places):
            continue
        known = {(_told(place, texts), place.country): None for place in event.places}
        for name, country in known:
            by_country[(name, country)].append(event.id)
        if not known:
            unplaced.append(event.id)
    listed = sorted(by_country.items(), key=lambda item: (-len(item[1]), item[0][0]))
    rows = [Beside(name, country, tuple(ids), len(ids)) for (name, country), ids in listed]
    if unplaced:
        rows.append(Beside(texts("map.unplaced"), None, tuple(unplaced), len(unplaced)))
    return tuple(rows)


def _told(place: Place, texts: Texts) -> str:
    """A place as the reader's language calls it; a country by its own name, whatever it is told as."""
    if place.precision is PlacePrecision.COUNTRY and place.country:
        return _country(place.country, texts)
    return place_name(place, texts.language)


def counted_beside(countries: Mapping[str | None, int], texts: Texts) -> tuple[Beside, ...]:
    """How many events have no place that can be drawn, by country, the most first; those of none last."""
    listed = sorted(((code, count) for code, count in countries.items() if code), key=lambda each: (-each[1], each[0]))
    rows = [Beside(_country(code, texts), code, (), count) for code, count in listed]
    unplaced = countries.get(None, 0)
    return (*rows, *([Beside(texts("map.unplaced"), None, (), unplaced)] if unplaced else []))


def _country(code: str, texts: Texts) -> str:
    state = state_of(code)
    return actor_words(state.id, state.name, texts) if state else code


def _where(spot: Spot, texts: Texts) -> str:
    """A spot's place in words; of an area that the act lies somewhere in it."""
    return texts("map.in_area", name=spot.name) if spot.radius_km else spot.name


def main_family(events: Sequence[Event], spot: Spot) -> int:
    """The index of the family that most events of a spot are of."""
    counted = Counter(FAMILIES.index(events[index].family) for index in spot.indexes)
    return min(counted, key=lambda family: (-counted[family], family))


def _regions(events: Sequence[Event], areas: Sequence[Spot], theme: Theme, texts: Texts) -> Iterator[Trace]:
    """Regions whose outline we have, filled faintly in the colour of what most of their events are."""
    steps = [[position / 5, theme.families[family]] for i, family in enumerate(FAMILIES) for position in (i, i + 1)]
    for act in (True, False):
        spots = [spot for spot in areas if spot.code and spot.act is act]
        if not spots:
            continue
        yield {
            "type": "choroplethmap",
            "uid": f"regions-{'act' if act else 'mention'}",
            "geojson": basemap.address(theatre().regions),
            "featureidkey": "properties.iso",
            "locations": [spot.code for spot in spots],
            "z": [main_family(events, spot) for spot in spots],
            "zmin": -0.5,
            "zmax": 4.5,
            "colorscale": steps,
            "showscale": False,
            "marker": {"opacity": 0.22 if act else 0.09, "line": {"width": 1.2, "color": theme.ink}},
            "customdata": [list(spot.indexes) for spot in spots],
            "hoverinfo": "text",
            "text": [_where(spot, texts) for spot in spots],
            "below": basemap.BELOW_DOTS,
        }


def ring(lon: float, lat: float, radius_km: float) -> list[Position]:
    """A circle of ``radius_km`` on the globe around a position, closed."""
    angle = radius_km / EARTH_KM
    phi, lam = math.radians(lat), math.radians(lon)
    corners = []
    for step in range(RING_CORNERS + 1):
        bearing = math.tau * (step % RING_CORNERS) / RING_CORNERS
        north = math.asin(math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(bearing))
        east = lam + math.atan2(
            math.sin(bearing) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(north)
        )
        corners.append((round(math.degrees(east), 4), round(math.degrees(north), 4)))
    return corners


def _rings(events: Sequence[Event], areas: Sequence[Spot], theme: Theme) -> Iterator[Trace]:
    """Rings around places known only to a distance, where no outline says more."""
    for position, family in enumerate(FAMILIES):
        spots = [spot for spot in areas if not spot.code and main_family(events, spot) == position]
        if not spots:
            continue
        path: list[Position | None] = []
        for spot in spots:
            path += [*ring(spot.lon, spot.lat, spot.radius_km or 0), None]
        shade = theme.families[family]
        yield {
            "type": "scattermap",
            "uid": f"rings-{position}",
            "meta": [list(spot.indexes) for spot in spots],
            "mode": "lines",
            "lon": [corner[0] if corner else None for corner in path],
            "lat": [corner[1] if corner else None for corner in path],
            "fill": "toself",
            "fillcolor": faded(shade, 0.16),
            "line": {"color": shade, "width": 1.6},
            "hoverinfo": "skip",
            "below": basemap.BELOW_DOTS,
        }


def arc(start: Position, end: Position, dashed: bool) -> list[Position | None]:
    """A slightly bowed path between two positions, broken into dashes for what is not asserted."""
    (lon_a, lat_a), (lon_b, lat_b) = start, end
    bow = 0.12
    middle = ((lon_a + lon_b) / 2 - (lat_b - lat_a) * bow, (lat_a + lat_b) / 2 + (lon_b - lon_a) * bow)
    path: list[Position | None] = []
    for step in range(ARC_POINTS + 1):
        t = step / ARC_POINTS
        weights = ((1 - t) ** 2, 2 * t * (1 - t), t**2)
        lon = weights[0] * lon_a + weights[1] * middle[0] + weights[2] * lon_b
        lat = weights[0] * lat_a + weights[1] * middle[1] + weights[2] * lat_b
        path.append(None if dashed and step % 3 == 2 else (round(lon, 4), round(lat, 4)))
    return [*path, None]


def route_of(event: Event) -> tuple[Position, Position] | None:
    """Where the text says a movement begins and ends, only where both are known better than as a country."""
    ends = []
    for role in (PlaceRole.FROM, PlaceRole.TO):
        found = next((p for p in event.places if p.role is role and placed(p)), None)
        if found is None or found.lon is None or found.lat is None:
            return None
        ends.append((found.lon, found.lat))
    return (ends[0], ends[1])


def _routes(events: Sequence[Event], theme: Theme) -> Iterator[Trace]:
    """A line for each movement that the text tells from one place to another."""
    for position, family in enumerate(FAMILIES):
        lon: list[float | None] = []
        lat: list[float | None] = []
        owners: list[list[int]] = []
        for index, event in enumerate(events):
            ends = route_of(event) if event.family is family else None
            if ends is None:
                continue
            path = arc(*ends, dashed=event.modality is not Modality.ASSERTED)
            lon += [corner[0] if corner else None for corner in path]
            lat += [corner[1] if corner else None for corner in path]
            owners += [[index]] * len(path)
        if lon:
            yield {
                "type": "scattermap",
                "uid": f"routes-{position}",
                "mode": "lines",
                "lon": lon,
                "lat": lat,
                "line": {"color": theme.families[family], "width": 2},
                "customdata": owners,
                "hoverinfo": "text",
                "below": basemap.BELOW_DOTS,
            }


def _picture(events: Sequence[Event], spot: Spot, theme: Theme) -> str:
    """The name of a spot's mark. Of one event what it looks like, of several their number and the families' shares."""
    shape = "area" if spot.radius_km else "act" if spot.act else "mention"
    if len(spot.indexes) == 1 and not spot.radius_km:
        event = events[spot.indexes[0]]
        review = f":{event.review.state.value}" if event.review.state in SIGN else ""
        return f"mark:{theme.name}:{shape}:{event.modality.value}:{FAMILIES.index(event.family)}{review}"
    counted = Counter(FAMILIES.index(events[index].family) for index in spot.indexes)
    shares = ".".join(str(counted[position]) for position in range(len(FAMILIES)))
    return f"mark:{theme.name}:{shape}-stack:{shares}"


def badge_position(spot: Spot) -> Position:
    """Where an area's number stands: off its middle, so that it is not taken for the place of the act."""
    if not spot.radius_km:
        return (spot.lon, spot.lat)
    up = math.degrees(spot.radius_km * 0.45 / EARTH_KM)
    across = up / max(0.2, math.cos(math.radians(spot.lat)))
    for lon, lat in ((spot.lon, spot.lat + up), (spot.lon - across, spot.lat), (spot.lon + across, spot.lat)):
        if spot.code is None or basemap.inside((lon, lat), spot.code):
            return (round(lon, 4), round(lat, 4))
    return (spot.lon, spot.lat)


def _marks(events: Sequence[Event], spots: Sequence[Spot], theme: Theme, texts: Texts) -> Trace:
    """One mark a spot: all in one trace, the acts over the mentions. Without it a figure would have no map at all."""
    ordered = sorted(spots, key=lambda spot: (spot.act, spot.radius_km is None))
    where: list[tuple[float | None, float | None]] = [badge_position(spot) for spot in ordered]
    where = where or [(None, None)]
    return {
        "type": "scattermap",
        "uid": "marks",
        "mode": "markers",
        "below": basemap.BELOW_NAMES,
        "lon": [lon for lon, _ in where],
        "lat": [lat for _, lat in where],
        "marker": {
            "symbol": [_picture(events, spot, theme) for spot in ordered] or ["mark:none"],
            "size": 10,
            "allowoverlap": True,
        },
        "customdata": [list(spot.indexes) for spot in ordered] or [[]],
        "hoverinfo": "text",
        "text": [_where(spot, texts) for spot in ordered],
    }
