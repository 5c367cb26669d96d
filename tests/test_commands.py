"""The commands as a user runs them: a process of their own, a record of their own."""

import csv
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest

from events.articles import LIMIT, article_id, shipped_articles
from events.commands.run import COMMANDS
from events.links import encode
from events.model import Article, Event, View
from tests.serving import Client

ROOT = Path(__file__).parents[1]
SEED = shipped_articles()[0].article
ARTICLE = "Korea Utara mengirimkan sekitar 3.000 pasukan ke wilayah Kursk, Rusia, pada 23 Oktober 2024."
QUIET = "Resep nasi goreng: panaskan minyak, lalu masukkan bawang."


class Commands:
    """Runs ``python -m events`` with a record in ``home``."""

    def __init__(self, home: Path) -> None:
        """Commands over ``home``."""
        self.home = home

    def run(
        self, *words: str, stdin: bytes = b"", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """One command; its output as text."""
        done = subprocess.run(
            [sys.executable, "-m", "events", *words],
            input=stdin,
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, "EVENTS_HOME": str(self.home), **(env or {})},
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def out(self, *words: str, stdin: bytes = b"") -> str:
        """The output of a command that must do its work."""
        done = self.run(*words, stdin=stdin)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def listed(self, *words: str) -> dict[str, Any]:
        """What ``events list --format json`` says."""
        found: dict[str, Any] = json.loads(self.out("list", "--format", "json", *words))
        return found

    def refused(self, *words: str, stdin: bytes = b"") -> str:
        """The one sentence with which a mistake is refused."""
        done = self.run(*words, stdin=stdin)
        assert done.returncode == 2, (done.stdout, done.stderr)
        assert done.stdout == ""
        assert done.stderr.endswith(".\n")
        assert done.stderr.count("\n") == 1
        return done.stderr


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record as it is on first start."""
    home = tmp_path_factory.mktemp("fresh")
    Commands(home).out("check")
    return home


@pytest.fixture
def events(fresh: Path, tmp_path: Path) -> Commands:
    """The commands over a copy of a record as it is on first start."""
    return Commands(Path(shutil.copytree(fresh, tmp_path / "home")))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A file with an article that tells of an event."""
    path = tmp_path / "artikel.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def first_event(events: Commands) -> Event:
    """An event of the record."""
    return Event.model_validate(events.listed()["events"][0])


# -- extract and ingest --------------------------------------------------------------------------


def test_extract_reads_standard_input(events: Commands) -> None:
    """An article from standard input comes back with its events, each resting on its words; nothing is recorded."""
    before = (events.home / "record.sqlite").read_bytes()
    words = ("extract", "-", "--language", "id", "--published", "2024-10-29", "--format", "json")
    found = json.loads(events.out(*words, stdin=ARTICLE.encode()))
    article = Article.model_validate(found["article"])

    assert set(found) == {"article", "events"}
    assert (article.id, article.text, str(article.published)) == (article_id(ARTICLE), ARTICLE, "2024-10-29")
    assert found["events"]
    for each in found["events"]:
        quote = Event.model_validate(each).quote
        assert quote is not None
        assert ARTICLE[quote.start : quote.end] == quote.text
    assert events.out(*words, stdin=ARTICLE.encode()) == events.out(*words, stdin=ARTICLE.encode())
    assert (events.home / "record.sqlite").read_bytes() == before


def test_extract_of_several_is_one_object_a_line(events: Commands, article: Path, tmp_path: Path) -> None:
    """Several articles are one object a line, letters as they are; one that cannot be read does not stop the others."""
    other = tmp_path / "lain.txt"
    other.write_text("Menteri Luar Negeri Türkiye bertemu Menteri Luar Negeri Ukraina di Ankara.", encoding="utf-8")
    done = events.run("extract", str(article), str(tmp_path / "missing.txt"), str(other), "--language", "id")

    assert done.returncode == 2
    assert "missing.txt" in done.stderr
    texts = [json.loads(line)["article"]["text"] for line in done.stdout.splitlines()]
    assert texts == [ARTICLE, other.read_text(encoding="utf-8")]
    assert "Türkiye" in done.stdout


def test_extract_as_a_table(events: Commands, article: Path) -> None:
    """The table says when, what, who and where."""
    assert "2024-10-23" in events.out("extract", str(article), "--format", "table")
    assert events.out("extract", str(article), "--format", "table").startswith("WHEN ")


def test_several_tables_name_their_articles(events: Commands, tmp_path: Path) -> None:
    """Above each table stands where its article came from, its title and its day."""
    for name in ("satu", "dua"):
        (tmp_path / f"{name}.txt").write_text(f"Berita {name} dari Kursk hari ini\n\nUkraina menyerang Kursk.", "utf-8")
    paths = [str(tmp_path / f"{name}.txt") for name in ("satu", "dua")]
    out = events.out("extract", *paths, "--format", "table", "--published", "2024-10-31")
    first, second = out.strip().split("\n\n")

    assert first.startswith(f"{paths[0]} · Berita satu dari Kursk hari ini · published 2024-10-31\nWHEN ")
    assert second.startswith(f"{paths[1]} · Berita dua dari Kursk hari ini · published 2024-10-31\nWHEN ")


def test_an_article_without_events_is_no_mistake(events: Commands) -> None:
    """A text in which no event is found says so and is no error."""
    done = events.run("extract", "-", "--language", "id", stdin=QUIET.encode())

    assert (done.returncode, json.loads(done.stdout)["events"]) == (0, [])
    assert done.stderr == 'No event was found in "standard input".\n'


UNDATED = "North Korean troops attacked Ukrainian positions in Kursk on Tuesday."


def test_an_article_without_a_publication_date_is_said(events: Commands, tmp_path: Path) -> None:
    """Events undated for want of a publication date are counted, with the way out; the JSON stays as it is."""
    text = UNDATED.encode()
    without = events.run("extract", "-", stdin=text)
    found = json.loads(without.stdout)
    dated = events.run("extract", "-", "--published", "2024-10-31", stdin=text)

    assert set(found) == {"article", "events"}
    assert [each["when"] for each in found["events"]] == [None]
    assert without.stderr == (
        '"standard input" has no publication date, so 1 event of 1 stayed undated; give it with --published '
        'YYYY-MM-DD, or on the Add page under "About the article".\n'
    )
    assert (dated.stderr, json.loads(dated.stdout)["events"][0]["when"]["first"]) == ("", "2024-10-29")

    one = events.run("ingest", "-", stdin=text)
    assert one.stdout.endswith(" with 1 event, 1 undated.\n")
    assert one.stderr.startswith("1 event stayed undated because the article has no publication date; date them with ")
    (tmp_path / "a.txt").write_text(f"{UNDATED} It rained.", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"{UNDATED} It snowed.", encoding="utf-8")
    several = events.run("ingest", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert several.stderr.startswith("2 events stayed undated because the article has no publication date; date them ")


def test_a_language_without_rules_is_named(events: Commands) -> None:
    """An article in a language without rules gives no event, and the sentence names those that have some."""
    done = events.run("extract", "-", "--language", "sw", stdin=b"Majeshi yamefika Kursk leo asubuhi.")

    assert (done.returncode, json.loads(done.stdout)["events"]) == (0, [])
    assert 'language "sw", for which there are no rules yet; events are found in ' in done.stderr
    assert " en, " in done.stderr
    assert " id, " in done.stderr


def test_ingest_twice_is_once(events: Commands, article: Path) -> None:
    """An article is recorded once; again, even under another date, nothing changes and the difference is said."""
    before = len(events.listed()["events"])
    assert "recorded as article" in events.out("ingest", str(article), "--published", "2024-10-24")
    after = events.out("list", "--format", "json")
    again = events.run("ingest", str(article), "--published", "2024-10-25")

    assert len(json.loads(after)["events"]) > before
    assert "recorded already" in again.stdout
    assert "the publication date 2024-10-25 was not taken" in again.stderr
    assert again.returncode == 0
    assert events.out("list", "--format", "json") == after


HOSTILE = {
    "empty": (b"", "is empty"),
    "binary": (b"\x00\x01\x02\xff", "is not text"),
    "too long": (b"a" * (LIMIT + 1), "larger than 5 MB"),
}


@pytest.mark.parametrize("command", ["extract", "ingest"])
@pytest.mark.parametrize(("data", "words"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_articles(events: Commands, tmp_path: Path, command: str, data: bytes, words: str) -> None:
    """What is no article is refused with one sentence, and the record is not touched."""
    path = tmp_path / "hostile.txt"
    path.write_bytes(data)
    before = events.out("list", "--format", "json")

    assert words in events.refused(command, str(path))
    assert words in events.refused(command, "-", stdin=data)
    assert events.out("list", "--format", "json") == before


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("extract missing.txt", 'There is no file "missing.txt"'),
        ("extract http://127.0.0.1/a", "private network or to this machine"),
        ("extract ftp://example.org/a", "begins with http:// or https://"),
        ("extract - --published 31/10/2024", "write it as YYYY-MM-DD"),
        ("ingest - --language Indonesian", "is not a language code"),
        ("list --actor narnia", 'The actor "narnia" is not known; allowed are'),
        ("list --actor PRK", 'The actor "PRK" is not known; nearest are prk (North Korea), and events actors list'),
        ("list --actor hezbolah", 'The actor "hezbolah" is not known; nearest are lbn-hezbollah (Hezbollah)'),
        ("list --actor sudan", 'The actor "sudan" is not known; nearest are sdn (Sudan), '),
        ("list --kind WAR", "allowed are AGREE, CONSULT"),
        ("list --role doer", "allowed are source, target, speaker, any"),
        ("list --from 2024-13-01", "write it as YYYY-MM-DD"),
        ("list --from 2024-11-01 --to 2024-10-01", "swap them"),
        ("list --area 1,2,3", "west,south,east,north"),
        ("list --data ucdp", "data sets of the record"),
        ("list --format docx", '"docx" is not allowed for --format; allowed are table, csv, json'),
        ("list --colour red", '"--colour" is not known to this command; its options are -h, --help, --format'),
        ("list --link https://example.org/", "is not the link of a view"),
        ("list --link http://127.0.0.1:8501/s/0123", "link of a snapshot"),
        ("list --link http://127.0.0.1:8501/?v=1 --kind AID", "stands for a whole view"),
        ("list -o missing/folder/file", "cannot be written"),
        ("correct nothing --set kind=AID --by Ana --why seen", 'no event "nothing"'),
        ("correct e1 --set colour --by Ana --why seen", "write --set FIELD=VALUE"),
        ("correct e1 --set colour=red --by Ana --why seen", '"colour" is not a field that can be set; allowed are'),
        ("correct e1 --set confidence=high --by Ana --why seen", "is not JSON"),
        ("correct e1 --set when=soon --by Ana --why seen", "write it as YYYY-MM-DD"),
        ("correct e1 --set kind=AID --why seen", "--by"),
        ("snapshot create --expires 2001-01-01", "expired already"),
        ("snapshot show 0123", "is not the id of a snapshot"),
        ("snapshot verify ffffffffffffffffffffffffffffffff", "There is no snapshot"),
        (
            "snapshot",
            "No command was given to events snapshot; allowed are create, list, show, drift, verify, export, ",
        ),
        ("serve --port 99999", "is not a port"),
        ("serve --port many", '"many" is not a port; give a number from 1 to 65535, such as 8501.'),
        ("ingest . --watch --every often", '"often" is no number of seconds; give one from 1 to 86400'),
        ("actors undo x --by Ana --why no", '"x" is not the number of a decision; give one of events actors history'),
        ("frobnicate", '"frobnicate" is not a command; allowed are extract, ingest, list'),
        ("", "allowed are extract, ingest, list"),
    ],
)
def test_mistakes_get_one_sentence(events: Commands, line: str, words: str) -> None:
    """Each mistake is refused with one sentence that names what is allowed, and status 2."""
    assert words in events.refused(*line.split())


# -- the record on first start -------------------------------------------------------------------


def test_the_first_article_is_recorded_on_first_start(events: Commands) -> None:
    """A new record holds the first article's events, all undated by it but for the curated dates."""
    found = [Event.model_validate(each) for each in events.listed()["events"]]

    assert len(found) >= 13
    assert {event.article for event in found} == {SEED.id}
    curated = [event for event in found if event.revision == 2]
    assert curated
    assert all(event.review.by == "curator" and event.when and event.when.basis == "curated" for event in curated)
    assert all(event.when is None for event in found if event.revision == 1)
    assert "is whole: 1 article" in events.out("check")


def test_every_curated_correction_finds_its_event(events: Commands) -> None:
    """Each curated correction that ships finds exactly one event, by its exact quote and kind."""
    found = [Event.model_validate(each) for each in events.listed()["events"]]
    for shipped in shipped_articles():
        assert shipped.curated is not None
        for correction in shipped.curated.corrections:
            key = (correction.quote, correction.kind)
            matches = [event.id for event in found if event.quote and (event.quote.text, event.kind) == key]
            assert len(matches) == 1, key


# -- views ---------------------------------------------------------------------------------------


def test_list_narrows(events: Commands) -> None:
    """Options narrow the list, repeated ones mean any of, and the JSON says its view and total."""
    everything = events.listed()
    korean = events.listed("--actor", "prk")
    either = events.listed("--kind", "MOBILIZE", "--kind", "REQUEST")

    assert everything["total"] == len(everything["events"])
    assert 0 < len(korean["events"]) < len(everything["events"])
    assert {each["kind"] for each in either["events"]} == {"MOBILIZE", "REQUEST"}
    assert View.model_validate(korean["view"]) == View(actors=("prk",))


def test_kinds_in_any_case(events: Commands) -> None:
    """A kind may be written in small letters, to list and to correct."""
    event = first_event(events)
    events.out("correct", event.id, "--set", "kind=mobilize", "--by", "Ana", "--why", "seen")
    listed = events.listed("--kind", "mobilize")

    assert event.id in {each["id"] for each in listed["events"]}
    assert {each["kind"] for each in listed["events"]} == {"MOBILIZE"}


def test_a_known_actor_without_events_is_an_empty_list(events: Commands) -> None:
    """An actor of the register that no event names is no mistake."""
    assert events.listed("--actor", "isl")["events"] == []


def test_list_in_words_counts_what_is_not_shown(events: Commands) -> None:
    """The table says how many of how many, and why the rest is not there."""
    done = events.run("list", "--kind", "MOBILIZE", "--modality", "asserted")

    assert re.search(r"\d+ of \d+ events; not shown: \d+ by kind, \d+ by modality\.", done.stderr)
    assert "MOBILIZE" in done.stdout


def test_a_link_is_a_view(events: Commands) -> None:
    """The dashboard's address gives the same list as the options it was made of."""
    query = "&".join(f"{name}={value}" for name, value in encode(View(actors=("prk",))).items())

    assert events.listed("--link", f"http://127.0.0.1:8501/?{query}") == events.listed("--actor", "prk")


def test_an_area_west_of_greenwich(events: Commands) -> None:
    """A box that begins with a minus is a box, not an option."""
    assert events.listed("--area", "-10.5,40,60,70")["view"]["area"] == {
        "west": -10.5,
        "south": 40.0,
        "east": 60.0,
        "north": 70.0,
    }


def test_csv_opens_in_a_spreadsheet(events: Commands, tmp_path: Path) -> None:
    """CSV has a heading and a row an event; what a spreadsheet would run is disarmed; a file appears whole."""
    event = first_event(events)
    events.out("correct", event.id, "--set", "title==1+1", "--by", "Ana", "--why", "a test")
    path = tmp_path / "events.csv"
    events.out("export", "--format", "csv", "-o", str(path))
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))

    assert len(rows) == len(events.listed()["events"])
    assert {row["title"] for row in rows if row["id"] == event.id} == {"'=1+1"}
    assert sorted(each.name for each in tmp_path.glob("*events.csv*")) == ["events.csv", "events.csv.about.json"]


