"""When: the dates of articles. All sentences are our own, most of them in ``sentences/dates.<language>.tsv``.

A line there is a sentence, a tab, and the dates told in it to a reader of 31 October 2024, a Thursday ("-" for none);
a plus before the sentence reads it as of an act still to come.
"""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.extraction import calendars
from events.extraction.date_needs import may_stand_in, needs_of, plain
from events.extraction.date_tables import LEXICON, date_table
from events.extraction.dates import find_dates, written_day
from events.model import DateSpan

THURSDAY = date(2024, 10, 31)
LANGUAGES = tuple(sorted(path.name.split(".")[1] for path in LEXICON.glob("dates.*.json")))
SENTENCES = Path(__file__).parent / "sentences"


def told(text: str, language: str, published: date | None, *, ahead: bool = False) -> list[str]:
    """Each date found as "first..last precision basis", with one day written once."""
    spans = find_dates(text, language, published, ahead=ahead)
    return [f"{days(span)} {span.precision} {span.basis}" for span in spans]


def days(span: DateSpan) -> str:
    """The days of a span as "first..last", or one day."""
    return str(span.first) if span.first == span.last else f"{span.first}..{span.last}"


def month_names(language: str) -> list[str]:
    """The months as a language's table names them first."""
    months = json.loads((LEXICON / f"dates.{language}.json").read_text(encoding="utf-8"))["months"]
    return [names[0] for names in months]


