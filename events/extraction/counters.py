"""How many, in languages that write without blanks and count with counters: "약 1만 명", "約1万人の兵士".

A number is a run of figures, digits and scales ("1万2千", "数千"). What it counts is told by the words around it: the
counter after it, the noun that the counter leads to or that stands right before the number, and what befell the people.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from events.extraction.date_phrases import overlap
from events.extraction.date_tables import LEXICON, any_of, fold_of
from events.model import Phrase, Quantity

FIGURES = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
BEFORE = r"(?<![0-9A-Za-z])(?<![0-9][.,:/])(?<![A-Za-z][-‑])"
REACH = 24  # characters before a number within which its noun, qualifier and verb lie
MYRIAD = 10_000

Counted = tuple[int, int, float, str, str]


@dataclass(frozen=True)
class CounterTable:
    """The counting words of one language, compiled; a mapping says what a pattern's group stands for."""

    fold: Mapping[int, int]
    number: re.Pattern[str]
    token: re.Pattern[str]
    digits: Mapping[str, int]
    scales: Mapping[str, int]
    vague: frozenset[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    fate: re.Pattern[str]
    range_: re.Pattern[str]
    counters: Mapping[str, str | None]
    units: Mapping[str, str]
    fates_before: Mapping[str, str]
    fates_after: Mapping[str, str]
    qualifiers: Mapping[str, str]
    qualifiers_after: Mapping[str, str]
    people: frozenset[str]


def count(text: str, table: CounterTable, dates: list[tuple[int, int]]) -> Iterator[Quantity]:
    """The quantities told in ``text``, in order, their phrases in its offsets; ``dates`` are where it tells dates."""
    written, text = text, text.translate(table.fold)
    lower: re.Match[str] | None = None
    end = 0
    for number in table.number.finditer(text):
        if number.start() < end or overlap(number.start(), number.end(), dates):
            continue
        found = counted(text, number, end, table)
        is_range = lower is not None and table.range_.fullmatch(text, lower.end(), number.start()) is not None
        if found and lower and is_range:
            start, low = found[0], value_of(lower.group(), table)[0]
            low *= scale_of(number.group(), table) if low < value_of(number.group(), table)[0] / MYRIAD else 1
            yield quantity(written, (lower.start(), lower.end()), low, found[3], "at least")
            found = (max(start, number.start()), found[1], found[2], found[3], "up to")
        if found:
            end = found[1]
            yield quantity(written, found[:2], found[2], found[3], found[4])
        lower = None if found else number


def quantity(text: str, span: tuple[int, int], value: float, unit: str, qualifier: str) -> Quantity:
    """The quantity with its words as the text writes them."""
    return Quantity(value=value, unit=unit, qualifier=qualifier, phrase=Phrase.of(text, *span))


def counted(text: str, number: re.Match[str], since: int, table: CounterTable) -> Counted | None:
    """Start, end, value, unit and qualifier of what a number counts by the words from ``since`` on; else null."""
    value, vague = value_of(number.group(), table)
    before = table.before.search(text, max(since, number.start() - REACH), number.start())
    if before and before["percent"]:
        return before.start("percent"), number.end(), value, "percent", "exact"
    after = table.after.match(text, number.end())
    if after is None or before is None or not value:
        return None
    noun_after = after["noun"] or after["direct"]
    unit = table.units[noun_after] if noun_after else None
    if unit is None and before["noun"]:
        unit = table.units[before["noun"]]
    unit = unit or (table.counters[after["counter"]] if after["counter"] else None)
    if unit is None:
        return None
    if unit in table.people:
        unit = befallen(text, before["fate"], after.end(), table) or unit
    words = [table.qualifiers[before["qualifier"]]] if before["qualifier"] else []
    words += [table.qualifiers_after[word] for word in (after["tail"], after["inside"]) if word]
    start = before.start("noun") if before["noun"] else before.start("qualifier") if before["qualifier"] else -1
    return (start if start >= 0 else number.start()), after.end(), value, unit, (words or [vague])[0]


def befallen(text: str, before: str | None, end: int, table: CounterTable) -> str | None:
    """What befell the people just counted, by the word after them or else the one before them."""
    if after := table.fate.match(text, end):
        return table.fates_after[after["words"]]
    return table.fates_before[before] if before else None


def value_of(words: str, table: CounterTable) -> tuple[float, str]:
    """What a number is worth and how exactly: "1万2千" is 12000, "数千" more than 1000."""
    total = section = unit = 0.0
    told, vague = False, "exact"
    for token in table.token.findall(words):
        if token in table.scales:
            scale = table.scales[token]
            if scale >= MYRIAD:
                total, section = total + (section + unit if told else 1) * scale, 0
            else:
                section += (unit if unit else 1) * scale
            unit, told = 0, scale < MYRIAD
        elif token in table.vague:
            vague = "more than"
        else:
            figure = table.digits[token] if token in table.digits else float(token.replace(",", ""))
            unit, told = unit * 10 + figure if token in table.digits else figure, True
    return total + section + unit, vague


def scale_of(words: str, table: CounterTable) -> int:
    """The largest scale word of a number, which the lower end of its range shares ("8~12만")."""
    return max((table.scales[token] for token in table.token.findall(words) if token in table.scales), default=1)


def pattern_before(raw: Mapping[str, Any]) -> re.Pattern[str]:
    """What may stand right before a number: the verb or noun it belongs to, and its qualifier."""
    fate = rf"(?:(?P<fate>{any_of(listed(raw['before']))})(?:{any_of(raw['aspects'])})? ?)?"
    things = {unit: words for unit, words in raw["units"].items() if unit not in raw["measures"]}
    noun = rf"(?:(?P<noun>{any_of(listed(things))})(?:{any_of(raw['joints'])})? ?)?"
    qualifier = rf"(?:(?P<qualifier>{any_of(listed(raw['qualifiers']))}) ?)?"
    return re.compile(rf"{fate}{noun}{qualifier}(?P<percent>{any_of(raw['percent_before'])})?\Z")


def pattern_after(raw: Mapping[str, Any]) -> re.Pattern[str]:
    """What may follow a number: a unit, or a counter that may lead to a noun, and a qualifier after either."""
    units, tails = any_of(listed(raw["units"])), any_of(listed(raw["qualifiers_after"]))
    inside = rf"(?P<inside>{any_of(listed(raw['qualifiers_inside']))})?"
    counters = any_of([*raw["plain_counters"], *listed(raw["counters"])])
    counted = rf"(?:(?P<direct>{units})|(?P<counter>{counters}))(?: ?(?P<tail>{tails})|{raw['ends']})"
    return re.compile(rf"{inside} ?{counted}(?:{raw['describing']}(?P<noun>{units}){raw['ends']})?")


def listed(groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Each word of the groups, as written, with the group it belongs to."""
    return {word: group for group, words in groups.items() for word in words}


@cache
def counter_table(language: str) -> CounterTable | None:
    """The table of a language that counts so, from ``data/lexicon/counters.<language>.json``; else null."""
    path = LEXICON / f"counters.{language}.json"
    if path not in LEXICON.glob("counters.*.json"):
        return None
    text = path.read_text(encoding="utf-8")
    fold = fold_of(text)
    raw = json.loads(text.translate(fold))
    scales = "".join(raw["scales"])
    token = rf"{FIGURES}|{any_of([*raw['digits'], *raw['scales']])}|(?:{any_of(raw['vague'])})(?=[{scales}])"
    more = rf"(?:(?:(?<=[{scales}]) )?(?:{token})){{0,7}}"
    return CounterTable(
        fold=fold,
        number=re.compile(rf"{BEFORE}(?:(?={FIGURES})|{raw['begins']})(?<![{raw['ordinal']}])(?:{token}){more}"),
        token=re.compile(token),
        digits=raw["digits"],
        scales=raw["scales"],
        vague=frozenset(raw["vague"]),
        before=pattern_before(raw),
        after=pattern_after(raw),
        fate=re.compile(rf"{raw['to_fate']}(?P<words>{any_of(listed(raw['after']))})"),
        range_=re.compile(rf" ?(?:[-–~]|{any_of(raw['ranges'])}) ?"),
        counters=dict.fromkeys(raw["plain_counters"]) | listed(raw["counters"]),
        units=listed(raw["units"]),
        fates_before=listed(raw["before"]),
        fates_after=listed(raw["after"]),
        qualifiers=listed(raw["qualifiers"]),
        qualifiers_after=listed(raw["qualifiers_after"]) | listed(raw["qualifiers_inside"]),
        people=frozenset(raw["people_units"]),
    )
