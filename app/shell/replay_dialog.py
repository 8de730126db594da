"""What came of a record that was replayed: each list then and now, and why it differs."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.services.interactions_replay import Replay, Replayed
from app.widgets.error_texts import service_text
from app.widgets.icons import icon
from app.widgets.note_texts import translated
from app.widgets.numbers import numeral
from common.values import Hit, ResultList


def _tr(text: str) -> str:
    return QCoreApplication.translate("Replay", text)


def cause_templates() -> Mapping[str, str]:
    """Return why lists differ, by id, in the user's language; {names} stand for values."""
    return {
        "other-library": _tr("It was recorded in another library, “{then}”."),
        "other-program": _tr("It was recorded by Kinora {then}; this is {now}."),
        "other-network": _tr("“{name}” has other weights: {then} then, {now} now."),
        "network-gone": _tr("“{name}” compared items then and is not here now."),
        "network-new": _tr("“{name}” compares items now and was not there then."),
        "items-gone": _tr("No longer in the library: {count} of the list."),
        "items-new": _tr("Came into the library later: {count} of today's list."),
        "changed-since": _tr("The library was changed since (revision {then} then, {now} now)."),
        "scores": _tr("The items are the same, scores differ by up to {most}."),
        "unknown": _tr("Nothing that was recorded tells why."),
    }


class ReplayDialog(QDialog):
    """A table of the lists of a record; Enter or a double click shows today's list.

    Args:
        context: for showing a list.
        played: what came of it.
        parent: the window.
    """

    def __init__(
        self, context: PanelContext, played: Replay, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._played = context, played
        self.setWindowTitle(self.tr("Replay"))
        self.setMinimumSize(820, 420)
        self.told = QLabel(self._headline())
        self.told.setWordWrap(True)
        self.table = QTableWidget(len(played.searches), 5)
        self.table.setAccessibleName(self.tr("Lists then and now"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        self.table.setHorizontalHeaderLabels(
            [self.tr("Asked"), self.tr("Same"), self.tr("First at"), self.tr("Overlap"),
             self.tr("Why it differs")]
        )  # fmt: skip
        for row, one in enumerate(played.searches):
            self._fill(row, one)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, 260)
        self.table.itemActivated.connect(self._on_activated)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.table.resizeRowsToContents()

    def _headline(self) -> str:
        played = self._played
        same = len(played.searches) - played.changed
        text = self.tr("{same} of {all} lists are the same as when they were recorded.").format(
            same=numeral(same), all=numeral(len(played.searches))
        )
        if played.lists:
            text += " " + self.tr("%n other list(s) cannot be asked for again.", "", played.lists)
        return "\n".join([text, *translated(played.causes, cause_templates())])

    def _fill(self, row: int, one: Replayed) -> None:
        first = "" if one.first_difference is None else numeral(one.first_difference)
        why = (
            [service_text(one.problem)]
            if one.problem
            else translated(one.causes, cause_templates())
        )
        cells = (one.query or one.kind, "", first, numeral(one.overlap, ".0%"), "\n".join(why))
        for column, text in enumerate(cells):
            cell = QTableWidgetItem(text)
            cell.setToolTip(text)
            if column == 1:
                cell.setIcon(icon("success" if one.is_same else "close"))
                cell.setText(self.tr("yes") if one.is_same else self.tr("no"))
            if column in (2, 3):
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, column, cell)

    @Slot(QTableWidgetItem)
    def _on_activated(self, cell: QTableWidgetItem) -> None:
        """Show the list as it is today."""
        one = self._played.searches[cell.row()]
        scores: Sequence[float] = one.scores_now or [0.0] * len(one.now)
        hits = tuple(Hit(item, score) for item, score in zip(one.now, scores, strict=False))
        found = ResultList(one.query, hits, len(hits))
        self._context.shared.show_results(found, "replay", is_step=True)
