"""The extractor on the first article, and on sentences made for each rule."""

import gc
import re
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.articles import shipped_articles
from events.extraction import detect_language, extract
from events.model import Article, Event, Kind, Modality, Role
from events.revision import phrases_of

WORDS = re.findall(
    r"\S+",
    "Rusia Russia Ukraina Ukraine Kim menyerang attacked said kata bahwa that yang which who , . “ ” ( ) "
    "dan and to untuk oleh by pasukan troops will akan not tidak if jika Presiden President Lloyd Austin "
    "10.000 on Monday di in Kursk Moskow denied membantah mengirim sent warned talks sanksi impose "
    "sanctions they mereka - ",
)


def read(text: str, language: str, published: str | None = None) -> list[Event]:
    """The events of a text."""
    return extract(Article.model_validate({"id": "t", "text": text, "language": language, "published": published}))


def countries(event: Event, role: Role) -> set[str | None]:
    """The countries of the actors in a role."""
    return {actor.country for actor in event.actors_in(role)}


@pytest.mark.parametrize(
    ("language", "text", "kind", "modality", "sources", "targets"),
    [
        ("en", "Russia attacked Ukraine on Monday.", "ASSAULT", "asserted", {"RUS"}, {"UKR"}),
        ("en", "Three soldiers were killed by Israeli forces in Gaza City.", "ASSAULT", "asserted", {"ISR"}, None),
        ("en", "France and Italy urged Iran to free the detainees.", "REQUEST", "asserted", {"FRA", "ITA"}, {"IRN"}),
        ("en", "Japan will send troops to South Sudan next year.", "MOBILIZE", "planned", {"JPN"}, None),
        ("en", "Poland may deploy soldiers to the border.", "MOBILIZE", "possible", {"POL"}, None),
        ("en", "Iran denied that it had sent troops to Syria.", "MOBILIZE", "denied", {"IRN"}, None),
        ("en", "The European Union imposed sanctions on Belarus.", "SANCTION", "asserted", {"IGO"}, {"BLR"}),
        ("id", "Rusia menyerang Ukraina pada Senin.", "ASSAULT", "asserted", {"RUS"}, {"UKR"}),
        ("id", "Kota itu direbut oleh pasukan Israel.", "ASSAULT", "asserted", {"ISR"}, None),
        ("id", "Prancis dan Italia mendesak Iran membebaskan tahanan.", "REQUEST", "asserted", {"FRA", "ITA"}, {"IRN"}),
        ("id", "Jepang akan mengirim pasukan ke Sudan Selatan tahun depan.", "MOBILIZE", "planned", {"JPN"}, None),
        ("id", "Iran membantah telah mengirim pasukan ke Suriah.", "MOBILIZE", "denied", {"IRN"}, None),
        ("id", "Uni Eropa menjatuhkan sanksi terhadap Belarus.", "SANCTION", "asserted", {"IGO"}, {"BLR"}),
        ("id", "Presiden Emmanuel Macron bertemu dengan Friedrich Merz.", "CONSULT", "asserted", {"FRA"}, {"DEU"}),
    ],
)  # fmt: skip
def test_who_does_what_to_whom(
    language: str, text: str, kind: str, modality: str, sources: set[str], targets: set[str] | None
) -> None:
    """A plain sentence gives one event with its kind, modality, doers and targets."""
    (event,) = read(text, language, "2025-03-12")
    assert (event.kind, event.modality) == (Kind(kind), Modality(modality))
    assert countries(event, Role.SOURCE) == sources
    assert targets is None or countries(event, Role.TARGET) == targets


def first_article() -> Article:
    """The article that ships, as its user gave it."""
    return shipped_articles()[0].article


def test_every_word_shown_is_the_articles_own() -> None:
    """Quotes and phrases stand in the first article at their offsets, and reading it twice gives the same bytes."""
    article = first_article()
    events = extract(article)
    assert len(events) >= 15
    assert [e.model_dump_json() for e in events] == [e.model_dump_json() for e in extract(article)]
    for event in events:
        assert event.quote and len(event.quote.text) <= 600
        for phrase in phrases_of(event):
            assert article.text[phrase.start : phrase.end] == phrase.text


