"""Files as newsrooms and map makers hand them over: titles above the table, letters of old systems, odd cells."""

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from events.exchange.days import days_of
from events.exchange.detect import titles_of
from events.exchange.importing import readings
from events.exchange.mapping import Mapping, guessed
from events.model import Problem
from tests import exchange_files as files
from tests.exchange_home import Read, read

TITLES = (
    "Strikes on the oblast,,,\nSource: desk,,,\n\nDate,Event,Place,Deaths\n6 Aug 2024,Depot hit,Kursk,3\nsoon,Fire,,\n"
)
GERMAN = "Datum;Ereignis;Ort;Breitengrad;Längengrad;Getötete\r\n13.08.2024;Brücke zerstört;Gluschkowo;51,34;34,64;3\r\n"
RUSSIAN = "Дата;Событие;Место;Широта;Долгота;Погибшие\r\n13.08.2024;Мост разрушен;Глушково;51,34;34,64;3\r\n"


def workbook(*sheets: tuple[str, list[list[object]]], merged: str = "") -> bytes:
    """A workbook with these sheets; ``merged`` are cells of the last one."""
    book, out = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    book.save(out)
    return out.getvalue()


def titles(found: Read) -> list[str]:
    """What the events are called, in order."""
    return [row["title"] for row in found.rows]


# -- text tables ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        TITLES,
        TITLES.replace(",,,", ""),
        TITLES.replace("Strikes", '"Strikes\n').replace("oblast,", 'oblast",'),
        f"\n\n{TITLES}",
        f"sep=,\r\n{TITLES[TITLES.index('Date') :]}",
    ],
)
def test_titles_above_a_table_are_no_rows(tmp_path: Path, text: str) -> None:
    """Titles, notes, blank lines and what is said to Excel; what is not taken is told by its line in the file."""
    found = read(tmp_path, ("a.csv", text))

    assert titles(found) == ["Depot hit"]
    assert found.only["first"] == date(2024, 8, 6)
    assert found.outcome.refused == {"not a date: soon": 1}
    assert found.outcome.report is not None
    row = len(list(csv.reader(io.StringIO(text[: text.index("soon") + 1]))))
    assert found.outcome.report.read_text().splitlines()[1].startswith(f"a.csv,{row},")


@pytest.mark.parametrize(
    ("rows", "above"),
    [
        ([("Date", "Event")], 0),
        ([("Report",), ("Date", "Event", "Place")], 1),
        ([("Report", "", "", "", ""), ("of", "2024", "", "", ""), ("Date", "Event", "Place", "Lat", "Lon")], 2),
        ([("2024-08-06", "A strike", "Kursk"), ("2024-08-07", "Date", "Event")], 0),
        ([("A",), ("b",)], 0),
        ([("Report",), ("1", "2", "3"), ("Date", "Event", "Place")], 0),
    ],
)
def test_what_stands_above_a_table(rows: list[tuple[str, ...]], above: int) -> None:
    """A cell or two, and then a row of names; never a row of data."""
    assert titles_of(rows) == above


@pytest.mark.parametrize(
    ("text", "encoding", "title"),
    [(GERMAN, "cp1252", "Brücke zerstört"), (RUSSIAN, "cp1251", "Мост разрушен"), (RUSSIAN, "utf-16", "Мост разрушен")],
)
def test_letters_of_old_systems(tmp_path: Path, text: str, encoding: str, title: str) -> None:
    """Western and Cyrillic letters of Windows are told apart; names of columns in other languages are understood."""
    found = read(tmp_path, ("a.csv", text.encode(encoding)))

    assert (found.only["title"], found.only["lat"], found.only["lon"]) == (title, 51.34, 34.64)
    assert found.only["first"] == date(2024, 8, 13)
    assert found.only["quantities"] == [{"value": 3.0, "unit": "killed", "qualifier": "reported"}]


