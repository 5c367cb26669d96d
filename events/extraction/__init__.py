"""Article -> events: one room a question (who, did what, when, where, how many, says who)."""

from events.extraction.article import SUPPORTED, extract
from events.extraction.language import detect_language

__all__ = ["SUPPORTED", "detect_language", "extract"]
