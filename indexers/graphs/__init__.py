"""Graphs over a library: tags and moments to walk on, and what belongs together to look at.

`tags`, `links` and `knowledge` walk; `network`, `communities` and `layout` draw.
"""
