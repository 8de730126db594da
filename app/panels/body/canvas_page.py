"""The two pages that are drawn on, front and side, with their tools."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final, cast

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QToolButton, QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.body.draw_bar import PICK, DrawBar
from app.panels.body.note_line import NoteLine
from app.panels.body.session import BodySession
from app.panels.body.texts import joint_title
from app.services import body_drawing
from app.services import body_editing as editing
from app.services.body_document_types import JOINTS, BodyState, Layer, Stroke, Underlay, View
from app.widgets.controls import tool_button
from app.widgets.drawing import PAGE, DrawingCanvas

FRONT, SIDE, BOTH = "front", "side", "both"
SIDE_LAYER: Final = "side"
_FITTED: Final = 0.9  # of a canvas that its fitted page takes


class CanvasPage(QWidget):
    """Both pages: what is drawn goes to the document, what the document holds is shown.

    Args:
        context: of the panel.
        session: holds the document.
        parent: owner.
    """

    shown_changed = Signal(str)  # FRONT, SIDE or BOTH
    picture_given = Signal(object, str)  # DroppedPicture, view

    def __init__(
        self, context: PanelContext, session: BodySession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._session = session
        self._underlay: Underlay | None = None
        self._axis: float | None = None  # of symmetry, where it was moved by hand
        self._image: QImage | None = None
        self._ghosts: dict[str, tuple[Stroke, ...]] = {}
        self.shown = FRONT
        self._make_choice()
        self.bar = DrawBar(self.choice)
        self.notes = NoteLine()
        self._make_canvases()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.bar)
        layout.addWidget(self.split, 1)
        layout.addWidget(self.notes)
        self.notes.taken.connect(session.take_offered)
        for signal in (session.read, session.changed):
            signal.connect(self._show_offer)
        self._connect_bar()
        self.show_pages(FRONT)
        self._apply_bar()

    def _make_canvases(self) -> None:
        self.canvases: dict[View, DrawingCanvas] = {}
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        for view, name, placeholder in (
            ("front", self.tr("Page of the front view"), self.tr("Draw a person, head to feet")),
            ("side", self.tr("Page of the side view"),
             self.tr("The same pose from the person's left: it tells depth")),
        ):  # fmt: skip
            canvas = DrawingCanvas()
            canvas.setAccessibleName(name)
            canvas.placeholder = placeholder
            canvas.setMinimumSize(150, 150)
            canvas.set_joint_names([joint_title(joint) for joint in JOINTS])
            self.canvases[cast("View", view)] = canvas
            self.split.addWidget(canvas)
            self._connect(cast("View", view), canvas)

    def _show_offer(self, _what: object = None) -> None:
        self.notes.offer(on=self._session.has_offer, is_drawn=self._session.state.is_drawn)

    def _make_choice(self) -> None:
        """Make the three buttons that say which pages are seen."""
        tr = self.tr
        self.choice = QWidget()
        row = QHBoxLayout(self.choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        self.page_buttons: dict[str, QToolButton] = {}
        for name, title, tip in (
            (FRONT, tr("Front"), tr("Draw the front view (1)")),
            (SIDE, tr("Side"), tr("Draw the side view, for depth (2)")),
            (BOTH, tr("Both"), tr("Both pages side by side (3)")),
        ):
            button = tool_button(title, tip, partial(self.show_pages, name), checkable=True)
            button.setAutoRaise(True)
            self.page_buttons[name] = button
            row.addWidget(button)

    def _connect(self, view: View, canvas: DrawingCanvas) -> None:
        canvas.drawing.connect(partial(self._on_drawing, view))
        canvas.edited.connect(partial(self._on_edited, view))
        canvas.cancelled.connect(self._on_cancelled)
        canvas.joint_dragged.connect(partial(self._on_joint, view))
        canvas.joint_clicked.connect(self._session.select)
        canvas.zoomed.connect(self._on_zoomed)
        canvas.tool_changed.connect(self._on_tool)
        canvas.pen_width_changed.connect(self._on_width)
        canvas.symmetry_moved.connect(self._on_axis)
        canvas.underlay_moved.connect(self._on_underlay_moved)
        canvas.picture_dropped.connect(lambda what: self.picture_given.emit(what, view))
        canvas.refused.connect(self.notes.say)

    def _connect_bar(self) -> None:
        bar, session = self.bar, self._session
        bar.tool_chosen.connect(self.take_tool)
        for signal in (bar.width_changed, bar.smoothing_changed, bar.symmetry_toggled):
            signal.connect(self._apply_bar)
        bar.ghost_changed.connect(self._on_ghost)
        bar.joints_toggled.connect(lambda _on: self._show_joints())
        bar.zoom_wanted.connect(self._on_zoom)
        bar.underlay_opacity.connect(self._on_underlay_opacity)
        bar.underlay_editing.connect(self._on_underlay_editing)
        session.changed.connect(self.show_state)
        session.selected_changed.connect(lambda _joint: self._show_joints())
        session.ghost_drawn.connect(self._on_ghost_drawn)

    # -- what is shown

    @property
    def current(self) -> DrawingCanvas:
        """The page that was worked on last, or the one that is seen."""
        side = self.canvases["side"]
        if self.shown == SIDE or (self.shown == BOTH and side.hasFocus()):
            return side
        return self.canvases["front"]

    @property
    def view(self) -> View:
        """Which page `current` is."""
        return "side" if self.current is self.canvases["side"] else "front"

    @property
    def is_busy(self) -> bool:
        """Whether a stroke or a drag is in progress."""
        return any(canvas.is_busy for canvas in self.canvases.values())

    def show_pages(self, which: str) -> None:
        """Show FRONT, SIDE or BOTH pages."""
        self.shown = which if which in self.page_buttons else FRONT
        for name, button in self.page_buttons.items():
            button.setChecked(name == self.shown)
        self.canvases["front"].setVisible(self.shown != SIDE)
        self.canvases["side"].setVisible(self.shown != FRONT)
        self._turn()
        if self.shown == BOTH:
            self.split.setSizes([10_000, 10_000])
        self._session.ghosts = tuple(
            view for view in ("front", "side") if self.shown in (view, BOTH)
        )
        if self._session.is_open:
            self._session.ask_ghosts()
        self.shown_changed.emit(self.shown)

    def show_view(self, view: View) -> None:
        """Show a page, where it is not seen."""
        if self.shown not in (view, BOTH):
            self.show_pages(view)

    def _turn(self) -> None:
        """Lay both pages side by side, or below each other where that leaves them larger."""
        wide = self.width() >= self.height()
        self.split.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def resizeEvent(self, event: Any) -> None:
        """Lay both pages out anew."""
        super().resizeEvent(event)
        self._turn()

    @Slot()
    def show_state(self) -> None:
        """Show what the document holds."""
        state = self._session.state
        front, side = self.canvases["front"], self.canvases["side"]
        front.set_layers(state.layers, state.active_layer)
        side.set_layers((Layer(SIDE_LAYER, state.side),), SIDE_LAYER)
        self._show_axis(state)
        self._show_underlay(state.underlay)
        self._show_joints()

    def _show_axis(self, state: BodyState) -> None:
        canvas = self.canvases["front"]
        if not self.bar.symmetry.isChecked():
            canvas.symmetry, self._axis = None, None
        elif not canvas.is_busy:
            canvas.symmetry = state.placement.x if self._axis is None else self._axis

    @Slot(float, bool)
    def _on_axis(self, x: float, _done: bool) -> None:
        self._axis = x

    def _show_joints(self) -> None:
        session = self._session
        if not session.is_open:
            return
        state = session.state
        shown = self.bar.joints.isChecked() or self.current.tool == PICK
        for view, canvas in self.canvases.items():
            points = session.document.joints_on_page(view) if shown else None
            canvas.set_joints(points, state.confidence, state.locked, state.pins, session.selected)

    def _show_underlay(self, underlay: Underlay | None) -> None:
        if underlay is not self._underlay:
            before, self._underlay = self._underlay, underlay
            if underlay is None:
                self._image = None
            elif before is None or underlay.content is not before.content:
                self._image = QImage.fromData(underlay.content)
            for view, canvas in self.canvases.items():
                if underlay is not None and underlay.view == view:
                    canvas.set_underlay(self._image, underlay.opacity, underlay.place)
                else:
                    canvas.set_underlay(None)
        self.tell_selection()

    def tell_selection(self) -> None:
        """Say in the menu of pictures whether an item is selected."""
        underlay = self._underlay
        self.bar.show_underlay(
            there=underlay is not None,
            opacity=0.5 if underlay is None else underlay.opacity,
            selected=self._context.shared.current is not None,
        )

    @Slot(str, object)
    def _on_ghost_drawn(self, view: str, strokes: tuple[Stroke, ...]) -> None:
        self._ghosts[view] = strokes
        self._show_ghost(cast("View", view))

    def _show_ghost(self, view: View) -> None:
        opacity = self.bar.ghost_opacity
        strokes = self._ghosts.get(view, ()) if opacity else ()
        self.canvases[view].set_ghost(strokes, opacity)

    @Slot()
    def _on_ghost(self) -> None:
        for view in self.canvases:
            self._show_ghost(view)

    # -- drawing

    def _on_drawing(self, view: View, strokes: list[Stroke]) -> None:
        self._take(view, strokes, "draw", done=False)

    def _on_edited(self, view: View, strokes: list[Stroke], title: str) -> None:
        self._take(view, strokes, title, done=True)

    def _take(self, view: View, strokes: list[Stroke], what: str, *, done: bool) -> None:
        if not self._session.is_open:
            return
        layer = self._session.state.active_layer if view == "front" else ""
        change = body_drawing.set_strokes(view, layer, strokes, title=what, done=done)
        if self._session.apply(change):
            state = self._session.state
            if state.strokes or state.side:
                self._session.ask(resting=done)

    def _on_joint(self, view: View, joint: int, place: np.ndarray, done: bool) -> None:
        session = self._session
        if session.is_open:
            near = session.document.posed().joints[joint]
            where = session.state.placement.to_world(place, near, view)
            session.select(joint)
            session.apply(editing.drag_joint(joint, where, done=done))

    def _on_underlay_moved(self, place: tuple[float, float, float, float], done: bool) -> None:
        self._change_underlay(done=done, place=place)

    def _on_underlay_opacity(self, opacity: float, done: bool) -> None:
        self._change_underlay(done=done, opacity=opacity)

    @Slot(bool)
    def _on_underlay_editing(self, on: bool) -> None:
        for canvas in self.canvases.values():
            canvas.underlay_editing = on

    def _change_underlay(self, *, done: bool, **changes: Any) -> None:
        underlay = self._session.state.underlay
        if underlay is not None:
            changed = replace(underlay, **changes)
            self._session.apply(body_drawing.set_underlay(changed, done=done))

    def cancel(self) -> None:
        """Drop what is in progress."""
        for canvas in self.canvases.values():
            canvas.cancel()

    @Slot()
    def _on_cancelled(self) -> None:
        if self._session.is_open:
            self._session.document.cancel_drag()

    # -- tools

    @Slot(str)
    def take_tool(self, name: str) -> None:
        """Take another tool on both pages."""
        self._on_tool(name)
        self.current.setFocus()

    @Slot(str)
    def _on_tool(self, name: str) -> None:
        """Have the same tool on both pages; that for joints shows them."""
        for canvas in self.canvases.values():
            if canvas.tool != name:
                canvas.tool = name
        self.bar.show_tool(name)
        self._show_joints()

    @Slot()
    def _apply_bar(self) -> None:
        bar = self.bar
        for canvas in self.canvases.values():
            with QSignalBlocker(canvas):
                canvas.pen_width = float(bar.width_slider.value())
                canvas.smoothing = bar.smoothing.value() / 100
        if self._session.is_open:
            self._show_axis(self._session.state)

    @Slot(float)
    def _on_width(self, width: float) -> None:
        self.bar.width_slider.setValue(round(width))

    @Slot(float)
    def _on_zoomed(self, _zoom: float) -> None:
        canvas = self.current
        fitted = max(1e-6, min(canvas.width(), canvas.height()) * _FITTED / PAGE)
        self.bar.show_zoom(1.0 if canvas.fits else canvas.zoom / fitted)

    @Slot(float)
    def _on_zoom(self, factor: float) -> None:
        if not factor:
            self.current.fit_page()
        elif factor > 1:
            self.current.zoom_in()
        else:
            self.current.zoom_out()

    # -- state

    def save_state(self) -> dict[str, Any]:
        """Return pages, tools and zoom."""
        bar = self.bar
        return {
            "shown": self.shown,
            "tool": str(self.current.tool),
            "width": bar.width_slider.value(),
            "smoothing": bar.smoothing.value(),
            "ghost": bar.ghost.isChecked(),
            "strength": bar.strength.value(),
            "symmetry": bar.symmetry.isChecked(),
            "joints": bar.joints.isChecked(),
            "views": {view: canvas.view_state() for view, canvas in self.canvases.items()},
            "split": self.split.sizes(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state() returned; bad entries are ignored."""
        bar = self.bar
        for name, slider in (
            ("width", bar.width_slider), ("smoothing", bar.smoothing), ("strength", bar.strength),
        ):  # fmt: skip
            if isinstance(state.get(name), int):
                slider.setValue(state[name])
        for name, button in (
            ("ghost", bar.ghost), ("symmetry", bar.symmetry), ("joints", bar.joints)
        ):  # fmt: skip
            if isinstance(state.get(name), bool):
                button.setChecked(state[name])
        if str(state.get("tool")) in bar.tools:
            self._on_tool(str(state["tool"]))
        if str(state.get("shown")) in self.page_buttons:
            self.show_pages(str(state["shown"]))
        views = state.get("views")
        for view, canvas in self.canvases.items():
            if isinstance(views, Mapping) and isinstance(views.get(view), Mapping):
                canvas.restore_view(dict(views[view]))
        sizes = state.get("split")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(s, int) for s in sizes):
            self.split.setSizes(sizes)
        self._apply_bar()
        self._on_ghost()
