"""The actor register: who the known actors are, what they are called, and what they are part of.

It is data (``data/actors/*.tsv``): states, organisations and armed groups, people, and the organs
that any state may have ("North Korean troops" is the organ ``military`` of ``prk``); their names,
demonyms and capitals are one file a language (``names.LANGUAGE.tsv``). Ids are readable: a state is
its ISO 3166 alpha-3 code in lower case, whatever belongs to it begins with that code and a hyphen.
What users add to it (``events.actor_edits``) is taken in by ``use``, and holds from then on.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from events.model import ActorType

ACTORS = Path(__file__).resolve().parents[1] / "data" / "actors"
IGO = "IGO"
LATIN = frozenset({"de", "en", "es", "fr", "id", "ms", "pl", "tr"})
"""The languages of the register that are written in Latin script."""

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


@dataclass(frozen=True)
class Names:
    """What one language calls an actor: ``demonyms`` and ``capitals`` are a state's."""

    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


_NAMELESS = Names()
PARTS = ("names", "demonyms", "capitals")


@dataclass(frozen=True)
class Entry:
    """One actor of the register; ``latin`` are names that hold in every language, as people's in Latin script do."""

    id: str
    name: str
    type: ActorType
    country: str | None
    part_of: str | None
    latin: tuple[str, ...] = ()

    @property
    def ids(self) -> dict[str, str]:
        """What others call it: "iso" (ISO 3166 alpha-3) and "wikidata", where they are known."""
        return dict(reference_ids().get(self.id, {}))

    @property
    def demonym(self) -> str:
        """The adjective of a state ("North Korean"), or its name where English has none."""
        return (self.called("en").demonyms or (self.name,))[0]

    def called(self, language: str) -> Names:
        """What ``language`` calls this actor; the language's names are read when first asked for."""
        return names_in(language).get(self.id, _NAMELESS)


@dataclass(frozen=True)
class Organ:
    """A kind of organ that every state may have; ``name`` is a template."""

    suffix: str
    type: ActorType
    name: str

    def nouns(self, language: str) -> tuple[str, ...]:
        """The nouns by which ``language`` speaks of it."""
        return names_in(language).get(f"*-{self.suffix}", _NAMELESS).names


@dataclass(frozen=True)
class Edits:
    """What users made of the register: actors added, names by language ("" for all), and ids that count as another."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Use:
    """The edits in use, how often they were exchanged, and how to forget what was derived from them."""

    edits: Edits = field(default_factory=Edits)
    generation: int = 0
    forget: list[Callable[[], None]] = field(default_factory=list)


_USE = _Use()
_KEPT = 100_000  # answers of one function; there is no end to the ids that articles make of names


def use(edits: Edits) -> None:
    """The register is the shipped one with ``edits`` from here on."""
    if edits != _USE.edits:
        _USE.edits, _USE.generation = edits, _USE.generation + 1
        for forget in _USE.forget:
            forget()


def edits_in_use() -> Edits:
    """What users made of the register, as it is used now."""
    return _USE.edits


def while_unedited(function: Callable[[*Ts], T]) -> Callable[[*Ts], T]:
    """Keeps a function's answers for as long as the register stays the same."""

    @lru_cache(maxsize=_KEPT)
    def kept(_generation: int, *arguments: *Ts) -> T:  # an answer under way never counts for the next one
        return function(*arguments)

    @wraps(function)
    def answer(*arguments: *Ts) -> T:
        return kept(_USE.generation, *arguments)

    _USE.forget.append(kept.cache_clear)
    return answer


def counts_as(actor_id: str) -> str:
    """The id under which an actor counts: its own, or that of the actor it was merged into."""
    return _USE.edits.merged.get(actor_id, actor_id)


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of one file of the register."""
    with (ACTORS / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _names(cell: str | None) -> tuple[str, ...]:
    return tuple(name for name in (cell or "").split("|") if name)


@cache
def languages() -> tuple[str, ...]:
    """The languages in which the register has names."""
    return tuple(sorted(path.name.split(".")[1] for path in ACTORS.glob("names.*.tsv")))


@cache
def _shipped_names(language: str) -> dict[str, Names]:
    if language not in languages():
        return {}
    return {
        row["id"]: Names(_names(row["names"]), _names(row["demonyms"]), _names(row["capitals"]))
        for row in table(f"names.{language}.tsv")
    }


@while_unedited
def names_in(language: str) -> Mapping[str, Names]:
    """What ``language`` calls each actor, by id; an organ of any state has the id "*-military"."""
    shipped, given, merged = _shipped_names(language), _USE.edits.names.get(language, {}), _USE.edits.merged
    if not given and not merged:
        return shipped
    found: dict[str, Names] = {}
    for actor, called in (*shipped.items(), *((actor, Names(names)) for actor, names in given.items())):
        there = found.get(counts_as(actor), _NAMELESS)
        found[counts_as(actor)] = Names(
            *(tuple(dict.fromkeys(getattr(there, part) + getattr(called, part))) for part in PARTS)
        )
    return found


@cache
def reference_ids() -> dict[str, dict[str, str]]:
    """The ids that others give to the register's actors, by id and by whose they are ("iso", "wikidata")."""
    found = {row["id"]: {kind: row[kind] for kind in ("iso", "wikidata") if row[kind]} for row in table("ids.tsv")}
    return {actor: ids for actor, ids in found.items() if ids}


