"""Places in running text: what they are, which of several of one name is meant, and what is no place at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.extraction.gazetteer import distance_km, fold, gazetteer
from events.extraction.place_words import is_ordinary
from events.extraction.places import PlaceMention, find_places

Row = tuple[str, str | None, str, str, str]


def told(text: str, language: str) -> list[Row]:
    """Each place of a text as name, country, precision, preposition, role."""
    return [
        (m.place.name, m.place.country, m.place.precision.value, m.link, m.place.role.value)
        for m in find_places(text, language)
    ]


def names(text: str, language: str) -> list[str]:
    """The names of a text's places in order."""
    return [mention.place.name for mention in find_places(text, language)]


def only(text: str, language: str) -> PlaceMention:
    """The one place of a text."""
    (mention,) = find_places(text, language)
    return mention


KURSK = ("Kursk", "RUS", "city")
OBLAST = ("Kursk Oblast", "RUS", "region")

DESIGNATORS: list[tuple[str, str, Row]] = [
    ("Tank bergerak di Kursk.", "id", (*KURSK, "di", "happened_at")),
    ("Tank bergerak di kota Kursk.", "id", (*KURSK, "di", "happened_at")),
    ("Tank dikirim ke wilayah Kursk.", "id", (*OBLAST, "ke", "to")),
    ("Tank ditarik dari Oblast Kursk.", "id", (*OBLAST, "dari", "from")),
    ("Tank bergerak ke arah Kursk.", "id", (*KURSK, "ke arah", "to")),
    ("Tank bergerak menuju provinsi Kursk.", "id", (*OBLAST, "menuju", "to")),
    ("Tanks rolled into Kursk.", "en", (*KURSK, "into", "to")),
    ("Tanks rolled into the city of Kursk.", "en", (*KURSK, "into", "to")),
    ("Tanks rolled toward the Kursk region.", "en", (*OBLAST, "toward", "to")),
    ("Tanks withdrew from Kursk Oblast.", "en", (*OBLAST, "from", "from")),
    ("Tanks burned in the Kursk border region.", "en", (*OBLAST, "in", "happened_at")),
    ("Tanks burned in Russia's Kursk region.", "en", (*OBLAST, "in", "happened_at")),
    ("Tanks burned in Russia’s Kursk region.", "en", (*OBLAST, "in", "happened_at")),
    ("Tanks burned in the Russian region of Kursk.", "en", (*OBLAST, "in", "happened_at")),
    ("Tanks burned in the Sudzha district.", "en", ("Sudzha District", "RUS", "district", "in", "happened_at")),
    ("Tank terbakar di Distrik Sudzha, Rusia.", "id", ("Sudzha District", "RUS", "district", "di", "happened_at")),
    ("Warga Kabupaten Jayapura mengungsi.", "id", ("Jayapura Regency", "IDN", "district", "", "about")),
    ("Baku tembak di Kampung Kali Biru.", "id", ("Kali Biru", "IDN", "city", "di", "happened_at")),
    ("Baku tembak di Kabupaten Lembah Sunyi.", "id", ("Lembah Sunyi Regency", "IDN", "district", "di", "happened_at")),
    ("Gerilyawan di Provinsi Papua Tengah.", "id", ("Central Papua", "IDN", "region", "di", "happened_at")),
    ("Fighting in the village of Zzyzxovka went on.", "en", ("Zzyzxovka", None, "city", "in", "happened_at")),
    ("Shelling in the Verkhnozzyx district.", "en", ("Verkhnozzyx District", None, "district", "in", "happened_at")),
    ("Clashes in Rakhine State.", "en", ("Rakhine State", "MMR", "region", "in", "happened_at")),
    ("Bentrokan di negara bagian Rakhine.", "id", ("Rakhine State", "MMR", "region", "di", "happened_at")),
    ("A drone fell near the Kursk nuclear power plant.", "en",
     ("Kursk Nuclear Power Plant", "RUS", "site", "near", "happened_at")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "row"), DESIGNATORS)
