"""One sentence -> the acts it tells, with their actors, places, dates and numbers."""

from collections.abc import Sequence
from dataclasses import replace

from events.extraction.act import SPEECH, Act, in_role, stated_once, without_echoes
from events.extraction.act_builder import NO_TARGET, ActBuilder
from events.extraction.actors import Reader
from events.extraction.bystanders import Bystanders
from events.extraction.circumstances import Circumstances, Facts
from events.extraction.clause import Clause
from events.extraction.grammar import Grammar
from events.extraction.implied import Implied
from events.extraction.kinds import KindRules
from events.extraction.names import Mention
from events.extraction.parsed import Draft, Parsed, Saying
from events.extraction.parties import Parties
from events.extraction.predicates import Predicate, PredicateFinder
from events.extraction.quotes import own_words
from events.extraction.speakers import Speakers
from events.extraction.statements import Statements
from events.extraction.text import Sentence
from events.extraction.told import Told
from events.extraction.word_order import rules_of
from events.model import Actor, ActorType, Kind, Modality, Role

_SPOKEN_ON = "who speaks is named in a sentence before"
_FOUGHT_BEFORE = "its doer is who fights there, as told before"


class SentenceReader:
    """Reads the sentences of one article in order; ``quoted`` are speakers known beforehand, by their quotation."""

    def __init__(
        self, grammar: Grammar, reader: Reader, facts: Facts, quoted: dict[int, tuple[Actor, ...]] | None = None
    ) -> None:
        self.grammar, self.reader, self.facts = grammar, reader, facts
        splitter, self.role_finder, self.claim_reader = rules_of(grammar)
        self.finder, self.splitter = PredicateFinder(grammar), splitter(grammar)
        self.speakers, self.told = Speakers(grammar, quoted or {}), Told(grammar)

    def read(self, sentence: Sentence) -> list[Act]:
        """The acts of a sentence, in the order of their verbs."""
        self.told.sentence += 1
        if _only_asks(sentence):
            return []
        parsed = self._parse(sentence)
        self.speakers.turn_to(parsed)
        told = [(p, c) for c in parsed.clauses for p in c.predicates]
        if not told:
            return self.speakers.go_on(told, [])
        implied = Implied(parsed)
        maker = _ActMaker(parsed, self.speakers, implied, ActBuilder(parsed, implied))
        statements = Statements(parsed, self.speakers, implied, maker.builder)
        acts = [act for p, c in told if p.sort == "act" for act in maker.acts(p, c)]
        acts += [act for p, c in told if p.sort in ("say", "withhold", "deny") for act in statements.of(p, c, acts)]
        acts = self.speakers.go_on(told, acts)
        acts = sorted(without_echoes(acts), key=lambda a: a.start)
        acts = stated_once(acts) if self.grammar.has("verb final") else acts
        if acts:
            names = {a.id for a in acts[0].who(Role.SOURCE)}
            doers = {w.id: w for m in parsed.mentions for w in m.who if w.id in names}
            self.reader.memory.doers = tuple(doers.values())
            self.reader.memory.foes = self.told.foes() or self.reader.memory.foes
            self.reader.memory.met = self.told.met()
        return own_words(acts, sentence, self.facts.text)

    def attribute_quotations(self, acts: Sequence[Act]) -> list[Act]:
        """Gives the acts of a quotation its speaker, who may be named only after them."""
        return self.speakers.attribute_quotations(acts)

    def _parse(self, sentence: Sentence) -> Parsed:
        tokens = sentence.tokens
        around = Circumstances(self.facts, sentence, self.grammar)
        named, places = self.reader.mentions(sentence, around.country(), around.scene()), around.place_spans()
        mentions = Bystanders(self.grammar, tokens, places).acting(named)
        around.drop_named((m.first, m.last) for m in mentions if _is_body_name(m))
        people = ((m, w) for m in mentions for w in m.who if w.type is ActorType.PERSON and m.last - m.first > 1)
        around.drop_given_names((m.first, m.last, w.name) for m, w in people)
        predicates = self.finder.find(tokens, mentions, around.place_spans(), headline=sentence.headline)
        self.splitter.headline = sentence.headline
        clauses = self.splitter.split(tokens, predicates, mentions)
        around.clauses = clauses
        roles = self.role_finder(self.grammar, tokens, mentions, clauses)
        claims = self.claim_reader(self.grammar, tokens, clauses, roles)
        return Parsed(self.grammar, self.reader.memory, self.told, sentence, mentions, clauses, around, roles, claims)


