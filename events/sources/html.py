"""An HTML page -> its article's text, without what stands around it, and what the page says of itself."""

import codecs
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from events.model import Problem, one_line
from events.sources.charset import codec_of
from events.sources.furniture import opener, without_furniture
from events.sources.published import published
from events.sources.reading import FORMATS, TEXT_LIMIT, Reading, within

ELEMENTS = 30_000  # a page of more is no article, and would be long in reading
LONGEST_TITLE = 300
FEWEST_WORDS = 4
MOST = {"headings": 20, "objects": 1_000, "furniture": 300}  # of each that are looked at; no article's page has more
LONGEST_FURNITURE = 250  # characters
FEWEST_LETTERS = 15  # a page with less text than this has no article
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})[\"']")
_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(https?://[^\s>]{1,2000}) -->")
_ARTICLES = re.compile(r"article|blogposting|report$", re.IGNORECASE)
_DATELINE = re.compile(r"[\w ,.()'/]{2,60}\s*[-–—]{1,2}")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_MAY_OPEN = ("p", "div", "strong", "b", "em", "i", "span", "h2", "h3", "h4", "h5", "h6", "a", "li", "td")


def decoded_page(data: bytes, charset: str | None = None) -> str:
    """The page as text, in the character set that its mark, the server or the page itself names; else UTF-8."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(name, errors="replace").removeprefix("\ufeff")
    head = data[:4096]
    named = _XML_DECLARED.match(head) or _DECLARED.search(head)
    for name in filter(None, (charset, named[1].decode("ascii") if named else None)):
        codec = codec_of(name)
        if codec:
            return data.decode(codec, errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data[:200_000]).best()
        return data.decode(best.encoding if best else "cp1252", errors="replace")


def read_page(data: bytes, name: str, *, address: str | None = None, charset: str | None = None) -> Reading:
    """The article of the HTML page ``data``, which came from ``address``; raises Problem where it holds none."""
    within(data, TEXT_LIMIT, name)
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    shown = one_line(name)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decoded_page(data, charset).replace("\0", ""))
    if not text.strip():
        raise Problem('"{name}" is empty; {formats}. Put the text of an article in it.', name=shown, formats=FORMATS)
    try:
        tree = document_fromstring(text, parser=HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True))
        if sum(1 for _ in tree.iter()) > ELEMENTS:
            raise Problem(
                '"{name}" has more than {most:,} elements, too many for an article; save its text alone.',
                name=shown,
                most=ELEMENTS,
            )
        saved = _SAVED_FROM.search(data[:4096])
        return _reading(tree, name, address or (saved[1].decode("utf-8", "replace") if saved else None))
    except (etree.LxmlError, ValueError, RecursionError):
        raise Problem(
            '"{name}" is not a readable HTML page; save it anew, or save its text alone.', name=shown
        ) from None


def _reading(tree: Any, name: str, address: str | None) -> Reading:
    metas = dict(_metas(tree))
    heading_texts = [_plain(h1) for h1 in islice(tree.iter("h1"), MOST["headings"])]
    linked = _linked_data(tree, heading_texts)
    url = _canonical(tree, linked, metas, address)
    publisher = _publisher(linked, metas)
    heading, title = _title(tree, linked, metas, publisher, heading_texts)
    dated = published(tree, linked, metas, url)
    text = _text(tree, heading)
    if not text:
        missing = 'No article was found in the page "{name}"; open it in a browser and save the text.'
        raise Problem(missing, name=one_line(name))
    return Reading(
        text=text,
        title=title,
        publisher=publisher,
        url=url,
        language=_language(tree, metas, text),
        published=dated.day if dated else None,
        published_basis=dated.basis if dated else None,
        published_why=dated.why if dated else None,
    )


def _plain(element: Any) -> str:
    return _INVISIBLE.sub("", " ".join(element.text_content().split()))


# -- what the page says of itself ----------------------------------------------------------------


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    """Every meta element's name (small letters) and content; of several with one name the first."""
    seen = set()
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content and name not in seen:
            seen.add(name)
            yield name, content


def _linked_data(tree: Any, headings: Sequence[str]) -> Mapping[str, Any]:
    """The JSON-LD object that tells of the page's article; an empty one where none does."""
    objects: list[dict[str, Any]] = []
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            _collect(json.loads(script.text or "", strict=False), objects)
        except (ValueError, RecursionError):
            continue
    named = {each["@id"]: each for each in objects if isinstance(each.get("@id"), str) and len(each) > 1}
    articles = [each for each in objects if _ARTICLES.search(_type(each))]
    fitting = [each for each in articles if any(_alike(str(each.get("headline", "")), h1) for h1 in headings)]
    found = next(iter(fitting or articles), None)
    if found is None:
        found = next((each for each in objects if "datePublished" in each), {})
    return {key: _resolved(value, named) for key, value in found.items()}


def _collect(value: Any, objects: list[dict[str, Any]]) -> None:
    if len(objects) >= MOST["objects"]:
        return
    if isinstance(value, list):
        for each in value[:200]:
            _collect(each, objects)
    elif isinstance(value, dict):
        objects.append(value)
        _collect(value.get("@graph"), objects)


def _resolved(value: Any, named: Mapping[str, Any]) -> Any:
    if isinstance(value, dict) and set(value) == {"@id"}:
        return named.get(str(value["@id"]), value)
    return value


def _type(value: Mapping[str, Any]) -> str:
    kind = value.get("@type", "")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def _canonical(tree: Any, linked: Mapping[str, Any], metas: Mapping[str, str], address: str | None) -> str | None:
    """The page's own address: what it says, unless that is another house's or merely a front page."""
    links = [link.get("href") for link in tree.iterfind(".//link[@rel='canonical']")]
    page = linked.get("mainEntityOfPage") or linked.get("url")
    page = page.get("@id") if isinstance(page, dict) else page
    for said in (*links, metas.get("og:url"), page):
        try:
            url = urljoin(address or "", said.strip() if isinstance(said, str) else "")
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > 2000 or not url.isprintable():
            continue
        if address is None or (_house(url) == _house(address) and parts.path.strip("/")):
            return url
    return address


def _house(url: str) -> str:
    """The host without the part that tells a house's editions apart (www, m, amp)."""
    return re.sub(r"^(?:www|m|amp|mobile|en|id)\.", "", (urlsplit(url).hostname or "").lower())


def _publisher(linked: Mapping[str, Any], metas: Mapping[str, str]) -> str | None:
    """Who publishes the page, as it says itself."""
    said = linked.get("publisher")
    said = said[0] if isinstance(said, list) and said else said
    said = said.get("name") if isinstance(said, dict) else said
    for name in (said, metas.get("og:site_name"), metas.get("dc.publisher"), metas.get("application-name")):
        words = " ".join(html.unescape(name).split()) if isinstance(name, str) else ""
        if words and "://" not in words and len(words) <= 100:
            return words
    return None


def _language(tree: Any, metas: Mapping[str, str], text: str) -> str | None:
    """The language that the page says it is in, unless its words are plainly of another; None where it says none."""
    declared = _declared_language(tree, metas)
    if declared is None:
        return None
    from events.extraction import detect_language

    found = detect_language(text)  # many a page says "en" because its template did
    return declared if found == "und" or {found, declared} == {"id", "ms"} else found


def _declared_language(tree: Any, metas: Mapping[str, str]) -> str | None:
    for said in (tree.get("lang"), metas.get("content-language"), metas.get("language"), metas.get("og:locale")):
        found = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", (said or "").strip())
        if found:
            return {"in": "id"}.get(found[0].lower(), found[0].lower())
    return None


def _title(
    tree: Any, linked: Mapping[str, Any], metas: Mapping[str, str], publisher: str | None, headings: Sequence[str]
) -> tuple[str | None, str | None]:
    """The heading that the page shows over its article, and the title: that, or what the page's data calls it."""
    element = tree.find(".//title")
    said = [linked.get("headline"), metas.get("og:title"), metas.get("twitter:title")]
    said.append(element.text_content() if element is not None else None)
    titles = [" ".join(html.unescape(words).split()) for words in said if isinstance(words, str) and words.strip()]
    titles = [_without_house(title, publisher) for title in titles]
    shown = [words for words in headings if words and len(words) <= LONGEST_TITLE]
    heading = next((h1 for h1 in shown if any(_alike(title, h1) for title in titles)), None)
    if heading is None and len(set(shown)) == 1 and len(shown[0].split()) >= FEWEST_WORDS:
        heading = shown[0]  # fewer words are the name of a house
    title = heading or (titles[0][:LONGEST_TITLE] if titles else None)
    return heading, title or None


def _alike(title: str, heading: str) -> bool:
    """Whether one is the other, or its beginning (titles are cut, or go on with the publisher's name)."""
    a, b = (re.sub(r"\W+", "", words).casefold() for words in (html.unescape(title), heading))
    return bool(a and b) and (a.startswith(b) or (b.startswith(a) and len(a) * 2 > len(b)))


def _without_house(title: str, publisher: str | None) -> str:
    """The title without the publisher's name at its end."""
    head, _, tail = re.sub(r"\s+[|–—•»·-]\s+(?=[^|–—•»·]*$)", "\n", title, count=1).rpartition("\n")
    if not head:
        return title
    a, b = (re.sub(r"\W+", "", words or "").casefold() for words in (tail, publisher))
    return head if b and (a in b or b in a) else title


# -- the text ------------------------------------------------------------------------------------


def _text(tree: Any, heading: str | None) -> str:
    """The article's paragraphs under its heading, a blank line between them."""
    from trafilatura import bare_extraction

    _drop_furniture(tree)
    document = bare_extraction(
        tree, with_metadata=False, include_comments=False, include_tables=True, deduplicate=False
    )
    body = getattr(document, "text", None) or ""
    lines = [" ".join(_INVISIBLE.sub("", line).split()) for line in body.splitlines()]
    lines = without_furniture(lines)
    if sum(map(str.isalpha, "".join(lines))) < FEWEST_LETTERS:
        return ""
    if heading:
        lines = [heading, *(line for i, line in enumerate(lines) if i > 2 or line.removeprefix("# ") != heading)]
    return "\n\n".join(_with_datelines(lines))


def _with_datelines(lines: list[str]) -> Iterator[str]:
    """The lines, a place and a dash ("Jakarta -") before the paragraph that they begin."""
    before = ""
    for line in lines:
        if _DATELINE.fullmatch(line):
            before += f"{line} "
        else:
            yield before + line
            before = ""
    if before:
        yield before.strip()


def _drop_furniture(tree: Any) -> None:
    """Take out of the page what stands beside its article, and what links to others from within ("Baca juga: ...")."""
    for beside in list(tree.iter("nav", "footer", "aside")):
        if beside.getparent() is not None:
            beside.drop_tree()
    begins = opener()
    opening = [each for each in tree.iter(*_MAY_OPEN) if each.text and each.text.strip() and begins.match(each.text)]
    for element in opening[: MOST["furniture"]]:
        if element.getparent() is not None:
            _drop(_widened(element))


def _drop(element: Any) -> None:
    """Drop ``element``, and what it announces: the link or the list of links that follows it."""
    if _is_long(element):
        return  # a paragraph that only begins so
    following = element.getnext()
    if following is not None and not (element.tail or "").strip(" :\n\t\r\xa0") and _only_links(following):
        announces = not any(True for _ in element.iter("a")) and element.tag != "a"
        if announces and len(_plain(element)) <= 40:
            following.drop_tree()
    element.drop_tree()


def _is_long(element: Any) -> bool:
    """Whether its text is too long for furniture; of a text without end only the beginning is looked at."""
    letters = 0
    for words in element.itertext():
        letters += sum(map(len, words.split()))
        if letters > LONGEST_FURNITURE:
            return True
    return len(_plain(element)) > LONGEST_FURNITURE


def _widened(element: Any) -> Any:
    """The largest element that holds nothing but ``element`` and links."""
    own = len(_plain(element)) - (0 if element.tag == "a" else sum(len(_plain(a)) for a in element.iter("a")))
    while True:
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "article", "main", "html") or _is_long(parent):
            return element
        outside = len(_plain(parent)) - sum(len(_plain(a)) for a in parent.iter("a") if a is not element)
        if outside > own + 3:
            return element
        element = parent


def _only_links(element: Any) -> bool:
    words = _plain(element)
    links = [element] if element.tag == "a" else list(element.iter("a"))
    return bool(links) and len(words) <= sum(len(_plain(a)) for a in links) + 5
