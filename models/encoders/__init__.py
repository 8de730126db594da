"""Backends that turn images or texts into vectors.

`layout` is embedded and always there; `imagenet`, `clip` and `minilm` need weights.
"""
