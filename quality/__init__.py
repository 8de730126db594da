"""Checks that take longer than the tests: formulas with a changed sign, tests that waver.

`python -m quality mutations` and `python -m quality flaky` run them; docs/quality.md tells how.
"""
