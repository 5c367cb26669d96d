"""A file or standard input -> Article; and the articles that ship with the program.

Read are plain text, Markdown and the article's own JSON form (the fields of ``Article``; only
``text`` must be there). The text is kept exactly as given: no newline is translated, nothing is
stripped. The one thing taken off is a byte order mark at the very start, which says how the bytes
are to be read and is no word of the article.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from events.model import Article, Kind, Noun, Problem, PublishedBasis

LIMIT = 5_000_000  # bytes: no news article comes near it, and a database dump does not get in
SHIPPED = Path(__file__).parents[1] / "data" / "articles"
HEADLINE = 150  # characters: longer first lines are paragraphs
OTHER_FORMATS = {".html": "an HTML page", ".htm": "an HTML page", ".xhtml": "an HTML page", ".pdf": "a PDF file"}

_ALLOWED = "an article is UTF-8 text of at most 5 MB: plain text, Markdown, or an article as JSON"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def article_id(text: str) -> str:
    """The first 32 hexadecimal digits of the SHA-256 of the text without outer blanks, as UTF-8."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:32]


def one_line(text: str, longest: int = 80) -> str:
    """``text`` as a sentence or table can carry it: short, on one line, printable whatever it holds."""
    line = "".join(letter if letter.isprintable() else "?" for letter in text)
    return line if len(line) <= longest else line[: longest - 3] + "..."


def parse_day(text: str, what: str) -> date:
    """The day written as YYYY-MM-DD; ``what`` names the date in the sentence of the Problem."""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise Problem(f'The {what} "{one_line(text)}" is not a date; write it as YYYY-MM-DD, for example 2024-10-31.')


def read_article(source: str | Path, *, published: date | None = None, language: str | None = None) -> Article:
    """Read the article in the file ``source``; raises Problem for whatever is no readable article."""
    if _ADDRESS.match(str(source)):
        raise Problem(
            f'"{one_line(str(source))}" is an address, and this edition does not read addresses yet; '
            "save the article's text in a file and give its path."
        )
    return article_from_bytes(_read_bytes(Path(source)), str(source), published=published, language=language)


def article_from_bytes(
    data: bytes, name: str, *, published: date | None = None, language: str | None = None
) -> Article:
    """The article in ``data``; ``name`` (a path, or "standard input") is how sentences call it.

    A publication date or language given here stands above one in the article's own JSON.
    """
    _check_language(language)
    text = _decode(data, name)
    article = _from_json(text, name) or Article(id=article_id(text), title=headline(text), text=text)
    changes: dict[str, object] = {} if language is None else {"language": language}
    if published is not None:
        changes |= {"published": published, "published_basis": PublishedBasis.GIVEN, "published_why": None}
    return article.model_copy(update=changes)


def _check_language(language: object) -> None:
    if language is not None and not _LANGUAGE.fullmatch(str(language)):
        raise Problem(
            f'"{one_line(str(language))}" is not a language code; write two or three small letters, such as id or en.'
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


def _read_bytes(path: Path) -> bytes:
    shown = one_line(str(path))
    if path.suffix.lower() in OTHER_FORMATS:
        raise Problem(
            f'"{shown}" is {OTHER_FORMATS[path.suffix.lower()]}, which this edition does not read yet; '
            "save the article's text in a .txt file and give its path."
        )
    try:
        if path.is_dir():
            raise Problem(f'"{shown}" is a folder; give the path of one article, or of several, one after the other.')
        with path.open("rb") as file:
            return file.read(LIMIT + 1)  # one more than allowed is enough to know
    except FileNotFoundError:
        raise Problem(f'There is no file "{shown}"; check the path, or give - to read standard input.') from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not a possible path"
        raise Problem(f'"{shown}" cannot be read ({why}); give the path of a readable text file.') from None


def _decode(data: bytes, name: str) -> str:
    shown = one_line(name)
    if len(data) > LIMIT:
        raise Problem(f'"{shown}" is larger than 5 MB; {_ALLOWED}. Give the article alone, or cut the file in parts.')
    if data.startswith(b"%PDF-"):
        raise Problem(f'"{shown}" is a PDF file, which this edition does not read yet; save its text in a .txt file.')
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Problem(f'"{shown}" is not text; {_ALLOWED}. Save it as UTF-8 text.')
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise Problem(f'"{shown}" is empty; {_ALLOWED}. Put the text of an article in it.')
    if re.match(r"\s*<(!doctype\s+html|html|head|body)\b", text, re.IGNORECASE):
        raise Problem(
            f'"{shown}" is an HTML page, which this edition does not read yet; save the article\'s text alone.'
        )
    return text


def _from_json(text: str, name: str) -> Article | None:
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
    return _article_of(value, name)


def _article_of(value: Mapping[str, object], name: str) -> Article:
    _check_language(value.get("language"))
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
        raise Problem(f'"{one_line(name)}" holds an article without readable text; {_ALLOWED}.')
    right = article_id(article.text)
    if article.id not in ("", right):
        raise Problem(
            f'"{one_line(name)}" gives the id {one_line(article.id)}, but its text has the id {right}; '
            "leave the id out, or restore the text."
        )
    return article.model_copy(update={"id": right})


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
