"""Networks that learn from the user's own labelled photos."""