def test_a_designator_decides_what_a_name_is(text: str, language: str, row: Row) -> None:
    """ "wilayah Kursk" is the oblast, plain "Kursk" the city; a name no gazetteer has is what its designator says."""
    assert told(text, language) == [row]


ONE_MENTION = [
    ("Pasukan dikirim ke wilayah Kursk, Rusia, kemarin.", "id", "wilayah Kursk, Rusia", "Kursk Oblast"),
    ("Pasukan dikirim ke wilayah Kursk di Rusia barat.", "id", "wilayah Kursk di Rusia barat", "Kursk Oblast"),
    ("Pasukan berada di Oblast Kursk Rusia.", "id", "Oblast Kursk Rusia", "Kursk Oblast"),
    ("The envoy landed in Khartoum, Sudan.", "en", "Khartoum, Sudan", "Khartoum"),
    ("They took Bara in neighbouring North Kordofan.", "en", "Bara in neighbouring North Kordofan", "Bara"),
    ("Shells fell on Vovchansk, Kharkiv region.", "en", "Vovchansk, Kharkiv region", "Vovchansk"),
    ("He fled Kupiansk in Ukraine's Kharkiv region.", "en", "Kupiansk in Ukraine's Kharkiv region", "Kupiansk"),
    ("Ia tiba di Haifa, Israel utara.", "id", "Haifa, Israel utara", "Haifa"),
]


@pytest.mark.parametrize(("text", "language", "phrase", "name"), ONE_MENTION)
def test_a_place_and_what_holds_it_are_one_mention(text: str, language: str, phrase: str, name: str) -> None:
    """The country or region told right beside a place belongs to its phrase, and makes no place of its own."""
    place = only(text, language).place
    assert place.phrase is not None
    assert (place.phrase.text, place.name) == (phrase, name)


def test_a_neighbour_that_does_not_hold_a_place_stays_a_place() -> None:
    """A comma alone joins nothing: Ukraine does not hold Kursk, nor Sumy Kharkiv."""
    assert names("In Kursk, Ukraine fought on; in Sumy, Kharkiv and Poltava too.", "en") == [
        "Kursk", "Ukraine", "Sumy", "Kharkiv", "Poltava",
    ]  # fmt: skip


AREAS: list[tuple[str, str, Row]] = [
    ("Latihan di Rusia timur.", "id", ("eastern Russia", "RUS", "region", "di", "happened_at")),
    ("Latihan di wilayah timur Rusia.", "id", ("eastern Russia", "RUS", "region", "di", "happened_at")),
    ("Latihan di timur laut Suriah.", "id", ("northeastern Syria", "SYR", "region", "di", "happened_at")),
    ("Roket dari Lebanon selatan.", "id", ("southern Lebanon", "LBN", "region", "dari", "from")),
    ("Ketegangan di semenanjung Korea.", "id", ("Korean Peninsula", None, "region", "di", "happened_at")),
    ("Perang di Timur Tengah.", "id", ("Middle East", None, "region", "di", "happened_at")),
    ("Drills in eastern Russia.", "en", ("eastern Russia", "RUS", "region", "in", "happened_at")),
    ("Sirens in northern Israel.", "en", ("northern Israel", "ISR", "region", "in", "happened_at")),
    ("Raids in the southern Gaza Strip.", "en", ("southern Gaza Strip", "PSE", "region", "in", "happened_at")),
    ("Raids in Gaza.", "en", ("Gaza Strip", "PSE", "region", "in", "happened_at")),
    ("Raids in Gaza City.", "en", ("Gaza City", "PSE", "city", "in", "happened_at")),
    ("A ship sank in the Red Sea.", "en", ("Red Sea", None, "region", "in", "happened_at")),
    ("Jet jatuh di perbatasan dengan Ukraina.", "id", ("border with Ukraine", None, "region", "di", "happened_at")),
    ("Jet jatuh di perbatasan Rusia-Ukraina.", "id", ("Russia-Ukraine border", None, "region", "di", "happened_at")),
    ("A jet fell at the Russia-Ukraine border.", "en", ("Russia-Ukraine border", None, "region", "at", "happened_at")),
    ("Polls in Russian-occupied parts of Ukraine.", "en",
     ("Russian-occupied territory in Ukraine", "UKR", "region", "in", "happened_at")),
    ("Pemilu di wilayah pendudukan Rusia di Ukraina.", "id",
     ("Russian-occupied territory in Ukraine", "UKR", "region", "di", "happened_at")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "row"), AREAS)
