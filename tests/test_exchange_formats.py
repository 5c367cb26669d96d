"""Each format of the field is read by its codebook: days, places, actors, roles, kinds, numbers, unknowns."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.exchange.gdelt import HEADERS
from tests import exchange_files as files
from tests.exchange_home import read


def span(row: dict[str, Any]) -> tuple[date | None, date | None, str | None]:
    """The days of a row and their precision."""
    return row["first"], row["last"], row["precision"]


def parties(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Who stands in which role."""
    return [(party["role"], party["id"]) for party in row["parties"]]


def on(*days: str) -> tuple[date, ...]:
    """Days in ISO 8601."""
    return tuple(date.fromisoformat(day) for day in days)


def dated(first: str, last: str) -> dict[str, object]:
    """The cells of UCDP's dates."""
    return {"date_start": first, "date_end": last}


def by_original(found: Any, column: str) -> dict[str, dict[str, Any]]:
    """Rows by what a column of their source says."""
    return {json.loads(found.originals[row["id"]])[column]: row for row in found.rows}


# -- ACLED ---------------------------------------------------------------------------------------


def test_acled_of_today(tmp_path: Path) -> None:
    """Its precision codes widen the date and the place; a battle has no direction, violence against civilians has."""
    found = read(tmp_path, ("acled.csv", files.ACLED_NEW))
    rows = by_original(found, "event_id_cnty")
    clash, attack, protest = rows["UKR1"], rows["UKR2"], rows["UKR3"]

    assert found.formats == ["acled"]
    assert span(clash) == (date(2024, 8, 6), date(2024, 8, 6), "day")
    assert span(attack) == (date(2024, 8, 4), date(2024, 8, 10), "week")
    assert span(protest) == (date(2024, 8, 1), date(2024, 8, 31), "month")
    assert parties(clash) == [("source", "ukr-military"), ("source", "rus-military")]
    assert "rus" in clash["actors"]
    assert "source:ukr" in clash["roles"]
    assert "ACLED does not say who did it to whom" in clash["reasons"]
    assert [role for role, _ in parties(attack)] == ["source", "target", "target", "target"]
    assert parties(attack)[1] == ("target", "ukr-civilians")
    assert "ukr" in attack["actors"]
    assert [row["kind"] for row in (clash, attack, protest)] == ["ASSAULT", "ASSAULT", "PROTEST"]
    assert clash["quantities"] == [{"value": 3.0, "unit": "killed", "qualifier": "reported"}]
    assert (clash["lat"], clash["lon"], clash["places"][0]["precision"]) == (51.19, 35.27, "city")
    assert (attack["places"][0]["precision"], attack["places"][0]["radius_km"]) == ("district", 25)
    assert clash["places"][0]["country"] == "RUS"
    assert "near the town" in clash["words"]


def test_nothing_lies_at_zero_zero(tmp_path: Path) -> None:
    """The coordinates 0, 0 stand for none: no mark, and it is said."""
    protest = by_original(read(tmp_path, ("acled.csv", files.ACLED_NEW)), "event_id_cnty")["UKR3"]

    assert protest["lat"] is None
    assert protest["places"][0]["lat"] is None
    assert "the coordinates 0, 0 stand for none" in protest["reasons"]


def test_what_acled_does_not_code_is_refused_with_the_reason(tmp_path: Path) -> None:
    """A row whose type is not in the codebook is not taken, and the report says which and why."""
    outcome = read(tmp_path, ("acled.csv", files.ACLED_NEW)).outcome

    assert (outcome.rows, outcome.taken) == (4, 3)
    assert dict(outcome.refused) == {"unknown event_type Something new": 1}
    assert outcome.report is not None
    assert "acled.csv,5,UKR4,unknown event_type Something new" in outcome.report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "day", "who"),
    [
        (files.ACLED_OLD, date(2018, 8, 6), ["ukr-military", "x-naf-united-armed-forces-of-novorossiya"]),
        (files.ACLED_SHOUTED, date(2015, 1, 5), ["nga-boko-haram", "nga-military"]),
    ],
)
def test_acled_of_former_years(tmp_path: Path, content: str, day: date, who: list[str]) -> None:
    """Older editions have other columns, dates in words and types in numbers."""
    row = read(tmp_path, ("acled.csv", content)).only

    assert (row["first"], row["kind"], [actor for _, actor in parties(row)]) == (day, "ASSAULT", who)


