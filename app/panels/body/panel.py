"""The body panel: pages to draw on, the body beside them, lists of what can be changed."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.context import Panel, PanelContext, panels
from app.panels.body import commands, keys
from app.panels.body.arrangement import Arrangement
from app.panels.body.bars import Bar
from app.panels.body.canvas_page import BOTH, FRONT, SIDE, CanvasPage
from app.panels.body.carrying import Carrying
from app.panels.body.edit_names import edit_title, note_text
from app.panels.body.finding import AS_DRAWN, Finding
from app.panels.body.first_steps import first_steps, note_seen
from app.panels.body.flip_strip import FlipStrip
from app.panels.body.head import BodyHead
from app.panels.body.joint_menu import show_menu
from app.panels.body.overlay import Overlay
from app.panels.body.projects import Projects
from app.panels.body.session import BodySession
from app.panels.body.side import Side
from app.panels.body.sources import Sources
from app.panels.body.texts import said
from app.panels.body.view_page import ViewPage
from app.panels.body.work import Flips
from app.services import body_editing as editing
from app.services.body_document_types import PARENTS, BodyReading
from app.widgets.error_texts import service_text
from app.widgets.key_sheet import KeySheet


@panels.register("body")
class BodyPanel(Panel):
    """Draw a person, get a posed body in three dimensions, correct it, take it with you."""

    name = "body"
    area = "center"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.session = BodySession(context, self)
        self.head = BodyHead()
        self.page = CanvasPage(context, self.session)
        self.view = ViewPage(context.jobs)
        self.flips = FlipStrip()
        self.side = Side(context, self.session)
        self.missing = Bar("info")
        self.recovery = Bar("warning")
        self._lay_out()
        self.projects = Projects(context, self.session, self.recovery, self)
        self.sources = Sources(
            context, self.session, self.page, self.side.library, self.projects, self
        )
        self.finding = Finding(context, self.session, self)
        self.carrying = Carrying(
            context, self.session, self.view, self.sources, self.projects, self
        )
        self.below.addWidget(self.carrying.strip)
        self.overlay = Overlay(self)
        self._has_faces = False
        self._hides_missing = False
        self._pending: Mapping[str, Any] = {}
        self._connect()
        self._fill_missing()
        self._on_setting("")
        self.keys = keys.keys_of(self)
        keys.add_actions(self)

    def _lay_out(self) -> None:
        column = QWidget()
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        inside.addWidget(self.view, 1)
        inside.addWidget(self.flips)
        self.below = inside
        self.parts = Arrangement(self.page, column, self.side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        for widget in (self.head, self.recovery, self.missing):
            layout.addWidget(widget)
        layout.addWidget(self.parts, 1)

    def _connect(self) -> None:
        session, view = self.session, self.view.view
        session.changed.connect(self._on_changed)
        session.selected_changed.connect(self._on_selected)
        session.previewed.connect(self._on_previewed)
        session.read.connect(self._on_read)
        session.noted.connect(self._on_noted)
        session.busy_changed.connect(self._on_busy)
        session.flips_found.connect(self._on_flips)
        view.joint_picked.connect(session.select)
        view.menu_requested.connect(partial(show_menu, self))
        view.fell_back.connect(self._on_fell_back)
        view.joint_dragged.connect(
            lambda joint, place, done: session.apply(editing.drag_joint(joint, place, done=done))
        )
        view.joint_turned.connect(
            lambda joint, turn, done: session.apply(editing.turn_joint_by(joint, turn, done=done))
        )
        self.view.copied.connect(
            lambda: self.context.notices.info(self.tr("The picture is on the clipboard."))
        )
        self.flips.previewed.connect(
            lambda choice: session.preview(None if choice is None else choice.rotations)
        )
        self.flips.chosen.connect(self.side.take_flip)
        self.head.wanted.connect(self._on_command)
        for said_by in (self.sources, self.carrying, self.projects):
            said_by.said.connect(self.page.notes.keep)
        self.sources.import_wanted.connect(self.carrying.take)
        self.projects.shown.connect(self._show_project)
        self.side.currentChanged.connect(self._on_tab)
        self.overlay.finished.connect(self._on_steps_seen)
        self.missing.closed.connect(self._on_missing_closed)
        shared = self.context.shared
        shared.settings_changed.connect(self._on_setting)
        shared.selection_changed.connect(lambda *_: self.page.tell_selection())

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Body")

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for is shown."""
        return self.session.is_idle and self.projects.is_idle

    def focus_main(self) -> None:
        """Put the keyboard into the page."""
        self.on_seen()
        if self.overlay.isHidden():
            self.page.current.setFocus()

    def on_seen(self) -> None:
        """Make the document at the first time, and show the first steps."""
        self._fill_missing()
        if not self.session.is_open:
            self.session.when_open(self._on_opened)
        elif self.overlay.isHidden():
            self._offer_steps()

    def _on_opened(self) -> None:
        self._fill_missing()
        self._on_tab(self.side.currentIndex())
        self.projects.begin(self._pending.get("project"))
        self._pending = {}
        self._offer_steps()

    def _offer_steps(self) -> None:
        """Show the first steps once, to somebody who is here and whom no tour leads."""
        seen = self.context.services.settings.body.steps_seen
        if self.is_seen and not seen and not self.context.shared.is_led:
            self.show_steps()

    def save_state(self) -> dict[str, Any]:
        """Return how the panel stands, and the project that is open."""
        return {
            "page": self.page.save_state(),
            "view": self.view.save_state(),
            "parts": self.parts.save_state(),
            "side": self.head.side.isChecked(),
            "tab": self.side.currentIndex(),
            "library": self.side.library.kind,
            "project": self.projects.save_state() or self._pending.get("project"),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; unknown or bad entries are ignored."""
        for name, part in (
            ("page", self.page), ("view", self.view), ("parts", self.parts)
        ):  # fmt: skip
            if isinstance(state.get(name), Mapping):
                part.restore_state(dict(state[name]))
        if isinstance(state.get("side"), bool) and state["side"] != self.head.side.isChecked():
            self.head.side.click()
        if isinstance(state.get("tab"), int) and 0 <= state["tab"] < self.side.count():
            self.side.setCurrentIndex(state["tab"])
        if isinstance(state.get("library"), str):
            self.side.library.show_kind(state["library"])
        if isinstance(state.get("project"), Mapping):
            if self.session.is_open:
                self.projects.begin(state["project"])
            else:
                self._pending = {"project": dict(state["project"])}

    @Slot(int)
    def _on_tab(self, _place: int) -> None:
        if self.side.currentWidget() is self.side.library and self.session.is_open:
            self.sources.fill_library()

    # -- what is shown

    @Slot()
    def _on_changed(self) -> None:
        document = self.session.document
        if not self._has_faces:
            self._has_faces = True
            self.view.view.set_faces(document.body.data.faces)
            self.view.view.set_coarse(*self.session.coarse)
        self._show_body(document.posed())
        self.head.show_history(edit_title(document.undo_title), edit_title(document.redo_title))
        self._show_project()

    def _show_body(self, posed: Any) -> None:
        state, view = self.session.state, self.view.view
        view.set_vertices(posed.vertices)
        view.set_skeleton(
            posed.joints, posed.turns, PARENTS, state.confidence, state.locked, state.pins
        )

    @Slot(object)
    def _on_previewed(self, posed: Any) -> None:
        self._show_body(self.session.document.posed() if posed is None else posed)

    @Slot(int)
    def _on_selected(self, joint: int) -> None:
        self.view.view.selected = joint
        if joint < 0 or (self.flips.limb and not self.flips.isHidden()):
            self.flips.close_strip()

    @Slot()
    def _show_project(self) -> None:
        if self.session.is_open:
            document = self.session.document
            name = "" if document.path is None else document.path.stem
            self.head.show_project(name, is_modified=document.is_modified)

    @Slot(object)
    def _on_read(self, reading: BodyReading) -> None:
        milliseconds = round(reading.milliseconds)
        self.view.say(self.tr("{ms} ms").format(ms=milliseconds))
        tip = self.tr("The last reading took {ms} ms; a newer drawing replaces one that waits.")
        self.view.state.setToolTip(tip.format(ms=milliseconds))
        if reading.drawing.resting:
            self.page.notes.say(" ".join(note_text(note) for note in said(reading.notes)))

    @Slot(str)
    def _on_noted(self, note: str) -> None:
        if not self.page.is_busy:  # the first bit of a stroke is a dot
            self.page.notes.say(note_text(note))

    @Slot(bool)
    def _on_busy(self, on: bool) -> None:
        if on:
            self.view.say(self.tr("Reading …"))

    @Slot(object)
    def _on_flips(self, found: Flips) -> None:
        if found.state.rotations is self.session.state.rotations:
            self.flips.show_choices(found.limb, found.now, found.choices)

    def _fill_missing(self) -> None:
        """Say what cannot be done without a network, and what can."""
        if not self.missing.buttons and any(
            action.name == "tools.networks" for action in self.context.actions.all()
        ):
            self.missing.offer(
                self.tr("Networks …"), self.tr("Add a network that reads drawings"),
                partial(self.context.actions.trigger, "tools.networks"),
            )  # fmt: skip
        has_network = self.session.has_network
        text = "" if has_network or self._hides_missing else self.tr(
            "No network that reads drawings is here, so strokes pose nothing. Posing by hand, the "
            "library and export work."
        )  # fmt: skip
        self.missing.say(text)

    @Slot(str)
    def _on_fell_back(self, why: str) -> None:
        self.context.notices.warn(service_text(why))

    def show_steps(self) -> None:
        """Show the three first steps."""
        self.come_forward()
        self.overlay.start(first_steps(self))

    @Slot()
    def _on_steps_seen(self) -> None:
        note_seen(self.context)
        self.page.current.setFocus()

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        settings, view = self.context.services.settings, self.view.view
        view.reduced_motion = settings.appearance.reduced_motion
        if name in ("", "body.drawn_by"):
            self.view.draw_by(settings.body.drawn_by, self.context.services.paths.config)

    # -- what the user does

    def _on_missing_closed(self) -> None:
        self._hides_missing = True

    @Slot(str)
    def _on_command(self, name: str) -> None:
        commands.run(self, name)

    def find_photos(self, how: str = AS_DRAWN) -> None:
        """Find photos of people in this pose."""
        self.finding.find(how, self.view.view.camera)

    def come_and(self, name: str) -> None:
        """Come forward, and do what a command asks for as soon as the document is there."""
        self.come_forward()
        self.session.when_open(partial(commands.run, self, name))

    def come_to_steps(self) -> None:
        """Come forward and show the first steps."""
        self.come_forward()
        self.session.when_open(self.show_steps)

    def choose(self, number: int) -> None:
        """Take a way of a limb where they are offered, else show another page."""
        if not self.flips.isHidden():
            self.flips.choose(number)
        else:
            self.page.show_pages((FRONT, SIDE, BOTH)[number - 1])
            self.page.current.setFocus()

    def step_joint(self, step: int) -> None:
        """Choose the next joint of the list, or the one before."""
        shown = self.side.joints.list
        row = shown.currentRow() + step if self.session.selected >= 0 else 0
        shown.setCurrentRow(row % shown.count())

    def show_tab(self, place: int) -> None:
        """Show a list and give it the keyboard."""
        if not self.head.side.isChecked():
            self.head.side.click()
        self.side.setCurrentIndex(place)
        self.side.currentWidget().setFocus()

    def undo(self) -> None:
        """Take the last step of the drawing back; where nothing is left, the window's."""
        if not self.session.undo():
            self.context.actions.trigger("edit.undo")

    def redo(self) -> None:
        """Do the last undone step again; where nothing is left, the window's."""
        if not self.session.redo():
            self.context.actions.trigger("edit.redo")

    def show_keys(self) -> None:
        """Show all keys."""
        KeySheet(self.tr("Keys of the body"), keys.groups(self), self).show()

    def closing(self) -> None:
        """Keep what is drawn, and stop the worker."""
        self.projects.close()
        self.session.close()
        self.view.view.shut_down()

    # -- Qt

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the panel while there is something for them to do."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().event(event)
        if keys.find(self, event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See `keys.py`."""
        run = keys.find(self, event)
        if run is None:
            super().keyPressEvent(event)
        else:
            run()
