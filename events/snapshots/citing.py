"""A snapshot as a citation: title, maker, day, address, hash, filters in words, and whose the data is."""

import json
import re
from collections.abc import Callable
from datetime import date

from events.engine import describe
from events.model import one_line
from events.snapshots.document import Snapshot, Source

MOST_SOURCES = 5  # articles that are named one by one
LONGEST = 2_000  # characters of what names an article or data set
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_TEX = {
    **{letter: f"\\{letter}" for letter in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_TEX_SPECIAL = re.compile(r"[&%$#_{}\\~^]")


def cited(snapshot: Snapshot, address: str, form: str) -> str:
    """The citation of the snapshot at ``address``, as one of ``FORMS``; in English, as titles are."""
    return FORMS[form](snapshot, address)


def _text(snapshot: Snapshot, address: str) -> str:
    day = _day(snapshot)
    maker = f"{snapshot.by}. " if snapshot.by else ""
    when = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{maker}{_sentence(_title(snapshot))} {_what(snapshot)}, {when}. {address} {_note(snapshot)}\n"


def _bibtex(snapshot: Snapshot, address: str) -> str:
    day = _day(snapshot)
    fields = {
        "author": f"{{{_tex(snapshot.by)}}}" if snapshot.by else None,
        "title": f"{{{_tex(_title(snapshot))}}}",
        "year": str(day.year),
        "month": str(day.month),
        "day": str(day.day),
        "howpublished": _tex(_what(snapshot)),
        "url": address,
        "note": _tex(_note(snapshot)),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{_key(snapshot)},\n{lines}}}\n"


def _csl_json(snapshot: Snapshot, address: str) -> str:
    day = _day(snapshot)
    item = {
        "id": _key(snapshot),
        "type": "dataset",
        "title": _title(snapshot),
        **({"author": [{"literal": snapshot.by}]} if snapshot.by else {}),
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "genre": _what(snapshot),
        "publisher": f"conflict-events {snapshot.versions.program}",
        "URL": address,
        "version": snapshot.hash,
        "note": _note(snapshot),
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


FORMS: dict[str, Callable[[Snapshot, str], str]] = {"text": _text, "bibtex": _bibtex, "csl-json": _csl_json}


def _title(snapshot: Snapshot) -> str:
    return snapshot.title or f"Conflict events: {describe(snapshot.view)}"


def _what(snapshot: Snapshot) -> str:
    counts = snapshot.counts
    return f"Snapshot of {counts.shown:,} of {counts.total:,} events, conflict-events {snapshot.versions.program}"


def _note(snapshot: Snapshot) -> str:
    signed = f" Signed with {snapshot.signature.key}." if snapshot.signature else ""
    return f"SHA-256 {snapshot.hash}.{signed} View: {_sentence(describe(snapshot.view))} {_data(snapshot)}".strip()


def _data(snapshot: Snapshot) -> str:
    """Whose the data is: the articles quoted, and the data sets with licence and attribution."""
    named = [_source(source) for source in snapshot.articles[:MOST_SOURCES]]
    rest = len(snapshot.articles) - len(named)
    articles = "; ".join([*named, *([f"and {rest} more"] if rest else [])])
    sets = " ".join(_sentence(_line(credit.words())) for credit in snapshot.data)
    areas = " ".join(_sentence(_line(f"{each.title}. {each.attribution}".strip())) for each in snapshot.areas)
    sets = " ".join(filter(None, (sets, areas)))
    return " ".join(
        filter(None, (f"Quoted: {_sentence(articles)}" if articles else "", f"Data: {sets}" if sets else ""))
    )


def _source(source: Source) -> str:
    day = source.published.isoformat() if source.published else "undated"
    return _line(", ".join(filter(None, (source.title or "untitled article", source.publisher, day, source.url))))


def _line(words: str) -> str:
    """Words of others on one line: a citation is a line, and a field of BibTeX one too."""
    return one_line(" ".join(words.split()), LONGEST)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _day(snapshot: Snapshot) -> date:
    return date.fromisoformat(snapshot.created[:10])


def _key(snapshot: Snapshot) -> str:
    return f"snapshot-{snapshot.created[:10]}-{snapshot.hash[:8]}"


def _tex(text: str | None) -> str:
    """``text`` as TeX takes it for what it is."""
    return _TEX_SPECIAL.sub(lambda found: _TEX[found[0]], text or "")
