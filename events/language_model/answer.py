"""What a model may answer: kinds, modalities and words of the article, and no more of either than an article holds."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from events.model import Kind, Modality, PlaceRole

MOST_EVENTS = 80
Words = Annotated[str, Field(max_length=200)]


class Told(BaseModel):
    """Base of what is told; anything beside its fields is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ToldPlace(Told):
    """The words that name a place, and what it is to the act."""

    words: Words
    role: PlaceRole = PlaceRole.HAPPENED_AT


class ToldEvent(Told):
    """One act in the article's own words."""

    kind: Kind
    modality: Modality
    quote: Annotated[str, Field(max_length=1200)]
    sources: Annotated[list[Words], Field(max_length=20)]
    targets: Annotated[list[Words], Field(max_length=20)] = []
    speaker: Words | None = None
    date: Words | None = None
    places: Annotated[list[ToldPlace], Field(max_length=10)] = []
    quantities: Annotated[list[Words], Field(max_length=10)] = []


class Answer(Told):
    """The events of one stretch of an article."""

    events: Annotated[list[ToldEvent], Field(max_length=MOST_EVENTS)]
