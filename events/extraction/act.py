"""One act as a sentence tells it, and which tellings of a sentence are one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from events.extraction.text import Sentence
from events.model import Actor, DateSpan, Kind, Modality, Place, Quantity, Role

SPEECH = frozenset({Kind.REQUEST, Kind.ACCUSE, Kind.REJECT, Kind.THREATEN, Kind.SUPPORT, Kind.AGREE, Kind.STATE})
"""Kinds that are done by speaking."""
MUTUAL = frozenset({Kind.ASSAULT, Kind.ACCUSE, Kind.THREATEN, Kind.SANCTION, Kind.SUPPORT})
"""Kinds of what two sides may do to each other; in talks and deals both are doers anyhow."""


@dataclass(slots=True)  # never changed; not frozen, as text.Token
class Act:
    """One act as told in one sentence; ``start`` and ``end`` are offsets of the words it rests on.

    ``anchor`` are those of its verb, which its quote always holds.
    """

    kind: Kind
    modality: Modality
    sentence: Sentence
    start: int
    end: int
    actors: tuple[Actor, ...]
    when: DateSpan | None
    places: tuple[Place, ...]
    quantities: tuple[Quantity, ...]
    reasons: tuple[str, ...]
    in_quotation: bool = False
    is_result: bool = False
    anchor: tuple[int, int] = (0, 0)

    def spanning(self, start: int, end: int) -> "Act":
        """The same act, resting on other words."""
        return Act(
            self.kind,
            self.modality,
            self.sentence,
            start,
            end,
            self.actors,
            self.when,
            self.places,
            self.quantities,
            self.reasons,
            self.in_quotation,
            self.is_result,
            self.anchor,
        )

    def who(self, role: Role) -> tuple[Actor, ...]:
        """The actors in a role."""
        return tuple([a for a in self.actors if a.role is role])


def in_role(actors: Sequence[Actor], role: Role) -> list[Actor]:
    """The same actors in another role."""
    return [actor if actor.role is role else actor.model_copy(update={"role": role}) for actor in actors]


def stated_once(acts: Sequence[Act]) -> list[Act]:
    """Acts without statements that only go on with the one before by the same speaker."""
    kept: list[Act] = []
    for act in acts:
        own = {a.id for a in act.who(Role.SOURCE)}
        same = [a for a in kept if a.kind is Kind.STATE and a.modality is act.modality]
        if act.kind is Kind.STATE and any({w.id for w in a.who(Role.SOURCE)} == own for a in same):
            continue
        kept.append(act)
    return kept


def without_echoes(acts: Sequence[Act]) -> list[Act]:
    """Acts without those that only name again what is told ("airstrikes killed"), or its result (", killing 12")."""
    if len(acts) < 2:
        return list(acts)
    kept: dict[tuple[object, ...], Act] = {}
    for act in acts:
        doers = tuple(sorted(a.id for a in act.who(Role.SOURCE)))
        if act.kind is Kind.REJECT and any(a.kind is Kind.REJECT and k[2] == doers for k, a in kept.items()):
            continue  # "rejected the offer, saying it would not negotiate"
        bare = act.kind is Kind.ACCUSE and not act.who(Role.TARGET)
        if bare and any(a.kind is Kind.ACCUSE and k[2] == doers and a.who(Role.TARGET) for k, a in kept.items()):
            continue  # "summoned the ambassador and handed him a note of protest"
        met = _met_already(act, kept) if act.kind is Kind.CONSULT else None
        if met is not None:
            kept[met] = _one_meeting(kept[met], act)
            continue
        key: tuple[object, ...] = (act.kind, act.start, doers) if doers else (act.kind, act.start, id(act))
        cause = next((k for k, a in kept.items() if act.is_result and a.kind is act.kind and k[2] == doers), None)
        if cause is not None:
            numbers = tuple(q for q in act.quantities if q not in kept[cause].quantities)
            kept[cause] = replace(kept[cause], quantities=kept[cause].quantities + numbers, end=act.end)
            continue
        if key not in kept or len(act.actors) > len(kept[key].actors):
            kept[key] = act
    return list(kept.values())


def _met_already(act: Act, kept: Mapping[tuple[object, ...], Act]) -> tuple[object, ...] | None:
    """Under which key the sentence has told the meeting: "met X and discussed ...", "flew to Baghdad, where he met"."""
    doers = {a.country or a.id for a in act.who(Role.SOURCE)}
    for key, other in kept.items():
        same = other.kind is Kind.CONSULT and other.modality is act.modality
        whom = [{a.country or a.id for a in each.who(Role.TARGET)} for each in (act, other)]
        met = not (whom[0] and whom[1]) or whom[0] == whom[1]  # "visited Kyiv, where he met Zelenskiy"
        if same and {a.country or a.id for a in other.who(Role.SOURCE)} == doers and met:
            return key
    return None


def _one_meeting(first: Act, second: Act) -> Act:
    """The meeting as told first, with whom and where the second telling says."""
    targets = second.who(Role.TARGET)
    if targets:
        first = replace(first, actors=tuple(a for a in first.actors if a.role is not Role.TARGET))
    places = tuple(place for place in second.places if place not in first.places)
    return replace(
        first, actors=(*first.actors, *targets), places=first.places + places, when=first.when or second.when
    )