def test_a_table_for_people_with_tags_is_read_without_them(tmp_path: Path) -> None:
    """The row of HXL tags below the header is no event and no row that was not taken."""
    head, rest = files.ACLED_NEW.split("\n", 1)
    tags = ",".join("#x+" + name for name in head.split(","))
    outcome = read(tmp_path, ("acled.csv", f"{head}\n{tags}\n{rest}")).outcome

    assert (outcome.rows, outcome.taken) == (4, 3)


def test_acled_takes_events_back(tmp_path: Path) -> None:
    """The list of deleted events names the ids that an import of the events gave."""
    first = read(tmp_path, ("acled.csv", files.ACLED_NEW))
    second = read(tmp_path, ("deleted.csv", files.ACLED_DELETED))

    assert second.formats == ["acled-deleted"]
    assert second.outcome.removed == [by_original(first, "event_id_cnty")["UKR2"]["id"]]


# -- UCDP ----------------------------------------------------------------------------------------

HDX_TAGS = {
    "year": "#date+year",
    "side_a": "#group+name+first",
    "side_b": "#group+name+second",
    "where_coordinates": "#loc+name",
    "adm_1": "#adm1+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "best": "#affected+killed",
}
"""Some of the tags that HDX gives UCDP's columns; most columns have none."""


def test_the_tags_that_hdx_puts_below_ucdps_columns_are_no_event(tmp_path: Path) -> None:
    """Columns without a tag are empty in that row, which is most of them."""
    row = files.ucdp(year=2013, date_start="2013-01-03", date_end="2013-01-03")
    lines = [files.UCDP_COLUMNS, [HDX_TAGS.get(name, "") for name in files.UCDP_COLUMNS]]
    lines.append([str(row.get(name, "")) for name in files.UCDP_COLUMNS])
    outcome = read(tmp_path, ("ucdp.csv", "\n".join(",".join(cells) for cells in lines) + "\n")).outcome

    assert (outcome.rows, outcome.taken) == (1, 1)


@pytest.mark.parametrize(
    ("precision", "cells", "expected"),
    [
        (1, {}, ("2013-01-03", "2013-01-03", "day")),
        ("2.0", dated("2013-01-03", "2013-01-05"), ("2013-01-03", "2013-01-05", "days")),
        (3, dated("2013-01-03", "2013-01-09"), ("2013-01-03", "2013-01-09", "week")),
        (4, dated("2013-01-01", "2013-01-31"), ("2013-01-01", "2013-01-31", "month")),
        (4, {}, ("2013-01-01", "2013-01-31", "month")),
        (5, dated("2013-01-01", "2013-12-31"), ("2013-01-01", "2013-12-31", "year")),
        (5, dated("2013-01-03", "2013-05-31"), ("2013-01-03", "2013-05-31", "range")),
        (1, dated("2013-01-03 00:00:00.000", "2013-01-03 00:00:00.000"), ("2013-01-03", "2013-01-03", "day")),
    ],
)
def test_ucdp_dates(
    tmp_path: Path, precision: object, cells: dict[str, object], expected: tuple[str, str, str]
) -> None:
    """date_prec says how finely the span of date_start and date_end is meant; no first of January is made up."""
    content = files.text(files.UCDP_COLUMNS, [files.ucdp(date_prec=precision, **cells)])

    assert span(read(tmp_path, ("ged.csv", content)).only) == (*on(*expected[:2]), expected[2])


