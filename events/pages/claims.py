"""Claims of one act side by side, on an event's card: who says what of it, with numbers, days and words."""

import html
from collections.abc import Mapping, Sequence

import streamlit as st

from events.figures.claims import claims_of
from events.model import Event, View
from events.pages import state
from events.texts import Texts
from events.wording import (
    Telling,
    modality_words,
    quantity_words,
    speaker_words,
    title_words,
    when_words,
    where_words,
)

COLUMNS = ("card.says", "card.how", "claims.claim", "card.numbers", "card.when", "card.where")


def claims(event: Event, texts: Texts) -> None:
    """Draws the table where more than one event tells of the act, and a way to see just them."""
    engine = state.engine()
    with engine.reading():
        told = engine.told_by(event.article) if event.article else []
        linked = [*engine.denied_by(event.id), *filter(None, map(engine.event, event.denies))]
        found = claims_of(event, [*told, *linked])
        tellers = {each.article: engine.article(each.article) for each in found if each.article}
    if len(found) < 2:
        return
    st.markdown(f"**{texts('claims.title', n=len(found))}**")
    st.html(_table(event, found, tellers, texts))
    if st.button(texts("claims.show", n=len(found)), key="claims-show", icon=":material/filter_alt:"):
        view, _ = state.current()
        state.choose(View(picked=tuple(each.id for each in found), lanes=view.lanes, camera=view.camera))
        st.rerun()  # the drawer alone would be drawn anew


def _table(event: Event, found: Sequence[Event], tellers: Mapping[str, Telling | None], texts: Texts) -> str:
    head = "".join(f'<th scope="col">{html.escape(texts(key))}</th>' for key in COLUMNS)
    rows = "".join(_row(each, tellers.get(each.article or ""), texts, own=each.id == event.id) for each in found)
    label, why = html.escape(texts("claims.title", n=len(found))), html.escape(texts("claims.why"))
    return (
        f'<div class="card claims-scroll" tabindex="0" role="region" aria-label="{label}"><table class="claims">'
        f'<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div><p class="bars-ends">{why}</p>'
    )


def _row(event: Event, teller: Telling | None, texts: Texts, *, own: bool) -> str:
    language = html.escape((teller.language if teller else None) or "")
    quote = f'<q lang="{language}" dir="auto">{html.escape(event.quote.text)}</q>' if event.quote else ""
    cells = (
        html.escape(speaker_words(event, texts) or texts("claims.article")),
        html.escape(modality_words(event, texts)),
        f"{html.escape(title_words(event, texts))}{quote}",
        html.escape("; ".join(quantity_words(each, texts) for each in event.quantities)),
        html.escape(when_words(event, teller, texts)),
        html.escape(where_words(event, texts)),
    )
    rest = "".join(f"<td>{cell}</td>" for cell in cells[1:])
    return f'<tr{" aria-current=true" if own else ""}><th scope="row">{cells[0]}</th>{rest}</tr>'
