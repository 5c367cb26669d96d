"""A sentence with what was found in it: who is named, its clauses, their roles and claims, its dates and places."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from events.extraction.act import in_role
from events.extraction.circumstances import Circumstances
from events.extraction.claims import ClaimReader
from events.extraction.clause import Clause
from events.extraction.grammar import Grammar
from events.extraction.groups import Group
from events.extraction.memory import Memory
from events.extraction.names import Mention
from events.extraction.predicates import Predicate
from events.extraction.roles import RoleFinder
from events.extraction.text import Sentence
from events.extraction.told import Told
from events.model import Actor, Kind, Modality, Phrase, Role

Saying = tuple[Predicate, Clause]
"""The verb of speech under which an act is told, and its clause."""


@dataclass(slots=True)
class Draft:
    """An act in the making: what a predicate tells, who does it to whom, and who says so, as far as found."""

    kind: Kind
    modality: Modality
    predicate: Predicate
    clause: Clause
    saying: Saying | None
    sources: list[Actor] = field(default_factory=list)
    targets: list[Actor] = field(default_factory=list)
    speaker: list[Actor] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


class Parsed:
    """What the rules that make acts of a sentence ask it for; ``memory`` and ``told`` are the article's so far."""

    def __init__(
        self,
        grammar: Grammar,
        memory: Memory,
        told: Told,
        sentence: Sentence,
        mentions: Sequence[Mention],
        clauses: Sequence[Clause],
        around: Circumstances,
        roles: RoleFinder,
        claims: ClaimReader,
    ) -> None:
        self.grammar, self.memory, self.told = grammar, memory, told
        self.sentence, self.tokens, self.text = sentence, sentence.tokens, around.facts.text
        self.mentions, self.clauses, self.around = mentions, clauses, around
        self.roles, self.claims = roles, claims
        self.carried: set[int] = set()
        """First tokens of the verbs of speech under which an act was found, and which so state nothing themselves."""
        self._made: dict[tuple[int, int], dict[Role, list[Actor]]] = {}

    def phrase(self, first: int, last: int) -> Phrase:
        """The words of tokens ``first`` to ``last`` (exclusive), without marks at their end."""
        end = last
        while end > first + 1 and self.tokens[end - 1].text in ",'’'s’s":
            end -= 1
        return Phrase.of(self.text, self.tokens[first].start, self.tokens[end - 1].end)

    def named(self, group: Group | None, role: Role) -> list[Actor]:
        """Those whom a group of mentions names in a role, each once; nobody where there is no group."""
        if group is None:
            return []
        if len(group.mentions) == 1 and len(group.mentions[0].who) == 1:
            return [*self._cast(group.mentions[0], role)]
        actors: dict[str, Actor] = {}
        for mention in group.mentions:
            for actor in self._cast(mention, role):
                actors.setdefault(actor.id, actor)
        return list(actors.values())

    def _cast(self, mention: Mention, role: Role) -> Sequence[Actor]:
        """Those whom a mention names in a role, made once a sentence; "we" and "I" in a quotation are its speaker."""
        made = self._made.setdefault((mention.first, mention.last), {})
        if role not in made:
            if made:
                made[role] = in_role(next(iter(made.values())), role)
            else:
                phrase = self.phrase(mention.first, mention.last)
                who = () if mention.form == "speaker" else mention.who
                made[role] = [each.in_role(role, phrase) for each in who]
        return made[role]

    def object_span(self, predicate: Predicate, clause: Clause) -> range:
        """The tokens among which the object of a verb is named."""
        if self.grammar.has("verb final"):
            return range(max(clause.start, predicate.first - 8), predicate.first)
        if self.grammar.has("verb bracket"):
            return range(clause.start, clause.end)
        if predicate.voice == "passive":
            return range(max(clause.start, predicate.first - 6), predicate.first)
        if self.grammar.has("subject inside"):
            return range(predicate.first + 1, clause.end)
        return range(predicate.first + 1, min(predicate.last + 5, len(self.tokens)))
