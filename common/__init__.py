"""Errors, jobs, registries, settings and value types that every other package shares."""
