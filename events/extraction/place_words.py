"""The words around place names, as data: prepositions, designators, compass words; and which words are common.

What each entry of ``data/places/grammar.<language>.json`` says is told at ``Grammar``.
"""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import simplemma

from events.extraction.gazetteer import PLACES, fold

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_WRAPPED = 50  # characters of a line from which a lone line break is taken for wrapping


@dataclass(frozen=True)
class Grammar:
    """What the words of one language around place names say.

    ``links``: prepositions and the role each suggests; ``strong`` those that only a place follows; ``turned`` those
    that turn an act on a country rather than place it there; ``distance`` what one is after ``distance_words``.
    ``before``, ``before_of`` ("town of"), ``after``: designators and the precision each decides; ``naming`` those that
    make a place of a name unknown, ``open`` those whose name may go on, ``weak`` those that are no part of a name,
    ``native`` those of Indonesia alone; ``kinds`` their English. ``passing``: words that may stand between a
    preposition and its place; ``middle`` between a name and its designator; ``joiners`` between the places of a list;
    ``holders`` before what holds a place (``bare_holder``: also nothing). ``compass``: parts of countries, in English.
    ``border_before``, ``border_after``, ``occupied``: words of borders and occupation. ``titles``, ``names``: words
    that make or are a person's name; ``offices`` those that a place may follow. ``never``: words that are no place
    alone; ``ordinary`` and ``proper`` correct the list of common words.
    """

    links: dict[str, str]
    strong: frozenset[str]
    distance: dict[str, str]
    distance_words: frozenset[str]
    before: dict[str, str]
    before_of: dict[str, str]
    after: dict[str, str]
    naming: frozenset[str]
    weak: frozenset[str]
    native: frozenset[str]
    kinds: dict[str, str]
    middle: frozenset[str]
    passing: frozenset[str]
    holders: frozenset[str]
    bare_holder: bool
    compass: dict[str, str]
    compass_before: bool
    compass_part: frozenset[str]
    border_before: dict[str, str]
    border_after: frozenset[str]
    titles: frozenset[str]
    offices: frozenset[str]
    never: frozenset[str]
    names: frozenset[str]
    ordinary: frozenset[str]
    joiners: frozenset[str]
    open: frozenset[str]
    occupied: frozenset[str]
    proper: frozenset[str]
    turned: frozenset[str]


@cache
def grammar(language: str) -> Grammar | None:
    """The grammar of a language, or null where there is none."""
    path = PLACES / f"grammar.{language}.json"
    if not language.isalpha() or not path.is_file():
        return None
    given: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    fields: dict[str, Any] = {k: frozenset(v) if isinstance(v, list) else v for k, v in given.items()}
    return Grammar(**fields)


@dataclass(frozen=True, slots=True)
class Token:
    """A word at ``start`` to ``end``, without a possessive ending; ``gap`` is what stands before the next word.

    ``key`` is the word folded, ``whole`` the same with its possessive ending.
    """

    text: str
    start: int
    end: int
    key: str
    whole: str
    upper: bool
    possessive: bool
    gap: str


def tokens_of(text: str) -> list[Token]:
    """The words of a text in order."""
    found = list(_WORD.finditer(text))
    tokens = []
    for number, match in enumerate(found):
        word, start, end = match.group(), match.start(), match.end()
        following = found[number + 1].start() if number + 1 < len(found) else len(text)
        owner = _POSSESSIVE.search(word) if len(word) > 2 else None
        key = whole = fold(word)
        if owner:
            word = word[: owner.start()]
            key = fold(word)
        gap = text[end:following]
        if gap == "\n" and end - text.rfind("\n", 0, end) > _WRAPPED:
            gap = " "
        tokens.append(Token(word, start, start + len(word), key, whole, word[0].isupper(), owner is not None, gap))
    return tokens


@cache
def _words() -> frozenset[str]:
    return frozenset((PLACES / "words.en.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=50_000)
def is_ordinary(word: str, language: str) -> bool:
    """Whether a folded word is a common word of the language; simplemma's English list holds names, so not that one."""
    rules = grammar(language)
    if not word or rules is None or word in rules.proper:
        return False
    if word in rules.ordinary:
        return True
    if language == "en":
        return word in _words()
    return simplemma.is_known(word, language)
