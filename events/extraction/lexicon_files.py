"""The files of ``data/lexicon`` as they are written: a language's lists and triggers, with those of one it is like."""

import csv
import json
import re
from pathlib import Path
from typing import Any

LEXICON = Path(__file__).resolve().parents[2] / "data" / "lexicon"
DROPPED = "!"
"""The kind of a row whose phrases tell nothing here, though they do in the language that this one is like."""


def data_of(language: str) -> dict[str, Any]:
    """What the files of a language list; with ``like``, also what those of the language it is like do.

    Words are added to the other language's, but those listed under ``not`` by the same name are taken from them.
    """
    own: dict[str, Any] = {}
    for path in sorted(LEXICON.glob(f"[gs]*.{language}.json")):
        own |= json.loads(path.read_text(encoding="utf-8"))
    if "like" not in own:
        return own
    merged = data_of(own["like"])
    for name, value in own.items():
        other = merged.get(name)
        if isinstance(value, list) and isinstance(other, list):
            dropped = own.get("not", {}).get(name, ())
            merged[name] = [*value, *(word for word in other if word not in dropped and word not in value)]
        elif isinstance(value, dict) and isinstance(other, dict):
            merged[name] = other | value
        else:
            merged[name] = value
    return merged


def trigger_rows(language: str) -> list[dict[str, str]]:
    """The rows of a language's triggers; with ``like``, then those of the other language, but for its own words."""
    with (LEXICON / f"triggers.{language}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    other = data_of(language).get("like")
    if other is None or other == language:
        return rows
    own = {phrase.strip() for row in rows for phrase in row["words"].split(",")}
    for row in trigger_rows(other):
        kept = [phrase for phrase in row["words"].split(",") if phrase.strip() not in own]
        rows.append(row | {"words": ",".join(kept)})
    return [row for row in rows if row["kind"] != DROPPED]


def pieces_of(phrase: str) -> list[str]:
    """A phrase of the lexicon cut into its words and marks."""
    return re.findall(
        r"[^\W\d_]+['’](?=\s)|[^\W\d_]+(?:['’][а-яіїєґ]+|\.[^\W\d_]*)*|\d+|['’][a-z]+|[^\s\w]", phrase.strip()
    )
