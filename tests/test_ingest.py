"""Ingesting many articles: each once, none stopping another, going on after an interruption, and watching."""

import json
import os
import signal
import subprocess
import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from events.articles import article_id
from events.commands import articles as article_commands
from events.commands.articles import Given, Ingest, Screen, Watcher, ingest
from events.language_model.readers import Readers
from events.ledger import NAME, Done, Ledger
from events.record import Record
from events.sources.address import Fetcher
from events.sources.items import Batch, Opener
from events.sources.robots import Visitor
from tests.files import SENTENCES, TITLE, make_page
from tests.serving import PATIENCE, serving
from tests.test_commands import ROOT, Commands, events, fresh  # noqa: F401 - fixtures
from tests.test_source_address import HOST, resolve

FEED = "<rss><channel><title>Koran</title>{}</channel></rss>"
ENTRY = "<item><title>Berita {0}</title><link>/{0}</link><pubDate>Thu, 31 Oct 2024 08:15:00 +0700</pubDate></item>"


def page(number: int) -> str:
    """A page of its own."""
    return make_page(title=f"{TITLE} {number}", sentences=(*SENTENCES, f"Laporan ke-{number} dari Kursk menyusul."))


def pages(folder: Path, count: int) -> Path:
    """A folder with so many pages."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number:03}.html").write_text(page(number), encoding="utf-8")
    return folder


# -- a folder ------------------------------------------------------------------------------------


def test_a_folder_is_recorded_and_reported(events: Commands, tmp_path: Path) -> None:  # noqa: F811
    """Every article is recorded, one that is none stops no other, and the report says how many and why."""
    folder = pages(tmp_path / "pages", 3)
    (folder / "001.html").write_text("<html><body></body></html>")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    done = events.run("ingest", str(folder))
    report = done.stdout[done.stdout.index("3 articles: ") :].splitlines()

    assert done.returncode == 2
    assert report[0].startswith("3 articles: 2 recorded with ")
    assert report[0].endswith(" events, 0 recorded already, 1 failed.")
    assert report[1] == "Files of other kinds were passed over: 1 .png."
    assert "No article was found" not in done.stdout
    assert done.stderr.count("No article was found") == 1
    assert done.stderr.splitlines()[0] == "Failed, to be tried again by the same command:"
    assert "is whole: 3 articles" in events.out("check")


def test_a_fault_of_the_disk_stops_no_other_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that goes away while it is read is a failure among others, and the report is made."""
    monkeypatch.setenv("EVENTS_HOME", str(tmp_path / "home"))
    lines = tmp_path / "articles.jsonl"
    lines.write_text('{"text": "Pasukan tiba di Kursk."}\n{"text": "Pasukan pergi dari Kursk."}\n')

    class Vanishing(Opener):
        """Opens the file of lines, which then is gone."""

        def open(self, source: str, stdin: IO[bytes] | None = None) -> Batch:
            batch = super().open(source, stdin)
            if source == str(lines):
                lines.unlink()
            return batch

    monkeypatch.setattr(article_commands, "Opener", Vanishing)
    other = pages(tmp_path / "pages", 1)
    assert ingest(asked_for(str(lines), str(other)), visitor()) == 1
    out = capsys.readouterr()

    assert "3 articles: 1 recorded with " in out.out
    assert out.err.count("could not be read or recorded (No such file or directory)") == 2


def test_what_was_recorded_is_not_read_again(events: Commands, tmp_path: Path) -> None:  # noqa: F811
    """A file of the same size and time as one recorded is skipped unread; one that was written anew is read."""
    folder = pages(tmp_path / "pages", 2)
    events.out("ingest", str(folder))
    path, times = folder / "000.html", (folder / "000.html").stat()
    path.write_bytes(b"\0" * times.st_size)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    again = events.out("ingest", str(folder))
    path.write_text(page(7), encoding="utf-8")
    anew = events.out("ingest", str(folder))

    assert "2 articles: 0 recorded with 0 events, 2 recorded already, 0 failed." in again
    assert "2 articles: 1 recorded with " in anew


def test_a_record_put_away_is_filled_anew(events: Commands, tmp_path: Path) -> None:  # noqa: F811
    """What was read is skipped only where the record holds its article."""
    folder = pages(tmp_path / "pages", 1)
    events.out("ingest", str(folder))
    for path in events.home.glob("record.sqlite*"):
        path.unlink()

    assert ": recorded as article" in events.out("ingest", str(folder))


