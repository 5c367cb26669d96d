"""What all rules ask that find whom a sentence names: the names by which people are known, owners, groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.extraction.atoms import Atoms
from events.extraction.grammar import Grammar
from events.extraction.memory import Memory
from events.extraction.names import Alias, Mention, Who, who_of
from events.extraction.segments import PARTICLE
from events.extraction.text import Token
from events.register import Entry

POINTING = ("both", "group_heads", "bodies", "ministries", "neighbours", "allies")
"""The lists of phrases that stand for whom the article has named."""
Rule = Callable[[Any, Sequence[Token], int], Mention | None]
"""A reader's method that finds the mention which begins at a token, if one does."""
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})


@dataclass
class ActorRules:
    """One article's names and its rules' common state; ``around`` is the country of the sentence being read."""

    grammar: Grammar
    headline: bool = False
    around: Entry | None = None
    before: tuple[int, Entry | None] = (-9, None)
    day: date | None = None

    @property
    def _opening_lists(self) -> tuple[str, ...]:
        """The lists of phrases with which a mention may begin."""
        return POINTING

    def __post_init__(self) -> None:
        self.lately: Entry | None = None
        self.scene: Entry | None = None
        self.atoms = Atoms(self.grammar, self._opening_lists)
        self._memory, self._consulted = Memory(), False

    @property
    def memory(self) -> Memory:
        """Whom the article has named so far; what is found without a look at it, both readings find alike."""
        self._consulted = True
        return self._memory

    @memory.setter
    def memory(self, memory: Memory) -> None:
        self._memory = memory

    def _met(self, words: list[str]) -> Who | None:
        if len(words) == 1:
            return self._called(words[0])
        full = self._called(words[-1])
        if full is None:
            return None
        names = set(full.name.replace("-", " - ").split())
        return full if all(names & set(self.grammar.name_forms(word)) for word in words) else None

    def _called(self, word: str) -> Who | None:
        """Who goes by a name, in any of its forms."""
        memory, forms = self.memory, self.grammar.name_forms(word)
        for people in (memory.people, memory.first_people):
            for form in forms:
                if form in people:
                    return people[form]
        return None

    def _named_group(self, tokens: Sequence[Token], i: int, end: int, who: Who) -> Mention:
        """The group, and the short form in brackets behind its name that stands for it from here on."""
        last = self.atoms.paren(tokens, end)
        if last - end == 3 and tokens[end + 1].text.isupper():
            self.memory.people[tokens[end + 1].text] = who
        return Mention(i, last, (who,), "name", modifier=self.atoms.describes(tokens, last))

    def _learn_short(self, tokens: Sequence[Token], at: int, last: int, entry: Entry) -> None:
        """ "Arakan Army (AA)": the short form stands for it from here on."""
        if last - at == 3 and tokens[at + 1].text.isupper() and len(tokens[at + 1].text) > 1:
            self.memory.people[tokens[at + 1].text] = who_of(entry)

    def _owner_list(self, tokens: Sequence[Token], i: int) -> tuple[list[Alias], int]:
        """An owner, or adjectives in a row ("Russian and North Korean")."""
        found = self.atoms.alias(tokens, i)
        if not found or found[1].form == "person" or self._is_seat(tokens, i, found[1]):
            return [], i
        at, alias = found
        owners = [alias]
        while alias.form == "demonym" and at + 1 < len(tokens) and tokens[at].lower in ("and", ",", "-", "or"):
            more = self.atoms.alias(tokens, at + 1)
            if not more or more[1].form != "demonym":
                break
            at, alias = more
            owners.append(alias)
        return owners, at

    def _is_seat(self, tokens: Sequence[Token], i: int, alias: Alias) -> bool:
        """ "the Lebanese capital Beirut", "the city of Kharkiv": a city called one is a place and nobody who acts."""
        return alias.form == "capital" and i > 0 and tokens[i - 1].lower in self.grammar.words("seats")

    def _possessive(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether what stands behind a name says that what follows is its own: "Russia's", "Rusya'nın"."""
        if at >= len(tokens):
            return False
        ending = PARTICLE in tokens[at].keys and self.grammar.table("cases").get(tokens[at].lower) == "genitive"
        return tokens[at].text in POSSESSIVE or (ending and self.grammar.has("case endings"))