def test_the_first_article_is_read_as_its_coders_read_it() -> None:
    """The acts that two careful readers agree on are found, with kind, modality, doers and targets."""
    told = [
        (e.kind.value, e.modality.value, countries(e, Role.SOURCE), countries(e, Role.TARGET))
        for e in extract(first_article())
    ]
    for expected in [
        ("MOBILIZE", "asserted", {"PRK"}, set()),
        ("REQUEST", "asserted", {"USA", "KOR"}, {"PRK"}),
        ("ACCUSE", "asserted", {"USA", "KOR"}, {"PRK"}),
        ("REQUEST", "asserted", {"USA", "UKR"}, {"KOR"}),
        ("ASSAULT", "asserted", {"UKR"}, {"RUS"}),
        ("THREATEN", "asserted", {"USA"}, {"PRK"}),
        ("STATE", "asserted", {"USA"}, set()),
        ("MOBILIZE", "denied", {"PRK"}, set()),
        ("STATE", "asserted", {"PRK"}, set()),
        ("SANCTION", "asserted", {"IGO"}, {"PRK", "RUS"}),
        ("CONSULT", "asserted", {"PRK"}, {"RUS"}),
        ("CONSULT", "asserted", {"CHN"}, {"RUS"}),
    ]:
        assert expected in told, expected
    assert [(e.kind.value, e.when) for e in extract(first_article()) if e.when] == []  # the text carries no date


def test_an_events_id_is_the_same_everywhere() -> None:
    """The id of an event follows from article, quote, kind, modality and doers, and from nothing else."""
    (event,) = read("Russia attacked Ukraine.", "en")
    key = "t|0|24|ASSAULT|asserted|rus"
    assert event.id == sha256(key.encode()).hexdigest()[:20]


