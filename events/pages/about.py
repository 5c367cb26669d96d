"""What this is, how it knows, how dates, places and borders are drawn, and whose data it uses."""

import streamlit as st

from events.pages import state

SECTIONS = ("what", "how", "dates", "places", "borders", "sources")


def page() -> None:
    """Shows the sections in the reader's language."""
    texts = state.texts()
    st.title(texts("about.title"), anchor=False)
    with st.container(width=760):
        for section in SECTIONS:
            st.subheader(texts(f"about.{section}"), anchor=False)
            st.text(texts(f"about.{section}.body"))
