"""Japanese verb forms: stems by conjugation, and the auxiliaries that follow them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ROWS = {
    "く": ("か", "き", "け", "こ", "い", "て", "た"),
    "ぐ": ("が", "ぎ", "げ", "ご", "い", "で", "だ"),
    "す": ("さ", "し", "せ", "そ", "し", "て", "た"),
    "つ": ("た", "ち", "て", "と", "っ", "て", "た"),
    "ぬ": ("な", "に", "ね", "の", "ん", "で", "だ"),
    "ぶ": ("ば", "び", "べ", "ぼ", "ん", "で", "だ"),
    "む": ("ま", "み", "め", "も", "ん", "で", "だ"),
    "る": ("ら", "り", "れ", "ろ", "っ", "て", "た"),
    "う": ("わ", "い", "え", "お", "っ", "て", "た"),
}
"""For the last letter of a verb: its other stems, and what て and た become behind the fifth of them."""
_ICHIDAN_KANA = "いきぎしじちにひびぴみりえけげせぜてでねへべぺめれ"
_ICHIDAN = frozenset({"見る", "得る", "出る", "着る", "経る", "似る", "寝る", "煮る", "居る"})
_GODAN = frozenset(
    {"入る", "切る", "知る", "走る", "帰る", "限る", "握る", "散る", "要る", "減る", "滑る", "しる", "はいる"}
    | {"裏切る", "踏み切る", "乗り切る", "締め切る", "区切る", "横切る", "立ち入る", "陥る", "打ち切る", "遮る"}
    | {"押し切る", "振り切る", "逃げ切る", "突っ切る", "蘇る", "翻る", "参る", "覆る", "なる", "ある", "おる", "とる"}
)
_TE = (
    r"(?:(?:い|お)?(?:る|た|ない|なかった|なく|ます|ました|ません|て|り|らず|れば|ると|たと)|き(?:た|て|ている|ていた)"
    r"|い(?:く|った|き)|しま(?:う|った)|ほしい|み(?:る|た)|は|も|から|くれ(?:る|た)|もら(?:う|った))?"
)
_MASU = (
    r"(?:ます|ました|ません(?:でした)?|ましょう|たい|たく(?:ない)?|ながら|つつ(?:ある|あった)?"
    r"|そうだ|そうな|そう|かねない|次第|はじめ(?:る|た))?"
)
_NAI = r"(?:ない(?:で)?|なかった|なく(?:て)?|なければ|ず(?:に)?|ぬ|ざる|ねば)"


@dataclass(slots=True)  # never changed; not frozen, as text.Token
class Form:
    """A verb form in a run of letters: where it ends, and what it says."""

    end: int
    base: str
    voice: str
    features: frozenset[str]


def _tail(te: str, ta: str) -> str:
    return f"(?:{te}{_TE}|{ta}(?:ら|り|が)?)"


_AFTER_PASSIVE = f"(?:る|れば|よう|{_tail('て', 'た')}|{_NAI}|{_MASU})"
_ICHIDAN_TAIL = re.compile(
    rf"(?:られ|させ|させられ)?(?:る|れば|よう|ろ|よ(?!う)|{_tail('て', 'た')}|{_NAI}|{_MASU})",
)
_SURU_TAIL = re.compile(
    rf"(?:する|すれば|すべき|すべく|せよ|しろ|しよう|し(?:{_tail('て', 'た')}|{_NAI}|{_MASU})|せ(?:ず(?:に)?|ぬ|ざる)"
    rf"|でき(?:る|れば|{_tail('て', 'た')}|{_NAI})|さ(?:れ|せ|せられ){_AFTER_PASSIVE})"
)
_PASSIVE = re.compile(r"(?:ら|さ|か|が|た|な|ば|ま|わ)れ(?=る|れば|よう|た|て|ない|なか|なく|ず|ま|$)")
_LASTING = re.compile(r"(?:て|で)(?:い|お)?る$")
_FEATURES = (
    ("+neg", re.compile(r"(?:ない|なかった|なく|なくて|ないで|ません|ませんでした|ず|ずに|らず|ざる|ぬ)$")),
    ("+cond", re.compile(r"(?:れば|たら|だら|なければ|ねば|えば|けば|せば|てば|べば|めば|げば)$")),
    ("+future", re.compile(r"(?:よう|ましょう|[おこごそとのぼもろ]う|たい|たく)$")),
    ("+past", re.compile(r"(?:た|だ)$")),
    ("+oblige", re.compile(r"すべき$")),
    ("+coord", re.compile(r"(?:て|で|ながら|つつ|り|ず|ずに|なく|たが|し)$")),
)


def _godan(base: str) -> bool:
    if not base.endswith("る"):
        return True
    if base in _GODAN or base in _ICHIDAN:
        return base in _GODAN
    return base[-2] not in _ICHIDAN_KANA


def _godan_tail(base: str) -> str:
    a, i, e, o, joined, te, ta = _ROWS[base[-1]]
    more = "て|た" if base.endswith("行く") else ""
    joining = "っ" if base.endswith("行く") else joined
    past = _tail("て", "た") if more else _tail(te, ta)
    passive = rf"{a}(?:れ|せ|せられ){_AFTER_PASSIVE}"
    able = rf"{e}(?:る|ば|{_tail('て', 'た')}|{_NAI})"
    return rf"(?:{base[-1]}|{a}{_NAI}|{passive}|{able}|{o}う|{joining}{past}|{i}{_MASU}|{e})"


class Verbs:
    """The forms of a set of verbs, by stem."""

    def __init__(self, bases: set[str]) -> None:
        self._stems: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for base in sorted(bases):
            if base.endswith("する") and len(base) > 2:
                self._stems.setdefault(base[:-2], []).append((base, _SURU_TAIL))
            elif base == "する":
                self._stems.setdefault("", []).append((base, _SURU_TAIL))
            elif _godan(base):
                self._stems.setdefault(base[:-1], []).append((base, re.compile(_godan_tail(base))))
            else:
                self._stems.setdefault(base[:-1], []).append((base, _ICHIDAN_TAIL))
        self._by_letter: dict[str, int] = {}
        for stem in self._stems:
            if stem:
                self._by_letter[stem[0]] = max(len(stem), self._by_letter.get(stem[0], 0))

    def forms(self, run: str, i: int) -> Iterator[Form]:
        """The verb forms that begin at ``i``, the longest stem first."""
        longest = min(self._by_letter.get(run[i], 0), len(run) - i)
        for length in range(longest, -1, -1):
            for base, pattern in self._stems.get(run[i : i + length], ()):
                match = pattern.match(run, i + length)
                if match is None or match.end() == i or (match.end() == i + length and length < 2):
                    continue
                yield _form(base, run[i : match.end()], match.group(), match.end())


def _form(base: str, surface: str, tail: str, end: int) -> Form:
    passive = bool(_PASSIVE.search(tail))
    features = {name for name, pattern in _FEATURES if pattern.search(tail)}
    if surface in ("し", "さ") or (tail and tail[-1] in "いきぎしちにびみりえけげせてねべめれ" and not features):
        features.add("+coord")
    if tail and tail[-1] in "うくぐすつぬぶむる" and not features and not _LASTING.search(tail):
        features.add("+plain")
    if not tail:
        features.add("+coord")
    return Form(end, base, "passive" if passive else "active", frozenset(features))
