"""How fast it is: each module is run by hand, ``python -m tests.benchmarks.NAME``, and prints medians and ratios."""
