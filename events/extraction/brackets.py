"""Verb brackets: in German a verb's parts enclose their clause ("griff ... an", "hat ... getötet") or stand at its end.

What each verb is in its clause is told here once, so that the other rooms find an act at one word: a separable verb's
particle is joined to it, a participle is active or passive by its auxiliary, an infinitive is one by its modal.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from events.extraction.grammar import Grammar
from events.extraction.text import Token

HARD = frozenset(",;:()–—")
"""Marks that end a clause, in a language that sets each off by commas."""
PARTICIPLE = "+participle"
"""The key of a participle that its auxiliary makes a verb: it is none that stands by itself."""
_BACK = 3  # segments that may lie between an auxiliary and its participle


def is_mark(tokens: Sequence[Token], k: int) -> bool:
    """Whether a mark ends a clause at ``k``: one of ``HARD``, or a hyphen that stands apart for a dash."""
    if tokens[k].text in "()":  # a short form in brackets ends none: "die Miliz (RSF)"
        near = tokens[k : k + 6] if tokens[k].text == "(" else tokens[max(0, k - 5) : k]
        return not any(t.text == (")" if tokens[k].text == "(" else "(") for t in near)
    if tokens[k].text != "-":
        return tokens[k].text in HARD
    return 0 < k < len(tokens) - 1 and tokens[k - 1].end < tokens[k].start and tokens[k].end < tokens[k + 1].start


def negates_attribute(tokens: Sequence[Token], k: int, grammar: Grammar) -> bool:
    """ "bei einem nicht angekündigten Besuch": a negation of what describes a noun denies no act."""
    if k + 2 >= len(tokens) or tokens[k].lower not in grammar.words("negators"):
        return False
    described = tokens[k + 1].text.islower() and tokens[k + 2].is_name_like
    return described and grammar.ends(tokens[k + 1].lower, "attribute_endings")


def segments(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The stretches of a sentence between its commas and other marks."""
    start = 0
    for k in range(len(tokens)):
        if is_mark(tokens, k):
            if k > start:
                yield start, k
            start = k + 1
    if start < len(tokens):
        yield start, len(tokens)


def bracketed(tokens: Sequence[Token], grammar: Grammar) -> tuple[Token, ...]:
    """The tokens of a sentence, each verb with what it is in its clause."""
    return _Brackets(tokens, grammar).told()


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


