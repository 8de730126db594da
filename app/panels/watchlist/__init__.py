"""The watchlists: what the user wants to see, in his order.

`panel` lists the items of a watchlist, to be put in order by hand.
"""

from app.panels.watchlist.panel import WatchlistPanel

__all__ = ["WatchlistPanel"]
