"""Rankings: merging lists, calibrated scores, sequences in time, relevance feedback. Pure."""

from indexers.rankings.calibration import Background, logistic
from indexers.rankings.feedback import Hyperplane, train
from indexers.rankings.fusion import Scored, reciprocal_rank, weighted_sum
from indexers.rankings.sequences import Chain, Moments, chains

__all__ = [
    "Background",
    "Chain",
    "Hyperplane",
    "Moments",
    "Scored",
    "chains",
    "logistic",
    "reciprocal_rank",
    "train",
    "weighted_sum",
]
