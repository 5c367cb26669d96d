"""Where an article tells dates: the phrases that the forms of a language's table find, delimited but not yet read."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from events.extraction.date_needs import may_stand_in, plain
from events.extraction.date_tables import DateTable, Form, date_table
from events.extraction.word_finder import is_letter

# All begin with a figure, so that the search is over at once everywhere else.
FIGURES = re.compile(
    r"[0-9](?:(?P<numeric>[0-9]{0,3}(?P<sep>[/.-])[0-9]{1,2}(?:(?P=sep)[0-9]{1,4})?)|(?P<year>[0-9]{3}(?![0-9])))"
)
SORTS_OF_FIGURES = {"numeric": ("numeric", "year"), "year": ("year",)}

Candidate = tuple[Form, re.Match[str]]


def windows(text: str, table: DateTable) -> dict[str, list[tuple[int, int]]]:
    """The stretches of ``text`` around the date words of each sort."""
    around: dict[str, list[tuple[int, int]]] = {}
    figures = set[int]()
    for figure in FIGURES.finditer(text):
        figures.update(range(*figure.span()))
        for sort in SORTS_OF_FIGURES[figure.lastgroup or ""]:
            _widen(around.setdefault(sort, []), *figure.span(), text, table.reach)
    for start, word in table.finder.longest(text):
        end = start + len(word)
        whole = table.glued or not (is_letter(text, start - 1) or is_letter(text, end))
        if whole and start not in figures:
            for sort in table.anchors[word]:
                _widen(around.setdefault(sort, []), start, end, text, table.reach)
    return around


def _widen(stretches: list[tuple[int, int]], start: int, end: int, text: str, reach: int) -> None:
    """Adds the stretch around a date word, joined to the one before where they touch."""
    start, end = max(0, start - reach), min(len(text), end + reach)
    if stretches and start <= stretches[-1][1]:
        start = stretches.pop()[0]
    stretches.append((start, end))


def candidates(text: str, language: str) -> tuple[Candidate, ...]:
    """The phrases the forms find, sorted; of those that overlap the longest is taken, then the form listed first."""
    table = date_table(language)
    if table is None:
        return ()
    text = table.folded(text)
    found: list[tuple[int, int, Candidate]] = []
    for sort, stretches in windows(text, table).items():
        around = [(start, end, plain(text[start:end])) for start, end in stretches]
        for rank, form in table.forms_by_need.get(sort, ()):
            for start, end, words in around:
                if may_stand_in(words, form.words):
                    matches = form.pattern.finditer(text, start, end)
                    found += [(match.start() - match.end(), rank, (form, match)) for match in matches]
    found.sort(key=lambda one: one[:2])
    taken: list[tuple[int, int]] = []
    chosen: list[Candidate] = []
    for _, _, (form, match) in found:
        place = bisect_left(taken, match.span())
        after = place < len(taken) and taken[place][0] < match.end()
        before = place > 0 and taken[place - 1][1] > match.start()
        if not (before or after):
            taken.insert(place, match.span())
            chosen.append((form, match))
    return tuple(sorted(chosen, key=lambda candidate: candidate[1].start()))


def overlap(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a stretch touches one of the sorted spans."""
    place = bisect_right(spans, (start, end)) - 1
    return any(first < end and start < last for first, last in spans[max(0, place) : place + 2])


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without a bracket that has no partner inside it, and without a pair that encloses all of it."""
    if text[start] == "(":
        start += 1
    if text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    return start, end
