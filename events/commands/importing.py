"""``events import`` and ``events data``: other people's events in; whose data there is, and its end."""

import json
import sys
import tempfile
from argparse import Namespace
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Self

from tqdm import tqdm

from events.commands.tables import write_table
from events.commands.views import number_of, say
from events.engine.segments import stoppable
from events.engine.sets import (
    DataSet,
    data_set,
    data_sets,
    folder_of,
    prepare,
    publish,
    remove,
    to_prepare,
)
from events.exchange import context
from events.exchange import mapping as mappings
from events.exchange.acled_api import fetched
from events.exchange.importing import Import, Outcome, Progress, Reading, readings
from events.exchange.returning import OWN
from events.exchange.taking import about_of, elsewhere, name_of, unused
from events.model import Problem, one_line
from events.record import Record, home_folder

STEPS = {"merging": "what was there", "preparing": "quick answers"}
LISTED = 8  # reasons shown on screen; the report has every row


def import_files(arguments: Namespace) -> int:
    """``events import``: read files as their format asks, show how, and make them a data set."""
    try:
        with stoppable():
            return _import_files(arguments)
    except KeyboardInterrupt:
        say("Stopped; what was shown before is unchanged, and the same command goes on where it was.")
        return 130


def _import_files(arguments: Namespace) -> int:
    mapping = mappings.load(Path(arguments.mapping)) if arguments.mapping else None
    home = home_folder()
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="events-import-") as folder:
        paths = [Path(each) for each in arguments.files]
        if arguments.api:
            paths += fetched(arguments.api, arguments.query, Path(folder))
        if not paths:
            raise Problem("Nothing was named to import; name files, or an address with --api.")
        found = readings(paths, Path(folder), as_=getattr(arguments, "as"), mapping=mapping)
        data = arguments.name or name_of(found)
        folder_of(home, data)  # says what cannot be a name before anything is read
        if arguments.save_mapping:
            _save_mapping(found, Path(arguments.save_mapping))
        if arguments.own_ids and any(each.format is not OWN for each in found):
            raise Problem("Only what this program exported can be taken under ids of its own; leave out --own-ids.")
        work = Import(home, data, found, elsewhere=partial(_elsewhere, home, data), own_ids=arguments.own_ids)
        _show(found, work)
        for each in found:
            if each.mapping is not None:
                mappings.check(each.mapping, each.table.columns, each.table.sample)
        return _take(arguments, home, data, found, work)


def _take(arguments: Namespace, home: Path, data: str, found: Sequence[Reading], work: Import) -> int:
    """Read what was found, and make it part of the data set, unless it is only to be looked at."""
    outcome = work.run(_bar, writing=None if arguments.dry_run else partial(_counting, "in order"))
    _say_outcome(outcome, data)
    if arguments.dry_run:
        say("Nothing was recorded (--dry-run).")
        return 0
    if outcome.here and not outcome.taken:
        return 0  # it is said already, and twice is once
    if not outcome.taken and not outcome.removed:
        raise Problem("No row of these files is an event; see the reasons above.")
    shown: list[DataSet] = []
    old = data_set(home, data)

    def now_shown(made: DataSet) -> None:
        shown.append(made)
        work.clean()
        _say_shown(made)
        alone = (old is None or arguments.replace) and not outcome.removed
        if alone and made.rows < outcome.taken:
            say(f"Rows that repeat another, or its id, and count once with it: {outcome.taken - made.rows:,}.")

    with Record(home) as record, _Steps() as steps:
        try:
            publish(
                record,
                about_of(
                    found,
                    outcome,
                    data,
                    old,
                    licence=arguments.licence,
                    attribution=arguments.attribution,
                    version=arguments.version_of,
                ),
                outcome.events,
                outcome.originals,
                at=datetime.now(UTC),
                removed=outcome.removed,
                whole=arguments.replace,
                shown=now_shown,
                moved=steps.move,
            )
        except KeyboardInterrupt:
            if not shown:
                raise
            return _say_unprepared(data)
    return 0


