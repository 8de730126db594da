"""The lifelog panel.

`panel` has the `sentence`, the graph of the query and moments; `session` asks.
"""

from app.panels.lifelog.panel import LifelogPanel

__all__ = ["LifelogPanel"]
