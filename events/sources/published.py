"""When a page says it was published, and where in the page it says so."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from events.model import PublishedBasis, one_line
from events.sources.furniture import is_bare_date

_ISO = re.compile(r"((?:1[6-9]|20)\d{2})([-/.]?)(\d{2})\2(\d{2})(?!\d)")
_URL = re.compile(r"/(20\d{2}|19\d{2})/(\d{1,2})/(\d{1,2})/")
_WRITTEN = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y")
_META = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "date.published",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_date",
    "published-date",
    "published_time",
    "pubdate",
    "content_publisheddate",
    "dtk:publishdate",
    "parsely-pub-date",
    "sailthru.date",
    "originalpublicationdate",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "citation_publication_date",
    "dc.date",
    "date",
)
_NEAR = (
    "contains(concat(' ', translate(@class, 'DTIMEPUBLSHA', 'dtimepublsha'), ' '), 'date')",
    "contains(translate(@class, 'DTIMEPUBLSHA', 'dtimepublsha'), 'publish')",
    "contains(translate(@class, 'DTIMEPUBLSHA', 'dtimepublsha'), 'time')",
)


_APART = "not(ancestor-or-self::aside or ancestor-or-self::footer or ancestor-or-self::nav or ancestor::li)"
NEAR_HEADING = 60  # elements


@dataclass(frozen=True)
class Published:
    """A publication date with its basis and where it stands."""

    day: date
    basis: PublishedBasis
    why: str


def day_in(words: str) -> date | None:
    """The day that a machine's date such as 2024-10-31T08:15:00+07:00 says, as it is written there."""
    text = words.strip()
    found = _ISO.match(text)
    if found:
        return _day(found[1], found[3], found[4])
    try:
        return _sane(parsedate_to_datetime(text).date())
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    for pattern in _WRITTEN:
        try:
            return _sane(datetime.strptime(text[:30], pattern).date())  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return _sane(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def _sane(day: date) -> date | None:
    """None for what programs write when they know no date."""
    return day if day.year >= 1600 and day != date(1970, 1, 1) else None


def published(tree: Any, linked: Mapping[str, Any], metas: Mapping[str, str], url: str | None) -> Published | None:
    """The publication date of the page ``tree``, whose linked data, meta elements and address are given.

    A date of change never stands in for it, and neither does one in the article's own sentences.
    """
    for where, words in _claims(tree, linked, metas):
        day = day_in(words)
        if day:
            why = f'The page says {where} "{one_line(words.strip(), 40)}".'
            return Published(day, PublishedBasis.METADATA, why)
    found = _URL.search(url or "")
    day = _day(found[1], found[2].zfill(2), found[3].zfill(2)) if found else None
    if day:
        return Published(day, PublishedBasis.METADATA, "The page's address holds this day.")
    return _written(tree)


def _claims(tree: Any, linked: Mapping[str, Any], metas: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Where the page's data says when it was published, best first."""
    if isinstance(linked.get("datePublished"), str):
        yield "datePublished", linked["datePublished"]
    for name in _META:
        if name in metas:
            yield name, metas[name]
    for element in tree.iterfind(".//*[@itemprop='datePublished']"):
        yield "datePublished", element.get("datetime") or element.get("content") or element.text_content()
    times = _times(tree)
    if len({day_in(words) for words in times}) == 1:
        yield "time", times[0]


def _times(tree: Any) -> list[str]:
    """The times marked in the head of the article: not beside it, and not those of other articles."""
    apart = "not(ancestor::aside or ancestor::footer or ancestor::nav or ancestor::li or ancestor::a)"
    sure = "@pubdate or contains(@class, 'publish') or contains(@class, 'entry-date')"
    marked = tree.xpath(f"//time[@datetime and ({sure}) and not(ancestor::aside or ancestor::footer or ancestor::li)]")
    marked = marked or tree.xpath(f"(//article|//main)[1]//time[@datetime and {apart}]")
    marked = marked or tree.xpath(f"//time[@datetime and {apart}]")
    return [element.get("datetime") for element in marked if not _changed(element)]


def _changed(element: Any) -> bool:
    said = " ".join(filter(None, (element.get("class"), element.get("itemprop"), element.getparent().get("class"))))
    return "modif" in said.lower() or "updat" in said.lower()


def _written(tree: Any) -> Published | None:
    """The date in words that a short element set apart for it, such as a byline, shows."""
    near = " or ".join(_NEAR)
    for element in (*tree.xpath(f"//body//*[@class and ({near}) and {_APART}]")[:20], *_under_heading(tree)):
        words = " ".join(element.text_content().split())
        if 6 <= len(words) <= 80 and not _changed(element):
            day = _by_words(words)
            if day:
                return Published(day, PublishedBasis.STATED, f'The page shows "{one_line(words)}".')
    return None


def _under_heading(tree: Any) -> Iterator[Any]:
    """The elements that follow the first heading and hold nothing but a date."""
    for element in tree.xpath(f"(//body//h1)[1]/following::*[{_APART}]")[:NEAR_HEADING]:
        if len(element) == 0 and is_bare_date(" ".join((element.text or "").split())):
            yield element


_NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")


def _by_words(words: str) -> date | None:
    """The day in a byline; none where day and month could be either."""
    found = _NUMERIC.search(words)
    if found and found[1] != found[2] and int(found[1]) <= 12 and int(found[2]) <= 12:
        return None
    if not re.search(r"(?:19|20)\d{2}", words):
        return None  # without a year it is not known
    from htmldate import find_date

    page = f"<html><body><time>{words.replace('<', ' ').replace('&', ' ')}</time></body></html>"
    said = find_date(page, original_date=True, extensive_search=False, min_date="1900-01-01", max_date="2200-01-01")
    return day_in(said) if said else None
