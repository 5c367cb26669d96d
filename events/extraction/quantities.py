"""How many: the numbers an article tells with their unit, each with the words it rests on.

A number counts only with its unit: a noun of the language's table near it ("10,000 North Korean troops"), what befell
the people it counts ("three people were killed"), a currency or a percent sign. A number in a date, a name ("Su-34",
"47th Brigade", "Pasal 5") or a time tells no quantity.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from typing import Any

from events.extraction.counters import count, counter_table
from events.extraction.date_phrases import Candidate, candidates, overlap
from events.extraction.date_tables import LEXICON, SPACE, any_of, fold_of, inverted, key
from events.extraction.numerals import Number, Numerals, find_numbers, numerals_of
from events.model import Phrase, Quantity

REACH = 48  # characters before a number within which its qualifier and verb lie
WORD = re.compile(r"[^\W\d_]+(?:[-‑'’.][^\W\d_]+)*")
BLANK = re.compile(SPACE)
TIGHT = re.compile(rf"[-‑]|{SPACE}|(?<=')")
HYPHENS = "-‑"
WORD_START = re.compile(r"(?<![^\s(\[\"“‘'—–])[^\s(\[\"“‘'—–]")
LONGEST_LEAD = 5  # words of the longest qualifier or verb before a number
YEAR = re.compile(r"(?:19|20)[0-9]{2}")


class Leads(dict[str, str]):
    """Phrases that may stand right before a number, with what each means; ``ends`` are their last words."""

    def __init__(self, groups: Mapping[str, list[str]]) -> None:
        """Of the phrases of some groups, which mean their group: in lower case, dots kept."""
        super().__init__({phrase.lower(): group for group, phrases in groups.items() for phrase in phrases})
        self.ends = tuple({phrase.rpartition(" ")[2] for phrase in self})


@dataclass(frozen=True)
class QuantityTable:
    """The unit words of one language, compiled; a mapping says what a pattern's group ``words`` stands for."""

    numerals: Numerals
    fold: Mapping[int, int]
    units: Mapping[str, str]
    noun: re.Pattern[str]
    classifier: re.Pattern[str] | None
    strong: re.Pattern[str] | None
    people: frozenset[str]
    measures: frozenset[str]
    qualifiers: Leads
    qualifiers_after: Mapping[str, str]
    qualifier_after: re.Pattern[str]
    currencies: Mapping[str, str]
    currency: re.Pattern[str]
    currency_ends: frozenset[str]
    percent: re.Pattern[str]
    range_: re.Pattern[str]
    part: re.Pattern[str]
    link: re.Pattern[str]
    stops: frozenset[str]
    not_linked: frozenset[str]
    numbered: Leads
    year_leads: Leads
    before: Leads
    after: Mapping[str, str]
    after_pattern: re.Pattern[str]
    gap: int
    compounds: bool


@dataclass(frozen=True)
class Unit:
    """The unit found for a number and where its words end."""

    name: str
    end: int


def find_quantities(text: str, language: str, dated: Sequence[Candidate] | None = None) -> list[Quantity]:
    """The quantities told in ``text``, sorted and not overlapping, their phrases in offsets of ``text``.

    ``qualifier`` is exact, about, more than, at least, nearly, up to or less than. A language without a table has none.
    Numbers in dates and durations, readable or not, are none; ``dated`` are these, where they were looked for before.
    """
    dates = [match.span() for _, match in (candidates(text, language) if dated is None else dated)]
    if counters := counter_table(language):
        return list(count(text, counters, dates))
    table = quantity_table(language)
    if table is None:
        return []
    written = text
    text = text.translate(table.fold) if table.fold else text
    numbers = [number for number in find_numbers(text, table.numerals) if not overlap(number.start, number.end, dates)]
    quantities: list[Quantity] = []
    end, open_range = 0, False
    for number, following in zip_longest(numbers, numbers[1:]):
        found = None if is_name(text, number, table) else told(text, number, table)
        if found and open_range and found.qualifier == "exact":
            found = found.model_copy(update={"qualifier": "up to"})
        open_range = False
        if found is None and following:
            found = told_with(text, number, following, table)
            open_range = found is not None and found.qualifier == "at least"
        if found and found.phrase and found.phrase.start >= end:
            quantities.append(found)
            end = found.phrase.end
    return [as_written_in(written, quantity) for quantity in quantities] if table.fold else quantities


def as_written_in(text: str, quantity: Quantity) -> Quantity:
    """The quantity with the words of its phrase as the text writes them."""
    phrase = quantity.phrase
    return quantity.model_copy(update={"phrase": phrase and Phrase.of(text, phrase.start, phrase.end)})


def leading(text: str, end: int, words: Leads) -> tuple[int, str] | None:
    """Where the longest of ``words`` begins that stands right before ``end``, and what it means; null for none."""
    start = max(0, end - REACH)
    if not text[start:end].lower().rstrip().endswith(words.ends):
        return None
    start = max(start, text.rfind("\n\n", start, end))
    starts = [match.start() for match in WORD_START.finditer(text, start, end)]
    for begin in starts[-LONGEST_LEAD:]:
        meaning = words.get(" ".join(text[begin:end].lower().split()))
        if meaning is not None:
            return begin, meaning
    return None


