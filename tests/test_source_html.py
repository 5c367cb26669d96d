"""Reading pages: the article without its surroundings, and only what the page says of itself."""

import time
from datetime import date

import pytest

from events.articles import article_from_bytes
from events.model import Article, Problem
from events.sources.formats import format_of
from events.sources.furniture import is_furniture
from events.sources.html import decoded_page, read_page
from events.sources.published import day_in
from tests.files import SENTENCES, TITLE, make_page

ADDRESS = "https://koran.example/berita/2-pasukan-korut"


def article(page: str, name: str = "page.html") -> Article:
    """The article in ``page``."""
    return article_from_bytes(page.encode(), name)


def test_a_page_gives_its_article_alone() -> None:
    """The text is the heading and the paragraphs; navigation, side column and footer are gone."""
    found = article(make_page())

    assert found.text == "\n\n".join((TITLE, *SENTENCES))
    assert (found.title, found.language, found.published, found.url) == (TITLE, "id", None, None)


def test_a_short_article_stays_alone() -> None:
    """Of a page with a single sentence nothing else is taken for the article."""
    assert article(make_page(f"<p>{SENTENCES[2]}</p>")).text == f"{TITLE}\n\n{SENTENCES[2]}"


def test_what_a_page_says_of_itself() -> None:
    """Title, publisher, publication date and address come from the page's own data, the date with where it stands."""
    head = f"""<link rel="canonical" href="{ADDRESS}"><meta property="og:site_name" content="Koran Contoh">
        <meta property="article:published_time" content="2024-10-31T23:15:00+07:00">
        <meta property="article:modified_time" content="2024-11-05T10:00:00+07:00">"""
    found = article(make_page(head=head))

    assert (found.title, found.publisher, found.url) == (TITLE, "Koran Contoh", ADDRESS)
    assert (found.published, found.published_basis) == (date(2024, 10, 31), "metadata")
    assert found.published_why == 'The page says article:published_time "2024-10-31T23:15:00+07:00".'


def test_linked_data_of_the_article_and_no_other() -> None:
    """Of several articles in a page's linked data the one under the page's heading is taken, references followed."""
    linked = {
        "@graph": [
            {"@type": "NewsArticle", "headline": "Harga cabai naik", "datePublished": "2023-01-01"},
            {
                "@type": ["NewsArticle"],
                "headline": TITLE,
                "datePublished": "2024-10-30T01:00:00Z",
                "publisher": {"@id": "#p"},
            },
            {"@type": "Organization", "@id": "#p", "name": "Koran &amp; Contoh"},
        ]
    }
    found = article(make_page(linked=linked))

    assert (found.published, found.publisher) == (date(2024, 10, 30), "Koran & Contoh")


