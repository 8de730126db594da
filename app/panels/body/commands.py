"""What the commands of the body panel's menus and shortcuts do, by name."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.panels.body.finding import ANY_SIDE, AS_SEEN
from app.panels.body.texts import sample_keys
from app.services import body_drawing

if TYPE_CHECKING:
    from app.panels.body.panel import BodyPanel


def run(panel: "BodyPanel", name: str) -> None:
    """Do what a command asks for.

    Raises:
        KeyError: there is no such command.
    """
    (_own(panel) | _of_files(panel))[name]()


def _own(panel: "BodyPanel") -> dict[str, Callable[[], object]]:
    return {
        "undo": panel.undo,
        "redo": panel.redo,
        "steps": panel.show_steps,
        "clear": partial(panel.session.apply, body_drawing.clear_page()),
        "copy": panel.view.copy_picture,
        "side": partial(_show_side, panel),
        "keys": panel.show_keys,
        "samples": partial(_show_samples, panel),
        "find": panel.find_photos,
        "find-seen": partial(panel.find_photos, AS_SEEN),
        "find-any": partial(panel.find_photos, ANY_SIDE),
    }


def _of_files(panel: "BodyPanel") -> dict[str, Callable[[], object]]:
    return {
        "new": panel.projects.new,
        "open": panel.projects.ask_open,
        "save": panel.projects.save,
        "save-as": panel.projects.save_as,
        "import": panel.carrying.ask_import,
        "export": panel.carrying.export,
        "batch": panel.carrying.batch,
        "reference": panel.sources.lay_selected,
        "sample": partial(panel.sources.take_sample, sample_keys()[0]),
    }


def _show_side(panel: "BodyPanel") -> None:
    panel.side.setVisible(panel.head.side.isChecked())


def _show_samples(panel: "BodyPanel") -> None:
    from app.panels.body.library_page import SAMPLES

    if not panel.head.side.isChecked():
        panel.head.side.click()
    panel.side.library.show_kind(SAMPLES)
    panel.side.setCurrentWidget(panel.side.library)
    panel.side.library.list.setFocus()
