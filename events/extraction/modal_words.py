"""Words beside a verb that tell how sure its act is, and words that only look like them."""

from collections.abc import Sequence
from itertools import pairwise

from events.extraction.clause import Clause
from events.extraction.grammar import Grammar
from events.extraction.predicates import Predicate
from events.extraction.roles import RoleFinder
from events.extraction.text import Token

_NAME_OF = 2  # words of which a name may have more, some of them no names
_NONE_WITHIN = 7  # words from "there is no" to the relative clause that tells what none does


class ModalWords:
    """Looks at the words of one sentence."""

    grammar: Grammar
    tokens: Sequence[Token]
    roles: RoleFinder

    def only_months(self, words: Sequence[Token]) -> bool:
        """ "In May, ...", "May 3": whether what looks like a modal verb is a month, by the words beside it."""
        months, led = self.grammar.words("month_modals"), self.grammar.words("prepositions", "month_openers")
        others = []
        for k, token in enumerate(words):
            dated = any(t.lower in led for t in words[k - 1 : k]) or any(not t.is_word for t in words[k + 1 : k + 2])
            if not (dated and token.is_name_like and token.lower in months):
                others.append(token)
        return bool(months) and not self.grammar.lists_any(others, "possible")

    def of_none(self, clause: Clause) -> bool:
        """ "tidak ada tentara AS yang akan masuk": whether what a relative clause tells of is said not to exist."""
        there, negators = self.grammar.words("existence"), self.grammar.words("negators")
        near = self.tokens[max(0, clause.start - _NONE_WITHIN) : clause.start] if there else ()
        return any(a.lower in negators and b.lower in there for a, b in pairwise(near))

    def names_somebody(self, negator: str, words: Sequence[Token]) -> bool:
        """ "No Kwang-chol": whether what looks like a negator is part of a name."""
        named = {id(self.tokens[k]) for g in self.roles.groups for m in g.mentions for k in range(m.first, m.last)}
        inside = [t for t in words if t.lower == negator]
        wide = any(g.last - g.first > _NAME_OF for g in self.roles.groups)  # "Репортери без кордонів"
        return all((t.is_name_like or wide) and id(t) in named for t in inside)

    def unreal(self, words: Sequence[Token]) -> bool:
        """ "would have attacked": what did not come to pass."""
        told = f" {' '.join(t.lower for t in words)} "
        return any(f" {' '.join(phrase)} " in told for phrase in self.grammar.phrases("unreal"))

    def perfect(self, predicate: Predicate) -> bool:
        """Whether a participle and its auxiliary close the verb: "geschickt haben"."""
        after = self.tokens[predicate.last : predicate.last + 2]
        return any(t.lower in self.grammar.words("perfect_infinitives") for t in after)

    def joined_last(self, words: Sequence[Token]) -> Sequence[Token]:
        """ "would not sit idle and could send arms": what is said of the first verb alone is left out."""
        joins = self.grammar.words("coordinators")
        for k in range(len(words) - 2, 0, -1):
            if words[k].lower in joins and self.grammar.lists_any(words[k + 1 : k + 2], "possible"):
                return words[k + 1 :]
        return words
