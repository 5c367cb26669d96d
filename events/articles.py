"""A source -> its article: a file, an address or bytes, in any of the formats read; and the articles that ship.

The text of a text or Markdown file is kept exactly as given: no newline is translated, nothing is
stripped. The one thing taken off is a byte order mark at the very start, which says how the bytes
are to be read and is no word of the article. Of an HTML page, a PDF or a Word file the text is what
was extracted. What is read of each format is in ``events.sources``, imported only when it is needed.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from events.model import Article, Kind, Noun, Problem, PublishedBasis
from events.model import one_line as one_line  # for all who come here for it
from events.sources.charset import codec_of
from events.sources.formats import SEVERAL, format_of
from events.sources.reading import FILE_LIMIT, FORMATS, TEXT_LIMIT, Reading, decoded

if TYPE_CHECKING:
    from events.sources.address import Answer
    from events.sources.robots import Visitor

LIMIT = TEXT_LIMIT
SHIPPED = Path(__file__).parents[1] / "data" / "articles"
HEADLINE = 150  # characters: longer first lines are paragraphs

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def article_id(text: str) -> str:
    """The first 32 hexadecimal digits of the SHA-256 of the text without outer blanks, as UTF-8."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:32]


def parse_day(text: str, what: str) -> date:
    """The day written as YYYY-MM-DD; ``what`` names the date in the sentence of the Problem."""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    wrong = 'The {what} "{text}" is not a date; write it as YYYY-MM-DD, for example 2024-10-31.'
    raise Problem(wrong, what=what, text=one_line(text))


def is_address(source: str) -> bool:
    """Whether ``source`` is an address and no path."""
    return bool(_ADDRESS.match(source))


def read_article(
    source: str | Path, *, published: date | None = None, language: str | None = None, visitor: "Visitor | None" = None
) -> Article:
    """Read the article in the file or at the address ``source``; raises Problem for whatever is no readable article.

    ``visitor`` fetches an address (its default reads only public ones).
    """
    check_language(language)
    if is_address(str(source)):
        reading = read_address(str(source), visitor)
    else:
        reading = read_bytes(read_file(Path(source)), str(source))
    return article_of(reading, published=published, language=language)


def article_from_bytes(
    data: bytes, name: str, *, published: date | None = None, language: str | None = None
) -> Article:
    """The article in ``data``; ``name`` (a path, or "standard input") is how sentences call it.

    A publication date or language given here stands above what the source says of itself.
    """
    check_language(language)
    return article_of(read_bytes(data, name), published=published, language=language)


def article_of(reading: Reading, *, published: date | None = None, language: str | None = None) -> Article:
    """What was read, as an article; a publication date or language given here stands above its own."""
    article = Article(id=article_id(reading.text), **vars(reading))
    changes: dict[str, object] = {} if language is None else {"language": language}
    if published is not None:
        changes |= {"published": published, "published_basis": PublishedBasis.GIVEN, "published_why": None}
    return article.model_copy(update=changes)


def read_address(url: str, visitor: "Visitor | None" = None) -> Reading:
    """What the page at ``url`` says; raises Problem where it cannot be fetched or is no article."""
    from events.sources.robots import Visitor

    answer = (visitor or Visitor()).visit(url)
    if answer is None:
        raise Problem(f'"{one_line(url)}" answered that nothing is new, which was not asked; try later.')
    return read_answer(answer)


def read_answer(answer: "Answer") -> Reading:
    """What a fetched page says; the address that gave it is its address unless it names a better one."""
    reading = read_bytes(answer.data, answer.url, kind=answer.kind, charset=answer.charset, address=answer.url)
    return reading if reading.url else replace(reading, url=answer.url)


def read_bytes(
    data: bytes, name: str, *, kind: str = "", charset: str | None = None, address: str | None = None
) -> Reading:
    """What ``data`` says, in the format that it is seen to have, its ``name`` has, or whose media type is ``kind``."""
    form = format_of(data, name, kind)
    if form == "html":
        from events.sources.html import read_page

        return read_page(data, name, address=address, charset=charset)
    if form == "pdf":
        from events.sources.pdf import read_pdf

        return _titled(read_pdf(data, name))
    if form == "docx":
        from events.sources.docx import read_docx

        return _titled(read_docx(data, name))
    if form == "mhtml":
        from events.sources.mhtml import read_mhtml

        return read_mhtml(data, name)
    if form in SEVERAL:
        raise Problem(
            f'"{one_line(name)}" is {SEVERAL[form]}, which may hold many articles; give it to events extract or ingest.'
        )
    codec = codec_of(charset) if charset and address and charset not in ("utf-8", "us-ascii") else None
    if codec:
        data = data.decode(codec, errors="replace").encode()
    text = decoded(data, name)
    return from_json(text, name) or _titled(Reading(text=text))


