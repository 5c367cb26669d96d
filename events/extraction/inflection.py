"""Inflected words: names and nouns found in any of their forms, with the case that the form tells.

A language describes its nouns in ``data/lexicon/syntax.<language>.json`` under ``inflection``: the
endings that are cut from a base form to get its stem ("Россия" -> "Росси"), and for each case a
regular expression of what may follow the stem. A language without it has one form a word.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, TypeVar

V = TypeVar("V")

NOMINATIVE = "nominative"
_SHORTEST = 3  # letters of a stem; a shorter one would take half of the language for its forms
_PREFIX = 2  # letters by which forms are looked up


@dataclass(frozen=True)
class Inflection:
    """How a language's nouns end: ``stripped`` from base forms, ``cases`` what may follow a stem, in order.

    ``base`` is the case that a base form tells, "" where it tells none; an abbreviation in capitals and the ``fixed``
    words, which have one form, never do. ``folded`` are letters that are written in two ways. ``declensions`` are
    cases by what was stripped, for a language whose endings tell a case only together with the base form's.
    ``alternants`` are endings of base forms with what stands for them before other endings ("Київ", "Києва").
    """

    stripped: tuple[str, ...]
    cases: tuple[tuple[str, re.Pattern[str]], ...]
    shortest: int = _SHORTEST
    base: str = NOMINATIVE
    fixed: frozenset[str] = frozenset()
    folded: Mapping[int, str] = field(default_factory=dict)
    declensions: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]] = field(default_factory=dict)
    alternants: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, raw: Mapping[str, Any] | None) -> "Inflection | None":
        """The inflection that a grammar file describes; null for none."""
        if raw is None:
            return None
        stripped = tuple(sorted(raw["stripped"], key=lambda ending: (-len(ending), ending)))
        declensions = {
            ending: _patterns(cases)
            for endings, cases in raw.get("declensions", {}).items()
            for ending in endings.split("|")
        }
        return cls(
            stripped,
            _patterns(raw.get("cases", {})),
            int(raw.get("shortest", _SHORTEST)),
            raw.get("base", NOMINATIVE),
            frozenset(raw.get("fixed", ())),
            str.maketrans(raw.get("folded", {})),
            declensions,
            tuple((ending, other) for ending, others in raw.get("alternants", {}).items() for other in others),
        )

    def stem(self, word: str) -> str:
        """The word without the ending of its base form; all of a short word."""
        if word in self.fixed:
            return word
        for ending in self.stripped:
            if word.endswith(ending) and len(word) - len(ending) >= self.shortest:
                return word[: -len(ending)]
        return word

    def case(self, base: str, stem: str, form: str) -> str | None:
        """The case in which ``form`` is a form of ``base``; null where it is none."""
        if form == base:
            return "" if (base.isupper() and len(base) > 1) or base in self.fixed else self.base
        if base in self.fixed:
            return None
        cases = self.declensions.get(base[len(stem) :], self.cases)
        others = (base.removesuffix(ending) + other for ending, other in self.alternants if base.endswith(ending))
        rests = [form[len(start) :] for start in (stem, *others) if form.startswith(start)]
        return next((case for case, pattern in cases if any(pattern.fullmatch(rest) for rest in rests)), None)


def _patterns(cases: Mapping[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((case, re.compile(pattern)) for case, pattern in cases.items())


@dataclass(frozen=True)
class Found(Generic[V]):
    """A value found at some words: how many they are, and the case that they tell ("" where forms tell none)."""

    length: int
    value: V
    case: str


class WordIndex(Generic[V]):
    """Phrases and what they stand for, found at a position in a text in any of their forms, the longest first."""

    def __init__(self, rows: Sequence[tuple[tuple[str, ...], V]], inflection: Inflection | None) -> None:
        """Of ``rows`` of words and value; of phrases of one length the first listed is found first."""
        self.inflection = inflection
        self._rows: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], V]]] = {}
        for row_words, value in rows:
            words = tuple(self._fold(word) for word in row_words)
            stems = tuple(inflection.stem(word) for word in words) if inflection else words
            self._rows.setdefault(self._key(stems[0]), []).append((words, stems, value))
        for found in self._rows.values():
            found.sort(key=lambda row: -len(row[0]))
        self._starting = lru_cache(maxsize=20_000)(self._find_starting)

    def _key(self, word: str) -> str:
        return word[:_PREFIX] if self.inflection else word

    def _find_starting(self, word: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...], V, str], ...]:
        rows = self._rows.get(self._key(word), ())
        if self.inflection is None:
            return tuple((words, stems, value, "") for words, stems, value in rows)
        cased = ((row, self.inflection.case(row[0][0], row[1][0], word)) for row in rows)
        return tuple((*row, case) for row, case in cased if case is not None)

    def _fold(self, word: str) -> str:
        return word.translate(self.inflection.folded) if self.inflection and self.inflection.folded else word

    def begins(self, word: str) -> bool:
        """Whether anything begins with a word of this form."""
        return bool(self._starting(self._fold(word)))

    def at(self, words: Sequence[str]) -> Iterator[Found[V]]:
        """Everything that ``words`` begin with, the longest first."""
        if self.inflection and self.inflection.folded:
            words = [self._fold(word) for word in words]
        for phrase, stems, value, case in self._starting(words[0]):
            if len(phrase) == 1:
                yield Found(1, value, case)
            elif len(words) < 2 or words[1][:1] != phrase[1][:1]:
                continue  # no ending changes how a word begins
            elif self.inflection is None:
                if tuple(words[: len(phrase)]) == phrase:
                    yield Found(len(phrase), value, "")
            else:
                cases = self._cases(phrase, stems, words[: len(phrase)])
                if cases is not None:
                    yield Found(len(phrase), value, next((c for c in cases if c not in ("", NOMINATIVE)), cases[0]))

    def _cases(self, phrase: Sequence[str], stems: Sequence[str], words: Sequence[str]) -> list[str] | None:
        """The case of each word; null where one is no form of the phrase's."""
        if self.inflection is None or len(words) < len(phrase):
            return None
        cases = []
        for base, stem, word in zip(phrase, stems, words, strict=True):
            case = self.inflection.case(base, stem, word)
            if case is None:
                return None
            cases.append(case)
        return cases
