"""Says who, and how sure: the modality of an act and who is quoted for it."""

from collections.abc import Sequence
from dataclasses import replace

from events.extraction.act import SPEECH
from events.extraction.brackets import PARTICIPLE, negates_attribute
from events.extraction.clause import Clause
from events.extraction.groups import Group
from events.extraction.modal_words import ModalWords
from events.extraction.predicates import Predicate
from events.extraction.said_content import SaidContent
from events.extraction.text import Token
from events.extraction.word_forms import CONDITIONAL, FUTURE
from events.model import ActorType, Kind, Modality

_DENIED_WITHIN = 3  # tokens between a denial and the noun that it is of
OPAQUE = frozenset(
    {Kind.REQUEST, Kind.ACCUSE, Kind.THREATEN, Kind.AGREE, Kind.REJECT, Kind.SUPPORT, Kind.CONCEDE, Kind.SANCTION}
)
"""Kinds whose content is part of the act itself: what is asked for or threatened did not happen."""


class ClaimReader(SaidContent, ModalWords):
    """Reads modality and attribution from the clauses of one sentence."""

    # --- what counts ----------------------------------------------------------------------------

    def is_content(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether a predicate only tells what another act asks for, fears or promises, or a condition."""
        here: Clause | None = clause
        while here is not None:
            if here.sort in ("cond", "purpose"):
                return True
            if here.sort == "inf" and self._hides(here) and not self._was_before(here):
                return True
            if here.sort == "inf" and self._is_fragment(here):
                return True
            if here.sort in ("comp", "rel", "part", "coord", "quote") and self._opaque_before(here, predicate):
                return True
            if here.sort == "conc" and self.amid_accused(here, predicate):
                return True
            if (
                here.parent is not None
                and here.sort in ("comp", "inf", "coord")
                and self._wished(here.parent, here.start)
            ):
                return True
            here = here.parent
        if self._meant(predicate, clause):
            return True
        return self._asked(predicate, clause) or self._same_clause_content(predicate, clause)

    def _meant(self, predicate: Predicate, clause: Clause) -> bool:
        """ "призвал следовать примеру и ввести санкции": an infinitive under what asks for it or wishes it."""
        if predicate.voice != "base" or not self.grammar.has("infinitive forms") or self._was_before(clause):
            return False
        here: Clause | None = clause
        while here is not None:
            for p in here.predicates:
                if p.form != "verb" or p.voice == "base" or p.last > predicate.first:
                    continue
                if p.kind in OPAQUE or p.sort in ("wish", "withhold"):
                    return True
                if p.sort == "say" and self.grammar.has("bare complements"):
                    return False  # "a dit condamner l'essai"
                if p.sort == "say":
                    return self._of_words(self.tokens[p.last : predicate.first]) is not Modality.PLANNED
            here = here.parent if here.sort in ("coord", "inf") else None
        return False

    def _asked(self, predicate: Predicate, clause: Clause) -> bool:
        """ "how many will be deployed", "whether they fight": a question tells no act."""
        words = self.tokens[max(clause.start, predicate.first - 8) : predicate.first]
        return not self.grammar.words("questions").isdisjoint([t.lower for t in words])

    def _wished(self, clause: Clause, before: int) -> bool:
        wishes = [p for p in clause.predicates if p.sort == "wish" and p.last <= before]
        plans = self.grammar.words("future")  # "expected to visit": a plan, not a wish
        told = (self.tokens[p.first] for p in wishes)
        return any(t.lower not in plans and not self.grammar.lists(t, "expected") for t in told)

    def _hides(self, clause: Clause) -> bool:
        parent = clause.parent
        acts = [p for p in parent.predicates if p.sort == "act"] if parent else []
        return bool(acts)

    def _was_before(self, clause: Clause) -> bool:
        """ "tras reunirse con X", "après avoir rencontré X": an infinitive that tells what was done before."""
        lead = [t.lower for t in self.tokens[max(0, clause.start - 2) : clause.start + 1]]
        return not self.grammar.words("after_which").isdisjoint(lead)

    def _is_fragment(self, clause: Clause) -> bool:
        """ "Terutama X, untuk menghentikan ...": a purpose without a verb before it is of an act told earlier."""
        lead = self.tokens[clause.parent.start : clause.start] if clause.parent else ()
        return bool(lead) and self.grammar.has("plain verbs") and not any(t.voice for t in lead)

    def _opaque_before(self, clause: Clause, predicate: Predicate) -> bool:
        parent = clause.parent
        if parent is None or clause.sort == "coord":
            return False
        if clause.sort == "part":  # "ruled out sending", "condemned bombing", right behind the verb
            apart = self.tokens[clause.start].text == ","  # "expelled two envoys, accusing them of spying"
            ruling = [p for p in parent.predicates if p.last == clause.start and p.form == "verb" and not apart]
            return any(p.kind in OPAQUE or p.sort == "withhold" for p in ruling)
        if any(p.sort == "deny" and p.last <= clause.start for p in parent.predicates):
            return False  # "denied the accusation that ...": what is denied is told
        if self.judges_step(clause):
            return False  # "suspended the treaty, a step that Pakistan said ...": of what was done
        opaque = [p for p in parent.predicates if p is not predicate and (p.sort == "withhold" or p.kind in OPAQUE)]
        if clause.sort == "rel":
            told = self.roles.tells_outcome(
                predicate, clause
            )  # "condemned the attack by X that killed nine": it happened
            return bool(opaque) and clause.start - opaque[-1].last < 6 and not told
        return bool(opaque)

    def _same_clause_content(self, predicate: Predicate, clause: Clause) -> bool:
        if self._wished(clause, predicate.first) or self._is_reduced(predicate, clause):
            return True
        if self._of_accusation(predicate, clause) or self._denied_words(predicate, clause):
            return True
        if predicate.head in self.grammar.words("existence") and any(
            c.sort == "rel" and c.parent is clause and c.predicates for c in self.clauses
        ):
            return True  # "tidak ada tentara yang masuk": the entering is told
        if predicate.form == "verdict" and predicate.kind is Kind.ACCUSE:  # "any act of aggression will be met ..."
            return any(p.kind is Kind.THREATEN and p.form == "verdict" for p in clause.predicates)
        if predicate.form == "verb" and predicate.voice != "gerund" and not self.grammar.has("serial verbs"):
            return False
        dying = self.grammar.words("undergone")  # "tewas ditembak tentara Israel"
        earlier = (p for p in clause.predicates if p.sort == "act" and p.form == "verb" and p.first < predicate.first)
        return any(predicate.voice != "passive" or self.tokens[p.first].keys.isdisjoint(dying) for p in earlier)

    def _denied_words(self, predicate: Predicate, clause: Clause) -> bool:
        """ "a rejeté les accusations de Kinshasa": the words that a denial is of are no act of their own."""
        if predicate.form != "noun" or predicate.kind not in (Kind.ACCUSE, Kind.REQUEST):
            return False
        denials = [p.last for p in clause.predicates if p.sort == "deny"]
        return any(0 <= predicate.first - last <= _DENIED_WITHIN for last in denials)

    def _of_accusation(self, predicate: Predicate, clause: Clause) -> bool:
        """ "faced accusations of shelling": what a noun of speech is about is not told as done."""
        if predicate.form == "verb" or any(p.sort == "deny" for p in clause.predicates):
            return False
        nouns = [p for p in clause.predicates if p.form == "noun" and p.kind in OPAQUE and p.last <= predicate.first]
        after = self.tokens[nouns[-1].last] if nouns and nouns[-1].last < len(self.tokens) else None
        return after is not None and after.lower in self.grammar.words("of")

    def _is_by_phrase(self, predicate: Predicate, clause: Clause) -> bool:
        """ "a deal mediated by X": said of a noun, after the verb of the clause."""
        after = self.tokens[predicate.last] if predicate.last < len(self.tokens) else None
        if after is None or after.lower not in self.grammar.words("agent"):
            return False
        before = self.tokens[predicate.first - 1] if predicate.first else None
        helper = before is not None and before.lower in self.grammar.words("be", "have", "adverbs", "negators")
        return not helper and any(p.form == "verb" and p.first < predicate.first for p in clause.predicates)

    def _is_reduced(self, predicate: Predicate, clause: Clause) -> bool:
        """ "troops stationed at the border fired": a participle that only describes another verb's actor."""
        if predicate.voice == "gerund" and clause.sort != "part":
            return self._after_plain_noun(predicate, clause)
        if predicate.voice != "past":
            return False
        if self._is_by_phrase(predicate, clause):
            return True
        if self._after_plain_noun(predicate, clause):
            return True
        if predicate.kind is not Kind.MOBILIZE or not any(g.last == predicate.first for g in self.roles.groups):
            return False
        verbs = [p for p in clause.predicates if p.form == "verb" and p is not predicate]
        return any(
            p.first < predicate.first or self.tokens[p.first - 1].lower in self.grammar.words("have") for p in verbs
        )

    def _after_plain_noun(self, predicate: Predicate, clause: Clause) -> bool:
        """ "imposed sanctions on seven entities accused of ...": a participle after a noun that is nobody's name."""
        if predicate.first == 0 or predicate.first == clause.start:
            return False
        noun = self.tokens[predicate.first - 1]
        if not noun.text.islower() or not noun.is_word or noun.voice or self._is_function(noun):
            return False
        groups = (g for g in self.roles.groups if g.first < predicate.first <= g.last)
        named = any(w.type is not ActorType.CIVILIAN for g in groups for m in g.mentions for w in m.who)
        earlier = any(p.form == "verb" and p.first < predicate.first and p.voice != "gerund" for p in clause.predicates)
        return earlier and not named

    def _is_function(self, token: Token) -> bool:
        names = ("be", "have", "adverbs", "negators", "coordinators", "prepositions", "determiners", "future")
        adverb = self.grammar.ends(token.lower, "adverb_endings")
        return adverb or token.lower in self.grammar.words(*names, "possible")

    # --- modality -------------------------------------------------------------------------------

    def modality(self, predicate: Predicate, clause: Clause) -> Modality:
        """How the act stands to the world: by the words before the verb, and by what it is said under."""
        if predicate.form == "verdict":
            return Modality.ASSERTED
        if clause.sort == "rel" and clause.parent is not None and self.of_none(clause):
            return Modality.DENIED
        own = self._own(predicate, clause)
        if own is Modality.PLANNED and self._feared(clause):
            return Modality.POSSIBLE
        if own is Modality.ASSERTED and self._announced(predicate, clause):
            return Modality.PLANNED
        if own is not Modality.DENIED and self._called_false(predicate, clause):
            return Modality.DENIED
        if own is not Modality.ASSERTED:
            return own
        here: Clause | None = clause
        while here is not None and here.parent is not None:
            lead = self.tokens[here.parent.start : here.start]
            if here.sort == "part":  # "is considering sending", "avoided striking"
                under = self._of_words(lead[-1:])
                if under is not Modality.ASSERTED:
                    return under
            if here.sort == "inf" and lead and lead[-1].lower in self.grammar.words("undone"):
                return Modality.DENIED  # "has yet to send"
            if here.sort == "inf" and lead and lead[-1].lower in self.grammar.words("is_to"):
                return Modality.PLANNED  # "is to lift"
            denials = [p for p in here.parent.predicates if p.sort == "deny" and p.last <= here.start]
            if denials and here.sort in ("comp", "inf", "part"):
                return Modality.ASSERTED if self._goes_on(denials[-1], predicate, clause) else Modality.DENIED
            if here.sort == "inf" and any(t.keys & self.grammar.words("announcing") for t in lead[-5:]):
                return Modality.PLANNED  # "kündigte an, mit Putin zu sprechen"
            if here.sort == "inf":
                under = self._of_words(lead[-5:])
                if under is not Modality.ASSERTED:
                    return under
            if self._subjunctive(here):
                under = self._of_words(lead[-5:])
                return Modality.POSSIBLE if under is Modality.ASSERTED else under
            if here.sort == "comp" and self._doubtful(lead, here):
                return Modality.POSSIBLE
            if here.sort == "time":
                verbs = [p for p in here.parent.predicates if p.form == "verb" and p.last <= here.start]
                under = self._own(verbs[-1], here.parent) if verbs else Modality.ASSERTED
                if under in (Modality.PLANNED, Modality.POSSIBLE):
                    return under
            here = here.parent
        return Modality.ASSERTED

    def _announced(self, predicate: Predicate, clause: Clause) -> bool:
        """ "ont annoncé l'envoi de 500 soldats": a move of forces that is announced is still to come."""
        if predicate.kind not in (Kind.MOBILIZE, Kind.RETREAT):
            return False
        words = self.grammar.words("announcing")
        if predicate.form == "verb":
            return predicate.head in words
        before = [p for p in clause.predicates if p.form == "verb" and p.last <= predicate.first]
        return bool(before) and before[-1].head in words

    def _called_false(self, predicate: Predicate, clause: Clause) -> bool:
        """ "Reports that X attacked are false", "it is not true that ...": what is said to be untrue is denied."""
        if clause.parent is None or clause.sort not in ("comp", "rel"):
            return False
        lead = self.tokens[clause.parent.start : clause.start]
        if self._untrue(lead[-5:]):
            return True
        told = any(t.lower in self.grammar.words("reported_nouns") for t in lead[-4:])
        return told and self._untrue(self.tokens[predicate.last :], closing=True)

    def _untrue(self, tokens: Sequence[Token], *, closing: bool = False) -> bool:
        """Whether words call something untrue; with ``closing`` no noun may follow ("false flags")."""
        words = [t.lower for t in tokens]
        for k, word in enumerate(words):
            for phrases in self.grammar.phrases_from("untrue", word).values():
                for phrase in phrases:
                    after = tokens[k + len(phrase) : k + len(phrase) + 1]
                    ends = not after or not after[0].is_word or self._is_function(after[0])
                    if tuple(words[k : k + len(phrase)]) == phrase and (ends or not closing):
                        return True
        return False

    def saying_modality(self, saying: Predicate, clause: Clause) -> Modality:
        """How sure it is that something is said: by the words between who says it and the verb."""
        group, _ = self.roles.subject(saying, clause)
        first = group.last if group and clause.start <= group.last <= saying.first else saying.first
        return self._of_words(self.tokens[first : saying.first])

    def ahead(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether the verb, or the words right before it, tell of what is to come."""
        words = self.tokens[max(clause.start, predicate.first - 4) : predicate.first]
        told = any(self.grammar.lists(t, "auxiliaries_ahead") for t in words)
        forms = frozenset[str]().union(*(t.keys for t in self.tokens[predicate.first : predicate.last]))
        return told or FUTURE in forms or CONDITIONAL in forms

    def _own(self, predicate: Predicate, clause: Clause) -> Modality:
        earlier = [p.last for p in clause.predicates if p.form == "verb" and p.last <= predicate.first]
        start = max([clause.start, predicate.first - 9, *earlier])
        if predicate.form == "noun":
            start = self._after_verb(start, predicate)
        words = self.joined_last(self.tokens[start : predicate.first])
        if self.grammar.has("verb bracket"):
            words = self._enclosing(predicate, clause)
        if predicate.voice == "gerund" and clause.sort == "part":
            words = words[-2:]
        if not self.tokens[predicate.first].quoted:  # "« L'attaque peut continuer », a déploré ..."
            words = [t for t in words if not t.quoted]
        if predicate.form == "verb":  # "arrested a suspected spy": said of somebody, and not of the act
            words = [t for t in words if not self.grammar.lists(t, "alleged")]
        found = self._of_words(words)
        if found is Modality.PLANNED and self.grammar.has("verb bracket") and self.perfect(predicate):
            return Modality.POSSIBLE  # "soll geschickt haben": what is said to have happened
        if found is Modality.ASSERTED and FUTURE in self.tokens[predicate.first].keys and predicate.form == "verb":
            return Modality.PLANNED
        if found is Modality.ASSERTED and CONDITIONAL in self.tokens[predicate.first].keys:
            return Modality.PLANNED if clause.sort == "comp" else Modality.POSSIBLE
        if found is Modality.PLANNED and self.unreal(words):
            return Modality.POSSIBLE
        if found is Modality.ASSERTED and clause.sort in ("main", "comp", "quote", "coord", "resume"):
            aside = clause.sort in ("coord", "resume")  # "X, probably, sent"
            head = [t.lower for t in self.tokens[clause.start - aside : clause.start + 3]]
            if not self.grammar.words("perhaps").isdisjoint(head):
                return Modality.POSSIBLE
        return found

    def _after_verb(self, start: int, predicate: Predicate) -> int:
        """Where the words begin that say how sure a noun's act is: behind another verb, which has its own."""
        carries = self.grammar.words("light", "occur", "happenings")
        verbs = [
            k + 1
            for k in range(start, predicate.first)
            if self.tokens[k].voice in ("active", "passive") and not self.tokens[k].keys & carries
        ]
        return max([start, *verbs])

    def _enclosing(self, predicate: Predicate, clause: Clause) -> Sequence[Token]:
        """The words of a clause that its verb encloses, and of the one whose auxiliary it shares, each as it stands."""
        words = [*self.tokens[clause.start : predicate.first], *self.tokens[predicate.last : clause.end]]
        parent = clause.parent
        auxiliaries = self.grammar.words("have", "be", "modals")
        spoken = [*words, self.tokens[predicate.first]]
        own = any(t.lower in auxiliaries or (t.voice == "active" and PARTICIPLE not in t.keys) for t in spoken)
        if parent is not None and clause.sort in ("coord", "resume") and not own:
            words += self.tokens[parent.start : parent.end]
        if predicate.voice != "base":
            words = [t for t in words if t.lower not in self.grammar.words("future_auxiliary")]
        asides = {id(t) for k, t in enumerate(self.tokens) if negates_attribute(self.tokens, k, self.grammar)}
        return [replace(t, keys=frozenset({t.lower})) for t in words if id(t) not in asides]

    def _of_words(self, words: Sequence[Token]) -> Modality:
        lowers = [t.lower for t in words]
        negators = self.grammar.words("negators")
        for word, following in zip(lowers, [*lowers[1:], ""], strict=False) if not negators.isdisjoint(lowers) else ():
            only = following in ("only", "hanya", "lagi") or following in self.grammar.words("undenied")
            if word in negators and not only and not self.names_somebody(word, words):
                return Modality.DENIED
        if self.grammar.lists_any(words, "possible") and not self.only_months(words):
            return Modality.POSSIBLE
        return Modality.PLANNED if self.grammar.lists_any(words, "future") else Modality.ASSERTED

    def _subjunctive(self, clause: Clause) -> bool:
        """ "من المقرر أن يزور": a verb of the present right behind "that" tells what may be or is to come."""
        after = self.tokens[clause.start + 1 : clause.start + 2]
        told = clause.sort == "comp" and self.grammar.has("proclitics") and bool(after)
        return told and "+present" in after[0].keys

    def _feared(self, clause: Clause) -> bool:
        return (
            clause.sort == "comp"
            and clause.parent is not None
            and self._doubtful(self.tokens[clause.parent.start : clause.start], clause)
        )

    def _doubtful(self, lead: Sequence[Token], clause: Clause) -> bool:
        """ "Ada kekhawatiran bahwa", "it is likely that", "fears that"."""
        last = [t.lower for t in lead[-4:]]
        doubt = self.grammar.words("doubt")
        return bool(set(last) & doubt) or self.tokens[clause.start].lower in self.grammar.words("whether")

    # --- attribution ----------------------------------------------------------------------------

    def saying(self, predicate: Predicate, clause: Clause) -> tuple[Predicate, Clause] | None:
        """The saying or denying that an act is told under, before it or after it."""
        reporting = self._reporting(predicate, clause)
        if reporting is not None:
            return reporting, clause
        here: Clause | None = clause
        while here is not None and here.parent is not None:
            if here.sort in ("comp", "inf", "quote", "part"):
                for p in reversed(here.parent.predicates):
                    if p.sort in ("say", "deny") and p.last <= here.start and self._opens(p, here):
                        if self._goes_on_aside(self.tokens[p.last :]):
                            return None
                        return None if self._goes_on(p, predicate, clause) else (p, here.parent)
            here = here.parent
        return self._after(predicate)

    def _goes_on(self, saying: Predicate, predicate: Predicate, clause: Clause) -> bool:
        """ "membantah terlibat dan menawarkan dialog": what is said after a denial, joined to it, is not denied."""
        own = self.roles.subject(saying, clause.parent)[0] if clause.parent else None
        joined = clause.sort == "coord" and self.grammar.has("bare complements") and saying.sort == "deny"
        return joined and predicate.kind in SPEECH and own is not None

    def _reporting(self, predicate: Predicate, clause: Clause) -> Predicate | None:
        """ "сообщил о захвате города": the saying or denying that a noun is told under in its own clause."""
        before = [p for p in clause.predicates if p.form == "verb" and p.last <= predicate.first]
        if before and before[-1].sort == "deny" and self.roles.denied(predicate, before[-1]):
            return before[-1]
        if predicate.form == "verb" and self.grammar.has("bare agents"):  # "mengklaim pertahanannya menembak jatuh"
            told = before and before[-1].sort in ("say", "deny") and before[-1].voice == "active"
            return before[-1] if told else None
        if not self.roles.reported(predicate):
            return None
        return before[-1] if before and before[-1].sort in ("say", "deny") else None

    def _opens(self, saying: Predicate, clause: Clause) -> bool:
        return clause.sort in ("comp", "quote") or saying.sort == "deny" or clause.start - saying.last <= 2

    def _after(self, predicate: Predicate) -> tuple[Predicate, Clause] | None:
        for other in self.clauses:
            for p in other.predicates:
                if p.sort == "say" and p.first > predicate.last and self.closes(p, other):
                    return p, other
        return None

    def closes(self, saying: Predicate, clause: Clause) -> bool:
        """Whether a saying stands after what was said: "..., kata Singh", "..., the Pentagon said Monday"."""
        group, _ = self.roles.subject(saying, clause)
        if group is None or FUTURE in self.tokens[saying.first].keys:
            return False
        first = min(group.first, saying.first)
        if self.grammar.has("bare agents") and clause.sort in ("time", "conc") and clause.start == first - 1:
            return False  # ", sedangkan Indonesia menegaskan ...": of what else is said
        k = first - 1
        told = {i for c in self.clauses for p in c.predicates for i in range(p.first, p.last)}
        closers = ',”"»’' + ("—–-" if self.grammar.has("comma sayings") else "")
        while k >= max(0, first - 6) and self.tokens[k].text not in closers and k not in told:
            k -= 1
        if k < 0 or self.tokens[k].text not in closers:
            return False
        rest = self.tokens[max(group.last, saying.last) :]
        if self._goes_on_aside(rest):
            return True
        if any(c.parent is clause and c.sort == "comp" and c.start >= saying.last for c in self.clauses):
            return False
        return not any(t.voice in ("past", "active", "passive") for t in rest[:6]) or saying.voice == "base"

    def _goes_on_aside(self, rest: Sequence[Token]) -> bool:
        """ "..., Taipei said, as Beijing ...", "..., Seoul said, two days after Pyongyang ..."."""
        if not rest or rest[0].text != ",":
            return False
        aside = self.grammar.words("times", "concessions")
        for token in rest[1:5]:
            if token.lower in aside:
                return True
            if token.voice or token.is_name_like or not token.text.isalnum():
                return False
        return False

    def said_from(self, predicate: Predicate, saying: tuple[Predicate, Clause] | None) -> int:
        """The token from which on words belong to a saying that stands after the act; past the end where none does."""
        if saying is None or saying[0].first < predicate.first:
            return len(self.tokens)
        group, _ = self.roles.subject(*saying)
        return min(saying[0].first, group.first if group else saying[0].first)

    def attributed(self) -> Group | None:
        """ "menurut X, ...", "according to X": the one named is the speaker."""
        if self.grammar.attributing.isdisjoint([t.lower for t in self.tokens]):
            return None
        for group in self.roles.groups:
            before = self.tokens[max(0, group.first - 3) : group.first]
            commas = [k for k, t in enumerate(before) if t.text == ","]
            words = f" {' '.join(t.lower for t in before[commas[-1] + 1 if commas else 0 :])} "
            if any(phrase in words for phrase in self.grammar.spaced("attribution")):
                return group
            if self._named_as_source(group):
                return group
        return None

    def _named_as_source(self, group: Group) -> bool:
        """ "nach ukrainischen Angaben", "dem Kreml zufolge": words before and behind make it who says so."""
        after = [t.lower for t in self.tokens[group.last : group.last + 1]]
        before = [t.lower for t in self.tokens[max(0, group.first - 1) : group.first]]
        if any(word in self.grammar.words("attribution_after") for word in after):
            return True
        told = any(word in self.grammar.words("attribution_nouns") for word in after)
        return told and any(word in self.grammar.words("attribution_around") for word in before)
