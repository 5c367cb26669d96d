"""What differs between a snapshot as it was stored and as somebody has it, each difference named in words."""

from collections.abc import Iterator, Mapping

MOST_SHOWN = 60  # characters of a value that are shown
_NAMED = {"events": "event", "articles": "article", "data": "data set"}


def differences(stored: object, found: object) -> list[str]:
    """A sentence fragment for each difference, such as ``event 1a2b, kind: "AID", stored as "ASSAULT"``."""
    return list(_differences(stored, found, ""))


def _differences(stored: object, found: object, where: str) -> Iterator[str]:
    if isinstance(stored, dict) and isinstance(found, dict):
        for key in sorted({*stored, *found}):
            inside = f"{where}, {key}" if where else str(key)
            if key in stored and key in found:
                yield from _differences(stored[key], found[key], inside)
            else:
                yield f"{inside}: {'added' if key in found else 'missing'}"
    elif isinstance(stored, list) and isinstance(found, list):
        yield from _in_lists(stored, found, where)
    elif stored != found or type(stored) is not type(found):
        yield f"{where}: {_shown(found)}, stored as {_shown(stored)}"


def _in_lists(stored: list[object], found: list[object], where: str) -> Iterator[str]:
    names = [_name(each, where) for each in stored]
    if where in _NAMED and len(found) == len(stored):
        # one whose own id was changed stands where it stood
        for name, before, now in zip(names, stored, found, strict=True):
            yield from _differences(before, now, str(name))
        return
    if where in _NAMED:
        yield from _by_name(dict(zip(names, stored, strict=True)), found, where)
        return
    if len(stored) != len(found):
        yield f"{where}: {len(found)} entries, stored with {len(stored)}"
    for number, (before, now) in enumerate(zip(stored, found, strict=False), 1):
        yield from _differences(before, now, f"{where} {number}")


def _by_name(stored: Mapping[str | None, object], found: list[object], where: str) -> Iterator[str]:
    """What was added to a list whose entries have names, told twice, taken away, or told otherwise."""
    told = set[str | None]()
    for item in found:
        name = _name(item, where)
        if name in told:
            yield f"{name or where}: there twice"
        elif name in stored:
            yield from _differences(stored[name], item, str(name))
        else:
            yield f"{name or where}: added"
        told.add(name)
    yield from (f"{name or where}: missing" for name in stored if name not in told)


def _name(item: object, where: str) -> str | None:
    """What an entry of a list of events, articles or data sets is called; null for any other."""
    if where not in _NAMED or not isinstance(item, Mapping):
        return None
    own = item.get("id", item.get("data"))
    return f"{_NAMED[where]} {_short(str(own))}"


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'"{_short(value)}"'
    return "nothing" if value is None else _short(str(value))


def _short(text: str) -> str:
    printed = "".join(letter if letter.isprintable() else "?" for letter in text)
    return printed if len(printed) <= MOST_SHOWN else f"{printed[:MOST_SHOWN]}..."
