"""The evaluation panel."""

from app.panels.evaluation.panel import EvaluationPanel

__all__ = ["EvaluationPanel"]