@pytest.mark.parametrize(
    ("body", "head", "day", "basis"),
    [
        ('<time datetime="2024-10-31T08:00">kemarin</time><p>{}</p>', "", date(2024, 10, 31), "metadata"),
        ('<div class="date">Kamis, 31 Okt 2024 08:15 WIB</div><p>{}</p>', "", date(2024, 10, 31), "stated"),
        ('<span class="post-date">October 31, 2024</span><p>{}</p>', "", date(2024, 10, 31), "stated"),
        ("<div><i>Kamis, 31 Oktober 2024 08:15 WIB</i></div><p>{}</p>", "", date(2024, 10, 31), "stated"),
        ("<p>{}</p>", '<link rel="canonical" href="https://k.example/2024/10/31/x">', date(2024, 10, 31), "metadata"),
        ("<p>{}</p>", '<meta name="dtk:publishdate" content="2024/10/31 08:15:00">', date(2024, 10, 31), "metadata"),
        ("<p>Rabu (30/10/2024) {}</p>", "", None, None),
        ("<p>Pada 23 Oktober 2024 {}</p>", "", None, None),
        ('<div class="date">03/04/2024</div><p>{}</p>', "", None, None),
        ('<div class="updated-date">31 Oktober 2024</div><p>{}</p>', "", None, None),
        ("<p>{}</p>", '<meta property="article:modified_time" content="2024-10-31">', None, None),
        ("<p>{}</p>", '<meta property="article:published_time" content="1970-01-01T00:00:00Z">', None, None),
        ("<p>{}</p></article><aside><i>31 Oktober 2024</i></aside>", "", None, None),
        ('<a><time class="entry-date" datetime="2024-10-31">x</time></a><p>{}</p>', "", date(2024, 10, 31), "metadata"),
        ('<p>{}</p></article><aside><time datetime="2024-10-31">x</time></aside>', "", None, None),
    ],
)
def test_publication_date(body: str, head: str, day: date | None, basis: str | None) -> None:
    """The date is the page's own, never one of its sentences, of a change, of another article, or an unclear one."""
    found = article(make_page(body.format(" ".join(SENTENCES)), head=head))

    assert (found.published, found.published_basis) == (day, basis)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2024-10-31T08:15:00+07:00", date(2024, 10, 31)),
        ("20241031", date(2024, 10, 31)),
        ("2024/10/31 08:15", date(2024, 10, 31)),
        ("Thu, 31 Oct 2024 08:15:00 GMT", date(2024, 10, 31)),
        ("October 31, 2024", date(2024, 10, 31)),
        ("2024-02-30", None),
        ("1730332800", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_of_machines(words: str, day: date | None) -> None:
    """A machine's date is read as written there; what is no date is none."""
    assert day_in(words) == day


INSIDE = {
    "own paragraph": '<p>Baca juga: <a href="/x">Rusia bantah tuduhan</a></p>',
    "bold": '<p><strong>Baca Juga: <a href="/x">Rusia bantah tuduhan</a></strong></p>',
    "label, then link": '<p><strong>BACA JUGA:</strong> <a href="/x">Rusia bantah tuduhan</a></p>',
    "label, then list": '<div>Baca Juga:</div><ul><li><a href="/x">Rusia bantah tuduhan</a></li></ul>',
    "box": '<div class="box"><span>Lihat juga</span><a href="/x">Rusia bantah tuduhan</a></div>',
    "plain": "<p>Baca juga: Rusia bantah tuduhan</p>",
    "scroll": '<p class="detail__scroll">SCROLL TO CONTINUE WITH CONTENT</p>',
    "advertisement": "<p>ADVERTISEMENT</p>",
    "video": "<p>[Gambas:Video 20detik]</p>",
    "initials": "<p>(abc/xyz)</p>",
    "photo": "<p>Foto: Dok. Kantor Berita</p>",
    "caption": '<figure><img src="x.jpg"><figcaption>Foto: Kantor Berita</figcaption></figure>',
    "republished": "<p>Artikel ini telah tayang di Koran dengan judul Pasukan Tiba</p>",
    "russian": '<p>Читайте также: <a href="/x">Россия отвергает обвинения</a></p>',
    "german": '<p>Lesen Sie auch: <a href="/x">Moskau weist alles zurück</a></p>',
}


@pytest.mark.parametrize("furniture", INSIDE.values(), ids=INSIDE)
def test_furniture_inside_the_article_goes(furniture: str) -> None:
    """Links to other articles, calls to scroll, credits and initials within the article are no part of it."""
    paragraphs = [f"<p>{sentence}</p>" for sentence in SENTENCES]
    found = article(make_page(f"{paragraphs[0]}{furniture}{paragraphs[1]}{furniture}{paragraphs[2]}"))

    assert found.text == "\n\n".join((TITLE, *SENTENCES))


def test_furniture_at_the_end_of_a_paragraph_goes() -> None:
    """A paragraph keeps its words when a link to another article stands at its end."""
    link = '<strong>Baca juga: <a href="/x">Rusia bantah tuduhan</a></strong>'
    found = article(make_page("".join(f"<p>{sentence} {link}</p>" for sentence in SENTENCES)))

    assert found.text == "\n\n".join((TITLE, *SENTENCES))


def test_a_dateline_stands_with_its_paragraph() -> None:
    """A place and a dash that a page sets apart begin the first paragraph."""
    found = article(make_page(f"<strong>Moskow</strong> - <p>{SENTENCES[2]}</p><p>{SENTENCES[1]}</p>"))

    assert found.text.split("\n\n") == [TITLE, f"Moskow - {SENTENCES[2]}", SENTENCES[1]]


def test_the_heading_is_the_title() -> None:
    """What the page shows as its heading is the title, whatever its data calls the page."""
    page = make_page(head='<meta property="og:title" content="Perang: kabar terkini | Koran">')

    assert article(page).title == TITLE
    assert article(page.replace(f"<h1>{TITLE}</h1>", "<h1>Koran</h1>")).title == "Perang: kabar terkini | Koran"


@pytest.mark.parametrize(
    "line",
    [
        "Berita terkait pengiriman pasukan itu dibantah Moskow.",
        "Foto satelit menunjukkan pasukan di Kursk.",
        "Related incidents were reported in Sudzha.",
        "Iklan politik dilarang di Rusia, kata juru bicara itu.",
        "Реклама войны запрещена, заявил министр.",
        "Watch towers were built near Sudzha.",
        "On 23 October 2024 troops arrived.",
        '"Kami prihatin," kata dia.',
        "Photographs published by the ministry show tanks.",
    ],
)
def test_sentences_are_no_furniture(line: str) -> None:
    """A sentence that begins with a word which labels furniture stays."""
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("said", "text", "language"),
    [
        ("en-US", " ".join(SENTENCES), "id"),
        ("ms", " ".join(SENTENCES), "ms"),
        ("ID-id", " ".join(SENTENCES), "id"),
        ("", " ".join(SENTENCES), None),
        ("ru", "Северная Корея направила в Курскую область три тысячи военных, сообщил Пентагон.", "ru"),
    ],
)
def test_language(said: str, text: str, language: str | None) -> None:
    """The page's own language is taken unless its words are plainly of another."""
    assert article(make_page(f"<p>{text}</p><p>{text}</p>", lang=said)).language == language


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("/berita/3", "https://koran.example/berita/3"),
        ("https://www.koran.example/berita/3", "https://www.koran.example/berita/3"),
        ("https://koran.example/", ADDRESS),
        ("https://other.example/berita/3", ADDRESS),
        ("javascript:alert(1)", ADDRESS),
        ("http://[::1", ADDRESS),
    ],
)
def test_canonical_address(canonical: str, url: str) -> None:
    """A page names its own address better, but not another house's, a front page, or none at all."""
    page = make_page(head=f'<link rel="canonical" href="{canonical}">')

    assert read_page(page.encode(), "page", address=ADDRESS).url == url


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-16", "utf-8"])
def test_character_sets(charset: str) -> None:
    """A page is read in the character set that it names."""
    sentence = "Северная Корея направила в Курскую область три тысячи военных, сообщил Пентагон в среду."
    page = make_page(f"<p>{sentence}</p><p>{sentence[:-1]} вечером.</p>", title="Военные прибыли в Курск", lang="ru")
    data = page.replace('charset="utf-8"', f'charset="{charset}"').encode(charset)

    assert sentence in article_from_bytes(data, "page.html").text


