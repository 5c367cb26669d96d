"""The words and forms of dates in one language, read from ``data/lexicon/dates.<language>.json`` and compiled.

A table lists the language's months, weekdays, numbers and relative words, and under ``forms``, for each rule of
``events.extraction.dates``, the templates of the phrases that rule reads. A template is a regular expression in
which a blank stands for white space inside one paragraph and ``{name}`` for a slot: one of the word lists
(``{month}``, ``{weekday}``, ``{number}`` ...), a number (``{day}``, ``{year}`` ...), or one of the table's own
``slots``. Case counts only where a name is told from a common word by it ("March", "march").
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LEXICON = Path(__file__).resolve().parents[2] / "data" / "lexicon"

# One line break may stand inside a date (texts wrapped at a column), an empty line may not.
SPACE = r"(?:(?=\s)[^\S\n]{0,3}\n?[^\S\n]{0,3})"
BEFORE = r"(?<!\w)(?<!\w[-‑])(?<![0-9][.,:/–])"
AFTER = r"(?!\w|[-‑]\w|[.,:/][0-9])"
SENTENCE_START = r"(?:(?<![\s\S])|(?<=[.!?:\"“”(—–-]\s)|(?<=[\"“\n(]))"
NUMBERS = {
    "day": r"(?P<day>0?[1-9]|[12][0-9]|3[01]){ending}",
    "day2": r"(?P<day2>0?[1-9]|[12][0-9]|3[01]){ending}",
    "year": r"(?P<year>(?:1[89]|20)[0-9]{2})",
    "year2": r"(?P<year2>(?:1[89]|20)[0-9]{2})",
    "yy": r"(?P<yy>[0-9]{2})",
    "n1": r"(?P<n1>[0-9]{1,2})",
    "n2": r"(?P<n2>[0-9]{1,2})",
    "gap": rf"(?:[-‑]|{SPACE})",
    "sentence_start": SENTENCE_START,
}
# What a phrase cannot be without, rarest first: a form is tried only near a word of the first of these that it names.
NEEDS = {
    "numeric": r"\{n1\}|<mm>",
    "month": r"\{month",
    "season": r"\{season\}",
    "day_word": r"\{day_word\}",
    "weekday": r"\{weekday",
    "unit": r"\{(?:unit|unit_one|period|one_period|weekend)\}",
    "year": r"\{year",
}


@dataclass(frozen=True)
class Form:
    """One compiled template: the rule that reads it, and the sort of word it cannot be without."""

    rule: str
    pattern: re.Pattern[str]
    needs: str


@dataclass(frozen=True)
class DateTable:
    """The date words of one language; every word is keyed in lower case without a final dot."""

    language: str
    forms: tuple[Form, ...]
    anchors: Mapping[str, frozenset[str]]
    month_names: tuple[str, ...]
    numeric_orders: tuple[str, ...]
    words: Mapping[str, Mapping[str, Any]]
    season_months: Mapping[str, tuple[int, int]]
    frames: Mapping[str, re.Pattern[str]]
    lasting: re.Pattern[str]
    not_lasting: re.Pattern[str]

    def value(self, sort: str, word: str | None) -> Any:
        """What ``word`` stands for in the list ``sort``; null for no word."""
        return None if word is None else self.words[sort][key(word)]


def key(word: str) -> str:
    """The form under which a table keeps a word: lower case, single blanks, no final dot."""
    return " ".join(word.lower().split()).rstrip(".").replace("’", "'")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, blanks standing for white space."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(SPACE.join(map(re.escape, word.split())) for word in longest_first)


def names(words: Iterable[str], capitalised: bool) -> str:
    """A pattern for names, those listed with a dot also without it; as written or in capitals if ``capitalised``."""
    listed = list(words)
    full = [word for word in listed if not word.endswith(".")]
    short = [word.rstrip(".") for word in listed if word.endswith(".")]
    patterns = [any_of(full + [word.upper() for word in full])] * bool(full)
    patterns += [rf"(?:{any_of(short + [word.upper() for word in short])})\.?"] * bool(short)
    joined = "|".join(patterns)
    return rf"(?-i:{joined})" if capitalised else rf"(?:{joined})"


def inverted(groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Each word of the groups with the group it belongs to."""
    return {key(word): group for group, words in groups.items() for word in words}


def numbered(groups: Iterable[Iterable[str]], first: int) -> dict[str, int]:
    """Each word of the groups with the number of its group."""
    return {key(word): number for number, words in enumerate(groups, first) for word in words}


