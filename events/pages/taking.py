"""The ways to pass a snapshot on: its link and citation to copy, and its files."""

import streamlit as st

from events.snapshots.citing import cited
from events.snapshots.document import Snapshot
from events.snapshots.opening import link
from events.texts import Texts

FILES = {"html": "HTML", "json": "JSON", "csv": "CSV", "geojson": "GeoJSON", "png": "PNG", "pdf": "PDF"}


def taking(snapshot: Snapshot, origin: str, texts: Texts) -> None:
    """Draws them, for the server at the address ``origin``."""
    address = link(origin, snapshot.id)
    st.markdown(f"**{texts('take.link')}**")
    st.code(address, language=None, wrap_lines=True)
    st.markdown(f"**{texts('take.cite')}**")
    st.code(cited(snapshot, address, "text").strip(), language=None, wrap_lines=True)
    with st.container(horizontal=True, gap="small", key=f"take-cite-{snapshot.id}"):
        for form, name in (("bibtex", "BibTeX"), ("csl-json", "CSL-JSON")):
            st.link_button(name, f"{address}/cite?format={form}", type="tertiary", icon=":material/format_quote:")
    st.markdown(f"**{texts('take.files')}**")
    with st.container(horizontal=True, gap="small", key=f"take-{snapshot.id}"):
        st.link_button(texts("share.open"), address, type="primary", icon=":material/open_in_new:")
        for suffix, name in FILES.items():
            st.link_button(name, f"{address}.{suffix}?lang={texts.language}", icon=":material/download:")
