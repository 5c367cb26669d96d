"""The names of places in one language, found in every form in which a text may write them.

It is data: ``data/places/names.<language>.tsv`` names the places of the gazetteer, and the language's grammar of
places (``events.extraction.place_words``) says how words change. A form is taken apart, never made: each ending is
cut off and what remains looked up, so that a name costs nothing until a text may have it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice, product

from ahocorasick_rs import AhoCorasick, MatchKind

from events.extraction.gazetteer import ARTICLES, PLACES, Known, Sort, fold, fold_word, gazetteer, head_of
from events.extraction.place_words import Grammar, Token, gap_in, grammar

_VOWELS = "аеёиоуыэюяіїєaeiouyąęó"
_SHORTEST = 2  # letters of what remains of a name without its ending
_PREFIXED = 4  # letters of what remains of a name without its prefix
_FOREIGN = 5  # letters of a name of the gazetteer's own that may take another language's endings
_READINGS = 40  # ways to read the words of one name
_EDGE = re.compile(r"[ァ-ヺー]")
_MARKS = "'’ʼ`"
_APOSTROPHE = re.compile(rf"[{_MARKS}]")


@dataclass(frozen=True, slots=True)
class Base:
    """A word of a name or of the grammar that a text's word is a form of: the ``form`` that it has put on.

    ``moved`` says that the form is the one of a goal ("в Москву").
    """

    key: str
    form: str = ""
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A name that some words may be, the places that it names, and the form of its last word."""

    key: str
    options: list[Known]
    form: str
    moved: bool