@pytest.mark.parametrize(
    ("precision", "place", "level", "radius"),
    [
        (1, "Rami village", "city", None),
        (2, "Rami village", "district", 25),
        (3, "Ariha district", "district", 30),
        (4, "Idlib governorate", "region", 100),
        (5, "Rami village", "region", 150),
        ("6.0", "Syria", "country", None),
        (7, "Rami village", "region", 200),
    ],
)
def test_ucdp_places(tmp_path: Path, precision: object, place: str, level: str, radius: float | None) -> None:
    """where_prec says how finely the place is known; a country gets no mark."""
    content = files.text(files.UCDP_COLUMNS, [files.ucdp(where_prec=precision)])
    row = read(tmp_path, ("ged.csv", content)).only
    told = row["places"][0]

    assert (told["name"], told["precision"], told["radius_km"], told["country"]) == (place, level, radius, "SYR")
    assert (row["lat"] is None) == (level == "country")


def test_ucdp_sides_have_a_direction_only_in_one_sided_violence(tmp_path: Path) -> None:
    """Of fighting it is said that UCDP does not say who attacked; civilians were attacked by side A."""
    fought = read(tmp_path, ("ged.csv", files.text(files.UCDP_COLUMNS, [files.ucdp()]))).only
    content = files.text(files.UCDP_COLUMNS, [files.ucdp(type_of_violence="3.0", side_b="Civilians")])
    attacked = read(tmp_path, ("one.csv", content)).only

    assert parties(fought) == [("source", "syr-government"), ("source", "x-syrian-insurgents")]
    assert "syr" in fought["actors"]
    assert "UCDP does not say who attacked whom" in fought["reasons"]
    assert parties(attacked) == [("source", "syr-government"), ("target", "x-civilians")]
    assert fought["quantities"] == [
        {"value": 2.0, "unit": "killed", "qualifier": "best"},
        {"value": 4.0, "unit": "killed", "qualifier": "high"},
    ]


def test_ucdp_of_former_years_and_its_api(tmp_path: Path) -> None:
    """Older editions call the estimates otherwise; the API's JSON has the same rows."""
    row = {**files.ucdp(), "best_est": 5, "high_est": 5, "low_est": 5}
    old = read(tmp_path, ("ged50.csv", files.text(files.UCDP_OLD_COLUMNS, [row]))).only
    answer = json.dumps({"TotalCount": 1, "Result": [files.ucdp(id=7)]})
    api = read(tmp_path, ("answer.json", answer))

    assert old["quantities"] == [{"value": 5.0, "unit": "killed", "qualifier": "best"}]
    assert api.formats == ["ucdp"]
    assert api.only["kind"] == "ASSAULT"


def test_the_same_id_with_and_without_fraction_is_the_same_event(tmp_path: Path) -> None:
    """300380.0 and 300380 are one event, so that a new release replaces the old."""
    one = read(tmp_path, ("a.csv", files.text(files.UCDP_COLUMNS, [files.ucdp(id="300380.0")])))
    other = read(tmp_path, ("b.csv", files.text(files.UCDP_COLUMNS, [files.ucdp(id=300380)])))

    assert one.only["id"] == other.only["id"]


# -- GDELT ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [57, 58, 61])
@pytest.mark.parametrize("header", [True, False])
def test_gdelt_of_every_width(tmp_path: Path, width: int, header: bool) -> None:
    """GDELT 1.0 with and without addresses and 2.0, with and without a header row."""
    columns = HEADERS[width]
    assert len(columns) == width
    head = "\t".join(columns) + "\n" if header else ""
    found = read(tmp_path, ("20241030.export.CSV", head + files.gdelt(columns)))

    assert found.formats == ["gdelt"]
    assert found.only["kind"] == "REQUEST"
    assert span(found.only) == (date(2024, 10, 30), date(2024, 10, 30), "day")
    assert parties(found.only) == [("source", "usa-government"), ("target", "prk")]
    assert found.only["places"][0]["country"] == "RUS"
    assert found.only["places"][0]["precision"] == "city"


@pytest.mark.parametrize(
    ("kind", "level"),
    [("1", "country"), ("2", "region"), ("3", "city"), ("4", "city"), ("5", "region"), ("0", None), ("", None)],
)
def test_gdelt_places(tmp_path: Path, kind: str, level: str | None) -> None:
    """ActionGeo_Type says how finely the place is known; of a country, or of nothing, there is no mark."""
    unplaced = {"ActionGeo_FullName": "", "ActionGeo_CountryCode": "", "ActionGeo_Lat": "", "ActionGeo_Long": ""}
    cells = {"ActionGeo_Type": kind} | (unplaced if level is None else {})
    row = read(tmp_path, ("g.csv", files.gdelt(HEADERS[61], **cells))).only

    assert [place["precision"] for place in row["places"]] == ([level] if level else [])
    assert (row["lat"] is not None) == (level not in (None, "country"))


