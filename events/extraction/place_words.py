"""The words around place names, as data: prepositions, designators, compass words; and which words are common.

What each entry of ``data/places/grammar.<language>.json`` says is told at ``Grammar``.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

import simplemma

from events.extraction.gazetteer import PLACES, fold, fold_word

_WORD = re.compile(r"([A-Z]\.(?:[A-Z]\.)+|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*)")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_blank = object.__new__
_WRAPPED = 50  # characters of a line from which a lone line break is taken for wrapping


_NONE: frozenset[str] = frozenset()


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
    alone; ``ordinary`` and ``proper`` correct the list of common words; ``ships``: what a ship's name follows ("USS").

    Of languages with names of their own (``names.<language>.tsv``): ``endings`` of a word's first form and what may
    stand for each ("а": "ы у е"), of which ``accusative`` tells a goal after ``moving`` prepositions ("в Москву") and
    ``moving_words``, designators in that form; ``passing_endings`` those of adjectives. ``particles`` cling behind a
    word, ``genitives`` are those of owners; ``prefixes`` cling before it and leave what each maps to; those that are
    in ``links`` tell a role. ``elided`` words lose their vowel ("d'Odessa"), ``wholes`` hold marks ("EE. UU.").
    ``nations``: how adjectives of states begin. ``titles_behind``: titles that stand right behind a person's name.
    ``reported``: words that make a particle before them say whom something is about ("에 대한"). ``script``: "spaced",
    "caseless" (no capitals) or "unspaced" (no spaces either). ``owner_first``: what holds a place stands before it.
    ``latin``: English names serve too. ``apostrophe``: it parts a name from its ending. ``capital_nouns``: common
    nouns have capitals. ``letters``: how a name that no gazetteer has is spelt in English.
    """

    links: dict[str, str] = field(default_factory=dict)
    strong: frozenset[str] = _NONE
    distance: dict[str, str] = field(default_factory=dict)
    distance_words: frozenset[str] = _NONE
    before: dict[str, str] = field(default_factory=dict)
    before_of: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    naming: frozenset[str] = _NONE
    weak: frozenset[str] = _NONE
    native: frozenset[str] = _NONE
    kinds: dict[str, str] = field(default_factory=dict)
    middle: frozenset[str] = _NONE
    passing: frozenset[str] = _NONE
    holders: frozenset[str] = _NONE
    bare_holder: bool = False
    compass: dict[str, str] = field(default_factory=dict)
    compass_before: bool = False
    compass_part: frozenset[str] = _NONE
    border_before: dict[str, str] = field(default_factory=dict)
    border_after: frozenset[str] = _NONE
    titles: frozenset[str] = _NONE
    offices: frozenset[str] = _NONE
    never: frozenset[str] = _NONE
    names: frozenset[str] = _NONE
    ordinary: frozenset[str] = _NONE
    joiners: frozenset[str] = _NONE
    open: frozenset[str] = _NONE
    occupied: frozenset[str] = _NONE
    proper: frozenset[str] = _NONE
    turned: frozenset[str] = _NONE
    ships: frozenset[str] = _NONE
    endings: dict[str, str] = field(default_factory=dict)
    accusative: dict[str, str] = field(default_factory=dict)
    moving: frozenset[str] = _NONE
    moving_words: frozenset[str] = _NONE
    passing_endings: frozenset[str] = _NONE
    particles: frozenset[str] = _NONE
    genitives: frozenset[str] = _NONE
    prefixes: dict[str, str] = field(default_factory=dict)
    elided: dict[str, str] = field(default_factory=dict)
    wholes: frozenset[str] = _NONE
    nations: dict[str, str] = field(default_factory=dict)
    reported: frozenset[str] = _NONE
    titles_behind: frozenset[str] = _NONE
    letters: dict[str, str] = field(default_factory=dict)
    script: str = "spaced"
    owner_first: bool = False
    latin: bool = False
    apostrophe: bool = False
    capital_nouns: bool = False

    @cached_property
    def grammatical(self) -> frozenset[str]:
        """The words of the lists that hold no names."""
        before, behind = (
            self.never | self.before.keys() | self.before_of.keys(),
            self.after.keys() | self.compass.keys(),
        )
        return before | behind | self.offices | self.titles | self.passing | self.links.keys()


