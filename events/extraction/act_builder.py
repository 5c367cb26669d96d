"""Puts an act together: its parties, places, date, numbers, words, and what makes it doubtful."""

from collections.abc import Sequence

from events.extraction.act import MUTUAL, Act
from events.extraction.clause import Clause
from events.extraction.implied import Implied
from events.extraction.parsed import Parsed
from events.extraction.predicates import Predicate
from events.model import Actor, ActorType, Kind, Modality, Place, PlaceRole
from events.register import lineage

DOUBTS = {
    "pronoun": "an actor is named by a pronoun or a title",
    "metonym": "a capital stands for a government",
    "named earlier": "whose forces or people they are was told earlier",
    "country of the article": "whose they are is taken from the country that the sentence or the article is about",
    "country assumed": "a person's country is taken from the country that the article is about",
    "title without a name": "an actor is named by an office only",
    "unknown name": "an actor's country is not known",
}
"""Why an actor is less than sure, by the rule that found it."""
NO_TARGET = frozenset({Kind.STATE, Kind.MOBILIZE, Kind.RETREAT})
"""Kinds that are done to nobody."""


class ActBuilder:
    """Builds the acts of one sentence."""

    def __init__(self, parsed: Parsed, implied: Implied) -> None:
        self.parsed, self.implied = parsed, implied
        self.grammar, self.tokens, self.roles = parsed.grammar, parsed.tokens, parsed.roles
        self.named = parsed.named
        self._whys = [(who.id, DOUBTS[who.why]) for m in parsed.mentions for who in m.who if who.why]

    def build(
        self,
        kind: Kind,
        modality: Modality,
        predicate: Predicate,
        clause: Clause,
        parties: tuple[list[Actor], list[Actor], list[Actor]],
        reasons: Sequence[str] = (),
        until: int | None = None,
    ) -> Act:
        """The act of ``parties``: doers, targets and speakers; ``until`` is where a saying behind it begins."""
        sources, targets, speaker = parties
        until = self.parsed.sentence.end if until is None else until
        places = [
            p for p in self.parsed.around.places(kind, predicate, clause, until) if not self._names_doer(p, sources)
        ]
        if kind is Kind.ASSAULT:
            places = [p for p in places if not self.implied.is_seat_of(p, predicate, sources)]
        targets = targets or self.implied.by_place(kind, predicate, clause, sources, places)
        targets = self._others(kind, sources, targets) if targets else []
        span = self.tokens[self.roles.reach_back(clause)].start, self.parsed.around.span(clause)[1]
        return Act(
            kind=kind,
            modality=modality,
            sentence=self.parsed.sentence,
            start=span[0],
            end=span[1],
            actors=(*sources, *targets, *speaker),
            when=self.parsed.around.when(modality, predicate, clause, until),
            places=tuple(places),
            quantities=self.parsed.around.quantities(clause),
            in_quotation=self.tokens[predicate.first].quoted,
            anchor=(self.tokens[predicate.first].start, self.tokens[predicate.last - 1].end),
            is_result=(predicate.head in self.grammar.words("results") and clause.sort in ("part", "coord"))
            or (not targets and self.roles.goes_on(predicate, clause)),
            reasons=tuple(dict.fromkeys([*reasons, *self._doubts(sources, targets, speaker)])),
        )

    @staticmethod
    def _others(kind: Kind, sources: Sequence[Actor], targets: list[Actor]) -> list[Actor]:
        """Those of the targets that are not who acts, or part of them; all where they do it to each other."""
        ids = {a.id for a in sources}
        if kind in MUTUAL and {a.id for a in targets} == ids and (kind is Kind.ASSAULT or len(ids) > 1):
            return targets
        own = {w for a in sources for w in (lineage(a.id) if a.type is not ActorType.ARMED_GROUP else (a.id,))}
        return [a for a in targets if a.id not in own]

    def _names_doer(self, place: Place, sources: Sequence[Actor]) -> bool:
        """ "pasukan Kyiv": whether a place is only the name of who acts, or says whose forces they are."""
        at = place.phrase
        named = [a.phrase for a in sources if a.phrase]
        if at is None or place.role is not PlaceRole.HAPPENED_AT:
            return at is not None and any((p.start, p.end) == (at.start, at.end) for p in named)
        return any(p.start <= at.start and at.end <= p.end for p in named)

    def _doubts(self, *parties: Sequence[Actor]) -> list[str]:
        if not self._whys:
            return []
        named = {actor.id for party in parties for actor in party}
        return [doubt for who, doubt in self._whys if who in named]
