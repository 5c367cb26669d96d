"""A Word file (.docx) -> its text, a paragraph a line: as it reads with every tracked change accepted."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from events.model import Problem, one_line
from events.sources.reading import FILE_LIMIT, TEXT_LIMIT, Reading, within
from events.sources.xml import parse_xml

DOCUMENT = "word/document.xml"
_UNPACKED = 10 * TEXT_LIMIT  # bytes of XML, most of which are marks
_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_PASSED_OVER = ("del", "moveFrom", "instrText", "Fallback", "footnoteReference", "pPr", "rPr", "sectPr")
_AS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def is_docx(data: bytes) -> bool:
    """Whether the ZIP archive ``data`` is a Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return DOCUMENT in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return False


def read_docx(data: bytes, name: str) -> Reading:
    """The text of the Word file ``data``; its dates are those of the file, so when it was published stays unknown."""
    within(data, FILE_LIMIT, name)
    shown = one_line(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(DOCUMENT) as file:
            document = file.read(_UNPACKED + 1)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, RuntimeError):
        told = '"{name}" cannot be read as a Word file; save it anew as .docx or as text.'
        raise Problem(told, name=shown) from None
    if len(document) > _UNPACKED:
        told = '"{name}" unpacks to more than {most} MB, which no article needs; save its text.'
        raise Problem(told, name=shown, most=_UNPACKED // 1_000_000)
    root = parse_xml(document, name)
    paragraphs = [words for words in _paragraphs(root) if words.strip()]
    text = "\n\n".join(paragraphs)
    if not text:
        raise Problem('"{name}" holds no text; write the article in it, or give another file.', name=shown)
    within(text.encode(), TEXT_LIMIT, name)
    return Reading(text=text)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _paragraphs(root: Any) -> Iterator[str]:
    """The words of every paragraph, those inside tables and boxes, too, in the order of the file."""
    words: list[str] = []
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, done = stack.pop()
        name = _local(element)
        ours = str(element.tag).startswith(_WORD)
        if done:
            yield "".join(words).strip()
            words.clear()
        elif name in _PASSED_OVER:
            continue
        elif ours and name == "t":
            words.append(element.text or "")
        elif ours and name in _AS:
            words.append(_AS[name])
        else:
            if ours and name == "p":
                if words:  # a box stands inside a paragraph
                    yield "".join(words).strip()
                    words.clear()
                stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
