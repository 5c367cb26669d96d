"""Inflected words: names and nouns found in any of their forms, with the case that the form tells.

A language describes its nouns in ``data/lexicon/syntax.<language>.json`` under ``inflection``: the
endings that are cut from a base form to get its stem ("Россия" -> "Росси"), and for each case a
regular expression of what may follow the stem. A language without it has one form a word.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Generic, NamedTuple, TypeVar

V = TypeVar("V")

NOMINATIVE = "nominative"
_SHORTEST = 3  # letters of a stem; a shorter one would take half of the language for its forms
_PREFIX = 2  # letters that a form has in common with its stem


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

    def head(self, word: str) -> str:
        """What all forms of a base form begin with; no ending changes the first letter."""
        if word in self.fixed:
            return word
        stem = self.stem(word)
        others = [word.removesuffix(ending) + other for ending, other in self.alternants if word.endswith(ending)]
        shared = next((k for k, c in enumerate(stem) if any(other[k : k + 1] != c for other in others)), len(stem))
        return stem[:shared] or word[:1]

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


class Found(NamedTuple, Generic[V]):
    """A value found at some words: how many they are, and the case that they tell ("" where forms tell none)."""

    length: int
    value: V
    case: str


class WordIndex(Generic[V]):
    """Phrases and what they stand for, found at a position in a text in any of their forms, the longest first."""

    def __init__(self, rows: Sequence[tuple[tuple[str, ...], V]], inflection: Inflection | None) -> None:
        """Of ``rows`` of words and value; of phrases of one length the first listed is found first."""
        self.inflection = inflection
        self._rows: dict[str, list[_Row[V]]] = {}
        ordered = sorted(rows, key=lambda row: -len(row[0]))
        stem = cache(inflection.stem) if inflection else str
        head = cache(inflection.head) if inflection else str  # the same words stand in many names
        for rank, (given, value) in enumerate(ordered):
            words = tuple(map(self._fold, given))
            row = _Row(rank, words, tuple(map(stem, words)), tuple(map(head, words)), value)
            self._rows.setdefault(row.heads[0], []).append(row)
        self._starting = lru_cache(maxsize=20_000)(self._find_starting)
        self._case = lru_cache(maxsize=50_000)(inflection.case) if inflection else None

    def _find_starting(self, word: str) -> "_Beginning[V]":
        """The phrases that may begin with a word of this form, and the case that it tells in each."""
        word = self._fold(word)
        if self._case is None:
            return _Beginning([(row, "") for row in self._rows.get(word, ())])
        found = []
        for length in range(len(word) + 1):
            for row in self._rows.get(word[:length], ()):
                if row.stems[0][:_PREFIX] == word[:_PREFIX]:
                    case = self._case(row.words[0], row.stems[0], word)
                    if case is not None:
                        found.append((row, case))
        return _Beginning(found)

    def _fold(self, word: str) -> str:
        return word.translate(self.inflection.folded) if self.inflection and self.inflection.folded else word

    def begins(self, word: str) -> bool:
        """Whether anything begins with a word of this form."""
        return self._starting(word).longest > 0

    def longest(self, word: str) -> int:
        """How many words the longest phrase has that may begin with a word of this form; 0 where none does."""
        return self._starting(word).longest

    def at(self, words: Sequence[str]) -> Iterator[Found[V]]:
        """Everything that ``words`` begin with, the longest first."""
        beginning = self._starting(words[0])
        if beginning.longer and len(words) > 1:
            if self.inflection and self.inflection.folded:
                words = [self._fold(word) for word in words]
            plain = self._case is None
            for row, case in beginning.longer.get(words[1], ()) if plain else beginning.going_on(words[1]):
                length = len(row.words)
                if plain:
                    if length == 2 or tuple(words[:length]) == row.words:
                        yield Found(length, row.value, "")
                elif length <= len(words):
                    cases = [case, *self._cases(row, words)]
                    if len(cases) == length:
                        yield Found(length, row.value, next((c for c in cases if c not in ("", NOMINATIVE)), case))
        for row, case in beginning.alone:
            yield Found(1, row.value, case)

    def _cases(self, row: "_Row[V]", words: Sequence[str]) -> Iterator[str]:
        """The case of each word behind the first, up to one that is no form of the phrase's."""
        assert self._case is not None  # noqa: S101
        for k in range(1, len(row.words)):
            case = self._case(row.words[k], row.stems[k], words[k])
            if case is None:
                return
            yield case


class _Row(Generic[V]):
    """A phrase and its value; ``heads`` are what each of its words begins with in every form."""

    __slots__ = ("heads", "rank", "stems", "value", "words")

    def __init__(
        self, rank: int, words: tuple[str, ...], stems: tuple[str, ...], heads: tuple[str, ...], value: V
    ) -> None:
        self.rank, self.words, self.stems, self.heads, self.value = rank, words, stems, heads, value


class _Beginning(Generic[V]):
    """What may begin with one word, each with the case that the word tells: ``alone`` and, by what follows, longer.

    ``longest`` is how many words the longest has.
    """

    __slots__ = ("_lengths", "alone", "longer", "longest")

    def __init__(self, found: list[tuple[_Row[V], str]]) -> None:
        found.sort(key=lambda one: one[0].rank)
        self.alone = tuple(one for one in found if len(one[0].words) == 1)
        self.longer: dict[str, list[tuple[_Row[V], str]]] = {}
        for one in found:
            if len(one[0].words) > 1:
                self.longer.setdefault(one[0].heads[1], []).append(one)
        self._lengths = sorted({len(head) for head in self.longer})
        self.longest = max([len(row.words) for row, _ in found], default=0)

    def going_on(self, word: str) -> list[tuple[_Row[V], str]]:
        """The longer phrases that may go on with a word, the longest first."""
        heads = (word[:length] for length in self._lengths if length <= len(word))
        found = [self.longer[head] for head in heads if head in self.longer]
        return sorted(chain(*found), key=lambda one: one[0].rank) if len(found) > 1 else found[0] if found else []
