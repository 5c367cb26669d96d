"""A snapshot as a page, a file, a picture beside its link."""
