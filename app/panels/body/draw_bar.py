"""Tools of drawing: pen, erasers, symmetry, the contours of the body, a picture to draw over."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QWidget,
)

from app.panels.body.flow_bar import FlowBar
from app.widgets.controls import icon_button, named

PEN, ERASE_STROKE, ERASE_PIXEL, MOVE, PICK = (
    "pen", "eraser_stroke", "eraser_pixel", "move", "pick"
)  # fmt: skip
WIDTHS = (1, 40)
"""Widths of the pen in units of the page."""
FIRST_WIDTH = 4
FIRST_SMOOTHING = 35  # percent
FIRST_GHOST = 60
_SLIDER = 110  # pixels


class DrawBar(FlowBar):
    """Buttons and sliders; the panel does what they ask for.

    Args:
        first: stands before all others.
        parent: owner.
    """

    tool_chosen = Signal(str)
    width_changed = Signal(int)
    smoothing_changed = Signal(float)  # 0-1
    symmetry_toggled = Signal(bool)
    ghost_changed = Signal()  # on or off, or its strength
    joints_toggled = Signal(bool)
    zoom_wanted = Signal(float)  # factor; 0 fits
    underlay_wanted = Signal(str)  # "file", "paste", "selection", "remove"
    underlay_editing = Signal(bool)  # the picture is moved instead of drawing
    underlay_opacity = Signal(float, bool)  # 0-1, whether it is final

    def __init__(self, first: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flow.addWidget(first)
        self._make_tools()
        self.width_slider = self._slider(self.tr("Width of the pen ([ and ])"), *WIDTHS)
        self.width_slider.setValue(FIRST_WIDTH)
        self.width_slider.setFixedWidth(76)
        self.flow.addWidget(self.width_slider)
        self._make_switches()
        self._make_look()
        self._make_underlay()
        self._make_zoom()
        self.width_slider.valueChanged.connect(self.width_changed)
        self.show_tool(PEN)

    # -- making

    def _button(
        self, drawing: str, tip: str, run: Callable[[], object], *, checkable: bool = False
    ) -> QToolButton:
        button = icon_button(drawing, tip, run, checkable=checkable, flat=True, parent=self)
        self.flow.addWidget(button)
        return button

    def _make_tools(self) -> None:
        tr = self.tr
        self.tools = {
            name: self._button(drawing, tip, partial(self.tool_chosen.emit, name), checkable=True)
            for name, drawing, tip in (
                (PEN, "pen", tr("Pen (P)")),
                (ERASE_STROKE, "eraser-stroke", tr("Eraser of whole strokes (E)")),
                (ERASE_PIXEL, "eraser-pixel", tr("Eraser of parts of strokes (Shift+E)")),
                (MOVE, "hand-move", tr("Move the page (H, or Space held)")),
                (PICK, "joint", tr("Choose and drag joints of the body (V)")),
            )
        }

    def _make_switches(self) -> None:
        tr = self.tr
        self.symmetry = self._button(
            "symmetry", tr("Draw both sides at once, about the middle of the body (M)"),
            lambda: self.symmetry_toggled.emit(self.symmetry.isChecked()), checkable=True,
        )  # fmt: skip
        self.ghost = self._button(
            "ghost", tr("Show the contours of the body below the drawing (G)"),
            self.ghost_changed.emit, checkable=True,
        )  # fmt: skip
        self.ghost.setChecked(True)
        self.joints = self._button(
            "skeleton", tr("Show the joints over the drawing (J)"),
            lambda: self.joints_toggled.emit(self.joints.isChecked()), checkable=True,
        )  # fmt: skip
        self.joints.setChecked(False)

    def _make_look(self) -> None:
        """Make the popup with what is set seldom."""
        tr = self.tr
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setFrameShape(QFrame.Shape.StyledPanel)
        self.popup.setAccessibleName(tr("How the pen and the page look"))
        grid = QGridLayout(self.popup)
        self.smoothing = self._slider(tr("How much trembling is smoothed away"), 0, 100)
        self.smoothing.setValue(FIRST_SMOOTHING)
        self.strength = self._slider(tr("Strength of the body's contours"), 5, 100)
        self.strength.setValue(FIRST_GHOST)
        self.opacity = self._slider(tr("Opacity of the picture below the drawing"), 5, 100)
        self.opacity.setValue(50)
        rows = (
            (tr("Smoothing"), self.smoothing),
            (tr("Body's contours"), self.strength),
            (tr("Picture below"), self.opacity),
        )
        for row, (title, slider) in enumerate(rows):
            slider.setFixedWidth(_SLIDER)
            label = QLabel(title)
            label.setBuddy(slider)
            value = QLabel(f"{slider.value()} %")
            value.setMinimumWidth(value.fontMetrics().horizontalAdvance("100 %"))
            slider.valueChanged.connect(partial(_show_percent, value))
            for column, widget in enumerate((label, slider, value)):
                grid.addWidget(widget, row, column)
        self.look = self._button(
            "settings", tr("Smoothing, strength of contours, opacity of the picture (O)"),
            self.show_look,
        )  # fmt: skip
        self.smoothing.valueChanged.connect(lambda v: self.smoothing_changed.emit(v / 100))
        self.strength.valueChanged.connect(lambda _v: self.ghost_changed.emit())
        self.opacity.valueChanged.connect(self._on_opacity)
        self.opacity.sliderReleased.connect(self._on_opacity)

    def _make_underlay(self) -> None:
        tr = self.tr
        self.underlay = self._button(
            "photo", tr("A picture to draw over (U)"), self._show_underlay_menu
        )
        self.underlay.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.underlay.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        menu = QMenu(self)
        self._underlay_actions = {}
        for name, title in (
            ("file", tr("From a file …")),
            ("paste", tr("From the clipboard\tCtrl+V")),
            ("selection", tr("The selected item")),
            ("remove", tr("Remove the picture")),
        ):
            action = menu.addAction(title)
            action.triggered.connect(partial(self._on_underlay, name))
            self._underlay_actions[name] = action
        self.edit_underlay = menu.addAction(tr("Move and resize the picture"))
        self.edit_underlay.setCheckable(True)
        self.edit_underlay.toggled.connect(self.underlay_editing)
        self.underlay.setMenu(menu)

    def _make_zoom(self) -> None:
        tr = self.tr
        self.zoom = QToolButton()
        self.zoom.setAutoRaise(True)
        named(self.zoom, tr("Zoom of the page: Ctrl+wheel, Ctrl++ and Ctrl+−; Ctrl+0 fits it"))
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.zoom.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        menu = QMenu(self)
        for title, factor in (
            (tr("Zoom in\tCtrl++"), 1.25),
            (tr("Zoom out\tCtrl+−"), 0.8),
            (tr("Fit\tCtrl+0"), 0.0),
        ):
            menu.addAction(title).triggered.connect(partial(self._on_zoom, factor))
        self.zoom.setMenu(menu)
        self.flow.addWidget(self.zoom)
        self.show_zoom(1.0)

    def _slider(self, name: str, low: int, high: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(low, high)
        named(slider, name)
        return slider

    # -- what is shown

    @property
    def ghost_opacity(self) -> float:
        """How strongly the body's contours are shown, 0-1; 0 where they are off."""
        return self.strength.value() / 100 if self.ghost.isChecked() else 0.0

    def show_tool(self, name: str) -> None:
        """Mark the tool in use."""
        for other, button in self.tools.items():
            button.setChecked(other == name)

    def show_zoom(self, zoom: float) -> None:
        """Tell how large the page is shown; 1 fits it."""
        self.zoom.setText(f"{round(zoom * 100)} %")

    def show_underlay(self, *, there: bool, opacity: float, selected: bool) -> None:
        """Tell whether a picture lies below the drawing, and whether an item could."""
        self._underlay_actions["remove"].setEnabled(there)
        self.edit_underlay.setEnabled(there)
        if not there:
            self.edit_underlay.setChecked(False)
        self._underlay_actions["selection"].setEnabled(selected)
        with QSignalBlocker(self.opacity):
            self.opacity.setValue(round(opacity * 100))
        self.opacity.setEnabled(there)

    def show_look(self) -> None:
        """Open the popup."""
        self.popup.adjustSize()
        self.popup.move(self.look.mapToGlobal(self.look.rect().bottomLeft()))
        self.popup.show()
        self.smoothing.setFocus()

    def step_width(self, step: int) -> None:
        """Make the pen thicker or thinner."""
        value = self.width_slider.value()
        self.width_slider.setValue(value + step * max(1, value // 5))

    def _show_underlay_menu(self) -> None:
        self.underlay.showMenu()

    @Slot()
    def _on_opacity(self, _value: int = 0) -> None:
        self.underlay_opacity.emit(self.opacity.value() / 100, not self.opacity.isSliderDown())

    @Slot()
    def _on_underlay(self, name: str, _on: bool = False) -> None:
        self.underlay_wanted.emit(name)

    @Slot()
    def _on_zoom(self, factor: float, _on: bool = False) -> None:
        self.zoom_wanted.emit(factor)


def _show_percent(label: QLabel, value: int) -> None:
    label.setText(f"{value} %")
