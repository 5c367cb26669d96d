"""Rows on their way to a segment: in order however they came, each id once, the same by whatever way they are read."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from events.engine import Engine
from events.engine.sets import About, data_set, publish
from events.exchange import blocks, canonical, importing, staging
from events.model import View
from events.record import Record
from tests import exchange_files as files
from tests.exchange_home import Read, read
from tests.factories import NOON

DAYS = [f"2024-{1 + number * 7 % 12:02}-{1 + number * 5 % 28:02}" for number in range(400)]


def rows(count: int, **cells_: object) -> list[dict[str, object]]:
    """Rows of UCDP, on days in no order, of some groups at some places."""
    return [
        files.ucdp(id=n, date_start=DAYS[n], date_end=DAYS[n], side_b=f"Group {n % 7}", best=n % 3, **cells_)
        for n in range(count)
    ]


def ged(made: list[dict[str, object]]) -> str:
    """A file of UCDP."""
    return files.text(files.UCDP_COLUMNS, made)


def in_pieces(patched: pytest.MonkeyPatch) -> None:
    """Have files read and rows written a few at a time."""
    patched.setattr(importing, "blocks", lambda stream, quote: blocks.blocks(stream, quote, 10_000))
    patched.setattr(staging, "AT_ONCE", 40)
    patched.setattr(staging, "EVERY", 4)


def published(home: Path, found: Read) -> Record:
    """A record with the data set "test" of what was read."""
    record = Record(home)
    outcome = found.outcome
    publish(record, About(name="test", title="Test"), outcome.events, outcome.originals, at=NOON)
    return record


def written(found: Read) -> list[dict[str, Any]]:
    """The rows of the one file of events, as they lie in it."""
    [path] = found.outcome.events
    told: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return told


def test_rows_are_written_by_day_and_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when they come in many blocks and are put in order a few at a time; undated ones are last."""
    made = [*rows(300), *({**row, "id": 1000 + n, "date_start": "", "date_end": ""} for n, row in enumerate(rows(50)))]
    whole = written(read(tmp_path / "whole", ("a.csv", ged(made))))
    in_pieces(monkeypatch)
    pieces = written(read(tmp_path / "pieces", ("a.csv", ged(made))))

    assert len(whole) == 350
    assert [row["sort"] is None for row in whole] == [False] * 300 + [True] * 50
    assert whole[:300] == sorted(whole[:300], key=lambda row: (row["sort"], row["id"]))
    assert pieces == whole


def test_an_id_that_comes_again_counts_as_it_came_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same block or in a later one, whether its day moved forward or back."""
    in_pieces(monkeypatch)
    moved = [
        {**files.ucdp(id=n, best=77), "date_start": day, "date_end": day} for n, day in ((3, DAYS[9]), (9, DAYS[3]))
    ]
    found = read(
        tmp_path, ("a.csv", ged([*moved, *rows(200), *moved, files.ucdp(id=5, best=1), files.ucdp(id=5, best=55)]))
    )
    killed = [row["quantities"][0]["value"] for row in written(found) if row["quantities"]]

    assert (found.outcome.rows, len(found.rows)) == (206, 200)
    assert (killed.count(77), killed.count(55)) == (2, 1)


@pytest.mark.parametrize("text", [ged(rows(60)), files.ACLED_NEW, files.ACLED_OLD])
def test_what_is_found_once_for_all_alike_is_what_each_row_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """Rows give the same events when they are read one by one."""
    head, *lines = text.strip().split("\n")
    many = "\n".join([head, *(line.replace(line[:4], f"{line[:4]}{n}", 1) for n in range(5) for line in lines)]) + "\n"
    one_by_one = read(tmp_path / "each", ("a.csv", many))
    monkeypatch.setattr(canonical, "MANY", 0)
    together = read(tmp_path / "alike", ("a.csv", many))

    assert together.rows == one_by_one.rows
    assert together.originals == one_by_one.originals


def test_both_readers_of_text_tables_agree(tmp_path: Path) -> None:
    """A block with a row that is no row gives the same events as the block without it."""
    text = ged([*rows(20), files.ucdp(id=99, where_coordinates='"Old", town\nof nan', side_b=" nan ")])
    found = read(tmp_path / "good", ("a.csv", text))
    other = read(tmp_path / "bad", ("a.csv", text + "1,2\n"))

    assert other.rows == found.rows
    assert other.originals == found.originals
    assert dict(other.outcome.refused) == {"it has too few cells": 1}


def test_the_same_file_again_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    """The set stays one segment, its old files are not read any more, and every row is told as its source has it."""
    published(tmp_path, read(tmp_path, ("a.csv", ged(rows(100)))))
    record = published(tmp_path, read(tmp_path, ("b.csv", ged(rows(100, where_coordinates="Elsewhere")))))
    there = data_set(tmp_path, "test")
    events = Engine(record).events(View(data=("test",)), limit=1000)

    assert there is not None
    assert [segment.rows for segment in there.segments] == [100]
    assert len(events) == 100
    assert {each.original["where_coordinates"] for each in events if each.original} == {"Elsewhere"}


def test_editions_with_other_columns_stand_beside_each_other(tmp_path: Path) -> None:
    """Each row is told in the columns of its own file, also where the rows of several are made one segment."""
    published(tmp_path, read(tmp_path, ("new.csv", files.ACLED_NEW)))
    published(tmp_path, read(tmp_path, ("old.csv", files.ACLED_OLD)))
    again = files.ACLED_NEW.replace(",3,,1722900000", ",9,,1722900000").split("\n")
    record = published(tmp_path, read(tmp_path, ("again.csv", "\n".join(again[:2]) + "\n")))
    told = {
        str(each.original["event_id_cnty"]): each.original
        for each in Engine(record).events(View(), limit=9)
        if each.original
    }

    assert set(told) == {"UKR1", "UKR2", "UKR3", "UKR9"}
    assert told["UKR1"]["fatalities"] == "9"
    assert ("iso3" in told["UKR9"], "iso3" in told["UKR1"]) == (True, False)


def test_a_place_given_by_its_position_alone_is_called_by_that(tmp_path: Path) -> None:
    """VIINA knows of some reports where they happened, but of no name; they are listed like any other."""
    nameless = files.VIINA_FLAT.replace("Sudzha", "")
    record = published(tmp_path, read(tmp_path, ("flat.csv", nameless)))
    [event] = Engine(record).events(View(data=("test",)), limit=9)

    assert [(place.name, place.lat, place.lon) for place in event.places] == [("51.19, 35.27", 51.19, 35.27)]
