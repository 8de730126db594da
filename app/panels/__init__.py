"""One module or package a panel; panels do not import each other.

`app.context.Panel` says what a panel promises; docs/extending.md how to add one.
"""
