"""Feedback at scale: vectors in few bytes, and which of them lie farthest from a hyperplane.

`index` searches `codes` through `tree` and `scan`; `shards*` the same in several parts.
"""

from indexers.feedback.answers import Farthest
from indexers.feedback.codes import Codes, CompactCodes, DenseCodes

__all__ = ["Codes", "CompactCodes", "DenseCodes", "Farthest"]
