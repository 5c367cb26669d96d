"""Letters for still pictures: the font that the dashboard ships, and whether it has the letters of a text."""

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont
NO_LETTER = "\U0010ffff"  # what no font draws


@cache
def _file() -> Path | None:
    """Source Sans (OFL), which the streamlit package ships for the dashboard's own pages."""
    spec = find_spec("streamlit")
    if spec is None or spec.origin is None:
        return None
    return next(Path(spec.origin).parent.glob("static/static/media/SourceSansVF-Upright*.woff2"), None)


@lru_cache(maxsize=64)
def font(size: int, weight: int = 400) -> Font:
    """The font at a size in pixels and a weight from 200 to 900; Pillow's own where the dashboard's is not found."""
    path = _file()
    if path is None:
        own = ImageFont.load_default(size)
        assert isinstance(own, ImageFont.FreeTypeFont)  # noqa: S101 - with a size it is never the bitmap font
        return own
    made = ImageFont.truetype(path, size)
    made.set_variation_by_axes([weight])
    return made


@cache
def _has(letter: str) -> bool:
    drawn, missing = (bytes(font(32).getmask(each)) for each in (letter, NO_LETTER))
    return letter.isspace() or drawn != missing


def writes(text: str) -> bool:
    """Whether the font has every letter of ``text``."""
    return all(map(_has, set(text)))


def lines(text: str, letters: Font, width: float, most: int) -> list[str]:
    """``text`` broken into at most so many lines of a width in pixels; what does not fit ends in an ellipsis."""
    made: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if letters.getlength(longer) <= width:
            line = longer
            continue
        made += [line] if line else []
        line = _cut(word, letters, width)
    made += [line] if line else []
    if len(made) > most:
        made = [*made[: most - 1], _cut(f"{made[most - 1]} …{' ' * 200}", letters, width)]
    return made


def _cut(text: str, letters: Font, width: float) -> str:
    """``text``, or its begin with an ellipsis where it is too wide."""
    if letters.getlength(text) <= width:
        return text
    while text and letters.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip(' …')}…"
