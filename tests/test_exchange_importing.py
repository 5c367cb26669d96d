"""Importing: files however packed and encoded, resumed, repeated, refused; tables by mapping; our own exports back."""

import gzip
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.engine import Engine
from events.engine.sets import About, publish
from events.exchange import blocks, context, importing, own
from events.exchange.days import days_of, order_of
from events.exchange.exporting import FORMATS, chunks
from events.exchange.gdelt import HEADERS
from events.exchange.importing import Import, readings
from events.exchange.mapping import Mapping, guessed, load, save
from events.exchange.parties import country_of, parties_of
from events.model import Event, Kind, Problem, Role, View
from events.record import Record
from tests import exchange_files as files
from tests.any_event import EVENTS, content
from tests.exchange_home import Read, read
from tests.factories import NOON, make_actor, make_event, make_place, make_span

GED = files.text(files.UCDP_COLUMNS, [files.ucdp(id=number, side_b=f"Group {number}") for number in range(200)])


def zipped(**inside: str | bytes) -> bytes:
    """A ZIP with files in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in inside.items():
            archive.writestr(name.replace("__", "."), text)
    return out.getvalue()


@pytest.mark.parametrize(
    "given_file",
    [
        ("a.csv.gz", gzip.compress(GED.encode())),
        ("a.zip", zipped(GEDEvent__csv=GED, readme__md="no table")),
        ("bom.csv", b"\xef\xbb\xbf" + GED.encode()),
        ("utf16.csv", GED.encode("utf-16")),
        ("semicolons.csv", GED.replace(",", ";").encode()),
        ("windows.csv", GED.replace("\n", "\r\n").encode()),
    ],
    ids=lambda each: each[0],
)
def test_a_file_is_read_however_it_is_packed_and_encoded(tmp_path: Path, given_file: tuple[str, bytes]) -> None:
    """The same rows give the same number of events."""
    found = read(tmp_path, given_file)

    assert (found.formats, found.outcome.rows, found.outcome.taken) == (["ucdp"], 200, 200)


def test_what_is_not_utf_8_is_windows_1252(tmp_path: Path) -> None:
    """A file of an old spreadsheet keeps its letters."""
    made = files.text(files.UCDP_COLUMNS, [files.ucdp(where_coordinates="Bas-Uélé – Süd")]).encode("cp1252")

    assert read(tmp_path, ("old.csv", made)).only["places"][0]["name"] == "Bas-Uélé – Süd"


def test_an_archive_that_grows_beyond_all_measure_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ZIP bomb ends with a sentence."""
    monkeypatch.setattr(blocks, "FREELY", 1000)
    bomb = zipped(a__csv="id,date,title\n" + "0" * 3_000_000)

    with pytest.raises(Problem, match="unpacks to far more"):
        read(tmp_path, ("bomb.zip", bomb))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.csv", b"  \n"),
        ("broken.zip", b"PK\x03\x04 and nothing"),
        ("broken.json", b'{"data": [1,'),
        ("page.html", b"<html><body>no map</body></html>"),
        ("broken.gz", b"\x1f\x8b\x08rest"),
        ("numbers.json", b"[1, 2, 3]"),
        ("deep.json", b"[" * 100_000),
    ],
)
def test_a_broken_file_is_a_problem_in_words(tmp_path: Path, name: str, data: bytes) -> None:
    """Never a traceback."""
    with pytest.raises(Problem):
        read(tmp_path, (name, data))


def test_blocks_end_at_rows() -> None:
    """However small the blocks, a row stays whole, also with line breaks in quotes."""
    text = 'a,"line\none, ""quoted"""\n' * 50
    whole = b"".join(block.text for block in blocks.blocks(io.BytesIO(text.encode()), '"', size=70))
    made = list(blocks.blocks(io.BytesIO(text.encode()), '"', size=70))

    assert whole == text.encode()
    assert all(block.text.count(b'"') % 2 == 0 and block.text.endswith(b"\n") for block in made)


