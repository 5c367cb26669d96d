"""The words and forms of dates in one language, read from ``data/lexicon/dates.<language>.json`` and compiled.

A table lists the language's months, weekdays, numbers and relative words, and under ``forms``, for each rule of
``events.extraction.dates``, the templates of the phrases that rule reads. A template is a regular expression in
which a blank stands for white space inside one paragraph and ``{name}`` for a slot: one of the word lists
(``{month}``, ``{weekday}``, ``{number}`` ...), a number (``{day}``, ``{year}`` ...), or one of the table's own
``slots``. Case counts only where a name is told from a common word by it ("March", "march").

How words border on each other is the table's to say: ``spaced`` false for a script without blanks between words,
``endings`` for what may be glued to a date's last word, ``prefixes`` to its first, ``glued`` where a date word may be
part of a longer one. ``fold`` names characters read as others (digits, letters, one for one).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from events.extraction.date_needs import Words, needs_of, shortest
from events.extraction.word_finder import WordFinder

LEXICON = Path(__file__).resolve().parents[2] / "data" / "lexicon"

# One line break may stand inside a date (texts wrapped at a column), an empty line may not.
SPACE = r"(?:(?=\s)[^\S\n]{0,3}\n?[^\S\n]{0,3})"
OPTIONAL_SPACE = r"[^\S\n]?"
BEFORE = r"(?<!\w[-‑])(?<![0-9][.,:/–])"
AFTER = r"(?!\w|[-‑]\w|[.,:/][0-9])"
NEVER = "(?!)"
UNSPACED_BEFORE = r"(?<![0-9A-Za-z])(?<![0-9][.,:/–])"
UNSPACED_AFTER = r"(?![0-9]|[.,:/][0-9])"
REACH = 72  # characters around a date word within which its phrase lies, unless the table says otherwise
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
    "era": r"\{era\}",
    "month": r"\{month(?!_word)",
    "season": r"\{season\}|<season>",
    "day_word": r"\{day_word\}|<day_word>",
    "weekday": r"\{weekday",
    "then": r"\{then\}",
    "length": r"\{length\}",
    "period": r"\{(?:(?:one_)?period|weekend)\}",
    "period_word": r"\{(?:week|weekend|month|year)_word\}",
    "unit": r"\{unit\}",
    "duration": r"<(?:unit|length|period)>",
    "year": r"\{year2?\}|<yy>",
    "day": r"\{(?:bare_)?day\}",
}
PERIOD_WORDS = ("week_word", "weekend_word", "month_word", "year_word")
_LISTED = ("which", "part", "season", "day_word", "unit", "length", "then", "era", *PERIOD_WORDS)
FIGURE = tuple("0123456789")
_WORDLESS = {"gap": "", "sentence_start": "", "ending": ""}


@dataclass(frozen=True)
class Form:
    """One template made a pattern: the rule that reads it, and the sort of word and the words it cannot be without."""

    rule: str
    source: str
    needs: str
    words: tuple[Words, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern, made when first a text has the word it needs: a run reads few of a table's forms."""
        return re.compile(self.source, re.IGNORECASE)


@dataclass(frozen=True)
class Leads:
    """The words of a frame that lead a date: their pattern, and the groups of words of each of which it needs one."""

    pattern: re.Pattern[str]
    words: tuple[Words, ...]


@dataclass(frozen=True)
class DateTable:
    """The date words of one language; every word is keyed in lower case without a final dot."""

    language: str
    forms: tuple[Form, ...]
    anchors: Mapping[str, frozenset[str]]
    finder: WordFinder
    glued: bool
    reach: int
    fold: Mapping[int, int]
    numeric_orders: tuple[str, ...]
    words: Mapping[str, Mapping[str, Any]]
    season_months: Mapping[str, tuple[int, int]]
    frames: Mapping[str, Leads]
    frames_after: Mapping[str, re.Pattern[str]]
    lasting: re.Pattern[str]
    not_lasting: re.Pattern[str]

    @cached_property
    def forms_by_need(self) -> Mapping[str, list[tuple[int, Form]]]:
        """The forms by the sort of word that they cannot be without, each with its rank in the table."""
        found: dict[str, list[tuple[int, Form]]] = {}
        for rank, form in enumerate(self.forms):
            found.setdefault(form.needs, []).append((rank, form))
        return found

    @cached_property
    def closing(self) -> frozenset[str]:
        """The words that may end a date behind the name of a stretch of time: "pekan lalu", "sehari kemudian"."""
        return frozenset(phrase.split()[-1] for sort in ("which", "then") for phrase in self.words[sort])

    def value(self, sort: str, word: str | None) -> Any:
        """What ``word`` stands for in the list ``sort``; null for no word."""
        return None if word is None else self.words[sort][key(word)]

    def folded(self, text: str) -> str:
        """The text with the same offsets, its characters as the table writes them."""
        return text.translate(self.fold) if self.fold else text


