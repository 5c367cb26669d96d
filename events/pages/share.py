"""The dialog that freezes the view under a link."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import streamlit as st

from events import snapshot
from events.model import Event, View
from events.pages import state
from events.texts import Texts
from events.wording import view_words, when_words

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
        st.text(texts("count", n=shown, total=engine.total()))
        st.text(texts("share.view", view=view_words(view, texts)))
        for event in events[:PREVIEWED]:
            article = engine.article(event.article) if event.article else None
            st.text(f"{when_words(event, article, texts)}: {event.title}")
        if shown > PREVIEWED:
            st.text(texts("map.more", n=shown - PREVIEWED).split(":")[0])
    st.caption(texts("share.never"))
    if st.button(texts("share.create"), type="primary", key="share-create"):
        made = snapshot.create(state.record(), engine, view, title=title.strip() or None, by=None, at=datetime.now(UTC))
        st.text(texts("share.done"))
        link = f"{origin()}/s/{made.id}"
        st.code(link, language=None, wrap_lines=True)
        st.link_button(texts("share.open"), link, icon=":material/open_in_new:")
