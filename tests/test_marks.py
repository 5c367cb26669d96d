"""The colours of families can be told apart, on both themes, also by colour-blind readers."""

import itertools
import math

import pytest

from events.figures.marks import DARK, LIGHT, Theme, faded

# Linear-light matrices that take normal sight to protanopia and deuteranopia (Machado et al. 2009, severity 1).
SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
}


def _linear(hex_colour: str) -> tuple[float, ...]:
    parts = (int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def _seen(hex_colour: str, sight: str) -> tuple[float, ...]:
    rgb = _linear(hex_colour)
    return tuple(max(0.0, min(1.0, sum(a * b for a, b in zip(row, rgb, strict=True)))) for row in SIGHTS[sight])


def _lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(a * b for a, b in zip(row, rgb, strict=True)) for row in rows]
    x, y, z = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
        for value in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089)
    )
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))


def _distance(a: str, b: str, sight: str) -> float:
    return math.dist(_lab(_seen(a, sight)), _lab(_seen(b, sight)))


def _light(hex_colour: str) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), _linear(hex_colour), strict=True))


def _contrast(a: str, b: str) -> float:
    dim, bright = sorted((_light(a), _light(b)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("sight", SIGHTS)
def test_families_are_told_apart_by_every_sight(theme: Theme, sight: str) -> None:
    """Any two families differ clearly (CIE 1976), also for the two common kinds of colour blindness."""
    for a, b in itertools.combinations(theme.families.values(), 2):
        assert _distance(a, b, sight) > 15, (a, b)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_marks_and_words_stand_out_from_the_paper(theme: Theme) -> None:
    """Marks have the contrast that WCAG asks of graphics (3:1), words that of text (4.5:1)."""
    for family in theme.families.values():
        assert _contrast(family, theme.paper) >= 3
    assert _contrast(theme.ink, theme.paper) >= 7
    assert _contrast(theme.muted, theme.paper) >= 4.5


def test_colours_fade() -> None:
    """A faded colour keeps its hue."""
    assert faded("#102030", 0.5) == "rgba(16,32,48,0.500)"
