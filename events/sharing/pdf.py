"""A snapshot as a PDF to print and file: its picture, every event with its quote and who says so, sources and proof.

The same snapshot, language and address give the same bytes. Letters come from DejaVu Sans, which is embedded; Chinese,
Japanese and Korean from the fonts that every PDF reader has. Arabic script needs joining that neither does, so words in
it are left to the HTML file, and that is said.
"""

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape, unescape
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, SimpleDocTemplate, Spacer

from events.figures.marks import LIGHT
from events.index import told_by
from events.model import Event, Problem
from events.sharing import page
from events.sharing.link_preview import SIZE, link_preview
from events.snapshots.document import Snapshot
from events.snapshots.opening import link
from events.texts import Texts, texts_in
from events.wording import (
    Telling,
    modality_words,
    says_words,
    title_words,
    when_words,
    where_words,
    who_words,
)

FONT = Path(__file__).parents[2] / "data" / "fonts" / "DejaVuSans.ttf"
MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
LONGEST = 1_500  # characters of a text set as one paragraph, so that no event is taller than a page
_ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Han letters alone are Chinese; beside kana they are Japanese, beside Hangul Korean.
_EAST = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+")
_EASTERN = (("[\u1100-\u11ff\uac00-\ud7af]", "HYSMyeongJo-Medium"), ("[\u3040-\u30ff]", "HeiseiMin-W3"))
_CHINESE = "STSong-Light"


def pdf(snapshot: Snapshot, *, base: str, language: str | None) -> bytes:
    """The snapshot as PDF, with a link that begins with ``base``; raises Problem for too many events."""
    if len(snapshot.events) > page.PRINTED:
        raise Problem(
            "A PDF has at most {most} events, and this snapshot has {number}; export HTML or CSV.",
            most=f"{page.PRINTED:,}",
            number=f"{len(snapshot.events):,}",
        )
    _register()
    texts, file, address = texts_in(language), io.BytesIO(), link(base, snapshot.id)
    made = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=page.heading(snapshot, texts),
        author=snapshot.by or texts("product"),
        subject=f"{address} SHA-256 {snapshot.hash}",
        invariant=1,  # no time of its own: the same snapshot is the same file
    )

    def foot(canvas: Canvas, _: object) -> None:
        canvas.setFont("DejaVu", 6.5)
        canvas.setFillColor(LIGHT.muted)
        canvas.drawString(MARGIN, MARGIN / 2, address)
        canvas.drawString(MARGIN, MARGIN / 2 - 9, f"SHA-256 {snapshot.hash}")
        canvas.drawRightString(A4[0] - MARGIN, MARGIN / 2, str(canvas.getPageNumber()))

    def first(canvas: Canvas, document: object) -> None:
        moment = re.sub(r"\D", "", snapshot.created)
        canvas.setDateFormatter(lambda *_: f"D:{moment}+00'00'")  # the file's date is the snapshot's
        foot(canvas, document)

    made.build(list(_story(snapshot, address, texts)), onFirstPage=first, onLaterPages=foot)
    return file.getvalue()


@cache
def _letters() -> frozenset[int]:
    """The code points that DejaVu Sans has."""
    return frozenset(TTFont("DejaVu", FONT).face.charToGlyph)


@cache
def _register() -> None:
    pdfmetrics.registerFont(TTFont("DejaVu", FONT))
    for name in (_CHINESE, *(name for _, name in _EASTERN)):
        pdfmetrics.registerFont(UnicodeCIDFont(name))


def _style(size: float, colour: str = LIGHT.ink, *, before: float = 0, indent: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size}{colour}{before}{indent}",
        fontName="DejaVu",
        fontSize=size,
        leading=size * 1.4,
        textColor=HexColor(colour),
        spaceBefore=before,
        leftIndent=indent,
        splitLongWords=1,
    )


def _story(snapshot: Snapshot, address: str, texts: Texts) -> Iterator[Flowable]:
    """Everything on the pages, from the top down."""
    told = page.sources(snapshot)
    yield _set(f"{texts('product')} · {texts('snap.kicker')}", _style(8, LIGHT.muted), texts)
    yield _set(page.heading(snapshot, texts), _style(18), texts)
    for line in (_plain(page.told_line(snapshot, texts)), *_lines(page.omitted(snapshot, texts))):
        yield _set(line, _style(8.5, LIGHT.muted, before=3), texts)
    yield _set(texts("snap.file.copy", link=address), _style(8.5, before=3), texts)
    yield Spacer(1, 4 * mm)
    yield Image(io.BytesIO(link_preview(snapshot, texts)), WIDTH, WIDTH * SIZE[1] / SIZE[0])
    yield _set(texts("snap.events"), _style(12, before=14), texts)
    for event in snapshot.events:
        yield KeepTogether(list(_event(event, told.get(told_by(event)), texts)))
    sources = _lines(page.told_from(snapshot.events, snapshot, texts))
    for line in (*sources, *_lines(page.proof(snapshot, texts))):
        yield _set(line, _style(8.5, LIGHT.muted, before=4), texts)


def _event(event: Event, source: Telling | None, texts: Texts) -> Sequence[Flowable]:
    kind = f"{texts(f'kind.{event.kind.value}')} · {modality_words(event, texts)}"
    lines = [
        _set(f"{when_words(event, source, texts)} · {kind}", _style(8, LIGHT.muted, before=8), texts),
        _set(title_words(event, texts), _style(10), texts),
    ]
    if event.quote:
        lines.append(_set(f"“{event.quote.text}”", _style(9, indent=8), texts))
    rest = (who_words(event, texts), where_words(event, texts), says_words(event, source, texts))
    return [*lines, _set(" · ".join(filter(None, rest)), _style(8, LIGHT.muted), texts)]


def _set(text: str, style: ParagraphStyle, texts: Texts) -> Paragraph:
    """A paragraph of plain text, each letter in a font that has it."""
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    if _ARABIC.search(text):
        text = texts("snap.pdf.arabic")
    return Paragraph(_EAST.sub(_eastern(text), escape(_known(text))), style)


def _known(text: str) -> str:
    """``text`` with a mark for each letter that no font here has."""
    return "".join(each if ord(each) in _letters() or _EAST.match(each) else "\ufffd" for each in text)


def _eastern(text: str) -> str:
    font = next((name for letters, name in _EASTERN if re.search(letters, text)), _CHINESE)
    return rf'<font name="{font}">\g<0></font>'


def _lines(content: str) -> list[str]:
    """The lines of our own HTML as plain text."""
    return [line for line in map(_plain, re.split(r"</(?:p|li|h2)>", content)) if line]


def _plain(content: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", content)).strip()
