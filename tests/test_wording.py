"""Events and views in words."""

from datetime import date

import pytest

from events.credits import Credit
from events.model import Area, DateBasis, DatePrecision, DateSpan, Kind, Modality, PlacePrecision, PlaceRole, Role, View
from events.texts import texts_in
from events.titles import title_of
from events.wording import (
    LONGEST_QUOTE,
    basis_words,
    modality_words,
    place_words,
    row,
    says_words,
    span_words,
    title_words,
    view_words,
    when_words,
    who_words,
)
from tests.factories import make_actor, make_article, make_event, make_place, make_span

TEXTS = texts_in("en")
OCTOBER = (date(2024, 10, 1), date(2024, 10, 31))


@pytest.mark.parametrize(
    ("first", "last", "precision", "words"),
    [
        (date(2024, 10, 30), date(2024, 10, 30), DatePrecision.DAY, "30 Oct 2024"),
        (*OCTOBER, DatePrecision.MONTH, "October 2024"),
        (date(2024, 1, 1), date(2024, 12, 31), DatePrecision.YEAR, "2024"),
        (date(2024, 10, 8), date(2024, 10, 28), DatePrecision.RANGE, "within 8–28 Oct 2024"),
        (date(2024, 10, 28), date(2024, 11, 3), DatePrecision.WEEK, "within 28 Oct – 3 Nov 2024"),
    ],
)
def test_a_date_is_said_at_its_own_precision(first: date, last: date, precision: DatePrecision, words: str) -> None:
    """A month is a month and a year a year; a range is something the act lies within."""
    span = DateSpan(first=first, last=last, precision=precision, basis=DateBasis.STATED)

    assert span_words(span, TEXTS) == words


def test_the_publication_date_never_stands_in_for_the_act() -> None:
    """Without a date the words say before publication, or unknown; a date added by hand says so."""
    article = make_article()
    curated = make_span(date(2024, 10, 30)).model_copy(update={"basis": DateBasis.CURATED})

    assert when_words(make_event(article=article), article, TEXTS) == "on or before 31 Oct 2024 (published)"
    assert when_words(make_event(article=article, modality=Modality.PLANNED), article, TEXTS) == "no date known"
    assert when_words(make_event(), None, TEXTS) == "no date known"
    assert when_words(make_event(when=curated), None, TEXTS) == "30 Oct 2024 (date added by hand)"


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (PlaceRole.HAPPENED_AT, "in Kursk"),
        (PlaceRole.SAID_AT, "said at Kursk"),
        (PlaceRole.ABOUT, "about Kursk"),
        (PlaceRole.FROM, "from Kursk"),
        (PlaceRole.TO, "to Kursk"),
    ],
)
def test_a_place_is_said_with_its_role(role: PlaceRole, words: str) -> None:
    """Said at, about, from and to are never "in"."""
    assert place_words(make_place(51.7, 36.2).model_copy(update={"role": role}), TEXTS) == words


def test_a_region_says_that_it_is_one() -> None:
    """A place known only as a region is called that."""
    place = make_place(51.7, 36.2, precision=PlacePrecision.REGION, name="Kursk Oblast")

    assert place_words(place, TEXTS) == "in Kursk Oblast (region)"


def test_who_does_it_to_whom_and_who_says_so() -> None:
    """Doers, targets and speakers are told apart; the article stands where nobody is quoted."""
    article = make_article(title="Korut")
    actors = [
        make_actor("usa-austin", name="Lloyd Austin"),
        make_actor("kor-kim", name="Kim Yong-hyun"),
        make_actor("prk", Role.TARGET, name="North Korea"),
    ]
    event = make_event(article=article, actors=actors)
    quoted = make_event(article=article, actors=[*actors, make_actor("usa-mod", Role.SPEAKER, name="Pentagon")])

    assert who_words(event, TEXTS) == "Lloyd Austin and Kim Yong-hyun → North Korea"
    assert says_words(event, article, TEXTS) == "article: Korut"
    assert says_words(quoted, article, TEXTS) == "Pentagon, quoted in article: Korut"
    assert who_words(make_event(), TEXTS) == "Doer not known"


def test_declining_to_comment_is_not_a_denial() -> None:
    """A denied statement reads "not confirmed"; a denied act reads "denied"."""
    assert modality_words(make_event(kind=Kind.STATE, modality=Modality.DENIED), TEXTS) == "not confirmed"
    assert modality_words(make_event(modality=Modality.DENIED), TEXTS) == "denied"


