"""Events as rows for terminals."""

import io
from datetime import date

from events.commands.tables import event_rows, when_words, write_table
from events.model import Modality, ReviewState
from tests.factories import make_actor, make_article, make_event, make_span


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


def test_what_a_column_has_no_room_for_is_marked() -> None:
    """Names that are cut short end in dots."""
    many = [make_actor(f"m{number}", name=f"Ministry {number}") for number in range(9)]
    doer = event_rows([(make_event(actors=tuple(many)), None)])[1][3]

    assert doer.startswith("Ministry 0, Ministry 1")
    assert (len(doer), doer[-3:]) == (40, "...")
