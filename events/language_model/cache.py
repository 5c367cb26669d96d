"""Answers kept, so that the same question to the same model is asked once: one file each, beside the record."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from events.language_model.answer import Answer
from events.language_model.prompt import version
from events.language_model.settings import Settings


@dataclass(frozen=True)
class Cache:
    """Answers in ``folder``, each marked with the model, its address and the version of the instructions."""

    folder: Path

    def get(self, settings: Settings, message: str) -> Answer | None:
        """The answer kept for this question; None where there is none, or none that can be read."""
        try:
            kept = json.loads(self._path(settings, message).read_text(encoding="utf-8"))
            return Answer.model_validate(kept["answer"])
        except (OSError, ValueError, KeyError, ValidationError):
            return None

    def put(self, settings: Settings, message: str, answer: Answer) -> None:
        """Keep an answer; it is whole on the disk before it has its name."""
        self._write(
            self._path(settings, message),
            {**_marks(settings), "answer": answer.model_dump(mode="json")},
        )

    def mode(self, settings: Settings) -> str | None:
        """The way of asking that this server answered before."""
        try:
            return str(json.loads(self._mode_path(settings).read_text(encoding="utf-8"))["mode"])
        except (OSError, ValueError, KeyError):
            return None

    def put_mode(self, settings: Settings, mode: str) -> None:
        """Remember the way of asking that this server answers."""
        self._write(self._mode_path(settings), {**_marks(settings), "mode": mode})

    def _path(self, settings: Settings, message: str) -> Path:
        key = "\n".join([version(), json.dumps(Answer.model_json_schema(), sort_keys=True), settings.model, message])
        return self.folder / f"{sha256(key.encode()).hexdigest()}.json"

    def _mode_path(self, settings: Settings) -> Path:
        return self.folder / f"mode-{sha256(f'{settings.url} {settings.model}'.encode()).hexdigest()[:16]}.json"

    def _write(self, path: Path, value: Mapping[str, object]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}.tmp")
        beside.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
        beside.replace(path)


def _marks(settings: Settings) -> dict[str, object]:
    return {"model": settings.model, "host": settings.host, "prompt": version()}
