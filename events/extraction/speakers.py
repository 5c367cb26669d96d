"""Who says so: the speaker of each act, also where a sentence before or after it names who speaks."""

from collections.abc import Sequence
from dataclasses import replace

from events.extraction.act import SPEECH, Act, in_role
from events.extraction.clause import Clause
from events.extraction.grammar import Grammar
from events.extraction.groups import Group
from events.extraction.parsed import Parsed, Saying
from events.extraction.predicates import Predicate
from events.extraction.text import Sentence
from events.model import Actor, Kind, Role


class Speakers:
    """Who speaks in one article, sentence after sentence; ``quoted`` are the speakers of its quotations by number."""

    parsed: Parsed

    def __init__(self, grammar: Grammar, quoted: dict[int, tuple[Actor, ...]]) -> None:
        self.grammar = grammar
        self.quote_speaker = quoted
        self.echoes: list[tuple[Sentence, int, tuple[Actor, ...]]] = []
        self.last_speaker: tuple[Actor, ...] = ()
        self.before: Sentence | None = None

    def turn_to(self, parsed: Parsed) -> None:
        """Goes on to the next sentence."""
        self.parsed = parsed
        self.tokens, self.roles, self.named = parsed.tokens, parsed.roles, parsed.named
        self._attributed: tuple[Group | None] | None = None  # of a sentence, whatever act of it is asked for

    def attribute_quotations(self, acts: Sequence[Act]) -> list[Act]:
        """Gives the acts of a quotation its speaker, who may be named only after them."""
        done = []
        for act in acts:
            quoted = self.quote_speaker.get(act.sentence.quote_run, ()) if act.in_quotation else ()
            speaker = quoted or self._echo_of(act.sentence)
            if quoted and not act.who(Role.SOURCE):
                own = () if act.kind in SPEECH else speaker
                act = replace(act, actors=(*in_role(speaker, Role.SOURCE), *act.actors, *own))
            elif speaker and not act.who(Role.SPEAKER) and not _is_own_speech(act, speaker):
                act = replace(act, actors=(*act.actors, *speaker))
            done.append(act)
        return [act for act in done if act.who(Role.SOURCE)]

    def go_on(self, told: Sequence[tuple[Predicate, Clause]], acts: list[Act]) -> list[Act]:
        """Takes note of who speaks in the sentence; its acts, but for those that only say so of what is told."""
        self._remember(told)
        self._note(told)
        acts = self._echoed(told, acts)
        self.before = self.parsed.sentence if acts else self.before
        return acts

    def speaker(
        self,
        predicate: Predicate,
        clause: Clause,
        kind: Kind,
        sources: Sequence[Actor],
        saying: Saying | None,
    ) -> list[Actor]:
        """Who is quoted as telling an act; nobody where the writer tells it, or its own doer."""
        told = self.grammar.has("verb final") or self.parsed.claims.of_none(clause)
        if clause.sort == "rel" and not (saying and told):  # background that the writer adds to what is said
            return []
        if saying:
            group = self.roles.speaker(*saying)
            actors = self.named(group, Role.SPEAKER) or in_role(self.speaks_on(saying[1]), Role.SPEAKER)
            if group and any(m.form == "speaker" for m in group.mentions):
                actors = list(self.quote_speaker.get(self.parsed.sentence.quote_run, ())) or self._outer_speaker(saying)
            if actors:
                own = {a.id for a in actors} == {a.id for a in sources}
                if own and saying[0].sort == "say" and self.roles.reported(predicate):
                    return []
                speech = kind in SPEECH and own and saying[0].sort != "deny"
                return [] if speech and predicate.form != "verdict" else actors
        if self._attributed is None:
            self._attributed = (self.parsed.claims.attributed(),)
        (group,) = self._attributed
        if group:
            return self.named(group, Role.SPEAKER)
        if self.parsed.sentence.quote_run and self.tokens[predicate.first].quoted:
            return list(self.quote_speaker.get(self.parsed.sentence.quote_run, ()))
        return []

    def speaks_on(self, clause: Clause) -> list[Actor]:
        """Who speaks in a sentence that names nobody who does: whoever spoke in the one before."""
        return list(self.last_speaker) if clause.parent is None and self.roles.drops_subject() else []

    def unsaid_speaker(self, predicate: Predicate, clause: Clause, kind: Kind, saying: Saying | None) -> bool:
        """Whether words that name no doer are the speaker's own: "강력히 규탄한다"고 밝혔다."""
        own = self.grammar.has("verb final") and saying is not None and kind in SPEECH
        return own and self.roles.subject(predicate, clause)[0] is None and self.roles.drops_subject(clause)

    def is_first_person(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether "we" or "I" do it, who are whoever speaks."""
        group, _ = self.roles.subject(predicate, clause)
        if group is None and predicate.form == "verb" and predicate.voice == "active":
            return self.grammar.ends(self.tokens[predicate.first].lower, "first_person")
        return group is not None and all(m.form == "speaker" for m in group.mentions)

    def _outer_speaker(self, saying: Saying) -> list[Actor]:
        outer = self.parsed.claims.saying(*saying)
        return self.named(self.roles.speaker(*outer), Role.SPEAKER) if outer else []

    def _note(self, told: Sequence[tuple[Predicate, Clause]]) -> None:
        """Takes note of who speaks in the sentence, if it names somebody who does."""
        for predicate, clause in told:
            if clause.parent is None and (predicate.sort != "act" or predicate.kind in SPEECH):
                actors = self.named(self.roles.subject(predicate, clause)[0], Role.SOURCE)
                if actors:
                    self.last_speaker = tuple(actors)
                    named = {a.id for a in actors}
                    spoke = (w for m in self.parsed.mentions for w in m.who if w.id in named)
                    self.parsed.memory.spoke = next(spoke, None)
                    return
        if not self.roles.drops_subject():
            self.last_speaker = ()

    def _remember(self, told: Sequence[tuple[Predicate, Clause]]) -> None:
        """The speaker of a quotation speaks for all its sentences."""
        run = self.parsed.sentence.quote_run
        if not run:
            return
        for predicate, clause in told:
            if predicate.sort == "say" and not self.tokens[predicate.first].quoted:
                speaker = self.named(self.roles.speaker(predicate, clause), Role.SPEAKER)
                if speaker:
                    self.quote_speaker[run] = tuple(speaker)

    def _echoed(self, told: Sequence[tuple[Predicate, Clause]], acts: list[Act]) -> list[Act]:
        """ "Об этом сообщил мэр": who says so of what was told right before, and the acts that are left here."""
        if self.before is None or self.parsed.sentence.paragraph - self.before.paragraph > 1:
            return acts
        for predicate, clause in told:
            if predicate.sort != "say" or not self._points_back(predicate):
                continue
            speaker = self.named(self.roles.speaker(predicate, clause), Role.SPEAKER)
            if speaker:
                self.echoes.append((self.before, self.parsed.sentence.start, tuple(speaker)))
                return [act for act in acts if act.kind is not Kind.STATE]
        return acts

    def _points_back(self, saying: Predicate) -> bool:
        """Whether what is said is only "this", which opens the sentence or stands right behind the saying."""
        opening = " ".join(t.lower for t in self.tokens[:6])
        behind = " ".join(t.lower for t in self.tokens[saying.last : saying.last + 4])
        phrases = tuple(phrase[1:] for phrase in self.grammar.spaced("echo"))
        return opening.startswith(phrases) or behind.startswith(phrases)

    def _echo_of(self, sentence: Sentence) -> tuple[Actor, ...]:
        """Who is said, in a sentence after it, to have told what a sentence tells: all that its paragraph tells."""
        for before, until, speaker in self.echoes:
            if sentence.paragraph == before.paragraph and sentence.start < until and not sentence.headline:
                return speaker
        return ()


def _is_own_speech(act: Act, speaker: Sequence[Actor]) -> bool:
    """Whether the act is itself what the speaker says: a statement, or words whose doer is the speaker."""
    own = {a.id for a in act.who(Role.SOURCE)} == {a.id for a in speaker}
    return act.kind is Kind.STATE or (act.kind in SPEECH and own)
