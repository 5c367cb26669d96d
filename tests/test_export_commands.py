"""``events export`` as a user runs it: every format, the file beside it, and what it refuses."""

import hashlib
import json
from pathlib import Path

import pytest

from events.engine import Engine
from events.engine.sets import About, publish
from events.exchange import own
from events.exchange.exporting import FORMATS
from events.exchange.importing import Import, readings
from events.model import Event, ReviewState, View
from events.record import Record
from tests.factories import NOON
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


@pytest.mark.parametrize(
    ("name", "more", "form"),
    [
        ("out.XLSX", (), "xlsx"),
        ("out.timeline.json", (), "timelinejs"),
        ("out.txt", (), "json"),
        ("out.xlsx", ("--format", "kml"), "kml"),
    ],
)
def test_the_ending_of_the_file_says_the_format(
    events: Commands,  # noqa: F811
    tmp_path: Path,
    name: str,
    more: tuple[str, ...],
    form: str,
) -> None:
    """A workbook's name gets a workbook without --format, which goes before the name; any other name gets JSON."""
    events.out("export", "--kind", "mobilize", *more, "-o", str(tmp_path / name))

    assert own.format_of(tmp_path / name) == form


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


def test_what_is_here_already_stays_as_it_is(events: Commands, tmp_path: Path) -> None:  # noqa: F811
    """Our own export, imported where it came from, is one sentence and no second set, unless under ids of its own."""
    path = str(tmp_path / "ours.jsonl")
    events.out("export", "--format", "jsonl", "-o", path)
    count = len(Path(path).read_text(encoding="utf-8").splitlines())
    again = events.run("import", path)
    assert again.returncode == 0
    assert f"All {count} events are here already and stay as they are here" in again.stderr
    assert "not taken" not in again.stderr
    assert "events " not in events.out("data", "list").split("kursk-context")[0].split("\n", 1)[1]

    beside = events.run("import", path, "--own-ids", "--name", "then")
    assert f"The data set then now holds {count} events" in beside.stdout
    both = [json.loads(events.out("export", "--data", data))["events"] for data in ("articles", "then")]
    denied = [{each["id"] for each in some} & {name for one in some for name in one["denies"]} for some in both]
    titles = [sorted(each["title"] for each in some) for some in both]
    assert titles[0] == titles[1]
    assert not {each["id"] for each in both[0]} & {each["id"] for each in both[1]}
    assert [len(each) for each in denied] == [len(denied[0])] * 2


def test_own_ids_are_for_our_exports_only(events: Commands, tmp_path: Path) -> None:  # noqa: F811
    """Other people's rows have the ids of their source."""
    path = tmp_path / "table.csv"
    path.write_text("date,title\n2024-10-30,Told\n", encoding="utf-8")

    assert "Only what this program exported" in events.refused("import", str(path), "--own-ids")


def test_an_article_tells_what_came_before_as_an_export(events: Commands, tmp_path: Path) -> None:  # noqa: F811
    """Events that were imported first and whose article is taken in later are there once, with their words."""
    path = str(tmp_path / "ours.jsonl")
    events.out("export", "--format", "jsonl", "-o", path)
    count = len(Path(path).read_text(encoding="utf-8").splitlines())
    with Record(tmp_path / "other", shipped=()) as record:
        found = readings([Path(path)], tmp_path, as_=None, mapping=None)
        outcome = Import(tmp_path / "other", "events", found).run(lambda _: lambda _read, _size: None)
        about = About(name="events", title="Ours", format="events")
        publish(record, about, outcome.events, outcome.originals, at=NOON)
        engine = Engine(record)
        before = (engine.count(View()), engine.count(View(data=("events",))))
    with Record(events.home) as origin:
        [article] = origin.articles()
        told = [event for event in Engine(origin).stream(View(reviews=tuple(ReviewState))) if event.revision == 1]
    with Record(tmp_path / "other") as record:
        record.add(article, told, at=NOON)
        engine = Engine(record)
        after = (engine.count(View()), engine.count(View(data=("articles",))))
        shown = engine.events(View(), limit=100)

    assert before == (count, count)
    assert after[0] == len(shown) == len({event.id for event in shown})
    assert after[1] == sum(event.quote is not None for event in shown) > 0
