"""Arabic word forms: what clings to the front of a word, letters written in several ways, and the endings of verbs."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

FOLDED = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ـ": "", "ؤ": "و", "ئ": "ي", "ة": "ه"}
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_PAST = re.compile("(?:ت|وا|ا|نا|تا|ن)?(?:ه|ها|هم)?")
_PRESENT = re.compile("(?:ون|ان|وا|ن)?(?:ه|ها|هم)?")
_NOUN = re.compile("(?:ه|ات|ين|ون|ان|تين|يه|ا)?(?:ه|ها|هم|هما)?")
ARTICLE = "ال"


def folded(word: str) -> str:
    """A word without marks for vowels, its letters written in one way."""
    return "".join(FOLDED.get(c, c) for c in _MARKS.sub("", word))


def cut(word: str, known: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Where the words in one lie: "and", prepositions and the article cling to what follows them.

    ``known`` tells whether the lexicon knows a folded word that begins with none of them.
    """
    start, pieces, size = 0, list[tuple[int, int]](), len(word)
    while len(pieces) < 2 and size - start > 3 and word[start] in "وفبلك":
        rest = folded(word[start:])
        if known(rest) or not (known(rest[1:]) or word.startswith(ARTICLE, start + 1) or known(rest[2:])):
            break
        if rest[0] == "ل" and rest[1] == "ل":
            pieces += [(start, start + 1), (start + 1, start + 2)]
            start += 2
            break
        if not known(rest[1:]) and not word.startswith(ARTICLE, start + 1) and rest[1] not in "وبلك":
            break
        pieces.append((start, start + 1))
        start += 1
    rest = folded(word[start:])
    if word.startswith(ARTICLE, start) and len(rest) > 4 and not known(rest):
        pieces.append((start, start + 2))
        start += 2
    return [*pieces, (start, size)]


def nominal(word: str, pieces: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """The words in one, each with whether it must be a noun: behind the article or a preposition no verb can stand.

    "ل" may also say what for ("ليقصف"): there a present form is a verb.
    """
    before = ""
    for start, end in pieces:
        rest = folded(word[start:end])
        yield start, end, before in (ARTICLE, "ب", "ك") or (before == "ل" and rest[:1] not in ("ي", "ت"))
        before = rest


class Verbs:
    """The forms of verbs given in the past ("قصف") with the stem of their present where it differs ("قال": قول)."""

    def __init__(self, bases: Iterable[str], presents: dict[str, str]) -> None:
        self._past: dict[str, str] = {}
        self._present: dict[str, str] = {}
        for base in sorted(set(bases)):
            bare = folded(base)
            self._past[bare] = base
            if bare.endswith(("ي", "ا")) and len(bare) > 2:
                self._past[bare[:-1]] = base
            stem = presents.get(base) or (bare[1:] if base[0] in "أا" and len(bare) > 3 else bare)
            self._present[folded(stem)] = base

    def form(self, word: str) -> tuple[str, str] | None:
        """The verb that a folded word is a form of, and its tense."""
        for end in range(len(word), 1, -1):
            base = self._past.get(word[:end])
            if base and _PAST.fullmatch(word[end:]):
                return base, "past"
        later = word.startswith(("سي", "ست")) and len(word) > 4
        rest = word[1:] if later else word
        if rest[:1] not in ("ي", "ت"):
            return None
        for end in range(len(rest), 2, -1):
            base = self._present.get(rest[1:end])
            if base and _PRESENT.fullmatch(rest[end:]):
                return base, "future" if later else "present"
        return None


class Nouns:
    """The forms of nouns and adjectives: with and without the endings of gender, number and owner."""

    def __init__(self, bases: Iterable[str]) -> None:
        self._stems: dict[str, set[str]] = {}
        for base in sorted(set(bases)):
            bare = folded(base)
            stem = bare[:-1] if bare.endswith("ه") and len(bare) > 3 else bare
            stem = bare[:-2] if bare.endswith("ات") and len(bare) > 4 else stem
            for shape in {bare, stem}:
                self._stems.setdefault(shape, set()).add(base)

    def bases(self, word: str) -> set[str]:
        """The base forms that a folded word may be a form of."""
        for end in range(len(word), 1, -1):
            rows = self._stems.get(word[:end])
            if rows and (_NOUN.fullmatch(word[end:]) or re.fullmatch("ت(?:ه|ها|هم)", word[end:])):
                return rows
        return set()
