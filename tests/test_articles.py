"""Reading articles: the text stays as given, and hostile input gets one sentence."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.articles import (
    LIMIT,
    article_from_bytes,
    article_id,
    headline,
    parse_day,
    read_article,
    shipped_articles,
)
from events.model import Problem, PublishedBasis

SEED_SHA256 = "b1527e00c7197b2fe49092234059d3e7288430a7483f06fae581bca8f5b976df"

HOSTILE = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t\n", "empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "empty"),
    "NUL bytes": (b"text\0text", "not text"),
    "Latin-1": ("Kursk é".encode("latin-1"), "not text"),
    "UTF-16": ("Pasukan tiba di Kursk".encode("utf-16"), "not text"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not text"),
    "over 5 MB": (b"a" * (LIMIT + 1), "larger than 5 MB"),
    "a broken PDF": (b"%PDF-1.7 text", "cannot be read as a PDF file"),
    "an empty page": (b"\n<!DOCTYPE html><html><p>text", "No article was found"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word file"),
    "rich text": (b"{\\rtf1 text}", "rich text"),
    "an archive": (b"PK\x05\x06" + bytes(18), "ZIP archive"),
    "a feed": (b"<?xml version='1.0'?><rss></rss>", "a feed"),
    "JSON lines": (b'{"text": "a"}\n{"text": "b"}\n', "JSON lines"),
}


@pytest.mark.parametrize(("data", "words"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_bytes_get_one_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    """Whatever is no article is refused by name, from a file and from standard input alike."""
    path = tmp_path / "article.txt"
    path.write_bytes(data)

    with pytest.raises(Problem, match=words) as from_file:
        read_article(path)
    with pytest.raises(Problem, match=words) as from_input:
        article_from_bytes(data, "standard input")

    assert "\n" not in f"{from_file.value}{from_input.value}"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.txt", "no file"),
        ("folder", "is a folder"),
        ("page.html", "no file"),
        ("a" * 300, "cannot be read"),
        ("nul\0byte", "cannot be read"),
    ],
)
def test_paths_that_lead_to_no_article(tmp_path: Path, name: str, words: str) -> None:
    """A path that cannot be read as an article says why."""
    (tmp_path / "folder").mkdir()

    with pytest.raises(Problem, match=words):
        read_article(tmp_path / name)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://example.org/a.txt", "http:// or https://"),
        ("file:///etc/passwd", "http:// or https://"),
        ("http://127.0.0.1:9/a", "private network or to this machine"),
        ("HTTP://[::1]/a", "private network or to this machine"),
    ],
)
def test_addresses_that_are_not_read(address: str, words: str) -> None:
    """An address is not taken for a file name, and only public ones are fetched."""
    with pytest.raises(Problem, match=words):
        read_article(address)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip))
def test_text_is_kept_exactly(text: str) -> None:
    """Every letter and line end of the text is kept; only a leading byte order mark is not text."""
    marked = f"x{text}"

    assert marked == article_from_bytes(marked.encode(), "a.txt").text
    assert marked == article_from_bytes(b"\xef\xbb\xbf" + marked.encode(), "a.txt").text
    assert article_id(f" \n{marked}\r\n") == article_id(marked)


def test_line_ends_are_not_translated(tmp_path: Path) -> None:
    """Carriage returns stay where they are, so offsets count on the text as given."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\r\ntwo\rthree\n")

    assert read_article(path).text == "one\r\ntwo\rthree\n"


def test_given_date_and_language() -> None:
    """A date and language given with the article are recorded as given."""
    article = article_from_bytes(b"Pasukan tiba.", "-", published=date(2024, 10, 29), language="id")

    assert (date(2024, 10, 29), PublishedBasis.GIVEN, "id") == (
        article.published,
        article.published_basis,
        article.language,
    )


@pytest.mark.parametrize("text", ["31/10/2024", "2024-02-30", "20241031", "2024-W44-3", "", "yesterday", "٢٠٢٤-١٠-٣١"])
def test_bad_dates_name_the_format(text: str) -> None:
    """A date in another form, or one no calendar has, is answered with the format."""
    with pytest.raises(Problem, match="write it as YYYY-MM-DD"):
        parse_day(text, "publication date")


