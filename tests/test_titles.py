"""Titles made from an event's fields."""

from events.model import Actor, ActorType, Kind, Modality, Place, PlacePrecision, PlaceRole, Quantity, Role
from events.titles import amount_of, title_of

KOREA = Actor(role=Role.SOURCE, id="prk", name="North Korea", country="PRK", type=ActorType.STATE)
TROOPS = Actor(role=Role.SOURCE, id="prk-military", name="North Korean armed forces", type=ActorType.MILITARY)
RUSSIA = Actor(role=Role.TARGET, id="rus", name="Russia", country="RUS", type=ActorType.STATE)
PENTAGON = Actor(role=Role.SPEAKER, id="usa-pentagon", name="Pentagon", country="USA", type=ActorType.GOVERNMENT)
KURSK = Place(role=PlaceRole.TO, name="Kursk Oblast", country="RUS", precision=PlacePrecision.REGION)


def test_a_title_tells_who_does_what_where_how_many_and_who_says_so() -> None:
    """A deployment reported by somebody else names the reporter, the place and the number."""
    number = Quantity(value=10000, unit="troops", qualifier="about")
    title = title_of(Kind.MOBILIZE, Modality.ASSERTED, [TROOPS, PENTAGON], [KURSK], [number])
    assert title == "North Korean armed forces deploy (to Kursk Oblast) [about 10,000 troops], says Pentagon"


def test_a_claim_is_never_worded_as_a_fact() -> None:
    """Denied, planned and possible acts say so in the title, in both languages."""
    for language in ("en", "id"):
        plain = title_of(Kind.REQUEST, Modality.ASSERTED, [KOREA, RUSSIA], language=language)
        for modality in (Modality.DENIED, Modality.PLANNED, Modality.POSSIBLE):
            framed = title_of(Kind.REQUEST, modality, [KOREA, RUSSIA], language=language)
            assert plain in framed
            assert framed != plain


def test_numbers_are_written_in_the_readers_way() -> None:
    """Indonesian writes ten thousand with a point."""
    number = Quantity(value=10000, unit="troops")
    assert "[10.000 tentara]" in title_of(Kind.MOBILIZE, Modality.ASSERTED, [KOREA], [], [number], "id")


def test_every_kind_has_a_title_in_both_languages() -> None:
    """No kind is without words, alone or with several doers, told, planned or denied."""
    for language in ("en", "id"):
        for kind in Kind:
            for modality in Modality:
                one = title_of(kind, modality, [KOREA, RUSSIA], language=language)
                two = title_of(kind, modality, [KOREA, TROOPS, RUSSIA], language=language)
                assert "North Korea" in one and "Russia" in one and "armed forces" in two


def test_numbers_are_told_in_the_readers_language() -> None:
    """Qualifier, digits and unit are Indonesian in Indonesian; a unit without a word of its own stays."""
    assert amount_of(Quantity(value=10000, unit="troops", qualifier="about"), "id") == "sekitar 10.000 tentara"
    assert amount_of(Quantity(value=2.5, unit="USD"), "id") == "2,5 USD"
    assert amount_of(Quantity(value=10000, unit="troops", qualifier="about")) == "about 10,000 troops"
