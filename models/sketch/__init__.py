"""Drawings of bodies: contours as strokes, made human-like, put into pixels, read by networks."""
