"""Pages and files for tests, made from what a test says; every sentence is our own."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TITLE = "Pasukan Korut Tiba di Kursk"
SENTENCES = (
    "Jakarta - Korea Utara mengirimkan sekitar 3.000 pasukan ke wilayah Kursk, Rusia, kata Pentagon pada Rabu.",
    'Menteri Pertahanan AS mendesak Pyongyang menarik pasukannya dari Rusia. "Kami prihatin," kata dia di Washington.',
    "Korea Utara membantah telah mengirimkan pasukan ke Rusia, dan menyebut laporan itu tidak berdasar sama sekali.",
)


def make_page(
    body: str | None = None,
    *,
    title: str = TITLE,
    sentences: Sequence[str] = SENTENCES,
    head: str = "",
    lang: str = "id",
    linked: Mapping[str, object] | Sequence[object] | None = None,
) -> str:
    """A news page: navigation, heading, article, side column and footer around ``body`` or the paragraphs."""
    inside = body if body is not None else "".join(f"<p>{escape(sentence)}</p>\n" for sentence in sentences)
    data = f'<script type="application/ld+json">{json.dumps(linked)}</script>' if linked else ""
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)} - Koran</title>
{head}{data}</head><body><nav><ul><li><a href="/">Beranda</a></li><li><a href="/politik">Politik</a></li></ul></nav>
<article><h1>{escape(title)}</h1>{inside}</article>
<aside><h3>Terpopuler</h3><ul><li><a href="/a">Harga cabai naik lagi di pasar kota</a></li></ul></aside>
<footer>Tentang kami <a href="/kontak">Kontak</a></footer></body></html>"""


def make_docx(paragraphs: Sequence[str], *, document: str | None = None, doctype: str = "") -> bytes:
    """A Word file with these paragraphs, or with this XML inside its body."""
    inside = document or "".join(f"<w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p>" for words in paragraphs)
    xml = f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{WORD}"><w:body>{inside}</w:body></w:document>'
    return make_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})


def make_zip(members: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def make_pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF of these pages; each line is written under the one before, an empty one leaves a gap."""
    objects = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj T* " if line else "T* " for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 60 780 Td {shown}ET".encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
        objects.append(f"{page}/Contents {len(objects)} 0 R >>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()
