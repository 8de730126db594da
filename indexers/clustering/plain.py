"""Correlation-based clustering as the paper describes it, with nothing done for speed.

F. Gisolf, Z. Geradts, M. Worring: "Search and Explore Strategies for Interactive Analysis of
Real-Life Image Collections with Unknown and Unique Categories", MMM 2021, section on clustering.

Where the description leaves a choice, this is what we do:

- "Above" a threshold is strictly above.
- Of several images with equally many neighbours, the one that comes first is the centre; of
  several that correlate equally with the centre, the one that comes first is shown first.
- The threshold is within 0-1, so that it drops to 0 at the least. An image that then has no
  neighbour left (it correlates with none of the rest, or does not vary at all) is a cluster of its
  own; these come last.
- The threshold that was reached holds for the rest: it does not go up again.
"""

import numpy as np
from numpy.typing import NDArray

from indexers.clustering.base import Group, by_correlation, levels, standardise, upper_blocks


def cluster_plainly(vectors: NDArray[np.float32], threshold: float) -> list[Group]:
    """Return the clusters of the paper's algorithm, in the order in which they are made.

    For reading and for checking `cluster_correlated`, which gives the same clusters. Needs the
    whole correlation matrix and time that grows with clusters x N x N.

    Args:
        vectors: float32 (N, D).
        threshold: 0-1; images that correlate above it are neighbours.

    Raises:
        ValueError: the threshold or the shape does not fit.
    """
    rows = standardise(vectors)
    correlations = _matrix(rows)
    left = np.arange(len(rows))
    groups: list[Group] = []
    for level in levels(threshold):
        while len(left):
            are_neighbours = correlations[np.ix_(left, left)] > level
            counts = are_neighbours.sum(axis=1)
            most = int(counts.argmax())
            if counts[most] == 0:
                break
            members = left[are_neighbours[most]]
            group = by_correlation(rows, int(left[most]), members)
            groups.append(Group(group, level))
            left = np.setdiff1d(left, group)
    return groups + [Group(left[place : place + 1], None) for place in range(len(left))]


def _matrix(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the correlation of each pair of rows, float32 (N, N); -inf with itself."""
    matrix = np.full((len(rows), len(rows)), -np.inf, np.float32)
    for start, block in upper_blocks(rows):
        stop = start + len(block)
        matrix[start:stop, start:] = np.maximum(matrix[start:stop, start:], block)
        matrix[start:, start:stop] = np.maximum(matrix[start:, start:stop], block.T)
    return matrix
