"""Other people's data by a dropped file: what it is, how it is read, a look at its events, and then all of it.

What ``events import`` does, with the same functions. A file lies beside the record until it is imported or discarded.
"""

import hashlib
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import streamlit as st

from events.engine.sets import DataSet, data_set, folder_of, publish
from events.exchange import mapping as mappings
from events.exchange.days import Order
from events.exchange.importing import STAGED, Import, Outcome, Progress, Reading, readings
from events.exchange.mapping import FIELDS, Mapping
from events.exchange.returning import OWN
from events.exchange.taking import about_of, elsewhere, name_of, unused
from events.links import encode
from events.model import Kind, Problem, View, one_line
from events.pages import state
from events.pages.summary import escaped_markdown
from events.record import Failure
from events.texts import Texts

LARGEST = 200  # megabytes of a file; a larger one is for the command
KEPT = 5  # files that lie beside the record before the oldest goes
REASONS = 8  # for rows that are not taken; the report has every row
WIDE = 860  # pixels
ABREAST = 3  # fields side by side, where there is room
ORDERS: tuple[Order, ...] = ("dmy", "mdy")
TELLING = frozenset({"title", "text", "kind", "source"})  # fields of which one has to be told at least
WHY = {
    "nothing is said of what happened": "nothing",
    "it ends before it begins": "turned",
    "date_end is before date_start": "turned",
    "it has too few cells": "too_few",
    "it has too many cells": "too_many",
}
REPORT = 20_000_000  # bytes of a report that a page hands out
_DONE, _SAID = "import-done", "import-said"


def import_form() -> None:
    """Draws where a file is dropped, and once there is one, what it is and what can be done with it."""
    texts = state.texts()
    st.subheader(texts("import.heading"), anchor=False)
    st.text(texts("import.lead"))
    with st.container(width=WIDE, key="import"):
        _told(texts)
        turn = st.session_state.get("import-turn", 0)  # a new one empties the field
        file = st.file_uploader(texts("import.file"), key=f"import-file-{turn}", max_upload_size=LARGEST)
        if file is None:
            return
        try:
            path = _kept(file.name, file.getvalue())
            _look(path, texts)
        except (Problem, Failure) as problem:
            st.error(escaped_markdown(texts.said(problem)), icon=":material/error:")


def _kept(name: str, data: bytes) -> Path:
    """The file beside the record, in a folder named for its bytes; the oldest of too many go."""
    folder = state.record().home / STAGED / "dropped"
    own = folder / hashlib.sha256(data).hexdigest()[:32]
    path = own / (PurePosixPath(name.replace("\\", "/")).name.lstrip(".")[-120:] or "file")
    if not path.is_file():
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir(parents=True)
        path.write_bytes(data)
    others = sorted((each for each in folder.iterdir() if each != own), key=lambda each: each.stat().st_mtime)
    for each in others[: -(KEPT - 1)]:
        shutil.rmtree(each, ignore_errors=True)
    return path


# -- how it is read ------------------------------------------------------------------------------


def _look(path: Path, texts: Texts) -> None:
    found = _read(path, None)
    guess = next((each.mapping for each in found if each.mapping is not None), None)
    for each in found:
        named = "import.read_as" if each.mapping is None else "import.read_by_mapping"
        st.markdown(escaped_markdown(texts(named, file=one_line(each.table.name), format=each.format.title)))
    if guess is not None:
        table = next(each.table for each in found if each.mapping is not None)
        _rows(table.columns, table.sample, texts)
        found = _read(path, _mapping(guess, table.columns, path.parent.name, texts))
    for each in found:
        _unused(each, texts)
    name = st.text_input(texts("import.name"), value=name_of(found), key=f"import-name-{path.parent.name}")
    folder_of(state.record().home, name)  # says what cannot be a name
    lacking = next((question for each in found if (question := _lacking(each, texts))), None)
    if lacking:
        st.warning(lacking, icon=":material/help:")
        return
    _preview(_work(name, found), texts)
    _actions(path, name, found, texts)


def _read(path: Path, mapping: Mapping | None) -> list[Reading]:
    return readings([path], path.parent, as_=None, mapping=mapping)


def _work(name: str, found: list[Reading]) -> Import:
    return Import(state.record().home, name, found, elsewhere=partial(elsewhere, state.record(), name))


