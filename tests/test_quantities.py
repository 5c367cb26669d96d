"""How many: the quantities of articles. All sentences are our own, most in ``sentences/quantities.<language>.tsv``.

A line there is a sentence, a tab, and the quantities told in it ("-" for none).
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.extraction.counters import counter_table
from events.extraction.date_tables import LEXICON
from events.extraction.numerals import value_of_words
from events.extraction.quantities import find_quantities, quantity_table

TABLES = sorted(path.name.split(".")[1] for path in LEXICON.glob("quantities.*.json"))
COUNTERS = sorted(path.name.split(".")[1] for path in LEXICON.glob("counters.*.json"))
LANGUAGES = [*TABLES, *COUNTERS]
SENTENCES = Path(__file__).parent / "sentences"


def told(text: str, language: str) -> list[str]:
    """Each quantity found as "qualifier value unit: words"."""
    return [
        f"{quantity.qualifier} {quantity.value:g} {quantity.unit}: {quantity.phrase.text}"
        for quantity in find_quantities(text, language)
        if quantity.phrase
    ]


def sentences() -> list[tuple[str, str, str]]:
    """Language, sentence and expectation of each line of the sentence files."""
    rows = []
    for path in sorted(SENTENCES.glob("quantities.*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            sentence, _, expected = line.partition("\t")
            rows.append((path.name.split(".")[1], sentence, expected))
    return rows


@pytest.mark.parametrize(("language", "sentence", "expected"), sentences())
def test_each_sentence_tells_its_quantities(language: str, sentence: str, expected: str) -> None:
    """Every sentence of the sentence files tells the quantities that stand beside it, and no other."""
    assert " | ".join(told(sentence, language)) == expected.removeprefix("-")


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - {"en", "id"}))
def test_every_language_has_sentences_and_traps(language: str) -> None:
    """Each language with a table has at least 12 sentences that tell a quantity and 3 with numbers that tell none."""
    expected = [row[2] for row in sentences() if row[0] == language]
    assert sum(one != "-" for one in expected) >= 12
    assert sum(one == "-" for one in expected) >= 3


QUANTITIES = [
    ("en", "It sent 10,000 North Korean troops.", "exact 10000 troops: 10,000 North Korean troops"),
    ("en", "It sent around 8,000 soldiers.", "about 8000 troops: around 8,000 soldiers"),
    ("en", "It sent some 300 of its best soldiers.", "about 300 troops: some 300 of its best soldiers"),
    ("en", "It sent ten thousand soldiers.", "exact 10000 troops: ten thousand soldiers"),
    ("en", "It sent one hundred and twenty-five soldiers.", "exact 125 troops: one hundred and twenty-five soldiers"),
    ("en", "It sent thousands of troops.", "more than 1000 troops: thousands of troops"),
    ("en", "It sent several hundred troops.", "more than 100 troops: several hundred troops"),
    ("en", "It sent a dozen advisers.", "exact 12 troops: a dozen advisers"),
    ("en", "It sent up to 12,000 troops.", "up to 12000 troops: up to 12,000 troops"),
    ("en", "It sent nearly 3,000 troops.", "nearly 3000 troops: nearly 3,000 troops"),
    ("en", "It sent a 10,000-strong force.", "exact 10000 troops: 10,000-strong"),
    ("en", "It lost more than two dozen tanks.", "more than 24 tanks: more than two dozen tanks"),
    (
        "en",
        "It downed at least 60 Shahed-type attack drones.",
        "at least 60 drones: at least 60 Shahed-type attack drones",
    ),
    ("en", "It shipped 1.5 million artillery shells.", "exact 1.5e+06 shells: 1.5 million artillery shells"),
    ("en", "It gave two rocket launchers.", "exact 2 artillery: two rocket launchers"),
    ("en", "It holds over 1,300 square kilometres.", "more than 1300 km2: over 1,300 square kilometres"),
    ("en", "It wants a 30-kilometre zone.", "exact 30 km: 30-kilometre"),
    ("en", "It lies 8.5 km away.", "exact 8.5 km: 8.5 km"),
    ("en", "It lost 20% of the ground.", "exact 20 percent: 20%"),
    ("en", "It lost fewer than 15 percent.", "less than 15 percent: fewer than 15 percent"),
    ("en", "It got $60 billion in aid.", "exact 6e+10 USD: $60 billion"),
    ("en", "It got about US$1.5bn in aid.", "about 1.5e+09 USD: about US$1.5bn"),
    ("en", "It got 50 million euros.", "exact 5e+07 EUR: 50 million euros"),
    ("en", "It killed three people.", "exact 3 killed: three people"),
    ("en", "Three people were killed.", "exact 3 killed: Three people"),
    ("en", "Three civilians have reportedly been killed.", "exact 3 killed: Three civilians"),
    ("en", "The blast left 12 dead.", "exact 12 killed: 12 dead"),
    ("en", "Ten villagers died.", "exact 10 killed: Ten villagers"),
    ("en", "The strike, killing at least 20, went on.", "at least 20 killed: at least 20"),
    ("en", "The war has killed tens of thousands and goes on.", "more than 10000 killed: tens of thousands"),
    ("en", "Five soldiers, wounded in the raid, left.", "exact 5 troops: Five soldiers"),
    ("en", "Five soldiers wounded in the raid left.", "exact 5 wounded: Five soldiers"),
    ("en", "Five soldiers captured the village.", "exact 5 troops: Five soldiers"),
    ("en", "It captured two soldiers.", "exact 2 captured: two soldiers"),
    ("en", "It captured 28 settlements.", "exact 28 settlements: 28 settlements"),
    ("en", "Police arrested nearly 40 protesters.", "nearly 40 detained: nearly 40 protesters"),
    ("en", "It displaced over 14 million people.", "more than 1.4e+07 displaced: over 14 million people"),
    ("en", "About 120 civilians were evacuated.", "about 120 evacuated: About 120 civilians"),
    ("en", "More than 60 Syrians were killed.", "more than 60 killed: More than 60 Syrians"),
    ("en", "It kills 15 Taliban in the hills.", "exact 15 killed: 15 Taliban"),
    ("en", "The death toll rose to nine.", "exact 9 killed: nine"),
    ("en", "At least 40 People Killed/Update.", "at least 40 killed: At least 40 People"),
    ("en", "It captured two wounded North Korean soldiers.", "exact 2 captured: two wounded North Korean soldiers"),
    ("en", "It sent 10.000 troops.", "exact 10000 troops: 10.000 troops"),
    ("id", "Korut mengirim sekitar 10.000 pasukan.", "about 10000 troops: sekitar 10.000 pasukan"),
    ("id", "Korut mengirim 10 ribu tentara.", "exact 10000 troops: 10 ribu tentara"),
    ("id", "Korut mengirim lebih dari 1.500 personel.", "more than 1500 troops: lebih dari 1.500 personel"),
    ("id", "Korut mengirim 10 ribu lebih tentara.", "more than 10000 troops: 10 ribu lebih tentara"),
    ("id", "Korut mengirim ribuan tentara.", "more than 1000 troops: ribuan tentara"),
    ("id", "Korut mengirim puluhan ribu tentara.", "more than 10000 troops: puluhan ribu tentara"),
    ("id", "Korut mengirim dua puluh lima unit tank.", "exact 25 tanks: dua puluh lima unit tank"),
    ("id", "Korut mengirim hampir tiga ratus rudal balistik.", "nearly 300 missiles: hampir tiga ratus rudal balistik"),
    ("id", "Korut mengirim hingga 12.000 tentara.", "up to 12000 troops: hingga 12.000 tentara"),
    ("id", "Korut mengirim 10,000 tentara.", "exact 10000 troops: 10,000 tentara"),
    ("id", "Sebanyak 1,5 juta orang pergi.", "exact 1.5e+06 people: 1,5 juta orang"),
    ("id", "Aparat menyita dua pucuk senjata api.", "exact 2 firearms: dua pucuk senjata api"),
    ("id", "Ada 18 anggota kelompok itu.", "exact 18 troops: 18 anggota"),
    ("id", "Serangan itu menewaskan sedikitnya 20 orang.", "at least 20 killed: sedikitnya 20 orang"),
    ("id", "Serangan itu tewaskan 5 warga.", "exact 5 killed: 5 warga"),
    ("id", "Sebanyak 5 orang tewas.", "exact 5 killed: 5 orang"),
    ("id", "Lima warga sipil dilaporkan tewas.", "exact 5 killed: Lima warga sipil"),
    ("id", "Ada 12 lainnya luka-luka.", "exact 12 wounded: 12 lainnya luka-luka"),
    ("id", "Tiga orang ditangkap polisi.", "exact 3 detained: Tiga orang"),
    ("id", "Sekitar 250.000 penduduk mengungsi.", "about 250000 displaced: Sekitar 250.000 penduduk"),
    ("id", "Jaraknya 3,5 km.", "exact 3.5 km: 3,5 km"),
    ("id", "Luasnya 1,250 km.", "exact 1.25 km: 1,250 km"),
    ("id", "Sekitar 20 persen hilang.", "about 20 percent: Sekitar 20 persen"),
    ("id", "Bantuannya Rp 5 miliar.", "exact 5e+09 IDR: Rp 5 miliar"),
    ("id", "Bantuannya 250 juta dolar AS.", "exact 2.5e+08 USD: 250 juta dolar AS"),
]


@pytest.mark.parametrize(("language", "text", "expected"), QUANTITIES, ids=[row[1] for row in QUANTITIES])
def test_a_number_with_its_qualifier_and_unit(language: str, text: str, expected: str) -> None:
    """A number is read in its language's format, with its qualifier, and counts what its words say."""
    assert told(text, language) == [expected]