class Names:
    """The names of places in one language."""

    def __init__(self, language: str, rules: Grammar) -> None:
        """Reads the names of ``language``."""
        self.rules = rules
        self.exact: dict[str, Known] = {}
        self.starters: set[str] = set()
        self.parts: dict[str, list[tuple[str, str, str]]] = {}
        self._at: dict[str, list[tuple[str, str, str]]] = {}
        self._grammar = frozenset(word for table in _tables(rules) for entry in table for word in entry.split(" "))
        self._words: set[str] = set(self._grammar)
        self._heads: dict[str, int] = {}
        self._endings = _reversed(rules)
        self._longest = max((len(form) for form in self._endings), default=0)
        for line in (PLACES / f"names.{language}.tsv").read_text(encoding="utf-8").split("\n")[1:-1]:
            sort, key, names = line.split("\t")
            for name in names.split("|"):
                self._file(sort, key, name)
        self.bases = lru_cache(maxsize=50_000)(self._bases)
        self.nation = lru_cache(maxsize=50_000)(self._nation)
        self.may_start = lru_cache(maxsize=50_000)(self._may_start)
        self.longest_from = lru_cache(maxsize=50_000)(self._longest_from)
        self._alone = lru_cache(maxsize=50_000)(self._reading)

    def _file(self, sort: str, key: str, name: str) -> None:
        if name.isupper() and len(name.replace(".", "")) <= 5:
            if known := gazetteer().by_id(sort, key):
                self.exact.setdefault(name, known)
            return
        folded = fold(name)
        self._at.setdefault(folded, []).append((sort, key, name))
        first, *rest = folded.split(" ")
        if len(rest) == 1 and sort == "region" and (rest[0] in self.rules.after or first in self.rules.before):
            part = first if rest[0] in self.rules.after else rest[0]
            self.parts.setdefault(part, []).append((sort, key, name))
        self._words.add(first)
        if rest:
            self._words.update(rest)
            self._heads[first] = max(len(rest) + 1, self._heads.get(first, 1))
        if name[0].islower():
            self.starters.add(first)

    def written(self) -> Iterator[str]:
        """Every name as it is written."""
        for rows in self._at.values():
            yield from (row[2] for row in rows)
        yield from self.exact

    def rows(self, key: str) -> list[tuple[str, str, str]]:
        """Sort and id of each place of that folded name, and the name as it is written."""
        return self._at.get(key, [])

    def _bases(self, key: str) -> tuple[Base, ...]:
        found: dict[str, Base] = {}
        for prefix, rest in [("", ""), *self.rules.prefixes.items()]:
            if prefix and not (key.startswith(prefix) and len(rest) + len(key) - len(prefix) >= _PREFIXED):
                continue
            for base in self._without_ending(rest + key[len(prefix) :]):
                form = prefix if prefix else base.form
                found.setdefault(base.key, Base(base.key, form, base.moved))
        return tuple(found.values())

    def _without_ending(self, word: str) -> Iterator[Base]:
        if self._known(word):
            yield Base(word, "", self._is_goal(word))
        if word in ARTICLES:
            yield Base("al")
        for length in range(min(self._longest, len(word)) + 1):
            stem, form = word[: len(word) - length], word[len(word) - length :]
            for first in self._endings.get(form, ()):
                long = len(stem) >= _SHORTEST or len(first) > _SHORTEST
                if first != form and long and self._inflects(stem + first):
                    yield Base(stem + first, form, self.rules.accusative.get(first) == form)

    def _known(self, word: str) -> bool:
        return word in self._words or (self.rules.latin and gazetteer().has(word))

    def _inflects(self, word: str) -> bool:
        """Whether a word is known that may have other forms: where an apostrophe parts endings, names have none."""
        if self.rules.apostrophe:
            return word in self._grammar
        return word in self._words or (self.rules.latin and len(word) >= _FOREIGN and gazetteer().has(word))

    def _is_goal(self, word: str) -> bool:
        """Whether the first form of a word is also the one of a goal ("в Курск", "в Сумы")."""
        last = word[-1:]
        if last in self.rules.accusative or last in _VOWELS:
            return self.rules.accusative.get(last) == last
        return self.rules.accusative.get("") == ""

    def _nation(self, key: str) -> str:
        """The state that an adjective is of, or ""."""
        for length in range(len(key), 3, -1):
            if nation := self.rules.nations.get(key[:length]):
                return nation
        return ""

    def _may_start(self, key: str) -> bool:
        """Whether a word without a capital may begin a name."""
        return any(base.key in self.starters or base.key in self.parts for base in self.bases(key))

    def _longest_from(self, key: str) -> int:
        """How many words the longest name may have that begins with a word."""
        bases = [base.key for base in self.bases(key)]
        own = [self._heads.get(base, 1) for base in bases]
        if self.rules.latin:
            own += [max(self._heads.get(head_of(k), 1), gazetteer().longest(k)) for k in (key, *bases)]
        return max(own, default=1)

    def is_country(self, key: str) -> bool:
        """Whether that folded name is a country's."""
        return any(sort == "country" for sort, _, _ in self._at.get(key, ()))

    def reading(self, tokens: Sequence[Token]) -> Reading | None:
        """What all of the words may name together, by whatever forms; null where they are no name."""
        read = self._alone if len(tokens) == 1 else self._reading
        return read(tuple([token.key for token in tokens]), tuple([token.upper for token in tokens]))

    def _reading(self, keys: tuple[str, ...], capitals: tuple[bool, ...]) -> Reading | None:
        found = list(self._readings(keys, capitals))
        if not found:
            return None
        options = dict.fromkeys(option for reading in found for option in reading.options)
        return replace(found[0], options=sorted(options, key=lambda known: _RANK.get(known.sort, len(_RANK))))

    def _readings(self, keys: tuple[str, ...], capitals: tuple[bool, ...]) -> Iterator[Reading]:
        for way in islice(product(*map(self.bases, keys)), _READINGS):
            key = fold_word(" ".join([base.key for base in way])) if len(way) > 1 else way[0].key
            if options := self.options(key, capitals):
                yield Reading(key, options, way[-1].form or way[0].form, way[0].moved)
        if self.rules.latin and len(keys) > 1:
            key = fold_word(" ".join(keys))
            if all(capitals) and gazetteer().has(key):
                yield Reading(key, gazetteer().named(key), "", moved=False)

    def partial(self, token: Token) -> list[Known]:
        """The regions of whose names a word may be the part that is no designator."""
        rows = [row for base in self.bases(token.key) for row in self.parts.get(base.key, ())]
        found = [gazetteer().by_id(row[0], row[1]) for row in rows if token.upper or row[2][0].islower()]
        return [known for known in dict.fromkeys(found) if known]

    def options(self, key: str, capitals: Sequence[bool]) -> list[Known]:
        """The places of that folded name, where the words have the capitals that it has."""
        rows = [row for row in self._at.get(key, ()) if _has_capitals(row[2], capitals)]
        found = [known for sort, ident, _ in rows if (known := gazetteer().by_id(sort, ident))]
        if self.rules.latin and all(capitals):
            found += gazetteer().named(key)
        return found


_RANK = {Sort.COUNTRY: 0, Sort.SITE: 1, Sort.AREA: 2, Sort.REGION: 3, Sort.TOWN: 4}


