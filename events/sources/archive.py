"""A ZIP archive -> its members, one at a time: nothing is unpacked to disk, and no more than is allowed."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from events.model import Problem, one_line
from events.sources.reading import FILE_LIMIT, within

MEMBERS = 10_000
UNPACKED = 2_000_000_000  # bytes of all members together

Member = tuple[str, str, Callable[[], bytes]]
"""A member's name, what tells its versions apart, and how its bytes are read."""


def open_archive(source: Path | IO[bytes], name: str) -> zipfile.ZipFile:
    """The archive in ``source``; raises Problem where it cannot be read or has too many members."""
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        raise Problem(f'"{one_line(name)}" cannot be read as a ZIP archive; pack it anew.') from None
    if len(archive.filelist) > MEMBERS:
        archive.close()
        raise Problem(f'"{one_line(name)}" has more than {MEMBERS:,} files; pack it in several archives.')
    return archive


def members(archive: zipfile.ZipFile, name: str) -> Iterator[Member]:
    """Every file in the archive, in the order of their names."""
    left = [UNPACKED]
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        if not info.is_dir():
            yield info.filename, f"{info.file_size}-{info.CRC}", _reader(archive, info, name, left)


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, left: list[int]) -> Callable[[], bytes]:
    shown = f"{name}: {info.filename}"

    def read() -> bytes:
        if leads_out(info.filename):
            raise Problem(f'"{one_line(shown)}" has a name that leads out of its archive; pack the files anew.')
        if info.flag_bits & 1:
            raise Problem(f'"{one_line(shown)}" is locked with a password; pack the files without one.')
        try:
            with archive.open(info) as file:
                data = file.read(min(FILE_LIMIT, left[0]) + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError):
            raise Problem(f'"{one_line(shown)}" is damaged or packed in an unusual way; pack the files anew.') from None
        left[0] -= len(data)
        if left[0] < 0:
            raise Problem(f'"{one_line(name)}" unpacks to more than 2 GB; pack it in several archives.')
        within(data, FILE_LIMIT, shown)
        return data

    return read


def leads_out(name: str) -> bool:
    """Whether a member's name would lead out of the folder in which somebody unpacks it."""
    return bool(re.match(r"[/\\]|[A-Za-z]:", name)) or ".." in re.split(r"[/\\]", name) or not name.isprintable()
