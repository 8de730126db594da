"""Measuring the open collection with a simulated user.

`dialog` asks and shows, in the forms of `tables` and `chart`; the services measure.
"""
