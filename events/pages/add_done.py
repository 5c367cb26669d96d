"""What was recorded last, with ways on: to Explore, to its events, to the next article."""

import streamlit as st

from events.model import Event, ReviewState, View
from events.pages import add_state, state
from events.pages.add_source import article_title
from events.pages.summary import escaped_markdown
from events.texts import Texts
from events.wording import title_words, when_words


def done(article_id: str, texts: Texts) -> bool:
    """Draws what is recorded of an article; False where nothing is."""
    record = state.record()
    article = record.article(article_id)
    if article is None:
        return False
    events = record.events_of(article_id)
    kept = [event for event in events if event.review.state is not ReviewState.WITHDRAWN]
    with st.container(width=860, key="add-done"):
        st.success(texts("add.done", n=len(kept)), icon=":material/check_circle:")
        st.subheader(escaped_markdown(article_title(article, texts)), anchor=False)
        if len(kept) < len(events):
            st.caption(texts("add.done.withdrawn", n=len(events) - len(kept)))
        with st.container(horizontal=True, gap="small"):
            st.button(texts("add.another"), key="done-another", type="primary", on_click=add_state.address)
            st.button(texts("add.correct"), key="done-correct", on_click=_correct, args=(article_id,))
        if kept:
            st.markdown(f"**{texts('add.done.events')}**")
        for event in kept:
            words = escaped_markdown(f"{when_words(event, article, texts)}: {title_words(event, texts)}")
            explore = st.session_state[state.PAGES]["explore"]
            st.page_link(explore, label=words, query_params=_card(event), icon=":material/open_in_new:")
    return True


def _correct(article_id: str) -> None:
    add_state.address(**{add_state.ARTICLE: article_id})


def _card(event: Event) -> dict[str, str]:
    """The address of an event's card on Explore."""
    return state.parameters(View(event=event.id))
