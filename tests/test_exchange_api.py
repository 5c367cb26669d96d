"""ACLED's API, answered by a server of our own as it documents: token, pages, deletions, refusals; and the commands."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from events.exchange import acled_api
from events.exchange.acled_api import fetched
from events.model import Problem
from tests import exchange_files as files

PASSWORD = "of-nobody"  # noqa: S105 - of the server in this file
ROWS = [
    dict(zip(files.ACLED_NEW.splitlines()[0].split(","), line.split(","), strict=False))
    for line in files.ACLED_NEW.splitlines()[2:4]
] * 3


class Answers(BaseHTTPRequestHandler):
    """Answers like acleddata.com; a token serves three times, and the first page is busy once."""

    asked: list[str]
    served = 0
    busy = True

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Give a token for the right password."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.asked.append(f"token {form['grant_type'][0]} {form['client_id'][0]}")
        type(self).served = 0
        right = form["password"] == [PASSWORD]
        self._answer(200 if right else 400, {"access_token": "t", "expires_in": 86400} if right else {"error": "no"})

    def do_GET(self) -> None:
        """Rows by pages, to who has a token."""
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append(f"{parts.path} page {query['page']}")
        if type(self).busy:
            type(self).busy = False
            self._answer(503, {})
        elif self.headers["Authorization"] != "Bearer t" or type(self).served >= 3:
            self._answer(401, {"message": "expired"})
        elif parts.path == "/api/acled/read":
            type(self).served += 1
            limit, page = int(query["limit"]), int(query["page"])
            some = ROWS[(page - 1) * limit : page * limit] if query.get("country") == "Ukraine" else []
            self._answer(200, {"status": 200, "success": True, "count": len(some), "data": some})
        elif parts.path == "/api/deleted/read":
            self._answer(200, {"data": [{"event_id_cnty": "UKR1", "deleted_timestamp": "1723000000"}]})
        else:
            self._answer(404, {})

    def _answer(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that answers like ACLED's."""
    monkeypatch.setattr(acled_api, "PAUSE", 0.01)
    monkeypatch.setenv("ACLED_EMAIL", "nobody@example.org")
    monkeypatch.setenv("ACLED_PASSWORD", PASSWORD)
    Answers.asked, Answers.served, Answers.busy = [], 0, True
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_pages_tokens_and_deletions(api: str, tmp_path: Path) -> None:
    """All pages are asked for, a token that ran out is asked for anew, a busy server is asked again."""
    given = fetched(api, "country=Ukraine&limit=2", tmp_path)
    rows = json.loads(given[0].read_text(encoding="utf-8"))["data"]

    assert len(rows) == len(ROWS)
    assert [path.name for path in given] == ["acled.json", "acled-deleted.json"]
    assert Answers.asked.count("token password acled") == 2
    assert "/api/acled/read page 4" in Answers.asked


@pytest.mark.parametrize(
    "address",
    ["http://acleddata.com", "ftp://acleddata.com", "acleddata.com", "https://", "file:///etc/passwd", "http://[::"],
)
def test_only_https_or_this_machine_is_asked(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password goes nowhere in the clear."""
    monkeypatch.setenv("ACLED_EMAIL", "a")
    monkeypatch.setenv("ACLED_PASSWORD", "b")
    with pytest.raises(Problem, match="not where an API can be asked"):
        fetched(address, None, tmp_path)


def test_who_asks_must_be_known(api: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong password, and none, are said in words."""
    monkeypatch.setenv("ACLED_PASSWORD", "wrong")
    with pytest.raises(Problem, match="does not let this user in"):
        fetched(api, "country=Ukraine", tmp_path)
    monkeypatch.delenv("ACLED_PASSWORD")
    with pytest.raises(Problem, match="set ACLED_EMAIL and ACLED_PASSWORD"):
        fetched(api, "country=Ukraine", tmp_path)


def command(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a home of its own."""
    environment = {**os.environ, "EVENTS_HOME": str(home)}
    line = [sys.executable, "-m", "events", *words]
    return subprocess.run(line, env=environment, capture_output=True, text=True, check=False, timeout=300)


def test_the_commands_import_list_and_remove(api: str, tmp_path: Path) -> None:
    """From the API into a set, with deletions; how it was read and whose it is are said; and away again."""
    told = command(tmp_path, "import", "--api", api, "--query", "country=Ukraine", "--version", "2024-08")
    listed = command(tmp_path, "data", "list").stdout
    kept = command(tmp_path, "data", "off", "acled")
    gone = command(tmp_path, "data", "remove", "acled")

    assert (told.returncode, told.stderr.count("not taken")) == (0, 0)
    assert "acled.json" in told.stderr
    assert "The data set acled now holds 2 events" in told.stdout
    assert "Attribution: Armed Conflict Location" in told.stdout
    assert "acled" in listed
    assert "2024-08" in listed
    assert "kursk-context" in listed
    assert kept.returncode == 2
    assert gone.returncode == 0
    assert "acled " not in command(tmp_path, "data", "list").stdout


def test_rows_that_repeat_others_are_counted(tmp_path: Path) -> None:
    """A set with fewer events than rows were taken says why, and only then."""
    path = tmp_path / "ged.csv"
    path.write_text(
        files.text(files.UCDP_COLUMNS, [files.ucdp(id=1), files.ucdp(id=2), files.ucdp(id=1)]), encoding="utf-8"
    )
    first = command(tmp_path / "home", "import", str(path))
    path.write_text(files.text(files.UCDP_COLUMNS, [files.ucdp(id=1), files.ucdp(id=2)]), encoding="utf-8")
    whole = command(tmp_path / "home", "import", str(path), "--replace")

    assert "The data set ucdp now holds 2 events" in first.stdout
    assert "Rows that repeat another, or its id, and count once with it: 1." in first.stderr
    assert "repeat" not in whole.stderr


def test_a_dry_run_records_nothing_and_mistakes_are_sentences(tmp_path: Path) -> None:
    """What would be imported is shown; what cannot be is told in one sentence with status 2."""
    path = tmp_path / "ged.csv"
    path.write_text(
        files.text(files.UCDP_COLUMNS, [files.ucdp(), files.ucdp(id=2, date_start="soon")]), encoding="utf-8"
    )
    dry = command(tmp_path / "home", "import", str(path), "--dry-run")
    nothing = command(tmp_path / "home", "import")
    wrong = command(tmp_path / "home", "import", str(path), "--as", "nonsense")
    name = command(tmp_path / "home", "import", str(path), "--name", "../x")

    assert dry.returncode == 0
    assert "1 of 2 rows" in dry.stderr
    assert "1 not taken: date_start is not a date: soon" in dry.stderr
    assert not (tmp_path / "home" / "sets").exists()
    for mistake in (nothing, wrong, name):
        assert mistake.returncode == 2
        assert len(mistake.stderr.strip().splitlines()) == 1
