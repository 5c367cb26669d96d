"""Other people's event data in, ours out: one room a format."""
