"""Arithmetic of days: weeks, months, their parts, seasons and years as first and last day, both inclusive."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date, timedelta

Days = tuple[date, date]

WEEK = timedelta(days=7)
# A date told without its year lies in the past unless the future one is this many times nearer: "on Nov. 5" in an
# article of 28 October is next week, "in January" in the same article is last January.
PAST_PREFERENCE = 5
# First and last day of the parts of a month, nought for the month's end, and first and last month of those of a year.
MONTH_PARTS = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 0),
    "first_half": (1, 15),
    "second_half": (16, 0),
    "first_week": (1, 7),
    "second_week": (8, 14),
    "third_week": (15, 21),
    "fourth_week": (22, 28),
    "last_week": (-7, 0),
}
YEAR_PARTS = {
    None: (1, 12),
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "first_half": (1, 6),
    "second_half": (7, 12),
    "first_quarter": (1, 3),
    "second_quarter": (4, 6),
    "third_quarter": (7, 9),
    "fourth_quarter": (10, 12),
}


def month_days(year: int, month: int) -> Days:
    """The days of one month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def month_part(year: int, month: int, part: str) -> Days:
    """A part of a month: a third (early is 1-10, mid 11-20, late 21 to its end), a half, or a week of seven days."""
    if part not in MONTH_PARTS:
        raise ValueError(part)
    first, last = month_days(year, month)
    begin, end = MONTH_PARTS[part]
    first = last + timedelta(days=1 + begin) if begin < 0 else first.replace(day=begin)
    return first, first.replace(day=end) if end else last


def year_days(year: int, part: str | None = None) -> Days:
    """A year, or a part: a third (early is January-April), a half, a quarter."""
    if part not in YEAR_PARTS:
        raise ValueError(part)
    begin, end = YEAR_PARTS[part]
    return date(year, begin, 1), month_days(year, end)[1]


def months_from(day: date, count: int) -> date:
    """The same day ``count`` months later (earlier when negative), or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def week_of(day: date, offset: int = 0) -> Days:
    """Monday to Sunday of the week of ``day``, or of the week ``offset`` weeks later."""
    monday = day - timedelta(days=day.weekday()) + offset * WEEK
    return monday, monday + timedelta(days=6)


def weekend_of(day: date, offset: int = 0) -> Days:
    """Saturday and Sunday of the week of ``day``, or of the week ``offset`` weeks later."""
    _, sunday = week_of(day, offset)
    return sunday - timedelta(days=1), sunday


def latest_weekday(day: date, weekday: int) -> date:
    """The last such weekday (Monday is 0) up to and including ``day``."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def coming_weekday(day: date, weekday: int) -> date:
    """The first such weekday (Monday is 0) from ``day`` on, ``day`` included."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def season_days(year: int, begin: int, length: int, part: str | None = None) -> Days:
    """A season of ``length`` months from month ``begin`` of ``year``; a part is its first, middle or last month."""
    start = date(year, begin, 1)
    if part:
        if part not in ("early", "mid", "late"):
            raise ValueError(part)
        start = months_from(start, {"early": 0, "mid": length // 2, "late": length - 1}[part])
        length = 1
    return start, months_from(start, length) - timedelta(days=1)


def years_around(year: int, reach: int = 2) -> range:
    """The years near ``year`` in which a date told without its year may lie."""
    return range(max(MINYEAR, year - reach), min(MAXYEAR, year + reach) + 1)


def nearest(published: date, choices: Iterable[Days]) -> Days | None:
    """The choice nearest to ``published``, the past preferred; null when there is none."""

    def distance(days: Days) -> int:
        if days[0] > published:
            return (days[0] - published).days * PAST_PREFERENCE
        return max(0, (published - days[1]).days)

    return min(choices, key=distance, default=None)


def latest_before(day: date, choices: Iterable[Days]) -> Days | None:
    """The last choice that was over before ``day``; null when there is none."""
    return max((days for days in choices if days[1] < day), default=None)


def first_after(day: date, choices: Iterable[Days]) -> Days | None:
    """The first choice that begins after ``day``; null when there is none."""
    return min((days for days in choices if days[0] > day), default=None)


def not_over(day: date, choices: Iterable[Days]) -> Days | None:
    """The first choice that is not over on ``day``; null when there is none."""
    return min((days for days in choices if days[1] >= day), default=None)


def begun(day: date, choices: Iterable[Days]) -> Days | None:
    """The last choice that has begun on ``day``; null when there is none."""
    return max((days for days in choices if days[0] <= day), default=None)
