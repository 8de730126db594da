"""The line above everything: project, undo, what becomes of the body."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QWidget

from app.panels.body.flow_bar import FlowBar
from app.widgets.controls import icon_button, named, push_button

_LONGEST = 26  # letters of a project's name that are shown


class BodyHead(FlowBar):
    """Buttons; the panel does what they ask for.

    Args:
        parent: owner.
    """

    wanted = Signal(str)  # a command of the menu, or of a button

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=3)
        tr = self.tr
        self.file = QToolButton()
        named(self.file, tr("Project: new, open, save, import, export"))
        self.file.setText(tr("Project"))
        self.file.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.file.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.file.setMenu(self._menu())
        self.flow.addWidget(self.file)
        self.title = QLabel()
        self.title.setMaximumWidth(240)
        self.flow.addWidget(self.title)
        self.undo = self._button("undo", tr("Undo (Ctrl+Z)"), "undo")
        self.redo = self._button("redo", tr("Redo (Ctrl+Shift+Z)"), "redo")
        self.clear = self._button(
            "canvas-clear", tr("Clear the page; the body, its locks and its pins stay"), "clear"
        )
        self.save = self._button("save", tr("Save the project (Ctrl+S)"), "save")
        self.export = push_button(tr("Export …"), tr("Write the body to files (Ctrl+Shift+E)"))
        self.export.clicked.connect(lambda _on=False: self.wanted.emit("export"))
        self.photos = push_button(
            tr("Find photos"), tr("Find photos of people in this pose (Ctrl+Alt+F)")
        )
        self.photos.setMenu(self._photo_menu())
        for button in (self.export, self.photos):
            self.flow.addWidget(button)
        self.side = self._button("side-panel", tr("Show or hide the lists (Ctrl+Alt+L)"), "side")
        self.side.setCheckable(True)
        self.side.setChecked(True)
        self.steps = self._button("help", tr("Show the first steps again; ? shows all keys"),
                                  "steps")  # fmt: skip
        self.show_project("", is_modified=False)
        self.show_history("", "")

    def _button(self, drawing: str, tip: str, command: str) -> QToolButton:
        button = icon_button(drawing, tip, partial(self.wanted.emit, command), flat=True)
        self.flow.addWidget(button)
        return button

    def _photo_menu(self) -> QMenu:
        tr = self.tr
        menu = QMenu(self)
        for name, title in (
            ("find", tr("As drawn, from the front")),
            ("find-seen", tr("As the view shows it now")),
            ("find-any", tr("From any side")),
        ):
            menu.addAction(title).triggered.connect(partial(self._on_command, name))
        return menu

    def _menu(self) -> QMenu:
        tr = self.tr
        menu = QMenu(self)
        self.commands = {}
        for name, title in (
            ("new", tr("New drawing")), ("open", tr("Open a project …")),
            ("save", tr("Save\tCtrl+S")), ("save-as", tr("Save as …")), ("", ""),
            ("import", tr("Import a drawing, a body or motion …")),
            ("export", tr("Export …\tCtrl+Shift+E")),
            ("batch", tr("A folder of drawings …")), ("copy", tr("Copy the picture")), ("", ""),
            ("samples", tr("Sample sketches")), ("steps", tr("First steps")),
            ("keys", tr("Keys of this panel\t?")),
        ):  # fmt: skip
            if not name:
                menu.addSeparator()
                continue
            action = menu.addAction(title)
            action.triggered.connect(partial(self._on_command, name))
            self.commands[name] = action
        return menu

    def _on_command(self, name: str, _on: bool = False) -> None:
        self.wanted.emit(name)

    # -- what is shown

    def show_project(self, name: str, *, is_modified: bool) -> None:
        """Show the name of the project and whether it has changes that are not saved."""
        shown = name or self.tr("New drawing")
        if len(shown) > _LONGEST:
            shown = f"{shown[: _LONGEST - 1]}…"
        mark = f"{shown} •" if is_modified else shown
        self.title.setText(mark)
        tip = name or self.tr("This drawing has no file yet.")
        if is_modified:
            tip += "\n" + self.tr("There are changes that are not saved in a file.")
        self.title.setToolTip(tip)
        self.title.setAccessibleName(tip)
        self.save.setEnabled(is_modified or not name)

    def show_history(self, undo: str, redo: str) -> None:
        """Say what undo takes back and redo does again; "" for nothing."""
        self.undo.setEnabled(bool(undo))
        self.redo.setEnabled(bool(redo))
        for button, text, empty in (
            (self.undo, self.tr("Undo: {what} (Ctrl+Z)").format(what=undo),
             self.tr("Undo (Ctrl+Z)")),
            (self.redo, self.tr("Redo: {what} (Ctrl+Shift+Z)").format(what=redo),
             self.tr("Redo (Ctrl+Shift+Z)")),
        ):  # fmt: skip
            tip = text if button.isEnabled() else empty
            button.setToolTip(tip)
            button.setAccessibleName(tip)
