"""What the rules know of a language: its function words, word classes and triggers, all from ``data/lexicon``."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import Any, NamedTuple, Protocol

from events.extraction import arabic
from events.extraction.inflection import Inflection
from events.extraction.lexicon_files import LEXICON, data_of, pieces_of, trigger_rows
from events.extraction.segments import PARTICLE, Piece, Segmenter
from events.extraction.word_forms import FORMS
from events.model import Kind
from events.register import names_in, organs

LANGUAGES = frozenset(path.name.split(".")[1] for path in LEXICON.glob("triggers.*.tsv"))
"""The languages that there are rules for: those with triggers."""


_NO_PHRASES: dict[str, tuple[tuple[str, ...], ...]] = {}
TRAITS = {
    "owner before": "whose an organ is stands before it: Russian troops, русские войска",
    "owner after": "whose an organ is stands after it: pasukan Rusia, войска России",
    "noun adjuncts": "a noun may describe the noun after it: the US website",
    "inhabitants in s": "an adjective of a state with -s names its people: Russians",
    "marked infinitives": "a word before a verb marks an infinitive: to send",
    "bare nouns": "nouns need no article",
    "bare genitives": "a name right after a noun is its owner: kehadiran pasukan Pyongyang",
    "bare coordination": "clauses are joined by a word alone, each with its own subject",
    "bare complements": "a verb right after a saying tells what is said: membantah telah mengirimkan",
    "bare agents": "the doer of a passive may stand right behind it: didukung Iran",
    "serial verbs": "verbs may follow each other in one clause",
    "plain verbs": "the form alone tells a verb",
    "dropped subjects": "a clause may go without its subject, which is the one before",
    "base form inverts": "a saying in its base form stands before who speaks: kata Singh",
    "inflected titles": "titles and set phrases change their endings",
    "free order": "the subject may stand after the verb, where none stands before it",
    "infinitive forms": "an infinitive is told by its form, and tells what is asked for or meant: вывести, wycofać",
    "comma sayings": "a saying after what was said is a clause of its own: ..., заявил Песков",
    "adjective owners": "only an adjective owns what follows it: a name in front owns nothing",
    "dash speech": "a dash opens what is said, and one before a saying closes it",
    "addressees first": "whom somebody asks stands before the infinitive that tells what for",
    "small adjectives": "adjectives of states are written small: российский, rosyjski",
    "caseless": "the script has no capitals",
    "articled nouns": "a word of two sorts behind an article is a noun: l'attaque, la visita",
    "inhabitants capitalised": "an adjective of a state names its people when it has a capital: les Russes",
    "owner inside": "whose an organ is may stand inside its name: ministère russe de la Défense",
    "capitalised nouns": "every noun begins with a capital letter: der Angriff, angreifen",
    "verb bracket": "the parts of a verb enclose their clause, and may stand at its end: griff ... an, hat ... getötet",
    "owner in compound": "an owner may be joined to what it owns by a hyphen: US-Präsident",
    "coverbs": "prepositions stand before the verb: 被乌军击落, 对加沙发动空袭",
    "case endings": "endings tell roles, and those of names stand behind an apostrophe: Ukrayna'nın",
    "subject inside": "the subject may stand between a verb and its object: شن الجيش غارة",
    "proclitics": 'prepositions, the article and "and" are written together with the next word: والجيش',
    "verb final": "the verb ends its clause; particles or endings behind nouns tell their roles",
    "head final": "whatever describes a noun stands before it, a name before its title: 러시아의 라브로프 외무장관",
}
"""What a grammar file may say under ``traits``, with what it means."""


class Keyed(Protocol):
    """A word as the lexicon looks it up."""

    @property
    def lower(self) -> str:
        """It in small letters."""

    @property
    def keys(self) -> frozenset[str]:
        """The forms under which the lexicon may know it."""


@dataclass(frozen=True)
class Trigger:
    """A word or phrase that tells a kind of act (None: a phrase that looks like one and is none).

    ``form`` is "verb", "noun" or "verdict"; ``needs`` names word classes one of which must stand by
    it; ``targets`` are the prepositions that introduce whom it is done to.
    """

    kind: Kind | None
    form: str
    words: tuple[str, ...]
    needs: tuple[str, ...]
    targets: frozenset[str]


Ranked = tuple[int, Trigger]
"""A trigger with its rank among all that begin with the same word."""


class Word(NamedTuple):
    """A word of a run of letters, or a mark, and all that its form tells; ``start`` and ``end`` as in the run.

    ``keys`` are the forms under which the lexicon may know it (itself, its lemma or root, without clitics), ``voice``
    what its form says ("active", "passive", "base", or "" for no verb).
    """

    text: str
    start: int
    end: int
    lower: str
    keys: frozenset[str]
    voice: str
    is_name_like: bool
    is_word: bool


class Grammar:
    """The function words, classes and triggers of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._data = data_of(language)
        # Asked of every word: what was asked before is answered by one call, of no function of our own.
        self.words = cache(self._words)
        self.table = cache(self._table)
        self.endings = cache(self._endings)
        self.triggers_as = cache(self._triggers_as)
        self.spaced = cache(self._spaced)
        self.openings_of = lru_cache(maxsize=50_000)(self._openings_of)
        self.noun_kinds = lru_cache(maxsize=50_000)(self._noun_kinds)
        small = str.maketrans(self.table("small_letters"))
        self.lower: Callable[[str], str] = partial(_lower, small) if small else str.lower
        self._by_head: dict[str, dict[str, dict[str, tuple[tuple[str, ...], ...]]]] = {}
        self.abbreviations = frozenset(self._data["abbreviations"])
        furniture = self._data["furniture"]
        self._furniture_begins = _any_of([pattern for pattern in furniture if pattern.startswith("^")])
        self._furniture_holds = _any_of([pattern for pattern in furniture if not pattern.startswith("^")])
        self._dateline = re.compile(self._data["dateline"])
        self.traits = frozenset(self._data["traits"])
        self.has = self.traits.__contains__
        """Whether the language works so: one of ``TRAITS``."""
        self._inflects = "inflected titles" in self.traits
        self.home: str | None = self._data.get("home")
        self._clitic: str = self._data.get("clitic", "")
        self.inflection = Inflection.of(self._data.get("inflection"))
        self._forms = lru_cache(maxsize=50_000)(FORMS[self.table("word_forms")["sort"]](self))
        # A run is one word or two where blanks part words; elsewhere it is half a sentence, which no text has again.
        unspaced = self.table("segments") and not self.table("segments").get("spaced")
        self.cut = self._cut if unspaced else lru_cache(maxsize=50_000)(self._cut)

    @cached_property
    def _segmenter(self) -> Segmenter | None:
        return Segmenter(self) if self.table("segments") else None

    @cached_property
    def marks(self) -> dict[int, str]:
        """Letters and marks by those that the lexicon writes for them: wide commas, traditional characters."""
        return str.maketrans(self.table("marks"))

    def words_of(self, run: str) -> list[str]:
        """The words in a run of letters or marks, without what the lexicon knows of them."""
        plain = self._segmenter is None and not self.has("case endings") and not self.has("proclitics")
        if plain and not any(mark in run for mark in "'’"):
            return [run]
        return [run[start:end] for start, end, _, _ in self._pieces(run)]

    def _cut(self, run: str) -> tuple[Word, ...]:
        """The words in a run of letters or marks: one, but in languages that set no space between words."""
        run = run.translate(self.marks) if self.marks else run
        words = []
        for start, end, keys, voice in self._pieces(run):
            text = run[start:end]
            lower = self.lower(text).replace("’", "'") if end < len(run) else self.lower(text)
            words.append(Word(text, start, end, lower, keys, voice, text[:1].isupper(), text[:1].isalpha()))
        return tuple(words)

    def _pieces(self, run: str) -> tuple[Piece, ...]:
        if self._segmenter is None or not run[0].isalpha():
            return self._elided(run)
        return self._segmenter.cut(run)

    def _elided(self, word: str) -> tuple[Piece, ...]:
        """What is elided before a word is one of its own, and an ending behind a name: l'armée, Ukrayna'nın."""
        if self.has("case endings"):
            return self._ended(word)
        if self.has("proclitics"):
            return tuple(self._clung(word, cut) for cut in arabic.nominal(word, arabic.cut(word, self._stands)))
        mark = next((k for k in range(1, min(len(word) - 1, 9)) if word[k] in "'’"), 0)
        if not mark or word[:mark].lower() not in self.words("elided"):
            return ((0, len(word), *self.forms(word)),)
        rest = self._elided(word[mark + 1 :])
        moved = ((start + mark + 1, end + mark + 1, keys, voice) for start, end, keys, voice in rest)
        return ((0, mark + 1, *self.forms(word[: mark + 1].replace("’", "'"))), *moved)

    def _clung(self, word: str, piece: tuple[int, int, bool]) -> Piece:
        """One of the words written together; a noun, by what clings to it, is no verb, whatever form it has."""
        start, end, noun = piece
        keys, voice = self.forms(word[start:end])
        return start, end, keys, "" if noun else voice

    def _stands(self, word: str) -> bool:
        """Whether a folded word is known without its article: as a verb's form, a noun or part of a name."""
        keys, voice = self.forms(word)
        return bool(voice) or (not word.startswith(arabic.ARTICLE) and (word in self._whole or len(keys) > 1))

    @cached_property
    def _whole(self) -> frozenset[str]:
        named = names_in(self.language).values()
        words = {w for n in named for name in (*n.names, *n.demonyms, *n.capitals) for w in name.split()}
        return frozenset(arabic.folded(word) for word in words | self.every_word | self.roots)

    def _ended(self, word: str) -> tuple[Piece, ...]:
        mark = max(word.rfind("'"), word.rfind("’"))
        if not 0 < mark < len(word) - 1:
            return ((0, len(word), *self.forms(word)),)
        ending = frozenset({self.lower(word[mark + 1 :]), PARTICLE})
        return ((0, mark, *self.forms(word[:mark])), (mark + 1, len(word), ending, ""))

    @cached_property
    def every_word(self) -> frozenset[str]:
        """Every word of the language's lists and triggers."""
        lists = (self.phrases(name) for name in self._phrases if name not in ("furniture", "abbreviations", "traits"))
        found = {word for phrases in lists for phrase in phrases for word in phrase}
        found |= {word for trigger in self.triggers for word in trigger.words}
        found |= {word for words in self.classes.values() for word in words}
        found |= {word for name in ("pronouns", "cases", "bound_nouns") for word in self.table(name)}
        found |= {word for phrase in self.table("postpositions") for word in phrase.split()}
        found |= {noun for organ in organs() for noun in organ.nouns(self.language)}
        return frozenset(word for word in found if word[0].isalpha())

    def forms(self, word: str) -> tuple[frozenset[str], str]:
        """The keys under which the lexicon may know a word, and its voice (see ``events.extraction.word_forms``)."""
        return self._forms(word if self.has("capitalised nouns") else self.lower(word))

    def is_base(self, lower: str) -> bool:
        """Whether a word stands in its base form, as far as the lexicon knows it."""
        return bool(self.phrases_from("titles", lower))

    def has_clitic(self, lower: str) -> bool:
        """Whether a possessive clings to the end of a word ("pasukannya")."""
        return bool(self._clitic) and lower.endswith(self._clitic)

    def without_clitic(self, lower: str) -> str:
        """The word without a possessive that clings to its end."""
        return lower.removesuffix(self._clitic)

    @lru_cache(maxsize=4096)  # noqa: B019 - a grammar lives as long as the program
    def name_forms(self, word: str) -> tuple[str, ...]:
        """A name as it stands, and the base forms that its ending may come from."""
        stems = {end: word.removesuffix(end) for end in self.table("name_endings") if word.endswith(end)}
        bases = (
            stem + base for end, stem in stems.items() if len(stem) > 2 for base in self.table("name_endings")[end]
        )
        return (word, *bases)

    def is_common_noun(self, word: str) -> bool:
        """Whether a capitalised word is a noun that names nobody, in a language that capitalises them all."""
        if not self.has("capitalised nouns"):
            return False
        lower = word.lower()
        return bool(self.forms(word)[0] - {lower}) or self.ends(lower, "noun_endings")

    def ends(self, lower: str, name: str) -> bool:
        """Whether a word ends in one of the endings listed under ``name``."""
        return lower.endswith(self.endings(name))

    def _endings(self, name: str) -> tuple[str, ...]:
        """The endings listed under ``name``."""
        return tuple(self.words(name))

    def _words(self, *names: str) -> frozenset[str]:
        """The words listed under any of ``names`` in the language's grammar file; none where nothing is listed."""
        listed = (self._data[name] for name in names if isinstance(self._data.get(name), list | dict))
        return frozenset(word for words in listed for word in words)

    def lists(self, token: "Keyed", name: str) -> bool:
        """Whether a word is listed under ``name``, in any of its forms where a language changes them."""
        words = self.words(name)
        return token.lower in words or (self._inflects and not words.isdisjoint(token.keys))

    def lists_any(self, tokens: Sequence["Keyed"], name: str) -> bool:
        """Whether one of some words is listed under ``name``, as for ``lists``."""
        words = self.words(name)
        if not words.isdisjoint([token.lower for token in tokens]):
            return True
        return self._inflects and any(not words.isdisjoint(token.keys) for token in tokens)

    def _table(self, name: str) -> dict[str, Any]:
        """The mapping listed under ``name``; empty where there is none."""
        mapping: dict[str, Any] = self._data.get(name) or {}
        return mapping

    def phrases(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The phrases listed under ``name``, as words, longest first."""
        return self._phrases.get(name, ())

    def _spaced(self, name: str) -> tuple[str, ...]:
        """The phrases listed under ``name``, each in one piece with blanks around it."""
        return tuple(f" {' '.join(phrase)} " for phrase in self.phrases(name))

    def phrases_from(self, name: str, head: str) -> dict[str, tuple[tuple[str, ...], ...]]:
        """The phrases listed under ``name`` that begin with ``head``, longest first, by their second word or ""."""
        by_head = self._by_head.get(name)
        if by_head is None:
            grouped: dict[str, dict[str, list[tuple[str, ...]]]] = {}
            for phrase in self.phrases(name):
                grouped.setdefault(phrase[0], {}).setdefault(phrase[1] if len(phrase) > 1 else "", []).append(phrase)
            by_head = {
                first: {second: tuple(phrases) for second, phrases in rows.items()} for first, rows in grouped.items()
            }
            self._by_head[name] = by_head
        return by_head.get(head, _NO_PHRASES)

    @cached_property
    def _phrases(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        return {
            name: tuple(sorted((tuple(pieces_of(p)) for p in value), key=lambda p: (-len(p), p)))
            for name, value in self._data.items()
            if isinstance(value, list)
        }

    @cached_property
    def say_heads(self) -> frozenset[str]:
        """The first words of all sayings."""
        return frozenset(phrase[0] for phrase in self.phrases("say"))

    @cached_property
    def statement_heads(self) -> frozenset[str]:
        """The first words of what tells a statement."""
        return frozenset(phrase[0] for phrase in self.phrases("statement"))

    @cached_property
    def say_words(self) -> frozenset[str]:
        """The sayings of one word."""
        return frozenset(phrase[0] for phrase in self.phrases("say") if len(phrase) == 1)

    @cached_property
    def attributing(self) -> frozenset[str]:
        """The words without one of which no sentence names its source beside a saying ("according to", "laut")."""
        first = frozenset(phrase[0] for phrase in self.phrases("attribution"))
        return first | self.words("attribution_after", "attribution_nouns")

    @property
    def pronouns(self) -> dict[str, str]:
        """Pronouns and what they stand for: person, group, any, speaker."""
        return self.table("pronouns")

    @property
    def offices(self) -> dict[str, str]:
        """The English names of offices that the language names otherwise."""
        return self.table("offices")

    @cached_property
    def classes(self) -> dict[str, frozenset[str]]:
        """Word classes (force, aid, person, goods, area) by their words."""
        return {name: frozenset(words) for name, words in self.table("classes").items()}

    @cached_property
    def pairs_of(self) -> dict[str, dict[str, set[str]]]:
        """The phrases of two words in each word class: the first word of each, and what may stand behind it."""
        found: dict[str, dict[str, set[str]]] = {name: {} for name in self.classes}
        for name, words in self.classes.items():
            for first, second in (word.split(" ") for word in words if word.count(" ") == 1):
                found[name].setdefault(first, set()).add(second)
        return found

    def is_furniture(self, line: str) -> bool:
        """Whether a line belongs to the page and not to the article."""
        line = line.strip()
        return bool(self._furniture_begins.match(line) or self._furniture_holds.search(line))

    def dateline_length(self, line: str) -> int:
        """How many characters of ``line`` are a dateline ("JAKARTA - ")."""
        match = self._dateline.match(line)
        return match.end() if match else 0

    @cached_property
    def triggers(self) -> tuple[Trigger, ...]:
        """Every trigger of the language, longest phrase first."""
        rows = trigger_rows(self.language)
        found = [
            Trigger(
                kind=None if row["kind"] == "-" else Kind(row["kind"]),
                form=row["form"],
                words=tuple(pieces_of(phrase)),
                needs=tuple(need for need in row["needs"].split("|") if need),
                targets=frozenset(word for word in row["targets"].split(",") if word),
            )
            for row in rows
            for phrase in row["words"].split(",")
            if phrase.strip()
        ]
        return tuple(sorted(found, key=lambda t: (-len(t.words), not t.needs)))

    @cached_property
    def triggers_by_head(self) -> dict[str, tuple[Trigger, ...]]:
        """Triggers by their first word, longest first, those with needs before those without."""
        by_head: dict[str, list[Trigger]] = {}
        for trigger in self.triggers:
            by_head.setdefault(trigger.words[0], []).append(trigger)
        return {head: tuple(triggers) for head, triggers in by_head.items()}

    def _triggers_as(self, head: str, verb: bool, noun: bool) -> tuple[list[Ranked], dict[str, list[Ranked]]]:
        """Those of the triggers that begin with a word which it may tell as a verb, or as a noun.

        First those of that word alone, then the longer ones by their second word, each with its rank among all that
        begin with the word.
        """
        barred = {form for form, may_be in (("verb", verb), ("noun", noun)) if not may_be}
        alone: list[Ranked] = []
        longer: dict[str, list[Ranked]] = {}
        for rank, trigger in enumerate(self.triggers_by_head.get(head, ())):
            if trigger.form not in barred:
                rows = longer.setdefault(trigger.words[1], []) if len(trigger.words) > 1 else alone
                rows.append((rank, trigger))
        return alone, longer

    def _noun_kinds(self, keys: frozenset[str]) -> frozenset[Kind]:
        """The kinds of act that a noun of these keys names by itself."""
        rows = (row for key in keys for row in self.triggers_by_head.get(key, ()))
        return frozenset(row.kind for row in rows if row.kind and row.form == "noun" and len(row.words) == 1)

    @cached_property
    def sayings_by_head(self) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
        """What tells that somebody says, denies, withholds or wishes: words and sort, by the first word."""
        by_head: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for sort in ("withhold", "deny", "say", "wish"):
            for words in self.phrases(sort):
                by_head.setdefault(words[0], []).append((words, sort))
        return {head: tuple(rows) for head, rows in by_head.items()}

    @cached_property
    def heads(self) -> frozenset[str]:
        """The words with which something begins that tells an act or a saying."""
        return frozenset(self.sayings_by_head.keys() | self.triggers_by_head.keys())

    def _openings_of(self, keys: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
        """Those of a word's keys that are ``heads``, and the words of which one stands behind: "" where none has to."""
        heads = tuple(sorted(keys & self.heads))
        phrases = [words for head in heads for words, _ in self.sayings_by_head.get(head, ())]
        phrases += [trigger.words for head in heads for trigger in self.triggers_by_head.get(head, ())]
        return heads, frozenset(words[1] if len(words) > 1 else "" for words in phrases)

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The words that a compound noun may end in: those of triggers and word classes, but for the shortest."""
        words = {word for trigger in self.triggers for word in trigger.words}
        words |= {word for members in self.classes.values() for word in members}
        return frozenset(word for word in words if len(word) > 4) - self.words("whole_words")

    @cached_property
    def roots(self) -> frozenset[str]:
        """The first words of all verb phrases of the lexicon, in their base form."""
        heads = {t.words[0] for t in self.triggers if t.form == "verb"}
        for name in ("say", "deny", "withhold", "wish", "light", "undergo", "occur"):
            heads |= {phrase[0] for phrase in self.phrases(name)}
            heads |= {phrase[-1] for phrase in self.phrases(name) if name == "withhold"}
        return frozenset(heads)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words of the lexicon that change their form: those of triggers, and of the lists that say so."""
        found = {word for trigger in self.triggers for word in trigger.words}
        for name in self.words("inflected_lists"):
            found |= {word for phrase in self.phrases(name) for word in phrase}
        for words in self.classes.values():
            found |= {piece for word in words for piece in word.split()}
        fixed = self.words("prepositions", "negators", "coordinators")
        return frozenset(word for word in found - fixed if word[:1].isalpha())


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    """One pattern for what any of several fits, in either case; of none it fits nothing."""
    return re.compile("|".join(patterns) or "(?!)", re.IGNORECASE)


def _lower(small: Mapping[int, str], word: str) -> str:
    """A word in small letters, where a language has some of its own."""
    return word.translate(small).lower()


@cache
def grammar_of(language: str) -> Grammar:
    """The grammar of a supported language, loaded once."""
    return Grammar(language)
