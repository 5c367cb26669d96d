"""Whom a source's name for an actor means: the register's id where it knows it, else a stable one of its own.

"Military Forces of Russia (2000-)" is ``rus-military``, "Government of Syria" ``syr-government``, "Protesters
(Ukraine)" the unknown actor ``ukr-protesters``, which counts under Ukraine. Resolved once for each distinct name.
"""

import re
from dataclasses import dataclass
from functools import cache

from events.exchange.format import table
from events.index import ancestors, fold
from events.model import Actor, ActorType, Role
from events.register import Entry, entries, known, state_of, unknown_id, while_unedited

FIELD, PART, PARTY = "\x1f", "\x1e", "\x1d"  # between the fields of a party, the parts of one, and parties
UNNAMED = frozenset({"", "unknown", "none", "nan", "unspecified", "unidentified", "--", "---"})

_BODIES = (
    (r"government|interim government|transitional government", "government"),
    (r"military forces|armed forces|military|army|military junta", "military"),
    (r"police forces|police", "police"),
    (r"civilians", None),
)
_BODY_OF = re.compile(
    rf"(?:the )?(?P<former>former |mutiny of )?(?P<body>{'|'.join(words for words, _ in _BODIES)}) of (?:the )?"
    r"(?P<state>[^(,]+(?:\([^)0-9][^)]*\))?)\s*(?:\(\d{4}[^)]*\))?\s*(?P<unit>.*)",
    re.IGNORECASE,
)
_ID = re.compile(r"[a-z]{2,}(?:-[a-z0-9]+)*")  # of the register
_IN_BRACKETS = re.compile(r"(?P<name>.+?)\s*\((?P<state>[^()]+(?:\([^()]*\))?)\)")
_SECTORS = (
    ("military", "military"),
    ("army", "military"),
    ("police", "police"),
    ("legislat", "parliament"),
    ("parliament", "parliament"),
    ("government", "government"),
    ("executive", "government"),
)
_SECTOR_TYPES = (
    ("rebel", ActorType.ARMED_GROUP),
    ("insurgent", ActorType.ARMED_GROUP),
    ("separatist", ActorType.ARMED_GROUP),
    ("criminal", ActorType.ARMED_GROUP),
    ("militia", ActorType.ARMED_GROUP),
    ("civilian", ActorType.CIVILIAN),
    ("population", ActorType.CIVILIAN),
)


@dataclass(frozen=True)
class Parties:
    """The actors of one party of a draft, as the engine's columns have them."""

    names: str
    parties: list[dict[str, str | None]]
    actors: list[str]
    roles: list[str]


@while_unedited
def _by_name() -> dict[str, Entry]:
    """The register's actors by folded name; a name of several is nobody's."""
    found: dict[str, Entry | None] = {}
    for entry in entries():
        for name in {fold(each) for each in (entry.name, *entry.latin, *entry.called("en").names)}:
            found[name] = entry if name not in found or found[name] == entry else None
    for row in table("actor_names"):
        found[fold(row["name"])] = known(row["actor"])
    return {name: entry for name, entry in found.items() if entry is not None}


@cache
def _countries() -> dict[str, str]:
    """Countries' codes by folded name or code: ISO 3166 alpha-3, CAMEO's own, and FIPS 10-4 behind "fips:"."""
    found: dict[str, str] = {}
    for entry in entries():
        if entry.type is ActorType.STATE and entry.country:
            for name in (entry.country, entry.name, *entry.called("en").names):
                found[fold(name)] = entry.country
    found |= {fold(row["name"]): row["country"] for row in table("country_names")}
    found |= {fold(row["code"]): row["country"] for row in table("cameo_countries")}
    return found | {f"fips:{fold(row['code'])}": row["country"] for row in table("fips")}


def country_of(word: str | None) -> str | None:
    """The ISO 3166 alpha-3 code of a country's name or code, null where it is none."""
    folded = fold(word or "").strip()
    return _countries().get(folded) or _countries().get(folded.partition(" (")[0])


def parties_of(key: str) -> Parties:
    """The parties that the SQL macro ``party`` named: role, type, country and names, which ";" divides."""
    return Resolver().parties_of(key)


class Resolver:
    """Finds parties, and keeps what it found of each name."""

    def __init__(self) -> None:
        """Nothing is found yet."""
        self._found: dict[tuple[str, ...], tuple[Actor, tuple[str, ...]]] = {}

    def parties_of(self, key: str) -> Parties:
        """As ``events.exchange.parties.parties_of``."""
        actors: dict[tuple[str, str], tuple[Actor, tuple[str, ...]]] = {}
        for party in key.split(PARTY) if key else ():
            role, kind, country, names = party.split(FIELD, 3)
            where = country if kind == "cameo" or kind.startswith("sectors:") else ""  # others do not ask for it
            for name in (name.strip() for name in names.split(";")):
                if fold(name) not in UNNAMED:
                    found = self._actor(role, name, kind, where)
                    actors.setdefault((role, found[0].id), found)
        chains = [(role, each) for (role, _), (_, chain) in actors.items() for each in chain]
        return Parties(
            names=", ".join(actor.name for actor, _ in actors.values()),
            parties=[actor.model_dump(mode="json", include=COLUMNS) for actor, _ in actors.values()],
            actors=list(dict.fromkeys(each for _, each in chains)),
            roles=list(dict.fromkeys(f"{role}:{each}" for role, each in chains)),
        )

    def _actor(self, role: str, name: str, kind: str, country: str) -> tuple[Actor, tuple[str, ...]]:
        """An actor, and all that it is part of."""
        key = (role, name, kind, country)
        if key not in self._found:
            actor = _actor(Role(role), name, kind, country)
            self._found[key] = actor, tuple(ancestors(actor))
        return self._found[key]


