"""What a reader of a snapshot costs beside one of the same view as a Streamlit session, and how both bear many.

Run: ``python -m tests.benchmarks.snapshots [REQUESTS] [STORED]`` (usually 100,000 and 10,000; some minutes, Linux). One
server, ``events serve``, on the loopback address, serves both. A reader of a snapshot asks for its page and its
figures, packed; a session opens its websocket and has its first run finished. What counts is the server's own
processor time per reader, since the readers run on the same machine. Library, viewer and basemap are the same files
for both, kept by browsers, and left out.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from events.engine import Engine
from events.links import encode
from events.model import View
from events.record import Record
from events.snapshots import control
from events.snapshots.creating import create
from events.snapshots.opening import load
from tests.benchmarks.server import served

AT_ONCE = 200  # readers
SESSIONS = 40  # opened in all, AT_ONCE_SESSIONS of them together: each costs as much as hundreds of pages
AT_ONCE_SESSIONS = 10
FEW, MANY = 100, 10_000
PATIENCE = 120.0  # seconds for one session


@dataclass(frozen=True)
class Load:
    """What a load showed: how many were answered, in how many seconds, at what processor time of the server."""

    count: int
    seconds: float
    cpu: float
    times: list[float]

    def told(self) -> str:
        """The figures in one line."""
        ordered = sorted(self.times)
        median, late = (ordered[int(share * (len(ordered) - 1))] * 1000 for share in (0.5, 0.95))
        each = self.cpu / self.count * 1000
        return (
            f"{self.count:8,} answered {self.count / self.seconds:9.1f}/s   {each:9.2f} ms of the server each   "
            f"{self.count / self.cpu:9.1f} a core and second   median {median:8.1f} ms   95% {late:8.1f} ms"
        )


class Reader:
    """One connection to the server that asks again and again, as many readers behind one after the other."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> bytes:
        """The body of an answer, as it travelled."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        if " 200 " not in head.partition("\r\n")[0]:
            raise RuntimeError(head)
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        return await reader.readexactly(length)

    def close(self) -> None:
        """End the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def loaded(cpu: Callable[[], float], count: int, at_once: int, work: Callable[[int], Awaitable[None]]) -> Load:
    """``count`` pieces of work, ``at_once`` of them at any time; ``work`` is given its lane's number."""
    times: list[float] = []
    left = iter(range(count))

    async def lane(number: int) -> None:
        for _ in left:
            begun = time.perf_counter()
            await work(number)
            times.append(time.perf_counter() - begun)

    before, begun = cpu(), time.perf_counter()
    await asyncio.gather(*(lane(number) for number in range(at_once)))
    return Load(count, time.perf_counter() - begun, cpu() - before, times)


async def session(port: int, query: str) -> None:
    """One Streamlit session: its websocket, and its first run from beginning to end."""
    wanted = BackMsg()
    wanted.rerun_script.query_string = query
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
        await socket.send(wanted.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while True:
                told = ForwardMsg.FromString(await socket.recv())
                if told.WhichOneof("type") == "script_finished":
                    return


async def readers(home: Path, requests: int) -> None:
    """The load on one server, and its memory."""
    from urllib.parse import urlencode

    with Record(home) as record:
        view = View()
        path = f"/s/{create(record, Engine(record), view, title='Load', by=None, at=datetime.now(UTC)).id}"
    query = urlencode(encode(view))
    with served(home) as server:
        await session(server.port, query)  # both are warm
        first = Reader(server.port)
        sizes = [len(await first.get(each)) for each in (path, f"{path}/panels.json")]
        first.close()
        print(f"a snapshot's page is {sizes[0]:,} bytes packed, its figures {sizes[1]:,}")
        asking = [Reader(server.port) for _ in range(AT_ONCE)]

        async def read(lane: int) -> None:
            await asking[lane].get(path)
            await asking[lane].get(f"{path}/panels.json")

        async def page(lane: int) -> None:
            await asking[lane].get(path)

        async def run(_lane: int) -> None:
            await session(server.port, query)

        print(f"memory at first {server.memory():8.1f} MB")
        snapshots = await loaded(server.cpu, 4_000, AT_ONCE, read)
        print(f"snapshots, {AT_ONCE} readers     {snapshots.told()}", flush=True)
        for each in asking:  # the server ends a connection that stays idle
            each.close()
        sessions = await loaded(server.cpu, SESSIONS, AT_ONCE_SESSIONS, run)
        print(f"sessions, {AT_ONCE_SESSIONS} at once      {sessions.told()}", flush=True)
        ratio = (sessions.cpu / sessions.count) / (snapshots.cpu / snapshots.count)
        print(f"readers a core: {ratio:,.0f} of snapshots for one session")
        for part in range(10):
            pages = await loaded(server.cpu, requests // 10, AT_ONCE, page)
            if part in (0, 9):
                print(f"pages, {AT_ONCE} readers         {pages.told()}")
            print(f"memory after {(part + 1) * requests // 10:8,} pages {server.memory():8.1f} MB", flush=True)
        for each in asking:
            each.close()


def seconds(work: Callable[[], object]) -> float:
    """Seconds of this process's processor time that ``work`` takes once: the disk is the machine's, not ours."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def stored(home: Path, many: int) -> None:
    """How creating, listing and opening grow with the snapshots that are there."""
    with Record(home) as record:
        engine, view = Engine(record), View(actors=("chn",))
        ids: list[str] = []

        def make() -> None:
            ids.append(create(record, engine, view, title=None, by=None, at=datetime.now(UTC)).id)

        making = [seconds(make) for _ in range(FEW)]
        few = _questions(record, ids)
        made = [seconds(make) for _ in range(many - FEW)]
        print(f"{'ms of processor, median':28}{FEW:>12,} stored{many:>12,} stored")
        print(
            f"{'create':28}{statistics.median(making) * 1000:12.2f}       {statistics.median(made[-FEW:]) * 1000:12.2f}"
        )
        for question, now in _questions(record, ids).items():
            print(f"{question:28}{few[question] * 1000:12.2f}       {now * 1000:12.2f}")


def _questions(record: Record, ids: list[str]) -> dict[str, float]:
    at = datetime.now(UTC)
    asked: dict[str, Callable[[], object]] = {
        "list the newest fifty": lambda: control.listed(record, limit=50),
        "list the oldest fifty": lambda: control.listed(record, limit=50, offset=len(ids) - 50),
        "open the first": lambda: load(record, ids[0], at=at),
        "open the last": lambda: load(record, ids[-1], at=at),
    }
    return {name: statistics.median(seconds(ask) for _ in range(21)) for name, ask in asked.items()}


def main() -> None:
    """Prints the figures."""
    if not sys.platform.startswith("linux"):
        sys.exit("The server's processor time is read from /proc; run this on Linux.")
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    many = int(sys.argv[2]) if len(sys.argv) > 2 else MANY
    print(f"processors {os.cpu_count()}, load {os.getloadavg()[0]:.1f} before")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(readers(Path(folder) / "load", requests))
        stored(Path(folder) / "stored", many)


if __name__ == "__main__":
    main()
