"""Exports: what goes out comes back, says what it is, runs nothing, and invents neither a day nor a place."""

import csv
import hashlib
import io
import json
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from events.__main__ import EXPORTED
from events.engine import Engine
from events.exchange import about, own, to_xlsx
from events.exchange.about import Content, content_of
from events.exchange.escaping import as_written, between_tags, harmless, xml_text
from events.exchange.exporting import FORMATS, chunks
from events.exchange.rows import HEADINGS, main_place
from events.exchange.shapes import DIGITS, rounded
from events.exchange.to_kml import KML
from events.exchange.to_parquet import ABOUT
from events.model import (
    DatePrecision,
    DateSpan,
    Event,
    Kind,
    Modality,
    PlacePrecision,
    PlaceRole,
    Problem,
    Quantity,
    Role,
    View,
)
from events.record import Record
from events.snapshots.document import Source, canonical
from tests.any_event import EVENTS, SOURCES, TEXTS, content
from tests.factories import NOON, make_actor, make_article, make_event, make_place, make_span
from tests.synthetic import articles_and_events

WHOLE = [name for name in FORMATS if name != "graphml"]  # the formats that carry events, not counts
SOURCE = Source.of(make_article(title="Berita"))


def exported(made: Content, name: str) -> bytes:
    """The file of a format."""
    return b"".join(chunks(made, FORMATS[name]))


