"""Verb-final languages: clauses that end in their verb, roles told by particles or cases, and claims told behind.

The same three questions as ``clauses``, ``roles`` and ``claims`` answer for languages whose verbs stand before their
objects. A word's keys tell what its ending says ("+quote", "+rel", "+coord", "+cond", "+noun" ...); a mention's
``case`` tells its role.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from events.extraction.act import SPEECH
from events.extraction.atoms import particle_at
from events.extraction.claims import OPAQUE, ClaimReader
from events.extraction.clause import Clause
from events.extraction.clauses import ClauseSplitter
from events.extraction.groups import Group
from events.extraction.names import Mention
from events.extraction.predicates import Predicate
from events.extraction.roles import RoleFinder
from events.extraction.segments import NEGATED, PARTICLE
from events.extraction.text import Token
from events.model import Actor, Kind, Modality

_CLOSING = "”»」』’'\""
_OPENING = "“«「『‘'\""
_CONTENT = frozenset({"comp", "inf"})
_EMBEDDED = frozenset({"comp", "inf", "rel", "cond", "time", "purpose"})
_DOES = frozenset({"nominative", "topic"})
_UNDER = frozenset({Kind.ASSAULT, Kind.ACCUSE, Kind.SUPPORT, Kind.REJECT, Kind.THREATEN, Kind.SANCTION, Kind.COERCE})
"""Kinds done to whoever owns what is named as their object ("condemned Russia's invasion")."""
_GOES = frozenset({Kind.MOBILIZE, Kind.AID, Kind.CONSULT, Kind.RETREAT})
"""Kinds whose nouns have their goal, not their doer, before them where no particle tells: 러시아 파병."""
_HARM = frozenset({Kind.ASSAULT, Kind.COERCE, Kind.SANCTION})
_AGENTS = frozenset({"agent"})


class VerbFinalSplitter(ClauseSplitter):
    """Cuts a sentence behind its verbs."""

    def split(
        self, tokens: Sequence[Token], predicates: Sequence[Predicate], mentions: Sequence[Mention]
    ) -> list[Clause]:
        """The clauses in order; together they cover all tokens."""
        self.tokens, self.predicates, self.mentions = tokens, list(predicates), list(mentions)
        self.starts = {m.first: m for m in mentions}
        self.inside = {i for m in mentions for i in range(m.first, m.last)}
        self.at_predicate = {p.first: p for p in predicates}
        spans = [piece for span in self._together(self._spans()) for piece in self._without_lead(*span)]
        clauses = [Clause(n, start, sort, None, end) for n, (start, end, sort) in enumerate(spans)]
        self._attach(clauses)
        for predicate in predicates:
            home = next(c for c in reversed(clauses) if c.start <= predicate.first)
            home.predicates.append(predicate)
        return clauses

    # --- where a clause ends --------------------------------------------------------------------

    def _spans(self) -> list[tuple[int, int, str]]:
        """Start, end and sort of each clause, by the endings of its verbs."""
        spans, start, i = [], 0, 0
        while i < len(self.tokens):
            found = None if i in self.inside else self._ends(i)
            if found and found[1] != "comp" and not any(start <= p.first < found[0] for p in self.predicates):
                i += 1
            elif found and found[0] < len(self.tokens):
                spans.append((start, found[0], found[1]))
                start = i = found[0]
            else:
                i = found[0] if found else i + 1
        if start < len(self.tokens):
            spans.append((start, len(self.tokens), "main"))
        return spans

    def _together(self, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Clauses joined to one that is told or asked for are told or asked for with it."""
        done = list(spans)
        for k in range(len(spans) - 2, -1, -1):
            start, end, sort = done[k]
            after = done[k + 1]
            if sort == "coord" and after[2] in _CONTENT and self._told_with(start, end, after):
                done[k] = (start, end, after[2])
        return done

    def _told_with(self, start: int, end: int, after: tuple[int, int, str]) -> bool:
        if any(self.tokens[k].quoted for k in range(start, end)) or self.tokens[after[0]].quoted:
            return self.tokens[end - 1].quoted and self.tokens[after[0]].quoted
        own = [len(self._subjects(*span)) for span in ((start, end), after[:2])]
        return own[0] > 1 or own[1] == 0

    def _subjects(self, start: int, end: int) -> list[Mention]:
        found = [m for m in self.mentions if start <= m.first and m.last < end]
        return [m for m in found if m.case in _DOES and not m.modifier]

    def _ends(self, i: int) -> tuple[int, str] | None:
        """Where the clause ends whose verb or connecting word stands at ``i``, and its sort."""
        token = self.tokens[i]
        if not token.voice:
            return self._quotation_ends(i)
        for at in range(i, min(i + 12, len(self.tokens))):
            here = self.tokens[at]
            if here.voice:
                sort = self._sort(at)
                if sort == "on":
                    continue
                if sort is not None:
                    return self._over_marks(at + 1), sort
                return None
            sort = self._bound(at)
            if sort is None:
                return None
            if sort != "on":
                return self._over_marks(at + 1), sort
        return None

    def _sort(self, at: int) -> str | None:
        """What sort of clause a verb form ends: "on" where words bound to it follow, None at a plain end."""
        keys = self.tokens[at].keys
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if "+quote" in keys and "+final" not in keys:
            return "comp"
        for name in ("cond", "purpose", "whether", "inf"):
            if f"+{name}" in keys:
                return "cond" if name == "whether" else name
        if after is None:
            return None
        if self._follows(at + 1):
            return "on"
        if "+coord" in keys:
            return "coord"
        if "+noun" in keys:
            return "inf" if after.is_word else None
        if after.text in _CLOSING and not self.tokens[at].quoted:
            return None
        if "+final" in keys or "+quote" in keys or not after.is_word:
            return None
        return "rel"

    def _follows(self, at: int) -> bool:
        """Whether words bound to a verb follow it: auxiliaries, "that", "possibility", with their particles."""
        token = self.tokens[at]
        if at in self.inside:
            return False
        if token.lower in self.grammar.table("bound_nouns") or token.lower in self.grammar.words("quoting_particles"):
            return True
        return bool(token.keys & self.grammar.words("auxiliaries"))

    def _bound(self, at: int) -> str | None:
        """What a word behind a verb makes of the clause: its sort, "on" where more follows, None where none is."""
        token = self.tokens[at]
        if token.lower in self.grammar.words("quoting_particles"):
            return "comp"
        if token.lower in self.grammar.table("bound_nouns"):
            sort = self._meant(at, self.grammar.table("bound_nouns")[token.lower])
            copula = self.tokens[at + 1 : at + 2]
            if sort == "inf" and copula and copula[0].keys & self.grammar.words("copulas"):
                return "on"
            return str(sort) if sort in _EMBEDDED | {"coord"} else "on"
        return "on" if PARTICLE in token.keys or token.text in _CLOSING else None

    def _meant(self, at: int, sort: str) -> str:
        """The sort of a bound noun that means one thing behind a verb of the past and another before it is done."""
        present, _, past = sort.partition("|")
        return past if past and "+past" in self.tokens[at - 1].keys else present

    def _quotation_ends(self, i: int) -> tuple[int, str] | None:
        """A quotation closed right before a word that says so."""
        if i == 0 or self.tokens[i].lower not in self.grammar.words("quotatives"):
            return None
        before = self.tokens[i - 1]
        if before.text in _CLOSING or before.lower in self.grammar.words("before_quotatives"):
            return self._over_marks(i + 1), "comp"
        return None

    def _over_marks(self, at: int) -> int:
        """Behind particles, commas and closing quotation marks, and words that only go on with a quotation."""
        while at < len(self.tokens):
            token = self.tokens[at]
            particle = PARTICLE in token.keys and at not in self.inside
            if not (
                particle
                or token.text in ",、，)）"
                or (token.text in _CLOSING and token.quoted and not self._opens(at))
            ):
                break
            at += 1
        return at

    def _opens(self, at: int) -> bool:
        """Whether a quotation mark that looks the same on both sides begins a quotation."""
        return at + 1 < len(self.tokens) and self.tokens[at + 1].quoted and self.tokens[at].text in _OPENING

    # --- what stands before a clause inside another ---------------------------------------------

    def _without_lead(self, start: int, end: int, sort: str) -> list[tuple[int, int, str]]:
        """An embedded clause without the words of the clause around it that stand before it."""
        cut = self._lead_end(start, end) if sort in _EMBEDDED else start
        return [(start, cut, "lead"), (cut, end, sort)] if start < cut < end else [(start, end, sort)]

    def _lead_end(self, start: int, end: int) -> int:
        if self.tokens[start].quoted:
            return start
        subjects = self._subjects(start, end)
        opening = next(
            (k for k in range(start, end) if self.tokens[k].text in _OPENING and self._begins_quotation(k)), None
        )
        if opening is not None and not any(self.tokens[k].voice for k in range(start, opening)):
            return opening
        stranger = self._unnamed_topic(start, subjects[0].first if subjects else end)
        if stranger is not None and (subjects or self._another_subject(stranger, end)):
            return self._over_dates(stranger, end)
        if not subjects:
            return start
        first = subjects[0]
        if any(self.tokens[k].voice for k in range(start, first.first)):
            return start
        if len(subjects) > 1 or self._another_subject(first.last, end) or first.case == "topic":
            return self._over_dates(first.last, end)
        return start

    def _begins_quotation(self, k: int) -> bool:
        return self.tokens[k].quoted and (k == 0 or not self.tokens[k - 1].quoted or self.tokens[k].text in "“「『«‘")

    def _unnamed_topic(self, start: int, end: int) -> int | None:
        """Where the particle of a topic stands that names no known actor ("尹氏は、北朝鮮が…")."""
        cases = self.grammar.table("cases")
        for k in range(start + 1, end):
            token = self.tokens[k]
            if token.voice:
                return None
            if PARTICLE in token.keys and k not in self.inside and cases.get(token.lower) == "topic":
                return k
        return None

    def _another_subject(self, after: int, end: int) -> bool:
        cases = self.grammar.table("cases")
        return any(
            PARTICLE in self.tokens[k].keys and cases.get(self.tokens[k].lower) == "nominative"
            for k in range(after + 1, end)
        )

    def _over_dates(self, at: int, end: int) -> int:
        """Behind the subject's particles and the date that follows: it dates the saying."""
        while at < end and self.tokens[at].text in self.grammar.words("before_particles"):
            at += 1
        at += 1
        while at < end:
            token = self.tokens[at]
            dated = token.text[:1].isdigit() or token.lower in self.grammar.words("lead_words")
            if not (dated or token.text in ",、，()（）" or (PARTICLE in token.keys and self._dated(at - 1))):
                break
            at += 1
        return at

    def _dated(self, k: int) -> bool:
        return self.tokens[k].lower in self.grammar.words("lead_words") or self.tokens[k].text in ")）"

    # --- what a clause depends on ---------------------------------------------------------------

    def _attach(self, clauses: list[Clause]) -> None:
        """Gives each clause the one that it is part of: the next one to its right."""
        for k in range(len(clauses) - 2, -1, -1):
            clause = clauses[k]
            if clause.sort in _EMBEDDED:
                clause.parent = self._host(clauses, k)

    def _host(self, clauses: list[Clause], k: int) -> Clause:
        """The clause to which an embedded one belongs: the next that is not itself told beside it."""
        for after in clauses[k + 1 :]:
            if after.sort == "lead":
                continue
            if self._goes_with(clauses[k], after):
                continue
            return after
        return clauses[k + 1]

    def _goes_with(self, clause: Clause, after: Clause) -> bool:
        """Whether what is told goes on in the next clause beside it, and is not told by it."""
        if clause.sort != "comp" or after.sort != "comp" or self._says(after):
            return False
        words = [t for t in self.tokens[clause.start : clause.end] if t.is_word]
        parallel = bool(words) and words[-1].text.endswith(tuple(self.grammar.words("parallel_quotatives")))
        return parallel or any(t.quoted and t.text in _CLOSING for t in self.tokens[clause.start : clause.end])

    def _says(self, clause: Clause) -> bool:
        inside = [p for p in self.predicates if clause.start <= p.first < clause.end]
        return any(p.sort in ("say", "deny", "withhold", "wish") for p in inside)


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
        return "" if case in _DOES else str(case or "")

    def subject(self, predicate: Predicate, clause: Clause) -> tuple[Group | None, bool]:
        """Who does or undergoes it by the cases before the verb, and whether it was taken from another clause."""
        own = self._subject_in(clause, predicate.first)
        if own is not None:
            return own, False
        if predicate.voice == "passive":
            owned = [g for g in self.groups if clause.start <= g.first and g.last <= predicate.first and g.modifier]
            if owned:
                return owned[0], False
        if self._unnamed_acts(clause, predicate.first, {"nominative"}):
            return None, False
        if clause.sort == "rel":
            return self._headed(clause), True
        purpose = self._embedded_subject(clause, ("purpose",))
        if purpose is not None and purpose.case == "nominative":
            return purpose, False
        level = clause.parent if clause.sort in _EMBEDDED else None
        for other in reversed(self.clauses[: clause.number]):
            if other.parent is not level and not (other.sort == "lead" and level is not None):
                continue
            found = self._subject_in(other, other.end)
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
            if PARTICLE in after.keys and cases.get(after.lower) in _DOES:
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
            near = [g for g in near if g.case == "genitive"]
        near = [g for g in near if not any(t.voice for t in self.tokens[g.last : predicate.first])]
        if near or not denied:
            return near[0] if near else None
        return self.subject(predicate, clause)[0]

    def _takes_place(self, predicate: Predicate, clause: Clause) -> bool:
        if not self._governs(predicate):
            return False
        words = self.grammar.words("light") | self.grammar.words("occur") | self.grammar.words("undergo")
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
        spans = [(clause.start, predicate.first)]
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
            if other.parent is clause and other.sort in _CONTENT:
                found = self._subject_in(other, other.end) or self._embedded_subject(other, ("purpose",))
                if found is not None and found not in source:
                    return found
                inner = [g for g in self.groups if other.start <= g.first and g.last <= other.end and g not in source]
                led = [g for g in inner if g.governor in ("accusative", "against", "dative")]
                led = led or [g for g in inner if g.modifier and predicate.kind is Kind.ACCUSE]
                if led and predicate.kind in _UNDER | {Kind.REQUEST}:
                    return led[0]
        return None


class VerbFinalClaims(ClaimReader):
    """Reads modality and attribution behind the verbs that they belong to."""

    roles: VerbFinalRoles

    def is_content(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether a predicate only tells what another act asks for, fears or promises, or a condition."""
        here = clause
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
        shared = self._shared(predicate, clause)
        if shared is not Modality.ASSERTED:
            return shared
        here = clause
        while here.parent is not None:
            if here.sort in _CONTENT:
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
            if here.sort in _CONTENT:
                for p in here.parent.predicates:
                    if p.sort in ("say", "deny") and p.first >= here.end:
                        return p, here.parent
            here = here.parent
        return None

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


def _with_case(mention: Mention, case: str) -> Mention:
    return replace(mention, case=case)
