"""What tells where a clause begins: verbs ahead, subjects, infinitives, what may follow a saying."""

from collections.abc import Mapping, Sequence

from events.extraction.clause import Clause
from events.extraction.date_tables import date_table
from events.extraction.grammar import Grammar
from events.extraction.names import Mention
from events.extraction.predicates import Predicate
from events.extraction.text import Token

_OPENERS = (
    "complementizers",
    "relatives",
    "conditions",
    "purposes",
    "concessions",
    "times",
    "purpose_infinitive",
    "infinitive",
    "coordinators",
)
"""The lists of words that may open a clause."""
_BETWEEN_WITHIN = 8  # words between "between" and the "and" that joins the two
_STATED_WITHIN = 5  # words between a saying and what is said that tell where: "in a joint televised statement"


class ClauseSigns:
    """Looks about in one sentence; ``starts`` are mentions by first token, ``at_predicate`` verbs by theirs."""

    tokens: Sequence[Token]
    starts: Mapping[int, Mention]
    inside: set[int]
    at_predicate: Mapping[int, Predicate]
    headline = False

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self._words = grammar.words
        self._openers, self._perfect_gerunds = self._words(*_OPENERS), self._words("perfect_gerunds")
        self._loud = self._openers | self._perfect_gerunds
        self._comma_sayings, self._infinitive_forms = grammar.has("comma sayings"), grammar.has("infinitive forms")

    def _verb_ahead(self, start: int, reach: int, *, strict: bool = False) -> bool:
        for k in range(start, min(start + reach, len(self.tokens))):
            token = self.tokens[k]
            if token.text in ".;" or (strict and token.text == ","):
                return False
            if k in self.at_predicate and self.at_predicate[k].form == "verb":
                return True
            if token.is_name_like and self.grammar.has("articled nouns"):
                continue
            if k not in self.inside and token.voice in ("active", "passive", "past", "base", "gerund"):
                return True
            if not strict and (token.lower in self._words("be") or token.lower in self._words("have")):
                return True
            if strict and k == start and self.grammar.has("marked infinitives"):
                return self._looks_infinitive(k)
        return False

    def _looks_infinitive(self, k: int) -> bool:
        """Whether the word after "to" is a verb rather than the start of a noun phrase."""
        token = self.tokens[k]
        if not token.text.islower() or k in self.starts or token.lower in self._words("determiners"):
            return False
        return token.lower not in self._words("not_infinitive") and not token.lower.endswith(
            tuple(self._words("noun_endings"))
        )

    def _infinitive_ahead(self, i: int) -> bool:
        """Whether an infinitive follows its marker; where the marker is a preposition too, at once."""
        if not self.grammar.has("articled nouns"):
            return self._verb_ahead(i, 3, strict=True)
        k = i + 1 if i < len(self.tokens) and self.tokens[i].lower in self._words("reflexives", "negators") else i
        return k < len(self.tokens) and self.tokens[k].text.islower() and self._is_infinitive(k)

    def _is_infinitive(self, i: int) -> bool:
        """ "a nié avoir bombardé", "s'être retirée": an infinitive right behind a saying, or its auxiliary's."""
        token = self.tokens[i]
        if token.lower in self._words("reflexives") and i + 1 < len(self.tokens):
            token = self.tokens[i + 1]
        return token.voice == "base" or token.lower in self._words("infinitive_auxiliaries") or token.text in '“"«'

    def _modal_before(self, i: int) -> bool:
        """ "va a enviar": a helper and the verb it helps are one."""
        if not i or not self.grammar.has("articled nouns"):
            return False
        return self.tokens[i - 1].lower in self._words("future", "possible")

    def _is_subject(self, mention: Mention) -> bool:
        """Whether a verb follows a mention, over adverbs."""
        k = mention.last
        skip = self._words("adverbs", "future", "possible", "negators", "object_pronouns")
        while k < len(self.tokens) and k < mention.last + 4 and self.tokens[k].lower in skip:
            k += 1
        if k >= len(self.tokens):
            return False
        token = self.tokens[k]
        verb = k in self.at_predicate and self.at_predicate[k].form == "verb"
        helper = token.lower in self._words("be") or token.lower in self._words("have") or k > mention.last
        return verb or helper or token.voice in ("past", "active", "passive")

    def _has_verb(self, clause: Clause) -> bool:
        verbs = any(p.form == "verb" for p in clause.predicates)
        return verbs or any(t.voice in ("past", "active", "passive") for t in self.tokens[clause.start :][:40])

    def _gerund(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].text.endswith("ing")

    def _demonstrative(self, i: int) -> bool:
        """Whether "that" points at a noun or is followed by none: "that day"."""
        if self.tokens[i].lower != "that" or i + 1 >= len(self.tokens):
            return False
        return not self._verb_ahead(i + 1, 25) or self.tokens[i + 1].text in ",."

    def _adverbial(self, i: int) -> bool:
        """ "sementara itu", "meskipun demikian", "after that": no clause follows."""
        after = self.tokens[i + 1].lower if i + 1 < len(self.tokens) else ""
        return after in self._words("empty_clause") | {",", "."}

    def _amid_verb(self, i: int) -> bool:
        """ "has since sent": between an auxiliary and its verb no clause opens."""
        if i == 0 or i + 1 >= len(self.tokens):
            return False
        return self.tokens[i - 1].lower in self._words("have") and self.tokens[i + 1].voice == "past"

    def _opens_time(self, i: int) -> bool:
        if self.tokens[i].lower not in self._words("narrow_times"):
            return self._verb_ahead(i + 1, 12)
        near = [self.starts[k] for k in range(i + 1, i + 4) if k in self.starts]
        return (bool(near) and self._is_subject(near[0])) or self._unnamed_act(i)

    def _unnamed_act(self, i: int) -> bool:
        """ "strikes Odesa as talks stall in Geneva": what happens meanwhile, to what has no name.

        In a headline "as" with two words or more behind it says so itself; elsewhere a verb in the past has to follow.
        """
        if self.tokens[i].lower not in self._words("meanwhile") or i == 0 or not self.tokens[i - 1].is_word:
            return False
        if self.tokens[i - 1].lower in self._words("as_partners"):
            return False
        stops = self._words("prepositions", "coordinators", "infinitive") - self._words("meanwhile")
        for k in range(i + 1, min(i + 7, len(self.tokens))):
            token = self.tokens[k]
            if not token.is_word or token.lower in stops:
                return self.headline and k > i + 2
            led = k > i + 1 and not self.grammar.ends(self.tokens[k - 1].lower, "adverb_endings")
            past = token.voice == "past" or (token.text.islower() and token.lower.endswith("ed"))
            if led and past and self.tokens[k - 1].lower not in self._words("determiners"):
                return True
        return self.headline and i + 2 < len(self.tokens)

    def _tells_on(self, k: int) -> bool:
        """ "..., a dit que", "..., a dit condamner": what is said follows the saying, which then is no closing one."""
        if not self.grammar.has("articled nouns") or k >= len(self.tokens):
            return False
        return self.tokens[k].lower in self._words("complementizers") or self._is_infinitive(k)

    def _helps_saying(self, k: int) -> bool:
        """ "..., a également déclaré": auxiliaries and adverbs before a saying."""
        names = ("have", "adverbs", "reflexives") if self.grammar.has("articled nouns") else ()
        return any(self.tokens[k].lower in self._words(name) for name in names)

    def _listed(self, start: int) -> Mention:
        """The last of the names that a list beginning here joins."""
        mention = self.starts[start]
        while mention.last + 1 in self.starts and self.tokens[mention.last].lower in self._words("list"):
            mention = self.starts[mention.last + 1]
        return mention

    def _sailing(self, i: int) -> Mention | None:
        """ "mengatakan kapal-kapal Filipina memasuki ...": whose the ships are that begin what is said."""
        k = i
        while k < len(self.tokens) and k < i + 3 and (
            self.tokens[k].lower in self._words("crewed") or self.tokens[k].text == "-"
        ):  # fmt: skip
            k += 1
        return self.starts.get(k) if k > i else None

    def _counts_more(self, k: int) -> bool:
        """ "lebih dari 10": the preposition of a count."""
        return self.tokens[k].lower in self._words("of") and self.tokens[k - 1].lower in self._words("than")

    def _opens_count(self, i: int) -> bool:
        """ "said (at least) 25 people had ...": whether a count begins here, and what is counted is the subject."""
        counting, k = self._words("count_words"), i
        while k < len(self.tokens) and (self.tokens[k].lower in counting or self.tokens[k].text[0].isdecimal()):
            k += 1
        if not counting or not any(t.text[0].isdecimal() for t in self.tokens[i:k]):
            return False
        verb = next((n for n in range(k, min(k + 8, len(self.tokens))) if self._finite_at(n)), k)
        between = self.tokens[k:verb]
        barred = self._words("complementizers", "relatives", "whens")
        return bool(between) and all(t.is_word and t.lower not in barred for t in between)

    def _finite_at(self, k: int) -> bool:
        """Whether a finite verb or its auxiliary stands at a word."""
        token = self.tokens[k]
        finite = token.voice in ("active", "past") and k not in self.inside
        return finite or token.lower in self._words("be") or token.lower in self._words("have")

    def _passed_over(self, token: Token) -> bool:
        """Words that may stand between a saying and what was said: dates, articles, adverbs."""
        if token.text in ",:" or not (token.is_word or token.text in '“"'):
            return True
        between = self._words("between_saying")
        counts = self._words("number_qualifiers", "adverbs", "counts")
        return token.lower in between or token.text in between or token.lower in counts

    def _dates_back(self, i: int) -> bool:
        """ "pekan lalu", "sehari kemudian": whether what may join verbs is the end of a date."""
        table = date_table(self.grammar.language)
        if table is None or not i or self.tokens[i].lower not in table.closing:
            return False
        before = self.tokens[i - 1].lower
        return any(before in table.words[name] for name in ("unit", "month", "weekday", "length"))

    def _between(self, i: int, current: Clause) -> bool:
        """ "kontak tembak antara X dan Y terjadi": whether "and" joins the two between whom something is."""
        words = self.tokens[max(current.start, i - _BETWEEN_WITHIN) : i]
        return any(t.lower in self._words("between") for t in words) and not any(
            t.text == "," or t.voice for t in words
        )

    def _names_time(self, i: int) -> bool:
        """ "untuk pertama kalinya", "untuk sementara": a preposition of time, behind which no purpose is told."""
        after = self.tokens[i + 1].lower if i + 1 < len(self.tokens) else ""
        return after in self._words("time_nouns")

    def _tells_where(self, between: Sequence[Token]) -> bool:
        """ "said in a joint statement they ...": whether words tell where something was said."""
        placed = bool(between) and between[0].lower in self._words("while_holding") and len(between) <= _STATED_WITHIN
        plain = self.grammar.has("marked infinitives") and all(t.is_word and not t.voice for t in between[1:])
        return placed and plain and between[-1].lower in self._words("hearers")

    def _told(self, saying: Predicate, mention: Mention) -> bool:
        """ "told Sergei Lavrov ...": the one spoken to is not yet what is said."""
        return saying.head == "tell" and mention.first - saying.last <= 1

    def _closes_told(self, saying: Predicate, current: Clause) -> bool:
        """ "Troops took the town, the ministry said on Friday, after ...": whether a saying ends what it says."""
        before = [p for p in current.predicates if p.form == "verb" and p.sort == "act" and p.last <= saying.first]
        if not before or self.grammar.has("articled nouns"):
            return False
        between = self.tokens[before[-1].last : saying.first]
        commas = [k for k, t in enumerate(between) if t.text == ","]
        return bool(commas) and not any(t.voice or t.text in '“"' for t in between[commas[-1] :])

    def _points_at_doer(self, i: int) -> bool:
        """ "mengatakan (sebagian) pasukan itu bertempur": a noun pointed at does what the verb behind tells."""
        if not self.grammar.has("bare complements") or self.tokens[i].voice:
            return False
        for k in range(i + 1, min(i + 3, len(self.tokens) - 1)):
            if self.tokens[k].lower in self._words("pointing"):
                return k + 1 not in self.starts and self._verb_ahead(k + 1, 3, strict=True)
        return False

    def _noun_acts(self, i: int) -> bool:
        """ "mengatakan serangan X menewaskan ...": what is said begins with the act that is its subject."""
        noun = self.at_predicate.get(i)
        if noun is None or noun.form != "noun" or not self.grammar.has("bare agents"):
            return False
        return self._verb_ahead(noun.last, 12, strict=True)

    def _around_aside(self, current: Clause) -> Clause | None:
        """The clause around the relative clause that a comma closes."""
        outer: Clause | None = current
        sorts = ("rel", "inf", "time", "coord", "part", "comp" if self.grammar.has("marked infinitives") else "")
        while outer is not None and outer.sort in sorts:
            if outer.sort == "rel" and outer.parent is not None and not outer.parent.predicates:
                return outer.parent
            outer = outer.parent
        return None

    def _fronted(self, clause: Clause) -> bool:
        """Whether a subordinate clause stands before the clause it depends on."""
        parent = clause.parent
        return parent is not None and clause.start - parent.start <= 2
