"""Clusters of images by the correlation of their vectors.

`correlated` follows the paper, `kmeans` is the peer, `plain` the check; all give Groups.
"""

from indexers.clustering.base import CORRELATED_LIMIT, Group, levels, standardise
from indexers.clustering.correlated import cluster_correlated
from indexers.clustering.kmeans import cluster_kmeans
from indexers.clustering.plain import cluster_plainly

__all__ = [
    "CORRELATED_LIMIT",
    "Group",
    "cluster_correlated",
    "cluster_kmeans",
    "cluster_plainly",
    "levels",
    "standardise",
]
