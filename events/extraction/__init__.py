"""Article -> events: one room a question (who, did what, when, where, how many, says who)."""

from events.extraction.article import SUPPORTED, detect_language, extract

__all__ = ["SUPPORTED", "detect_language", "extract"]
