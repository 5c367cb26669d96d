"""The article with its events marked, and the events beside it, as two blocks of the page that light each other."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

import streamlit as st
from pydantic import BaseModel, ConfigDict, ValidationError

from events.draft import Draft, Worked
from events.figures.panels import addresses
from events.model import Event, Phrase
from events.pages.evidence import SPECIFIC, Evidence, evidence
from events.pointing import Use
from events.texts import Texts
from events.wording import modality_words, when_words, where_words

SCRIPT = """
export default function (block) {
  const { data, parentElement, setTriggerValue } = block;
  const host = parentElement.querySelector('.events-words');
  const words = import(new URL(data.module, document.baseURI).href);
  words.then(it => it.mount(host, data, (name, value) => setTriggerValue(name, value)));
  return () => words.then(it => it.unmount(host));
}
"""
_BLOCK = st.components.v2.component(
    "events_words", html='<div class="events-words"></div>', js=SCRIPT, isolate_styles=False
)
FIELD_USES = tuple(use for use in Use if use is not Use.NEW)


class Said(BaseModel):
    """What the reader did in the text or the list: open an event, or use words for a field. Read strictly."""

    model_config = ConfigDict(extra="forbid", strict=True)

    open: str | None = None
    use: Literal["new", "source", "target", "speaker", "date", "place", "quantity", "quote", "also"] | None = None
    start: int = 0
    end: int = 0
    text: str = ""


def said(key: str) -> Said | None:
    """What is being reported by the block ``key``, within its callback."""
    try:
        return Said.model_validate(st.session_state[key]["said"])
    except (ValidationError, KeyError, TypeError):
        return None


def text_block(data: dict[str, object], key: str, on_said: Callable[[], None]) -> None:
    """Shows the article or the list, as ``data`` says."""
    _BLOCK(key=key, data=data, on_said_change=on_said)


# -- what the browser is handed ------------------------------------------------------------------


def text_data(
    draft: Draft, events: Sequence[Worked], opened: str | None, theme: str, texts: Texts
) -> dict[str, object]:
    """The article in pieces with its marks."""
    uses = [[use.value, texts(f"add.use.{use.value}")] for use in FIELD_USES]
    return {
        **_shared("text", opened, theme, texts),
        "language": (draft.article.language or "").replace("und", ""),
        "length": len(draft.article.text),
        "pieces": list(pieces(draft.article.text, events, texts)),
        "marks": {each.event.id: _mark(each, number, texts) for number, each in enumerate(events, 1)},
        "uses": uses,
    }


def list_data(
    draft: Draft, events: Sequence[Worked], opened: str | None, theme: str, texts: Texts
) -> dict[str, object]:
    """The events as cards."""
    cards = [_card(each, number, draft, texts) for number, each in enumerate(events, 1)]
    return {**_shared("list", opened, theme, texts), "cards": cards}


def _shared(part: str, opened: str | None, theme: str, texts: Texts) -> dict[str, object]:
    own = {key: text for key, text in texts.entries.items() if key.split(".")[:2] == ["viewer", "words"]}
    return {"module": addresses()["words"], "part": part, "open": opened, "theme": theme, "texts": own}


def _mark(each: Worked, number: int, texts: Texts) -> dict[str, object]:
    event = each.event
    return {
        "number": str(number),
        "kind": texts(f"kind.{event.kind.value}"),
        "family": event.family.name.lower(),
        "dropped": each.dropped is not None,
    }


def _card(each: Worked, number: int, draft: Draft, texts: Texts) -> dict[str, object]:
    event = each.event
    when, where = when_words(event, draft.article, texts), where_words(event, texts)
    notes = [texts("add.lacks_doer")] if each.lacks_doer else []
    return {
        **_mark(each, number, texts),
        "id": event.id,
        "how": modality_words(event, texts),
        "states": states(each, texts),
        "title": event.title,
        "lines": [f"{when}; {where}", texts("card.sure", value=round(event.confidence * 100))],
        "notes": [*notes, *([each.dropped] if each.dropped else [])],
    }


def states(each: Worked, texts: Texts) -> list[str]:
    """What became of an event in the draft, in words."""
    if each.dropped is not None:
        return [texts("add.state.dropped")]
    found = [texts("add.state.added")] if each.found is None else []
    found += [texts("add.state.changed")] if each.is_changed else []
    if each.found is not None and each.event.review.state.value != "found":
        found.append(texts(f"review.{each.event.review.state.value}"))
    return found


def pieces(text: str, events: Sequence[Worked], texts: Texts) -> Iterator[dict[str, object]]:
    """``text`` cut wherever words of an event begin or end, each piece with the events and fields it belongs to."""
    found = [(each.event, one) for each in events for one in evidence(each.event, texts)]
    edges = {0, len(text)} | {edge for _, one in found for edge in (one.phrase.start, one.phrase.end)}
    starts: dict[int, list[tuple[Event, Evidence]]] = {}
    for event, one in found:
        starts.setdefault(one.phrase.start, []).append((event, one))
    over: list[tuple[Event, Evidence]] = []
    for start, end in pairwise(sorted(edge for edge in edges if edge <= len(text))):
        over = [(event, one) for event, one in over if one.phrase.end > start] + starts.get(start, [])
        yield _piece(Phrase.of(text, start, end), over)


def _piece(piece: Phrase, over: Sequence[tuple[Event, Evidence]]) -> dict[str, object]:
    quotes = [(event.id, one) for event, one in over if one.kind == "quote"]
    fields = [(event.id, one) for kind in SPECIFIC for event, one in over if one.kind == kind]
    return {
        "text": piece.text,
        "start": piece.start,
        "length": len(piece.text),
        "quotes": [event for event, _ in quotes],
        "begins": [event for event, one in quotes if one.phrase.start == piece.start],
        "also": [event.id for event, one in over if one.kind == "also"],
        "fields": [
            {
                "event": event,
                "field": one.kind,
                "label": one.label,
                "value": one.value,
                "begins": one.phrase.start == piece.start,
            }
            for event, one in fields
        ],
    }
