"""Who held an office on a day: the register's office holders, each with first and last day as far as they are known.

A day of which it is not sure who held the office has no holder: the day of a change, a month or year of which only
that is known, and any day after the one until which a holder is known to have stayed.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from events.register import Entry, known, table


@dataclass(frozen=True)
class Tenure:
    """One holder's time in an office of ``owner``: its first and last day, month or year, as far as they are known.

    Where ``last`` is empty the holder is known to have been in office on ``checked``, and nothing is known of later.
    """

    person: str
    office: str
    owner: str
    first: str
    last: str
    checked: str

    @cached_property
    def _first(self) -> tuple[date, date]:
        return _days(self.first)

    @cached_property
    def _last(self) -> tuple[date, date]:
        return _days(self.last or self.checked)

    def surely(self, day: date) -> bool:
        """Whether the person held the office on that day beyond doubt."""
        return self._first[1] <= day <= self._last[0]

    def possibly(self, day: date) -> bool:
        """Whether the person may have held the office on that day."""
        return self._first[0] <= day and (not self.last or day <= self._last[1])


@cache
def tenures() -> tuple[Tenure, ...]:
    """Every time in office that the register knows."""
    return tuple(Tenure(**row) for row in table("offices.tsv"))


def tenures_of(person: str) -> tuple[Tenure, ...]:
    """The times in office of one person, in the order of the register."""
    return tuple(tenure for tenure in tenures() if tenure.person == person)


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
def _juntas() -> dict[str, tuple[date, date]]:
    """Country -> the first and last day, as far as known, on which officers ruled it that had taken power."""
    return {
        row["country"]: (date.fromisoformat(row["first"]), date.fromisoformat(row["last"]) if row["last"] else date.max)
        for row in table("juntas.tsv")
    }


def ruled_by_officers(country: str | None, day: date | None) -> bool:
    """Whether a junta ruled a country, by its three letters, on ``day``; where none is given, whether one does now.

    >>> ruled_by_officers("NER", date(2024, 5, 1)), ruled_by_officers("NER", date(2023, 5, 1))
    (True, False)
    """
    first, last = _juntas().get(country or "", (date.max, date.min))
    return last == date.max if day is None else first <= day <= last


@cache
def not_holding(language: str, sort: str = "") -> frozenset[str]:
    """The words beside a title by which it is not, or not surely, who holds the office, all or of one sort.

    The sorts are "former" ("former", "then") and "other" ("a", "elect", "acting").
    """
    rows = (row for row in table("not_holder.tsv") if row["language"] == language and sort in ("", row["sort"]))
    return frozenset(word for row in rows for word in row["words"].split("|"))


def _days(text: str) -> tuple[date, date]:
    """The first and last day that a day, month or year may be."""
    year, *rest = (int(part) for part in text.split("-"))
    if len(rest) == 2:
        return date(year, *rest), date(year, *rest)
    first, last = (rest[0], rest[0]) if rest else (1, 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
