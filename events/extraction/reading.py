"""One sentence -> the acts it tells, with their actors, places, dates and numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from events.extraction.actors import Reader
from events.extraction.circumstances import MOVES, Circumstances, Facts
from events.extraction.claims import OPAQUE
from events.extraction.clauses import Clause
from events.extraction.grammar import Grammar
from events.extraction.names import Mention, Who, organ_of, who_of
from events.extraction.predicates import Predicate, PredicateFinder
from events.extraction.roles import SPEECH, Group
from events.extraction.text import Sentence
from events.extraction.told import ANSWERS, Told
from events.extraction.word_forms import FUTURE
from events.extraction.word_order import rules_of
from events.model import (
    Actor,
    ActorType,
    DateSpan,
    Kind,
    Modality,
    Phrase,
    Place,
    PlacePrecision,
    PlaceRole,
    Quantity,
    Role,
)
from events.register import lineage, state_of

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
_SPOKEN_ON = "who speaks is named in a sentence before"
_LONGEST_QUOTE = 600  # characters
_OBJECT_WITHIN = 6  # characters between a verb and its object: "the" and no more
_HOSTILE = frozenset({Kind.ASSAULT, Kind.COERCE, Kind.SANCTION, Kind.MOBILIZE})
_OFFICIAL = frozenset({ActorType.STATE, ActorType.GOVERNMENT, ActorType.MILITARY})
_NONE = frozenset[str]()
_NO_KINDS = frozenset[Kind]()
JUDGES = frozenset({Kind.ACCUSE, Kind.SUPPORT, Kind.REJECT})
_SHARED = frozenset({Kind.AGREE, Kind.SUPPORT, Kind.AID, Kind.THREATEN, Kind.REQUEST})
"""Kinds that may go on from a meeting with the same people."""
_GIVES_IN = frozenset({Kind.CONCEDE, Kind.AGREE, Kind.CONSULT})
_NO_TARGET = frozenset({Kind.STATE, Kind.MOBILIZE, Kind.RETREAT})


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

    def who(self, role: Role) -> tuple[Actor, ...]:
        """The actors in a role."""
        return tuple([a for a in self.actors if a.role is role])


class SentenceReader:
    """Reads the sentences of one article in order."""

    def __init__(self, grammar: Grammar, reader: Reader, facts: Facts) -> None:
        self.grammar, self.reader, self.facts = grammar, reader, facts
        splitter, self.role_finder, self.claim_reader = rules_of(grammar)
        self.finder, self.splitter = PredicateFinder(grammar), splitter(grammar)
        self.quote_speaker: dict[int, tuple[Actor, ...]] = {}
        self.echoes: list[tuple[Sentence, int, tuple[Actor, ...]]] = []
        self.last_speaker: tuple[Actor, ...] = ()
        self.before: Sentence | None = None
        self.told = Told(grammar)

    def read(self, sentence: Sentence) -> list[Act]:
        """The acts of a sentence, in the order of their verbs."""
        tokens = sentence.tokens
        self.sentence, self.tokens = sentence, tokens
        self.told.sentence += 1
        if _only_asks(sentence):
            return []
        self.around = Circumstances(self.facts, sentence, self.grammar.words("hearers"), self.grammar.words("whens"))
        self.mentions = self._not_places(self.reader.mentions(sentence, self.around.country()))
        self.around.drop_named((m.first, m.last) for m in self.mentions if _is_body_name(m))
        predicates = self.finder.find(tokens, self.mentions, self.around.place_spans(), headline=sentence.headline)
        self.clauses = self.splitter.split(tokens, predicates, self.mentions)
        self.around.clauses = self.clauses
        self.roles = self.role_finder(self.grammar, tokens, self.mentions, self.clauses)
        self.claims = self.claim_reader(self.grammar, tokens, self.clauses, self.roles)
        self.attributed = cache(self.claims.attributed)  # of a sentence, whatever act of it is asked for
        told = [(p, c) for c in self.clauses for p in c.predicates]
        self.carried: set[int] = set()
        self.cast: dict[tuple[int, int, Role], list[Actor]] = {}
        acts = [act for p, c in told if p.sort == "act" for act in self._act(p, c)]
        acts += [act for p, c in told if p.sort in ("say", "withhold", "deny") for act in self._statement(p, c, acts)]
        self._remember_speaker(told)
        self._note_speaker(told)
        acts = self._echoed(told, acts)
        self.before = sentence if acts else self.before
        acts = sorted(_without_echoes(acts), key=lambda a: a.start)
        acts = _stated_once(acts) if self.grammar.has("verb final") else acts
        if acts:
            names = {a.id for a in acts[0].who(Role.SOURCE)}
            doers = {w.id: w for m in self.mentions for w in m.who if w.id in names}
            self.reader.memory.doers = tuple(doers.values())
        return self._cut(acts)

    def attribute_quotations(self, acts: Sequence[Act]) -> list[Act]:
        """Gives the acts of a quotation its speaker, who may be named only after them."""
        done = []
        for act in acts:
            quoted = self.quote_speaker.get(act.sentence.quote_run, ()) if act.in_quotation else ()
            speaker = quoted or self._echo_of(act.sentence)
            if quoted and not act.who(Role.SOURCE):
                own = () if act.kind in SPEECH else speaker
                act = replace(act, actors=(*_in_role(speaker, Role.SOURCE), *act.actors, *own))
            elif speaker and not act.who(Role.SPEAKER) and not _is_own_speech(act, speaker):
                act = replace(act, actors=(*act.actors, *speaker))
            done.append(act)
        return [act for act in done if act.who(Role.SOURCE)]

    # --- spans --------------------------------------------------------------------------------

    def _phrase(self, first: int, last: int) -> Phrase:
        end = last
        while end > first + 1 and self.tokens[end - 1].text in ",'’'s’s":
            end -= 1
        return Phrase.of(self.facts.text, self.tokens[first].start, self.tokens[end - 1].end)

    def _says_there(self, mention: Mention, before: Sequence[str]) -> bool:
        """ "в Кремле заявили": a seat in which people not named speak."""
        if not before or before[-1] not in self.grammar.words("houses"):
            return False
        behind = self.tokens[mention.last : mention.last + 3]
        ahead = self.tokens[max(0, mention.first - 3) : mention.first - 1]
        spoken = (t for t in (*behind, *ahead) if self.grammar.ends(t.lower, "unnamed_endings"))
        return any(t.voice and not self.grammar.say_heads.isdisjoint(t.keys) for t in spoken)

    def _not_places(self, mentions: list[Mention]) -> list[Mention]:
        """Drops readings as actors of names that the sentence uses as places ("di Pentagon", "in Moscow")."""
        kept = []
        locative = self.grammar.words("locative")
        for mention in mentions:
            unnamed = self._is_make(mention) or self._is_in_place_name(mention)
            if unnamed or self._is_favoured(mention) or self._is_currency(mention):
                continue
            if mention.form == "metonym" and mention.case in ("locative", "toward", "from", "to"):
                continue
            before = [t.lower for t in self.tokens[max(0, mention.first - 2) : mention.first]]
            located = bool(before) and (before[-1] in locative or (before[-1] == "the" and before[0] in locative))
            if located and self._is_seat(mention) and not self._acts_there(mention, before):
                continue
            kept.append(mention)
        return kept

    def _is_seat(self, mention: Mention) -> bool:
        """Whether a mention is the name of a capital, or of a house that stands for those in it."""
        houses = ("usa-pentagon", "usa-white-house", "rus-kremlin")
        return mention.form == "metonym" or (mention.form == "name" and any(w.id in houses for w in mention.who))

    def _acts_there(self, mention: Mention, before: Sequence[str]) -> bool:
        """Whether a seat with a preposition is nevertheless who acts: "Angaben aus Moskau", "aid to Kyiv"."""
        aid = self.grammar.classes.get("aid", _NONE)
        aided = mention.first > 1 and not self.tokens[mention.first - 2].keys.isdisjoint(aid)
        return aided or before[0] in self.grammar.words("attribution_nouns") or self._says_there(mention, before)

    def _is_in_place_name(self, mention: Mention) -> bool:
        """ "Laut China Selatan", "South China Sea": a state within the name of a place."""
        return mention.form == "state" and any(
            first < mention.first and mention.last <= last and self.tokens[mention.first - 1].is_name_like
            for first, last in self.around.place_spans()
        )

    def _is_currency(self, mention: Mention) -> bool:
        """ "300 juta dolar AS": whose money it is, is nobody."""
        before = self.tokens[max(0, mention.first - 1) : mention.first]
        return any(t.lower in self.grammar.words("currencies") for t in before)

    def _is_favoured(self, mention: Mention) -> bool:
        """ "milisi pro-Kiev": whom others are for does nothing."""
        before = [t.lower for t in self.tokens[max(0, mention.first - 2) : mention.first]]
        return mention.form in ("state", "metonym", "name") and len(before) == 2 and before == ["pro", "-"]

    def _is_make(self, mention: Mention) -> bool:
        """ "rudal buatan Korea Utara", "Iranian-made drones": whose make a thing is does nothing."""
        made = self.grammar.words("made")
        if mention.first and self.tokens[mention.first - 1].lower in made and not self.grammar.has("owner before"):
            return True
        after = [t.lower for t in self.tokens[mention.last : mention.last + 2]]
        return len(after) == 2 and after[0] in "-‑" and after[1] in made

    # --- acts ---------------------------------------------------------------------------------

    def _act(self, predicate: Predicate, clause: Clause) -> list[Act]:
        kind = predicate.kind
        if kind is None or self.claims.is_content(predicate, clause) or self._names_again(predicate, clause):
            return []
        saying = self.claims.saying(predicate, clause)
        sources, targets, reasons = self._parties(predicate, clause)
        speaker = self._speaker(predicate, clause, kind, sources, saying)
        if predicate.form == "verdict":
            sources = sources or self._judged(predicate, clause)
            sources, targets, speaker = _in_role(speaker, Role.SOURCE), _in_role(sources, Role.TARGET), []
        sources = sources or self._own_side(predicate, clause, speaker)
        if all(a.type is ActorType.STATE for a in sources):
            sources = self._crowd(predicate, clause) or sources
        first_person = not sources and (
            self._is_first_person(predicate, clause) or self._unsaid_speaker(predicate, clause, kind, saying)
        )
        if not sources and not first_person:
            sources = self._speaks_on(clause if saying is None else saying[1])
            reasons = [*reasons, *([_SPOKEN_ON] if sources else [])]
        if first_person and speaker:
            sources, speaker = _in_role(speaker, Role.SOURCE), [] if kind in SPEECH else speaker
        elif not sources and not first_person:
            return []
        modality = self._modality(predicate, clause, kind, saying, first_person=first_person)
        if self._refuses(kind, predicate, clause, modality, saying):
            kind, modality, speaker, targets = Kind.REJECT, Modality.ASSERTED, [], []
        if kind is Kind.PROTEST and sources and all(a.type in _OFFICIAL for a in sources):
            kind = Kind.ACCUSE  # a government protests in a note, not in the street
        if self._is_threat(kind, modality, sources, speaker, saying):
            kind, modality, sources, speaker = Kind.THREATEN, Modality.ASSERTED, _in_role(speaker, Role.SOURCE), []
        if kind in _HOSTILE and modality is Modality.PLANNED and self._vowed(predicate):
            kind, modality = Kind.THREATEN, Modality.ASSERTED
        if saying:
            self.carried.add(saying[0].first)
        until = self._said_from(predicate, saying)
        if kind is Kind.MOBILIZE and (
            self._trains_others(predicate, sources, targets) or self._exercises(predicate, sources)
        ):
            kind = Kind.COOPERATE
        elif self._drills_alone(kind, predicate, sources, targets):
            kind = Kind.MOBILIZE
        if not targets and (kind in JUDGES or kind in ANSWERS):
            targets = self._goes_back(kind, predicate, clause, sources)
        if not targets and kind in _SHARED and (clause.sort in ("coord", "resume") or self.grammar.has("verb final")):
            targets = self._met_before(sources)
        if not targets and kind is Kind.THREATEN:
            targets = self._on_condition(sources)
        if not targets and kind is Kind.ASSAULT and predicate.head in self.grammar.words("downing"):
            targets = self._enemy(predicate, sources)
        parties = (sources, [] if kind in _NO_TARGET else targets, speaker)
        act = self._build(kind, modality, predicate, clause, parties, reasons, until)
        if modality is not Modality.DENIED:
            self.told.note(kind, act.who(Role.SOURCE), act.who(Role.TARGET), act.who(Role.SPEAKER))
        if act.when is None and saying and self._says_itself(kind, sources, saying):
            act = replace(act, when=self.around.when(modality, predicate, saying[1], until))
        return [act]

    def _names_again(self, predicate: Predicate, clause: Clause) -> bool:
        """ "condemned the attack, calling it cowardly": words for what the same sentence has blamed already."""
        named = predicate.head in self.grammar.words("namings") and predicate.voice == "gerund"
        blamed = clause.parent.predicates if clause.parent is not None else []
        return named and predicate.kind is Kind.ACCUSE and any(p.kind is Kind.ACCUSE for p in blamed)

    def _vowed(self, predicate: Predicate) -> bool:
        """ "vowed to topple the council": what is sworn to be done to others is a threat."""
        before = self.tokens[max(0, predicate.first - 3) : predicate.first]
        return predicate.form == "verb" and any(t.voice and self.grammar.lists(t, "vowing") for t in before)

    def _refuses(
        self,
        kind: Kind,
        predicate: Predicate,
        clause: Clause,
        modality: Modality,
        saying: tuple[Predicate, Clause] | None,
    ) -> bool:
        """ "said it would not release the hostages": giving in that is denied for the time to come is refused."""
        if (
            kind not in _GIVES_IN
            or modality is not Modality.DENIED
            or (saying is not None and saying[0].sort == "deny")
        ):
            return False
        return self.claims.ahead(predicate, clause)

    def _says_itself(self, kind: Kind, sources: Sequence[Actor], saying: tuple[Predicate, Clause]) -> bool:
        """Whether words are themselves the act of who says them, and so done on the day that they are said."""
        if kind not in SPEECH or not self.grammar.has("verb final"):
            return False
        speaker = self._roles(self.roles.subject(*saying)[0], Role.SOURCE) or self._speaks_on(saying[1])
        return {a.id for a in speaker} == {a.id for a in sources}

    def _goes_back(self, kind: Kind, predicate: Predicate, clause: Clause, sources: Sequence[Actor]) -> list[Actor]:
        """ "condemned the launch", "mengecam serangan itu": whose act, told before, is blamed, praised or answered."""
        window = self._object_span(predicate, clause)
        found = self.told.noun(self.tokens, window) if kind in JUDGES or kind is Kind.AGREE else None
        who: tuple[Who, ...] = ()
        at = self.tokens[predicate.first : predicate.last]
        if found is not None and self.told.is_definite(self.tokens, found[0], window.start):
            follows = self.tokens[found[0] + 1 : found[0] + 2]
            names = self.grammar.words("prepositions") - self.grammar.words("judging")
            told = any(t.lower in names for t in follows)  # "condemned the attack on the school": if one was told
            kinds = found[1] or (frozenset({Kind.ASSAULT}) if told else _NO_KINDS)
            who = self.told.doers(kinds, sources, () if told else self.reader.memory.doers)
            at = self.tokens[found[0] : found[0] + 1]
        bare = kind is Kind.THREATEN or (kind is Kind.REJECT and self.grammar.has("verb final"))
        if not who and kind in ANSWERS and (found is not None or bare):
            who = self.told.against(kind, sources)
        phrase = Phrase.of(self.facts.text, at[0].start, at[-1].end)
        return [each.in_role(Role.TARGET, phrase) for each in who]

    def _on_condition(self, sources: Sequence[Actor]) -> list[Actor]:
        """ "threatened to strike if Iran did not sign": whom a threat is made to depend on."""
        own = {a.country for a in sources}
        for clause in self.clauses:
            group = self.roles.subject_at(clause, None) if clause.sort == "cond" else None
            actors = self._roles(group, Role.TARGET)
            if actors and group and group.first >= clause.start and not {a.country for a in actors} & own:
                return actors
        return []

    def _met_before(self, sources: Sequence[Actor]) -> list[Actor]:
        """ "spoke with Rama and offered support": whom the same sentence has just told the doers to have met."""
        past = self.told.acts[-1] if self.told.acts else None
        same = (
            past is not None
            and past.sentence == self.told.sentence
            and {w.id for w in past.doers} == {a.id for a in sources}
        )
        if past is None or not same or past.kind not in (Kind.CONSULT, Kind.SUPPORT, Kind.AGREE):
            return []
        phrase = (
            self._phrase(0, 1) if not self.mentions else self._phrase(self.mentions[-1].first, self.mentions[-1].last)
        )
        return [w.in_role(Role.TARGET, phrase) for w in past.targets]

    def _enemy(self, predicate: Predicate, sources: Sequence[Actor]) -> list[Actor]:
        """ "air defences shot down 27 drones": those whom the article has told the same side to be fighting."""
        phrase = self._phrase(predicate.first, predicate.last)
        return [w.in_role(Role.TARGET, phrase) for w in self.told.enemy(sources)]

    def _object_span(self, predicate: Predicate, clause: Clause) -> range:
        """The tokens among which the object of a verb is named."""
        if self.grammar.has("verb final"):
            return range(max(clause.start, predicate.first - 8), predicate.first)
        if self.grammar.has("verb bracket"):
            return range(clause.start, clause.end)
        if predicate.voice == "passive":
            return range(max(clause.start, predicate.first - 6), predicate.first)
        return range(predicate.first + 1, min(predicate.last + 5, len(self.tokens)))

    def _judged(self, predicate: Predicate, clause: Clause) -> list[Actor]:
        """ "German weapons would be legitimate targets": whose a thing is that is judged."""
        before = [g for g in self.roles.groups if clause.start <= g.first and g.last <= predicate.first and g.modifier]
        return self._roles(before[0], Role.SOURCE) if len(before) == 1 else []

    def _exercises(self, predicate: Predicate, sources: Sequence[Actor]) -> bool:
        """Exercises that several states hold are held together."""
        words = set(predicate.trigger.words) if predicate.trigger else set()
        several = len({a.country for a in sources}) > 1
        return several and bool(words & self.grammar.words("exercises"))

    def _drills_alone(
        self, kind: Kind, predicate: Predicate, sources: Sequence[Actor], targets: Sequence[Actor]
    ) -> bool:
        """ "carried out joint combat readiness patrols": what one state's forces do among themselves."""
        joint = set(predicate.trigger.words) & self.grammar.words("joint") if predicate.trigger else set()
        alone = len({a.country for a in (*sources, *targets)}) == 1 and all(
            a.type is ActorType.MILITARY for a in sources
        )
        held = predicate.head in self.grammar.words("light")
        return kind is Kind.COOPERATE and bool(joint) and held and alone

    def _trains_others(self, predicate: Predicate, sources: Sequence[Actor], targets: Sequence[Actor]) -> bool:
        """Training one's own forces raises them; training another state's is cooperation."""
        theirs = {a.country for a in targets} - {a.country for a in sources}
        return bool(theirs) and predicate.head in self.grammar.words("training")

    def _modality(
        self,
        predicate: Predicate,
        clause: Clause,
        kind: Kind,
        saying: tuple[Predicate, Clause] | None,
        *,
        first_person: bool,
    ) -> Modality:
        if saying is not None and saying[0].sort == "deny":
            return Modality.DENIED
        modality = self.claims.modality(predicate, clause)
        if modality is Modality.PLANNED and (kind is Kind.THREATEN or (first_person and kind in SPEECH)):
            return (
                Modality.ASSERTED
            )  # "we will always stand by you" is said, not planned; threats are of what is to come
        return modality

    def _is_threat(
        self,
        kind: Kind,
        modality: Modality,
        sources: Sequence[Actor],
        speaker: Sequence[Actor],
        saying: tuple[Predicate, Clause] | None,
    ) -> bool:
        """A warning of what one's own side will do is a threat by who warns (codebook: the speaker would act)."""
        own = {a.country for a in speaker} == {a.country for a in sources} != {None}
        if not own or saying is None:
            return False
        warned = saying[0].head in self.grammar.words("warnings") and modality is not Modality.DENIED
        return kind is Kind.THREATEN or (warned and kind in _HOSTILE and modality is not Modality.ASSERTED)

    def _said_from(self, predicate: Predicate, saying: tuple[Predicate, Clause] | None) -> int:
        """The offset at which a saying that stands after the act begins, or the sentence's end."""
        first = self.claims.said_from(predicate, saying)
        return self.tokens[first].start if first < len(self.tokens) else self.sentence.end

    def _is_first_person(self, predicate: Predicate, clause: Clause) -> bool:
        group, _ = self.roles.subject(predicate, clause)
        if group is None and predicate.form == "verb" and predicate.voice == "active":
            return self.grammar.ends(self.tokens[predicate.first].lower, "first_person")
        return group is not None and all(m.form == "speaker" for m in group.mentions)

    def _own_side(self, predicate: Predicate, clause: Clause, speaker: Sequence[Actor]) -> list[Actor]:
        """ "Air defences shot down 30 drones, the Russian ministry said": a side speaks of its own defences."""
        lead = " ".join(t.lower for t in self.tokens[clause.start : predicate.first])
        named = any(" ".join(phrase) in lead for phrase in self.grammar.phrases("own_side"))
        state = state_of(speaker[0].country) if speaker and named else None
        first = self.tokens[clause.start : predicate.first]
        if state is None or not first:
            return []
        phrase = Phrase.of(self.facts.text, first[0].start, first[-1].end)
        return [organ_of(state, "military", "named earlier").in_role(Role.SOURCE, phrase)]

    def _crowd(self, predicate: Predicate, clause: Clause) -> list[Actor]:
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
        country = owners[0].mentions[0].who[0].country if owners else self.around.country() or self._protest_state()
        state = state_of(country)
        if not crowd or state is None:
            return []
        phrase = self._phrase(crowd[0], crowd[-1] + 1)
        return [organ_of(state, "people", "country of the article").in_role(Role.SOURCE, phrase)]

    def _protest_state(self) -> str | None:
        """The state that the sentence names as a place, not only in that of an embassy; else the article's."""
        home, named = self.reader.memory.home, self.around.state()
        houses = {w.country for m in self.mentions if m.form == "organ" for w in m.who}
        return (home.country if home else None) if named is None or named in houses else named

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
            near = self._object_span(predicate, clause)
        hit = [k for k in near if self.tokens[k].keys & people]
        if state is None or not hit or any(a.type is ActorType.STATE for a in sources):
            return []
        phrase = self._phrase(hit[0], hit[0] + 1)
        return [organ_of(state, "people", "country of the article").in_role(Role.TARGET, phrase)]

    def _present(self, predicate: Predicate) -> Group | None:
        """ "there are 8,000 North Korean troops in ...": who is there stands after the verb."""
        if predicate.head not in self.grammar.words("expletives"):
            return None
        after = [g for g in self.roles.groups if predicate.first < g.first <= predicate.first + 9]
        beside = self.grammar.words("of", "agent") if predicate.kind is Kind.ASSAULT else self.grammar.words("of")
        return next((g for g in after if not g.modifier and (not g.governor or g.governor in beside)), None)

    def _parties(self, predicate: Predicate, clause: Clause) -> tuple[list[Actor], list[Actor], list[str]]:
        subject, borrowed = self.roles.subject(predicate, clause)
        agent = self.roles.agent(predicate, clause)
        reasons = ["its doer is named in another clause"] if borrowed and subject else []
        if predicate.form == "noun":
            named = None if borrowed and self.roles.reported(predicate) else subject
            doer, undergone = self._noun_parties(predicate, clause, named, agent)
            source = doer
            if undergone is not None:
                return self._roles(source, Role.SOURCE), self._roles(undergone, Role.TARGET), reasons
        elif self._is_undergone(predicate):
            suffers = None if borrowed and self.grammar.has("verb final") else subject
            return self._roles(self._attacker(clause), Role.SOURCE), self._roles(suffers, Role.TARGET), reasons
        elif self.roles.is_passive(predicate, clause):
            moves = predicate.kind in MOVES and not self._helped(predicate)
            source = agent or (subject if moves else self._attacker(clause) if self._by_attack(predicate) else None)
            if agent is not None or not moves:
                return self._roles(source, Role.SOURCE), self._roles(subject, Role.TARGET), reasons
        else:
            own = None if borrowed else subject
            source = self._present(predicate) or own or self._possessor(predicate, clause) or subject
        used = [g for g in (source, subject) if g is not None]
        together = self.roles.companions(predicate, clause) if predicate.kind in (Kind.ASSAULT, Kind.COOPERATE) else []
        reach = self._reach(predicate, clause)
        target = self.roles.target(predicate, clause, [*used, *together], reach)
        doers = [a for g in (source, *together) for a in self._roles(g, Role.SOURCE)]
        done_to = self._roles(target, Role.TARGET)
        if not done_to and self.grammar.has_clitic(self.tokens[predicate.first].lower) and predicate.voice == "active":
            done_to = self._clitic(predicate, doers)
        if predicate.kind is Kind.ASSAULT and not done_to and self._mutual(predicate, clause, doers):
            done_to = _in_role(doers, Role.TARGET)
        return doers, done_to, reasons

    def _helped(self, predicate: Predicate) -> bool:
        """ "seorang tentara dievakuasi": who is helped gives no aid."""
        needs = predicate.trigger.needs if predicate.trigger else ()
        return predicate.kind is Kind.AID and not needs and self.grammar.has("bare agents")

    def _is_undergone(self, predicate: Predicate) -> bool:
        """ "tewas", "starben": the subject of the verb does nothing, but dies."""
        undergone = not self.tokens[predicate.first].keys.isdisjoint(self.grammar.words("undergone"))
        told = predicate.voice != "active" or self.grammar.has("verb final") or self.grammar.has("coverbs")
        return (undergone and told) or predicate.head in self.grammar.words("dying")

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

    def _clitic(self, predicate: Predicate, doers: Sequence[Actor]) -> list[Actor]:
        """ "menuduhnya": whom a pronoun written together with the verb goes back to."""
        memory, own = self.reader.memory, {a.id for a in doers}
        phrase = self._phrase(predicate.first, predicate.first + 1)
        before = [w for m in reversed(self.mentions) if m.last <= predicate.first for w in m.who]
        people = [w for w in before if w.type is ActorType.PERSON]
        named = (who for who in (*people, *memory.he(), *memory.doers) if who.id not in own)
        return [replace(who, why="pronoun").in_role(Role.TARGET, phrase) for who in named][:1]

    def _mutual(self, predicate: Predicate, clause: Clause, doers: Sequence[Actor]) -> bool:
        """ "saling menembak", "attacked each other", "traded fire": each does it to the other."""
        if len(doers) > 1 and predicate.head in self.grammar.words("mutual_verbs"):
            return True
        near = self.tokens[max(clause.start, predicate.first - 3) : min(clause.end, predicate.last + 4)]
        words = " ".join(t.lower for t in near)
        return any(" ".join(phrase) in words for phrase in self.grammar.phrases("mutual"))

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

    def _reach(self, predicate: Predicate, clause: Clause) -> int:
        """How far on a target may stand: to the end of the clause, and into the content of speech."""
        if predicate.kind not in OPAQUE:
            return clause.end
        end = clause.end
        sorts = {"comp", "inf", "part"}
        if predicate.kind is Kind.REQUEST and self.grammar.has("addressees first"):
            sorts = {"comp", "part"}  # "призвал ввести санкции против ...": not whom it asks
        for later in self.clauses:
            if later.start >= clause.end and later.start == end and later.sort in sorts:
                end = later.end
        return end

    def _roles(self, group: Group | None, role: Role) -> list[Actor]:
        if group is None:
            return []
        actors: dict[str, Actor] = {}
        for mention in group.mentions:
            for actor in self._cast(mention, role):
                actors.setdefault(actor.id, actor)
        return list(actors.values())

    def _cast(self, mention: Mention, role: Role) -> Sequence[Actor]:
        """Those whom a mention names in a role, made once a sentence; "we" and "I" in a quotation are its speaker."""
        key = mention.first, mention.last, role
        if key not in self.cast:
            others = (self.cast.get((mention.first, mention.last, other)) for other in Role)
            same = next((actors for actors in others if actors is not None), None)
            if same is None:
                phrase = self._phrase(mention.first, mention.last)
                who = () if mention.form == "speaker" else mention.who
                self.cast[key] = [each.in_role(role, phrase) for each in who]
            else:
                self.cast[key] = _in_role(same, role)
        return self.cast[key]

    # --- who says so --------------------------------------------------------------------------

    def _speaker(
        self,
        predicate: Predicate,
        clause: Clause,
        kind: Kind,
        sources: Sequence[Actor],
        saying: tuple[Predicate, Clause] | None,
    ) -> list[Actor]:
        if clause.sort == "rel" and not (
            saying and self.grammar.has("verb final")
        ):  # background that the writer adds to what is said
            return []
        if saying:
            group = self.roles.speaker(*saying)
            actors = self._roles(group, Role.SPEAKER) or _in_role(self._speaks_on(saying[1]), Role.SPEAKER)
            if group and any(m.form == "speaker" for m in group.mentions):
                actors = list(self.quote_speaker.get(self.sentence.quote_run, ())) or self._outer_speaker(saying)
            if actors:
                own = {a.id for a in actors} == {a.id for a in sources}
                if own and saying[0].sort == "say" and self.roles.reported(predicate):
                    return []
                speech = kind in SPEECH and own and saying[0].sort != "deny"
                return [] if speech and predicate.form != "verdict" else actors
        group = self.attributed()
        if group:
            return self._roles(group, Role.SPEAKER)
        if self.sentence.quote_run and self.tokens[predicate.first].quoted:
            return list(self.quote_speaker.get(self.sentence.quote_run, ()))
        return []

    def _speaks_on(self, clause: Clause) -> list[Actor]:
        """Who speaks in a sentence that names nobody who does: whoever spoke in the one before."""
        return list(self.last_speaker) if clause.parent is None and self.roles.drops_subject() else []

    def _unsaid_speaker(
        self, predicate: Predicate, clause: Clause, kind: Kind, saying: tuple[Predicate, Clause] | None
    ) -> bool:
        """Whether words that name no doer are the speaker's own: "강력히 규탄한다"고 밝혔다."""
        own = self.grammar.has("verb final") and saying is not None and kind in SPEECH
        return own and self.roles.subject(predicate, clause)[0] is None and self.roles.drops_subject(clause)

    def _note_speaker(self, told: Sequence[tuple[Predicate, Clause]]) -> None:
        """Takes note of who speaks in the sentence, if it names somebody who does."""
        for predicate, clause in told:
            if clause.parent is None and (predicate.sort != "act" or predicate.kind in SPEECH):
                actors = self._roles(self.roles.subject(predicate, clause)[0], Role.SOURCE)
                if actors:
                    self.last_speaker = tuple(actors)
                    named = {a.id for a in actors}
                    spoke = (w for m in self.mentions for w in m.who if w.id in named)
                    self.reader.memory.spoke = next(spoke, None)
                    return
        if not self.roles.drops_subject():
            self.last_speaker = ()

    def _outer_speaker(self, saying: tuple[Predicate, Clause]) -> list[Actor]:
        outer = self.claims.saying(*saying)
        return self._roles(self.roles.speaker(*outer), Role.SPEAKER) if outer else []

    def _remember_speaker(self, told: Sequence[tuple[Predicate, Clause]]) -> None:
        """The speaker of a quotation speaks for all its sentences."""
        run = self.sentence.quote_run
        if not run:
            return
        for predicate, clause in told:
            if predicate.sort == "say" and not self.tokens[predicate.first].quoted:
                speaker = self._roles(self.roles.speaker(predicate, clause), Role.SPEAKER)
                if speaker:
                    self.quote_speaker[run] = tuple(speaker)

    def _echoed(self, told: Sequence[tuple[Predicate, Clause]], acts: list[Act]) -> list[Act]:
        """ "Об этом сообщил мэр": who says so of what was told right before, and the acts that are left here."""
        if self.before is None or self.sentence.paragraph - self.before.paragraph > 1:
            return acts
        for predicate, clause in told:
            if predicate.sort != "say" or not self._points_back(predicate):
                continue
            speaker = self._roles(self.roles.speaker(predicate, clause), Role.SPEAKER)
            if speaker:
                self.echoes.append((self.before, self.sentence.start, tuple(speaker)))
                return [act for act in acts if act.kind is not Kind.STATE]
        return acts

    def _points_back(self, saying: Predicate) -> bool:
        """Whether what is said is only "this", which opens the sentence or stands right behind the saying."""
        opening = " ".join(t.lower for t in self.tokens[:6])
        behind = " ".join(t.lower for t in self.tokens[saying.last : saying.last + 4])
        phrases = [" ".join(phrase) + " " for phrase in self.grammar.phrases("echo")]
        return any(words.startswith(phrase) for phrase in phrases for words in (opening, behind))

    def _echo_of(self, sentence: Sentence) -> tuple[Actor, ...]:
        """Who is said, in a sentence after it, to have told what a sentence tells: all that its paragraph tells."""
        for before, until, speaker in self.echoes:
            if sentence.paragraph == before.paragraph and sentence.start < until and not sentence.headline:
                return speaker
        return ()

    # --- statements ---------------------------------------------------------------------------

    def _statement(self, predicate: Predicate, clause: Clause, acts: Sequence[Act]) -> list[Act]:
        """A saying that is itself the act: nothing that it says was found to be one."""
        if FUTURE in self.tokens[predicate.first].keys and predicate.sort == "say":
            return []  # it is still to be said
        words = {phrase[0] for phrase in self.grammar.phrases("statement")}
        if predicate.sort == "say" and predicate.head not in words:
            return []
        if predicate.sort == "say" and (self.tokens[predicate.first].quoted or self.roles.says_passively(predicate)):
            return []
        if self.claims.is_content(predicate, clause) or self._only_leads(predicate):
            return []
        outer = self.claims.saying(predicate, clause)
        if outer is not None and predicate.sort == "say":
            return []
        sources = self._roles(self.roles.subject(predicate, clause)[0], Role.SOURCE) or self._speaks_on(clause)
        if not sources or self._carries(predicate, clause, sources, acts):
            return []
        modality = Modality.ASSERTED if predicate.sort == "say" else Modality.DENIED
        if predicate.sort == "say":
            modality = self.claims.saying_modality(predicate, clause)
        kind = Kind.STATE
        targets: list[Actor] = []
        if predicate.head in self.grammar.words("warnings") and self.claims.threatens(clause, sources):
            kind = Kind.THREATEN
            told = [g for g in self.roles.groups if 0 <= g.first - predicate.last <= 1 and not g.governor]
            targets = self._roles(told[0], Role.TARGET) if told and not self.grammar.has("verb final") else []
        if predicate.sort == "deny":
            return [self._answer(predicate, clause, sources)]
        act = self._build(kind, modality, predicate, clause, (sources, targets, []))
        return [act]

    def _answer(self, predicate: Predicate, clause: Clause, sources: list[Actor]) -> Act:
        """A denial that says itself no act: "rejected the accusation" of somebody, "denied this", told before."""
        if predicate.head in self.grammar.words("rejecting"):
            targets = self._accuser(predicate, clause, sources)
            return self._build(Kind.REJECT, Modality.ASSERTED, predicate, clause, (sources, targets, []))
        past = self.told.denied(sources) if self._denies_told(predicate, clause) else None
        if past is None:
            return self._build(Kind.STATE, Modality.DENIED, predicate, clause, (sources, [], []))
        at = self.tokens[predicate.first : predicate.last]
        phrase = Phrase.of(self.facts.text, at[0].start, at[-1].end)
        targets = [] if past.kind in _NO_TARGET else [w.in_role(Role.TARGET, phrase) for w in past.targets]
        parties = (sources, targets, _in_role(sources, Role.SPEAKER))
        return self._build(past.kind, Modality.DENIED, predicate, clause, parties)

    def _accuser(self, predicate: Predicate, clause: Clause, sources: Sequence[Actor]) -> list[Actor]:
        """Whose words are rejected: who is named beside them, or who has spoken against those who reject."""
        own = {a.country for a in sources}
        span = self._object_span(predicate, clause)
        groups = [g for g in self.roles.groups if span.start <= g.first < min(span.stop, clause.end)]
        named = (self._roles(g, Role.TARGET) for g in groups)
        found = next((actors for actors in named if actors and {a.country for a in actors} - own), None)
        return found or self._goes_back(Kind.REJECT, predicate, clause, sources)

    def _denies_told(self, predicate: Predicate, clause: Clause) -> bool:
        """ "denied this", "membantah tudingan itu": whether what is denied is only what was told before."""
        group, _ = self.roles.subject(predicate, clause)
        first = group.first if group else predicate.first
        before = range(max(0, first - 3), first)  # "a charge that Moscow has denied"
        near = (*before, *self._object_span(predicate, clause))
        return any(self.grammar.lists(self.tokens[k], "denied_words") for k in near)

    def _only_leads(self, predicate: Predicate) -> bool:
        """ "Комментируя решение, он заявил ...": a saying that only leads to the one the sentence is about."""
        if predicate.voice != "gerund" or not self.grammar.has("free order"):
            return False
        told = (p for c in self.clauses for p in c.predicates)
        return any(p.form == "verb" and p.voice != "gerund" for p in told)

    def _carries(self, predicate: Predicate, clause: Clause, sources: Sequence[Actor], acts: Sequence[Act]) -> bool:
        """Whether its speaker already does or tells an act in this sentence."""
        ids = {a.id for a in sources}
        told = {a.id for act in acts for a in act.actors if a.role is not Role.TARGET}
        if predicate.sort == "say" and (ids & told or predicate.first in self.carried):
            return True
        if predicate.sort == "say" and self.claims.withholds(clause):
            return True
        return any(p.sort in ("withhold", "deny") and p is not predicate for p in clause.predicates) or (
            predicate.sort == "deny" and any(act.modality is Modality.DENIED for act in acts)
        )

    # --- building -----------------------------------------------------------------------------

    def _build(
        self,
        kind: Kind,
        modality: Modality,
        predicate: Predicate,
        clause: Clause,
        parties: tuple[list[Actor], list[Actor], list[Actor]],
        reasons: Sequence[str] = (),
        until: int | None = None,
    ) -> Act:
        sources, targets, speaker = parties
        until = self.sentence.end if until is None else until
        doers = {(a.phrase.start, a.phrase.end) for a in sources if a.phrase}
        places = self.around.places(kind, predicate, clause, until)
        places = [p for p in places if not (p.phrase and (p.phrase.start, p.phrase.end) in doers)]
        if kind is Kind.ASSAULT:
            places = [p for p in places if not self._is_seat_of(p, predicate, sources)]
        if kind is Kind.CONSULT and not targets and predicate.head in self.grammar.words("visiting"):
            targets = self._held_by(sources, places)
        if kind in (Kind.ASSAULT, Kind.COERCE) and not targets:
            held = self._held_by(sources, places if kind is Kind.ASSAULT else self._seized(predicate, places))
            targets = held or self._victims(kind, predicate, clause, sources, places)
        ids = {a.id for a in sources}
        mutual = kind is Kind.ASSAULT and {a.id for a in targets} == ids
        own = {larger for actor in sources for larger in lineage(actor.id)}
        targets = [a for a in targets if mutual or a.id not in own]
        span = self.tokens[self.roles.reach_back(clause)].start, self.around.span(clause)[1]
        return Act(
            kind=kind,
            modality=modality,
            sentence=self.sentence,
            start=span[0],
            end=span[1],
            actors=(*sources, *targets, *speaker),
            when=self.around.when(modality, predicate, clause, until),
            places=tuple(places),
            quantities=self.around.quantities(clause),
            in_quotation=self.tokens[predicate.first].quoted,
            anchor=(self.tokens[predicate.first].start, self.tokens[predicate.last - 1].end),
            is_result=(predicate.head in self.grammar.words("results") and clause.sort in ("part", "coord"))
            or (not targets and self.roles.goes_on(predicate, clause)),
            reasons=tuple(dict.fromkeys([*reasons, *self._doubts(sources, targets, speaker)])),
        )

    def _is_seat_of(self, place: Place, predicate: Predicate, sources: Sequence[Actor]) -> bool:
        """ "the Houthis in Yemen struck ...": where those who do it are at home, named right behind them."""
        own = place.precision is PlacePrecision.COUNTRY and place.country in {a.country for a in sources}
        behind = (a.phrase.end for a in sources if a.phrase)
        start = place.phrase.start if place.phrase else -1
        return own and start < self.tokens[predicate.first].start and any(0 < start - end < 5 for end in behind)

    def _doubts(self, *parties: Sequence[Actor]) -> list[str]:
        named = {actor.id for party in parties for actor in party}
        whys = [who.why for m in self.mentions for who in m.who if who.id in named and who.why]
        return [DOUBTS[why] for why in dict.fromkeys(whys)]

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

    # --- words it rests on --------------------------------------------------------------------

    def _cut(self, acts: list[Act]) -> list[Act]:
        """Gives each act of a sentence its own words: from its clause to the next act's, all of it for a single act."""
        sentence = self.sentence
        cut: list[Act] = []
        starts = sorted({a.start for a in acts})
        for act in acts:
            position = starts.index(act.start)
            start = sentence.start if position == 0 else act.start
            end = starts[position + 1] if position + 1 < len(starts) else sentence.end
            for place in act.places:
                if place.phrase and place.phrase.end <= act.start and act.start - place.phrase.end < 4 and position:
                    start = min(start, place.phrase.start)
            cut.append(_with_span(act, start, end, self.facts.text))
        return cut


