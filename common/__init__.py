"""Errors, jobs, registries, settings and value types that every other package shares.

It imports nothing of the other packages, and no library that takes long to load.
"""
