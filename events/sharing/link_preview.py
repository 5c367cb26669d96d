"""The picture that other programs show beside a snapshot's link: its title, what it shows, and its own map.

Made from the snapshot alone, so that the same snapshot always gives the same bytes. A title in letters that our font
lacks is left to the words that stand beside the picture, and the view stands in its place.
"""

import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from events.figures import lettering
from events.figures.map_picture import looking_at, map_picture
from events.figures.marks import FAMILIES, LIGHT
from events.figures.theatre_map import AREA, POINT, spots_of
from events.snapshots.document import Snapshot
from events.texts import Texts
from events.wording import view_words

EDITION = 1  # of the drawing; what is kept of an earlier one is drawn anew
SIZE = (1200, 630)  # pixels, as link previews want it
WORDS = 430  # pixels of the width that the words take
MARGIN = 44
COLOURS = 128  # of the palette: a flat map needs no more, and the file is a third


def link_preview(snapshot: Snapshot, texts: Texts) -> bytes:
    """The picture as PNG, its words in the language of ``texts``."""
    picture = Image.new("RGB", SIZE, LIGHT.paper)
    size = (SIZE[0] - WORDS, SIZE[1])
    camera = looking_at(snapshot.events, snapshot.view.camera, size)
    drawn = map_picture(
        snapshot.events,
        camera=camera,
        size=size,
        theme=LIGHT,
        language=texts.language,
        borders=snapshot.view.borders,
        outlines=_outlines(snapshot),
    )
    picture.paste(drawn, (WORDS, 0))
    _write(ImageDraw.Draw(picture), snapshot, texts)
    file = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _outlines(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Those of the latest day of each set of areas on the map."""
    for areas in snapshot.areas:
        features: Any = areas.days[max(areas.days)]["features"]
        yield from (feature["geometry"] for feature in features)


def saying(picture: bytes, said: Mapping[str, str]) -> bytes:
    """The same PNG with these words in it, by name, for programs that read them."""
    words, file = PngInfo(), io.BytesIO()
    for name, text in said.items():
        words.add_itxt(name, text)
    Image.open(io.BytesIO(picture)).save(file, "PNG", optimize=True, pnginfo=words)
    return file.getvalue()


def _write(pen: ImageDraw.ImageDraw, snapshot: Snapshot, texts: Texts) -> None:
    """The words on the left, from the top down, and the shares of the families at the foot."""
    width = WORDS - 2 * MARGIN
    view = view_words(snapshot.view, texts, snapshot.titles())
    told = snapshot.title if snapshot.title and lettering.writes(snapshot.title) else view
    y = float(MARGIN)
    y = _paragraph(pen, texts("product"), y, size=22, weight=600, colour=LIGHT.muted, most=1) + 22
    size = 46 if len(told) <= 60 else 36
    y = _paragraph(pen, told, y, size=size, weight=700, colour=LIGHT.ink, most=6) + 26
    count = texts("snap.count", n=len(snapshot.events), total=snapshot.counts.total)
    y = _paragraph(pen, count, y, size=24, weight=500, colour=LIGHT.ink, most=2) + 8
    if told is not view and lettering.writes(view):
        y = _paragraph(pen, view, y, size=22, weight=400, colour=LIGHT.muted, most=3)
    day = texts("snap.asof", time=texts.day(date.fromisoformat(snapshot.created[:10])))
    letters = lettering.font(22, 600)
    pen.text((MARGIN, SIZE[1] - MARGIN - 42), day, fill=LIGHT.ink, font=letters, anchor="ld")
    _shares(pen, snapshot, width)
    if not spots_of(snapshot.events, AREA | POINT):
        _nowhere(pen, texts)


def _paragraph(
    pen: ImageDraw.ImageDraw, text: str, y: float, *, size: int, weight: int, colour: str, most: int
) -> float:
    """Writes a paragraph; the height at which the next may begin."""
    letters = lettering.font(size, weight)
    for line in lettering.lines(text, letters, WORDS - 2 * MARGIN, most):
        pen.text((MARGIN, y), line, fill=colour, font=letters, anchor="la")
        y += round(size * 1.18)
    return y


def _shares(pen: ImageDraw.ImageDraw, snapshot: Snapshot, width: int) -> None:
    """A bar of the families' shares, in the colours of the marks."""
    top, left = SIZE[1] - MARGIN - 14, float(MARGIN)
    for family in FAMILIES:
        share = sum(event.family is family for event in snapshot.events)
        if share:
            right = left + width * share / len(snapshot.events)
            pen.rectangle((left, top, right - 2, top + 14), fill=LIGHT.families[family])
            left = right


def _nowhere(pen: ImageDraw.ImageDraw, texts: Texts) -> None:
    """Says on the map that none of the events has a place that can be drawn."""
    letters = lettering.font(22, 600)
    middle = (WORDS + (SIZE[0] - WORDS) / 2, SIZE[1] - MARGIN)
    pen.text(
        middle,
        texts("preview.nowhere"),
        fill=LIGHT.ink,
        font=letters,
        anchor="ms",
        stroke_width=4,
        stroke_fill=LIGHT.halo,
    )
