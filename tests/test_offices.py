"""Who held an office on a day."""

from datetime import date, timedelta

import pytest

from events.extraction import extract
from events.model import Role
from events.offices import holder, not_holding, ruled_by_officers, tenures, tenures_of
from events.register import known, languages
from tests.factories import make_article


@pytest.mark.parametrize(
    ("office", "owner", "day", "person"),
    [
        ("president", "usa", date(2024, 10, 30), "usa-biden"),
        ("president", "usa", date(2019, 6, 1), "usa-trump"),
        ("defense secretary", "usa", date(2024, 10, 30), "usa-austin"),
        ("secretary of state", "usa", date(2022, 2, 24), "usa-blinken"),
        ("foreign minister", "rus", date(2015, 1, 1), "rus-lavrov"),
        ("chancellor", "deu", date(2024, 10, 1), "deu-scholz"),
        ("leader", "prk", date(2024, 10, 1), "prk-kim-jong-un"),
        ("chief", "nato", date(2024, 9, 30), "nato-stoltenberg"),
        ("chief", "nato", date(2024, 10, 2), "nato-rutte"),
    ],
)
def test_the_holder_of_a_day_is_known_by_any_name_of_the_office(
    office: str, owner: str, day: date, person: str
) -> None:
    """An office under any of its English names has the holder of that day."""
    found = holder(office, owner, day)
    assert found and found.id == person


@pytest.mark.parametrize(
    ("office", "owner", "day", "why"),
    [
        ("president", "usa", date(2025, 1, 20), "the day of a change has two"),
        ("foreign minister", "kor", date(2025, 7, 10), "only the month of the change is known"),
        ("defence minister", "kor", date(2025, 1, 1), "the office was vacant"),
        ("foreign minister", "rus", date(2040, 1, 1), "nothing is known of that year"),
        ("president", "nowhere", date(2024, 1, 1), "there is no such state"),
        ("juggler", "usa", date(2024, 1, 1), "there is no such office"),
        ("spokesperson", "usa-pentagon", date(2024, 1, 1), "several people speak for it"),
    ],
)
def test_where_it_is_not_sure_who_held_an_office_nobody_is_named(office: str, owner: str, day: date, why: str) -> None:
    """Unknown is unknown."""
    assert holder(office, owner, day) is None, why


def test_every_time_in_office_is_of_people_and_offices_that_there_are() -> None:
    """Persons and owners are in the register, and nobody leaves before coming."""
    for tenure in tenures():
        person, owner = known(tenure.person), known(tenure.owner)
        assert person and owner, tenure
        assert bool(tenure.last) != bool(tenure.checked), tenure
        assert tenure.first <= (tenure.last or tenure.checked), tenure


def test_an_office_of_one_has_one_holder_at_a_time() -> None:
    """On the day before a change, nobody but who leaves surely holds the office."""
    for tenure in tenures():
        if "spokesperson" in tenure.office or len(tenure.last) < len("2024-01-01"):
            continue
        before = date.fromisoformat(tenure.last) - timedelta(1)
        rivals = {
            other.person
            for other in tenures()
            if (other.office, other.owner) == (tenure.office, tenure.owner) and other.surely(before)
        }
        assert rivals <= {tenure.person}, (tenure, rivals)


def test_the_times_in_office_of_a_person_are_listed() -> None:
    """Of each person the register says which offices, whose, and from when to when."""
    told = [(each.office, each.owner, each.first, each.last) for each in tenures_of("usa-austin")]
    assert told == [("defence minister", "usa", "2021-01-22", "2025-01-20")]


def test_a_title_without_a_name_is_who_held_the_office_when_it_was_written() -> None:
    """A title with its owner names the holder of the publication day, and says that only the office was named."""
    text = "The US defense secretary accused Russia of sending troops to Kursk."
    article = make_article(text).model_copy(update={"language": "en"})
    event = extract(article)[0]
    assert [(actor.id, actor.name) for actor in event.actors_in(Role.SOURCE)] == [("usa-austin", "Lloyd Austin")]
    assert "an actor is named by an office only" in event.reasons


@pytest.mark.parametrize(
    ("text", "language", "actor"),
    [
        ("The former US president accused Russia of sending troops to Kursk.", "en", "usa-former-president"),
        ("A US senator accused Russia of sending troops to Kursk.", "en", "usa-senator"),
        ("Mantan presiden AS mengancam Iran.", "id", "usa-former-president"),
        ("Бывший президент США осудил Иран.", "ru", "usa-former-president"),
        ("El expresidente estadounidense condenó a Irán.", "es", "usa-former-president"),
        ("米国の前大統領はイランを非難した。", "ja", "usa-former-president"),
        ("美国前总统谴责伊朗。", "zh", "usa-former-president"),
    ],
)
def test_who_no_longer_holds_an_office_is_not_its_holder(text: str, language: str, actor: str) -> None:
    """Words that say it is another, or one of many, leave the person unnamed."""
    article = make_article(text).model_copy(update={"language": language})
    assert extract(article)[0].actors_in(Role.SOURCE)[0].id == actor


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Presiden Ukraina mengecam serangan itu.", "id"),
        ("Президент Украины осудил удар.", "ru"),
        ("Президент України засудив удар.", "uk"),
        ("Der ukrainische Präsident verurteilte den Angriff.", "de"),
        ("Le président ukrainien a condamné l’attaque.", "fr"),
        ("El presidente ucraniano condenó el ataque.", "es"),
        ("Prezydent Ukrainy potępił atak.", "pl"),
        ("우크라이나 대통령은 북한을 비난했다.", "ko"),
        ("ウクライナの大統領は北朝鮮を非難した。", "ja"),
        ("乌克兰总统谴责朝鲜。", "zh"),
    ],
)
def test_the_holder_is_known_in_every_language(text: str, language: str) -> None:
    """The president of a state is the same person in every language that is read."""
    article = make_article(text).model_copy(update={"language": language})
    assert [actor.id for actor in extract(article)[0].actors_in(Role.SOURCE)] == ["ukr-zelensky"]


def test_without_a_day_nobody_is_taken_for_the_holder() -> None:
    """An article without a publication date names an office only."""
    text = "The US defense secretary accused Russia of sending troops to Kursk."
    article = make_article(text, published=None).model_copy(update={"language": "en"})
    assert extract(article)[0].actors_in(Role.SOURCE)[0].id == "usa-defense-secretary"


def test_every_language_has_words_for_former_holders() -> None:
    """In no language is a former president taken for the president."""
    assert all(not_holding(language) for language in languages())


def test_a_junta_rules_between_its_days() -> None:
    """Officers rule a country from the day on which they took power; where no day is asked for, today."""
    assert ruled_by_officers("GAB", date(2024, 1, 1))
    assert not ruled_by_officers("GAB", date(2023, 8, 29))
    assert not ruled_by_officers("GAB", date(2025, 6, 1))
    assert ruled_by_officers("MLI", None)
    assert not ruled_by_officers("GAB", None)
    assert not ruled_by_officers("FRA", date(2024, 1, 1))
    assert not ruled_by_officers(None, date(2024, 1, 1))
