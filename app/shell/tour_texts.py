"""What the steps of the tour say, in the user's language."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_TEXTS = {
    "zoom": (
        QT_TRANSLATE_NOOP("TourTexts", "Everything on one wall"),
        QT_TRANSLATE_NOOP(
            "TourTexts",
            "Turn the wheel over the pictures to come closer, drag to move. + and - do the same, "
            "Ctrl+0 shows all of it again.",
        ),
    ),
    "arrange": (
        QT_TRANSLATE_NOOP("TourTexts", "Arrange it"),
        QT_TRANSLATE_NOOP(
            "TourTexts",
            "Choose “Clusters” here: what belongs together moves together. By time, colour and "
            "likeness are there too.",
        ),
    ),
    "filter": (
        QT_TRANSLATE_NOOP("TourTexts", "Narrow it down"),
        QT_TRANSLATE_NOOP(
            "TourTexts",
            "Click a value. What has it stays lit on the wall, the rest is dimmed; the number "
            "says how many would be left. Another click takes the filter back.",
        ),
    ),
    "search": (
        QT_TRANSLATE_NOOP("TourTexts", "Search"),
        QT_TRANSLATE_NOOP(
            "TourTexts",
            "Type what you look for and press Enter: words, “phrases”, -without. A picture can "
            "be dropped here, too.",
        ),
    ),
    "why": (
        QT_TRANSLATE_NOOP("TourTexts", "Why was it found?"),
        QT_TRANSLATE_NOOP(
            "TourTexts",
            "The bar under a picture is its score, cut into where it comes from. Select a hit and "
            "press I: the inspector shows every part of it and what matched.",
        ),
    ),
    "label": (
        QT_TRANSLATE_NOOP("TourTexts", "Say what fits"),
        QT_TRANSLATE_NOOP(
            "TourTexts",
            "Mark a picture: P (or Ctrl+Up anywhere) if it fits, N if it does not. Suggestions "
            "follow at once; W says why a picture is suggested.",
        ),
    ),
    "lifelog": (
        QT_TRANSLATE_NOOP("TourTexts", "Find a moment by a sentence"),
        QT_TRANSLATE_NOOP(
            "TourTexts",
            "Write who did what, where and when, for example “a cup on a table in the morning”, "
            "and press Enter. Words take a colour as they are understood.",
        ),
    ),
    "body": (
        QT_TRANSLATE_NOOP("TourTexts", "Draw a person"),
        QT_TRANSLATE_NOOP(
            "TourTexts",
            "A few lines on this page become a body that can be posed and exported, and that "
            "finds photos of people in its pose.",
        ),
    ),
    "explain": (
        QT_TRANSLATE_NOOP("TourTexts", "Ask a network why"),
        QT_TRANSLATE_NOOP(
            "TourTexts",
            "Ctrl+Shift+W explains the selected picture: heat maps show what speaks for a class. "
            "It needs a network with weights; Tools ▸ Networks has them.",
        ),
    ),
    "undo": (
        QT_TRANSLATE_NOOP("TourTexts", "Nothing is lost"),
        QT_TRANSLATE_NOOP(
            "TourTexts",
            "Ctrl+Z takes back marks, filters, arrangements, drawings. History (Ctrl+H) lists all "
            "steps, and a click goes back to one.",
        ),
    ),
    "export": (
        QT_TRANSLATE_NOOP("TourTexts", "Take it with you"),
        QT_TRANSLATE_NOOP(
            "TourTexts",
            "Ctrl+Shift+E writes what you see: tables, pictures with their facts, contact "
            "sheets. Your files stay where they are.",
        ),
    ),
}


def tour_text(name: str) -> tuple[str, str]:
    """Return title and text of a step.

    Raises:
        KeyError: there is no such step.
    """
    title, text = _TEXTS[name]
    translate = QCoreApplication.translate
    return translate("TourTexts", str(title)), translate("TourTexts", str(text))
