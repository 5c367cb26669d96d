"""Verb-final languages: roles told by particles or cases.

The same question as ``roles`` answers for languages whose verbs stand before their objects; a mention's ``case`` tells
its role.
"""

from collections.abc import Sequence
from dataclasses import replace

from events.extraction.atoms import particle_at
from events.extraction.claims import OPAQUE
from events.extraction.clause import Clause
from events.extraction.groups import Group
from events.extraction.names import Mention
from events.extraction.predicates import Predicate
from events.extraction.roles import RoleFinder
from events.extraction.segments import PARTICLE
from events.extraction.text import Token
from events.extraction.verb_final_clauses import DOES, EMBEDDED, TOLD
from events.model import ActorType, Kind

_UNDER = frozenset(
    {Kind.ASSAULT, Kind.ACCUSE, Kind.SUPPORT, Kind.REJECT, Kind.THREATEN, Kind.SANCTION, Kind.COERCE, Kind.CONCEDE}
)
"""Kinds done to whoever owns what is named as their object ("condemned Russia's invasion")."""
_GOES = frozenset({Kind.MOBILIZE, Kind.AID, Kind.CONSULT, Kind.RETREAT})
"""Kinds whose nouns have their goal, not their doer, before them where no particle tells: 러시아 파병."""
_AGENTS = frozenset({"agent"})


def denial(predicate: Predicate, clause: Clause) -> Predicate | None:
    """The verb that denies what a noun before it tells: "파병을 부인했다"."""
    if predicate.form != "noun":
        return None
    return next((p for p in clause.predicates if p.sort == "deny" and p.first >= predicate.last), None)


