"""The program's own HTTP."""