def sentences() -> list[tuple[str, str, str]]:
    """Language, sentence and expectation of each line of the sentence files."""
    rows = []
    for path in sorted(SENTENCES.glob("dates.*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            sentence, _, expected = line.partition("\t")
            rows.append((path.name.split(".")[1], sentence, expected))
    return rows


@pytest.mark.parametrize(("language", "sentence", "expected"), sentences())
def test_each_sentence_tells_its_dates(language: str, sentence: str, expected: str) -> None:
    """Every sentence of the sentence files tells the dates that stand beside it, and no other."""
    found = told(sentence.removeprefix("+ "), language, THURSDAY, ahead=sentence.startswith("+ "))
    assert " | ".join(found) == expected.removeprefix("-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_is_passed_over_only_where_it_finds_nothing(language: str) -> None:
    """Where a sentence lacks a word that no phrase of a form can be without, the form finds none in it."""
    table = date_table(language)
    assert table is not None
    texts = [table.folded(row[1]) for row in sentences() if row[0] == language]
    for form in table.forms:
        passed_over = [text for text in texts if not may_stand_in(plain(text), form.words)]
        assert [text for text in passed_over if form.pattern.search(text)] == []


def test_what_a_form_cannot_be_without() -> None:
    """Of a template those words are needed that no bracket lets it leave out, and one of each choice that it gives."""
    lists = {"month": ("October", "Oct"), "day": tuple("0123456789")}
    template = r"(in )?(the )?{part}{day}(?:st|nd)? (of|in) {month}(?! Street\b)s?"
    needs = needs_of(template, lists, {"part": "(early|late in) "})

    assert needs == (("oct",), ("early", "late"), ("in", "of"), lists["day"])
    assert needs_of("{day} days|{month}", lists, {}) == (("days", "oct"),)
    assert needs_of("({month}|[0-9]+) ago", lists, {}) == (("ago",),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_sentences_and_traps(language: str) -> None:
    """Each language with a table has at least 25 sentences that tell a date and 3 that look like it and tell none."""
    expected = [row[2] for row in sentences() if row[0] == language]
    enough = 10 if language in ("en", "id") else 25  # most of theirs are in this file
    assert sum(one != "-" for one in expected) >= enough
    assert sum(one == "-" for one in expected) >= 3


ABSOLUTE = [
    ("en", "The ministers met on 30 October 2024 in Seoul.", "2024-10-30 day stated"),
    ("en", "The ministers met on October 30, 2024, in Seoul.", "2024-10-30 day stated"),
    ("en", "WASHINGTON, Oct. 30, 2024 - The envoy left.", "2024-10-30 day stated"),
    ("en", "The envoy left on Wed., 30 Oct 2024.", "2024-10-30 day stated"),
    ("en", "The envoy left on the 30th of October, 2024.", "2024-10-30 day stated"),
    ("en", "The envoy left on Wednesday (30/10/2024).", "2024-10-30 day stated"),
    ("en", "Updated 2024-10-05 at noon.", "2024-10-05 day stated"),
    ("en", "Updated 2024-10-05T12:30:00Z.", "2024-10-05 day stated"),
    ("en", "Shells fell from 8 to 13 October 2024.", "2024-10-08..2024-10-13 days stated"),
    ("en", "Shells fell on October 8–13, 2024.", "2024-10-08..2024-10-13 days stated"),
    ("en", "The talks ran from 28 October to 2 November 2024.", "2024-10-28..2024-11-02 days stated"),
    ("en", "The talks ran from December 30, 2023 to January 2, 2024.", "2023-12-30..2024-01-02 days stated"),
    ("en", "The talks ran from 30 December to 2 January 2024.", "2023-12-30..2024-01-02 days stated"),
    ("en", "The report covers 1 January to 30 September 2019.", "2019-01-01..2019-09-30 range stated"),
    ("en", "The offensive began in August 2023.", "2023-08-01..2023-08-31 month stated"),
    ("en", "The offensive began in Aug. 2023.", "2023-08-01..2023-08-31 month stated"),
    ("en", "The offensive began in early August 2023.", "2023-08-01..2023-08-10 month_part stated"),
    ("en", "The offensive began in mid-February 2024.", "2024-02-11..2024-02-20 month_part stated"),
    ("en", "The offensive began at the end of February 2024.", "2024-02-21..2024-02-29 month_part stated"),
    ("en", "Crimea was annexed in 2014.", "2014-01-01..2014-12-31 year stated"),
    ("en", "The pact was signed in late 2023.", "2023-09-01..2023-12-31 range stated"),
    ("en", "He led the army from 2014 to 2022.", "2014-01-01..2022-12-31 range stated"),
    ("en", "He led the army from March to June 2022.", "2022-03-01..2022-06-30 range stated"),
    ("en", "It happened in the summer of 2023.", "2023-06-01..2023-08-31 season stated"),
    ("en", "It happened in winter 2022.", "2022-12-01..2023-02-28 season stated"),
    ("id", "Pertemuan itu digelar pada 30 Oktober 2024.", "2024-10-30 day stated"),
    ("id", "Pertemuan itu digelar Rabu (30/10/2024) malam.", "2024-10-30 day stated"),
    ("id", "Pertemuan itu digelar Rabu, 30 Oktober 2024.", "2024-10-30 day stated"),
    ("id", "Pertemuan itu digelar Rabu malam waktu setempat (30/10/2024).", "2024-10-30 day stated"),
    ("id", "Pertemuan itu digelar rabu (30/10/24).", "2024-10-30 day stated"),
    ("id", "Pertemuan itu digelar pada 30-10-2024.", "2024-10-30 day stated"),
    ("id", "Pertemuan itu digelar tanggal 5 Agt 2024.", "2024-08-05 day stated"),
    ("id", "Diperbarui 2024-10-05.", "2024-10-05 day stated"),
    ("id", "Latihan berlangsung 8-13 Oktober 2024.", "2024-10-08..2024-10-13 days stated"),
    ("id", "Latihan berlangsung 28 Oktober hingga 2 November 2024.", "2024-10-28..2024-11-02 days stated"),
    ("id", "Pakta itu diteken Juni 2024.", "2024-06-01..2024-06-30 month stated"),
    ("id", "Pakta itu diteken pada pertengahan Juni 2024.", "2024-06-11..2024-06-20 month_part stated"),
    ("id", "Wilayah itu dicaplok pada tahun 2014.", "2014-01-01..2014-12-31 year stated"),
    ("id", "Wilayah itu dicaplok pada 2014 lalu.", "2014-01-01..2014-12-31 year stated"),
    ("id", "Perang pecah pada musim dingin 2022.", "2022-12-01..2023-02-28 season stated"),
]


@pytest.mark.parametrize("published", [None, THURSDAY])
@pytest.mark.parametrize(("language", "text", "expected"), ABSOLUTE, ids=[row[1] for row in ABSOLUTE])
def test_a_date_that_names_its_year_needs_no_publication_day(
    language: str, text: str, expected: str, published: date | None
) -> None:
    """A date with its year is read alike with and without a publication day."""
    assert told(text, language, published) == [expected]


WITHOUT_YEAR = [
    ("en", "Troops arrived on Oct. 28.", "2024-10-28 day stated"),
    ("en", "Troops arrived on Oct 28th, he said.", "2024-10-28 day stated"),
    ("en", "Troops arrived on Monday, Oct. 28.", "2024-10-28 day stated"),
    ("en", "Troops arrived on 28 October.", "2024-10-28 day stated"),
    ("en", "Troops arrived on December 28.", "2024-12-28 day stated"),
    ("en", "Troops arrived on March 28.", "2024-03-28 day stated"),
    ("en", "Troops arrived on March 28 last year.", "2023-03-28 day relative"),
    ("en", "Troops arrived on February 29.", "2024-02-29 day stated"),
    ("en", "Troops arrived between 8 and 13 October.", "2024-10-08..2024-10-13 days stated"),
    ("en", "Troops arrived from October 8 to 13.", "2024-10-08..2024-10-13 days stated"),
    ("en", "Troops arrived on 8-13 October.", "2024-10-08..2024-10-13 days stated"),
    ("en", "Troops arrived in August.", "2024-08-01..2024-08-31 month stated"),
    ("en", "They stopped the August incursion.", "2024-08-01..2024-08-31 month stated"),
    ("en", "Troops arrived in early August.", "2024-08-01..2024-08-10 month_part stated"),
    ("en", "Troops arrived in mid-August.", "2024-08-11..2024-08-20 month_part stated"),
    ("en", "Troops arrived in late August.", "2024-08-21..2024-08-31 month_part stated"),
    ("en", "Troops arrived last August.", "2024-08-01..2024-08-31 month relative"),
    ("en", "Troops arrived in August last year.", "2023-08-01..2023-08-31 month relative"),
    ("en", "Troops arrived in January.", "2024-01-01..2024-01-31 month stated"),
    ("en", "They fought through the summer, and last winter.", "2023-12-01..2024-02-29 season relative"),
    ("en", "They attacked in the summer.", "2024-06-01..2024-08-31 season stated"),
    ("id", "Pasukan tiba Selasa (13/5).", "2024-05-13 day stated"),
    ("id", "Pasukan tiba Senin, 28 Oktober.", "2024-10-28 day stated"),
    ("id", "Pasukan tiba pada 28 Oktober lalu.", "2024-10-28 day relative"),
    ("id", "Pasukan tiba pada 28 Oktober tahun lalu.", "2023-10-28 day relative"),
    ("id", "Pasukan tiba kemarin siang (30/10).", "2024-10-30 day relative|2024-10-30 day stated"),
    ("id", "Pasukan tiba 8-13 Oktober.", "2024-10-08..2024-10-13 days stated"),
    ("id", "Pasukan tiba pada Agustus.", "2024-08-01..2024-08-31 month stated"),
    ("id", "Pasukan tiba pada bulan Agustus.", "2024-08-01..2024-08-31 month stated"),
    ("id", "Pasukan tiba awal Agustus.", "2024-08-01..2024-08-10 month_part stated"),
    ("id", "Pasukan tiba pada pertengahan Agustus.", "2024-08-11..2024-08-20 month_part stated"),
    ("id", "Pasukan tiba akhir Agustus.", "2024-08-21..2024-08-31 month_part stated"),
    ("id", "Pasukan tiba Agustus lalu.", "2024-08-01..2024-08-31 month relative"),
    ("id", "Pasukan tiba dalam serbuan musim panas.", "2024-06-01..2024-08-31 season stated"),
    ("id", "Pasukan tiba musim dingin lalu.", "2023-12-01..2024-02-29 season relative"),
]


@pytest.mark.parametrize(("language", "text", "expected"), WITHOUT_YEAR, ids=[row[1] for row in WITHOUT_YEAR])
def test_a_date_without_its_year_takes_the_nearest_one(language: str, text: str, expected: str) -> None:
    """A half-known date takes the year nearest to publication, the past preferred."""
    assert told(text, language, THURSDAY) == expected.split("|")


RELATIVE = [
    ("en", "He called yesterday.", "2024-10-30 day relative"),
    ("en", "He called earlier today.", "2024-10-31 day relative"),
    ("en", "He will call tomorrow.", "2024-11-01 day relative"),
    ("en", "The city was shelled last night.", "2024-10-30 day relative"),
    ("en", "The city was shelled overnight.", "2024-10-30..2024-10-31 days relative"),
    ("en", "The city was shelled the day before yesterday.", "2024-10-29 day relative"),
    ("en", "The city was shelled two days ago.", "2024-10-29 day relative"),
    ("en", "The city was shelled 3 weeks ago.", "2024-10-07..2024-10-13 week relative"),
    ("en", "The city was shelled about two months ago.", "2024-08-01..2024-08-31 month relative"),
    ("en", "The city was shelled a year ago.", "2023-01-01..2023-12-31 year relative"),
    ("en", "The city was shelled last week.", "2024-10-21..2024-10-27 week relative"),
    ("en", "The city was shelled earlier this week.", "2024-10-28..2024-10-31 week relative"),
    ("en", "The city was shelled this week.", "2024-10-28..2024-10-31 week relative"),
    ("en", "They will meet next week.", "2024-11-04..2024-11-10 week relative"),
    ("en", "They will meet later this week.", "2024-10-31..2024-11-03 week relative"),
    ("en", "They met last month.", "2024-09-01..2024-09-30 month relative"),
    ("en", "They met earlier this month.", "2024-10-01..2024-10-31 month_part relative"),
    ("en", "They met late last month.", "2024-09-21..2024-09-30 month_part relative"),
    ("en", "They met last year.", "2023-01-01..2023-12-31 year relative"),
    ("en", "They met earlier this year.", "2024-01-01..2024-10-31 year relative"),
    ("en", "They met over the weekend.", "2024-10-26..2024-10-27 days relative"),
    ("en", "They met last weekend.", "2024-10-26..2024-10-27 days relative"),
    ("en", "Ten raids came in the past three days.", "2024-10-28..2024-10-31 days relative"),
    ("en", "Ten raids came in the past 24 hours.", "2024-10-30..2024-10-31 days relative"),
    ("en", "Ten raids came over the past week.", "2024-10-24..2024-10-31 range relative"),
    ("en", "More will come over the next two weeks.", "2024-10-31..2024-11-14 range relative"),
    ("id", "Ia menelepon kemarin.", "2024-10-30 day relative"),
    ("id", "Ia menelepon hari ini.", "2024-10-31 day relative"),
    ("id", "Ia akan menelepon besok.", "2024-11-01 day relative"),
    ("id", "Ia akan menelepon lusa.", "2024-11-02 day relative"),
    ("id", "Kota itu digempur semalam.", "2024-10-30 day relative"),
    ("id", "Kota itu digempur tadi malam.", "2024-10-30 day relative"),
    ("id", "Kota itu digempur dua hari lalu.", "2024-10-29 day relative"),
    ("id", "Kota itu digempur tiga pekan yang lalu.", "2024-10-07..2024-10-13 week relative"),
    ("id", "Kota itu digempur sepekan silam.", "2024-10-21..2024-10-27 week relative"),
    ("id", "Kota itu digempur dua bulan lalu.", "2024-08-01..2024-08-31 month relative"),
    ("id", "Kota itu digempur setahun lalu.", "2023-01-01..2023-12-31 year relative"),
    ("id", "Kota itu digempur pekan lalu.", "2024-10-21..2024-10-27 week relative"),
    ("id", "Kota itu digempur minggu lalu.", "2024-10-21..2024-10-27 week relative"),
    ("id", "Kota itu digempur pekan ini.", "2024-10-28..2024-10-31 week relative"),
    ("id", "Mereka bertemu pekan depan.", "2024-11-04..2024-11-10 week relative"),
    ("id", "Mereka bertemu bulan lalu.", "2024-09-01..2024-09-30 month relative"),
    ("id", "Mereka bertemu awal bulan ini.", "2024-10-01..2024-10-10 month_part relative"),
    ("id", "Mereka bertemu akhir tahun lalu.", "2023-09-01..2023-12-31 range relative"),
    ("id", "Mereka bertemu akhir pekan lalu.", "2024-10-26..2024-10-27 days relative"),
    ("id", "Serangan terjadi dalam tiga hari terakhir.", "2024-10-28..2024-10-31 days relative"),
    ("id", "Serangan terjadi dalam 24 jam terakhir.", "2024-10-30..2024-10-31 days relative"),
    ("id", "Mereka bertemu dua pekan lagi.", "2024-11-11..2024-11-17 week relative"),
]


@pytest.mark.parametrize(("language", "text", "expected"), RELATIVE, ids=[row[1] for row in RELATIVE])
def test_relative_dates_count_from_publication(language: str, text: str, expected: str) -> None:
    """A relative date is counted from the publication day."""
    assert told(text, language, THURSDAY) == [expected]


WEEKDAYS = [
    ("en", "He spoke on Monday.", "2024-10-28"),
    ("en", "He spoke Monday night.", "2024-10-28"),
    ("en", "He spoke earlier Monday.", "2024-10-28"),
    ("en", "He spoke on Thursday.", "2024-10-31"),
    ("en", "He spoke last Thursday.", "2024-10-24"),
    ("en", "He spoke last Friday.", "2024-10-25"),
    ("en", "He spoke on Friday.", "2024-10-25"),
    ("en", "He will speak next Tuesday.", "2024-11-05"),
    ("en", "They may arrive as early as Thursday.", "2024-10-31"),
    ("en", "They may arrive as early as Wednesday.", "2024-11-06"),
    ("en", "They arrived Wednesday last week.", "2024-10-23"),
    ("id", "Ia berbicara pada Senin.", "2024-10-28"),
    ("id", "Ia berbicara Senin malam.", "2024-10-28"),
    ("id", "Ia berbicara hari Senin waktu setempat.", "2024-10-28"),
    ("id", "Ia berbicara pada Kamis.", "2024-10-31"),
    ("id", "Ia berbicara Kamis lalu.", "2024-10-24"),
    ("id", "Ia berbicara Senin lalu.", "2024-10-28"),
    ("id", "Ia akan berbicara Selasa depan.", "2024-11-05"),
    ("id", "Ia akan berbicara Selasa mendatang.", "2024-11-05"),
    ("id", "Ia berbicara Rabu pekan lalu.", "2024-10-23"),
    ("id", "Ia berbicara pada Jumat.", "2024-10-25"),
]


@pytest.mark.parametrize(("language", "text", "expected"), WEEKDAYS, ids=[row[1] for row in WEEKDAYS])
def test_a_weekday_is_the_latest_up_to_publication(language: str, text: str, expected: str) -> None:
    """A weekday is the latest such day, publication day included, unless its words point elsewhere."""
    assert told(text, language, THURSDAY) == [f"{expected} day weekday"]


AHEAD = [
    ("en", "They will meet on Wednesday.", "2024-11-06 day weekday"),
    ("en", "They will meet on Thursday.", "2024-10-31 day weekday"),
    ("en", "They will meet last Monday.", "2024-10-28 day weekday"),
    ("en", "They will vote on June 3.", "2025-06-03 day stated"),
    ("en", "They will vote in June.", "2025-06-01..2025-06-30 month stated"),
    ("en", "They will vote this week.", "2024-10-31..2024-11-03 week relative"),
    ("id", "Mereka akan bertemu pada Rabu.", "2024-11-06 day weekday"),
    ("id", "Mereka akan memilih pada 3 Juni.", "2025-06-03 day stated"),
    ("id", "Mereka bertemu kemarin.", "2024-10-30 day relative"),
]


@pytest.mark.parametrize(("language", "text", "expected"), AHEAD, ids=[row[1] for row in AHEAD])
def test_ahead_reads_open_dates_from_publication_on(language: str, text: str, expected: str) -> None:
    """With ``ahead`` weekdays and dates without a year are the first from publication on; nothing else changes."""
    assert told(text, language, THURSDAY, ahead=True) == [expected]


FRAMES = [
    ("en", "It has held the town since August.", "2024-08-01..2024-10-31 range stated"),
    ("en", "It has held the town since Monday.", "2024-10-28..2024-10-31 range weekday"),
    ("en", "It has held the town since 24 February 2022.", "2022-02-24..2024-10-31 range stated"),
    ("en", "It must leave by Friday.", "2024-10-31..2024-11-01 range weekday"),
    ("en", "The town has been besieged for more than 16 months.", "2023-06-30..2024-10-31 range relative"),
    ("id", "Kota itu dikuasai sejak Agustus.", "2024-08-01..2024-10-31 range stated"),
    ("id", "Kota itu dikuasai sejak 24 Februari 2022.", "2022-02-24..2024-10-31 range stated"),
    ("id", "Kota itu telah dikepung selama 16 bulan.", "2023-06-30..2024-10-31 range relative"),
    ("id", "Kota itu telah dikepung selama lebih dari setahun.", "2023-10-31..2024-10-31 range relative"),
]


@pytest.mark.parametrize(("language", "text", "expected"), FRAMES, ids=[row[1] for row in FRAMES])
def test_since_by_and_durations_until_now_are_ranges(language: str, text: str, expected: str) -> None:
    """ "since" and a duration that lasts run up to publication, "by" from publication."""
    assert told(text, language, THURSDAY) == [expected]


NO_DATE = [
    ("en", "A Su-34 and two AK-47s were lost, 38.6 percent of the fleet."),
    ("en", "The 5th Brigade joined the 47th near the river."),
    ("en", "May I ask whether they may attack or march on the city in a second wave?"),
    ("en", "MPs march. We march 5 kilometres; 10 may join."),
    ("en", "Troops are now there; it is currently calm, as in recent months and in the coming weeks."),
    ("en", "Some 10,000 troops, 2014 of them wounded, at 14:30, Article 5, World War II, 9/11."),
    ("en", "They fought for three days and left after two weeks."),
    ("en", "He was jailed for three years. He has been sentenced to and jailed for 16 months."),
    ("en", "They left before Friday, after the May elections and until 3 March."),
    ("en", "The Sunday Times reports every Monday; Black Friday is near."),
    ("en", "A few days ago, several weeks ago, two and a half years ago."),
    ("en", "In 2014 people the law saw nothing; in 2,014 cases; model 2024; 31 February 2024."),
    ("en", "The letter of 31 February 2024 and of 2024-13-40 and 30/30/2024."),
    ("en", "Two days later, the next day, the following week, a day earlier."),
    ("id", "Sebuah Su-34 jatuh; 38,6 persen; pukul 14.30 WIB; 24 jam; 32 bulan."),
    ("id", "Sekitar 10.000 tentara; Perang Dunia II; Pasal 5; 2024 orang; di sana; Choe Son Hui."),
    ("id", "Saat ini dan baru-baru ini, dalam beberapa bulan terakhir, keadaan kini tenang."),
    ("id", "Beberapa pekan lalu, puluhan tahun lalu, satu setengah tahun lalu, 1,5 tahun lalu."),
    ("id", "Keesokan harinya ia pergi; sehari sebelumnya ia datang; setiap Senin ia libur."),
    ("id", "Ia pergi sebelum Senin, setelah 28 Oktober, dan menjelang musim dingin."),
    ("id", "Latihan itu makan waktu dua minggu dan tiga hari; ia dihukum selama tiga tahun."),
    ("id", "Skor 28-1 Oktober dan 13-8 Oktober bukan tanggal."),
    ("id", "Surat tertanggal 31 Februari 2024 dan 31/2/2024."),
]


@pytest.mark.parametrize(("language", "text"), NO_DATE, ids=[row[1] for row in NO_DATE])
def test_no_date_is_made_of_thin_air(language: str, text: str) -> None:
    """Weapons, scores, articles of law, verbs, vague times and impossible days give no date."""
    assert told(text, language, THURSDAY) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ia datang pada Minggu.", "2024-10-27 day weekday"),
        ("Ia datang pada Minggu lalu.", "2024-10-27 day weekday"),
        ("Minggu (27/10/2024) ia datang.", "2024-10-27 day stated"),
        ("Minggu malam ia datang.", "2024-10-27 day weekday"),
        ("Ia datang minggu lalu.", "2024-10-21..2024-10-27 week relative"),
        ("Minggu lalu ia datang.", "2024-10-21..2024-10-27 week relative"),
        ("Ia tiba. Minggu ini ia pulang.", "2024-10-28..2024-10-31 week relative"),
        ("Ia datang dua minggu lalu.", "2024-10-14..2024-10-20 week relative"),
    ],
)
def test_minggu_is_sunday_or_week(text: str, expected: str) -> None:
    """Indonesian "Minggu" is Sunday, "minggu" week; at a sentence's start "Minggu lalu" is last week."""
    assert told(text, "id", THURSDAY) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("id", "Rapat digelar Selasa (12/11/2024).", "2024-11-12"),
        ("id", "Rapat digelar Selasa (11/3/2025).", "2025-03-11"),
        ("id", "Rapat digelar 12/11/2024.", "2024-11-12"),
        ("en", "The council met on 12/11/2024.", "2024-11-12"),
        ("en", "The council met on Wednesday (12/11/2024).", "2024-12-11"),
        ("en", "The council met on 10/30/2024.", "2024-10-30"),
        ("en", "The council met on 2024-11-12.", "2024-11-12"),
    ],
)
def test_figures_are_read_day_first_unless_they_say_otherwise(language: str, text: str, expected: str) -> None:
    """Day before month; month first only where that alone is a date or falls on the weekday told beside it."""
    assert told(text, language, date(2025, 4, 1)) == [f"{expected} day stated"]


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        (date(2024, 10, 26), "They met over the weekend.", "2024-10-19..2024-10-20"),
        (date(2024, 10, 27), "They met over the weekend.", "2024-10-26..2024-10-27"),
        (date(2024, 10, 28), "They met this week.", "2024-10-28"),
        (date(2024, 7, 10), "They met last summer.", "2023-06-01..2023-08-31"),
        (date(2024, 7, 10), "They met this summer.", "2024-06-01..2024-08-31"),
        (date(2025, 1, 5), "They met on December 28.", "2024-12-28"),
        (date(2025, 1, 5), "They met in December.", "2024-12-01..2024-12-31"),
        (date(2024, 10, 28), "They met last October.", "2023-10-01..2023-10-31"),
        (date(2025, 3, 1), "They met on February 29.", "2024-02-29"),
        (date(2024, 3, 31), "They met one month ago.", "2024-02-01..2024-02-29"),
    ],
)
def test_edges_of_weeks_seasons_and_years(published: date, text: str, expected: str) -> None:
    """Weekends, weeks, seasons and leap days hold at their edges."""
    assert [days(span) for span in find_dates(text, "en", published)] == [expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [(row[0], row[1]) for row in [*WITHOUT_YEAR, *RELATIVE, *WEEKDAYS, *FRAMES] if "2022" not in row[1]],
)
def test_without_a_publication_day_open_dates_stay_unknown(language: str, text: str) -> None:
    """No relative date, weekday or date without its year is placed when the publication day is unknown."""
    assert told(text, language, None) == []