def read_back(data: bytes) -> list[Event]:
    """What is read from a file with these bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        return list(own.read(path))


def document(events: Sequence[Event], name: str, source: Source | None = SOURCE) -> Any:
    """A JSON export, read."""
    return json.loads(exported(content(events, source), name))


def kml_of(events: Sequence[Event], source: Source | None = SOURCE) -> Any:
    """A KML export, read."""
    return etree.fromstring(exported(content(events, source), "kml"))


def found(root: Any, *names: str) -> list[Any]:
    """The elements of KML down a path of names, at any depth for the first."""
    path = "/".join(f"{{{KML}}}{name}" for name in names)
    return list(root.iterfind(f".//{path}"))


# -- what goes out comes back --------------------------------------------------------------------


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(events=st.lists(EVENTS, min_size=1, max_size=4), source=st.none() | SOURCES)
def test_what_was_exported_comes_back(name: str, events: list[Event], source: Source | None) -> None:
    """Whatever an event holds, every format that carries events gives back the same events."""
    back = read_back(exported(content(events, source), name))

    if name == "timelinejs":  # the undated stand after all others
        assert sorted(map(repr, back)) == sorted(map(repr, events))
    else:
        assert back == events


@given(TEXTS)
def test_what_a_spreadsheet_would_run_is_disarmed_and_comes_back(text: str) -> None:
    """No cell begins as a formula, and the apostrophe can be taken away again without doubt."""
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert as_written(harmless(text)) == text


@pytest.mark.parametrize("name", WHOLE)
def test_an_empty_export_is_whole(name: str) -> None:
    """A view without events is a file without events, not a broken one."""
    data = exported(content([]), name)

    assert data.strip() or name == "jsonl"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        assert own.format_of(path) in (name, None)


def test_the_command_knows_every_format() -> None:
    """The formats of the command line are those there are."""
    assert set(EXPORTED) == set(FORMATS)


def test_json_that_somebody_wrote_anew_is_read(tmp_path: Path) -> None:
    """An export that went through another tool, indented and on other lines, gives the same events."""
    events = [make_event("a"), make_event("b", when=make_span(date(2024, 10, 30)))]
    for name in ("json", "geojson", "timelinejs"):
        path = tmp_path / name
        path.write_text(json.dumps(document(events, name), indent=2), encoding="utf-8")
        assert sorted(event.id for event in own.read(path)) == ["a", "b"]


def test_csv_that_a_spreadsheet_saved_is_read(tmp_path: Path) -> None:
    """With semicolons and a byte order mark, as Excel saves in many countries."""
    rows = list(csv.reader(io.StringIO(exported(content([make_event("a")]), "csv").decode(), newline="")))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    path = tmp_path / "saved.csv"
    path.write_text("\ufeff" + out.getvalue(), encoding="utf-8")

    assert [event.id for event in own.read(path)] == ["a"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"id,name\n1,x\n",
        b"{",
        b'{"events": 3}',
        b"[1, 2]",
        b"PK\x03\x04nothing",
        b"PAR1",
        b"<kml/>",
        b"\xff\xfe\x00",
        b'{"type": "FeatureCollection", "features": [\n{"type": "Feature", "properties": {}}\n]}',
        b'{"a":' * 5000,
    ],
)
def test_what_is_not_ours_is_told_apart(data: bytes, tmp_path: Path) -> None:
    """Other files, broken and hostile ones are not taken for exports, and are refused in one sentence."""
    path = tmp_path / "file"
    path.write_bytes(data)

    assert own.format_of(path) is None
    with pytest.raises(Problem, match="is not an export of this program"):
        list(own.read(path))


def test_a_changed_event_is_named(tmp_path: Path) -> None:
    """An event that somebody made impossible is refused with its number and what is wrong."""
    path = tmp_path / "x.jsonl"
    lines = exported(content([make_event("a"), make_event("b")]), "jsonl").decode()
    path.write_text(lines.replace('"id":"b"', '"id":7'), encoding="utf-8")

    with pytest.raises(Problem, match=r'Event 2 of "x\.jsonl" is not as it was exported \(id: .*\); export it again\.'):
        list(own.read(path))


def test_kml_reads_nothing_else(tmp_path: Path) -> None:
    """Entities that name other files are not followed."""
    secret = tmp_path / "secret"
    secret.write_text("hidden", encoding="utf-8")
    hostile = f'<!DOCTYPE kml [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    data = exported(content([make_event("a", title="ENTITY")]), "kml").decode()
    path = tmp_path / "x.kml"
    head, rest = data.split("?>", 1)
    path.write_text(f"{head}?>{hostile}{rest.replace('ENTITY', '&x;')}", encoding="utf-8")

    with pytest.raises(Problem):
        assert all("hidden" not in event.title for event in own.read(path))
        raise Problem("nothing was read from elsewhere")


# -- what a file says of itself ------------------------------------------------------------------


def abouts(name: str) -> dict[str, Any]:
    """What the file of a format says of itself, from where the format has room for it."""
    events = [make_event("a"), make_event("b", article=make_article(), when=make_span(date(2024, 10, 30)))]
    made = content(events, SOURCE, view=View(kinds=(Kind.MOBILIZE,)))
    data = exported(made, name)
    said: Any = None
    if name in ("json", "geojson", "timelinejs"):
        said = json.loads(data)["about"]
    elif name == "parquet":
        said = json.loads(pq.read_metadata(io.BytesIO(data)).metadata[ABOUT])
    elif name == "xlsx":
        rows = openpyxl.load_workbook(io.BytesIO(data))["About"].iter_rows(values_only=True)
        said = json.loads({row[0]: row[1] for row in rows}["json"])
    elif name == "kml":
        said = json.loads(found(etree.fromstring(data), "Folder", "ExtendedData", "Data", "value")[0].text)
    elif name == "graphml":
        said = json.loads(etree.fromstring(data).xpath("//*[@key='graph-about']")[0].text)
    else:
        said = made.about().model_dump(mode="json")  # the file beside it: tests/test_export_commands.py
    return dict(said)


@pytest.mark.parametrize("name", FORMATS)
def test_every_file_says_what_it_is(name: str) -> None:
    """View in words and as a link, time, version, counts, hash of the events, licence and attribution of the data."""
    said = abouts(name)
    lines = exported(
        content([make_event("a"), make_event("b", article=make_article(), when=make_span(date(2024, 10, 30)))]), "jsonl"
    )

    assert said["sha256"] == hashlib.sha256(lines).hexdigest()
    assert said["made"] == "2026-11-23T12:00:00Z"
    assert said["program"].startswith("conflict-events ")
    assert (said["events"], said["not_shown"], said["unplaced"], said["undated"]) == (2, {"kind": 3}, 2, 0)
    assert "kind=MOBILIZE" in said["link"]
    assert said["view"]["kinds"] == ["MOBILIZE"]
    assert [(each["data"], each["events"]) for each in said["data"]] == [("articles", 1), ("rules/1", 1)]
    assert "their publishers'" in said["data"][0]["licence"]
    for part in (said["link"], said["sha256"], said["made"], said["view_in_words"], "2 events"):
        assert part in said["citation"]
    assert "coded by its users. Data set rules/1 (licence: unknown)." in said["citation"]


def test_the_hash_is_of_the_events_in_order() -> None:
    """The same events in another order are another content; the program's clock is not part of it."""
    a, b = make_event("a"), make_event("b")
    hashes = []
    for events in ([a, b], [b, a]):
        made = content(events)
        exported(made, "json")
        hashes.append(made.about().sha256)

    assert (
        hashes[0]
        == hashlib.sha256("".join(f"{canonical(e.model_dump(mode='json'))}\n" for e in (a, b)).encode()).hexdigest()
    )
    assert hashes[0] != hashes[1]


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_is_public_and_exactly_the_view(name: str, tmp_path: Path) -> None:
    """No reviewer, no reason, no event, denial or article text beyond the view."""
    article = make_article()
    with Record(tmp_path, shipped=[]) as record:
        denial = make_event(
            "den", article=article, denies=["hid"], actors=[make_actor("prk")], when=make_span(date(2024, 10, 30))
        )
        record.add(article, [denial, make_event("hid", article=article, kind=Kind.AID)], at=NOON)
        record.revise("den", {"title": "Korut"}, by="Secret Reviewer", why="secret reason", at=NOON)
        made = content_of(Engine(record), View(kinds=(Kind.MOBILIZE,)), base="http://x", at=NOON)
        data = exported(made, name)

    for secret in (b"Secret", b"secret", b"membantah", b'"hid"'):
        assert secret not in data
    if name in WHOLE:
        (event,) = read_back(data)
        assert (event.id, event.denies, event.review.by) == ("den", (), None)


