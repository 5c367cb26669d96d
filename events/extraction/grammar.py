"""What the rules know of a language: its function words, word classes and triggers, all from ``data/lexicon``."""

import csv
import json
import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import simplemma

from events.extraction.indonesian import inflections
from events.model import Kind

LEXICON = Path(__file__).resolve().parents[2] / "data" / "lexicon"


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


class Grammar:
    """The function words, classes and triggers of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._data: dict[str, Any] = {
            name: words
            for file in ("grammar", "syntax")
            for name, words in json.loads((LEXICON / f"{file}.{language}.json").read_text(encoding="utf-8")).items()
        }
        self.abbreviations = frozenset(self._data["abbreviations"])
        self._furniture = [re.compile(pattern, re.IGNORECASE) for pattern in self._data["furniture"]]
        self._dateline = re.compile(self._data["dateline"])
        self.forms = lru_cache(maxsize=50_000)(self._forms)

    def words(self, name: str) -> frozenset[str]:
        """The words listed under ``name`` in the language's grammar file."""
        return self._sets[name]

    def phrases(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The phrases listed under ``name``, as words, longest first."""
        return self._phrases[name]

    def phrases_from(self, name: str, head: str) -> tuple[tuple[str, ...], ...]:
        """The phrases listed under ``name`` that begin with ``head``, longest first."""
        return self._phrases_by_head(name).get(head, ())

    @lru_cache(maxsize=64)  # noqa: B019 - a grammar lives as long as the program
    def _phrases_by_head(self, name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
        by_head: dict[str, list[tuple[str, ...]]] = {}
        for phrase in self.phrases(name):
            by_head.setdefault(phrase[0], []).append(phrase)
        return {head: tuple(phrases) for head, phrases in by_head.items()}

    @cached_property
    def _sets(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(value) for name, value in self._data.items() if isinstance(value, list | dict)}

    @cached_property
    def _phrases(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        return {
            name: tuple(sorted((tuple(_pieces(p)) for p in value), key=lambda p: (-len(p), p)))
            for name, value in self._data.items()
            if isinstance(value, list)
        }

    @property
    def pronouns(self) -> dict[str, str]:
        """Pronouns and what they stand for: person, group, any, speaker."""
        pronouns: dict[str, str] = self._data["pronouns"]
        return pronouns

    @property
    def offices(self) -> dict[str, str]:
        """The English names of offices that the language names otherwise."""
        offices: dict[str, str] = self._data["offices"]
        return offices

    @cached_property
    def classes(self) -> dict[str, frozenset[str]]:
        """Word classes (force, aid, person, goods, area) by their words."""
        return {name: frozenset(words) for name, words in self._data["classes"].items()}

    def is_furniture(self, line: str) -> bool:
        """Whether a line belongs to the page and not to the article."""
        return any(pattern.search(line.strip()) for pattern in self._furniture)

    def dateline_length(self, line: str) -> int:
        """How many characters of ``line`` are a dateline ("JAKARTA - ")."""
        match = self._dateline.match(line)
        return match.end() if match else 0

    @cached_property
    def triggers(self) -> tuple[Trigger, ...]:
        """Every trigger of the language, longest phrase first."""
        with (LEXICON / f"triggers.{self.language}.tsv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        found = [
            Trigger(
                kind=None if row["kind"] == "-" else Kind(row["kind"]),
                form=row["form"],
                words=tuple(_pieces(phrase)),
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

    @cached_property
    def _roots(self) -> frozenset[str]:
        heads = {t.words[0] for t in self.triggers if t.form == "verb"}
        for name in ("say", "deny", "withhold", "light", "undergo", "occur"):
            heads |= {phrase[0] for phrase in self.phrases(name)}
            heads |= {phrase[-1] for phrase in self.phrases(name) if name == "withhold"}
        return frozenset(heads)

    @cached_property
    def _inflected(self) -> dict[str, list[tuple[str, str]]]:
        """Form -> (root, voice); a lexicon word that is itself a form of another root stands only for itself."""
        forms = {root: list(inflections(root)) for root in sorted(self._roots)}
        marked = {form for rows in forms.values() for form, voice in rows if voice != "base"}
        table: dict[str, list[tuple[str, str]]] = {}
        for root, rows in forms.items():
            if root in marked:
                continue
            for form, voice in rows:
                if form not in self.words("not_forms") and form not in self.words("verb_stop"):
                    table.setdefault(form, []).append((root, voice))
        return table

    def _forms(self, word: str) -> tuple[frozenset[str], str]:
        lower = word.lower()
        return self._indonesian(lower) if self.language == "id" else self._english(lower)

    def _indonesian(self, lower: str) -> tuple[frozenset[str], str]:
        keys, voice = {lower}, ""
        bare = re.sub(r"(?<=\w{3})(?:nya|lah|kah|pun)$", "", lower)
        keys.add(bare)
        for form in (lower, bare):
            for root, how in self._inflected.get(form, ()):
                keys.add(root)
                voice = voice or how
        if lower in self.words("bare_verbs"):
            voice = voice or "base"
        if not voice and lower not in self.words("verb_stop"):
            voice = _indonesian_voice(bare)
        if voice == "passive" and keys & self.words("active_ter"):
            voice = "active"
        return frozenset(keys), voice

    def _english(self, lower: str) -> tuple[frozenset[str], str]:
        lemma = simplemma.lemmatize(lower, lang="en").lower() if lower.isalpha() else lower
        lemma = self._data["irregular"].get(lower, lemma)
        keys = {lower, lemma}
        if lower in self.words("be"):
            keys.add("be")
        if lower in self.words("have"):
            keys.add("have")
        if lemma not in self._roots and lower not in self._roots:
            lemma = next((stem for stem in _english_stems(lower) if stem in self._roots), lemma)
            keys.add(lemma)
        voice = _english_voice(lower, lemma) if lemma in self._roots or lower in self._roots else ""
        return frozenset(keys), voice


def _indonesian_voice(word: str) -> str:
    if len(word) < 6:
        return ""
    if re.match(r"(?:me(?:m|n|ng|ny|l|r|w|y)|ber)[a-z]", word):
        return "active"
    return "passive" if re.match(r"(?:di|ter)[a-z]", word) else ""


def _english_stems(word: str) -> list[str]:
    """What a regular form may be a form of, for words that the lemmatiser knows as nouns ("backing" -> back)."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word.removesuffix(ending)
            doubled = [stem[:-1]] if stem[-1] == stem[-2] else []
            return [stem, stem + "e", *doubled] if ending in ("ing", "ed") else [stem]
    return []


def _english_voice(lower: str, lemma: str) -> str:
    if lower.endswith("ing"):
        return "gerund"
    if lower == lemma:
        return "past" if lower in {"hit", "put", "set", "cut", "shut", "cast"} else "base"
    return "base" if lower.endswith("s") and not lower.endswith("ss") else "past"


def _pieces(phrase: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:\.[^\W\d_]*)*|\d+|['’][a-z]+|[^\s\w]", phrase.strip())


@cache
def grammar_of(language: str) -> Grammar:
    """The grammar of a supported language, loaded once."""
    return Grammar(language)
