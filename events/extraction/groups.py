"""Groups: a sentence's mentions joined by "and", with the preposition that governs them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from events.extraction.clause import Clause
from events.extraction.date_tables import date_table
from events.extraction.grammar import Grammar
from events.extraction.inflection import NOMINATIVE
from events.extraction.names import Mention
from events.extraction.text import Token

FUNCTION_WORDS = (
    "prepositions", "coordinators", "complementizers", "relatives", "determiners", "adverbs", "future", "possible",
    "negators", "conditions", "times", "concessions", "purposes", "infinitive",
)  # fmt: skip
"""The lists of words that only connect, qualify or count."""


@dataclass(slots=True, eq=False)  # never changed; not frozen, as text.Token
class Group:
    """Mentions joined by "and"; ``governor`` is the preposition before the first ("": none).

    ``modifier`` says that the group only describes another noun, before it or after it.
    """

    mentions: tuple[Mention, ...]
    governor: str
    modifier: bool

    first: int = field(init=False)
    """Index of its first token."""
    last: int = field(init=False)
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


class GroupFinder:
    """Joins the mentions of one sentence to groups."""

    def __init__(
        self, grammar: Grammar, tokens: Sequence[Token], mentions: Sequence[Mention], clauses: Sequence[Clause]
    ) -> None:
        self.grammar, self.tokens, self.clauses = grammar, tokens, clauses
        self.starts = {m.first: m for m in mentions}
        self._covered: set[int] = set().union(*[range(m.first, m.last) for m in mentions])
        self.groups = self._group(mentions)

    def _group(self, mentions: Sequence[Mention]) -> list[Group]:
        groups: list[Group] = []
        for found in mentions:
            mention = self._counted(found)
            last = groups[-1] if groups else None
            if last and self._joined(last, mention):
                groups[-1] = Group((*last.mentions, mention), last.governor, mention.modifier and last.modifier)
                continue
            free = self._stands_free(mention) or self._after_pronoun(mention)
            governor = "" if free else self._governor(mention.first)
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
        plain = before.lower in self.grammar.words(*FUNCTION_WORDS, "number_qualifiers", "number_words")
        return before.is_word and before.text.islower() and not plain

    def _after_pronoun(self, mention: Mention) -> bool:
        """ "За день до этого дроны ВСУ ...": a preposition before "this" governs that and no more."""
        if mention.first < 2 or mention.case not in ("", NOMINATIVE):
            return False
        led, this = self.tokens[mention.first - 2 : mention.first]
        return this.lower in self.grammar.words("bare_pronouns") and led.lower in self.grammar.words("prepositions")

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
        plain = self.grammar.words("determiners", "list", "list_fillers")
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
        if any(token.lower in self.grammar.words(name) for name in FUNCTION_WORDS):
            return False
        return not token.voice or before in self.grammar.words("determiners")

    def _qualifies_number(self, k: int) -> bool:
        """ "around 8,000 troops", "lebih dari 10.000 tentara": no preposition of place."""
        word, after = self.tokens[k].lower, self.tokens[k + 1].text
        if word in self.grammar.words("of"):
            before = self.tokens[k - 1] if k else None
            counted = before is not None and (
                before.text.isdigit() or before.lower in self.grammar.words("number_words")
            )
            parted = counted and self.grammar.has("marked infinitives")  # "captured two of the soldiers"
            return parted or (before is not None and before.lower in self.grammar.words("than"))
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
        if not before.is_word or not (opens or before.text.islower()) or before.voice or self._dates(before):
            return False
        if self.grammar.inflection and any(self.grammar.lists(before, n) for n in ("number_words", "partitive")):
            return False
        if before.lower in self.grammar.words("crewed") and self._opens_phrase(first - 1):
            return False  # "10 kapal Filipina memasuki ...": who sails it does it
        return before.lower not in self.grammar.words(*FUNCTION_WORDS)

    def _dates(self, token: Token) -> bool:
        """ "27 września NATO ...": whether a word is a month or a weekday, which nobody owns."""
        table = date_table(self.grammar.language)
        return table is not None and (token.lower in table.words["month"] or token.lower in table.words["weekday"])

    def _opens_phrase(self, k: int) -> bool:
        """Whether a noun begins its phrase, over a number and its own double: "kapal-kapal"."""
        while k > 1 and self.tokens[k - 1].text == "-" and self.tokens[k - 2].lower == self.tokens[k].lower:
            k -= 2
        before = self.tokens[k - 1] if k else None
        counted = before is not None and (before.text[:1].isdigit() or self.grammar.lists(before, "number_words"))
        plain = before is None or not before.is_word or bool(before.voice)
        return (
            plain or counted or (before is not None and before.lower in self.grammar.words(*FUNCTION_WORDS, "counts"))
        )

    def _clause(self, token: int) -> Clause:
        return next(c for c in reversed(self.clauses) if c.start <= token)

    def _is_plain(self, token: Token) -> bool:
        """Whether a word only connects, qualifies or counts."""
        names = (
            *FUNCTION_WORDS,
            "say",
            "between_saying",
            "number_qualifiers",
            "number_words",
            "locative",
            "have",
            "be",
            "reflexives",
        )
        return token.lower in self.grammar.words(*names)
