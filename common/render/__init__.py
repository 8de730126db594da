"""Triangle meshes without a graphics card: normals, light, and pictures of them.

`picture` renders with the inner loops of `kernels` (Numba) or `plain` (NumPy).
"""
