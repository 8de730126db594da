"""Triangle meshes without a graphics card: normals, light, and pictures of them."""
