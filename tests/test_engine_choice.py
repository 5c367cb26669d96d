"""EVENTS_ENGINE: which engine answers, and what is said where it cannot."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from events.__main__ import main
from events.engine.address import Address, address_in
from events.engine.choice import engine_over
from events.engine.embedded import Embedded
from events.model import Problem
from events.record import Record


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record without articles."""
    monkeypatch.setenv("EVENTS_HOME", str(tmp_path))
    Record(tmp_path, shipped=()).close()
    return tmp_path


@pytest.fixture
def port() -> Iterator[int]:
    """A port at which something listens and never says anything."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        yield listening.getsockname()[1]


def test_an_address_says_all() -> None:
    """Hosts, ports, user, password, database and cluster are read, escaped letters as they are meant."""
    assert address_in("clickhouse://h/events") == Address((("h", 8123),), "events")
    assert address_in("clickhouses://me:p%40%3A%2F@h:9,[::1]:10/d?cluster=c-1") == Address(
        (("h", 9), ("::1", 10)), "d", "c-1", "me", "p@:/", secure=True
    )


@pytest.mark.parametrize(
    "words",
    [
        "mysql://me:s3cret@h/d",
        "clickhouse://me:s3cret@h",
        "clickhouse://me:s3cret@h/",
        "clickhouse://me:s3cret/x@h:1/d",
        "clickhouse://me:s3cret/d",
        "clickhouse://me:s3cret@h:port/d",
        "clickhouse://me:s3cret@/d",
        "clickhouse://me:s3cret@h/d?cluster=a&cluster=b",
        "clickhouse://me:s3cret@h/d?s3cret=1",
        "clickhouse://me:s3cret@h/d`;x",
        "clickhouse://me:s3cret@[h/d",
        "s3cret",
        "DuckDB s3cret",
    ],
)
def test_what_is_no_address_is_said_without_the_password(words: str) -> None:
    """A wrong EVENTS_ENGINE is said in one sentence with what is allowed; nothing of a login is repeated."""
    with pytest.raises(Problem) as told:
        address_in(words)

    assert "Allowed are duckdb, and clickhouse://" in str(told.value)
    assert "\n" not in str(told.value)
    assert "s3cret" not in str(told.value) or "://" not in words


def test_duckdb_answers_unless_told_otherwise(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without EVENTS_ENGINE, or with duckdb in it, this process answers."""
    with Record(home) as record:
        assert isinstance(engine_over(record), Embedded)
        monkeypatch.setenv("EVENTS_ENGINE", "duckdb")
        assert isinstance(engine_over(record), Embedded)


@pytest.mark.usefixtures("home")
def test_a_cluster_that_is_not_there_is_said_at_once(
    port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command ends in a second with one sentence and status 1; the password is not in it."""
    monkeypatch.setenv("EVENTS_ENGINE", f"clickhouse://me:s3cret@127.0.0.1:{port}/d")
    began = time.monotonic()

    assert main(["list"]) == 1
    assert time.monotonic() - began < 5  # of which a busy machine needs most to begin
    said = capsys.readouterr().err
    assert said.startswith(f"The cluster at clickhouse://127.0.0.1:{port}/d refuses the connection; ")
    assert said.count("\n") == 1


@pytest.mark.usefixtures("home")
def test_a_wrong_engine_is_a_mistake_of_the_user(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Commands end with status 2."""
    monkeypatch.setenv("EVENTS_ENGINE", "postgres://h/d")

    assert main(["list"]) == 2
    assert main(["serve"]) == 2
    assert capsys.readouterr().err.count('EVENTS_ENGINE is "postgres://..."') == 2


def test_publishing_needs_a_cluster(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without one, what to set is said."""
    monkeypatch.delenv("EVENTS_ENGINE", raising=False)

    assert main(["engine", "publish"]) == 2
    assert "EVENTS_ENGINE names none; set it to clickhouse://" in capsys.readouterr().err


def test_the_tables_are_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a cluster by name or by EVENTS_ENGINE, of a single server, and of DuckDB's files."""
    monkeypatch.delenv("EVENTS_ENGINE", raising=False)
    assert main(["engine", "schema"]) == 0
    assert "Distributed" not in capsys.readouterr().out
    assert main(["engine", "schema", "--cluster", "two"]) == 0
    assert "ENGINE = Distributed('two', 'events', 'event_local', cityHash64(id));" in capsys.readouterr().out
    monkeypatch.setenv("EVENTS_ENGINE", "clickhouse://h/desk?cluster=three")
    assert main(["engine", "schema"]) == 0
    assert "ENGINE = Distributed('three', 'desk', 'event_local', cityHash64(id));" in capsys.readouterr().out
    assert main(["engine", "schema", "--cluster", "t'"]) == 2
    assert main(["engine", "schema", "--engine", "duckdb"]) == 0
    assert "parties    STRUCT(role VARCHAR" in capsys.readouterr().out
