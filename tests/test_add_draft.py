"""A draft: steps one after the other, undone one by one, recorded whole or not at all, kept in a file."""

import resource
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import draft_files
from events.draft import Act, Draft, Step, Worked, about, added, set_fields, undone, with_step, work_of, worked
from events.extraction import extract
from events.model import (
    Article,
    Event,
    Kind,
    Modality,
    Phrase,
    PlaceRole,
    Problem,
    ReviewState,
    Role,
)
from events.pages.add_words import pieces
from events.pointing import Use, find_words, used, words_at
from events.record import Record
from events.texts import texts_in
from tests.factories import NOON, make_article

TEXT = (
    "🛰️ Lloyd Austin mendesak Korea Utara menarik pasukannya dari wilayah Kursk pada Rabu (30/10/2024). "
    "Ukraina menyerang gudang amunisi di Belgorod dan menewaskan 3 orang. Rusia membantah menerima pasukan."
)
ARTICLE = make_article(TEXT, published=date(2024, 11, 1))
FOUND = tuple(extract(ARTICLE))
DRAFT = Draft(article=ARTICLE, found=FOUND)
FIRST = FOUND[0].id


def at(words: str, article: Article = ARTICLE) -> Phrase:
    """Where words stand in the article."""
    start = article.text.index(words)
    return Phrase.of(article.text, start, start + len(words))


def event_of(draft: Draft, event: str) -> Event:
    """An event as it stands in a draft."""
    return next(each.event for each in worked(draft) if each.event.id == event)


def recorded(record: Record, draft: Draft, *, confirmed: bool = False) -> None:
    """Records the draft."""
    record.add_work(work_of(draft, "read", confirmed=confirmed), by="Sari", why="read", at=NOON)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """An empty record."""
    return Record(tmp_path, shipped=[])


def test_steps_change_what_was_found_and_undo_takes_them_back() -> None:
    """The events of a draft are what was found with the steps done; undoing all of them is what was found."""
    draft = set_fields(DRAFT, FIRST, {"kind": "THREATEN"})
    draft = with_step(draft, Step(act=Act.DROP, event=FOUND[1].id, why="background"))
    draft, new = added(draft, at("gudang amunisi"))

    assert event_of(draft, FIRST).kind is Kind.THREATEN
    assert [each.dropped for each in worked(draft)].count("background") == 1
    assert event_of(draft, new).quote == at("gudang amunisi")
    assert [each.event for each in worked(undone(undone(undone(draft))))] == list(FOUND)


def test_a_title_follows_the_fields_it_is_made_from() -> None:
    """A new kind gives a new title; a title of the reader's stays until the fields change."""
    draft = set_fields(DRAFT, FIRST, {"kind": "THREATEN"})
    assert "threat" in event_of(draft, FIRST).title
    draft = set_fields(draft, FIRST, {"title": "Austin speaks"})
    assert event_of(draft, FIRST).title == "Austin speaks"


def test_nothing_new_is_no_step() -> None:
    """Setting a field to what it is leaves the draft as it was."""
    assert set_fields(DRAFT, FIRST, {"kind": FOUND[0].kind}) is DRAFT


def test_a_draft_file_is_the_draft(tmp_path: Path) -> None:
    """What is kept is read back as it was, also with every sort of step in it; discarding removes it."""
    draft = set_fields(DRAFT, FIRST, {"when": FOUND[0].when, "kind": "ACCUSE"})
    draft, new = used(draft, FIRST, Use.SPEAKER, at("Rusia"))[0], FIRST
    draft, new = used(draft, None, Use.NEW, at("🛰️ Lloyd Austin"))
    draft = with_step(draft, Step(act=Act.DROP, event=new, why="x"))
    draft_files.keep(tmp_path, draft)
    kept = draft_files.kept(tmp_path, ARTICLE.id)

    assert kept is not None
    assert worked(kept) == worked(draft)
    assert [each.draft.article.id for each in draft_files.all_kept(tmp_path)] == [ARTICLE.id]
    assert len(list((tmp_path / "drafts").iterdir())) == 1
    draft_files.discard(tmp_path, ARTICLE.id)
    assert draft_files.kept(tmp_path, ARTICLE.id) is None


