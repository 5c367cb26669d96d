"""Answers become figures, and the words that say the same."""
