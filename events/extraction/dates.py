"""When: the dates an article tells, each as first and last day with the words it rests on.

Candidates first: the forms of the language's table delimit the phrases (``events.extraction.date_phrases``), and only
then is each read, by the rule its form belongs to (``events.extraction.date_readings``): searching running text for
whatever may be read as a date takes weapons, scores and common words for dates. dateparser reads what is nothing but a
date, in the many languages that have no table here.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from events.extraction.date_needs import may_stand_in, plain
from events.extraction.date_phrases import Candidate, candidates, trimmed
from events.extraction.date_readings import LEAP_YEAR, READERS, Context, Groups, Reading
from events.extraction.date_tables import DateTable, date_table
from events.model import DatePrecision, DateSpan, Phrase

CLAUSE = 120  # characters before a duration within which its verb lies
LEAD = 32  # characters before a date within which its leading words lie
ANCHOR_REACHES = 4  # reaches of the table within which the date lies that "the next day" counts from
RANGES = frozenset({"days", "months", "years", "weekdays"})
OWN_LEADS = frozenset(
    {"ago", "past", "lasting"}
)  # "vor zwei Tagen", "seit drei Tagen": the first word is the form's own
ANCHORED = frozenset({"then", "after", "later", "earlier"})
ABSOLUTE = frozenset({"date", "days", "numeric", "iso", "month", "months", "year", "years", "season"})


def find_dates(
    text: str,
    language: str,
    published: date | None,
    *,
    ahead: bool = False,
    told: Sequence[Candidate] | None = None,
) -> list[DateSpan]:
    """The dates told in ``text``, sorted and not overlapping, their phrases in offsets of ``text``.

    A date that needs the publication day (relative, a weekday, no year) is left out when ``published`` is null. A
    weekday or a date without its year is read as the latest up to publication (a date close ahead may be the nearer
    one); with ``ahead`` it is the first from publication on, as a planned act wants it ("will meet on Wednesday").
    "The next day" counts from the date told before it, where there is one only. A language without a table has no
    dates. ``told`` are the text's candidates, where they were looked for before.
    """
    table = date_table(language)
    spans: list[DateSpan] = []
    if table is None:
        return spans
    for form, match in candidates(text, language) if told is None else told:
        anchor = anchor_of(match, spans, table) if form.rule in ANCHORED else None
        if found := read(form.rule, match, table, published, ahead, anchor):
            (first, last, precision, basis), end = found
            phrase = Phrase.of(text, *trimmed(match.string, match.start(), end))
            spans.append(DateSpan(first=first, last=last, precision=precision, basis=basis, phrase=phrase))
    return spans


def written_day(text: str) -> date | None:
    """The day that a text of nothing but a date names, as pages write it ("Kamis, 31 Oktober 2024"), in any language.

    Null for all else: for what lacks day, month or year, and for figures alone, whose order nobody tells.
    """
    if not any(letter.isalpha() for letter in text):
        return None
    found = _parser().get_date_data(text).date_obj
    return found.date() if found else None


@cache
def _parser() -> Any:
    """dateparser for whole dates; imported here because loading it takes longer than a short run."""
    from dateparser.date import DateDataParser

    return DateDataParser(settings={"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]})


def anchor_of(match: re.Match[str], spans: list[DateSpan], table: DateTable) -> DateSpan | None:
    """The date told shortly before a phrase; null for none, and for several unless its own sentence tells just one."""
    text, start = match.string, match.start()
    near = [span for span in spans if span.phrase and span.phrase.end >= start - ANCHOR_REACHES * table.reach]
    for sentence in (0, max(text.rfind(mark, 0, start) for mark in (". ", "! ", "? ", "\n", "。"))):
        told = [span for span in near if span.phrase and span.phrase.start >= sentence]
        if len({(span.first, span.last) for span in told}) == 1:
            return told[-1]
    return None


def read(
    rule: str,
    match: re.Match[str],
    table: DateTable,
    published: date | None,
    ahead: bool,
    anchor: DateSpan | None = None,
) -> tuple[Reading, int] | None:
    """The days a candidate tells and where its words end; null when it tells none, or none that can be known."""
    groups = match.groupdict()
    if rule not in READERS or (published is None and not (anchor or is_absolute(rule, groups))):
        return None
    if rule in ANCHORED and not anchor and not (rule == "after" and ahead):
        return None
    if rule == "lasting" and not lasts(match, table):
        return None
    frame, end = frame_of(match, table, inside=rule not in OWN_LEADS)
    if (rule in RANGES or groups.get("day2")) and (
        frame != "aside" or end > match.end()
    ):  # "с 8 по 13 октября" tells its own end
        frame, end = None, match.end()
    # Without a publication day only dates that name their year come here, and they read nothing from this one.
    ahead = published is not None and (ahead or frame == "by")
    context = Context(table, published or date(LEAP_YEAR, 1, 1), ahead, anchor)
    try:
        reading = READERS[rule](groups, context)
        reading = before_midnight(reading) if reading and groups.get("night") else reading
        framed_reading = framed(reading, frame, published) if reading and reading[0] <= reading[1] else None
    except (ValueError, OverflowError):  # before the year 1 or after 9999
        return None
    return (framed_reading, end) if framed_reading else None


def before_midnight(reading: Reading) -> Reading:
    """The days of a night told by the day that it ends in: "in der Nacht zum Mittwoch" begins on Tuesday."""
    first, last, _, basis = reading
    return (first - timedelta(days=1), last, DatePrecision.DAYS, basis) if first == last else reading


def is_absolute(rule: str, groups: Groups) -> bool:
    """Whether the phrase names its year, so that it needs no publication day."""
    return rule in ABSOLUTE and any(groups.get(name) for name in ("year", "year2", "yy", "era"))


def framed(reading: Reading, frame: str | None, published: date | None) -> Reading | None:
    """The reading under the word that leads it: "since" runs to publication, "by" from it, "before" dates nothing."""
    first, last, _, basis = reading
    if frame is None:
        return reading
    if frame == "since" and published:
        return (first, published, DatePrecision.RANGE, basis) if first <= published else reading
    if frame == "by" and published and last >= published:
        return published, last, DatePrecision.RANGE, basis
    return None


def frame_of(match: re.Match[str], table: DateTable, *, inside: bool = True) -> tuple[str | None, int]:
    """The frame whose words lead a phrase (``inside`` it too) or follow it, and where the phrase ends with them."""
    text, start, end = match.string, match.start(), match.end()
    near = plain(text[max(0, start - LEAD) : end])
    for frame, leads in table.frames.items():
        if not may_stand_in(near, leads.words):
            continue
        if inside and leads.pattern.match(text, start, end):
            return frame, end
        if any(lead.end() == start for lead in leads.pattern.finditer(text, max(0, start - LEAD), start)):
            return frame, end
    for frame, tails in table.frames_after.items():
        if tail := tails.match(text, end):
            return frame, tail.end()
    return None, end


def lasts(match: re.Match[str], table: DateTable) -> bool:
    """Whether the clause before a duration says that it runs until now ("has been under siege for 16 months")."""
    clause = re.split(r"[.!?;]\s|\n", match.string[max(0, match.start() - CLAUSE) : match.start()])[-1]
    return bool(table.lasting.search(clause)) and not table.not_lasting.search(clause)
