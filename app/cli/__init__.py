"""The command line: one module a command, services only, the one place that writes to stdout.

A command module defines NAME, HELP, add_arguments(parser), run(arguments, session) -> document and
to_text(document) -> str. The frame in `app.cli.frame` does the rest: it opens the library, prints
one JSON document or text, shows progress on stderr and turns failures into exit codes.
"""
