"""Users' changes to the actor register: one decision each, and what the register is when all that stand are made.

A decision adds an actor, gives names to one, says that two ids are one actor, or takes an earlier decision back.
Nothing recorded is rewritten by it; the record keeps every decision with who, when and why.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from events.model import ActorType, Noun, Problem, one_line
from events.register import IGO, Edits, Entry, counts_as, known, languages, lineage, names_in, state_of

LONGEST = 120  # characters of an id or a name
TYPES = tuple(kind.value for kind in ActorType if kind is not ActorType.STATE)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Verb(StrEnum):
    """What a decision does."""

    ADD = "add"
    MERGE = "merge"
    UNDO = "undo"


class ActorEdit(Noun):
    """One decision about the register.

    ADD: ``actor`` with ``name``, ``type`` and whose it is (null where the register has it), and ``names`` by language,
    "" for every language. MERGE: ``actor`` counts as ``into``. UNDO: decision ``number`` is taken back.
    """

    verb: Verb
    actor: str = ""
    name: str | None = None
    type: ActorType | None = None
    country: str | None = None
    part_of: str | None = None
    names: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    into: str | None = None
    number: int | None = None


@dataclass(frozen=True)
class Decided:
    """A decision as it lies in the record; ``at`` is ISO 8601 in UTC."""

    number: int
    edit: ActorEdit
    by: str
    at: str
    why: str


def standing(decisions: Sequence[Decided]) -> list[Decided]:
    """The decisions that hold: those not taken back, without the taking back."""
    undone = {decided.edit.number for decided in decisions if decided.edit.verb is Verb.UNDO}
    return [each for each in decisions if each.edit.verb is not Verb.UNDO and each.number not in undone]


def edits_of(decisions: Sequence[Decided]) -> Edits:
    """What all decisions that hold make of the register, in their order."""
    entries: dict[str, Entry] = {}
    names: dict[str, dict[str, tuple[str, ...]]] = {}
    merged: dict[str, str] = {}
    for edit in (decided.edit for decided in standing(decisions)):
        if edit.verb is Verb.MERGE and edit.into:
            merged = {actor: edit.into if to == edit.actor else to for actor, to in merged.items()}
            merged[edit.actor] = edit.into
            continue
        if edit.name is not None and edit.type is not None:
            entries[edit.actor] = Entry(edit.actor, edit.name, edit.type, edit.country, edit.part_of, (edit.name,))
        for language, given in edit.names.items():
            table = names.setdefault(language, {})
            table[edit.actor] = (*table.get(edit.actor, ()), *given)
    return Edits(entries, names, merged)


def addition(
    actor: str,
    *,
    name: str | None = None,
    kind: str | None = None,
    country: str | None = None,
    part_of: str | None = None,
    names: Sequence[str] = (),
) -> ActorEdit:
    """The decision that adds an actor, or names to one that there is; ``names`` are "LANGUAGE:NAME" or "NAME".

    Raises Problem for what is not allowed, or would give a name to two actors.
    """
    if not _ID.fullmatch(actor) or len(actor) > LONGEST:
        raise Problem(
            f'"{one_line(actor)}" is no id of an actor; use small letters, digits and hyphens, such as idn-kkb.'
        )
    entry = known(actor)
    given = _given(names)
    if entry is not None:
        _require_names_only(entry, (name, kind, country, part_of), given)
        edit = ActorEdit(verb=Verb.ADD, actor=entry.id, names=given)
    else:
        owner, code = _whose(country, part_of, kind)
        edit = ActorEdit(
            verb=Verb.ADD,
            actor=actor,
            name=_name(name or ""),
            type=_type(kind),
            country=code,
            part_of=owner,
            names=given,
        )
    _require_free(edit)
    return edit


def merging(actor: str, into: str, recorded: Callable[[str], bool]) -> ActorEdit:
    """The decision that ``actor`` counts as ``into``; ``recorded`` says whether an id stands in a recorded event."""
    target = known(into)
    if target is None:
        raise Problem(f'"{one_line(into)}" is not in the register; add it first with events actors add.')
    if known(actor) is None and not recorded(actor):
        raise Problem(f'No actor has the id "{one_line(actor)}"; events actors list shows those there are.')
    if counts_as(actor) == target.id:
        raise Problem(f'"{actor}" counts as {target.name} ({target.id}) already.')
    if actor in lineage(target.id):
        raise Problem(f"{target.name} ({target.id}) is part of {actor}, so the two are not one; choose another actor.")
    if counts_as(actor) != actor:
        raise Problem(f'"{actor}" counts as {counts_as(actor)} already; merge that one, or undo the merging first.')
    return ActorEdit(verb=Verb.MERGE, actor=actor, into=target.id)


def undoing(number: int, decisions: Sequence[Decided]) -> ActorEdit:
    """The decision that takes an earlier one back; raises Problem where another still rests on that."""
    holding = {decided.number: decided for decided in standing(decisions)}
    if number not in holding:
        raise Problem(f"There is no decision {number} that holds; events actors history shows those there are.")
    gone = holding[number].edit
    added = gone.actor if gone.verb is Verb.ADD and gone.name is not None else None
    for later in holding.values():
        edit = later.edit
        rests = added is not None and later.number != number and added in (edit.actor, edit.into, edit.part_of)
        if rests:
            raise Problem(f"Decision {later.number} rests on decision {number}; undo {later.number} first.")
    return ActorEdit(verb=Verb.UNDO, actor=gone.actor, into=gone.into, number=number)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not any(letter.isalpha() for letter in name) or len(name) > LONGEST or not name.isprintable():
        raise Problem(
            f'"{one_line(text)}" is no name; give one with a letter in it and at most {LONGEST} characters '
            "(--name NAME, --alias LANGUAGE:NAME)."
        )
    return name


def _type(kind: str | None) -> ActorType:
    if kind not in TYPES:
        wrong = f'"{one_line(kind)}" is no type of an added actor' if kind else "An added actor needs a type"
        raise Problem(f"{wrong}; allowed with --type are {', '.join(TYPES)}.")
    return ActorType(kind)


def _whose(country: str | None, part_of: str | None, kind: str | None) -> tuple[str | None, str | None]:
    """What a new actor is part of, and its country: each follows from the other where only one is given.

    An armed group is part of a state only where that is said.
    """
    owner = known(part_of) if part_of else None
    if part_of and owner is None:
        raise Problem(f'"{one_line(part_of)}" is not in the register; give an id of events actors list.')
    if country and country != IGO and state_of(country) is None:
        raise Problem(f'"{one_line(country)}" is no country; give its ISO 3166 code such as IDN, or {IGO}.')
    if owner is None and country and country != IGO and kind != ActorType.ARMED_GROUP:
        owner = state_of(country)
    return owner.id if owner else None, country or (owner.country if owner else None)


def _given(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for text in names:
        language, colon, name = text.partition(":")
        if not colon:
            language, name = "", text
        elif language not in languages():
            raise Problem(
                f'"{one_line(language)}" is no language of the register; allowed are {", ".join(languages())}, '
                "or a name without a language for all of them."
            )
        found[language] = tuple(dict.fromkeys((*found.get(language, ()), _name(name))))
    return found


def _require_names_only(entry: Entry, told: Sequence[str | None], given: dict[str, tuple[str, ...]]) -> None:
    if any(part is not None for part in told):
        raise Problem(f"{entry.name} ({entry.id}) is in the register; only names can be given to it, with --alias.")
    if not given:
        raise Problem(f"{entry.name} ({entry.id}) is in the register; give it a name with --alias LANGUAGE:NAME.")


def _require_free(edit: ActorEdit) -> None:
    """No name that is given may name another actor already, in any language in which it would be read."""
    everywhere = (*edit.names.get("", ()), *((edit.name,) if edit.name else ()))
    for language in languages():
        for name in (*everywhere, *edit.names.get(language, ())):
            for actor, called in names_in(language).items():
                if actor != edit.actor and name in (*called.names, *called.demonyms, *called.capitals):
                    raise Problem(
                        f'"{name}" names {_called(actor)} in the language {language} already; '
                        "give another name, or merge the two with events actors merge."
                    )


def _called(actor: str) -> str:
    entry = known(actor)
    return f"{entry.name} ({entry.id})" if entry else f"the organs {actor}"
