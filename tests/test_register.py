"""The actor register."""

from events.register import entries, known, lineage, name_of, organs, unknown_id


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
    assert lineage("usa-austin") == ("usa-austin", "usa-pentagon", "usa")
    assert lineage("rus-akhmat") == ("rus-akhmat", "rus-military", "rus")


def test_unknown_people_belong_to_their_state() -> None:
    """A person the register does not know still belongs to the state named with them."""
    someone = unknown_id("Iwan Dwi Prihartono", "idn-tni")
    assert someone == "idn-tni-iwan-dwi-prihartono"
    assert lineage(someone) == (someone, "idn-tni", "idn-military", "idn")
    assert lineage(unknown_id("쿠르스크", None))[1:] == ()
    assert known("nobody") is None


def test_every_language_has_its_organs() -> None:
    """Each organ has nouns in Indonesian and English."""
    for organ in organs():
        assert organ.nouns("en") and organ.nouns("id"), organ


def test_an_actor_the_register_does_not_know_has_a_name_to_read() -> None:
    """No raw id is shown: its words, and whose it is."""
    assert name_of("prk") == "North Korea"
    assert name_of("prk-vice-foreign-minister") == "Vice foreign minister (North Korea)"
    assert name_of("x-jane-doe") == "Jane doe"