def _titled(reading: Reading) -> Reading:
    return replace(reading, title=headline(reading.text))


def check_language(language: object) -> None:
    """Raises Problem where ``language`` is given and is no code of a language."""
    if language is not None and not _LANGUAGE.fullmatch(str(language)):
        raise Problem(
            '"{language}" is not a language code; write two or three small letters, such as id or en.',
            language=one_line(str(language)),
        )


def headline(text: str) -> str | None:
    """The first line that is not blank, where it stands apart from a body and looks like a headline."""
    lines = text.strip().splitlines()
    if len(lines) < 2 or not any(line.strip() for line in lines[1:]):
        return None
    marked = re.fullmatch(r"#{1,2}\s+(.*?)\s*#*", lines[0])
    title = marked[1] if marked else lines[0].strip()
    apart = bool(marked) or not lines[1].strip() or len(lines[1]) > HEADLINE
    words = [word for word in title.split() if any(map(str.isalpha, word))]
    if apart and len(words) >= 4 and len(title) <= HEADLINE and not title.endswith((".", ",", ";", ":")):
        return title
    return None


def read_file(path: Path, limit: int = FILE_LIMIT) -> bytes:
    """The bytes of the file, at most one more than ``limit``; raises Problem where it cannot be read."""
    shown = one_line(str(path))
    try:
        if path.is_dir():
            raise Problem(
                f'"{shown}" is a folder; give it to events extract or ingest, or give the path of one article.'
            )
        with path.open("rb") as file:
            return file.read(limit + 1)  # one more than allowed is enough to know
    except FileNotFoundError:
        raise Problem(f'There is no file "{shown}"; check the path, or give - to read standard input.') from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not a possible path"
        raise Problem(f'"{shown}" cannot be read ({why}); give the path of a readable file.') from None


def from_json(text: str, name: str) -> Reading | None:
    """The article whose own JSON form ``text`` is; None where ``text`` is itself the article."""
    try:
        value = json.loads(text) if text.lstrip().startswith("{") else None
    except (ValueError, RecursionError):
        value = None
    if value is None or not isinstance(value.get("text"), str):
        if name.lower().endswith(".json"):
            raise Problem(
                f'"{one_line(name)}" is JSON, but not an article; that is an object with "text" and, where known, '
                "title, publisher, url, language, published, published_basis, published_why."
            )
        return None
    return _checked_json(value, name)


def _checked_json(value: Mapping[str, object], name: str) -> Reading:
    check_language(value.get("language"))
    if value.get("published") is not None:
        parse_day(str(value["published"]), "publication date")  # the model would take seconds since 1970, too
    try:
        article = Article.model_validate({"id": "", **value})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise Problem(
            f'"{one_line(name)}" is not an article: its field {one_line(field)} is not as it should be '
            f"({one_line(first['msg'])}); allowed are {', '.join(Article.model_fields)}."
        ) from None
    if not article.text.strip() or "\0" in article.text:
        told = '"{name}" holds an article without readable text; {formats}.'
        raise Problem(told, name=one_line(name), formats=FORMATS)
    right = article_id(article.text)
    if article.id not in ("", right):
        raise Problem(
            '"{name}" gives the id {given}, but its text has the id {right}; leave the id out, or restore the text.',
            name=one_line(name),
            given=one_line(article.id),
            right=right,
        )
    return Reading(**article.model_dump(exclude={"id"}))


class Correction(Noun):
    """A curated change to the event found at ``quote`` with ``kind``: the fields to set, and why."""

    quote: str
    kind: Kind
    set: dict[str, object]
    why: str


class Corrections(Noun):
    """The curated corrections of one article that ships: by whom, when (ISO 8601, UTC), and which."""

    by: str
    at: str
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class Shipped:
    """An article that ships with the program, and the curated corrections that lie beside it."""

    article: Article
    curated: Corrections | None


def shipped_articles(folder: Path = SHIPPED) -> list[Shipped]:
    """Every article in ``folder``, by file name; ``x.corrections.json`` lies beside ``x.json``."""
    found = []
    for path in sorted(folder.glob("*.json")):
        if path.name.endswith(".corrections.json"):
            continue
        beside = path.with_suffix(".corrections.json")
        curated = Corrections.model_validate_json(beside.read_bytes()) if beside.exists() else None
        found.append(Shipped(read_article(path), curated))
    return found
