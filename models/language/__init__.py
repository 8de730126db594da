"""Sentences of a lifelog: what was where, doing what, and when, read by rules and a small tagger.

Pure Python, offline: `parse` makes a `LifelogQuery` of a text, `explain` says what each word of it
was taken for, `read_time` reads times alone.
"""

from models.language.clock import read_time
from models.language.explain import Role, explain
from models.language.parser import parse

__all__ = ["Role", "explain", "parse", "read_time"]
