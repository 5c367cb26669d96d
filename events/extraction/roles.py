"""To whom: which of a sentence's actors does an act, and which it is done to."""

from collections.abc import Sequence
from itertools import pairwise

from events.extraction.act import SPEECH
from events.extraction.clause import Clause
from events.extraction.groups import Group
from events.extraction.predicates import Predicate
from events.extraction.subjects import HOUSES, SubjectFinder
from events.extraction.text import Token
from events.model import ActorType, Kind

_NO_WORDS = frozenset[str]()
_OCCURRING = frozenset({Kind.ASSAULT, Kind.MOBILIZE})
"""Kinds whose nouns name who does them right beside, when they are said to take place: "начались учения войск"."""
_GIVEN = frozenset({"dative", "oblique"})
"""Cases of those to whom something goes."""
_BY_WORDS = frozenset({Kind.REQUEST, Kind.SANCTION, Kind.ACCUSE})
_STATES = frozenset({ActorType.STATE, ActorType.GOVERNMENT, ActorType.MILITARY})
_OFFICIAL = _STATES | {ActorType.PERSON}
_AMONG_THEM = frozenset({Kind.REQUEST, Kind.ACCUSE, Kind.SUPPORT})
"""Kinds of speech that bodies of one state use among themselves."""
_OBJECT_NOUN_WITHIN = 3  # tokens between a verb and the noun that is its object
ANY_IN_REACH = frozenset({Kind.ACCUSE, Kind.SUPPORT, Kind.REJECT, Kind.THREATEN})
PREPOSITION_FIRST = frozenset({Kind.CONSULT, Kind.COOPERATE, Kind.AGREE, Kind.AID, Kind.SANCTION})
_REPORTED = frozenset({Kind.ASSAULT, Kind.MOBILIZE, Kind.RETREAT, Kind.COERCE})
"""Kinds whose nouns, when spoken about, may name their doer right behind: "об отправке войск КНДР"."""


