"""Korean verb forms: the stems a verb shows and the endings that follow them, letter by letter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize

_FINALS = str.maketrans("ㄱㄴㄷㄹㅁㅂㅅㅆㅇ", "ᆨᆫᆮᆯᆷᆸᆺᆻᆼ")


def letters(text: str) -> str:
    """A text or pattern letter by letter; a consonant that stands alone is one that closes a syllable."""
    return normalize("NFD", text.translate(_FINALS))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(letters(text))


_PAST = "(?:(?:으)?시)?(?:ㅆ|았|었|였)?(?:었)?(?:겠)?"
_QUOTED = "(?:ㄴ다|는다|다|으라|라|자|으냐|느냐|냐)"
ENDINGS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (features, _pattern(f"{_PAST}(?:{pattern})"))
    for features, pattern in (
        (("quote", "plain"), "(?:ㄴ다|는다)(?:고|며|면서)"),
        (("final", "plain"), "(?:ㄴ다|는다)"),
        (("quote",), f"{_QUOTED}(?:고|며|면서|더니)(?:는|도)?"),
        (("quote", "rel"), f"{_QUOTED}(?:는|던|ㄴ)"),
        (("quote", "final"), f"{_QUOTED}(?:ㅂ니다|습니다)?"),
        (("final",), "ㅂ니다|습니다|ㅂ니까|어요|아요|네|지|구나|으십시오|십시오|어라|아라|소"),
        (("whether",), "(?:ㄴ|는|은|ㄹ|을|던)지(?:를|는|도|에)?|느냐|냐"),
        (("cond",), "(?:으)?면|거든|더라도|어도|아도|여도|도|다면|는다면|ㄴ다면|라면|으라면"),
        (
            ("coord",),
            "고|고서|(?:으)?며|(?:으)?면서|지만|으나|나|는데|ㄴ데|은데|거나|다가|자마자|더니|으니|니|(?:으)?므로|(?:으)?니까|느라|되",
        ),
        (("coord",), "(?:어|아|여)?(?:서)?"),
        (("oblige",), "(?:어|아|여)?야"),
        (("purpose",), "(?:으)?려고|(?:으)?려|(?:으)?러"),
        (("inf",), "도록|게"),
        (("aux",), "지|지는|지도|진"),
        (("noun",), "기|음|ㅁ"),
        (("future", "rel"), "ㄹ|을|(?:으)?려는|(?:으)?려던"),
        (("rel",), "ㄴ|은|는|던"),
    )
)
"""What endings say of a form; the first that fits the whole ending is taken."""
_OPEN = "ᅢᅦᅡᅥᅧᅪᅯᅫ"
"""Vowels that a stem may end a clause with."""
_PASSIVE = ("되다", "받다", "당하다")


@dataclass(slots=True)  # never changed; not frozen, as text.Token
class Form:
    """A verb form in a run of letters: where it ends, and what it says."""

    end: int
    base: str
    voice: str
    features: frozenset[str]


def stems(base: str) -> Iterator[str]:
    """The stems of a verb, letter by letter ("밝히다": 밝히, 밝혀)."""
    stem = letters(base.removesuffix("다"))
    yield stem
    last = stem[-1]
    if base.endswith("하다"):
        yield stem[:-1] + "ᅢ"
    elif base.endswith("르다"):
        yield stem[:-2] + letters("ㄹ") + letters("러")
        yield stem[:-2] + letters("ㄹ") + letters("라")
        yield stem[:-1] + "ᅥ"
        yield stem[:-1] + "ᅡ"
    else:
        changed = {"ᅵ": "ᅧ", "ᅩ": "ᅪ", "ᅮ": "ᅯ", "ᅬ": "ᅫ", "ᅳ": "ᅥ"}.get(last)
        if changed:
            yield stem[:-1] + changed
        if last == "ᆯ":
            yield stem[:-1]
        if last == "ᆸ":  # 돕다: 도우, 도와; 어렵다: 어려워
            yield from (stem[:-1] + letters(more) for more in ("우", "와", "워"))
        if last == "ᆮ":  # 듣다: 들어
            yield stem[:-1] + "ᆯ"
        if last == "ᆺ":  # 짓다: 지어
            yield stem[:-1]


class Verbs:
    """The forms of a set of verbs; those made of a noun and 하다 have their passives too."""

    def __init__(self, bases: set[str]) -> None:
        self._stems: dict[str, list[tuple[str, str]]] = {}
        self._known: dict[str, tuple[str, ...]] = {}
        for base in sorted(bases):
            self._add(base, base, "active")
            if base.endswith("하다") and len(base) > 2:
                noun = base.removesuffix("하다")
                for passive in _PASSIVE:
                    if noun + passive not in bases:
                        self._add(base, noun + passive, "passive")
                if noun + "시키다" not in bases:
                    self._add(base, noun + "시키다", "active")
        self._shortest = min((len(s) for s in self._stems), default=1)
        self._longest = max((len(s) for s in self._stems), default=0)
        self._heads = {s[:2] for s in self._stems}

    def _add(self, base: str, form: str, voice: str) -> None:
        for stem in stems(form):
            rows = self._stems.setdefault(stem, [])
            if (base, voice) not in rows:
                rows.append((base, voice))

    def forms(self, run: str, i: int) -> Iterator[Form]:
        """The verb forms that begin at ``i``: those that reach the run's end, or a noun made of a verb."""
        rest = letters(run[i:])
        if rest[:2] not in self._heads:
            return
        for length in range(min(self._longest, len(rest)), self._shortest - 1, -1):
            rows = self._stems.get(rest[:length])
            if not rows:
                continue
            bare = length == len(rest) and rest[-1] not in _OPEN
            features = None if bare else _features(rest[length:])
            if features is not None:
                for base, voice in rows:
                    yield Form(len(run), base, voice, features)
            yield from self._nouns(run, i, rest, length, rows)

    def _nouns(self, run: str, i: int, rest: str, length: int, rows: list[tuple[str, str]]) -> Iterator[Form]:
        """A verb made a noun, with particles behind it ("파병하기로")."""
        for end in range(i + 1, len(run)):
            here = letters(run[i:end])
            if len(here) <= length:
                continue
            features = _features(here[length:]) if rest.startswith(here) else None
            if features is not None and "+noun" in features:
                for base, voice in rows:
                    yield Form(end, base, voice, features)


def _features(ending: str) -> frozenset[str] | None:
    for features, pattern in ENDINGS:
        if pattern.fullmatch(ending):
            more = {"+future"} if letters("겠") in ending else set()
            more |= {"+past"} if "ᆻ" in ending and not more else set()
            return frozenset({f"+{f}" for f in features} | more)
    return None
