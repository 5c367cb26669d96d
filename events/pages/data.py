"""The data sets: whose they are, how many events they have, and which of those that ship are shown."""

from datetime import UTC, date, datetime

import streamlit as st

from events.engine.sets import DataSet, remove
from events.exchange.context import Shipped, shipped, switch_on
from events.index import ARTICLES
from events.links import encode
from events.model import Problem, View
from events.pages import state
from events.pages.data_import import import_form
from events.pages.summary import escaped_markdown
from events.record import Failure
from events.texts import Texts

READABLE = 760  # pixels: the width of a text


def page() -> None:
    """Lists our articles, every imported set, and the sets that ship and can be shown."""
    texts, engine = state.texts(), state.engine()
    st.title(texts("data.title"), anchor=False)
    st.text(texts("data.lead"))
    problem = st.session_state.pop("data-problem", None)
    if problem:
        st.error(problem, icon=":material/error:")
    imported = engine.imports()
    _set(ARTICLES, texts("data.articles"), engine.count(View(data=(ARTICLES,))), [texts("data.articles.whose")], texts)
    ours = {each.name: each for each in shipped()}
    for each in imported:
        with_switch = each.name in ours
        _set(each.name, each.title, each.rows, _facts(each, texts), texts, off=with_switch)
    there = {each.name for each in imported}
    for name, told in ours.items():
        if name not in there:
            _hidden(told, texts)
    import_form()
    st.caption(texts("data.import"))
    st.code("events import FILE", language=None)


def _facts(each: DataSet, texts: Texts) -> list[str]:
    """Whose the set is, under which licence, and since when it is here."""
    taken = texts.day(date.fromisoformat(each.imported[:10])) if each.imported else ""
    sources = ", ".join(source.name for source in each.sources)
    lines = [
        each.attribution or texts("data.no_attribution"),
        texts("data.licence", licence=each.licence or texts("data.no_licence")),
        texts("data.taken", day=taken, files=sources) if taken and sources else "",
        texts("data.not_taken", n=each.not_taken) if each.not_taken else "",
    ]
    return [line for line in lines if line]


def _set(name: str, title: str, count: int, facts: list[str], texts: Texts, *, off: bool = False) -> None:
    with st.container(border=True, width=READABLE, key=f"set-{name}"):
        st.markdown(f"**{escaped_markdown(title)}**")
        st.caption(texts("data.count", n=count, name=name))
        for line in facts:
            st.text(line)
        with st.container(horizontal=True, gap="small"):
            only = {**encode(View(data=(name,))), **state.language_part()}
            pages = st.session_state[state.PAGES]
            st.page_link(pages["explore"], label=texts("data.only"), query_params=only, icon=":material/filter_alt:")
            if off:
                st.button(texts("data.off"), key=f"off-{name}", on_click=_off, args=(name,))


def _hidden(told: Shipped, texts: Texts) -> None:
    with st.container(border=True, width=READABLE, key=f"set-{told.name}"):
        st.markdown(f"**{escaped_markdown(told.title)}**")
        st.caption(texts("data.hidden", n=told.rows, name=told.name))
        for line in (told.attribution, texts("data.licence", licence=told.licence or texts("data.no_licence"))):
            if line:
                st.text(line)
        st.button(texts("data.on"), key=f"on-{told.name}", on_click=_on, args=(told.name,))


def _on(name: str) -> None:
    try:
        switch_on(state.record(), name, at=datetime.now(UTC))
    except (Problem, Failure) as problem:
        st.session_state["data-problem"] = state.texts().said(problem)


def _off(name: str) -> None:
    try:
        remove(state.record(), name)
    except (Problem, Failure) as problem:
        st.session_state["data-problem"] = state.texts().said(problem)
