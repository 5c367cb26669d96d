"""What the words of a date mean: for each rule of a language's table a reader, from its slots to days.

A reader returns the first and last day with precision and basis, or null where the words name no day that can be known.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

from events.extraction import calendars
from events.extraction.calendars import Days
from events.extraction.date_tables import DateTable
from events.model import DateBasis, DatePrecision, DateSpan

Groups = Mapping[str, str | None]
Reading = tuple[date, date, DatePrecision, DateBasis]

STATED, RELATIVE, WEEKDAY = DateBasis.STATED, DateBasis.RELATIVE, DateBasis.WEEKDAY

LEAP_YEAR = 2000  # a year that has every day of the calendar
MONTHS_AROUND = 3  # months around publication in which a day told without its month may lie
MONTH_DAYS = 31  # more between two days of one month is a number taken for a day
PERIODS = ("week", "weekend", "month", "year")
# How finely the anchor of "two weeks later" must be told for each unit: as many of these as the number says.
FINENESS = (DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH_PART, DatePrecision.MONTH, DatePrecision.YEAR)
FINENESS_OF = {"day": 1, "week": 2, "month": 4, "year": 5}


@dataclass(frozen=True)
class Context:
    """What a phrase is read against.

    ``anchor`` is the date that "the next day" counts from.
    """

    table: DateTable
    published: date
    ahead: bool
    anchor: DateSpan | None

    def value(self, sort: str, word: str | None) -> Any:
        """What a word of the table stands for; null for no word."""
        return self.table.value(sort, word)

    def figure(self, word: str | None) -> int:
        """The number written in figures or as a word; nought when there is none."""
        if not word:
            return 0
        return int(word) if word.isdecimal() else int(self.value("number", word))


def whole_day(day: int, month: int, year: int) -> date | None:
    """The day that a whole date names; null when the calendar has no such day."""
    with suppress(ValueError):
        return date(year, month, day)
    return None


def day_in_years(day: date | None, context: Context) -> list[Days]:
    """The day of the year in each year near publication that has it."""
    reach = 8 if day and (day.month, day.day) == (2, 29) else 2
    days = []
    for year in calendars.years_around(context.published.year, reach):
        with suppress(ValueError):  # 29 February
            days += [(day.replace(year=year),) * 2] if day else []
    return days


def choose(choices: list[Days], which: int | None, context: Context) -> Days | None:
    """Which of the same days in several years is meant: last, next, this year's, or the nearest to publication."""
    published = context.published
    if which == -1:
        return calendars.latest_before(published, choices)
    if which == 1:
        return calendars.first_after(published, choices)
    if which == 0:
        return next((days for days in choices if days[0].year == published.year), None)
    return calendars.not_over(published, choices) if context.ahead else calendars.nearest(published, choices)


def length_of(groups: Groups, context: Context) -> tuple[int, str]:
    """How many of which unit: "two weeks", "sepekan"; one of it when there is no number."""
    if word := groups.get("length"):
        count, unit = context.value("length", word)
        return int(count), str(unit)
    return context.figure(groups.get("number")) if groups.get("number") else 1, str(
        context.value("unit", groups["unit"])
    )


def year_of(groups: Groups, context: Context, slot: str = "year") -> int | None:
    """The year told in figures or as "last year"; null when there is none."""
    if figures := groups.get(slot):
        return int(figures)
    if figures := groups.get("yy"):
        return context.published.year // 100 * 100 + int(figures)
    if era := groups.get("era"):
        return int(context.value("era", era)) + context.figure(groups.get("era_year"))
    which = context.value("which", groups.get("which_year"))
    which = context.value("year_word", groups.get("year_word")) if which is None else which
    return None if which is None else context.published.year + int(which)


def basis_of(groups: Groups) -> DateBasis:
    """Relative when words such as "last" or "lalu" choose the year, else stated."""
    return RELATIVE if any(map(groups.get, ("which", "which_year", "year_word"))) else STATED


def of_precision(days: Days | None, precision: DatePrecision, basis: DateBasis) -> Reading | None:
    """The reading of the days; null for none."""
    return (*days, precision, basis) if days else None


def day_and_month(groups: Groups, context: Context, day: str, month: str, year: int | None) -> date | None:
    """The day named by the slots ``day`` and ``month``; in a leap year when ``year`` is null."""
    name = groups[month] or ""
    number = int(name) if name.isdecimal() else context.value("month", name)
    return whole_day(context.figure(groups[day]), number, year or LEAP_YEAR)