def test_an_interrupted_import_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks that were staged are not read again; the outcome is the same as in one go."""
    monkeypatch.setattr(importing, "blocks", lambda stream, quote: blocks.blocks(stream, quote, 20_000))
    path = tmp_path / "ged.csv"
    path.write_text(GED, encoding="utf-8")

    def interrupted(_reading: importing.Reading) -> importing.Progress:
        def stop(read_bytes: int, _size: int) -> None:
            if read_bytes > 30_000:
                raise KeyboardInterrupt

        return stop

    found = readings([path], tmp_path, as_=None, mapping=None)
    with pytest.raises(KeyboardInterrupt):
        Import(tmp_path, "test", found, threads=1).run(interrupted)
    staged = {each: each.stat().st_mtime_ns for each in (tmp_path / "imports").rglob("*.json")}
    outcome = Import(tmp_path, "test", found, threads=1).run(lambda _: lambda _read, _size: None)

    assert len(staged) > 0
    assert {each: each.stat().st_mtime_ns for each in staged} == staged
    assert (outcome.rows, outcome.taken) == (200, 200)


def published(home: Path, found: Read, *, whole: bool = False) -> Engine:
    """An engine over a home to which an import was published."""
    record = Record(home)
    publish(
        record,
        About(name="test", title="Test"),
        found.outcome.events,
        found.outcome.originals,
        at=NOON,
        removed=found.outcome.removed,
        whole=whole,
    )
    return Engine(record)


def test_the_same_again_changes_nothing_and_deletions_are_honoured(tmp_path: Path) -> None:
    """Rows replace those with the source's same id; what the source deleted goes."""
    everything = View(data=("test",))
    once = published(tmp_path, read(tmp_path, ("a.csv", files.ACLED_NEW)))
    before = once.ids(everything)
    again = published(tmp_path, read(tmp_path, ("b.csv", files.ACLED_NEW.replace(",3,,1722900000", ",9,,1722900000"))))
    changed = [event for event in again.events(everything, limit=10) if event.quantities]
    repeated = again.ids(everything)
    after = published(tmp_path, read(tmp_path, ("deleted.csv", files.ACLED_DELETED))).ids(everything)

    assert repeated == before
    assert [each.quantities[0].value for each in changed] == [9]
    assert len(after) == len(before) - 1
    assert changed[0].original is not None
    assert changed[0].original["event_id_cnty"] == "UKR1"


def test_an_id_that_comes_twice_counts_once(tmp_path: Path) -> None:
    """Two rows with the same id of the source are one event."""
    twice = files.text(files.UCDP_COLUMNS, [files.ucdp(id=1, best=1), files.ucdp(id=1, best=2)])

    assert published(tmp_path, read(tmp_path, ("a.csv", twice))).count(View(data=("test",))) == 1


def test_rows_of_another_width_are_reported(tmp_path: Path) -> None:
    """What is not divided as the others are is not taken, and is counted."""
    head, rest = GED.split("\n", 1)
    outcome = read(tmp_path, ("a.csv", f"{head}\n1,2,3\n{rest}")).outcome

    assert (outcome.rows, outcome.taken) == (201, 200)
    assert dict(outcome.refused) == {"it has too few cells": 1}


# -- tables by mapping ---------------------------------------------------------------------------

TABLE = """Tanggal,Peristiwa,Pelaku,Sasaran,Lokasi,Lat,Lon,Tewas,Jenis
30/10/2024,Serangan drone,Military Forces of Ukraine,rus,Kursk,51.73,36.19,2,drone
2024-10,Latihan,prk-military,,Pyongyang,,,,latihan
2024,=1+1,Nobody in particular,,,,,,
tidak ada,Rapat,,,,,,,
"""