def test_areas_without_borders_are_named_in_english(text: str, language: str, row: Row) -> None:
    """Compass parts of countries, seas, borders and occupied land are regions."""
    assert told(text, language) == [row]


REAL = [
    ("Wali Kota Vasylkivka Natalia Petrova berbicara.", "id", ["Vasylkivka"]),
    ("Rumah terbakar di wilayah timur Donetsk.", "id", ["eastern Donetsk Oblast"]),
    ("Maklumat untuk Kampung Kimba, Kampung Bantu, dan Kampung Tsira.", "id", ["Kimba", "Bantu", "Tsira"]),
    ("Polisi berjaga di Jakarta Selatan.", "id", ["South Jakarta"]),
    ("Fighting in Tal Afar and in the Deir el-Zour province.", "en", ["Tal Afar", "Deir ez-Zor Governorate"]),
    ("Kombes AM Kamal berbicara di Jayapura, Indonesia.", "id", ["Jayapura"]),
    ("Four districts of Kandahar fell.", "en", ["Kandahar"]),
    ("According to South Korea's spies, Somali pirates fled.", "en", ["South Korea"]),
    ("Bentrok di Distrik Sunyi, Kabupaten Jauh, Papua Tengah.", "id", ["Sunyi District"]),
]


@pytest.mark.parametrize(("text", "language", "found"), REAL)
def test_names_as_articles_write_them(text: str, language: str, found: list[str]) -> None:
    """Turns of real articles: mayors after their town, villages in a row, quarters of a city, spellings of Arabic."""
    assert names(text, language) == found


NO_PLACE = [
    ("Ada juga yang segera pergi. Hal itu dari mana? Dari sana.", "id"),
    ("Lima orang tewas. Medan berat menghambat mereka.", "id"),
    ("PBB, TNI, dan KKB tidak berkomentar.", "id"),
    ("Menhan Austin bertemu Kim Yong-hyun. Kim menolak. Kedua pejabat dan Austin pergi.", "id"),
    ("Lloyd Austin said so. Reporters asked, and Austin declined.", "en"),
    ("Victoria Nuland and Sabrina Singh met Choe Son Hui and Wang Yi.", "en"),
    ("Secretary Austin thanked General Flynn and Ms. Paris.", "en"),
    ("Reading the report, Hope waited. Nice work. Mobile launchers rolled. Split votes. Bath time.", "en"),
    ("In May and March, on Sunday, they said it.", "en"),
    ("The Washington Post, the Moscow Times and Voice of America reported it.", "en"),
    ("Orang Rusiawan itu", "id"),
    ("Russian and Ukrainian officials spoke with their American and Georgian colleagues.", "en"),
    ("Jalan-jalan di kota tua.", "id"),
]


@pytest.mark.parametrize(("text", "language"), NO_PLACE)
def test_common_words_persons_and_peoples_are_no_places(text: str, language: str) -> None:
    """Words, names of people and newspapers, acronyms and demonyms name no place."""
    assert names(text, language) == []


