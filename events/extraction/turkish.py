"""Turkish word forms: the stems a verb or noun shows and the endings that follow them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_VOWELS = "aeıioöuü"
_HIGH = {"a": "ı", "ı": "ı", "e": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}
_SOFT = {"k": "ğ", "t": "d", "ç": "c", "p": "b"}
_SOFT_VERBS = {"et": "ed", "git": "gid", "güt": "güd", "tat": "tad", "de": "di", "ye": "yi"}
_PERSON = "(?:[mnk]|n?[ıiuü]z|y?[ıiuü]m|s[ıiuü]n(?:[ıiuü]z)?|l[ae]r)?"
_NEGATED = "(?P<neg>(?:y?[ae])?m(?:[ae]|(?=[ıiuü]yor)))?"
_CAN = "(?P<can>y?[ae]bil)?"
_AORIST = "(?:[aeıiuü]?r|z)"
_WHOSE = "(?:[ıiuü]|s[ıiuü]|l[ae]r[ıi]|[ıiuü]?m[ıiuü]z|[ıiuü]m)"
_CASED = "(?:n?[ıiuü]n?|[yn]?[ae]|n?[dt][ae](?:n|ki(?:l[ae]r)?)?|y?l[ae]|y[ıiuü])"
ENDINGS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (features, re.compile(f"{_CAN}{_NEGATED}(?:{pattern})"))
    for features, pattern in (
        (("neg", "coord"), "m[ae]d[ae]n"),
        (("cond",), f"(?:m[ıiuü]ş|[dt][ıiuü]y|{_AORIST}|[ıiuü]?yor|acak|ecek)?s[ae](?:yd[ıi])?{_PERSON}"),
        (("final",), f"[dt][ıiuü]{_PERSON}"),
        (("final",), f"m[ıiuü]ş(?:t[ıiuü]r?)?{_PERSON}"),
        (("final",), f"[ıiuü]?yor(?:l[ae]r)?(?:du|muş)?{_PERSON}"),
        (("final",), f"m[ae]kt[ae](?:y?d[ıiuü]r?|ym[ıiuü]ş)?{_PERSON}"),
        (("final", "oblige"), f"m[ae]l[ıi](?:d[ıi]r?|yd[ıi])?{_PERSON}"),
        (("final",), f"{_AORIST}(?:l[ae]r)?(?:d[ıiuü]|m[ıiuü]ş)?{_PERSON}"),
        (("final", "future"), "y?(?:acak|ecek)(?:l[ae]r)?(?:t[ıiuü]r?|m[ıiuü]ş)?(?:l[ae]r)?"),
        (("final", "future"), "y?(?:acağ|eceğ)(?:[ıi]m|[ıi]z)"),
        (("quote", "future"), "y?(?:aca|ece)(?:ğ[ıi](?:m[ıi]z)?|kl[ae]r[ıi])(?:n?[ıi]n?|n?[ae]|n?d[ae]n)"),
        (("rel", "future"), "y?(?:aca|ece)(?:ğ[ıi]|kl[ae]r[ıi])"),
        (("coord",), "[dt][ıiuü](?:ğ[ıiuü]|kl[ae]r[ıi])nd[ae]"),
        (("quote",), "[dt][ıiuü](?:ğ[ıiuü](?:m[ıiuü]z)?|kl[ae]r[ıi])(?:n?[ıiuü]n?|n?[ae]|n?d[ae]n)"),
        (("rel",), "[dt][ıiuü](?:ğ[ıiuü]|kl[ae]r[ıi])"),
        (("coord",), "[dt][ıiuü]kt[ae]n"),
        (("inf",), "m[ae](?:s[ıi]|l[ae]r[ıi]|m[ıi]z)?(?:n[ıi]n?|n?[ae]|y[ıiae]|n?d[ae]n?|yl[ae])?"),
        (("inf",), "m[ae]k(?:t[ae]n|l[ae])?"),
        (("oblige", "final"), "s[ıiuü]n(?:l[ae]r)?"),
        (("coord",), f"y?[ıiuü]p|y?[ae]r[ae]k|y?[ıiuü]nc[ae]|(?:{_AORIST}|m[ıiuü]ş|[ıiuü]?yor|acak|ecek)ken"),
        (("rel",), "y?[ae]n(?:l[ae]r)?(?:[ıi]n|[ıiae]|d[ae]n?|l[ae])?"),
    )
)
"""What endings say of a form; the first that fits the whole ending is taken."""
_NOUN = re.compile(f"(?:l[ae]r)?(?P<whose>{_WHOSE})?(?:{_CASED})?")


@dataclass(frozen=True)
class Form:
    """A verb form: the verb's base form, its voice, and what its ending says."""

    base: str
    voice: str
    features: frozenset[str]


