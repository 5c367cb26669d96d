"""A language model as a second reader, off unless asked for: it returns words, our own rules say what they mean."""