@pytest.mark.parametrize("language", ["Bahasa Indonesia", "ID", "id-ID", "i", ""])
def test_bad_language_is_named(language: str) -> None:
    """A language that is no code is refused by name."""
    with pytest.raises(Problem, match=f'"{language}" is not a language code'):
        article_from_bytes(b"Pasukan tiba.", "-", language=language)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Pasukan Korut Tiba di Kursk\n\nSejumlah pasukan tiba.", "Pasukan Korut Tiba di Kursk"),
        ("\n# Pasukan Korut Tiba di Kursk\nSejumlah pasukan tiba.", "Pasukan Korut Tiba di Kursk"),
        (f"Pasukan Korut Tiba di Kursk\n{'Sejumlah pasukan tiba. ' * 9}", "Pasukan Korut Tiba di Kursk"),
        ("Pasukan Korut tiba di Kursk pada\nhari Rabu, kata Pentagon.", None),
        ("Pasukan Korut tiba di Kursk.\n\nPentagon membenarkannya.", None),
        ("Shafaq News – Khartoum\n\nFighting broke out on Saturday.", None),
        ("Pasukan Korut Tiba di Kursk", None),
        (f"{'Pasukan Korut tiba ' * 9}\n\nPentagon membenarkannya.", None),
    ],
)
def test_headline(text: str, title: str | None) -> None:
    """A first line is the title only where it stands apart and reads like a headline."""
    assert title == headline(text)


def test_own_json_form(tmp_path: Path) -> None:
    """The article's own JSON form is read with its fields; what is given beside it stands above them."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": "Pasukan tiba.", "publisher": "Koran", "published": "2024-10-31"}))
    article = read_article(path, published=date(2024, 11, 1))

    assert ("Koran", date(2024, 11, 1), article_id("Pasukan tiba.")) == (
        article.publisher,
        article.published,
        article.id,
    )
    assert article_from_bytes(path.read_bytes(), "standard input").publisher == "Koran"
    assert article_from_bytes(b'{"text": "a", "language": null, "published": null}', "standard input").language is None


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ('{"title": "no text"}', 'an object with "text"'),
        ("[1, 2]", 'an object with "text"'),
        ("{" * 100_000, 'an object with "text"'),
        ('{"text": "a", "colour": "red"}', "field colour"),
        ('{"text": "a", "published": "soon"}', "write it as YYYY-MM-DD"),
        ('{"text": "a", "published": 0}', 'publication date "0" is not a date'),
        ('{"text": "a", "published": 1730332800}', "write it as YYYY-MM-DD"),
        ('{"text": "a", "published": "1730332800"}', "write it as YYYY-MM-DD"),
        ('{"text": "a", "published": ["2024-10-31"]}', "write it as YYYY-MM-DD"),
        ('{"text": "a", "language": "EN"}', '"EN" is not a language code'),
        ('{"text": "a", "language": ""}', "is not a language code"),
        ('{"text": "a", "language": "../../etc/passwd"}', "is not a language code"),
        ('{"text": "a", "language": ["en"]}', "is not a language code"),
        ('{"text": "a", "url": 5}', "field url"),
        ('{"text": "\\ud800"}', "field text"),
        ('{"text": "\\u0000"}', "without readable text"),
        ('{"text": " "}', "without readable text"),
        ('{"text": "a", "id": "0123"}', "but its text has the id"),
    ],
)
def test_json_that_is_no_article(tmp_path: Path, document: str, words: str) -> None:
    """JSON that is not an article is refused by what is wrong with it."""
    path = tmp_path / "a.json"
    path.write_text(document)

    with pytest.raises(Problem, match=words):
        read_article(path)


def test_the_first_article_is_word_for_word() -> None:
    """The first article ships exactly as its user gave it, with a date that says what it rests on."""
    shipped = {ship.article.id: ship.article for ship in shipped_articles()}
    article = shipped[SEED_SHA256[:32]]

    assert hashlib.sha256(article.text.strip().encode()).hexdigest() == SEED_SHA256
    assert ("id", None, None, date(2024, 10, 31)) == (
        article.language,
        article.publisher,
        article.url,
        article.published,
    )
    assert article.published_basis == PublishedBasis.CURATED
    assert "The text carries no date" in (article.published_why or "")


def test_curated_corrections_rest_on_words_and_sources() -> None:
    """Each curated correction quotes its article and names a public source, and says that it was not opened."""
    for ship in shipped_articles():
        assert ship.curated is not None
        for correction in ship.curated.corrections:
            assert correction.quote in ship.article.text
            assert "https://" in correction.why
            assert "not opened here" in correction.why