def test_any_table_is_read_by_a_guessed_mapping(tmp_path: Path) -> None:
    """Columns are known by their names in English and Indonesian; a year stays a year, a month a month."""
    found = read(tmp_path, ("tabel.csv", TABLE))
    month, year, day = (
        sorted(found.rows, key=lambda row: str(row["precision"]), reverse=False)[1:]
        + found.rows[:0]
        + [row for row in found.rows if row["precision"] == "day"]
    )

    assert (day["first"], day["last"]) == (date(2024, 10, 30), date(2024, 10, 30))
    assert (month["first"], month["last"], month["precision"]) == (date(2024, 10, 1), date(2024, 10, 31), "month")
    assert (year["first"], year["last"], year["precision"]) == (date(2024, 1, 1), date(2024, 12, 31), "year")
    assert [party["id"] for party in day["parties"]] == ["ukr-military", "rus"]
    assert [party["role"] for party in day["parties"]] == ["source", "target"]
    assert day["quantities"] == [{"value": 2.0, "unit": "killed", "qualifier": "reported"}]
    assert year["title"] == "=1+1"
    assert dict(found.outcome.refused) == {"not a date: tidak ada": 1}
    assert "the file does not say what sort of act this is" in day["reasons"]


def test_a_mapping_is_saved_and_used_again(tmp_path: Path) -> None:
    """What was guessed can be written, changed and given again, as JSON or TOML."""
    columns = TABLE.split("\n", 1)[0].split(",")
    mapping = guessed(columns, [line.split(",") for line in TABLE.splitlines()[1:]])
    save(mapping.model_copy(update={"kinds": {"drone": Kind.ASSAULT}}), tmp_path / "map.json")
    toml = tmp_path / "map.toml"
    toml.write_text('kind = "MOBILIZE"\n[columns]\ntitle = "Peristiwa"\n', encoding="utf-8")
    kinds = {
        row["title"]: row["kind"] for row in read(tmp_path, ("t.csv", TABLE), mapping=load(tmp_path / "map.json")).rows
    }

    assert mapping.date_order == "dmy"
    assert kinds["Serangan drone"] == "ASSAULT"
    assert kinds["Latihan"] == "STATE"
    assert load(toml) == Mapping(columns={"title": "Peristiwa"}, kind=Kind.MOBILIZE)
    for wrong in ("{", '{"columns": 3}', '{"columns": {}, "nonsense": 1}'):
        (tmp_path / "wrong.json").write_text(wrong, encoding="utf-8")
        with pytest.raises(Problem):
            load(tmp_path / "wrong.json")


def test_a_mapping_translates_kinds_as_the_file_writes_them(tmp_path: Path) -> None:
    """Capital letters make no other word; what stands for no kind yet is named."""
    table = "day,what\n2024-10-01,Attack\n2024-10-02,SHELLING\n2024-10-03,Rally\n2024-10-04,assault\n"
    rows = [line.split(",") for line in table.splitlines()[1:]]
    path = tmp_path / "map.json"
    path.write_text(
        '{"columns": {"date": "day", "kind": "what"}, "kinds": {"Attack": "ASSAULT", " shelling ": "ASSAULT"}}',
        encoding="utf-8",
    )
    mapping = load(path)
    found = read(tmp_path, ("t.csv", table), mapping=mapping)

    assert [row["kind"] for row in sorted(found.rows, key=lambda row: row["first"])] == [
        *("ASSAULT", "ASSAULT", "STATE", "ASSAULT")
    ]
    assert mapping.untold(["day", "what"], rows) == ["Rally"]


