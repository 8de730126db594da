"""Vectors by item: storage, exact and approximate search, the index chosen by measured cost.

`collection` is an encoder's vectors with the index of `base.indexes` that suits their number.
"""

from indexers.feedback.answers import Farthest
from indexers.vectors.base import VectorIndex, indexes
from indexers.vectors.collection import VectorCollection
from indexers.vectors.faiss_index import HnswIndex, IvfIndex
from indexers.vectors.flat import FlatIndex
from indexers.vectors.interface import Vectors
from indexers.vectors.places import FolderPlace, MilvusPlace, VectorPlace
from indexers.vectors.store import VectorStore

__all__ = [
    "Farthest",
    "FlatIndex",
    "FolderPlace",
    "HnswIndex",
    "IvfIndex",
    "MilvusPlace",
    "VectorCollection",
    "VectorIndex",
    "VectorPlace",
    "VectorStore",
    "Vectors",
    "indexes",
]
