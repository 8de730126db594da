"""Graphs over a library: tags and moments to walk on, and what belongs together to look at."""
