"""Analysers that others bring: a network file with a card that says what it takes and gives.

`card` is what the card may say, `network` runs the file, `decode` and `answers` read what it gives.
"""
