"""Poses of people in pictures: their key points on disk, and how alike two poses are.

`store` keeps `points` on disk, `matching` compares; `kernels` or `plain` hold inner loops.
"""
