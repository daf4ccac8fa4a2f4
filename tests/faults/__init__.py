"""Faults, injected on purpose, each with what must come of it.

Here: a table of faults for files, for the wire, for whole runs, for processes and for the checks
themselves. Not here: what a part does on good input (`unit/`, `dbt/`, `integration/`).

The fast part runs with every test; `pytest tests/faults --all-faults` runs the whole.
"""
