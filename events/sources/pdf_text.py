"""A program of its own: a PDF on standard input -> its text as JSON on standard output.

It is run in a process with limits, for a hostile file may make a reader loop or fill the memory; so
it imports nothing of ours. ``{"text": ...}`` is the answer, or ``{"refused": "locked" | "broken" | "pages"}``.
"""

import io
import json
import re
import sys
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import Any

SECONDS = 30
MEMORY = 1_500_000_000  # bytes
PAGES = 500
LETTERS = 5_000_000

_SHAPES = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]")  # ligatures such as fi, forms of Arabic letters

Line = tuple[float, float, str]  # how far up the page, how large, the words


def main() -> None:
    """Read, and write the answer."""
    _limit()
    print(json.dumps(read(sys.stdin.buffer.read())))


def _limit() -> None:
    try:
        import resource
    except ImportError:
        return  # not there on Windows; whoever waits for this process ends it in time
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def read(data: bytes) -> dict[str, str]:
    """The answer for the PDF ``data``."""
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"refused": "locked"}
        if len(reader.pages) > PAGES:
            return {"refused": "pages"}
        pages: list[list[Line]] = []
        for page in reader.pages:
            pages.append(_lines(page))
            if sum(len(line[2]) for lines in pages for line in lines) > LETTERS:
                return {"refused": "pages"}
    except pypdf.errors.DependencyError:
        return {"refused": "locked"}
    except Exception:  # whatever a broken file makes of the reader, the answer is the same
        return {"refused": "broken"}
    return {"text": flowing(pages)}


def _lines(page: Any) -> list[Line]:
    """The lines of a page in the order they are written, each with where it stands."""
    pieces: list[tuple[float, float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        pieces.append((tm[4] * cm[1] + tm[5] * cm[3] + cm[5], abs(size * tm[3] * cm[3]) or size, text))

    page.extract_text(visitor_text=visit)
    lines: list[Line] = []
    words, height, large = "", 0.0, 0.0
    for up, size, text in pieces:
        for i, part in enumerate(text.split("\n")):
            if i:
                lines.append((height, large, words))
                words = ""
            if part.strip() and not words.strip():
                height, large = up, size
            words += part
    lines.append((height, large, words))
    return [(up, size, _spaced(words)) for up, size, words in lines if words.strip()]


def _spaced(words: str) -> str:
    """One space between words, none before a full stop or comma, and letters in place of the shapes drawn."""
    plain = _SHAPES.sub(lambda shape: unicodedata.normalize("NFKC", shape[0]), words)
    return re.sub(r" ([.,])(?= |$)", r"\1", " ".join(plain.split()))


def flowing(pages: list[list[Line]]) -> str:
    """The text in paragraphs: lines joined, without what stands on the edge of every page."""
    repeated = _edges(pages)
    paragraphs: list[str] = []
    for lines in pages:
        kept = [line for i, line in enumerate(lines) if not _is_edge(line[2], i, len(lines), repeated)]
        step = _usual_step(kept)
        longest = max((len(line[2]) for line in kept), default=0)
        before: Line | None = None
        for line in kept:
            if before is None:
                whole = not paragraphs or re.search(r"[.!?…。»”\"’:]$", paragraphs[-1]) is not None
            else:
                whole = _apart(before, line, step, longest)
            if whole:
                paragraphs.append(line[2])
            else:
                paragraphs[-1] = _joined(paragraphs[-1], line[2])
            before = line
    return "\n\n".join(paragraphs)


def _shape(words: str) -> str:
    return re.sub(r"\d+", "0", words)


def _edges(pages: list[list[Line]]) -> set[str]:
    """The shapes of first and last lines that most pages share."""
    seen: Counter[str] = Counter()
    for lines in pages:
        seen.update({_shape(line[2]) for line in (*lines[:2], *lines[-3:])})
    return {shape for shape, times in seen.items() if times >= 2 and times * 2 >= len(pages)}


def _is_edge(words: str, index: int, count: int, repeated: set[str]) -> bool:
    if 3 <= index < count - 4:
        return False
    if re.fullmatch(r"(?:page|halaman|seite|-)?\s*\d+\s*(?:(?:/|of|dari|von)\s*\d+)?\s*-?", words, re.IGNORECASE):
        return True
    if re.fullmatch(r"(?:https?|file|ﬁle)://\S+(?:\s+\d+/\d+)?", words):
        return True
    if re.match(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}, \d{1,2}[:.]\d{2}", words):
        return True  # a browser's own line over what it printed
    return _shape(words) in repeated


def _usual_step(lines: list[Line]) -> float:
    """How far one line usually stands under the one before."""
    steps = [round(a[0] - b[0], 1) for a, b in pairwise(lines) if 0 < a[0] - b[0] < 100]
    seen = Counter(steps)
    return min(step for step in seen if seen[step] * 2 >= max(seen.values())) if seen else 0.0


def _apart(before: Line, line: Line, step: float, longest: int) -> bool:
    """Whether ``line`` begins a paragraph after ``before``."""
    down = before[0] - line[0]
    if abs(before[1] - line[1]) > 0.15 * max(before[1], line[1], 1):
        return True  # another size: a heading
    if step and down > 1.3 * step:
        return True
    ended = re.search(r"[.!?…。»”\"’:]$", before[2]) is not None
    if down < 0:
        return ended  # the top of another column
    return ended and len(before[2]) < 0.75 * longest


def _joined(before: str, line: str) -> str:
    """Two lines of one paragraph as one; a word that was cut at the end of the line is whole again."""
    if re.search(r"[^\W\d_]\u00ad$", before) or (re.search(r"[^\W\d_]-$", before) and line[:1].islower()):
        return before[:-1] + line
    wide = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
    return before + ("" if wide.match(before[-1:]) and wide.match(line[:1]) else " ") + line


if __name__ == "__main__":
    main()
