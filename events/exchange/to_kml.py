"""Events as KML 2.2 for Google Earth and its like: one placemark an event; without a place it has no geometry.

Placemarks are written as text, byte for byte as lxml writes elements, and what events have in common once.
"""

import html
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from lxml import etree

from events.engine import describe
from events.exchange.about import About, Content, Told
from events.exchange.escaping import between_tags, xml_json, xml_text
from events.exchange.rows import EVENT, Field, Runs, flat
from events.exchange.shapes import Shape, shapes
from events.exchange.spool import Spool
from events.figures.marks import LIGHT
from events.model import FAMILY_OF_KIND, DatePrecision, Family
from events.snapshots.document import canonical

KML = "http://www.opengis.net/kml/2.2"
Element = Any  # lxml has no types of its own; none names its namespace, which is that of the root they are written in
_BREAK = "&lt;br/&gt;"
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
            file.flush()
            runs = Runs(_written)
            for told in content:
                yield spool.take()
                yield _placemark(told, runs).encode()
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


_STYLES = {kind.value: _style_id(family) for kind, family in FAMILY_OF_KIND.items()}


def _style(family: Family) -> Element:
    """The family's colour, as KML writes it: opacity, blue, green, red."""
    red, green, blue = (LIGHT.families[family][at : at + 2] for at in (1, 3, 5))
    solid, pale = (_text("color", f"{opacity}{blue}{green}{red}") for opacity in ("ff", "55"))
    line = _holding("LineStyle", _text("color", f"ff{blue}{green}{red}"), _text("width", "2"))
    style = _holding("Style", _holding("IconStyle", solid), line, _holding("PolyStyle", pale))
    style.set("id", _style_id(family))
    return style


class _Cells(NamedTuple):
    """Cells as they are carried, and those of the list as people read it, both as XML."""

    carried: str
    listed: str


def _written(fields: Sequence[Field], cells: Sequence[Any]) -> _Cells:
    named = [(field.name, str(flat(cell))) for field, cell in zip(fields, cells, strict=True) if cell not in (None, [])]
    carried = (_carried(name, words) for name, words in named)
    listed = (f"<b>{name.replace('_', ' ')}</b>: {html.escape(words)}" for name, words in named if name in _IN_LIST)
    return _Cells("".join(carried), _in_xml("<br/>".join(listed)))


def _carried(name: str, words: str) -> str:
    return f'<Data name="{name}"><value>{_in_xml(words)}</value></Data>'


def _in_xml(text: str) -> str:
    """Text as XML has it between tags."""
    return between_tags(xml_text(text))


def _placemark(told: Told, runs: Runs[_Cells]) -> str:
    made = runs(told)
    listed = _BREAK.join(cells.listed for cells in made if cells.listed)
    carried = "".join(cells.carried for cells in made)
    event = between_tags(xml_json(told.canonical))
    form = told.form
    return (
        f"<Placemark><name>{_in_xml(form['title'])}</name><description>{listed}</description>{_time(told)}"
        f"<styleUrl>#{_STYLES[form['kind']]}</styleUrl>"
        f'<ExtendedData>{carried}<Data name="{EVENT}"><value>{event}</value></Data></ExtendedData>'
        f"{_geometry(shapes(form['places']))}</Placemark>"
    )


def _time(told: Told) -> str:
    """When, no finer than known; of what is undated, nothing."""
    drawn, when = told.drawn, told.form["when"]
    if drawn.last is None:
        return ""
    if drawn.first is None:
        return f"<TimeSpan><end>{drawn.last}</end></TimeSpan>"
    ends = str(drawn.first), str(drawn.last)
    if when is not None and when["precision"] == DatePrecision.YEAR:
        ends = ends[0][:4], ends[1][:4]
    elif when is not None and when["precision"] == DatePrecision.MONTH:
        ends = ends[0][:7], ends[1][:7]
    if ends[0] == ends[1]:
        return f"<TimeStamp><when>{ends[0]}</when></TimeStamp>"
    return f"<TimeSpan><begin>{ends[0]}</begin><end>{ends[1]}</end></TimeSpan>"


def _geometry(marks: list[Shape]) -> str:
    drawn = "".join(map(_mark, marks))
    return drawn if len(marks) < 2 else f"<MultiGeometry>{drawn}</MultiGeometry>"


def _mark(mark: Shape) -> str:
    positions = " ".join(f"{lon!r},{lat!r}" for lon, lat in mark.positions)
    written = f"<coordinates>{positions}</coordinates>"
    if mark.is_point:
        return f"<Point>{written}</Point>"
    return f"<Polygon><outerBoundaryIs><LinearRing>{written}</LinearRing></outerBoundaryIs></Polygon>"


def _about(about: About) -> Element:
    """A folder with nothing in it: KML has no other place for what is known only after the last event."""
    return _holding(
        "Folder",
        _text("name", "About this file"),
        _text("description", html.escape(about.citation)),
        _holding("ExtendedData", _data("about", xml_json(canonical(about.model_dump(mode="json"))))),
    )
