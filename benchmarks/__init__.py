"""Measurements, run by `main.py bench NAME`; ratios against a peer in the same run."""
