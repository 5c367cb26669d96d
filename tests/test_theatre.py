"""The theatre is a file: another conflict is another file."""

import json
from pathlib import Path

import pytest

from events.marks import LIGHT
from events.model import Problem, View, home
from events.panels import panels
from events.scene import scene_of
from events.texts import texts_in
from events.theatre import USUAL, VARIABLE


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


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"zoom": 99}, "is no place to look at"),
        ({"places": [{"lat": 1, "lon": 1, "zoom": 1}]}, "is no theatre"),
        ({"regions": "../secret"}, "has no such file"),
        ({"lines": "nowhere.geojson"}, "has no such file"),
    ],
)
def test_a_wrong_file_is_answered_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], words: str
) -> None:
    """What the file lacks is named, and what to do."""
    monkeypatch.setenv(VARIABLE, str(write(tmp_path / "wrong.json", **changes)))

    with pytest.raises(Problem, match=words):
        View()
