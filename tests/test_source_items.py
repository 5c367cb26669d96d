"""Folders, archives, feeds and JSON lines: every article in them, and nothing hostile."""

import io
import json
import os
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from events.articles import article_of
from events.model import Article, Problem
from events.sources.address import Fetcher
from events.sources.feed import WHOLE
from events.sources.items import Item, Opener
from events.sources.robots import Visitor
from tests.files import SENTENCES, TITLE, make_docx, make_page, make_pdf, make_zip
from tests.serving import serving
from tests.test_source_address import HOST, resolve

TEXT = "\n\n".join((TITLE, *SENTENCES))


def opener(known: Callable[[str], str] = lambda _key: "") -> Opener:
    """An opener that knows our names and does not dawdle."""
    return Opener(Visitor(Fetcher(resolve=resolve), pause=0), known)


def opened(source: str | Path, stdin: bytes = b"") -> list[Item]:
    """The items of a source."""
    return list(opener().open(str(source), io.BytesIO(stdin)).items)


def read(items: list[Item]) -> list[Article | str]:
    """Each article, or the sentence that says why there is none."""
    found: list[Article | str] = []
    for item in items:
        try:
            found.append(article_of(item.read()))
        except Problem as problem:
            found.append(str(problem))
    return found


def texts(items: list[Item]) -> list[str]:
    """The text of each article, or the sentence."""
    return [each if isinstance(each, str) else each.text for each in read(items)]


# -- folders -------------------------------------------------------------------------------------


