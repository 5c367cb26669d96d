"""The dashboard's script: the header, and the page that is open."""

import streamlit as st

from events.figures.panels import VIEWER
from events.model import Problem
from events.pages import about, add, add_state, data, explore, snapshots, state
from events.record import Failure
from events.texts import Texts, languages


def _language(texts: Texts) -> None:
    """The switch of language; it stays in the address, beside the view."""

    def switch() -> None:
        st.query_params[state.LANGUAGE] = st.session_state["language"]

    st.session_state["language"] = texts.language
    st.selectbox(
        texts("language"),
        languages(),
        format_func=lambda code: texts(f"language.{code}"),
        key="language",
        on_change=switch,
        label_visibility="collapsed",
        width=170,
    )


def _share() -> None:
    st.session_state["sharing"] = True


def _export() -> None:
    st.session_state["exporting"] = True


def _header(pages: list[st.Page], texts: Texts, *, sharing: bool) -> None:
    view = {key: words for key, words in st.query_params.items() if key not in add_state.OWN}
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="header"):
        st.markdown(f"**{texts('product')}**", width="content")
        with st.container(horizontal=True, gap="small", width="content", key="pages"):
            for page in pages:
                st.page_link(page, query_params=view)
        st.space("stretch")
        if sharing:
            st.button(texts("share"), key="share", icon=":material/ios_share:", on_click=_share)
            st.button(texts("export"), key="export", icon=":material/download:", on_click=_export)
        _language(texts)


def main() -> None:
    """Draws the header and runs the page that is open."""
    texts = state.texts()
    st.set_page_config(
        page_title=texts("product"),
        page_icon=str(VIEWER / "icon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(VIEWER / "page.css")
    pages = [
        st.Page(explore.page, title=texts("nav.explore"), url_path="explore", default=True),
        st.Page(add.page, title=texts("nav.add"), url_path="add"),
        st.Page(snapshots.page, title=texts("nav.snapshots"), url_path="snapshots"),
        st.Page(data.page, title=texts("nav.data"), url_path="data"),
        st.Page(about.page, title=texts("nav.about"), url_path="about"),
    ]
    st.session_state[state.PAGES] = dict(zip(("explore", "add", "snapshots", "data", "about"), pages, strict=True))
    current = st.navigation(pages, position="hidden")
    _header(pages, texts, sharing=current.url_path in ("", "explore"))
    try:
        current.run()
    except (Problem, Failure) as problem:  # such as a cluster that lacks a server
        with st.container(border=True, key="failed"):
            st.markdown(f":material/error: **{texts('failed')}**")
            st.text(texts.said(problem))


main()
