"""What was compared of a move, as a table; and its steps as people read them."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.widgets.icons import icon

_ROW_PX = 28


class MoveTable(QTableWidget):
    """A line for each thing that was compared: what, by what, how many are equal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        heads = [self.tr("Compared"), self.tr("By"), self.tr("Equal")]
        self.setHorizontalHeaderLabels(heads)
        self.setAccessibleName(self.tr("What was compared"))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many of each thing were compared and found equal."""
        known = self._known()
        self.setRowCount(len(counts))
        for row, (name, count) in enumerate(counts.items()):
            what, how = known.get(name, (name, ""))
            number = QTableWidgetItem(icon("success"), QLocale().toString(count))
            number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, cell in enumerate((QTableWidgetItem(what), QTableWidgetItem(how), number)):
                self.setItem(row, column, cell)
        self.resizeColumnsToContents()
        head = max(self.horizontalHeader().sizeHint().height(), _ROW_PX)
        self.setFixedHeight(head + _ROW_PX * len(counts) + 2 * self.frameWidth() + 2)

    def _known(self) -> dict[str, tuple[str, str]]:
        """Return what the services compare, in words: the thing, and what it is compared by."""
        answers = self.tr("the same answers")
        return {
            "tables": (self.tr("Tables"), self.tr("counts")),
            "rows": (self.tr("Rows"), self.tr("hashes of what is stored")),
            "lines of the content": (
                self.tr("Facts of items and lists"),
                self.tr("hashes of what both say"),
            ),
            "searches of words": (self.tr("Searches for words"), answers),
            "searches of facets": (self.tr("Searches by filters"), answers),
            "vectors": (self.tr("Vectors"), self.tr("every number")),
            "searches for nearest vectors": (self.tr("Searches for alike ones"), answers),
        }


def note_text(note: str) -> str:
    """Return the name of a step of a move in the user's language."""
    translate = QCoreApplication.translate
    words = {
        "Copying": translate("MovePage", "Copying {what}"),
        "Comparing": translate("MovePage", "Comparing {what}"),
        "Searching": translate("MovePage", "Searching {what} in both"),
    }
    first, _, rest = note.partition(" ")
    return words[first].format(what=rest) if first in words else note