def test_a_saved_page_keeps_its_address() -> None:
    """A page saved by a browser says in a comment where it was."""
    page = f"<!-- saved from url=({len(ADDRESS):04}){ADDRESS} -->{make_page()}"

    assert article(page).url == ADDRESS


def test_the_same_page_gives_the_same_article() -> None:
    """Reading twice gives the same, byte for byte."""
    page = make_page(head='<meta name="date" content="2024-10-31">')

    assert article(page) == article(page)


HOSTILE = {
    "nothing": ("<html><body></body></html>", "No article was found"),
    "only links": ("<html><body><nav><a href='/'>x</a></nav></body></html>", "No article was found"),
    "no text": ("<html>" + " " * 1000, "No article was found"),
    "many elements": ("<html><body>" + "<p>a</p>" * 150_000, "elements"),
}


@pytest.mark.parametrize(("page", "words"), HOSTILE.values(), ids=HOSTILE)
def test_pages_without_an_article(page: str, words: str) -> None:
    """A page without an article is refused in one sentence."""
    with pytest.raises(Problem, match=words):
        article(page)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 50_000 + SENTENCES[0],
        "<html><body>" + "<b><i>" * 20_000 + SENTENCES[0],
        "<html><script type='application/ld+json'>" + "[" * 100_000 + "</script><p>" + SENTENCES[0],
        "<html><meta name='date' content='" + "9" * 100_000 + "'><p>" + SENTENCES[0],
        "<html><title>" + "a - " * 100_000 + "</title><p>" + SENTENCES[0],
        "<html><body><p>" + "Baca juga " * 100_000,
        "<html><body><div>" + "<p>Baca juga x</p>" * 6_000 + SENTENCES[0],
        "<html><script type='application/ld+json'>["
        + '{"@type": "Article", "headline": "a"},' * 20_000
        + "{}]</script>"
        + "<h1>b</h1>" * 9_000,
    ],
)
def test_hostile_pages_end_soon(page: str) -> None:
    """Whatever a page nests or repeats, it is read or refused in seconds, and never with a traceback."""
    begun = time.monotonic()
    try:
        assert article(page).text
    except Problem as problem:
        assert "\n" not in str(problem)
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize("mark", ["<!---->", "<?xml-stylesheet?>", "<!doctype x>"])
def test_what_stands_before_a_page_is_passed_over_in_no_time(mark: str) -> None:
    """Any number of comments or declarations is read once each, whether a page follows or not."""
    begun = time.monotonic()
    assert format_of(mark.encode() * 50 + b"<html>", "a.txt") == "html"
    assert format_of(mark.encode() * 50 + b"<rss>", "a.txt") == "feed"
    assert format_of(mark.encode() * 200 + b"none", "a.txt") == "text"
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("charset", ["punycode", "idna", "utf-7", "unicode_escape", "rot13", "zlib", "undefined"])
def test_a_codec_that_is_no_character_set_is_not_used(charset: str) -> None:
    """A page that names a codec of another kind is read as what it is."""
    page = make_page().replace("utf-8", charset)

    assert charset in page
    assert decoded_page(page.encode()) == page
    assert decoded_page(page.encode(), charset) == page
