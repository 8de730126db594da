"""Why did the network say that: heat maps, and how faithful they are.

`methods.METHODS` lists them, `explain` runs them on a `networks.Network`, `measures` judges.
"""
