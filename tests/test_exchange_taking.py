"""What an import says of itself: the columns of a file that nothing of an event is made of."""

from pathlib import Path

import pytest

from events.commands.importing import _show
from events.exchange.exporting import FORMATS
from events.exchange.importing import Import, readings
from events.exchange.taking import name_of, unused
from events.model import Problem
from events.texts import texts_in
from tests import exchange_files as files
from tests.any_event import content
from tests.factories import make_event

TABLE = "date,title,actor,colour,shape\n2024-08-06,A clash,Ukraine,red,round\n"


def test_columns_without_a_field_are_named_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a table by its mapping; the command says so with the preview."""
    path = tmp_path / "my table.csv"
    path.write_text(TABLE, encoding="utf-8")
    found = readings([path], tmp_path, as_=None, mapping=None)

    assert name_of(found) == "my-table"
    assert unused(found[0]) == ["colour", "shape"]
    _show(found, Import(tmp_path, "mine", found))
    assert "columns not used: colour, shape; each event keeps them as its source has them" in capsys.readouterr().err


def test_of_a_known_format_the_columns_that_it_does_not_ask_for_are_named(tmp_path: Path) -> None:
    """What ACLED's select reads is not among them."""
    path = tmp_path / "acled.csv"
    path.write_text(files.ACLED_NEW, encoding="utf-8")
    named = unused(readings([path], tmp_path, as_=None, mapping=None)[0])

    assert "civilian_targeting" in named
    assert not {"event_date", "actor1", "notes"} & set(named)


@pytest.mark.parametrize(("name", "expected"), [("csv", True), ("jsonl", False)])
def test_of_an_export_of_ours_only_the_event_is_read(tmp_path: Path, name: str, expected: bool) -> None:
    """Whoever changes a readable column of a spreadsheet is told that it stays unread."""
    path = tmp_path / f"events.{FORMATS[name].suffix}"
    path.write_bytes(b"".join(FORMATS[name].write(content([make_event()]))))
    named = unused(readings([path], tmp_path, as_=None, mapping=None)[0])

    assert ("title" in named) is expected
    assert "event" not in named


@pytest.mark.parametrize(
    ("name", "content", "english", "indonesian"),
    [
        ("none.csv", "", '"none.csv" is empty; name a file with events.', '"none.csv" kosong; sebutkan'),
        ("page.xml", "<p/>", '"page.xml" is XML, but not KML; give KML,', '"page.xml" adalah XML, tetapi bukan KML;'),
        ("list.json", "[3]", '"list.json" holds no list of events; give', '"list.json" tidak berisi daftar peristiwa;'),
    ],
)
def test_why_a_file_cannot_be_imported_is_said_in_the_readers_language(
    tmp_path: Path, name: str, content: str, english: str, indonesian: str
) -> None:
    """English by command, on screen as the screen is."""
    (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(Problem) as wrong:
        readings([tmp_path / name], tmp_path, as_=None, mapping=None)

    assert str(wrong.value).startswith(english)
    assert texts_in("id").said(wrong.value).startswith(indonesian)
