"""Rankings: merging lists, calibrated scores, sequences in time, relevance feedback. Pure.

`fusion_rules.FUSIONS` merges, `learners.LEARNERS` learns from marks, `sequences` chain in time.
"""

from indexers.rankings.calibration import Background, logistic
from indexers.rankings.fusion import Scored, reciprocal_rank, weighted_sum
from indexers.rankings.learners import LEARNERS, LinearModel, fit
from indexers.rankings.sequences import Chains, Gap, chains
from indexers.rankings.time_axis import TimeAxis

__all__ = [
    "LEARNERS",
    "Background",
    "Chains",
    "Gap",
    "LinearModel",
    "Scored",
    "TimeAxis",
    "chains",
    "fit",
    "logistic",
    "reciprocal_rank",
    "weighted_sum",
]
