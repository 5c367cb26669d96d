"""What kind of act it is and how sure, where that depends on who does it and who says so."""

from collections.abc import Sequence

from events.extraction.act import SPEECH, Act, in_role
from events.extraction.clause import Clause
from events.extraction.parsed import Draft, Parsed, Saying
from events.extraction.predicates import Predicate
from events.model import Actor, ActorType, Kind, Modality, Role

_HOSTILE = frozenset({Kind.ASSAULT, Kind.COERCE, Kind.SANCTION, Kind.MOBILIZE})
_OFFICIAL = frozenset({ActorType.STATE, ActorType.GOVERNMENT, ActorType.MILITARY})
_VISITORS = frozenset({ActorType.PERSON, ActorType.GOVERNMENT})
_GIVES_IN = frozenset({Kind.CONCEDE, Kind.AGREE, Kind.CONSULT})


class KindRules:
    """Settles the kind and modality of the acts of one sentence."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.grammar, self.tokens, self.roles = parsed.grammar, parsed.tokens, parsed.roles
        self.named, self.phrase = parsed.named, parsed.phrase

    def settle(self, draft: Draft, *, first_person: bool) -> None:
        """Gives a draft its modality and, where its parties make another act of it, its kind."""
        predicate, clause, saying = draft.predicate, draft.clause, draft.saying
        draft.modality = self._modality(predicate, clause, draft.kind, saying, first_person=first_person)
        if draft.modality is Modality.DENIED and predicate.head in self.grammar.words("ruling_out"):
            draft.kind, draft.modality, draft.targets = Kind.STATE, Modality.ASSERTED, []  # "did not rule out that ..."
            return
        if self._refuses(draft.kind, predicate, clause, draft.modality, saying):
            draft.kind, draft.modality, draft.speaker, draft.targets = Kind.REJECT, Modality.ASSERTED, [], []
        if self._fearless(predicate, draft.modality):
            draft.kind, draft.modality, draft.targets = Kind.STATE, Modality.ASSERTED, []
        if draft.kind is Kind.PROTEST and draft.sources and all(a.type in _OFFICIAL for a in draft.sources):
            draft.kind = Kind.ACCUSE  # a government protests in a note, not in the street
        if draft.kind is Kind.PROTEST and draft.sources and all(a.type is ActorType.ARMED_GROUP for a in draft.sources):
            draft.kind = Kind.COERCE  # fighters that block a road besiege
        blocks = draft.kind is Kind.REJECT and predicate.head in self.grammar.words("blocking")
        if blocks and draft.sources and all(a.type is ActorType.ARMED_GROUP for a in draft.sources):
            draft.kind = Kind.COERCE  # "blockieren die Lieferungen": fighters veto nothing
        if self._is_threat(draft.kind, draft.modality, draft.sources, draft.speaker, saying):
            draft.kind, draft.modality = Kind.THREATEN, Modality.ASSERTED
            draft.sources, draft.speaker = in_role(draft.speaker, Role.SOURCE), []
        promised = draft.kind is Kind.AGREE and draft.modality is Modality.PLANNED
        if promised and _on_one_side(draft.speaker, draft.sources):  # "said Russia would guarantee their safety"
            draft.modality, draft.sources, draft.speaker = Modality.ASSERTED, in_role(draft.speaker, Role.SOURCE), []
        if draft.kind in _HOSTILE and draft.modality is not Modality.DENIED and self._vowed(predicate):
            draft.kind, draft.modality = Kind.THREATEN, Modality.ASSERTED
        if self._obliged(draft):
            draft.kind, draft.modality = Kind.REQUEST, Modality.ASSERTED
            draft.targets = in_role(draft.sources, Role.TARGET)
            draft.sources, draft.speaker = in_role(draft.speaker, Role.SOURCE), []
        draft.kind = self._by_parties(draft.kind, predicate, draft.sources, draft.targets)

    def _obliged(self, draft: Draft) -> bool:
        """ "said North Korea must withdraw its troops": what one side says that another has to do is a demand."""
        said = draft.saying is not None and draft.saying[0].sort == "say" and bool(draft.speaker and draft.sources)
        if not said or draft.modality is Modality.DENIED or draft.kind in SPEECH:
            return False
        if not {a.country for a in draft.speaker}.isdisjoint({a.country for a in draft.sources}):
            return False
        first = draft.predicate.first
        last = draft.clause.end if self.grammar.has("verb final") else first
        words = self.tokens[max(draft.clause.start, first - 3) : last]
        return any(self.parsed.claims.obliges(t) for t in words)

    def _by_parties(self, kind: Kind, predicate: Predicate, sources: Sequence[Actor], targets: Sequence[Actor]) -> Kind:
        """Exercises and training are cooperation with others, mobilisation alone; officials who arrive visit."""
        if kind is Kind.MOBILIZE and self._arrive(predicate, sources):
            return Kind.CONSULT
        if kind is Kind.MOBILIZE and (
            self._trains_others(predicate, sources, targets) or self._exercises(predicate, sources)
        ):
            return Kind.COOPERATE
        if kind is Kind.AID and not targets and self._sends_own(predicate, sources):
            return Kind.MOBILIZE
        if kind is Kind.ASSAULT and not targets and self._at_drill(predicate):
            return Kind.MOBILIZE
        return Kind.MOBILIZE if self._drills_alone(kind, predicate, sources, targets) else kind

    def _arrive(self, predicate: Predicate, sources: Sequence[Actor]) -> bool:
        """ "PM Carney tiba di Kyiv": officials who arrive somewhere visit."""
        return predicate.head in self.grammar.words("arriving") and all(a.type in _VISITORS for a in sources)

    def comes_to_nobody(self, draft: Draft, act: Act) -> bool:
        """ "refugees arrived", "Trump arrived late": an arrival that is no visit to a place or to somebody."""
        words = draft.predicate.trigger.words if draft.predicate.trigger else ()
        arrives = draft.kind is Kind.CONSULT and len(words) == 1 and words[0] in self.grammar.words("arriving")
        visits = self._arrive(draft.predicate, draft.sources) and bool(act.places or draft.targets)
        return arrives and not visits

    def _sends_own(self, predicate: Predicate, sources: Sequence[Actor]) -> bool:
        """ "The army sent fighters and ships": forces that send to nobody what may be given move their own."""
        own = bool(sources) and all(a.type is ActorType.MILITARY for a in sources)
        rows = self.grammar.triggers_by_head.get(predicate.head, ())
        return own and predicate.form == "verb" and any(row.kind is Kind.MOBILIZE for row in rows)

    def _at_drill(self, predicate: Predicate) -> bool:
        """ "fired missiles during a drill": what is shot at in an exercise is nobody's."""
        last, near = predicate.last, self.tokens[predicate.last : predicate.last + 5]
        held = [t.lower in self.grammar.words("while_holding") for t in near]
        behind = self.tokens[last : last + 8]
        return any(held) and any(t.lower in self.grammar.words("exercises") for t in behind)

    def _modality(
        self,
        predicate: Predicate,
        clause: Clause,
        kind: Kind,
        saying: Saying | None,
        *,
        first_person: bool,
    ) -> Modality:
        if saying is not None and saying[0].sort == "deny":
            return Modality.DENIED
        modality = self.parsed.claims.modality(predicate, clause)
        intends = kind is Kind.REJECT and self.grammar.has("verb final")  # "拒否する考えを示した"
        if modality is Modality.PLANNED and (kind is Kind.THREATEN or intends or (first_person and kind in SPEECH)):
            return (
                Modality.ASSERTED
            )  # "we will always stand by you" is said, not planned; threats are of what is to come
        return modality

    def _refuses(
        self,
        kind: Kind,
        predicate: Predicate,
        clause: Clause,
        modality: Modality,
        saying: Saying | None,
    ) -> bool:
        """ "said it would not release the hostages": giving in that is denied for the time to come is refused."""
        if (
            kind not in _GIVES_IN
            or modality is not Modality.DENIED
            or (saying is not None and saying[0].sort == "deny")
        ):
            return False
        return self.parsed.claims.ahead(predicate, clause)

    def _is_threat(
        self,
        kind: Kind,
        modality: Modality,
        sources: Sequence[Actor],
        speaker: Sequence[Actor],
        saying: Saying | None,
    ) -> bool:
        """A warning of what one's own side will do is a threat by who warns (codebook: the speaker would act)."""
        if saying is None or not _on_one_side(speaker, sources):
            return False
        warned = saying[0].head in self.grammar.words("warnings") and modality is not Modality.DENIED
        return kind is Kind.THREATEN or (warned and kind in _HOSTILE and modality is not Modality.ASSERTED)

    def _vowed(self, predicate: Predicate) -> bool:
        """ "vowed to topple the council": what is sworn to be done to others is a threat."""
        before = self.tokens[max(0, predicate.first - 3) : predicate.first]
        return predicate.form == "verb" and any(t.voice and self.grammar.lists(t, "vowing") for t in before)

    def _fearless(self, predicate: Predicate, modality: Modality) -> bool:
        """ "said he was not worried": who has no fear blames nobody."""
        if predicate.kind is not Kind.ACCUSE or predicate.trigger is None:
            return False
        inside = {t.lower for t in self.tokens[predicate.first : predicate.last]}
        denied = modality is Modality.DENIED or bool(inside & self.grammar.words("negators"))
        return denied and not self.grammar.words("worries").isdisjoint(predicate.trigger.words)

    def _exercises(self, predicate: Predicate, sources: Sequence[Actor]) -> bool:
        """Exercises that several states hold are held together."""
        words = predicate.trigger.words if predicate.trigger else ()
        return len({a.country for a in sources}) > 1 and not self.grammar.words("exercises").isdisjoint(words)

    def _drills_alone(
        self, kind: Kind, predicate: Predicate, sources: Sequence[Actor], targets: Sequence[Actor]
    ) -> bool:
        """ "carried out joint combat readiness patrols": what one state's forces do among themselves."""
        if kind is not Kind.COOPERATE or predicate.trigger is None:
            return False
        joint = not self.grammar.words("joint").isdisjoint(predicate.trigger.words)
        alone = len({a.country for a in (*sources, *targets)}) == 1 and all(
            a.type is ActorType.MILITARY for a in sources
        )
        held = predicate.head in self.grammar.words("light")
        return joint and held and alone

    def _trains_others(self, predicate: Predicate, sources: Sequence[Actor], targets: Sequence[Actor]) -> bool:
        """Training one's own forces raises them; training another state's is cooperation."""
        theirs = {a.country for a in targets} - {a.country for a in sources}
        return bool(theirs) and predicate.head in self.grammar.words("training")

    def names_again(self, predicate: Predicate, clause: Clause) -> bool:
        """ "condemned the attack, calling it cowardly": words for what the same sentence has blamed already."""
        named = predicate.head in self.grammar.words("namings") and predicate.voice == "gerund"
        blamed = clause.parent.predicates if clause.parent is not None else []
        return named and predicate.kind is Kind.ACCUSE and any(p.kind is Kind.ACCUSE for p in blamed)


def _on_one_side(speaker: Sequence[Actor], sources: Sequence[Actor]) -> bool:
    """Whether who says it and who does it are of the same states or bodies."""
    return {a.country for a in speaker} == {a.country for a in sources} != {None}
