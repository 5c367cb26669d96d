"""A file, however packed and encoded -> blocks of rows as UTF-8 text, each small enough to be read at once.

Nothing is trusted: archives may not unpack to more than their size lets expect, a character that is not UTF-8 makes
its block Windows-1252 or 1251, and a quote that is never closed ends with its block.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

import numpy as np

from events.model import Problem, one_line

BLOCK = 30 * 2**20  # bytes of text a block holds, about
LONGEST_ROW = 4 * 2**20  # bytes; a quote open for longer was none
PIECE = 2**20
FREELY = 256 * 2**20  # bytes that any archive may unpack to
RATIO = 100  # and beyond that, how many times its own size
SOUND = 4  # times as many letters beyond ASCII that are UTF-8 as are not, and it is UTF-8 that was cut or damaged
LETTERS = 0xC0  # from here on there are letters in Windows-1251 and Windows-1252
TABLES = (".csv", ".tsv", ".tab", ".txt", ".psv")
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Bounded(io.RawIOBase):
    """A stream that unpacks no more than ``limit`` bytes, and then raises Problem."""

    def __init__(self, stream: IO[bytes], limit: int, name: str) -> None:
        """What ``stream`` gives, up to ``limit`` bytes."""
        self.stream, self.left, self.name = stream, limit, name

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """As RawIOBase; raises Problem for what is broken or grows beyond all measure."""
        try:
            piece = self.stream.read(len(buffer))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise Problem(
                '"{name}" cannot be unpacked ({why}); get it anew.', name=one_line(self.name), why=one_line(str(error))
            ) from None
        self.left -= len(piece)
        if self.left < 0:
            raise Problem(
                '"{name}" unpacks to far more than its size lets expect and was not read further; '
                "unpack it yourself if you trust it, and import what is in it.",
                name=one_line(self.name),
            )
        buffer[: len(piece)] = piece
        return len(piece)


@contextmanager
def opened(path: Path, member: str | None = None) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked: of gzip, or of one member of a ZIP."""
    limit = max(FREELY, RATIO * path.stat().st_size)
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if member is not None:
            with zipfile.ZipFile(file) as archive, archive.open(member) as inner:
                yield io.BufferedReader(Bounded(inner, limit, member), PIECE)
        elif magic[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield io.BufferedReader(Bounded(unpacked, limit, path.name), PIECE)  # type: ignore[arg-type]
        else:
            yield file


def is_packed(path: Path) -> bool:
    """Whether a file is packed by gzip."""
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def members(path: Path) -> list[str]:
    """The files inside a ZIP that may hold data; raises Problem where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        why = one_line(str(error))
        raise Problem('"{name}" is not a ZIP that can be read ({why}).', name=one_line(path.name), why=why) from None
    return sorted(name for name in names if "__MACOSX" not in name and PurePosixPath(name).name[:1] != ".")


def encoding_of(start: bytes) -> str:
    """The encoding that the first bytes of a text show."""
    for mark, encoding in BOMS:
        if start.startswith(mark):
            return encoding
    return "utf-16-le" if start[1:4:2] == b"\0\0" else "utf-8"


@dataclass(frozen=True)
class Block:
    """One block: its number from 0, UTF-8 text of whole rows without the header, and how much of the file is read."""

    number: int
    text: bytes
    read: int


def blocks(stream: IO[bytes], quote: str, size: int = BLOCK) -> Iterator[Block]:
    """The rows of a text table in blocks, a byte order mark left out."""
    start = stream.read(PIECE)
    encoding = encoding_of(start)
    for mark, named in BOMS:
        if named == encoding and start.startswith(mark):
            start = start[len(mark) :]
    number, read, held = 0, len(start), len(start)
    room = bytearray(max(size, held) + PIECE)  # for all blocks: new memory has to be cleared by the system first
    room[:held] = start
    while True:
        with memoryview(room) as free:
            while held < size and (more := stream.readinto(free[held : held + PIECE])):  # type: ignore[attr-defined]
                held += more
                read += more
        if not held:
            return
        end = _end_of_row(room, held, quote, encoding) if held >= size else held
        with memoryview(room) as filled:
            text = bytes(filled[:end])
        yield Block(number, _utf8(text, encoding), read)
        if held < size:
            return
        room[: held - end] = room[end:held]
        number, held = number + 1, held - end


def _end_of_row(text: bytearray, length: int, quote: str, encoding: str) -> int:
    """Where the last whole row ends, of so much text: behind a line break outside quotes, if there is one in reach."""
    newline = "\n".encode(encoding)
    last = text.rfind(newline, 0, length)
    if not quote or encoding != "utf-8":
        return _aligned(last, newline, length)
    mark, end = quote.encode(), last
    open_before = _count(text, mark, max(end, 0)) % 2
    while end > 0 and length - end < LONGEST_ROW:
        if not open_before:
            return end + 1
        before = text.rfind(newline, 0, end)
        open_before = (open_before - text.count(mark, max(before, 0), end)) % 2
        end = before
    return _aligned(last, newline, length)


def _count(text: bytearray, letter: bytes, end: int) -> int:
    """How often a letter of one byte comes before ``end``; bytes' own way to count minds each one that it finds."""
    found = np.frombuffer(text, np.uint8, end)
    return sum(int(np.count_nonzero(found[at : at + PIECE] == letter[0])) for at in range(0, end, PIECE))


def _aligned(end: int, newline: bytes, length: int) -> int:
    if end < 0:
        return length
    return end + len(newline) - end % len(newline)


def _utf8(text: bytes, encoding: str) -> bytes:
    """``text`` as UTF-8, without characters of no meaning."""
    if encoding == "utf-8" and text.isascii():
        return text.replace(b"\0", b"")
    return decoded(text, encoding).replace("\0", "").encode()


def decoded(text: bytes, encoding: str) -> str:
    """``text`` in letters; what claims to be UTF-8 and is not is in the letters of Windows, Western or Cyrillic."""
    if encoding != "utf-8":
        return text.decode(encoding, errors="replace")
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        words = text.decode("utf-8", errors="replace")
        if sum(map("\x7f".__lt__, words)) > (1 + SOUND) * words.count("\ufffd"):
            return words
        return text.decode("cp1251" if _is_cyrillic(text) else "cp1252", errors="replace")


def _is_cyrillic(text: bytes) -> bool:
    """Whether letters beyond ASCII stand beside each other, as in whole words of them; an umlaut stands alone."""
    beyond = np.frombuffer(text, np.uint8) >= LETTERS
    return 2 * int(np.count_nonzero(beyond[1:] & beyond[:-1])) > int(np.count_nonzero(beyond))
