"""Feedback at scale: vectors in few bytes, and which of them lie farthest from a hyperplane."""

from indexers.feedback.answers import Farthest
from indexers.feedback.codes import Codes, CompactCodes, DenseCodes

__all__ = ["Codes", "CompactCodes", "DenseCodes", "Farthest"]
