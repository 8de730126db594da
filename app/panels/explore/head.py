"""The controls above the clusters."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.widgets.controls import icon_button, push_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.numbers import numeral

THRESHOLD = 50  # per cent
SETTLE_MS = 250


class ExploreHead(QWidget):
    """Clustering, steps and queries; the panel does what they ask for."""

    clustering_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_clustering()
        self._make_steps()
        self._make_page_line()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.clustering_chosen)
        self.method.activated.connect(self._on_method)
        self.threshold.valueChanged.connect(self._on_threshold)
        self.count.valueChanged.connect(lambda _value: self._settle.start())
        self._lay_out()
        self._show_method()

    def _make_clustering(self) -> None:
        tr = self.tr
        self.method = QComboBox()
        self.method.addItem(tr("Clusters by correlation"), "cc")
        self.method.addItem(tr("k-means"), "kmeans")
        self.method.setAccessibleName(tr("How clusters are made"))
        self.method.setToolTip(tr("How clusters are made"))
        self.threshold = QSlider(Qt.Orientation.Horizontal)
        self.threshold.setRange(5, 95)
        self.threshold.setValue(THRESHOLD)
        self.threshold.setFixedWidth(110)
        self.threshold.setAccessibleName(tr("Threshold"))
        self.shown_threshold = QLabel()
        self.count = QSpinBox()
        self.count.setRange(0, 5000)
        self.count.setSpecialValueText(tr("auto"))
        self.count.setPrefix("k ")
        self.count.setAccessibleName(tr("Number of clusters"))

    def _make_steps(self) -> None:
        tr = self.tr
        self.sort = push_button(
            tr("Sort by bucket"), tr("Clusters most like the bucket come first (S)"), checkable=True
        )
        self.overview = push_button(tr("Overview"), tr("One picture of each cluster (O)"))
        self.map = push_button(
            tr("Map"), tr("All pictures as points; draw around some (M)"), checkable=True
        )
        self.expand_cluster = push_button(
            tr("Expand cluster"), tr("What lies around this cluster (X)")
        )
        self.expand_bucket = push_button(
            tr("Expand bucket"), tr("What lies around the pictures of the bucket (E)")
        )
        self.query_bucket = push_button(
            tr("Like the bucket"), tr("What is like the bucket as a whole (Q)")
        )
        self.query_menu = QMenu(self)
        self.query = QToolButton()
        self.query.setText(tr("Like …"))
        self.query.setToolTip(tr("What is like a picture, a part of it, or a file"))
        self.query.setAccessibleName(tr("Like …"))
        self.query.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.query.setMenu(self.query_menu)
        # Three dots say that more follows; the style's arrow would lie over them.
        self.query.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.lasso = push_button(
            tr("Box"), tr("Draw boxes instead of a free line (B)"), checkable=True
        )

    def _make_page_line(self) -> None:
        tr = self.tr
        self.back = icon_button("chevron-left", tr("Back to the page before (Alt+Left)"), flat=True)
        self.previous = icon_button("chevron-up", tr("Previous cluster (Page Up)"), flat=True)
        self.next = icon_button("chevron-down", tr("Next cluster (N, Page Down)"), flat=True)
        self.take = push_button(
            tr("All into the bucket"), tr("Put all pictures of this page into the bucket (A)")
        )
        self.title = QLabel()
        self.title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.title.setAccessibleName(tr("What is shown"))

    def _lay_out(self) -> None:
        controls = QWidget()
        flow = FlowLayout(controls)
        slider = QWidget()
        pair = QHBoxLayout(slider)
        pair.setContentsMargins(0, 0, 0, 0)
        for part in (self.threshold, self.shown_threshold, self.count):
            pair.addWidget(part)
        for widget in (
            self.method, slider, self.sort, self.overview, self.map, self.lasso,
            self.expand_cluster, self.expand_bucket, self.query_bucket, self.query,
        ):  # fmt: skip
            flow.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        controls.setSizePolicy(policy)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        for each in (self.back, self.previous, self.next, self.title, self.take):
            line.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(controls)
        layout.addLayout(line)

    # -- clustering

    @property
    def chosen(self) -> tuple[str, float, int]:
        """Method, threshold (0-1) and number of clusters (0 for auto)."""
        return str(self.method.currentData()), self.threshold.value() / 100, self.count.value()

    def choose(self, method: str, threshold: float, count: int) -> None:
        """Show a choice, without telling of it."""
        self.method.setCurrentIndex(max(0, self.method.findData(method)))
        self.threshold.setValue(round(threshold * 100))
        self.count.setValue(count)
        self._settle.stop()
        self._show_method()

    @Slot()
    def _on_method(self) -> None:
        self._show_method()
        self.clustering_chosen.emit()

    @Slot()
    def _on_threshold(self) -> None:
        self._show_method()
        self._settle.start()

    def _show_method(self) -> None:
        is_correlated = self.method.currentData() == "cc"
        self.threshold.setVisible(is_correlated)
        self.shown_threshold.setVisible(is_correlated)
        self.count.setVisible(not is_correlated)
        value = self.threshold.value() / 100
        self.shown_threshold.setText(numeral(value, ".2f"))
        self.threshold.setToolTip(
            self.tr("Pictures that correlate above %s belong together") % numeral(value, ".2f")
        )