MEANT = [
    ("The White House spoke.", "en", "White House", "USA"),
    ("Hunger spread across Africa.", "en", "Africa", None),
    ("Ukraine said its men left Pokrovsk.", "en", "Pokrovsk", "UKR"),
    ("He was born in Reading.", "en", "Reading", "GBR"),
    ("Ia berlibur di Nice.", "id", "Nice", "FRA"),
    ("Washington said no.", "en", "Washington", "USA"),
    ("Ia terbang ke Moskow.", "id", "Moscow", "RUS"),
    ("Serangan mengguncang Damaskus.", "id", "Damascus", "SYR"),
    ("Bentrok di Yerusalem.", "id", "Jerusalem", "ISR"),
    ("Rockets hit Kiev.", "en", "Kyiv", "UKR"),
    ("Units fell back toward al-Obeid.", "en", "El Obeid", "SDN"),
    ("Shells hit Rylsk.", "en", None, None),
    ("Shells hit Rylsk in Russia.", "en", "Rylsk", "RUS"),
    ("A tanker burned in the Gulf of Oman.", "en", "Gulf of Oman", None),
    ("A tanker burned in the Gulf.", "en", "Persian Gulf", None),
    ("Russian forces shelled Kherson and Vovchansk.", "en", "Vovchansk", "UKR"),
    ("Russian troops entered Pokrovsk.", "en", "Pokrovsk", "UKR"),
    ("Tentara Israel menyerbu Jenin.", "id", "Jenin", "PSE"),
    ("German forces trained at Jenin.", "en", "Jenin", "PSE"),
    ("German forces shelled Vovchansk.", "en", None, None),
    ("Gubernur Kursk Pyotr Vasiliev berbicara.", "id", "Kursk", "RUS"),
    ("Some 20 km from Sudzha, tanks burned.", "en", "Sudzha", "RUS"),
    ("Unjuk rasa di Bandung.", "id", "Bandung", "IDN"),
    ("Warga Medan berunjuk rasa.", "id", "Medan", "IDN"),
]


@pytest.mark.parametrize(("text", "language", "name", "country"), MEANT)
def test_the_likely_bearer_of_a_name_is_meant(text: str, language: str, name: str | None, country: str | None) -> None:
    """Size, the countries told and those at war with them, and a preposition decide; no other small town is guessed."""
    found = {(m.place.name, m.place.country) for m in find_places(text, language)}
    assert (name, country) in found if name else not found


def test_the_country_told_decides_between_towns_of_one_name() -> None:
    """Pokrovsk is in Yakutia where only Russia is told as a place, in Donetsk Oblast where Ukraine is."""
    russian = [m.place for m in find_places("Floods in Russia reached Pokrovsk.", "en")][-1]
    ukrainian = [m.place for m in find_places("Shells in Ukraine reached Pokrovsk.", "en")][-1]
    assert (russian.country, ukrainian.country) == ("RUS", "UKR")


def test_lists_share_their_preposition_and_designator() -> None:
    """ "in the Kursk, Belgorod and Bryansk regions" names three oblasts, each with "in"."""
    regions = [("Kursk Oblast", "in"), ("Belgorod Oblast", "in"), ("Bryansk Oblast", "in")]
    text = "Alarms in the Kursk, Belgorod and Bryansk regions."
    assert [(m.place.name, m.link) for m in find_places(text, "en")] == regions
    found = find_places("Pasukan di wilayah Kursk dan Belgorod.", "id")
    assert [(m.place.name, m.link) for m in found] == [("Kursk Oblast", "di"), ("Belgorod Oblast", "di")]


def test_distance_and_role() -> None:
    """ "20 km from" is near, "from" alone is from; what no preposition of place governs is what is spoken about."""
    assert only("Tanks burned 20 km from Sudzha.", "en").link == "near"
    assert only("Tank terbakar 20 km dari Sudzha.", "id").link == "dekat"
    rows = told("He flew from Pyongyang to Moscow; Seoul protested against Russia.", "en")
    assert [(row[3], row[4]) for row in rows] == [("from", "from"), ("to", "to"), ("", "about"), ("against", "about")]


def test_a_country_has_no_coordinates_and_an_unknown_name_none() -> None:
    """Nothing is drawn where nothing is known: no point for a country, a part of one, or a village by name only."""
    for text in ("Troops in Russia.", "Troops in eastern Russia.", "Troops in the village of Zzyzxovka."):
        place = only(text, "en").place
        assert (place.lat, place.lon, place.radius_km) == (None, None, None)


