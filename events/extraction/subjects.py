"""Subjects: who stands with a verb as the one who does it, in its own clause or in one that lends it."""

from collections.abc import Sequence

from events.extraction.act import SPEECH
from events.extraction.clause import SUBJECT_SHARED, Clause
from events.extraction.grammar import Grammar
from events.extraction.groups import Group, GroupFinder
from events.extraction.inflection import NOMINATIVE
from events.extraction.names import Mention
from events.extraction.predicates import Predicate
from events.extraction.text import Token
from events.model import ActorType, Kind

HOUSES = frozenset({ActorType.GOVERNMENT, ActorType.MILITARY, ActorType.ORG, ActorType.ARMED_GROUP})
"""Types of actors in which people not named act."""


class SubjectFinder(GroupFinder):
    """Finds the subjects among the groups of one sentence."""

    def __init__(
        self, grammar: Grammar, tokens: Sequence[Token], mentions: Sequence[Mention], clauses: Sequence[Clause]
    ) -> None:
        """Of one sentence."""
        super().__init__(grammar, tokens, mentions, clauses)
        self._subjects: dict[tuple[Predicate, Clause], tuple[Group | None, bool]] = {}
        self._reported: dict[Predicate, bool] = {}

    def subject(self, predicate: Predicate, clause: Clause) -> tuple[Group | None, bool]:
        """Who stands before the verb, and whether it was taken from another clause: looked for once."""
        known = self._subjects.get((predicate, clause))
        if known is None:
            known = self._subjects[predicate, clause] = self._find_subject(predicate, clause)
        return known

    def _find_subject(self, predicate: Predicate, clause: Clause) -> tuple[Group | None, bool]:
        inverted = self._inverted(predicate, clause) or self._closing_speech(predicate, clause)
        if inverted:
            return inverted, False
        if predicate.voice == "base" and (self._impersonal(predicate, clause) or self._said_by_unnamed(predicate)):
            return None, False
        if predicate.sort == "say" and self._nobody_says(predicate, clause):
            return None, False
        if (series := self._in_series(predicate, clause)) is not None:
            return self.subject(series, clause)
        own = [g for g in self.groups if clause.start <= g.first and g.last <= predicate.first]
        own = [g for g in own if not self._is_fronted(g, predicate)]
        managed = self._managed(predicate, own)
        if managed is not None:
            return managed, False
        for group in reversed(own):
            if not group.governor and not group.modifier and group.may_do and not self._of_gerund(group, clause):
                return group, False
        if clause.sort == "coord" and clause.parent is not None and self.grammar.has("free order"):
            verbs = [p for p in clause.parent.predicates if p.form == "verb" and p.first < predicate.first]
            shared = self.subject(verbs[-1], clause.parent)[0] if verbs else None
            if shared is not None:
                return shared, True
        house = self._house(predicate, clause)
        if house is not None:
            return house, False
        inverts = self.grammar.has("free order") and predicate.voice != "gerund"  # "убив сотни жителей"
        after = self._behind(predicate, clause) if inverts else None
        return (after, False) if after is not None else self._lent_subject(predicate, clause)

    def _in_series(self, predicate: Predicate, clause: Clause) -> Predicate | None:
        """ "demanded she retract it, summoned ... and advised ...": the first verb of a series that a comma parts."""
        comma = predicate.first > clause.start and self.tokens[predicate.first - 1].text == ","
        if not comma or predicate.voice != "past" or predicate.form != "verb" or predicate.sort != "act":
            return None
        before = (p for p in clause.predicates if p.form == "verb" and p.last < predicate.first)
        asks = (p for p in before if p.voice == "past" and p.kind in SPEECH)
        return next(asks, None) if self.grammar.has("marked infinitives") else None

    def _lent_subject(self, predicate: Predicate, clause: Clause) -> tuple[Group | None, bool]:
        """The subject that a clause without one of its own has from another; whether there is such a clause."""
        if clause.sort in ("time", "cond", "conc") and self._other_doers(predicate, clause):
            return None, False  # "were killed when militants ambushed their convoy"
        if clause.sort == "rel":
            return self._of_relative(predicate, clause)
        if clause.sort == "part" and (predicate.sort == "say" or predicate.kind in SPEECH):
            speaker = self._speaking(clause)
            if speaker is not None:
                return speaker, True
        if (
            clause.sort == "comp"
            and clause.opener is not None
            and clause.parent is not None
            and self.grammar.has("dropped subjects")
            and not self._unnamed_subject(predicate, clause)
        ):
            return self.subject(clause.opener, clause.parent)[0], True
        earlier = [p for p in clause.predicates if p.first < predicate.first and p.form == "verb"]
        if clause.sort in SUBJECT_SHARED and clause.parent is not None and not earlier:
            return self._shared_with(predicate, clause, clause.parent), True
        if clause.sort in ("time", "cond", "conc", "main") and clause.start == 0:
            return self._of_main(clause), True
        return None, False

    def _of_relative(self, predicate: Predicate, clause: Clause) -> tuple[Group | None, bool]:
        """Who acts in a relative clause: whom it describes, or in "which they sent" who acts around it."""
        if clause.parent is not None and self.tokens[clause.start].lower in self.grammar.words("place_relatives"):
            return self.subject_at(clause.parent, None), True  # "прибыл в Тирану, где встретился с ..."
        attack = self._attack_before(predicate, clause)
        maker = self.maker(attack) if attack else None
        if maker is not None:
            return maker, True
        if self._other_doers(predicate, clause) or (attack and self._undergoes(attack, clause)):
            return None, False
        if self._of_strangers(clause):
            return None, False
        if not self._is_object_relative(clause):
            return self._antecedent(clause), True
        unnamed = self.grammar.ends(self.tokens[predicate.first].lower, "unnamed_endings")
        outer = None if unnamed or clause.parent is None else clause.parent
        return self.subject_at(outer, None) if outer else None, True

    def _shared_with(self, predicate: Predicate, clause: Clause, parent: Clause) -> Group | None:
        """The subject of the clause that this one hangs from, of its verb right before."""
        verbs = [p for p in parent.predicates if p.form == "verb" and p.first < predicate.first]
        asks = [p for p in verbs if p.kind is Kind.REQUEST]
        if asks and predicate.kind in SPEECH and clause.sort == "coord":
            verbs = asks  # "meminta PBB menyelidiki dan menuntut Israel ...": who asks goes on to demand
        if (
            predicate.voice == "past" and clause.sort == "coord"
        ):  # "accused Y of breaking its word by selling, and said"
            verbs = [p for p in verbs if p.voice != "gerund"] or verbs
        return self.subject_at(parent, verbs[-1] if verbs else None)

    def speaker(self, saying: Predicate, clause: Clause) -> Group | None:
        """Who says it; of a passive who is named behind it: "hal itu disampaikan X", but "X dilaporkan menembak"."""
        if not self.says_passively(saying):
            return self.subject(saying, clause)[0]
        behind = (g for g in self.groups if 0 <= g.first - saying.last <= 1)
        bare = self.grammar.has("bare agents")
        agents = self.grammar.words("agent")
        return next((g for g in behind if g.governor in agents or (bare and not g.governor)), None)

    def denier(self, denial: Predicate, clause: Clause) -> Group | None:
        """Who denies; of a passive who is named behind it: "klaim itu dibantah X", "was denied by X"."""
        if not self.is_passive(denial, clause):
            return self.subject(denial, clause)[0]
        bare, agents = self.grammar.has("bare agents"), self.grammar.words("agent")
        behind = (g for g in self.groups if 0 <= g.first - denial.last <= 1)
        named = next((g for g in behind if g.governor in agents or (bare and not g.governor)), None)
        return named or self.subject(denial, clause)[0]

    def says_passively(self, saying: Predicate) -> bool:
        """ "dilaporkan", "is thought to": what stands before it is said something of."""
        if saying.sort != "say" or saying.head in self.grammar.words("quoted"):
            return False
        if saying.voice == "passive":
            return self.grammar.has("bare agents") or self.grammar.has("verb final")
        return (
            saying.voice == "past"
            and bool(self.grammar.words("quoted"))
            and self.is_passive(saying, self._clause(saying.first))
        )

    def _unnamed_subject(self, predicate: Predicate, clause: Clause) -> bool:
        """ "menyebut serangan itu melibatkan ...": whether a noun that is nobody's name stands before the verb."""
        for token in self.tokens[clause.start : predicate.first]:
            plain = token.text.islower() or (token.text.isupper() and len(token.text) > 1)
            if token.is_word and plain and not token.voice and not self._is_plain(token):
                return True
        return False

    def _of_gerund(self, group: Group, clause: Clause) -> bool:
        """ "armed groups battling Myanmar's army said": what a participle is done to does nothing itself."""
        if group.first <= clause.start + 1:
            return False
        return any(t.voice == "gerund" and t.lower.endswith("ing") for t in self.tokens[group.first - 2 : group.first])

    def _managed(self, predicate: Predicate, own: Sequence[Group]) -> Group | None:
        """ "Российским войскам удалось закрепиться": who manages it stands in the case of whom it is given to."""
        before = self.tokens[max(0, predicate.first - 6) : predicate.first]
        words = self.grammar.words("succeeded")
        if predicate.voice != "base" or not any(t.lower in words for t in before):
            return None
        given = ("dative", "instrumental", "oblique")  # an adjective's form may be of two cases
        return next((g for g in reversed(own) if g.case in given and not g.governor and not g.modifier), None)

    def _is_fronted(self, group: Group, predicate: Predicate) -> bool:
        """ "Посла Польши вызвали", "Заложников освободила ХАМАС": an object before its verb, and its doer behind."""
        if predicate.voice != "active" or not self.grammar.has("free order"):
            return False
        if group.first <= predicate.object_at < group.last:
            return True
        if group.first or self.starts[0].case != "oblique":
            return False
        behind = (g for g in self.groups if 0 <= g.first - predicate.last <= 1)
        return any(g.case == NOMINATIVE and not g.governor and not g.modifier for g in behind)

    def _behind(self, predicate: Predicate, clause: Clause) -> Group | None:
        """Who stands after the verb in a language that lets it: "В Москве заявил министр ..."."""
        if predicate.form != "verb" or self._begun(predicate, clause) or self._meets_there(predicate, clause):
            return None
        if self.defences_before(predicate, clause):
            return None
        for group in self.groups:
            if predicate.last <= group.first < clause.end and not group.governor and not group.modifier:
                between = self.tokens[predicate.last : group.first]
                if group.may_do and len(between) <= 4 and not any(t.text in ",;:" or t.voice for t in between):
                    return group
        return None

    def defences_before(self, predicate: Predicate, clause: Clause) -> tuple[int, int] | None:
        """ "силы ПВО ночью сбили ...": where air defences whose side is not told stand before the verb."""
        words = [t.lower for t in self.tokens[clause.start : predicate.first]]
        spans = (
            (k, k + len(phrase))
            for phrase in self.grammar.phrases("own_side")
            if phrase[0] in words
            for k in range(len(words))
            if tuple(words[k : k + len(phrase)]) == phrase
        )
        first, last = next(spans, (0, 0))
        return (clause.start + first, clause.start + last) if last else None

    def _meets_there(self, predicate: Predicate, clause: Clause) -> bool:
        """ "وصل إلى الرياض حيث التقى الوزير": who came there meets the only one named there."""
        if predicate.kind is not Kind.CONSULT or self.tokens[clause.start].lower not in self.grammar.words(
            "place_relatives"
        ):
            return False
        return self.grammar.has("subject inside") and len(self._free(clause)) == 1

    def _house(self, predicate: Predicate, clause: Clause) -> Group | None:
        """ "в Кремле заявили", "сообщили в МИД": where it is said, by people not named, is who says it."""
        speaks = predicate.sort != "act" or predicate.kind in SPEECH
        summons = predicate.head in self.grammar.words("summoning") and predicate.kind is Kind.ACCUSE
        unnamed = self.grammar.ends(self.tokens[predicate.first].lower, "unnamed_endings")
        if not speaks or not (unnamed or (summons and predicate.voice == "passive")):
            return None
        seats = self.grammar.words("houses", "summoned_to") if summons else self.grammar.words("houses")
        behind = predicate.first + 1 if summons else predicate.last  # the trigger may hold where to: "wezwać do MSZ"
        near = [g for g in self.groups if clause.start <= g.first and g.last <= predicate.first]
        near += [g for g in self.groups if 0 < g.first - behind <= 2 and g.first < clause.end]
        houses = (g for g in near if g.governor in seats)
        return next((g for g in houses if all(w.type in HOUSES for m in g.mentions for w in m.who)), None)

    def summoner(self, predicate: Predicate, clause: Clause) -> Group | None:
        """ "посол был вызван в МИД", "został wezwany do MSZ": who summons is told by where to."""
        summons = predicate.head in self.grammar.words("summoning")
        return self._house(predicate, clause) if summons and predicate.voice == "passive" else None

    def _of_strangers(self, clause: Clause) -> bool:
        """ "fired on demonstrators who tried to storm ...": people whom no name tells, right before the relative."""
        before = self.tokens[clause.start - 1] if clause.start else None
        people = self.grammar.classes.get("person", frozenset())
        stranger = before is not None and clause.start - 1 not in self._covered and before.keys & people
        return self.grammar.has("marked infinitives") and bool(stranger)

    def _attack_before(self, predicate: Predicate, clause: Clause) -> Predicate | None:
        """ "serangan terhadap kamp pengungsi yang menewaskan 45 orang": the attack of which a relative clause tells."""
        before = clause.parent.predicates[-1:] if clause.parent and predicate.kind is Kind.ASSAULT else []
        return next((p for p in before if p.kind is Kind.ASSAULT and p.form == "noun"), None)

    def tells_outcome(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether a relative clause tells what came of somebody's attack: "the attack by X that killed"."""
        attack = self._attack_before(predicate, clause) if clause.sort == "rel" else None
        return attack is not None and self.maker(attack) is not None

    def maker(self, noun: Predicate) -> Group | None:  # noqa: ARG002 - for finders that tell it
        """Whose act a noun tells, named right beside it."""
        return None

    def _undergoes(self, noun: Predicate, clause: Clause) -> bool:
        group = self._antecedent(clause)
        return group is not None and (group.first > noun.last or (group.first == noun.last and bool(group.governor)))

    def _is_object_relative(self, clause: Clause) -> bool:
        """ "пленных, которых освободят": a relative in another case than the doer's."""
        opening = self.tokens[clause.start : clause.start + 3]
        relatives = self.grammar.words("object_relatives")
        led = clause.start > 0 and self.tokens[clause.start - 1].lower in self.grammar.words("prepositions")
        return bool(relatives) and (led or any(token.lower in relatives for token in opening))

    def _impersonal(self, predicate: Predicate, clause: Clause) -> bool:
        """ "нужно обсудить", "trzeba omówić": it is not said who is to do it."""
        before = self.tokens[clause.start : predicate.first]
        return any(token.lower in self.grammar.words("impersonal") for token in before)

    def _nobody_says(self, saying: Predicate, clause: Clause) -> bool:
        """ "it was reported that", "..., two officials said": "it" is nobody, and people not named are nobody known."""
        if self._strangers_say(saying, clause):
            return True
        before = [t.lower for t in self.tokens[max(clause.start, saying.first - 3) : saying.first]]
        expletive = len(before) > 1 and before[-2] in self.grammar.words("empty_subjects")
        return expletive and self.is_passive(saying, clause)

    def _strangers_say(self, saying: Predicate, clause: Clause) -> bool:
        """Whether a noun that names nobody stands between the last comma and a saying."""
        if not self.grammar.words("bare_that") or self.grammar.has("coverbs"):
            return False
        words: list[Token] = []
        for k in range(saying.first - 1, clause.start, -1):
            token = self.tokens[k]
            if token.text == "," and words:
                return not self._is_plain(words[-1]) or words[-1].lower in self.grammar.words("number_words")
            if not token.is_word or token.voice or k in self._covered:
                return False
            words.append(token)
        return False

    def _other_doers(self, predicate: Predicate, clause: Clause) -> bool:
        """ "a pilot who rebels took hostage": people whom no name tells stand between the relative and its verb."""
        plural = self.grammar.words("plural_doers")
        return bool(plural) and any(t.lower in plural for t in self.tokens[clause.start + 1 : predicate.first][-1:])

    def _begun(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether words that no preposition governs stand before the verb: a subject that is nobody's name."""
        if predicate.object_at >= 0:
            return False
        governed = False
        bare = (g for g in self.groups if g.case == "accusative" and not g.governor)
        objects = {k for g in bare for k in range(g.first, g.last)}
        for k in range(clause.start, predicate.first):
            token = self.tokens[k]
            if token.lower in self.grammar.words("prepositions"):
                governed = True
            elif token.text == ",":
                governed = False
            elif k in objects:
                continue  # "Литву відвідав міністр": an object by its form
            elif token.is_word and not token.voice and not governed and not self._is_plain(token):
                return True
        return False

    def subject_at(self, clause: Clause, predicate: Predicate | None) -> Group | None:
        """The subject of a clause, with or without one of its predicates in hand."""
        if predicate is not None:
            return self.subject(predicate, clause)[0]
        verbs = [p for p in clause.predicates if p.form == "verb"]
        if verbs:
            return self.subject(verbs[0], clause)[0]
        free = self._free(clause)
        if free:
            return free[0]
        if clause.sort == "rel" and self._of_strangers(clause):
            return None
        return self.subject_at(clause.parent, None) if clause.parent else None

    def _free(self, clause: Clause) -> list[Group]:
        """What may be the subject of a clause, wherever it stands."""
        inside = [g for g in self.groups if clause.start <= g.first < clause.end]
        return [g for g in inside if not g.governor and not g.modifier and g.may_do]

    def _speaking(self, clause: Clause) -> Group | None:
        """ "X said ..., calling it ...": who speaks in the clauses before goes on speaking."""
        here = clause.parent
        while here is not None:
            for p in here.predicates:
                if p.sort == "say" or p.kind in SPEECH:
                    return self.subject(p, here)[0]
            here = here.parent
        return None

    def _of_main(self, clause: Clause) -> Group | None:
        """ "Meeting in Moscow, X and Y agreed": a fronted clause borrows the main clause's subject."""
        mains = [c for c in self.clauses if c is not clause and c.sort == "main"]
        if clause.sort == "main" or not mains:
            return None
        return self.subject_at(mains[0], None)

    def _inverted(self, predicate: Predicate, clause: Clause) -> Group | None:
        """ "..., kata Singh", "... said Singh": the speaker after the saying."""
        speaks = predicate.sort == "say" or (predicate.form == "verb" and predicate.kind in SPEECH)
        if not speaks or predicate.voice == "gerund" or self._tells_on(predicate.last):
            return None
        first = predicate.first
        while self.grammar.has("articled nouns") and first > clause.start and self._helps(self.tokens[first - 1]):
            first -= 1
        if predicate.sort != "say" and not self._ends_quotation(clause.start, first):
            return None
        before = self.tokens[first - 1] if first else None
        base_form = self.grammar.has("base form inverts") and predicate.voice == "base"
        closed = before is not None and (before.text in ',”"»' or before.quoted)
        if base_form and before is not None and before.voice == "active":
            return None  # "memperkuat klaim China": a noun
        described = self.tokens[predicate.last : predicate.last + 1]
        if base_form and described and described[0].lower in self.grammar.words("relatives"):
            return None  # "klaim yang dibantah Teheran"
        if not (base_form or (closed and not self.grammar.has("base form inverts"))):
            return None
        near = 3 + self._aside(predicate.last) if base_form else 5 if self.grammar.has("articled nouns") else 1
        after = [g for g in self.groups if predicate.last <= g.first <= predicate.last + near]
        if self.grammar.has("articled nouns"):
            named = any(g.last == first and not g.governor and not g.modifier for g in self.groups)
            after = [g for g in after if g.first < clause.end and not named]
        told = not base_form and bool(after) and after[0].first >= clause.end  # "Katz, said Iran had attacked"
        return after[0] if after and not after[0].governor and not told else None

    def _closing_speech(self, predicate: Predicate, clause: Clause) -> Group | None:
        """ "..., oskarżyła ONZ.", "..., denunció Seúl.": who blames or demands, named at the very end."""
        before = self.tokens[predicate.first - 1] if predicate.first else None
        told = predicate.form == "verb" and predicate.kind in SPEECH and predicate.voice == "active"
        ends = self.grammar.has("comma sayings") or self.grammar.has("articled nouns")
        if not (told and ends and before is not None and before.text == ","):
            return None
        behind = next((g for g in self.groups if 0 <= g.first - predicate.last <= 2 and g.first < clause.end), None)
        if behind is None or behind.governor or behind.modifier or not behind.may_do:
            return None
        return behind if all(not t.is_word for t in self.tokens[behind.last :]) else None

    def _ends_quotation(self, start: int, k: int) -> bool:
        """ "« ... », a déploré la ministre": whether words that blame or praise stand right behind what was said."""
        said = self.tokens[start:k]
        closed = any(t.text in '”"»' for t in said[-2:])
        return self.grammar.has("articled nouns") and closed and all(t.quoted or not t.is_word for t in said)

    def _aside(self, k: int) -> int:
        """How many tokens brackets in a title take up: "kata Juru Bicara (Jubir) Pentagon"."""
        texts = [t.text for t in self.tokens[k : k + 8]]
        if "(" not in texts[:4] or ")" not in texts:
            return 0
        return max(0, texts.index(")") - texts.index("(") + 1)

    def _said_by_unnamed(self, predicate: Predicate) -> bool:
        """ "..., kata warga": said by who stands behind the saying, and is nobody that is known."""
        before = self.tokens[predicate.first - 1] if predicate.first else None
        inverts = predicate.sort == "say" and self.grammar.has("base form inverts")
        return inverts and before is not None and before.text in ',”"»'

    def _tells_on(self, k: int) -> bool:
        """Whether what is said follows a saying: "..., a dit que", "..., a dit condamner"."""
        if not self.grammar.has("articled nouns") or k >= len(self.tokens):
            return False
        token = self.tokens[k]
        names = ("complementizers", "infinitive_auxiliaries")
        return token.voice == "base" or token.text == ":" or token.lower in self.grammar.words(*names)

    def _helps(self, token: Token) -> bool:
        """Words between a mark and a saying behind its auxiliary: "..., a également déclaré"."""
        names = ("have", "be", "adverbs", "reflexives", "negators")
        return any(token.lower in self.grammar.words(name) for name in names)

    def _antecedent(self, clause: Clause) -> Group | None:
        before = [g for g in self.groups if g.last <= clause.start]
        start = clause.start
        while start > 1 and self.tokens[start - 1].lower in self.grammar.words("of", "partitive"):
            start -= 1  # "Egypt and Jordan, both of which"
        partitive = start < clause.start
        close = [g for g in before if start - g.last <= 2 and (partitive or not self._is_location(g))]
        return close[-1] if close else None

    def _is_location(self, group: Group) -> bool:
        form = group.mentions[0].form
        return form in ("state", "metonym") and group.governor in self.grammar.words("locative")

    def is_passive(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether the subject undergoes the act."""
        if predicate.voice in ("passive", "participle"):
            return True
        if predicate.voice != "past":
            return False
        before = self.tokens[max(clause.start, predicate.first - 4) : predicate.first]
        if not self.grammar.words("be").isdisjoint([t.lower for t in before[-3:]]):
            return not self._moves(predicate, before)
        after = self.tokens[predicate.last : predicate.last + 1]
        return bool(after) and after[0].lower in self.grammar.words("agent")

    def _moves(self, predicate: Predicate, before: Sequence[Token]) -> bool:
        """ "est arrivé", "s'est rendu": verbs of going, and those that turn on their doer, have "be" for "have"."""
        if any(t.lower in self.grammar.words("been") for t in before):
            return False
        reflexive = any(t.lower in self.grammar.words("reflexives") for t in before)
        return reflexive or predicate.head in self.grammar.words("be_perfect")

    def drops_subject(self, clause: Clause | None = None) -> bool:  # noqa: ARG002 - for languages that do
        """Whether the sentence, or one clause of it, leaves out who acts because the one before has named it."""
        return False
