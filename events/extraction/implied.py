"""Who does it and to whom, where no name stands beside the verb: told before, by the place, or by what they are."""

from collections.abc import Sequence

from events.extraction.clause import Clause
from events.extraction.names import Who, organ_of, who_of
from events.extraction.parsed import Draft, Parsed
from events.extraction.predicates import Predicate
from events.extraction.told import ANSWERS
from events.model import Actor, ActorType, Kind, Modality, Phrase, Place, PlacePrecision, PlaceRole, Role
from events.register import lineage, state_of

_OBJECT_WITHIN = 6  # characters between a verb and its object: "the" and no more
_NO_KINDS = frozenset[Kind]()
JUDGES = frozenset({Kind.ACCUSE, Kind.SUPPORT, Kind.REJECT})
_SHARED = frozenset({Kind.AGREE, Kind.SUPPORT, Kind.AID, Kind.THREATEN, Kind.REQUEST})
"""Kinds that may go on from a meeting with the same people."""

_MEETINGS = frozenset({Kind.CONSULT, Kind.SUPPORT, Kind.AGREE})
_OPPOSED = frozenset({Kind.SANCTION, Kind.THREATEN, Kind.REJECT, Kind.ACCUSE, Kind.REQUEST})
"""Kinds of words and measures against somebody, which joined in a sentence are against the same."""

_JOINED = ("coord", "resume")
_FROM_ABROAD = frozenset({Kind.ACCUSE, Kind.THREATEN, Kind.SANCTION})
_HOSTILE = frozenset({Kind.ASSAULT, Kind.COERCE, Kind.MOBILIZE, Kind.SANCTION})
_FORCES = frozenset({ActorType.MILITARY, ActorType.ARMED_GROUP})
_ABOUT = "whom it is against is taken from the country that the article is about"