def _is_body_name(mention: Mention) -> bool:
    """Whether words are the name of a body, which may hold that of a place: "Kurdistan Workers' Party"."""
    bodies = (ActorType.ORG, ActorType.ARMED_GROUP)
    return mention.form == "name" and mention.last - mention.first > 1 and all(w.type in bodies for w in mention.who)


def _in_role(actors: Sequence[Actor], role: Role) -> list[Actor]:
    return [actor.model_copy(update={"role": role}) for actor in actors]


def _is_own_speech(act: Act, speaker: Sequence[Actor]) -> bool:
    """Whether the act is itself what the speaker says: a statement, or words whose doer is the speaker."""
    own = {a.id for a in act.who(Role.SOURCE)} == {a.id for a in speaker}
    return act.kind is Kind.STATE or (act.kind in SPEECH and own)


def _stated_once(acts: Sequence[Act]) -> list[Act]:
    """Acts without statements that only go on with the one before by the same speaker."""
    kept: list[Act] = []
    for act in acts:
        own = {a.id for a in act.who(Role.SOURCE)}
        same = [a for a in kept if a.kind is Kind.STATE and a.modality is act.modality]
        if act.kind is Kind.STATE and any({w.id for w in a.who(Role.SOURCE)} == own for a in same):
            continue
        kept.append(act)
    return kept