def test_languages_are_told_apart() -> None:
    """A text says what language it is in; one without rules gives no events rather than wrong ones."""
    assert detect_language("Pasukan itu telah dikerahkan ke wilayah perbatasan dan akan bertempur.") == "id"
    assert detect_language("The troops have been deployed to the border and will fight.") == "en"
    assert detect_language("Войска переброшены в Курскую область.") == "ru"
    assert detect_language("Війська відходять із Суджі.") == "uk"
    assert detect_language("Regeringen säger att det inte är klart om de ska skicka soldater till landet.") == "sv"
    assert detect_language("Il governo ha detto che non sono previste altre truppe nel paese.") == "it"
    assert detect_language("Qzxv wkrp.") == "und"
    assert detect_language("Pasukan tiba di Kursk.") == "id"
    assert detect_language("Troops arrived.") == "en"
    assert read("Войска переброшены в Курскую область.", "ru") == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Kenya warned that it would attack Somalia.", [("THREATEN", "asserted")]),
        ("en", "Kenyan troops tried to capture the town of Kismayo.", [("ASSAULT", "possible")]),
        ("en", "There are 800 Kenyan soldiers in Somalia, Somalia said.", [("MOBILIZE", "asserted")]),
        ("en", "Kenya denied sending troops to Somalia.", [("MOBILIZE", "denied")]),
        ("en", "Kenya declined to comment.", [("STATE", "denied")]),
        ("en", "Kenya urged Somalia to attack the rebels.", [("REQUEST", "asserted")]),
        ("en", "If Kenya attacks Somalia, Ethiopia will protest.", []),
        ("en", "Police in Nairobi arrested forty people.", [("COERCE", "asserted")]),
        ("id", "Kenya memperingatkan bahwa Kenya akan menyerang Somalia.", [("THREATEN", "asserted")]),
        ("id", "Kenya berupaya merebut kota Kismayo.", [("ASSAULT", "planned")]),
        ("id", "Ada 800 tentara Kenya di Somalia, kata pemerintah Somalia.", [("MOBILIZE", "asserted")]),
        ("id", "Kenya menolak berkomentar.", [("STATE", "denied")]),
        ("id", "Kenya mendesak Somalia agar menyerang pemberontak.", [("REQUEST", "asserted")]),
        ("id", "Kenya dan Somalia saling menembakkan roket.", [("ASSAULT", "asserted")]),
    ],
)
def test_claims_stay_claims(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    """What is asked, threatened, tried, denied or only supposed is never told as done."""
    assert [(event.kind.value, event.modality.value) for event in read(text, language)] == [*expected] or (
        not expected and all(event.modality is not Modality.ASSERTED for event in read(text, language))
    )


def test_a_quotation_has_its_speaker() -> None:
    """Who is named after a quotation speaks for all its sentences, and is who "we" are in it."""
    events = read(
        "“Rusia telah mengirim pasukan ke Suriah. Kami mengecam Rusia,” kata Presiden Prancis Emmanuel Macron.", "id"
    )
    sent, condemned = events
    assert (sent.kind, countries(sent, Role.SOURCE), countries(sent, Role.SPEAKER)) == ("MOBILIZE", {"RUS"}, {"FRA"})
    assert (condemned.kind, countries(condemned, Role.SOURCE)) == ("ACCUSE", {"FRA"})


def test_two_people_of_one_name_are_told_apart_by_their_titles() -> None:
    """ "Kim" is the minister in an article that names the minister, and the leader in one that names the leader."""
    seoul = read("Menteri Pertahanan Korea Selatan Kim Yong-hyun tiba. Kim mengecam Korea Utara.", "id")
    north = read("Pemimpin Korea Utara Kim Jong Un tiba. Kim mengecam Korea Selatan.", "id")
    assert countries(seoul[-1], Role.SOURCE) == {"KOR"}
    assert countries(north[-1], Role.SOURCE) == {"PRK"}


def test_the_same_act_told_twice_is_one_event() -> None:
    """A later telling of the same act stays with the event as another quote."""
    events = read(
        "Rusia mengirim 5.000 tentara ke Belarus.\n\nPengamat heran.\n\nRusia mengirim 5.000 tentara ke Belarus, "
        "kata NATO.",
        "id",
    )
    assert [event.kind for event in events] == [Kind.MOBILIZE]
    assert len(events[0].also) == 1


def test_a_denial_is_linked_to_what_it_denies() -> None:
    """The denied act names the asserted one of the same kind and doer, and nothing else."""
    told, denied = read("Rusia mengirim pasukan ke Mali. Rusia membantah telah mengirim pasukan.", "id")
    assert denied.denies == (told.id,)
    assert told.denies == ()


@given(st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_error_and_shows_its_own_words(text: str) -> None:
    """No text makes the extractor fail, and whatever it finds stands where it says."""
    for language in ("id", "en"):
        for event in read(text or "x", language, "2024-10-31"):
            assert all((text or "x")[p.start : p.end] == p.text for p in phrases_of(event))


@pytest.mark.parametrize(
    "text", ["Civilians in Bucha were killed by soldiers.", "The army attacked Gaza.", "Troops shelled Kyiv."]
)
def test_a_place_never_tells_whose_troops_they_are(text: str) -> None:
    """Soldiers whose side is not told have no side: nobody is accused because of where it happened."""
    assert read(text, "en") == []


@pytest.mark.parametrize(
    "unnamed", ["Gunmen killed 20 villagers in Nigeria's", "Rebels attacked an army base in Myanmar's"]
)
def test_bare_gunmen_are_nobody_named_before(unnamed: str) -> None:
    """An act of people whom nothing tells apart is never put on the group that was named last."""
    events = read(f"Hamas accepted a ceasefire proposal on Monday. {unnamed} north on Tuesday.", "en")
    assert [(e.kind, a.name) for e in events for a in e.actors if a.name == "Hamas"] == [(Kind.AGREE, "Hamas")]


def test_those_whom_an_attack_killed_did_not_attack() -> None:
    """The attack killed, not the people in the camp that it was made on: it is told as of whose attack it was."""
    told = "Indonesia mengutuk serangan udara Israel terhadap kamp pengungsi di Rafah yang menewaskan 45 orang."
    doers = [(e.kind, countries(e, Role.SOURCE)) for e in read(told, "id")]
    assert doers == [(Kind.ACCUSE, {"IDN"}), (Kind.ASSAULT, {"ISR"})]
    told = "Indonesia mengutuk serangan terhadap kamp pengungsi di Rafah yang menewaskan 45 orang."
    assert [(e.kind, countries(e, Role.SOURCE)) for e in read(told, "id")] == [(Kind.ACCUSE, {"IDN"})]


@pytest.mark.parametrize(
    ("asked", "language"), [("Did Russia attack Kharkiv?", "en"), ("Apakah Rusia menyerang Odesa?", "id")]
)
def test_a_question_tells_no_event(asked: str, language: str) -> None:
    """What an article only asks has not happened by that."""
    assert read(asked, language) == []


def test_what_is_called_untrue_is_denied() -> None:
    """ "Tidak benar bahwa ..." denies what it tells."""
    (event,) = read("Tidak benar bahwa Rusia menyerang Odesa.", "id")
    assert (event.kind, event.modality) == (Kind.ASSAULT, Modality.DENIED)


def test_what_is_said_of_troops_is_not_the_deed_of_who_says_it() -> None:
    """ "X mengatakan pasukan itu terlibat pertempuran": X fights nobody."""
    told = "Presiden Zelenskyy mengatakan sebagian pasukan itu sudah terlibat pertempuran di Kursk."
    assert [e.kind for e in read(told, "id")] == [Kind.STATE]


def test_a_denial_denies_only_its_own_sides_acts() -> None:
    """What one side of a war denies does not deny what the other side did."""
    shelled, denied = read("The RSF shelled Omdurman. The Sudanese army denied that it had shelled a market.", "en")
    assert (shelled.kind, denied.modality, denied.denies) == (Kind.ASSAULT, Modality.DENIED, ())


def test_a_long_sentence_keeps_the_words_it_rests_on() -> None:
    """A quote is cut to 600 characters around the verb and whom it names, never before the verb."""
    aside = "a country that many other countries, large and small, have a border with, " * 6
    text = f"Russia, {aside}attacked Kyiv on Monday, which {aside}nobody expected."
    quotes = [e.quote.text for e in read(text, "en") if e.quote and e.kind is Kind.ASSAULT]
    assert quotes
    assert all("attacked" in quote and len(quote) <= 600 for quote in quotes)


def test_reading_does_not_grow_faster_than_the_text() -> None:
    """Four times as much unbroken text gives no error; sentences without an end are read in pieces."""
    for unit in ("Kim Jong Un, ", "in Kursk ", "he said that ", "Rusia dan "):
        for language in ("en", "id"):
            assert read(unit * 400, language) is not None


def test_a_transcript_is_told_by_who_has_the_turn() -> None:
    """What is said under a label in capitals has its speaker; questions tell no event."""
    text = (
        "PENTAGON PRESS SECRETARY MAJOR GENERAL PAT RYDER: Good afternoon. Secretary Austin met Minister Gallant "
        "yesterday. We condemn the attack by the Houthis on the tanker.\n"
        "Q: Has Iran sent missiles to Russia?\n"
        "MAJOR GENERAL PAT RYDER: Germany delivered tanks to Ukraine."
    )
    events = extract(Article(id="a", title=None, text=text, language="en", published=date(2024, 10, 29)))
    told = {(e.kind, tuple(a.country for a in e.actors_in(Role.SOURCE))): e for e in events}
    assert set(told) == {(Kind.CONSULT, ("USA",)), (Kind.ACCUSE, ("USA",)), (Kind.AID, ("DEU",))}
    assert [a.name for a in told[Kind.CONSULT, ("USA",)].actors_in(Role.SPEAKER)] == ["Pat Ryder"]
    assert [a.name for a in told[Kind.ACCUSE, ("USA",)].actors_in(Role.SOURCE)] == ["Pat Ryder"]
    assert [a.country for a in told[Kind.AID, ("DEU",)].actors_in(Role.SPEAKER)] == ["USA"]


def test_hopes_and_wishes_are_no_acts() -> None:
    """What somebody hopes or wants has not happened; what is expected is planned."""
    for verb in ("hopes", "wants", "hoped"):
        assert not read(f"Donald Trump {verb} to meet Kim Jong Un.", "en")
    expected = read("Vladimir Putin is expected to meet Kim Jong Un on Monday.", "en")
    assert [(e.kind, e.modality) for e in expected] == [(Kind.CONSULT, Modality.PLANNED)]


def test_people_without_a_name_are_not_taken_for_others() -> None:
    """Whom "rebels" took, and what "it was reported", is neither the victim's state's act nor anybody's saying."""
    assert not read("The police searched for a French teacher who rebels took hostage near the river.", "en")
    told = read("The Kremlin rejected the offer. Later, it was reported that Iran attacked Israel.", "en")
    assert [e.kind for e in told if e.actors_in(Role.SPEAKER)] == []


def test_whose_supply_a_weapon_is_tells_no_aid() -> None:
    """A hyphened origin before a weapon describes it."""
    told = read("Ukraine used U.S.-supplied missiles to strike Russia's depots.", "en")
    assert [e.kind for e in told] == [Kind.ASSAULT]


@pytest.mark.parametrize(
    ("language", "text", "kind", "sources", "targets"),
    [
        ("en", "Malaysia met Thailand and Cambodia. Japan called on both Koreas to talk.", "REQUEST",
         {"JPN"}, {"PRK", "KOR"}),
        ("en", "Sudan accused the United Arab Emirates of meddling and severed diplomatic ties with it.", "SANCTION",
         {"SDN"}, {"ARE"}),
        ("en", "Vladimir Putin welcomed the decision of the Netherlands to donate a ship to Ukraine.", "SUPPORT",
         {"RUS"}, {"NLD"}),
        ("en", "Albania expelled Iran's diplomats. Iran's foreign ministry condemned the expulsion.", "ACCUSE",
         {"IRN"}, {"ALB"}),
        ("en", "The Dominican Republic deported 3,000 Haitians, a step that France condemned.", "ACCUSE",
         {"FRA"}, {"DOM"}),
        ("en", "The United States, whose envoys met Ukrainian negotiators, called on Russia to talk.", "CONSULT",
         {"USA"}, {"UKR"}),
        ("en", "Israel struck Beirut. France urged both sides to show restraint. Iran condemned the killing.", "ACCUSE",
         {"IRN"}, {"ISR"}),
        ("en", "The EU imposed sanctions on RSF leader Abdelrahim Dagalo. Chad denied that it had attacked the group.",
         "ASSAULT", {"TCD"}, {"SDN"}),
        ("id", "Jepang menuduh China. Juru bicara Kementerian Luar Negeri China Lin Jian menolak protes tersebut.",
         "REJECT", {"CHN"}, {"JPN"}),
        ("id", "Benjamin Netanyahu berpidato. Militer Iran mengatakan pihaknya menyerang Irak.", "ASSAULT",
         {"IRN"}, {"IRQ"}),
        ("id", "Kim Jong Un mengunjungi Kedutaan Besar Rusia dan memuji persekutuan kedua negara.", "SUPPORT",
         {"PRK"}, {"RUS"}),
        ("id", "Israel menyerang Lebanon. Malaysia menyerukan agar Israel menahan diri.", "REQUEST", {"MYS"}, {"ISR"}),
        ("id", "Rusia menyerang Ukraina. Belarus mengajak kedua pihak berunding.", "REQUEST",
         {"BLR"}, {"RUS", "UKR"}),
        ("id", "Bersama Menlu Korea Selatan Cho Tae-yul, Antony Blinken mengecam Rusia. Ia menuding China.", "ACCUSE",
         {"USA"}, {"CHN"}),
    ],
)  # fmt: skip
def test_whom_words_of_other_clauses_and_sentences_name(
    language: str, text: str, kind: str, sources: set[str], targets: set[str]
) -> None:
    """Who does the last act of its kind and to whom, where pronouns, relatives and sentences before tell it."""
    told = [event for event in read(text, language, "2025-03-12") if event.kind is Kind(kind)]
    assert countries(told[-1], Role.SOURCE) == sources
    assert countries(told[-1], Role.TARGET) == targets


def test_a_saying_behind_what_it_says_is_its_source_and_not_its_date() -> None:
    """ "..., the ministry said on Wednesday, after ...": who says so, on a day that is not the act's."""
    text = (
        "Russian troops have recaptured the town of Sudzha, Russia's defence ministry said on Wednesday, "
        "seven months after Ukrainian forces crossed the border."
    )
    taken = read(text, "en", "2025-03-12")[0]
    assert taken.kind is Kind.ASSAULT
    assert countries(taken, Role.SPEAKER) == {"RUS"}
    assert taken.when is None


def test_what_is_acknowledged_beside_a_denial_is_not_denied() -> None:
    """ "denied that ... but acknowledged that ..." asserts the second."""
    text = "Ukraine's General Staff denied that its troops were encircled but acknowledged that they had pulled back."
    (event,) = (e for e in read(text, "en") if e.kind is Kind.RETREAT)
    assert event.modality is Modality.ASSERTED


def test_a_line_that_ends_in_a_colon_before_a_quotation_names_who_speaks() -> None:
    """ "Zelensky said: "We condemn ..."": no dateline."""
    text = 'Zelensky visited Kharkiv.\n\nVolodymyr Zelensky said: "We condemn Putin\'s latest strikes on Ukraine."'
    (event,) = (e for e in read(text, "en") if e.kind is Kind.ACCUSE)
    assert countries(event, Role.SOURCE) == {"UKR"}


@pytest.mark.parametrize(
    ("language", "text", "doer"),
    [
        (
            "ru",
            "Россия ударила по Сумам. Город Белгород был обстрелян из РСЗО, сообщил губернатор Вячеслав Гладков.",
            "UKR",
        ),
        ("uk", "Російські війська вдарили по Харкову. За добу Сумську область було обстріляно сто разів.", "RUS"),
        ("pl", "Rosja ostrzelała Sumy. Charków został ostrzelany w nocy.", "RUS"),
    ],
)
def test_who_fights_there_shelled_what_was_shelled_by_nobody_named(language: str, text: str, doer: str) -> None:
    """A passive without a doer is done by who was told to fight those hit, with a doubt; told alone, by nobody."""
    first, last = (e for e in read(text, language) if e.kind is Kind.ASSAULT)
    assert countries(last, Role.SOURCE) == {doer} and countries(last, Role.TARGET) != {doer}
    assert last.confidence < first.confidence
    assert not [e for e in read(text.split(". ", 1)[1], language) if e.kind is Kind.ASSAULT]


def test_reading_makes_no_circles_and_leaves_the_collector_as_it_was() -> None:
    """Circles of dead objects would wait for the collector, which is stopped while an article is read."""
    article = shipped_articles()[0].article
    assert extract(article), "what a language needs is made once"
    collected = gc.isenabled()
    try:
        gc.disable()
        gc.collect()
        extract(article)
        assert gc.collect() == 0
        assert not gc.isenabled()
        gc.enable()
        extract(article)
        assert gc.isenabled()
    finally:
        (gc.enable if collected else gc.disable)()
