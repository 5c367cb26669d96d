"""A folder of coded articles: what a reader says that each tells, to score the extractor against.

One JSON file an article, ``{id, lang, published, title, text, events}``, in the shape that ``events corrections``
writes; fields that scoring does not look at may be there or not.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from events.articles import article_id, check_language, headline, parse_day
from events.model import Article, Kind, Modality, Problem, one_line

SHIPPED_CORPUS = Path(__file__).parents[1] / "tests" / "corpus"


class _Coded(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class CodedActor(_Coded):
    """Somebody in a coded event; scoring looks at the country."""

    name: str | None = None
    country: str | None = None


class CodedPlace(_Coded):
    """Where a coded act happened, went to or left."""

    name: str | None = None
    country: str | None = None


class CodedDate(_Coded):
    """The first and last day of a coded act."""

    first: date
    last: date


class CodedEvent(_Coded):
    """One act as a reader coded it; ``sure`` is False where another reader may well code it otherwise."""

    quote: str
    kind: Kind
    modality: Modality
    sources: tuple[CodedActor, ...]
    targets: tuple[CodedActor, ...] = ()
    speaker: CodedActor | None = None
    date: CodedDate | None = None
    place: CodedPlace | None = None
    sure: bool = True


class CodedArticle(_Coded):
    """An article and what it tells."""

    id: str
    lang: str | None = None
    published: date | None = None
    text: str
    events: tuple[CodedEvent, ...]

    @property
    def article(self) -> Article:
        """The article as the extractor is given it."""
        return Article(
            id=article_id(self.text),
            title=headline(self.text),
            language=self.lang,
            published=self.published,
            text=self.text,
        )

    def span(self, event: CodedEvent) -> tuple[int, int]:
        """Where the quote of one of the events stands."""
        start = self.text.find(event.quote)
        return start, start + len(event.quote)


def read_corpus(folder: Path, languages: tuple[str, ...] = ()) -> Iterator[CodedArticle]:
    """The coded articles in ``folder`` by file name, of ``languages`` where some are given."""
    name = one_line(str(folder))
    if not folder.is_dir():
        raise Problem(f'There is no folder "{name}"; give one with coded articles, one JSON file each.')
    for code in languages:
        check_language(code)
    coded = [_read(path) for path in sorted(folder.glob("*.json"))]
    if not coded:
        raise Problem(f'"{name}" holds no coded article; they are JSON files, as events corrections writes them.')
    there = sorted({each.lang for each in coded if each.lang})
    for code in languages:
        if code not in there:
            raise Problem(f'"{name}" holds no article in "{code}"; there are {", ".join(there)}.')
    yield from (each for each in coded if not languages or each.lang in languages)


def _read(path: Path) -> CodedArticle:
    name = one_line(path.name)
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(value, dict) and value.get("published") is not None:
            parse_day(str(value["published"]), f"publication date in {name}")
        coded = CodedArticle.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "article"
        raise Problem(f'"{name}" is no coded article: {one_line(field)}: {one_line(first["msg"])}.') from None
    except OSError as error:
        raise Problem(f'"{name}" cannot be read ({error.strerror}); give a folder of readable files.') from None
    except (ValueError, RecursionError):
        raise Problem(f'"{name}" is not JSON; give a folder of coded articles, one JSON file each.') from None
    check_language(coded.lang)
    lost = next((event for event in coded.events if not event.quote or event.quote not in coded.text), None)
    if lost:
        raise Problem(f'The quote "{one_line(lost.quote)}" does not stand in "{name}"; copy it exactly.')
    return coded
