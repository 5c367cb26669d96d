"""A real cluster of two ClickHouse servers on free ports, and the current ClickHouse in this process."""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from events.engine.address import Address
from events.engine.clickhouse import ALL_OR_NOTHING, Server, told_rows
from events.engine.cluster_table import TABLE, definitions

PATIENCE = 60.0  # seconds for a server to begin on a busy machine
NAME = "two"

CONFIG = """<?xml version="1.0"?><yandex>
<logger><level>warning</level><log>{folder}/server.log</log><errorlog>{folder}/error.log</errorlog></logger>
<http_port>{http}</http_port><tcp_port>{tcp}</tcp_port><interserver_http_port>{interserver}</interserver_http_port>
<interserver_http_host>127.0.0.1</interserver_http_host><listen_host>127.0.0.1</listen_host>
<path>{folder}/data/</path><tmp_path>{folder}/tmp/</tmp_path><user_files_path>{folder}/files/</user_files_path>
<users_config>{folder}/users.xml</users_config><default_profile>default</default_profile>
<default_database>default</default_database><mark_cache_size>100000000</mark_cache_size>
<remote_servers><two>{shards}</two></remote_servers></yandex>"""
SHARD = (
    "<shard><replica><host>127.0.0.1</host><port>{tcp}</port><user>desk</user><password>{password}</password>"
    "</replica></shard>"
)
# a server whose own settings would answer by halves, which the program must not let happen
USERS = """<?xml version="1.0"?><yandex>
<profiles><default><skip_unavailable_shards>1</skip_unavailable_shards></default></profiles>
<users><desk><password>{password}</password><networks><ip>127.0.0.1</ip></networks>
<profile>default</profile><quota>default</quota></desk></users>
<quotas><default><interval><duration>3600</duration><queries>0</queries><errors>0</errors><result_rows>0</result_rows>
<read_rows>0</read_rows><execution_time>0</execution_time></interval></default></quotas></yandex>"""
PASSWORD = "s3cret:@/?"  # noqa: S105 - with every letter that an address must have escaped


def server_program() -> str | None:
    """Where Debian's package puts the server; null where it is not installed."""
    return shutil.which("clickhouse-server") or shutil.which("/usr/sbin/clickhouse-server")


@dataclass
class Shards:
    """Two running servers that are the cluster "two"; each has half of the events."""

    folder: Path
    program: str
    ports: list[dict[str, int]] = field(default_factory=list)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def address(self, database: str) -> Address:
        """Where the first server listens, and the second behind it."""
        return Address(
            hosts=tuple(("127.0.0.1", each["http"]) for each in self.ports),
            database=database,
            cluster=NAME,
            user="desk",
            password=PASSWORD,
        )

    def words(self, database: str) -> str:
        """The address as EVENTS_ENGINE has it."""
        return f"clickhouse://desk:s3cret%3A%40%2F%3F@127.0.0.1:{self.ports[0]['http']}/{database}?cluster={NAME}"

    def start(self, number: int) -> None:
        """Begin one server, and wait until it answers."""
        folder = self.folder / str(number)
        command = [self.program, f"--config={folder}/config.xml"]
        with (folder / "out.log").open("ab") as log:
            self.processes[number : number + 1] = [subprocess.Popen(command, stdout=log, stderr=log)]
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[number]['http']}/ping", timeout=5):
                    return
            except (OSError, urllib.error.URLError):
                if self.processes[number].poll() is not None or time.monotonic() > until:
                    raise RuntimeError((folder / "out.log").read_text() or "the server did not begin") from None
                time.sleep(0.05)

    def kill(self, number: int) -> None:
        """End one server as a loss of power would."""
        self.processes[number].send_signal(signal.SIGKILL)
        self.processes[number].wait()

    def define(self, database: str) -> None:
        """Make the tables on both servers."""
        for number in range(2):
            for statement in definitions(database, NAME):
                self.run(number, statement)

    def run(self, number: int, sql: str) -> None:
        """Have one server do something."""
        whole = self.address("default")
        Server(replace(whole, hosts=(whole.hosts[number],))).command(sql)

    def rows(self, number: int, sql: str) -> list[tuple[Any, ...]]:
        """What one server alone answers."""
        whole = self.address("default")
        return Server(replace(whole, hosts=(whole.hosts[number],))).rows(sql)


@contextmanager
def two_shards() -> Iterator[Shards]:
    """A cluster of two servers, ended with the context."""
    program = server_program()
    assert program is not None
    with tempfile.TemporaryDirectory(prefix="events-cluster-") as name:
        shards = Shards(Path(name), program, ports=[_free_ports(), _free_ports()])
        listed = "".join(SHARD.format(tcp=each["tcp"], password=PASSWORD) for each in shards.ports)
        try:
            for number, ports in enumerate(shards.ports):
                folder = shards.folder / str(number)
                for part in ("data", "tmp", "files"):
                    (folder / part).mkdir(parents=True)
                (folder / "config.xml").write_text(CONFIG.format(folder=folder, shards=listed, **ports))
                (folder / "users.xml").write_text(USERS.format(password=PASSWORD))
                shards.start(number)
            yield shards
        finally:
            for process in shards.processes:
                process.kill()
                process.wait()


def _free_ports() -> dict[str, int]:
    with socket.socket() as one, socket.socket() as two, socket.socket() as three:
        for each in (one, two, three):
            each.bind(("127.0.0.1", 0))
        numbers = [each.getsockname()[1] for each in (one, two, three)]
    return dict(zip(("http", "tcp", "interserver"), numbers, strict=True))


class InProcess:
    """The current ClickHouse inside this process, asked as a server is."""

    def __init__(self, folder: Path, database: str) -> None:
        """Begin it with its data in ``folder``; a process has one at most, and it ends with the process."""
        from chdb.session import Session

        self._folder, self._database = folder, database
        self._session = Session(str(folder / "data"))
        for statement in definitions(database, None):
            self._session.query(statement)
        self._session.query(f"USE {database}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows that a question yields."""
        settings = ", ".join(f"{name} = '{value}'" for name, value in ALL_OR_NOTHING.items())
        asked = f"{sql} SETTINGS output_format_json_quote_64bit_integers = 0, {settings}"
        return told_rows(self._session.query(asked, "JSONCompact").bytes())

    def insert(self, table: str, block: bytes) -> None:
        """Add rows, in the Native format."""
        file = self._folder / "block.native"
        file.write_bytes(block)
        self._session.query(f"INSERT INTO {table} SELECT * FROM file('{file}', Native)")

    def command(self, sql: str) -> None:
        """Do what ``sql`` says."""
        self._session.query(sql)

    def drop(self, part: int) -> None:
        """Take the rows of a part away."""
        self._session.query(f"ALTER TABLE {TABLE} DROP PARTITION {part}")
