"""A real server on a free port of this machine, and a plain client, for tests."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp

PATIENCE = 60.0  # seconds for a server to begin or a page to answer on a busy machine


@dataclass(frozen=True)
class Answer:
    """What a server answered; header names are lower case."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode()

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.content)


@dataclass(frozen=True)
class Client:
    """Asks one server, following nothing and unpacking nothing."""

    port: int

    def ask(self, method: str, path: str, headers: Mapping[str, str]) -> Answer:
        """One request and its whole answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=dict(headers))
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        """GET; header names are written with underscores."""
        return self.ask("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})

    def head(self, path: str) -> Answer:
        """HEAD."""
        return self.ask("HEAD", path, {})


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(app: ASGIApp) -> Iterator[Client]:
    """``app`` behind a real server, until the block ends."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE
    while not server.started:
        if time.monotonic() > until or not thread.is_alive():
            raise RuntimeError(f"the server did not begin on port {port}")
        time.sleep(0.01)
    try:
        yield Client(port)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
