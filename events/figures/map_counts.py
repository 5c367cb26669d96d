"""Many events on a map: one mark a cell of the map, which counts the events in it and says their families' shares.

The mark stands in the middle of what it counts, so that a cell on a coast is not drawn at sea. ``customdata`` of every
mark is the index of its cell in ``layout.meta.cells``. Under the marks the viewer shades each cell, the stronger
the more events it has.
"""

from collections.abc import Sequence

from events.engine import CellCount
from events.figures import basemap
from events.figures.marks import Theme
from events.figures.theatre_map import laid_out
from events.figures.timeline import Figure
from events.model import Camera, home
from events.texts import Texts

MARK_PX = 64  # a cell's width on screen: two marks side by side do not touch
WORLD_PX = 512  # the world's width at zoom 0


def cell_degrees(zoom: float) -> float:
    """The width of a cell at a zoom of the map, in degrees: a power of two times 45, for cells that split evenly."""
    wanted = MARK_PX * 360 / (WORLD_PX * 2**zoom)
    degrees = 45.0
    while degrees > wanted and degrees > 0.001:
        degrees /= 2
    return degrees


def map_counts(
    cells: Sequence[CellCount], *, theme: Theme, texts: Texts, camera: Camera | None = None, degrees: float = 0.0
) -> Figure:
    """The map of ``cells`` that are so many ``degrees`` wide (0: not known), the fullest drawn last.

    ``layout.meta`` is as in ``theatre_map``, with ``cells`` and the ``grid`` that they are squares of.
    """
    ordered = sorted(cells, key=lambda cell: (cell.count, cell.lon, cell.lat))
    where: list[tuple[float | None, float | None]] = [(round(cell.lon, 4), round(cell.lat, 4)) for cell in ordered]
    where = where or [(None, None)]  # without a mark a figure would have no map at all
    marks = {
        "type": "scattermap",
        "uid": "cells",
        "mode": "markers",
        "below": basemap.BELOW_NAMES,
        "lon": [lon for lon, _ in where],
        "lat": [lat for _, lat in where],
        "marker": {
            "symbol": [_picture(cell, theme) for cell in ordered] or ["mark:none"],
            "size": 10,
            "allowoverlap": True,
        },
        "customdata": list(range(len(ordered))),
        "hoverinfo": "text",
    }
    layout = laid_out([], theme, texts, camera or home())
    layout["meta"]["cells"] = [[list(cell.families), cell.uncertain] for cell in ordered]
    if degrees:
        layout["meta"]["grid"] = {"degrees": degrees, "at": [[cell.x, cell.y] for cell in ordered]}
    return {"data": [marks], "layout": layout}


def _picture(cell: CellCount, theme: Theme) -> str:
    return f"mark:{theme.name}:act-stack:{'.'.join(map(str, cell.families))}"
