"""Verb-final languages: modality and claims told behind the verbs that they belong to.

The same question as ``claims`` answers for languages whose verbs stand before their objects.
"""

from collections.abc import Sequence
from itertools import pairwise

from events.extraction.act import SPEECH
from events.extraction.claims import OPAQUE, ClaimReader
from events.extraction.clause import Clause
from events.extraction.groups import Group
from events.extraction.predicates import Predicate
from events.extraction.segments import NEGATED, PARTICLE
from events.extraction.text import Token
from events.extraction.verb_final_clauses import TOLD
from events.extraction.verb_final_roles import VerbFinalRoles, denial
from events.model import Actor, Kind, Modality

_WORDS = frozenset({Kind.ACCUSE, Kind.REJECT, Kind.REQUEST, Kind.SUPPORT})
_HARM = frozenset({Kind.ASSAULT, Kind.COERCE, Kind.SANCTION})


class VerbFinalClaims(ClaimReader):
    """Reads modality and attribution behind the verbs that they belong to."""

    roles: VerbFinalRoles

    def is_content(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether a predicate only tells what another act asks for, fears or promises, or a condition."""
        here = clause
        if self._meets_first(predicate, clause):
            return False
        if self._governed(predicate, clause, predicate.last) or self._describes(predicate, clause):
            return True
        if predicate.kind is Kind.AGREE and self._hostile(clause, predicate.first):
            return True  # "공격할 용의가 있다": a readiness to do harm is no promise
        while here.parent is not None:
            if here.sort in ("cond", "purpose"):
                return True
            if here.sort in ("comp", "inf", "rel") and self._governed(predicate, here.parent, here.end):
                return not any(p.sort == "deny" for p in here.parent.predicates)
            here = here.parent
        return False

    def _meets_first(self, predicate: Predicate, clause: Clause) -> bool:
        """ "会談し、連携することで一致した": a meeting told before what was agreed or said there.

        Likewise "비난하며 행동을 취하겠다고 위협했다", where who blames is who speaks.
        """
        verbs = [t for t in self.tokens[predicate.first : clause.end] if t.voice]
        if not verbs or "+coord" not in verbs[0].keys or clause.sort in ("rel", "cond", "purpose"):
            return False
        if predicate.kind in _WORDS and predicate.form == "verb":
            behind = self.tokens[predicate.last : clause.end]
            ends = len(behind) < 2 and not any(PARTICLE in t.keys for t in behind)  # "申し入れは" is a noun
            return ends and clause.sort in TOLD and self.roles.own_subject(clause) is None
        return predicate.kind is Kind.CONSULT and (clause.parent is None or clause.parent.sort != "comp")

    def _answers_behind(self, clause: Clause) -> bool:
        """ "회담을 하고 공동 대응하기로 합의했다": whether what was agreed or said there follows."""
        later = (p for c in self.clauses[clause.number + 1 : clause.number + 3] for p in c.predicates)
        return any(p.kind in OPAQUE and p.form == "verb" for p in later)

    def _describes(self, predicate: Predicate, clause: Clause) -> bool:
        """ "ウクライナに侵攻するロシア": what somebody does all the time only tells who they are."""
        verb = self.tokens[predicate.last - 1]
        return clause.sort == "rel" and "+plain" in verb.keys and predicate.last >= clause.end - 1

    def _governed(self, predicate: Predicate, clause: Clause, after: int) -> bool:
        """Whether a verb behind hides it: one that asks, blames, wishes or will not say."""
        later = [p for p in clause.predicates if p.first >= after and p is not predicate and p.form == "verb"]
        hostile = self._hostile(clause, after)
        return any(
            p.sort in ("wish", "withhold") or (p.kind in OPAQUE and not (p.kind is Kind.AGREE and hostile))
            for p in later
        )

    def _hostile(self, clause: Clause, before: int) -> bool:
        """Whether a verb of harm stands in the clause before a token."""
        return any(p.kind in _HARM and p.form == "verb" and p.last <= before for p in clause.predicates)

    def modality(self, predicate: Predicate, clause: Clause) -> Modality:
        """How the act stands to the world: by the words behind its verb, and by what they are told under."""
        if predicate.form == "verdict":
            return Modality.ASSERTED
        own = self._behind(predicate, clause)
        if denial(predicate, clause) is not None:
            return Modality.DENIED
        if own is Modality.PLANNED and clause.sort == "inf" and clause.parent is not None:
            under = self._of_words(self.tokens[max(clause.end, clause.parent.start) : clause.parent.end])
            return own if under is Modality.ASSERTED else under
        if own is not Modality.ASSERTED:
            return own
        if self._meets_first(predicate, clause) and self._answers_behind(clause):
            return own
        shared = self._shared(predicate, clause)
        if shared is not Modality.ASSERTED:
            return shared
        here = clause
        while here.parent is not None:
            if here.sort in TOLD:
                after = self.tokens[max(here.end, here.parent.start) : here.parent.end]
                if any(p.sort == "deny" for p in here.parent.predicates) or self._untrue(after):
                    return Modality.DENIED
                if any(t.keys & self.grammar.words("doubt") for t in after):
                    return Modality.POSSIBLE
                if here.sort == "inf" and not self._says(here.parent):
                    under = self._of_words(after)
                    if under is not Modality.ASSERTED:
                        return under
            here = here.parent
        return Modality.ASSERTED

    def _shared(self, predicate: Predicate, clause: Clause) -> Modality:
        """ "방문해 회담할 예정이다": a verb joined without a tense of its own has that of the one it is joined to."""
        verb = next((t for t in reversed(self.tokens[predicate.first : clause.end]) if t.voice), None)
        after = self.clauses[clause.number + 1] if clause.number + 1 < len(self.clauses) else None
        if verb is None or after is None or "+coord" not in verb.keys or "+past" in verb.keys:
            return Modality.ASSERTED
        if after.parent is not clause.parent or after.sort == "lead":
            return Modality.ASSERTED
        shared = self._of_words(self.tokens[after.start : after.end], acting=predicate.kind not in SPEECH)
        return shared if shared in (Modality.PLANNED, Modality.POSSIBLE) else Modality.ASSERTED

    def _says(self, clause: Clause) -> bool:
        return any(p.sort == "say" for p in clause.predicates)

    def saying_modality(self, saying: Predicate, clause: Clause) -> Modality:
        """How sure it is that something is said."""
        return self._behind(saying, clause)

    def _behind(self, predicate: Predicate, clause: Clause) -> Modality:
        later = [
            p.first for p in clause.predicates if p.first > predicate.first and p.form == "verb" and p.sort == "act"
        ]
        end = min([clause.end, *later])
        before = self.tokens[predicate.first - 1] if predicate.first > clause.start else None
        negated = before is not None and before.lower in self.grammar.words("negators")
        own = self.tokens[predicate.first : predicate.last]
        if own and self._denies_itself(predicate):
            negated, own = False, ()
        words = (*self.tokens[predicate.first - negated : predicate.first], *own, *self.tokens[predicate.last : end])
        return self._of_words(words, acting=predicate.kind is not None and predicate.kind not in SPEECH)

    def _denies_itself(self, predicate: Predicate) -> bool:
        """Whether what a phrase denies is its meaning: "受け入れなかった" is a refusal."""
        last = predicate.trigger.words[-1] if predicate.trigger else ""
        return last.endswith(NEGATED) or last in self.grammar.words("negators")

    def _of_words(self, words: Sequence[Token], *, acting: bool = False) -> Modality:
        keys = frozenset[str]().union(*(t.keys for t in words)) if words else frozenset()
        bound = {self.grammar.table("bound_nouns").get(b.lower, "") for a, b in pairwise(words) if a.voice}
        if self._cannot(words):
            return Modality.DENIED
        if keys & self.grammar.words("possible") or "+oblige" in keys or "possible" in bound:
            return Modality.POSSIBLE
        if "+neg" in keys or keys & self.grammar.words("negators"):
            return Modality.DENIED
        resolves = self.grammar.words("resolving")
        if any("+noun" in a.keys and b.lower in resolves for a, b in pairwise(words)):
            return Modality.PLANNED
        if "+future" in keys or keys & self.grammar.words("future") or "future" in bound:
            return Modality.PLANNED
        ahead = acting and any("+plain" in t.keys for t in words[:3])
        return Modality.PLANNED if ahead else Modality.ASSERTED

    def _cannot(self, words: Sequence[Token]) -> bool:
        """ "할 수 없다", "할 계획이 없다": what may be, or is planned, is said not to be."""
        bound = self.grammar.table("bound_nouns")
        for k, token in enumerate(words):
            behind = [t for t in words[k + 1 : k + 3] if PARTICLE not in t.keys][:1]
            if token.lower in bound and behind and behind[0].keys & (self.grammar.words("negators") | {"+neg"}):
                return True
        return False

    def saying(self, predicate: Predicate, clause: Clause) -> tuple[Predicate, Clause] | None:
        """The saying or denying that an act is told under: behind it."""
        here = clause
        denied = denial(predicate, clause)
        if denied is not None:
            return denied, clause
        while here.parent is not None:
            if here.sort in TOLD:
                for p in here.parent.predicates:
                    if p.sort in ("say", "deny") and p.first >= here.end and not self._is_known(p):
                        return p, here.parent
            here = here.parent
        return None

    def _is_known(self, saying: Predicate) -> bool:
        """ "보낸 것으로 파악됐다고 국정원이 밝혔다": what is said to be known is told by who says that."""
        return saying.sort == "say" and saying.voice == "passive"

    def threatens(self, clause: Clause, sources: Sequence[Actor]) -> bool:  # noqa: ARG002 - their verbs tell it
        """ "대응하겠다고 경고했다": what the speaker will do, where nobody else is its doer."""
        for other in self.clauses:
            if other.parent is clause and other.sort == "comp":
                words = self.tokens[other.start : other.end]
                if any(t.keys & {"+future", "+plain"} for t in words) and self.roles.own_subject(other) is None:
                    return True
        return False

    def ahead(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether the verb tells of what is to come: "석방하지 않겠다", "解放しない"."""
        forms = [t.keys for t in self.tokens[predicate.first : clause.end] if t.voice]
        return any(keys & {"+future", "+plain"} or ("+neg" in keys and "+past" not in keys) for keys in forms)

    def said_from(self, *_told: object) -> int:
        """The token from which on words belong to the saying and no longer to the act."""
        return len(self.tokens)

    def attributed(self) -> Group | None:
        """ "X에 따르면", "Xによると": the one named is the speaker."""
        return next((g for g in self.roles.groups if g.governor == "according"), None)