def test_a_folder_gives_every_article_in_it(tmp_path: Path) -> None:
    """Articles of every format are found by name, in folders within, too; the parts of a saved page are not."""
    for name, data in {
        "b/berita.html": make_page().encode(),
        "b/berita_files/iklan.html": make_page(title="Iklan").encode(),
        "b/berita_files/x.css": b"a{}",
        "a.txt": b"Pasukan tiba.",
        "c.docx": make_docx([TITLE]),
        "d.pdf": make_pdf([[SENTENCES[0][:80]]]),
        "e.jsonl": b'{"text": "satu"}\n{"text": "dua"}\n',
        "f.zip": make_zip({"g.md": b"# tiga"}),
        "h.png": b"\x89PNG",
        ".hidden.txt": b"no",
        "~$c.docx": b"no",
        "i.txt": b"\0",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(data)
    batch = opener().open(str(tmp_path))
    found = texts(list(batch.items))

    assert found[:3] == ["Pasukan tiba.", TITLE, SENTENCES[0][:80]]
    assert found[3:6] == ["satu", "dua", "# tiga"]
    assert "is not text" in found[6]
    assert found[7] == TEXT
    assert (len(found), batch.total, dict(batch.passed_over)) == (8, 8, {".png": 1})


def test_an_empty_folder_says_what_is_read(tmp_path: Path) -> None:
    """A folder without articles says which files are read."""
    assert "holds no article; read are files that end in .txt" in texts(opened(tmp_path))[0]


def test_marks_tell_versions_apart(tmp_path: Path) -> None:
    """A file has the same mark until it is written anew."""
    path = tmp_path / "a.txt"
    path.write_text("Pasukan tiba.")
    first, again = opened(path)[0], opened(path)[0]
    path.write_text("Pasukan tiba di Kursk.")

    assert first.mark == again.mark != opened(path)[0].mark


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    """What can be read only once, such as a shell's <(command), is read whole."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    threading.Thread(target=path.write_text, args=(make_page(),), daemon=True).start()

    assert texts(opened(path)) == [TEXT]


# -- archives ------------------------------------------------------------------------------------


def test_an_archive_gives_its_pages(tmp_path: Path) -> None:
    """The pages of a ZIP archive are read, from a file and from standard input alike."""
    data = make_zip(
        {"x/b.html": make_page().encode(), "a.txt": b"Pasukan tiba.", "x/b_files/c.html": b"<p>", "s.js": b""}
    )
    path = tmp_path / "pages.zip"
    path.write_bytes(data)

    assert texts(opened(path)) == texts(opened("-", data)) == ["Pasukan tiba.", TEXT]


def test_hostile_archives(tmp_path: Path) -> None:
    """Names that lead out, locked and damaged members, archives within and bombs are refused, and stop no other."""
    path = tmp_path / "pages.zip"
    members = {
        "../a.txt": b"x",
        "/b.txt": b"x",
        "c:\\d.txt": b"x",
        "e.zip": make_zip({"f.txt": b"x"}),
        "g.txt": b"whole",
    }
    path.write_bytes(make_zip({**members, "h.txt": bytes(30_000_000)}))
    found = texts(opened(path))

    assert ["leads out of its archive" in each for each in found[:3]] == [True] * 3
    assert 'e.zip" is a ZIP archive inside an archive, which is not opened; unpack it' in found[3]
    assert found[4] == "whole"
    assert "larger than 25 MB" in found[5]
    assert not list(tmp_path.glob("*.txt"))


def test_locked_and_damaged_members(tmp_path: Path) -> None:
    """A member that is locked with a password, or damaged, is told in words."""
    data = bytearray(make_zip({"a.txt": b"Pasukan tiba di Kursk, kata Pentagon."}))
    locked, damaged = bytearray(data), bytearray(data)
    at = locked.index(b"PK\x01\x02")
    locked[6] |= 1
    locked[at + 8] |= 1
    damaged[40:45] = b"\xff" * 5
    for name, content, words in (("l.zip", locked, "locked with a password"), ("d.zip", damaged, "is damaged")):
        (tmp_path / name).write_bytes(content)
        assert words in texts(opened(tmp_path / name))[0]
    (tmp_path / "n.zip").write_bytes(data[:30])
    assert "cannot be read as a ZIP archive" in texts(opened(tmp_path / "n.zip"))[0]


def test_an_archive_of_too_many_files(tmp_path: Path) -> None:
    """An archive of more files than anybody needs is refused before any is read."""
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for i in range(10_001):
            archive.writestr(f"{i}.txt", b"")

    assert "more than 10,000 files" in texts(opened(path))[0]


# -- JSON lines ----------------------------------------------------------------------------------


def test_json_lines(tmp_path: Path) -> None:
    """Each line is an article with what it says of itself; one that is none is named by its number."""
    lines = [
        json.dumps({"text": "satu", "title": "Berita", "published": "2024-10-31", "language": "id"}),
        "",
        '{"text": 5}',
        "not json",
        json.dumps({"text": "dua é"}, ensure_ascii=False),
    ]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read(opened(path))

    assert isinstance(found[0], Article)
    assert (found[0].title, found[0].published, found[0].language) == ("Berita", date(2024, 10, 31), "id")
    assert [each for each in found[1:3] if isinstance(each, str)] == found[1:3]
    assert 'jsonl line 3" is not the JSON of an article' in str(found[1])
    assert isinstance(found[3], Article)
    assert found[3].text == "dua é"
    assert [texts(opened("-", path.read_bytes()))[i] for i in (0, 3)] == ["satu", "dua é"]


def test_a_line_without_end(tmp_path: Path) -> None:
    """A line that is too long is refused, and the next one read."""
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b'{"text": "' + b"a" * 11_000_000 + b'"}\n{"text": "dua"}\n')
    found = texts(opened(path))

    assert "larger than 5 MB" in found[0]
    assert found[1:] == ["dua"]


# -- feeds ---------------------------------------------------------------------------------------

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Koran &amp; Contoh</title>
<item><title>Satu &amp; lain</title><link>/1</link><pubDate>Thu, 31 Oct 2024 08:15:00 +0700</pubDate>
<description>Ringkas saja.</description></item>
<item><title>{TITLE}</title><link>/missing</link><pubDate>Wed, 30 Oct 2024 08:15:00 +0700</pubDate>
<content:encoded><![CDATA[<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>]]></content:encoded></item>
<item><title>Ringkas</title><link>/missing</link><description>Ringkas&nbsp;saja.</description></item>
<item><title>Ke dalam</title><link>http://inside.example/</link><description>Ringkas saja.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Koran</title><entry><title>Satu</title>
<link rel="self" href="/feed"/><link href="/1"/><published>2024-10-31T08:15:00+07:00</published>
<updated>2024-11-02T08:15:00+07:00</updated></entry></feed>"""


def site_of(feed: str) -> Starlette:
    """A site with a feed and one page."""

    def page(_request: Request) -> Response:
        return Response(make_page(), media_type="text/html")

    def answer(request: Request) -> Response:
        known = request.headers.get("if-modified-since")
        if known:
            return Response(status_code=304)
        headers = {"Last-Modified": "Thu, 31 Oct 2024 08:15:00 GMT"}
        return Response(feed, media_type="application/rss+xml", headers=headers)

    return Starlette(routes=[Route("/feed", answer), Route("/1", page)])


@pytest.fixture
def rss() -> Iterator[str]:
    """The address of an RSS feed."""
    with serving(site_of(RSS)) as client:
        yield f"http://{HOST}:{client.port}/feed"


def test_a_feed_gives_the_pages_of_its_entries(rss: str) -> None:
    """Pages are fetched; what a page does not say of itself the feed does; else the feed's own text is read."""
    found = read(opened(rss))
    page, own = found[0], found[1]

    assert isinstance(page, Article)
    assert (page.text, page.title, page.publisher) == (TEXT, TITLE, "Koran & Contoh")
    assert (page.published, page.published_basis) == (date(2024, 10, 31), "metadata")
    assert page.published_why == 'The feed says "Thu, 31 Oct 2024 08:15:00 +0700".'
    assert page.url == rss.replace("/feed", "/1")
    assert isinstance(own, Article)
    assert (own.text, own.published) == ("\n\n".join((TITLE, *SENTENCES[:2])), date(2024, 10, 30))
    assert str(found[2]).startswith('The entry "Ringkas" could not be read at its address: ')
    assert "has no such page" in str(found[2])
    assert str(found[3]).startswith('The entry "Ke dalam" could not be read at its address: ')
    assert "private network" in str(found[3])


def test_what_a_feed_says_itself_stands_for_a_page_that_cannot_be_had_and_that_is_said(tmp_path: Path) -> None:
    """A description as long as a short article is read, also where the page may not be fetched; a line of it is not."""
    long = " ".join(SENTENCES)
    entries = "".join(
        f"<item><title>{title}</title><link>{link}</link><description>{words}</description></item>"
        for title, link, words in (
            ("Satu", "http://nowhere.example/1", long),
            ("Dua", "http://inside.example/2", long),
            ("Tiga", "http://nowhere.example/3", SENTENCES[0][:80]),
        )
    )
    path = tmp_path / "feed.xml"
    path.write_text(f"<rss><channel><title>Koran</title>{entries}</channel></rss>", encoding="utf-8")
    said: list[str] = []
    one = Opener(Visitor(Fetcher(resolve=resolve), pause=0), lambda _key: "", say=said.append)
    found = texts(list(one.open(str(path)).items))

    assert len(long) > WHOLE
    assert [long in each for each in found] == [True, True, False]
    assert found[2].startswith('The entry "Tiga" could not be read at its address: ')
    assert [each.startswith(f'The entry "{title}" ') for each, title in zip(said, ("Satu", "Dua"), strict=True)]
    assert all(each.endswith("The text that the feed carries is taken for it.") for each in said)


def test_a_feed_is_sent_once(rss: str) -> None:
    """A feed that says that nothing is new has the entries that it had."""
    one = opener()
    first, again = (list(one.open(rss).items) for _ in range(2))

    assert len(first) == 4
    assert [(item.key, item.mark) for item in first] == [(item.key, item.mark) for item in again]


def test_an_atom_feed() -> None:
    """Atom's alternate link is the page, its published the date, and a change of the entry is another mark."""
    with serving(site_of(ATOM)) as client:
        items = opened(f"http://{HOST}:{client.port}/feed")
        found = read(items)

    assert [isinstance(each, Article) and each.published for each in found] == [date(2024, 10, 31)]
    assert items[0].mark == "entry 2024-11-02T08:15:00+07:00"


def test_a_feed_as_a_file(tmp_path: Path) -> None:
    """A saved feed whose pages cannot be had gives the texts that it carries."""
    path = tmp_path / "feed.xml"
    path.write_text(RSS.replace("/missing", "http://nowhere.example/2"), encoding="utf-8")
    found = texts(opened(path))

    assert found[1] == "\n\n".join((TITLE, *SENTENCES[:2]))
    assert "leads nowhere" in found[2]


def test_a_page_known_already_is_not_read_again(rss: str) -> None:
    """An address that answers that nothing is new gives one item with the mark that is known."""
    batch = opener(lambda _key: "Thu, 31 Oct 2024 08:15:00 GMT").open(rss)

    assert [item.mark for item in batch.items] == ["Thu, 31 Oct 2024 08:15:00 GMT"]


@pytest.mark.parametrize(
    ("feed", "words"),
    [
        ('<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><item>&b;</item></rss>', "XML entities"),
        ('<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item>&a;</item></rss>', "XML entities"),
        ("<?xml version='1.0'?><other/>", "no RSS or Atom feed"),
    ],
)
def test_hostile_feeds(tmp_path: Path, feed: str, words: str) -> None:
    """Entity bombs are refused, and XML that is no feed is named as such."""
    path = tmp_path / "feed.xml"
    path.write_text(feed)

    assert words in texts(opened(path))[0]


def test_a_broken_feed_gives_what_can_be_read(tmp_path: Path) -> None:
    """A feed that is not well-formed gives the entries that can be made out."""
    path = tmp_path / "feed.xml"
    item = f"<item><title>A & B&nbsp;C</title><description>{SENTENCES[0]}</description></item>"
    path.write_text(f"<rss><channel><title>x</title>{item}{item}")

    assert [SENTENCES[0] in each for each in texts(opened(path))] == [True, True]