@pytest.mark.parametrize("article", ["../record", "a", "", "0" * 31 + "/", "A" * 32])
def test_an_address_names_no_other_file(tmp_path: Path, article: str) -> None:
    """What is not the id of an article is no draft, whatever lies there."""
    (tmp_path / "record.json").write_text("{}")

    assert draft_files.kept(tmp_path, article) is None


def test_a_broken_draft_is_none(tmp_path: Path) -> None:
    """A file that is not a draft is passed over."""
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / f"{'0' * 32}.json").write_text("{")

    assert draft_files.kept(tmp_path, "0" * 32) is None
    assert draft_files.all_kept(tmp_path) == []


# -- recording -----------------------------------------------------------------------------------


def test_a_full_disk_leaves_the_draft_as_it_was(tmp_path: Path) -> None:
    """A draft that cannot be written is answered in one sentence, and neither replaces the old nor leaves a file."""
    draft_files.keep(tmp_path, DRAFT)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        with pytest.raises(Problem, match="could not be kept"):
            draft_files.keep(tmp_path, set_fields(DRAFT, FIRST, {"kind": "AID"}))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert draft_files.kept(tmp_path, ARTICLE.id) == DRAFT
    assert [path.name for path in (tmp_path / draft_files.FOLDER).iterdir()] == [f"{ARTICLE.id}.json"]


def test_everything_is_recorded_at_once(record: Record) -> None:
    """Found first, then corrected, withdrawn and added, each revision with who, when and why; the record is whole."""
    draft = set_fields(DRAFT, FIRST, {"kind": "THREATEN", "modality": "possible"})
    draft = with_step(draft, Step(act=Act.DROP, event=FOUND[1].id, why="background"))
    draft, new = used(draft, None, Use.NEW, at("Rusia membantah menerima pasukan."))
    draft, _ = used(draft, new, Use.SOURCE, at("Rusia"))
    draft = set_fields(draft, new, {"kind": "REJECT"})
    recorded(record, draft)
    events = record.events_of(ARTICLE.id)
    hand = next(event for event in events if event.extractor == "manual")

    assert [each.kind for each in record.revisions(FIRST)] == [FOUND[0].kind, Kind.THREATEN]
    assert [each.review.why for each in record.revisions(FOUND[1].id)] == [None, "background"]
    assert (hand.kind, hand.revision, hand.review.by, hand.review.state) == (
        Kind.REJECT,
        1,
        "Sari",
        ReviewState.CONFIRMED,
    )
    assert [actor.id for actor in hand.actors] == ["rus"]
    assert record.check() == []


def test_an_added_event_is_the_same_event_on_every_machine(tmp_path: Path) -> None:
    """The id of an added event comes from its words, kind, modality and doers."""
    ids = set()
    for name in ("one", "two"):
        with Record(tmp_path / name, shipped=[]) as record:
            draft, new = used(DRAFT, None, Use.NEW, at("gudang amunisi"))
            draft, _ = used(draft, new, Use.SOURCE, at("Ukraina"))
            recorded(record, draft)
            ids |= {event.id for event in record.events_of(ARTICLE.id) if event.extractor == "manual"}

    assert len(ids) == 1


def test_nothing_is_recorded_where_a_part_cannot_be(record: Record) -> None:
    """An added event without a doer, or one that is there already, stops the whole; the record is as it was."""
    draft, new = used(DRAFT, None, Use.NEW, FOUND[0].quote or at("Kursk"))
    with pytest.raises(Problem, match="names no doer"):
        work_of(draft, "read", confirmed=False)
    for actor in FOUND[0].actors_in(Role.SOURCE):
        draft, _ = used(draft, new, Use.SOURCE, actor.phrase or at("Kursk"))
    draft = set_fields(draft, new, {"kind": FOUND[0].kind})
    with pytest.raises(Problem, match="there already"):
        work_of(draft, "read", confirmed=False)

    assert record.articles() == []


