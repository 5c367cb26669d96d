"""Data sets beside the record: published whole, merged by id, taken away, corrected in the record."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from events.engine import Engine
from events.engine.sets import About, SourceFile, data_set, data_sets, describe_anew, publish, remove
from events.model import Event, Kind, Problem, ReviewState, View
from events.record import Failure, Record
from tests.factories import NOON, make_actor, make_article, make_event, make_place, make_span
from tests.parquet import write_events, write_originals

UCDP = About(
    name="ucdp",
    title="UCDP Georeferenced Event Dataset",
    licence="CC BY 4.0",
    attribution="Uppsala Conflict Data Program",
    colour="#123456",
    format="ucdp",
    sources=(SourceFile(name="ged.csv", sha256="0" * 64),),
    not_taken=3,
)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record of one article with one event."""
    with Record(tmp_path / "home", shipped=()) as opened:
        article = make_article()
        opened.add(article, [make_event("e1", article=article)], at=NOON)
        yield opened


def imported(number: int, *, kind: Kind = Kind.ASSAULT) -> Event:
    """An event as an import has it, of the day with this number."""
    return make_event(
        f"ucdp-{number}",
        kind=kind,
        actors=[make_actor("rus"), make_actor("x-militia", name="The militia", part_of="ukr")],
        places=[make_place(51.7, 36.2, radius_km=30), make_place(50.0, 36.0)],
        when=make_span(date(2024, 10, number)),
        extractor="ucdp",
        title=f"Day {number}",
    )


def published(record: Record, folder: Path, *events: Event, removed: tuple[str, ...] = (), whole: bool = False) -> None:
    """Publish events with their originals."""
    paths = [write_events(folder / "events.parquet", events)] if events else []
    told = [write_originals(folder / "originals.parquet", {e.id: {"row": e.id} for e in events})] if events else []
    publish(record, UCDP, paths, told, at=NOON, removed=removed, whole=whole)


def test_an_imported_event_comes_back(record: Record, tmp_path: Path) -> None:
    """What was published is in the next answer, as it was imported, with its source's own row."""
    engine = Engine(record)
    version = engine.version()
    assert engine.count(View()) == 1
    published(record, tmp_path, imported(1), imported(2))

    assert engine.version() > version
    assert engine.ids(View()) == ["ucdp-1", "ucdp-2", "e1"]
    assert engine.event("ucdp-2") == imported(2).model_copy(update={"original": {"row": "ucdp-2"}})
    assert engine.events(View(data=("ucdp",)), limit=1) == [engine.event("ucdp-1")]
    assert engine.data_sets() == ["articles", "ucdp"]
    assert [each.about() for each in engine.imports()] == [data_set(record.home, "ucdp").about()]  # type: ignore[union-attr]
    assert engine.imports()[0].rows == 2
    assert engine.knows_actor("x-militia")
    assert ("The militia", 2) in [(facet.name, facet.count) for facet in engine.facets(View())]


def test_a_new_import_is_merged_by_id(record: Record, tmp_path: Path) -> None:
    """An id that comes again replaces the old event, new ones join, and what its makers took back is gone."""
    engine = Engine(record)
    published(record, tmp_path, imported(1), imported(2))
    published(record, tmp_path, imported(2, kind=Kind.COERCE), imported(3))
    assert engine.ids(View(data=("ucdp",))) == ["ucdp-1", "ucdp-2", "ucdp-3"]
    assert engine.ids(View(kinds=(Kind.COERCE,))) == ["ucdp-2"]

    published(record, tmp_path, imported(4))
    assert len(data_set(record.home, "ucdp").segments) == 2  # type: ignore[union-attr]
    published(record, tmp_path, removed=("ucdp-1", "ucdp-4", "ucdp-9"))
    assert engine.ids(View(data=("ucdp",))) == ["ucdp-2", "ucdp-3"]
    event = engine.event("ucdp-3")
    assert event is not None
    assert event.original == {"row": "ucdp-3"}
    published(record, tmp_path, imported(5), whole=True)
    assert engine.ids(View(data=("ucdp",))) == ["ucdp-5"]


def test_an_id_that_comes_twice_counts_as_it_came_last(record: Record, tmp_path: Path) -> None:
    """Files that overlap give each event once."""
    one = write_events(tmp_path / "b.parquet", [imported(1), imported(2)])
    two = write_events(tmp_path / "a.parquet", [imported(2, kind=Kind.COERCE)])
    publish(record, UCDP, [one, two], at=NOON)

    assert [(e.id, e.kind) for e in Engine(record).events(View(data=("ucdp",)), limit=9)] == [
        ("ucdp-1", Kind.ASSAULT),
        ("ucdp-2", Kind.COERCE),
    ]


def test_a_correction_stands_for_what_was_imported(record: Record, tmp_path: Path) -> None:
    """A corrected event is shown as corrected, in its data set, also after another import of the same."""
    engine = Engine(record)
    published(record, tmp_path, imported(1), imported(2))
    changes: dict[str, object] = {"review": "disputed"}
    record.revise("ucdp-1", changes, by="Ana", why="no source", at=NOON, imported=engine.event("ucdp-1"))
    for _ in range(2):
        event = engine.event("ucdp-1")
        assert event is not None
        assert (event.revision, event.review.state, event.original) == (2, ReviewState.DISPUTED, {"row": "ucdp-1"})
        assert engine.ids(View(data=("ucdp",))) == ["ucdp-1", "ucdp-2"]
        assert engine.total() == 3
        published(record, tmp_path, imported(1), imported(2))
    assert record.check() == []


def test_a_set_can_be_described_anew_and_taken_away(record: Record, tmp_path: Path) -> None:
    """What a set is can be said otherwise; taken away, its events are gone and its corrected ones stay."""
    engine = Engine(record)
    published(record, tmp_path, imported(1), imported(2))
    describe_anew(record, UCDP.model_copy(update={"title": "GED"}))
    assert [(each.title, each.rows) for each in engine.imports()] == [("GED", 2)]
    record.revise("ucdp-1", {"kind": "AID"}, by="Ana", why="read", at=NOON, imported=engine.event("ucdp-1"))
    remove(record, "ucdp")

    assert data_sets(record.home) == []
    assert engine.ids(View()) == ["ucdp-1", "e1"]
    with pytest.raises(Problem, match='no data set "ucdp"; there are: none'):
        remove(record, "ucdp")


@pytest.mark.parametrize("name", ["", "articles", "../x", "A", "a" * 41])
def test_a_set_has_a_plain_name(record: Record, name: str) -> None:
    """A name that could not be a folder, or is the articles' own, is refused."""
    with pytest.raises(Problem, match="cannot name a data set"):
        publish(record, UCDP.model_copy(update={"name": name}), [], at=NOON)


def test_what_is_no_set_is_refused(record: Record, tmp_path: Path) -> None:
    """Files without the columns are refused and change nothing; a manifest that cannot be read is said."""
    with pytest.raises(Problem, match="not events of this program"):
        publish(record, UCDP, [write_originals(tmp_path / "o.parquet", {"a": 1})], at=NOON)
    assert data_sets(record.home) == []
    published(record, tmp_path, imported(1))
    (record.home / "sets" / "ucdp" / "manifest.json").write_text("{")
    with pytest.raises(Failure, match="cannot be read; import it again"):
        data_sets(record.home)
