"""Graphs of queries and of images: to edit the one, to look at the other.

`editor` changes a graph on `scene`, `match_canvas` and `region_canvas` show pictures of one.
"""
