"""Who does what a verb or noun tells, and to whom, as its own sentence names them."""

from collections.abc import Sequence

from events.extraction.act import MUTUAL, in_role
from events.extraction.circumstances import MOVES
from events.extraction.claims import OPAQUE
from events.extraction.clause import Clause
from events.extraction.groups import Group
from events.extraction.parsed import Parsed
from events.extraction.predicates import Predicate
from events.model import Actor, ActorType, Kind, Role


class Parties:
    """Finds the two sides of each act of one sentence."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.grammar, self.tokens, self.roles = parsed.grammar, parsed.tokens, parsed.roles
        self.named, self.phrase = parsed.named, parsed.phrase

    def of(self, predicate: Predicate, clause: Clause) -> tuple[list[Actor], list[Actor], list[str]]:
        """Who does what a predicate tells, to whom, and why that is less than sure."""
        subject, borrowed = self.roles.subject(predicate, clause)
        reasons = ["its doer is named in another clause"] if borrowed and subject else []
        if predicate.form == "noun":
            agent = self.roles.agent(predicate, clause)
            named = None if borrowed and self.roles.reported(predicate) else subject
            doer, undergone = self._noun_parties(predicate, clause, named, agent)
            source = doer
            if undergone is not None:
                return self.named(source, Role.SOURCE), self.named(undergone, Role.TARGET), reasons
        elif self._is_undergone(predicate):
            suffers = None if borrowed and self.grammar.has("verb final") else subject
            return self.named(self._attacker(clause), Role.SOURCE), self.named(suffers, Role.TARGET), reasons
        elif self.roles.is_passive(predicate, clause):
            agent = self.roles.agent(predicate, clause)
            moves = predicate.kind in MOVES and not self._helped(predicate)
            other = subject if moves else self._attacker(clause) if self._by_attack(predicate) else None
            source = agent or self.roles.summoner(predicate, clause) or other
            if agent is not None or not moves:
                ahead = subject is None and predicate.object_at >= 0  # "санкции против России были введены"
                suffers = self.roles.target(predicate, clause, [], 0) if ahead else subject
                return self.named(source, Role.SOURCE), self.named(suffers, Role.TARGET), reasons
        else:
            own = None if borrowed else subject
            source = self._present(predicate) or own or self._possessor(predicate, clause) or subject
        used = [g for g in (source, subject) if g is not None]
        together = self.roles.companions(predicate, clause) if predicate.kind in (Kind.ASSAULT, Kind.COOPERATE) else []
        reach = self._reach(predicate, clause)
        target = self.roles.target(predicate, clause, [*used, *together], reach)
        doers = [a for g in (source, *together) for a in self.named(g, Role.SOURCE)]
        done_to = self.named(target, Role.TARGET)
        if not done_to and self.grammar.has_clitic(self.tokens[predicate.first].lower) and predicate.voice == "active":
            done_to = self._clitic(predicate, doers)
        if predicate.kind in MUTUAL and not done_to and self._mutual(predicate, clause, doers):
            done_to = in_role(doers, Role.TARGET)
        return doers, done_to, reasons

    def _noun_parties(
        self, predicate: Predicate, clause: Clause, subject: Group | None, agent: Group | None
    ) -> tuple[Group | None, Group | None]:
        """A noun that tells an act needs somebody named as its doer, or a verb that carries it out."""
        keys = {key for t in self.roles.helpers(predicate, clause) if t.voice for key in t.keys}
        denials = [p for p in clause.predicates if p.sort == "deny" and p.last <= predicate.first]
        if agent is None and denials and self.roles.denied(predicate, denials[-1]):
            owner = [g for g in self.roles.groups if g.modifier and g.last == predicate.first > denials[-1].last]
            return (owner[0] if owner else self.roles.subject(denials[-1], clause)[0]), None
        if agent is None and self.roles.reported(predicate) and predicate.head in self.grammar.words("own_nouns"):
            return subject, None
        if agent is not None and keys & self.grammar.words("undergo"):
            return agent, subject
        if agent is not None:
            return agent, agent if agent.governor in self.grammar.words("between") else None
        return (subject, None) if keys & self.grammar.words("light") else (None, None)

    def _is_undergone(self, predicate: Predicate) -> bool:
        """ "tewas", "starben": the subject of the verb does nothing, but dies."""
        undergone = not self.tokens[predicate.first].keys.isdisjoint(self.grammar.words("undergone"))
        told = predicate.voice != "active" or self.grammar.has("verb final") or self.grammar.has("coverbs")
        return (undergone and told) or predicate.head in self.grammar.words("dying")

    def _helped(self, predicate: Predicate) -> bool:
        """ "seorang tentara dievakuasi": who is helped gives no aid."""
        needs = predicate.trigger.needs if predicate.trigger else ()
        return predicate.kind is Kind.AID and not needs and self.grammar.has("bare agents")

    def _by_attack(self, predicate: Predicate) -> bool:
        """ "tués par une frappe israélienne": whose attack it was is told behind the verb."""
        return predicate.kind is Kind.ASSAULT and self.grammar.has("articled nouns")

    def _attacker(self, clause: Clause) -> Group | None:
        """ "tewas dalam serangan Hamas": whose attack it was that somebody fell in."""
        nouns = [p for p in clause.predicates if p.form == "noun" and p.kind is Kind.ASSAULT]
        return next((g for p in nouns for g in [self.roles.agent(p, clause)] if g), None) or self.roles.cause(clause)

    def _possessor(self, predicate: Predicate, clause: Clause) -> Group | None:
        """ "Israeli airstrikes killed 12": the doer is who made the attack that is the subject."""
        if predicate.kind is not Kind.ASSAULT:
            return None
        nouns = [p for p in clause.predicates if p.form == "noun" and p.first < predicate.first]
        return self.roles.agent(nouns[-1], clause) if nouns else None

    def _present(self, predicate: Predicate) -> Group | None:
        """ "there are 8,000 North Korean troops in ...": who is there stands after the verb."""
        if predicate.head not in self.grammar.words("expletives"):
            return None
        after = [g for g in self.roles.groups if predicate.first < g.first <= predicate.first + 9]
        beside = self.grammar.words("of", "agent") if predicate.kind is Kind.ASSAULT else self.grammar.words("of")
        return next((g for g in after if not g.modifier and (not g.governor or g.governor in beside)), None)

    def _clitic(self, predicate: Predicate, doers: Sequence[Actor]) -> list[Actor]:
        """ "menuduhnya": whom a pronoun written together with the verb goes back to."""
        memory, own = self.parsed.memory, {a.id for a in doers}
        phrase = self.phrase(predicate.first, predicate.first + 1)
        before = [w for m in reversed(self.parsed.mentions) if m.last <= predicate.first for w in m.who]
        people = [w for w in before if w.type is ActorType.PERSON]
        named = (who for who in (*people, *memory.he(), *memory.doers) if who.id not in own)
        return [who.told_by("pronoun").in_role(Role.TARGET, phrase) for who in named][:1]

    def _mutual(self, predicate: Predicate, clause: Clause, doers: Sequence[Actor]) -> bool:
        """ "saling menembak", "attacked each other", "traded fire": each does it to the other."""
        if len(doers) > 1 and predicate.head in self.grammar.words("mutual_verbs"):
            return True
        near = self.tokens[max(clause.start, predicate.first - 3) : min(clause.end, predicate.last + 4)]
        words = " ".join(t.lower for t in near)
        return any(" ".join(phrase) in words for phrase in self.grammar.phrases("mutual"))

    def _reach(self, predicate: Predicate, clause: Clause) -> int:
        """How far on a target may stand: to the end of the clause, and into the content of speech."""
        if predicate.kind is Kind.PROTEST and (
            self.grammar.has("marked infinitives") or self.grammar.has("bare agents")
        ):
            return self._why_protested(clause)
        if predicate.kind is Kind.CONSULT and (purpose := self._why_travelled(clause)):
            return purpose.end
        if predicate.kind not in OPAQUE:
            return clause.end
        end = clause.end
        sorts = {"comp", "inf", "part"}
        if predicate.kind is Kind.REQUEST and self.grammar.has("bare agents"):
            sorts.add("purpose")  # "menyerukan agar aparat menahan diri"
        if predicate.kind is Kind.REQUEST and (
            self.grammar.has("addressees first") or self.grammar.has("marked infinitives")
        ):
            sorts = {"comp", "part"}  # "призвал ввести санкции против ...": not whom it asks
        for later in self.parsed.clauses:
            if later.start >= clause.end and later.start == end and later.sort in sorts:
                end = later.end
        return end

    def _why_protested(self, clause: Clause) -> int:
        """ "marched to demand that the government resign": how far the words go that tell what a protest is for."""
        end = clause.end
        for later in self.parsed.clauses:
            demands = later.sort == "comp" and later.opener is not None and later.opener.kind is Kind.REQUEST
            if later.start == end and (later.sort == "inf" or demands):
                end = later.end
        return end

    def _why_travelled(self, clause: Clause) -> Clause | None:
        """ "viajará a Pekín para reunirse con Xi": the clause right behind that tells whom one travels to meet."""
        after = (c for c in self.parsed.clauses if c.start == clause.end and c.sort in ("purpose", "inf"))
        return next((c for c in after if any(p.kind is Kind.CONSULT for p in c.predicates)), None)
