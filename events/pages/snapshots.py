"""The snapshots made here, newest first, each with its link."""

from datetime import date

import streamlit as st

from events.pages import state
from events.pages.share import origin
from events.pages.summary import escaped_markdown


def page() -> None:
    """Lists every snapshot of the record."""
    texts = state.texts()
    st.title(texts("snapshots.title"), anchor=False)
    st.text(texts("snapshots.lead"))
    made = list(reversed(state.record().stored_snapshots()))
    if not made:
        with st.container(border=True, key="empty"):
            st.text(texts("snapshots.none"))
    for each in made:
        with st.container(border=True, key=f"snapshot-{each.id}"):
            title = escaped_markdown(each.title or texts("snapshots.untitled"))
            link = f"{origin()}/s/{each.id}"
            if each.revoked:
                st.markdown(f"**{title}** ({texts('snapshots.revoked')})")
            else:
                st.markdown(f"**[{title}]({link})**")
            st.caption(texts("snapshots.made", n=each.shown, day=texts.day(date.fromisoformat(each.created[:10]))))
            if not each.revoked:
                st.code(link, language=None, wrap_lines=True)
