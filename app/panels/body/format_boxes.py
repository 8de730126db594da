"""Check boxes of file formats, each with what it holds."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from app.panels.body.texts import format_title
from app.services.body_types import BODY_FORMATS, BodyFormat

_COLUMNS = 5


class FormatBoxes(QWidget):
    """Which files of a body are wanted.

    Args:
        chosen: formats that are ticked at first.
        parent: owner.
    """

    changed = Signal()

    def __init__(self, chosen: Iterable[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        wanted = set(chosen)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        self.boxes: dict[BodyFormat, QCheckBox] = {}
        for place, name in enumerate(BODY_FORMATS):
            box = QCheckBox("OpenPose" if name == "openpose" else name.upper())
            box.setToolTip(format_title(name))
            box.setAccessibleDescription(format_title(name))
            box.setChecked(name in wanted)
            box.toggled.connect(self.changed)
            self.boxes[name] = box
            grid.addWidget(box, place // _COLUMNS, place % _COLUMNS)

    @property
    def chosen(self) -> tuple[BodyFormat, ...]:
        """The formats that are ticked, in their order."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())