PLAIN = frozenset({"en", "id"})
"""The languages whose places are read by the gazetteer's own names, which are theirs."""
_AS_GIVEN = {"letters", "script", "wholes", "links", "strong", "turned", "moving", "distance"}
_OF_FORMS = ("endings", "accusative", "prefixes", "elided")  # what these map to is looked up too


def _folded(value: Any) -> Any:
    """Words as they are looked up."""
    if isinstance(value, str):
        return " ".join(fold(word) for word in value.split(" "))
    if isinstance(value, dict):
        return {_folded(key): given for key, given in value.items()}
    return [_folded(word) for word in value] if isinstance(value, list) else value


@cache
def grammar(language: str) -> Grammar | None:
    """The grammar of a language, or null where there is none."""
    path = PLACES / f"grammar.{language}.json"
    if not language.isalpha() or not path.is_file():
        return None
    given: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if language not in PLAIN:
        given = {name: value if name in _AS_GIVEN else _folded(value) for name, value in given.items()}
        for name in _OF_FORMS:
            given[name] = {first: _folded(forms) for first, forms in given.get(name, {}).items()}
    fields: dict[str, Any] = {k: frozenset(v) if isinstance(v, list) else v for k, v in given.items()}
    return Grammar(**fields)


def in_english(name: str, rules: Grammar) -> str:
    """A name that no gazetteer has, spelt in English letters as far as the grammar tells how."""
    if not rules.letters:
        return name
    spelt = "".join(rules.letters.get(letter, letter) for letter in name.lower())
    return re.sub(r"(^|[\s-])([a-z])", lambda found: found[1] + found[2].upper(), spelt)


@dataclass(slots=True, eq=False)  # not frozen, as those of events.extraction.text
class Token:
    """A word at ``start`` to ``end``, without a possessive ending; ``gap`` is what stands before the next word.

    ``key`` is the word folded, ``whole`` the same with its possessive ending (in languages with names of their own: the
    word in lower case, by which prepositions are told: "à" is not "a"), ``tail`` what an apostrophe parts from it.
    """

    text: str
    start: int
    end: int
    key: str
    whole: str
    upper: bool
    possessive: bool
    gap: str
    tail: str = ""


def tokens_of(text: str) -> list[Token]:
    """The words of a text in order."""
    tokens: list[Token] = []
    add = tokens.append
    pieces = _WORD.split(text)  # gaps and words in turn
    start = len(pieces[0])
    for run, gap in zip(pieces[1::2], pieces[2::2], strict=True):
        token = _blank(Token)  # without ``__init__``, which takes twice as long for each
        token.text, token.key, token.whole, token.upper, token.possessive = _told_by_form(run)
        token.start, token.end, token.tail = start, start + len(token.text), ""
        end = start + len(run)
        token.gap = gap if gap != "\n" else gap_in(text, end, end + 1)
        start = end + len(gap)
        add(token)
    return tokens


@lru_cache(maxsize=50_000)
def _told_by_form(word: str) -> tuple[str, str, str, bool, bool]:
    """The word without a possessive ending, folded, and with the ending; whether it has a capital, and the ending."""
    owner = _POSSESSIVE.search(word) if len(word) > 2 else None
    bare = word[: owner.start()] if owner else word
    return bare, fold_word(bare), fold_word(word), word[0].isupper(), owner is not None


def gap_in(text: str, end: int, following: int) -> str:
    """What stands between two words; a line break that only wraps a long line is a space."""
    gap = text[end:following]
    return " " if gap == "\n" and end - text.rfind("\n", 0, end) > _WRAPPED else gap


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
    return language == "id" and simplemma.is_known(word, language)
