"""Editors of the parts of a query, one a kind.

`base` is what they share; the card below the chips shows one at a time.
"""

import importlib

from app.context import PanelContext
from app.panels.search.editors.base import PartEditor

_MODULES = {
    "text": "TextEditor",
    "concept": "ConceptEditor",
    "words": "WordsEditor",
    "boxes": "BoxesEditor",
    "example": "ExampleEditor",
    "clip": "ClipEditor",
    "canvas": "CanvasPartEditor",
    "tags": "TagsEditor",
    "pose": "PoseEditor",
}


def make_editor(kind: str, context: PanelContext) -> PartEditor:
    """Return the editor of a kind of part; its module is imported when it is first asked for.

    Raises:
        KeyError: there is no such kind.
    """
    module = importlib.import_module(f"{__name__}.{kind}")
    made: PartEditor = getattr(module, _MODULES[kind])(context)
    return made