def test_a_mapping_that_does_not_fit_is_refused_in_one_sentence(tmp_path: Path) -> None:
    """A column, a field and a kind that there is not, each with what is allowed."""
    path = tmp_path / "map.json"
    for columns, sentence in (
        ({"date": "dya", "kind": "what"}, 'the column "dya", which is not there; there are day, what.'),
        ({"doer": "what"}, '"doer" is no field of a mapping; allowed are id, date,'),
    ):
        path.write_text(json.dumps({"columns": columns}), encoding="utf-8")
        with pytest.raises(Problem, match=re.escape(sentence)):
            read(tmp_path, ("t.csv", "day,what\n2024-10-01,Attack\n"), mapping=load(path))
    path.write_text('{"columns": {"kind": "what"}, "kinds": {"attack": "BOMB"}}', encoding="utf-8")
    with pytest.raises(Problem, match=r"wrong at kinds.attack, \"BOMB\": .*'AGREE'.*'MOBILIZE'.*'STATE'\.$"):
        load(path)


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2024-10-30T12:00:00Z", None, ("2024-10-30", "2024-10-30", "day")),
        ("30/10/2024", "dmy", ("2024-10-30", "2024-10-30", "day")),
        ("10/30/24", "mdy", ("2024-10-30", "2024-10-30", "day")),
        ("3/4/2024", None, None),
        ("4/4/2024", None, ("2024-04-04", "2024-04-04", "day")),
        ("30 Oktober 2024", None, ("2024-10-30", "2024-10-30", "day")),
        ("October 30, 2024", None, ("2024-10-30", "2024-10-30", "day")),
        ("Feb 2023", None, ("2023-02-01", "2023-02-28", "month")),
        ("1066", None, ("1066-01-01", "1066-12-31", "year")),
        ("31/02/2024", "dmy", None),
        ("soon", None, None),
        ("6-8 August 2024", None, ("2024-08-06", "2024-08-08", "days")),
        ("2024-08-06/2024-08-08", None, ("2024-08-06", "2024-08-08", "range")),
        ("2024-08-06 - 2024-09", None, ("2024-08-06", "2024-09-30", "range")),
        ("6/8/2024 to 8/8/2024", "dmy", ("2024-08-06", "2024-08-08", "range")),
        ("8 August 2024 – 6 August 2024", None, None),
        ("2024-08-06 - later", None, None),
        ("06.08.2024", None, ("2024-08-06", "2024-08-06", "day")),
        ("45510", None, ("2024-08-06", "2024-08-06", "day")),
        ("6 серпня 2024", None, ("2024-08-06", "2024-08-06", "day")),
        ("6 de agosto de 2024", None, ("2024-08-06", "2024-08-06", "day")),
        ("6. März 2024", None, ("2024-03-06", "2024-03-06", "day")),
    ],
)
def test_days(text: str, order: str | None, expected: tuple[str, str, str] | None) -> None:
    """A date means the days it names; one whose order is not known means none."""
    found = days_of(text, order)

    assert (found and (str(found.first), str(found.last), found.precision.value)) == expected


@given(st.text())
def test_no_text_is_too_odd_for_a_date(text: str) -> None:
    """Whatever a cell holds, it means days in order or none."""
    found = days_of(text, order_of([text]))

    assert found is None or found.first <= found.last


def test_actors_by_the_names_of_the_sources() -> None:
    """States' bodies are theirs; protesters count under their country; who is unknown keeps its name."""

    def ids(names: str) -> list[str]:
        return [str(party["id"]) for party in parties_of(f"source\x1f\x1f\x1f{names}").parties]

    assert ids("Military Forces of Russia (2000-)") == ["rus-military"]
    assert ids("Government of Yemen (North Yemen)") == ["yem-government"]
    assert ids("Police Forces of Indonesia (2014-)") == ["idn-police"]
    assert ids("Protesters (Ukraine); Unknown") == ["ukr-protesters"]
    assert ids("Military Forces of Ukraine (2019-) Azov Regiment") == ["ukr-military-azov-regiment"]
    assert ids("Some Front") == ["x-some-front"]
    assert "ukr" in parties_of("source\x1f\x1f\x1fMilitary Forces of Ukraine (2019-) Azov Regiment").actors
    assert [country_of(word) for word in ("DR Congo (Zaire)", "fips:RS", "RUS", "Turkey", "nowhere")] == [
        "COD",
        "RUS",
        "RUS",
        "TUR",
        None,
    ]


# -- other sorts of files ------------------------------------------------------------------------


