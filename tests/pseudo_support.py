"""The whole window in a made-up language, its numbers and dates as Greeks write them."""

import getpass
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from tests import walking
from tests.window_support import WholeWindow, whole_window

LATIN = re.compile(r"[A-Za-z]{3,}")
# What is the same in every language: names of keys, networks, formats, methods, units. Sentences
# that a parser of English is asked are English.
SAME = re.compile(
    r"""Kinora|βιβλιοθήκη|Ctrl|Alt|Shift|Return|Backspace|Esc|Tab|Enter|Del(ete)?|Home|End
    |MobileNetV2|(SqueezeNet|ŠʠúééžéÑéţ)(\s1\.0)?|OpenPose|Letter|VGG|ResNet|ImageNet|CLIP|CNN|layout|detector|colours|days|JPEG|PNG|png
    |OBJ|PLY|STL|GLB|BVH|SVG|CSV|JSON|ZIP|HTML|PDF|XMP|COCO|SMPL|KiB|MiB|GiB|UTC
    |https?://\S+|server\.example|[/\w.]+\.(png|mp4|json|log|glb)|interactions-[\d-]+\.json|\*\.[\w.-]+|models\s(get|add)|`[^`]*`
    |grad_cam\w*|median_pooling|viridis|cividis|inferno|magma|grey|jet|nbsp
    |sqlite|faiss|local|default
    |Ringsend|Booterstown|/[\w/.\-\u200b]+|\w+://\S*""",
    re.VERBOSE,
)
# A number that is written as in English: 0.5, 12.34; but 1.000 is a thousand, 1.2.3 a version.
POINT = re.compile(r"(?<![\d.,:])\d+\.\d{1,2}(?![\d.])|(?<![\d.,])0\.\d+(?![\d.])")
# Messages of errors are written where they are raised, in English.
FAILED = walking.pseudo("Failed: {error}").partition("{")[0]
ENGLISH = re.compile(r"^(A man in a red|I was eating|a dog on the|I had coffee)")
USER = re.compile(rf"“{re.escape(getpass.getuser())}”")


def left_in_english(text: str) -> bool:
    """Whether a text has words or numbers as English has them."""
    if ENGLISH.match(text) or text.startswith(FAILED):
        return False
    plain = USER.sub(" ", SAME.sub(" ", text))
    return bool(LATIN.search(plain) or POINT.search(plain))


@contextmanager
def pseudo_window(application: QApplication, place: Path) -> Iterator[WholeWindow]:
    """Show the whole window in the made-up language."""
    translator = walking.PseudoTranslator(application)
    QCoreApplication.installTranslator(translator)
    locale = QLocale()
    QLocale.setDefault(QLocale("el"))  # Greek months, and a comma in numbers
    try:
        with whole_window(application, place / "library", place / "home") as window:
            yield window
    finally:
        QCoreApplication.removeTranslator(translator)
        QLocale.setDefault(locale)