def _rows(columns: tuple[str, ...], sample: tuple[tuple[str, ...], ...], texts: Texts) -> None:
    """The first rows as they stand in the file."""
    st.caption(texts("import.rows"))
    rows = [dict(zip(columns, row, strict=False)) for row in sample[:5]]
    st.dataframe(rows, hide_index=True, key="import-rows")


def _unused(reading: Reading, texts: Texts) -> None:
    columns = unused(reading)
    if columns:
        listed = ", ".join(one_line(column, 30) for column in columns)
        st.caption(texts("import.unused.own" if reading.format is OWN else "import.unused", columns=listed))
    if reading.table.left:
        st.caption(texts("import.left", others=", ".join(one_line(other, 40) for other in reading.table.left)))


def _mapping(guess: Mapping, columns: tuple[str, ...], own: str, texts: Texts) -> Mapping:
    """The mapping as it was guessed and as the reader changed it for the file ``own``: which column says what."""
    chosen: dict[str, str | tuple[str, ...]] = {}
    with st.expander(texts("import.mapping"), expanded=not TELLING & guess.columns.keys(), key="import-mapping"):
        st.caption(texts("import.mapping.lead"))
        for at in range(0, len(FIELDS), ABREAST):
            for field, beside in zip(FIELDS[at : at + ABREAST], st.columns(ABREAST, gap="small"), strict=False):
                guessed = [column for column in guess.column(field) if column in columns]
                answer = beside.selectbox(
                    texts(f"import.field.{field}"),
                    columns,
                    index=columns.index(guessed[0]) if guessed else None,
                    placeholder=texts("import.no_column"),
                    key=f"import-field-{field}-{own}",
                )
                if answer:
                    chosen[field] = tuple(guessed) if guessed[:1] == [answer] and len(guessed) > 1 else answer
        left, middle, _ = st.columns(ABREAST, gap="small")
        order: Order | None = left.selectbox(
            texts("import.order"),
            ORDERS,
            index=ORDERS.index(guess.date_order) if guess.date_order else None,
            format_func=lambda each: texts(f"import.order.{each}"),
            placeholder=texts("import.order.none"),
            key=f"import-order-{own}",
        )
        kind = middle.selectbox(
            texts("import.kind"),
            list(Kind),
            index=list(Kind).index(guess.kind),
            format_func=lambda each: texts(f"kind.{each.value}"),
            key=f"import-kind-{own}",
        )
    return guess.model_copy(update={"columns": chosen, "date_order": order, "kind": kind})


def _lacking(reading: Reading, texts: Texts) -> str | None:
    """What a reader has still to say of a table's columns."""
    if reading.mapping is None:
        return None
    if not TELLING & reading.mapping.columns.keys():
        return texts("import.mapping.lead")
    try:
        mappings.check(reading.mapping, reading.table.columns, reading.table.sample)
    except Problem:  # columns are chosen from those there are, so it is the order of day and month
        return texts("import.order.needed")
    return None


def _preview(work: Import, texts: Texts) -> None:
    """The first events as they will be."""
    rows = work.preview(5)
    if not rows:
        st.caption(texts("import.no_preview"))
        return
    st.caption(texts("import.preview"))
    st.dataframe([_shown(row, texts) for row in rows], hide_index=True, key="import-preview")


def _shown(row: dict[str, Any], texts: Texts) -> dict[str, str]:
    first, last = row["first"], row["last"]
    when = texts("import.undated") if first is None else str(first) if first == last else f"{first} – {last}"
    place = next((each["name"] for each in row["places"]), "")
    cells = (when, texts(f"kind.{row['kind']}"), row["title"], place)
    return dict(zip((texts(f"import.{each}") for each in ("when", "what", "title", "where")), cells, strict=True))


# -- taking it -----------------------------------------------------------------------------------


