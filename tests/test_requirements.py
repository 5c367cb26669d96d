"""The locks: what running needs in one, and what tests and a language model need besides in the other."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(path: str) -> dict[str, str]:
    """The version of each package in a lock."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", text, re.MULTILINE))


def named(requirements: list[str]) -> set[str]:
    """The packages that requirements name, this program itself left out."""
    names = {re.split(r"[\[<>=; ]", each, maxsplit=1)[0].lower() for each in requirements}
    return names - {PROJECT["name"]}


def test_running_installs_what_it_needs_and_no_tools() -> None:
    """The lock of ``make run`` holds every dependency, and nothing that only tests or a model need."""
    running, extras = pins("requirements.lock"), PROJECT["optional-dependencies"]

    assert named(PROJECT["dependencies"]) | named(extras["install"]) <= set(running)
    tools = named(extras["dev"]) | named(extras["llm"])
    assert not (tools - named(PROJECT["dependencies"]) - {"jsonschema"}) & set(running), "run make lock"


def test_tests_run_with_the_versions_that_are_served() -> None:
    """The lock of ``make test`` holds all of the other at the same versions, and what it needs itself."""
    tested = pins("tests/requirements.lock")

    assert pins("requirements.lock").items() <= tested.items(), "run make lock"
    assert named(PROJECT["optional-dependencies"]["dev"]) <= set(tested), "run make lock"
