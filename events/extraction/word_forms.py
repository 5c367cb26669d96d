"""Word forms: under which keys the lexicon may know a word, and what its form says of voice.

Each language's grammar names one of ``FORMS``. A voice is "active", "passive", "past" (a form that is passive only
with its auxiliary), "gerund", "base" (bare or infinitive), or "" for what is no verb of the lexicon.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Protocol

import simplemma
from simplemma.strategies import DefaultStrategy

from events.extraction import arabic, turkish
from events.extraction.indonesian import inflections

Forms = Callable[[str], tuple[frozenset[str], str]]
NEGATED = "NEG"
"""What is put behind a verb's base form where the form denies it."""
CONDITIONAL = "+conditional"
FUTURE = "+future"
"""Among the keys of a word: its form tells of what is to come."""


class Lexicon(Protocol):
    """What word forms need to know of a grammar."""

    language: str

    @property
    def roots(self) -> frozenset[str]:
        """The verbs of the lexicon, in their base form."""

    @property
    def vocabulary(self) -> frozenset[str]:
        """All words of the lexicon that change their form."""

    @property
    def nouns(self) -> frozenset[str]:
        """The words that a compound noun may end in."""

    def words(self, *names: str) -> frozenset[str]:
        """The words listed under any of ``names``."""

    def table(self, name: str) -> dict[str, Any]:
        """The mapping listed under ``name``; empty where there is none."""


class IndonesianForms:
    """Malay and Indonesian: affixes around a root, clitics behind it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    @cached_property
    def _inflected(self) -> dict[str, list[tuple[str, str]]]:
        """Form -> (root, voice); a lexicon word that is itself a form of another root stands only for itself."""
        words = self.lexicon.words
        forms = {root: list(inflections(root)) for root in sorted(self.lexicon.roots)}
        marked = {form for rows in forms.values() for form, voice in rows if voice != "base"}
        table: dict[str, list[tuple[str, str]]] = {}
        for root, rows in forms.items():
            if root in marked:
                continue
            for form, voice in rows:
                if form not in words("not_forms") and form not in words("verb_stop"):
                    table.setdefault(form, []).append((root, voice))
        return table

    def __call__(self, lower: str) -> tuple[frozenset[str], str]:
        """The keys and voice of a word in small letters."""
        words = self.lexicon.words
        keys, voice = {lower}, ""
        bare = re.sub(r"(?<=\w{3})(?:nya|lah|kah|pun)$", "", lower)
        keys.add(bare)
        for form in (lower, bare):
            for root, how in self._inflected.get(form, ()):
                keys.add(root)
                voice = voice or how
        if lower in words("bare_verbs"):
            voice = voice or "base"
        if not voice and lower not in words("verb_stop"):
            voice = _indonesian_voice(bare)
        if voice == "passive" and keys & words("active_ter"):
            voice = "active"
        return frozenset(keys), voice


class EnglishForms:
    """English: lemmas, and the endings -s, -ed, -ing."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, lower: str) -> tuple[frozenset[str], str]:
        """The keys and voice of a word in small letters."""
        words, roots = self.lexicon.words, self.lexicon.roots
        lemma = simplemma.lemmatize(lower, lang="en").lower() if lower.isalpha() else lower
        lemma = self.lexicon.table("irregular").get(lower, lemma)
        keys = {lower, lemma}
        if lower in words("be"):
            keys.add("be")
        if lower in words("have"):
            keys.add("have")
        if lemma not in roots and lower not in roots:
            lemma = next((stem for stem in _english_stems(lower) if stem in roots), lemma)
            keys.add(lemma)
        voice = _english_voice(lower, lemma) if lemma in roots or lower in roots else ""
        return frozenset(keys), voice