SEVERAL = [
    (
        "en",
        "The raid killed five people and wounded 30 others.",
        ["exact 5 killed: five people", "exact 30 wounded: 30 others"],
    ),
    ("en", "Ten soldiers killed two civilians.", ["exact 10 troops: Ten soldiers", "exact 2 killed: two civilians"]),
    ("en", "It sent 8,000 to 12,000 troops.", ["at least 8000 troops: 8,000", "up to 12000 troops: 12,000 troops"]),
    ("en", "It sent 8,000-12,000 troops.", ["at least 8000 troops: 8,000", "up to 12000 troops: 12,000 troops"]),
    ("en", "It sent 8 to 12 thousand troops.", ["at least 8000 troops: 8", "up to 12000 troops: 12 thousand troops"]),
    ("en", "It lost two to three tanks.", ["at least 2 tanks: two", "up to 3 tanks: three tanks"]),
    ("en", "UPDATE 1-Dozens of people left.", ["more than 12 people: Dozens of people"]),
    ("en", "It downed 67 of 70 drones.", ["exact 67 drones: 67", "exact 70 drones: 70 drones"]),
    (
        "id",
        "Korut mengirim 8.000-12.000 tentara.",
        ["at least 8000 troops: 8.000", "up to 12000 troops: 12.000 tentara"],
    ),
    (
        "id",
        "Serangan itu menewaskan tiga warga dan melukai 12 orang.",
        ["exact 3 killed: tiga warga", "exact 12 wounded: 12 orang"],
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), SEVERAL, ids=[row[1] for row in SEVERAL])
def test_several_numbers_each_count_their_own(language: str, text: str, expected: list[str]) -> None:
    """Numbers side by side, and the two ends of a range, each keep their own unit and qualifier."""
    assert told(text, language) == expected