def _actions(path: Path, name: str, found: list[Reading], texts: Texts) -> None:
    made, old = found[0].format, data_set(state.record().home, name)
    own = path.parent.name
    with st.expander(texts("import.whose"), expanded=found[0].mapping is not None, key="import-whose"):
        licence = st.text_input(texts("import.licence"), value=made.licence, key=f"import-licence-{own}")
        attribution = st.text_input(texts("import.attribution"), value=made.attribution, key=f"import-credit-{own}")
        version = st.text_input(texts("import.version"), key=f"import-version-{own}")
    whole = False
    if old is not None:
        st.caption(texts("import.there", name=name, n=old.rows))
        whole = st.checkbox(texts("import.whole"), key=f"import-whole-{own}")
    with st.container(horizontal=True, gap="small"):
        dry = st.button(texts("import.dry"), key="import-dry", icon=":material/rule:")
        take = st.button(texts("import.take"), key="import-take", type="primary", icon=":material/database:")
    work = _work(name, found)
    if dry:
        _report(work.run(_bar(texts), writing=None), texts)
        st.info(texts("import.dry.done"), icon=":material/info:")
    elif take:
        credit = {"licence": licence.strip(), "attribution": attribution.strip(), "version": version.strip()}
        outcome = work.run(_bar(texts), writing=partial(_moving, texts("import.ordering")))
        if not outcome.taken and not outcome.removed:
            _report(outcome, texts)
            st.warning(texts("import.all_here" if outcome.here else "import.nothing"), icon=":material/warning:")
            return
        publish(
            state.record(),
            about_of(found, outcome, name, old, **{key: told or None for key, told in credit.items()}),
            outcome.events,
            outcome.originals,
            at=datetime.now(UTC),
            removed=outcome.removed,
            whole=whole,
            shown=_now_shown(work, path, outcome),
            moved=_publishing(texts),
        )
        st.rerun()


def _now_shown(work: Import, path: Path, outcome: Outcome) -> Callable[[DataSet], None]:
    """Once answers have the events, what led to them is not needed any more, and the field is empty for another."""

    def done(made: DataSet) -> None:
        work.clean()
        shutil.rmtree(path.parent, ignore_errors=True)
        st.session_state[_DONE] = (made, outcome)
        st.session_state["import-turn"] = st.session_state.get("import-turn", 0) + 1

    return done


def _bar(texts: Texts) -> Callable[[Reading], Progress]:
    return lambda _reading: _moving(texts("import.reading"))


def _moving(what: str) -> Progress:
    bar = st.progress(0.0, text=what)

    def move(done: int, all_: int) -> None:
        bar.progress(min(1.0, done / all_) if all_ else 1.0, text=what)

    return move


def _publishing(texts: Texts) -> Callable[[str, float], None]:
    bars: dict[str, Any] = {}

    def move(what: str, share: float) -> None:
        words = texts(f"import.{what}")
        if what not in bars:
            bars[what] = st.progress(0.0, text=words)
        bars[what].progress(max(0.0, min(1.0, share)), text=words)

    return move


def _told(texts: Texts) -> None:
    """What came of the last import."""
    done: tuple[DataSet, Outcome] | None = st.session_state.get(_DONE)
    if done is None:
        return
    made, outcome = done
    with st.container(border=True, key=_SAID):
        st.success(texts("import.done", n=made.rows, name=made.name), icon=":material/check_circle:")
        if made.attribution:
            st.text(made.attribution)
        _report(outcome, texts)
        only = {**encode(View(data=(made.name,))), **state.language_part()}
        pages = st.session_state[state.PAGES]
        st.page_link(pages["explore"], label=texts("data.only"), query_params=only, icon=":material/filter_alt:")


def _report(outcome: Outcome, texts: Texts) -> None:
    """How many rows became events, and why others did not."""
    st.text(texts("import.taken", taken=outcome.taken, rows=outcome.rows))
    if outcome.here:
        st.text(texts("import.here", n=outcome.here))
    if outcome.removed:
        st.text(texts("import.removed", n=len(outcome.removed)))
    for why, count in outcome.refused.most_common(REASONS):
        st.text(texts("import.refused", n=count, why=_why(why, texts)))
    if outcome.report and outcome.report.is_file() and outcome.report.stat().st_size < REPORT:
        st.download_button(
            texts("import.report"), outcome.report.read_bytes(), "not-taken.csv", "text/csv", key="import-report"
        )


def _why(why: str, texts: Texts) -> str:
    """Why a row is not taken, in the reader's language where it has words for it."""
    head, _, rest = why.partition(": ")
    if head.endswith("not a date"):
        return texts("import.why.not_a_date", text=one_line(rest))
    if head.startswith("no "):
        return texts("import.why.missing", column=head.removeprefix("no "))
    return texts(f"import.why.{WHY[head]}") if head in WHY else one_line(why)