class _ActMaker:
    """Makes the acts of one sentence from its predicates."""

    def __init__(self, parsed: Parsed, speakers: Speakers, implied: Implied, builder: ActBuilder) -> None:
        self.parsed, self.speakers, self.implied, self.builder = parsed, speakers, implied, builder
        self.parties, self.kinds = Parties(parsed), KindRules(parsed)
        self.grammar, self.claims, self.named = parsed.grammar, parsed.claims, parsed.named

    def acts(self, predicate: Predicate, clause: Clause) -> list[Act]:
        """The act that a predicate tells; none where it is only part of another, or nobody does it."""
        if (
            predicate.kind is None
            or self.claims.is_content(predicate, clause)
            or self.kinds.names_again(predicate, clause)
            or self._of_a_thing(predicate, clause)
        ):
            return []
        draft = Draft(predicate.kind, Modality.ASSERTED, predicate, clause, self.claims.saying(predicate, clause))
        self._find_parties(draft)
        if self._tells_again(draft):
            return []
        first_person = not draft.sources and self._is_speakers_own(draft)
        if not draft.sources and not first_person:
            draft.sources = self.speakers.speaks_on(clause if draft.saying is None else draft.saying[1])
            draft.reasons += [_SPOKEN_ON]
            if not draft.sources:
                return []
        if first_person and draft.speaker:
            draft.sources = in_role(draft.speaker, Role.SOURCE)
            draft.speaker = [] if draft.kind in SPEECH else draft.speaker
        self.kinds.settle(draft, first_person=first_person)
        if draft.saying:
            self.parsed.carried.add(draft.saying[0].first)
        draft.targets = draft.targets or self.implied.targets(draft)
        act = self._built(draft)
        return [] if self.kinds.comes_to_nobody(draft, act) else [act]

    def _of_a_thing(self, predicate: Predicate, clause: Clause) -> bool:
        """ "drones heading toward the capital", "after a drone entered": a move of what nobody is told to own."""
        if predicate.kind is not Kind.MOBILIZE or not self.grammar.has("marked infinitives"):
            return False
        tokens, first = self.parsed.tokens, predicate.first
        if clause.sort == "part":
            before = tokens[clause.start - 1] if clause.start and first == clause.start else None
            return before is not None and self.grammar.lists(before, "owned_only")
        between = tokens[clause.start + 1 : first]
        mine = any(clause.start < m.first < first for m in self.parsed.mentions)
        return clause.sort == "time" and not mine and any(self.grammar.lists(t, "owned_only") for t in between)

    def _tells_again(self, draft: Draft) -> bool:
        """ "Sanksi itu diumumkan oleh AS", "the attack by X": a noun that only names an act told just before."""
        if draft.predicate.form != "noun" or draft.targets or draft.saying or not draft.sources:
            return False
        tokens, first = self.parsed.tokens, draft.predicate.first
        if not self.parsed.told.points_back(tokens, first, draft.predicate.last):
            return False
        return self.parsed.told.last(draft.kind, draft.sources) is not None

    def _find_parties(self, draft: Draft) -> None:
        """Who does it to whom and who says so, as the sentence tells it."""
        predicate, clause = draft.predicate, draft.clause
        draft.sources, draft.targets, draft.reasons = self.parties.of(predicate, clause)
        draft.speaker = self.speakers.speaker(predicate, clause, draft.kind, draft.sources, draft.saying)
        if predicate.form == "verdict":
            judged = draft.sources or self.implied.judged(predicate, clause)
            draft.sources, draft.speaker = in_role(draft.speaker, Role.SOURCE), []
            draft.targets = in_role(judged, Role.TARGET)
        draft.sources = draft.sources or self.implied.own_side(draft)
        if not draft.sources and (attackers := self.implied.attackers(draft)):
            draft.sources, draft.reasons = attackers, [*draft.reasons, _FOUGHT_BEFORE]
        if all(a.type is ActorType.STATE for a in draft.sources):
            draft.sources = self.implied.crowd(predicate, clause) or draft.sources

    def _is_speakers_own(self, draft: Draft) -> bool:
        """Whether who speaks does it too: "we will", or words that name no doer."""
        predicate, clause = draft.predicate, draft.clause
        unsaid = self.speakers.unsaid_speaker(predicate, clause, draft.kind, draft.saying)
        return unsaid or self.speakers.is_first_person(predicate, clause)

    def _built(self, draft: Draft) -> Act:
        kind, modality, predicate, clause = draft.kind, draft.modality, draft.predicate, draft.clause
        until = self._said_from(predicate, draft.saying)
        parties = (draft.sources, [] if kind in NO_TARGET else draft.targets, draft.speaker)
        act = self.builder.build(kind, modality, predicate, clause, parties, draft.reasons, until)
        if modality is not Modality.DENIED:
            self.parsed.told.note(act)
        if act.when is None and draft.saying and self._says_itself(kind, draft.sources, draft.saying):
            act = replace(act, when=self.parsed.around.when(modality, predicate, draft.saying[1], until))
        return act

    def _says_itself(self, kind: Kind, sources: Sequence[Actor], saying: Saying) -> bool:
        """Whether words are themselves the act of who says them, and so done on the day that they are said."""
        if kind not in SPEECH or not self.grammar.has("verb final"):
            return False
        speaker = self.named(self.parsed.roles.subject(*saying)[0], Role.SOURCE) or self.speakers.speaks_on(saying[1])
        return {a.id for a in speaker} == {a.id for a in sources}

    def _said_from(self, predicate: Predicate, saying: Saying | None) -> int:
        """The offset at which a saying that stands after the act begins, or the sentence's end."""
        first = self.parsed.claims.said_from(predicate, saying)
        return self.parsed.tokens[first].start if first < len(self.parsed.tokens) else self.parsed.sentence.end


def _is_body_name(mention: Mention) -> bool:
    """Whether words are the name of a body, which may hold that of a place: "Kurdistan Workers' Party", an embassy."""
    bodies = (ActorType.ORG, ActorType.ARMED_GROUP)
    if mention.form == "organ" and mention.who and all(w.id.endswith("-mfa") for w in mention.who):
        return mention.last - mention.first > 1  # "visited the Russian embassy in Pyongyang" is not in Russia
    return mention.form == "name" and mention.last - mention.first > 1 and all(w.type in bodies for w in mention.who)


def _only_asks(sentence: Sentence) -> bool:
    """Whether a sentence is a question of the article's own, which tells nothing: "Did Russia attack?"."""
    last = sentence.tokens[-1] if sentence.tokens else None
    return last is not None and last.text in "?？؟" and not any(t.quoted for t in sentence.tokens)
