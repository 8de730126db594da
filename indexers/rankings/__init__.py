"""Rankings: merging lists, calibrated scores, sequences in time, relevance feedback. Pure."""

from indexers.rankings.calibration import Background, logistic
from indexers.rankings.fusion import Scored, reciprocal_rank, weighted_sum
from indexers.rankings.learners import LEARNERS, LinearModel, fit
from indexers.rankings.sequences import Chain, Moments, chains

__all__ = [
    "LEARNERS",
    "Background",
    "Chain",
    "LinearModel",
    "Moments",
    "Scored",
    "chains",
    "fit",
    "logistic",
    "reciprocal_rank",
    "weighted_sum",
]
