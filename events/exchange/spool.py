"""A file that is never kept whole: what a library writes into it is taken out again at once."""

import io


class Spool(io.RawIOBase):
    """A file to write to; ``take`` gives what was written since the last time."""

    def __init__(self) -> None:
        """An empty file."""
        self._parts: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        """It is for writing only."""
        return True

    def write(self, data: object) -> int:
        """Take ``data``, bytes or anything that has bytes."""
        part = bytes(data)  # type: ignore[call-overload]
        self._parts.append(part)
        self._at += len(part)
        return len(part)

    def tell(self) -> int:
        """How much was written so far."""
        return self._at

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self._parts = b"".join(self._parts), []
        return taken