def key(word: str) -> str:
    """The form under which a table keeps a word: without case, single blanks, no final dot."""
    # A pattern without case takes "ı" and "İ" for "i", and so does this.
    plain = word.casefold().replace("ı", "i").replace("\u0307", "")
    return " ".join(plain.split()).rstrip(".").replace("’", "'")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, blanks standing for white space; none fits nothing."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(SPACE.join(map(re.escape, word.split())) for word in longest_first) if longest_first else NEVER


def names(words: Iterable[str], capitalised: bool) -> str:
    """A pattern for names, those listed with a dot also without it; as written or in capitals if ``capitalised``."""
    listed = list(words)
    full = [word for word in listed if not word.endswith(".")]
    short = [word.rstrip(".") for word in listed if word.endswith(".")]
    if capitalised:
        full, short = ([*words, *(word.upper() for word in words)] for words in (full, short))
    patterns = [any_of(full)] * bool(full) + [rf"(?:{any_of(short)})\.?"] * bool(short)
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
        "length": {key(word): tuple(value) for word, value in raw.get("lengths", {}).items()},
        "then": {key(word): tuple(value) for word, value in raw.get("then", {}).items()},
        "period": inverted(raw["periods"]),
        "part": inverted(raw["parts"]),
        "season": inverted(raw["seasons"]),
        "era": {key(word): value for word, value in raw.get("eras", {}).items()},
    } | {sort: {key(word): value for word, value in raw.get(f"{sort}s", {}).items()} for sort in PERIOD_WORDS}


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
    slots |= {sort: f"(?P<{sort}>{any_of(words[sort])})" for sort in _LISTED}
    slots |= {f"which_{sort}": f"(?P<which_{sort}>{any_of(words['which'])})" for sort in ("week", "year")}
    return slots | {
        "ending": f"(?:{any_of(raw.get('day_endings', []))})?",
        "number": f"(?P<number>[0-9]{{1,3}}|{any_of(words['number'])})",
        "month": f"(?P<month>{names(months, capitalised)})",
        "month2": f"(?P<month2>{names(months, capitalised)})",
        "month_name": f"(?P<month>{names(full_months, capitalised)})",
        "month_any": f"(?P<month>{names(months, False)})",
        "weekday": f"(?P<weekday>{names(full_weekdays, capitalised)})",
        "weekday2": f"(?P<weekday2>{names(full_weekdays, capitalised)})",
        "weekday_any": f"(?P<weekday>{names(weekdays, False)})",
        "weekday_2": f"(?:{names(weekdays, False)})",
        "period": f"(?P<period>{periods})",
        "one_period": f"(?P<unit>{periods})",
        "weekend": f"(?P<period>{any_of(raw['periods'].get('weekend', []))})",
        "ahead": f"(?P<ahead>{any_of(raw.get('ahead', []))})",
        "so_far": f"(?P<so_far>{any_of(raw.get('so_far', []))})",
        "still_to_come": f"(?P<still_to_come>{any_of(raw.get('still_to_come', []))})",
    }


def borders_of(raw: Mapping[str, Any]) -> tuple[str, str]:
    """What must stand before and after a date: no part of the same word or number, as far as the script tells words."""
    if not raw.get("spaced", True):
        return UNSPACED_BEFORE, UNSPACED_AFTER
    glued = "".join(rf"|(?<=(?<!\w){re.escape(prefix)})" for prefix in raw.get("prefixes", []))
    endings = any_of(raw.get("endings", []))
    return rf"(?:(?<!\w){glued})" + BEFORE, rf"(?=(?:{endings})?{AFTER})"