NOTHING = [
    ("en", "A Su-34, an F-16, AK-47 rifles and the G7 states met."),
    ("en", "The 47th Brigade and the 5th soldier fell under Article 5 and Resolution 1718."),
    ("en", "On October 10, 2024 soldiers left; on 28 October troops came; on Oct. 28 forces left."),
    ("en", "At 14:30 troops left; at 9 p.m. troops came; a 152 mm shell hit."),
    ("en", "A 38-year-old soldier aged 38 soldiers on."),
    ("en", "In 2014 people left; since 2022 soldiers fight."),
    ("en", "One of the soldiers told no one in particular: 42, 1.2.3, 3-2."),
    ("en", "The flood killed 12 cows and left 30 bridges standing."),
    ("en", "It lasted 16 months and three days, for two weeks."),
    ("id", "Sebuah Su-34 dan sepucuk AK-47 ada di Brigade 47 pasukan darat."),
    ("id", "Pasal 5 anggota; pukul 14.30 WIB pasukan tiba; pukul 10 pasukan pergi."),
    ("id", "Pada 30 Oktober 2024 pasukan tiba; pada 2014 tentara pergi; Selasa (13/5) tentara tiba."),
    ("id", "Salah satu tentara, seorang tentara, dua hari lalu, selama 32 bulan, Perang Dunia II."),
]