def test_a_row_says_all_that_the_list_promises() -> None:
    """Title, when, where, who, who says so, kind and modality, in the reader's language."""
    actors = [make_actor("prk"), make_actor("x-front", Role.SPEAKER, name="Front Contoh")]
    cells = row(make_event(places=[make_place(51.7, 36.2)], actors=actors), None, texts_in("id"))

    assert {"title", "when", "where", "who", "says", "speakers", "source", "kind", "modality_words"} <= set(cells)
    assert cells["kind"] == "Mengerahkan"
    assert cells["where"] == "di Kursk"
    assert cells["speakers"] == "Front Contoh"


def test_a_row_quotes_the_event_and_names_the_article() -> None:
    """The quote is the event's own words on one line, cut where it is long; the article's title is never quoted."""
    text = "Pasukan tiba\ndi Kursk. " + "kata " * 100
    article = make_article(text, title="Korut").model_copy(update={"publisher": "Contoh"})
    told = row(make_event(article=article, quote=(0, 22)), article, TEXTS)
    long = row(make_event(article=article, quote=(0, 500)), article, TEXTS)

    assert told["quote"] == "Pasukan tiba di Kursk."
    assert told["source"] == "article: Korut (Contoh)"
    assert told["speakers"] == ""
    assert len(long["quote"]) == LONGEST_QUOTE
    assert row(make_event(), None, TEXTS)["quote"] == ""


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 10, 30), "a weekday before publication"),
        (date(2024, 10, 31), "the day of publication, told by its weekday"),
        (date(2024, 11, 1), "a weekday after publication"),
    ],
)
def test_a_weekday_is_told_as_publication_bears_on_it(day: date, words: str) -> None:
    """The day of publication itself is not called a day before it."""
    span = make_span(day).model_copy(update={"basis": DateBasis.WEEKDAY})

    assert basis_words(span, date(2024, 10, 31), TEXTS) == words
    assert basis_words(span, None, TEXTS) == "a weekday, counted from the publication date"
    assert basis_words(make_span(day), date(2024, 10, 31), TEXTS) == "stated"


def test_a_view_in_words_names_every_choice() -> None:
    """Each field that chooses something is said; a view that chooses nothing says that."""
    view = View(
        actors=("prk", "rus"),
        role=Role.SOURCE,
        kinds=(Kind.MOBILIZE,),
        modalities=(Modality.DENIED,),
        first=OCTOBER[0],
        last=OCTOBER[1],
        area=Area(west=35, south=51, east=37, north=52),
        text="pasukan",
    )

    assert view_words(view, TEXTS) == (
        "actor North Korea and Russia as doer; kind Mobilises; told as denied; 1–31 Oct 2024; "
        "within 51.0–52.0° N, 35.0–37.0° E; with the words “pasukan”"
    )
    assert view_words(View(), TEXTS) == "everything recorded"
    sets = View(data=("articles", "ucdp-2024", "own"))
    named = view_words(sets, TEXTS, {"ucdp-2024": "UCDP GED 24.1"})
    assert named.endswith(f"{TEXTS('data.articles')}, UCDP GED 24.1 and own")


def test_an_event_is_told_in_the_readers_language() -> None:
    """Title, actors and organs are in Indonesian for an Indonesian reader; a title somebody wrote stays."""
    actors = (
        make_actor("prk-military", name="North Korean armed forces"),
        make_actor("rus", Role.TARGET, name="Russia"),
    )
    plain = make_event(kind=Kind.MOBILIZE, actors=actors)
    event = plain.model_copy(update={"title": title_of(Kind.MOBILIZE, plain.modality, actors)})
    indonesian = texts_in("id")

    assert who_words(event, indonesian) == "Pasukan Korea Utara → Rusia"
    assert title_words(event, indonesian).startswith("Pasukan Korea Utara mengerahkan pasukan bersama Rusia")
    assert title_words(event, texts_in("en")) == event.title
    assert title_words(event.model_copy(update={"title": "As coded"}), indonesian) == "As coded"


def test_an_imported_event_is_told_by_its_data_set() -> None:
    """A data set is no article, and is not called one."""
    event = make_event().model_copy(update={"article": None})

    assert says_words(event, Credit(data="ucdp", title="UCDP GED"), TEXTS) == "data: UCDP GED"
    assert says_words(event, None, TEXTS) == "imported data"
