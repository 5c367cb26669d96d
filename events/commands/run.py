"""What each command does: the record, engine and snapshots behind a command line."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name

from events.articles import one_line, parse_day
from events.commands.views import WRITERS, list_events, now, number_of, say, served_at
from events.engine import Engine
from events.engine.choice import chosen_address
from events.model import Problem
from events.record import Failure, Record, home_folder
from events.revision import CHANGEABLE
from events.web.framing import frame_ancestors


def run(arguments: Namespace) -> int:
    """Do what the parsed command line asks; 0 done, 1 failed, 2 a mistake of the user, told on standard error."""
    name = " ".join(filter(None, (arguments.command, getattr(arguments, "sub", None))))
    try:
        command: Callable[[Namespace], int] = resolve_name(COMMANDS[name])
        status = command(arguments)
        sys.stdout.flush()
    except Problem as problem:
        return say(problem, problem.exit_status)
    except Failure as failure:
        return say(failure, 1)
    except BrokenPipeError:
        _discard_output()  # whoever read has enough
        return 0
    except OSError as error:
        _discard_output()
        return say(f"The output could not be written ({error.strerror or error}); see that there is room for it.", 1)
    except Exception as error:
        if sys.flags.dev_mode:  # python -X dev -m events ... shows where
            raise
        return say(
            f"This should not have happened ({type(error).__name__}: {one_line(str(error))}); please report it.", 1
        )
    return status


def _discard_output() -> None:
    """Let what is still buffered go nowhere, so that it does not complain again when Python closes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# -- corrections ---------------------------------------------------------------------------------


def correct(arguments: Namespace) -> int:
    """``events correct``: record a new revision."""
    changes: dict[str, object] = {}
    for field, value in map(_change, arguments.changes):
        if field in changes:
            raise Problem(f"The field {one_line(field)} is set twice; give it one value.")
        changes[field] = value
    with Record(home_folder()) as record:
        imported = Engine(record).event(arguments.id) if record.event(arguments.id) is None else None
        event = record.revise(arguments.id, changes, by=arguments.by, why=arguments.why, at=now(), imported=imported)
    print(
        f"Event {event.id} is now at revision {event.revision}: {', '.join(changes)} set by {one_line(arguments.by)}."
    )
    return 0


def _change(words: str) -> tuple[str, object]:
    """The field and value in FIELD=VALUE: plain words for words, a date or FIRST..LAST for when, else JSON."""
    field, equals, value = words.partition("=")
    field = "review" if field == "review.state" else field
    if not equals:
        raise Problem(f'"{one_line(words)}" sets nothing; write --set FIELD=VALUE, for example --set kind=REQUEST.')
    if field == "when" and value not in ("", "null") and not value.startswith("{"):
        return field, _date_span(value)
    if field == "kind":
        return field, value.upper()
    if field in ("modality", "title", "review"):
        return field, value
    if field not in CHANGEABLE:
        raise Problem(f'"{one_line(field)}" is not a field that can be set; allowed are {", ".join(CHANGEABLE)}.')
    try:
        return field, json.loads(value)
    except (ValueError, RecursionError):
        raise Problem(
            f'The value for {one_line(field)}, "{one_line(value)}", is not JSON; write it as events list --format json '
            'shows it, or choose it on the page with "Correct this event".'
        ) from None


def _date_span(value: str) -> dict[str, object]:
    first, dots, last = value.partition("..")
    days = [parse_day(day, "date of the event") for day in ((first, last) if dots else (first, first))]
    precision = "day" if days[0] == days[1] else "range"
    return {"first": days[0], "last": days[1], "precision": precision, "basis": "curated"}


# -- the record, the dashboard -------------------------------------------------------------------


def check(_arguments: Namespace) -> int:
    """``events check``: prove that the record is whole, or say what is wrong with it."""
    from events.snapshots.verifying import unproven

    with Record(home_folder()) as record:
        wrong = [*record.check(), *unproven(record)]
        for sentence in wrong:
            say(sentence)
        if wrong:
            return 1
        articles, events = len(record.articles()), Engine(record).total()
    print(f"The record in {record.home} is whole: {number_of(articles, 'article')}, {number_of(events, 'event')}.")
    return 0


