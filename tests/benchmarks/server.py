"""``events serve`` in a process of its own, with its processor time and memory (Linux)."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.serving import PATIENCE, Client, free_port

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    pid: int
    port: int

    def cpu(self) -> float:
        """Seconds of processor time that it has used."""
        told = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Megabytes that it holds now."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@contextmanager
def served(home: Path) -> Iterator[Server]:
    """A server over the record in ``home``, until the block ends."""
    port = free_port()
    environment = {**os.environ, "EVENTS_HOME": str(home)}
    command = [sys.executable, "-m", "events", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + PATIENCE
            while not _answers(port):
                if time.monotonic() > until or process.poll() is not None:
                    raise RuntimeError("the server did not begin")
                time.sleep(0.1)
            yield Server(process.pid, port)
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    try:
        return Client(port).get("/healthz").status_code == 200
    except OSError:
        return False
