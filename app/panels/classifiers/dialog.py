"""The dialog in which a classifier is made, or how it learns is changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.services.classifiers_learning import LEARNERS
from app.services.classifiers_types import COLOURS
from app.widgets.numbers import numeral


class ClassifierDialog(QDialog):
    """Asks for a name, whose labels to learn from, the learner, the features and the colour.

    Args:
        label_sets: label sets that no classifier learns from, and how many items each labels.
        encoders: that have vectors.
        values: what to begin with: fields of `SavedClassifier`; with a name, that name is fixed.
        parent: owner.
    """

    def __init__(
        self,
        label_sets: Mapping[str, int],
        encoders: Sequence[str],
        values: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        tr, values = self.tr, values or {}
        is_new = "name" not in values
        self.setWindowTitle(tr("New classifier") if is_new else tr("Classifier"))
        self.name = QLineEdit(str(values.get("name", "")))
        self.name.setPlaceholderText(tr("What it finds: “dogs”, “at the beach”"))
        self.labels = QComboBox()
        self.labels.addItem(tr("new labels, none yet"), "")
        for label_set, count in label_sets.items():
            self.labels.addItem(
                tr("the %s labels of “%s”") % (numeral(count), label_set), label_set
            )
        self.learner, self.features = QComboBox(), QComboBox()
        self._offer(encoders)
        self._choose(self.learner, values.get("learner", "svm"))
        self._choose(self.features, list(values.get("modalities", ())))
        self.colour = str(values.get("colour", "")) or COLOURS[0]
        self.colour_button = QPushButton(tr("Choose …"))
        self.colour_button.clicked.connect(self._on_colour)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(is_new=is_new)
        self.name.textChanged.connect(self._allow)
        self.name.setEnabled(is_new)
        self._show_colour()
        self._allow()

    def _offer(self, encoders: Sequence[str]) -> None:
        tr = self.tr
        titles = {"svm": tr("Support vector machine"), "logistic": tr("Logistic regression"),
                  "rocchio": tr("Rocchio: difference of means"),
                  "bayes": tr("Bayesian choice model")}  # fmt: skip
        for learner in LEARNERS:
            self.learner.addItem(titles[learner], learner)
        self.features.addItem(tr("as in the settings"), [])
        for encoder in encoders:
            self.features.addItem(encoder, [encoder])
        if len(encoders) > 1:
            self.features.addItem(tr("all together"), list(encoders))

    def _lay_out(self, *, is_new: bool) -> None:
        tr = self.tr
        form = QFormLayout(self)
        rows: list[tuple[str, QWidget]] = [(tr("&Name:"), self.name)]
        if is_new:
            rows.append((tr("Learns from:"), self.labels))
        rows += [(tr("Learner:"), self.learner), (tr("Features:"), self.features)]
        rows.append((tr("Colour:"), self.colour_button))
        for text, widget in rows:
            form.addRow(text, widget)
            widget.setAccessibleName(text.replace("&", "").rstrip(":"))
        form.addRow(self.buttons)
        self.setMinimumWidth(380)

    @property
    def values(self) -> dict[str, Any]:
        """What was chosen."""
        return {
            "name": self.name.text().strip(),
            "label_set": self.labels.currentData(),
            "learner": self.learner.currentData(),
            "modalities": list(self.features.currentData()),
            "colour": self.colour,
        }

    def _choose(self, box: QComboBox, wanted: Any) -> None:
        """Choose an entry; one that is not offered is added, so that it stays as it is."""
        known = [box.itemData(row) for row in range(box.count())]
        if wanted not in known:
            box.addItem(", ".join(wanted) if isinstance(wanted, list) else str(wanted), wanted)
            known.append(wanted)
        box.setCurrentIndex(known.index(wanted))

    @Slot()
    def _allow(self) -> None:
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(bool(self.name.text().strip()))

    @Slot()
    def _on_colour(self) -> None:
        chosen = QColorDialog.getColor(QColor(self.colour), self, self.tr("Colour"))
        if chosen.isValid():
            self.colour = chosen.name()
            self._show_colour()

    def _show_colour(self) -> None:
        self.colour_button.setStyleSheet(f"border-left: 18px solid {self.colour};")
        self.colour_button.setAccessibleDescription(self.colour)
