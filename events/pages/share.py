"""The dialog that freezes the view under a link: what will be shared and what not, and then the ways to pass it on."""

import html
import os
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import streamlit as st

from events.areas import area_sets
from events.engine import Engine
from events.figures.scene import tellers
from events.model import Event, Problem, View
from events.pages import state
from events.pages.looking import as_seen
from events.pages.summary import escaped_markdown, set_titles
from events.pages.taking import taking
from events.record import Failure
from events.snapshots import control
from events.snapshots.creating import LONGEST_NAME, create
from events.snapshots.document import Snapshot
from events.snapshots.opening import load
from events.texts import Texts, languages, texts_in
from events.web import previews
from events.wording import article_words, title_words, view_words, when_words

PREVIEWED = 6  # events that the preview lists
NAMED = 3  # sources that it names
SHARED, WRONG = "shared", "share-wrong"  # what the session knows of the dialog: the id of what was made, what failed


def origin() -> str:
    """The address of this server as the reader's browser names it."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def shared_from() -> str:
    """The address with which links to snapshots begin: the one in EVENTS_URL, else as the browser names it."""
    return os.environ.get("EVENTS_URL", "").strip().rstrip("/") or origin()


def share(view: View, events: list[Event], shown: int, texts: Texts) -> None:
    """Opens the dialog: a title, what will be shared and what never is, and then the link."""
    for key in (SHARED, WRONG):
        st.session_state.pop(key, None)
    st.dialog(texts("share.title"), width="medium")(content)(view, events, shown, texts)


def content(view: View, events: list[Event], shown: int, texts: Texts) -> None:
    """What the dialog holds: what to say and what will be shared; once that is made, the ways to pass it on."""
    if not shown:
        st.text(texts("share.empty"))
    elif SHARED in st.session_state:
        _shared(load(state.record(), st.session_state[SHARED]), texts)
    else:
        _ask(view, events, shown, texts)


def _ask(view: View, events: list[Event], shown: int, texts: Texts) -> None:
    """What the maker says, and what readers will see."""
    view = as_seen(view)
    st.text_input(
        texts("share.name"),
        placeholder=texts("share.name.hint"),
        max_chars=control.LONGEST_TITLE,
        key="share-title",
    )
    with st.container(horizontal=True, key="share-maker"):
        st.text_input(texts("share.by"), placeholder=texts("share.by.hint"), max_chars=LONGEST_NAME, key="share-by")
        today = datetime.now(UTC).date()
        last_day("share-until", _usual_day(), today, texts)
    st.markdown(f"**{texts('share.what')}**")
    with st.container(border=True, key="share-preview"):
        chosen = view_words(view, texts, set_titles(state.engine(), texts))
        st.text(f"{texts('share.view', view=chosen)} ({texts('share.events', n=shown)})")
        st.html(_list(events, shown, texts))
        if areas := [each.title for each in area_sets(state.record().home) if each.name in view.layers]:
            st.text(texts("share.areas", titles="; ".join(areas)))
    st.markdown(f"**{texts('share.not')}**")
    st.html(_left_out(state.engine(), view, shown, texts))
    if st.session_state.get(WRONG):
        st.markdown(f":material/error: {escaped_markdown(st.session_state[WRONG])}")
    st.button(texts("share.create"), type="primary", key="share-create", on_click=_create(view))


def last_day(key: str, value: date | None, today: date, texts: Texts) -> None:
    """Asks for the last day on which a snapshot opens; empty is for good."""
    st.date_input(
        texts("share.until"),
        value,
        min_value=today,
        max_value=date.max,  # Streamlit's own is ten years ahead, and it drops a later day without a word
        key=key,
        help=texts("share.until.hint"),
    )


def _usual_day() -> date | None:
    try:
        return control.last_day(None, at=datetime.now(UTC))
    except Problem:  # a setting that is no number is told when the snapshot is made
        return None


def _create(view: View) -> Callable[[], None]:
    """Freezes the view, and has its pictures drawn meanwhile."""

    def made() -> None:
        said = st.session_state
        try:
            snapshot = create(
                state.record(),
                state.engine(),
                view,
                title=said["share-title"].strip() or None,
                by=said["share-by"].strip() or None,
                at=datetime.now(UTC),
                expires=said["share-until"],
                maker=f"reader at {st.context.ip_address or 'this machine'}",
            )
        except (Problem, Failure) as wrong:
            said[WRONG] = state.texts().said(wrong)
            return
        said[SHARED] = snapshot.id
        threading.Thread(target=_draw, args=(snapshot,), daemon=True).start()

    return made


def _draw(snapshot: Snapshot) -> None:
    """The pictures for link previews, before the first reader asks for them."""
    for language in languages():
        previews.picture(state.record().home, snapshot, texts_in(language))


def _shared(snapshot: Snapshot, texts: Texts) -> None:
    """The link, and the ways to cite it and take it away."""
    st.text(texts("share.done"))
    taking(snapshot, shared_from(), texts)
    if snapshot.expires:
        st.text(texts("share.expires", day=texts.day(snapshot.expires)))
    st.caption(texts("share.manage"))


def _list(events: list[Event], shown: int, texts: Texts) -> str:
    """The first events and how many more, and what tells of them, as HTML lists; escaped."""
    sources = tellers(state.engine(), events)
    first = events[:PREVIEWED]
    lines = [
        f"{when_words(event, sources.get(event.article or ''), texts)}: {title_words(event, texts)}" for event in first
    ]
    lines += [texts("share.more", n=shown - len(first))] if shown > len(first) else []
    named = [article_words(each, texts) for each in list(sources.values())[:NAMED]]
    more = [texts("share.more", n=len(sources) - NAMED)] if len(sources) > NAMED else []
    told = texts("share.sources", sources="; ".join([*named, *more]))
    return f"{_items(lines)}<p>{html.escape(told)}</p>" if named else _items(lines)


def _left_out(engine: Engine, view: View, shown: int, texts: Texts) -> str:
    """What is not shared: the rest of the record by reason, and what never is; as an HTML list."""
    rest = engine.total() - shown
    reasons = [f"{each.count} {texts(f'reason.{each.reason.value}')}" for each in engine.omitted(view)]
    told = [texts("share.rest", n=rest, reasons="; ".join(reasons))] if rest else [texts("share.rest.none")]
    return _items([*told, texts("share.never.texts"), texts("share.never.desk"), texts("share.never.later")])


def _items(lines: list[str]) -> str:
    return f'<ul class="preview">{"".join(f"<li>{html.escape(line)}</li>" for line in lines)}</ul>'
