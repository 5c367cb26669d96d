"""What was read from a source: a text, and what the source says of itself; and the limits that hold for all."""

from dataclasses import dataclass
from datetime import date

from events.model import Problem, PublishedBasis, one_line
from events.sentence import Sentence

TEXT_LIMIT = 5_000_000  # bytes: no news article comes near it, and a database dump does not get in
FILE_LIMIT = 25_000_000  # bytes of a PDF or Word file, which carry pictures and fonts
FORMATS = Sentence("an article is text, Markdown, JSON, an HTML page, a PDF or a Word file (.docx)")


@dataclass(frozen=True)
class Reading:
    """A text with what its source says of itself; unknown is None."""

    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    published: date | None = None
    published_basis: PublishedBasis | None = None
    published_why: str | None = None


def within(data: bytes, limit: int, name: str) -> None:
    """Raises Problem where ``data`` is larger than ``limit``."""
    if len(data) > limit:
        raise Problem(
            '"{name}" is larger than {most} MB, the most that is read of such a file; give the article alone, or cut '
            "the file in parts.",
            name=one_line(name),
            most=limit // 1_000_000,
        )


def decoded(data: bytes, name: str) -> str:
    """``data`` as UTF-8 text, letter for letter but for a byte order mark; raises Problem where it is none."""
    shown = one_line(name)
    within(data, TEXT_LIMIT, name)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Problem(
            '"{name}" is not text; {formats}, its text in UTF-8. Save it as one of these.', name=shown, formats=FORMATS
        )
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise Problem('"{name}" is empty; {formats}. Put the text of an article in it.', name=shown, formats=FORMATS)
    return text
