"""A snapshot as one HTML file that opens from disk without a network and does what its page does.

The same snapshot, language and address give the same bytes in one edition of the program; a seal at the end covers
each of them. Words, table and hash are there without scripts; data, figures, basemap and chart library lie in it packed
(gzip, base64).
"""

import gzip
import json
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

from events.engine import drawn_span
from events.figures import basemap, panels
from events.figures.in_words import in_words
from events.figures.marks import theme_named
from events.figures.scene import Scene, scene_of
from events.index import ancestors, told_by
from events.model import Event, Problem
from events.register import edits_in_use, name_of
from events.sharing import page
from events.sharing.viewer_bundle import bundle
from events.snapshots.document import Snapshot, canonical
from events.snapshots.opening import link
from events.snapshots.sealing import seal
from events.snapshots.verifying import DATA
from events.texts import Texts, texts_in
from events.theatre import theatre
from events.wording import Telling, actor_words

LARGEST = 6_000_000  # bytes of a file
DRAWN = page.AT_ONCE  # events that are drawn one by one
LISTED = 2_000  # events in the table
ACTORS = 16  # that can be chosen: those with most events
THEMES = ("light", "dark")
ALL = ""  # the choice of no actor
NONE = ""  # no lane opened
ROOT = Path(__file__).parents[2]
MADE_BY = ("events/**/*.py", "events/viewer/*", "data/texts/*", "data/basemap/*", "data/actors/*", "pyproject.toml")

Form = Mapping[str, object]
Parts = list[tuple[str, bytes]]


def exported(form: Form, *, base: str, language: str | None) -> bytes:
    """The file of a snapshot in its stored form, whose link begins with ``base``; raises Problem if it is too large."""
    snapshot, texts = Snapshot.model_validate(form), texts_in(language)
    facts = {
        "snapshot": snapshot.id,
        "hash": snapshot.hash,
        "base": base,
        "language": texts.language,
        "edition": edition(),
    }
    content = seal(_parts(snapshot, form, base, texts), facts)
    if len(content) > LARGEST:
        raise Problem(
            f"The file would have {len(content) / 1e6:.1f} MB, and one file has at most {LARGEST / 1e6:.0f}; "
            "share fewer events, or export JSON."
        )
    return content


def rebuilt(form: Form, facts: Mapping[str, object]) -> Mapping[str, bytes] | None:
    """The parts of the file that this edition makes with these facts; null where another edition made it."""
    if facts.get("edition") != edition():
        return None
    snapshot, texts = Snapshot.model_validate(form), texts_in(str(facts.get("language")))
    return dict(_parts(snapshot, form, str(facts.get("base")), texts))


@cache
def _program() -> str:
    digest = sha256(panels.plotly_script().read_bytes())
    for pattern in MADE_BY:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def edition() -> str:
    """What the bytes of a file depend on beside its snapshot: this program, its data, and what users made of them."""
    return sha256(f"{_program()}{edits_in_use()}{theatre()}".encode()).hexdigest()[:16]


def packed(content: bytes) -> bytes:
    """``content`` as it lies in a file."""
    return b64encode(gzip.compress(content, 9, mtime=0))


@cache
def _library() -> bytes:
    return panels.plotly_script().read_bytes().replace(b"</script", b"<\\/script")


@cache
def _packed_library() -> bytes:
    return packed(_library())


# -- the parts -----------------------------------------------------------------------------------


def _parts(snapshot: Snapshot, form: Form, base: str, texts: Texts) -> Parts:
    shown = snapshot.events[:LISTED]
    actors = _actors(snapshot.events, texts)
    script = bundle("disk", "file")
    return [
        ("the head", _head(snapshot, script, texts).encode()),
        ("the words", _words(snapshot, shown, actors, link(base, snapshot.id), texts).encode()),
        (DATA, _element("snapshot", packed(canonical(form).encode()))),
        ("the figures", _element("drawn", packed(_drawn(snapshot, shown, actors, texts)))),
        ("the map's ground", _element("ground", packed(_ground(snapshot)))),
        ("the chart library", _element("library", _packed_library())),
        ("the scripts", f"<script>{script}</script></body></html>".encode()),
    ]


def _element(identity: str, text: bytes) -> bytes:
    return b'<script type="text/plain" id="%b">%b</script>\n' % (identity.encode(), text)


def _head(snapshot: Snapshot, script: str, texts: Texts) -> str:
    allowed = " ".join(
        f"'sha256-{b64encode(sha256(each).digest()).decode()}'" for each in (script.encode(), _library())
    )
    policy = (
        f"default-src 'none'; script-src {allowed} blob:; worker-src blob:; child-src blob:; "
        "style-src 'unsafe-inline'; img-src data: blob:; connect-src data: blob:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    styles = "".join((panels.VIEWER / f"{name}.css").read_text(encoding="utf-8") for name in ("snapshot", "viewer"))
    return (
        f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=True)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(page.heading(snapshot, texts))}</title>'
        f"<style>{styles}</style></head><body>"
    )


