"""Reading PDF and Word files and pages saved as one file: their text, and nothing hostile."""

from datetime import date
from pathlib import Path

import pytest

from events.articles import article_from_bytes, read_article, read_bytes
from events.model import Problem
from events.sources.pdf import read_pdf
from events.sources.pdf_text import _spaced, flowing
from tests.files import SENTENCES, TITLE, make_docx, make_page, make_pdf, make_zip

LINES = (
    "Korea Utara mengirimkan sekitar 3.000 pasukan ke wilayah Kursk, Rusia, menurut",
    "kementerian di Seoul pada hari Rabu, dan sejumlah pejabat membe-",
    "narkannya.",
    "",
    "Pyongyang membantah laporan itu.",
)


def test_a_pdf_gives_its_paragraphs(tmp_path: Path) -> None:
    """Lines are joined to paragraphs, cut words are whole again; dates of the file are not the article's."""
    path = tmp_path / "berita.pdf"
    path.write_bytes(make_pdf([[TITLE, "", *LINES]]))
    found = read_article(path)

    assert found.text.split("\n\n") == [
        TITLE,
        "Korea Utara mengirimkan sekitar 3.000 pasukan ke wilayah Kursk, Rusia, menurut kementerian di Seoul pada hari "
        "Rabu, dan sejumlah pejabat membenarkannya.",
        "Pyongyang membantah laporan itu.",
    ]
    assert (found.title, found.published, found.language) == (TITLE, None, None)


def test_ligatures_are_letters() -> None:
    """Letters that a PDF draws as one shape are letters again, so that words can be found."""
    assert (
        flowing([[(700.0, 11.0, _spaced("An o\ufb03cial  of the sta\ufb00 spoke ."))]])
        == "An official of the staff spoke."
    )


def test_what_stands_on_every_page_goes() -> None:
    """Running heads and page numbers are no part of the text, and a sentence goes on over the page's end."""
    pages = [
        [
            "Koran Contoh 31/10/2024",
            "",
            "Pasukan dari Korea Utara tiba di wilayah Kursk, kata pejabat, dan segera",
            "1/2",
        ],
        ["Koran Contoh 31/10/2024", "", "ditempatkan di dekat garis depan.", "2/2"],
    ]

    assert read_pdf(make_pdf(pages), "a.pdf").text == (
        "Pasukan dari Korea Utara tiba di wilayah Kursk, kata pejabat, dan segera ditempatkan di dekat garis depan."
    )


def test_hostile_pdfs() -> None:
    """A PDF that is broken, without text, or long in reading is refused in one sentence."""
    whole = make_pdf([list(SENTENCES)])
    for data, words in (
        (whole[:200], "cannot be read as a PDF"),
        (make_pdf([[]]), "recognise its text"),
    ):
        with pytest.raises(Problem, match=words):
            article_from_bytes(data, "a.pdf")
    with pytest.raises(Problem, match="takes too long"):
        read_pdf(whole, "a.pdf", seconds=0.001)


def test_a_word_file_gives_its_paragraphs() -> None:
    """A Word file's paragraphs are the text, with a blank line between them."""
    found = article_from_bytes(make_docx([TITLE, "", *SENTENCES]), "berita.docx")

    assert found.text == "\n\n".join((TITLE, *SENTENCES))
    assert (found.title, found.published) == (TITLE, None)


def test_a_word_file_reads_as_if_changes_were_accepted() -> None:
    """Deleted words, field codes and the doubles of boxes are no text; inserted words, tabs and tables are."""
    run = "<w:r><w:t>{}</w:t></w:r>"
    choice, other = (f'<m:{name} xmlns:m="m">{run.format(" kotak")}</m:{name}>' for name in ("Choice", "Fallback"))
    document = (
        f"<w:p><w:pPr><w:tab/></w:pPr>{run.format('Pasukan')}<w:del><w:r><w:delText>lama</w:delText></w:r></w:del>"
        f"<w:ins>{run.format(' baru')}</w:ins><w:r><w:instrText>PAGE</w:instrText></w:r>{choice}{other}</w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run.format('Kursk')}</w:p></w:tc></w:tr></w:tbl>"
    )

    assert article_from_bytes(make_docx([], document=document), "a.docx").text == "Pasukan baru kotak\n\nKursk"


def test_hostile_word_files() -> None:
    """Entity bombs, bombs, broken and empty Word files are refused in one sentence."""
    bomb = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    outside = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    reference = "<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"
    whole = make_docx(SENTENCES)
    for data, words in (
        (make_docx([], document=reference, doctype=bomb), "XML entities"),
        (make_docx([], document=reference, doctype=outside), "XML entities"),
        (make_docx(["a" * 60_000_000]), "unpacks to more than"),
        (make_docx(["a" * 6_000_000]), "larger than 5 MB"),
        (make_docx([""]), "holds no text"),
        (make_zip({"word/document.xml": b"<w:document"}), "not well-formed"),
        (whole[:300] + b"\xff" * 40 + whole[340:], "cannot be read as a Word file"),
    ):
        with pytest.raises(Problem, match=words) as refused:
            article_from_bytes(data, "a.docx")
        assert "\n" not in str(refused.value)


def test_a_deep_word_file_is_no_trouble() -> None:
    """A Word file nested beyond reason is refused, not followed."""
    with pytest.raises(Problem, match="not well-formed"):
        article_from_bytes(make_docx([], document="<w:p>" * 100_000), "a.docx")


def test_a_page_saved_as_one_file() -> None:
    """A page saved as one file (.mhtml) is read like the page, at the address from which it was saved."""
    page = make_page(head='<meta property="article:published_time" content="2024-10-31">')
    mhtml = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://koran.example/berita/2\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="edge"\r\n\r\n--edge\r\n'
        "Content-Type: text/html\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
        + page
        + "\r\n--edge\r\nContent-Type: image/png\r\n\r\nx\r\n--edge--\r\n"
    )
    found = article_from_bytes(mhtml.encode(), "page.mhtml")

    assert found.text == "\n\n".join((TITLE, *SENTENCES))
    assert (found.url, found.published) == ("https://koran.example/berita/2", date(2024, 10, 31))


def test_a_broken_saved_page_is_refused_in_words() -> None:
    """Parts nested without end are refused; an impossible character set is passed over."""
    nested = b"".join(b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3000))
    with pytest.raises(Problem, match="nested"):
        article_from_bytes(b"MIME-Version: 1.0\n" + nested, "a.mhtml")
    part = b"--x\nContent-Type: text/html; charset=utf\0008\n\n<p>" + SENTENCES[0].encode() + b"\n--x--"
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
    assert SENTENCES[0][:20] in article_from_bytes(head + part, "a.mhtml").text


def test_a_character_set_that_there_is_not_is_passed_over() -> None:
    """A server that names no real character set for a text is not believed."""
    text = SENTENCES[0]
    found = read_bytes(text.encode(), "a", kind="text/plain", charset="x-none", address="https://example.org/a")
    assert found.text == text
