"""The parametric human body: 24 joints in SMPL's order, 10 shape numbers, linear blend skinning.

Shape from numbers or in human terms, files of SMPL's form, poses, and captured motion.
"""
