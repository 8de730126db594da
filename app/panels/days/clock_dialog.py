"""Corrects the clock of a camera: by seconds, by the true time of one photo, or by the track."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.days import texts, work
from app.panels.days.day_page import Preview
from app.services.types import ClockAdvice, ClockPreview, ClockView
from app.widgets.controls import on_click, push_button
from app.widgets.error_texts import error_line
from common.errors import AppError

SETTLE_MS = 200


class ClockDialog(QDialog):
    """Asks for the correction of one clock and shows what it would move.

    Args:
        context: services and jobs.
        item: the current photo, None for none.
        parent: owner.
    """

    accepted_clock = Signal(str, int)  # clock, seconds to be added in all

    def __init__(
        self, context: PanelContext, item: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._item = context, item
        self._clocks: list[ClockView] = []
        self._jobs: set[Job] = set()
        self.setWindowTitle(self.tr("Correct a clock"))
        self.setMinimumWidth(660)
        self._make_controls()
        self._lay_out()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._preview)
        self.shift.textChanged.connect(lambda _text: self._settle.start())
        self.camera.currentIndexChanged.connect(self._on_camera)
        self._submit("clocks", partial(work.clocks, context.services, item), self._on_clocks)

    def _make_controls(self) -> None:
        tr = self.tr
        self.camera = QComboBox()
        self.camera.setAccessibleName(tr("Camera"))
        self.shift = QLineEdit("+0:00:00")
        self.shift.setAccessibleName(tr("Correction"))
        self.shift.setToolTip(
            tr("Hours, minutes and seconds that are added: +0:07:00, −1:00:00, or 90 for seconds")
        )
        self.true_time = QLineEdit()
        self.true_time.setAccessibleName(tr("True time of this photo"))
        self.true_time.setPlaceholderText("14:05:30")
        self.true_time.setToolTip(
            tr("What a right clock showed when this photo was taken, such as one in the photo")
        )
        self.use_time = push_button(tr("Use"), tr("Correct the clock by the time of this photo"))
        self.compare = push_button(
            tr("Compare with the track"),
            tr("Find the correction under which photos lie where the track was at their time"),
        )
        self.photo = Preview(self._context)
        self.photo.setFixedSize(230, 180)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(64)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told.setAccessibleName(tr("What would change"))
        on_click(self.use_time, self._use_time)
        on_click(self.compare, self._compare)
        self.true_time.returnPressed.connect(self._use_time)
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.ok = self.buttons.button(buttons.Ok)
        self.ok.setText(tr("Correct"))
        self.ok.setEnabled(False)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        for button in self.findChildren(type(self.use_time)):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        tr = self.tr
        form = QFormLayout()
        form.addRow(tr("Camera"), self.camera)
        form.addRow(tr("Add"), self.shift)
        form.addRow("", self.compare)
        by_photo = QHBoxLayout()
        by_photo.addWidget(self.true_time)
        by_photo.addWidget(self.use_time)
        form.addRow(tr("True time of this photo"), by_photo)
        middle = QHBoxLayout()
        middle.addLayout(form, 1)
        middle.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.addLayout(middle)
        layout.addWidget(self.told, 1)
        layout.addWidget(self.buttons)
        self.true_time.setEnabled(self._item is not None)
        self.use_time.setEnabled(self._item is not None)
        words = "" if self._item is not None else tr("Select a photo to go by its time.")
        self.photo.show_item(self._item, words)

    # -- content

    @property
    def clock(self) -> ClockView | None:
        """The chosen clock."""
        place = self.camera.currentIndex()
        return self._clocks[place] if 0 <= place < len(self._clocks) else None

    @Slot(object)
    def _on_clocks(self, found: tuple[list[ClockView], int | None]) -> None:
        clocks, shown = found
        self._clocks = clocks
        if shown is not None:
            told = self.tr("its time now: %s") % texts.clock(shown, seconds=True)
            self.photo.show_item(self._item, told)
        self.camera.clear()
        for clock in clocks:
            name = clock.name
            if name.startswith("time:"):
                name = self.tr("photos without a camera ({source})").format(source=name[5:])
            count = self.tr("%n item(s)", "", clock.items)
            self.camera.addItem(f"{name} · {count}")
        if not clocks:
            self.told.setText(self.tr("No item has a time that a camera wrote."))
        self.compare.setEnabled(bool(clocks))

    @Slot(int)
    def _on_camera(self, _place: int) -> None:
        if self.clock is not None:
            self.shift.setText(format_shift(self.clock.seconds))
            self._settle.start()

    def _use_time(self) -> None:
        if self._item is not None and self.true_time.text().strip():
            asked = self.true_time.text()
            function = partial(work.by_photo, self._context.services, self._item, asked)
            self._submit("clock-advice", function, self._on_by_photo)

    @Slot(object)
    def _on_by_photo(self, found: tuple[str, int]) -> None:
        name, seconds = found
        names = [clock.name for clock in self._clocks]
        if name in names:
            self.camera.setCurrentIndex(names.index(name))
        self.shift.setText(format_shift(seconds))

    def _compare(self) -> None:
        if self.clock is not None:
            self.told.setText(self.tr("Comparing …"))
            function = partial(work.advise, self._context.services, self.clock.name)
            self._submit("clock-advice", function, self._on_advice)

    @Slot(object)
    def _on_advice(self, advice: ClockAdvice) -> None:
        if advice.note:
            self.told.setText(" ".join(texts.said([advice.note])))
            return
        self.shift.setText(format_shift(advice.seconds))
        self._context.notices.info(
            self.tr("{photos} photos then lie {after} off the track instead of {before}.").format(
                photos=advice.photos,
                after=texts.length(advice.after_m),
                before=texts.length(min(advice.before_m, 1e7)),
            )
        )

    @Slot()
    def _preview(self) -> None:
        seconds = read_shift(self.shift.text())
        self.ok.setEnabled(False)
        if self.clock is None:
            return
        if seconds is None:
            self.told.setText(self.tr("Write the correction as +0:07:00 or −1:00:00."))
            return
        function = partial(work.preview, self._context.services, self.clock.name, seconds)
        self._submit("clock-preview", function, self._on_preview)

    @Slot(object)
    def _on_preview(self, plan: ClockPreview) -> None:
        self.ok.setEnabled(plan.shift_s != 0)
        if not plan.shift_s:
            self.told.setText(self.tr("Nothing moves: this is the correction in effect."))
            return
        lines = [
            self.tr("%n item(s) move by {shift}.", "", plan.items).format(
                shift=format_shift(plan.shift_s)
            )
        ]
        if plan.other_day:
            lines.append(self.tr("%n of them come(s) to another day.", "", plan.other_day))
        lines += [
            f"{texts.clock(now, seconds=True)} → {texts.clock(then, seconds=True)}"
            for _, now, then in plan.samples[:3]
        ]
        self.told.setText("\n".join(lines))

    def _accept(self) -> None:
        seconds = read_shift(self.shift.text())
        if self.clock is not None and seconds is not None:
            self.accepted_clock.emit(self.clock.name, seconds)
            self.accept()

    # -- jobs

    def _submit(self, key: str, function: Any, then: Any) -> None:
        job = self._context.jobs.submit("io", function, replaces=key, priority=Priority.INTERACTIVE)
        job.succeeded.connect(then)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self.told.setText(error_line(error))
        else:
            self._context.notices.error(error)


def format_shift(seconds: int) -> str:
    """Return seconds as "+0:07:00"."""
    sign, whole = ("−" if seconds < 0 else "+"), abs(seconds)
    return f"{sign}{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def read_shift(text: str) -> int | None:
    """Return seconds from "+0:07:00", "-7:00", "90"; None for anything else."""
    plain = text.strip().replace("−", "-").replace("–", "-").replace(" ", "")
    sign = -1 if plain.startswith("-") else 1
    parts = plain.lstrip("+-").split(":")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if len(parts) == 1:
        return sign * int(parts[0]) if len(parts[0]) < 9 else None
    if any(int(part) > 59 for part in parts[1:]) or len(parts[0]) > 6:
        return None
    hours, minutes, rest = [*map(int, parts), *([0] * (3 - len(parts)))]
    return sign * (3600 * hours + 60 * minutes + rest)