@pytest.mark.parametrize(
    ("code", "root", "kind"),
    [
        ("0871", "08", "RETREAT"),
        ("871", "8", "RETREAT"),
        ("042", "04", "CONSULT"),
        ("14", "14", "PROTEST"),
        ("016", "01", "STATE"),
        ("057", "05", "AGREE"),
    ],
)
def test_cameo_codes(tmp_path: Path, code: str, root: str, kind: str) -> None:
    """A code means what the longest of its beginnings means, also without its leading zero."""
    content = files.gdelt(HEADERS[61], EventCode=code, EventRootCode=root)

    assert read(tmp_path, ("g.csv", content)).only["kind"] == kind


# -- ICEWS and POLECAT ---------------------------------------------------------------------------


def test_icews(tmp_path: Path) -> None:
    """Actors by sector and country, kinds by CAMEO, the place by its finest level."""
    found = read(tmp_path, ("events.2014.tab", files.ICEWS))
    fought, visited = found.rows

    assert found.formats == ["icews"]
    assert parties(fought)[0] == ("source", "ukr-military")
    assert "rus" in fought["actors"]
    assert (fought["kind"], visited["kind"]) == ("ASSAULT", "CONSULT")
    assert fought["places"][0]["precision"] == "city"
    assert parties(visited) == [("source", "chn"), ("target", "rus-putin")]
    assert visited["places"][0]["precision"] == "country"
    assert visited["lat"] is None


def test_polecat(tmp_path: Path) -> None:
    """PLOVER's types are our kinds; "None" says nothing; a province is a region."""
    found = read(tmp_path, ("ngecEvents.txt", files.POLECAT))
    row = found.only

    assert found.formats == ["polecat"]
    assert (row["kind"], row["places"][0]["precision"], row["places"][0]["country"]) == ("REQUEST", "region", "RUS")
    assert parties(row) == [("source", "usa-government"), ("target", "prk")]


# -- VIINA ---------------------------------------------------------------------------------------


def test_viina_one_a_day(tmp_path: Path) -> None:
    """Who began is the doer and the other the target; the first type that is marked is the kind."""
    found = read(tmp_path, ("event_1pd_latest_2024.csv", files.VIINA_1PD))
    rows = by_original(found, "event_id_1pd")

    assert found.formats == ["viina"]
    assert parties(rows["21"]) == [("source", "rus-military"), ("target", "ukr-military")]
    assert rows["21"]["title"].startswith("Shelling")
    assert rows["21"]["places"][0]["precision"] == "district"
    assert (rows["22"]["kind"], rows["22"]["places"][0]["precision"]) == ("SANCTION", "region")
    assert "the date is that of the report" in rows["21"]["reasons"]


def test_viina_reports_with_their_labels(tmp_path: Path) -> None:
    """event_info and event_labels given together are one: the place of the one, the kind of the other."""
    found = read(tmp_path, ("event_info_latest_2024.csv", files.VIINA_INFO), ("event_labels.csv", files.VIINA_LABELS))
    row = found.only

    assert row["title"].startswith("Shelling")
    assert row["places"][0]["precision"] == "site"
    assert "вигадано: обстріл" in row["words"]


def test_viina_of_the_first_version_and_flat(tmp_path: Path) -> None:
    """Reports and labels in one file; the flat form says nobody and no kind."""
    first = read(tmp_path, ("events_latest.csv", files.VIINA_FIRST)).only
    flat = read(tmp_path, ("flat.csv", files.VIINA_FLAT))

    assert (first["title"].partition(":")[0], first["places"][0]["precision"]) == ("Air strike", "district")
    assert parties(first)[0][0] == "source"
    assert flat.formats == ["viina-flat"]
    assert flat.only["parties"] == []
    assert span(flat.only) == (date(2026, 1, 1), date(2026, 1, 1), "day")
