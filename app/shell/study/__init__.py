"""The wall study in the window: set-up, countdown, questions, summary."""
