"""The wall study in the window: set-up, countdown, questions, summary.

`run` leads through it with `dialogs` and `bar`; `app.services.study` keeps the records.
"""
