"""Takes corners out of borders that nobody sees at the zooms there are, so that the map travels in less.

Run in this folder: ``python thin_borders.py``. A border between two countries is thinned once for both, so no gap
opens between them; a corner where three meet stays. Of countries every corner stays in the theatre and around Korea;
of regions every corner of the Kursk region and of what is disputed.
"""

import json
import math
from collections import defaultdict
from pathlib import Path

COUNTRIES = ("world_countries_50m_recognised_simpl.geojson", "world_countries_50m_defacto_simpl.geojson")
REGIONS = "kursk_region_admin1.geojson"
BOXES = ((14.0, 38.0, 62.0, 64.0), (120.0, 30.0, 136.0, 46.0))  # west, south, east, north: the theatre, and Korea
OF_COUNTRIES = 0.06  # degrees that a border may move: 1.4 pixels at zoom 4
OF_REGIONS = 0.008  # under a kilometre, less than a region's border is known to: 1.5 pixels at zoom 7
MARKED = "RU-KRS"

Point = tuple[float, float]


def rings_of(geometry: dict) -> list[list[Point]]:
    """Every ring of a polygon or of several, without the corner that closes it."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(lon, lat) for lon, lat in ring[:-1]] for polygon in polygons for ring in polygon]


def fixed_points(rings: list[list[Point]]) -> set[Point]:
    """The corners that stay: where borders meet or part."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for at, point in enumerate(ring):
            beside[point] |= {ring[at - 1], ring[(at + 1) % len(ring)]}
    return {point for point, others in beside.items() if len(others) != 2}


def inside(point: Point, box: tuple[float, float, float, float]) -> bool:
    """Whether a point lies in a box."""
    (lon, lat), (west, south, east, north) = point, box
    return west <= lon <= east and south <= lat <= north


def thinned(chain: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker's choice of a chain's corners, the same from either end."""
    if chain[0] > chain[-1]:
        return thinned(chain[::-1], tolerance)[::-1]
    keep, spans = {0, len(chain) - 1}, [(0, len(chain) - 1)]
    while spans:
        first, last = spans.pop()
        away = [(distance(chain[at], chain[first], chain[last]), at) for at in range(first + 1, last)]
        if away and max(away)[0] > tolerance:
            middle = max(away)[1]
            keep.add(middle)
            spans += [(first, middle), (middle, last)]
    return [chain[at] for at in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the line between two others, in degrees."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = math.hypot(x2 - x1, y2 - y1)
    if not length:
        return math.hypot(x - x1, y - y1)
    along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length**2))
    return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


def thin_ring(ring: list[Point], fixed: set[Point], tolerance: float) -> list[Point]:
    """A ring with each of its chains thinned, closed again; one that would be less than a triangle stays as it is."""
    ends = [at for at, point in enumerate(ring) if point in fixed]
    if len(ends) < 2:  # an island: cut at two corners that do not depend on where its ring begins
        first = ring.index(min(ring))
        far = max(range(len(ring)), key=lambda at: (math.dist(ring[at], ring[first]), ring[at]))
        ends = sorted({*ends, first, far})
    made: list[Point] = []
    for at, end in enumerate(ends):
        upto = ends[(at + 1) % len(ends)]
        chain = ring[end : upto + 1] if upto > end else [*ring[end:], *ring[: upto + 1]]
        made += thinned(chain, tolerance)[:-1]
    return [*made, made[0]] if len(made) > 2 else [*ring, ring[0]]


def stays(feature: dict, point: Point) -> bool:
    """Whether a corner of a feature stays whatever its border looks like."""
    properties = feature["properties"]
    if "disputed" in properties:  # a region
        return properties["disputed"] or properties["iso"] == MARKED
    return any(inside(point, box) for box in BOXES)


def thin(name: str, tolerance: float) -> None:
    """Writes a file anew, a feature a line."""
    features = json.loads(Path(name).read_text(encoding="utf-8"))["features"]
    rings = [(feature, ring) for feature in features for ring in rings_of(feature["geometry"])]
    fixed = fixed_points([ring for _, ring in rings])
    fixed |= {point for feature, ring in rings for point in ring if stays(feature, point)}
    for feature in features:
        geometry = feature["geometry"]
        single = geometry["type"] == "Polygon"
        polygons = [geometry["coordinates"]] if single else geometry["coordinates"]
        made = [
            [thin_ring([(lon, lat) for lon, lat in ring[:-1]], fixed, tolerance) for ring in polygon]
            for polygon in polygons
        ]
        geometry["coordinates"] = made[0] if single else made
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features)
    Path(name).write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")


def main() -> None:
    """Thins every file."""
    for name in COUNTRIES:
        thin(name, OF_COUNTRIES)
    thin(REGIONS, OF_REGIONS)


if __name__ == "__main__":
    main()
