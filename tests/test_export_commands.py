"""``events export`` as a user runs it: every format, the file beside it, and what it refuses."""

import hashlib
import json
from pathlib import Path

import pytest

from events.exchange import own
from events.exchange.exporting import FORMATS
from events.model import Event
from tests.test_commands import Commands, events, fresh  # noqa: F401 - fixtures


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_an_export_is_a_file_that_comes_back(events: Commands, tmp_path: Path, name: str) -> None:  # noqa: F811
    """The file appears under its name with nothing half written beside it, and holds the events of the view."""
    path = tmp_path / f"out.{name}"
    said = events.out("export", "--format", name, "--kind", "mobilize", "-o", str(path))

    expected = [path.name] + ([f"{path.name}.about.json"] if FORMATS[name].bare else [])
    assert (said, sorted(each.name for each in tmp_path.glob("*out*"))) == ("", expected)
    listed = json.loads(events.out("export", "--kind", "mobilize"))["events"]
    assert list(own.read(path)) == list(map(Event.model_validate, listed))


def test_what_cannot_say_what_it_is_has_a_file_beside_it(events: Commands, tmp_path: Path) -> None:  # noqa: F811
    """The hash of the JSON lines is that of the file; into a pipe, the same is said on standard error."""
    path = tmp_path / "events.jsonl"
    events.out("export", "--format", "jsonl", "-o", str(path))
    about = json.loads((tmp_path / "events.jsonl.about.json").read_text(encoding="utf-8"))
    piped = events.run("export", "--format", "jsonl")

    assert about["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert piped.stdout.encode() == path.read_bytes()
    assert about["sha256"] in piped.stderr
    assert piped.stderr.count("\n") == 1


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.binary])
def test_binary_formats_need_a_file(events: Commands, name: str) -> None:  # noqa: F811
    """What no terminal can show is not written to one, and the sentence says what to do."""
    assert f"name a file with -o FILE.{name}." in events.refused("export", "--format", name)


def test_the_list_for_oneself_has_the_same_columns(events: Commands) -> None:  # noqa: F811
    """CSV of the list and of the export are one form; only the export leaves out who reviewed and why."""
    listed, exported = (events.out(command, "--format", "csv") for command in ("list", "export"))

    assert listed.splitlines()[0] == exported.splitlines()[0]
    assert "curator" in listed
    assert "curator" not in exported


def test_list_and_export_write_every_format(events: Commands) -> None:  # noqa: F811
    """Both commands know all formats; a table is one for either."""
    assert events.run("list", "--format", "geojson").stdout.startswith('{"type": "FeatureCollection"')
    assert events.run("export", "--format", "table").stdout.startswith("WHEN")