def listed_in(raw: Mapping[str, Any], words: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """The words of every slot that stands for a list of words, or for a number in figures."""
    lists = {sort: tuple(words[sort]) for sort in (*_LISTED, "month", "weekday", "period")}
    lists |= dict.fromkeys(("month2", "month_name", "month_any"), lists["month"])
    lists |= dict.fromkeys(("weekday2", "weekday_any", "weekday_2"), lists["weekday"])
    lists |= dict.fromkeys(("which_week", "which_year"), lists["which"])
    lists |= {sort: tuple(raw.get(sort, ())) for sort in ("ahead", "so_far", "still_to_come")}
    lists |= dict.fromkeys(("day", "day2", "year", "year2", "yy", "n1", "n2"), FIGURE)
    lists |= {"one_period": lists["period"], "weekend": tuple(raw["periods"].get("weekend", ()))}
    lists["number"] = (*FIGURE, *words["number"])
    return {sort: listed for sort, listed in lists.items() if sort not in raw["slots"]}


def form_of(
    rule: str, template: str, slots: Mapping[str, str], raw: Mapping[str, Any], lists: Mapping[str, Sequence[str]]
) -> Form:
    """The template as a pattern: slots filled in, blanks made white space, word boundaries around."""
    needs = next((sort for sort, pattern in NEEDS.items() if re.search(pattern, template)), None)
    if needs is None:
        raise ValueError(f"The template {template!r} names no date word, so that every text would be searched for it.")
    body = template
    while found := re.search(r"\{([a-z_][a-z_0-9]*)\}", body):
        body = body[: found.start()] + slots[found.group(1)] + body[found.end() :]
    before, after = borders_of(raw)
    space = SPACE if raw.get("spaced", True) else OPTIONAL_SPACE
    words = needs_of(template, lists, _WORDLESS | raw["slots"])
    return Form(rule, before + body.replace(" ", space) + after, needs, words)


def anchors_of(raw: Mapping[str, Any], words: Mapping[str, Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    """The words near which a date may stand, each with its sorts; of a phrase the longest word stands for all."""
    durations = {sort: {sort, "duration"} for sort in ("unit", "length", "period", "then")}
    durations |= {sort: {"period_word", "duration"} for sort in PERIOD_WORDS}
    anchors: dict[str, set[str]] = {}
    for sort in ("era", "month", "weekday", "day_word", "season", *durations):
        for phrase in words[sort]:
            word = phrase if is_glued(raw) else max(re.split(r"[\W\d_]+", phrase), key=len)
            anchors.setdefault(word, set()).update(durations.get(sort, {sort}))
    for mark in raw.get("day_marks", []):
        anchors.setdefault(mark, set()).add("day")
    return {word: frozenset(sorts_of_one) for word, sorts_of_one in anchors.items()}


def is_glued(raw: Mapping[str, Any]) -> bool:
    """Whether a date word may be part of a longer word, so that whole words do not find it."""
    return bool(raw.get("glued") or raw.get("prefixes") or raw.get("endings") or not raw.get("spaced", True))


def fold_of(text: str) -> dict[int, int]:
    """The characters that a table's ``fold`` reads as others."""
    return {
        ord(a): ord(b)
        for left, right in json.loads(text).get("fold", {}).items()
        for a, b in zip(left, right, strict=True)
    }


def leading_words(raw: Mapping[str, Any], leads: Iterable[str]) -> Leads:
    """The words of a frame that lead a date."""
    articles = any_of(raw.get("articles", []))
    pattern = rf"(?<!\w)(?:{any_of(leads)})(?:\s+(?:{articles}))?\s+"
    if not raw.get("spaced", True):
        pattern = rf"(?:{any_of(leads)}){OPTIONAL_SPACE}"
    words = shortest(leads)
    return Leads(re.compile(pattern, re.IGNORECASE), (words,) if words else ())


@cache
def date_table(language: str) -> DateTable | None:
    """The table of a language; null when there is no file of it."""
    path = LEXICON / f"dates.{language}.json"
    if path not in LEXICON.glob("dates.*.json"):
        return None
    text = path.read_text(encoding="utf-8")
    fold = fold_of(text)
    raw = json.loads(text.translate(fold))
    words = word_values(raw)
    slots, lists, anchors = slots_of(raw, words), listed_in(raw, words), anchors_of(raw, words)
    anywhere = r"(?<!\w)(?:{})(?!\w)"
    return DateTable(
        language=language,
        forms=tuple(form_of(rule, one, slots, raw, lists) for rule, several in raw["forms"].items() for one in several),
        anchors=anchors,
        finder=WordFinder(anchors),
        glued=is_glued(raw),
        reach=raw.get("reach", REACH),
        fold=fold,
        numeric_orders=tuple(raw["numeric_orders"]),
        words=words,
        season_months={season: (begin, length) for season, (begin, length) in raw["season_months"].items()},
        frames={frame: leading_words(raw, leads) for frame, leads in raw["frames"].items() if leads},
        frames_after={
            frame: re.compile(rf"{OPTIONAL_SPACE}(?:{any_of(tails)})", re.IGNORECASE)
            for frame, tails in raw.get("frames_after", {}).items()
        },
        lasting=re.compile(anywhere.format(any_of(raw.get("lasting", []))), re.IGNORECASE),
        not_lasting=re.compile(anywhere.format(any_of(raw.get("not_lasting", []))), re.IGNORECASE),
    )
