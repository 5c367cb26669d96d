"""The commands about snapshots, over a record of their own."""

import json
import re
from pathlib import Path

import pytest

from events.__main__ import main
from events.record import Record
from tests.factories import NOON, make_article, make_event

UNKNOWN = "f" * 32


class Events:
    """Runs ``events`` in this process; ``made`` is the id of a snapshot of two events."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Commands over the record in ``home``."""
        self.home, self._capsys = home, capsys
        article = make_article(title="Pasukan Korut Tiba")
        with Record(home, shipped=()) as record:
            record.add(article, [make_event("e1", article=article), make_event("e2", article=article)], at=NOON)
        out = self("snapshot", "create", "--title", "Kursk", "--by", "Ana")[1]
        self.made = re.findall(r"/s/([0-9a-f]{32})", out)[0]

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Status, standard output and standard error of a command."""
        self._capsys.readouterr()
        status = main(words)
        return status, *self._capsys.readouterr()


@pytest.fixture
def events(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Events:
    """The commands."""
    monkeypatch.setenv("EVENTS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EVENTS_URL", "https://desk.example")
    return Events(tmp_path / "home", capsys)


def test_a_snapshot_goes_out_and_comes_back_proven(events: Events, tmp_path: Path) -> None:
    """What was written as JSON, shown and exported, and as HTML is proven; one letter changed is named."""
    _, shown, _ = events("snapshot", "show", f"https://desk.example/s/{events.made}", "--format", "json")
    for name in ("kursk.json", "kursk.html"):
        path = tmp_path / name
        status, _, said = events("snapshot", "export", events.made, "-o", str(path))
        assert (status, f"snapshot {events.made}, SHA-256" in said) == (0, True)
        status, out, _ = events("snapshot", "verify", str(path))
        assert status == 0
        assert f'"{name}": snapshot {events.made} is as it was stored on' in out
    path = tmp_path / "kursk.json"
    assert path.read_text(encoding="utf-8") == shown

    path.write_text(shown.replace('"title": "Kursk"', '"title": "Korsk"'), encoding="utf-8")
    status, out, said = events("snapshot", "verify", str(path))
    assert (status, out) == (1, "")
    assert said.endswith('is not as it was stored: title: "Korsk", stored as "Kursk".\n')


def test_every_format_is_exported(events: Events, tmp_path: Path) -> None:
    """A table has beside it what it cannot say itself: of which snapshot it is."""
    assert events("snapshot", "export", events.made, "-o", str(tmp_path / "kursk.csv"))[0] == 0
    about = json.loads((tmp_path / "kursk.csv.about.json").read_text(encoding="utf-8"))
    assert (about["snapshot"]["id"], about["events"]) == (events.made, 2)
    assert events("snapshot", "export", events.made, "-o", str(tmp_path / "kursk.geojson"))[0] == 0
    assert json.loads((tmp_path / "kursk.geojson").read_text(encoding="utf-8"))["about"]["snapshot"]["title"] == "Kursk"


def test_a_snapshot_is_cited(events: Events) -> None:
    """In plain words unless another form is asked for."""
    assert f"https://desk.example/s/{events.made} SHA-256" in events("snapshot", "cite", events.made)[1]
    assert events("snapshot", "cite", events.made, "--format", "bibtex")[1].startswith("@misc{snapshot-")


def test_a_key_signs_from_then_on(events: Events, tmp_path: Path) -> None:
    """The key is made once and shown each time; what was signed is proven by it, what was not is told."""
    key = events("snapshot", "key")[1].strip()
    assert events("snapshot", "key")[1].strip() == key
    made = re.findall(r"/s/([0-9a-f]{32})", events("snapshot", "create")[1])[0]
    path = tmp_path / "signed.json"
    events("snapshot", "export", made, "-o", str(path))
    status, out, _ = events("snapshot", "verify", str(path), "--key", key)
    assert (status, f"Signed by {key}." in out) == (0, True)
    status, _, said = events("snapshot", "verify", events.made, "--key", key)
    assert (status, "it is not signed, and a key was given" in said) == (1, True)


def test_the_desk_decides(events: Events) -> None:
    """Renamed, expired, opened again and revoked, a snapshot is listed as it stands, and stays proven."""
    assert events("snapshot", "rename", events.made, "First week")[1].endswith(
        'is now "First week"; it was shared "Kursk".\n'
    )
    assert events("snapshot", "expire", events.made, "2999-12-31")[1].endswith("opens until 2999-12-31.\n")
    assert events("snapshot", "expire", events.made, "never")[1].endswith("opens for good.\n")
    assert "its link opens no more" in events("snapshot", "revoke", events.made, "--why", "the source asked")[1]
    (entry,) = json.loads(events("snapshot", "list", "--format", "json")[1])
    assert (entry["state"], entry["name"], entry["title"], entry["opens"]) == ("revoked", "First week", "Kursk", 0)
    assert "revoked" in events("snapshot", "list")[1]
    assert "was not opened yet" in events("snapshot", "list", "--opens", events.made)[2]
    assert events("snapshot", "verify", events.made)[0] == 0
    status, _, said = events("snapshot", "export", events.made, "-o", "x.html")
    assert (status, "was revoked on" in said) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("verify", "nothing.json"), 'There is no file "nothing.json"'),
        (("verify", UNKNOWN), "There is no snapshot"),
        (("verify", "0123"), "is not the id of a snapshot"),
        (("verify", UNKNOWN, "--key", "12"), '"12" is not a public key'),
        (("verify", "http://[x/s/abc"), '"abc" is not the id of a snapshot'),
        (("cite", "http://[x/s/abc"), '"abc" is not the id of a snapshot'),
        (("verify", "x" * 5_000), "is not the id of a snapshot"),
        (("verify", "x" * 5_000 + ".json"), "There is no file"),
        (("rename", UNKNOWN, "x"), "There is no snapshot"),
        (("rename", "MADE", "x" * 201), "one line of at most 200 characters"),
        (("expire", "MADE", "soon"), '"soon"'),
        (("expire", "MADE", "2020-01-01"), "would have expired already"),
        (("revoke", "nobody"), "is not the id of a snapshot"),
        (("list", "--opens", UNKNOWN), "There is no snapshot"),
        (("export", "MADE", "-o", "x.doc"), '"x.doc" does not say which format is wanted'),
        (("export", "MADE", "-o", "/nowhere/x.json"), "cannot be written"),
        (("export", UNKNOWN, "-o", "x.json"), "There is no snapshot"),
        (("cite", "MADE", "--format", "endnote"), "allowed are text, bibtex, csl-json"),
    ],
)
def test_a_mistake_is_one_sentence(events: Events, words: tuple[str, ...], said: str) -> None:
    """What came, what is allowed, what to do; status 2, nothing on standard output."""
    status, out, error = events("snapshot", *(events.made if word == "MADE" else word for word in words))
    assert (status, out, error.count("\n")) == (2, "", 1)
    assert said in error
