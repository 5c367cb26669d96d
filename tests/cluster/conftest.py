"""The servers of these tests, begun once for all of them."""

import importlib.util
import os
from collections.abc import Iterator

import pytest

from events.engine.clickhouse import Server
from events.engine.sending import Asked
from tests.cluster.servers import InProcess, Shards, server_program, two_shards

DATABASE = "desk"


def _required(there: bool, what: str) -> None:
    """Skip where something is not installed, or fail where it must be."""
    if there:
        return
    if os.environ.get("EVENTS_TEST_CLUSTER"):
        pytest.fail(f"{what} is not installed.")
    pytest.skip(f"{what} is not installed; make test-cluster says what to install.")


@pytest.fixture(scope="session")
def shards() -> Iterator[Shards]:
    """Two servers of Debian's package with the tables of events."""
    _required(server_program() is not None, "Debian's clickhouse-server")
    with two_shards() as begun:
        begun.define(DATABASE)
        yield begun


@pytest.fixture(scope="session")
def in_process(tmp_path_factory: pytest.TempPathFactory) -> InProcess:
    """The current ClickHouse inside this process."""
    _required(importlib.util.find_spec("chdb") is not None, "The Python package chdb")
    return InProcess(tmp_path_factory.mktemp("chdb"), DATABASE)


@pytest.fixture(params=["two shards", "current ClickHouse"], scope="session")
def asked(request: pytest.FixtureRequest) -> Asked:
    """A cluster with the tables of events: of two old servers, or the current one."""
    if request.param == "two shards":
        return Server(request.getfixturevalue("shards").address(DATABASE))
    found: InProcess = request.getfixturevalue("in_process")
    return found
