"""A sentence of the program that other languages can say too.

It is English wherever it is printed; the screen says it in the reader's language (``events.texts``). What is written in
the code is the one source: a catalogue (``data/texts/sentences``) gives the pattern in another language, by the English
pattern.
"""

from collections.abc import Mapping


class Sentence(str):
    """English text made of a pattern and values; both stay with it. A value that is a sentence is said again, too."""

    pattern: str
    values: Mapping[str, object]

    def __new__(cls, pattern: str, /, **values: object) -> "Sentence":
        """``pattern`` with its values put in; without values it is taken as it stands."""
        made = super().__new__(cls, pattern.format(**values) if values else pattern)
        made.pattern, made.values = pattern, values
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """Both stay with it between processes, too."""
        return _made, (self.pattern, dict(self.values))


def _made(pattern: str, values: Mapping[str, object]) -> Sentence:
    return Sentence(pattern, **values)
