"""The main window and what surrounds the panels.

`window` is the frame, `workspace` an open library, `start` the way from a command line to both.
"""
