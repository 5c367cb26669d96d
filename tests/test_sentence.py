"""The program's own sentences: English where they are printed, the reader's language on the screen, one source."""

import ast
import copy
import json
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from events.articles import parse_day
from events.links import decode
from events.model import Problem
from events.sentence import Sentence
from events.snapshots.control import require_line
from events.texts import DEFAULT, FOLDER, languages, texts_in

CODE = Path(__file__).parents[1] / "events"
CATALOGUES = [code for code in languages() if code != DEFAULT]


def catalogue(language: str) -> dict[str, str]:
    """The sentences of a language by their English patterns."""
    found: dict[str, str] = json.loads((FOLDER / "sentences" / f"{language}.json").read_text(encoding="utf-8"))
    return found


def literals() -> Iterator[str]:
    """Every text written in the code."""
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def patterns() -> Iterator[str]:
    """Every pattern that the code makes a sentence of, where it is written in its place or named just before."""
    for path in CODE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            target.id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name) and isinstance(node.value.value, str)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
                continue
            if node.func.id == "Sentence" or (node.func.id == "Problem" and node.keywords):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value
                elif isinstance(first, ast.Name) and first.id in named:
                    yield named[first.id]


def fields(pattern: str) -> set[str]:
    """The values that a pattern takes."""
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_pattern_is_in_every_language(language: str) -> None:
    """What the code makes sentences of has words in each language, with the same values."""
    told = catalogue(language)
    asked = set(patterns())

    assert len(asked) > 25
    assert asked - set(told) == set()
    for pattern, words in told.items():
        assert fields(words) == fields(pattern), pattern


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_language_says_what_the_code_does_not(language: str) -> None:
    """A sentence that was reworded in the code is missed here, not on the screen."""
    assert set(catalogue(language)) - set(literals()) == set()


def test_a_link_problem_in_indonesian() -> None:
    """The same sentence is English for the command line and Indonesian for the screen, its parts too."""
    _, sentences = decode({"actor": "narnia", "from": "soon", "v": "1"}, known_actors=lambda _: False)
    indonesian = texts_in("id")

    assert sentences[0] == 'The date in "from" "soon" is not a date; write it as YYYY-MM-DD, for example 2024-10-31.'
    assert indonesian.said(sentences[0]).startswith('"soon" untuk tanggal dalam "from" bukan tanggal')
    assert sentences[1].startswith('The actor "narnia" is not known; allowed are the actors of the register')
    assert indonesian.said(sentences[1]).startswith('"narnia" untuk aktor tidak dikenal')
    assert texts_in("en").said(sentences[1]) == sentences[1]


def test_a_misspelt_actor_in_a_link_is_told_its_likest() -> None:
    """By any name in any language, on the screen in its language; of many only the first few are looked for."""
    _, sentences = decode({"actor": "nroth korea,Korea Utrara,usa-autsin,hezbolah"}, known_actors=lambda _: False)

    for sentence, likest in zip(sentences, ("prk (North Korea)", "prk (North Korea)", "usa-austin"), strict=False):
        assert f"is not known; nearest are {likest}" in sentence
    assert texts_in("id").said(sentences[0]).startswith('Aktor "nroth korea" tidak dikenal; yang terdekat: prk')
    assert sentences[3].startswith('The actor "hezbolah" is not known; allowed are')


def test_a_snapshot_that_cannot_be_made_says_so_in_indonesian() -> None:
    """The sentences of the Share dialog and the Snapshots page, with the words for what is too long."""
    with pytest.raises(Problem) as wrong:
        require_line("x" * 300, "title", 200)

    assert str(wrong.value) == "The title of a snapshot is one line of at most 200 characters; shorten it."
    assert texts_in("id").said(wrong.value) == "Untuk judul potret: satu baris, paling banyak 200 karakter; pendekkan."


def test_numbers_are_parted_as_the_language_parts_them() -> None:
    """Ten thousand is 10,000 in English and 10.000 in Indonesian."""
    _, sentences = decode({"text": "x" * 10_000})

    assert "10,006 characters" in sentences[0]
    assert "10.006 karakter" in texts_in("id").said(sentences[0])


def test_a_problem_keeps_its_pattern() -> None:
    """Raised, caught, copied; braces in a value or in a plain sentence stay as they are."""
    with pytest.raises(Problem) as raised:
        parse_day("{0}", "publication date")
    copied = copy.deepcopy(raised.value)  # as between processes

    assert str(copied) == str(raised.value)
    assert isinstance(copied.sentence, Sentence)
    assert copied.sentence.pattern.startswith("The {what}")
    assert "{0}" in texts_in("id").said(copied)
    assert texts_in("id").said(Problem("nothing {here} is known")) == "nothing {here} is known"
    assert Sentence("plain {text}") == "plain {text}"
