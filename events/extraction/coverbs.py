"""Languages without endings whose prepositions stand before the verb: 被乌军击落, 对加沙发动空袭, 向俄罗斯提供武器.

Clauses follow each other with no more than a comma; what a saying tells stands behind it.
"""

from collections.abc import Sequence

from events.extraction.clause import Clause
from events.extraction.clauses import ClauseSplitter
from events.extraction.groups import Group
from events.extraction.names import Mention
from events.extraction.predicates import Predicate
from events.extraction.roles import RoleFinder
from events.extraction.text import Token

_OPENING = '“‘「『"《'


class CoverbSplitter(ClauseSplitter):
    """Cuts a sentence at its commas and behind its sayings."""

    def split(
        self, tokens: Sequence[Token], predicates: Sequence[Predicate], mentions: Sequence[Mention]
    ) -> list[Clause]:
        """The clauses in order, without the verbs that only describe a noun (西方国家交付基辅的武器被摧毁)."""
        clauses = super().split(tokens, predicates, mentions)
        for clause in clauses:
            if clause.sort == "comp" and clause.parent is not None:
                clause.opener = next((p for p in reversed(clause.parent.predicates) if p.last <= clause.start), None)
            clause.predicates = [p for p in clause.predicates if not self._relative(p, clause)]
        return clauses

    def _relative(self, predicate: Predicate, clause: Clause) -> bool:
        if predicate.form != "verb" or predicate.sort != "act":
            return False
        linkers = self._words("linkers")
        for k in range(predicate.last, min(clause.end, predicate.last + 9)):
            token = self.tokens[k]
            if token.text in ",;:“”" or (token.voice and k not in self.inside):
                return False
            if token.lower in linkers:
                return self._verb_behind_head(k + 1, clause.end)
        return False

    def _verb_behind_head(self, k: int, end: int) -> bool:
        """Whether a verb follows the noun that begins at ``k``: what stands before it then only describes it."""
        skipped = self._words("determiners", "counters", "before_nouns")
        while k < end and (self.tokens[k].lower in skipped or self.tokens[k].text[:1].isdigit()):
            k += 1
        told = (j for j in range(k + 1, end) if self.tokens[j].voice or self.tokens[j].lower in self._passive())
        later = next((j for j in told if self.tokens[j - 1].lower not in self._words("before_nouns")), None)
        return later is not None and not self.tokens[later].keys & self._words("results")

    def _passive(self) -> frozenset[str]:
        return self._words("passive_marks")

    def _told_under(self, fronted: Clause) -> bool:
        """ "警告称,如果…,将…": whether a condition stands right behind a saying, and so what follows is said."""
        saying = fronted.parent.predicates[-1:] if fronted.parent else []
        return bool(saying) and saying[0].sort == "say" and fronted.start - saying[0].last <= 2

    def _parent(self, sort: str, current: Clause, i: int) -> Clause | None:
        if sort == "comp" and current.sort in ("cond", "conc", "time"):
            return current.parent
        return super()._parent(sort, current, i)

    def _main_parent(self, current: Clause) -> Clause | None:
        """What is told goes on over all commas of the sentence."""
        outer: Clause | None = current
        while outer is not None and outer.sort != "comp":
            outer = outer.parent
        return outer

    def _boundary(self, i: int, current: Clause) -> str | None:
        if self.tokens[i].text == ":" and current.predicates and self._said(current, i):
            return None
        return super()._boundary(i, current)

    def _comma(self, i: int, current: Clause) -> str | None:
        after = self._over_adverbs(i + 1)
        if current.sort in ("cond", "conc", "time"):
            return "comp" if self._told_under(current) else "main"
        if not current.predicates or after >= len(self.tokens) or self._said(current, i):
            return None
        token = self.tokens[after]
        if after in self.starts:
            return "main" if self._verb_ahead(self.starts[after].last, 12) else None
        if token.voice or after in self.at_predicate or token.lower in self._words("prepositions"):
            return "coord"
        return "main" if self._verb_ahead(after, 15) else None

    def _over_adverbs(self, k: int) -> int:
        names = ("adverbs", "coordinators", "future", "possible", "negators")
        words = frozenset[str]().union(*(self._words(name) for name in names))
        while k < len(self.tokens) and (self.tokens[k].lower in words or self.tokens[k].text in _OPENING):
            k += 1
        return k

    def _said(self, current: Clause, i: int) -> bool:
        """Whether a saying stands right before."""
        last = current.predicates[-1]
        if last.head in self._words("telling") and i - last.last < 6:  # whom it is told to stands between
            return not any(k in self.at_predicate for k in range(last.last, i))
        return last.sort in ("say", "deny") and all(self._passed_over(t) for t in self.tokens[last.last : i])

    @staticmethod
    def _said_last(current: Clause) -> bool:
        return bool(current.predicates)

    def _closes_saying(self, i: int, current: Clause) -> bool:  # noqa: ARG002 - what is told stands further on
        return False

    def _after_saying(self, i: int, current: Clause) -> bool:
        """ "X表示,Y...": what follows a saying is what was said, if it has a verb."""
        if i < current.predicates[-1].last:
            return False
        if not self._said(current, i) or self._passed_over(self.tokens[i]):
            return False
        last = current.predicates[-1]
        told = [t.text for t in self.tokens[last.last : i + 6]]
        if last.head in self._words("telling") and "," in told and "," not in told[: i - last.last]:
            return False
        if current.predicates[-1].sort == "deny":
            stop = next((k for k in range(i, len(self.tokens)) if self.tokens[k].text in ",;"), len(self.tokens))
            return any(i <= first < stop for first in self.at_predicate)
        return self._verb_ahead(i, 40)

    def _passed_over(self, token: Token) -> bool:
        return token.text in _OPENING or super()._passed_over(token)


