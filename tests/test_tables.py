"""Events as rows for terminals."""

import io
from datetime import date

from events.commands.tables import event_rows, when_words, write_table
from events.model import Modality, ReviewState
from tests.factories import make_article, make_event, make_span


def test_when_in_words() -> None:
    """A day, a range, the publication date as the latest, or undated."""
    article = make_article()

    assert when_words(make_event(when=make_span(date(2024, 10, 30))), None) == "2024-10-30"
    assert when_words(make_event(when=make_span(date(2024, 10, 8), date(2024, 10, 13))), None) == (
        "2024-10-08 to 2024-10-13"
    )
    assert when_words(make_event(article=article), article) == "by 2024-10-31"
    assert when_words(make_event(article=article, modality=Modality.POSSIBLE), article) == "undated"


def test_a_table_is_safe_to_print() -> None:
    """Columns align, the review shows where it is not plain, and nothing in a title commands the terminal."""
    event = make_event(title="\x1b[31mred\nline", state=ReviewState.DISPUTED)
    out = io.StringIO()
    write_table(event_rows([(event, None)]), out)
    head, row = out.getvalue().splitlines()

    assert head.index("TITLE") == row.index("?[31mred?line")
    assert "asserted, disputed" in row
