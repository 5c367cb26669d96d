"""The commands: ``events`` or ``python -m events``; what each does is in ``events.commands.run``.

Mistakes of the user end with one sentence on standard error and status 2, failures with status 1.
Only argparse is imported here, so that help and mistakes are answered at once.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

EXPORTED = ("csv", "json", "jsonl", "geojson", "parquet", "xlsx", "kml", "timelinejs", "graphml")


class Mistake(Exception):  # noqa: N818 - a sentence for the user
    """What argparse finds wrong with a command line."""


class Parser(argparse.ArgumentParser):
    """A parser that raises its complaint as one sentence, and takes no option half written."""

    def __init__(self, **settings: object) -> None:
        """As ArgumentParser."""
        super().__init__(allow_abbrev=False, **settings)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Raise ``message`` as a Mistake; where a command is missing, with those there are."""
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction) and message.endswith("required: COMMAND"):
                raise Mistake(f"No command was given to {self.prog}; allowed are {', '.join(action.choices)}.")
        raise Mistake(f"{message[:1].upper()}{message[1:]}; {self.prog} --help says what is allowed.")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Refuse what is none of the choices, in our own words."""
        if action.choices is not None and value not in action.choices:
            what = f"allowed for {action.option_strings[-1]}" if action.option_strings else "a command"
            raise Mistake(f'"{_shown(value)}" is not {what}; allowed are {", ".join(map(str, action.choices))}.')


def _shown(value: object) -> str:
    """A word of the command line, short and printable."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(value))[:80]


def _whole(what: str, allowed: str) -> Callable[[str], int]:
    """Reads a whole number; ``what`` it is and what is ``allowed`` are said of anything else."""

    def read(words: str) -> int:
        try:
            return int(words)
        except ValueError:
            raise Mistake(f'"{_shown(words)}" is not {what}; give {allowed}.') from None

    return read


def _seconds(words: str) -> float:
    try:
        return float(words)
    except ValueError:
        raise Mistake(f'"{_shown(words)}" is no number of seconds; give one from 1 to 86400, such as 60.') from None


def _add_view(parser: argparse.ArgumentParser) -> None:
    view = parser.add_argument_group("view", 'which events; every repeated option means "any of"')
    add = view.add_argument
    add("--actor", action="append", metavar="ID", help="by or about this actor or a part of it (events actors list)")
    add("--role", action="append", metavar="ROLE", help="source (doer), target, speaker or any: the actor's role")
    add("--doer", action="append", metavar="ID", help="done by this actor or a part of it")
    add("--target", action="append", metavar="ID", help="done to this actor or a part of it")
    add("--without", action="append", metavar="ID", help="in which this actor, and no part of it, has any role")
    add("--kind", action="append", metavar="KIND", help="such as MOBILIZE or REQUEST")
    add("--modality", action="append", metavar="M", help="asserted, planned, possible or denied")
    add(
        "--from",
        action="append",
        metavar="DATE",
        help="that may have happened on this day or later: YYYY-MM-DD, or today-30d",
    )
    add("--to", action="append", metavar="DATE", help="that may have happened on this day or before")
    add("--certain", action="append", nargs="?", const="yes", metavar="yes|no", help="surely in these days, not maybe")
    box = "in this box: west, south, east, north in degrees; more numbers are the corners of an outline"
    add("--area", action="append", metavar="LON,LAT,LON,LAT", help=box)
    add("--text", action="append", metavar="WORDS", help="with all these words in title, quotes or names")
    add("--review", action="append", metavar="STATE", help="found, confirmed, disputed or withdrawn")
    add("--data", action="append", metavar="SET", help="of this data set; articles are the set articles")
    add("--unseen", action="append", metavar="REASON", help="what the view hides for this reason, such as undated")
    add("--link", metavar="URL", help="the view of a link of the dashboard, instead of the options above")


def _add_article(parser: argparse.ArgumentParser, stdin: str) -> None:
    what = "an article or several: a file (text, Markdown, HTML, PDF, .docx, JSON, JSON lines), folder, ZIP or address"
    parser.add_argument("paths", nargs="+", metavar="PATH", help=f"{what}, also of a feed{stdin}")
    parser.add_argument(
        "--published", metavar="DATE", help="the article's publication date, YYYY-MM-DD or as the page writes it"
    )
    parser.add_argument("--language", metavar="CODE", help="the article's language, such as id or en; else guessed")
    who = "who reads: the rules (no network, the default), a language model that you set up, or both, united"
    parser.add_argument("--extractor", choices=("rules", "llm", "both"), default="rules", help=who)


