"""To whom: which of a sentence's actors does an act, and which it is done to."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from events.extraction.clauses import SUBJECT_SHARED, Clause
from events.extraction.grammar import Grammar
from events.extraction.inflection import NOMINATIVE
from events.extraction.names import Mention
from events.extraction.predicates import Predicate
from events.extraction.text import Token
from events.model import ActorType, Kind

_BY_WORDS = frozenset({Kind.REQUEST, Kind.SANCTION, Kind.ACCUSE})
_FUNCTION_WORDS = (
    "prepositions", "coordinators", "complementizers", "relatives", "determiners", "adverbs", "future", "possible",
    "negators", "conditions", "times", "concessions", "purposes", "infinitive",
)  # fmt: skip
_STATES = frozenset({ActorType.STATE, ActorType.GOVERNMENT, ActorType.MILITARY})
_OFFICIAL = _STATES | {ActorType.PERSON}
SPEECH = frozenset({Kind.REQUEST, Kind.ACCUSE, Kind.REJECT, Kind.THREATEN, Kind.SUPPORT, Kind.AGREE, Kind.STATE})
"""Kinds that are done by speaking."""
_AMONG_THEM = frozenset({Kind.REQUEST, Kind.ACCUSE, Kind.SUPPORT})
"""Kinds of speech that bodies of one state use among themselves."""
_HAPPENS_WITHIN = 16  # tokens after a noun within which its verb may say that it took place
ANY_IN_REACH = frozenset({Kind.ACCUSE, Kind.SUPPORT, Kind.REJECT, Kind.THREATEN})
PREPOSITION_FIRST = frozenset({Kind.CONSULT, Kind.COOPERATE, Kind.AGREE, Kind.AID, Kind.SANCTION})
_HOUSES = frozenset({ActorType.GOVERNMENT, ActorType.MILITARY, ActorType.ORG, ActorType.ARMED_GROUP})
_REPORTED = frozenset({Kind.ASSAULT, Kind.MOBILIZE, Kind.RETREAT, Kind.COERCE})
"""Kinds whose nouns, when spoken about, may name their doer right behind: "об отправке войск КНДР"."""


@dataclass(slots=True)  # never changed; not frozen, as text.Token
class Group:
    """Mentions joined by "and"; ``governor`` is the preposition before the first ("": none).

    ``modifier`` says that the group only describes another noun, before it or after it.
    """

    mentions: tuple[Mention, ...]
    governor: str
    modifier: bool

    first: int = field(init=False, compare=False)
    """Index of its first token."""
    last: int = field(init=False, compare=False)
    """Index after its last token."""

    def __post_init__(self) -> None:
        self.first, self.last = self.mentions[0].first, self.mentions[-1].last

    @property
    def case(self) -> str:
        """The case of its first mention, "" where its form tells none."""
        return self.mentions[0].case

    @property
    def may_do(self) -> bool:
        """Whether its form is one in which who acts may stand."""
        return self.case in ("", NOMINATIVE)


class RoleFinder:
    """Finds subjects, agents and targets among the groups of one sentence."""

    def __init__(
        self, grammar: Grammar, tokens: Sequence[Token], mentions: Sequence[Mention], clauses: Sequence[Clause]
    ) -> None:
        self.grammar, self.tokens, self.clauses = grammar, tokens, clauses
        self.starts = {m.first: m for m in mentions}
        self._covered = {k for m in mentions for k in range(m.first, m.last)}
        self.groups = self._group(mentions)

    # --- groups -------------------------------------------------------------------------------

    def _group(self, mentions: Sequence[Mention]) -> list[Group]:
        groups: list[Group] = []
        for found in mentions:
            mention = self._counted(found)
            last = groups[-1] if groups else None
            if last and self._joined(last, mention):
                groups[-1] = Group((*last.mentions, mention), last.governor, mention.modifier and last.modifier)
                continue
            governor = self._governor(mention.first) if not self._stands_free(mention) else ""
            genitive = self.grammar.has("bare genitives") and self._after_noun(mention.first)
            own = mention.form != "pronoun" or self.grammar.inflection is None  # "На неделе он посетит": no owner
            genitive = (genitive and own and mention.case in ("", "genitive", "oblique")) or self._beside_noun(mention)
            groups.append(Group((mention,), governor, mention.modifier or (genitive and not governor)))
        return groups

    def _stands_free(self, mention: Mention) -> bool:
        """ "в ответ Израиль ...": a doer's case that another noun parts from the preposition before it."""
        inflection = self.grammar.inflection
        if mention.case != NOMINATIVE or inflection is None or not inflection.declensions or not mention.first:
            return False
        before = self.tokens[mention.first - 1]
        plain = before.lower in self.grammar.words(*_FUNCTION_WORDS, "number_qualifiers", "number_words")
        return before.is_word and before.text.islower() and not plain

    def _counted(self, mention: Mention) -> Mention:
        """The case of what opens a clause ("главы МИД": one or several) or stands after a number tells no role."""
        if not mention.case or not mention.first:
            return replace(mention, case="") if mention.case == "oblique" else mention
        before = self.tokens[mention.first - 1]
        if before.text == "." and mention.first > 1:
            before = self.tokens[mention.first - 2]  # "11 tys. żołnierzy"
        opened = before.lower in self.grammar.words("complementizers", "times", "coordinators")
        if mention.case == "oblique" and opened and mention.first - 1 == self._clause(mention.first).start:
            return replace(mention, case="")
        counts = before.text[:1].isdigit() or any(self.grammar.lists(before, n) for n in ("number_words", "partitive"))
        return replace(mention, case="") if counts and mention.case != NOMINATIVE else mention

    def _beside_noun(self, mention: Mention) -> bool:
        """ "Angriffe der russischen Armee", "Russlands Angriffe": a genitive beside the noun that it describes."""
        if mention.case != "genitive" or not self.grammar.has("capitalised nouns"):
            return False
        k = mention.first - 1
        while k >= 0 and self.tokens[k].lower in self.grammar.words("determiners"):
            k -= 1
        beside = [*self.tokens[max(k, 0) : k + 1], *self.tokens[mention.last : mention.last + 1]]
        return any(t.is_name_like for t in beside)

    def _joined(self, group: Group, mention: Mention) -> bool:
        between = self.tokens[group.last : mention.first]
        joints = self.grammar.words("list")
        if not between or len(between) > 7 or group.mentions[-1].form == "speaker" or mention.form == "speaker":
            return False
        lowers = [t.lower for t in between]
        if joints.isdisjoint(lowers) and "-" not in lowers:
            return False
        plain = self.grammar.words("determiners") | joints | self.grammar.words("list_fillers")
        if not all(
            t.lower in plain
            or t.text[:1].isdigit()
            or t.lower in self.grammar.words("number_words")
            or self._describes_next(t)
            for t in between
        ):
            return False
        if self._clause(group.first) is not self._clause(mention.first):
            return False
        commas = [t for t in between if t.text == ","]
        rest = [t for t in between if t.lower not in self.grammar.words("determiners")]
        return len(commas) != len(rest) or self._continues(mention)

    def _describes_next(self, token: Token) -> bool:
        """ "Israel und die radikale Hamas": an adjective, where nouns have capitals to tell it by."""
        small = self.grammar.has("capitalised nouns") and token.text.islower() and not token.voice
        return small and token.is_word and (self._is_adjective(token) or len(token.text) > 5)

    def _continues(self, mention: Mention) -> bool:
        """Whether a comma-joined list goes on to an "and"."""
        k = mention.last
        joints = self.grammar.words("list") - {","}
        if k < len(self.tokens) and self.tokens[k].text == ",":
            k += 1
        if k < len(self.tokens) and self.tokens[k].lower in joints:
            return True
        while k < len(self.tokens) and self.tokens[k].lower in self.grammar.words("determiners"):
            k += 1
        return k > mention.last and k in self.starts and self._continues(self.starts[k])

    def _governor(self, first: int) -> str:
        """The preposition before a noun phrase, over its article, number and adjectives."""
        k = first - 1
        for _ in range(5):
            if k < 0:
                return ""
            token = self.tokens[k]
            if self._qualifies_number(k):
                k -= 2 if token.lower in self.grammar.words("of") else 1
                continue
            partitive = token.lower in self.grammar.words("partitive_articles") and not self._is_noun(k - 1)
            if token.lower in self.grammar.words("prepositions") and not partitive:
                return self._preposition(k)
            plain = token.lower in self.grammar.words("determiners") or not token.is_word or (
                token.is_word and token.text.islower() and not token.voice and self._is_adjective(token)
            )  # fmt: skip
            if not plain or token.text in ',.;:()"“”':
                return ""
            k -= 1
        return ""

    def _is_noun(self, k: int) -> bool:
        """Whether a word written small is a noun or describes one: "l'attaque des forces", not "a tué des civils"."""
        if k < 0 or not self.tokens[k].is_word:
            return False
        token, before = self.tokens[k], self.tokens[k - 1].lower if k else ""
        if any(token.lower in self.grammar.words(name) for name in _FUNCTION_WORDS):
            return False
        return not token.voice or before in self.grammar.words("determiners")

    def _qualifies_number(self, k: int) -> bool:
        """ "around 8,000 troops", "lebih dari 10.000 tentara": no preposition of place."""
        word, after = self.tokens[k].lower, self.tokens[k + 1].text
        if word in self.grammar.words("of"):
            return k > 0 and self.tokens[k - 1].lower in self.grammar.words("than")
        return word in self.grammar.words("number_qualifiers") and after[:1].isdigit()

    def _is_adjective(self, token: Token) -> bool:
        return token.lower in self.grammar.words("group_nouns") or self.grammar.ends(token.lower, "adjective_endings")

    def _preposition(self, k: int) -> str:
        word = self.tokens[k].lower
        clause = self._clause(k)
        if clause.start == k and clause.sort in ("time", "cond", "conc", "rel", "purpose"):
            return ""  # it opens a clause ("as the group said"), and governs no noun
        if (
            word in self.grammar.words("of")
            and k
            and self.grammar.without_clitic(self.tokens[k - 1].lower) in self.grammar.words("partitive")
        ):
            return self._governor(k - 1)
        if k and self.tokens[k - 1].lower == "according":
            return "according"
        return word

    def _after_noun(self, first: int) -> bool:
        """Indonesian: a noun right before a name makes the name its owner ("kehadiran pasukan Pyongyang")."""
        if not first:
            return False
        before = self.tokens[first - 1]
        opens = first == 1 and self.grammar.inflection is not None  # "Удар России ..."
        if not before.is_word or not (opens or before.text.islower()) or before.voice:
            return False
        if self.grammar.inflection and any(self.grammar.lists(before, n) for n in ("number_words", "partitive")):
            return False
        if before.lower in self.grammar.words("crewed") and self._opens_phrase(first - 1):
            return False  # "10 kapal Filipina memasuki ...": who sails it does it
        return before.lower not in self.grammar.words(*_FUNCTION_WORDS)

    def _opens_phrase(self, k: int) -> bool:
        """Whether a noun begins its phrase, over a number and its own double: "kapal-kapal"."""
        while k > 1 and self.tokens[k - 1].text == "-" and self.tokens[k - 2].lower == self.tokens[k].lower:
            k -= 2
        before = self.tokens[k - 1] if k else None
        counted = before is not None and (before.text[:1].isdigit() or self.grammar.lists(before, "number_words"))
        plain = before is None or not before.is_word or bool(before.voice)
        return (
            plain or counted or (before is not None and before.lower in self.grammar.words(*_FUNCTION_WORDS, "counts"))
        )

    def _clause(self, token: int) -> Clause:
        return next(c for c in reversed(self.clauses) if c.start <= token)

    # --- subjects -----------------------------------------------------------------------------

    def subject(self, predicate: Predicate, clause: Clause) -> tuple[Group | None, bool]:
        """Who stands before the verb, and whether it was taken from another clause."""
        inverted = self._inverted(predicate, clause)
        if inverted:
            return inverted, False
        if predicate.voice == "base" and (self._impersonal(predicate, clause) or self._said_by_unnamed(predicate)):
            return None, False
        if predicate.sort == "say" and self._nobody_says(predicate, clause):
            return None, False
        own = [g for g in self.groups if clause.start <= g.first and g.last <= predicate.first]
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
        after = self._behind(predicate, clause) if self.grammar.has("free order") else None
        if after is not None:
            return after, False
        if clause.sort == "rel":
            if self._other_doers(predicate, clause) or self._outcome(predicate, clause) or self._of_strangers(clause):
                return None, False
            if not self._is_object_relative(clause):
                return self._antecedent(clause), True
            unnamed = self.grammar.ends(self.tokens[predicate.first].lower, "unnamed_endings")
            outer = None if unnamed or clause.parent is None else clause.parent
            return self.subject_at(outer, None) if outer else None, True
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
            verbs = [p for p in clause.parent.predicates if p.form == "verb" and p.first < predicate.first]
            asks = [p for p in verbs if p.kind is Kind.REQUEST]
            if asks and predicate.kind in SPEECH and clause.sort == "coord":
                verbs = asks  # "meminta PBB menyelidiki dan menuntut Israel ...": who asks goes on to demand
            return self.subject_at(clause.parent, verbs[-1] if verbs else None), True
        if clause.sort in ("time", "cond", "conc", "main") and clause.start == 0:
            return self._of_main(clause), True
        return None, False

    def speaker(self, saying: Predicate, clause: Clause) -> Group | None:
        """Who says it; of a passive who is named behind it: "hal itu disampaikan X", but "X dilaporkan menembak"."""
        if not self.says_passively(saying):
            return self.subject(saying, clause)[0]
        behind = (g for g in self.groups if 0 <= g.first - saying.last <= 1)
        bare = self.grammar.has("bare agents")
        agents = self.grammar.words("agent")
        return next((g for g in behind if g.governor in agents or (bare and not g.governor)), None)

    def says_passively(self, saying: Predicate) -> bool:
        """ "dilaporkan", "is thought to": what stands before it is said something of."""
        if saying.sort != "say" or saying.head in self.grammar.words("quoted"):
            return False
        if saying.voice == "passive":
            return self.grammar.has("bare agents")
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

    def _is_plain(self, token: Token) -> bool:
        """Whether a word only connects, qualifies or counts."""
        names = (
            *_FUNCTION_WORDS,
            "say",
            "between_saying",
            "number_qualifiers",
            "number_words",
            "locative",
            "have",
            "be",
        )
        return token.lower in self.grammar.words(*names)

    def _of_gerund(self, group: Group, clause: Clause) -> bool:
        """ "armed groups battling Myanmar's army said": what a participle is done to does nothing itself."""
        before = self.tokens[max(clause.start, group.first - 2) : group.first]
        return any(t.voice == "gerund" and t.lower.endswith("ing") for t in before) and group.first > clause.start + 1

    def _behind(self, predicate: Predicate, clause: Clause) -> Group | None:
        """Who stands after the verb in a language that lets it: "В Москве заявил министр ..."."""
        if predicate.form != "verb" or self._begun(predicate, clause):
            return None
        for group in self.groups:
            if predicate.last <= group.first < clause.end and not group.governor and not group.modifier:
                between = self.tokens[predicate.last : group.first]
                if group.may_do and len(between) <= 4 and not any(t.text in ",;:" or t.voice for t in between):
                    return group
        return None

    def _house(self, predicate: Predicate, clause: Clause) -> Group | None:
        """ "в Кремле заявили", "сообщили в МИД": where it is said, by people not named, is who says it."""
        speaks = predicate.sort != "act" or predicate.kind in SPEECH
        if not speaks or not self.grammar.ends(self.tokens[predicate.first].lower, "unnamed_endings"):
            return None
        near = [g for g in self.groups if clause.start <= g.first and g.last <= predicate.first]
        near += [g for g in self.groups if 0 < g.first - predicate.last <= 2 and g.first < clause.end]
        houses = (g for g in near if g.governor in self.grammar.words("houses"))
        return next((g for g in houses if all(w.type in _HOUSES for m in g.mentions for w in m.who)), None)

    def _of_strangers(self, clause: Clause) -> bool:
        """ "fired on demonstrators who tried to storm ...": people whom no name tells, right before the relative."""
        before = self.tokens[clause.start - 1] if clause.start else None
        people = self.grammar.classes.get("person", frozenset())
        stranger = before is not None and clause.start - 1 not in self._covered and before.keys & people
        return self.grammar.has("marked infinitives") and bool(stranger)

    def _outcome(self, predicate: Predicate, clause: Clause) -> bool:
        """ "serangan terhadap kamp pengungsi yang menewaskan 45 orang": the attack killed, not whom it was made on."""
        before = clause.parent.predicates[-1:] if clause.parent else []
        return predicate.kind is Kind.ASSAULT and any(
            p.kind is Kind.ASSAULT and p.form == "noun" and self._undergoes(p, clause) for p in before
        )

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
        governed = False
        for k in range(clause.start, predicate.first):
            token = self.tokens[k]
            if token.lower in self.grammar.words("prepositions"):
                governed = True
            elif token.text == ",":
                governed = False
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
        if predicate.sort != "say" or predicate.voice == "gerund" or self._tells_on(predicate.last):
            return None
        first = predicate.first
        while self.grammar.has("articled nouns") and first > clause.start and self._helps(self.tokens[first - 1]):
            first -= 1
        before = self.tokens[first - 1] if first else None
        base_form = self.grammar.has("base form inverts") and predicate.voice == "base"
        closed = before is not None and (before.text in ',”"»' or before.quoted)
        if base_form and before is not None and before.voice == "active":
            return None  # "memperkuat klaim China": a noun
        if not (base_form or (closed and not self.grammar.has("base form inverts"))):
            return None
        near = 3 + self._aside(predicate.last) if base_form else 5 if self.grammar.has("articled nouns") else 1
        after = [g for g in self.groups if predicate.last <= g.first <= predicate.last + near]
        if self.grammar.has("articled nouns"):
            named = any(g.last == first and not g.governor and not g.modifier for g in self.groups)
            after = [g for g in after if g.first < clause.end and not named]
        return after[0] if after and not after[0].governor and after[0].last <= max(clause.end, after[0].last) else None

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
        close = [g for g in before if clause.start - g.last <= 2 and not self._is_location(g)]
        return close[-1] if close else None

    def _is_location(self, group: Group) -> bool:
        form = group.mentions[0].form
        return form in ("state", "metonym") and group.governor in self.grammar.words("locative")

    # --- agents and targets ---------------------------------------------------------------------

    def is_passive(self, predicate: Predicate, clause: Clause) -> bool:
        """Whether the subject undergoes the act."""
        if predicate.voice in ("passive", "participle"):
            return True
        if predicate.voice != "past":
            return False
        before = self.tokens[max(clause.start, predicate.first - 4) : predicate.first]
        if any(t.lower in self.grammar.words("be") for t in before[-3:]):
            return not self._moves(predicate, before)
        after = self.tokens[predicate.last : predicate.last + 1]
        return bool(after) and after[0].lower in self.grammar.words("agent")

    def cause(self, clause: Clause) -> Group | None:  # noqa: ARG002 - for languages that tell it so
        """Who did, in the clause before, what somebody suffers in this one."""
        return None

    def goes_on(self, predicate: Predicate, clause: Clause) -> bool:  # noqa: ARG002 - for languages that tell it so
        """Whether a verb only goes on with the act of the clause before."""
        return False

    def drops_subject(self, clause: Clause | None = None) -> bool:  # noqa: ARG002 - for languages that do
        """Whether the sentence, or one clause of it, leaves out who acts because the one before has named it."""
        return False

    def reach_back(self, clause: Clause) -> int:
        """The token where the words of a clause begin, with what stands before it and belongs to it."""
        return clause.start

    def helpers(self, predicate: Predicate, clause: Clause) -> Sequence[Token]:
        """The words among which the verb may stand that carries out the act a noun names."""
        return self.tokens[max(clause.start, predicate.first - 5) : predicate.first]

    def _moves(self, predicate: Predicate, before: Sequence[Token]) -> bool:
        """ "est arrivé", "s'est rendu": verbs of going, and those that turn on their doer, have "be" for "have"."""
        if any(t.lower in self.grammar.words("been") for t in before):
            return False
        reflexive = any(t.lower in self.grammar.words("reflexives") for t in before)
        return reflexive or predicate.head in self.grammar.words("be_perfect")

    def agent(self, predicate: Predicate, clause: Clause) -> Group | None:
        """Who does it, named after it: "oleh X", "by X", "dari X", "between X and Y"."""
        words = set(self.grammar.words("agent"))
        if predicate.form == "noun":
            words = set(self.grammar.words("noun_agent")) or words
            words |= self.grammar.words("between") if self._occurs(predicate, clause) else set()
            words |= self.grammar.words("from_words") if predicate.kind in _BY_WORDS else set()
        for group in self.groups:
            if (
                self._agents_from(predicate, clause) <= group.first < clause.end
                and (group.governor in words or (group.case == "instrumental" and not group.governor))
                and group.first - predicate.last < 14
                and not self._other_verb(predicate, group)
                and not self._of_participle(predicate, group)
            ):
                return group
        return self._bare_agent(predicate) or self._agent_in_relative(predicate) or self._possessor(predicate, clause)

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
        about = self.grammar.words("about")
        if predicate.form != "noun" or not about:
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
        own = self.grammar.words("light") | self.grammar.words("occur") | self.grammar.words("happenings")
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
        if predicate.form != "noun" or predicate.kind is not Kind.ASSAULT or not self._occurs(predicate, clause):
            return None
        if self.grammar.has("owner after"):
            after = next((g for g in self.groups if self._makes(g, predicate)), None)
            if after or not self.grammar.has("owner before"):
                return after
        return next((g for g in self.groups if 0 <= predicate.first - g.last <= 2 and g.modifier), None)

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
        near = self.tokens[max(clause.start, predicate.first - 8) : min(clause.end, predicate.last + _HAPPENS_WITHIN)]
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
        reach = self._quoted_reach(predicate, reach)
        if predicate.kind is Kind.REQUEST and self.grammar.has("addressees first"):
            reach = next((k for k in range(predicate.last, reach) if self.tokens[k].voice == "base"), reach)
        ends_in_preposition = self.tokens[predicate.last - 1].lower in self.grammar.words("prepositions")
        barred = self.grammar.words("agent") | (self.grammar.words("from_words") - predicate.trigger.targets)
        after = [
            g
            for g in self.groups
            if predicate.first < g.first < reach
            and (g.last > predicate.last or g.mentions[0].form == "pronoun" or self._within(predicate, g))
            and g not in source
            and (g.governor not in barred or ends_in_preposition or self._holds(g))
        ]
        after = [g for g in after if not self._describes_place(g) and not self._is_own_state(predicate, g, source)]
        led = [g for g in after if g.governor in predicate.trigger.targets and g.governor and g.first < clause.end + 8]
        led_in = [g for g in after if ends_in_preposition and 0 <= g.first - predicate.last <= 3]
        direct = led_in or [g for g in after if not g.governor and self._is_object(predicate, g)]
        if not led and not direct and predicate.kind is Kind.ASSAULT:
            direct = [g for g in after if self._holds(g)]
        if predicate.kind in PREPOSITION_FIRST:
            chosen = led[:1] or direct[:1]
        else:
            chosen = sorted(led[:1] + direct[:1], key=lambda g: g.first)[:1]
        if not chosen and predicate.kind in ANY_IN_REACH:
            theirs = {w.country for g in source for m in g.mentions for w in m.who}
            bound = predicate.kind is Kind.SUPPORT and self.grammar.has("free order")  # "chwalić za walkę z Rosją"
            loose = [g for g in after if not (g.governor and bound) and not self._joined_apart(predicate, g)]
            chosen = [g for g in loose if {w.country for m in g.mentions for w in m.who} - theirs][:1]
        return chosen[0] if chosen else None

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
        doers = {w.id for g in source for m in g.mentions for w in m.who}
        bodies = all(w.type in _HOUSES and w.id not in doers for w in whom)
        before = self.tokens[group.first - 1].lower if group.first else ""
        described = group.modifier and before not in self.grammar.words("acts")  # but "tindakan aparat"
        named = not group.governor and not described and group.mentions[0].form in ("organ", "name")
        if predicate.kind in _AMONG_THEM and named and bodies:
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
        after = self.tokens[group.last : group.last + 1]
        return group.modifier and bool(after) and after[0].lower in self.grammar.words("bounds")

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
        return len(between) <= near or (group.modifier and len(between) <= 5)
