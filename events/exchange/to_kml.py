"""Events as KML 2.2 for Google Earth and its like: one placemark an event; without a place it has no geometry."""

import html
from collections.abc import Iterator
from typing import Any

from lxml import etree

from events.engine import describe
from events.exchange.about import About, Content, Told
from events.exchange.escaping import xml_json, xml_text
from events.exchange.rows import EVENT, FIELDS, cells, flat
from events.exchange.shapes import Shape, shapes
from events.exchange.spool import Spool
from events.figures.marks import LIGHT
from events.model import FAMILY_OF_KIND, DatePrecision, Family
from events.snapshots.document import canonical

KML = "http://www.opengis.net/kml/2.2"
Element = Any  # lxml has no types of its own; none names its namespace, which is that of the root they are written in
_IN_LIST = ("kind", "modality", "drawn", "quote", "sources", "targets", "speakers", "places", "publisher", "url")


def kml(content: Content) -> Iterator[bytes]:
    """Styles are named for the five families; the last folder, "About this file", says what the file is."""
    spool = Spool()
    with etree.xmlfile(spool, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("kml", nsmap={None: KML}), file.element("Document"):
            file.write(_text("name", describe(content.view)))
            file.write(_text("description", html.escape(content.link)))
            for family in Family:
                file.write(_style(family))
            for told in content:
                file.write(_placemark(told))
                yield spool.take()
            file.write(_about(content.about()))
    yield spool.take()


def _text(name: str, text: str) -> Element:
    element = etree.Element(name)
    element.text = xml_text(text)
    return element


def _holding(name: str, *inside: Element) -> Element:
    element = etree.Element(name)
    element.extend(inside)
    return element


def _data(name: str, value: str) -> Element:
    element = _holding("Data", _text("value", value))
    element.set("name", xml_text(name))
    return element


def _style_id(family: Family) -> str:
    return family.value.replace(" ", "-")


def _style(family: Family) -> Element:
    """The family's colour, as KML writes it: opacity, blue, green, red."""
    red, green, blue = (LIGHT.families[family][at : at + 2] for at in (1, 3, 5))
    solid, pale = (_text("color", f"{opacity}{blue}{green}{red}") for opacity in ("ff", "55"))
    line = _holding("LineStyle", _text("color", f"ff{blue}{green}{red}"), _text("width", "2"))
    style = _holding("Style", _holding("IconStyle", solid), line, _holding("PolyStyle", pale))
    style.set("id", _style_id(family))
    return style


def _placemark(told: Told) -> Element:
    named = [
        (field.name, str(flat(cell))) for field, cell in zip(FIELDS, cells(told), strict=True) if cell not in (None, [])
    ]
    lines = [f"<b>{name.replace('_', ' ')}</b>: {html.escape(words)}" for name, words in named if name in _IN_LIST]
    carried = [*(_data(name, words) for name, words in named), _data(EVENT, xml_json(told.canonical))]
    return _holding(
        "Placemark",
        _text("name", told.form["title"]),
        _text("description", "<br/>".join(lines)),
        *_time(told),
        _text("styleUrl", f"#{_style_id(FAMILY_OF_KIND[told.form['kind']])}"),
        _holding("ExtendedData", *carried),
        *_geometry(shapes(told.form["places"])),
    )


def _time(told: Told) -> list[Element]:
    """When, no finer than known; of what is undated, nothing."""
    drawn, when = told.drawn, told.form["when"]
    if drawn.last is None:
        return []
    if drawn.first is None:
        return [_holding("TimeSpan", _text("end", str(drawn.last)))]
    ends = str(drawn.first), str(drawn.last)
    if when is not None and when["precision"] == DatePrecision.YEAR:
        ends = ends[0][:4], ends[1][:4]
    elif when is not None and when["precision"] == DatePrecision.MONTH:
        ends = ends[0][:7], ends[1][:7]
    if ends[0] == ends[1]:
        return [_holding("TimeStamp", _text("when", ends[0]))]
    return [_holding("TimeSpan", _text("begin", ends[0]), _text("end", ends[1]))]


def _geometry(marks: list[Shape]) -> list[Element]:
    drawn = [_mark(mark) for mark in marks]
    return drawn if len(drawn) < 2 else [_holding("MultiGeometry", *drawn)]


def _mark(mark: Shape) -> Element:
    positions = _text("coordinates", " ".join(f"{lon!r},{lat!r}" for lon, lat in mark.positions))
    if mark.is_point:
        return _holding("Point", positions)
    return _holding("Polygon", _holding("outerBoundaryIs", _holding("LinearRing", positions)))


def _about(about: About) -> Element:
    """A folder with nothing in it: KML has no other place for what is known only after the last event."""
    return _holding(
        "Folder",
        _text("name", "About this file"),
        _text("description", html.escape(about.citation)),
        _holding("ExtendedData", _data("about", xml_json(canonical(about.model_dump(mode="json"))))),
    )
