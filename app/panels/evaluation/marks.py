"""Two marks in a video: where an answer begins and ends, on frames, with a look at both of them."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QSizePolicy, QWidget

from app.context import PanelContext
from app.panels.evaluation import work
from app.widgets.controls import icon_button

HEIGHT = 66  # pixels of the pictures
_LEAST = 72  # pixels of a field: what a time of minutes needs


class FrameBox(QDoubleSpinBox):
    """Seconds; the arrow keys go from frame to frame."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fps = 25.0
        self.setDecimals(2)
        self.setSuffix(" s")
        self.setKeyboardTracking(False)
        self.setMinimumWidth(_LEAST)
        self.setAccessibleName(name)
        self.setToolTip(self.tr("Arrow keys go frame by frame, Page Up and Page Down by ten"))

    def stepBy(self, steps: int) -> None:
        """Go to the beginning of a frame before or after this one."""
        self.setValue((round(self.value() * self.fps) + steps) / self.fps)


class Marks(QWidget):
    """The marks of the selected scene; `marks` is None until one is moved.

    Args:
        context: items and jobs.
        parent: owner.
    """

    changed = Signal()

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.span: work.Span | None = None
        self._is_moved = False
        self.start, self.end = FrameBox(self.tr("From")), FrameBox(self.tr("To"))
        self.clear = icon_button("reset", self.tr("Back to the whole scene"), self.reset)
        self.pictures = (QLabel(), QLabel())
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        titles = (self.tr("&From"), self.tr("&To"))
        for at, (title, box, picture) in enumerate(
            zip(titles, (self.start, self.end), self.pictures, strict=True)
        ):
            label = QLabel(title)
            label.setBuddy(box)
            label.setMinimumWidth(label.sizeHint().width() + 2)  # the last letter is not cut
            picture.setFixedHeight(HEIGHT)
            picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
            picture.setAccessibleName(title.replace("&", ""))
            layout.addWidget(picture, 0, 2 * at, 1, 2)
            layout.addWidget(label, 1, 2 * at)
            layout.addWidget(box, 1, 2 * at + 1)
            layout.setColumnStretch(2 * at + 1, 1)
            box.valueChanged.connect(partial(self._on_moved, at))
        layout.addWidget(self.clear, 1, 4)

    @property
    def marks(self) -> tuple[float, float] | None:
        """Beginning and end, seconds; None where they were not moved."""
        if self.span is None or not self._is_moved:
            return None
        return self.start.value(), self.end.value()

    def show_span(self, span: work.Span | None) -> None:
        """Begin with a scene; None for what is no part of a video."""
        self.span, self._is_moved = span, False
        if span is None:
            return
        for box in (self.start, self.end):
            with QSignalBlocker(box):
                box.setRange(0.0, max(span.duration_s, span.end_s))
                box.fps = span.fps or 25.0
                box.setSingleStep(1 / box.fps)
        self.reset()

    def reset(self) -> None:
        """Set the marks to the whole scene."""
        if self.span is not None:
            with QSignalBlocker(self.start), QSignalBlocker(self.end):
                self.start.setValue(self.span.start_s)
                self.end.setValue(self.span.end_s)
        self._is_moved = False
        self._tell()

    def _on_moved(self, which: int, _value: float) -> None:
        """Keep the beginning before the end; who moves one drags the other along."""
        if self.start.value() > self.end.value():
            moved, other = (self.start, self.end) if which == 0 else (self.end, self.start)
            with QSignalBlocker(other):
                other.setValue(moved.value())
        self._is_moved = True
        self._tell()

    def _tell(self) -> None:
        self.clear.setEnabled(self._is_moved)
        self.changed.emit()
        self.look()

    def look(self) -> None:
        """Read the frames at the marks, if somebody sees them."""
        if self.span is None or not self.isVisible():
            return
        # The end is where the next scene begins: the last frame of this one is looked at.
        start, end = self.start.value(), self.end.value()
        times = (start, max(start, end - 1 / self.end.fps))
        function = partial(work.read_frames, self._context.services, self.span, times)
        job = self._context.jobs.submit("io", function, replaces="evaluation-frames")
        job.succeeded.connect(self._on_frames)

    @Slot(object)
    def _on_frames(self, frames: work.Frames) -> None:
        if self.span is None or frames.item != self.span.item:
            return
        for picture, image in zip(self.pictures, frames.images, strict=True):
            picture.setVisible(not image.isNull())
            picture.setPixmap(self._scaled(image))

    def _scaled(self, image: QImage) -> QPixmap:
        if image.isNull():
            return QPixmap()
        ratio = self.devicePixelRatioF()
        made = QPixmap.fromImage(image).scaled(
            max(40, round((self.width() / 2 - 24) * ratio)),
            round(HEIGHT * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        made.setDevicePixelRatio(ratio)
        return made
