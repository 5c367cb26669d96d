"""Counts on the timeline: every event is in one column, and no more is drawn than a browser carries."""

from datetime import date, timedelta

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.engine import Bin, BinCount
from events.figures.lanes import Lane
from events.figures.marks import FAMILIES, LIGHT
from events.figures.timeline import DAY, LIMIT, milliseconds
from events.figures.timeline_counts import LANE_ROWS, LENGTHS, SEGMENTS, CountedTime, bin_length, timeline_counts
from events.texts import texts_in

TEXTS = texts_in("en")
EXTENT = (date(2022, 1, 1), date(2024, 12, 31))
LANES = [Lane(name, name, 0, (), parts=False, opened=False, count=0) for name in ("rus", "ukr")]


def draw(bins: list[BinCount], undated: tuple[int, ...] = (0, 0, 0, 0, 0)) -> go.Figure:
    """The counts of two lanes by month in the light theme; Plotly refuses a setting that it does not know."""
    counted = CountedTime(tuple(LANES), tuple(bins), Bin.MONTH, undated, EXTENT, EXTENT)
    return go.Figure(timeline_counts(counted, theme=LIGHT, texts=TEXTS))


def month(lane: str, number: int, families: tuple[int, ...], uncertain: int = 0) -> BinCount:
    """A bin of a month of 2024."""
    return BinCount(date(2024, number, 1), lane, families, uncertain)


def test_a_column_stands_over_its_days_and_stacks_its_families() -> None:
    """A column covers the days of its bin, each family's part begins where the one below ends, in its own colour."""
    figure = draw([month("rus", 2, (0, 0, 3, 1, 0))])
    low, high = figure.data

    assert [each.marker.color for each in (low, high)] == [LIGHT.families[FAMILIES[2]], LIGHT.families[FAMILIES[3]]]
    assert low.x[0] == pytest.approx((milliseconds(date(2024, 2, 1)) + milliseconds(date(2024, 3, 1))) / 2)
    assert low.width[0] < 29 * DAY
    assert high.base[0] == pytest.approx(low.base[0] + low.y[0], abs=0.002)
    assert low.base[0] == -LANE_ROWS
    assert list(low.customdata) == [0]


def test_four_times_as_many_are_twice_as_high_in_every_lane() -> None:
    """Heights grow with the square root, on one scale for all lanes."""
    busy, quiet = month("rus", 1, (0, 0, 0, 400, 0)), month("ukr", 1, (0, 0, 0, 100, 0))
    (columns,) = draw([busy, quiet]).data

    assert columns.y[0] == pytest.approx(2 * columns.y[1], rel=0.01)


def test_what_may_lie_outside_its_column_is_hatched() -> None:
    """The hatched part is as high as its share of the column, at its top."""
    figure = draw([month("rus", 1, (0, 0, 0, 8, 0), uncertain=2)])
    solid, hatched = figure.data

    assert hatched.uid == "uncertain"
    assert hatched.y[0] == pytest.approx(solid.y[0] / 4, rel=0.01)
    assert hatched.base[0] + hatched.y[0] == pytest.approx(solid.base[0] + solid.y[0], abs=0.002)


def test_undated_events_are_counted_apart_from_the_axis() -> None:
    """They have a lane of their own, with their number and their families' shares, on axes without dates."""
    figure = draw([month("rus", 1, (1, 0, 0, 0, 0))], undated=(0, 0, 30, 10, 0))
    undated = [each for each in figure.data if each.uid.startswith("undated")]

    assert figure.layout.meta["lanes"][-1]["count"] == 40
    assert [each.xaxis for each in undated] == ["x2", "x2"]
    assert undated[0].x[0] == pytest.approx(3 * undated[1].x[0])


@given(st.integers(0, 60_000), st.integers(1, 40))
def test_bins_never_draw_more_than_the_limit(days: int, lanes: int) -> None:
    """Between any two days, with any number of lanes, the columns of the chosen bins stay under the limit of marks."""
    first = date(1850, 1, 1)
    last = first + timedelta(days=days)
    length = bin_length(first, last, lanes)
    most = max(12, LIMIT // (lanes * SEGMENTS))

    assert length is Bin.YEAR or days + 1 <= LENGTHS[length] * most


def test_few_days_are_told_by_the_day() -> None:
    """A single busy day is not a month."""
    assert bin_length(date(2024, 8, 6), date(2024, 8, 20), 14) is Bin.DAY
    assert bin_length(date(2014, 1, 1), date(2024, 12, 31), 14) is Bin.YEAR
