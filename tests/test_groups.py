"""Groups and organisations that the register lacks: named, kept, and of no country unless it is told."""

import pytest

from events.extraction import extract
from events.extraction.names import group_nouns
from events.model import Actor, ActorType, Role
from tests.factories import make_article


def doer(text: str, language: str) -> Actor:
    """The doer of the first event told."""
    article = make_article(text).model_copy(update={"language": language})
    return extract(article)[0].actors_in(Role.SOURCE)[0]


@pytest.mark.parametrize(
    ("text", "language", "actor", "kind"),
    [
        ("The Free Karen Army attacked a police station in Myanmar.", "en", "x-free-karen-army", "armed_group"),
        ("The Movement for Rural Renewal threatened to boycott the vote.", "en", "x-movement-for-rural-renewal", "org"),
        ("Aliansi Wartawan Merdeka mengecam penangkapan itu.", "id", "x-aliansi-wartawan-merdeka", "org"),
        ("Laskar Bukit Hijau menyerang kantor polisi di Papua.", "id", "x-laskar-bukit-hijau", "armed_group"),
    ],
)
def test_a_group_named_outright_is_kept(text: str, language: str, actor: str, kind: str) -> None:
    """A group known for one by a noun in its name is the doer, though nothing says whose it is."""
    found = doer(text, language)
    assert (found.id, found.type, found.country, found.part_of) == (actor, ActorType(kind), None, None)


def test_a_group_named_with_its_country_is_of_it() -> None:
    """The adjective of a state before the name says where an organisation is from."""
    found = doer("The Sudanese Doctors Union condemned the shelling of a hospital.", "en")
    assert (found.name, found.country, found.part_of) == ("Sudanese Doctors Union", "SDN", "sdn")


def test_a_group_may_be_called_by_its_short_form() -> None:
    """What stands in brackets behind the name stands for it from there on."""
    text = "Fighters of the Lions Front (LFX) met in Mali. LFX attacked an army base on Monday."
    assert doer(text.split(". ")[0] + ". " + text.split(". ")[1], "en").name == "Lions Front"


@pytest.mark.parametrize(
    "text",
    [
        "The US Air Force bombed a base in Yemen.",
        "Ukraine's Third Assault Brigade shelled a town in Russia.",
        "The Indonesian National Army killed two people in Papua.",
    ],
)
def test_the_troops_of_a_state_are_no_strangers(text: str) -> None:
    """Units and services of an army are the state's, however their names are written."""
    assert doer(text, "en").country is not None


def test_words_for_groups_say_one_thing() -> None:
    """Each word for groups has one sort that is known."""
    for language in ("en", "id", "ms"):
        assert set(group_nouns(language).values()) == {"org", "armed_group", "unit"} | (
            set() if language == "ms" else {"regular"}
        )