def test_an_added_event_can_be_denied_by_a_found_one(record: Record) -> None:
    """What a found event denies may be an event that the reader adds in the same draft."""
    draft, new = used(DRAFT, None, Use.NEW, at("menerima pasukan"))
    draft, _ = used(draft, new, Use.SOURCE, at("Rusia"))
    denial = FOUND[-1].id
    draft = set_fields(draft, denial, {"denies": [new]})
    recorded(record, draft)
    denied = record.events_of(ARTICLE.id)
    hand = next(event for event in denied if event.extractor == "manual")

    assert [event.denies for event in denied if event.id == denial] == [(hand.id,)]


def test_recorded_work_is_corrected_further(record: Record) -> None:
    """A draft of a recorded article adds revisions; what changed meanwhile is not overwritten."""
    recorded(record, DRAFT, confirmed=True)
    again = Draft(article=ARTICLE, found=tuple(record.events_of(ARTICLE.id)), recorded=True)
    again = set_fields(again, FIRST, {"review": {"state": "disputed"}})
    recorded(record, again)
    assert [each.review.state for each in record.revisions(FIRST)] == ["found", "confirmed", "disputed"]

    with pytest.raises(Problem, match="changed meanwhile"):
        recorded(record, again)
    with pytest.raises(Problem, match="recorded meanwhile"):
        recorded(record, DRAFT)
    assert record.check() == []


def test_a_withdrawn_event_is_brought_back(record: Record) -> None:
    """What was recorded as withdrawn stands dropped in a later draft, unless the reader brings it back."""
    recorded(record, with_step(DRAFT, Step(act=Act.DROP, event=FIRST, why="background")))
    again = Draft(article=ARTICLE, found=tuple(record.events_of(ARTICLE.id)), recorded=True)
    assert [each.dropped for each in worked(again) if each.event.id == FIRST] == ["background"]
    assert work_of(again, "read", confirmed=False).corrections == []

    recorded(record, with_step(again, Step(act=Act.RESTORE, event=FIRST)))
    assert [each.review.state for each in record.revisions(FIRST)] == ["found", "withdrawn", "found"]


def test_other_facts_keep_the_steps_of_events_still_found() -> None:
    """A new title keeps every correction; without the text's language none is found, and the steps are told."""
    draft = set_fields(DRAFT, FIRST, {"kind": "ACCUSE"})
    draft, _ = added(draft, at("Kursk"))
    titled, lost = about(draft, ARTICLE.model_copy(update={"publisher": "Contoh"}), FOUND)
    assert lost == 0
    assert [each.event for each in worked(titled)] == [each.event for each in worked(draft)]

    without, lost = about(draft, ARTICLE, ())
    assert (lost, len(worked(without))) == (1, 1)

    misfit = Step(act=Act.SET, event=FIRST, changes={"kind": "NONE"})  # as an older edition may have kept it
    kept, lost = about(Draft(article=ARTICLE, found=(), steps=(misfit,)), ARTICLE, FOUND)
    assert (lost, len(worked(kept))) == (1, len(FOUND))


# -- words ---------------------------------------------------------------------------------------


def test_words_are_counted_in_code_points() -> None:
    """An emoji of several code points before the words does not shift them; words counted otherwise are refused."""
    phrase = at("Lloyd Austin")

    assert words_at(DRAFT, phrase.start, phrase.end, phrase.text) == phrase
    assert words_at(DRAFT, phrase.start, phrase.end + 1, "Lloyd Austin ") == phrase
    with pytest.raises(Problem, match="choose them again"):
        words_at(DRAFT, phrase.start + 1, phrase.end + 1, phrase.text)
    with pytest.raises(Problem):
        words_at(DRAFT, -3, 2, "x")