class InflectedForms:
    """Languages whose verbs change their endings, described by their grammar file.

    ``irregular`` gives a form its base form. What the lemmatiser does not find among the verbs of the lexicon is
    looked for by stem: ``verb_stripped`` are the endings of base forms, ``verb_tails`` a regular expression of what
    may follow a stem. ``voices`` are pairs of a voice and a regular expression that the whole form must match; the
    first that does is taken, and "active" where none does.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        rules = lexicon.table("word_forms")
        self._lemmas = bool(rules.get("lemmas", True))
        self._stripped = tuple(sorted(rules.get("verb_stripped", ()), key=lambda e: (-len(e), e)))
        self._tails = re.compile(rules.get("verb_tails", "(?!)"))
        self._shortest = int(rules.get("shortest", 4))
        self._voices = [(voice, re.compile(pattern)) for voice, pattern in rules.get("voices", ())]

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        """Stem -> base forms that have it."""
        table: dict[str, list[str]] = {}
        for root in sorted(self.lexicon.roots):
            table.setdefault(self._stem(root), []).append(root)
        return table

    def _stem(self, word: str) -> str:
        for ending in self._stripped:
            if word.endswith(ending) and len(word) - len(ending) >= self._shortest:
                return word[: -len(ending)]
        return word

    def _of_stem(self, lower: str) -> Iterator[str]:
        for end in range(len(lower), self._shortest - 1, -1):
            if lower[:end] in self._by_stem and self._tails.fullmatch(lower[end:]):
                yield from self._by_stem[lower[:end]]
                return

    def __call__(self, lower: str) -> tuple[frozenset[str], str]:
        """The keys and voice of a word in small letters."""
        keys = {lower}
        if lower[:1].isalpha():
            lemma = self.lexicon.table("irregular").get(lower)
            if lemma is None and self._lemmas:
                lemma = simplemma.lemmatize(lower, lang=self.lexicon.language).lower()
            keys.add(lemma or lower)
            if not keys & self.lexicon.roots:
                keys.update(self._of_stem(lower))
        for name in ("be", "have"):
            if lower in self.lexicon.words(name):
                keys.add(name)
        return frozenset(keys), self._voice(lower) if self._is_verb(lower, keys) else ""

    def _is_verb(self, lower: str, keys: set[str]) -> bool:
        return bool(keys & self.lexicon.roots) and lower not in self.lexicon.words("verb_stop")

    def _voice(self, lower: str) -> str:
        return next((voice for voice, pattern in self._voices if pattern.fullmatch(lower)), "active")


class ParadigmForms:
    """Languages with so many forms that a dictionary of them costs more than rules: each word of the lexicon is
    inflected by the first of its language's ``paradigms`` whose expression its base form matches.

    A paradigm is an expression and its stems; a stem is a template of the expression's groups with the names of its
    ``endings``, each a voice and the expression of what may follow the stem. Voices are the module's, "future", and
    "present": active, and of things to come where the verb is one of the ``perfective``. ``reflexive`` is what may
    close a verb; a verb that has it only sometimes is then passive. Words that the lexicon lacks have the first of
    ``guesses`` (a voice and an expression) as their voice.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        rules = lexicon.table("word_forms")
        self.lexicon = lexicon
        self._folded = str.maketrans(rules.get("folded", {}))
        self._endings = {name: (voice, re.compile(ending)) for name, (voice, ending) in rules["endings"].items()}
        self._reflexive = tuple(rules.get("reflexive", ()))
        self._guesses = [(voice, re.compile(pattern)) for voice, pattern in rules.get("guesses", ())]
        self._paradigms = [(re.compile(base), stems) for base, stems in rules["paradigms"]]
        self._rigid = lexicon.words("prepositions", "complementizers", "coordinators")  # "над" is no form of "надо"

    @cached_property
    def _table(self) -> dict[str, list[tuple[str, bool, list[tuple[str, re.Pattern[str]]]]]]:
        """Stem -> base form, whether that is reflexive, and the endings that the stem may take."""
        table: dict[str, list[tuple[str, bool, list[tuple[str, re.Pattern[str]]]]]] = {}
        for base in sorted(self.lexicon.vocabulary):
            word, closed = self._opened(base.translate(self._folded))
            for pattern, stems in self._paradigms:
                match = pattern.fullmatch(word)
                if match:
                    for template, names in stems.items():
                        row = (base, closed, [self._endings[name] for name in names])
                        table.setdefault(match.expand(template), []).append(row)
                    break
        return table

    def _opened(self, word: str) -> tuple[str, bool]:
        """The word without what closes a reflexive verb, and whether it had it."""
        bare = next((word.removesuffix(ending) for ending in self._reflexive if word.endswith(ending)), word)
        return bare, bare != word

    def _forms_of(self, lower: str) -> Iterator[tuple[str, str]]:
        """The base forms that a word may be a form of, with the voice that it has as such."""
        perfective = self.lexicon.words("perfective")
        for word, closed in dict.fromkeys(((lower, False), self._opened(lower))):
            for end in range(len(word), 0, -1):
                for base, reflexive, endings in self._table.get(word[:end], ()):
                    voice = next((v for v, ending in endings if ending.fullmatch(word, end)), None)
                    if (
                        voice is None
                        or reflexive > closed
                        or (closed > reflexive and (not voice or base in perfective))
                    ):
                        continue
                    yield base, "passive" if closed > reflexive else self._timed(base, voice)

    def _timed(self, base: str, voice: str) -> str:
        """The voice of a form by its tense: what a perfective verb tells in the present is to come."""
        if voice in ("present", "future"):
            return FUTURE if voice == "future" or base in self.lexicon.words("perfective") else "active"
        return CONDITIONAL if voice == "conditional" else voice

    def __call__(self, lower: str) -> tuple[frozenset[str], str]:
        """The keys and voice of a word in small letters."""
        lower = lower.translate(self._folded)
        if lower in self._rigid:
            return frozenset({lower}), ""
        keys, voices = {lower}, []
        irregular = self.lexicon.table("irregular").get(lower)
        found = [(irregular[0], self._timed(*irregular))] if irregular else self._forms_of(lower)
        for base, voice in found:
            keys.add(base)
            voices += [voice] if voice else []
        if FUTURE in voices:
            keys.add(FUTURE)
        if CONDITIONAL in voices and "active" not in voices:
            keys.add(CONDITIONAL)
        keys.update(name for name in ("be", "have") if lower in self.lexicon.words(name))
        doing = next((v for v in voices if v in ("active", FUTURE)), "") if voices[:1] == ["passive"] else ""
        voice = doing or (voices[0] if voices else "")
        if not voice and len(keys) == 1:
            voice = next((voice for voice, pattern in self._guesses if pattern.fullmatch(lower)), "")
        if lower in self.lexicon.words("verb_stop"):
            voice = ""
        return frozenset(keys), "active" if voice in (FUTURE, CONDITIONAL) else voice


