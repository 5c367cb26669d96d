"""What the user named -> the articles in it, one after the other, each still to be read.

A file or address may be one article; a folder, a ZIP archive, a feed or a file of JSON lines holds
several. Each is an ``Item`` that says under which key and mark it was met, so that what was
recorded already need not be read again; what is wrong with one is told when it is read, and stops
no other.
"""

import io
import os
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import IO

from events.articles import from_json, is_address, read_answer, read_bytes, read_file
from events.model import Problem, one_line
from events.sources.address import NoAnswer
from events.sources.archive import members, open_archive
from events.sources.feed import Entry, Feed, filled, page_of, parse_feed
from events.sources.formats import SEVERAL, format_of
from events.sources.html import read_page
from events.sources.reading import FILE_LIMIT, TEXT_LIMIT, Reading, decoded
from events.sources.robots import Visitor

ONE = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".pdf", ".docx", ".json")
ENTRY = "entry "  # begins the mark of an entry of a feed, which is no mark of its page
MANY = (".zip", ".jsonl", ".ndjson")
_SAVED_PARTS = re.compile(r"(.+?)(?:_files|\.files|-Dateien|_bestanden|_archivos|_fichiers)")


@dataclass(frozen=True)
class Item:
    """One article to be read: what sentences call it, its key among all, and the mark of this version of it.

    A mark of "" says nothing: such an item is read each time. ``file_time`` is when a file was last written.
    """

    name: str
    key: str
    mark: str
    read: Callable[[], Reading]
    file_time: float | None = None


@dataclass
class Batch:
    """The items of one source, how many there are, and how many files of which kinds were passed over."""

    items: Iterable[Item]
    total: int = 1
    passed_over: Counter[str] = field(default_factory=Counter)


