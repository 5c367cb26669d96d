"""Where an article tells dates: the phrases that the forms of a language's table find, delimited but not yet read."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from events.extraction.date_tables import DateTable, Form, date_table

REACH = 72  # characters around a date word within which its phrase lies
TOKENS = re.compile(r"[0-9]{1,4}([/.-])[0-9]{1,2}(?:\1[0-9]{1,4})?|[0-9]{4}(?![0-9])|[^\W\d_]+")

Candidate = tuple[Form, re.Match[str]]


def date_words(text: str, language: str) -> list[tuple[int, int]]:
    """Where ``text`` tells dates or durations, readable or not, as sorted (start, end)."""
    table = date_table(language)
    return [match.span() for _, match in candidates(text, table)] if table else []


def windows(text: str, table: DateTable) -> Iterator[tuple[int, int, set[str]]]:
    """The stretches of ``text`` in which a date may stand, with the sorts of date words in each."""
    start, end, sorts = 0, 0, set[str]()
    for token in TOKENS.finditer(text):
        word = token.group()
        if word[0] in "0123456789":
            found = frozenset({"numeric", "year"} if token.group(1) else {"year"})
        else:
            found = table.anchors.get(word.lower(), frozenset())
        if not found:
            continue
        if sorts and token.start() - REACH > end:
            yield start, end, sorts
            sorts = set()
        if not sorts:
            start = max(0, token.start() - REACH)
        end = min(len(text), token.end() + REACH)
        sorts |= found
    if sorts:
        yield start, end, sorts


def candidates(text: str, table: DateTable) -> list[Candidate]:
    """The phrases the forms find, sorted; of those that overlap the longest is taken, then the form listed first."""
    found = [
        (form, match)
        for start, end, sorts in windows(text, table)
        for form in table.forms
        if form.needs in sorts
        for match in form.pattern.finditer(text, start, end)
    ]
    found.sort(key=lambda candidate: candidate[1].start() - candidate[1].end())
    taken: list[tuple[int, int]] = []
    chosen: list[Candidate] = []
    for form, match in found:
        place = bisect_left(taken, match.span())
        after = place < len(taken) and taken[place][0] < match.end()
        before = place > 0 and taken[place - 1][1] > match.start()
        if not (before or after):
            taken.insert(place, match.span())
            chosen.append((form, match))
    return sorted(chosen, key=lambda candidate: candidate[1].start())


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without a bracket that has no partner inside it, and without a pair that encloses all of it."""
    if text[start] == "(":
        start += 1
    if text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    return start, end
