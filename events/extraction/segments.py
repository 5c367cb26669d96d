"""Words where the script marks none: a run of letters cut into lexicon words, verb forms, particles and the rest.

The cheapest way through a run wins: what the lexicon knows costs little, what it does not know costs by its
length. A language whose words stand apart, with particles clinging to them, lets particles and verb forms stand
at the end of a run only.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from events.extraction import japanese, korean
from events.register import entries, names_in, organs

UNKNOWN = "+unknown"
"""The key of a piece that the lexicon does not know: it may be a name."""
NEGATED = "NEG"
"""What is put behind a verb's base form where the form denies it ("応じるNEG")."""
NAME = "+name"
"""The key of a piece that the lexicon knows from names only."""
PARTICLE = "+particle"
_RUNS = re.compile(r"[A-Za-zÀ-ɏ]+|[ァ-ヺー]+|[가-힣]+|[一-鿿々]+|[ぁ-ゖ]+|[^\W]")
_WORD, _SHORT, _PARTICLE, _UNKNOWN, _STRAY, _BRIEF = 1.0, 2.4, 0.6, 2.0, 3.0, 0.9
_LONGEST_NAME = 4  # letters of an unknown piece in a script that writes names with the letters of words

Piece = tuple[int, int, frozenset[str], str]
"""Start, end, keys and voice."""
_Edge = tuple[float, int, frozenset[str], str, bool]


class Lexicon(Protocol):
    """What the cutting of words needs to know of a grammar."""

    language: str

    @property
    def roots(self) -> frozenset[str]:
        """The verbs of the lexicon, in their base form."""

    @property
    def every_word(self) -> frozenset[str]:
        """Every word of the grammar's lists and triggers."""

    def words(self, name: str) -> frozenset[str]:
        """The words listed under ``name``."""

    def table(self, name: str) -> dict[str, Any]:
        """The mapping listed under ``name``; empty where there is none."""


class VerbForm(Protocol):
    """A verb form found in a run: where it ends, its base form, its voice and its features."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def base(self) -> str:
        """The verb's base form."""

    @property
    def voice(self) -> str:
        """Active or passive."""

    @property
    def features(self) -> frozenset[str]:
        """What its ending says."""


class VerbForms(Protocol):
    """The verb forms of a language."""

    def forms(self, run: str, i: int) -> Iterator[VerbForm]:
        """The verb forms that begin at ``i``."""


class _ListedForm(NamedTuple):
    end: int
    base: str
    voice: str
    features: frozenset[str]


class ListedVerbs:
    """Verbs that have one form."""

    def __init__(self, bases: set[str]) -> None:
        self._bases = bases
        self._longest: dict[str, int] = {}
        for base in bases:
            self._longest[base[0]] = max(len(base), self._longest.get(base[0], 0))

    def forms(self, run: str, i: int) -> Iterator[VerbForm]:
        """The verbs that stand at ``i``, the longest first."""
        for length in range(self._longest.get(run[i], 0), 0, -1):
            base = run[i : i + length]
            if len(base) == length and base in self._bases:
                yield _ListedForm(i + length, base, "active", frozenset())


VERBS: dict[str, Callable[[set[str]], VerbForms]] = {
    "korean": korean.Verbs,
    "japanese": japanese.Verbs,
    "listed": ListedVerbs,
}


