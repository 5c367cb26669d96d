"""Arithmetic of days: weeks, months, their parts, seasons and years as first and last day, both inclusive."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date, timedelta

Days = tuple[date, date]

WEEK = timedelta(days=7)
# A date told without its year lies in the past unless the future one is this many times nearer: "on Nov. 5" in an
# article of 28 October is next week, "in January" in the same article is last January.
PAST_PREFERENCE = 5


def month_days(year: int, month: int) -> Days:
    """The days of one month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def month_part(year: int, month: int, part: str) -> Days:
    """A third of a month: early is 1-10, mid 11-20, late 21 to its end."""
    first, last = month_days(year, month)
    begin, end = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}[part]
    return first.replace(day=begin), first.replace(day=end)


def year_days(year: int, part: str | None = None) -> Days:
    """A year, or one third of it: early is January-April, mid May-August, late September-December."""
    begin, end = {None: (1, 12), "early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part]
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
