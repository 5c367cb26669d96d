"""Counts on the map: one mark a cell, with its number and families."""

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.engine import CellCount
from events.figures.map_counts import MARK_PX, WORLD_PX, cell_degrees, map_counts
from events.figures.marks import LIGHT
from events.texts import texts_in

TEXTS = texts_in("en")


def test_a_cell_is_one_mark_where_its_events_are() -> None:
    """The mark stands at the mean of its events, says their families, and the fullest is drawn last."""
    cells = [CellCount(0, 0, 51.7, 36.2, (0, 0, 0, 90, 2), 5), CellCount(1, 0, 50.4, 30.5, (1, 0, 0, 0, 0), 0)]
    figure = go.Figure(map_counts(cells, theme=LIGHT, texts=TEXTS, degrees=45))
    (marks,) = figure.data

    assert figure.layout.meta["grid"] == {"degrees": 45, "at": [[1, 0], [0, 0]]}
    assert list(marks.lon) == [30.5, 36.2]
    assert list(marks.marker.symbol) == ["mark:light:act-stack:1.0.0.0.0", "mark:light:act-stack:0.0.0.90.2"]
    assert [figure.layout.meta["cells"][index] for index in marks.customdata][1] == [[0, 0, 0, 90, 2], 5]


def test_without_cells_the_map_stands() -> None:
    """Nothing to mark still draws the map."""
    (marks,) = go.Figure(map_counts([], theme=LIGHT, texts=TEXTS)).data

    assert marks.type == "scattermap"
    assert list(marks.customdata) == []


@given(st.floats(0, 16))
def test_cells_are_as_wide_as_a_mark_at_every_zoom(zoom: float) -> None:
    """A cell is at most as wide as the room of a mark, and more than half of it; cells of one zoom split evenly."""
    degrees = cell_degrees(zoom)
    px = degrees * WORLD_PX * 2**zoom / 360

    assert MARK_PX / 2 < px <= MARK_PX
    assert (45 / degrees) == pytest.approx(round(45 / degrees))