class VerbFinalRoles(RoleFinder):
    """Finds subjects, agents and targets by their cases."""

    def _group(self, mentions: Sequence[Mention]) -> list[Group]:
        groups: list[Group] = []
        for mention in mentions:
            last = groups[-1] if groups else None
            if last and self._joined(last, mention):
                joined = tuple(_with_case(m, mention.case) for m in (*last.mentions, mention))
                groups[-1] = Group(joined, self._governor(mention.last), mention.modifier)
                continue
            groups.append(Group((mention,), self._governor(mention.last), mention.modifier))
        return groups

    def _joined(self, group: Group, mention: Mention) -> bool:
        between = self.tokens[group.last : mention.first]
        joints = self.grammar.words("list")
        if not between or len(between) > 2 or "speaker" in (group.mentions[-1].form, mention.form):
            return False
        return all(t.lower in joints for t in between) and self._clause(group.first) is self._clause(mention.first)

    def _governor(self, last: int) -> str:
        """The role that a particle or a postposition of several words behind a noun phrase tells."""
        tokens = self.tokens
        at = particle_at(tokens, last, self.grammar)
        roles = self.grammar.table("postpositions")
        words = [t.lower for t in tokens[at : at + 4]]
        for length in (4, 3, 2, 1):
            role = roles.get(" ".join(words[:length]))
            if role:
                return str(role)
        case = self.grammar.table("cases").get(words[0]) if words and PARTICLE in tokens[at].keys else None
        return "" if case in DOES else str(case or "")

    def subject(self, predicate: Predicate, clause: Clause) -> tuple[Group | None, bool]:
        """Who does or undergoes it by the cases before the verb, and whether it was taken from another clause."""
        own = self._subject_in(clause, predicate.first)
        if own is None and predicate.form == "verb":  # "領海に中国の船が侵入した": inside the words that tell the act
            own = self._subject_in(clause, predicate.last)
        own = own or self._later_topic(clause)
        if own is not None:
            return own, False
        if predicate.voice == "passive":
            owned = [g for g in self.groups if clause.start <= g.first and g.last <= predicate.first and g.modifier]
            owned = [g for g in owned if not self._owns_goal(g, predicate.first)]
            if owned:
                return owned[0], False
        if self._unnamed_acts(clause, predicate.first, {"nominative"}) or self._quoted_topic(clause, predicate):
            return None, False
        if clause.sort == "rel":
            return self._headed(clause), True
        purpose = self._embedded_subject(clause, ("purpose",))
        if purpose is not None and purpose.case == "nominative":
            return purpose, False
        level = clause.parent if clause.sort in EMBEDDED else None
        for other in reversed(self.clauses[: clause.number]):
            if other.parent is not level and not (other.sort == "lead" and level is not None):
                continue
            found = self._subject_in(other, other.end)
            if found is not None and self.tokens[found.first].quoted and not self.tokens[predicate.first].quoted:
                continue  # "모든 나라가 자제해야 한다"며 반대했다: who is told of inside a quotation acts there
            if found is not None:
                return found, other.sort != "lead"
            if other.sort == "lead" and self._unnamed_acts(other, other.end, {"nominative", "topic"}):
                return None, False
        above = self.subject_at(level, None) if level is not None else None
        above = above if above is not None and above.first < clause.start else None
        return above or self._embedded_subject(clause, ("cond", "time", "inf", "coord")), True

    def _unnamed_acts(self, clause: Clause, before: int, told: set[str]) -> bool:
        """Whether somebody whom no mention names is told to act in the clause."""
        cases = self.grammar.table("cases")
        return any(
            PARTICLE in self.tokens[k].keys and cases.get(self.tokens[k].lower) in told
            for k in range(clause.start + 1, before)
        )

    def _later_topic(self, clause: Clause) -> Group | None:
        """ "Aは投稿し、B政府は不適切だとして要請した": the last topic before what is thought, behind another verb."""
        for other in reversed(self.clauses[: clause.number]):
            if other.parent is not clause or other.sort != "comp":
                continue
            for g in reversed([g for g in self.groups if other.start <= g.first and g.last <= other.end]):
                joined = any("+coord" in t.keys for t in self.tokens[other.start : g.first])
                if joined and g.case == "topic" and not g.governor and not self.tokens[g.first].quoted:
                    return g
        return None

    def _owns_goal(self, group: Group, before: int) -> bool:
        """ "ロシアのクルスク州に派遣された": whose the place is where somebody is sent."""
        cases = self.grammar.table("cases")
        roles = (cases.get(t.lower, "") for t in self.tokens[group.last : before] if PARTICLE in t.keys)
        return next((role for role in roles if role != "genitive"), "") in ("dative", "toward", "locative")

    def _owns_ruling(self, group: Group) -> bool:
        """ "国連安保理決議に違反する": whose ruling it is that somebody else breaks."""
        return any(t.lower in self.grammar.words("rulings") for t in self.tokens[group.last : group.last + 2])

    def _quoted_topic(self, clause: Clause, predicate: Predicate) -> bool:
        """ "미사일은 700㎞를 비행했다"고 밝혔다: inside a quotation a topic that names nobody acts there."""
        first = next((k for k in range(clause.start, predicate.first) if self.tokens[k].quoted), predicate.first)
        told = self.tokens[predicate.first].quoted and predicate.kind not in OPAQUE  # what is blamed may be the topic
        return told and self._has_topic(first, predicate.first)

    def _has_topic(self, start: int, end: int) -> bool:
        """Whether a noun of no mention is the topic of words; "에는" and "11일에는" are none."""
        cases, named = self.grammar.table("cases"), {g.last for g in self.groups}
        return any(
            PARTICLE in self.tokens[k].keys
            and cases.get(self.tokens[k].lower) == "topic"
            and PARTICLE not in self.tokens[k - 1].keys
            and k not in named
            for k in range(start + 1, end)
        )

    def own_subject(self, clause: Clause) -> Group | None:
        """Who acts in a clause by its own words."""
        return self._subject_in(clause, clause.end)

    def _subject_in(self, clause: Clause, before: int) -> Group | None:
        free = [g for g in self.groups if clause.start <= g.first and g.last <= before and not g.governor]
        by_case = {case: [g for g in free if g.case == case] for case in ("nominative", "topic")}
        nominative, topic = by_case["nominative"], by_case["topic"]
        if nominative and not (topic and self._verb_between(nominative[-1].last, before)):
            return nominative[-1]
        if topic:
            return topic[-1]
        owned = [g for g in self.groups if clause.start <= g.first and g.last <= before and g.modifier]
        owning = next((g for g in reversed(owned) if self._acts_for(g, before)), None)
        if owning is not None:
            return owning
        bare = [g for g in free if not g.case and not g.modifier and self._stands_bare(g)]
        return bare[0] if bare else None

    def _verb_between(self, start: int, end: int) -> bool:
        """ "AはBが破った、…と命じた": whether a verb stands between, which has that subject."""
        return any(t.voice and not t.keys & self.grammar.words("auxiliaries") for t in self.tokens[start:end])

    def _acts_for(self, group: Group, before: int) -> bool:
        """ "중국 해경선이", "ロシアの無人機が": whose force acts, where its noun names no organ."""
        cases = self.grammar.table("cases")
        for k in range(group.last, min(group.last + 7, before - 1)):
            token, after = self.tokens[k], self.tokens[k + 1]
            if PARTICLE in after.keys and cases.get(after.lower) in DOES:
                return bool(token.keys & self.grammar.classes.get("force", frozenset()))
        return False

    def _stands_bare(self, group: Group) -> bool:
        """A name without a particle, as headlines set their subjects: "北, ..." """
        after = self.tokens[group.last : group.last + 1]
        joined = bool(after) and after[0].lower in self.grammar.words("list") and after[0].text not in ",、，"
        adverb = bool(after) and after[0].lower in self.grammar.words("adverbs") and PARTICLE not in after[0].keys
        return bool(after) and not joined and (after[0].text in ",、，…" or adverb)

    def subject_at(self, clause: Clause, predicate: Predicate | None) -> Group | None:
        """The subject of a clause."""
        first = predicate.first if predicate else clause.end
        own = self._subject_in(clause, first)
        if own is not None:
            return own
        for other in reversed(self.clauses[: clause.number]):
            if other.parent is clause.parent or other.sort == "lead":
                found = self._subject_in(other, other.end)
                if found is not None:
                    return found
        return None

    def _headed(self, clause: Clause) -> Group | None:
        """ "돕는 북한": who stands right behind a clause that describes it."""
        headed = next((g for g in self.groups if 0 <= g.first - clause.end <= 1), None)
        before = self.clauses[clause.number - 1] if clause.number else None
        if headed is None and before is not None and before.sort == "rel":
            return self._subject_in(before, before.end)
        return headed

    def _embedded_subject(self, clause: Clause, sorts: Sequence[str]) -> Group | None:
        """ "북한이 러시아를 돕기 위해 병력을 보냈다": the subject in the clause before is this one's too."""
        for other in self.clauses[: clause.number]:
            if other.sort in sorts and other.parent in (clause, None):
                found = self._subject_in(other, other.end)
                if found is not None:
                    return found
        return None

    # --- agents and targets -----------------------------------------------------------------------

    def is_passive(self, predicate: Predicate, clause: Clause) -> bool:  # noqa: ARG002 - the form alone tells it
        """Whether the subject undergoes the act."""
        return predicate.voice == "passive"

    def cause(self, clause: Clause) -> Group | None:
        """ "공습해 12명이 숨졌다": who attacked in the clause before."""
        before = self.clauses[clause.number - 1] if clause.number else None
        if before is None or before.sort not in (clause.sort, "coord"):
            return None
        verbs = [p for p in before.predicates if p.kind is Kind.ASSAULT and p.form == "verb"]
        return self.subject(verbs[-1], before)[0] if verbs else None

    def goes_on(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether a verb goes on with the same kind of act as the clause before, with the same doer."""
        before = self.clauses[clause.number - 1] if clause.number else None
        if before is None or before.sort not in (clause.sort, "coord"):
            return False
        return any(p.kind is predicate.kind for p in before.predicates)

    def drops_subject(self, clause: Clause | None = None) -> bool:
        """Whether nobody is told to act in a clause, or in the main clauses and before them."""
        told = {"nominative", "topic"}
        main = [clause] if clause else [c for c in self.clauses if c.parent is None]
        if clause is None and any(self._has_topic(c.start, c.end) for c in self.clauses if c.sort == "comp"):
            return False  # "검사실은 ... 착수했다고 발표했다": who says it stands before what is said
        return not any(self._unnamed_acts(c, c.end, told) or self._subject_in(c, c.end) for c in main)

    def reach_back(self, clause: Clause) -> int:
        """The token where the words of a clause begin, with what is told in it and who tells it before that."""
        first = clause.start
        for other in reversed(self.clauses[: clause.number]):
            if other.sort != "lead" and other.parent is not clause:
                break
            first = other.start
        return first

    def helpers(self, predicate: Predicate, clause: Clause) -> Sequence[Token]:
        """The verbs that may carry out the act that a noun names: those right behind it."""
        if not self._governs(predicate):
            return []
        return [t for t in self.tokens[predicate.last : min(clause.end, predicate.last + 6)] if t.voice]

    def agent(self, predicate: Predicate, clause: Clause) -> Group | None:
        """Who does it, told by a case, or as the owner of the noun that names it."""
        for group in reversed(self.groups):
            inside = clause.start <= group.first and group.last <= predicate.first
            if inside and group.governor in _AGENTS:
                return group
        if predicate.form != "noun":
            return None
        denied = denial(predicate, clause) is not None
        if not denied and not self._takes_place(predicate, clause):
            return None
        near = [g for g in self.groups if g.modifier and 0 <= predicate.first - g.last <= 3]
        if predicate.kind in _GOES:
            near = [g for g in near if g.case == "genitive" or (denied and _are_forces(g))]
        near = [g for g in near if not any(t.voice for t in self.tokens[g.last : predicate.first])]
        if near or not denied:
            return near[0] if near else None
        return self.subject(predicate, clause)[0]

    def _takes_place(self, predicate: Predicate, clause: Clause) -> bool:
        if not self._governs(predicate):
            return False
        words = self.grammar.words("light", "occur", "undergo")
        after = self.tokens[predicate.last : clause.end]
        return any(t.keys & words for t in after)

    def _governs(self, predicate: Predicate) -> bool:
        """Whether the noun is what the verb behind it is about, and not only its circumstance ("...について")."""
        cases = self.grammar.table("cases")
        after = self.tokens[predicate.last : predicate.last + 1]
        role = cases.get(after[0].lower, "") if after and PARTICLE in after[0].keys else ""
        return role in ("", "nominative", "topic", "accusative", "toward", "locative", "agent")

    def companions(self, predicate: Predicate, clause: Clause) -> list[Group]:
        """Who does it too."""
        inside = [g for g in self.groups if clause.start <= g.first and g.last <= predicate.first]
        return [g for g in inside if g.governor == "together"]

    def target(
        self,
        predicate: Predicate,
        clause: Clause,
        source: Sequence[Group],
        reach: int,  # noqa: ARG002
    ) -> Group | None:
        """To whom: by case, as the owner of the object, or as who is to do what is said."""
        if predicate.trigger is None or predicate.kind is None:
            return None
        allowed = predicate.trigger.targets | {"accusative"}
        first = self.reach_back(clause)
        spans = [(clause.start, predicate.last if predicate.form == "verb" else predicate.first)]
        spans += [(c.start, c.end) for c in self.clauses if c.sort == "lead" and first <= c.start < clause.start]
        around = [g for g in self.groups if any(a <= g.first and g.last <= b for a, b in spans)]
        before = [g for g in around if g not in source]
        for role in ("accusative", "against", "with", "dative"):
            led = [g for g in before if g.governor == role and role in allowed and not g.modifier]
            if led:
                return led[-1]
        if predicate.kind in _UNDER | {Kind.REQUEST}:
            owned = [g for g in before if g.modifier and not self._seat(g) and self._owns_object(g, predicate.first)]
            if owned:
                return owned[-1]
        return self._asked_of(predicate, clause, source)

    def _owns_object(self, group: Group, before: int) -> bool:
        """Whether the noun that a group owns is what the verb is about, and not a way or a place."""
        cases = self.grammar.table("cases")
        roles = (cases.get(t.lower, "") for t in self.tokens[group.last : before] if PARTICLE in t.keys)
        first = next((role for role in roles if role != "genitive"), "accusative")
        return first in ("accusative", "against", "dative", "topic", "nominative", "with")

    def _seat(self, group: Group) -> bool:
        return group.governor == "locative"

    def _asked_of(self, predicate: Predicate, clause: Clause, source: Sequence[Group]) -> Group | None:
        """ "러시아가 철수해야 한다고 촉구했다": who is to do what is asked."""
        if predicate.kind not in OPAQUE:
            return None
        for other in reversed(self.clauses[: clause.number]):
            if other.parent is clause and other.sort in TOLD:
                found = self._subject_in(other, other.end) or self._embedded_subject(other, ("purpose",))
                if found is not None and found not in source:
                    return found
                inner = [g for g in self.groups if other.start <= g.first and g.last <= other.end and g not in source]
                led = [g for g in inner if g.governor in ("accusative", "against", "dative")]
                blamed = (g for g in inner if g.modifier and predicate.kind is Kind.ACCUSE)
                led = led or [g for g in blamed if not self._owns_ruling(g)]
                if led and predicate.kind in _UNDER | {Kind.REQUEST, Kind.AGREE}:
                    return led[0]
        return None


def _are_forces(group: Group) -> bool:
    return all(w.type is ActorType.MILITARY for m in group.mentions for w in m.who)


def _with_case(mention: Mention, case: str) -> Mention:
    return replace(mention, case=case)
