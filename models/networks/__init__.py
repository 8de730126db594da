"""Networks written in our own torch code; imported only when a network is used."""