def _words(snapshot: Snapshot, shown: Sequence[Event], actors: Mapping[str, str], address: str, texts: Texts) -> str:
    told = page.sources(snapshot)
    drawn = shown[:DRAWN]
    lead = "".join(f"<p>{escape(line)}</p>" for line in in_words(scene_of(drawn, snapshot.view), told, texts))
    rest = len(snapshot.events) - len(shown)
    more = f'<p class="quiet">{escape(texts("snap.file.more", n=rest))}</p>' if rest else ""
    options = "".join(f'<option value="{escape(key)}">{escape(name)}</option>' for key, name in actors.items())
    return (
        f'<main id="top">{_header(snapshot, address, texts)}'
        f'<p class="choose" hidden><label>{escape(texts("snap.file.actor"))} <select id="actor">'
        f'<option value="">{escape(texts("snap.file.all"))}</option>{options}</select></label> '
        f'<output id="shown" for="actor"></output></p>'
        f'<div id="figures"><div class="words">{lead}</div></div>'
        f"<noscript><p>{escape(texts('snap.nojs'))}</p></noscript>"
        f'<h2 id="events">{escape(texts("snap.events"))}</h2>{page.table(shown, told, snapshot, None, texts)}{more}'
        f"{page.told_from(shown, snapshot, texts)}{page.proof(snapshot, texts)}</main>\n"
    )


def _header(snapshot: Snapshot, address: str, texts: Texts) -> str:
    kicker = f"{texts('product')} · {texts('snap.kicker')}"
    copy = escape(texts("snap.file.copy", link="\0")).replace(
        "\0", f'<a href="{escape(address)}">{escape(address)}</a>'
    )
    return (
        f'<header class="snap-head"><p class="kicker"><span>{escape(kicker)}</span></p>'
        f"<h1>{escape(page.heading(snapshot, texts))}</h1>{page.told_line(snapshot, texts)}"
        f'<p class="drift">{copy}</p>{page.omitted(snapshot, texts)}</header>'
    )


def _actors(events: Sequence[Event], texts: Texts) -> dict[str, str]:
    """The actors that can be chosen, with their parts, most events first: their names by id."""
    names: dict[str, str] = {}
    counts = Counter[str]()
    for event in events[:DRAWN]:
        held = {each for actor in event.actors for each in ancestors(actor)}
        names |= {actor.id: actor.name for actor in event.actors if actor.id in held}
        counts.update(held)
    ranked = sorted(counts, key=lambda each: (-counts[each], each))[:ACTORS]
    return {each: actor_words(each, names.get(each) or name_of(each), texts) for each in ranked}


def _drawn(snapshot: Snapshot, shown: Sequence[Event], actors: Mapping[str, str], texts: Texts) -> bytes:
    """What the viewer draws: figures of all and of each actor's events, in both themes, and what is common to them."""
    told, drawn = page.sources(snapshot), shown[:DRAWN]
    chosen = {ALL: drawn, **{key: [event for event in drawn if _has(event, key)] for key in actors}}
    scenes = {key: scene_of(events, snapshot.view) for key, events in chosen.items()}
    opened = snapshot.view.lanes
    common = panels.panels(scenes[ALL], told, theme=theme_named(THEMES[0]), texts=texts, opened=opened, listed=False)
    parts = {
        key: {theme: panels.part(scene, told, theme=theme_named(theme), texts=texts, opened=opened) for theme in THEMES}
        for key, scene in scenes.items()
    }
    days = {areas.name: areas.days for areas in snapshot.areas}
    lanes = {
        lane: {theme: _timeline(scenes[ALL], told, theme, texts, lane) for theme in THEMES}
        for lane in (NONE, *_openable(parts[ALL][THEMES[0]]))
    }
    spans = [(event.id, drawn_span(event, told.get(told_by(event)))) for event in drawn]
    changing = next(iter(parts.values()))[THEMES[0]]
    content = {
        "common": {
            **{key: value for key, value in common.items() if key not in changing},
            "addresses": {"css": "", "plotly": ""},  # both lie in the file
            **panels.framed(drawn, snapshot.view.camera),
            **page.on_the_map(snapshot, lambda name, day: days[name][day]),
            "chosen": None,
            "address": "",
        },
        "parts": parts,
        "lanes": lanes,
        "shown": {key: [event.id for event in _listed(shown, key)] for key in chosen},
        "counted": {key: texts("share.events", n=len(_listed(snapshot.events, key))) for key in chosen},
        "spans": [[key, str(span.first or span.last), str(span.last)] for key, span in spans if span.last],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()  # in the order of the legend


def _openable(part: Mapping[str, object]) -> list[str]:
    """The lanes of a part's timeline that have parts of their own, but for those within another."""
    lanes = json.loads(str(part["timeline"]))["layout"]["meta"]["lanes"]
    return [lane["id"] for lane in lanes if lane.get("parts") and not lane["depth"]]


def _timeline(scene: Scene, told: Mapping[str, Telling], theme: str, texts: Texts, lane: str) -> str:
    """The timeline with only this lane opened."""
    opened = (lane,) if lane else ()
    return str(panels.part(scene, told, theme=theme_named(theme), texts=texts, opened=opened)["timeline"])


def _listed(events: Sequence[Event], key: str) -> Sequence[Event]:
    return [event for event in events if key == ALL or _has(event, key)]


def _has(event: Event, actor_id: str) -> bool:
    return any(actor_id in ancestors(actor) for actor in event.actors)


def _ground(snapshot: Snapshot) -> bytes:
    """The basemap's files by the address under which a figure names them, with the borders of the view alone."""
    held = basemap.HELD[snapshot.view.borders]
    names = {basemap.NAMES, basemap.TOWNS, theatre().regions, theatre().lines, held}
    files = {basemap.address(name): json.loads(theatre().path(name).read_bytes()) for name in sorted(names)}
    return json.dumps(files, ensure_ascii=False, separators=(",", ":")).encode()