def test_page_by_page_is_the_whole_view_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many pages it takes, dated and undated, each event comes once and in the order of the list."""
    monkeypatch.setattr(about, "PAGE", 7)
    with Record(tmp_path, shipped=[]) as record:
        for article, events in articles_and_events(60):
            record.add(article, events, at=NOON)
        engine = Engine(record)
        lines = exported(content_of(engine, View(), base="http://x", at=NOON), "jsonl")
        listed = engine.events(View(), limit=100)

    assert read_back(lines) == listed
    assert len(listed) == 60


# -- nothing is invented -------------------------------------------------------------------------


def test_without_a_place_there_is_no_geometry() -> None:
    """Unplaced events and countries have none in GeoJSON and KML, above all not 0, 0."""
    country = make_place(61.5, 105.3, precision=PlacePrecision.COUNTRY, name="Russia")
    events = [make_event("a"), make_event("b", places=[country]), make_event("c", places=[make_place(None, None)])]

    assert [feature["geometry"] for feature in document(events, "geojson")["features"]] == [None] * 3
    root = kml_of(events)
    assert len(found(root, "Placemark")) == 3
    assert found(root, "coordinates") == []


def test_a_point_is_a_point_and_a_region_an_area() -> None:
    """A town is one position, a region a closed ring about its centre, several places one geometry."""
    town = make_place(51.73, 36.19)
    region = make_place(51.7, 36.2, radius_km=130, precision=PlacePrecision.REGION)
    sets = [[town], [region], [town, town], [town, region]]
    features = document([make_event(str(n), places=places) for n, places in enumerate(sets)], "geojson")["features"]
    shapes = [feature["geometry"] for feature in features]

    assert shapes[0] == {"type": "Point", "coordinates": [36.19, 51.73]}
    (ring,) = shapes[1]["coordinates"]
    assert ring[0] == ring[-1]
    assert all(50.4 < lat < 53 and 34.2 < lon < 38.2 for lon, lat in ring)
    assert shapes[2]["type"] == "MultiPoint"
    assert [each["type"] for each in shapes[3]["geometries"]] == ["Point", "Polygon"]
    marks = found(kml_of([make_event("a", places=[town, region])]), "MultiGeometry")
    assert [child.tag.partition("}")[2] for child in marks[0]] == ["Point", "Polygon"]


def span(first: date, last: date, precision: DatePrecision) -> DateSpan:
    """A date span of a precision."""
    return make_span(first, last).model_copy(update={"precision": precision})


OCTOBER = span(date(2024, 10, 1), date(2024, 10, 31), DatePrecision.MONTH)
YEAR = span(date(2024, 1, 1), date(2024, 12, 31), DatePrecision.YEAR)


def test_a_slide_is_no_finer_than_its_date() -> None:
    """A month is a month and a year a year, not their first day; "on or before" says so; the undated are left out."""
    article = make_article()
    events = [
        make_event("day", when=make_span(date(2024, 10, 30))),
        make_event("days", when=make_span(date(2024, 10, 8), date(2024, 10, 13))),
        make_event("month", when=OCTOBER),
        make_event("year", when=YEAR),
        make_event("before", article=article),
        make_event("never", article=article, modality=Modality.PLANNED),
    ]
    said = document(events, "timelinejs")
    slides = {slide["unique_id"]: slide for slide in said["events"]}

    assert slides["day"]["start_date"] == {"year": 2024, "month": 10, "day": 30}
    assert slides["days"]["end_date"] == {"year": 2024, "month": 10, "day": 13}
    assert (slides["month"]["start_date"], slides["month"]["display_date"]) == (
        {"year": 2024, "month": 10},
        "October 2024",
    )
    assert slides["year"]["start_date"] == {"year": 2024}
    assert slides["before"]["display_date"] == "on or before 31 Oct 2024 (published)"
    assert all("end_date" not in slides[name] for name in ("day", "month", "year", "before"))
    assert "never" not in slides
    assert ([each["id"] for each in said["undated"]], said["about"]["undated"]) == (["never"], 1)


def test_a_placemark_is_no_finer_than_its_date() -> None:
    """KML says days, months, years and open ends as they are known, and of the undated nothing."""
    article = make_article()
    root = kml_of(
        [
            make_event("day", when=make_span(date(2024, 10, 30))),
            make_event("month", when=OCTOBER),
            make_event("year", when=YEAR),
            make_event("before", article=article),
            make_event("never", article=article, modality=Modality.PLANNED),
        ]
    )

    assert [each.text for each in found(root, "TimeStamp", "when")] == ["2024-10-30", "2024-10", "2024"]
    assert [each.text for each in found(root, "TimeSpan", "end")] == ["2024-10-31"]
    assert found(root, "TimeSpan", "begin") == []
    assert len(found(root, "Placemark")) == 5


@pytest.mark.parametrize("name", ["graphml", "xlsx"])
def test_what_is_written_last_can_be_stopped_before(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Formats that write nothing before the last event give empty pieces meanwhile, and stopped leave nothing open."""
    monkeypatch.setattr("events.exchange.exporting.PARTS", 2)
    monkeypatch.setattr(to_xlsx, "TRIED", 2)
    told = iter(list(content([make_event(str(number)) for number in range(9)])))
    made = content([])
    made._told = told
    pieces = chunks(made, FORMATS[name])

    assert next(pieces) == b""
    pieces.close()
    assert next(told, None) is not None


