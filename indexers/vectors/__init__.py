"""Vectors by item: storage, exact and approximate search, the index chosen by measured cost."""

from indexers.feedback.answers import Farthest
from indexers.vectors.base import VectorIndex, indexes
from indexers.vectors.collection import VectorCollection
from indexers.vectors.faiss_index import HnswIndex, IvfIndex
from indexers.vectors.flat import FlatIndex
from indexers.vectors.store import VectorStore

__all__ = [
    "Farthest",
    "FlatIndex",
    "HnswIndex",
    "IvfIndex",
    "VectorCollection",
    "VectorIndex",
    "VectorStore",
    "indexes",
]
