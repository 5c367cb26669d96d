"""A date as a table of any origin writes it -> the days it means: a year stays a year, a month a month.

Which of 3/4/2024 is the day, the file must say: either some other of its dates shows it, or whoever maps it does.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal

from events.exchange.format import table
from events.model import DatePrecision

Order = Literal["dmy", "mdy"]

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MONTH_LAST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_YEAR = re.compile(r"(\d{4})(?:\.0+)?")
_SERIAL = re.compile(r"([2-5]\d{4})(?:\.\d+)?")  # a spreadsheet's number of a day, from 1954 to 2064
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ,].*)?")
_DOTS = re.compile(r"\d{1,2}\.\d{1,2}\.\d.*")  # whoever parts them by points puts the day first
_DAY_FIRST = re.compile(r"(?:\w+,? )?(\d{1,2})(?:st|nd|rd|th)?[ -./]+([^\W\d]+)\.?,?[ -./]+(\d{4}|\d{2})(?:[T ,].*)?")
_MONTH_FIRST = re.compile(r"(?:\w+, )?([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:[T ,].*)?")
_MONTH_YEAR = re.compile(r"([^\W\d]+)\.?,? (\d{4})")
_SERIAL_0 = date(1899, 12, 30)
_TO = r" (?:-|–|—|to|until|till|bis|au|al|do|по|sampai|hingga|s/d|s\.d\.) "
_PARTED = re.compile(rf"{_TO}|(?<=\d)(?:/|–|—)(?=\d{{4}}-)")
_HOUR = re.compile(r"\d{1,2}[:.]\d{2}\b(?!\.)")  # 2024-08-06 10:00 - 12:00 is one day
_OF_ONE_MONTH = re.compile(rf"(\d{{1,2}})\.?(?:[-–—]|{_TO})(\d{{1,2}}\.?(?:st|nd|rd|th)? [^\W\d].*)")  # 6-8 August 2024
_PIVOT = 70  # two digits from here on are of the last century


@dataclass(frozen=True)
class Days:
    """First and last day, and how finely the date is given."""

    first: date
    last: date
    precision: DatePrecision


@cache
def _months() -> dict[str, int]:
    return {name: int(row["month"]) for row in table("months") for name in row["names"].split("|")}


def order_of(texts: Iterable[str]) -> Order | None:
    """What dates in numbers show of their order: "dmy" or "mdy"; None where none of them tells, or they disagree."""
    shown: set[Order] = set()
    for text in texts:
        if match := _NUMBERS.fullmatch(text.strip()):
            first, second = int(match[1]), int(match[2])
            if first > 12 >= second:
                shown.add("dmy")
            elif second > 12 >= first:
                shown.add("mdy")
    return shown.pop() if len(shown) == 1 else None


def is_numbers(text: str) -> bool:
    """Whether a date is in numbers whose order must be known."""
    match = _NUMBERS.fullmatch(text.strip())
    return match is not None and match[1] != match[2] and not _DOTS.fullmatch(text.strip())


@lru_cache(100_000)  # days come again in every block of an import
def days_of(text: str, order: Order | None) -> Days | None:
    """The days that ``text`` means; None where it is no date, or its order is not known."""
    text = " ".join(text.split())
    try:
        ends = _PARTED.split(text, 1)
        if ends[1:] and not _HOUR.match(ends[1]) and not _OF_ONE_MONTH.fullmatch(text):
            return _between(days_of(ends[0], order), days_of(ends[1], order))
        if match := _ISO.fullmatch(text) or _SOLID.fullmatch(text):
            return _day(int(match[1]), int(match[2]), int(match[3]))
        if match := _SERIAL.fullmatch(text):
            day = _SERIAL_0 + timedelta(days=int(match[1]))
            return Days(day, day, DatePrecision.DAY)
        if match := _NUMBERS.fullmatch(text):
            first, second, year = int(match[1]), int(match[2]), _century(match[3])
            if first == second or order == "dmy" or (order is None and _DOTS.fullmatch(text)):
                return _day(year, second, first)
            return _day(year, first, second) if order == "mdy" else None
        if match := _MONTH.fullmatch(text):
            return _month(int(match[1]), int(match[2]))
        if match := _MONTH_LAST.fullmatch(text):
            return _month(int(match[2]), int(match[1]))
        if match := _YEAR.fullmatch(text):
            return _year(int(match[1]))
        return _in_words(text.casefold())
    except ValueError:
        return None


def _between(first: Days | None, last: Days | None) -> Days | None:
    """From the first day of one date to the last of another; None where one is none, or they are not in order."""
    if first is None or last is None or first.first > last.last:
        return None
    return Days(first.first, last.last, DatePrecision.RANGE)


def _in_words(text: str) -> Days | None:
    months, text = _months(), text.replace(" de ", " ")
    if match := _OF_ONE_MONTH.fullmatch(text):
        last = _in_words(match[2])
        first = last and _day(last.first.year, last.first.month, int(match[1]))
        found = _between(first, last)
        return found and Days(found.first, found.last, DatePrecision.DAYS)
    if (match := _DAY_FIRST.fullmatch(text)) and match[2] in months:
        return _day(_century(match[3]), months[match[2]], int(match[1]))
    if (match := _MONTH_FIRST.fullmatch(text)) and match[1] in months:
        return _day(int(match[3]), months[match[1]], int(match[2]))
    if (match := _MONTH_YEAR.fullmatch(text)) and match[1] in months:
        return _month(int(match[2]), months[match[1]])
    return None


def _century(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= _PIVOT else 2000)


def _day(year: int, month: int, day: int) -> Days:
    the_day = date(year, month, day)
    return Days(the_day, the_day, DatePrecision.DAY)


def _month(year: int, month: int) -> Days:
    after = date(year + month // 12, month % 12 + 1, 1)
    return Days(date(year, month, 1), after - timedelta(days=1), DatePrecision.MONTH)


def _year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR)
