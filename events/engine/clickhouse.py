"""A ClickHouse server asked over plain HTTP: SQL goes out, rows come back, and what goes wrong is one sentence.

Whatever a server's own settings say, an answer is of all shards and of all rows, or it is no answer.
"""

import base64
import json
import re
import ssl
import weakref
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode

from events.engine.address import VARIABLE, Address, Unanswered
from events.engine.cluster_table import LOCAL, STRUCTURES, TABLE, quoted
from events.model import one_line

CONNECT = 1.0  # seconds that a server may take to accept a connection: it runs, or it does not
ANSWER = 60  # seconds that an answer may take
LONGEST_QUERY = 16 * 2**20  # bytes: long lists of ids stand in a question
EPOCH = date(1970, 1, 1).toordinal()

ALL_OR_NOTHING = {
    "skip_unavailable_shards": 0,
    "fallback_to_stale_replicas_for_distributed_queries": 0,
    "insert_distributed_sync": 1,  # an insert is done when every shard has its rows
    **{
        f"{what}_overflow_mode": "throw"
        for what in ("read", "result", "timeout", "group_by", "sort", "set", "join", "distinct", "transfer")
    },
}
SETTINGS = {
    **ALL_OR_NOTHING,
    "wait_end_of_query": 1,  # so that the status of an answer tells whether all of it is there
    "max_execution_time": ANSWER,
    "max_query_size": LONGEST_QUERY,
    "output_format_json_quote_64bit_integers": 0,
}

_LOST = {32, 101, 102, 198, 203, 209, 210, 236, 279}  # a server of the cluster is gone, refuses or breaks off
_ABSENT = {60, 81}  # no such table, no such database
_STRANGER = {192, 193, 194, 516}  # no such user, wrong password, none given
_FORBIDDEN = {164, 291, 497}
_SLOW = {159, 160}
_NO_CLUSTER = {170, 701}
_CODE = re.compile(r"Code: (\d+)")