def test_a_file_that_was_cut_within_a_letter(tmp_path: Path) -> None:
    """One letter is lost, and not all the others with it."""
    found = read(tmp_path, ("a.csv", "date,title,place\n2024-08-06,Удар по мосту,Брянск\n".encode()[:-2]))

    assert (found.only["title"], found.only["places"][0]["name"]) == ("Удар по мосту", "Брянс\ufffd")


def test_a_letter_on_the_edge_of_what_is_looked_at_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first piece of a file may end within a letter, and is UTF-8 all the same."""
    monkeypatch.setattr("events.exchange.detect.START", len(b"Datum;Ereignis\n2024-08-06;Br") + 1)
    found = read(tmp_path, ("a.csv", "Datum;Ereignis\n2024-08-06;Brücke\n"))

    assert titles(found) == ["Brücke"]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("1,200", 1200),
        ("1.200", 1200),
        ("1 200", 1200),
        ("1\u00a0200", 1200),
        ("12,000,000", 12_000_000),
        ("12", 12),
        ("2.0", 2),
    ],
)
def test_thousands_are_no_fractions(tmp_path: Path, words: str, count: int) -> None:
    """Of the dead there are whole ones only."""
    found = read(tmp_path, ("a.csv", f'date,title,killed\n2024-08-06,A,"{words}"\n'))

    assert found.only["quantities"][0]["value"] == count


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        ("51.73° N", "36.19 E", (51.73, 36.19)),
        ("51,73", "-36,19", (51.73, -36.19)),
        ("51°43'48\"N", "36°11′24″W", (51.73, -36.19)),
        ("51°30' S", "12.5w", (-51.5, -12.5)),
        ("about 51", "36", (None, None)),
        ("91 N", "36", (None, None)),
    ],
)
def test_degrees_as_people_write_them(
    tmp_path: Path, lat: str, lon: str, expected: tuple[float | None, float | None]
) -> None:
    """With signs for degrees, minutes and seconds, and the side of the world; what is none stays unknown."""
    cells = ";".join('"' + cell.replace('"', '""') + '"' for cell in ("2024-08-06", "A", lat, lon))
    found = read(tmp_path, ("a.csv", f"date;title;lat;lon\n{cells}\n"))

    assert (found.only["lat"], found.only["lon"]) == pytest.approx(expected)


@pytest.mark.parametrize(
    "words",
    [
        "51.73, 36.19",
        "51.73,36.19",
        "51,73; 36,19",
        "51.73 36.19",
        "51.73° N, 36.19° E",
        "36.19° E, 51.73° N",
        "36.19e 51.73n",
    ],
)
def test_a_position_in_one_cell(tmp_path: Path, words: str) -> None:
    """Latitude first, as people write it, unless its letters say otherwise."""
    found = read(tmp_path, ("a.csv", f'date,title,coordinates\n2024-08-06,A,"{words}"\n2024-08-07,B,by the river\n'))

    assert [(row["lat"], row["lon"]) for row in found.rows] == [(51.73, 36.19), (None, None)]


def test_a_position_beside_its_halves(tmp_path: Path) -> None:
    """What latitude and longitude do not say, the position does."""
    text = 'date,title,lat,lon,gps\n2024-08-06,A,50,30,"1, 2"\n2024-08-07,B,,,"51.73, 36.19"\n'
    found = read(tmp_path, ("a.csv", text))

    assert [(row["lat"], row["lon"]) for row in found.rows] == [(50, 30), (51.73, 36.19)]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2024-08-06 10:00 - 12:00", 6, 6),
        ("13/08/2024 10.00 - 12.30", 13, 13),
        ("6 Aug 2024, 10:00 to 12:00", 6, 6),
        ("6 - 8 August 2024", 6, 8),
        ("6 bis 8. August 2024", 6, 8),
        ("06.08.2024 - 08.08.2024", 6, 8),
    ],
)
def test_spans_of_hours_and_of_days(words: str, first: int, last: int) -> None:
    """From one hour to another is one day; from one day to another are all between."""
    found = days_of(words, "dmy")

    assert found is not None
    assert (found.first, found.last) == (date(2024, 8, first), date(2024, 8, last))


def test_columns_without_a_name_at_the_end(tmp_path: Path) -> None:
    """Spreadsheets save the empty columns beside a table, too."""
    found = read(tmp_path, ("a.csv", "date,title,place,,,\n2024-08-06,Strike,Kursk,,,\n\n,,,,,\n"))

    assert titles(found) == ["Strike"]


@pytest.mark.parametrize("word", ["unknown", "n/a", "?", "-", "NA"])
def test_words_for_nothing_known(tmp_path: Path, word: str) -> None:
    """They are no date that is wrong, and nobody's name."""
    found = read(tmp_path, ("a.csv", f"date,title,actor,place,killed\n{word},A,{word},{word},{word}\n"))

    assert (found.only["first"], found.only["parties"], found.only["places"]) == (None, [], [])
    assert found.only["quantities"] == []