def test_what_is_no_ordinary_file_is_written_as_it_is(events: Commands, tmp_path: Path) -> None:
    """A link stays a link to the file that is written, and a device stays a device; a folder is refused."""
    link, pipe = tmp_path / "link.json", tmp_path / "pipe"
    link.symlink_to(tmp_path / "target.json")
    events.out("export", "-o", str(link))
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    events.out("export", "-o", str(pipe))

    assert link.is_symlink()
    through_pipe, through_link = (json.loads(each) for each in (reader.communicate()[0], link.read_bytes()))
    assert through_pipe["events"] == through_link["events"] != []  # each also says when it was made
    assert pipe.is_fifo()
    assert "cannot be written (Is a directory)" in events.refused("export", "-o", str(tmp_path))


def test_export_names_no_reviewer(events: Commands) -> None:
    """An export for others leaves out who reviewed and why; the list for oneself has them."""
    assert "curator" in events.out("list", "--format", "json")
    exported = json.loads(events.out("export"))

    assert all(each["review"]["by"] is None and each["review"]["why"] is None for each in exported["events"])
    assert any(each["revision"] == 2 for each in exported["events"])


def test_a_reader_that_has_enough(events: Commands) -> None:
    """A pipe that closes early is no error."""
    line = f"{sys.executable} -m events actors list | head -1"
    env = {**os.environ, "EVENTS_HOME": str(events.home)}
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, cwd=ROOT, env=env)

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this system has no full device")
@pytest.mark.parametrize("command", ["check", "export"])
def test_a_full_disk_is_said(events: Commands, command: str) -> None:
    """Output that finds no room fails with one sentence and status 1, however little it is."""
    env = {**os.environ, "EVENTS_HOME": str(events.home)}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "events", command], stdout=full, stderr=subprocess.PIPE, cwd=ROOT, env=env
        )

    assert done.returncode == 1
    assert done.stderr.startswith(b"The output could not be written (No space left on device)")
    assert done.stderr.count(b"\n") == 1


