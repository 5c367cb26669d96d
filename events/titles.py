"""One line that tells an event, made from its own fields in the reader's language."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from events.model import Actor, ActorType, Kind, Modality, Place, PlaceRole, Quantity, Role

_FILE = Path(__file__).resolve().parents[1] / "data" / "lexicon" / "titles.json"
LANGUAGES = frozenset({"en", "id"})  # those with words in the file
_ON_TITLE = (PlaceRole.TO, PlaceRole.HAPPENED_AT, PlaceRole.FROM)


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    for own in words.values():
        own["plural_endings"] = tuple(own["plural_endings"])
    return words


def title_of(
    kind: Kind,
    modality: Modality,
    actors: Sequence[Actor],
    places: Sequence[Place] = (),
    quantities: Sequence[Quantity] = (),
    language: str = "en",
) -> str:
    """The title of an event ("Lloyd Austin and Kim Yong-hyun make a demand of North Korea").

    A denied, planned or possible act says so; a speaker who is not the doer is named.
    """
    words = _words()[language]
    doers = [a for a in actors if a.role is Role.SOURCE]
    targets = _listed([a.name for a in actors if a.role is Role.TARGET], words["and"])
    line = f"{_listed([a.name for a in doers], words['and']) or words['someone']} {_verb(kind, modality, doers, words)}"
    if targets:
        line = " ".join(w for w in (line, words["kinds"][kind]["target"], targets) if w)
    if modality is not Modality.ASSERTED and not _is_unconfirmed(kind, modality):
        line = words["modality"][modality]["frame"].format(line=line)
    place = next((p for role in _ON_TITLE for p in places if p.role is role), None) if places else None
    if place:
        line += f" ({words['places'][place.role].format(place=place.name)})"
    if quantities:
        line += f" [{_amount(quantities[0], words)}]"
    speakers = [a for a in actors if a.role is Role.SPEAKER]
    if speakers and {a.id for a in speakers} != {a.id for a in doers}:
        line += ", " + words["says"].format(speaker=_listed([a.name for a in speakers], words["and"]))
    return line


def _is_unconfirmed(kind: Kind, modality: Modality) -> bool:
    """A statement not made is worded as one ("denies or does not confirm"), not framed as a denial."""
    return kind is Kind.STATE and modality is Modality.DENIED


def _verb(kind: Kind, modality: Modality, doers: Sequence[Actor], words: dict[str, Any]) -> str:
    forms: dict[str, str] = words["kinds"][kind]
    endings: tuple[str, ...] = words["plural_endings"]
    plural = len({a.id for a in doers}) > 1 or any(a.name.endswith(endings) for a in doers)
    if _is_unconfirmed(kind, modality):
        return forms["denied" if plural else "one_denied"]
    if "own" in forms and doers and all(a.type is ActorType.MILITARY for a in doers):
        return forms["own"]  # forces deploy; a state deploys forces
    return forms["plain" if plural else "one"]


def _listed(names: Sequence[str], joint: str) -> str:
    unique = list(dict.fromkeys(names))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} {joint} {unique[-1]}" if unique else ""


def amount_of(quantity: Quantity, language: str = "en") -> str:
    """A number with its unit and how exact it is, such as "about 10,000 troops"."""
    return _amount(quantity, _words()[language if language in LANGUAGES else "en"])


def _amount(quantity: Quantity, words: dict[str, Any]) -> str:
    whole = quantity.value == int(quantity.value)
    number = f"{quantity.value:,.0f}" if whole else f"{quantity.value:,}"
    if words["decimal"] == ",":
        number = number.translate(str.maketrans(",.", ".,"))
    qualifier = words["qualifiers"].get(quantity.qualifier, quantity.qualifier)
    unit = words["units"].get(quantity.unit, quantity.unit)
    return " ".join(w for w in (qualifier, number, unit) if w)
