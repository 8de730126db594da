"""What is explained: the most probable classes, any class, two classes, likeness, a sentence."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCompleter,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.panels.explain.score_bars import ScoreBars
from app.services.explain_types import Explained, ExplainTarget, PictureSource
from app.services.explain_words import short_label
from app.widgets.controls import breakable, clearable, push_button
from app.widgets.grid_model import ITEMS_MIME, decode_items


class ClassField(QLineEdit):
    """Finds a class by any of its names while one types.

    Args:
        hint: what stands in the empty field.
        parent: owner.
    """

    picked = Signal(str)

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setToolTip(hint)
        clearable(self)
        self._model = QStringListModel(self)
        finder = QCompleter(self._model, self)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setMaxVisibleItems(12)
        finder.activated[str].connect(self.picked)  # type: ignore[index]
        self.setCompleter(finder)
        self.returnPressed.connect(self._on_return)

    def offer(self, labels: Sequence[str]) -> None:
        """Offer the classes of a network."""
        self._model.setStringList(list(labels))

    @Slot()
    def _on_return(self) -> None:
        if text := self.text().strip():
            self.picked.emit(text)


class TargetSide(QWidget):
    """Chooses what heat maps explain.

    Args:
        parent: owner.
    """

    chosen = Signal(object)  # ExplainTarget
    like_wanted = Signal()  # compare with another picture: the panel knows the selection

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target = ExplainTarget()
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setProperty("muted", "true")
        self.bars = ScoreBars()
        self.any_class = ClassField(self.tr("Why another class? Type its name"))
        self.other_class = ClassField(self.tr("… rather than which class?"))
        self.like = push_button(
            self.tr("Why alike …"),
            self.tr("Compare with another picture: select two, or drop one here (Shift+A)"),
        )
        self.sentence = QLineEdit()
        self.sentence.setPlaceholderText(self.tr("Why does it match this sentence?"))
        self.sentence.setAccessibleName(self.tr("Sentence"))
        self.sentence.setToolTip(self.tr("Write what is in the picture, and Enter"))
        clearable(self.sentence)
        self.setAcceptDrops(True)
        self._lay_out()
        self.bars.chosen.connect(self._on_class)
        self.any_class.picked.connect(self._on_class)
        self.other_class.picked.connect(self._on_other)
        self.like.clicked.connect(lambda _checked=False: self.like_wanted.emit())
        self.sentence.returnPressed.connect(self._on_sentence)

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(6)
        heading = QLabel(self.tr("Most probable"))
        heading.setProperty("muted", "true")
        for widget in (
            self.title, self.told, heading, self.bars, self.any_class, self.other_class, self.like,
            self.sentence,
        ):  # fmt: skip
            column.addWidget(widget)
        self.extra = QVBoxLayout()
        column.addLayout(self.extra)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        area.setAccessibleName(self.tr("What is explained"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.setMinimumWidth(190)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    # -- what is shown

    @property
    def target(self) -> ExplainTarget:
        """What is explained now."""
        return self._target

    def offer(self, labels: Sequence[str], *, has_text: bool) -> None:
        """Offer the classes of a network, and sentences where it knows them."""
        for field in (self.any_class, self.other_class):
            field.offer(labels)
            field.setVisible(bool(labels))
        self.sentence.setVisible(has_text)

    def show_explained(self, explained: Explained, told: str) -> None:
        """Show the target of an explanation.

        Args:
            explained: the explanation.
            told: what is explained, in words.
        """
        self._target = explained.request.target
        self.title.setText(breakable(explained.title))
        self.told.setText(told)
        is_class = self._target.kind in {"auto", "label", "contrast"}
        marked = explained.label if is_class else ""
        rows = list(explained.top)
        if is_class and marked not in dict(rows) and self._target.kind == "label":
            rows.append((marked, explained.score))
        self.bars.show_rows(rows, marked=marked)
        self.other_class.setVisible(bool(is_class and rows))
        if self._target.kind != "contrast":
            self.other_class.clear()
        else:
            self.other_class.setText(short_label(self._target.other))
        if self._target.kind != "sentence":
            self.sentence.clear()
        else:
            self.sentence.setText(self._target.label)
        if self._target.kind != "label":
            self.any_class.clear()

    def show_scores(
        self, rows: Sequence[tuple[str, float]], before: Mapping[str, float] | None
    ) -> None:
        """Show scores that changed: parts of the picture are hidden."""
        self.bars.show_rows(rows, marked=self.bars.marked, before=before)

    # -- what is chosen

    @Slot(str)
    def _on_class(self, label: str) -> None:
        self.chosen.emit(ExplainTarget("label", label=label))

    @Slot(str)
    def _on_other(self, other: str) -> None:
        rows = self.bars.rows
        marked = self.bars.marked or (rows[0][0] if rows else "")
        if marked:
            self.chosen.emit(ExplainTarget("contrast", label=marked, other=other))

    @Slot()
    def _on_sentence(self) -> None:
        if text := self.sentence.text().strip():
            self.chosen.emit(ExplainTarget("sentence", label=text))

    def compare_with(self, source: PictureSource) -> None:
        """Explain why the picture is like another one."""
        self.chosen.emit(ExplainTarget("alike", like=source))

    # -- a picture is dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take an item or a file."""
        if event.mimeData().hasFormat(ITEMS_MIME) or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Compare with what was dropped."""
        source = dropped(event)
        if source is not None:
            event.acceptProposedAction()
            self.compare_with(source)


def dropped(event: QDropEvent) -> PictureSource | None:
    """Return the first picture of a drop: an item, or a file; None where there is none."""
    items = decode_items(event.mimeData()) if event.mimeData().hasFormat(ITEMS_MIME) else []
    if items:
        return PictureSource(items[0])
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return PictureSource(path=files[0]) if files else None
