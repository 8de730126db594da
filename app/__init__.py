"""The application: shell, panels, services, command line.

Who may import whom stands in docs/architecture.md; only `jobs` and `lanes` know threads.
"""
