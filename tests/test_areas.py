"""Areas by day: what is kept of files, what is refused, and the command line."""

import json
from pathlib import Path

import pytest

from events import areas
from events.areas import AreaSet, add, area_sets, file_of, remove
from events.model import Problem

SQUARE = [[[35.0, 51.0], [36.0, 51.0], [36.0, 52.0], [35.0, 52.0], [35.0, 51.0]]]


def collection(*features: tuple[dict[str, object], object], shape: object = "Polygon") -> bytes:
    """A file of features with these properties and coordinates."""
    made = [
        {"type": "Feature", "properties": properties, "geometry": {"type": shape, "coordinates": coordinates}}
        for properties, coordinates in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": made}).encode()


def test_days_come_from_a_property_or_the_name_of_the_file(tmp_path: Path) -> None:
    """A usual property, a named one, else the file's name; the same day again is replaced, others are kept."""
    add(tmp_path, "front", [("a.geojson", collection(({"date": "2024-08-06T10:00:00Z"}, SQUARE)))], title="Front")
    add(tmp_path, "front", [("b.geojson", collection(({"as_of": "20240807"}, SQUARE)))], day_property="as_of")
    first = file_of(tmp_path, "front", area_sets(tmp_path)[0].days["2024-08-06"])
    moved = [[[lon + 1, lat] for lon, lat in SQUARE[0]]]
    made = add(tmp_path, "front", [("map_20240806.geojson", collection(({}, moved)))], attribution="Example desk")

    assert (made.title, made.attribution, list(made.days)) == ("Front", "Example desk", ["2024-08-06", "2024-08-07"])
    assert area_sets(tmp_path) == [made]
    assert first is not None
    assert not first.exists()
    kept = file_of(tmp_path, "front", made.days["2024-08-06"])
    assert kept is not None
    assert json.loads(kept.read_bytes())["features"][0]["geometry"]["coordinates"] == moved


def test_only_outlines_are_kept(tmp_path: Path) -> None:
    """No property of the file reaches the browser, and four decimals of a position do."""
    hostile: dict[str, object] = {"date": "2024-08-06", "name": "<script>alert(1)</script>"}
    made = add(
        tmp_path, "front", [("a.json", collection((hostile, [[35.123456, 51.0], [36, 52, 9]]), shape="LineString"))]
    )
    path = file_of(tmp_path, "front", made.days["2024-08-06"])

    assert path is not None
    assert b"script" not in path.read_bytes()
    assert json.loads(path.read_bytes())["features"][0]["geometry"]["coordinates"] == [[35.1235, 51.0], [36.0, 52.0]]


def test_what_no_pen_draws_is_left_out(tmp_path: Path) -> None:
    """Rings of fewer than three positions and lines of one are not kept; the day is, with what else it has."""
    square, dot = [SQUARE, [[[35.0, 51.0], [36.0, 51.0]]], [[]]], [[35.0, 51.0]]
    add(tmp_path, "front", [("20240806.json", collection(({}, square), shape="MultiPolygon"))])
    made = add(tmp_path, "front", [("20240807.json", collection(({}, dot), shape="LineString"))])
    files = [file_of(tmp_path, "front", file) for file in made.days.values()]
    outlines = [json.loads(file.read_bytes())["features"][0]["geometry"]["coordinates"] for file in files if file]

    assert outlines == [[SQUARE], []]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("front", b"\x00\xff", "is no GeoJSON"),
        ("front", b"[" * 100_000, "is no GeoJSON"),
        ("front", b"[1, 2]", "is no GeoJSON"),
        ("front", b'{"type": "FeatureCollection", "features": [7]}', "is no GeoJSON"),
        ("front", collection(({}, SQUARE)), "does not say its day"),
        ("front", collection(({"date": "2024-13-40"}, SQUARE)), "does not say its day"),
        ("front", collection(({"date": "2024-08-06"}, [35, 51]), shape="Point"), "no polygon and no line"),
        (
            "front",
            collection(({"date": "2024-08-06"}, [[[351, 51], [36, 51]]])),
            "positions are longitude and latitude",
        ),
        ("front", collection(({"date": "2024-08-06"}, [[["a", "b"]]])), "positions are longitude and latitude"),
        ("front", collection(({"date": "2024-08-06"}, [[10**400, 51], [36, 51]]), shape="LineString"), "positions are"),
        ("front", collection(({"date": "2024-08-06"}, SQUARE), shape=["Polygon"]), "no polygon and no line"),
        ("front", collection(({"date": "2024-08-06"}, [[]]), shape="MultiPolygon"), None),
        ("front", collection(({"date": "2024-08-06"}, [[[]]]), shape="MultiPolygon"), None),
        ("front", collection(({"date": "2024-08-06"}, [[[35, 51]] * 60_000])), "can be drawn"),
        ("../front", collection(({"date": "2024-08-06"}, SQUARE)), "is no name"),
    ],
)
def test_what_is_no_area_is_refused_in_a_sentence(tmp_path: Path, name: str, content: bytes, words: str | None) -> None:
    """Broken, hostile and huge files change nothing."""
    if words is None:
        assert list(add(tmp_path, name, [("a.geojson", content)]).days) == ["2024-08-06"]
        return
    with pytest.raises(Problem, match=words) as refused:
        add(tmp_path, name, [("a.geojson", content)])

    assert str(refused.value).endswith(".")
    assert area_sets(tmp_path) == []


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Size is looked at before anything is parsed."""
    monkeypatch.setattr(areas, "LARGEST", 10)
    with pytest.raises(Problem, match="more than 10 bytes"):
        add(tmp_path, "front", [("a.geojson", collection(({"date": "2024-08-06"}, SQUARE)))])


def test_a_set_is_taken_away(tmp_path: Path) -> None:
    """And one that is not there is named; a broken set is as if it were not there."""
    add(tmp_path, "front", [("2024-08-06.geojson", collection(({}, SQUARE)))])
    remove(tmp_path, "front")

    assert area_sets(tmp_path) == []
    with pytest.raises(Problem, match='no areas called "front"'):
        remove(tmp_path, "front")
    (tmp_path / areas.FOLDER / "broken").mkdir(parents=True)
    (tmp_path / areas.FOLDER / "broken" / areas.MANIFEST).write_text("{")
    assert area_sets(tmp_path) == []
    assert file_of(tmp_path, "broken", "..") is None
    assert AreaSet(name="a", title="a").days == {}