def serve(arguments: Namespace) -> int:
    """``events serve``: replace this process by Streamlit serving the dashboard."""
    import socket

    if not 1 <= arguments.port <= 65535:
        raise Problem(f"{arguments.port} is not a port; give a number from 1 to 65535, such as --port 8501.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", arguments.port))
        except OSError as error:
            raise Problem(
                f"Port {arguments.port} cannot be used ({error.strerror}); give another with events serve --port N, "
                "which after make run is .venv/bin/events serve --port N."
            ) from None
    home = home_folder()
    Record(home).close()  # what is wrong with the record is said here, not in a browser
    chosen_address()  # and so is an engine that cannot be
    frame_ancestors()  # or a site that is none
    root = Path(__file__).parents[2]
    os.environ["EVENTS_HOME"] = str(home)
    address = f"http://127.0.0.1:{arguments.port}"
    served_at(home, address)
    os.chdir(root)  # where .streamlit/config.toml lies
    print(f"The dashboard is at {address} (Ctrl-C stops it)", flush=True)
    options = ["--server.address", "127.0.0.1", "--server.port", str(arguments.port), "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", str(root / "dashboard.py"), *options]
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter and file


def version(_arguments: Namespace) -> int:
    """``events --version``."""
    from importlib.metadata import version as installed

    print(f"events {installed('conflict-events')}")
    return 0


def list_or_export(arguments: Namespace) -> int:
    """``events list`` and ``events export``: a table, or the owner's own list, or a file for others."""
    if arguments.format == "table" or (arguments.command == "list" and arguments.format in WRITERS):
        return list_events(arguments)
    from events.commands.export import export_events  # every format's library, for those who want a file

    return export_events(arguments)


COMMANDS = {
    "extract": "events.commands.articles:extract_articles",
    "ingest": "events.commands.articles:ingest",
    "list": "events.commands.run:list_or_export",
    "export": "events.commands.run:list_or_export",
    "import": "events.commands.importing:import_files",
    "data list": "events.commands.importing:data_list",
    "data on": "events.commands.importing:data_on",
    "data off": "events.commands.importing:data_off",
    "data remove": "events.commands.importing:data_remove",
    "data prepare": "events.commands.importing:data_prepare",
    "areas add": "events.commands.areas:areas_add",
    "areas list": "events.commands.areas:areas_list",
    "areas remove": "events.commands.areas:areas_remove",
    "correct": "events.commands.run:correct",
    "add": "events.commands.coding:add_events",
    "corrections": "events.commands.coding:corrections",
    "snapshot create": "events.commands.snapshots:snapshot_create",
    "snapshot list": "events.commands.snapshots:snapshot_list",
    "snapshot show": "events.commands.snapshots:snapshot_show",
    "snapshot drift": "events.commands.drift:snapshot_drift",
    "snapshot verify": "events.commands.snapshots:snapshot_verify",
    "snapshot export": "events.commands.snapshots:snapshot_export",
    "snapshot cite": "events.commands.snapshots:snapshot_cite",
    "snapshot key": "events.commands.snapshots:snapshot_key",
    "snapshot rename": "events.commands.snapshots:snapshot_rename",
    "snapshot expire": "events.commands.snapshots:snapshot_expire",
    "snapshot revoke": "events.commands.snapshots:snapshot_revoke",
    "actors list": "events.commands.actors:actors_list",
    "actors add": "events.commands.actors:actors_add",
    "actors merge": "events.commands.actors:actors_merge",
    "actors undo": "events.commands.actors:actors_undo",
    "actors history": "events.commands.actors:actors_history",
    "score": "events.commands.score:score",
    "engine schema": "events.commands.engine:engine_schema",
    "engine publish": "events.commands.engine:engine_publish",
    "check": "events.commands.run:check",
    "serve": "events.commands.run:serve",
    "version": "events.commands.run:version",
}
"""Where each command is; only what one needs is imported, so that it begins at once."""