def read_date(groups: Groups, context: Context) -> Reading | None:
    """Reads "30 October 2024", "Oct. 28", "28 Oktober lalu"."""
    year = year_of(groups, context)
    day = day_and_month(groups, context, "day", "month", year)
    days = (day, day) if day else None
    if not year:
        days = choose(day_in_years(day, context), context.value("which", groups.get("which")), context)
    return of_precision(days, DatePrecision.DAY, basis_of(groups))


def read_days(groups: Groups, context: Context) -> Reading | None:
    """Reads "8-13 October 2024", "from October 28 to November 2"."""
    last_month = "month2" if groups.get("month2") else "month"
    first_year, last_year = groups.get("year"), year_of(groups, context, "year2") or year_of(groups, context)
    last = day_and_month(groups, context, "day2", last_month, last_year)
    if not last_year:
        chosen = choose(day_in_years(last, context), None, context)
        last = chosen[1] if chosen else None
    first = day_and_month(groups, context, "day", "month", None)
    if last is None or first is None:
        return None
    years = [int(first_year)] if first_year and groups.get("year2") else [last.year, last.year - 1]
    with suppress(ValueError):  # 29 February
        begins = [begin for begin in (first.replace(year=year) for year in years) if begin < last]
        if begins and (groups.get("month2") or (last - begins[0]).days <= MONTH_DAYS):
            precision = DatePrecision.DAYS if (last - begins[0]).days <= MONTH_DAYS else DatePrecision.RANGE
            return begins[0], last, precision, STATED
    return None


def read_numeric(groups: Groups, context: Context) -> Reading | None:
    """Reads "30/10/2024", "13/5": day first, or the order that alone is a date or falls on the weekday told."""
    year = year_of(groups, context)
    figures = {"DMY": ("n1", "n2"), "MDY": ("n2", "n1")}
    orders = context.table.numeric_orders if year else context.table.numeric_orders[:1]
    told = [[context.figure(groups[slot]) for slot in figures[order]] for order in orders]
    days = [day for dd, mm in told if (day := whole_day(dd, mm, year or LEAP_YEAR))]
    if not days:
        return None
    weekday = context.value("weekday", groups.get("weekday"))
    day = next((day for day in days if day.weekday() == weekday), days[0])
    chosen = (day, day) if year else choose(day_in_years(day, context), None, context)
    return of_precision(chosen, DatePrecision.DAY, STATED)


def read_iso(groups: Groups, context: Context) -> Reading | None:
    """Reads "2024-10-30"."""
    day = whole_day(*(context.figure(groups[slot]) for slot in ("dd", "mm", "year")))
    return of_precision((day, day) if day else None, DatePrecision.DAY, STATED)


def read_day(groups: Groups, context: Context) -> Reading | None:
    """Reads "지난 30일", "先月30日", "28~30일", "miércoles 30": days told without their month."""
    last = context.figure(groups.get("day2") or groups["day"])
    first, weekday = context.figure(groups["day"]), context.value("weekday", groups.get("weekday"))
    month = context.value("month_word", groups.get("month_word"))
    reach = range(-MONTHS_AROUND, MONTHS_AROUND + 1) if month is None else [month]
    choices: list[Days] = []
    for offset in reach:
        begin = calendars.months_from(context.published.replace(day=1), offset)
        with suppress(ValueError):  # no such day in that month
            end = begin.replace(day=last)
            begin = begin.replace(day=first) if first <= last else calendars.months_from(begin, -1).replace(day=first)
            choices += [(begin, end)] * (weekday is None or weekday == end.weekday())
    forward = context.ahead or context.value("which", groups.get("which")) == 1
    if month is None:
        found = (calendars.not_over if forward else calendars.begun)(context.published, choices)
    else:
        found = choices[0] if choices else None
    precision = DatePrecision.DAY if first == last else DatePrecision.DAYS
    return of_precision(found, precision, STATED if month is None else RELATIVE)


def read_month(groups: Groups, context: Context) -> Reading | None:
    """Reads "August 2023", "in August", "awal Oktober", "last March"."""
    month, part = context.value("month", groups["month"]), context.value("part", groups.get("part"))
    precision = DatePrecision.MONTH_PART if part else DatePrecision.MONTH

    def in_year(year: int) -> Days:
        return calendars.month_part(year, month, part) if part else calendars.month_days(year, month)

    if year := year_of(groups, context):
        return of_precision(in_year(year), precision, basis_of(groups))
    choices = [in_year(year) for year in calendars.years_around(context.published.year)]
    which = context.value("which", groups.get("which"))
    return of_precision(choose(choices, which, context), precision, basis_of(groups))