class Opener:
    """Opens what the user names; addresses with one ``Visitor``, and ``known`` says the marks of those met before."""

    def __init__(
        self,
        visitor: Visitor,
        known: Callable[[str], str],
        *,
        empty_is_wrong: bool = True,
        say: Callable[[str], object] = lambda _sentence: None,
    ) -> None:
        """An opener that goes out by ``visitor``; ``empty_is_wrong`` unless something may come yet.

        ``say`` is told what the reader of an article should know of how it was read.
        """
        self._visitor, self._known, self._empty_is_wrong, self._say = visitor, known, empty_is_wrong, say
        self._feeds: dict[str, tuple[str, Feed]] = {}

    def open(self, source: str, stdin: IO[bytes] | None = None) -> Batch:
        """The items of ``source``: a path, an address, or - for ``stdin``; what is wrong is told by its one item."""
        try:
            if source == "-" and stdin is not None:
                return self._bytes(stdin.read(FILE_LIMIT + 1), "standard input")
            if is_address(source):
                return self._address(source)
            path = Path(source)
            if path.exists() and not path.is_file() and not path.is_dir():
                return self._bytes(read_file(path), source)  # a pipe or device, which can be read once
            return self._folder(path) if path.is_dir() else self._file(path)
        except Problem as problem:
            return Batch([_wrong(source, problem)])
        except (OSError, ValueError):
            return Batch([Item(source, source, "", lambda: read_bytes(read_file(Path(source)), source))])

    # -- files and folders -----------------------------------------------------------------------

    def _file(self, path: Path) -> Batch:
        """One article, or what the file holds of them."""
        name = str(path)
        with path.open("rb") as file:
            head = file.read(65_536)
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            archive = open_archive(path, name)
            if "word/document.xml" in archive.namelist():
                archive.close()
                return Batch([_file_item(path)])
            return _archive(archive, name, _key(path), path.stat().st_mtime)
        form = format_of(head, name)
        if form == "jsonl":
            return _lines(path, name, _key(path))
        if form == "feed":
            return self._feed(parse_feed(read_file(path, TEXT_LIMIT), name))
        return Batch([_file_item(path)])

    def _folder(self, folder: Path) -> Batch:
        """Every file in the folder and those in it, by name, that may be an article."""
        paths: list[Path] = []
        passed_over: Counter[str] = Counter()
        for where, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_part(name, names))
            for name in sorted(names):
                suffix = Path(name).suffix.lower()
                if name.startswith((".", "~$")):
                    continue
                if suffix in ONE + MANY:
                    paths.append(Path(where, name))
                else:
                    passed_over[suffix or "no ending"] += 1
        if not paths and self._empty_is_wrong:
            raise Problem(
                f'The folder "{one_line(str(folder))}" holds no article; read are files that end in '
                f"{', '.join(ONE + MANY)}."
            )
        batch = Batch((), len(paths), passed_over)
        batch.items = self._each(paths, batch)
        return batch

    def _each(self, paths: list[Path], batch: Batch) -> Iterator[Item]:
        for path in paths:
            if path.suffix.lower() in MANY:
                inner = self.open(str(path))
                batch.total += inner.total - 1
                batch.passed_over += inner.passed_over
                yield from inner.items
            else:
                yield _file_item(path)

    def _bytes(self, data: bytes, name: str) -> Batch:
        """What ``data`` holds, of which there is no file."""
        form = format_of(data, name)
        if form == "zip":
            return _archive(open_archive(io.BytesIO(data), name), name, name)
        if form == "jsonl":
            return _lines(data, name, "")
        if form == "feed":
            return self._feed(parse_feed(data, name))
        return Batch([Item(name, "", "", lambda: read_bytes(data, name))])

    # -- addresses -------------------------------------------------------------------------------

    def _address(self, url: str) -> Batch:
        """The page at the address, or the pages of the feed there; the site is asked only for what is new."""
        mark, feed = self._feeds.get(url) or (self._known(url), None)
        answer = self._visitor.visit(url, headers=_if_changed(mark))
        if answer is None:
            return self._feed(feed) if feed else Batch([Item(url, url, mark, lambda: self._page(url))])
        form = format_of(answer.data, answer.url, answer.kind)
        if form == "feed":
            feed = parse_feed(answer.data, answer.url, answer.url)
            self._feeds[url] = answer.mark, feed
            return self._feed(feed)
        if form in SEVERAL:
            return self._bytes(answer.data, answer.url)
        return Batch([Item(url, url, answer.mark, lambda: read_answer(answer))])

    def _page(self, url: str) -> Reading:
        answer = self._visitor.visit(url)
        if answer is None:
            raise NoAnswer(f'"{one_line(url)}" answered that nothing is new, which was not asked; try later.')
        return read_answer(answer)

    def _feed(self, feed: Feed) -> Batch:
        items = [self._entry_item(entry, feed, i) for i, entry in enumerate(feed.entries, 1)]
        return Batch(items, len(items))

    def _entry_item(self, entry: Entry, feed: Feed, number: int) -> Item:
        name = entry.link or f"{feed.title or 'feed'}, entry {number}"
        key = entry.link or ""
        return Item(name, key, f"{ENTRY}{entry.changed}" if key else "", partial(self._read_entry, entry, feed, name))

    def _read_entry(self, entry: Entry, feed: Feed, name: str) -> Reading:
        """The entry's page; where that cannot be had, the text that the feed carries itself, and says so."""
        shown = f'The entry "{one_line(entry.title or name)}"'
        if entry.link is None:
            if entry.content is None:
                raise NoAnswer(f"{shown} has no address and no text; give another feed.")
            return filled(read_page(page_of(entry), name), entry, feed)
        try:
            reading = self._page(entry.link)
        except Problem as problem:
            why = f"{shown} could not be read at its address: {problem}"
            if entry.content is None:
                raise NoAnswer(why) if isinstance(problem, NoAnswer) else Problem(why) from None
            reading = read_page(page_of(entry), name, address=entry.link)
            self._say(f"{why} The text that the feed carries is taken for it.")
        return filled(reading, entry, feed)


def _if_changed(mark: str) -> dict[str, str]:
    """The header that asks only for what is newer than ``mark``, an entity tag or a date."""
    if not mark or mark.startswith(ENTRY):
        return {}
    return {"If-None-Match" if mark.startswith(('"', "W/")) else "If-Modified-Since": mark}


