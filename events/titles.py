"""One line that tells an event, made from its own fields in the reader's language."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from events.model import Actor, Kind, Modality, Place, PlaceRole, Quantity, Role

_FILE = Path(__file__).resolve().parents[1] / "data" / "lexicon" / "titles.json"
_ON_TITLE = (PlaceRole.TO, PlaceRole.HAPPENED_AT, PlaceRole.FROM)


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
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
    names = {role: _listed([a.name for a in actors if a.role is role], words["and"]) for role in Role}
    many = len({a.id for a in actors if a.role is Role.SOURCE}) > 1
    unconfirmed = kind is Kind.STATE and modality is Modality.DENIED
    form = ("denied" if many else "one_denied") if unconfirmed else ("plain" if many else "one")
    line = f"{names[Role.SOURCE] or words['someone']} {words['kinds'][kind][form]}"
    if names[Role.TARGET]:
        line = " ".join(w for w in (line, words["kinds"][kind]["target"], names[Role.TARGET]) if w)
    if modality is not Modality.ASSERTED and not unconfirmed:
        line = words["modality"][modality]["frame"].format(line=line)
    place = next((p for role in _ON_TITLE for p in places if p.role is role), None)
    if place:
        line += f" ({words['places'][place.role].format(place=place.name)})"
    if quantities:
        line += f" [{_amount(quantities[0], words)}]"
    speaker = names[Role.SPEAKER]
    return f"{line}, {words['says'].format(speaker=speaker)}" if speaker and speaker != names[Role.SOURCE] else line


def _listed(names: Sequence[str], joint: str) -> str:
    unique = list(dict.fromkeys(names))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} {joint} {unique[-1]}" if unique else ""


def _amount(quantity: Quantity, words: dict[str, Any]) -> str:
    number = f"{quantity.value:,.0f}" if quantity.value == int(quantity.value) else f"{quantity.value:,}"
    if words["decimal"] == ",":
        number = number.translate(str.maketrans(",.", ".,"))
    qualifier = words["qualifiers"].get(quantity.qualifier, quantity.qualifier)
    return " ".join(w for w in (qualifier, number, quantity.unit) if w)