class RoleFinder(SubjectFinder):
    """Finds agents and targets among the groups of one sentence."""

    happens_within = 16
    """Tokens after a noun within which its verb may say that it took place."""

    def cause(self, clause: Clause) -> Group | None:  # noqa: ARG002 - for languages that tell it so
        """Who did, in the clause before, what somebody suffers in this one."""
        return None

    def goes_on(self, predicate: Predicate, clause: Clause) -> bool:  # noqa: ARG002 - for languages that tell it so
        """Whether a verb only goes on with the act of the clause before."""
        return False

    def reach_back(self, clause: Clause) -> int:
        """The token where the words of a clause begin, with what stands before it and belongs to it."""
        return clause.start

    def helpers(self, predicate: Predicate, clause: Clause) -> Sequence[Token]:
        """The words among which the verb may stand that carries out the act a noun names."""
        return self.tokens[max(clause.start, predicate.first - 5) : predicate.first]

    def agent(self, predicate: Predicate, clause: Clause) -> Group | None:
        """Who does it, named after it: "oleh X", "by X", "dari X", "between X and Y"."""
        words = self.grammar.words("agent")
        if predicate.form == "noun":
            words = self.grammar.words("noun_agent") or words
            words |= self.grammar.words("between") if self._occurs(predicate, clause) else _NO_WORDS
            words |= self.grammar.words("from_words") if predicate.kind in _BY_WORDS else _NO_WORDS
        start = self._agents_from(predicate, clause)
        for group in self.groups:
            if (
                start <= group.first < clause.end
                and (group.governor in words or (group.case == "instrumental" and not group.governor))
                and group.first - predicate.last < 14
                and not self._other_verb(predicate, group)
                and not self._of_participle(predicate, group)
                and not self._attributed_to(group)
            ):
                return group
        credited = self._credited(predicate, clause)
        return (
            credited
            or self._bare_agent(predicate)
            or self._agent_in_relative(predicate)
            or self._possessor(predicate, clause)
        )

    def _credited(self, predicate: Predicate, clause: Clause) -> Group | None:
        """ "une attaque attribuée aux rebelles", "un ataque atribuido a X": who is said to have done it."""
        told = self.tokens[predicate.last : predicate.last + 3] if predicate.form == "noun" else ()
        if not any(t.voice and t.keys & self.grammar.words("credited") for t in told):
            return None
        after = (g for g in self.groups if predicate.last < g.first < min(clause.end, predicate.last + 6))
        return next((g for g in after if g.governor in self.grammar.words("credited_to")), None)

    def _attributed_to(self, group: Group) -> bool:
        """ "nach Angaben von Bürgermeister X": who says so, and no doer of a passive beside it."""
        before = self.tokens[max(0, group.first - 3) : group.first - 1] if group.governor else ()
        nouns = self.grammar.words("attribution_nouns")
        return any(t.lower in nouns for t in before)

    def _bare_agent(self, predicate: Predicate) -> Group | None:
        """ "ditolak Rusia", "ditangkap polisi Malaysia": who stands right behind a passive, with nothing between."""
        if predicate.form != "verb" or predicate.voice != "passive" or not self.grammar.has("bare agents"):
            return None
        token = self.tokens[predicate.first]
        if self._clause(predicate.first).sort == "rel" and token.lower in self.grammar.words("held", "backed_by"):
            return None  # "Kashmir yang dikuasai Pakistan": told of a place, and not of that day
        return next((g for g in self.groups if g.first == predicate.last and not g.governor), None)

    def _agents_from(self, predicate: Predicate, clause: Clause) -> int:
        """The token from which on the doer of a passive may be named."""
        enclosed = self.grammar.has("verb bracket") and predicate.form != "noun"
        return clause.start if enclosed else predicate.last

    def reported(self, predicate: Predicate) -> bool:
        """ "об отправке войск": whether a noun is what is spoken about."""
        if predicate.form != "noun":
            return False
        if predicate not in self._reported:
            self._reported[predicate] = self._is_reported(predicate)
        return self._reported[predicate]

    def _is_reported(self, predicate: Predicate) -> bool:
        about = self.grammar.words("about")
        if not about:
            return False
        near = self.tokens[max(0, predicate.first - 2) : predicate.first]
        confirmed = any(t.voice and self.grammar.lists(t, "confirming") for t in near)
        return confirmed or self._governor(predicate.first) in about

    def denied(self, predicate: Predicate, denial: Predicate) -> bool:
        """ "denied any role in the attack", "dementierte die Entsendung": whether a noun is what is denied."""
        between = self.tokens[denial.last : predicate.first]
        stops = any(t.voice or t.text in ",;:()" for t in between)
        act = predicate.form == "noun" and predicate.kind not in SPEECH and denial.last <= predicate.first
        withheld = (p.last for c in self.clauses for p in c.predicates if p.sort == "withhold")
        if any(0 <= denial.first - last <= 4 for last in withheld):
            return False  # "refused to confirm or deny the strike"
        return act and len(between) <= 6 and not stops

    def _of_participle(self, predicate: Predicate, group: Group) -> bool:
        """ "tués en territoire occupé par la Russie": the doer of a participle that stands nearer."""
        between = self.tokens[predicate.last : group.first]
        led = next((k for k, t in enumerate(between) if t.lower in self.grammar.words("agent")), 0)
        joined = any(t.lower in self.grammar.words("coordinators") for t in between)
        return self.grammar.has("articled nouns") and led > 0 and between[led - 1].voice == "past" and not joined

    def _other_verb(self, predicate: Predicate, group: Group) -> bool:
        """ "serangan itu dikecam oleh PBB": the agent of another verb is not the noun's."""
        if predicate.form != "noun":
            return False
        between = self.tokens[predicate.last : group.first]
        own = self.grammar.words("light", "occur", "happenings")
        return any(t.voice in ("passive", "active", "past") and not t.keys & own for t in between)

    def _agent_in_relative(self, predicate: Predicate) -> Group | None:
        """ "serangan udara yang dilancarkan oleh AS": the doer stands in the clause that follows the noun."""
        if predicate.form != "noun":
            return None
        for clause in self.clauses:
            if clause.sort == "rel" and predicate.last <= clause.start <= predicate.last + 3:
                words = self.tokens[clause.start : min(clause.end, clause.start + 6)]
                if any(t.voice == "passive" and t.keys & self.grammar.words("light") for t in words):
                    inside = [g for g in self.groups if clause.start <= g.first < clause.end]
                    return next((g for g in inside if g.governor in self.grammar.words("agent")), None)
        return None

    def _possessor(self, predicate: Predicate, clause: Clause) -> Group | None:
        """ "Israeli airstrikes killed", "tewas dalam serangan Israel": whose attack it is that took place."""
        if self.reported(predicate) and predicate.kind in _REPORTED:
            return next((g for g in self.groups if g.first == predicate.last and g.modifier), None)
        if predicate.form != "noun" or predicate.kind not in _OCCURRING or not self._occurs(predicate, clause):
            return None
        return self.maker(predicate)

    def maker(self, noun: Predicate) -> Group | None:
        """ "serangan Israel", "the Israeli attack": whose act a noun tells, named right beside it."""
        after = self.grammar.has("owner after")
        behind = next((g for g in self.groups if self._makes(g, noun)), None) if after else None
        if behind or (after and not self.grammar.has("owner before")):
            return behind
        return next((g for g in self.groups if 0 <= noun.first - g.last <= 2 and g.modifier), None)

    def _makes(self, group: Group, predicate: Predicate) -> bool:
        """ "serangan Israel", "serangan drone Rusia": whether a group right behind a noun says whose it is."""
        if predicate.first < group.first < predicate.last < group.last:
            return True
        if self.grammar.has("articled nouns") and group.governor in self.grammar.words("of"):
            return 1 <= group.first - predicate.last <= 2
        led = self.tokens[predicate.last : group.first]  # "serangan kelompok JNIM"
        named = len(led) == 1 and led[0].lower in self.grammar.words("own_bodies")
        return (group.first == predicate.last or named) and group.modifier

    def _occurs(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether a noun is said to take place ("fighting broke out between")."""
        last = min(clause.end, predicate.last + self.happens_within)
        near = self.tokens[max(clause.start, predicate.first - 8) : last]
        return any(
            t.keys & self.grammar.words("occur") for t in near if t.voice or t.keys & self.grammar.words("happenings")
        )

    def companions(self, predicate: Predicate, clause: Clause) -> list[Group]:
        """Who does it too: "bersama pasukan Rusia", "alongside Russian forces"."""
        words = self.grammar.words("companions")
        subject = self.subject(predicate, clause)[0]
        beside = subject.last if subject is not None else predicate.last
        return [
            g
            for g in self.groups
            if g.governor in words and (predicate.last <= g.first < clause.end or g.first == beside + 1)
        ]

    def target(self, predicate: Predicate, clause: Clause, source: Sequence[Group], reach: int) -> Group | None:
        """To whom, looking on from the verb to token ``reach``."""
        if predicate.trigger is None or predicate.kind is None:
            return None
        after = self._candidates(predicate, source, reach)
        targets = self._prepositions_of(predicate)
        led = [g for g in after if g.governor in targets and g.governor and g.first < clause.end + 8][:1]
        direct = self._objects(predicate, after)[:1]
        if not led and not direct and predicate.kind is Kind.ASSAULT:
            direct = [g for g in after if self._holds(g)][:1]
        first = predicate.kind in PREPOSITION_FIRST and led
        chosen = first or sorted(led + direct, key=lambda g: g.first)
        if not chosen and predicate.kind in ANY_IN_REACH:
            chosen = self._anybody(predicate, after, source)
        if not chosen and predicate.kind is Kind.PROTEST:  # "marched to demand that the government resign"
            chosen = [g for g in after if g.first > clause.end and not g.governor and self._may_be_asked(g)]
        if not chosen and predicate.form == "verb" and self.grammar.has("free order"):
            chosen = self._fronted(predicate, clause, source)
        return chosen[0] if chosen else None

    def _fronted(self, predicate: Predicate, clause: Clause, source: Sequence[Group]) -> list[Group]:
        """ "Одесу атакували дрони", "решение Минска осудили": an object, or its owner, before the verb."""
        before = [g for g in self.groups if clause.start <= g.first and g.last <= predicate.first and g not in source]
        if predicate.object_at >= 0 and (owners := [g for g in before if self._has_fronted(predicate, g)]):
            return owners
        judged = predicate.kind in ANY_IN_REACH
        return [
            g
            for g in before
            if not g.governor
            and not self._is_own_state(predicate, g, source)
            and (g.case == "accusative" or (judged and g.modifier and g.mentions[0].form in ("state", "metonym")))
        ]

    def _has_fronted(self, predicate: Predicate, group: Group) -> bool:
        """ "санкции против России ввела", "помощь Киеву предоставит", "посла Польши вызвали": whose the object is."""
        if group.first <= predicate.object_at < group.last:
            return True
        behind = group.first > predicate.object_at
        led = group.governor in self._prepositions_of(predicate) if group.governor else group.case in _GIVEN
        return behind and led

    def _candidates(self, predicate: Predicate, source: Sequence[Group], reach: int) -> list[Group]:
        """Those named from a verb on that it may be done to."""
        reach = self._quoted_reach(predicate, reach)
        if predicate.kind is Kind.REQUEST and self.grammar.has("addressees first"):
            reach = next((k for k in range(predicate.last, reach) if self.tokens[k].voice == "base"), reach)
        targets = self._prepositions_of(predicate)
        barred = self.grammar.words("agent") | (self.grammar.words("from_words") - targets)
        open_ended = self._ends_in_preposition(predicate)
        after = (
            g
            for g in self.groups
            if predicate.first < g.first < reach
            and (g.last > predicate.last or g.mentions[0].form == "pronoun" or self._within(predicate, g))
            and g not in source
            and (g.governor not in barred or open_ended or self._leads_on(predicate, g))
            and not self._owns_act(predicate, g)
        )
        found = [g for g in after if not self._describes_place(g) and not self._is_own_state(predicate, g, source)]
        if predicate.kind in ANY_IN_REACH:
            found = [g for g in found if not self._is_victim(g)]
        if predicate.kind is Kind.REQUEST:
            found = [g for g in found if not self._is_to_be_freed(g)]
        return [g for g in found if not self._asks_for_it(g)] if predicate.kind is Kind.CONSULT else found

    def _prepositions_of(self, predicate: Predicate) -> frozenset[str]:
        """The prepositions that lead to whom an act is done."""
        targets = predicate.trigger.targets if predicate.trigger else frozenset[str]()
        if predicate.kind is Kind.ASSAULT and predicate.head in self.grammar.words("taking", "taken_from"):
            targets |= self.grammar.words("from_words")  # "captured the town from the rebels"
        return targets

    def _owns_act(self, predicate: Predicate, group: Group) -> bool:
        """ "terlibat dalam serangan Houthi": whose attack it is, which somebody else had a part in."""
        if group.governor or group.first < predicate.last:
            return False
        behind = self.tokens[predicate.last : group.first]  # "serangan-serangan"
        plural = len(behind) == 2 and behind[0].text == "-"
        return (not behind or plural) and self.tokens[group.first - 1].lower in self.grammar.words("owned_acts")

    def _leads_on(self, predicate: Predicate, group: Group) -> bool:
        """Whether a word that leads from somebody leads to whom an act is done here: "zerwie stosunki z Izraelem"."""
        along = group.case == "instrumental" and group.governor not in self.grammar.words("agent")
        return along or self._holds(group) or self._did_judged(predicate, group)

    def _did_judged(self, predicate: Predicate, group: Group) -> bool:
        """ "condemned the killing of civilians by the army": who did what is judged."""
        if predicate.kind not in ANY_IN_REACH or group.governor not in self.grammar.words("agent"):
            return False
        told = self.tokens[predicate.last : group.first]
        return any(self.grammar.lists(t, "killings") or self.grammar.lists(t, "acts") for t in told)

    def _is_to_be_freed(self, group: Group) -> bool:
        """ "demanded the release of X", "menuntut pembebasan X": who is to be freed is not asked to do so."""
        before = self.tokens[max(0, group.first - 3) : group.first]
        if any(not t.is_word for t in before):
            return False
        return any(self.grammar.lists(t, "releases") for t in before)

    def _is_victim(self, group: Group) -> bool:
        """ "mengecam pembunuhan warga sipil", "the killing of civilians": whom those killed who are blamed."""
        before = group.first - (2 if self._is_of(group.first - 1) else 1)
        killed = before >= 0 and self.grammar.lists(self.tokens[before], "killings")
        return killed and all(w.type is ActorType.CIVILIAN for m in group.mentions for w in m.who)

    @staticmethod
    def _may_be_asked(group: Group) -> bool:
        return all(w.type is not ActorType.CIVILIAN for m in group.mentions for w in m.who)

    def _asks_for_it(self, group: Group) -> bool:
        """ "bersidang atas permintaan Tallinn": whether a group behind a noun for a request is who made it."""
        nouns = (p for p in self._clause(group.first).predicates if p.form == "noun" and p.kind is Kind.REQUEST)
        return any(p.last == group.first for p in nouns)

    def _objects(self, predicate: Predicate, after: Sequence[Group]) -> list[Group]:
        """Those whom no preposition but the verb's own leads."""
        led_in = self._ends_in_preposition(predicate) and [g for g in after if 0 <= g.first - predicate.last <= 3]
        return led_in or [
            g
            for g in after
            if self._does_judged(predicate, g)
            or self._owns_hit(predicate, g)
            or (not g.governor and self._is_object(predicate, g))
        ]

    def _owns_hit(self, predicate: Predicate, group: Group) -> bool:
        """ "struck a convoy of the Rapid Support Forces", "froze the assets of X": whose it is that was hit."""
        if predicate.kind not in (Kind.ASSAULT, Kind.SANCTION):
            return False
        of = next((k for k in (group.first - 1, group.first - 2) if self._is_of(k)), None)
        nearest = 0 if predicate.kind is Kind.SANCTION else 1  # "freeze assets" is the whole trigger
        hit = predicate if predicate.form == "verb" else self._harms(predicate)
        if of is None or hit is None or not nearest <= of - hit.last <= _OBJECT_NOUN_WITHIN:
            return False
        barred, articles = self.grammar.words("prepositions"), self.grammar.words("determiners")
        pairs = pairwise(self.tokens[hit.last - 1 : of])  # "a building" is no verb
        return all(t.is_word and t.lower not in barred and (not t.voice or a.lower in articles) for a, t in pairs)

    def _harms(self, predicate: Predicate) -> Predicate | None:
        """ "an airstrike destroyed": the verb by which a noun that tells an attack does harm."""
        told = self._clause(predicate.first).predicates
        verbs = (p for p in told if p.form == "verb" and p.kind is predicate.kind and p.first >= predicate.last)
        return next(verbs, None)

    def _is_of(self, at: int) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].lower in self.grammar.words("of")

    def _does_judged(self, predicate: Predicate, group: Group) -> bool:
        """ "welcomed the decision of the Netherlands": whose act it is that is judged."""
        judged = predicate.kind in ANY_IN_REACH and group.governor in self.grammar.words("of")
        noun = group.first - 2 if self.tokens[group.first - 1].lower in self.grammar.words("of") else group.first - 3
        near = noun >= predicate.first and noun - predicate.last <= _OBJECT_NOUN_WITHIN
        return judged and near and self.grammar.lists(self.tokens[noun], "acts")

    def _ends_in_preposition(self, predicate: Predicate) -> bool:
        return self.tokens[predicate.last - 1].lower in self.grammar.words("prepositions")

    def _anybody(self, predicate: Predicate, after: Sequence[Group], source: Sequence[Group]) -> list[Group]:
        """Whoever of another side is named within reach of a verb that blames, praises, rejects or threatens."""
        doers = [w for g in source for m in g.mentions for w in m.who]
        theirs = {w.country for w in doers}
        bound = predicate.kind is Kind.SUPPORT and self.grammar.has("free order")  # "chwalić za walkę z Rosją"
        loose = [g for g in after if not (g.governor and bound) and not self._joined_apart(predicate, g)]
        ruling = bool(doers) and all(w.type in _OFFICIAL for w in doers)
        rebels = ActorType.ARMED_GROUP  # "refused to negotiate with the Houthis": of its state, but not on its side
        return [
            g
            for g in loose
            if any(w.country not in theirs or (ruling and w.type is rebels) for m in g.mentions for w in m.who)
        ]

    def _joined_apart(self, predicate: Predicate, group: Group) -> bool:
        """ "called it a crime, and Macron accused ...": whether a comma and an "and" stand before a group."""
        joints = self.grammar.words("coordinators")
        between = self.tokens[predicate.last : group.first]
        return any(a.text == "," and b.lower in joints for a, b in pairwise(between))

    def _holds(self, group: Group) -> bool:
        """ "a depot in territory held by the rebels": an attack there is one on those who hold it."""
        before = self.tokens[max(0, group.first - 3) : group.first]
        return any(t.lower in self.grammar.words("held") for t in before)

    def _is_own_state(self, predicate: Predicate, group: Group, source: Sequence[Group]) -> bool:
        """ "Putin signed Moscow's pact with Pyongyang": a state does nothing to itself.

        But one of its bodies may speak to another: "the president ordered the police to ...".
        """
        whom = [w for m in group.mentions for w in m.who]
        if not whom or any(w.type not in _STATES for w in whom):
            return False
        if predicate.kind in _AMONG_THEM and not group.governor and group.mentions[0].form in ("organ", "name"):
            doers = {w.id for g in source for m in g.mentions for w in m.who}
            before = self.tokens[group.first - 1].lower if group.first else ""
            described = group.modifier and before not in self.grammar.words("acts")  # but "tindakan aparat"
            if not described and all(w.type in HOUSES and w.id not in doers for w in whom):
                return False
        theirs = {w.country for g in source for m in g.mentions for w in m.who if w.type in _OFFICIAL}
        return all(w.country in theirs for w in whom)

    def _within(self, predicate: Predicate, group: Group) -> bool:
        """ "внесли министра Ирана в список": whether a group stands between the words of a verb and is none of them."""
        if predicate.trigger is None:
            return False
        if not self.grammar.has("free order"):  # "released 90 Palestinian prisoners", "warned Manila not to"
            return predicate.first < group.first and group.last <= predicate.last
        owned = group.modifier or group.mentions[-1].form in ("organ", "title")
        if owned and predicate.first < group.first and group.last <= predicate.last:
            return True
        words = set(predicate.trigger.words)
        return not any(words & t.keys for t in self.tokens[group.first : group.last])

    def _describes_place(self, group: Group) -> bool:
        """ "the Bangladeshi border": whose border it is, is not to whom it is done."""
        after = self.tokens[group.last : group.last + 2]
        posts = len(after) > 1 and self.grammar.has("noun adjuncts") and self.grammar.lists(after[1], "posts")
        return group.modifier and bool(after) and after[0].lower in self.grammar.words("bounds") and not posts

    def _quoted_reach(self, predicate: Predicate, reach: int) -> int:
        """What is done inside a quotation is done to somebody named inside it."""
        if not self.tokens[predicate.first].quoted:
            return reach
        return next((k for k in range(predicate.last, reach) if not self.tokens[k].quoted), reach)

    def _is_object(self, predicate: Predicate, group: Group) -> bool:
        between = self.tokens[predicate.last : group.first]
        if any(t.text in ",;:." for t in between):
            return False
        near = 6 if self.grammar.has("articled nouns") else 3
        if self.grammar.has("free order") and not any(t.voice for t in between):
            near = 8  # "zestrzeliły w nocy ze środy na czwartek trzy rosyjskie drony"
        owned = bool(between) and between[-1].lower in self.grammar.words("belonging")  # "sebuah drone MQ-9 milik AS"
        return len(between) <= near or (group.modifier and len(between) <= (8 if owned else 5))
