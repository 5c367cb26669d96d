"""Text that spreadsheets and XML readers take for what it is: it runs nothing, breaks nothing, comes back whole."""

import json
import re

# What Excel, LibreOffice and Google Sheets take for the beginning of a formula, the full-width forms among them.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot carry
_EXCEL_ESCAPE = re.compile("_x(?=[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as the letter A


def harmless(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would run it; ``as_written`` takes it away again."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_written(cell: str) -> str:
    """The text that ``harmless`` made ``cell`` of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def xml_text(text: str) -> str:
    """``text`` as XML can carry it: what it cannot becomes the replacement character."""
    if text.isprintable():  # which is known at once, and of nearly all texts
        return text
    return _NO_XML.sub("\ufffd", text)


def between_tags(text: str) -> str:
    """``text`` that XML can carry as it stands between tags: as lxml writes it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def excel_text(text: str) -> str:
    """``text`` as a cell of Excel can carry it, with nothing in it that Excel would unescape."""
    return _EXCEL_ESCAPE.sub("_x005F_x", harmless(xml_text(text)))


def xml_json(text: str) -> str:
    """JSON as XML and Excel carry it unchanged: letters that they do not are written \\uXXXX."""
    escaped = _NO_XML.sub(lambda found: json.dumps(found[0])[1:-1], text)
    return _EXCEL_ESCAPE.sub(r"\\u005fx", escaped)
