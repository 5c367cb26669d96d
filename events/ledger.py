"""What was read already: which version of a file, address or entry gave which article.

It lies beside the record, a line of JSON for each, and only saves work: without it everything is
read again, and the record knows each text as before. A line that a kill left half written is no
line, and two processes may add to it at once.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from events.model import Problem

NAME = "sources.jsonl"


@dataclass(frozen=True)
class Done:
    """The version ``mark`` of what lies under ``key``, read with these ``options``, gave the article."""

    key: str
    mark: str
    options: str
    article: str


class Ledger:
    """The ledger in the folder ``home``."""

    def __init__(self, home: Path) -> None:
        """Read what is there."""
        self._path = home / NAME
        self._done: dict[str, Done] = {}
        self._torn = False
        if self._path.exists():
            for line in self._path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True):
                self._torn = not line.endswith("\n")
                try:
                    done = Done(**json.loads(line))
                    self._done[done.key] = done
                except (ValueError, TypeError):
                    continue

    def mark(self, key: str) -> str:
        """The mark of the version read last; "" where none was."""
        done = self._done.get(key)
        return done.mark if done else ""

    def article(self, key: str, mark: str, options: str) -> str | None:
        """The id of the article that this version gave, read with the same options."""
        done = self._done.get(key)
        return done.article if done and mark and (done.mark, done.options) == (mark, options) else None

    def add(self, done: Done) -> None:
        """Keep what was read; what has no key or mark cannot be told apart again and is not kept."""
        if not done.key or not done.mark or self._done.get(done.key) == done:
            return
        self._done[done.key] = done
        line = json.dumps(asdict(done), ensure_ascii=True) + "\n"
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write("\n" + line if self._torn else line)
        except OSError as error:
            raise Problem(f'"{self._path}" cannot be written ({error.strerror}); see that there is room.') from None
        self._torn = False