@contextmanager
def running(events: Commands, *words: str) -> Iterator[subprocess.Popen[str]]:  # noqa: F811
    """A command that goes on while the block does."""
    process = subprocess.Popen(
        [sys.executable, "-m", "events", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "EVENTS_HOME": str(events.home)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_going_on_after_an_interruption(events: Commands, tmp_path: Path, how: signal.Signals) -> None:  # noqa: F811
    """Stopped or killed in the middle, what was recorded stays, and the same command does the rest."""
    folder = pages(tmp_path / "pages", 40)
    with running(events, "ingest", str(folder)) as process:
        assert process.stdout is not None
        assert "recorded as article" in process.stdout.readline()
        process.send_signal(how)
        rest, said = process.communicate(timeout=PATIENCE)
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert " recorded with " in rest
        assert said.endswith("Stopped; what is recorded stays, and the same command goes on from here.\n")
    report = events.out("ingest", str(folder)).splitlines()[-1]

    assert report.startswith("40 articles: ")
    assert " 0 recorded already" not in report
    assert report.endswith(" 0 failed.")
    assert "is whole: 41 articles" in events.out("check")


def test_json_lines_from_standard_input(events: Commands) -> None:  # noqa: F811
    """Articles as JSON lines come in by a pipe, each with what it says of itself."""
    lines = "\n".join(json.dumps({"text": f"{SENTENCES[0]} {i}", "published": "2024-10-31"}) for i in range(3))

    assert "3 articles: 3 recorded with " in events.out("ingest", "-", stdin=lines.encode())
    extracted = events.out("extract", "-", stdin=lines.encode()).splitlines()
    assert [json.loads(line)["article"]["published"] for line in extracted] == ["2024-10-31"] * 3


# -- addresses and feeds -------------------------------------------------------------------------


class Site:
    """A site with a feed, that counts what is asked."""

    def __init__(self, count: int) -> None:
        """A site with so many entries in its feed."""
        self.count = count
        self.asked: Counter[str] = Counter()
        self.app = Starlette(routes=[Route("/{path:path}", self.answer)])

    def answer(self, request: Request) -> Response:
        """The feed, a page, or nothing."""
        path = request.path_params["path"]
        self.asked[path] += 1
        if path == "feed":
            return Response(FEED.format("".join(ENTRY.format(i) for i in range(self.count))), media_type="text/xml")
        if path.isdigit():
            return Response(page(int(path)), media_type="text/html")
        return Response(status_code=404 if path == "robots.txt" else 500)


def visitor() -> Visitor:
    """A visitor that knows our names."""
    return Visitor(Fetcher(resolve=resolve), pause=0)


def asked_for(*paths: str, watch: bool = False) -> Namespace:
    """The parsed command line of ingest."""
    return Namespace(paths=list(paths), published=None, language=None, watch=watch, every=60.0, extractor="rules")


def test_a_feed_is_recorded_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The pages of a feed are recorded; again, only those that are new are asked for."""
    monkeypatch.setenv("EVENTS_HOME", str(tmp_path / "home"))
    site = Site(2)
    with serving(site.app) as client:
        feed = f"http://{HOST}:{client.port}/feed"
        assert ingest(asked_for(feed), visitor()) == 0
        site.count = 3
        assert ingest(asked_for(feed), visitor()) == 0
        assert ingest(asked_for(feed, feed.replace("/feed", "/broken")), visitor()) == 1
    out = capsys.readouterr()

    assert "2 articles: 2 recorded" in out.out
    assert "3 articles: 1 recorded" in out.out
    assert "answered with status 500" in out.err
    assert [site.asked[path] for path in ("0", "1", "2")] == [1, 1, 1]
    with Record(tmp_path / "home") as record:
        found = [article for article in record.articles() if article.publisher == "Koran"]
    assert [(str(article.published), article.published_basis) for article in found] == [("2024-10-31", "metadata")] * 3


# -- watching ------------------------------------------------------------------------------------


def test_watching_a_folder(events: Commands, tmp_path: Path) -> None:  # noqa: F811
    """A watch records what is there and what comes, a file only when it is whole, and ends cleanly with Ctrl-C."""
    folder = pages(tmp_path / "pages", 1)
    whole = page(5)
    with running(events, "ingest", str(folder), "--watch", "--every", "1") as process:
        assert process.stdout is not None
        assert "000.html: recorded as article" in process.stdout.readline()
        with (folder / "new.html").open("w", encoding="utf-8") as file:
            for start in range(0, len(whole), len(whole) // 5):
                file.write(whole[start : start + len(whole) // 5])
                file.flush()
                time.sleep(0.4)
        assert "new.html: recorded as article" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, said = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert rest.startswith("2 articles: 2 recorded with ")
    assert said.endswith("Stopped; what is recorded stays.\n")
    assert "is whole: 3 articles" in events.out("check")


def look(record: Record) -> tuple[Watcher, Ingest]:
    """A watcher over a folder, and its work."""
    screen = Screen(bar=False)
    work = Ingest(record, Given(None, None), screen, Readers(rules=True, model=None, home=record.home))
    return Watcher(work, Opener(visitor(), work.ledger.mark, empty_is_wrong=False), screen), work


def test_a_file_half_written_is_left_for_the_next_look(tmp_path: Path) -> None:
    """A young file that changed since the last look waits; one that nobody wrote to for long is taken at once."""
    with Record(tmp_path / "home", shipped=()) as record:
        folder = tmp_path / "pages"
        folder.mkdir()
        watcher, work = look(record)
        watcher.look([str(folder)], time.time())  # empty as yet, and no mistake
        (folder / "a.txt").write_text("Pasukan")
        watcher.look([str(folder)], time.time())
        (folder / "a.txt").write_text("Pasukan tiba di Kursk.")
        watcher.look([str(folder)], time.time())
        assert (work.tally.recorded, work.tally.failed) == (0, [])
        watcher.look([str(folder)], time.time())
        watcher.look([str(folder)], time.time())
        assert (work.tally.recorded, work.tally.already) == (1, 0)
        (folder / "b.txt").write_text("Pasukan tiba di Sudzha.")
        watcher.look([str(folder)], time.time() + 3600)
        assert work.tally.recorded == 2
        assert record.article(article_id("Pasukan")) is None


def test_watching_a_feed_that_falters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A feed that does not answer is said once and asked again; a page that fails again and again is given up."""
    site = Site(1)
    with Record(tmp_path / "home", shipped=()) as record, serving(site.app) as client:
        watcher, work = look(record)
        feed = f"http://{HOST}:{client.port}/feed"
        broken = f"http://{HOST}:{client.port}/broken"
        for _ in range(4):
            watcher.look([feed, broken], time.time())
    assert (work.tally.recorded, site.asked["0"], site.asked["feed"], site.asked["broken"]) == (1, 1, 4, 4)
    assert capsys.readouterr().err.count("answered with status 500") == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("ingest", "-", "--watch"), "cannot be watched"),
        (("ingest", ".", "--watch", "--every", "0"), "is no interval"),
        (("ingest", ".", "--watch", "--every", "often"), "is no number of seconds"),
    ],
)
def test_watches_that_cannot_be(events: Commands, words: tuple[str, ...], sentence: str) -> None:  # noqa: F811
    """What cannot be watched, and an interval that is none, are refused in one sentence."""
    assert sentence in events.refused(*words)


