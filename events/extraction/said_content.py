"""What a saying tells that is no act of its own: what its own side will do, or what another has to."""

from collections.abc import Sequence

from events.extraction.act import SPEECH
from events.extraction.clause import Clause
from events.extraction.grammar import Grammar
from events.extraction.groups import Group
from events.extraction.predicates import Predicate
from events.extraction.roles import RoleFinder
from events.extraction.text import Token
from events.extraction.word_forms import CONDITIONAL, FUTURE
from events.model import Actor, Kind

_AHEAD = frozenset({FUTURE, CONDITIONAL})
_LEADING = ("main", "coord", "comp")
"""Sorts of clause that may tell what the saying right behind them says."""


class SaidContent:
    """Reads what the sayings of one sentence tell."""

    def __init__(self, grammar: Grammar, tokens: Sequence[Token], clauses: Sequence[Clause], roles: RoleFinder) -> None:
        self.grammar, self.tokens, self.clauses, self.roles = grammar, tokens, clauses, roles

    def threatens(self, clause: Clause, sources: Sequence[Actor]) -> bool:
        """ "warned that France would review its visa rules": whether a warning tells what its own side will do."""
        for other in self._told_in(clause):
            group = self.roles.subject_at(other, None)
            words = self.tokens[other.start : other.end][:6]
            ahead = any(self.grammar.lists(t, "future") or not _AHEAD.isdisjoint(t.keys) for t in words)
            theirs = {w.country for m in group.mentions for w in m.who} if group else set()
            if group is None and self.grammar.has("free order"):
                theirs = {a.country for a in sources}  # "ostrzegła, że odpowie"
            if ahead and theirs == {a.country for a in sources} != {None}:
                return True
        return False

    def demanded(self, clause: Clause, sources: Sequence[Actor]) -> Group | None:
        """ "China must use its influence, said Baerbock": who has to do what another side says."""
        own = {a.country for a in sources}
        for other in self._told_in(clause):
            words = self.tokens[other.start : other.end]
            if not any(self.obliges(t) for t in words) or self.grammar.lists_any(words, "obligation_stop"):
                continue
            group = self.roles.subject_at(other, None)
            theirs = {w.country for m in group.mentions for w in m.who} if group else set()
            if theirs and theirs.isdisjoint(own) and group and other.start <= group.first < other.end:
                return group
        return None

    def obliges(self, token: Token) -> bool:
        """Whether a word says that something has to be done: "must", "muss", 해야."""
        return "+oblige" in token.keys or token.lower in self.grammar.words("obligations")

    def _told_in(self, clause: Clause) -> list[Clause]:
        """The clauses of what a saying tells: those that hang on it, or the one that it stands right behind."""
        told = [c for c in self.clauses if c.parent is clause and c.sort == "comp"]
        opens = clause.sort == "said" or (
            self.grammar.has("verb bracket") and any(p.first == clause.start for p in clause.predicates)
        )
        return told or [c for c in self.clauses if opens and c.end == clause.start and c.sort in _LEADING]

    def withholds(self, clause: Clause) -> bool:
        """ "said it had no evidence": whether what a clause says is only that nothing is known or will be said."""
        inner = [c for c in self.clauses if c.parent is clause and c.sort == "comp"]
        return any(p.sort in ("withhold", "deny") for c in inner for p in c.predicates)

    def amid_accused(self, clause: Clause, predicate: Predicate) -> bool:
        """ "accused a ship of ramming another while chasing a boat": what went on with what somebody is accused of."""
        gerund = predicate.first == clause.start + 1 and predicate.voice == "gerund" and predicate.kind not in SPEECH
        outer = clause.parent.predicates if clause.parent is not None else []
        return gerund and any(p.kind is Kind.ACCUSE and p.last < clause.start for p in outer)

    def judges_step(self, clause: Clause) -> bool:
        """Whether a clause tells what somebody says of an act told before it: ", a move that Manila condemned"."""
        start = clause.start
        if start < 3 or clause.sort not in ("comp", "rel") or not self.grammar.lists(self.tokens[start - 1], "acts"):
            return False
        led = self.tokens[start - 2].lower in self.grammar.words("determiners")
        return led and self.tokens[start - 3].text in ",—–-"
