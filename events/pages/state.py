"""What every page shares: the record, the language, and the view, which lives in the address and nowhere else."""

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from events import addresses
from events.engine import Engine
from events.figures.marks import Theme, theme_named
from events.model import View
from events.record import Record, home_folder
from events.texts import Texts, languages, texts_in

PAGES = "pages"  # where the session keeps every page by name, for others to lead to
LANGUAGE = "lang"  # the one part of the address that is not the view's


@st.cache_resource(show_spinner=False)
def record() -> Record:
    """The record this server serves."""
    return Record(home_folder())


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The engine over the record."""
    return Engine(record())


def texts() -> Texts:
    """The reader's language: as the address says, else as the browser asks, else English."""
    chosen = st.query_params.get(LANGUAGE)
    return texts_in(chosen if chosen in languages() else st.context.locale)


def theme() -> Theme:
    """The theme the reader's browser shows."""
    return theme_named(st.context.theme.type)


def _address_parts() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in st.query_params if key != LANGUAGE}


def current() -> tuple[View, list[str]]:
    """The view that the address names, and a sentence for each part of it that was not understood."""
    parts = _address_parts()
    if not parts:
        return View(), []
    return addresses.view_of(engine(), parts)


def parameters(view: View) -> dict[str, str]:
    """The address of a view, with the language where the reader has chosen one."""
    return {**addresses.fields_of(record(), view), **language_part()}


def language_part() -> dict[str, str]:
    """The part of the address that says the language, where the reader has chosen one."""
    chosen = st.query_params.get(LANGUAGE)
    return {LANGUAGE: chosen} if chosen in languages() else {}


def query(view: View) -> str:
    """The address of a view as a query string."""
    return urlencode(parameters(view))


def choose(view: View) -> None:
    """Makes ``view`` the current one: the address changes, and Back returns to the one before."""
    st.query_params.from_dict(parameters(view))


def changed(**choices: object) -> View:
    """The current view with some choices made anew; a window chosen backwards is turned round."""
    view, _ = current()
    values: Mapping[str, object] = {**dict(view), **choices}
    first, last = values["first"], values["last"]
    if first is not None and last is not None and str(first) > str(last):
        values = {**values, "first": last, "last": first}
    return View.model_validate(values)
