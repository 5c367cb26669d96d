"""The names that actors go by: the register's aliases, the nouns of organs, and what a mention of them is."""

from dataclasses import dataclass
from functools import cache

from events.extraction.text import word_pieces
from events.model import ActorType
from events.register import Entry, entries, known, lineage, organs

BORROWED = frozenset({"named earlier", "country of the article"})
"""Rules by which a mention borrows its owner from elsewhere; it is not remembered as a naming."""


@dataclass(frozen=True)
class Who:
    """One actor without its role; ``why`` names the rule where it was not named outright."""

    id: str
    name: str
    country: str | None
    type: ActorType
    part_of: str | None
    why: str = ""


@dataclass(frozen=True)
class Mention:
    """The tokens ``first`` to ``last`` (exclusive) that name actors, and how they stand in the sentence.

    ``form`` is "name", "organ", "state", "metonym", "title", "pronoun" or "speaker" (we, I);
    ``modifier`` says that another noun follows that it only describes ("Russia's Kursk region").
    """

    first: int
    last: int
    who: tuple[Who, ...]
    form: str
    modifier: bool = False
    plural: bool = False


@dataclass(frozen=True)
class Alias:
    """One name of a register entry; ``form`` is state, demonym, people, capital, org or person."""

    entry: Entry
    form: str


@cache
def aliases(language: str) -> dict[str, list[tuple[tuple[str, ...], Alias]]]:
    """First word -> (words, alias), longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Alias]]] = {}
    for entry in entries():
        form = {ActorType.STATE: "state", ActorType.PERSON: "person"}.get(entry.type, "org")
        named = [(name, form) for key in ("", language, "en") for name in entry.aliases.get(key, ())]
        named += [(name, "capital") for key in (language, "en") for name in entry.capitals.get(key, ())]
        named += [(name, "demonym") for name in entry.demonyms if language == "en"]
        for name, how in dict.fromkeys(named):
            words = word_pieces(name)
            table.setdefault(words[0], []).append((words, Alias(entry, how)))
    for rows in table.values():
        rows.sort(key=lambda row: (-len(row[0]), row[1].form == "demonym"))
    return table


@cache
def organ_nouns(language: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First word -> (words, suffix of the organ), longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for organ in organs():
        for noun in organ.nouns[language]:
            words = tuple(noun.split())
            table.setdefault(words[0], []).append((words, organ.suffix))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


def who_of(entry: Entry, why: str = "") -> Who:
    """The actor that a register entry names."""
    return Who(entry.id, entry.name, entry.country, entry.type, entry.part_of, why)


def organ_of(owner: Entry, suffix: str, why: str = "") -> Who:
    """The organ of a state ("prk-military"), or the owner itself where it is no state."""
    top = known(lineage(owner.id)[-1]) or owner
    if owner.type is not ActorType.STATE:
        if suffix == "military" and owner.type is ActorType.ORG and owner.country == "IGO":
            return who_of(owner, why)
        if owner.type is not ActorType.PERSON:
            return who_of(owner, why)
    entry = known(f"{top.id}-{suffix}")
    return who_of(entry or owner, why)


@cache
def people_by_word() -> dict[str, list[Entry]]:
    """Word of a name -> the people of the register whose name has it."""
    table: dict[str, list[Entry]] = {}
    for entry in entries():
        if entry.type is ActorType.PERSON:
            for word in dict.fromkeys(name_words(entry)):
                table.setdefault(word, []).append(entry)
    return table


def name_words(entry: Entry) -> list[str]:
    """The words of all names of a person, hyphens apart."""
    return [w for name in entry.aliases[""] for w in name.replace("-", " - ").split()]


def suffix_of(who: Who) -> str:
    """The sort of organ by which an actor may be spoken of later ("the army")."""
    if who.type is ActorType.ARMED_GROUP:
        return "rebels"
    if who.type is ActorType.MILITARY:
        return "military"
    return who.id.rpartition("-")[2]
