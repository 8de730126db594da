"""Matching of what is placed on a canvas: colours, objects and pictures in regions.

`boxes`, `colours` and `regions` score; `kernels` (Numba) or `plain` (NumPy) hold inner loops.
"""
