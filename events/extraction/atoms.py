"""The smallest pieces of a noun phrase: aliases, titles, organs, capitalised names, and what follows them."""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any, NamedTuple

from events.extraction.grammar import Grammar, grammar_of
from events.extraction.inflection import NOMINATIVE, WordIndex
from events.extraction.names import Alias, aliases, group_nouns, organ_nouns
from events.extraction.text import Token
from events.model import ActorType
from events.register import agencies, while_unedited


@while_unedited
def alias_index(language: str) -> WordIndex[Alias]:
    """The aliases of a language in all their forms."""
    rows = [row for rows in aliases(language).values() for row in rows]
    return WordIndex(rows, grammar_of(language).inflection)


@cache
def organ_index(language: str) -> WordIndex[str]:
    """The nouns of organs in all their forms, with the suffix of the organ."""
    rows = [row for rows in organ_nouns(language).values() for row in rows]
    return WordIndex(rows, grammar_of(language).inflection)


@cache
def _agency_heads() -> frozenset[str]:
    """The first words of the names of agencies, as sentences are cut into words."""
    return frozenset(name.partition(" ")[0] for name in agencies())


@lru_cache(maxsize=20_000)
def _lists_from(grammar: Grammar, names: tuple[str, ...], head: str) -> tuple[str, ...]:
    """Those of the lists ``names`` that have a phrase which begins with ``head``: for most words none."""
    return tuple(name for name in names if grammar.phrases_from(name, head))


class Opening(NamedTuple):
    """What may begin with a word: a name of the register, a noun of an organ, a title, a pronoun or a listed phrase.

    ``capital`` says that it has one, so that any name may; ``body`` that it is a noun behind which a body is named.
    """

    alias: bool
    organ: bool
    title: bool
    phrase: bool
    capital: bool
    body: bool


class Openings:
    """What may begin with a word of a language: told of each form once."""

    def __init__(self, grammar: Grammar, lists: Sequence[str]) -> None:
        self.grammar, self._listed = grammar, lists
        self._aliases, self._organs = alias_index(grammar.language), organ_index(grammar.language)
        self._inhabitants = grammar.has("inhabitants in s")
        self.of = lru_cache(maxsize=20_000)(self._of)

    def _of(self, text: str, lower: str, keys: frozenset[str], capital: bool) -> Opening | None:
        bare = self.grammar.without_clitic(lower)
        alias = self._aliases.begins(text) or (capital and self._may_be_recased(text, lower))
        organ = self._organs.begins(lower) or self._organs.begins(bare)
        titled = capital and lower.endswith(self.grammar.endings("title_endings"))
        title = titled or bool(self.grammar.phrases_from("titles", bare)) or self._lists(lower, keys, ("titles",))
        phrase = lower in self.grammar.pronouns or self._lists(lower, keys, self._listed)
        backed = bool(self.grammar.words("backed_by")) and lower in self.grammar.words("own_bodies")
        body = lower in self.grammar.table("kinds_of_bodies")
        opening = Opening(alias, organ, title, phrase or backed, capital, body)
        return opening if any(opening) else None

    def _may_be_recased(self, text: str, lower: str) -> bool:
        """Whether a name may begin with a word that has another capital, or is of people, in the register."""
        return self._aliases.begins(lower) or (self._inhabitants and self._aliases.begins(text.removesuffix("s")))

    def _lists(self, lower: str, keys: frozenset[str], names: Sequence[str]) -> bool:
        """Whether a phrase that the grammar lists under one of ``names`` may begin with a word."""
        forms = (lower, *keys) if self.grammar.has("inflected titles") else (lower,)
        return any(self.grammar.phrases_from(name, form) for name in names for form in forms)


@while_unedited
def openings_of(language: str, lists: tuple[str, ...]) -> Openings:
    """What may begin with a word of a language; ``lists`` are the lists of phrases that may open a mention."""
    return Openings(grammar_of(language), lists)


