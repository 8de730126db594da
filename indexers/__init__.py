"""Storage and ranking: catalogue, importers, thumbnails, vectors, full text. Knows no networks."""
