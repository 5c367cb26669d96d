"""Events as GeoJSON (RFC 7946) for maps: one feature an event; without a place on the map its geometry is null."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from events.engine import Parts
from events.exchange.about import Content
from events.exchange.as_json import KNOWN, PLAIN, plain
from events.exchange.rows import EVENT, Field, Runs
from events.exchange.shapes import Place, Shape, shapes

Geometry = dict[str, object]


def geojson(content: Content) -> Iterator[bytes]:
    """A feature a line; ``properties`` are the cells of ``events.exchange.rows`` and the event itself."""
    yield b'{"type": "FeatureCollection", "features": ['
    runs, parted = Runs(_members), ""
    for told in content:
        form, members = told.form, ", ".join(runs(told))
        yield (
            f'{parted}\n{{"type": "Feature", "id": {PLAIN.value(form["id"])}, "geometry": {_geometry(form["places"])}, '
            f'"properties": {{{members}, "{EVENT}": {told.plain}}}}}'
        ).encode()
        parted = ","
    yield f'\n], "about": {content.about().model_dump_json()}}}\n'.encode()


def _members(fields: Sequence[Field], cells: Sequence[Any]) -> str:
    return ", ".join(f'"{field.name}": {PLAIN.value(cell)}' for field, cell in zip(fields, cells, strict=True))


def _geometry(places: Sequence[Place]) -> str:
    return _known_geometry(places) if places.__class__ is Parts else _written_geometry(places)


def _written_geometry(places: Sequence[Place]) -> str:
    return plain(geometry(shapes(places)))


_known_geometry = lru_cache(KNOWN)(_written_geometry)


def geometry(marks: list[Shape]) -> Geometry | None:
    """One geometry for all places of an event."""
    if not marks:
        return None
    if len(marks) == 1:
        return _single(marks[0])
    if all(mark.is_point for mark in marks):
        return {"type": "MultiPoint", "coordinates": [mark.positions[0] for mark in marks]}
    return {"type": "GeometryCollection", "geometries": [_single(mark) for mark in marks]}


def _single(mark: Shape) -> Geometry:
    if mark.is_point:
        return {"type": "Point", "coordinates": mark.positions[0]}
    return {"type": "Polygon", "coordinates": [mark.positions]}
