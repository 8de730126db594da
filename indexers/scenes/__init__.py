"""Scene graphs of a library in memory, and how well they match what a sentence asks for.

`index` holds the graphs, `search` scores them by `tables`; `windows` finds them in order.
"""