def read_months(groups: Groups, context: Context) -> Reading | None:
    """Reads "from August to October 2024"."""
    first_month, last_month = (context.value("month", groups[slot]) for slot in ("month", "month2"))
    last_year = year_of(groups, context, "year2") or year_of(groups, context)
    if not last_year:
        choices = [calendars.month_days(year, last_month) for year in calendars.years_around(context.published.year)]
        chosen = choose(choices, None, context)
        last_year = chosen[0].year if chosen else context.published.year
    first_year = int(groups.get("year") or 0) if groups.get("year2") else 0
    first_year = first_year or last_year - (first_month > last_month)
    first, last = calendars.month_days(first_year, first_month)[0], calendars.month_days(last_year, last_month)[1]
    return first, last, DatePrecision.RANGE, STATED


def read_year(groups: Groups, context: Context) -> Reading | None:
    """Reads "in 2014", "awal 2024"."""
    part = context.value("part", groups.get("part"))
    precision = DatePrecision.RANGE if part else DatePrecision.YEAR
    return of_precision(calendars.year_days(year_of(groups, context) or 0, part), precision, basis_of(groups))


def read_years(groups: Groups, context: Context) -> Reading | None:
    """Reads "from 2014 to 2022", "in 2022-23"."""
    first = year_of(groups, context) or 0
    last = int(groups.get("year2") or first // 100 * 100 + int(groups.get("yy") or 0))
    return calendars.year_days(first)[0], calendars.year_days(last)[1], DatePrecision.RANGE, STATED


def read_season(groups: Groups, context: Context) -> Reading | None:
    """Reads "last winter", "musim panas" (the last that has begun), "the summer of 2023"."""
    begin, length = context.table.season_months[context.value("season", groups["season"])]
    part, which = context.value("part", groups.get("part")), context.value("which", groups.get("which"))
    precision = DatePrecision.MONTH if part else DatePrecision.SEASON

    def in_year(year: int) -> Days:
        return calendars.season_days(year, begin, length, part)

    if year := year_of(groups, context):
        return of_precision(in_year(year), precision, basis_of(groups))
    choices = [in_year(year) for year in calendars.years_around(context.published.year)]
    if which == 0:
        return of_precision(calendars.nearest(context.published, choices), precision, RELATIVE)
    if which is None and not context.ahead:
        return of_precision(calendars.begun(context.published, choices), precision, STATED)
    return of_precision(choose(choices, which, context), precision, basis_of(groups))


def read_day_word(groups: Groups, context: Context) -> Reading | None:
    """Reads "yesterday", "hari ini", "overnight"."""
    first, last = (context.published + timedelta(days=days) for days in context.value("day_word", groups["day_word"]))
    return first, last, DatePrecision.DAY if first == last else DatePrecision.DAYS, RELATIVE


def read_weekday(groups: Groups, context: Context) -> Reading | None:
    """Reads "on Monday", "Senin lalu", "as early as Wednesday", "Rabu pekan lalu"."""
    weekday, which = context.value("weekday", groups["weekday"]), context.value("which", groups.get("which"))
    which_week, published = context.value("which", groups.get("which_week")), context.published
    which_week = context.value("week_word", groups.get("week_word")) if which_week is None else which_week
    if which_week is not None or which == 0:
        day = calendars.week_of(published, which_week or 0)[0] + timedelta(days=weekday)
    elif which == -1:
        day = calendars.latest_weekday(published - timedelta(days=1), weekday)
    elif which == 1:
        day = calendars.coming_weekday(published + timedelta(days=1), weekday)
    elif groups.get("ahead") or context.ahead:
        day = calendars.coming_weekday(published, weekday)
    else:
        day = calendars.latest_weekday(published, weekday)
    return day, day, DatePrecision.DAY, WEEKDAY


def read_weekdays(groups: Groups, context: Context) -> Reading | None:
    """Reads "between Monday and Wednesday", the last of them as alone, the first the latest before it."""
    last = read_weekday({"weekday": groups["weekday2"]}, context)
    if last is None:
        return None
    first = calendars.latest_weekday(last[0] - timedelta(days=1), context.value("weekday", groups["weekday"]))
    return first, last[1], DatePrecision.DAYS, WEEKDAY


def moved(count: int, unit: str, origin: date) -> Reading | None:
    """The day, week, month or year so many of them from ``origin``; an hour is too fine to name a day."""
    if unit == "day":
        day = origin + timedelta(days=count)
        return day, day, DatePrecision.DAY, RELATIVE
    if unit == "week":
        return of_precision(calendars.week_of(origin, count), DatePrecision.WEEK, RELATIVE)
    if unit == "month":
        day = calendars.months_from(origin, count)
        return of_precision(calendars.month_days(day.year, day.month), DatePrecision.MONTH, RELATIVE)
    if unit == "year":
        return of_precision(calendars.year_days(origin.year + count), DatePrecision.YEAR, RELATIVE)
    return None


def distant(groups: Groups, context: Context, sign: int) -> Reading | None:
    """Reads "two days ago", "tiga pekan lagi"."""
    count, unit = length_of(groups, context)
    return moved(sign * count, unit, context.published)


def read_then(groups: Groups, context: Context, sign: int = 1) -> Reading | None:
    """Reads "the next day", "two days later", counted from the anchor if that is told as finely as the unit."""
    count, unit = context.value("then", groups.get("then")) or length_of(groups, context)
    anchor = context.anchor
    if anchor is None or anchor.precision not in FINENESS[: FINENESS_OF.get(unit, 0)]:
        return None
    return moved(sign * count, unit, anchor.first)


def read_after(groups: Groups, context: Context) -> Reading | None:
    """Reads "через два дня", "2日後": from publication of an act still to come, else from the anchor."""
    if not context.ahead:
        return read_then(groups, context)
    count, unit = length_of(groups, context)
    return moved(count, unit, context.published)


def stretch(groups: Groups, context: Context, sign: int) -> Reading | None:
    """So many days, weeks, months or years up to publication, or from it."""
    count, unit = length_of(groups, context)
    published = context.published
    if unit in ("month", "year"):
        end = calendars.months_from(published, sign * count * (12 if unit == "year" else 1))
    elif unit in ("hour", "day", "week"):
        days = {"hour": ceil(count / 24), "day": count, "week": 7 * count}[unit]
        end = published + timedelta(days=sign * days)
    else:
        return None
    precision = DatePrecision.DAYS if unit in ("hour", "day") else DatePrecision.RANGE
    return min(end, published), max(end, published), precision, RELATIVE


def period_days(period: str, part: str | None, which: int, published: date) -> tuple[Days, DatePrecision]:
    """The week, month or year of publication, or the one ``which`` of them later, or a part of it."""
    if period == "week":
        return calendars.week_of(published, which), DatePrecision.WEEK
    if period == "year":
        days = calendars.year_days(published.year + which, part)
        return days, DatePrecision.RANGE if part else DatePrecision.YEAR
    month = calendars.months_from(published.replace(day=1), which)
    if part:
        return calendars.month_part(month.year, month.month, part), DatePrecision.MONTH_PART
    return calendars.month_days(month.year, month.month), DatePrecision.MONTH


def period_of(groups: Groups, context: Context) -> tuple[str, int | None]:
    """The period told and how far it lies from publication's, by one word or by two ("先週", "last week")."""
    for period in PERIODS:
        if word := groups.get(f"{period}_word"):
            return period, int(context.value(f"{period}_word", word))
    return context.value("period", groups["period"]), context.value("which", groups.get("which"))


def read_period(groups: Groups, context: Context) -> Reading | None:
    """Reads "last week", "bulan lalu", "earlier this month", "over the weekend", "the end of this year"."""
    part, published = context.value("part", groups.get("part")), context.published
    period, which = period_of(groups, context)
    if period == "weekend":
        if which is None:  # the last one that has ended
            which = 0 if calendars.weekend_of(published)[1] == published else -1
        elif which == 0 and not context.ahead and calendars.weekend_of(published)[0] > published:
            which = -1  # of what has happened "this weekend" is the one before
        return of_precision(calendars.weekend_of(published, which), DatePrecision.DAYS, RELATIVE)
    which = which or 0
    days, precision = period_days(period, part, which, published)
    if which == 0 and (period == "week" or not part):
        still_to_come = groups.get("still_to_come") or (context.ahead and not groups.get("so_far"))
        days = (published, days[1]) if still_to_come else (days[0], published)
        if period == "month" and (groups.get("so_far") or groups.get("still_to_come")):
            precision = DatePrecision.MONTH_PART
    return (*days, precision, RELATIVE)


READERS: dict[str, Callable[[Groups, Context], Reading | None]] = {
    "date": read_date,
    "day": read_day,
    "days": read_days,
    "numeric": read_numeric,
    "iso": read_iso,
    "month": read_month,
    "months": read_months,
    "year": read_year,
    "years": read_years,
    "season": read_season,
    "day_word": read_day_word,
    "weekday": read_weekday,
    "weekdays": read_weekdays,
    "ago": lambda groups, context: distant(groups, context, -1),
    "hence": lambda groups, context: distant(groups, context, 1),
    "past": lambda groups, context: stretch(groups, context, -1),
    "coming": lambda groups, context: stretch(groups, context, 1),
    "lasting": lambda groups, context: stretch(groups, context, -1),
    "period": read_period,
    "then": read_then,
    "later": read_then,
    "after": read_after,
    "earlier": lambda groups, context: read_then(groups, context, -1),
}
