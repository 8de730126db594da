"""Turns weights as others publish them into the names and layouts that our networks use."""