class CoverbRoleFinder(RoleFinder):
    """Finds subjects, agents and targets where prepositions stand before the verb."""

    def subject(self, predicate: Predicate, clause: Clause) -> tuple[Group | None, bool]:
        """The first noun phrase of the clause that no preposition governs, or who acts in the clause before."""
        own = [g for g in self.groups if clause.start <= g.first and g.last <= predicate.first]
        free = [g for g in own if not g.governor and not g.modifier]
        if free and not (clause.sort == "coord" and self._verb_between(clause.start, free[0].first)):
            return free[0], False
        owned = [g for g in own if g.modifier and g.governor not in self.grammar.words("agent")]
        if owned and self.is_passive(predicate, clause):
            return owned[0], False
        found = super().subject(predicate, clause)
        return found if found[0] is not None else (self._teller(clause), True)

    def _teller(self, clause: Clause) -> Group | None:
        """ "美国警告称,如果…,将实施制裁": who tells it does what is told without a doer of its own."""
        outer = clause.parent if clause.sort in ("main", "coord") else None
        while outer is not None and outer.sort != "comp":
            outer = outer.parent
        if outer is None or outer.opener is None or outer.parent is None:
            return None
        return self.subject(outer.opener, outer.parent)[0]

    def _verb_between(self, start: int, end: int) -> bool:
        return any(t.voice for t in self.tokens[start:end])

    def is_passive(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether a word before the verb says that the subject undergoes the act."""
        before = self.tokens[max(clause.start, predicate.first - 10) : predicate.first]
        return any(t.lower in self.grammar.words("passive_marks") for t in before)

    def agent(self, predicate: Predicate, clause: Clause) -> Group | None:
        """Who does it: between the passive word and the verb."""
        for group in reversed(self.groups):
            inside = clause.start <= group.first and group.last <= predicate.first
            if inside and group.governor in self.grammar.words("agent"):
                return group
        found = super().agent(predicate, clause)
        against = (predicate.trigger.targets if predicate.trigger else frozenset()) | self.grammar.words("between")
        return None if found is not None and found.governor in against else found

    def helpers(self, predicate: Predicate, clause: Clause) -> Sequence[Token]:
        """The words among which the verb may stand that carries out the act a noun names."""
        return self.tokens[clause.start : predicate.first]

    def target(self, predicate: Predicate, clause: Clause, source: Sequence[Group], reach: int) -> Group | None:
        """To whom: before the verb with its preposition, else behind it."""
        targets = predicate.trigger.targets if predicate.trigger else frozenset()
        before = [g for g in self.groups if clause.start <= g.first and g.last <= predicate.first and g not in source]
        led = [g for g in before if g.governor in targets]
        return led[-1] if led else super().target(predicate, clause, source, reach)
