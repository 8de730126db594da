"""Storage and ranking: catalogue, importers, thumbnails, vectors, full text. Knows no networks.

One package a thing; docs/architecture.md lists the classes and functions that others call.
"""