class CapitalisedForms:
    """Languages that write nouns with a capital and join them: "Raketenangriffe" is known as "angriff" too.

    What is written small and has a verb for its lemma is a verb; which form it is in its clause, ``brackets`` tells.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        # German has half a million forms: read where they lie, they are there in half the time, in half the memory.
        self._lemmatizer = simplemma.Lemmatizer(lemmatization_strategy=DefaultStrategy(low_memory=True))
        rules = lexicon.table("word_forms")
        self._infinitive = re.compile(rules["infinitive"])
        self._adjective = re.compile(rules["adjective"])
        self._regular = [(re.compile(ending), base) for ending, base in rules.get("regular", {}).items()]
        self._particles = tuple(sorted(lexicon.words("particles_of_verbs"), key=lambda p: (-len(p), p)))

    def __call__(self, word: str) -> tuple[frozenset[str], str]:
        """The keys and voice of a word as it is written."""
        lower = word.lower()
        if not word[:1].isalpha():
            return frozenset({lower}), ""
        lemma = self._lemmatizer.lemmatize(word, self.lexicon.language)
        if word[:1].isupper():
            return frozenset({lower, lemma.lower(), *self._heads(lemma.lower())}), ""
        lemma = self.lexicon.table("irregular").get(lower, lemma.lower())
        keys = {lower, lemma}
        if not keys & self.lexicon.roots:
            keys.update(self._separable(lower))
        for name in ("be", "have"):
            if lower in self.lexicon.words(name):
                keys.add(name)
        return frozenset(keys), self._voice(lower, lemma, keys)

    def _heads(self, lemma: str) -> Iterator[str]:
        """The noun that a compound ends in."""
        if lemma not in self.lexicon.words("whole_words"):
            ends = (lemma[at:] for at in range(3, len(lemma) - 4))
            yield from (end for end in ends if end in self.lexicon.nouns)

    def _separable(self, lower: str) -> Iterator[str]:
        """What the lemmatiser does not know: regular verbs, and a particle and a verb in one word ("zurückerobert")."""
        yield from (ending.sub(base, lower) for ending, base in self._regular if ending.search(lower))
        for particle in self._particles:
            if lower.startswith(particle) and len(lower) > len(particle) + 3:
                rest = lower[len(particle) :]
                for verb in dict.fromkeys((rest, rest.removeprefix("ge"))):
                    yield particle + self._lemmatizer.lemmatize(verb, self.lexicon.language).lower()

    def _voice(self, lower: str, lemma: str, keys: set[str]) -> str:
        if lower in self.lexicon.words("verb_stop"):
            return ""
        if keys & self.lexicon.roots:
            return "" if lower not in self.lexicon.roots and self._adjective.fullmatch(lower) else "active"
        verb = self._infinitive.fullmatch(lemma) and (lower == lemma or not lower.startswith(lemma))
        return "active" if verb else ""


class TurkishForms:
    """Turkish: endings behind stems; what a verb form's ending says is among its keys."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    @cached_property
    def _verbs(self) -> turkish.Verbs:
        words = self.lexicon.vocabulary | self.lexicon.roots | self.lexicon.words("verbs")
        return turkish.Verbs(word for word in words if word.endswith(("mak", "mek")) and len(word) > 4)

    @cached_property
    def _nouns(self) -> turkish.Nouns:
        words = self.lexicon.vocabulary - self.lexicon.words("verbs")
        return turkish.Nouns(word for word in words if not word.endswith(("mak", "mek")) and len(word) > 2)

    def __call__(self, lower: str) -> tuple[frozenset[str], str]:
        """The keys and voice of a word in small letters."""
        keys = {lower}
        if not lower[:1].isalpha():
            return frozenset(keys), ""
        if lower in self.lexicon.words("verb_stop"):
            return frozenset({lower, *(base for base, _ in self._nouns.bases(lower))}), ""
        noun = False
        for base, owned in self._nouns.bases(lower):
            keys |= {base, "+whose"} if owned else {base}
            noun = noun or base.endswith(("ma", "me", "ım", "im", "um", "üm", "ış", "iş", "uş", "üş"))
        form = None if noun else self._verbs.form(lower)
        if form is None:
            return frozenset(keys), ""
        denied = {form.base + NEGATED} if "+neg" in form.features else set()
        return frozenset(keys | {form.base} | form.features | denied), form.voice


