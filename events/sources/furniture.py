"""What stands in a page beside its article: links to other articles, calls to subscribe, credits, bare dates.

The words are in ``data/lexicon/furniture.json``, in every language at once, for a page's own is not
known yet: an *opener* begins a short line that is furniture whatever follows ("Baca juga ..."), a
*label* is furniture alone or before a colon ("Foto: ..."), and ``lines`` are patterns of whole lines.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parents[2] / "data" / "lexicon" / "furniture.json"
SHORT = 250  # characters: a longer line that begins like furniture is a paragraph
LONGEST_DATE = 80
CREDIT = 120  # characters: what may follow a label and its colon


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = json.loads(WORDS.read_text(encoding="utf-8"))
    return words


def _any_of(words: dict[str, list[str]]) -> str:
    every = {word for of_language in words.values() for word in of_language}
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(every, key=lambda w: (-len(w), w)))


@cache
def opener() -> re.Pattern[str]:
    """Matches where a text begins with words that open furniture."""
    return re.compile(rf"[^\w▶ⓒ©]*(?:{_any_of(_words()['openers'])})(?!\w)", re.IGNORECASE)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{_any_of(_words()['labels'])})\s*(?:[:：|/]\s*(?P<credit>.*)|\W*)", re.IGNORECASE)


@cache
def _line() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in _words()["lines"]), re.IGNORECASE)


def is_bare_date(text: str) -> bool:
    """Whether ``text`` is a date, with a weekday or time it may be, and nothing else."""
    return len(text) <= LONGEST_DATE and bool(_bare_date().fullmatch(text))


@cache
def _bare_date() -> re.Pattern[str]:
    zone = "|".join(_words()["zones"])
    clock = rf"\W*(?:\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?\W*)?(?:{zone})?(?:\W*[+-]\d{{1,2}})?\W*"
    day = (
        r"(?:\d{1,2}(?:st|nd|rd|th)?\.?\s+\w+\.?,?\s+\d{4}|\w+\.?\s+\d{1,2},?\s+\d{4}|\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4})"
    )
    before = r"(?:(?:\w+\s+){0,3}\w+\s*[,:|/-]\s*)?"  # a weekday, or words such as "Published on:"
    return re.compile(rf"\W*{before}{day}{clock}", re.IGNORECASE)


def is_furniture(line: str) -> bool:
    """Whether ``line``, a paragraph of a page, is no part of its article."""
    text = line.strip()
    if not text or _line().fullmatch(text):
        return True
    if len(text) > SHORT:
        return False
    if opener().match(text):
        return True
    label = _label().fullmatch(text)
    if label and len(label["credit"] or "") <= CREDIT:
        return True
    return is_bare_date(text)


def without_furniture(lines: list[str]) -> list[str]:
    """The lines that are the article's."""
    return [line for line in lines if not is_furniture(line)]