def test_known_places_lie_where_they_lie() -> None:
    """Kursk, its oblast and Sudzha are where the map looks, each as wide as it is known."""
    text = "Troops in Kursk. Troops in the Kursk region. Troops in Sudzha. Talks at the Pentagon."
    city, oblast, sudzha, pentagon = (m.place for m in find_places(text, "en"))
    where = [(place.lat or 0.0, place.lon or 0.0) for place in (city, sudzha, pentagon)]
    assert [(round(lat, 1), round(lon, 1)) for lat, lon in where] == [(51.7, 36.2), (51.2, 35.3), (38.9, -77.1)]
    radii = [pentagon.radius_km, sudzha.radius_km, city.radius_km, oblast.radius_km]
    assert radii == sorted(radii, key=lambda km: km or 0)
    assert oblast.radius_km is not None
    assert 80 < oblast.radius_km < 150


def test_a_wrapped_line_does_not_cut_a_name() -> None:
    """A name broken over two long lines is one name; a short line, as of a headline, ends there."""
    long = "Tentara yang dikirim dalam jumlah besar itu berasal dari Korea\nUtara menurut laporan."
    assert names(long, "id") == ["North Korea"]
    assert names("Dari Sudan\nSelatan negeri itu", "id") == ["Sudan"]


def test_a_language_without_grammar_has_no_places() -> None:
    """Where no rules are known nothing is guessed, and a language code is never a path."""
    assert find_places("He tulivat Kurskiin.", "fi") == []
    assert find_places("Kursk", "../places") == []
    assert find_places("Kursk", "") == []


def test_folding_makes_spellings_meet() -> None:
    """Marks, apostrophes, hyphens and Arabic articles do not keep a name from being found."""
    assert fold("Ryl’sk") == fold("Rylsk")
    assert fold("El Obeid") == fold("al-Obeid")
    assert fold("Rostov-on-Don") == fold("rostov on don")
    assert fold("St. Petersburg") == fold("Saint Petersburg")
    assert fold("Sŭŏl") == "suol"


def test_every_known_place_is_on_earth() -> None:
    """Countries are alpha-3, coordinates within bounds and in pairs, and a region holds its own chief town."""
    places = gazetteer()
    for key in ("kursk", "pokrovsk", "gaza", "pentagon", "gornal", "papua", "korean peninsula", "donbas"):
        for known in places.named(key):
            assert known.country is None or (len(known.country) == 3 and known.country.isupper())
            assert (known.lat is None) == (known.lon is None)
            assert known.lat is None or (-90 <= known.lat <= 90 and -180 <= (known.lon or 0) <= 180)
    oblast, city = places.named("kursk")[:2]
    assert oblast.holds(city)
    assert not city.holds(oblast)
    assert distance_km(oblast, city) == pytest.approx(8, abs=8)


def test_ordinary_words() -> None:
    """English and Indonesian common words are told from names."""
    assert all(is_ordinary(word, "en") for word in ("reading", "nice", "heavy"))
    assert all(is_ordinary(word, "id") for word in ("dari", "juga", "pasukan"))
    assert not any(is_ordinary(word, language) for word in ("kursk", "lloyd", "") for language in ("en", "id"))


PIECES = (
    "Kursk Rusia, Russia's region wilayah Oblast di ke dari in to from the of dan and Papua Tengah Kabupaten "
    "Lloyd Austin U.S. AS Korea Utara al- El Fasher timur laut eastern border perbatasan dengan with Ukraina-Rusia "
    "(Korut) “Kota” Gedung Putih White House 20 km St. Petersburg . , \n \n\n ’s - – Ряд 쿠르스크 \u00a0 occupied "
    "dudukan Kampung regions Sudzha"
)
WORDS = st.sampled_from(PIECES.split(" "))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(WORDS, max_size=30).map(" ".join), st.text(max_size=200)), st.sampled_from(["id", "en"]))
def test_phrases_are_the_text_s_own_words_in_order(text: str, language: str) -> None:
    """Whatever the text: no error, phrases verbatim, sorted, apart from each other; the same again on a second run."""
    found = find_places(text, language)
    last = 0
    for mention in found:
        phrase = mention.place.phrase
        assert phrase is not None
        assert text[phrase.start : phrase.end] == phrase.text
        assert last <= phrase.start < phrase.end
        assert mention.place.name
        assert mention.link == mention.link.lower()
        last = phrase.end
    assert found == find_places(text, language)
