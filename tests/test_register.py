"""The actor register."""

import csv
import re

import pytest

from events.extraction.names import aliases, who_of
from events.model import Actor, ActorType, Role
from events.register import (
    ACTORS,
    agencies,
    entries,
    known,
    languages,
    lineage,
    name_of,
    names_in,
    organs,
    reference_ids,
    unknown_id,
)


def test_every_entry_is_part_of_a_known_actor() -> None:
    """What an entry is part of is itself in the register, and every chain ends."""
    for entry in entries():
        assert entry.part_of is None or known(entry.part_of), entry
        assert lineage(entry.id)[0] == entry.id


def test_an_id_begins_with_the_state_it_belongs_to() -> None:
    """An actor with a country has an id that begins with that country's code, so that ids can be read."""
    for entry in entries():
        if entry.country and entry.country != "IGO" and entry.id != "isw":
            assert entry.id.split("-")[0] == entry.country.lower(), entry


def test_organs_of_a_state_are_known_without_being_listed() -> None:
    """North Korea's troops are an actor, part of North Korea."""
    troops = known("prk-military")
    assert troops and (troops.name, troops.country, troops.part_of) == ("North Korean armed forces", "PRK", "prk")
    court = known("rus-judiciary")
    assert court and (court.name, court.part_of) == ("Russian judiciary", "rus")
    assert lineage("usa-austin") == ("usa-austin", "usa-pentagon", "usa")
    assert lineage("rus-akhmat") == ("rus-akhmat", "rus-military", "rus")


DIRECTED = {
    "afg-taliban", "irq-pmf", "rus-wagner", "prk-lazarus", "prk-kimsuky", "rus-apt28", "rus-apt29", "rus-sandworm",
    "chn-volt-typhoon",
}  # fmt: skip
"""Armed groups that a state directs or that govern it, and attackers on networks who are traced to its services."""


def test_an_armed_group_is_not_the_state_it_fights() -> None:
    """Choosing Sudan does not choose the RSF, nor Lebanon Hezbollah; only groups that a state directs are its parts."""
    assert lineage("sdn-burhan") == ("sdn-burhan", "sdn-military", "sdn")
    assert lineage("sdn-hemedti") == ("sdn-hemedti", "sdn-rsf")
    assert known("sdn-rsf-military") is None
    groups = [entry for entry in entries() if entry.type is ActorType.ARMED_GROUP]
    owners = {entry.id: known(entry.part_of) for entry in groups if entry.part_of}
    owned = {actor for actor, owner in owners.items() if owner and owner.type is not ActorType.ARMED_GROUP}
    assert owned == DIRECTED


def test_unknown_people_belong_to_their_state() -> None:
    """A person the register does not know still belongs to the state named with them."""
    someone = unknown_id("Iwan Dwi Prihartono", "idn-tni")
    assert someone == "idn-tni-iwan-dwi-prihartono"
    assert lineage(someone) == (someone, "idn-tni", "idn-military", "idn")
    assert lineage(unknown_id("쿠르스크", None))[1:] == ()
    assert known("nobody") is None


def test_every_language_has_its_organs() -> None:
    """Each organ has nouns in every language of the register."""
    for organ in organs():
        assert all(organ.nouns(language) for language in languages()), organ


def test_an_actor_the_register_does_not_know_has_a_name_to_read() -> None:
    """No raw id is shown: its words, and whose it is."""
    assert name_of("prk") == "North Korea"
    assert name_of("prk-vice-foreign-minister") == "Vice foreign minister (North Korea)"
    assert name_of("x-jane-doe") == "Jane doe"


