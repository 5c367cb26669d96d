"""A local server that speaks the chat protocol of language models, with the answers and failures that a test sets."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, bytes]
Answerer = Callable[[dict[str, Any], int], Reply]
"""What to reply to the request of that number (from 0): a status and a body."""


def completion(message: dict[str, Any]) -> Reply:
    """A reply of the protocol's shape."""
    body = {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", **message}}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    return 200, json.dumps(body).encode()


def told(request: dict[str, Any], answer: dict[str, Any]) -> Reply:
    """The answer in the way the request asks for it: through its tool, or as the text."""
    text = json.dumps(answer, ensure_ascii=False)
    if request.get("tools"):
        name = request["tools"][0]["function"]["name"]
        call = {"id": "t", "type": "function", "function": {"name": name, "arguments": text}}
        return completion({"content": None, "tool_calls": [call]})
    return completion({"content": text})


class Server:
    """A running server: its address, and the requests that it was sent."""

    def __init__(self, answerer: Answerer) -> None:
        self.requests: list[dict[str, Any]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.requests.append(body)
                status, reply = answerer(body, len(outer.requests) - 1)
                if status == 0:  # the connection breaks
                    self.connection.close()
                    return
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_words: object) -> None:
                """Nothing is logged."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)


@contextmanager
def model_server(answerer: Answerer) -> Iterator[Server]:
    """A server for as long as the block runs."""
    server = Server(answerer)
    try:
        yield server
    finally:
        server.close()
