"""What notes of searches by canvas are called in the user's language."""

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("CanvasNotes", text)


def canvas_note_templates() -> dict[str, str]:
    """Return the notes of searches by canvas by their ids; {names} stand for values."""
    return {
        "canvas-outside": _tr(
            "Left out, as outside of the canvas or without a size: {count} of the shapes."
        ),
        "canvas-too-many": _tr(
            "The canvas holds {count} shapes: the {used} on top were looked for."
        ),
        "canvas-no-boxes": _tr(
            "No detector has looked for objects here yet: add its weights under Tools ▸ Networks "
            "and import again."
        ),
        "canvas-no-class": _tr(
            "No detector has found “{label}” here; pictures in which networks named it stand in, "
            "wherever it is in them."
        ),
        "canvas-no-text": _tr("Nothing here is named like “{text}”."),
        "canvas-no-letters": _tr(
            "No text was read in the pictures of this library: OCR is missing."
        ),
        "canvas-letters-anywhere": _tr(
            "Where letters stand in a picture is not known: “{text}” counts wherever it was read."
        ),
        "canvas-left-out": _tr("Left out: {reason}"),
    }
