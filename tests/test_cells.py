"""The cells of a block of a text table, however badly its rows are divided."""

import csv
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from events.exchange.cells import cells_of
from events.exchange.detect import Table

TABLE = Table(Path("x.csv"), None, ",", '"', True, ("a", "b", "c"), ())
GOOD = b"".join(b"%d,x%d,y\n" % (number, number) for number in range(3))
PIECES = st.sampled_from(["a", '"', ",", "\n", '""', '","', "\r\n", " ", "é"])


@settings(deadline=None)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=14).map("".join), max_size=12))
def test_no_block_stops_an_import(tmp_path_factory, lines: list[str]) -> None:  # type: ignore[no-untyped-def]
    """Whatever quotes and line breaks a block has, its rows are taken or told of, and good rows before it are taken."""
    work = tmp_path_factory.mktemp("cells") / "block.csv"
    found = cells_of(GOOD + "\n".join(lines).encode() + b"\n", TABLE, work)
    assert found.table.num_columns == 3
    assert found.table["c1"].to_pylist()[:2] == ["x0", "x1"]
    assert all(why for _, _, why, _ in found.rejected)
    assert not work.exists()


def test_a_quote_that_nothing_closes_costs_its_own_lines_alone(tmp_path: Path) -> None:
    """What it has swallowed is told as no row; the rows after it are taken."""
    swallowed = b"x" * 80 + b"\n"
    lines = swallowed * (csv.field_size_limit() // len(swallowed) + 2)
    found = cells_of(GOOD + b'7,"""a"b\n8,"' + lines + GOOD, TABLE, tmp_path / "block.csv")
    assert found.table["c1"].to_pylist()[-1] == "x2"
    assert [why for _, _, why, _ in found.rejected]