COLUMNS = {"role", "id", "name", "country", "type", "part_of"}


def _actor(role: Role, name: str, kind: str, country: str) -> Actor:
    if kind == "cameo":
        return _by_codes(role, name, country)
    if _ID.fullmatch(name) and (named := known(name)):
        return _known(role, named.name, named)
    entry = known(kind.removeprefix("id:")) if kind.startswith("id:") else _by_name().get(fold(name))
    if entry is not None and not (entry.type is ActorType.STATE and kind.startswith("sectors:")):
        return _known(role, name, entry)
    if found := _body_of_state(role, name):
        return found
    if kind.startswith("sectors:"):
        return _by_sectors(role, name, kind.removeprefix("sectors:"), country)
    bracketed = _IN_BRACKETS.fullmatch(name)
    state = state_of(country_of(bracketed["state"])) if bracketed else None
    bare = bracketed["name"] if bracketed and state else name
    return _unknown(role, name, bare, state, ActorType(kind) if kind else _type_by_words(name))


def _known(role: Role, name: str, entry: Entry) -> Actor:
    return Actor(role=role, id=entry.id, name=name, country=entry.country, type=entry.type, part_of=entry.part_of)


def _unknown(role: Role, name: str, bare: str, owner: Entry | None, kind: ActorType) -> Actor:
    actor_id = unknown_id(bare, owner.id if owner else None)
    entry = known(actor_id)
    if entry is not None:
        return _known(role, name, entry)
    return Actor(
        role=role,
        id=actor_id,
        name=name,
        country=owner.country if owner else None,
        type=kind,
        part_of=owner.id if owner else None,
    )


def _body_of_state(role: Role, name: str) -> Actor | None:
    """A government, its forces or its police, by the name of the state; a unit of them where one is named."""
    match = _BODY_OF.fullmatch(name)
    state = state_of(country_of(match["state"])) if match else None
    if match is None or state is None:
        return None
    organ = next(organ for words, organ in _BODIES if re.fullmatch(words, match["body"], re.IGNORECASE))
    if match["former"] or organ is None:
        words = f"{match['former'] or ''}{match['body']}"
        return _unknown(role, name, words, state, ActorType.ARMED_GROUP if match["former"] else ActorType.CIVILIAN)
    body = known(f"{state.id}-{organ}")
    if body is None:
        return _known(role, name, state)
    return _unknown(role, name, match["unit"], body, body.type) if match["unit"] else _known(role, name, body)


def _type_by_words(name: str) -> ActorType:
    """What sort of actor a name speaks of, where the source does not say."""
    words = fold(name)
    if re.search(r"\b(civilians?|protesters?|rioters?|people|refugees|students)\b", words):
        return ActorType.CIVILIAN
    if re.search(r"\b(party|union|ministry|council|organi[sz]ation|company|agency)\b", words):
        return ActorType.ORG
    return ActorType.ARMED_GROUP


@cache
def _cameo() -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    return {row["code"]: row for row in table("cameo_sectors")}, {r["code"]: r["actor"] for r in table("cameo_groups")}


def _by_codes(role: Role, name: str, codes: str) -> Actor:
    """An actor of GDELT: a state, an organ of one, or whoever its name is; names come in capital letters."""
    country, sector, group = [*codes.split(PART), "", "", ""][:3]
    sectors, groups = _cameo()
    shown = name.title() if name.isupper() else name
    entry = known(groups[group]) if group in groups else None
    state = state_of(country_of(country))
    by_name = _by_name().get(fold(name))
    if by_name is not None and by_name.type is not ActorType.STATE:
        entry = by_name
    row = sectors.get(sector)
    if entry is None and state is not None and row is None and not group:
        return _known(role, state.name if country_of(name) == state.country else shown, state)
    if entry is None and state is not None and row is not None and row["organ"]:
        entry = known(f"{state.id}-{row['organ']}")
    if entry is not None:
        return _known(role, entry.name, entry)
    kind = ActorType(row["type"]) if row else ActorType.ORG
    told = f"{shown} ({row['label']})" if row and state and country_of(name) else shown
    return _unknown(role, told, told, state, kind)


def _by_sectors(role: Role, name: str, sectors: str, country: str) -> Actor:
    """An actor of ICEWS or POLECAT: its country and the sectors that it stands in, in words."""
    state, words = state_of(country_of(country)), fold(sectors)
    code = _cameo()[0].get(sectors[:3].upper()) if len(sectors) == 3 or sectors[3:4] in (";", ",") else None
    organ = code["organ"] if code else next((organ for word, organ in _SECTORS if word in words), None)
    if state is not None and country_of(name) == state.country:
        body = known(f"{state.id}-{organ}") if organ else None
        return _known(role, name, body or state)
    kind = ActorType(code["type"]) if code else next((kind for word, kind in _SECTOR_TYPES if word in words), None)
    if kind is None and organ is not None:
        kind = ActorType.MILITARY if organ == "military" else ActorType.GOVERNMENT
    bracketed = _IN_BRACKETS.fullmatch(name)
    bare = bracketed["name"] if bracketed and country_of(bracketed["state"]) else name
    if organ and state and fold(bare) in (organ, f"{organ} personnel", "armed forces", "police officers"):
        return _known(role, name, known(f"{state.id}-{organ}") or state)
    return _unknown(role, name, bare, state, kind or ActorType.ORG)
