"""Article -> events: one room a question (who, did what, when, where, how many, says who)."""
