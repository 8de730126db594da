"""Where a search is written: one box, an example picture, what must follow, and how to search."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QMimeData,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.services.types import DEFAULT_WITHIN_S, MODES, Example, ExampleAsk, Query, TextAsk
from app.widgets.chips import Chip, ChipRow
from app.widgets.controls import named, tool_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.grid_model import decode_items
from app.widgets.icons import icon

HINT_MARGIN = 28  # pixels: frame and padding of the box
MAX_PASTED_SIDE = 512  # pixels; encoders look at less
_TEXT_PARTS = ("text", "facet", "concept", "sentence")
_IMAGE_PARTS = ("embedding", "example")


class SearchBox(QLineEdit):
    """A line for text that also takes pasted pictures; Down at an empty line shows old searches."""

    picture_pasted = Signal(object)  # Example
    history_wanted = Signal()

    def __init__(self, hints: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints = hints  # longest first; the first one that fits is shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show a shorter hint where the long one would be cut."""
        super().resizeEvent(event)
        room = self.width() - HINT_MARGIN
        fits = (hint for hint in self._hints if self.fontMetrics().horizontalAdvance(hint) <= room)
        self.setPlaceholderText(next(fits, self._hints[-1]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a picture from the clipboard, or show old searches."""
        if event.matches(QKeySequence.StandardKey.Paste):
            example = example_from(QGuiApplication.clipboard().mimeData())
            if example is not None:
                self.picture_pasted.emit(example)
                return
        if event.key() == Qt.Key.Key_Down and not self.text():
            self.history_wanted.emit()
        super().keyPressEvent(event)


class StepRow(QWidget):
    """One "then … within … s" of a sequence."""

    changed = Signal()
    submitted = Signal()
    removed = Signal()

    def __init__(self, step: tuple[str, float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QLineEdit(step[0])
        named(self.box, self.tr("What follows"))
        self.box.setPlaceholderText(self.tr("what follows"))
        self.seconds = QDoubleSpinBox()
        named(self.seconds, self.tr("At most so many seconds later"))
        self.seconds.setRange(0.1, 86_400)
        self.seconds.setDecimals(1)
        self.seconds.setSuffix(self.tr(" s"))
        self.seconds.setValue(step[1])
        self.seconds.setToolTip(self.tr("It must follow within this time"))
        remove = tool_button("✕", self.tr("Remove this step"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(self.tr("then")))
        row.addWidget(self.box, 1)
        row.addWidget(QLabel(self.tr("within")))
        row.addWidget(self.seconds)
        row.addWidget(remove)
        self.box.returnPressed.connect(self.submitted)
        self.box.textChanged.connect(self.changed)
        remove.clicked.connect(self.removed)

    @property
    def step(self) -> tuple[str, float]:
        """What the row says: text, seconds."""
        return self.box.text().strip(), self.seconds.value()


class QueryBar(QWidget):
    """Everything that makes a query but its filters."""

    submitted = Signal()
    edited = Signal(str)  # text of the box, while typing
    example_changed = Signal(object)  # Example or None
    history_wanted = Signal()

    def __init__(self, fusion: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._example: Example | None = None
        self._steps: list[StepRow] = []
        self._extra = Query()  # fields that have no control here are carried along
        self._default_fusion = fusion
        self.box = SearchBox((self.tr("Words, or drop a picture"), self.tr("Words")))
        self.box.setObjectName("searchBox")
        self.box.setClearButtonEnabled(True)
        self.box.setAccessibleName(self.tr("Search"))
        self.box.setToolTip(
            self.tr("Words, “phrases”, -not this; Enter searches (Ctrl+F comes here)")
        )
        font = self.box.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self.box.setFont(font)
        self.box.setMinimumHeight(self.box.fontMetrics().height() + 16)
        self._suggestions = QStringListModel(self)
        completer = QCompleter(self._suggestions, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._on_completed)
        self.box.setCompleter(completer)
        self.box.returnPressed.connect(self.submitted)
        self.box.textEdited.connect(self.edited)
        self.box.picture_pasted.connect(self.set_example)
        self.box.history_wanted.connect(self.history_wanted)
        self.go = QPushButton(icon("search"), self.tr("Search"))
        self.go.setToolTip(self.tr("Search (Enter)"))
        self.go.clicked.connect(self.submitted)
        self.examples = ChipRow()
        self._rows = QVBoxLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.box, 1)
        top.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.examples)
        layout.addLayout(self._rows)
        layout.addWidget(self._make_options())

    def _make_options(self) -> QWidget:
        names = {
            "auto": self.tr("All that is there"),
            "text": self.tr("Words"),
            "concept": self.tr("Concepts"),
            "embedding": self.tr("Pictures"),
            "fused": self.tr("Merged by rank"),
        }
        tips = {
            "auto": self.tr("Words, facets, meaning, concepts and pictures, whatever is available"),
            "text": self.tr("Words as they are written in titles, plots, captions, facets"),
            "concept": self.tr("What networks named in the pictures"),
            "embedding": self.tr("Networks that know texts and pictures"),
            "fused": self.tr("All ways, merged by rank instead of by score"),
        }
        self.mode = QComboBox()
        named(self.mode, self.tr("How to search"))
        for place, mode in enumerate(MODES):
            self.mode.addItem(names.get(mode, mode), mode)
            self.mode.setItemData(place, tips.get(mode, ""), Qt.ItemDataRole.ToolTipRole)
        self.mode.activated.connect(lambda _place: self.submitted.emit())
        self._make_fusion()
        self.add_step_button = tool_button(
            self.tr("+ then …"),
            self.tr("Ask for something that follows in time"),
            self._on_add_step,
        )
        balance = QWidget()
        parts = QHBoxLayout(balance)
        parts.setContentsMargins(0, 0, 0, 0)
        for part in (QLabel(self.tr("words")), self.fusion, QLabel(self.tr("pictures"))):
            parts.addWidget(part)
        # A narrow panel breaks the line: the docks of both sides must leave room for the wall.
        options = QWidget()
        flow = FlowLayout(options)
        for widget in (self.mode, balance, self.add_step_button):
            flow.addWidget(widget)
        return options

    def _make_fusion(self) -> None:
        self.fusion = QSlider(Qt.Orientation.Horizontal)
        self.fusion.setAccessibleName(self.tr("Weight of words against pictures"))
        self.fusion.setToolTip(self.tr("Left: words and concepts count; right: how pictures look"))
        self.fusion.setRange(0, 100)
        self.fusion.setValue(round(self._default_fusion * 100))
        self.fusion.setMinimumWidth(60)
        self.fusion.setMaximumWidth(120)
        self.fusion.sliderReleased.connect(self.submitted)

    # -- the query

    @property
    def example(self) -> Example | None:
        """The example picture."""
        return self._example

    def set_default_fusion(self, share: float) -> None:
        """Let the slider rest at share, 0-1; one that the user moved stays where it is."""
        rested = self.fusion.value() == round(self._default_fusion * 100)
        self._default_fusion = share
        if rested:
            self.fusion.setValue(round(share * 100))

    def query(self) -> Query:
        """Return the query without filters."""
        share = self.fusion.value() / 100
        weights = dict(self._extra.weights)
        if self.fusion.value() != round(self._default_fusion * 100):
            weights |= dict.fromkeys(_TEXT_PARTS, round(2 * (1 - share), 3))
            weights |= dict.fromkeys(_IMAGE_PARTS, round(2 * share, 3))
        asks = [part.what for part in self._extra.parts()]
        feature = next((ask.feature for ask in asks if isinstance(ask, ExampleAsk)), "auto")
        return Query.of(
            self.box.text().strip(),
            self.mode.currentData(),
            example=self._example,
            feature=feature,
            then=[row.step for row in self._steps if row.step[0]],
            weights=weights,
            k=self._extra.k,
            threshold=self._extra.threshold,
        )

    def set_query(self, query: Query) -> None:
        """Show a query; its filters are not shown here."""
        self.box.setText(query.text())
        asks = [part.what for part in query.parts()]
        mode = next((ask.mode for ask in asks if isinstance(ask, TextAsk)), "auto")
        self.mode.setCurrentIndex(max(0, self.mode.findData(mode)))
        share = query.weights.get("embedding")
        known = share is not None and query.weights.get("text") is not None
        if share is not None and known:
            self.fusion.setValue(round(min(2.0, share) * 50))
        else:
            self.fusion.setValue(round(self._default_fusion * 100))
        self._extra = query
        for row in list(self._steps):
            self._drop_step(row)
        for stage in query.stages[1:]:
            texts = [part.what.text for part in stage.parts if isinstance(part.what, TextAsk)]
            self.add_step((" ".join(texts), stage.within_s), focus=False)
        self.set_example(query.example(), announce=False)

    def add_step(self, step: tuple[str, float] | None = None, *, focus: bool = True) -> StepRow:
        """Add a step that follows."""
        row = StepRow(step or ("", DEFAULT_WITHIN_S))
        row.submitted.connect(self.submitted)
        row.removed.connect(self._on_step_removed)
        self._steps.append(row)
        self._rows.addWidget(row)
        if focus:
            row.box.setFocus()
        return row

    def _on_add_step(self) -> None:
        self.add_step()

    @property
    def steps(self) -> list[StepRow]:
        """The steps that follow."""
        return list(self._steps)

    def _on_step_removed(self) -> None:
        row = self.sender()
        if isinstance(row, StepRow):
            had_text = bool(row.step[0])
            self._drop_step(row)
            self.box.setFocus()
            if had_text:
                self.submitted.emit()

    def _drop_step(self, row: StepRow) -> None:
        self._steps.remove(row)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()

    def set_example(self, example: Example | None, *, announce: bool = True) -> None:
        """Search by a picture, or by none."""
        self._example = example
        self.examples.clear()
        if example is not None:
            chip = Chip(self.tr("like %s") % example.describe(), removable=True)
            chip.removed.connect(self._on_example_removed)
            self.examples.add(chip)
        self.example_changed.emit(example)
        if announce:
            self.submitted.emit()

    def show_example_picture(self, pixmap: QPixmap, name: str = "") -> None:
        """Show the example's picture (and its name) in its chip."""
        for chip in self.examples.chips:
            chip.set_picture(pixmap)
            if name:
                chip.setText(self.tr("like %s") % name)
                chip.setAccessibleName(chip.text())

    def _on_example_removed(self) -> None:
        self.set_example(None)
        self.box.setFocus()

    # -- help while typing

    def suggest(self, words: Sequence[str], *, show: bool = False) -> None:
        """Offer these as completions."""
        self._suggestions.setStringList(list(words))
        completer = self.box.completer()
        if words and (show or self.box.hasFocus()):
            completer.setCompletionPrefix(self.box.text())
            completer.complete()

    def _on_completed(self, _text: str) -> None:
        self.submitted.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.box.setMinimumHeight(self.box.fontMetrics().height() + 16)


def example_from(data: QMimeData | None) -> Example | None:
    """Return the picture that a drop or the clipboard holds: an item, a file or pixels."""
    if data is None:
        return None
    items = decode_items(data)
    if items:
        return Example(item=items[0])
    for url in data.urls():
        if url.isLocalFile() and Path(url.toLocalFile()).is_file():
            return Example(path=url.toLocalFile())
    if data.hasImage():
        return example_of_image(QImage(data.imageData()))
    return None


def example_of_image(image: QImage) -> Example | None:
    """Return an example of pasted pixels, made small; None for an empty picture."""
    if image.isNull():
        return None
    if max(image.width(), image.height()) > MAX_PASTED_SIDE:
        image = image.scaled(
            MAX_PASTED_SIDE,
            MAX_PASTED_SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(
        image.convertToFormat(QImage.Format.Format_RGB888)
    )
    return Example(png=bytes(buffer.data().data()))
