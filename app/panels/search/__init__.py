"""The search panel.

`session` holds the one query, `stages` shows its chips; each kind of part has an editor.
"""

from app.panels.search.panel import SearchPanel

__all__ = ["SearchPanel"]
