"""Sayings that are acts themselves: statements, warnings, denials and refusals to confirm."""

from collections.abc import Sequence

from events.extraction.act import Act, in_role
from events.extraction.act_builder import NO_TARGET, ActBuilder
from events.extraction.clause import Clause
from events.extraction.implied import Implied
from events.extraction.parsed import Parsed
from events.extraction.predicates import Predicate
from events.extraction.speakers import Speakers
from events.extraction.word_forms import FUTURE
from events.model import Actor, Kind, Modality, Phrase, Role


class Statements:
    """Finds, in one sentence, the sayings that tell no other act."""

    def __init__(self, parsed: Parsed, speakers: Speakers, implied: Implied, builder: ActBuilder) -> None:
        self.parsed, self.speakers, self.implied, self.build = parsed, speakers, implied, builder.build
        self.grammar, self.tokens, self.roles = parsed.grammar, parsed.tokens, parsed.roles
        self.named = parsed.named

    def of(self, predicate: Predicate, clause: Clause, acts: Sequence[Act]) -> list[Act]:
        """A saying that is itself the act: nothing that it says was found to be one."""
        if FUTURE in self.tokens[predicate.first].keys and predicate.sort == "say":
            return []  # it is still to be said
        if predicate.sort == "say" and predicate.head not in self.grammar.statement_heads:
            return []
        if predicate.sort == "say" and (self.tokens[predicate.first].quoted or self.roles.says_passively(predicate)):
            return []
        if self._only_leads(predicate):
            return []
        if self.parsed.claims.is_content(predicate, clause) and not self._denies_words(predicate, clause):
            return []
        outer = self.parsed.claims.saying(predicate, clause)
        if predicate.sort == "say" and (outer is not None or self._calls_untrue(predicate, clause)):
            return []
        denies = predicate.sort == "deny"
        subject = self.roles.denier(predicate, clause) if denies else self.roles.subject(predicate, clause)[0]
        sources = self.named(subject, Role.SOURCE) or self.speakers.speaks_on(clause)
        if denies and not sources and outer is not None and not self._acts_behind(predicate):
            sources = self.named(self.roles.speaker(*outer), Role.SOURCE)
        threat = predicate.head in self.grammar.words("warnings") and self.parsed.claims.threatens(clause, sources)
        own = (
            threat and predicate.first not in self.parsed.carried
        )  # "accused Iran of ... and warned that it would act"
        if not sources or (not own and self._carries(predicate, clause, sources, acts)):
            return []
        modality = Modality.ASSERTED if predicate.sort == "say" else Modality.DENIED
        if predicate.sort == "say":
            modality = self.parsed.claims.saying_modality(predicate, clause)
        kind = Kind.STATE
        targets: list[Actor] = []
        if threat:
            kind = Kind.THREATEN
            told = (g for g in self.roles.groups if 0 <= g.first - predicate.last <= 1 and g.first < clause.end)
            told_to = next((g for g in told if not g.governor and g is not subject), None)
            told_to = None if self.grammar.has("verb final") else told_to
            targets = self.named(told_to, Role.TARGET)
            targets = targets or self.implied.opposed_before(clause, sources) or self.implied.on_condition(sources)
        asked = self.parsed.claims.demanded(clause, sources) if predicate.sort == "say" and not threat else None
        if asked is not None:
            kind, targets = Kind.REQUEST, self.named(asked, Role.TARGET)
        if predicate.sort == "deny":
            return [self._answer(predicate, clause, sources)]
        act = self.build(kind, modality, predicate, clause, (sources, targets, []))
        return [act]

    def _acts_behind(self, denial: Predicate) -> bool:
        """ "tidak dapat dibenarkan": whether a verb follows, so that the words call nothing untrue."""
        return any(t.voice == "passive" for t in self.tokens[denial.last : denial.last + 3])

    def _calls_untrue(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether what is said is that something told is untrue, which is a denial and no other statement."""
        said = (c for c in self.parsed.clauses if c.parent is clause and c.opener is predicate)
        return any(p.sort == "deny" and self.roles.subject(p, c)[0] is None for c in said for p in c.predicates)

    def _answer(self, predicate: Predicate, clause: Clause, sources: list[Actor]) -> Act:
        """A denial that says itself no act: "rejected the accusation" of somebody, "denied this", told before."""
        if predicate.head in self.grammar.words("rejecting"):
            targets = self._accuser(predicate, clause, sources)
            return self.build(Kind.REJECT, Modality.ASSERTED, predicate, clause, (sources, targets, []))
        past = self.parsed.told.denied(sources) if self._denies_told(predicate, clause) else None
        if past is None:
            return self.build(Kind.STATE, Modality.DENIED, predicate, clause, (sources, [], []))
        at = self.tokens[predicate.first : predicate.last]
        phrase = Phrase.of(self.parsed.text, at[0].start, at[-1].end)
        targets = [] if past.kind in NO_TARGET else [w.in_role(Role.TARGET, phrase) for w in past.targets]
        parties = (sources, targets, in_role(sources, Role.SPEAKER))
        return self.build(past.kind, Modality.DENIED, predicate, clause, parties)

    def _accuser(self, predicate: Predicate, clause: Clause, sources: Sequence[Actor]) -> list[Actor]:
        """Whose words are rejected: who is named beside them, or who has spoken against those who reject."""
        own = {a.country for a in sources}
        span = self.parsed.object_span(predicate, clause)
        groups = [g for g in self.roles.groups if span.start <= g.first < min(span.stop, clause.end)]
        named = (self.named(g, Role.TARGET) for g in groups)
        found = next((actors for actors in named if actors and {a.country for a in actors} - own), None)
        return found or self.implied.accused_by(predicate, clause, sources)

    def _denies_told(self, predicate: Predicate, clause: Clause) -> bool:
        """ "denied this", "membantah tudingan itu": whether what is denied is only what was told before."""
        group, _ = self.roles.subject(predicate, clause)
        first = group.first if group else predicate.first
        before = range(max(0, first - 3), first)  # "a charge that Moscow has denied"
        near = (*before, *self.parsed.object_span(predicate, clause))
        return any(self.grammar.lists(self.tokens[k], "denied_words") for k in near)

    def _denies_words(self, predicate: Predicate, clause: Clause) -> bool:
        """ "menuduh X ..., tuduhan yang dibantah Y": a denial of the words that the sentence has just told."""
        noun = self.tokens[clause.start - 1] if clause.start and clause.sort == "rel" else None
        return predicate.sort == "deny" and noun is not None and self.grammar.lists(noun, "denied_words")

    def _only_leads(self, predicate: Predicate) -> bool:
        """ "Комментируя решение, он заявил ...": a saying that only leads to the one the sentence is about."""
        if predicate.voice != "gerund" or not self.grammar.has("free order"):
            return False
        told = (p for c in self.parsed.clauses for p in c.predicates)
        return any(p.form == "verb" and p.voice != "gerund" for p in told)

    def _carries(self, predicate: Predicate, clause: Clause, sources: Sequence[Actor], acts: Sequence[Act]) -> bool:
        """Whether its speaker already does or tells an act in this sentence."""
        ids = {a.id for a in sources}
        told = {a.id for act in acts for a in act.actors if a.role is not Role.TARGET}
        if predicate.sort == "say" and (ids & told or predicate.first in self.parsed.carried):
            return True
        if predicate.sort == "say" and self.parsed.claims.withholds(clause):
            return True
        return any(p.sort in ("withhold", "deny") and p is not predicate for p in clause.predicates) or (
            predicate.sort == "deny" and any(act.modality is Modality.DENIED for act in acts)
        )
