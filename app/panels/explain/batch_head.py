"""The controls above a run over many pictures: which ones, what names them, and kept runs."""

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.panels.explain.batch_work import (
    ALL,
    BUCKET,
    FILTERS,
    FOLDER,
    RESULTS,
    SELECTION,
    WATCHLIST,
    Scopes,
)
from app.widgets.controls import named, push_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.numbers import numeral


class BatchHead(QWidget):
    """Choices and buttons; the page does what they ask for.

    Args:
        parent: owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.scope, self.facet, self.runs = QComboBox(), QComboBox(), QComboBox()
        named(self.scope, tr("Which pictures"))
        named(self.facet, tr("Facet that names the class of each picture"))
        named(self.runs, tr("Runs that are kept; choose one to look at it"))
        for box in (self.scope, self.facet, self.runs):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(220)
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("Keep as …"))
        self.name.setAccessibleName(tr("Name of the run"))
        self.name.setToolTip(tr("A run with a name is kept and goes on where it was stopped"))
        self.name.setMaximumWidth(150)
        self.go = push_button(tr("Run"), tr("Explain and measure all of them"))
        self.go.setProperty("primary", "true")
        self.stop = push_button(tr("Stop"), tr("What is finished is kept"))
        self.csv = push_button(tr("CSV …"), tr("Write all rows to a table"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setProperty("muted", "true")
        self._lay_out()

    def _lay_out(self) -> None:
        controls = QWidget()
        flow = FlowLayout(controls)
        for widget in (
            self.scope, self.facet, self.name, self.go, self.stop, self.runs, self.csv,
        ):  # fmt: skip
            flow.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        controls.setSizePolicy(policy)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.told, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(controls)
        layout.addLayout(row)
        self.show_busy(on=False)

    def show_busy(self, *, on: bool) -> None:
        """Offer to run, or to stop."""
        self.go.setVisible(not on)
        self.stop.setVisible(on)
        self.bar.setVisible(on)

    def show_scopes(self, found: Scopes, selected: int) -> None:
        """Offer what a run can look at.

        Args:
            found: buckets, watchlists, facets, kept runs.
            selected: number of selected items.
        """
        tr, before = self.tr, self.scope.currentData()
        self.scope.clear()
        for title, data in (
            (tr("Selection"), SELECTION), (tr("Results"), RESULTS),
            (tr("What passes the filters"), FILTERS), (tr("Everything"), ALL),
            *((tr("Bucket “%s”") % name, f"{BUCKET}{name}") for name in found.buckets),
            *((tr("Watchlist “%s”") % name, f"{WATCHLIST}{name}") for name in found.watchlists),
            (tr("Folder …"), FOLDER),
        ):  # fmt: skip
            self.scope.addItem(title, data)
        self.scope.setCurrentIndex(max(0, self.scope.findData(before)))
        facet = self.facet.currentData()
        self.facet.clear()
        self.facet.addItem(tr("Class: unknown"), "")
        for key in found.facets:
            self.facet.addItem(tr("Class: %s") % key, key)
        self.facet.setCurrentIndex(max(0, self.facet.findData(facet)))
        self.runs.clear()
        self.runs.addItem(tr("Runs …"), "")
        for name in found.runs:
            self.runs.addItem(name, name)
        self.runs.setVisible(bool(found.runs))
        self.say_selection(selected)

    def say_selection(self, count: int) -> None:
        """Say how many items are selected."""
        place = self.scope.findData(SELECTION)
        if place >= 0:
            self.scope.setItemText(place, self.tr("Selection (%s)") % numeral(count))