# -- corrections, actors, check ------------------------------------------------------------------


def test_correct_is_a_new_revision(events: Commands) -> None:
    """A correction says its revision, and the event carries who and why from then on."""
    event = first_event(events)
    changes = ("--set", "when=2024-10-01..2024-10-03", "--set", "review.state=confirmed")
    said = events.out("correct", event.id, *changes, "--by", "Ana", "--why", "a public source")
    after = next(each for each in events.listed()["events"] if each["id"] == event.id)
    corrected = Event.model_validate(after)

    assert f"now at revision {event.revision + 1}" in said
    assert corrected.revision == event.revision + 1
    assert corrected.when is not None
    assert (str(corrected.when.first), str(corrected.when.last), corrected.when.precision) == (
        "2024-10-01",
        "2024-10-03",
        "range",
    )
    assert (corrected.review.state, corrected.review.by, corrected.review.why) == (
        "confirmed",
        "Ana",
        "a public source",
    )


@pytest.mark.parametrize("twice", [("kind=AID", "kind=REQUEST"), ("review=found", "review.state=confirmed")])
def test_a_field_set_twice_is_refused(events: Commands, twice: tuple[str, str]) -> None:
    """Two values for one field are a mistake, not a choice of the last."""
    words = ("correct", "e1", "--set", twice[0], "--set", twice[1], "--by", "Ana", "--why", "seen")

    assert "is set twice" in events.refused(*words)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity"])