def test_since_a_full_date_stays_unknown_without_a_publication_day() -> None:
    """ "since 24 February 2022" has no known end without a publication day, and is not that one day either."""
    assert told("It has held the town since 24 February 2022.", "en", None) == []


def test_several_dates_come_in_order_with_their_words() -> None:
    """Each date of a text comes in order with the words a reader would mark."""
    text = "On Monday it denied the report (28/10/2024). Troops came in early August, and as early as Friday more will."
    phrases = [span.phrase.text for span in find_dates(text, "en", THURSDAY) if span.phrase]
    assert phrases == ["On Monday", "28/10/2024", "in early August", "as early as Friday"]


def test_a_date_does_not_run_across_a_paragraph() -> None:
    """An empty line ends a date; a single line break does not."""
    assert told("in October\n\n2023 was wet", "en", THURSDAY) == ["2024-10-01..2024-10-31 month stated"]
    assert told("on October\n28, 2023", "en", THURSDAY) == ["2023-10-28 day stated"]


@pytest.mark.parametrize("language", ["fi", "und", "xx", "", "../id", "id.json"])
def test_a_language_without_a_table_has_no_dates(language: str) -> None:
    """An unknown language gives no dates and raises nothing."""
    assert find_dates("30 Oktober 2024, 30 October 2024", language, THURSDAY) == []


