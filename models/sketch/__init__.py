"""Drawings of bodies: contours as strokes, made human-like, put into pixels, read by networks.

`reader` turns a drawing into a body; `synthesis` and `degrade` make what it learns from.
"""
