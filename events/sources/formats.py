"""In which format bytes are: by what they begin with, else by their name or media type."""

import codecs
import json
import re
from pathlib import PurePath

from events.model import Problem, one_line
from events.sentence import Sentence
from events.sources.reading import FORMATS

SEVERAL = {"zip": "a ZIP archive", "feed": "a feed", "jsonl": "a file of JSON lines"}
"""The formats that hold any number of articles."""

_BEFORE = re.compile(
    r"\s+|<\?xml[^>]*\?>|<!--.*?-->|<!doctype\s+(?!html)[^>\[]*(?:\[[^\]]*\])?\s*>", re.IGNORECASE | re.DOTALL
)  # taken off one by one: repeated inside one pattern, they could be read in ever so many ways
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:rdf|\w+:feed)\b", re.IGNORECASE)
_BY_NAME = {".html": "html", ".htm": "html", ".xhtml": "html", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_BY_KIND = {"text/html": "html", "application/xhtml+xml": "html", "application/x-ndjson": "jsonl"}
_OTHERS = (
    (
        b"\xd0\xcf\x11\xe0",
        Sentence("an old Word file (.doc) or one locked with a password; save it as .docx without a password"),
    ),
    (b"{\\rtf", Sentence("a rich text file (.rtf); save it as .docx or as text")),
    (b"bplist", Sentence("a Safari web archive or a property list; save the page as page source (.html)")),
)
_PICTURES = ("image/", "video/", "audio/", "font/")


def format_of(data: bytes, name: str, kind: str = "") -> str:
    """The format of ``data``: html, pdf, docx, mhtml, zip, feed, jsonl, or text (JSON of one article, too)."""
    shown = one_line(name)
    for mark, what in _OTHERS:
        if data.startswith(mark):
            raise Problem('"{name}" is {what}.', name=shown, what=what)
    if kind.startswith(_PICTURES):
        told = '"{name}" is of the type {kind}; {formats}. Give one of these.'
        raise Problem(told, name=shown, kind=one_line(kind), formats=FORMATS)
    if b"%PDF-" in data[:1024].lstrip()[:9]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from events.sources.docx import is_docx

        return "docx" if is_docx(data) else "zip"
    head = _head(data)
    if re.match(r"(?:From|MIME-Version|Snapshot-Content-Location):", head) and "multipart/related" in head:
        return "mhtml"
    at = _begin(head)
    if _HTML.match(head, at):
        return "html"
    if _FEED.match(head, at):
        return "feed"
    suffix = PurePath(name).suffix.lower()
    known = _BY_NAME.get(suffix) or _BY_KIND.get(kind)
    if known is None and suffix in (".xml", ".rss", ".atom"):
        told = '"{name}" is XML, but no RSS or Atom feed; {formats}, or a feed. Give one of these.'
        raise Problem(told, name=shown, formats=FORMATS)
    return known or ("jsonl" if _is_lines(data) else "text")


def _head(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data[:4096].decode("utf-16", errors="replace")
    return data[:4096].removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _begin(head: str) -> int:
    """Where the first element begins, behind blanks, declarations and comments."""
    at = 0
    while found := _BEFORE.match(head, at):
        at = found.end()
    return at


def _is_lines(data: bytes) -> bool:
    """Whether there are several lines and each of the first two is the JSON of an article."""
    lines = [line for line in data[:2_000_000].split(b"\n", 3)[:3] if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith(b"{") for line in lines[:2]):
        return False
    try:
        first = json.loads(lines[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and isinstance(first.get("text"), str)