def _add_snapshot(parser: argparse.ArgumentParser) -> None:
    """The commands under ``events snapshot``."""
    commands = parser.add_subparsers(dest="sub", metavar="COMMAND", required=True)
    create = commands.add_parser("create", help="freeze a view; the first line printed is the link")
    create.add_argument("--title", help="what the snapshot is called")
    create.add_argument("--by", metavar="NAME", help="who shares it")
    create.add_argument("--expires", metavar="DATE", help="the last day on which it opens, YYYY-MM-DD, or never")
    _add_view(create)
    listing = commands.add_parser("list", help="every snapshot: whether it opens, until when, how often it was opened")
    listing.add_argument("--format", choices=("table", "json"), default="table")
    listing.add_argument("--opens", metavar="ID", help="how often this one was opened, day by day")
    show = commands.add_parser("show", help="what a snapshot shows")
    show.add_argument("id", metavar="ID", help="its id or link")
    show.add_argument("--format", choices=("table", "json"), default="table", help="json is the stored form")
    moved = commands.add_parser("drift", help="what has become of its events since, field by field")
    moved.add_argument("id", metavar="ID", help="its id or link")
    moved.add_argument("--format", choices=("table", "json"), default="table")
    verify = commands.add_parser("verify", help="prove that a snapshot is what was stored")
    verify.add_argument("id", metavar="ID", help="its id or link, or a file: JSON or HTML that was exported")
    verify.add_argument("--key", metavar="PUBLIC", help="it has to be signed with this key (events snapshot key)")
    export = commands.add_parser("export", help="a snapshot as a file that opens and proves itself without the program")
    export.add_argument("id", metavar="ID", help="its id or link")
    endings = f"its ending says the format: .html, .pdf, .png, .{', .'.join(EXPORTED)}"
    export.add_argument("-o", "--output", required=True, metavar="FILE", help=endings)
    export.add_argument("--language", metavar="CODE", help="of the words in .html, .pdf and .png: en or id")
    cite = commands.add_parser("cite", help="a snapshot as a citation")
    cite.add_argument("id", metavar="ID", help="its id or link")
    cite.add_argument("--format", choices=("text", "bibtex", "csl-json"), default="text")
    commands.add_parser("key", help="sign snapshots from now on; shows the public key")
    rename = commands.add_parser("rename", help="call it otherwise; the title it was shared under stays in its proof")
    rename.add_argument("id", metavar="ID", help="its id or link")
    rename.add_argument("title", metavar="TITLE", help='what it is called from now on; "" is as it was shared')
    expire = commands.add_parser("expire", help="set the last day on which it opens, also of one that has expired")
    expire.add_argument("id", metavar="ID", help="its id or link")
    expire.add_argument("date", metavar="DATE", help="YYYY-MM-DD, or never")
    revoke = commands.add_parser("revoke", help="close it for good")
    revoke.add_argument("id", metavar="ID", help="its id or link")
    revoke.add_argument("--why", metavar="TEXT", help="why, for yourselves; no reader sees it")


def _add_actors(parser: argparse.ArgumentParser) -> None:
    """The commands under ``events actors``."""
    commands = parser.add_subparsers(dest="sub", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="every actor of the register and the record")
    listing.add_argument("words", nargs="*", metavar="WORDS", help="only those with these words in id or names")
    listing.add_argument("--text", default="", metavar="WORDS", help="the same")
    listing.add_argument("--format", choices=("table", "json"), default="table")
    add = commands.add_parser("add", help="an actor that the register lacks, or names for one that it has")
    add.add_argument("id", metavar="ID", help="small letters, digits and hyphens, such as idn-kkb")
    add.add_argument("--name", metavar="N", help="what it is called")
    add.add_argument("--type", metavar="T", help="military, government, person, org, armed_group or civilian")
    add.add_argument("--country", metavar="C", help="ISO 3166 code such as IDN, or IGO; else unknown")
    add.add_argument("--part-of", metavar="ID", help="the larger actor it belongs to; else its country")
    add.add_argument("--alias", action="append", metavar="LANG:NAME", help="another name; without LANG in all")
    merge = commands.add_parser("merge", help="two ids are one actor: the first counts as the second from now on")
    merge.add_argument("id", metavar="ID")
    merge.add_argument("into", metavar="INTO")
    undo = commands.add_parser("undo", help="take back an earlier decision")
    undo.add_argument(
        "number",
        metavar="NUMBER",
        type=_whole("the number of a decision", "one of events actors history, such as 3"),
        help="its number in events actors history",
    )
    for command in (add, merge, undo):
        command.add_argument("--by", required=True, metavar="NAME", help="who decides")
        command.add_argument("--why", required=True, metavar="TEXT", help="why, with the source")
    commands.add_parser("history", help="every decision about actors, with who, when and why")


