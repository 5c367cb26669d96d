"""The words an event rests on light up in the article, and the article stays as it was."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from events.model import Phrase, Role
from events.pages.evidence import KINDS, Evidence, evidence, marked, pieces
from events.texts import texts_in
from tests.factories import TEXT, make_actor, make_article, make_event

TEXTS = texts_in("en")


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Evidence]]:
    """A text and phrases of it, which may overlap in any way."""
    text = draw(st.text(min_size=1, max_size=60))
    found = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        found.append(Evidence(draw(st.sampled_from(KINDS)), Phrase.of(text, start, end), draw(st.text(max_size=5))))
    return text, found


@given(marked_texts())
def test_the_pieces_are_the_text(case: tuple[str, list[Evidence]]) -> None:
    """Joined, the pieces are the article's text; each phrase is covered by pieces that carry its kind."""
    text, found = case
    cut = list(pieces(text, found))

    assert "".join(piece.text for piece in cut) == text
    for each in found:
        covered = "".join(piece.text for piece in cut if each.kind in piece.kinds)
        assert len(covered) >= len(each.phrase.text)


@given(marked_texts())
def test_nothing_of_an_article_is_markup(case: tuple[str, list[Evidence]]) -> None:
    """Without our own marks the HTML is the escaped text, whatever the article says."""
    text, found = case
    bare = re.sub(r'</?mark(?: class="[a-z -]*")?(?: title="[^"<>]*")?>', "", marked(text, found))

    assert html.unescape(bare) == html.unescape(html.escape(text))
    assert "<" not in bare


def test_every_phrase_of_an_event_is_evidence() -> None:
    """Quote and actor are marked where they stand, the actor with its role and name."""
    article = make_article()
    actor = make_actor("prk", Role.SOURCE, name="North Korea").model_copy(update={"phrase": Phrase.of(TEXT, 8, 13)})
    shown = marked(article.text, evidence(make_event(article=article, actors=[actor]), TEXTS))

    assert '<mark class="says-quote says-actor" title="doer: North Korea">Korut</mark>' in shown
    assert shown.startswith('<mark class="says-quote">Pasukan </mark>')
