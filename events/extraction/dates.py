"""When: the dates an article tells, each as first and last day with the words it rests on.

Candidates first: the forms of the language's table delimit the phrases (``events.extraction.date_phrases``), and only
then is each read, by the rule its form belongs to. dateparser reads the absolute dates, and only in words delimited
before: searching running text with it takes weapons, scores and common words for dates.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from math import ceil
from typing import Any

from events.extraction import calendars
from events.extraction.calendars import Days
from events.extraction.date_phrases import candidates, trimmed
from events.extraction.date_tables import DateTable, date_table
from events.model import DateBasis, DatePrecision, DateSpan, Phrase

Groups = Mapping[str, str | None]
Reading = tuple[date, date, DatePrecision, DateBasis]

STATED, RELATIVE, WEEKDAY = DateBasis.STATED, DateBasis.RELATIVE, DateBasis.WEEKDAY

LEAP_YEAR = 2000  # a year that has every day of the calendar
MONTH_DAYS = 31  # more between two days of one month is a number taken for a day
CLAUSE = 120  # characters before a duration within which its verb lies
LEAD = 32  # characters before a date within which its leading words lie


@dataclass(frozen=True)
class Context:
    """What a phrase is read against."""

    table: DateTable
    published: date
    ahead: bool

    def value(self, sort: str, word: str | None) -> Any:
        """What a word of the table stands for; null for no word."""
        return self.table.value(sort, word)


def find_dates(text: str, language: str, published: date | None, *, ahead: bool = False) -> list[DateSpan]:
    """The dates told in ``text``, sorted and not overlapping, their phrases in offsets of ``text``.

    A date that needs the publication day (relative, a weekday, no year) is left out when ``published`` is null. A
    weekday or a date without its year is read as the latest up to publication (a date close ahead may be the nearer
    one); with ``ahead`` it is the first from publication on, as a planned act wants it ("will meet on Wednesday").
    A language without a table has no dates.
    """
    table = date_table(language)
    spans = []
    for form, match in candidates(text, table) if table else []:
        reading = read(form.rule, match, table, published, ahead) if table else None
        if reading is not None:
            first, last, precision, basis = reading
            phrase = Phrase.of(text, *trimmed(text, *match.span()))
            spans.append(DateSpan(first=first, last=last, precision=precision, basis=basis, phrase=phrase))
    return spans


def read(rule: str, match: re.Match[str], table: DateTable, published: date | None, ahead: bool) -> Reading | None:
    """The days a candidate tells; null when it tells none, or none that can be known."""
    groups = match.groupdict()
    if rule not in READERS or (published is None and not is_absolute(rule, groups)):
        return None
    if rule == "lasting" and not lasts(match, table):
        return None
    frame = frame_of(match, table)
    # Without a publication day only dates that name their year come here, and they read nothing from this one.
    context = Context(table, published or date(LEAP_YEAR, 1, 1), ahead or frame == "by")
    try:
        reading = READERS[rule](groups, context)
    except (ValueError, OverflowError):  # before the year 1 or after 9999
        return None
    return framed(reading, frame, published) if reading and reading[0] <= reading[1] else None


def is_absolute(rule: str, groups: Groups) -> bool:
    """Whether the phrase names its year, so that it needs no publication day."""
    return rule in ABSOLUTE and any(groups.get(name) for name in ("year", "year2", "yy"))


def framed(reading: Reading, frame: str | None, published: date | None) -> Reading | None:
    """The reading under the word that leads it: "since" runs to publication, "by" from it, "before" dates nothing."""
    first, last, _, basis = reading
    if frame is None:
        return reading
    if frame == "since" and published and first <= published:
        return first, published, DatePrecision.RANGE, basis
    if frame == "by" and published and last >= published:
        return published, last, DatePrecision.RANGE, basis
    return None


def frame_of(match: re.Match[str], table: DateTable) -> str | None:
    """The frame whose words lead a phrase, as its first words or right before it."""
    text, start, end = match.string, match.start(), match.end()
    for frame, leads in table.frames.items():
        if leads.match(text, start, end):
            return frame
        if any(lead.end() == start for lead in leads.finditer(text, max(0, start - LEAD), start)):
            return frame
    return None


def lasts(match: re.Match[str], table: DateTable) -> bool:
    """Whether the clause before a duration says that it runs until now ("has been under siege for 16 months")."""
    clause = re.split(r"[.!?;]\s|\n", match.string[max(0, match.start() - CLAUSE) : match.start()])[-1]
    return bool(table.lasting.search(clause)) and not table.not_lasting.search(clause)


@cache
def parser(language: str, order: str) -> Any:
    """dateparser for whole dates of one language; imported here because loading it takes longer than a short run."""
    from dateparser.date import DateDataParser

    settings = {
        "DATE_ORDER": order,
        "PREFER_DAY_OF_MONTH": "first",
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
    }
    return DateDataParser(languages=[language], settings=settings)


@lru_cache(maxsize=4096)
def absolute(words: str, language: str, order: str = "DMY") -> date | None:
    """The day that a delimited, whole date names; null when the calendar has no such day."""
    found = parser(language, order).get_date_data(words).date_obj
    return found.date() if found else None


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


def number_of(groups: Groups, context: Context) -> int:
    """The number of the slot, in figures or as a word; one when there is none."""
    word = groups.get("number")
    if word is None:
        return 1
    return int(word) if word.isdecimal() else int(context.value("number", word))


def year_of(groups: Groups, context: Context, slot: str = "year") -> int | None:
    """The year told in figures or as "last year"; null when there is none."""
    if figures := groups.get(slot):
        return int(figures)
    if figures := groups.get("yy"):
        return context.published.year // 100 * 100 + int(figures)
    which = context.value("which", groups.get("which_year"))
    return None if which is None else context.published.year + int(which)


def basis_of(groups: Groups) -> DateBasis:
    """Relative when words such as "last" or "lalu" choose the year, else stated."""
    return RELATIVE if groups.get("which") or groups.get("which_year") else STATED


def of_precision(days: Days | None, precision: DatePrecision, basis: DateBasis) -> Reading | None:
    """The reading of the days; null for none."""
    return (*days, precision, basis) if days else None


def day_and_month(groups: Groups, context: Context, day: str, month: str, year: int | None) -> date | None:
    """The day named by the slots ``day`` and ``month``; in a leap year when ``year`` is null."""
    name = context.table.month_names[context.value("month", groups[month]) - 1]
    return absolute(f"{int(groups[day] or 0)} {name} {year or LEAP_YEAR}", context.table.language)


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
    words = f"{groups['n1']}/{groups['n2']}/{year or LEAP_YEAR}"
    orders = context.table.numeric_orders if year else context.table.numeric_orders[:1]
    days = [day for order in orders if (day := absolute(words, context.table.language, order))]
    if not days:
        return None
    weekday = context.value("weekday", groups.get("weekday"))
    day = next((day for day in days if day.weekday() == weekday), days[0])
    chosen = (day, day) if year else choose(day_in_years(day, context), None, context)
    return of_precision(chosen, DatePrecision.DAY, STATED)


def read_iso(groups: Groups, context: Context) -> Reading | None:
    """Reads "2024-10-30"."""
    day = absolute(f"{groups['year']}-{groups['mm']}-{groups['dd']}", context.table.language)
    return of_precision((day, day) if day else None, DatePrecision.DAY, STATED)


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
    return of_precision(calendars.year_days(int(groups["year"] or 0), part), precision, STATED)


def read_years(groups: Groups, _context: Context) -> Reading | None:
    """Reads "from 2014 to 2022", "in 2022-23"."""
    first = int(groups["year"] or 0)
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


def distant(groups: Groups, context: Context, sign: int) -> Reading | None:
    """The day, week, month or year that lies so many of them from publication; an hour is too fine to name a day."""
    unit = context.value("unit", groups.get("unit")) or context.value("unit_one", groups.get("unit_one"))
    count, published = sign * number_of(groups, context), context.published
    if unit == "day":
        day = published + timedelta(days=count)
        return day, day, DatePrecision.DAY, RELATIVE
    if unit == "week":
        return of_precision(calendars.week_of(published, count), DatePrecision.WEEK, RELATIVE)
    if unit == "month":
        day = calendars.months_from(published, count)
        return of_precision(calendars.month_days(day.year, day.month), DatePrecision.MONTH, RELATIVE)
    if unit == "year":
        return of_precision(calendars.year_days(published.year + count), DatePrecision.YEAR, RELATIVE)
    return None


def stretch(groups: Groups, context: Context, sign: int) -> Reading | None:
    """So many days, weeks, months or years up to publication, or from it."""
    unit = context.value("unit", groups.get("unit")) or context.value("unit_one", groups.get("unit_one"))
    count, published = number_of(groups, context), context.published
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


def read_period(groups: Groups, context: Context) -> Reading | None:
    """Reads "last week", "bulan lalu", "earlier this month", "over the weekend", "the end of this year"."""
    period, part = context.value("period", groups["period"]), context.value("part", groups.get("part"))
    which, published = context.value("which", groups.get("which")), context.published
    if period == "weekend":
        if which is None:  # the last one that has ended
            which = 0 if calendars.weekend_of(published)[1] == published else -1
        return of_precision(calendars.weekend_of(published, which), DatePrecision.DAYS, RELATIVE)
    which = which or 0
    days, precision = period_days(period, part, which, published)
    if which == 0 and not part:
        still_to_come = groups.get("still_to_come") or (context.ahead and not groups.get("so_far"))
        days = (published, days[1]) if still_to_come else (days[0], published)
        if period == "month" and (groups.get("so_far") or groups.get("still_to_come")):
            precision = DatePrecision.MONTH_PART
    return (*days, precision, RELATIVE)


READERS: dict[str, Callable[[Groups, Context], Reading | None]] = {
    "date": read_date,
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
    "ago": lambda groups, context: distant(groups, context, -1),
    "hence": lambda groups, context: distant(groups, context, 1),
    "past": lambda groups, context: stretch(groups, context, -1),
    "coming": lambda groups, context: stretch(groups, context, 1),
    "lasting": lambda groups, context: stretch(groups, context, -1),
    "period": read_period,
}
ABSOLUTE = frozenset({"date", "days", "numeric", "iso", "month", "months", "year", "years", "season"})