class Segmenter:
    """Cuts runs of letters of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        rules = lexicon.table("segments")
        self._spaced = bool(rules.get("spaced"))
        self._particles = lexicon.words("particle_words")
        self._light = frozenset(rules.get("light_verbs", ()))
        self._states = frozenset(lexicon.table("short_states"))
        self._organs = frozenset(n for organ in organs() for n in organ.nouns(lexicon.language) if len(n) == 1)
        self._organs |= {title for title in lexicon.words("honorifics") if len(title) == 1}
        self._objects = frozenset(rules.get("object_particles", ()))
        self._verbal = rules.get("verbal_noun") or "\0"
        self._brief = frozenset(rules.get("brief_verbs", ()))
        self._suffixes = frozenset(rules.get("suffixes", ()))
        names = _names(lexicon.language) - lexicon.words("not_names")
        if rules.get("verbs") == "listed":
            rules = {**rules, "base_endings": ("",)}
            found = lexicon.roots | lexicon.words("verbs")
        else:
            found = lexicon.every_word | lexicon.words("verbs")
        verbs = {word for word in found if _is_base(word, rules)}
        verbs -= lexicon.words("not_verbs")
        self._bases = frozenset(verbs)
        self._verbs = VERBS[rules["verbs"]](verbs) if "verbs" in rules else None
        nouns = lexicon.every_word | names | pairs(lexicon.table("short_states"), lexicon.words("not_pairs"))
        nouns |= {noun for verb in verbs for noun in self._noun_of(verb, rules)}
        self._called = names - lexicon.every_word
        self._words = {word for word in nouns if word not in verbs or not self._verbs} - lexicon.words("not_words")
        self._longest: dict[str, int] = {}
        for word in self._words | self._particles:
            self._longest[word[0]] = max(len(word), self._longest.get(word[0], 0))
        # A run is one word or two where blanks part words; elsewhere it is half a sentence, which no text has again.
        self.cut = lru_cache(maxsize=20_000)(self._cut) if self._spaced else self._cut

    def _noun_of(self, verb: str, rules: Mapping[str, Any]) -> Iterator[str]:
        """The noun from which a verb is made ("공격하다" -> "공격")."""
        ending = rules.get("verbal_noun", "")
        if ending and verb.endswith(ending) and len(verb) > len(ending) + 1:
            yield verb.removesuffix(ending)

    def _cut(self, run: str) -> tuple[Piece, ...]:
        """The pieces of a run, in order, covering all of it."""
        size = len(run)
        chunks = {m.start(): m.end() for m in _RUNS.finditer(run)}
        ends = _chunk_ends(chunks, size)
        best: list[dict[bool, tuple[float, int, bool, frozenset[str], str]]] = [{} for _ in range(size + 1)]
        best[0][False] = (0.0, -1, False, frozenset(), "")
        for i in range(size):
            for tail, here in list(best[i].items()):
                for cost, end, keys, voice, ends_word in self._edges(run, i, ends[i], tail):
                    state = ends_word and self._spaced
                    total = here[0] + cost
                    if state not in best[end] or total < best[end][state][0]:
                        best[end][state] = (total, i, tail, keys, voice)
        return tuple(self._path(best, size))

    def _path(self, best: list[dict[bool, tuple[float, int, bool, frozenset[str], str]]], size: int) -> list[Piece]:
        at, tail = size, min(best[size], key=lambda s: best[size][s][0])
        pieces: list[Piece] = []
        while at > 0:
            _, start, before, keys, voice = best[at][tail]
            pieces.append((start, at, keys, voice))
            at, tail = start, before
        return pieces[::-1]

    def _edges(self, run: str, i: int, chunk_end: int, tail: bool) -> Iterator[_Edge]:
        longest = min(self._longest.get(run[i], 0), len(run) - i)
        for length in range(longest, 0, -1):
            piece = run[i : i + length]
            if piece in self._particles and (i > 0 or not self._spaced):
                yield _PARTICLE, i + length, frozenset({piece, PARTICLE}), "", True
            if self._ends_as_verb(run, i, length):
                yield _PARTICLE, i + length, frozenset({piece, piece + self._verbal}), "active", True
            if piece in self._words and not tail:
                keys = {piece.lower(), NAME} if piece in self._called else {piece.lower()}
                yield self._price(piece, i, len(run)), i + length, frozenset(keys), "", False
        if self._verbs is not None and not tail:
            for form in self._verbs.forms(run, i):
                if self._fits(form, run, i):
                    cost = _WORD - (form.end - i) / 100 if form.end - i > 1 else _SHORT
                    cost = _BRIEF if form.base in self._brief and not self._spaced else cost
                    denied = {form.base + NEGATED} if "+neg" in form.features else set()
                    yield cost, form.end, frozenset({form.base, *form.features, *denied}), form.voice, True
        if not tail:
            yield from self._strays(run, i, chunk_end)

    def _ends_as_verb(self, run: str, i: int, length: int) -> bool:
        """Whether a noun closes a clause as its verb would, whose ending is left out ("声明を発表、")."""
        if i == 0 or i + length < len(run) or run[i - 1] not in self._objects:
            return False
        return run[i : i + length] + self._verbal in self._bases

    def _price(self, piece: str, i: int, size: int) -> float:
        if len(piece) > 1:
            return _WORD - len(piece) / 100
        if self._spaced and i and piece in self._suffixes:
            return _WORD
        if self._spaced and (i or size > 2):
            return _STRAY + 1
        if piece in self._organs or piece in self._states:
            return _BRIEF
        return _SHORT

    def _fits(self, form: VerbForm, run: str, i: int) -> bool:
        """Whether a verb form may stand here: where words stand apart, it is all of one, or makes a noun a verb."""
        if not self._spaced:
            return True
        if form.end < len(run) and "+noun" not in form.features:
            return False
        if form.end - i == 1 and form.base not in self._brief:
            return False
        return i == 0 or form.base in self._light or form.base.endswith(self._verbal)

    def _strays(self, run: str, i: int, chunk_end: int) -> Iterator[_Edge]:
        keys = frozenset({UNKNOWN})
        letter = run[i]
        if letter.isascii() or "ァ" <= letter <= "ー":
            whole = run[i:chunk_end].lower()
            yield _UNKNOWN + (chunk_end - i) * 0.2, chunk_end, frozenset({whole, UNKNOWN}), "", False
            return
        if "ぁ" <= letter <= "ゖ":
            yield _STRAY, i + 1, frozenset({letter}), "", False
            return
        reach = chunk_end if self._spaced else min(chunk_end, i + _LONGEST_NAME)
        for end in range(i + 1, reach + 1):
            yield _UNKNOWN + (end - i), end, keys | {run[i:end]}, "", False


def _is_base(word: str, rules: Mapping[str, Any]) -> bool:
    endings = tuple(rules.get("base_endings", ()))
    return bool(endings) and (len(word) > 1 or "" in endings) and word.endswith(endings)


def _chunk_ends(chunks: Mapping[int, int], size: int) -> list[int]:
    """For each position, where the run of one script around it ends."""
    ends, end = [], 0
    for i in range(size):
        end = chunks.get(i, end)
        ends.append(max(end, i + 1))
    return ends


def pairs(short: Mapping[str, Any], barred: frozenset[str]) -> frozenset[str]:
    """Two or three short names of states written together ("한미", "日米韓")."""
    two = {a + b for a in short for b in short if a != b} - barred
    return frozenset(two | {a + b for a in two for b in short if b not in a})


def _names(language: str) -> frozenset[str]:
    """The pieces of every name that the register has in a language."""
    named = {actor.id for actor in entries()}
    rows = [called for actor, called in names_in(language).items() if actor in named or actor.startswith("*-")]
    names = {name for called in rows for name in (*called.names, *called.demonyms, *called.capitals)}
    whole = {name for name in names if name.isalpha()}
    pieces = {piece for name in names - whole for piece in re.findall(r"[^\W\d_]+", name)}
    begun = {piece for piece in pieces if any(piece[:end] in whole for end in range(2, len(piece)))}
    return frozenset(whole | (pieces - begun))
