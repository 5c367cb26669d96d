"""The dialog that freezes the view under a link."""

import html
from datetime import UTC, datetime
from urllib.parse import urlsplit

import streamlit as st

from events.model import Event, View
from events.pages import state
from events.snapshots.creating import create
from events.texts import Texts
from events.wording import title_words, view_words, when_words

PREVIEWED = 6


def origin() -> str:
    """The address of this server as the reader's browser names it."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def share(view: View, events: list[Event], shown: int, texts: Texts) -> None:
    """Opens the dialog: a title, what will be shared and what never is, and then the link."""
    st.dialog(texts("share.title"), width="medium")(_show)(view, events, shown, texts)


def _show(view: View, events: list[Event], shown: int, texts: Texts) -> None:
    if not shown:
        st.text(texts("share.empty"))
        return
    title = st.text_input(texts("share.name"), placeholder=texts("share.name.hint"), max_chars=200, key="share-title")
    engine = state.engine()
    st.text(texts("share.what"))
    with st.container(border=True, key="share-preview"):
        st.text(f"{texts('share.view', view=view_words(view, texts))} ({texts('share.events', n=shown)})")
        st.html(_list(events[:PREVIEWED], shown, texts))
    st.caption(texts("share.never"))
    if st.button(texts("share.create"), type="primary", key="share-create"):
        made = create(state.record(), engine, view, title=title.strip() or None, by=None, at=datetime.now(UTC))
        st.text(texts("share.done"))
        link = f"{origin()}/s/{made.id}"
        st.code(link, language=None, wrap_lines=True)
        st.link_button(texts("share.open"), link, icon=":material/open_in_new:")


def _list(events: list[Event], shown: int, texts: Texts) -> str:
    """The first events and how many more, as an HTML list; escaped."""
    articles = {event.article: state.engine().article(event.article) for event in events if event.article}
    lines = [
        f"{when_words(event, articles.get(event.article or ''), texts)}: {title_words(event, texts)}"
        for event in events
    ]
    lines += [texts("share.more", n=shown - len(events))] if shown > len(events) else []
    return f'<ul class="preview">{"".join(f"<li>{html.escape(line)}</li>" for line in lines)}</ul>'
