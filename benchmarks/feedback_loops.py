"""The loops that draw made-up items, compiled: a hundred million take minutes, not hours."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

STRAY = 6  # concepts of an item that its cluster does not have
MIXED = 0.2  # part of the items that lie between two clusters


@njit(cache=True, nogil=True, error_model="numpy")
def add_score(
    scores: NDArray[np.float32], used: NDArray[np.int64], many: int, feature: int, more: float
) -> int:
    """Add more to the score of a feature and return how many features are used."""
    if scores[feature] == 0:
        used[many] = feature
        many += 1
    scores[feature] += more
    return many


@njit(cache=True, nogil=True, error_model="numpy")
def take_strongest(
    scores: NDArray[np.float32],
    used: NDArray[np.int64],
    features: NDArray[np.int64],
    values: NDArray[np.float32],
) -> None:
    """Write the strongest of the used features, strongest first; clear all scores."""
    for rank in range(len(features)):
        best = used[0]
        for feature in used:
            if scores[feature] > scores[best]:
                best = feature
        features[rank], values[rank] = best, scores[best]
        scores[best] = 0
    for feature in used:
        scores[feature] = 0


@njit(cache=True, nogil=True, error_model="numpy")
def draw_items(
    seed: int,
    concepts: int,
    cluster_features: NDArray[np.int64],
    cluster_weights: NDArray[np.float32],
    stray: NDArray[np.int64],
    factors: NDArray[np.float32],
    features: NDArray[np.int64],
    values: NDArray[np.float32],
    full: NDArray[np.float32],
) -> None:
    """Write the strongest concepts of items to features and values, (N, s), strongest first."""
    np.random.seed(seed)  # noqa: NPY002 - what Numba has
    scores = np.zeros(concepts, np.float32)
    used = np.empty(2 * cluster_features.shape[1] + STRAY, np.int64)
    clusters = len(cluster_features)
    for item in range(len(features)):
        many = 0
        for _part in range(1 + int(np.random.random() < MIXED)):  # noqa: NPY002
            cluster = int(clusters * np.random.random() ** 2)  # noqa: NPY002
            for place in range(cluster_features.shape[1]):
                factor = factors[np.random.randint(len(factors))]  # noqa: NPY002
                more = cluster_weights[cluster, place] * factor + np.float32(1e-6)
                many = add_score(scores, used, many, cluster_features[cluster, place], more)
        for _place in range(STRAY):
            feature = stray[np.random.randint(len(stray))]  # noqa: NPY002
            more = np.float32(0.2) * factors[np.random.randint(len(factors))]  # noqa: NPY002
            many = add_score(scores, used, many, feature, more)
        total = scores[used[:many]].sum()
        for place in range(many):
            scores[used[place]] /= total
            if len(full):
                full[item, used[place]] = scores[used[place]]
        take_strongest(scores, used[:many], features[item], values[item])