def _say_unprepared(data: str) -> int:
    say(
        "Stopped; the events are shown, and answers about them are slower than they will be; "
        f"events data prepare {data} goes on where it was."
    )
    return 130


def _elsewhere(home: Path, data: str, ids: Collection[str]) -> Mapping[str, int]:
    with Record(home) as record:
        return elsewhere(record, data, ids)


def _save_mapping(found: Sequence[Reading], path: Path) -> None:
    mapping = next((each.mapping for each in found if each.mapping is not None), None)
    if mapping is None:
        raise Problem(
            "These files are of a known format and need no mapping; leave out --save-mapping, or add --as table."
        )
    mappings.save(mapping, path)
    say(f'The mapping was written to "{one_line(str(path))}"; change it and give it with --mapping.')


def _show(found: Sequence[Reading], work: Import) -> None:
    """Say how the files are read, with the first events."""
    for each in found:
        say(f'"{one_line(each.table.name)}" is read as {each.format.title} ({each.format.name}): {each.why}.')
        if each.mapping is not None:
            for line in (*each.mapping.words(), *_untold(each.mapping, each)):
                say(f"  {line}")
        if columns := unused(each):
            kept = '; only "event" is read' if each.format is OWN else "; each event keeps them as its source has them"
            say(f"  columns not used: {', '.join(one_line(column, 30) for column in columns)}{kept}")
        if each.table.left:
            others = ", ".join(one_line(other, 40) for other in each.table.left)
            say(f"  not read, because the columns are others: {others}; give it as a file of its own")
    try:
        rows = work.preview()
    except Problem:
        return  # what is wrong is said when all is read
    for row in rows:
        first, last = row["first"], row["last"]
        when = "undated" if first is None else str(first) if first == last else f"{first} to {last}"
        say(f"  {when}  {row['kind']}  {one_line(row['title'], 120)}")


def _untold(mapping: mappings.Mapping, reading: Reading) -> Iterator[str]:
    """Says which of the file's words for kinds are not known, and how to translate them."""
    words = mapping.untold(reading.table.columns, reading.table.sample)
    if words:
        some = ", ".join(one_line(word, 40) for word in words[:LISTED])
        more = f" and {len(words) - LISTED} more" if len(words) > LISTED else ""
        example = json.dumps({one_line(words[0], 40): "ASSAULT"}, ensure_ascii=False)
        yield f'of no known kind: {some}{more}; a mapping says what they are, such as "kinds": {example}'


def _bar(reading: Reading) -> Progress:
    bar = tqdm(
        total=0, unit="B", unit_scale=True, desc=one_line(reading.table.name, 30), disable=not sys.stderr.isatty()
    )

    def move(read: int, size: int) -> None:
        bar.total = max(size, read)
        bar.update(read - bar.n)
        if read >= size:
            bar.close()

    return move


def _counting(what: str) -> Progress:
    """How many of all events are through."""
    bar = tqdm(total=0, unit=" events", unit_scale=True, desc=what, disable=not sys.stderr.isatty())

    def move(done: int, all_: int) -> None:
        bar.total = all_
        bar.update(done - bar.n)
        if done >= all_:
            bar.close()

    return move


class _Steps:
    """A bar for each thing that publishing does and that takes long: which hundredth of it is done."""

    def __init__(self) -> None:
        self._bars: dict[str, tqdm] = {}  # type: ignore[type-arg]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for bar in self._bars.values():
            bar.close()

    def move(self, what: str, share: float) -> None:
        if what not in self._bars:
            form = "{desc}: {percentage:3.0f}%|{bar}| {elapsed}"
            name, silent = STEPS[what], not sys.stderr.isatty()
            self._bars[what] = tqdm(total=100, desc=name, bar_format=form, disable=silent)
        bar = self._bars[what]
        bar.update(share * 100 - bar.n)
        if share >= 1:
            bar.close()


