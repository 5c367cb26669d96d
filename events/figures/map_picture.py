"""The map of some events as a still picture, made without a browser: for link previews and for paper.

Marks look as they do in the browser (``viewer/pictures.js``): filled asserted, hollow possible, dashed planned, crossed
denied; several events at one place are a ring in the shares of their families around their number.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from PIL import Image

from events.figures import lettering
from events.figures.ground import SMOOTH, Box, Frame, Ground, shapes
from events.figures.marks import FAMILIES, Theme
from events.figures.theatre_map import AREA, POINT, Spot, arc, badge_position, main_family, ring, route_of, spots_of
from events.model import Borders, Camera, Event, Modality
from events.theatre import theatre

DASHES = 7  # of a planned mark's ring


def map_picture(
    events: Sequence[Event],
    *,
    camera: Camera,
    size: tuple[int, int],
    theme: Theme,
    language: str,
    borders: Borders = Borders.RECOGNISED,
    outlines: Iterable[dict[str, Any]] = (),
) -> Image.Image:
    """The map of ``events`` in so many pixels, looking where ``camera`` does; the same events, the same picture.

    ``outlines`` are GeoJSON geometries of areas and lines that lie under the marks.
    """
    ground = Ground(Frame(camera, *size), theme, borders, language)
    for geometry in outlines:
        ground.outline(geometry)
    spots = sorted(
        [*spots_of(events, AREA), *spots_of(events, POINT)], key=lambda spot: (spot.act, spot.radius_km is None)
    )
    for spot in spots:
        if spot.radius_km:
            _area(ground, events, spot)
    for event in events:
        _movement(ground, event)
    for spot in spots:
        ground.keep_free(*ground.frame.pixel(*badge_position(spot)), 14 * SMOOTH)
    ground.write_names()
    for spot in spots:
        _Mark(ground, events, spot).draw()
    return ground.finished()


def _area(ground: Ground, events: Sequence[Event], spot: Spot) -> None:
    """A place known only as a region: its outline where we have it, else a ring."""
    colour = ground.theme.families[FAMILIES[main_family(events, spot)]]
    opacity = 0.22 if spot.act else 0.09
    if spot.code is None:
        circle = [ground.frame.pixel(lon, lat) for lon, lat in ring(spot.lon, spot.lat, spot.radius_km or 0)]
        ground.area([circle], colour, opacity, colour, 1.6)
        return
    shape = next(each for each in shapes(theatre().regions) if each.properties["iso"] == spot.code)
    ground.area(ground.visible(shape), colour, opacity, ground.theme.ink, 1.2)


def _movement(ground: Ground, event: Event) -> None:
    """The line of a movement that the text tells from one place to another."""
    ends = route_of(event)
    if ends is None:
        return
    part: list[tuple[float, float]] = []
    for position in arc(*ends, dashed=event.modality is not Modality.ASSERTED):
        if position is not None:
            part.append(ground.frame.pixel(*position))
        elif part:
            ground.pen.line(part, fill=ground.theme.families[event.family], width=2 * SMOOTH, joint="curve")
            part = []


class _Mark:
    """The mark of one place."""

    def __init__(self, ground: Ground, events: Sequence[Event], spot: Spot) -> None:
        self.pen, self.theme, self.spot = ground.pen, ground.theme, spot
        self.x, self.y = ground.frame.pixel(*badge_position(spot))
        self.events = [events[index] for index in spot.indexes]

    def draw(self) -> None:
        """A single mark, or the number of several with the shares of their families."""
        if self.spot.radius_km:
            self._badge()
        elif len(self.events) == 1:
            self._single(self.events[0])
        else:
            self._stack()

    def _box(self, radius: float) -> Box:
        reach = radius * SMOOTH
        return self.x - reach, self.y - reach, self.x + reach, self.y + reach

    def _single(self, event: Event) -> None:
        colour = self.theme.families[event.family]
        radius, width = (8.0, 2.6) if self.spot.act else (5.6, 2.2)
        self.pen.ellipse(self._box(radius + 2), fill=self.theme.paper)
        if self.spot.act and event.modality is Modality.ASSERTED:
            self.pen.ellipse(self._box(radius), fill=colour)
            return
        line = round(width * SMOOTH)
        if event.modality is Modality.PLANNED:
            for dash in range(DASHES):
                start = dash * 360 / DASHES
                self.pen.arc(self._box(radius), start, start + 210 / DASHES, fill=colour, width=line)
        else:
            self.pen.ellipse(self._box(radius), outline=colour, width=line)
        if event.modality is Modality.DENIED:
            left, top, right, bottom = self._box(radius * 0.62)
            self.pen.line((left, top, right, bottom), fill=colour, width=line)
            self.pen.line((left, bottom, right, top), fill=colour, width=line)
        elif event.modality is Modality.ASSERTED:
            self.pen.ellipse(self._box(2), fill=colour)

    def _stack(self) -> None:
        radius = (14 if self.spot.act else 11.5) + min(7, math.log10(len(self.events)) * 3)
        self.pen.ellipse(self._box(radius + 2), fill=self.theme.paper)
        counted = Counter(event.family for event in self.events)
        start = -90.0
        for family in FAMILIES:
            end = start + 360 * counted[family] / len(self.events)
            if counted[family]:
                width = round((5 if self.spot.act else 2.5) * SMOOTH)
                self.pen.arc(self._box(radius), start, end, fill=self.theme.families[family], width=width)
            start = end
        self._number()

    def _badge(self) -> None:
        """The number of events somewhere in an area."""
        width = 11 + 4 * len(str(len(self.events)))
        _, top, _, bottom = self._box(13)
        box = (self.x - width * SMOOTH, top, self.x + width * SMOOTH, bottom)
        line = round(1.4 * SMOOTH if self.spot.act else SMOOTH)
        self.pen.rounded_rectangle(box, 5 * SMOOTH, fill=self.theme.paper, outline=self.theme.ink, width=line)
        self._number()

    def _number(self) -> None:
        font = lettering.font(15 * SMOOTH, 600)
        self.pen.text((self.x, self.y), str(len(self.events)), fill=self.theme.ink, font=font, anchor="mm")


def looking_at(events: Sequence[Event], camera: Camera, size: tuple[int, int]) -> Camera:
    """``camera`` where it sees a place of the events or there is none; else one that sees as many as fit."""
    spots = [*spots_of(events, AREA), *spots_of(events, POINT)]
    frame = Frame(camera, *size)
    if not spots or any(frame.holds(spot.lon, spot.lat) for spot in spots):
        return camera
    lon, lat = [spot.lon for spot in spots], [spot.lat for spot in spots]
    span = max(max(lon) - min(lon), (max(lat) - min(lat)) * 2, 4.0)
    zoom = min(6.0, max(0.5, math.log2(360 * size[0] / 512 / span) - 0.5))
    return Camera(lon=(max(lon) + min(lon)) / 2, lat=(max(lat) + min(lat)) / 2, zoom=zoom)
