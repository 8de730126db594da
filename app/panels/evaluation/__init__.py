"""The evaluation panel.

`panel` holds the server and practice heads; `session` their state, `work` their jobs.
"""

from app.panels.evaluation.panel import EvaluationPanel

__all__ = ["EvaluationPanel"]