def feature(properties: object, geometry: object) -> dict[str, object]:
    """A feature of GeoJSON."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_geojson(tmp_path: Path) -> None:
    """A point is where it is; an area is its middle with how far it reaches."""
    square = [[[36.0, 51.0], [37.0, 51.0], [37.0, 52.0], [36.0, 52.0], [36.0, 51.0]]]
    features = [
        feature({"name": "A", "date": "2024-10"}, {"type": "Point", "coordinates": [36.19, 51.73]}),
        feature({"name": "B", "date": "2024"}, {"type": "Polygon", "coordinates": square}),
        feature({"name": "C"}, None),
    ]
    found = read(tmp_path, ("map.geojson", json.dumps({"type": "FeatureCollection", "features": features})))
    rows = {row["title"]: row for row in found.rows}

    assert (rows["A"]["lat"], rows["A"]["lon"]) == (51.73, 36.19)
    assert (rows["B"]["lat"], rows["B"]["lon"], rows["B"]["places"][0]["precision"]) == (51.5, 36.5, "region")
    assert 50 < rows["B"]["places"][0]["radius_km"] < 80
    assert rows["C"]["lat"] is None
    assert rows["C"]["first"] is None


KML = """<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><Placemark id="p1"><name>30 OCT 2024 Strike</name>
<description>Made up &x;</description><Point><coordinates>36.19,51.73,0</coordinates></Point></Placemark>
<Placemark><name>Span</name><TimeSpan><begin>2024-10</begin><end>2024-11</end></TimeSpan></Placemark></Folder></Document></kml>"""


def test_kml_and_kmz(tmp_path: Path) -> None:
    """Dates of the time elements or of the name; nothing outside the file is read."""
    plain = read(tmp_path, ("a.kml", KML))
    packed = read(tmp_path, ("a.kmz", zipped(doc__kml=KML)))
    rows = {row["title"]: row for row in plain.rows}

    assert rows["30 OCT 2024 Strike"]["first"] == date(2024, 10, 30)
    assert (rows["Span"]["first"], rows["Span"]["last"]) == (date(2024, 10, 1), date(2024, 11, 30))
    assert "root:" not in json.dumps(list(plain.originals.values()))
    assert len(packed.rows) == 2


def test_a_workbook(tmp_path: Path) -> None:
    """Cells are text, dates are days, and a formula is nothing but its text or value."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Date", "Title", "Latitude", "Longitude"])
    sheet.append([date(2024, 10, 30), "'=HYPERLINK(1)", 51.73, 36.19])
    out = io.BytesIO()
    book.save(out)
    row = read(tmp_path, ("a.xlsx", out.getvalue())).only

    assert (row["first"], row["lat"], row["title"]) == (date(2024, 10, 30), 51.73, "'=HYPERLINK(1)")


def slide(headline: str, **dates: object) -> dict[str, object]:
    """A slide of TimelineJS."""
    return {"text": {"headline": headline, "text": "Told"}, **dates}


SLIDES = {
    "title": {"text": {"headline": "All of it"}},
    "events": [
        slide("<b>A year</b>", start_date={"year": "2024"}),
        slide("A month", start_date={"year": 2024, "month": 10}),
        slide(
            "A span",
            start_date={"year": "2024", "month": "10", "day": "30"},
            end_date={"year": "2024", "month": "11"},
        ),
        slide("The ides", start_date={"year": "-44"}),
    ],
    "eras": [slide("An era", start_date={"year": "1991"}, end_date={"year": "2024"})],
}


def test_timelinejs(tmp_path: Path) -> None:
    """Years and months stay such, eras are spans, the title and years before 1 are refused with the reason."""
    found = read(tmp_path, ("slides.json", json.dumps(SLIDES)))
    rows = {row["title"]: (str(row["first"]), str(row["last"]), row["precision"]) for row in found.rows}
    sheet = read(tmp_path, ("sheet.csv", files.SHEET))

    assert found.formats == ["timelinejs"]
    assert rows == {
        "A year": ("2024-01-01", "2024-12-31", "year"),
        "A month": ("2024-10-01", "2024-10-31", "month"),
        "A span": ("2024-10-30", "2024-11-30", "range"),
        "An era": ("1991-01-01", "2024-12-31", "range"),
    }
    assert set(found.outcome.refused) == {
        "a title, not an event",
        "before the year 1, which our calendar does not have: -44",
    }
    assert (sheet.formats, sheet.only["precision"]) == (["timelinejs"], "month")