def _wrong(source: str, problem: Problem) -> Item:
    def read() -> Reading:
        raise problem

    return Item(source, source, "", read)


def _key(path: Path) -> str:
    return str(path.absolute())


def _file_item(path: Path) -> Item:
    name = str(path)
    try:
        found = path.stat()
    except OSError:
        return Item(name, _key(path), "", lambda: read_bytes(read_file(path), name))
    mark = f"{found.st_size}-{found.st_mtime_ns}"
    return Item(name, _key(path), mark, lambda: read_bytes(read_file(path), name), found.st_mtime)


def _is_part(folder: str, beside: list[str]) -> bool:
    """Whether the folder holds the pictures and scripts of a saved page that lies beside it."""
    found = _SAVED_PARTS.fullmatch(folder)
    return found is not None and any(f"{found[1]}{suffix}" in beside for suffix in (".html", ".htm", ".xhtml"))


def _archive(archive: zipfile.ZipFile, name: str, key: str, file_time: float | None = None) -> Batch:
    """The members of an archive that may be articles."""
    items: list[Item] = []
    passed_over: Counter[str] = Counter()
    folders: dict[str, list[str]] = {}
    for info in archive.infolist():
        path = PurePosixPath(info.filename)
        folders.setdefault(str(path.parent), []).append(path.name)
    for member, mark, read in members(archive, name):
        path = PurePosixPath(member)
        parents = list(path.parents)[:-1]
        if path.name.startswith((".", "~$")) or "__MACOSX" in path.parts:
            continue
        if any(_is_part(parent.name, folders.get(str(parent.parent), [])) for parent in parents):
            continue
        if path.suffix.lower() in ONE + MANY:
            shown = f"{name}: {member}"
            items.append(Item(shown, f"{key}: {member}" if key else "", mark, partial(_member, read, shown), file_time))
        else:
            passed_over[path.suffix.lower() or "no ending"] += 1
    if not items:
        raise Problem(f'"{one_line(name)}" holds no article; read are files ending in {", ".join(ONE)}.')
    return Batch(items, len(items), passed_over)


def _member(read: Callable[[], bytes], name: str) -> Reading:
    data = read()
    form = format_of(data, name)
    if form in SEVERAL:
        raise Problem(
            f'"{one_line(name)}" is {SEVERAL[form]} inside an archive, which is not opened; unpack it and give it by '
            "itself."
        )
    return read_bytes(data, name)


def _lines(source: Path | bytes, name: str, key: str) -> Batch:
    """The lines that are not blank, each the JSON of an article."""
    items: list[Item] = []
    file_time = source.stat().st_mtime if isinstance(source, Path) else None
    with source.open("rb") if isinstance(source, Path) else io.BytesIO(source) as file:
        number = at = 0
        while line := file.readline(TEXT_LIMIT + 1):
            number += 1
            start, at = at, at + len(line)
            if not line.strip():
                continue
            shown = f"{name} line {number}"
            mark = blake2b(line, digest_size=8).hexdigest()
            read = partial(_line, source, start, len(line), shown)
            items.append(Item(shown, f"{key}#{number}" if key else "", mark, read, file_time))
            while len(line) >= TEXT_LIMIT and not line.endswith(b"\n"):  # the rest of a line that is too long
                line = file.readline(TEXT_LIMIT)
                at += len(line)
    if not items:
        raise Problem(f'"{one_line(name)}" holds no line; each line is an article as JSON with "text".')
    return Batch(items, len(items))


def _line(source: Path | bytes, start: int, length: int, name: str) -> Reading:
    if isinstance(source, Path):
        with source.open("rb") as file:
            file.seek(start)
            data = file.read(length)
    else:
        data = source[start : start + length]
    reading = from_json(decoded(data, name), name)
    if reading is None:
        raise Problem(f'"{one_line(name)}" is not the JSON of an article, an object with "text"; mend that line.')
    return reading
