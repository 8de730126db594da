"""Why did the network say that: heat maps, and how faithful they are."""