def word_values(raw: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The word lists of a table, by sort."""
    return {
        "month": numbered(raw["months"], 1),
        "weekday": numbered(raw["weekdays"], 0),
        "which": {key(word): value for word, value in raw["which"].items()},
        "number": {key(word): value for word, value in raw["numbers"].items()},
        "day_word": {key(word): tuple(value) for word, value in raw["day_words"].items()},
        "unit": inverted(raw["units"]) | inverted(raw["periods"]),
        "unit_one": inverted(raw["unit_ones"]),
        "period": inverted(raw["periods"]),
        "part": inverted(raw["parts"]),
        "season": inverted(raw["seasons"]),
    }


def period_words(words: Iterable[str], weekdays: Mapping[str, Any]) -> str:
    """A pattern for period words; one that is a weekday too ("Minggu") counts in small letters or as a first word."""
    listed = list(words)
    plain = [word for word in listed if word not in weekdays]
    twins = [word for word in listed if word in weekdays]
    cased = [rf"(?-i:{word})|{SENTENCE_START}(?-i:{word.capitalize()})" for word in twins]
    return "|".join([any_of(plain), *cased])


def slots_of(raw: Mapping[str, Any], words: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The pattern of every slot a template may name."""
    capitalised = raw["capitalised_names"]
    months = [name for names_of_one in raw["months"] for name in names_of_one]
    full_months = [name for name in months if not name.endswith(".")]
    weekdays = [name for names_of_one in raw["weekdays"] for name in names_of_one]
    full_weekdays = [name for name in weekdays if not name.endswith(".")]
    periods = period_words(words["period"], words["weekday"])
    slots: dict[str, str] = NUMBERS | raw["slots"]
    slots |= {sort: f"(?P<{sort}>{any_of(words[sort])})" for sort in ("which", "part", "season", "day_word", "unit")}
    slots |= {f"which_{sort}": f"(?P<which_{sort}>{any_of(words['which'])})" for sort in ("week", "year")}
    return slots | {
        "ending": f"(?:{any_of(raw['day_endings'])})?",
        "number": f"(?P<number>[0-9]{{1,3}}|{any_of(words['number'])})",
        "month": f"(?P<month>{names(months, capitalised)})",
        "month2": f"(?P<month2>{names(months, capitalised)})",
        "month_name": f"(?P<month>{names(full_months, capitalised)})",
        "month_any": f"(?P<month>{names(months, False)})",
        "weekday": f"(?P<weekday>{names(full_weekdays, capitalised)})",
        "weekday_any": f"(?P<weekday>{names(weekdays, False)})",
        "weekday_2": f"(?:{names(weekdays, False)})",
        "unit_one": f"(?P<unit_one>{any_of(words['unit_one'])})",
        "period": f"(?P<period>{periods})",
        "one_period": f"(?P<unit>{periods})",
        "weekend": f"(?P<period>{any_of(raw['periods']['weekend'])})",
        "ahead": f"(?P<ahead>{any_of(raw['ahead'])})",
        "so_far": f"(?P<so_far>{any_of(raw.get('so_far', []))})",
        "still_to_come": f"(?P<still_to_come>{any_of(raw.get('still_to_come', []))})",
    }


def form_of(rule: str, template: str, slots: Mapping[str, str]) -> Form:
    """The template compiled: slots filled in, blanks made white space, word boundaries around."""
    needs = next(sort for sort, pattern in NEEDS.items() if re.search(pattern, template))
    body = template
    while found := re.search(r"\{([a-z_][a-z_0-9]*)\}", body):
        body = body[: found.start()] + slots[found.group(1)] + body[found.end() :]
    return Form(rule, re.compile(BEFORE + body.replace(" ", SPACE) + AFTER, re.IGNORECASE), needs)


def anchors_of(words: Mapping[str, Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    """The words near which a date may stand, each with its sorts; of a phrase the longest word stands for all."""
    sorts = {"unit_one": "unit", "period": "unit"}
    anchors: dict[str, set[str]] = {}
    for sort in ("month", "weekday", "day_word", "season", "unit", "unit_one", "period"):
        for phrase in words[sort]:
            anchors.setdefault(max(re.split(r"[ ']", phrase), key=len), set()).add(sorts.get(sort, sort))
    return {word: frozenset(sorts_of_one) for word, sorts_of_one in anchors.items()}


@cache
def date_table(language: str) -> DateTable | None:
    """The table of a language; null when there is no file of it."""
    path = LEXICON / f"dates.{language}.json"
    if path not in LEXICON.glob("dates.*.json"):
        return None
    raw = json.loads(path.read_text(encoding="utf-8"))
    words = word_values(raw)
    slots = slots_of(raw, words)
    anywhere = r"(?<!\w)(?:{})(?!\w)"
    return DateTable(
        language=language,
        forms=tuple(form_of(rule, one, slots) for rule, templates in raw["forms"].items() for one in templates),
        anchors=anchors_of(words),
        month_names=tuple(names_of_one[0] for names_of_one in raw["months"]),
        numeric_orders=tuple(raw["numeric_orders"]),
        words=words,
        season_months={season: (begin, length) for season, (begin, length) in raw["season_months"].items()},
        frames={
            frame: re.compile(rf"(?<!\w)(?:{any_of(leads)})(?:\s+(?:{any_of(raw['articles'])}))?\s+", re.IGNORECASE)
            for frame, leads in raw["frames"].items()
        },
        lasting=re.compile(anywhere.format(any_of(raw["lasting"])), re.IGNORECASE),
        not_lasting=re.compile(anywhere.format(any_of(raw["not_lasting"])), re.IGNORECASE),
    )
