"""The editor of a clip: which seconds of which video."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.panels.search import lookups
from app.panels.search.editors.base import PartEditor, quiet
from app.services.types import ClipAsk
from app.widgets.controls import named, on_click, push_button
from app.widgets.flow_layout import FlowLayout

_HIGH = 110  # pixels of the picture


class ClipEditor(PartEditor):
    """Edits some seconds of a video."""

    kind = "clip"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.picture = QLabel()
        self.picture.setAccessibleName(self.tr("Where the clip begins"))
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.start = self._spin(self.tr("Beginning of the clip, seconds"), 0.0, 1e6)
        self.length = self._spin(self.tr("Length of the clip, seconds"), 0.5, 600.0)
        self.texts = QCheckBox(self.tr("what is said and written counts too"))
        self.texts.setToolTip(self.tr("Search for the texts of the clip as well as for its looks"))
        self.texts.toggled.connect(self._on_texts)
        self.file = push_button(self.tr("File …"), self.tr("Take a clip from a video file"))
        self.current = push_button(
            self.tr("Selected"), self.tr("Take the selected video or shot from its beginning")
        )
        on_click(self.file, self.choose_file)
        on_click(self.current, self._on_current)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.file)
        flow.addWidget(self.current)
        form = QFormLayout()
        form.addRow(self.tr("from"), self.start)
        form.addRow(self.tr("for"), self.length)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self.picture, self.title, buttons):
            layout.addWidget(part)
        layout.addLayout(form)
        layout.addWidget(self.texts)

    def _spin(self, name: str, low: float, high: float) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        named(box, name)
        box.setRange(low, high)
        box.setDecimals(1)
        box.setSuffix(self.tr(" s"))
        box.valueChanged.connect(lambda _value: self._on_span())
        return box

    @property
    def _ask(self) -> ClipAsk:
        return self._what if isinstance(self._what, ClipAsk) else ClipAsk()

    def show_what(self, what: ClipAsk) -> None:
        """Show a clip; its first picture follows."""
        with quiet(self.start, self.length, self.texts):
            self.start.setValue(what.start_s)
            self.length.setValue(what.length_s)
            self.texts.setChecked(what.texts)
        self._show_source(what)

    def _show_source(self, what: ClipAsk) -> None:
        has_source = bool(what.path) or what.item is not None
        self.picture.setVisible(has_source)
        if not has_source:
            self.title.setText(self.tr("Choose a file, select a video, or press E in the player."))
            return
        self.title.setText(Path(what.path).name)
        self.ask(
            partial(lookups.clip_picture, self.context.services, what), self._on_picture, "clip"
        )

    @Slot(object)
    def _on_picture(self, answer: tuple[ClipAsk, QImage, str]) -> None:
        what, image, name = answer
        if what.item == self._ask.item and what.path == self._ask.path:
            self.title.setText(name)
            self.picture.setVisible(not image.isNull())
            if not image.isNull():
                self.picture.setPixmap(QPixmap.fromImage(image).scaledToHeight(_HIGH))

    def _take(self, what: ClipAsk) -> None:
        self.change(what)
        self.show_what(what)

    def _on_span(self) -> None:
        what = replace(self._ask, start_s=self.start.value(), length_s=self.length.value())
        self.change(what, gesture="search-clip")

    def _on_texts(self, on: bool) -> None:
        self.change(replace(self._ask, texts=on))

    def _on_current(self) -> None:
        item = self.context.shared.current
        if item is None:
            self.context.notices.info(self.tr("Select a video or one of its shots first."))
            return
        self.ask(partial(lookups.clip_of, self.context.services, item), self._on_clip, "clip-of")

    @Slot(object)
    def _on_clip(self, found: ClipAsk | None) -> None:
        if found is None:
            self.context.notices.info(self.tr("The selected item is no video."))
        else:
            self._take(replace(found, length_s=self._ask.length_s, texts=self._ask.texts))

    def choose_file(self) -> None:
        """Ask for a video file."""
        title, kinds = self.tr("Search by a clip"), self.tr("Videos")
        path, _ = QFileDialog.getOpenFileName(
            self, title, "", f"{kinds} (*.mp4 *.mkv *.mov *.avi *.webm *.mpg *.mpeg *.m4v *.ts)"
        )
        if path:
            self._take(replace(self._ask, path=path, item=None, start_s=0.0))

    def focus_main(self) -> None:
        """Put the keyboard on the beginning, or on the choice of a file."""
        ask = self._ask
        (self.start if ask.path or ask.item is not None else self.file).setFocus()
