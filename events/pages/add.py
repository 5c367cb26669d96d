"""The Add page: an article in, its events marked, corrected and recorded. What is open is in the address."""

import streamlit as st

from events.model import Problem
from events.pages import add_desk, add_done, add_source, add_state, state
from events.pages.summary import escaped_markdown
from events.record import Failure


def page() -> None:
    """Draws the article that the address names, what was recorded last, or the form for a new one."""
    texts = state.texts()
    article, recorded = (st.query_params.get(part) for part in (add_state.ARTICLE, add_state.RECORDED))
    try:
        draft = add_state.draft_of(article) if article else None
        if draft is not None:
            add_desk.desk(draft, texts)
            return
        if article:
            st.warning(texts("add.no_article"), icon=":material/link_off:")
        if recorded and add_done.done(recorded, texts):
            return
        add_source.source()
    except (Problem, Failure) as problem:
        st.error(escaped_markdown(texts.said(problem)), icon=":material/error:")
