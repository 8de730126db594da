"""Matching of what is placed on a canvas: colours, objects and pictures in regions."""
