"""The theatre is a file: another conflict is another file."""

import json
from pathlib import Path

import pytest
from starlette.applications import Starlette

from events.figures import basemap
from events.figures.marks import LIGHT
from events.figures.panels import panels
from events.figures.scene import scene_of
from events.model import Problem, View, home
from events.record import Record
from events.texts import texts_in
from events.theatre import NOTHING, USUAL, VARIABLE
from events.web.routes import routes
from tests.serving import serving


def write(path: Path, **changes: object) -> Path:
    """The usual theatre with some changes, as a file."""
    path.write_text(json.dumps({**json.loads(USUAL.read_text(encoding="utf-8")), **changes}), encoding="utf-8")
    return path


def test_another_file_is_another_theatre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a view looks and where one jumps to come from the file, its names in the reader's language."""
    korea = {"names": {"en": "Korea", "id": "Semenanjung Korea"}, "lat": 38.0, "lon": 127.0, "zoom": 5}
    monkeypatch.setenv(VARIABLE, str(write(tmp_path / "korea.json", lat=38.0, lon=127.0, zoom=5, places=[korea])))

    assert (View().camera, home().lon, home().zoom) == (home(), 127.0, 5.0)
    data = panels(scene_of([]), {}, theme=LIGHT, texts=texts_in("id"))
    assert data["jumps"] == [{"label": "Semenanjung Korea", "look": (127.0, 38.0, 5.0)}]


def test_regions_of_its_own_lie_beside_its_file_or_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A theatre elsewhere needs nothing of data/basemap but the world; its regions are served, and found by name."""
    ring = [[126.0, 37.0], [128.0, 37.0], [128.0, 38.5], [126.0, 37.0]]
    properties = {"iso": "KR-41", "name_en": "Gyeonggi", "recognised": "KOR"}
    region = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (tmp_path / "own.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [region]}))
    monkeypatch.setenv(VARIABLE, str(write(tmp_path / "korea.json", region="KR-41", regions="own.geojson", lines=None)))
    basemap._regions.cache_clear()
    basemap._codes.cache_clear()
    try:
        assert basemap.region_code("Gyeonggi Province", "KOR") == "KR-41"
        assert basemap.address("own.geojson") != basemap.address(NOTHING)
        with serving(Starlette(routes=[*routes(lambda: Record(tmp_path / "home"))])) as client:
            assert client.get(basemap.address("own.geojson")).json()["features"] == [region]
            assert client.get("/basemap/korea.json").status_code == 404
    finally:
        basemap._regions.cache_clear()
        basemap._codes.cache_clear()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lines": "kursk_region_admin1.geojson"}, "needs LineString or MultiLineString"),
        ({"zoom": 99}, "is no place to look at"),
        ({"places": [{"lat": 1, "lon": 1, "zoom": 1}]}, "is no theatre"),
        ({"regions": "../secret"}, "has such a file"),
        ({"lines": "nowhere.geojson"}, "has such a file"),
    ],
)
def test_a_wrong_file_is_answered_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], words: str
) -> None:
    """What the file lacks is named, and what to do."""
    monkeypatch.setenv(VARIABLE, str(write(tmp_path / "wrong.json", **changes)))

    with pytest.raises(Problem, match=words):
        View()
