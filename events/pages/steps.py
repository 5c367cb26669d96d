"""Undo and redo of the view's changes: buttons and keys over the browser's own history, which holds each view."""

import streamlit as st

from events.figures.marks import Theme
from events.figures.panels import addresses
from events.texts import Texts

SCRIPT = """
export default function (block) {
  const { data, parentElement } = block;
  const host = parentElement.querySelector('.events-steps');
  const steps = import(new URL(data.module, document.baseURI).href);
  steps.then(it => it.mount(host, data));
  return () => steps.then(it => it.unmount(host));
}
"""
_BLOCK = st.components.v2.component(
    "events_steps", html='<div class="events-steps"></div>', js=SCRIPT, isolate_styles=False
)
WORDS = ("viewer.steps", "viewer.undo", "viewer.undo.hint", "viewer.redo", "viewer.redo.hint")


def steps(address: str, theme: Theme, texts: Texts) -> None:
    """Draws the two buttons; ``address`` is the view's, so that they hear of each change."""
    found = addresses()
    data = {
        "address": address,
        "module": found["steps"],
        "css": found["css"],
        "theme": theme.name,
        "texts": {key: texts(key) for key in WORDS},
    }
    _BLOCK(key="steps", data=data, width="content")
