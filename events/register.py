"""The actor register: who the known actors are, what they are called, and what they are part of.

It is data (``data/actors/*.tsv``): states with demonyms and capitals, organisations and armed
groups, people, and the organs that any state may have ("North Korean troops" is the organ
``military`` of ``prk``). Ids are readable: a state is its ISO 3166 alpha-3 code in lower case,
whatever belongs to it begins with that code and a hyphen.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from events.model import ActorType

ACTORS = Path(__file__).resolve().parents[1] / "data" / "actors"
IGO = "IGO"


@dataclass(frozen=True)
class Entry:
    """One actor of the register; ``aliases`` and ``capitals`` by language code."""

    id: str
    name: str
    type: ActorType
    country: str | None
    part_of: str | None
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    demonyms: tuple[str, ...] = ()
    capitals: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def demonym(self) -> str:
        """The adjective of a state ("North Korean"), or its name where English has none."""
        return self.demonyms[0] if self.demonyms else self.name


@dataclass(frozen=True)
class Organ:
    """A kind of organ that every state may have; ``name`` is a template, ``nouns`` are by language."""

    suffix: str
    type: ActorType
    name: str
    nouns: dict[str, tuple[str, ...]]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (ACTORS / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _names(cell: str | None) -> tuple[str, ...]:
    return tuple(name for name in (cell or "").split("|") if name)


@cache
def _entries() -> dict[str, Entry]:
    states = [
        Entry(
            id=row["id"],
            name=row["name"],
            type=ActorType.STATE,
            country=row["id"].upper(),
            part_of=None,
            aliases={"en": _names(row["en"]), "id": _names(row["id_names"])},
            demonyms=_names(row["demonyms_en"]),
            capitals={"en": _names(row["capitals_en"]), "id": _names(row["capitals_id"])},
        )
        for row in _rows("states.tsv")
    ]
    organisations = [
        Entry(
            id=row["id"],
            name=row["name"],
            type=ActorType(row["type"]),
            country=row["country"] or None,
            part_of=row["part_of"] or None,
            aliases={"en": _names(row["en"]), "id": _names(row["id_names"])},
        )
        for row in _rows("organisations.tsv")
    ]
    people = [
        Entry(
            id=row["id"],
            name=row["name"],
            type=ActorType.PERSON,
            country=row["country"] or None,
            part_of=row["part_of"] or None,
            aliases={"": _names(row["aliases"])},
        )
        for row in _rows("people.tsv")
    ]
    return {entry.id: entry for entry in (*states, *organisations, *people)}


@cache
def organs() -> tuple[Organ, ...]:
    """The kinds of organ that every state may have."""
    return tuple(
        Organ(row["suffix"], ActorType(row["type"]), row["name"], {"en": _names(row["en"]), "id": _names(row["id"])})
        for row in _rows("organs.tsv")
    )


def name_of(actor_id: str) -> str:
    """What to call an actor by its id alone: the register's name, or the words of the id and whose they are.

    >>> name_of("prk-vice-foreign-minister")
    'Vice foreign minister (North Korea)'
    """
    entry = known(actor_id)
    if entry:
        return entry.name
    owner = _owner(actor_id)
    words = actor_id.removeprefix(f"{owner or 'x'}-").replace("-", " ")
    words = words[:1].upper() + words[1:]
    return f"{words} ({_entries()[owner].name})" if owner else words


@cache
def agencies() -> frozenset[str]:
    """News agencies and media: they carry reports, and are not actors."""
    return frozenset(row["name"] for row in _rows("agencies.tsv"))


def entries() -> tuple[Entry, ...]:
    """Every actor that the register names, states first."""
    return tuple(_entries().values())


@cache
def _organ_of_state(actor_id: str) -> Entry | None:
    owner_id, _, suffix = actor_id.rpartition("-")
    owner = _entries().get(owner_id)
    organ = next((organ for organ in organs() if organ.suffix == suffix), None)
    if owner is None or owner.part_of is not None or organ is None:
        return None
    name = organ.name.format(demonym=owner.demonym, state=owner.name)
    return Entry(id=actor_id, name=name, type=organ.type, country=owner.country, part_of=owner.id)


def known(actor_id: str) -> Entry | None:
    """The register's entry for ``actor_id``, or None; the organs of a state are known too."""
    return _entries().get(actor_id) or _organ_of_state(actor_id)


def state_of(country: str | None) -> Entry | None:
    """The state whose ISO 3166 alpha-3 code is ``country``."""
    return _entries().get(country.lower()) if country and country != IGO else None


def unknown_id(name: str, owner: str | None) -> str:
    """The id of an actor that the register does not know: its owner's id, or "x", and its name in ASCII.

    >>> unknown_id("Iwan Dwi Prihartono", "idn")
    'idn-iwan-dwi-prihartono'
    """
    folded = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-") or sha256(name.encode()).hexdigest()[:8]
    return f"{owner or 'x'}-{slug}"


def lineage(actor_id: str) -> tuple[str, ...]:
    """The ids from an actor up to the largest actor it is part of, itself first.

    >>> lineage("prk-choe-son-hui")
    ('prk-choe-son-hui', 'prk-mfa', 'prk')
    """
    chain = [actor_id]
    while True:
        entry = known(chain[-1])
        parent = entry.part_of if entry else _owner(chain[-1])
        if parent is None or parent in chain:
            return tuple(chain)
        chain.append(parent)


def _owner(actor_id: str) -> str | None:
    """The largest known actor whose id begins the id of an actor that the register does not know."""
    owner = actor_id
    while "-" in owner:
        owner = owner.rpartition("-")[0]
        if owner in _entries():
            return owner
    return None