def _only_asks(sentence: Sentence) -> bool:
    """Whether a sentence is a question of the article's own, which tells nothing: "Did Russia attack?"."""
    last = sentence.tokens[-1] if sentence.tokens else None
    return last is not None and last.text in "?？؟" and not any(t.quoted for t in sentence.tokens)


def _without_echoes(acts: Sequence[Act]) -> list[Act]:
    """Acts without those that only name again what is told ("airstrikes killed"), or its result (", killing 12")."""
    kept: dict[tuple[object, ...], Act] = {}
    for act in acts:
        doers = tuple(sorted(a.id for a in act.who(Role.SOURCE)))
        if act.kind is Kind.REJECT and any(a.kind is Kind.REJECT and k[2] == doers for k, a in kept.items()):
            continue  # "rejected the offer, saying it would not negotiate"
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


def _with_span(act: Act, start: int, end: int, text: str) -> Act:
    words = text[start:end]
    lead = len(words) - len(words.lstrip(" ,;:—–-，；：、"))
    tail = len(words) - len(words.rstrip(" ,;:—–-，；：、"))
    start, end = start + lead, max(start + lead + 1, end - tail)
    if end - start > _LONGEST_QUOTE:
        start, end = _window(act, start, end, text)
    return replace(act, start=start, end=end)


def _window(act: Act, start: int, end: int, text: str) -> tuple[int, int]:
    """The part of too long a quote that holds the verb and, as far as there is room, whom and what it names."""
    phrases = [a.phrase for a in act.actors] + [p.phrase for p in act.places]
    named = [p for p in phrases if p and start <= p.start and p.end <= end]
    first = min([act.anchor[0], *(p.start for p in named)])
    last = max([act.anchor[1], *(p.end for p in named)])
    if last - first > _LONGEST_QUOTE:
        first = max(start, min(first, act.anchor[0]), act.anchor[1] - _LONGEST_QUOTE)
    if first - start + (last - first) <= _LONGEST_QUOTE:
        first = start
    while first < act.anchor[0] and first > start and not text[first - 1].isspace():
        first += 1
    stop = min(end, first + _LONGEST_QUOTE)
    while stop > act.anchor[1] and stop < end and not text[stop].isspace():
        stop -= 1
    return first, stop
