"""Where the reader's map looks now: moving it changes the address in the browser only, and no page is run for it."""

import streamlit as st
from pydantic import ValidationError

from events.links import camera_of
from events.model import View

KEY = "looking"
SCRIPT = """
export default function ({ data, setStateValue }) {
  const camera = new URLSearchParams(location.search).get('camera');
  if (camera !== data.camera) setStateValue('camera', camera);
}
"""
_BLOCK = st.components.v2.component("events_looking", html="", js=SCRIPT, isolate_styles=False)


def as_seen(view: View) -> View:
    """``view`` with the camera of the reader's map, once the browser has told it; runs what it stands in again then."""
    known = st.session_state.get(KEY, {}).get("camera")
    told = _BLOCK(key=KEY, data={"camera": known}, default={"camera": None}, on_camera_change=lambda: None).camera
    try:
        return view.model_copy(update={"camera": camera_of(told)}) if isinstance(told, str) else view
    except (ValueError, ValidationError):  # it comes from a browser
        return view
