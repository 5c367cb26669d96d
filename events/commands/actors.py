"""The commands about actors: find them, add to the register, say that two are one, and take that back."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from events.actor_edits import ActorEdit, Decided, Verb, addition, merging, standing, undoing
from events.commands.tables import write_table
from events.commands.views import now, say
from events.engine import Engine
from events.index import fold, search_terms
from events.model import View, one_line
from events.offices import tenures_of
from events.record import Record, home_folder
from events.register import entries, known, names_by_language

COLUMNS = ["ID", "EVENTS", "COUNTRY", "TYPE", "PART OF", "NAME", "IDS", "ALSO"]
SHOWN = 6  # names beside the first in a table


def actors_list(arguments: Namespace) -> int:
    """``events actors list``: every actor that can be chosen, its names, and how many events it is in."""
    words = " ".join((*arguments.words, arguments.text)).strip()
    terms = search_terms(words)
    with Record(home_folder()) as record:
        found = [row for row in _actors(Engine(record)) if _has(row, terms)]
    if arguments.format == "json":
        json.dump({"total": len(found), "actors": found}, sys.stdout, ensure_ascii=False, indent=2)
        print()
    elif found:
        write_table([COLUMNS, *_table(found, terms)], sys.stdout)
    else:
        say(f'No actor has "{one_line(words)}" in its id or names.')
    return 0


def _actors(engine: Engine) -> Iterator[dict[str, Any]]:
    """Every actor of the register and the record, by id."""
    facets = {facet.id: facet for facet in engine.facets(View())}
    listed = {entry.id: entry for entry in entries()}
    for actor in sorted({*facets, *listed}):
        entry, facet = listed.get(actor) or known(actor), facets.get(actor)
        told = entry or facet
        if told is None:
            continue
        yield {
            "id": actor,
            "name": told.name,
            "type": told.type,
            "country": told.country,
            "part_of": told.part_of,
            "ids": entry.ids if entry else {},
            "offices": [asdict(tenure) for tenure in tenures_of(actor)],
            "names": names_by_language(entry) if entry else {},
            "events": facet.count if facet else 0,
        }


def _has(row: dict[str, Any], terms: tuple[str, ...]) -> bool:
    words = fold("\n".join((row["id"], row["name"], *row["ids"].values(), *_every(row))))
    return all(term in words for term in terms)


def _every(row: dict[str, Any]) -> dict[str, None]:
    return dict.fromkeys(name for names in row["names"].values() for name in names)


def _table(found: list[dict[str, Any]], terms: tuple[str, ...]) -> Iterator[list[str]]:
    """The rows of a table; of many names those that the words are in come first."""
    for row in found:
        names = [name for name in _every(row) if name != row["name"]]
        names.sort(key=lambda name: not any(term in fold(name) for term in terms))
        also = ", ".join(names[:SHOWN]) + (f", {len(names) - SHOWN} more" if len(names) > SHOWN else "")
        ids = " ".join(f"{kind}:{value}" for kind, value in row["ids"].items())
        yield [
            row["id"],
            str(row["events"]),
            row["country"] or "",
            row["type"] or "",
            row["part_of"] or "",
            row["name"],
            ids,
            also,
        ]


def actors_add(arguments: Namespace) -> int:
    """``events actors add``: an actor, or names for one that there is."""

    def edit(_record: Record) -> ActorEdit:
        return addition(
            arguments.id,
            name=arguments.name,
            kind=arguments.type,
            country=arguments.country,
            part_of=arguments.part_of,
            names=arguments.alias or (),
        )

    return _decide(arguments, edit)


def actors_merge(arguments: Namespace) -> int:
    """``events actors merge``: one actor counts as another from now on."""
    return _decide(arguments, lambda record: merging(arguments.id, arguments.into, Engine(record).knows_actor))


def actors_undo(arguments: Namespace) -> int:
    """``events actors undo``: an earlier decision no longer holds."""
    return _decide(arguments, lambda record: undoing(arguments.number, record.actor_decisions()))


def _decide(arguments: Namespace, edit: Callable[[Record], ActorEdit]) -> int:
    with Record(home_folder()) as record:
        number = record.decide_actor(edit(record), by=arguments.by, why=arguments.why, at=now())
        decided = record.actor_decisions()[-1]
    print(f"Decision {number}: {_told(decided.edit)}.")
    return 0


def actors_history(_arguments: Namespace) -> int:
    """``events actors history``: every decision about actors, with who, when and why."""
    with Record(home_folder()) as record:
        decisions = record.actor_decisions()
    if not decisions:
        say("Nobody has added or merged an actor in this record; events actors add and merge do.")
        return 0
    holding = {decided.number for decided in standing(decisions)}
    write_table([["NUMBER", "WHEN", "WHO", "WHAT", "WHY"], *(_row(each, holding) for each in decisions)], sys.stdout)
    return 0


def _row(decided: Decided, holding: set[int]) -> list[str]:
    gone = decided.edit.verb is not Verb.UNDO and decided.number not in holding
    return [str(decided.number), decided.at, decided.by, _told(decided.edit) + " (undone)" * gone, decided.why]


def _told(edit: ActorEdit) -> str:
    """What a decision does, in words."""
    if edit.verb is Verb.UNDO:
        return f"decision {edit.number} no longer holds"
    if edit.verb is Verb.MERGE:
        return f"{edit.actor} counts as {edit.into}"
    names = [name if not language else f"{language}:{name}" for language, given in edit.names.items() for name in given]
    also = f", also called {', '.join(names)}" if names else ""
    if edit.name is None:
        return f"{edit.actor}{also}"
    return f"{edit.actor} is {edit.name}{also}"
