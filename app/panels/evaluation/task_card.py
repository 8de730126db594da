"""The task that runs: its name, a countdown to be read from afar, and what it shows."""

import time
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QImage, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.panels.evaluation import work
from app.panels.evaluation.texts import kind_name, task_text
from app.services.types import RunningTask, TaskHint, hints_at
from app.widgets.paint import clock, to_image
from app.widgets.playback import Playback, make_playback

PICTURE_HEIGHT = 190  # pixels
LAST_S = 30  # seconds that are told apart
_LARGE = 2.6  # times the font of the window


class HintScreen(QLabel):
    """Shows the picture of a hint, or plays its clip again and again until it is taken away.

    Args:
        context: items and jobs.
        parent: owner.
    """

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: tuple[int | None, bytes | None] = (None, None)
        self._image = QImage()
        self._clip: work.HintPicture | None = None
        self._playback: Playback | None = None
        self._length_s = 0.0
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(PICTURE_HEIGHT)
        self.setAccessibleName(self.tr("What is looked for"))
        self.hide()

    def show_hint(self, hint: TaskHint | None) -> None:
        """Show a hint with a picture; None takes it away."""
        wanted = (hint.item, hint.picture) if hint is not None else (None, None)
        if wanted == self._shown:
            return
        self._shown = wanted
        self._stop()
        self._image = QImage()
        self.clear()
        self.setVisible(hint is not None)
        if hint is None:
            return
        if hint.picture is not None:
            self._set_image(QImage.fromData(hint.picture))
        elif hint.item is not None:
            self._length_s = (hint.until_s or hint.at_s + 20) - hint.at_s
            function = partial(work.read_hint, self._context.services, hint.item)
            job = self._context.jobs.submit("io", function, replaces="evaluation-hint")
            job.succeeded.connect(self._on_read)
            job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_read(self, hint: work.HintPicture) -> None:
        if hint.item != self._shown[0]:
            return
        if hint.path is None:
            if hint.rgb is not None:
                self._set_image(to_image(hint.rgb))
            return
        self._clip = hint
        playback = make_playback(self._context.jobs, self)
        playback.frame_ready.connect(self._on_frame)
        playback.failed.connect(self._context.notices.error)
        playback.set_volume(0.0)
        playback.open(hint.path, hint.start_s, 0.0)
        playback.play()
        self._playback = playback

    @Slot(QImage, float)
    def _on_frame(self, image: QImage, time_s: float) -> None:
        self._set_image(image)
        clip = self._clip
        if clip is not None and time_s >= clip.start_s + self._length_s and self._playback:
            self._playback.seek(clip.start_s)

    def _set_image(self, image: QImage) -> None:
        self._image = image
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture."""
        super().resizeEvent(event)
        self._draw()

    def _draw(self) -> None:
        if self._image.isNull():
            return
        wide = self._image.width() or 1
        self.setFixedHeight(
            max(1, min(PICTURE_HEIGHT, round(self.width() * self._image.height() / wide)))
        )
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(self._image).scaled(
            self.size() * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(ratio)
        self.setPixmap(pixmap)

    def _stop(self) -> None:
        self._clip = None
        if self._playback is not None:
            self._playback.close()
            self._playback.deleteLater()
            self._playback = None


class TaskCard(QFrame):
    """The task with its clock; `show_task` when it changes, `tick` while it runs."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)  # noqa: FBT003 - a property of the style sheet
        self._task = RunningTask()
        self.name = QLabel(wordWrap=True)
        self.name.setAccessibleName(self.tr("Task"))
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        self.kind = QLabel()
        self.kind.setProperty("muted", True)  # noqa: FBT003
        self.clock = QLabel(alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.clock.setAccessibleName(self.tr("Time left"))
        large = self.clock.font()
        large.setPointSizeF(large.pointSizeF() * _LARGE)
        large.setBold(True)
        self.clock.setFont(large)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Time used"))
        self.hint = QLabel(wordWrap=True)
        self.hint.setAccessibleName(self.tr("Description"))
        self.hint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.coming = QLabel()
        self.coming.setProperty("muted", True)  # noqa: FBT003
        self.screen_of_hint = HintScreen(context)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.addWidget(self.name)
        words.addWidget(self.kind)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.clock)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        layout.addWidget(self.screen_of_hint)
        layout.addWidget(self.hint)
        layout.addWidget(self.coming)

    def show_task(self, task: RunningTask) -> None:
        """Show a task; one without a name says that none runs."""
        self._task = task
        self.name.setText(task_text(task.name) or self.tr("No task is running"))
        kinds = [kind_name(task.kind), task.group if task.group != "practice" else ""]
        self.kind.setText(" · ".join(dict.fromkeys(filter(None, kinds))))
        self.bar.setRange(0, max(1, round(task.duration_s)))
        self.tick()

    def tick(self) -> None:
        """Show the time and the hints of this moment."""
        task = self._task
        left = task.left_at(time.monotonic())
        is_running = task.state == "running"
        self.clock.setText(clock(left + 0.999) if is_running else "–:––")
        alarm = self.palette().color(QPalette.ColorRole.BrightText).name()
        look = f"color: {alarm}" if is_running and left < LAST_S else ""
        if self.clock.styleSheet() != look:
            self.clock.setStyleSheet(look)
        self.bar.setVisible(is_running)
        used = task.duration_s - left
        self.bar.setValue(round(used))
        shown = hints_at(task.hints, used) if is_running else ()
        texts = [task_text(hint.text) for hint in shown if hint.text]
        self.hint.setText("\n".join(texts))
        self.hint.setVisible(bool(texts))
        pictures = [hint for hint in shown if hint.item is not None or hint.picture is not None]
        self.screen_of_hint.show_hint(pictures[-1] if pictures else None)
        self._show_coming(used, shown, is_running=is_running)

    def _show_coming(self, used: float, shown: tuple[TaskHint, ...], *, is_running: bool) -> None:
        """Say when the next hint comes, or that the picture was taken away."""
        later = [hint.at_s for hint in self._task.hints if hint.at_s > used]
        text = ""
        if is_running and later:
            text = self.tr("More in %s") % clock(min(later) - used + 0.999)
        elif is_running and self._task.hints and not shown:
            text = self.tr("It was shown; now find it.")
        self.coming.setText(text)
        self.coming.setVisible(bool(text))