# -- the ledger ----------------------------------------------------------------------------------


def test_the_ledger_outlives_a_kill(tmp_path: Path) -> None:
    """A line that was cut off is no line, the next one is whole, and the newest of a key counts."""
    ledger = Ledger(tmp_path)
    ledger.add(Done("a", "1", "", "x"))
    ledger.add(Done("a", "2", "", "y"))
    ledger.add(Done("", "2", "", "y"))
    with (tmp_path / NAME).open("a") as file:
        file.write('{"key": ["d"], "mark": "1", "options": "", "article": "x"}\n{"key": "b", "mark"')
    torn = Ledger(tmp_path)
    torn.add(Done("c", "3", "id", "z"))
    again = Ledger(tmp_path)

    assert again.article("a", "2", "") == "y"
    assert [again.article(*each) for each in (("a", "1", ""), ("a", "2", "id"), ("b", "", ""))] == [None] * 3
    assert (again.article("c", "3", "id"), again.mark("c"), again.mark("b")) == ("z", "3", "")


def test_a_fault_of_ours_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the program itself fails over one article, that is said, and the others are recorded."""
    monkeypatch.setenv("EVENTS_HOME", str(tmp_path / "home"))
    folder = pages(tmp_path / "pages", 2)
    extract = article_commands._extract

    def faulty(*words: object) -> object:
        if "000" in str(words[1]):
            raise RuntimeError("too deep")
        return extract(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(article_commands, "_extract", faulty)

    assert ingest(asked_for(str(folder)), visitor()) == 1
    out = capsys.readouterr()
    assert "1 recorded with" in out.out
    assert out.err.count("RuntimeError: too deep") == 1