class Server:
    """The server at an address; threads share it, and the connections that it keeps open."""

    def __init__(self, address: Address) -> None:
        """A server that nothing has been asked yet."""
        self.address = address
        self._idle: deque[HTTPConnection] = deque()  # whose appending and popping are safe in threads
        weakref.finalize(self, _close, self._idle)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows that a question yields (see ``told_rows``); raises Unanswered where there is no whole answer."""
        told = self._asked(f"{sql} FORMAT JSONCompact".encode(), {})
        try:
            return told_rows(told)
        except (ValueError, LookupError):
            raise Unanswered(f"The answer of {self.address} broke off; ask again.") from None

    def insert(self, table: str, block: bytes) -> None:
        """Add rows, in ClickHouse's Native format; raises Unanswered, and some may be added, where it cannot."""
        _close(self._idle)  # one that idled could fail after the rows were taken
        self._asked(block, {"query": f"INSERT INTO {table} FORMAT Native"})

    def command(self, sql: str) -> None:
        """Do what ``sql`` says, without an answer."""
        self._asked(sql.encode(), {})

    def drop(self, part: int) -> None:
        """Take the rows of a part away: on the hosts of the address, or on all servers where a cluster is named.

        Raises Failure where the servers have no way to tell one another; the address may then name all of them.
        """
        if self.address.cluster is None:
            self.command(f"ALTER TABLE {TABLE} DROP PARTITION {part}")
        elif len(self.address.hosts) == 1:
            self.command(f"ALTER TABLE {LOCAL} ON CLUSTER {quoted(self.address.cluster)} DROP PARTITION {part}")
        else:
            for host in self.address.hosts:
                Server(replace(self.address, hosts=(host,))).command(f"ALTER TABLE {LOCAL} DROP PARTITION {part}")

    # -- inside ----------------------------------------------------------------------------------

    def _asked(self, body: bytes, options: Mapping[str, object]) -> bytes:
        path = f"/?{urlencode({'database': self.address.database, **SETTINGS, **options})}"
        try:
            status, told = self._exchanged(path, body)
        except (OSError, HTTPException) as error:
            raise self._unreached(error) from error
        if status != 200:
            raise self._refused(status, told.decode(errors="replace"))
        return told

    def _exchanged(self, path: str, body: bytes) -> tuple[int, bytes]:
        while self._idle:
            with suppress(IndexError, ConnectionError):  # which the server may have closed meanwhile
                return self._answered(self._idle.pop(), path, body)
        return self._answered(self._connected(), path, body)

    def _answered(self, connection: HTTPConnection, path: str, body: bytes) -> tuple[int, bytes]:
        try:
            connection.request("POST", path, body, {"Authorization": self._login()})
            with connection.getresponse() as response:
                status, told = response.status, response.read()
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return status, told

    def _login(self) -> str:
        login = f"{self.address.user}:{self.address.password}".encode()
        return f"Basic {base64.b64encode(login).decode()}"

    def _connected(self) -> HTTPConnection:
        refused: OSError | None = None
        for host, port in self.address.hosts:
            connection = (
                HTTPSConnection(host, port, timeout=CONNECT, context=ssl.create_default_context())
                if self.address.secure
                else HTTPConnection(host, port, timeout=CONNECT)
            )
            try:
                connection.connect()
            except OSError as error:
                refused = error
                continue
            connection.sock.settimeout(ANSWER + 5)  # after which the server has given up
            return connection
        raise refused or OSError("no host")

    def _unreached(self, error: Exception) -> Unanswered:
        if isinstance(error, TimeoutError):
            what = "does not answer in time"
        elif isinstance(error, ConnectionRefusedError):
            what = "refuses the connection"
        else:
            what = f"cannot be reached ({one_line(str(error)) or type(error).__name__})"
        return Unanswered(
            f"The cluster at {self.address} {what}; see that it runs, or that {VARIABLE} names it rightly."
        )

    def _refused(self, status: int, told: str) -> Unanswered:
        found = _CODE.search(told)
        code = int(found[1]) if found else 0
        where = self.address
        if code in _LOST:
            return Unanswered(
                f"A server of the cluster at {where} does not answer, and without it every count would be too small; "
                "see that all of its servers run, then ask again."
            )
        if code in _ABSENT:
            return Unanswered(
                f"The cluster at {where} has no tables for events yet; make those that events engine schema prints."
            )
        if code in _STRANGER:
            return Unanswered(
                f"The cluster at {where} does not know this user and password; correct them in {VARIABLE}."
            )
        if code in _FORBIDDEN:
            return Unanswered(
                f"The user of {VARIABLE} may not do this at {where} ({_first(told)}); "
                "docs/cluster.md says which rights it needs."
            )
        if code in _SLOW:
            return Unanswered(f"The cluster at {where} needs more than {ANSWER} seconds for this; choose fewer events.")
        if code in _NO_CLUSTER:
            return Unanswered(
                f"The servers at {where} know no such cluster ({_first(told)}); correct it in {VARIABLE}."
            )
        return Unanswered(f"The cluster at {where} could not answer ({_first(told) or f'HTTP status {status}'}).")


def _close(connections: deque[HTTPConnection]) -> None:
    with suppress(IndexError):
        while True:
            connections.pop().close()


def _first(told: str) -> str:
    """What a server's message says, without its own decorations."""
    told = told.replace("e.displayText() = DB::Exception: ", "").split(", e.what()")[0].split(" (version ")[0]
    return one_line(told)[:200].rstrip(". ")


def told_rows(told: bytes) -> list[tuple[Any, ...]]:
    """The rows of an answer in the format JSONCompact: days as dates, structures as what their JSON says.

    Raises ValueError or LookupError where it is no whole answer.
    """
    answer = json.loads(told)
    readers = [_reader(column["name"], column["type"]) for column in answer["meta"]]
    if not any(readers):
        return [tuple(row) for row in answer["data"]]
    return [
        tuple(value if read is None or value is None else read(value) for read, value in zip(readers, row, strict=True))
        for row in answer["data"]
    ]


def _reader(name: str, type_name: str) -> Callable[[Any], Any] | None:
    if name in STRUCTURES:
        return json.loads
    return _day if type_name in ("Int32", "Nullable(Int32)") else None  # a day since 1970, and nothing else is


def _day(number: int) -> date:
    return date.fromordinal(EPOCH + number)
