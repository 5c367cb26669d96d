"""What this is, how it knows and how often it is right, how things are drawn, and whose data it uses."""

import html

import streamlit as st

from events.pages import state
from events.score import FIELDS
from events.scorecard import Card, Often, Scorecard, published
from events.texts import Texts

SECTIONS = ("what", "how", "score", "dates", "places", "borders", "sources")
READABLE = 760  # pixels: the width of a text
WIDE = 940  # pixels: of the table, where there is room


def page() -> None:
    """Shows the sections in the reader's language."""
    texts = state.texts()
    st.title(texts("about.title"), anchor=False)
    for section in SECTIONS:
        if section == "score":
            _score(texts)
            continue
        with st.container(width=READABLE):
            st.subheader(texts(f"about.{section}"), anchor=False)
            st.text(texts(f"about.{section}.body"))


# -- how often it is right -----------------------------------------------------------------------


def _score(texts: Texts) -> None:
    """The published scorecard: a row a language, the promises broken, and what goes wrong most."""
    card = published()
    if card is None:
        return
    with st.container(width=READABLE):
        st.subheader(texts("about.score"), anchor=False)
        st.text(texts("about.score.body", n=card.all.events, articles=card.all.articles))
    with st.container(width=WIDE):
        st.html(_table(card, texts), width="stretch")
    with st.container(width=READABLE):
        st.caption(texts("about.score.read"))
        st.text(_gates(card.all, texts))
        st.markdown(f"**{texts('about.score.wrong')}**")
        st.html(f'<ul class="score-wrong">{_mistakes(card.all, texts)}</ul>')
        with st.expander(texts("about.score.wrong.languages"), key="score-languages"):
            for language, each in card.languages.items():
                st.markdown(f"**{texts(f'language.{language}')}**")
                st.html(f'<ul class="score-wrong">{_mistakes(each, texts)}</ul>')


def _table(card: Scorecard, texts: Texts) -> str:
    fields = "".join(f'<th scope="col">{html.escape(texts(f"about.score.{name}"))}</th>' for name in FIELDS)
    head = f'<th scope="col">{html.escape(texts("about.score.language"))}</th>'
    events = f'<th scope="col">{html.escape(texts("about.score.events"))}</th>'
    rows = [(texts("about.score.all"), card.all)]
    rows += [(texts(f"language.{code}"), each) for code, each in card.languages.items()]
    body = "".join(_row(name, each) for name, each in rows)
    caption = html.escape(texts("about.score.table"))
    return (
        f'<div class="score-scroll" tabindex="0" role="region" aria-label="{caption}"><table class="score">'
        f"<thead><tr>{head}{events}{fields}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(name: str, card: Card) -> str:
    cells = "".join(f"<td>{card.fields[each].percent.replace('/', ' / ')}</td>" for each in FIELDS)
    return f'<tr><th scope="row">{html.escape(name)}</th><td>{card.events}</td>{cells}</tr>'


def _gates(card: Card, texts: Texts) -> str:
    broken = [texts(f"about.score.gate.{gate.replace(' ', '_')}", n=n) for gate, n in card.gates.items()]
    return texts("about.score.gates", list=texts.listing(broken)) if broken else texts("about.score.gates.none")


def _mistakes(card: Card, texts: Texts) -> str:
    return "".join(f"<li>{html.escape(_mistake(each, texts))}</li>" for each in card.mistakes)


def _mistake(often: Often, texts: Texts) -> str:
    """A mistake in words, with how often it was made."""
    group = "modality" if often.what == "modality" else "kind"
    coded, found = (texts(f"{group}.{value}") if value else "" for value in (often.coded, often.found))
    what = texts(f"about.score.mistake.{often.what.replace(' ', '_')}", coded=coded, found=found)
    return texts("about.score.mistake", n=often.n, what=what)
