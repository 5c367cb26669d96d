"""The dialog that offers the view as a file, made while the browser takes it."""

from urllib.parse import urlencode

import streamlit as st

from events import addresses
from events.exchange.exporting import FORMATS
from events.model import View
from events.pages import state
from events.pages.share import origin
from events.pages.summary import set_titles
from events.texts import Texts
from events.wording import view_words

OFFERED = ("csv", "xlsx", "parquet", "json", "jsonl", "geojson", "kml", "timelinejs", "graphml")


def export(view: View, shown: int, texts: Texts) -> None:
    """Opens the dialog: what will be in the file, its format, and the way to it."""
    st.dialog(texts("export.title"), width="medium")(_show)(view, shown, texts)


def _show(view: View, shown: int, texts: Texts) -> None:
    if not shown:
        st.text(texts("export.empty"))
        return
    st.text(
        texts(
            "export.view",
            view=view_words(view, texts, set_titles(state.engine(), texts)),
            events=texts("share.events", n=shown),
        )
    )
    st.text(texts("export.what"))
    form = st.selectbox(
        texts("export.format"), OFFERED, format_func=lambda name: texts(f"export.{name}"), key="export-format"
    )
    with st.container(horizontal=True, key="export-links"):
        link = _address("/export", view, format=form)
        st.link_button(texts("export.download"), link, type="primary", icon=":material/download:")
        if FORMATS[form].bare:
            about = _address("/export", view, format="about")
            st.link_button(texts("export.about"), about, icon=":material/description:")
        st.link_button(
            texts("export.programs"), f"{origin()}/api?lang={texts.language}", type="tertiary", icon=":material/api:"
        )


def _address(path: str, view: View, **fields: str) -> str:
    return f"{origin()}{path}?{urlencode({**addresses.fields_of(state.record(), view), **fields})}"
