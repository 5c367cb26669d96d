"""Data sets beside the record: published whole, merged by id, taken away, corrected in the record."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from events.engine import Engine, copies, packing
from events.engine.merging import MADE_FOR
from events.engine.segments import connect, stoppable, write
from events.engine.sets import About, SourceFile, data_set, data_sets, describe_anew, prepare, publish, remove
from events.model import Event, Kind, Problem, ReviewState, View
from events.record import Failure, Record
from tests.factories import NOON, make_actor, make_article, make_event, make_place, make_span
from tests.parquet import write_events, write_originals

UCDP = About(
    name="ucdp",
    title="UCDP Georeferenced Event Dataset",
    licence="CC BY 4.0",
    attribution="Uppsala Conflict Data Program",
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


def test_a_set_of_an_earlier_version_is_read(record: Record, tmp_path: Path) -> None:
    """It has a colour, which nothing ever showed, and is the same set without it."""
    made = publish(record, UCDP, [write_events(tmp_path / "new.parquet", [imported(1)])], at=NOON)
    manifest = record.home / "sets" / "ucdp" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("{", '{"colour": null,', 1), encoding="utf-8")

    assert data_set(record.home, "ucdp") == made


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


def ready(folder: Path, *events: Event) -> Path:
    """A file of events as an import writes a whole segment."""
    told = pq.read_table(write_events(folder / "written.parquet", events))
    path = folder / f"ready-{len(list(folder.iterdir()))}.parquet"
    with pq.ParquetWriter(path, told.schema.remove_metadata(), compression="zstd") as out:
        out.write_table(told)
        out.add_key_value_metadata({MADE_FOR: UCDP.name})
    return path


def test_what_is_replaced_in_a_large_segment_goes_from_it(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of it is not sorted anew: it stays in its order, with its originals, beside what came."""
    monkeypatch.setattr(copies, "LARGE", 3)
    monkeypatch.setattr(packing, "ROWS_IN_A_GROUP", 2)
    days = [imported(number) for number in range(1, 8)]
    told = [{"id": each.id, "sort": each.when and each.when.first, "row": {"row": each.id}} for each in days]
    pq.write_table(pa.Table.from_pylist(told), tmp_path / "rows.parquet")
    publish(record, UCDP, [ready(tmp_path, *days)], [tmp_path / "rows.parquet"], at=NOON)
    shares: list[float] = []
    publish(
        record,
        UCDP,
        [ready(tmp_path, imported(2, kind=Kind.COERCE), imported(7), imported(8))],
        [],
        at=NOON,
        moved=lambda what, share: shares.append(share) if what == "merging" else None,
    )
    there, engine = data_set(record.home, "ucdp"), Engine(record)

    assert there is not None
    assert [segment.rows for segment in there.segments] == [5, 3]
    assert engine.ids(View(data=("ucdp",))) == [f"ucdp-{number}" for number in range(1, 9)]
    assert engine.ids(View(kinds=(Kind.COERCE,))) == ["ucdp-2"]
    assert engine.event("ucdp-3") == days[2].model_copy(update={"original": {"row": "ucdp-3"}})
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_what_makes_answers_fast_goes_on_where_it_was_stopped(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The events are shown before, and what was made is not made again."""
    monkeypatch.setattr(copies, "LARGE", 1)
    path = write_events(tmp_path / "events.parquet", [imported(1), imported(2)])
    seen: list[int] = []

    def stop(what: str, share: float) -> None:
        if what == "preparing" and share > 0.2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(record, UCDP, [path], at=NOON, shown=lambda made: seen.append(made.rows), moved=stop)
    [segment] = data_set(record.home, "ucdp").segments  # type: ignore[union-attr]
    folder = record.home / "sets" / "ucdp"
    begun = {name: file for name, file in copies.files_of(segment.stem).items() if (folder / file).is_file()}
    times = {name: (folder / file).stat().st_mtime_ns for name, file in begun.items()}
    assert (seen, Engine(record).count(View(data=("ucdp",)))) == ([2], 2)
    assert 0 < len(begun) < len(copies.SELECTS)

    made = prepare(record, "ucdp")
    assert set(made.segments[0].copies) == set(copies.SELECTS)
    assert {name: (folder / file).stat().st_mtime_ns for name, file in begun.items()} == times
    assert Engine(record).count(View(data=("ucdp",))) == 2


def test_ctrl_c_within_a_statement_is_ctrl_c() -> None:
    """What DuckDB makes of it is made what it was; other errors stay what they are."""
    with pytest.raises(KeyboardInterrupt), stoppable():
        raise RuntimeError("Query interrupted")
    with pytest.raises(RuntimeError, match="another"), stoppable():
        raise RuntimeError("another")


def test_a_long_statement_is_stopped_and_leaves_nothing(tmp_path: Path) -> None:
    """Ctrl-C ends it at once; the connection is as good as before."""

    def stop(_share: float) -> None:
        raise KeyboardInterrupt

    with connect("100MB") as db:
        with pytest.raises(KeyboardInterrupt):
            write(
                db,
                "SELECT a.range + b.range AS n FROM range(1000000) a, range(1000000) b",
                tmp_path / "n.parquet",
                stop,
            )
        assert list(tmp_path.iterdir()) == []
        assert write(db, "SELECT 1 AS n", tmp_path / "one.parquet", lambda _: None) == 1
