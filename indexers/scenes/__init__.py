"""Scene graphs of a library in memory, and how well they match what a sentence asks for."""