def _add_score(score: argparse.ArgumentParser) -> None:
    """The options of ``events score``."""
    score.add_argument("folder", nargs="?", metavar="FOLDER", help="coded articles; else the corpus of the project")
    score.add_argument("--language", action="append", metavar="CODE", help="only articles in this language")
    score.add_argument("--format", choices=("table", "json"), default="table")
    score.add_argument("--show", action="store_true", help="print every mistake with its words")
    score.add_argument("--write", action="store_true", help="publish the figures: write data/scorecard.json anew")


def _add_import(parser: argparse.ArgumentParser) -> None:
    """The options of ``events import``."""
    what = "ACLED, UCDP, GDELT, VIINA, ICEWS, POLECAT, GeoConfirmed, TimelineJS, GeoJSON, KML, CSV, Excel, our exports"
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help=f"files of {what}; also packed as .gz or .zip")
    add("--as", metavar="FORMAT", help="the format, where it is guessed wrongly; table for any table by a mapping")
    add("--name", metavar="SET", help="what the data set is called (a-z, 0-9, - and _); else as its format or file")
    add("--mapping", metavar="FILE", help="which column says what, as JSON or TOML; else guessed and shown")
    add("--save-mapping", metavar="FILE", help="write the mapping as it was guessed, to be changed and given again")
    add("--dry-run", action="store_true", help="read everything, show what would come of it, record nothing")
    add("--replace", action="store_true", help="the files are the whole set: what is not in them goes")
    add("--own-ids", action="store_true", help="take our own exports as events of this set, also what is here already")
    add("--licence", metavar="TEXT", help="under which licence the data is, where the format does not say it")
    add("--attribution", metavar="TEXT", help="how its makers want to be named")
    add("--version", metavar="TEXT", dest="version_of", help="which release of the data it is")
    add(
        "--api",
        metavar="URL",
        help="fetch from ACLED's API, such as https://acleddata.com; ACLED_EMAIL, ACLED_PASSWORD",
    )
    add("--query", metavar="TEXT", help='what to ask the API for, such as "country=Ukraine&year=2024"')


def _add_data(parser: argparse.ArgumentParser) -> None:
    """The commands under ``events data``."""
    commands = parser.add_subparsers(dest="sub", metavar="COMMAND", required=True)
    commands.add_parser("list", help="every data set: whose, under which licence, and whether it is shown")
    on = commands.add_parser("on", help="show a data set that ships with the program")
    off = commands.add_parser("off", help="hide it again")
    remove = commands.add_parser("remove", help="take a data set away")
    prepare = commands.add_parser("prepare", help="go on making what makes answers about a large set fast")
    for command in (on, off, remove, prepare):
        command.add_argument("name", metavar="NAME", help="its name in events data list")


def _add_areas(parser: argparse.ArgumentParser) -> None:
    """The commands under ``events areas``."""
    commands = parser.add_subparsers(dest="sub", metavar="COMMAND", required=True)
    add = commands.add_parser("add", help="put the outlines of GeoJSON files, each with its day, under the marks")
    add.add_argument("files", nargs="+", metavar="FILE", help="GeoJSON of polygons or lines")
    add.add_argument("--name", required=True, metavar="NAME", help="what it is called in links, such as front-line")
    add.add_argument("--title", default="", metavar="WORDS", help="what it is called on the map")
    add.add_argument("--attribution", default="", metavar="WORDS", help="whose data it is, as they want to be named")
    add.add_argument(
        "--day-property",
        default="",
        metavar="NAME",
        help="the property that says the day; else a usual one, or the file's name",
    )
    commands.add_parser("list", help="every set of areas: its days, and whose it is")
    commands.add_parser("remove", help="take a set away").add_argument("name", metavar="NAME")


def _add_engine(engine: argparse.ArgumentParser) -> None:
    """The commands of ``events engine``."""
    commands = engine.add_subparsers(dest="sub", metavar="COMMAND", required=True)
    schema = commands.add_parser("schema", help="print the definitions of the tables that answers are made from")
    schema.add_argument("--cluster", metavar="NAME", help="with a table over this cluster, as its servers name it")
    schema.add_argument("--engine", choices=("clickhouse", "duckdb"), default="clickhouse")
    commands.add_parser("publish", help="send to the cluster of EVENTS_ENGINE all that is not there yet")


