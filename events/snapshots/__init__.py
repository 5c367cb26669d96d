"""A view frozen with the events it showed, under a link that means the same next year: one room a question."""