class Atoms:
    """Finds pieces of noun phrases at a token; every answer is an end index, or None (or the start) for none.

    An article has its own, which look for an alias, an organ, a title and a group at each of its tokens but once.
    """

    def __init__(self, grammar: Grammar, lists: tuple[str, ...] = ()) -> None:
        """Of a language; ``lists`` are the names of its lists of phrases that may open a mention."""
        self.grammar = grammar
        self._aliases, self._organs = alias_index(grammar.language), organ_index(grammar.language)
        self.opens = openings_of(grammar.language, lists).of
        """What may begin with a word, by its text, it in small letters, its keys and whether it has a capital."""
        self._alias_at: dict[Token, tuple[int, Alias] | None] = {}
        self._organ_at: dict[Token, tuple[int, str] | None] = {}
        self._title_at: dict[Token, int | None] = {}
        self._group_at: dict[Token, tuple[int, ActorType] | None] = {}
        self._small_adjectives = grammar.has("small adjectives")
        self._inhabitants_capitalised = grammar.has("inhabitants capitalised")
        self._inhabitants_in_s = grammar.has("inhabitants in s")
        self._inflects = grammar.has("inflected titles")
        self._articled = grammar.has("articled nouns")
        self._owning = {"state", "demonym", "capital", "org"}
        if grammar.table("demonym_endings"):
            self._owning |= {"people"}  # "مواطنين فرنسيين": an adjective behind its noun has the same form
        self._noun_adjuncts = grammar.has("noun adjuncts")
        self._common = bool(grammar.words("common_phrases"))
        self._stop_names, self._particles = grammar.words("stop_names"), grammar.words("particles")
        self._title_endings = grammar.endings("title_endings")
        self._adjectival = grammar.words("adjectival_organs")
        self._groups, self._links = group_nouns(grammar.language), grammar.words("links of names")

    def alias(self, tokens: Sequence[Token], i: int) -> tuple[int, Alias] | None:
        """The register's alias at ``i`` of a sentence: its end, and what it names."""
        if i >= len(tokens):
            return None
        token, known = tokens[i], self._alias_at
        if token not in known:
            plain = self._common and self.phrase(tokens, i, "common_phrases")  # "Baku tembak pecah ..."
            known[token] = None if plain else self.alias_among(tokens, i)
        return known[token]

    def organ(self, tokens: Sequence[Token], i: int) -> tuple[int, str] | None:
        """The noun of an organ of a state at ``i`` of a sentence: its end, and the organ's suffix."""
        token = tokens[i]
        if token not in self._organ_at:
            self._organ_at[token] = self._find_organ(tokens, i)
        return self._organ_at[token]

    def title(self, tokens: Sequence[Token], i: int) -> int | None:
        """The end of the title at ``i`` of a sentence, with the field it is for ("Minister of Defence")."""
        token = tokens[i]
        if token not in self._title_at:
            self._title_at[token] = self._find_title(tokens, i)
        return self._title_at[token]

    def alias_among(self, tokens: Sequence[Token], i: int) -> tuple[int, Alias] | None:
        """The register's alias at ``i`` of some words that may be part of a sentence."""
        index, word = self._aliases, tokens[i].text
        if longest := index.longest(word):
            for found in index.at([t.text for t in tokens[i : i + longest]]):
                if found.value.form == "person" and found.length == 1 and self.in_longer_name(tokens, i):
                    continue
                return i + found.length, found.value
        hyphenated = i + 1 < len(tokens) and tokens[i + 1].text == "-"
        opening = (self._small_adjectives or hyphenated) and tokens[i].is_name_like and self._opens(tokens, i)
        if longest := index.longest(tokens[i].lower) if opening else 0:
            lowered = [tokens[i].lower, *(t.text for t in tokens[i + 1 : i + longest])]
            fits = (f for f in index.at(lowered) if f.value.form == "demonym" or (hyphenated and f.length > 2))
            small = next(fits, None)  # "Russische Truppen ...", "Al-Shabab fighters ..."
            if small:
                return i + small.length, small.value
        if self._inhabitants_capitalised and tokens[i].is_name_like and i:
            for found in index.at([tokens[i].lower]) if index.begins(tokens[i].lower) else ():
                if found.value.form == "demonym":
                    return i + 1, Alias(found.value.entry, "people")
        if self._inhabitants_in_s and word.endswith("s"):
            for words, alias in aliases(self.grammar.language).get(word[:-1], ()):
                if len(words) == 1 and alias.form == "demonym" and alias.entry.id not in ("chn", "jpn", "che"):
                    return i + 1, Alias(alias.entry, "people")
        return None

    def _opens(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a word opens the sentence, or a quotation in it."""
        return i == 0 or not tokens[i - 1].is_word

    def in_longer_name(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether the word goes on a hyphenated name."""
        before = tokens[i - 1] if i else None
        return bool(before and before.text == "-")

    def phrase(self, tokens: Sequence[Token], i: int, name: str) -> int | None:
        """The end of a phrase that the grammar lists under ``name``."""
        rows = self.grammar.phrases_from(name, tokens[i].lower)
        if rows:
            for words in rows.get(tokens[i + 1].lower, ()) if i + 1 < len(tokens) else ():
                if len(words) == 2 or tuple([t.lower for t in tokens[i : i + len(words)]]) == words:
                    return i + len(words)
            if "" in rows:
                return i + 1
        return self._inflected_phrase(tokens, i, name) if self._inflects else None

    def phrases(self, tokens: Sequence[Token], i: int, names: tuple[str, ...]) -> dict[str, int]:
        """The ends of the phrases at ``i`` that the grammar lists under ``names``, by the list."""
        listed = names if self._inflects else _lists_from(self.grammar, names, tokens[i].lower)
        return {name: end for name in listed if (end := self.phrase(tokens, i, name)) is not None}

    def _inflected_phrase(self, tokens: Sequence[Token], i: int, name: str) -> int | None:
        """The same where the phrase's words stand in another form."""
        for key in sorted(tokens[i].keys):
            for words in sorted(chain(*self.grammar.phrases_from(name, key).values()), key=lambda w: (-len(w), w)):
                here = tokens[i : i + len(words)]
                if len(here) == len(words) and all(w in t.keys for w, t in zip(words, here, strict=True)):
                    return i + len(words)
        return None

    def _find_title(self, tokens: Sequence[Token], i: int) -> int | None:
        helped = i > 0 and self._articled and self.grammar.lists(tokens[i - 1], "have")
        end = None if helped else self.phrase(tokens, i, "titles")
        if end is None and tokens[i].is_name_like and tokens[i].lower.endswith(self._title_endings):
            return i + 1
        if end is None and self.grammar.has_clitic(tokens[i].lower):
            bare = self.grammar.without_clitic(tokens[i].lower)
            end = i + 1 if bare != tokens[i].lower and "" in self.grammar.phrases_from("titles", bare) else None
        return end

    def _find_organ(self, tokens: Sequence[Token], i: int) -> tuple[int, str] | None:
        index, first = self._organs, tokens[i].lower
        for key in (first, self.grammar.without_clitic(first)) if self.grammar.has_clitic(first) else (first,):
            longest = index.longest(key)
            if longest and not self.is_adjective(tokens, i):
                rest = [t.lower for t in tokens[i + 1 : i + longest]]
                for found in index.at([key, *rest]):
                    if found.length == 1 and self._adjective_of(tokens, i):
                        return None
                    return i + found.length, found.value
        return None

    def _adjective_of(self, tokens: Sequence[Token], i: int) -> bool:
        """ "военная инфраструктура": whether a word that also names soldiers describes the noun after it."""
        stems = tuple(self.grammar.words("organ_adjectives"))
        if not stems or i + 1 >= len(tokens) or not tokens[i].lower.startswith(stems):
            return False
        after = tokens[i + 1]
        plain = after.is_word and after.text.islower() and not after.voice
        return plain and not self.is_plain_function(after) and not self.ends_adjectives(after)

    def _title_case(self, token: Token) -> str:
        """The case that the form of a title tells."""
        if self.grammar.is_base(token.lower):
            return NOMINATIVE
        inflection = self.grammar.inflection
        if inflection is not None and inflection.declensions:
            bases = (key for key in sorted(token.keys) if self.grammar.is_base(key))
            cases = (inflection.case(base, inflection.stem(base), token.lower) for base in bases)
            return next((case for case in cases if case), "oblique")
        return "oblique"

    def organ_around(self, tokens: Sequence[Token], i: int) -> tuple[int, str, Alias] | None:
        """An organ with its owner inside its name ("ministère russe de la Défense"): its end, suffix and owner."""
        if not self.grammar.has("owner inside"):
            return None
        owner = self.owner(tokens, i + 1)
        if owner is None or owner[1].form != "demonym":
            return None
        first = tokens[i].lower
        rest = tokens[owner[0] : owner[0] + self._organs.longest(first)]
        found = next((f for f in self._organs.at([first, *(t.lower for t in rest)]) if f.length > 1), None)
        return (owner[0] + found.length - 1, found.value, owner[1]) if found else None

    def case(self, tokens: Sequence[Token], first: int, last: int) -> str:
        """The case that the first inflected noun or adjective of a noun phrase tells; "" where none does."""
        if self.grammar.inflection is None:
            return ""
        if self.grammar.table("article_cases"):
            return self.article_case(tokens, first, last)
        for i in range(first, last):
            if self.title(tokens, i):
                return self._title_case(tokens[i])
            indexes: tuple[tuple[WordIndex[Any], list[str]], ...] = (
                (self._organs, [t.lower for t in tokens[i:last]]),
                (self._aliases, [t.text for t in tokens[i:last]]),
                (self._aliases, [t.lower for t in tokens[i:last]]),
            )
            for index, words in indexes:
                for found in index.at(words):
                    noun = self.case(tokens, i + found.length, last) if found.case == "oblique" else ""
                    return noun if noun not in ("", NOMINATIVE) else found.case  # "российской" tells less than "армией"
        return ""

    def article_case(self, tokens: Sequence[Token], first: int, last: int) -> str:
        """The case that the article before a noun phrase tells, or the ending of a bare name ("Russlands")."""
        k = first - 1
        while k >= 0 and self.grammar.ends(tokens[k].lower, "adjective_endings") and tokens[k].text.islower():
            if tokens[k].lower in self.grammar.table("article_cases"):
                break
            k -= 1
        article = tokens[k].lower if k >= 0 else ""
        case = str(self.grammar.table("article_cases").get(article, ""))
        if case == "unsure":
            weak = self.grammar.ends(tokens[k + 1].lower, "oblique_endings") and tokens[k + 1].text.islower()
            feminine = self.grammar.ends(self._head(tokens, first, last), "feminine_endings")
            return "genitive" if weak or feminine else NOMINATIVE
        bare = tokens[first].text.islower() and self.grammar.ends(tokens[first].lower, "genitive_endings")
        if bare and first and tokens[first - 1].is_name_like:
            return "genitive"  # "die Angriffe russischer Truppen"
        if case or article in self.grammar.words("determiners"):
            return case
        longest = self._aliases.longest(tokens[first].text)
        for found in self._aliases.at([t.text for t in tokens[first : first + max(longest, 1)]]):
            return found.case if first + found.length == last else ""
        return ""

    def _head(self, tokens: Sequence[Token], first: int, last: int) -> str:
        """The noun that a phrase is about: its first with a capital, the last part of one with hyphens."""
        head = next((k for k in range(first, last) if tokens[k].is_name_like), first)
        while head + 2 < last and tokens[head + 1].text == "-":
            head += 2
        return tokens[head].lower

    def is_adjective(self, tokens: Sequence[Token], i: int) -> bool:
        """Indonesian: "teknologi militer", where the word describes the noun before it."""
        if tokens[i].lower not in self._adjectival or not i:
            return False
        before = tokens[i - 1]
        if tokens[i].lower in self.grammar.words("acting_organs") and self.grammar.lists(before, "acts"):
            return False  # "tindakan polisi"
        verb = before.voice in ("active", "passive")
        return before.text.islower() and not verb and not self.is_plain_function(before)

    def is_plain_function(self, token: Token) -> bool:
        """Whether a word only connects others (Indonesian)."""
        names = (
            "prepositions",
            "coordinators",
            "complementizers",
            "relatives",
            "determiners",
            "adverbs",
            "future",
            "conditions",
            "times",
            "concessions",
        )
        return token.lower in self.grammar.words(*names)

    def name(self, tokens: Sequence[Token], i: int) -> int:
        """The end of the run of capitalised words at ``i`` (``i`` itself: none)."""
        end = i
        stop = self._stop_names
        while end < len(tokens):
            token = tokens[end]
            if token.is_name_like and token.text not in stop and token.is_word:
                if self.grammar.is_common_noun(token.text):
                    break
                end += 1
            elif self.is_linked_particle(tokens, end) and end > i:
                end += 3
            elif token.text == "-" and i < end < len(tokens) - 1 and tokens[end + 1].is_word:
                end += 2
            elif (
                token.lower in self._particles
                and end > i
                and end + 1 < len(tokens)
                and tokens[end + 1].text[:1].isupper()
            ):
                end += 1
            else:
                break
        return end

    def group(self, tokens: Sequence[Token], i: int) -> tuple[int, ActorType] | None:
        """The end of the name of a group at ``i``, of two words or more with a noun for groups in it, and its type."""
        if not self._groups or i >= len(tokens) or not tokens[i].is_name_like:
            return None
        token = tokens[i]
        if token not in self._group_at:
            self._group_at[token] = self._find_group(tokens, i)
        return self._group_at[token]

    def _find_group(self, tokens: Sequence[Token], i: int) -> tuple[int, ActorType] | None:
        nouns, links = self._groups, self._links
        end = run = self.name(tokens, i)
        organ = self.organ(tokens, i)
        if organ and organ[0] >= run:
            return None
        sorts = [nouns.get(token.text, "") for token in tokens[i:run]]
        while end > i and end + 1 < len(tokens) and tokens[end].lower in links:
            after = end + 2 if tokens[end + 1].lower in links else end + 1
            if (more := self.name(tokens, after)) == after:
                break
            end = more
        sort = next((s for s in (sorts[:1] + sorts[-1:]) if s and s != "regular"), "")
        if not sort or end - i < 2 or (sort == "unit" and "regular" in sorts):
            return None
        if any(self.alias(tokens, k) for k in range(i, run)):
            return None
        return end, ActorType.ORG if sort == "org" else ActorType.ARMED_GROUP

    def is_linked_particle(self, tokens: Sequence[Token], k: int) -> bool:
        """ "al-Houthi": a particle, a hyphen and a name."""
        if k + 2 >= len(tokens) or tokens[k].lower not in self._particles or tokens[k + 1].text != "-":
            return False
        return tokens[k + 2].is_name_like

    def paren(self, tokens: Sequence[Token], i: int) -> int:
        """The end of a short form in brackets at ``i``, or ``i``."""
        if i + 2 < len(tokens) and tokens[i].text in "(（":
            for end in range(i + 2, min(i + 11, len(tokens))):
                if tokens[end].text in ")）":
                    return end + 1
        return i

    def owner(self, tokens: Sequence[Token], i: int) -> tuple[int, Alias] | None:
        """The state, capital, organisation or adjective of one at ``i``."""
        found = self.alias(tokens, i)
        return found if found and found[1].form in self._owning else None

    def is_function(self, token: Token) -> bool:
        """Whether a word only connects others (English)."""
        return token.lower in self.grammar.words("prepositions", "be", "have", "relatives", "coordinators")

    def ends_adjectives(self, token: Token) -> bool:
        """Whether no adjective of a noun to come stands here."""
        names = ("future", "possible", "negators", "adverbs", "determiners")
        return self.is_function(token) or token.lower in self.grammar.words(*names)

    def describes(self, tokens: Sequence[Token], at: int) -> bool:
        """English: whether a noun follows that the name only describes ("the US website")."""
        if not self._noun_adjuncts or at >= len(tokens):
            return False
        after = tokens[at]
        plain = after.is_word and after.text.islower() and not after.voice and not after.lower.endswith("ly")
        return plain and not self.ends_adjectives(after)

    def noun_follows(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the organ only describes another noun ("troop deployments")."""
        if at >= len(tokens):
            return False
        word = tokens[at].lower
        return word.endswith(("ment", "ments", "tion", "tions", "ence", "sence", "ship", "losses", "casualties"))

    def agency(self, tokens: Sequence[Token], i: int) -> int | None:
        """The end of the name of a news agency or medium at ``i``: it carries reports, and acts in none."""
        if tokens[i].text not in _agency_heads():
            return None
        for length in range(min(4, len(tokens) - i), 0, -1):
            if " ".join([t.text for t in tokens[i : i + length]]) in agencies():
                return i + length
        return None

    def speaks(self, tokens: Sequence[Token], i: int, end: int) -> bool:
        """Whether a saying stands right beside the name from ``i`` to ``end``."""
        say = self.grammar.say_words
        return (end < len(tokens) and not say.isdisjoint(tokens[end].keys)) or (
            i > 0 and not say.isdisjoint(tokens[i - 1].keys)
        )


def particle_at(tokens: Sequence[Token], at: int, grammar: Grammar) -> int:
    """Where the particle of a noun phrase that ends at ``at`` may stand: behind suffixes, marks and numbers."""
    while at < len(tokens):
        token = tokens[at]
        number = token.text[:1].isdigit() or token.lower in grammar.words("counters")
        if not (number or token.text in grammar.words("before_particles")):
            break
        at += 1
    return at
