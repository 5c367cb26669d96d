"""Objects that stand before their verb, in languages of free order: "санкции ввела Британия", "посла вызвали в МИД"."""

from collections.abc import Iterator, Sequence

from events.extraction.grammar import Grammar
from events.extraction.inflection import NOMINATIVE
from events.extraction.names import Mention
from events.extraction.text import Token

_BACK = 10  # words between an object and the verb behind it
_DOER_WITHIN = 4  # words between a verb and who does it, behind it
_LED_WITHIN = 3  # words of a noun phrase between its preposition and its noun
_FINITE = ("active", "passive", "participle")


class FrontedObjects:
    """Finds the objects of verbs among the words before them."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.stand = grammar.has("free order") and not grammar.has("subject inside")
        """Whether the language sets objects there."""
        self._barred = grammar.words("prepositions", "negators", "reflexives")
        self._helpers = grammar.words("be")

    def of_phrase(
        self, tokens: Sequence[Token], i: int, words: Sequence[str], mentions: Sequence[Mention]
    ) -> int | None:
        """Where the words of a trigger's object begin, all of which stand before the verb at ``i``."""
        if not self.stand or tokens[i].voice not in _FINITE or not self._barred.isdisjoint(words):
            return None
        window = list(self._before(tokens, i))
        found = [next((k for k in window if word in tokens[k].keys), -1) for word in words]
        if min(found) < 0 or self._led(tokens, min(found)) or self._does_it(tokens[i], min(found), mentions):
            return None
        return min(found)

    def of_needs(self, tokens: Sequence[Token], i: int, mentions: Sequence[Mention]) -> range:
        """The words before a verb among which its object may be, where who does it stands behind the verb."""
        behind = (m for m in mentions if 0 < m.first - i <= _DOER_WITHIN)
        doer = next((m for m in behind if m.who and m.case in ("", NOMINATIVE) and not m.modifier), None)
        if not self.stand or tokens[i].voice != "active" or doer is None:
            return range(0)
        between = tokens[i + 1 : doer.first]
        window = list(self._before(tokens, i))
        led = any(t.lower in self.grammar.words("prepositions") or not t.is_word for t in between)
        done = any(m.case == NOMINATIVE and not m.modifier and m.first in window for m in mentions)
        return range(0) if led or done or not window else range(window[-1], i)

    def is_led(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether a preposition leads to the noun phrase in which a word stands."""
        return self._led(tokens, k)

    def _before(self, tokens: Sequence[Token], i: int) -> Iterator[int]:
        """The words before a verb that no mark and no other verb parts from it, the nearest first."""
        ending = self.grammar.words("complementizers", "relatives", "conditions", "times")
        for k in range(i - 1, max(-1, i - 1 - _BACK), -1):
            token = tokens[k]
            verb = token.voice in _FINITE and token.lower not in self._helpers and token.text.islower()
            if not token.is_word or verb or token.lower in ending:
                return
            yield k

    def _led(self, tokens: Sequence[Token], k: int) -> bool:
        for at in range(k - 1, max(-1, k - 1 - _LED_WITHIN), -1):
            if tokens[at].lower in self.grammar.words("prepositions"):
                return True
            if not self.grammar.ends(tokens[at].lower, "adjective_endings"):
                return False
        return False

    def _does_it(self, verb: Token, k: int, mentions: Sequence[Mention]) -> bool:
        """ "Посол вызвал скандал": whether the words name who acts, and no object."""
        named = (m for m in mentions if m.first <= k < m.last)
        return verb.voice == "active" and any(m.case == NOMINATIVE and not m.modifier for m in named)
