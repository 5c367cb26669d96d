"""The dialog that records a draft: what will be recorded, who does it and why."""

import streamlit as st

from events import draft_files
from events.draft import Draft, Worked, work_of
from events.model import Problem
from events.pages import add_state, state
from events.pages.summary import escaped_markdown
from events.record import Failure
from events.texts import Texts

READER = "reader"  # who records, kept while the browser stays on this server's pages


def ask(draft: Draft, events: list[Worked], texts: Texts) -> None:
    """Opens the dialog."""
    st.dialog(texts("add.record.title"), width="medium")(_show)(draft, events, texts)


def counts(draft: Draft, events: list[Worked], texts: Texts) -> list[str]:
    """What will be recorded, a line each."""
    changed = sum(each.is_changed for each in events)
    dropped = sum(each.dropped is not None for each in events)
    new = sum(each.found is None for each in events)
    untouched = len(events) - changed - dropped - new
    lines = [] if draft.recorded else [texts("add.record.found", n=untouched)]
    lines += [texts("add.record.changed", n=changed)] if changed else []
    lines += [texts("add.record.added", n=new)] if new else []
    lines += [texts("add.record.dropped", n=dropped)] if dropped else []
    return lines or [texts("add.record.nothing")]


def _show(draft: Draft, events: list[Worked], texts: Texts) -> None:
    lacking = [str(number) for number, each in enumerate(events, 1) if each.lacks_doer]
    for line in counts(draft, events, texts):
        st.text(f"• {line}")
    if lacking:
        st.warning(texts("add.record.lacking", numbers=texts.listing(lacking)), icon=":material/person_search:")
    st.session_state.setdefault("record-by", st.session_state.get(READER, ""))
    st.session_state.setdefault("record-why", texts("add.record.why.default"))
    st.text_input(texts("add.record.by"), key="record-by", max_chars=200)
    st.text_input(texts("add.record.why"), key="record-why", max_chars=2000)
    st.checkbox(texts("add.record.all"), key="record-all", help=texts("add.record.all.help"))
    problem = add_state.said()
    if problem:
        st.error(escaped_markdown(problem), icon=":material/error:")
    st.button(texts("add.record"), type="primary", key="record-it", disabled=bool(lacking), on_click=_record)
    if add_state.RECORDED in st.query_params:
        st.rerun()  # the dialog alone would be drawn anew


def _record() -> None:
    """Records the draft that is open, and opens what was recorded; where that is not possible, says why."""
    own, texts = st.session_state, state.texts()
    own[READER], why = own["record-by"].strip(), own["record-why"].strip()
    try:
        draft = add_state.current()
        work = work_of(draft, why, confirmed=own["record-all"])
        if not own[READER]:
            raise Problem(texts("add.record.by.missing"))
        state.record().add_work(work, by=own[READER], why=why, at=add_state.now())
    except (Problem, Failure) as problem:
        add_state.say(texts.said(problem))
        return
    draft_files.discard(state.record().home, draft.article.id)
    add_state.address(**{add_state.RECORDED: draft.article.id})
