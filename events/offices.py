"""Who held an office on a day: the register's office holders, each with first and last day as far as they are known.

A day of which it is not sure who held the office has no holder: the day of a change, a month or year of which only
that is known, and any day after the one until which a holder is known to have stayed.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from events.register import Entry, known, table


@dataclass(frozen=True)
class Tenure:
    """One holder's time in an office of ``owner``.

    Each bound is the earliest and the latest day that it may be; ``ended`` is false where the holder is known to have
    been in office on the last day, and nothing is known of later ones.
    """

    person: str
    office: str
    owner: str
    began: tuple[date, date]
    last: tuple[date, date]
    ended: bool

    def surely(self, day: date) -> bool:
        """Whether the person held the office on that day beyond doubt."""
        return self.began[1] <= day <= self.last[0]

    def possibly(self, day: date) -> bool:
        """Whether the person may have held the office on that day."""
        return self.began[0] <= day and (not self.ended or day <= self.last[1])


@cache
def tenures() -> tuple[Tenure, ...]:
    """Every time in office that the register knows."""
    return tuple(
        Tenure(
            row["person"],
            row["office"],
            row["owner"],
            _days(row["first"]),
            _days(row["last"] or row["checked"]),
            bool(row["last"]),
        )
        for row in table("offices.tsv")
    )


@cache
def _by_office() -> dict[tuple[str, str], tuple[Tenure, ...]]:
    """Owner and any English name of an office -> the times in it."""
    names = {row["office"]: (row["office"], *row["names"].split("|")) for row in table("office_names.tsv")}
    found: dict[tuple[str, str], tuple[Tenure, ...]] = {}
    for tenure in tenures():
        for name in names.get(tenure.office, (tenure.office,)):
            found[tenure.owner, name] = (*found.get((tenure.owner, name), ()), tenure)
    return found


def holder(office: str, owner: str, day: date) -> Entry | None:
    """The one person known to have held ``office``, by an English name of it, of the actor ``owner`` on ``day``.

    >>> holder("defense secretary", "usa", date(2024, 10, 30)).name
    'Lloyd Austin'
    """
    may = [tenure for tenure in _by_office().get((owner, office), ()) if tenure.possibly(day)]
    if len({tenure.person for tenure in may}) != 1 or not any(tenure.surely(day) for tenure in may):
        return None
    return known(may[0].person)


@cache
def not_holding(language: str) -> frozenset[str]:
    """The words beside a title by which it is not, or not surely, whoever holds the office: "former", "a"."""
    return frozenset(
        word for row in table("not_holder.tsv") if row["language"] == language for word in row["words"].split("|")
    )


def _days(text: str) -> tuple[date, date]:
    """The first and last day that a day, month or year may be."""
    year, *rest = (int(part) for part in text.split("-"))
    if len(rest) == 2:
        return date(year, *rest), date(year, *rest)
    first, last = (rest[0], rest[0]) if rest else (1, 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