# -- tables --------------------------------------------------------------------------------------


def csv_row(event: Event, source: Source | None = SOURCE) -> dict[str, str]:
    """The one row that ``event`` is in CSV."""
    (row,) = csv.DictReader(io.StringIO(exported(content([event], source), "csv").decode(), newline=""))
    return row


def test_a_row_says_the_event_to_people() -> None:
    """Readable columns first; several in one cell; unknown is empty; days and places as far as they are known."""
    actors = [make_actor("prk", name="North Korea"), make_actor("rus", name="Russia")]
    event = make_event(
        article=make_article(),
        actors=[*actors, make_actor("usa", Role.SPEAKER)],
        places=[make_place(51.7, -36.2, radius_km=130)],
        when=make_span(date(2024, 10, 8), date(2024, 10, 13)),
    ).model_copy(update={"quantities": (Quantity(value=1500, unit="troops", qualifier="about"),)})
    row = csv_row(event)

    assert tuple(row) == HEADINGS
    assert (row["sources"], row["source_ids"], row["targets"], row["speakers"]) == (
        "North Korea; Russia",
        "prk; rus",
        "",
        "usa",
    )
    assert (row["first"], row["last"], row["date_precision"]) == ("2024-10-08", "2024-10-13", "range")
    assert (row["place"], row["lon"], row["quantities"]) == ("Kursk", "-36.2", "about 1500 troops")
    assert (row["quote"], row["quote_start"], row["article_title"]) == ("Pasukan Korut tiba di Kursk", "0", "Berita")
    bare = csv_row(make_event(extractor=None), None)
    assert {bare[name] for name in ("article", "first", "place", "lat", "quote", "extractor", "published")} == {""}
    assert bare["drawn"] == "undated"
    assert csv_row(make_event(article=make_article()))["drawn"] == "on or before 2024-10-31"


def test_the_main_place_is_where_it_happened() -> None:
    """Where it happened stands before where it was said, whatever the order."""
    happened = make_place(51.7, 36.2)
    said = make_place(38.9, -77.1, name="Pentagon").model_copy(update={"role": PlaceRole.SAID_AT})

    assert main_place(make_event(places=[said, happened])) == happened
    assert main_place(make_event(places=[said])) == said
    assert main_place(make_event()) is None


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", 'two\nlines, and "quotes"'])
def test_a_spreadsheet_runs_nothing(title: str) -> None:
    """A cell that CSV or Excel would run is disarmed by an apostrophe; any other stays as it is."""
    shown = title if title[0] == "t" else f"'{title}"
    book = openpyxl.load_workbook(io.BytesIO(exported(content([make_event(title=title)]), "xlsx")))
    cell = book["events"].cell(2, HEADINGS.index("title") + 1)

    assert csv_row(make_event(title=title))["title"] == shown
    assert (cell.value, cell.data_type) == (shown, "s")


