"""The basemap's files: strict GeoJSON, closed rings, Crimea shown as disputed, Kursk in the middle."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from events.extraction.gazetteer import fold, gazetteer
from events.model import home

BASEMAP = Path(__file__).resolve().parents[1] / "data" / "basemap"
COUNTRIES = ("world_countries_50m_recognised_simpl.geojson", "world_countries_50m_defacto_simpl.geojson")
REGIONS = "kursk_region_admin1.geojson"
LINES = "kursk_region_boundary_lines.geojson"
TOWNS = "towns.geojson"
FILES = (*COUNTRIES, REGIONS, LINES, TOWNS)
SIMFEROPOL = (34.10, 44.95)


def _refuse(token: str) -> None:
    raise ValueError(f"{token} is not JSON")


def read(name: str) -> Any:
    """A file of the basemap, read as strictly as a browser reads it."""
    return json.loads((BASEMAP / name).read_text(encoding="utf-8"), parse_constant=_refuse)


def features(name: str) -> list[dict[str, Any]]:
    """The features of one file."""
    collection = read(name)
    assert collection["type"] == "FeatureCollection"
    found: list[dict[str, Any]] = collection["features"]
    return found


def polygons(geometry: dict[str, Any]) -> list[list[list[list[float]]]]:
    """The polygons of a geometry, each a list of rings."""
    found: list[list[list[list[float]]]] = geometry["coordinates"]
    return found if geometry["type"] == "MultiPolygon" else [found]  # type: ignore[list-item]


def points(coordinates: Any) -> Iterator[tuple[float, float]]:
    """Every longitude and latitude of a geometry."""
    if isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from points(part)


def holds(geometry: dict[str, Any], point: tuple[float, float]) -> bool:
    """Whether a polygon holds a point (even-odd rule)."""
    x, y = point
    inside = False
    for rings in polygons(geometry):
        for ring in rings:
            for (ax, ay), (bx, by) in pairwise(ring):
                if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                    inside = not inside
    return inside


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_strict_geojson_on_earth(name: str) -> None:
    """Every feature has properties and a geometry whose points lie on Earth; no bare NaN, which no browser parses."""
    found = features(name)
    assert found
    for feature in found:
        assert feature["type"] == "Feature"
        assert isinstance(feature["properties"], dict)
        for lon, lat in points(feature["geometry"]["coordinates"]):
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90


@pytest.mark.parametrize("name", [*COUNTRIES, REGIONS])
def test_rings_are_closed_and_areas_named(name: str) -> None:
    """Each ring ends where it began and has a corner to spare; each area has a name in four languages."""
    for feature in features(name):
        for rings in polygons(feature["geometry"]):
            for ring in rings:
                assert len(ring) >= 4
                assert ring[0] == ring[-1]
        assert all(feature["properties"][f"name_{language}"] for language in ("en", "id", "uk", "ru"))


def test_kursk_oblast_is_there() -> None:
    """The oblast that the map opens on is one region, and holds the point the camera looks at."""
    theatre = read("theatre.json")
    (kursk,) = [f for f in features(REGIONS) if f["properties"]["iso"] == theatre["region"]]
    assert kursk["properties"]["name_en"] == "Kursk Oblast"
    assert kursk["properties"]["name_id"] == "Oblast Kursk"
    assert holds(kursk["geometry"], (theatre["lon"], theatre["lat"]))


def test_regions_are_named_as_the_gazetteer_names_them() -> None:
    """A place found in a text as "Kursk Oblast" is the region drawn under that name, in the same country."""
    for feature in features(REGIONS):
        properties = feature["properties"]
        if properties["iso"] in {"UA-30", "UA-40", "RU-MOS", "BY-HM"}:
            continue  # cities of their own right: a text that names them means the city
        known = {(k.name, k.country) for k in gazetteer().named(fold(properties["name_en"]))}
        assert (properties["name_en"], properties["recognised"]) in known


def test_the_theatre_is_where_a_view_opens() -> None:
    """The theatre's file and the default camera agree."""
    theatre = read("theatre.json")
    assert (theatre["lon"], theatre["lat"], theatre["zoom"]) == (home().lon, home().lat, home().zoom)


def test_crimea_is_shown_as_disputed() -> None:
    """Crimea and Sevastopol, and nothing else, are marked disputed: recognised as Ukraine's, held by Russia."""
    disputed = [f["properties"] for f in features(REGIONS) if f["properties"]["disputed"]]
    assert {p["iso"] for p in disputed} == {"UA-43", "UA-40"}
    assert all((p["recognised"], p["defacto"]) == ("UKR", "RUS") for p in disputed)


@pytest.mark.parametrize(("name", "country"), [(COUNTRIES[0], "UKR"), (COUNTRIES[1], "RUS")])
def test_each_country_file_draws_crimea_as_it_says(name: str, country: str) -> None:
    """The recognised borders have Simferopol in Ukraine, the de facto ones in Russia, each in one country only."""
    assert [f["properties"]["iso"] for f in features(name) if holds(f["geometry"], SIMFEROPOL)] == [country]


def test_the_line_across_crimea_is_told_from_others() -> None:
    """A style can dash the disputed line: it says how Ukraine and Russia class it, others say null."""
    lines = [f["properties"] for f in features(LINES)]
    disputed = [p for p in lines if p["featurecla"].startswith("Disputed")]
    assert disputed
    assert all(p["fclass_ua"] != p["fclass_ru"] for p in disputed)
    assert any(p["fclass_ua"] is None for p in lines)


def test_towns_have_names_and_ranks() -> None:
    """The labels of the theatre: Kursk first in rank, the towns of its fighting among them, each in four languages."""
    towns = {f["properties"]["name_en"]: f["properties"] for f in features(TOWNS)}
    assert {"Kursk", "Sudzha", "Rylsk", "Lgov", "Korenevo", "Glushkovo", "Sumy", "Kyiv", "Moscow", "Minsk"} <= set(
        towns
    )
    assert towns["Kursk"]["rank"] == 1
    assert {p["rank"] for p in towns.values()} == {1, 2, 3, 4}
    assert all(p[f"name_{language}"] for p in towns.values() for language in ("en", "id", "uk", "ru"))


def test_the_basemap_stays_small() -> None:
    """All of it loads like one picture: under two and a half megabytes."""
    assert sum(path.stat().st_size for path in BASEMAP.iterdir()) < 2_500_000