def test_acled_and_ucdp_from_r(tmp_path: Path) -> None:
    """What R writes for nothing is no actor."""
    acled = files.ACLED_NEW.replace("Military Forces of Ukraine (2019-),,", "Military Forces of Ukraine (2019-),NA,")
    ucdp = files.text(files.UCDP_COLUMNS, [files.ucdp(id=1, source_headline="NA", where_description="NA")])
    found = [read(tmp_path / name, (f"{name}.csv", text)) for name, text in (("acled", acled), ("ucdp", ucdp))]

    assert not [p for each in found for row in each.rows for p in row["parties"] if p["name"] == "NA"]
    assert " na " not in f" {found[1].only['words']} "


def test_an_archive_with_notes(tmp_path: Path) -> None:
    """What is of no known format beside a table that is of one is left, and told."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("events.tab", files.ICEWS)
        archive.writestr("readme.txt", "ICEWS, see the codebook.\nMore.\n")
    found = read(tmp_path, ("icews.zip", out.getvalue()))
    [reading] = readings([tmp_path / "given" / "icews.zip"], tmp_path / "work", as_=None, mapping=None)

    assert found.formats == ["icews"]
    assert reading.table.left == ("icews.zip/readme.txt",)


def test_answers_to_a_form(tmp_path: Path) -> None:
    """When something happened is not when somebody told of it."""
    header = 'Timestamp,When did it happen?,What happened?,Where?,"Coordinates (lat, long)",Link to source'
    text = f'{header}\n8/13/2024 10:31:22,8/12/2024,Drone shot down,Kursk,"51.73, 36.19",https://news.example\n'
    row = read(tmp_path, ("a.csv", text)).only

    assert (row["first"], row["title"], row["lat"]) == (date(2024, 8, 12), "Drone shot down", 51.73)
    assert row["places"][0]["name"] == "Kursk"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("date,title,checked", "6/8/2024,A,version 13/2/2024"),
        ("date,title,checked", "6/8/2024,A,8/13/2024 by Sari\n7/8/2024,B,not yet"),
        ("date,title,checked", "8/13/2024,A,8/13/2024\n13/8/2024,B,8/13/2024"),
        ("date,title,checked", "6.8.2024,A,8/13/2024"),
    ],
)
def test_what_tells_nothing_of_the_order_of_day_and_month(header: str, row: str) -> None:
    """Words that a date stands in, dates that disagree, and dates of another sort."""
    mapping = guessed(header.split(","), [line.split(",") for line in row.splitlines()])

    assert mapping.date_order is None


def test_a_column_called_data_is_the_date_only_where_it_holds_dates(tmp_path: Path) -> None:
    """It is in Polish."""
    found = read(tmp_path, ("a.csv", "timestamp,title,data\n2024-08-06,A,{}\n"))
    polish = read(tmp_path / "pl", ("a.csv", "timestamp,tytuł,data\n2024-08-07,A,2024-08-06\n"))

    assert found.only["first"] == polish.only["first"] == date(2024, 8, 6)


@pytest.mark.parametrize("column", ["autor", "auteur", "Opfer"])
def test_who_wrote_of_it_and_how_many_suffered_are_no_parties(tmp_path: Path, column: str) -> None:
    """An author is that of the article, and victims are mostly counted."""
    assert read(tmp_path, ("a.csv", f"date,title,{column}\n2024-08-06,A,12\n")).only["parties"] == []


# -- workbooks -----------------------------------------------------------------------------------

NAMES: list[object] = ["No", "Date", "What happened", "Location", "Killed"]


def test_a_newsrooms_workbook(tmp_path: Path) -> None:
    """Notes first, titles above the table, a cell merged downwards, more of the same on another sheet, and a list."""
    book = workbook(
        ("Read me", [["Internal"], ["Updated by Sari"]]),
        ("Later", [NAMES, [3, date(2024, 9, 1), "Refinery burns", "Kursk", 0]]),
        ("Contacts", [["Name", "Telephone"], ["Sari", "1"]]),
        (
            "August",
            [
                ["STRIKES, AUGUST"],
                [],
                NAMES,
                [1, date(2024, 8, 7), "Depot hit", "Kursk", 2],
                [2, None, "Bridge hit", "Sudzha", 1],
                ["Total", None, None, None, 3],
            ],
        ),
        merged="B4:B5",
    )
    folder = tmp_path / "given"
    found = read(tmp_path, ("desk.xlsx", book))
    [reading] = readings([folder / "desk.xlsx"], tmp_path / "work", as_=None, mapping=None)

    assert sorted((row["first"], row["title"]) for row in found.rows) == [
        (date(2024, 8, 7), "Bridge hit"),
        (date(2024, 8, 7), "Depot hit"),
        (date(2024, 9, 1), "Refinery burns"),
    ]
    assert found.outcome.refused == {"nothing is said of what happened": 1}
    assert reading.table.left == ("Contacts",)


def test_rows_that_are_numbered_on_each_sheet(tmp_path: Path) -> None:
    """A running number is no id: it begins again on the next sheet, and no event replaces another."""
    names: list[object] = ["Nomor", "Tanggal", "Kejadian"]
    sheets = [(month, [names, [1, date(2024, number, 1), month]]) for number, month in ((7, "Juli"), (8, "Agustus"))]

    assert titles(read(tmp_path, ("desk.xlsx", workbook(*sheets)))) == ["Juli", "Agustus"]


def test_a_large_workbook_is_read_by_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says the same, but for cells that are merged."""
    monkeypatch.setattr("events.exchange.records.WHOLE", 0)
    found = read(tmp_path, ("desk.xlsx", workbook(("A", [["Title"], NAMES, [1, date(2024, 8, 7), "Depot hit"]]))))

    assert titles(found) == ["Depot hit"]