def test_maps_of_incidents(tmp_path: Path) -> None:
    """GeoConfirmed's folders and table, and Bellingcat's list with American dates."""
    folders = {"mapDataFolders": [{"name": "Strikes", "mapDataPlacemarks": [files.PLACEMARK]}]}
    for name, text, made in (
        ("folders.json", json.dumps(folders), "geoconfirmed"),
        ("table.csv", files.GEOCONFIRMED, "geoconfirmed"),
        ("list.json", json.dumps(files.BELLINGCAT), "bellingcat"),
    ):
        found = read(tmp_path, (name, text))

        assert found.formats == [made]
        assert found.only["first"] == date(2024, 10, 30)
        assert found.only["places"][0]["precision"] == "site"


# -- our own, and what ships ---------------------------------------------------------------------


def as_a_set_has_it(event: Event) -> dict[str, object]:
    """What of an event an import keeps: all but its article, its words, and what others call its actors and places."""
    event = event.model_copy(update={"denies": tuple(dict.fromkeys(event.denies))})
    told = event.model_dump(mode="json", exclude={"article", "quote", "also", "extractor", "original", "review"})
    for noun in (*told["actors"], *told["places"], *told["quantities"], *([told["when"]] if told["when"] else [])):
        for name in ("phrase", "ids", "candidates"):
            noun.pop(name, None)
    return told


@pytest.mark.parametrize("name", ["csv", "jsonl", "json", "geojson", "parquet", "xlsx", "kml", "timelinejs"])
def test_what_was_exported_imports_to_the_same_events(tmp_path: Path, name: str) -> None:
    """Each of our formats comes back as the events that went out, under the ids they had."""
    event = make_event(
        actors=(make_actor("prk-choe-son-hui"), make_actor("rus", Role.TARGET)),
        when=make_span(date(2024, 10, 30), date(2024, 11, 1)),
        places=(make_place(51.73, 36.19), make_place(None, None, name="Somewhere")),
    )
    found = read(tmp_path, (f"ours.{name}", b"".join(chunks(content([event]), FORMATS[name]))))
    back = published(tmp_path, found).events(View(data=("test",)), limit=10)

    assert found.formats == ["events"]
    assert [as_a_set_has_it(each) for each in back] == [as_a_set_has_it(event)]


def of_few_revisions(event: Event) -> Event:
    """The event at a revision as people reach it."""
    return event.model_copy(update={"revision": event.revision % 1000 + 1})


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(EVENTS.map(of_few_revisions), min_size=1, max_size=3, unique_by=lambda event: event.id))
def test_any_event_that_was_exported_comes_back(events: list[Event]) -> None:
    """Whatever the model allows survives the way out and in."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        found = read(home, ("ours.jsonl", b"".join(chunks(content(events), FORMATS["jsonl"]))))
        back = published(home, found).events(View(data=("test",), reviews=()), limit=10)
        out = own.read(home / "given" / "ours.jsonl")
        shown = [event for event in out if event.review.state.value != "withdrawn"]

    assert {each.id: as_a_set_has_it(each) for each in back} == {each.id: as_a_set_has_it(each) for each in shown}


def test_the_set_that_ships_is_off_until_it_is_switched_on(tmp_path: Path) -> None:
    """Nothing of it is shown before; then every row says that it was not checked, in two languages, with its source."""
    with Record(tmp_path) as record:
        assert "kursk-context" not in Engine(record).data_sets()
        context.switch_on(record, "kursk-context", at=NOON)
        context.switch_on(record, "kursk-context", at=NOON)
        events = Engine(record).events(View(data=("kursk-context",)), limit=100)

    assert len(events) == 22
    for event in events:
        assert "not checked against its source" in event.reasons
        assert event.original is not None
        assert str(event.original["source_urls"]).startswith("http")
        assert event.original["description_id"]


@pytest.fixture
def gdelt_rows() -> Iterator[str]:
    """Rows of GDELT 2.0 without header."""
    yield files.gdelt(HEADERS[61])


def test_a_preview_shows_the_first_events(tmp_path: Path, gdelt_rows: str) -> None:
    """What an import would make of a file is seen before it is read whole."""
    path = tmp_path / "20241030.export.CSV"
    path.write_text(gdelt_rows, encoding="utf-8")
    found = readings([path], tmp_path, as_=None, mapping=None)

    assert [row["kind"] for row in Import(tmp_path, "test", found, threads=1).preview()] == ["REQUEST"]