class Implied:
    """Finds the doers and targets that a sentence leaves to be understood."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.grammar, self.tokens, self.roles = parsed.grammar, parsed.tokens, parsed.roles
        self.named, self.phrase = parsed.named, parsed.phrase

    def targets(self, draft: Draft) -> list[Actor]:
        """To whom it is done, where its own words name nobody: by what was told before or is made a condition."""
        kind, predicate, clause, sources = draft.kind, draft.predicate, draft.clause, draft.sources
        found = self._warned(draft) or self.on_condition(sources) if kind is Kind.THREATEN else []
        if not found and (kind in JUDGES or kind in ANSWERS):
            found = self._goes_back(kind, predicate, clause, sources) or self._judged_step(
                kind, predicate, clause, sources
            )
        joined = clause.sort in _JOINED
        if not found and kind in _SHARED and (joined or self.grammar.has("verb final")):
            found = self._met_before(sources, _MEETINGS)
        if not found and kind in _OPPOSED:
            found = self.opposed_before(clause, sources)
        if not found and kind is Kind.ASSAULT and predicate.head in self.grammar.words("downing", "taking"):
            found = self._enemy(predicate, sources)
        if not found and draft.modality is Modality.DENIED:
            found = self._denied_to(kind, predicate, sources)
        if not found and kind is Kind.ACCUSE:
            found = self._protested(predicate, sources)
        return found or self._at_home(draft)

    def _protested(self, predicate: Predicate, sources: Sequence[Actor]) -> list[Actor]:
        """ "Japan lodged a protest": against whoever did the last hostile act that the article has told."""
        protests = predicate.trigger is not None and set(predicate.trigger.words) & self.grammar.words("protests")
        phrase = self.phrase(predicate.first, predicate.last)
        who = self.parsed.told.doers(_HOSTILE, sources, ()) if protests else ()
        return [w.in_role(Role.TARGET, phrase) for w in who]

    def _warned(self, draft: Draft) -> list[Actor]:
        """ "told Japan that it would respond": a threat is made to whom it is said."""
        if draft.saying is None or not self.grammar.has("marked infinitives"):
            return []
        said = draft.saying[0]
        behind = (
            g for g in self.roles.groups if said.last <= g.first <= said.last + 1 and g.last <= draft.clause.start
        )
        told = next((g for g in behind if not g.governor), None)
        own = {a.country or a.id for a in draft.sources}
        return [a for a in self.named(told, Role.TARGET) if (a.country or a.id) not in own]

    def opposed_before(self, clause: Clause, sources: Sequence[Actor]) -> list[Actor]:
        """ "accused Iran and warned that it would act": against whom the same sentence has told words or measures."""
        warned = clause.sort == "comp" and clause.parent is not None and clause.parent.sort in _JOINED
        return self._met_before(sources, _OPPOSED) if warned or clause.sort in _JOINED else []

    def _at_home(self, draft: Draft) -> list[Actor]:
        """ "the EU threatened to cut aid": words and measures from abroad are against whom the article is about."""
        home, sources = self.parsed.memory.home, draft.sources
        abroad = home is not None and all(a.country and a.country != home.country for a in sources)
        if draft.kind not in _FROM_ABROAD or not abroad or home is None or self.grammar.has("verb final"):
            return []
        draft.reasons.append(_ABOUT)
        return [who_of(home).in_role(Role.TARGET, self.phrase(draft.predicate.first, draft.predicate.last))]

    def _denied_to(self, kind: Kind, predicate: Predicate, sources: Sequence[Actor]) -> list[Actor]:
        """ "denied the shelling": to whom it was done as told before."""
        past = self.parsed.told.last(kind, sources)
        phrase = self.phrase(predicate.first, predicate.last)
        return [w.in_role(Role.TARGET, phrase) for w in past.targets] if past else []

    def accused_by(self, predicate: Predicate, clause: Clause, sources: Sequence[Actor]) -> list[Actor]:
        """Whose words told before are rejected."""
        return self._goes_back(Kind.REJECT, predicate, clause, sources)

    def by_place(
        self, kind: Kind, predicate: Predicate, clause: Clause, sources: Sequence[Actor], places: Sequence[Place]
    ) -> list[Actor]:
        """To whom it is done, where only its places tell: whose land it is, or the people who live there."""
        if kind is Kind.CONSULT and predicate.head in self.grammar.words("visiting"):
            return self._held_by(sources, places)
        if kind not in (Kind.ASSAULT, Kind.COERCE):
            return []
        held = self._held_by(sources, places if kind is Kind.ASSAULT else self._seized(predicate, places))
        return (
            held
            or self._victims(kind, predicate, clause, sources, places)
            or self._fought(kind, predicate, sources, places)
            or self._fought_at_home(kind, predicate, sources, places)
            or self._fought_elsewhere(kind, predicate, sources)
        )

    def _fought_elsewhere(self, kind: Kind, predicate: Predicate, sources: Sequence[Actor]) -> list[Actor]:
        """ "17 people were killed by Israeli forces": whom the article has told them to fight, where no place tells."""
        forces = all(a.type in (ActorType.MILITARY, ActorType.STATE) for a in sources)
        unplaced = self.parsed.around.state() is None
        enemy = self._enemy(predicate, sources) if kind is Kind.ASSAULT and sources and forces and unplaced else []
        return [a for a in enemy if not a.id.endswith("-rebels")]

    def _fought_at_home(
        self, kind: Kind, predicate: Predicate, sources: Sequence[Actor], places: Sequence[Place]
    ) -> list[Actor]:
        """ "The army bombed Nyala": forces that attack in their own country fight the rebels told of, or invaders."""
        own = {a.country for a in sources}
        home = any(p.country in own for p in places if p.role in (PlaceRole.HAPPENED_AT, PlaceRole.TO))
        forces = all(a.type in (ActorType.MILITARY, ActorType.ARMED_GROUP) for a in sources)
        return self._enemy(predicate, sources) if kind is Kind.ASSAULT and sources and home and forces else []

    def _fought(
        self, kind: Kind, predicate: Predicate, sources: Sequence[Actor], places: Sequence[Place]
    ) -> list[Actor]:
        """ "M23 menyerang Goma": an attack by rebels on a place in their own country is one on its state.

        Who held what they took is not told by that.
        """
        rebels = bool(sources) and all(a.type is ActorType.ARMED_GROUP for a in sources)
        rebels = rebels and predicate.head not in self.grammar.words("taking")
        where = (p for p in places if p.role in (PlaceRole.HAPPENED_AT, PlaceRole.TO))
        hit = next((p for p in where if p.country in {a.country for a in sources}), None)
        state = state_of(hit.country) if hit and rebels and kind is Kind.ASSAULT else None
        return [who_of(state).in_role(Role.TARGET, hit.phrase)] if state and hit else []

    def own_side(self, draft: Draft) -> list[Actor]:
        """ "Air defences shot down 30 drones, the Russian ministry said": a side speaks of its own defences.

        Where nobody speaks they are those of the country where it happens, or of who fights whose drones they were.
        """
        defences = self.roles.defences_before(draft.predicate, draft.clause) or self._downed(draft)
        if defences is None:
            return []
        theirs = {a.country for a in draft.targets}
        country = draft.speaker[0].country if draft.speaker else self.parsed.around.country()
        fights = () if country or not draft.targets else self.parsed.told.enemy(draft.targets)
        state = state_of(country or next((w.country for w in fights), None))
        if state is None or state.country in theirs:
            return []
        return [organ_of(state, "military", "named earlier").in_role(Role.SOURCE, self.phrase(*defences))]

    def _downed(self, draft: Draft) -> tuple[int, int] | None:
        """ "Над территорией России уничтожено 83 украинских беспилотника": by the defences of where that was."""
        predicate = draft.predicate
        passive = predicate.form == "verb" and predicate.voice == "passive" and self.grammar.has("free order")
        downed = passive and predicate.head in self.grammar.words("downing")
        drones = bool(draft.targets) and all(a.type in _FORCES for a in draft.targets)
        return (predicate.first, predicate.last) if downed and drones else None

    def attackers(self, draft: Draft) -> list[Actor]:
        """ "Город был обстрелян из РСЗО": who fights those hit, as the article has told, where nobody is named."""
        predicate = draft.predicate
        passive = predicate.form == "verb" and predicate.voice == "passive" and self.grammar.has("free order")
        if draft.kind is not Kind.ASSAULT or not passive or predicate.head in self.grammar.words("dying", "results"):
            return []
        state, phrase = state_of(self.parsed.around.country()), self.phrase(predicate.first, predicate.last)
        hit = draft.targets or ([who_of(state).in_role(Role.TARGET, phrase)] if state else [])
        return [w.in_role(Role.SOURCE, phrase) for w in self.parsed.told.enemy(hit)]

    def judged(self, predicate: Predicate, clause: Clause) -> list[Actor]:
        """ "German weapons would be legitimate targets": whose a thing is that is judged."""
        before = [g for g in self.roles.groups if clause.start <= g.first and g.last <= predicate.first and g.modifier]
        if not before:  # "peluncuran itu melanggar resolusi": who did what is judged, as told before
            window = range(clause.start, predicate.first)
            noun = self.parsed.told.noun(self.tokens, window)
            definite = noun is not None and self.parsed.told.is_definite(self.tokens, noun[0], clause.start)
            who = self.parsed.told.doers(noun[1], (), self.parsed.memory.doers) if noun and definite else ()
            return [w.in_role(Role.SOURCE, self.phrase(window.start, window.stop)) for w in who]
        return self.named(before[0], Role.SOURCE) if len(before) == 1 else []

    def crowd(self, predicate: Predicate, clause: Clause) -> list[Actor]:
        """ "Thousands marched through Tbilisi": people who protest and have no other name are those of the place."""
        held = self.grammar.has("verb final") and any(t.voice for t in self.roles.helpers(predicate, clause))
        if predicate.kind is not Kind.PROTEST or not (predicate.form == "verb" or held):
            return []
        behind = predicate.last + 6 if self.grammar.has("free order") or self.grammar.has("verb bracket") else 0
        first = self.roles.reach_back(clause)
        near = range(first, max(predicate.first, min(behind, clause.end)))
        crowd = [k for k in near if self.grammar.lists(self.tokens[k], "crowds") and k != predicate.first]
        backers = self.grammar.words("supporters")  # "ratusan pendukung Palestina": not of whom they support
        theirs = (g for g in self.roles.groups if g.first and self.tokens[g.first - 1].lower not in backers)
        owned = (g for g in theirs if g.first in near and g.mentions[0].who)
        owners = [g for g in owned if g.modifier or g.first - 1 in crowd]
        country = (
            owners[0].mentions[0].who[0].country if owners else self.parsed.around.country() or self._protest_state()
        )
        state = state_of(country)
        if not crowd or state is None:
            return []
        phrase = self.phrase(crowd[0], crowd[-1] + 1)
        return [organ_of(state, "people", "country of the article").in_role(Role.SOURCE, phrase)]

    def _protest_state(self) -> str | None:
        """The state that the sentence names as a place, not only in that of an embassy; else the article's."""
        home, named = self.parsed.memory.home, self.parsed.around.state()
        houses = {w.country for m in self.parsed.mentions if m.form == "organ" for w in m.who}
        return (home.country if home else None) if named is None or named in houses else named

    def _goes_back(self, kind: Kind, predicate: Predicate, clause: Clause, sources: Sequence[Actor]) -> list[Actor]:
        """ "condemned the launch", "mengecam serangan itu": whose act, told before, is blamed, praised or answered."""
        window = self.parsed.object_span(predicate, clause)
        found = self.parsed.told.noun(self.tokens, window) if kind in JUDGES or kind is Kind.AGREE else None
        who: tuple[Who, ...] = ()
        at = self.tokens[predicate.first : predicate.last]
        if found is not None and self.parsed.told.is_definite(self.tokens, found[0], window.start):
            follows = self.tokens[found[0] + 1 : found[0] + 2]
            names = self.grammar.words("prepositions") - self.grammar.words("judging")
            told = any(t.lower in names for t in follows)  # "condemned the attack on the school": if one was told
            kinds = found[1] or (frozenset({Kind.ASSAULT}) if told else _NO_KINDS)
            who = self.parsed.told.doers(kinds, sources, () if told else self.parsed.memory.doers)
            at = self.tokens[found[0] : found[0] + 1]
        if not who and found is not None and kind is Kind.ACCUSE and self.grammar.has("marked infinitives"):
            who = self.parsed.told.against(Kind.THREATEN, sources)  # "condemned the expulsion": who expelled theirs
        bare = kind is Kind.THREATEN or (kind is Kind.REJECT and self.grammar.has("verb final"))
        if not who and kind in ANSWERS and (found is not None or bare):
            who = self.parsed.told.against(kind, sources)
            if found is None and kind is Kind.THREATEN:  # nobody threatens the UN for what it asked
                who = tuple(w for w in who if "un" not in lineage(w.id))
        phrase = Phrase.of(self.parsed.text, at[0].start, at[-1].end)
        return [each.in_role(Role.TARGET, phrase) for each in who]

    def _judged_step(self, kind: Kind, predicate: Predicate, clause: Clause, sources: Sequence[Actor]) -> list[Actor]:
        """ ", a step that Amnesty condemned": who took, in the clause before, what a relative clause judges."""
        before = self.tokens[clause.start - 1] if clause.start else None
        step = clause.sort in ("rel", "comp") and before is not None and self.grammar.lists(before, "acts")
        past = self.parsed.told.acts[-1] if step and self.parsed.told.acts else None
        if kind not in JUDGES or not step:
            return []
        own = {a.country for a in sources}
        if past is None or past.sentence != self.parsed.told.sentence:  # what they did is no act of a kind
            doers = self.named(self.roles.subject_at(clause.parent, None) if clause.parent else None, Role.TARGET)
            return [a for a in doers if a.country not in own]
        phrase = self.phrase(predicate.first, predicate.last)
        return [w.in_role(Role.TARGET, phrase) for w in past.doers if w.id not in {a.id for a in sources}]

    def on_condition(self, sources: Sequence[Actor]) -> list[Actor]:
        """ "threatened to strike if Iran did not sign": whom a threat is made to depend on."""
        own = {a.country for a in sources}
        for clause in self.parsed.clauses:
            group = self.roles.subject_at(clause, None) if clause.sort == "cond" else None
            actors = self.named(group, Role.TARGET)
            if actors and group and group.first >= clause.start and not {a.country for a in actors} & own:
                return actors
        return []

    def _met_before(self, sources: Sequence[Actor], kinds: frozenset[Kind]) -> list[Actor]:
        """ "spoke with Rama and offered support": whom the same sentence has just told the doers to have met.

        Likewise "cut ties with Iran and expelled its envoys": whom they have just acted against.
        """
        past = self.parsed.told.acts[-1] if self.parsed.told.acts else None
        same = (
            past is not None
            and past.sentence == self.parsed.told.sentence
            and {w.id for w in past.doers} == {a.id for a in sources}
        )
        if past is None or not same or past.kind not in kinds:
            return []
        last = self.parsed.mentions[-1] if self.parsed.mentions else None
        phrase = self.phrase(last.first, last.last) if last else self.phrase(0, 1)
        return [w.in_role(Role.TARGET, phrase) for w in past.targets]

    def _enemy(self, predicate: Predicate, sources: Sequence[Actor]) -> list[Actor]:
        """ "air defences shot down 27 drones": those whom the article has told the same side to be fighting."""
        phrase = self.phrase(predicate.first, predicate.last)
        return [w.in_role(Role.TARGET, phrase) for w in self.parsed.told.enemy(sources)]

    def _held_by(self, sources: Sequence[Actor], places: Sequence[Place]) -> list[Actor]:
        """An attack on a place in another country is an attack on that country."""
        own = {a.country for a in sources}
        for place in places:
            state = state_of(place.country)
            if state and state.country not in own and place.role in (PlaceRole.HAPPENED_AT, PlaceRole.TO):
                return [who_of(state).in_role(Role.TARGET, place.phrase)]
        return []

    def _seized(self, predicate: Predicate, places: Sequence[Place]) -> list[Place]:
        """ "blockaded the Gaza Strip": a place that is the object of the verb, right behind it."""
        end = self.tokens[predicate.last - 1].end
        return [p for p in places if p.phrase and 0 < p.phrase.start - end <= _OBJECT_WITHIN]

    def _victims(
        self, kind: Kind, predicate: Predicate, clause: Clause, sources: Sequence[Actor], places: Sequence[Place]
    ) -> list[Actor]:
        """ "shelled a market, killing 40", "police arrested 52 people": people hit at home are of the doer's country.

        Where no place tells that it is at home, only those whom a state's own police or court takes are.
        """
        own = {a.country for a in sources}
        where = {p.country for p in places if p.role in (PlaceRole.HAPPENED_AT, PlaceRole.TO)}
        home = next(iter(own)) if len(own) == 1 and all(a.type is ActorType.GOVERNMENT for a in sources) else None
        state = state_of(next((c for c in where if c in own), None if where else home))
        people = self.grammar.classes.get("person", frozenset())
        near = range(predicate.last, min(predicate.last + 16, len(self.tokens)))
        if kind is Kind.COERCE or self.grammar.has("verb final") or self.grammar.has("verb bracket"):
            near = self.parsed.object_span(predicate, clause)
        hit = [k for k in near if self.tokens[k].keys & people]
        if state is None or not hit or any(a.type is ActorType.STATE for a in sources):
            return []
        phrase = self.phrase(hit[0], hit[0] + 1)
        return [organ_of(state, "people", "country of the article").in_role(Role.TARGET, phrase)]

    def is_seat_of(self, place: Place, predicate: Predicate, sources: Sequence[Actor]) -> bool:
        """ "the Houthis in Yemen struck ...": where those who do it are at home, named right behind them."""
        own = place.precision is PlacePrecision.COUNTRY and place.country in {a.country for a in sources}
        behind = (a.phrase.end for a in sources if a.phrase)
        start = place.phrase.start if place.phrase else -1
        return own and start < self.tokens[predicate.first].start and any(0 < start - end < 5 for end in behind)
