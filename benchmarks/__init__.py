"""Measurements, run by `main.py bench NAME`; ratios against a peer in the same run.

A module has `run(...) -> BenchReport`; `report` is the frame, docs/benchmarks.md the results.
"""
