"""What is handed out: the source, and a program that needs no Python, with all their licences.

`python -m release` makes them.
"""
