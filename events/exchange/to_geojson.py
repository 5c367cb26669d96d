"""Events as GeoJSON (RFC 7946) for maps: one feature an event; without a place on the map its geometry is null."""

import json
from collections.abc import Iterator

from events.exchange.about import Content, Told
from events.exchange.rows import EVENT, HEADINGS, cells
from events.exchange.shapes import Shape, shapes

Geometry = dict[str, object]


def geojson(content: Content) -> Iterator[bytes]:
    """A feature a line; ``properties`` are the cells of ``events.exchange.rows`` and the event itself."""
    yield b'{"type": "FeatureCollection", "features": ['
    for number, told in enumerate(content):
        feature = {
            "type": "Feature",
            "id": told.form["id"],
            "geometry": geometry(shapes(told.form["places"])),
            "properties": properties(told),
        }
        yield f"{',' if number else ''}\n{json.dumps(feature, ensure_ascii=False)}".encode()
    yield f'\n], "about": {content.about().model_dump_json()}}}\n'.encode()


def properties(told: Told) -> dict[str, object]:
    """The cells by name, and the event."""
    return {**dict(zip(HEADINGS, cells(told), strict=False)), EVENT: told.json}


def geometry(marks: list[Shape]) -> Geometry | None:
    """One geometry for all places of an event."""
    if not marks:
        return None
    if len(marks) == 1:
        return _single(marks[0])
    if all(mark.is_point for mark in marks):
        return {"type": "MultiPoint", "coordinates": [list(mark.positions[0]) for mark in marks]}
    return {"type": "GeometryCollection", "geometries": [_single(mark) for mark in marks]}


def _single(mark: Shape) -> Geometry:
    positions = [list(position) for position in mark.positions]
    if mark.is_point:
        return {"type": "Point", "coordinates": positions[0]}
    return {"type": "Polygon", "coordinates": [positions]}