def test_a_number_without_end_is_refused(events: Commands, number: str) -> None:
    """A number that JSON cannot hold is refused in one sentence, and the record stays as it was."""
    event = first_event(events)
    value = f'quantities=[{{"value":{number},"unit":"troops"}}]'

    assert "does not fit" in events.refused("correct", event.id, "--set", value, "--by", "Ana", "--why", "seen")
    assert first_event(events) == event
    assert "is whole" in events.out("check")


def test_withdrawn_events_are_hidden_and_counted(events: Commands) -> None:
    """A withdrawn event leaves the list, is counted, and comes back when asked for."""
    event = first_event(events)
    events.out("correct", event.id, "--set", "review=withdrawn", "--by", "Ana", "--why", "not in the text")

    assert event.id not in [each["id"] for each in events.listed()["events"]]
    assert "1 by withdrawn" in events.run("list").stderr
    assert [each["id"] for each in events.listed("--review", "withdrawn")["events"]] == [event.id]


def test_actors_can_be_found(events: Commands) -> None:
    """Actors are found by any of their names, in any case, with how many events they are in."""
    lines = events.out("actors", "list", "--text", "korut").splitlines()

    assert re.search(r"^prk +[1-9]\d* +PRK +state +North Korea +iso:PRK", "\n".join(lines), re.MULTILINE)
    assert "Korut" in "\n".join(lines)
    assert events.out("actors", "list", "Korut").splitlines() == lines
    assert "No actor has" in events.run("actors", "list", "--text", "narnia").stderr
    found = json.loads(events.out("actors", "list", "북한", "--format", "json"))["actors"]
    assert "북한" in next(each for each in found if each["id"] == "prk")["names"]["ko"]