class _Brackets:
    def __init__(self, tokens: Sequence[Token], grammar: Grammar) -> None:
        self.tokens, self.grammar = list(tokens), grammar
        self.joined: set[int] = set()
        self.helped: set[int] = set()
        rules = grammar.table("word_forms")
        self.participle, self.marked = _pattern(rules["participle"]), _pattern(rules["marked_participle"])
        self.infinitive = _pattern(rules["infinitive"])

    def told(self) -> tuple[Token, ...]:
        self._open()
        spans = list(segments(self.tokens))
        for first, last in spans:
            self._join(first, last)
        voices = [
            (k, self._voice(k, spans, n)) for n, (first, last) in enumerate(spans) for k in range(first, last)
            if self.tokens[k].voice
        ]  # fmt: skip
        for k, voice in voices:
            keys = self.tokens[k].keys | ({PARTICIPLE} if k in self.helped else set())
            self.tokens[k] = replace(self.tokens[k], voice=voice, keys=keys)
        return tuple(self.tokens)

    def _open(self) -> None:
        """ "Getötet wurden ...": a participle that opens the sentence has a capital letter and is no noun."""
        first = next((k for k, t in enumerate(self.tokens) if t.is_word), None)
        if first is None or not self.tokens[first].is_name_like:
            return
        token = self.tokens[first]
        keys, voice = self.grammar.forms(token.lower)
        if voice and self.marked.fullmatch(token.lower) and token.lower not in keys & self.grammar.roots:
            self.tokens[first] = replace(token, keys=keys, voice=voice)

    def _is(self, k: int, name: str) -> bool:
        return self.tokens[k].lower in self.grammar.words(name)

    def _is_auxiliary(self, k: int) -> bool:
        return self._is(k, "have") or self._is(k, "be") or self._is(k, "modals")

    def _helps(self, k: int) -> bool:
        """Whether a word helps a participle; "sein" before a noun is a possessive."""
        if self._is(k, "possessives") and k + 1 < len(self.tokens) and self.tokens[k + 1].is_name_like:
            return False
        return self._is(k, "have") or self._is(k, "be")

    # --- separable verbs ------------------------------------------------------------------------

    def _join(self, first: int, last: int) -> None:
        """Gives the verb of "kündigte ... an" the key of the whole verb, and takes away that of the half."""
        for k in range(first, last):
            if not self._is(k, "particles_of_verbs") or not (k + 1 >= last or self._closes(k + 1)):
                continue
            verb = self._verb_of(k, first)
            if verb is None:
                continue
            particle, token = self.tokens[k].lower, self.tokens[verb]
            joined = {particle + key for key in token.keys} & self.grammar.roots
            self.joined.add(verb)
            self.tokens[verb] = replace(token, keys=frozenset({token.lower, *joined}))

    def _closes(self, k: int) -> bool:
        if self.tokens[k].text in ".!?“”»«\"'":
            return not self._opens_quotation(k)
        return self._is(k, "coordinators") or self._is(k, "after_particle")

    def _opens_quotation(self, k: int) -> bool:
        """ "drohte mit «Vergeltung»": a mark with a blank before it and a word right behind."""
        if not 0 < k < len(self.tokens) - 1:
            return False
        before, after = self.tokens[k - 1], self.tokens[k + 1]
        return before.end < self.tokens[k].start and self.tokens[k].end == after.start and after.is_word

    def _verb_of(self, k: int, first: int) -> int | None:
        """The finite verb to which the particle at ``k`` belongs: in its own stretch, else the nearest fit."""
        particle, nearest = self.tokens[k].lower, None
        for at in range(k - 1, max(-1, k - 40), -1):
            token = self.tokens[at]
            if not token.voice or token.is_name_like:
                continue
            if any(particle + key in self.grammar.roots for key in token.keys):
                return at
            plain = at >= first and not self._is_auxiliary(at) and not self.marked.fullmatch(token.lower)
            nearest = at if nearest is None and plain else nearest
        return nearest

    # --- voices ---------------------------------------------------------------------------------

    def _voice(self, k: int, spans: Sequence[tuple[int, int]], number: int) -> str:
        token = self.tokens[k]
        if (self._is_auxiliary(k) and k not in self.joined) or self._is_attribute(k):
            return ""
        if self._is_infinitive(k):
            return "base" if self._marked_infinitive(k) or self._modal(k, spans, number) else "active"
        if not self.participle.fullmatch(token.lower) and not self.marked.fullmatch(token.lower):
            return "active"
        auxiliary = self._auxiliary(k, *spans[number])
        own = any(key != token.lower and key.startswith("ge") for key in token.keys)  # "gewinnt", of gewinnen
        finite = own or not self.marked.fullmatch(token.lower)
        if auxiliary is None and not finite:
            auxiliary = self._earlier(spans, number)
        if auxiliary is None:
            return "active" if finite else "participle"
        self.helped.add(k)
        if self._is(auxiliary, "become"):
            return "passive"
        if self._is(auxiliary, "be"):
            return "active" if token.keys & self.grammar.words("be_perfect") else "passive"
        return "active"

    def _is_attribute(self, k: int) -> bool:
        """ "die besetzten Gebiete": between what opens a noun phrase and its noun."""
        if not k or k + 1 >= len(self.tokens):
            return False
        before, after = self.tokens[k - 1], self.tokens[k + 1]
        opens = any(before.lower in self.grammar.words(name) for name in ("determiners", "prepositions"))
        adjective = before.text.islower() and not before.voice and self._inflected(before)
        opens = opens or adjective or before.text[:1].isdigit()
        inflected = self._inflected(self.tokens[k])
        return opens and inflected and after.is_name_like and not self._is(k - 1, "infinitive")

    def _inflected(self, token: Token) -> bool:
        return self.grammar.ends(token.lower, "adjective_endings")

    def _is_infinitive(self, k: int) -> bool:
        token = self.tokens[k]
        return bool(self.infinitive.fullmatch(token.lower)) and (
            token.lower in token.keys & self.grammar.roots or self._holds_marker(token) or self._lemma_is(token)
        )

    def _lemma_is(self, token: Token) -> bool:
        return token.keys == {token.lower}

    def _holds_marker(self, token: Token) -> bool:
        """ "anzugreifen"."""
        words = self.grammar.words("infinitive")
        return any(word in token.lower and token.lower.replace(word, "", 1) in token.keys for word in words)

    def _marked_infinitive(self, k: int) -> bool:
        return (k > 0 and self._is(k - 1, "infinitive")) or self._holds_marker(self.tokens[k])

    def _modal(self, k: int, spans: Sequence[tuple[int, int]], number: int) -> bool:
        for first, last in reversed(spans[max(0, number - _BACK) : number + 1]):
            if any(self._is(j, "modals") or self._is(j, "become") for j in range(first, last)):
                return True
            aside = any(self._is(j, "relatives") for j in range(first, min(first + 2, last)))
            if aside and (first, last) != spans[number]:
                continue
            if any(self.tokens[j].voice for j in range(first, last) if j != k):
                return False
        return False

    def _auxiliary(self, k: int, first: int, last: int) -> int | None:
        """The auxiliary of a participle: right behind it, else the nearest before it, else the next."""
        behind = []
        for j in range(k + 1, min(k + 4, last)):
            if self._is_auxiliary(j):
                behind.append(j)
            elif not self._is(j, "infinitive"):
                break
        become = next((j for j in behind if self._is(j, "become")), None)
        if behind:
            return become if become is not None else next((j for j in behind if not self._is(j, "modals")), None)
        verbs = [j for j in range(first, last) if self._helps(j)]
        before = [j for j in verbs if j < k]
        after = [j for j in verbs if j > k]
        return before[-1] if before else after[0] if after else None

    def _earlier(self, spans: Sequence[tuple[int, int]], number: int) -> int | None:
        """An auxiliary in a stretch before that has no participle yet ("hat die Stadt, die ..., erobert")."""
        for first, last in reversed(spans[max(0, number - _BACK) : number]):
            verbs = [j for j in range(first, last) if self._helps(j)]
            taken = verbs and any(self.tokens[j].voice and not self._is_auxiliary(j) for j in range(verbs[-1], last))
            if verbs and not taken and verbs[-1] != last - 1:
                return verbs[-1]
        return None


def stretches(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """For each token the stretch between commas in which it stands."""
    around = [(0, len(tokens))] * len(tokens)
    for first, last in segments(tokens):
        around[first:last] = [(first, last)] * (last - first)
    return around