def build_parser() -> Parser:
    """The parser of every command."""
    parser = Parser(prog="events", description="From a news article to a shared timeline of conflict events.")
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    extract = commands.add_parser("extract", help="find the events of articles and print them; records nothing")
    _add_article(extract, ", or - for standard input")
    extract.add_argument("--format", choices=("json", "table"), default="json")
    ingest = commands.add_parser("ingest", help="find the events of articles and record them; twice is once")
    _add_article(ingest, ", or - for standard input")
    ingest.add_argument("--watch", action="store_true", help="keep reading folders and feeds until Ctrl-C")
    ingest.add_argument("--every", type=_seconds, default=60.0, metavar="SECONDS", help="how often --watch looks (60)")

    for name, formats, default, what in (
        ("list", ("table", *EXPORTED), "table", "list recorded events"),
        (
            "export",
            (*EXPORTED, "table"),
            None,
            "write recorded events for others, without reviewers and their reasons",
        ),
    ):
        listing = commands.add_parser(name, help=what)
        told = None if default else "else as the ending of FILE says, else json"
        listing.add_argument("--format", choices=formats, default=default, help=told)
        listing.add_argument("-o", "--output", metavar="FILE", help="write to this file")
        _add_view(listing)

    _add_import(commands.add_parser("import", help="take in other people's event data as a data set"))
    _add_data(commands.add_parser("data", help="the data sets: list, on, off, remove, prepare"))
    _add_areas(commands.add_parser("areas", help="areas by day on the map, such as a front line: add, list, remove"))

    correct = commands.add_parser("correct", help="record a new revision of an event")
    correct.add_argument("id", metavar="ID", help="the event's id")
    correct.add_argument("--set", action="append", required=True, metavar="FIELD=VALUE", dest="changes")
    correct.add_argument("--by", required=True, metavar="NAME", help="who corrects")
    correct.add_argument("--why", required=True, metavar="TEXT", help="why, with the source")

    add = commands.add_parser("add", help="record events that a reader codes by hand, on an article that is recorded")
    add.add_argument(
        "path", metavar="FILE", help="events as JSON (one, a list, or one a line), or - for standard input"
    )
    add.add_argument("--by", required=True, metavar="NAME", help="who adds them")
    add.add_argument("--why", required=True, metavar="TEXT", help="why, with the source")
    made = commands.add_parser("corrections", help="write what readers corrected as coded articles, to score and learn")
    made.add_argument("--format", choices=("jsonl", "folder"), default="jsonl", help="one file, or one an article")
    made.add_argument("--checked", action="store_true", help="only articles of which every event was reviewed")
    made.add_argument("-o", "--output", metavar="PATH", help="write there instead of printing")

    _add_snapshot(commands.add_parser("snapshot", help="share a view as it is now, and keep hold of it"))
    _add_actors(commands.add_parser("actors", help="who the actors are: list, add, merge, undo, history"))
    _add_score(commands.add_parser("score", help="how much is found rightly in coded articles, what goes wrong most"))
    _add_engine(commands.add_parser("engine", help="the engine on a cluster: its tables, sending it the events"))
    serve = commands.add_parser("serve", help="serve the dashboard on this machine and print its address")
    port = _whole("a port", "a number from 1 to 65535, such as 8501")
    serve.add_argument("--port", type=port, default=8501, metavar="N")
    commands.add_parser("check", help="prove that the record is whole")
    return parser


def _options(parser: argparse.ArgumentParser, words: Sequence[str]) -> list[str]:
    """The options of the command that ``words`` name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            named = next((word for word in words if word in action.choices), None)
            if named is not None:
                return _options(action.choices[named], words[words.index(named) + 1 :])
    return [option for action in parser._actions for option in action.option_strings]


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command line in ``words``; raises Mistake naming what is wrong and what is allowed."""
    parser = build_parser()
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "--area" and word[:1] == "-":
            joined[-1] = f"--area={word}"  # western longitudes begin with a minus, which argparse takes for an option
        else:
            joined.append(word)
    if joined == ["--version"]:
        return argparse.Namespace(command="version")
    arguments, unknown = parser.parse_known_args(joined)
    if unknown:
        allowed = ", ".join(_options(parser, joined))
        raise Mistake(f'"{unknown[0]}" is not known to this command; its options are {allowed}.')
    return arguments


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        arguments = parse(sys.argv[1:] if words is None else words)
        from events.commands.run import run  # not before the command line is known to be right

        return run(arguments)
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
