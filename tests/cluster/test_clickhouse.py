"""What a real cluster answers to the program's commands and pages, and how it is said where it refuses."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from events.__main__ import main
from events.engine import Engine
from events.engine.choice import cluster_at
from events.engine.clickhouse import Server
from events.engine.cluster_table import definitions
from events.model import View
from events.record import Failure, Record
from tests.cluster.conftest import DATABASE
from tests.cluster.servers import Shards
from tests.test_pages import opened, words


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shards: Shards) -> Iterator[Path]:
    """A new record, and the cluster to answer for it."""
    import streamlit as st

    monkeypatch.setenv("EVENTS_HOME", str(tmp_path))
    monkeypatch.setenv("EVENTS_ENGINE", shards.words(DATABASE))
    st.cache_resource.clear()
    st.cache_data.clear()
    yield tmp_path
    st.cache_resource.clear()


def test_the_program_on_a_cluster(home: Path, shards: Shards, capsys: pytest.CaptureFixture[str]) -> None:
    """Commands and dashboard show the first article's events; with a server killed they say so, and show none."""
    assert main(["engine", "publish"]) == 0
    said = capsys.readouterr().out
    with Record(home) as record:
        total = Engine(record).total()
    assert total > 5
    assert f"version {record_version(home)} of the record: {total} rows" in said
    assert main(["list", "--actor", "prk", "--format", "csv"]) == 0
    assert capsys.readouterr().out.count("\n") > 3
    assert "North Korea" in str(opened().multiselect[0].options)

    shards.kill(1)
    try:
        assert main(["list"]) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.startswith("A server of the cluster at clickhouse://127.0.0.1:")
        shown = words(opened())
        assert "This cannot be answered now" in shown
        assert "A server of the cluster at clickhouse://127.0.0.1:" in shown
    finally:
        shards.start(1)
    assert main(["list"]) == 0


def record_version(home: Path) -> int:
    """Which version the record is at."""
    with Record(home) as record:
        return record.version()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password": "wrong"}, "does not know this user and password; correct them in EVENTS_ENGINE."),
        ({"user": "nobody"}, "does not know this user and password; correct them in EVENTS_ENGINE."),
        ({"database": "none"}, "has no tables for events yet; make those that events engine schema prints."),
        ({"database": "default"}, "has no tables for events yet; make those that events engine schema prints."),
    ],
)
def test_what_a_cluster_refuses_is_said(shards: Shards, tmp_path: Path, changes: dict[str, str], sentence: str) -> None:
    """A wrong password, a missing database or table is one sentence that says what to do."""
    address = replace(shards.address(DATABASE), **changes)  # type: ignore[arg-type]
    with Record(tmp_path, shipped=()) as record, pytest.raises(Failure) as told:
        Engine(record, cluster_at(address, record)).count(View())

    assert str(told.value) == f"The cluster at {address} {sentence}"


def test_a_frozen_server_is_given_up(shards: Shards, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that accepts the question and does not answer is given up, and the next question is answered."""
    from events.engine import clickhouse

    monkeypatch.setattr(clickhouse, "ANSWER", -4)
    server = Server(shards.address(DATABASE))
    with pytest.raises(Failure, match="does not answer in time"):
        server.rows("SELECT sleep(2)")
    monkeypatch.undo()
    assert server.rows("SELECT 1") == [(1,)]


def test_the_second_host_answers_where_the_first_does_not(shards: Shards) -> None:
    """Of several hosts the first that accepts is asked."""
    hosts = (("127.0.0.1", 1), *shards.address(DATABASE).hosts)

    assert Server(replace(shards.address(DATABASE), hosts=hosts)).rows("SELECT 1") == [(1,)]


def test_connections_that_a_server_closed_are_made_anew(shards: Shards) -> None:
    """After a restart of the server the next question is answered."""
    server = Server(shards.address(DATABASE))
    assert server.rows("SELECT 1") == [(1,)]
    shards.kill(0)
    shards.start(0)
    assert server.rows("SELECT 1") == [(1,)]


def test_the_definitions_can_be_run_again(shards: Shards) -> None:
    """Making the tables twice changes nothing, on a cluster as on a single server."""
    shards.define(DATABASE)
    for statement in definitions("alone", None) * 2:
        shards.run(0, statement)
