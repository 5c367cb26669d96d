"""Makes country_labels.geojson: one point for each country's name, in the part of it that the theatre's map shows.

A map library that labels polygons writes a large country's name once for every tile. Run in this folder after the
countries' file has changed: ``python label_countries.py``.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COUNTRIES = HERE / "world_countries_50m_recognised_simpl.geojson"
LABELS = HERE / "country_labels.geojson"
THEATRE = (18.0, 40.0, 62.0, 64.0)  # west, south, east, north in degrees: what the opened map shows, and a little more
LARGE, MIDDLING = 15.0, 3.0  # square degrees: countries of these sizes are named on wide and on closer maps

Point = tuple[float, float]


def _cut(ring: list[Point], axis: int, edge: float, keep: Callable[[float], bool]) -> list[Point]:
    """The part of a ring on one side of a meridian (axis 0) or parallel (axis 1)."""
    kept: list[Point] = []
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        if keep(point[axis]) != keep(before[axis]):
            share = (edge - before[axis]) / (point[axis] - before[axis])
            crossing = [a + (b - a) * share for a, b in zip(before, point, strict=True)]
            kept.append((crossing[0], crossing[1]))
        if keep(point[axis]):
            kept.append(point)
    return kept


def clipped(ring: list[Point]) -> list[Point]:
    """The part of a ring inside the theatre (Sutherland and Hodgman)."""
    west, south, east, north = THEATRE
    for axis, edge, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        ring = _cut(ring, axis, edge, lambda value, edge=edge, sign=sign: (value - edge) * sign >= 0)
    return ring


def centroid(ring: list[Point]) -> tuple[float, Point]:
    """Area in square degrees, and centre of area."""
    twice = x = y = 0.0
    for (x0, y0), (x1, y1) in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        cross = x0 * y1 - x1 * y0
        twice, x, y = twice + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return (abs(twice) / 2, (x / (3 * twice), y / (3 * twice))) if twice else (0.0, (0.0, 0.0))


def label(feature: dict[str, Any]) -> dict[str, Any]:
    """The point that names a country, with its names and the rank of its size."""
    geometry = feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = [[(float(lon), float(lat)) for lon, lat, *_ in polygon[0][:-1]] for polygon in polygons]
    shown = [ring for ring in map(clipped, rings) if len(ring) > 2]
    _, (lon, lat) = max(centroid(ring) for ring in (shown or rings))
    whole = max(centroid(ring)[0] for ring in rings)
    names = {key: text for key, text in feature["properties"].items() if key.startswith("name_")}
    rank = 1 if whole > LARGE else 2 if whole > MIDDLING else 3
    point = {"type": "Point", "coordinates": [round(lon, 2), round(lat, 2)]}
    return {"type": "Feature", "properties": {**names, "rank": rank}, "geometry": point}


def main() -> None:
    """Writes the labels, one a line, by English name."""
    features = json.loads(COUNTRIES.read_text(encoding="utf-8"))["features"]
    labels = sorted(map(label, features), key=lambda each: each["properties"]["name_en"])
    lines = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in labels)
    body = ",\n".join(lines)
    LABELS.write_text(f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