def test_actors_are_added_merged_and_taken_back(events: Commands) -> None:
    """The register takes a user's actors at once, keeps who and why, and a merging can be undone."""
    signed = ("--by", "Ana", "--why", "seen in two papers")
    added = ("--name", "Bear Brigade", "--type", "armed_group", "--country", "RUS", "--alias", "id:Brigade Beruang")
    assert "Decision 1: rus-bear is Bear Brigade" in events.out("actors", "add", "rus-bear", *added, *signed)
    assert "rus-bear" in events.out("actors", "list", "beruang")
    events.out("actors", "merge", "rus-bear", "rus-wagner", *signed)
    assert "rus-bear " not in events.out("actors", "list", "beruang")
    assert events.run("actors", "undo", "1", *signed).returncode == 2
    events.out("actors", "undo", "2", *signed)
    history = events.out("actors", "history")
    assert "(undone)" in history and "seen in two papers" in history
    assert events.run("actors", "merge", "rus-bear", "nobody", *signed).stderr.count("\n") == 1


def test_check_names_what_is_wrong(events: Commands) -> None:
    """A damaged record fails its check with status 1 and a sentence."""
    path = events.home / "record.sqlite"
    data = bytearray(path.read_bytes())
    data[5000:9000] = bytes(4000)
    path.write_bytes(data)
    done = events.run("check")

    assert done.returncode == 1
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be(events: Commands, article: Path) -> None:
    """A record that can be nowhere is a mistake with one sentence."""
    events.home = article

    assert "cannot hold the record" in events.refused("list")