def test_words_for_an_error_are_text_to_excel() -> None:
    """What Excel would show as an error of its own is the text that it is."""
    book = openpyxl.load_workbook(io.BytesIO(exported(content([make_event(title="#N/A")]), "xlsx")))
    cell = book["events"].cell(2, HEADINGS.index("title") + 1)

    assert (cell.value, cell.data_type) == ("#N/A", "s")


@given(TEXTS)
def test_text_stands_in_xml_as_the_library_writes_it(text: str) -> None:
    """Between tags, to the letter."""
    element = etree.Element("a")
    element.text = xml_text(text)

    assert etree.tostring(element, encoding="unicode") == f"<a>{between_tags(xml_text(text))}</a>"


@given(st.lists(st.floats(-180, 180), min_size=1), st.integers(-(10**7), 10**7))
def test_corners_are_rounded_as_python_rounds(degrees: list[float], half: int) -> None:
    """Many at once, and those that lie in the middle between two."""
    for some in (degrees, [*degrees, half / 10**5 + 5e-6]):
        assert list(map(repr, rounded(np.array(some)))) == [repr(round(each, DIGITS)) for each in some]


def test_a_long_event_goes_on_in_the_next_cells_of_excel() -> None:
    """Excel's longest cell cuts neither the event nor the workbook."""
    event = make_event(title="panjang " * 10_000)
    data = exported(content([event]), "xlsx")
    row = list(openpyxl.load_workbook(io.BytesIO(data))["events"].iter_rows(values_only=True))[1]

    assert max(len(cell) for cell in row if isinstance(cell, str)) == to_xlsx.LONGEST
    assert read_back(data) == [event]


def test_more_events_than_a_sheet_holds_go_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel's rows end; the events do not."""
    monkeypatch.setattr(to_xlsx, "ROWS", 3)
    events = [make_event(str(number)) for number in range(5)]
    data = exported(content(events), "xlsx")

    book = openpyxl.load_workbook(io.BytesIO(data))

    assert book.sheetnames == ["events", "events 2", "events 3", "About"]
    assert "events, events 2, events 3" in str(book["About"]["B2"].value)
    assert read_back(data) == events


def test_parquet_has_types_and_row_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days are days, numbers numbers, several texts a list; no more than a group is in memory."""
    monkeypatch.setattr("events.exchange.to_parquet.GROUP", 2)
    events = [make_event(str(n), actors=[make_actor("prk")], when=make_span(date(2024, 10, 30))) for n in range(5)]
    file = pq.ParquetFile(io.BytesIO(exported(content(events), "parquet")))
    row = file.read().to_pylist()[0]

    assert file.num_row_groups == 3
    assert (row["first"], row["source_ids"], row["confidence"]) == (date(2024, 10, 30), ["prk"], 1.0)


# -- the network ---------------------------------------------------------------------------------


def test_the_network_counts_who_does_what_to_whom() -> None:
    """Actors are nodes; an edge counts a family of acts, the denied apart from the asserted."""
    actors = [make_actor("prk"), make_actor("usa", Role.TARGET), make_actor("kor", Role.SPEAKER)]
    events = [
        make_event("a", actors=actors),
        make_event("b", actors=actors, modality=Modality.DENIED),
        make_event("c", actors=actors, kind=Kind.REQUEST),
        make_event("d", actors=[make_actor("x-front", name="Front")]),
    ]
    root = etree.fromstring(exported(content(events), "graphml"))
    tag = "{http://graphml.graphdrawing.org/xmlns}"
    nodes = {node.get("id"): [data.text for data in node] for node in root.iter(f"{tag}node")}
    edges = [
        (edge.get("source"), edge.get("target"), {data.get("key"): data.text for data in edge})
        for edge in root.iter(f"{tag}edge")
    ]

    assert list(nodes) == ["kor", "prk", "usa", "x-front"]
    assert nodes["prk"][:3] == ["North Korea", "PRK", "state"]
    assert nodes["x-front"][0] == "Front"
    assert [(source, target, data["edge-family"], data["edge-count"]) for source, target, data in edges] == [
        ("prk", "usa", "material conflict", "2"),
        ("prk", "usa", "verbal conflict", "1"),
    ]
    assert (edges[0][2]["edge-asserted"], edges[0][2]["edge-denied"]) == ("1", "1")
