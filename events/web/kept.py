"""Answers that are made once and kept in memory while there is room: plain, gzipped, and with a tag of the content."""

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from events.web.answering import AT_ONCE, SMALL, holds, takes_gzip

ROOM = 64 * 2**20  # bytes that are kept
FAILED = 500  # the status from which on it is the server that failed


@dataclass(frozen=True)
class Answer:
    """What is sent: status, media type, bytes as they are and gzipped (null: no gain), and a tag of the content.

    ``headers`` are its own; ``lasts`` says whether it stays true, so that it may be kept.
    """

    status: int
    media_type: str
    plain: bytes
    packed: bytes | None
    tag: str
    headers: Mapping[str, str] = field(default_factory=dict)
    lasts: bool = True

    @classmethod
    def of(
        cls,
        content: str | bytes,
        media_type: str,
        *,
        status: int = 200,
        pack: bool = True,
        headers: Mapping[str, str] | None = None,
        lasts: bool = True,
    ) -> "Answer":
        """The answer with this content; ``pack`` says whether gzip may help. A failure of the server never lasts."""
        plain = content.encode() if isinstance(content, str) else content
        packed = gzip.compress(plain, 6, mtime=0) if pack and len(plain) > SMALL else None
        tag = f'W/"{sha256(plain).hexdigest()[:32]}"'
        return cls(status, media_type, plain, packed, tag, headers or {}, lasts and status < FAILED)

    @property
    def size(self) -> int:
        """The bytes it takes up."""
        return len(self.plain) + len(self.packed or b"")

    def response(self, request: Request, headers: dict[str, str]) -> Response:
        """The answer to one request: nothing but 304 for who has it already, else gzipped where the client unpacks."""
        headers = {**headers, **self.headers, "vary": "Accept-Encoding, Accept-Language"}
        if self.status == 200:
            headers["etag"] = self.tag
            if holds(request, self.tag):
                return Response(None, 304, headers)
        content = self.plain
        if self.packed is not None and takes_gzip(request):
            content, headers = self.packed, {**headers, "content-encoding": "gzip"}
        return Response(content, self.status, headers, media_type=self.media_type)


class Kept:
    """Answers by key, the longest unused given up first. For one event loop: what is asked for by many at once is made
    once, in a thread, and all wait for it.
    """

    def __init__(self, room: int = ROOM) -> None:
        """Keeps at most ``room`` bytes."""
        self._room, self._size = room, 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._making: dict[Hashable, asyncio.Future[Answer]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def get(self, key: Hashable, make: Callable[[], Answer], *, drawn: bool = False) -> Answer:
        """The answer under ``key``, made now where it is not kept; of those ``drawn`` few at once, the others wait."""
        kept = self._answers.get(key)
        if kept is not None:
            self._answers.move_to_end(key)
            return kept
        making = self._making.get(key)
        if making is None:
            making = asyncio.ensure_future(self._made(key, make, drawn))
            self._making[key] = making
        return await asyncio.shield(making)  # who goes away does not stop it for the others

    async def _made(self, key: Hashable, make: Callable[[], Answer], drawn: bool) -> Answer:
        try:
            async with self._slots if drawn else nullcontext():
                answer = await run_in_threadpool(make)
        finally:
            del self._making[key]
        if answer.lasts and answer.size <= self._room // 4:
            self._answers[key] = answer
            self._size += answer.size
            while self._size > self._room:
                _, dropped = self._answers.popitem(last=False)
                self._size -= dropped.size
        return answer
