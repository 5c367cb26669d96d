"""Numbers as a language writes them: in figures ("10.000", "1,5 juta") and in words ("dua puluh lima")."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from events.extraction.date_tables import SPACE, any_of, key
from events.extraction.word_finder import WordFinder

# No number inside a word or a longer figure, and none that a letter's hyphen makes a name ("Su-34").
BEFORE = r"(?<![^\W\d_][-‑])(?<![0-9][.,:/])"
AFTER = r"(?![^\W_]|[.,:/][0-9])"
BLANKS = "\u00a0\u202f\u2009"  # stand between groups of three figures in any language
FIGURES = r"[0-9][0-9.,]*[0-9]|[0-9]"


@dataclass(slots=True)  # never changed; not frozen, as text.Token
class Number:
    """A number at ``start`` to ``end`` of its text, what it is worth, and how exactly it is told.

    ``other`` is its worth if its mark is read the other way ("10,000" in an Indonesian article), where that can be.
    """

    start: int
    end: int
    value: float
    qualifier: str = "exact"
    other: float | None = None
    scale: float = 1
    word: bool = False


@dataclass(frozen=True)
class Numerals:
    """How one language writes numbers: its compiled pattern, marks, and the worth of its number words."""

    pattern: re.Pattern[str]
    finder: WordFinder
    grouping: str
    decimal: str
    numbers: Mapping[str, float]
    teens: frozenset[str]
    scales: Mapping[str, float]
    letters: Mapping[str, float]
    set_phrases: Mapping[str, tuple[float, str]]
    glued: bool
    """Whether a number in words may be the end of a longer word."""


def before_of(raw: Mapping[str, Any]) -> str:
    """What must stand before a number: no part of its word but a prefix that the language glues on, or a currency."""
    currencies = [word for words in raw["currencies"].values() for word in words if word[-1].isalpha()]
    glued = "".join(rf"|(?<=(?<!\w){re.escape(prefix)})" for prefix in [*raw.get("prefixes", []), *currencies])
    return rf"(?:(?<!\w){glued})" + BEFORE


def numerals_of(raw: Mapping[str, Any]) -> Numerals:
    """The numerals of a quantity table."""
    words = [*raw["numbers"], *raw["scales"], *raw["teens"]]
    # "10 000" with a plain blank is one number only where the language writes numbers so.
    blanks = BLANKS + " " * raw.get("grouping_blank", False)
    figures = rf"[0-9]{{1,3}}(?:[{blanks}][0-9]{{3}})+(?:\{raw['decimal']}[0-9]+)?(?![0-9])|{FIGURES}"
    join = rf"(?:[-‑]|{SPACE}(?:(?:{any_of(raw['ands'])}){SPACE})?)" if raw["ands"] else rf"(?:[-‑]|{SPACE})"
    scales = rf"(?:{SPACE}(?P<scale>{any_of(raw['scales'])}))?(?!\w)"
    letters = rf"(?:(?P<letter>{any_of(raw['scale_letters'])})(?!\w))?" if raw["scale_letters"] else "(?P<letter>(?!))?"
    in_words = rf"(?:{any_of(raw['numbers'])})(?:{join}(?:{any_of(words)})(?!\w))*"
    body = (
        rf"(?P<set>{any_of(raw['set_phrases'])})(?!\w)|(?P<figures>{figures})(?:{letters}{AFTER}){scales}"
        rf"|(?P<words>{in_words})(?!\w)"
    )
    return Numerals(
        pattern=re.compile(rf"{before_of(raw)}(?:{body})", re.IGNORECASE),
        finder=WordFinder([*"0123456789", *(word.split()[0] for word in (*raw["set_phrases"], *raw["numbers"]))]),
        grouping=raw["grouping"],
        decimal=raw["decimal"],
        numbers={key(word): value for word, value in raw["numbers"].items()},
        teens=frozenset(raw["teens"]),
        scales={key(word): value for word, value in raw["scales"].items()},
        letters={letter.lower(): value for letter, value in raw["scale_letters"].items()},
        set_phrases={key(phrase): (value, qualifier) for phrase, (value, qualifier) in raw["set_phrases"].items()},
        glued=bool(raw.get("prefixes")),
    )


def find_numbers(text: str, numerals: Numerals) -> Iterator[Number]:
    """The numbers in ``text``, in order."""
    end = 0
    for start in numerals.finder.starts(text):
        if start < end:
            continue
        if start and not numerals.glued and text[start - 1].isalpha() and not text[start].isdecimal():
            continue  # within a word; a letter right before a figure may be of a currency
        match = numerals.pattern.match(text, start)
        if match is None:
            continue
        end = match.end()
        if match["set"]:
            value, qualifier = numerals.set_phrases[key(match["set"])]
            yield Number(*match.span(), value, qualifier, word=True)
        elif match["words"]:
            yield Number(*match.span(), value_of_words(match["words"], numerals), word=True)
        elif number := in_figures(match, numerals):
            yield number


def in_figures(match: re.Match[str], numerals: Numerals) -> Number | None:
    """A number in figures with its scale word ("1,5 juta") or letter ("60bn"); null for what is no number ("1.2.3")."""
    letter, scale_word = match["letter"], match["scale"]
    scale = numerals.letters[letter.lower()] if letter else numerals.scales[key(scale_word)] if scale_word else 1
    value = value_of_figures(match["figures"], numerals.grouping, numerals.decimal)
    if value is None and scale > 1:  # "1.5 juta": the wrong mark, and no other meaning
        value = value_of_figures(match["figures"], numerals.decimal, numerals.grouping)
    other = value_of_figures(match["figures"], numerals.decimal, numerals.grouping)
    if not re.fullmatch(rf"[0-9]{{1,3}}(?:\{numerals.decimal}[0-9]{{3}})+", match["figures"]) or scale > 1:
        other = None
    if value is None and other is None:
        return None
    return Number(*match.span(), (other or 0) * scale if value is None else value * scale, other=other, scale=scale)


def value_of_figures(figures: str, grouping: str, decimal: str) -> float | None:
    """What figures are worth with these marks; null when they are not written so."""
    plain = re.sub(f"[{BLANKS} ]", "", figures)
    if re.fullmatch(rf"[0-9]{{1,3}}(?:\{grouping}[0-9]{{3}})+(?:\{decimal}[0-9]+)?", plain):
        plain = plain.replace(grouping, "")
    elif not re.fullmatch(rf"[0-9]+(?:\{decimal}[0-9]+)?", plain):
        return None
    return float(plain.replace(decimal, ".")) if len(plain) <= 15 else None


def value_of_words(words: str, numerals: Numerals) -> float:
    """What a number in words is worth: "dua puluh lima ribu" is 25000, "one hundred and five" is 105."""
    total = section = unit = 0.0
    for word in map(key, re.split(r"[-‑\s]+", words)):
        if word in numerals.teens:
            section, unit = section + unit + 10, 0
        elif word in numerals.scales and numerals.scales[word] >= 1000:
            total, section, unit = total + (section + unit or 1) * numerals.scales[word], 0, 0
        elif word in numerals.scales:
            section, unit = section + (unit or 1) * numerals.scales[word], 0
        else:
            unit += numerals.numbers.get(word, 0)
    return total + section + unit