def rows_of(language: str) -> list[dict[str, str]]:
    """The rows of a language's names, as they stand in its file."""
    with (ACTORS / f"names.{language}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("language", languages())
def test_every_name_is_of_an_actor_that_exists(language: str) -> None:
    """Each row of a language's names stands for an entry, or an organ, once; no cell is blank inside."""
    ids = [row["id"] for row in rows_of(language)]
    organ_ids = {f"*-{organ.suffix}" for organ in organs()}
    assert len(ids) == len(set(ids))
    assert {actor for actor in ids if actor not in organ_ids and known(actor) is None} == set()
    assert organ_ids <= set(ids)
    for row in rows_of(language):
        for cell in ("names", "demonyms", "capitals"):
            names = row[cell].split("|") if row[cell] else []
            assert all(name.strip() == name != "" for name in names), row
            assert len(names) == len(set(names)), row


@pytest.mark.parametrize("language", languages())
def test_no_language_calls_two_states_alike(language: str) -> None:
    """A name, adjective or capital means one state, or readers would be told the wrong one."""
    meant: dict[str, str] = {}
    for actor, called in names_in(language).items():
        for name in {*called.names, *called.demonyms, *called.capitals}:
            if (entry := known(actor)) and entry.type is ActorType.STATE:
                assert meant.setdefault(name, actor) == actor, name


def test_names_come_back_as_they_were_written() -> None:
    """Reading a language's names and writing them again gives the same file."""
    for language in languages():
        lines = ["id\tnames\tdemonyms\tcapitals"]
        for actor, called in names_in(language).items():
            lines.append("\t".join((actor, *map("|".join, (called.names, called.demonyms, called.capitals)))))
        assert "\n".join(lines) + "\n" == (ACTORS / f"names.{language}.tsv").read_text(encoding="utf-8")


def test_fourteen_languages_name_the_states_most_in_the_news() -> None:
    """Each language of the program names every state of the register, and the capitals of those most written of."""
    assert languages() == ("ar", "de", "en", "es", "fr", "id", "ja", "ko", "ms", "pl", "ru", "tr", "uk", "zh")
    assert names_in("ru")["prk"].names[0] == "КНДР"
    for language in languages():
        for state in ("rus", "ukr", "usa", "prk", "kor", "chn", "irn", "isr"):
            called = names_in(language)[state]
            assert called.names and called.capitals, (language, state)


def test_a_language_without_names_has_none() -> None:
    """Nothing is read as if it were another language."""
    assert names_in("sw") == {} and aliases("sw") == {}


def test_an_own_name_comes_before_an_english_one() -> None:
    """Spanish "EU" is the United States, though English calls the European Union so."""
    assert [alias.entry.id for _, alias in aliases("es")["EU"]] == ["usa"]
    assert [alias.entry.id for _, alias in aliases("en")["EU"]] == ["eu"]


def test_people_are_named_in_every_script() -> None:
    """Who is most in the news is found by name in each language, in its own letters."""
    own = {
        "ar": "بوتين",
        "de": "Selenskyj",
        "fr": "Poutine",
        "ja": "プーチン",
        "ko": "김정은",
        "ru": "Путин",
        "uk": "Зеленський",
    }
    for language, name in own.items():
        assert [alias.form for _, alias in aliases(language)[name]] == ["person"], name
    for language in languages():
        everyone = {alias.entry.id for rows in aliases(language).values() for _, alias in rows}
        assert {"rus-putin", "ukr-zelensky", "usa-trump", "prk-kim-jong-un", "un", "nato", "rus-kremlin"} <= everyone


def test_actors_carry_the_ids_that_others_give_them() -> None:
    """A state has its ISO code and Wikidata id, a leader the latter; what has none has none, also as JSON."""
    north_korea, putin, troops = known("prk"), known("rus-putin"), known("prk-military")
    assert north_korea and putin and troops
    assert north_korea.ids == {"iso": "PRK", "wikidata": "Q423"}
    assert putin.ids == {"wikidata": "Q7747"}
    doer = who_of(north_korea).in_role(Role.SOURCE, None)
    assert doer.ids == north_korea.ids and Actor.model_validate_json(doer.model_dump_json()) == doer
    assert "ids" not in who_of(troops).in_role(Role.SOURCE, None).model_dump(mode="json")


def test_reference_ids_are_of_one_actor_each() -> None:
    """Every reference id is of an actor of the register, well formed, and given to no other."""
    seen: set[str] = set()
    for actor, ids in reference_ids().items():
        assert known(actor), actor
        for kind, value in ids.items():
            assert re.fullmatch({"iso": "[A-Z]{3}", "wikidata": r"Q[1-9]\d*"}[kind], value), (actor, value)
            assert value not in seen, value
            seen.add(value)


def test_no_medium_is_an_actor() -> None:
    """News agencies and media carry reports: none of their names is an actor's, in any language, save a state's own."""
    own = {"KCNA", "Korean Central News Agency", "Rodong Sinmun"}
    assert (
        len(agencies()) > 500 and {"Reuters", "ТАСС", "연합뉴스", "共同通信", "新华社", "رويترز", "dpa"} <= agencies()
    )
    for language in languages():
        names = {name for called in names_in(language).values() for name in called.names} - own
        assert names & agencies() == set(), language