def _say_shown(made: DataSet) -> None:
    events = number_of(made.rows, "event")
    print(f"The data set {made.name} now holds {events}; events list --data {made.name} shows them.", flush=True)
    if made.attribution:
        print(f"Attribution: {made.attribution}", flush=True)
    if to_prepare(made):
        say("What makes answers about so many events fast is being made; they are shown already.")


def _say_outcome(outcome: Outcome, data: str) -> None:
    if outcome.here:
        others = f", {outcome.otherwise:,} of them in another revision," if outcome.otherwise else ""
        every = "All" if outcome.here == outcome.rows else f"{outcome.here:,} of the"
        say(
            f"{every} {number_of(outcome.rows, 'event')} are here already{others} and stay as they are here; "
            "--own-ids takes them beside, as events of this set."
        )
        if not outcome.taken:
            return
    say(f"{outcome.taken:,} of {number_of(outcome.rows, 'row')} became events of the data set {data}.")
    if outcome.removed:
        say(f"{number_of(len(outcome.removed), 'event')} taken back by the source.")
    for why, count in outcome.refused.most_common(LISTED):
        say(f"  {count:,} not taken: {one_line(why)}")
    if len(outcome.refused) > LISTED:
        say(f"  and {len(outcome.refused) - LISTED:,} other reasons")
    if outcome.report:
        say(f"Every row that was not taken, with the reason: {outcome.report}")


# -- events data ---------------------------------------------------------------------------------


def data_list(_arguments: Namespace) -> int:
    """``events data list``: every data set, whose it is, and what can be switched on."""
    home = home_folder()
    there = data_sets(home)
    rows = [["NAME", "EVENTS", "SHOWN", "LICENCE", "VERSION", "IMPORTED", "ATTRIBUTION"]]
    for each in there:
        row = [
            each.name,
            f"{each.rows:,}",
            "yes",
            each.licence,
            each.version,
            (each.imported or "")[:10],
            each.attribution,
        ]
        rows.append([cell or "" for cell in row])
    for shipped in context.shipped():
        if shipped.name not in {each.name for each in there}:
            cells = [shipped.name, f"{shipped.rows:,}", "no", shipped.licence, shipped.version, "", shipped.attribution]
            rows.append([cell or "" for cell in cells])
    write_table(rows, sys.stdout)
    say("events data on NAME shows a set that ships with the program; events data remove NAME takes any away.")
    return 0


def data_on(arguments: Namespace) -> int:
    """``events data on``: show a data set that ships with the program."""
    with Record(home_folder()) as record:
        published = context.switch_on(record, arguments.name, at=datetime.now(UTC))
    print(f"{published.title} is shown: {number_of(published.rows, 'event')}. {published.attribution or ''}".rstrip())
    return 0


def data_off(arguments: Namespace) -> int:
    """``events data off``: hide a data set that ships with the program; others are only removed by that name."""
    if arguments.name not in {each.name for each in context.shipped()}:
        raise Problem(
            f'"{one_line(arguments.name)}" does not ship with the program and could not be switched on again; '
            "events data remove takes it away."
        )
    return data_remove(arguments)


def data_remove(arguments: Namespace) -> int:
    """``events data remove``: take a data set away."""
    with Record(home_folder()) as record:
        old = remove(record, arguments.name)
    print(
        f"The data set {old.name} with {number_of(old.rows, 'event')} is gone; what was corrected stays in the record."
    )
    return 0


def data_prepare(arguments: Namespace) -> int:
    """``events data prepare``: make what makes answers about a large set fast, where an import was stopped in it."""
    with Record(home_folder()) as record, _Steps() as steps:
        try:
            made = prepare(record, arguments.name, lambda share: steps.move("preparing", share))
        except KeyboardInterrupt:
            return _say_unprepared(arguments.name)
    print(f"Answers about the {number_of(made.rows, 'event')} of {made.name} are as fast as they can be.")
    return 0
