"""The controls above the maps: back and forward, network, methods, how maps are laid out."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QMenu,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.panels.explain.method_menu import MethodMenu
from app.panels.explain.options import OptionsForm
from app.services.explain_types import NetworkEntry
from app.widgets.controls import icon_button, named, push_button, tool_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.numbers import numeral

FORMS = ("png", "svg", "npz", "csv", "json", "pdf", "html")


class ExplainHead(QWidget):
    """Buttons and choices; the panel does what they ask for.

    Args:
        parent: owner.
    """

    network_chosen = Signal(str)
    export_wanted = Signal(str)  # suffix

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.back = self._arrow("chevron-left", tr("What was explained before (Alt+Left)"))
        self.forward = self._arrow("chevron-right", tr("What was explained after (Alt+Right)"))
        self.follow = QCheckBox(tr("Follow selection"))
        self.follow.setToolTip(tr("Explain what is selected anywhere (S)"))
        self.follow.setChecked(True)
        self.open = push_button(tr("File …"), tr("Explain a picture that is not in the library"))
        self.networks = QComboBox()
        named(self.networks, tr("Network that is explained"))
        self.networks.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.networks.setMaximumWidth(230)
        self.methods = MethodMenu()
        self.swipe = push_button(
            tr("Swipe"), tr("Two maps over each other with a divider (W)"), checkable=True
        )
        self.occlude = push_button(
            tr("Hide parts"), tr("Paint over the picture and watch the scores (H)"), checkable=True
        )
        self.sanity = push_button(
            tr("Check"),
            tr("Shuffle what the network learned: a map that explains it must change (K)"),
        )
        self.options_button = icon_button(
            "settings", tr("Measures and options (O)"), self.show_options
        )
        self._make_export()
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setFrameShape(QFrame.Shape.StyledPanel)
        self.form = OptionsForm()
        QVBoxLayout(self.popup).addWidget(self.form)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(tr("Working"))
        self.busy.setFixedHeight(4)
        self.stop = tool_button(tr("Stop"), tr("Stop what is being computed (Esc)"))
        self._lay_out()
        self.networks.activated.connect(self._on_network)

    def _arrow(self, drawing: str, tip: str) -> QToolButton:
        button = icon_button(drawing, tip, flat=True)
        button.setEnabled(False)
        return button

    def _make_export(self) -> None:
        tr = self.tr
        self.export = QToolButton()
        self.export.setText(tr("Export …"))
        self.export.setToolTip(tr("Write maps, measures and settings to a file (Ctrl+S)"))
        self.export.setAccessibleName(tr("Export"))
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        menu = QMenu(self)
        texts = {
            "png": tr("Picture (PNG)"), "svg": tr("Drawing (SVG)"), "npz": tr("Arrays (NumPy)"),
            "csv": tr("Table of measures (CSV)"), "json": tr("Measures and settings (JSON)"),
            "pdf": tr("Report (PDF)"), "html": tr("Report (HTML)"),
        }  # fmt: skip
        for form in FORMS:
            action = menu.addAction(texts[form])
            action.triggered.connect(lambda _on=False, f=form: self.export_wanted.emit(f))
        self.export.setMenu(menu)

    def _lay_out(self) -> None:
        controls = QWidget()
        flow = FlowLayout(controls)
        for widget in (
            self.back, self.forward, self.follow, self.open, self.networks, self.methods,
            self.swipe, self.occlude, self.sanity, self.options_button, self.export, self.stop,
        ):  # fmt: skip
            flow.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        controls.setSizePolicy(policy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(controls)
        layout.addWidget(self.busy)
        keeps = self.busy.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(keeps)
        self.show_busy(on=False)

    # -- what is shown

    def show_networks(self, networks: Sequence[NetworkEntry], current: str) -> None:
        """Offer networks; those without weights stand there with the way to get them."""
        with QSignalBlocker(self.networks):
            self.networks.clear()
            for place, entry in enumerate(networks):
                title = entry.title if entry.is_ready else self.tr("{name} – no weights").format(
                    name=entry.title
                )  # fmt: skip
                self.networks.addItem(title, entry.name)
                tip = (
                    self._about(entry)
                    if entry.is_ready
                    else self.tr(
                        "Its weights are not here. Tools ▸ Networks adds or downloads them."
                    )
                )
                self.networks.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
                model = self.networks.model()
                if not entry.is_ready and isinstance(model, QStandardItemModel):
                    model.item(place).setEnabled(False)
            self.networks.setCurrentIndex(self.networks.findData(current))

    def _about(self, entry: NetworkEntry) -> str:
        if not entry.has_gradients:
            return self.tr("Only asked, not looked into: methods without gradients.")
        if not entry.classes:
            return self.tr("Knows likeness and sentences, no classes.")
        return self.tr("%s classes") % numeral(entry.classes)

    def show_busy(self, *, on: bool) -> None:
        """Show that something is being computed."""
        self.busy.setVisible(on)
        self.stop.setVisible(on)

    def show_expert(self, *, on: bool) -> None:
        """Show all controls, or only those that most people need."""
        for widget in (self.sanity, self.options_button, self.networks, self.swipe):
            widget.setVisible(on)
        self.methods.show_expert(on=on)

    def show_options(self) -> None:
        """Open the options under their button."""
        button = self.options_button
        self.popup.adjustSize()
        corner = button.mapToGlobal(QPoint(0, button.height() + 2))
        screen = self.screen().availableGeometry()
        corner.setX(min(corner.x(), screen.right() - self.popup.width()))
        self.popup.move(corner)
        self.popup.show()
        self.form.important.setFocus()

    @Slot(int)
    def _on_network(self, place: int) -> None:
        self.network_chosen.emit(str(self.networks.itemData(place)))