@given(st.text(alphabet=st.sampled_from("a 😀🇮🇩é́\n한"), min_size=1, max_size=40), st.data())
def test_any_words_of_any_text_are_those_chosen(text: str, data: st.DataObject) -> None:
    """Whatever a text holds, words in it come back as they stand there, and the pieces joined are the text."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    article = make_article(text)
    draft = Draft(article=article, found=())
    if text[start:end].strip():
        phrase = words_at(draft, start, end, text[start:end])
        assert article.text[phrase.start : phrase.end] == phrase.text == text[start:end].strip()
        draft, _ = added(draft, phrase)
    cut = list(pieces(text, worked(draft), texts_in("en")))
    assert "".join(str(piece["text"]) for piece in cut) == text
    assert all(text[int(str(p["start"])) :].startswith(str(p["text"])) for p in cut)


def test_typed_words_are_found_in_the_quote_first() -> None:
    """The same words may stand elsewhere in the article."""
    text = "Rusia diam. Kemudian Rusia menolak."
    article = make_article(text)
    draft, new = added(Draft(article=article, found=()), at("Kemudian Rusia menolak.", article))

    assert find_words(draft, "Rusia", event_of(draft, new)).start == 21
    assert find_words(draft, "Rusia", None).start == 0
    with pytest.raises(Problem, match="do not stand"):
        find_words(draft, "Narnia", None)


def test_words_mean_what_the_programs_own_reading_says() -> None:
    """Actors by the register, days by the publication date, places by their region, numbers with their unit."""
    draft = DRAFT
    for use, words in (
        (Use.TARGET, "Korea Utara"),
        (Use.DATE, "Rabu"),
        (Use.PLACE, "wilayah Kursk"),
        (Use.QUANTITY, "3 orang"),
        (Use.ALSO, "gudang amunisi"),
    ):
        draft, _ = used(draft, FIRST, use, at(words))
    event = event_of(draft, FIRST)

    assert event.actors_in(Role.TARGET)[-1].id == "prk"
    assert event.when
    assert (str(event.when.first), event.when.phrase) == ("2024-10-30", at("Rabu"))
    assert [(place.name, place.phrase) for place in event.places][-1] == ("Kursk Oblast", at("wilayah Kursk"))
    assert [(number.value, number.phrase) for number in event.quantities] == [(3, at("3 orang"))]
    assert event.also == (at("gudang amunisi"),)


def test_unknown_names_stay_named_and_nothing_more() -> None:
    """No country, place or date is made up for words that mean none."""
    draft, _ = used(DRAFT, FIRST, Use.SPEAKER, at("gudang amunisi"))
    draft, _ = used(draft, FIRST, Use.PLACE, at("gudang amunisi"))
    event = event_of(draft, FIRST)

    assert (event.actors[-1].name, event.actors[-1].country) == ("gudang amunisi", None)
    assert (event.places[-1].name, event.places[-1].lat, event.places[-1].country) == ("gudang amunisi", None, None)
    for use in (Use.DATE, Use.QUANTITY):
        with pytest.raises(Problem, match="could be read in"):
            used(draft, FIRST, use, at("gudang amunisi"))


def test_a_planned_act_takes_the_day_to_come() -> None:
    """A weekday is read ahead for an act still to come."""
    draft = set_fields(
        Draft(article=make_article("Kim berkunjung Senin.", published=date(2024, 11, 1)), found=()), "", {}
    )
    draft, new = added(draft, Phrase.of(draft.article.text, 0, 21), Kind.CONSULT, modality=Modality.PLANNED)
    draft, _ = used(draft, new, Use.DATE, Phrase.of(draft.article.text, 15, 20))
    when = event_of(draft, new).when

    assert when and str(when.first) == "2024-11-04"


def test_a_page_is_no_quote() -> None:
    """A quote is a sentence or clause; more is refused with the limit."""
    long = make_article("kata " * 200)
    with pytest.raises(Problem, match="at most 600"):
        used(Draft(article=long, found=()), None, Use.NEW, Phrase.of(long.text, 0, 800))


def test_a_place_takes_the_role_its_kind_suggests() -> None:
    """Where an attack is told at a place, the place is where it happened."""
    attack = next(event for event in FOUND if event.kind is Kind.ASSAULT)
    bare = set_fields(DRAFT, attack.id, {"places": []})
    draft, _ = used(bare, attack.id, Use.PLACE, at("Belgorod"))

    assert [place.role for place in event_of(draft, attack.id).places] == [PlaceRole.HAPPENED_AT]


def test_a_changed_event_is_told_from_an_untouched_one() -> None:
    """Only a kept event that differs from what was found is corrected."""
    assert not Worked(FOUND[0], FOUND[0]).is_changed
    assert Worked(event_of(set_fields(DRAFT, FIRST, {"kind": "ACCUSE"}), FIRST), FOUND[0]).is_changed