class ArabicForms:
    """Arabic: letters written in one way, verbs by their past, nouns without their endings."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    @cached_property
    def _verbs(self) -> arabic.Verbs:
        return arabic.Verbs(self.lexicon.roots | self.lexicon.words("verbs"), self.lexicon.table("presents"))

    @cached_property
    def _nouns(self) -> arabic.Nouns:
        return arabic.Nouns(self.lexicon.vocabulary - self.lexicon.roots)

    def __call__(self, lower: str) -> tuple[frozenset[str], str]:
        """The keys and voice of a word."""
        word = arabic.folded(lower)
        keys = {lower, word, *self._nouns.bases(word)}
        found = None if lower in self.lexicon.words("verb_stop") else self._verbs.form(word)
        if found is None:
            return frozenset(keys), ""
        keys |= {found[0], f"+{found[1]}"}
        return frozenset(keys), "active"


class PlainForms:
    """Languages that are cut into their lexicon's words beforehand: what is left has one form."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, lower: str) -> tuple[frozenset[str], str]:
        """The word itself, and no voice."""
        return frozenset({lower}), ""


FORMS: dict[str, Callable[[Lexicon], Forms]] = {
    "capitalised": CapitalisedForms,
    "plain": PlainForms,
    "indonesian": IndonesianForms,
    "english": EnglishForms,
    "inflected": InflectedForms,
    "paradigms": ParadigmForms,
    "turkish": TurkishForms,
    "arabic": ArabicForms,
}


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
