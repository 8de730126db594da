"""Turns weights as others publish them into the names and layouts that our networks use.

Each module is a command, `python -m models.convert.NAME`; the program itself never runs them.
"""
