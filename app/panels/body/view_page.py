"""The body in three dimensions with the buttons that say how it is shown."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.jobs import JobRunner
from app.panels.body.flow_bar import FlowBar
from app.panels.body.texts import joint_title
from app.services.body_document_types import JOINTS
from app.widgets.body_view import BodyView, Look, Still
from app.widgets.card.backend import Backend
from app.widgets.card.probe import GlMemory
from app.widgets.controls import icon_button, named
from app.widgets.icons import icon
from common.jobs import JobContext

PICTURE = 1600  # pixels a side of a copied picture


class ViewPage(QWidget):
    """The view of a body, its options, and copies of what it shows.

    Args:
        jobs: for what the view does in the background.
        parent: owner.
    """

    copied = Signal()

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.view = BodyView(jobs=jobs)
        self.view.shows_bar = False  # it needs more room than there is in a window of 1280 pixels
        self.view.setMinimumSize(160, 120)
        self.view.set_joint_names([joint_title(name) for name in JOINTS])
        self.bar = FlowBar()
        self._make_looks()
        self._make_options()
        self.state = QLabel()
        self.state.setProperty("muted", "true")
        self.state.setAccessibleName(self.tr("How long the last reading took"))
        self.state.setContentsMargins(6, 5, 0, 0)
        self.bar.flow.addWidget(self.state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.bar)
        layout.addWidget(self.view, 1)
        self.view.options_changed.connect(self.show_options)
        self.show_options()

    def _make_looks(self) -> None:
        tr = self.tr
        self.looks = QToolButton()
        self.looks.setAutoRaise(True)
        self.looks.setIcon(icon("eye"))
        named(self.looks, tr("From where the body is seen"))
        self.looks.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.looks.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        menu = QMenu(self)
        titles: tuple[tuple[Look, str], ...] = (
            ("three_quarter", tr("From three quarters\t0")),
            ("front", tr("From the front\t1")),
            ("side", tr("From the left side\t3")),
            ("back", tr("From behind\t9")),
            ("top", tr("From above\t7")),
        )
        for look, title in titles:
            menu.addAction(title).triggered.connect(partial(self._on_look, look))
        menu.addSeparator()
        menu.addAction(tr("The whole body\tF")).triggered.connect(self._on_frame)
        self.looks.setMenu(menu)
        self.bar.flow.addWidget(self.looks)

    def _make_options(self) -> None:
        tr = self.tr
        self.options: dict[str, QToolButton] = {}
        for name, drawing, tip in (
            ("wireframe", "wireframe", tr("Triangles of the surface (W in the view)")),
            ("show_skeleton", "skeleton", tr("Skeleton (B in the view)")),
            (
                "show_joints",
                "joint",
                tr("Handles of the joints, to drag and turn them (J in the view)"),
            ),
            (
                "show_confidence",
                "confidence",
                tr("Colours for how sure each joint is (C in the view)"),
            ),
            ("show_floor", "floor", tr("Floor and shadow (G in the view)")),
        ):
            button = icon_button(drawing, tip, partial(self._on_option, name), flat=True)
            button.setCheckable(True)
            self.options[name] = button
            self.bar.flow.addWidget(button)
        self.turntable = icon_button(
            "turntable", tr("Turntable: let the body turn (T in the view)"), self._on_turntable,
            checkable=True, flat=True,
        )  # fmt: skip
        self.copy = icon_button(
            "copy", tr("Copy the picture of the body"), self.copy_picture, flat=True
        )
        self.bar.flow.addWidget(self.turntable)
        self.bar.flow.addWidget(self.copy)

    # -- what is shown

    def draw_by(self, wanted: Backend, folder: Path) -> None:
        """Change what draws the body.

        Args:
            wanted: the setting.
            folder: of the settings, where what was found of the graphics driver is kept.
        """
        self.view.choose_renderer(wanted, GlMemory(folder))

    @Slot()
    def show_options(self) -> None:
        """Mark what is shown; the view changes its options by keys too."""
        options = self.view.options
        for name, button in self.options.items():
            on = options.mode == "wireframe" if name == "wireframe" else getattr(options, name)
            button.setChecked(bool(on))
        self.turntable.setChecked(self.view.has_turntable)

    def say(self, text: str) -> None:
        """Say discreetly what the last reading took, or that one is made."""
        self.state.setText(text)

    def take_still(self, side: int = PICTURE) -> Still:
        """Return the body as it is seen, on nothing, to be drawn on another thread."""
        return self.view.still(QSize(side, side))

    @Slot()
    def copy_picture(self) -> None:
        """Put the body as it is seen onto the clipboard, once it is drawn."""
        job = self._jobs.submit("io", partial(_on_paper, self.take_still()), replaces="body-copy")
        job.succeeded.connect(self._on_drawn)

    @Slot(object)
    def _on_drawn(self, picture: QImage) -> None:
        QGuiApplication.clipboard().setImage(picture)
        self.copied.emit()

    # -- what the user does

    def _on_look(self, look: Look, _on: bool = False) -> None:
        self.view.look(look)

    @Slot()
    def _on_frame(self) -> None:
        self.view.frame_body()

    def _on_option(self, name: str) -> None:
        on = self.options[name].isChecked()
        if name == "wireframe":
            self.view.set_options(mode="wireframe" if on else "shaded")
        else:
            self.view.set_options(**{name: on})

    def _on_turntable(self) -> None:
        self.view.set_turntable(self.turntable.isChecked())

    # -- state

    def save_state(self) -> dict[str, Any]:
        """Return camera and options."""
        return self.view.save_state()

    def restore_state(self, state: dict[str, Any]) -> None:
        """Bring back what save_state() returned."""
        self.view.restore_state(state)
        self.show_options()


def _on_paper(still: Still, context: JobContext) -> QImage:
    """Return a picture on white: most programs paste transparent pixels black."""
    context.step(0)
    return replace(still, background=QColor("white")).draw().convertedTo(QImage.Format.Format_RGB32)
