"""How much processor time all programs that this one has started have used: servers, browsers, and theirs in turn.

A machine that does other work makes everybody wait, but makes nobody's own work much more; so times of the clock tell
what a reader waits, and times of the processor tell what a page is worth. Linux only, which tells it under /proc.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROCESSES = Path("/proc")
DRIVER = "node"  # what steers the browser on our side, and is no part of what is measured


def spent() -> float:
    """Seconds of processor time, of all processes begun by this one that still run, and of theirs that have ended."""
    programs = {pid: (name, parent, ticks) for pid, name, parent, ticks in _programs()}
    children: dict[int, list[int]] = defaultdict(list)
    for pid, (_, parent, _) in programs.items():
        children[parent].append(pid)
    total, waiting = 0, list(children[os.getpid()])
    while waiting:
        pid = waiting.pop()
        waiting += children[pid]
        name, _, ticks = programs[pid]
        total += 0 if name == DRIVER else ticks
    return total / TICKS


def _programs() -> Iterator[tuple[int, str, int, int]]:
    """Every process with its name, who began it, and its ticks of processor time with those of its ended children."""
    for folder in PROCESSES.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            line = (folder / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:  # it has just ended
            continue
        begin, _, rest = line.rpartition(")")  # the name itself may hold anything
        fields = rest.split()
        yield int(folder.name), begin.partition("(")[2], int(fields[1]), sum(map(int, fields[11:15]))
