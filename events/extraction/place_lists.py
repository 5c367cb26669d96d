"""Which entries of a grammar of places the words of a text are, in whatever form: asked of each word's form once."""

from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from itertools import product

from events.extraction.place_names import Base, Names, names_of
from events.extraction.place_words import Grammar, Token, grammar

_BEHIND = ("after", "border_after", "compass_part")


class Lists:
    """The lists of a grammar of places, by the names of its fields, and "behind": all that may stand behind a name."""

    def __init__(self, rules: Grammar, names: Names | None) -> None:
        """Of one language; without ``names`` a word has one form."""
        self.rules, self.names = rules, names
        self._behind = frozenset(word for name in _BEHIND for word in getattr(rules, name))
        self.longest = cache(self._longest)
        self.ends = cache(self._ends)
        self.word = lru_cache(maxsize=50_000)(self._word)
        self.designates = lru_cache(maxsize=50_000)(self._designates) if names else rules.after.__contains__
        """Whether a word may be the designator of a name before it."""
        self.is_grammar = lru_cache(maxsize=50_000)(self._is_grammar)

    def listed(self, tokens: Sequence[Token], name: str) -> str:
        """The entry of the list ``name`` that the words are together; "" where they are none."""
        if len(tokens) == 1:
            return self.word(tokens[0].key, name)
        if len(tokens) > self.longest(name):
            return ""
        entries = self._entries(name)
        plain = " ".join([token.key for token in tokens])
        if plain in entries:
            return plain
        if self.names is None:
            return ""
        ways = [[token.key, *(base.key for base in self.names.bases(token.key))] for token in tokens]
        return next((" ".join(way) for way in product(*ways) if " ".join(way) in entries), "")

    def may_end(self, key: str, name: str) -> bool:
        """Whether an entry of the list ``name`` may end with a word: of words that have many forms any may."""
        return self.names is not None or key in self.ends(name)

    def bases(self, key: str) -> tuple[Base, ...]:
        """The words that a word may be a form of."""
        return self.names.bases(key) if self.names else ()

    def _word(self, key: str, name: str) -> str:
        """The same of one word."""
        entries = self._entries(name)
        if key in entries:
            return key
        return next((base.key for base in self.bases(key) if base.key in entries), "")

    def _designates(self, key: str) -> bool:
        return bool(self.word(key, "after"))

    def _is_grammar(self, key: str) -> bool:
        """Whether a word is one of the grammar's and begins no name."""
        rules = self.rules
        if key in rules.never or key in rules.before or key in rules.titles or key in rules.offices:
            return True
        forms = ("before", "titles", *(("never",) if rules.prefixes else ())) if self.names else ()
        return any(self.word(key, name) for name in forms)

    def _entries(self, name: str) -> Collection[str]:
        if name == "behind":
            return self._behind
        entries: Collection[str] = getattr(self.rules, name)
        return entries

    def _ends(self, name: str) -> frozenset[str]:
        """The words with which the entries of a list end."""
        return frozenset(entry.rsplit(" ", 1)[-1] for entry in self._entries(name))

    def _longest(self, name: str) -> int:
        """How many words the longest entry of a list has."""
        return max((entry.count(" ") + 1 for entry in self._entries(name)), default=0)


@cache
def lists_of(language: str) -> Lists:
    """The lists of a language that has a grammar of places."""
    rules = grammar(language)
    assert rules is not None  # noqa: S101
    return Lists(rules, names_of(language))