YEAR_FIRST = {"ko": "2023년 {}", "ja": "2023年{}", "zh": "2023年{}"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_dates_compiles_and_finds_its_own_months(language: str) -> None:
    """Each ``dates.<language>.json`` is a whole table: every month of it is found as itself."""
    for month, name in enumerate(month_names(language), 1):
        first, last = calendars.month_days(2023, month)
        text = YEAR_FIRST.get(language, "{} 2023").format(name)
        assert [(s.first, s.last) for s in find_dates(text, language, None)] == [(first, last)]


NEEDED = {
    "date": ({"day", "month"},),
    "days": ({"day", "day2", "month"},),
    "day": ({"day"},),
    "numeric": ({"n1", "n2"},),
    "iso": ({"year", "mm", "dd"},),
    "month": ({"month"},),
    "months": ({"month", "month2"},),
    "year": ({"year"}, {"era", "era_year"}),
    "years": ({"year", "year2"}, {"year", "yy"}, {"era", "year2"}),
    "season": ({"season"},),
    "day_word": ({"day_word"},),
    "weekday": ({"weekday"},),
    "weekdays": ({"weekday", "weekday2"},),
    "period": ({"period"}, {"week_word"}, {"weekend_word"}, {"month_word"}, {"year_word"}),
    "then": ({"then"},),
}
COUNTED = ({"number", "unit"}, {"length"}, {"unit"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_tells_what_its_rule_reads(language: str) -> None:
    """Each form of a table has the slots that the reader of its rule asks for."""
    table = date_table(language)
    assert table is not None
    for form in table.forms:
        slots = set(form.pattern.groupindex)
        if form.rule != "nothing":
            assert any(slots >= needed for needed in NEEDED.get(form.rule, COUNTED)), (form.rule, form.pattern.pattern)


DAY_FORMS = {
    "ru": ("{d} {m} {y} года", "{d:02}.{n:02}.{y}"),
    "uk": ("{d} {m} {y} року", "{d:02}.{n:02}.{y}"),
    "de": ("am {d}. {m} {y}", "{d:02}.{n:02}.{y}"),
    "fr": ("le {d} {m} {y}", "{d:02}/{n:02}/{y}"),
    "es": ("el {d} de {m} de {y}", "{d:02}/{n:02}/{y}"),
    "pl": ("{d} {m} {y} roku", "{d:02}.{n:02}.{y}"),
    "tr": ("{d} {m} {y}", "{d:02}.{n:02}.{y}"),
    "ms": ("{d} {m} {y}", "{d}/{n}/{y}"),
    "ar": ("{d} {m} {y}", "{d}/{n}/{y}"),
    "ko": ("{y}년 {n}월 {d}일", "{y}.{n}.{d}"),
    "ja": ("{y}年{n}月{d}日", "{y}/{n}/{d}"),
    "zh": ("{y}年{n}月{d}日", "{y}-{n:02}-{d:02}"),
}


@settings(deadline=None)  # the first example loads the table of its language
@given(
    day=st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    language=st.sampled_from(sorted(DAY_FORMS)),
    form=st.integers(0, 1),
    published=st.none() | st.just(THURSDAY),
)
def test_every_day_is_found_as_itself_in_every_language(
    day: date, language: str, form: int, published: date | None
) -> None:
    """Any day written as its language writes days is found as that day, whatever the publication day."""
    words = DAY_FORMS[language][form].format(d=day.day, n=day.month, y=day.year, m=month_names(language)[day.month - 1])
    assert [(span.first, span.last) for span in find_dates(f"x ({words}) y", language, published)] == [(day, day)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("31 October 2024", date(2024, 10, 31)),
        ("Kamis, 31 Oktober 2024 10:00 WIB", date(2024, 10, 31)),
        ("31 ottobre 2024", date(2024, 10, 31)),
        ("31 октября 2024 г.", date(2024, 10, 31)),
        ("2024年10月31日", date(2024, 10, 31)),
        ("31 tháng 10 2024", date(2024, 10, 31)),
        ("30 Februar 2024", None),
        ("Oktober 2024", None),
        ("yesterday", None),
        ("3/4/2024", None),
        ("", None),
    ],
)
def test_a_page_s_own_words_are_a_day(words: str, day: date | None) -> None:
    """A whole date in the words of any language is that day; what lacks a part, or leaves the order open, is none."""
    assert written_day(words) == day


def test_dates_are_read_without_dateparser() -> None:
    """Reading a whole date does not load dateparser, which other libraries bring along and which takes its time."""
    code = "import sys; from events.extraction.dates import find_dates as f; f('30 October 2024', 'en', None) or 1 / 0"
    code = f"{code}; sys.exit('dateparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
EN_FORMS = [
    "{d} {m} {y}",
    "{m} {d}, {y}",
    "{b} {d}, {y}",
    "{b}. {d}, {y}",
    "{d} {b} {y}",
    "{d}th of {m} {y}",
    "{w}, {m} {d}, {y}",
]
ID_FORMS = ["{d} {m} {y}", "{w}, {d} {m} {y}", "{w} ({d}/{n}/{y})", "{w} malam ({d}/{n}/{y})", "tanggal {d} {m} {y}"]
ANY_FORMS = ["{d}/{n}/{y}", "{y}-{n:02}-{d:02}", "({d:02}/{n:02}/{y})", "{w} ({d:02}/{n:02}/{y})"]
SHORT_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WEEKDAY_NAMES = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "id": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
}


@settings(deadline=None)  # the first example loads the table of its language
@given(
    day=DAYS,
    form=st.sampled_from([("en", f) for f in EN_FORMS + ANY_FORMS] + [("id", f) for f in ID_FORMS + ANY_FORMS]),
    published=st.none() | DAYS,
)
def test_every_day_is_found_as_itself_in_every_form(day: date, form: tuple[str, str], published: date | None) -> None:
    """Any day written in any usual form is found as that day, whatever the publication day."""
    language, pattern = form
    words = pattern.format(
        d=day.day,
        n=day.month,
        y=day.year,
        m=month_names(language)[day.month - 1],
        b=SHORT_EN[day.month - 1],
        w=WEEKDAY_NAMES[language][day.weekday()],
    )
    if ". " in words and "May." in words:
        words = words.replace("May.", "May")
    spans = find_dates(f"Laporan / report {words} , end", language, published)
    assert [(span.first, span.last) for span in spans] == [(day, day)]


WORDS = sorted(
    {
        word
        for rows in (ABSOLUTE, WITHOUT_YEAR, RELATIVE, WEEKDAYS, FRAMES)
        for row in rows
        for word in row[1].replace(",", " ,").split()
    }
)
WORDS_OF = {
    language: sorted({word for row in sentences() if row[0] == language for word in row[1].replace(",", " ,").split()})
    or WORDS
    for language in LANGUAGES
}
TABLE_WORDS = {
    language: [word for words in table.words.values() for word in words]
    for language in LANGUAGES
    if (table := date_table(language))
}
LANGUAGE_AND_TEXT = st.sampled_from(LANGUAGES).flatmap(
    lambda language: st.tuples(
        st.just(language),
        st.lists(
            st.sampled_from(WORDS_OF[language])
            | st.sampled_from(TABLE_WORDS[language])
            | st.sampled_from(["1", "30", "2024", "日", "년", "年", "0001", "9999", "٣٠", "\n"]),
            max_size=30,
        ).map(("" if language in ("ja", "zh") else " ").join),
    )
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from([*WORDS, "(", ")", "\n", "\n\n", "-", "–", "0001", "9999", "٣٠"]), max_size=40).map(
        " ".join
    ),
)