def is_name(text: str, number: Number, table: QuantityTable) -> bool:
    """Whether a number names what it stands by ("Article 5", "Pasal 5"), or a year ("in 2014 people left")."""
    names = table.year_leads if YEAR.fullmatch(text, number.start, number.end) else table.numbered
    return leading(text, number.start, names) is not None


def told(text: str, number: Number, table: QuantityTable) -> Quantity | None:
    """The quantity that a number tells; null when it has no unit."""
    start, qualifier = qualified(text, number, table)
    unit = unit_of(text, number, start, table)
    if unit is None:
        return None
    phrase = Phrase.of(text, start, unit.end)
    return Quantity(
        value=worth(number, unit, table), unit=unit.name, qualifier=qualifier or number.qualifier, phrase=phrase
    )


def told_with(text: str, number: Number, following: Number, table: QuantityTable) -> Quantity | None:
    """The quantity of a number that takes its unit from the next: "8,000 to 12,000 troops", "67 of 70 drones"."""
    is_range = table.range_.fullmatch(text, number.end, following.start)
    if not is_range and not table.part.fullmatch(text, number.end, following.start):
        return None
    unit = unit_of(text, following, number.start, table)
    if unit is None or following.value < number.value:
        return None
    start, qualifier = qualified(text, number, table)
    if is_range and number.word != following.word:
        return None
    if is_range:
        # "8 to 12 thousand": the scale of the upper end is the lower end's too.
        scaled = number.scale == 1 and not number.word and number.value < following.value / following.scale
        number = replace(number, value=number.value * following.scale) if scaled else number
        qualifier = "at least"
    phrase = Phrase.of(text, start, number.end)
    return Quantity(value=worth(number, unit, table), unit=unit.name, qualifier=qualifier or "exact", phrase=phrase)


def worth(number: Number, unit: Unit, table: QuantityTable) -> float:
    """The number's value; of things that only whole numbers count, "10,000" and "10.000" are ten thousand anywhere."""
    return number.value if number.other is None or unit.name in table.measures else number.other


def qualified(text: str, number: Number, table: QuantityTable) -> tuple[int, str | None]:
    """Where the number begins with its currency and qualifier, and the qualifier; null for none."""
    start = number.start
    if sign := currency_before(text, start, table):
        start = sign.start()
    if found := leading(text, start, table.qualifiers):
        return found
    if after := table.qualifier_after.match(text, number.end):
        return start, table.qualifiers_after[key(after["words"])]
    return start, None


def currency_before(text: str, end: int, table: QuantityTable) -> re.Match[str] | None:
    """The currency that stands right before a number."""
    last = text[max(0, end - 2) : end].rstrip()[-1:]
    return table.currency.search(text, max(0, end - 8), end) if last in table.currency_ends else None


def unit_of(text: str, number: Number, start: int, table: QuantityTable) -> Unit | None:
    """What the number counts: money, percent, or things and people and what befell them."""
    if sign := currency_before(text, number.start, table):
        return Unit(table.currencies[key(sign["words"])], number.end)
    if percent := table.percent.match(text, number.end):
        return Unit("percent", percent.end())
    if table.strong and (strong := table.strong.match(text, number.end)):
        return Unit("troops", strong.end())
    noun = noun_of(text, number, table)
    fate_before = leading(text, start, table.before)
    if noun is None:
        return fate_alone(text, number, fate_before, table)
    if noun.name not in table.people:
        return noun
    if fate_before:
        return Unit(fate_before[1], noun.end)
    if fate := table.after_pattern.match(text, noun.end):
        return Unit(table.after[key(fate["words"] or fate["bare"])], noun.end)
    return noun


def fate_alone(text: str, number: Number, before: tuple[int, str] | None, table: QuantityTable) -> Unit | None:
    """What befell people counted without a unit noun: "12 killed", "60 Syrians were killed", "killed 12 in"."""
    end, named = number.end, False
    for _ in range(table.gap + 1):
        if fate := table.after_pattern.match(text, end):
            found = "words" if fate["words"] else "bare"
            return Unit(table.after[key(fate[found])], end if named else fate.end(found))
        blank = BLANK.match(text, end)
        word = WORD.match(text, blank.end()) if blank else None
        if word is None or word.group().lower() in table.stops:
            return Unit(before[1], end) if before else None
        if before and not word.group()[0].isupper():  # "killed 12 cows"
            return None
        end, named = word.end(), True
    return None


