"""The answers of a cluster are those of the rules in plain Python, as DuckDB's are."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.engine import Bin, Engine
from events.engine.cluster import Cluster
from events.engine.dialect import CLICKHOUSE
from events.engine.sending import Asked
from events.model import Event, Role, View
from events.record import Record
from tests import oracle
from tests.factories import make_actor, make_event, make_place, make_span
from tests.oracle import DATED
from tests.test_engine import check_counts, check_lists, recorded

HOSTILE = ["a' OR 1=1 --", "\\", "\\'", "'; DROP TABLE event; --", "\0", "{}", "%s", "`x`", "\n\t", "İ", "𝕏", "?", "/*"]


def on(asked: Asked, record: Record, events: Sequence[Event]) -> Engine:
    """An engine on the cluster over ``record`` with these events."""
    recorded(record, events)
    return Engine(record, Cluster(record, asked, "here"))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    found=st.lists(oracle.events, max_size=8).map(oracle.numbered),
    chosen=st.lists(oracle.views, min_size=1, max_size=3),
    data=st.data(),
)
def test_a_cluster_is_the_oracle(
    asked: Asked,
    tmp_path_factory: pytest.TempPathFactory,
    found: list[Event],
    chosen: list[View],
    data: st.DataObject,
) -> None:
    """Counts, lists, facets, bins, cells, links, gaps and what is omitted are those of the rules in plain Python."""
    with Record(tmp_path_factory.mktemp("home"), shipped=()) as record:
        engine = on(asked, record, found)
        assert engine.total() == len(found)
        for view in chosen:
            check_lists(engine, view, found)
            check_counts(engine, view, oracle.shown(found, view), data)
            facets = {facet.id: facet.count for facet in engine.facets(view)}
            counts = oracle.facets(found, view)
            assert facets == {**{actor: 0 for actor in view.actors if actor not in counts}, **counts}


def test_hostile_words_are_words(asked: Asked, tmp_path: Path) -> None:
    """Whatever stands in names and in what is searched for, it is found as it is and does nothing else."""
    events = [
        make_event(f"e{number:02}", article=DATED, title=f"x {words} x", actors=[make_actor(words, name=words)])
        for number, words in enumerate(HOSTILE)
    ]
    with Record(tmp_path, shipped=()) as record:
        engine = on(asked, record, events)
        for event, words in zip(events, HOSTILE, strict=True):
            assert engine.ids(View(actors=(words,))) == [event.id]
            assert event.id in engine.ids(View(text=words))
            assert engine.count(View(actors=(words,), role=Role.SPEAKER)) == 0
        assert engine.events(View(), limit=99) == events
        assert {facet.name for facet in engine.facets(View())} == set(HOSTILE)


def first_of(day: date, length: Bin) -> date:
    """The first day of the bin that a day is in."""
    match length:
        case Bin.DAY:
            return day
        case Bin.WEEK:
            return day - timedelta(days=day.weekday())
        case Bin.MONTH:
            return day.replace(day=1)
        case Bin.QUARTER:
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case Bin.YEAR:
            return day.replace(month=1, day=1)


@pytest.mark.parametrize("length", Bin)
def test_bins_of_every_century(asked: Asked, length: Bin) -> None:
    """Bins begin and end on the days that the calendar has, far before 1970 and after 2105 too."""
    after = {Bin.DAY: 1, Bin.WEEK: 7, Bin.MONTH: 31, Bin.QUARTER: 92, Bin.YEAR: 366}[length]
    leaps = [
        date(year, month, day) for year in (1600, 1900, 2000, 2024, 2100) for month, day in ((2, 28), (3, 1), (12, 31))
    ]
    days = [*leaps, *(date.fromordinal(number) for number in range(date(8, 1, 1).toordinal(), 3_650_000, 9_973))]
    numbers = ", ".join(map(CLICKHOUSE.literal, days))
    begins, ends = CLICKHOUSE.bins[length].format("day"), CLICKHOUSE.bin_ends[length].format("begins")

    rows = asked.rows(f"SELECT day, {begins} AS begins, {ends} FROM (SELECT toInt32(arrayJoin([{numbers}])) AS day)")

    expected = [first_of(day, length) for day in days]
    last = [first_of(begin + timedelta(days=after), length) - timedelta(days=1) for begin in expected]
    assert rows == list(zip(days, expected, last, strict=True))


def test_days_before_and_after_the_servers_own(asked: Asked, tmp_path: Path) -> None:
    """Events of 1812 and of 2200 are found, counted and told on their days."""
    days = [date(1812, 6, 24), date(1969, 12, 31), date(1970, 1, 1), date(2106, 2, 8), date(2200, 3, 1)]
    events = [make_event(f"e{number}", article=DATED, when=make_span(day)) for number, day in enumerate(days)]
    with Record(tmp_path, shipped=()) as record:
        engine = on(asked, record, events)
        assert engine.events(View(), limit=9) == events
        assert engine.ids(View(last=date(1969, 12, 31))) == ["e0", "e1"]
        assert engine.extent(View()) == (days[0], days[-1])
        assert [each.begins for each in engine.timeline(View(), Bin.YEAR).bins] == [
            day.replace(month=1, day=1) for day in days
        ]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=40))
def test_places_are_exact(
    asked: Asked, tmp_path_factory: pytest.TempPathFactory, points: list[tuple[float, float]]
) -> None:
    """A place lies in the area that begins and ends with it, to the last bit of its coordinates."""
    with Record(tmp_path_factory.mktemp("home"), shipped=()) as record:
        events = [make_event(f"e{n:02}", article=DATED, places=[make_place(*each)]) for n, each in enumerate(points)]
        recorded(record, events)
        store = Cluster(record, asked, "here")
        there = store.ask(lambda asker: f"SELECT lat, lon FROM {asker.events}")
        assert sorted(there) == sorted(points)