def _last_vowel(stem: str) -> str:
    return next((c for c in reversed(stem) if c in _VOWELS), "e")


def passive(stem: str) -> str:
    """The stem of a verb's passive ("vur": vurul, "bul": bulun, "tutukla": tutuklan)."""
    if stem[-1] in _VOWELS:
        return stem + "n"
    high = _HIGH[_last_vowel(stem)]
    stem = _SOFT_VERBS.get(stem, stem)
    return stem + high + ("n" if stem.endswith("l") else "l")


def _shapes(stem: str) -> Iterator[str]:
    """A stem as it stands before its endings: "et" (etti, ediyor), "söyle" (söyledi, söylüyor)."""
    yield stem
    if stem in _SOFT_VERBS:
        yield _SOFT_VERBS[stem]
    if stem[-1] in "ae" and len(stem) > 2:
        yield stem[:-1] + "\0"


class Verbs:
    """The forms of a set of verbs given in their infinitives."""

    def __init__(self, bases: Iterable[str]) -> None:
        self._stems: dict[str, list[tuple[str, str]]] = {}
        known = set(bases)
        for base in sorted(known):
            self._add(base[:-3], base, "active")
        for base in sorted(known):
            undergone = passive(base[:-3])
            if undergone + "mak" not in known and undergone + "mek" not in known:
                self._add(undergone, base, "passive")

    def _add(self, stem: str, base: str, voice: str) -> None:
        for shape in _shapes(stem):
            self._stems.setdefault(shape, []).append((base, voice))

    def form(self, word: str) -> Form | None:
        """The verb form that a word in small letters is, by the longest stem that it may have."""
        for end in range(len(word) - 1, 0, -1):
            rest = word[end:]
            rows = self._stems.get(word[:end], ())
            dropped = self._stems.get(word[:end] + "\0", ()) if rest[1:4] == "yor" else ()
            for base, voice in (*rows, *dropped):
                features = _features(rest)
                if features is not None:
                    return Form(base, voice, features)
        return None


def _features(rest: str) -> frozenset[str] | None:
    for features, pattern in ENDINGS:
        match = pattern.fullmatch(rest)
        if match:
            more = {"+oblige"} if match["can"] and not match["neg"] else set()
            denied = {"+neg"} if match["neg"] or (rest.endswith("z") and features == ("final",)) else set()
            return frozenset({f"+{name}" for name in features} | more | denied)
    return None


class Nouns:
    """The forms of a set of nouns."""

    def __init__(self, bases: Iterable[str]) -> None:
        self._stems: dict[str, list[str]] = {}
        for base in sorted(set(bases)):
            self._stems.setdefault(base, []).append(base)
            if base[-1] in _SOFT and len(base) > 2:
                self._stems.setdefault(base[:-1] + _SOFT[base[-1]], []).append(base)

    def bases(self, word: str) -> Iterator[tuple[str, bool]]:
        """The nouns that a word may be a form of, and whether it tells that it is somebody's."""
        for end in range(len(word), 2, -1):
            rows = self._stems.get(word[:end])
            match = _NOUN.fullmatch(word[end:]) if rows else None
            if rows and match:
                yield from ((base, bool(match["whose"])) for base in rows)
                if end < len(word):
                    return
