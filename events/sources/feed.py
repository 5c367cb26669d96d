"""An RSS or Atom feed -> its entries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any
from urllib.parse import urljoin

from events.model import Problem, PublishedBasis, one_line
from events.sources.published import day_in
from events.sources.reading import TEXT_LIMIT, Reading, within
from events.sources.xml import parse_xml

ENTRIES = 1_000  # the newest, of a feed that has more
WHOLE = 300  # characters: a description of so many can stand for the article where its page cannot be had
_TAG = re.compile(r"<[^<>]{0,500}>")


@dataclass(frozen=True)
class Entry:
    """One entry of a feed; ``content`` is the text that the feed itself carries, as HTML, where it is an article's."""

    title: str | None
    link: str | None
    said: str  # when it was published, in the feed's words; "" where the feed does not say
    changed: str
    content: str | None

    @property
    def published(self) -> date | None:
        """The day on which the feed says that the article was published."""
        return day_in(self.said)


@dataclass(frozen=True)
class Feed:
    """A feed's own title and its entries, in its order."""

    title: str | None
    entries: tuple[Entry, ...]


def parse_feed(data: bytes, name: str, address: str | None = None) -> Feed:
    """The feed in ``data``; links are completed with ``address``; raises Problem where it has no entries."""
    within(data, TEXT_LIMIT, name)
    root = parse_xml(data, name, recover=True)
    found = [element for element in root.iter() if _local(element) in ("item", "entry")]
    if not found and _local(root) not in ("rss", "feed", "RDF"):
        raise Problem(f'"{one_line(name)}" is no RSS or Atom feed; give the address or file of a feed.')
    channel = next((element for element in root.iter() if _local(element) in ("channel", "feed")), root)
    title = _text(channel, "title")
    return Feed(title, tuple(_entry(element, address) for element in found[:ENTRIES]))


def filled(reading: Reading, entry: Entry, feed: Feed) -> Reading:
    """``reading`` with what the page does not say of itself and the feed does."""
    changes: dict[str, Any] = {}
    if reading.title is None and entry.title:
        changes["title"] = entry.title
    if reading.publisher is None and feed.title:
        changes["publisher"] = feed.title
    if reading.url is None and entry.link:
        changes["url"] = entry.link
    if reading.published is None and entry.published:
        changes |= {"published": entry.published, "published_basis": PublishedBasis.METADATA}
        changes["published_why"] = f'The feed says "{one_line(entry.said, 40)}".'
    return Reading(**{**vars(reading), **changes})


def page_of(entry: Entry) -> bytes:
    """The text that the feed itself carries, as a page."""
    heading = f"<h1>{escape(entry.title)}</h1>" if entry.title else ""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"></head><body><article>{heading}{entry.content or ""}'
        "</article></body></html>"
    ).encode()


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Any, *names: str) -> Iterator[Any]:
    """The children with the first of ``names`` that there are, then those with the next."""
    for name in names:
        yield from (child for child in element if _local(child) == name)


def _text(element: Any, *names: str) -> str | None:
    """The words of the first such child, without marks."""
    for child in _children(element, *names):
        words = " ".join(_TAG.sub("", "".join(child.itertext())).split())
        if words:
            return words[:300]
    return None


def _entry(element: Any, address: str | None) -> Entry:
    said = _text(element, "pubDate", "published", "issued", "date") or ""
    return Entry(
        title=_text(element, "title"),
        link=_link(element, address),
        said=said,
        changed=_text(element, "updated", "modified") or said,
        content=_content(element),
    )


def _link(element: Any, address: str | None) -> str | None:
    for child in _children(element, "link"):
        if child.get("rel", "alternate") == "alternate":
            link = str(child.get("href") or child.text or "").strip()
            if link:
                return urljoin(address or "", link)
    for child in _children(element, "guid", "id"):
        link = str(child.text or "").strip()
        if re.match(r"https?://", link) and child.get("isPermaLink") != "false":
            return link
    return None


def _content(element: Any) -> str | None:
    """The article as HTML: what is called its content, or a description that is long enough for an article."""
    from lxml import etree

    for child in _children(element, "encoded", "content"):
        if len(child):
            return "".join(etree.tostring(each, encoding="unicode") for each in child)
        if (child.text or "").strip():
            words = str(child.text)
            return escape(words) if child.get("type") == "text" else words
    for child in _children(element, "description", "summary"):
        words = "".join(child.itertext())
        if len(_TAG.sub("", words)) >= WHOLE or _link(element, None) is None:
            return words
    return None
