"""How a kind, a modality and a role look, the same on timeline, map, list and legend.

Colour is the family of the kind: blues cooperate, oranges conflict, the darker of each is material, grey is speech.
Shape is the modality: filled asserted, hollow possible, dashed planned, crossed denied. Size is never certainty.
"""

from dataclasses import dataclass
from types import MappingProxyType

from events.model import Event, Family, Modality, PlaceRole, ReviewState


@dataclass(frozen=True)
class Theme:
    """The colours of one theme, as CSS hex."""

    name: str
    paper: str
    ink: str
    muted: str
    line: str
    families: MappingProxyType[Family, str]
    sea: str
    land: str
    oblast: str
    border: str
    border_minor: str
    disputed: str
    label: str
    halo: str


LIGHT = Theme(
    name="light",
    paper="#ffffff",
    ink="#1c2530",
    muted="#5c6773",
    line="#e3e6ea",
    families=MappingProxyType(
        {
            Family.VERBAL_COOPERATION: "#3f93d2",
            Family.MATERIAL_COOPERATION: "#174a8c",
            Family.VERBAL_CONFLICT: "#cc7a00",
            Family.MATERIAL_CONFLICT: "#a3301a",
            Family.STATEMENT: "#7b828c",
        }
    ),
    sea="#dde6ec",
    land="#f5f3ee",
    oblast="#efe3c4",
    border="#7d8088",
    border_minor="#cfccc4",
    disputed="#8a7f70",
    label="#454b54",
    halo="#fbfaf7",
)
DARK = Theme(
    name="dark",
    paper="#14181d",
    ink="#e6e9ed",
    muted="#9aa4af",
    line="#2a3038",
    families=MappingProxyType(
        {
            Family.VERBAL_COOPERATION: "#8cc4f0",
            Family.MATERIAL_COOPERATION: "#3d7fd9",
            Family.VERBAL_CONFLICT: "#f2b84b",
            Family.MATERIAL_CONFLICT: "#e0623f",
            Family.STATEMENT: "#9aa1ab",
        }
    ),
    sea="#10151b",
    land="#20262d",
    oblast="#3d3722",
    border="#7c8591",
    border_minor="#3a424c",
    disputed="#a59a86",
    label="#c3cad3",
    halo="#1a1f25",
)
THEMES = MappingProxyType({"light": LIGHT, "dark": DARK})

# What stands beside a mark that somebody has reviewed; what was only found has nothing.
SIGN = MappingProxyType({ReviewState.CONFIRMED: "✓", ReviewState.DISPUTED: "?", ReviewState.WITHDRAWN: "×"})

# The two places of an event that say where the act itself lies; the others say where it was spoken of.
ACT_ROLES = frozenset({PlaceRole.HAPPENED_AT, PlaceRole.TO})
FAMILIES = tuple(Family)

# Plotly symbols of the timeline. A planned mark is a ring whose line the viewer's style sheet dashes.
SYMBOL = MappingProxyType(
    {
        Modality.ASSERTED: "circle",
        Modality.POSSIBLE: "circle-open",
        Modality.PLANNED: "circle-open",
        Modality.DENIED: "circle-x-open",
    }
)


def theme_named(name: str | None) -> Theme:
    """The theme of that name; light for any other name."""
    return THEMES.get(name or "", LIGHT)


def colour(event: Event, theme: Theme) -> str:
    """The colour of an event's family."""
    return theme.families[event.family]


def faded(hex_colour: str, opacity: float) -> str:
    """A hex colour at an opacity between 0 and 1, as CSS rgba."""
    red, green, blue = (int(hex_colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:.3f})"