@settings(deadline=None)  # the first example loads the table of its language
@given(
    language_and_text=st.tuples(st.sampled_from(LANGUAGES), TEXTS) | LANGUAGE_AND_TEXT,
    published=st.none() | st.dates(),
    ahead=st.booleans(),
)
def test_phrases_are_the_words_of_the_text_in_order(
    language_and_text: tuple[str, str], published: date | None, ahead: bool
) -> None:
    """No text raises; phrases are the text's own words, sorted, not overlapping; days are in order."""
    language, text = language_and_text
    end = 0
    for span in find_dates(text, language, published, ahead=ahead):
        assert span.phrase is not None
        assert text[span.phrase.start : span.phrase.end] == span.phrase.text
        assert span.phrase.start >= end
        assert span.first <= span.last
        end = span.phrase.end


@settings(deadline=None)  # the first example loads the table of its language
@given(published=DAYS, weekday=st.integers(0, 6), language=st.sampled_from(sorted(WEEKDAY_NAMES)))
def test_a_weekday_lies_within_the_week_up_to_publication(published: date, weekday: int, language: str) -> None:
    """A bare weekday is at most six days before publication, and ahead at most six days after it."""
    text = f"x {WEEKDAY_NAMES[language][weekday]} y"
    (past,) = find_dates(text, language, published)
    (future,) = find_dates(text, language, published, ahead=True)
    assert past.first.weekday() == future.first.weekday() == weekday
    assert timedelta(0) <= published - past.first < timedelta(7)
    assert timedelta(0) <= future.first - published < timedelta(7)
