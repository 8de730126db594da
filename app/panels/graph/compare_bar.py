"""How much two graphs have in common, in one line; names in a window of their own."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from app.panels.graph.boxes import BOTH, ONLY_HERE
from app.panels.graph.texts import tag_name
from app.services.types import Compared, GraphView, Tag
from app.widgets.controls import on_click, push_button


class CompareBar(QWidget):
    """Likeness, what the colours mean, the way back.

    Args:
        parent: owner.
    """

    ended = Signal()
    swapped = Signal()  # show the other graph

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compared: Compared | None = None
        self._name = ""
        self.text = QLabel()
        self.text.setAccessibleName(self.tr("Comparison"))
        self.names = push_button(
            self.tr("Names …"), self.tr("What both have, and only one of them")
        )
        self.swap = push_button(self.tr("Show the other"), self.tr("Show the other graph instead"))
        self.close_button = push_button(self.tr("End"), self.tr("End the comparison"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text, 1)
        for button in (self.names, self.swap, self.close_button):
            row.addWidget(button)
        on_click(self.names, self.show_names)
        on_click(self.swap, self.swapped.emit)
        on_click(self.close_button, self.ended.emit)
        self.hide()

    def show_comparison(self, other: GraphView | None, compared: Compared | None) -> None:
        """Show how a graph compares with the one that is shown; None hides the line."""
        self._compared = compared
        self.setVisible(compared is not None)
        if compared is None or other is None:
            return
        self._name = other.name
        self.text.setText(
            self.tr(
                "Compared with “{name}”: {likeness} % alike &nbsp; {green}■</span> both: {both} "
                "&nbsp; {amber}■</span> only here: {here} &nbsp; only there: {there}"
            ).format(
                name=other.name,
                likeness=round(100 * compared.likeness),
                green=f'<span style="color:{BOTH.name()}">',
                amber=f'<span style="color:{ONLY_HERE.name()}">',
                both=len(compared.both),
                here=len(compared.only_first),
                there=len(compared.only_second),
            )
        )

    def dialog(self) -> QDialog:
        """Return a window with the names.

        Raises:
            ValueError: nothing is compared.
        """
        if self._compared is None:
            raise ValueError("Nothing is compared.")
        window = QDialog(self)
        window.setWindowTitle(self.tr("Compared with “%s”") % self._name)
        columns = QHBoxLayout()
        for title, tags in (
            (self.tr("Both"), self._compared.both),
            (self.tr("Only here"), self._compared.only_first),
            (self.tr("Only there"), self._compared.only_second),
        ):
            columns.addLayout(_column(f"{title} ({len(tags)})", tags))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(window.reject)
        layout = QVBoxLayout(window)
        layout.addLayout(columns)
        layout.addWidget(buttons)
        window.resize(640, 480)
        return window

    def show_names(self) -> None:
        """Open the window with the names."""
        self.dialog().open()


def _column(title: str, tags: Sequence[Tag]) -> QVBoxLayout:
    names = QListWidget()
    names.setAccessibleName(title)
    names.addItems([tag_name(tag) for tag in tags])
    column = QVBoxLayout()
    column.addWidget(QLabel(title))
    column.addWidget(names)
    return column
