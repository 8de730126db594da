"""Graphs of queries and of images: to edit the one, to look at the other."""
