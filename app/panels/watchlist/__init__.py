"""The watchlists: what the user wants to see, in his order."""

from app.panels.watchlist.panel import WatchlistPanel

__all__ = ["WatchlistPanel"]
