"""The editor of an example: the picture, the part of it that counts, and what is compared."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.search import lookups
from app.panels.search.editors.base import PartEditor, choice, show_choice
from app.services.types import Example, ExampleAsk
from app.widgets.controls import on_click, push_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.part_picker import PartDialog
from app.widgets.query_words import feature_names
from common.canvas import Region

_WIDE, _HIGH = 232, 150  # pixels of the picture


class ExampleEditor(PartEditor):
    """Edits which picture results shall be like."""

    kind = "example"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._image = QImage()
        self._wants_part = False
        self.part: PartDialog | None = None
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(self.tr("The picture"))
        self.picture.setMinimumHeight(60)
        self.feature = choice(
            self.tr("Compare by"), {"auto": feature_names()["auto"]}, self._on_feature
        )
        self.cut = push_button(self.tr("Part …"), self.tr("Only a part of the picture counts"))
        self.whole = push_button(self.tr("All of it"), self.tr("The whole picture counts"))
        self.file = push_button(self.tr("File …"), self.tr("Take a picture from a file"))
        self.current = push_button(self.tr("Selected"), self.tr("Take the selected item"))
        on_click(self.cut, self.pick_part)
        on_click(self.whole, self._on_whole)
        on_click(self.file, self.choose_file)
        on_click(self.current, self._on_current)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button in (self.cut, self.whole, self.file, self.current):
            flow.addWidget(button)
        form = QFormLayout()
        form.addRow(self.tr("Compare"), self.feature)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.picture, 1)
        layout.addLayout(row)
        layout.addWidget(buttons)
        layout.addLayout(form)

    @property
    def _ask(self) -> ExampleAsk | None:
        return self._what if isinstance(self._what, ExampleAsk) else None

    def show_what(self, what: ExampleAsk) -> None:
        """Show an example; its picture follows."""
        show_choice(self.feature, what.feature)
        self.whole.setVisible(what.region is not None)
        services = self.context.services
        self.ask(
            partial(lookups.large_picture, services, what.example), self._on_picture, "example"
        )
        self.ask(partial(lookups.features, services, what.example), self._on_features, "features")

    @Slot(object)
    def _on_features(self, answer: tuple[Example, list[str]]) -> None:
        example, names = answer
        ask = self._ask
        if ask is None or ask.example != example:
            return
        titles = feature_names()
        self.feature.clear()
        for name in names:
            self.feature.addItem(titles.get(name, name), name)
        show_choice(self.feature, ask.feature)

    @Slot(object)
    def _on_picture(self, answer: tuple[Example, QImage]) -> None:
        example, image = answer
        if self._ask is None or self._ask.example != example:
            return
        self._image = image
        self._draw()
        if self._wants_part:
            self._wants_part = False
            self.pick_part()

    def _draw(self) -> None:
        ask = self._ask
        if self._image.isNull() or ask is None:
            self.picture.setText(self.tr("The picture cannot be shown."))
            return
        shown = self._image.scaled(
            QSize(_WIDE, _HIGH),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        if ask.region is not None:
            shown = dimmed(shown, ask.region)
        self.picture.setPixmap(QPixmap.fromImage(shown))

    # -- changes

    def _take(self, what: ExampleAsk) -> None:
        self.change(what)
        self.show_what(what)

    def _on_feature(self) -> None:
        if self._ask is not None:
            self.change(replace(self._ask, feature=self.feature.currentData()))

    def _on_whole(self) -> None:
        if self._ask is not None:
            self._take(replace(self._ask, region=None))

    def _on_current(self) -> None:
        item = self.context.shared.current
        if item is None:
            self.context.notices.info(self.tr("Select an item first."))
        elif self._ask is not None:
            self._take(replace(self._ask, example=Example(item=item), region=None))

    def choose_file(self) -> None:
        """Ask for a file."""
        title, kinds = self.tr("Search by a picture"), self.tr("Pictures")
        path, _ = QFileDialog.getOpenFileName(
            self, title, "", f"{kinds} (*.jpg *.jpeg *.png *.webp *.bmp *.gif *.tif *.tiff *.heic)"
        )
        if path and self._ask is not None:
            self._take(replace(self._ask, example=Example(path=path), region=None))

    def pick_part(self) -> None:
        """Ask for the part of the picture that counts; waits for the picture."""
        if self._image.isNull():
            self._wants_part = True
            return
        self.part = PartDialog(self._image.copy(), self)
        self.part.accepted.connect(self._on_part)
        self.part.open()

    @Slot()
    def _on_part(self) -> None:
        box = None if self.part is None else self.part.box
        if box is not None and self._ask is not None:
            self._take(replace(self._ask, region=Region(*box)))

    def focus_main(self) -> None:
        """Put the keyboard on what is compared."""
        self.feature.setFocus()


def dimmed(image: QImage, region: Region) -> QImage:
    """Return a picture that is dark outside of a region."""
    made = image.convertToFormat(QImage.Format.Format_RGB32)
    box = QRectF(
        region.x * made.width(),
        region.y * made.height(),
        region.width * made.width(),
        region.height * made.height(),
    )
    painter = QPainter(made)
    painter.fillRect(made.rect(), QColor(0, 0, 0, 140))
    painter.drawImage(box, image, box)
    painter.setPen(QPen(QColor("#ffffff"), 2))
    painter.drawRect(box)
    painter.end()
    return made
