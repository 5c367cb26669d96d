"""The names that actors go by: the register's aliases, the nouns of organs, and what a mention of them is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from events.extraction.grammar import LANGUAGES, grammar_of
from events.extraction.text import word_pieces
from events.model import Actor, ActorType, Phrase, Role
from events.register import LATIN, Entry, entries, known, languages, lineage, names_in, organs, table, while_unedited

BORROWED = frozenset({"named earlier", "country of the article"})
"""Rules by which a mention borrows its owner from elsewhere; it is not remembered as a naming."""


@dataclass(slots=True)  # never changed; not frozen, as text.Token
class Who:
    """One actor without its role; ``why`` names the rule where it was not named outright."""

    id: str
    name: str
    country: str | None
    type: ActorType
    part_of: str | None
    why: str = ""

    def told_by(self, why: str) -> "Who":
        """The same actor, found by the rule ``why``."""
        return Who(self.id, self.name, self.country, self.type, self.part_of, why)

    def in_role(self, role: Role, phrase: Phrase | None) -> Actor:
        """This actor as an event has it, in its role and with the words that name it."""
        entry = known(self.id)
        return Actor.trusted(
            {
                "role": role,
                "id": self.id,
                "name": self.name,
                "country": self.country,
                "type": self.type,
                "part_of": self.part_of,
                "phrase": phrase,
                "ids": entry.ids if entry else {},
            }
        )


@dataclass(slots=True)  # never changed; not frozen, as text.Token
class Mention:
    """The tokens ``first`` to ``last`` (exclusive) that name actors, and how they stand in the sentence.

    ``form`` is "name", "organ", "state", "metonym", "title", "pronoun" or "speaker" (we, I);
    ``modifier`` says that another noun follows that it only describes ("Russia's Kursk region"),
    ``case`` the case its form tells ("" where it tells none).
    """

    first: int
    last: int
    who: tuple[Who, ...]
    form: str
    modifier: bool = False
    plural: bool = False
    case: str = ""


@dataclass(frozen=True)
class Alias:
    """One name of a register entry; ``form`` is state, demonym, people, capital, org or person."""

    entry: Entry
    form: str


@while_unedited
def aliases(language: str) -> dict[str, list[tuple[tuple[str, ...], Alias]]]:
    """First word -> (words, alias), longest first; none in a language in which the register has no names."""
    found: dict[str, list[tuple[tuple[str, ...], Alias]]] = {}
    if language not in languages():
        return found
    taken = {name: actor for actor, called in names_in(language).items() for name in (*called.names, *called.capitals)}
    for entry in entries():
        for name, form in _named(entry, language, taken):
            for said, sort in _forms_of(name, form, language):
                words = _words_of(said, language)
                found.setdefault(words[0], []).append((words, Alias(entry, sort)))
    for rows in found.values():
        rows.sort(key=lambda row: (-len(row[0]), row[1].form == "demonym"))
    return found


def _forms_of(name: str, form: str, language: str) -> Iterator[tuple[str, str]]:
    """A name as it is given and, where a grammar lists how adjectives of states go on, in their other forms.

    A plural says people: "فلسطيني" is what is Palestinian, "فلسطينيين" are Palestinians.
    """
    yield name, form
    if form == "demonym" and " " not in name and language in LANGUAGES:
        for ending, others in grammar_of(language).table("demonym_endings").items():
            if name.endswith(ending):
                for other, sort in others.items():
                    yield name.removesuffix(ending) + other, sort


def _words_of(name: str, language: str) -> tuple[str, ...]:
    """A name cut into words as a sentence of the language is."""
    grammar = grammar_of(language) if language in LANGUAGES else None
    words = word_pieces(name)
    if grammar is None:
        return words
    return tuple(word for run in words for word in grammar.words_of(run))


def _named(entry: Entry, language: str, taken: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """The names of an entry with their form; English ones too in Latin script, but for those ``taken`` by another."""
    own, english = entry.called(language), entry.called("en" if language in LATIN else language)
    names = [*entry.latin, *own.names, *(name for name in english.names if taken.get(name, entry.id) == entry.id)]
    capitals = [*own.capitals, *(name for name in english.capitals if taken.get(name, entry.id) == entry.id)]
    form = {ActorType.STATE: "state", ActorType.PERSON: "person"}.get(entry.type, "org")
    named = [(name, form) for name in names] + [(name, "capital") for name in capitals]
    return dict.fromkeys(named + [(name, "demonym") for name in own.demonyms])


@cache
def organ_nouns(language: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First word -> (words, suffix of the organ), longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    elides = language in LANGUAGES and grammar_of(language).words("elided")
    for organ in organs():
        for noun in organ.nouns(language):
            lower = grammar_of(language).lower(noun) if language in LANGUAGES else noun.lower()
            words = _words_of(lower, language) if elides else tuple(lower.split())
            found.setdefault(words[0], []).append((words, organ.suffix))
    for rows in found.values():
        rows.sort(key=lambda row: -len(row[0]))
    return found


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
    if top.type is ActorType.ARMED_GROUP:  # "Hemedti's troops": his group
        return who_of(top, why)
    entry = known(f"{top.id}-{suffix}")
    return who_of(entry or owner, why)


@while_unedited
def people_by_word(language: str) -> dict[str, list[Entry]]:
    """Word of a name -> the people of the register whose name has it in this language."""
    found: dict[str, list[Entry]] = {}
    for entry in entries():
        if entry.type is ActorType.PERSON:
            for word in dict.fromkeys(name_words(entry, language)):
                found.setdefault(word, []).append(entry)
    return found


@while_unedited
def surnames(language: str) -> dict[str, list[Entry]]:
    """The last word of a person's names in a language -> the people of the register so named."""
    found: dict[str, list[Entry]] = {}
    for rows in aliases(language).values():
        for words, alias in rows:
            if alias.form == "person" and len(words) > 1 and alias.entry not in found.setdefault(words[-1], []):
                found[words[-1]].append(alias.entry)
    return found


def name_words(entry: Entry, language: str) -> list[str]:
    """The words of all names of a person in a language, hyphens apart."""
    return [w for name in (*entry.latin, *entry.called(language).names) for w in name.replace("-", " - ").split()]


@cache
def group_nouns(language: str) -> dict[str, str]:
    """Word in the name of a group -> what it says: "org", "armed_group", "unit", or "regular" (a unit of an army)."""
    found: dict[str, str] = {}
    for row in table("group_nouns.tsv"):
        if row["language"] == language:
            found.update(dict.fromkeys(row["words"].split("|"), row["sort"]))
    return found


def suffix_of(who: Who) -> str:
    """The sort of organ by which an actor may be spoken of later ("the army")."""
    if who.type is ActorType.ARMED_GROUP:
        return "rebels"
    if who.type is ActorType.MILITARY:
        return "military"
    return who.id.rpartition("-")[2]