def names_by_language(entry: Entry) -> dict[str, tuple[str, ...]]:
    """The names of an actor in every language that has some; under "" those that hold in all."""
    found = {"": entry.latin, **{language: entry.called(language).names for language in languages()}}
    return {language: names for language, names in found.items() if names}


@while_unedited
def _entries() -> Mapping[str, Entry]:
    shipped, edits = _shipped_entries(), _USE.edits
    found = {**shipped, **edits.entries}
    named = (*edits.merged.values(), *(actor for names in edits.names.values() for actor in names))
    found.update({organ.id: organ for actor in named if actor not in found and (organ := _organ_of_state(actor))})
    moved = [(actor, found[actor].latin) for actor in edits.merged if actor in found]
    for actor, latin in (*moved, *edits.names.get("", {}).items()):
        if entry := found.get(counts_as(actor)):
            found[entry.id] = replace(entry, latin=tuple(dict.fromkeys((*entry.latin, *latin))))
    return {actor: entry for actor, entry in found.items() if actor not in edits.merged}


@cache
def _shipped_entries() -> dict[str, Entry]:
    states = [Entry(row["id"], row["name"], ActorType.STATE, row["id"].upper(), None) for row in table("states.tsv")]
    organisations = [
        Entry(row["id"], row["name"], ActorType(row["type"]), row["country"] or None, row["part_of"] or None)
        for row in table("organisations.tsv")
    ]
    people = [
        Entry(
            id=row["id"],
            name=row["name"],
            type=ActorType.PERSON,
            country=row["country"] or None,
            part_of=row["part_of"] or None,
            latin=_names(row["aliases"]),
        )
        for row in table("people.tsv")
    ]
    return {entry.id: entry for entry in (*states, *organisations, *people)}


@cache
def organs() -> tuple[Organ, ...]:
    """The kinds of organ that every state may have."""
    return tuple(Organ(row["suffix"], ActorType(row["type"]), row["name"]) for row in table("organs.tsv"))


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


def name_in(language: str, actor_id: str) -> str | None:
    """What ``language`` calls an actor, by its first name there; None where it has none of its own."""
    entry = known(actor_id)
    return next(iter(entry.called(language).names), None) if entry else None


def organ_in(language: str, actor_id: str) -> tuple[str, str] | None:
    """The noun by which ``language`` calls an organ that every state may have, and the id of the state it is of."""
    owner, _, suffix = counts_as(actor_id).rpartition("-")
    organ = next((each for each in organs() if each.suffix == suffix), None)
    nouns = organ.nouns(language) if organ and known(owner) else ()
    return (nouns[0], owner) if nouns else None


@cache
def agencies() -> frozenset[str]:
    """News agencies and media: they carry reports, and are not actors."""
    return frozenset(row["name"] for row in table("agencies.tsv"))


def entries() -> tuple[Entry, ...]:
    """Every actor that the register names, states first."""
    return tuple(_entries().values())


@cache
def _organ_of_state(actor_id: str) -> Entry | None:
    owner_id, _, suffix = actor_id.rpartition("-")
    owner = _shipped_entries().get(owner_id)
    organ = next((organ for organ in organs() if organ.suffix == suffix), None)
    if owner is None or owner.part_of is not None or owner.type is ActorType.ARMED_GROUP or organ is None:
        return None
    name = organ.name.format(demonym=owner.demonym, state=owner.name)
    return Entry(id=actor_id, name=name, type=organ.type, country=owner.country, part_of=owner.id)


@while_unedited
def known(actor_id: str) -> Entry | None:
    """The register's entry for ``actor_id``, or None; the organs of a state are known too."""
    counted = counts_as(actor_id)
    return _entries().get(counted) or _organ_of_state(counted)


@while_unedited
def state_of(country: str | None) -> Entry | None:
    """The state whose ISO 3166 alpha-3 code is ``country``."""
    return _entries().get(country.lower()) if country and country != IGO else None


def unknown_id(name: str, owner: str | None) -> str:
    """The id of an actor that the register does not know: its owner's id, or "x", and its name in ASCII.

    >>> unknown_id("Iwan Dwi Prihartono", "idn")
    'idn-iwan-dwi-prihartono'
    """
    return counts_as(f"{owner or 'x'}-{_slug(name)}")


@lru_cache(maxsize=10_000)
def _slug(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-") or sha256(name.encode()).hexdigest()[:8]


@while_unedited
def lineage(actor_id: str) -> tuple[str, ...]:
    """The ids from an actor up to the largest actor it is part of, itself first.

    >>> lineage("prk-choe-son-hui")
    ('prk-choe-son-hui', 'prk-mfa', 'prk')
    """
    chain = [counts_as(actor_id)]
    while True:
        entry = known(chain[-1])
        parent = entry.part_of if entry else _owner(chain[-1])
        parent = counts_as(parent) if parent else None
        if parent is None or parent in chain:
            return tuple(chain)
        chain.append(parent)


def _owner(actor_id: str) -> str | None:
    """The largest known actor whose id begins the id of an actor that the register does not know."""
    owner = actor_id
    while "-" in owner:
        owner = owner.rpartition("-")[0]
        if counts_as(owner) in _entries():
            return counts_as(owner)
    return None