def noun_of(text: str, number: Number, table: QuantityTable) -> Unit | None:
    """The unit noun that follows a number, past a link and a few describing words."""
    end = number.end
    if after := table.qualifier_after.match(text, end):
        end = after.end()
    while link := table.link.match(text, end):
        if key(text[number.start : number.end]) in table.not_linked:
            return None
        end = link.end()
    counted = None
    if table.classifier and (classifier := table.classifier.match(text, end)):
        end = classifier.end()
        counted = table.units.get(key(classifier["words"]))
    for step in range(table.gap + 1):
        blank = (BLANK if step else TIGHT).match(text, end)
        if blank is None:
            break
        if noun := table.noun.match(text, blank.end()):
            return whole_noun(text, noun, table)
        word = WORD.match(text, blank.end()) if blank.group() not in HYPHENS else None
        if word is None or word.group().lower() in table.stops:
            break
        end = word.end()
        if counted:
            break
    return Unit(counted, classifier.end()) if counted and classifier else None


def whole_noun(text: str, noun: re.Match[str], table: QuantityTable) -> Unit:
    """The noun, or the last of a compound where the language puts the head last ("tank crew members")."""
    while table.compounds:
        blank = BLANK.match(text, noun.end())
        longer = table.noun.match(text, blank.end()) if blank else None
        if longer is None:
            break
        noun = longer
    return Unit(table.units[key(noun["words"])], noun.end())


def after_of(raw: Mapping[str, Any]) -> re.Pattern[str]:
    """A pattern for what befell the people just counted; a participle needs its auxiliary, or to end the clause."""
    passives, happenings = list(inverted(raw["passives"])), list(inverted(raw["happenings"]))
    auxiliary = rf"{SPACE}(?:{any_of(raw['auxiliaries'])})(?!\w)"
    free = rf"(?:{auxiliary}){{0,4}}{SPACE}(?P<bare>{any_of(happenings)})(?!\w)"
    if not passives:
        return re.compile(rf"{free}(?P<words>(?!))?", re.IGNORECASE)
    passive = any_of(passives)
    closed = rf"{SPACE}(?:{passive})(?={SPACE}(?:{any_of(raw['follow_passive'])})(?!\w)|[.,;:)!?/\"”’]|\s*\Z)"
    told = rf"(?:(?:{auxiliary}){{1,4}}(?={SPACE}(?:{passive}))|(?={closed})){SPACE}(?P<words>{passive})(?!\w)"
    return re.compile(rf"{told}|{free}", re.IGNORECASE)


@cache
def quantity_table(language: str) -> QuantityTable | None:
    """The table of a language, from ``data/lexicon/quantities.<language>.json``; null when there is no such file."""
    path = LEXICON / f"quantities.{language}.json"
    if path not in LEXICON.glob("quantities.*.json"):
        return None
    text = path.read_text(encoding="utf-8")
    fold = fold_of(text)
    raw = json.loads(text.translate(fold))
    units, qualifiers_after = inverted(raw["units"]), inverted(raw["qualifiers_after"])
    numbered = {"a name": raw["numbered"]}
    currencies = inverted(raw["currencies"])
    flags = re.IGNORECASE
    return QuantityTable(
        numerals=numerals_of(raw),
        fold=fold,
        units=units,
        noun=re.compile(rf"(?:{any_of(raw.get('noun_prefixes', []))})?(?P<words>{any_of(units)})(?!\w|[-‑]\w)", flags),
        classifier=re.compile(rf"{SPACE}(?P<words>{any_of(raw['classifiers'])})(?!\w)", flags)
        if raw["classifiers"]
        else None,
        strong=re.compile(rf"[-‑](?:{any_of(raw['strong']['troops'])})(?!\w)", flags) if raw["strong"] else None,
        people=frozenset(raw["people_units"]),
        measures=frozenset(raw["measures"]),
        qualifiers=Leads(raw["qualifiers"]),
        qualifiers_after=qualifiers_after,
        qualifier_after=re.compile(rf"(?:{SPACE}|(?='))(?P<words>{any_of(qualifiers_after)})(?!\w)", flags),
        currencies=currencies,
        currency_ends=frozenset(letter for word in currencies for letter in (word[-1].lower(), word[-1].upper())),
        currency=re.compile(rf"(?<!\w)(?P<words>{any_of(currencies)})\s?\Z", flags),
        percent=re.compile(rf"\s?(?:{any_of(raw['percent'])})(?!\w)", flags),
        range_=re.compile(rf"\s?[-–—‑]\s?|{SPACE}(?:{any_of(raw['ranges'])}){SPACE}", flags),
        part=re.compile(rf"{SPACE}(?:{any_of(raw['parts'])}){SPACE}", flags),
        link=re.compile(rf"{SPACE}(?:{any_of(raw['links'])})(?:(?<=')|(?!\w))", flags),
        stops=frozenset(word.lower() for word in raw["stops"]),
        not_linked=frozenset(raw["not_linked"]),
        numbered=Leads(numbered),
        year_leads=Leads(numbered | {"a year": raw["year_leads"]}),
        before=Leads(raw["before"]),
        after=inverted(raw["passives"]) | inverted(raw["happenings"]),
        after_pattern=after_of(raw),
        gap=raw["gap"],
        compounds=raw["compounds"],
    )
