"""The dialog that adds areas by day to the map."""

import re

import streamlit as st

from events import areas
from events.model import Problem
from events.pages import state
from events.pages.summary import escaped_markdown
from events.texts import Texts

TYPES = ["geojson", "json"]


def adding(texts: Texts) -> None:
    """Opens the dialog."""
    st.dialog(texts("areas.title"), width="medium")(_show)(texts)


def _show(texts: Texts) -> None:
    st.text(texts("areas.what"))
    files = st.file_uploader(texts("areas.files"), TYPES, accept_multiple_files=True, key="areas-files")
    title = st.text_input(texts("areas.name"), key="areas-title", max_chars=80)
    credit = st.text_input(texts("areas.credit"), key="areas-credit", max_chars=areas.LONGEST)
    day = st.text_input(texts("areas.day"), key="areas-day", max_chars=80, help=texts("areas.day.hint"))
    if st.button(texts("areas.add"), type="primary", disabled=not (files and title.strip())):
        _add([(file.name, file.getvalue()) for file in files], title, credit, day)
    _there(texts)


def _add(files: list[tuple[str, bytes]], title: str, credit: str, day: str) -> None:
    """Adds the files and puts them on the map, or says in a sentence why not."""
    name = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:40].strip("-") or "areas"
    try:
        made = areas.add(state.record().home, name, files, title=title, attribution=credit, day_property=day.strip())
    except Problem as problem:
        st.error(escaped_markdown(state.texts().said(problem)))
        return
    view, _ = state.current()
    if made.name not in view.layers:
        state.choose(state.changed(layers=(*view.layers, made.name)))
    st.rerun()


def _there(texts: Texts) -> None:
    """What there is already, each with a press that takes it away."""
    for each in areas.area_sets(state.record().home):
        days = list(each.days)
        with st.container(horizontal=True, vertical_alignment="center", key=f"areas-set-{each.name}"):
            st.text(
                texts(
                    "areas.set",
                    title=each.title,
                    n=len(days),
                    first=days[0] if days else "",
                    last=days[-1] if days else "",
                )
            )
            if st.button(texts("areas.remove"), key=f"areas-remove-{each.name}"):
                _remove(each.name)


def _remove(name: str) -> None:
    view, _ = state.current()
    areas.remove(state.record().home, name)
    if name in view.layers:
        state.choose(state.changed(layers=tuple(layer for layer in view.layers if layer != name)))
    st.rerun()