@pytest.mark.parametrize(("language", "text"), NOTHING, ids=[row[1] for row in NOTHING])
def test_names_dates_times_and_ordinals_are_no_quantities(language: str, text: str) -> None:
    """A number that names, dates, times, orders or only lasts is no quantity."""
    assert told(text, language) == []


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("id", "sebelas", 11),
        ("id", "dua belas", 12),
        ("id", "dua puluh lima", 25),
        ("id", "tiga ratus dua puluh lima ribu", 325_000),
        ("id", "seratus dua belas", 112),
        ("en", "twenty-five", 25),
        ("en", "two hundred and five", 205),
        ("en", "three million two hundred thousand", 3_200_000),
    ],
)
def test_number_words_are_added_up(language: str, words: str, value: float) -> None:
    """Numbers in words are worth what they say."""
    table = quantity_table(language)
    assert table is not None
    assert value_of_words(words, table.numerals) == value


@pytest.mark.parametrize("language", ["fi", "xx", "", "../id"])
def test_a_language_without_a_table_has_no_quantities(language: str) -> None:
    """An unknown language gives no quantities and raises nothing."""
    assert find_quantities("10.000 tentara, 10,000 troops", language) == []


@pytest.mark.parametrize("language", TABLES)
def test_every_unit_word_of_a_table_gives_its_unit(language: str) -> None:
    """Each noun of a table, after a number, gives a quantity of the unit it is listed under."""
    table = quantity_table(language)
    assert table is not None
    for noun, unit in table.units.items():
        assert [(q.value, q.unit) for q in find_quantities(f"x 7 {noun}.", language)] == [(7, unit)], noun


@pytest.mark.parametrize("language", COUNTERS)
def test_every_unit_word_of_a_counting_language_gives_its_unit(language: str) -> None:
    """Each noun of a table of counters, after a number, gives a quantity of the unit it is listed under."""
    table = counter_table(language)
    assert table is not None
    for noun, unit in table.units.items():
        assert [(q.value, q.unit) for q in find_quantities(f"x 7 {noun}.", language)] == [(7, unit)], noun


GROUPED = {"en": ",", "ms": ",", "ar": ",", "ko": ",", "ja": ",", "zh": ",", "ru": " ", "uk": " ", "pl": " ", "fr": " "}
TROOPS = {
    "en": " troops",
    "id": " tentara",
    "ms": " askar",
    "ru": " солдат",
    "uk": " солдатів",
    "de": " Soldaten",
    "fr": " soldats",
    "es": " soldados",
    "pl": " żołnierzy",
    "tr": " asker",
    "ar": " جندي",
    "ko": "명의 병력",
    "ja": "人の兵士",
    "zh": "名士兵",
}


@settings(deadline=None)  # the first example loads the table of its language
@given(value=st.integers(1, 999_999_999), language=st.sampled_from(LANGUAGES))
def test_any_whole_number_is_read_as_itself(value: int, language: str) -> None:
    """Any whole number with the language's thousands marks is read as itself."""
    figures = f"{value:,}".replace(",", GROUPED.get(language, "."))
    words = figures + TROOPS[language]
    assert told(f"x ({words}) y", language) == [f"exact {value:g} troops: {words}"]


WORDS = sorted({word for rows in (QUANTITIES, SEVERAL) for row in rows for word in row[1].replace(".", " .").split()})
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from([*WORDS, "$", "%", "-", "\n\n", "٣", "9" * 30, "1.2.3"]), max_size=40).map(" ".join),
)


WORDS_OF = {
    language: sorted({w for row in sentences() if row[0] == language for w in row[1].split()}) for language in LANGUAGES
}
LANGUAGE_AND_TEXT = st.sampled_from([language for language in LANGUAGES if WORDS_OF[language]]).flatmap(
    lambda language: st.tuples(
        st.just(language),
        st.lists(st.sampled_from([*WORDS_OF[language], "3", "٣", "\n", "9" * 30]), max_size=30).map(
            ("" if language in ("ja", "zh") else " ").join
        ),
    )
)


@settings(deadline=None)  # the first example loads the table of its language
@given(language_and_text=st.tuples(st.sampled_from(LANGUAGES), TEXTS) | LANGUAGE_AND_TEXT)
def test_phrases_are_the_words_of_the_text_in_order(language_and_text: tuple[str, str]) -> None:
    """No text raises; phrases are the text's own words, sorted and not overlapping, with a unit."""
    language, text = language_and_text
    end = 0
    for quantity in find_quantities(text, language):
        assert quantity.phrase is not None
        assert text[quantity.phrase.start : quantity.phrase.end] == quantity.phrase.text
        assert quantity.phrase.start >= end
        assert quantity.unit
        assert quantity.value >= 0
        end = quantity.phrase.end
