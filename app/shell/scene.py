"""Does in the window what a picture of it is set up by."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from app.shell.scene_steps import SceneStep, state_of
from common.errors import AppError

if TYPE_CHECKING:
    from app.shell.window import MainWindow
    from app.shell.workspace import Workspace


class Scene:
    """Plays steps in a window, each once the window has come to rest after the one before.

    Args:
        window: with an open library.
        steps: what to do.
    """

    def __init__(self, window: "MainWindow", steps: Sequence[SceneStep]) -> None:
        self._window = window
        self._steps = list(steps)

    @property
    def is_over(self) -> bool:
        """Whether no step is left."""
        return not self._steps

    def play_next(self) -> None:
        """Play the next step.

        Raises:
            AppError: it names something that is not there, or no library is open.
        """
        step = self._steps.pop(0)
        workspace = self._window.workspace
        if workspace is None:
            raise AppError("No library is open.", hint="Name one with --library, or use --demo.")
        if step.verb == "panel":
            self._bring_up(workspace, step.text)
        elif step.verb == "query":
            from app.services.types import Query

            workspace.shared.query_requested.emit(Query.of(step.text))
        elif step.verb == "select":
            self._select(workspace, [int(word) for word in step.text.split()])
        elif step.verb == "run":
            self._run(step.text)
        else:
            self._give_state(workspace, step.text)

    def _bring_up(self, workspace: "Workspace", name: str) -> None:
        if not self._window.bring_up(name):
            known = ", ".join([*workspace.names, "jobs", "history"])
            raise AppError(f"There is no panel “{name}”.", hint=f"Known: {known}.")

    def _select(self, workspace: "Workspace", places: list[int]) -> None:
        items = [hit.item for hit in workspace.shared.results.hits]
        items = items or workspace.context.services.items.all_ids().tolist()
        if max(places) > len(items):
            raise AppError(
                f"There is no item {max(places)}.", hint=f"Choose from 1 to {len(items)}."
            )
        workspace.shared.select([items[place - 1] for place in places], "scene")

    def _run(self, name: str) -> None:
        known = [action.name for action in self._window.all_actions.all()]
        if name not in known:
            raise AppError(f"There is no action “{name}”.", hint=f"Known: {', '.join(known)}.")
        self._window.all_actions.trigger(name)

    def _give_state(self, workspace: "Workspace", text: str) -> None:
        found = state_of(text)
        assert found is not None  # parse_step() looked
        name, state = found
        panel = workspace.panel(name)
        if panel is None:
            raise AppError(
                f"There is no panel “{name}”.", hint=f"Known: {', '.join(workspace.names)}."
            )
        panel.restore_state(state)


def front_window(window: QWidget) -> QWidget:
    """Return what stands in front: a viewer, player, dialog or menu, else the window."""
    asking = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    if asking is not None and asking.isVisible():
        return asking
    found = [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget.isVisible() and widget is not window and widget.isWindow()
    ]
    dialogs = [widget for widget in found if widget.width() > 200 and widget.height() > 150]
    return dialogs[-1] if dialogs else window


def picture_of(window: QWidget, front: QWidget) -> QPixmap:
    """Return what a person sees: what stands in front alone where it is as large, else over window.

    Args:
        window: of the program.
        front: `front_window` of it.
    """
    if front is window or front.width() >= window.width() or front.height() >= window.height():
        return front.grab()
    picture = window.grab()
    around = window.rect()
    at = around.center() - front.rect().center()  # where a desktop puts dialogs
    if front.windowType() == Qt.WindowType.Popup:
        at = window.mapFromGlobal(front.pos())
    at.setX(max(0, min(at.x(), around.width() - front.width())))
    at.setY(max(0, min(at.y(), around.height() - front.height())))
    painter = QPainter(picture)
    painter.drawPixmap(at, front.grab())
    painter.setPen(window.palette().mid().color())  # for the frame that a desktop gives it
    painter.drawRect(QRect(at, front.size()).adjusted(-1, -1, 0, 0))
    painter.end()
    return picture