def _tables(rules: Grammar) -> list[frozenset[str]]:
    """The words of the grammar that may stand in other forms."""
    inflected = (rules.before, rules.after, rules.compass, rules.border_before)
    plain = (rules.titles, rules.offices, rules.passing, rules.occupied, rules.border_after, rules.compass_part)
    return [*(frozenset(table) for table in inflected), *plain]


def _reversed(rules: Grammar) -> dict[str, list[str]]:
    """Ending -> the endings of first forms for which it may stand."""
    table: dict[str, list[str]] = {particle: [""] for particle in rules.particles}
    for first, forms in rules.endings.items():
        for form in forms.split():
            table.setdefault("" if form == "0" else form, []).append(first)
    return {form: sorted(firsts, key=len, reverse=True) for form, firsts in table.items()}


def _has_capitals(name: str, capitals: Sequence[bool]) -> bool:
    """Whether each word that the name writes with a capital has one in the text."""
    words = re.split(r"[ \-‑–]", name)
    if len(words) != len(capitals):
        return capitals[0]
    return all(capital or not word[:1].isupper() for word, capital in zip(words, capitals, strict=True))


@cache
def names_of(language: str) -> Names | None:
    """The names of places in a language; null where the gazetteer's own serve, or there are none."""
    rules = grammar(language)
    if rules is None or not (PLACES / f"names.{language}.tsv").is_file():
        return None
    return Names(language, rules)


class Cutter:
    """Cuts a text of one language into words, as its script and its grammar want them."""

    def __init__(self, names: Names) -> None:
        self.rules = names.rules
        self._names = names
        wholes = "|".join(re.escape(whole) for whole in sorted(self.rules.wholes, key=len, reverse=True))
        plain = r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*"
        self._word = re.compile(f"{wholes}|{plain}" if wholes else plain)
        self._elided = re.compile(rf"({'|'.join(self.rules.elided)})['’](?=\w)", re.IGNORECASE)
        self._finder = self._automaton() if self.rules.script == "unspaced" else None

    def _automaton(self) -> AhoCorasick:
        rules = self.rules
        listed = (
            rules.links,
            rules.before,
            rules.after,
            rules.compass,
            rules.passing,
            rules.joiners,
            rules.particles,
            rules.reported,
        )
        more = (rules.never, rules.titles, rules.border_before, rules.border_after, rules.occupied, rules.nations)
        words = {*self._names.written(), *(word for words in (*listed, *more) for word in words)}
        return AhoCorasick(sorted(words - {""}), matchkind=MatchKind.LeftmostLongest)

    def tokens(self, text: str) -> list[Token]:
        """The words of a text in order."""
        spans = list(self._unspaced(text) if self._finder else self._spaced(text))
        tokens = []
        for number, (start, end, tail) in enumerate(spans):
            following = spans[number + 1][0] if number + 1 < len(spans) else len(text)
            word, after = text[start:end], text[end : end + len(tail)]
            key, whole = fold_word(word), word.casefold()
            if word[-1] in _MARKS:
                key = whole = self.rules.elided.get(key, key)
            upper = self.rules.script != "spaced" or word[0].isupper()
            gap = gap_in(text, end + len(after), following)
            tokens.append(Token(word, start, end, key, whole, upper, False, gap, fold(tail)))
        return tokens

    def _spaced(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start and end of each word, and what an apostrophe parts from it."""
        for match in self._word.finditer(text):
            start, end = match.span()
            while self.rules.elided and (elided := self._elided.match(text, start, end)):
                yield start, elided.end(), ""
                start = elided.end()
            mark = _APOSTROPHE.search(text, start, end) if self.rules.apostrophe else None
            yield (start, mark.start(), text[mark.start() : end]) if mark else (start, end, "")

    def _unspaced(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start and end of each name and word of the grammar; a name in katakana is no part of a longer word."""
        assert self._finder is not None  # noqa: S101
        for _, start, end in self._finder.find_matches_as_indexes(text):
            inside = start and _EDGE.match(text[start]) and _EDGE.match(text[start - 1])
            if not inside and not (_EDGE.match(text[end - 1]) and _EDGE.match(text[end : end + 1])):
                yield start, end, ""


@cache
def cutter(language: str) -> Cutter | None:
    """What cuts texts of a language that has names of its own; null for others."""
    names = names_of(language)
    return None if names is None else Cutter(names)