# -- snapshots -----------------------------------------------------------------------------------


def test_snapshots_are_made_listed_shown_and_proven(events: Commands) -> None:
    """A snapshot's first line is its link; it is listed, shown as stored, and proven."""
    link, counts = events.out("snapshot", "create", "--actor", "prk", "--title", "Korut di Kursk").splitlines()
    snapshot_id = link.rpartition("/")[2]
    stored = json.loads(events.out("snapshot", "show", snapshot_id, "--format", "json"))

    assert re.fullmatch(r"http://127\.0\.0\.1:8501/s/[0-9a-f]{32}", link)
    assert stored["events"] == json.loads(events.out("export", "--actor", "prk"))["events"]
    assert counts.endswith(stored["hash"])
    assert link in events.out("snapshot", "list")
    assert stored["hash"] in events.out("snapshot", "verify", link)


def test_a_snapshot_says_how_the_record_moved(events: Commands) -> None:
    """The stored form stays the same to the byte; the table says what changed since."""
    event = first_event(events)
    snapshot_id = events.out("snapshot", "create").splitlines()[0].rpartition("/")[2]
    before = events.out("snapshot", "show", snapshot_id, "--format", "json")
    events.out("correct", event.id, "--set", "kind=AID", "--by", "Ana", "--why", "read again")

    assert events.out("snapshot", "show", snapshot_id, "--format", "json") == before
    assert "since then 1 changed, 0 withdrawn, 0 new." in events.out("snapshot", "show", snapshot_id)


def test_links_of_another_address(events: Commands) -> None:
    """EVENTS_URL says under which address the dashboard is served."""
    done = events.run("snapshot", "create", env={"EVENTS_URL": "https://events.example.org/"})

    assert done.stdout.startswith("https://events.example.org/s/")


def test_help_and_version(events: Commands) -> None:
    """Help names every command, and the version is the program's."""
    text = events.out("--help")

    assert all(
        name in text for name in ("extract", "ingest", "list", "export", "correct", "snapshot", "serve", "check")
    )
    assert re.fullmatch(r"events \d+\.\d+\.\d+\n", events.out("--version"))


def test_serve_prints_its_address_and_answers_there(events: Commands, tmp_path: Path) -> None:
    """The dashboard is served from any folder, with the project's own settings, at the address that was printed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run = subprocess.Popen(
        [sys.executable, "-m", "events", "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "EVENTS_HOME": "home"},
    )
    try:
        assert run.stdout is not None
        assert f"http://127.0.0.1:{port} " in run.stdout.readline()
        client, status = Client(port), 0
        while status != 200:
            assert run.poll() is None
            try:
                status = client.get("/healthz").status_code
            except ConnectionRefusedError:
                time.sleep(0.2)
        assert "events serve --port N" in events.refused("serve", "--port", str(port))
        assert (tmp_path / "home" / "record.sqlite").exists()
        made = events.run("snapshot", "create", env={"EVENTS_HOME": str(tmp_path / "home")})
        assert made.stdout.startswith(f"http://127.0.0.1:{port}/s/"), "links name the port that is served"
    finally:
        run.terminate()
        run.communicate()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_where_it_is_said_to_be(name: str) -> None:
    """A command is imported only when it is asked for; each name leads to a function with words of its own."""
    assert resolve_name(COMMANDS[name]).__doc__
