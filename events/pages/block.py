"""The viewer as one block of the page: figures and list go down, the reader's choices come up."""

from collections.abc import Callable
from typing import Literal

import streamlit as st
from pydantic import BaseModel, ConfigDict, ValidationError

from events.links import area_of
from events.model import Area, Borders, Modality, ReviewState

KEY = "viewer"
# Loads the viewer from our own address; the block itself stays a few lines, since it travels with the page.
SCRIPT = """
export default function (block) {
  const { data, parentElement, setTriggerValue } = block;
  const host = parentElement.querySelector('.events-viewer');
  const viewer = import(new URL(data.addresses.module, document.baseURI).href);
  viewer.then(it => it.mount(host, data, (name, value) => setTriggerValue(name, value)));
  return () => viewer.then(it => it.unmount(host));
}
"""
_BLOCK = st.components.v2.component(
    "events_viewer", html='<div class="events-viewer"></div>', js=SCRIPT, isolate_styles=False
)


class Chosen(BaseModel):
    """What the reader chose in the viewer; exactly one of its kinds is set. It comes from a browser: read strictly."""

    model_config = ConfigDict(extra="forbid")

    event: str | None = None
    events: tuple[str, ...] | None = None
    first: str | None = None
    last: str | None = None
    area: tuple[float, ...] | None = None
    among: tuple[str, ...] | None = None
    lane: str | None = None
    fold: str | None = None
    pair: tuple[str, str] | None = None
    profile: str | None = None
    modality: Modality | None = None
    family: str | None = None
    review: ReviewState | None = None
    borders: Borders | None = None
    layer: str | None = None
    adding: bool | None = None
    clear: Literal["timeline", "map"] | None = None


def viewer(data: dict[str, object], on_chosen: Callable[[], None]) -> None:
    """Shows the viewer with ``data``; the callback runs before the page when the reader chose something in it."""
    _BLOCK(key=KEY, data=data, on_chosen_change=on_chosen)


def chosen() -> Chosen | None:
    """The choice that is being reported, within its callback."""
    try:
        return Chosen.model_validate(st.session_state[KEY]["chosen"])
    except (ValidationError, KeyError, TypeError):
        return None


def area(numbers: tuple[float, ...]) -> Area | None:
    """The edges of a box, or the corners of an outline, as an area; none where they make neither."""
    try:
        return area_of(numbers)
    except (ValueError, ValidationError):
        return None
