"""The published scorecard: the figures of ``events.score`` on the shipped corpus, as the program shows them.

``data/scorecard.json`` holds them; ``events score --write`` writes them anew, the same bytes for the same extractor.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from events.score import FIELDS, Mistake, Score, rates, total

PUBLISHED = Path(__file__).parents[1] / "data" / "scorecard.json"
MOST = 12  # kinds of mistakes named of all languages together, and
MOST_OF_ONE = 5  # of each
_KINDS = ("missed", "extra", "kind", "modality")  # mistakes told with what was coded and found


class Figures(BaseModel):
    """A field's counts and rates; rates are of one, rounded to three digits."""

    model_config = ConfigDict(frozen=True)

    right: int
    given: int
    coded: int
    precision: float
    recall: float
    f1: float

    @property
    def percent(self) -> str:
        """Precision/recall in percent, such as "88/74", "-" for a rate of nothing."""
        precision = f"{100 * self.precision:.0f}" if self.given else "-"
        recall = f"{100 * self.recall:.0f}" if self.coded else "-"
        return f"{precision}/{recall}"


class Often(BaseModel):
    """A mistake made ``n`` times; ``coded`` and ``found`` are kinds or modalities, empty where there is none."""

    model_config = ConfigDict(frozen=True)

    what: str
    coded: str
    found: str
    n: int


class Card(BaseModel):
    """What is right and wrong in one language, or in all."""

    model_config = ConfigDict(frozen=True)

    articles: int
    events: int
    fields: Mapping[str, Figures]
    gates: Mapping[str, int]
    mistakes: tuple[Often, ...]


class Scorecard(BaseModel):
    """The cards of all languages and of each, most events first."""

    model_config = ConfigDict(frozen=True)

    all: Card
    languages: Mapping[str, Card]

    def json_text(self) -> str:
        """The scorecard as it is stored: the same figures give the same bytes."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


@lru_cache
def published() -> Scorecard | None:
    """The scorecard that ships with the program; None where it was taken away."""
    return Scorecard.model_validate_json(PUBLISHED.read_bytes()) if PUBLISHED.exists() else None


def scorecard(by_language: Mapping[str, Score]) -> Scorecard:
    """The scorecard of the scores of every language."""
    return Scorecard(
        all=_card(total(by_language.values()), MOST),
        languages={language: _card(score, MOST_OF_ONE) for language, score in by_language.items()},
    )


def fallen(before: Scorecard, after: Scorecard) -> list[str]:
    """In words, every figure of ``before`` that is lower in ``after``, and every gate broken more often."""
    sentences = []
    for language, old in {"all": before.all, **before.languages}.items():
        new = after.all if language == "all" else after.languages.get(language)
        if new is None:
            sentences.append(f"{language}: no article is left")
            continue
        for name, figures in old.fields.items():
            for rate in ("precision", "recall"):
                was, now = getattr(figures, rate), getattr(new.fields[name], rate)
                if now < was:
                    sentences.append(f"{language}: {rate} of {name} fell from {was} to {now}")
        for gate, times in new.gates.items():
            if times > old.gates.get(gate, 0):
                sentences.append(f"{language}: {gate} {times} times, {old.gates.get(gate, 0)} before")
    return sentences


def _card(score: Score, most: int) -> Card:
    return Card(
        articles=score.articles,
        events=score.counts["coded"],
        fields={name: _figures(*score.totals(name)) for name in FIELDS},
        gates=dict(sorted(score.gates.items())),
        mistakes=tuple(often(score.mistakes)[:most]),
    )


def _figures(right: int, given: int, coded: int) -> Figures:
    precision, recall, f1 = (round(rate, 3) for rate in rates(right, given, coded))
    return Figures(right=right, given=given, coded=coded, precision=precision, recall=recall, f1=f1)


def often(mistakes: Iterable[Mistake]) -> Sequence[Often]:
    """The mistakes counted by what was coded and found, the most frequent first."""
    counted = Counter(
        (each.what, each.coded, each.found) if each.what in _KINDS else (each.what, "", "") for each in mistakes
    )
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [Often(what=what, coded=coded, found=found, n=n) for (what, coded, found), n in ordered]
