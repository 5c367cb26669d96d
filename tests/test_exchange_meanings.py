"""What texts of a column mean: the fast way says what the thorough one says."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.exchange import canonical, importing, meanings
from events.exchange.days import days_of
from events.exchange.reading import readings
from tests import exchange_files as files

NUMBERS = ("5.", ".5", "-.5", "-0", "00012", "1.2.3", "--1", "-", "1-", ".", "1,5", "1e5", " 5", "9" * 30, "9" * 60)
DATES = ("2024-08-06", "0000-01-01", "0001-01-01", "2024-02-30", "9999-12-31", "2024/08/06", "06-08-2024", "2024")
CONNECTION = canonical.connect()


def by_duckdb(texts: pa.Array) -> pa.Array:
    """The numbers that texts are by the macro which formats use."""
    rows = CONNECTION.execute("SELECT number(text) FROM (SELECT unnest(?) AS text)", [texts.to_pylist()]).fetchall()
    return pa.array([number for (number,) in rows], pa.float64())


@settings(deadline=None)  # Arrow loads what it needs when it is first asked
@given(st.lists(st.one_of(st.sampled_from(NUMBERS), st.text("0123456789.-", min_size=1, max_size=14)), min_size=1))
def test_numbers_are_those_of_the_macro(texts: list[str]) -> None:
    """Whatever stands among them; to the last digit, and to the sign of nought."""
    some = pa.array(texts)
    expected = by_duckdb(some)

    assert repr(meanings.numbers(pa.chunked_array([some]), by_duckdb).to_pylist()) == repr(expected.to_pylist())
    words = pa.chunked_array([some.dictionary_encode()])
    assert repr(meanings.numbers(words, by_duckdb).to_pylist()) == repr(expected.to_pylist())


@settings(deadline=None)  # Arrow loads what it needs when it is first asked
@given(st.lists(st.one_of(st.sampled_from(DATES), st.dates().map(str), st.none()), min_size=1))
def test_dates_are_those_of_each_text(texts: list[str | None]) -> None:
    """Those that Arrow reads are no others than those that Python does."""
    found = meanings.days(pa.chunked_array([pa.array(texts, pa.string())]), None)

    told = [days_of(text, None) if text else None for text in texts]
    assert found["first"].to_pylist() == [each and each.first for each in told]
    assert found["last"].to_pylist() == [each and each.last for each in told]
    assert found["precision"].to_pylist() == [each and each.precision.value for each in told]


TABLE = "id,date,title,actor,place,lat,lon,text\n1,2024-08-06,Clash,A,Sudzha,51.2,35.3,shots\n2,6 May 2024,,B,,1,2,\n"


@pytest.mark.parametrize(
    "text",
    [
        files.ACLED_NEW,
        files.ACLED_OLD,
        files.text(files.UCDP_COLUMNS, [files.ucdp(id="7.0"), files.ucdp(id=8, latitude="nan")]),
        TABLE,
        TABLE.replace("\n1,", "\n,").replace("51.2", " 51.2"),
    ],
)
def test_what_is_taken_as_it_stands_is_what_the_select_says(tmp_path: Path, text: str) -> None:
    """A column that a format takes directly is the one that its SQL would make."""
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    [reading] = readings([path], tmp_path, as_=None, mapping=None)
    asked = replace(reading, format=replace(reading.format, direct={}))

    assert reading.format.direct
    taken, made = (importing.Import(tmp_path, "test", [each]).preview(9) for each in (reading, asked))
    assert taken == made
