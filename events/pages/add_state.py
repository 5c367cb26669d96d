"""What the parts of the Add page share: the draft, which lies in a file, and which of its events is open."""

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from events import draft_files
from events.draft import Draft, Worked, about, worked
from events.model import Article, Problem
from events.pages import state

ARTICLE, EVENT, RECORDED = "article", "act", "recorded"
OWN = (ARTICLE, EVENT, RECORDED)  # the parts of the address that are this page's
_SAID = "add-said"


def address(**parts: str) -> None:
    """Makes the address say these of the page's own parts and no other; what is of other pages stays."""
    kept = {key: st.query_params.get_all(key) for key in st.query_params if key not in OWN}
    st.query_params.from_dict({**kept, **parts})


def draft_of(article: str) -> Draft | None:
    """The draft of an article, or its events as recorded; None where it is neither.

    A draft stands on what is recorded now: what others recorded since is taken in, and the page says so.
    """
    record = state.record()
    kept, recorded = draft_files.kept(record.home, article), record.article(article)
    if recorded is None or kept is None:
        return recorded_draft(recorded) if recorded else kept
    fresh = recorded_draft(recorded)
    if kept.recorded and kept.found == fresh.found:
        return kept
    renewed, lost = about(fresh.model_copy(update={"steps": kept.steps}), recorded, fresh.found)
    keep(renewed)
    say(state.texts()("add.renewed", n=lost))
    return renewed


def recorded_draft(article: Article) -> Draft:
    """A draft to correct what is recorded of ``article``."""
    return Draft(article=article, found=tuple(state.record().events_of(article.id)), recorded=True)


def current() -> Draft:
    """The draft that the address names; within the page there is one."""
    draft = draft_of(st.query_params[ARTICLE])
    if draft is None:
        raise Problem("There is no such article here.")
    return draft


def keep(draft: Draft) -> None:
    """Keeps the draft; a recorded article without corrections needs none."""
    home = state.record().home
    if draft.recorded and not draft.steps:
        draft_files.discard(home, draft.article.id)
    else:
        draft_files.keep(home, draft)


def change(do: Callable[[Draft], Draft]) -> None:
    """Takes a change into the draft; where it is not possible, the page says why."""
    st.session_state.pop(_SAID, None)
    try:
        before = current()
        after = do(before)
        if after is not before:
            keep(after)
    except Problem as problem:
        say(state.texts().said(problem))


def say(sentence: str) -> None:
    """Has the page say a sentence, once."""
    st.session_state[_SAID] = sentence


def said() -> str | None:
    """The sentence to say, which then is said."""
    sentence: str | None = st.session_state.pop(_SAID, None)
    return sentence


def opened(events: list[Worked]) -> Worked | None:
    """The event that is open."""
    chosen = st.query_params.get(EVENT)
    return next((each for each in events if each.event.id == chosen), None)


def open_event(event: str | None) -> None:
    """Opens an event, or none."""
    article = st.query_params.get(ARTICLE, "")
    address(**{ARTICLE: article}, **({EVENT: event} if event else {}))


def numbers(draft: Draft) -> dict[str, int]:
    """The number that each event of the draft goes by on the page."""
    return {each.event.id: number for number, each in enumerate(worked(draft), 1)}


def now() -> datetime:
    """The time at which something is recorded."""
    return datetime.now(UTC)