def test_whole_columns_that_are_merged(tmp_path: Path) -> None:
    """Millions of cells are not made for them; the rows are read without what is merged."""
    rows: list[list[object]] = [NAMES, [1, date(2024, 8, 7), "Depot hit"]]

    assert titles(read(tmp_path, ("desk.xlsx", _merging(workbook(("A", rows)), "F1:J1048576")))) == ["Depot hit"]


def _merging(book: bytes, cells: str) -> bytes:
    """The workbook with these cells merged, as a spreadsheet notes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            merged = f'</sheetData><mergeCells count="1"><mergeCell ref="{cells}"/></mergeCells>'.encode()
            new.writestr(name, old.read(name).replace(b"</sheetData>", merged))
    return out.getvalue()


def test_numbers_of_days_in_a_spreadsheet(tmp_path: Path) -> None:
    """A date that lost its format is its number, also with a time behind the point."""
    rows: list[list[object]] = [["Tanggal", "Kejadian", "Lintang"], [45510, "A", "51,73"], [45511.5, "B", "51,73"]]
    found = read(tmp_path, ("a.xlsx", workbook(("A", rows))))

    assert [row["first"] for row in found.rows] == [date(2024, 8, 6), date(2024, 8, 7)]
    assert {row["precision"] for row in found.rows} == {"day"}


# -- timelines and maps --------------------------------------------------------------------------


def test_a_slide_whose_month_is_a_word_is_not_of_january(tmp_path: Path) -> None:
    """What cannot be read as a date is refused, never filled in."""
    sheet = "Year,Month,Day,Headline\n2024,August,,A\n2024,8,sixth,B\n2024,8,,C\n2024,,,D\n"
    found = read(tmp_path, ("sheet.csv", sheet))

    assert {(row["title"], row["precision"]) for row in found.rows} == {("C", "month"), ("D", "year")}
    assert found.outcome.refused == {"not a date: 2024-August": 1, "not a date: 2024-8-sixth": 1}


def test_a_headline_is_said_without_its_marks(tmp_path: Path) -> None:
    """Tags and the names of letters are of the page, not of the words."""
    slide = {"start_date": {"year": "2024"}, "text": {"headline": "Ukraine&#39;s <b>in</b>cursion<br/>&amp; after"}}
    found = read(tmp_path, ("a.json", json.dumps({"events": [slide]})))

    assert titles(found) == ["Ukraine's incursion & after"]


def test_the_layers_of_a_umap(tmp_path: Path) -> None:
    """A backup of uMap holds its marks in layers."""
    mark = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [34.7, 51.3]}}
    layers = [{"features": [mark | {"properties": {"name": name, "date": "2024-08-16"}}]} for name in ("A", "B")]
    backup = {"type": "umap", "properties": {"name": "War"}, "geometry": {"type": "Point"}, "layers": layers}
    found = read(tmp_path, ("backup.umap", json.dumps(backup)))

    assert sorted(titles(found)) == ["A", "B"]
    assert {(row["lat"], row["lon"]) for row in found.rows} == {(51.3, 34.7)}


def test_a_mark_of_geoconfirmed_with_its_position_in_words(tmp_path: Path) -> None:
    """Latitude comes first there."""
    mark = {"id": "a", "date": "2024-08-10T00:00:00", "name": "Strike", "description": "Told", "icon": "i"}
    found = read(tmp_path, ("a.json", json.dumps([mark | {"coordinates": "51.190000, 35.270000"}])))

    assert found.formats == ["geoconfirmed"]
    assert (found.only["lat"], found.only["lon"]) == (51.19, 35.27)


def test_a_map_that_only_links_to_itself(tmp_path: Path) -> None:
    """My Maps gives such files unless it is asked not to keep them up to date."""
    out = io.BytesIO()
    link = "<NetworkLink><Link><href>https://maps.example/kml</href></Link></NetworkLink>"
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("doc.kml", f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{link}</Document></kml>')
    with pytest.raises(Problem, match="only links to a map on the web"):
        read(tmp_path, ("map.kmz", out.getvalue()))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "before 2007"),
        ("a.json", b'{"type": "Topology", "objects": {}, "arcs": []}', "TopoJSON"),
    ],
)
def test_what_cannot_be_read_is_called_by_its_name(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    """And the reader is told what to give instead."""
    with pytest.raises(Problem, match=words):
        read(tmp_path, (name, data))


def test_geojson_by_lines_as_gis_programs_write_it(tmp_path: Path) -> None:
    """Each line begins with the sign that parts records."""
    marks = [{"type": "Feature", "properties": {"name": name}, "geometry": None} for name in ("A", "B")]
    found = read(tmp_path, ("a.geojsonl", "".join(f"\x1e{json.dumps(mark)}\n" for mark in marks)))

    assert sorted(titles(found)) == ["A", "B"]


def test_a_mark_that_has_its_day_in_its_name(tmp_path: Path) -> None:
    """As people date the marks of their maps."""
    mark = "<Placemark><name>2024-08-06 Depot</name><Point><coordinates>36,51</coordinates></Point></Placemark>"
    found = read(tmp_path, ("a.kml", f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{mark}</Document></kml>'))

    assert found.only["first"] == date(2024, 8, 6)


def test_a_mapping_names_a_position() -> None:
    """The field is one of a mapping's."""
    assert Mapping(columns={"position": "gps", "title": "t"}).words()[1] == "position: gps"
