"""What an article has told so far: whom "the attack", "keputusan itu" or "will retaliate" go back to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from events.extraction.act import Act
from events.extraction.grammar import Grammar
from events.extraction.names import Who
from events.extraction.text import Token
from events.model import Actor, ActorType, Kind, PlaceRole, Role

_STATES = frozenset({ActorType.STATE, ActorType.GOVERNMENT, ActorType.MILITARY})
_HOSTILE = frozenset({Kind.ASSAULT, Kind.COERCE, Kind.SANCTION, Kind.ACCUSE, Kind.THREATEN, Kind.MOBILIZE})
_ASKED = frozenset({Kind.ACCUSE, Kind.REQUEST, Kind.AGREE, Kind.THREATEN, Kind.SANCTION, Kind.COERCE})
_OFFERED = frozenset({Kind.AGREE, Kind.REQUEST, Kind.CONSULT})
ANSWERS = {Kind.THREATEN: _HOSTILE, Kind.REJECT: _ASKED, Kind.AGREE: _OFFERED}
"""Kinds that answer an act done to who does them, by the kinds of what they answer."""
_ATTACK = frozenset({Kind.ASSAULT})
_DEEDS = frozenset({Kind.ASSAULT, Kind.COERCE, Kind.MOBILIZE, Kind.AID, Kind.RETREAT, Kind.SANCTION})
_FAR, _NEAR = 6, 3  # acts that one may go back over, and that "this" may


@dataclass(frozen=True)
class Past:
    """One act as far as others go back to it; ``sentence`` is the number of the sentence that tells it.

    ``reported`` says that the article has it from somebody of another country than the doers'; ``where`` are the
    countries in which it happened.
    """

    kind: Kind
    sentence: int
    doers: tuple[Who, ...]
    targets: tuple[Who, ...]
    reported: bool = False
    where: tuple[str | None, ...] = ()


@dataclass
class Told:
    """The acts told so far in one article, in order."""

    grammar: Grammar
    acts: list[Past] = field(default_factory=list)
    sentence: int = 0

    def note(self, act: Act) -> None:
        """Takes note of an act of the sentence being read."""
        doers, speaker = act.who(Role.SOURCE), act.who(Role.SPEAKER)
        own = {d.country for d in doers}
        reported = any(a.country not in own for a in speaker)
        where = tuple(place.country for place in act.places if place.role is PlaceRole.HAPPENED_AT)
        targets = _again(act.who(Role.TARGET))
        self.acts.append(Past(act.kind, self.sentence, _again(doers), targets, reported, where))

    def noun(self, tokens: Sequence[Token], window: Iterable[int]) -> tuple[int, frozenset[Kind]] | None:
        """The first noun among the tokens that names an act, and what kinds of act it may name (none: any)."""
        acts, attacks = self.grammar.words("acts"), self.grammar.words("killings")
        for k in window:
            token = tokens[k]
            if token.text in ",.;:、。":
                return None
            kinds = self.grammar.noun_kinds(token.keys)
            named = kinds or self.grammar.lists(token, "acts") or token.lower in acts
            if named or self.grammar.ends(token.lower, "act_endings"):
                return k, kinds or (_ATTACK if token.lower in attacks else kinds)
        return None

    def is_definite(self, tokens: Sequence[Token], k: int, first: int) -> bool:
        """Whether a noun at ``k`` is one that the article has told of: "the attack", "serangan itu"."""
        words = self.grammar.words("definite")
        near = tokens[k + 1 : k + 2] if self.grammar.has("owner after") and self.grammar.has("bare nouns") else ()
        behind = bool(near) and self.grammar.has("bare genitives") and not self.grammar.has("proclitics")
        before = () if behind else tokens[first:k]
        return not words or any(t.lower in words for t in (*near, *before))

    def points_back(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """Whether words are marked as those for something told: "serangan itu", "the attack"."""
        near = (*tokens[max(0, first - 1) : first], *tokens[last : last + 1])
        words = self.grammar.words("definite")
        return bool(words) and any(t.lower in words for t in near)

    def last(self, kind: Kind, own: Sequence[Actor]) -> Past | None:
        """The act of a kind by the states of ``own`` that the last sentences have told, if they have."""
        countries = {a.country for a in own}
        near = (p for p in reversed(self.acts[-_FAR:]) if 0 < self.sentence - p.sentence <= _NEAR)
        return next((p for p in near if p.kind is kind and {w.country for w in p.doers} == countries), None)

    def doers(self, kinds: frozenset[Kind], own: Sequence[Actor], last: Sequence[Who]) -> tuple[Who, ...]:
        """Who did what is gone back to; ``last`` are those who acted in the sentence before."""
        near = self.acts[-_FAR:][::-1]
        countries = {a.country for a in own if a.country}
        if kinds:  # "Doha condemned the strike": rather one that hit its own
            near.sort(key=lambda past: countries.isdisjoint((*past.where, *(w.country for w in past.targets))))
        for past in near:
            same = past.kind in kinds if kinds else past.sentence == self.sentence
            if same and (found := self._others(past.doers, own)):
                return found
        return () if kinds & {Kind.ASSAULT} else self._others(last, own)

    def against(self, kind: Kind, own: Sequence[Actor]) -> tuple[Who, ...]:
        """Who last did to those who act what they now answer: "vowed to retaliate", "rejected the demand"."""
        countries = {a.country for a in own if a.country}
        for past in reversed(self.acts[-_FAR:]):
            suffered = {w.country for w in past.targets}
            if past.kind in ANSWERS[kind] and suffered & countries and (found := self._others(past.doers, own)):
                return found
        return ()

    def foes(self) -> tuple[Who, ...]:
        """The two sides of the last attack that this sentence tells, where it names one of each."""
        for past in reversed(self.acts[-_NEAR:]):
            if past.kind is Kind.ASSAULT and past.sentence == self.sentence:
                sides = (*past.doers, *past.targets)
                fighting = all(w.type in _STATES or w.type is ActorType.ARMED_GROUP for w in sides)
                fighting = fighting and not any(w.id.endswith("-rebels") for w in sides)  # gunmen with no name
                if len(past.doers) == len(past.targets) == 1 and fighting and sides[0].id != sides[1].id:
                    return sides
        return ()

    def met(self) -> tuple[Who, ...]:
        """The two who meet in the last meeting that this sentence tells, where they are of two countries or bodies."""
        for past in reversed(self.acts[-_NEAR:]):
            if past.kind is Kind.CONSULT and past.sentence == self.sentence:
                sides = (*past.doers, *past.targets)
                if len(sides) == 2 and len({w.country for w in sides} - {None}) == len(sides):
                    return sides
        return ()

    def enemy(self, own: Sequence[Actor]) -> tuple[Who, ...]:
        """Who fights those who act, as told last: those they attacked, or who attacked them."""
        countries = {a.country for a in own if a.country}
        for past in reversed(self.acts):
            sides = [{w.country for w in side} for side in (past.doers, past.targets)]
            if past.kind is not Kind.ASSAULT or not all(sides):
                continue
            if sides[0] == sides[1]:
                if found := self._rebels(past, own):
                    return found
                continue
            for side, other in ((0, past.targets), (1, past.doers)):
                if sides[side] & countries:
                    return other
        return ()

    @staticmethod
    def _rebels(past: Past, own: Sequence[Actor]) -> tuple[Who, ...]:
        """The rebels that fight the forces of their own state, where those act."""
        sort = ActorType.ARMED_GROUP
        if any(a.type is sort for a in own) or {a.country for a in own} != {w.country for w in past.doers}:
            return ()
        return tuple(w for w in (*past.doers, *past.targets) if w.type is sort)[:1]

    def denied(self, own: Sequence[Actor]) -> Past | None:
        """What those who now deny it were said to have done, right before and by somebody else."""
        countries = {a.country for a in own if a.country}
        for past in reversed(self.acts[-_NEAR:]):
            theirs = {w.country for w in past.doers} == countries
            if past.kind in _DEEDS and theirs and past.reported and self.sentence - past.sentence <= 1:
                return past
        return None

    def _others(self, doers: Sequence[Who], own: Sequence[Actor]) -> tuple[Who, ...]:
        """Those of the doers who are not on the side of who acts now: a state does not blame itself."""
        states = {a.country for a in own if a.type in _STATES or a.type is ActorType.PERSON}
        ids = {a.id for a in own}
        sides = _STATES | {ActorType.PERSON}
        people = all(a.type is ActorType.PERSON for a in own)  # a party's head may blame a minister
        return tuple(
            w
            for w in doers
            if w.id not in ids
            and (not (w.country in states and w.type in sides) or (people and w.type is ActorType.PERSON))
        )


def _again(actors: Iterable[Actor]) -> tuple[Who, ...]:
    return tuple([Who(a.id, a.name, a.country, a.type, a.part_of, "pronoun") for a in actors])
