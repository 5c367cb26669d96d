"""The words of the screen, one catalogue a language in ``data/texts``; English where a language is not known."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from events.sentence import Sentence

FOLDER = Path(__file__).parents[1] / "data" / "texts"
DEFAULT = "en"


@dataclass(frozen=True)
class Texts:
    """The catalogue of one language: ``texts("key", n=3)`` is the sentence with its values put in, as plain text."""

    language: str
    entries: Mapping[str, str]
    sentences: Mapping[str, str] = field(default_factory=dict)  # patterns of the program's own, by the English pattern

    def said(self, sentence: str | Exception) -> str:
        """A sentence of the program, or of its error, in this language; as it is where this has no words for it."""
        told = sentence.args[0] if isinstance(sentence, Exception) and sentence.args else sentence
        if not isinstance(told, Sentence):
            return self.sentences.get(str(told), str(told))
        values = {name: self._value(value) for name, value in told.values.items()}
        pattern = self.sentences.get(told.pattern)
        return str(told) if pattern is None else pattern.format(**values) if values else pattern

    def _value(self, value: object) -> object:
        return self.said(value) if isinstance(value, Sentence) else self._shown(value)

    def __call__(self, key: str, **values: object) -> str:
        """The text under ``key``; with ``n=1`` its ``key.one`` form where the language has one."""
        form = f"{key}.one" if values.get("n") == 1 and f"{key}.one" in self.entries else key
        return self.entries[form].format(**{name: self._shown(value) for name, value in values.items()})

    def _shown(self, value: object) -> object:
        """A whole number with its thousands parted as the language parts them; anything else as it is."""
        return f"{value:,}".replace(",", self.entries["number.thousands"]) if isinstance(value, int) else value

    def day(self, day: date) -> str:
        """A day as the language writes it, such as 30 Oct 2024."""
        return f"{day.day} {self(f'month.short.{day.month}')} {day.year}"

    def month(self, day: date) -> str:
        """The month of a day, such as October 2024."""
        return f"{self(f'month.long.{day.month}')} {day.year}"

    def days(self, first: date, last: date) -> str:
        """Two days as one span, without saying the same month or year twice."""
        if first == last:
            return self.day(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{self.day(last)}"
        start = f"{first.day} {self(f'month.short.{first.month}')}" if first.year == last.year else self.day(first)
        return f"{start} – {self.day(last)}"

    def listing(self, items: list[str]) -> str:
        """Items joined as the language joins them: a, b and c."""
        if len(items) < 2:
            return "".join(items)
        return self("list.and", start=", ".join(items[:-1]), last=items[-1])


def languages() -> tuple[str, ...]:
    """The codes of the languages that have a catalogue."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@lru_cache
def texts_in(language: str | None) -> Texts:
    """The catalogue for a language tag such as ``id`` or ``id-ID``; English for any other."""
    code = (language or DEFAULT).replace("_", "-").split("-")[0].lower()
    code = code if code in languages() else DEFAULT
    entries: dict[str, str] = json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    path = FOLDER / "sentences" / f"{code}.json"
    sentences: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return Texts(code, entries, sentences)
