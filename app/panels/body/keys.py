"""The keys and actions of the body panel: one table that the keyboard and the sheet on `?` read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.panel_actions import answer
from app.panel_actions.body import actions
from app.panels.body.draw_bar import ERASE_PIXEL, ERASE_STROKE, MOVE, PEN, PICK
from app.widgets.key_sheet import native

if TYPE_CHECKING:
    from app.panels.body.panel import BodyPanel

Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PanelKey:
    """A key of the panel.

    Args:
        keys: portable text ("F", "Shift+F", "?").
        title: what it does, translated.
        run: called without arguments.
        group: headline in the sheet, translated.
    """

    keys: str
    title: str
    run: Callable[[], object]
    group: str


def _tr(text: str) -> str:
    return QCoreApplication.translate("BodyKeys", text)


def keys_of(panel: "BodyPanel") -> list[PanelKey]:
    """Return the keys of a panel and what they do."""
    return [*_drawing_keys(panel), *_pose_keys(panel), *_panel_keys(panel)]


def _drawing_keys(panel: "BodyPanel") -> list[PanelKey]:
    page, bar, group = panel.page, panel.page.bar, _tr("Drawing")
    return [
        PanelKey("P", _tr("Pen"), partial(page.take_tool, PEN), group),
        PanelKey("E", _tr("Eraser of strokes"), partial(page.take_tool, ERASE_STROKE), group),
        PanelKey("Shift+E", _tr("Eraser of parts"), partial(page.take_tool, ERASE_PIXEL), group),
        PanelKey("H", _tr("Move the page"), partial(page.take_tool, MOVE), group),
        PanelKey("V", _tr("Choose and drag joints"), partial(page.take_tool, PICK), group),
        PanelKey("[", _tr("Thinner pen"), partial(bar.step_width, -1), group),
        PanelKey("]", _tr("Thicker pen"), partial(bar.step_width, 1), group),
        PanelKey("M", _tr("Both sides at once"), bar.symmetry.click, group),
        PanelKey("G", _tr("Contours of the body below"), bar.ghost.click, group),
        PanelKey("J", _tr("Joints over the drawing"), bar.joints.click, group),
        PanelKey("U", _tr("A picture to draw over"), bar.underlay.showMenu, group),
        PanelKey("O", _tr("Smoothing, strengths"), bar.show_look, group),
        PanelKey("1", _tr("Front page"), partial(panel.choose, 1), group),
        PanelKey("2", _tr("Side page"), partial(panel.choose, 2), group),
        PanelKey("3", _tr("Both pages"), partial(panel.choose, 3), group),
    ]


def _pose_keys(panel: "BodyPanel") -> list[PanelKey]:
    joints, group = panel.side.joints, _tr("Pose")
    return [
        PanelKey(",", _tr("The joint before"), partial(panel.step_joint, -1), group),
        PanelKey(".", _tr("The next joint"), partial(panel.step_joint, 1), group),
        PanelKey(
            "D", _tr("Other ways of the limb in depth; then 1 to 4"), joints.flip.click, group
        ),
        PanelKey("L", _tr("Lock the joint"), joints.lock.click, group),
        PanelKey("Shift+L", _tr("Lock the limb"), joints.lock_limb.click, group),
        PanelKey("N", _tr("Pin hand or foot"), joints.pin.click, group),
        PanelKey("X", _tr("Mirror the pose"), joints.mirror_pose.click, group),
        PanelKey("Shift+X", _tr("Mirror the limb"), joints.mirror_limb.click, group),
        PanelKey("Shift+R", _tr("Reset the limb"), joints.reset_limb.click, group),
    ]


def _panel_keys(panel: "BodyPanel") -> list[PanelKey]:
    group = _tr("Panel")
    pages = [
        PanelKey(f"Alt+{place + 1}", panel.side.tabText(place), partial(panel.show_tab, place),
                 group)
        for place in range(panel.side.count())
    ]  # fmt: skip
    return [
        *pages,
        PanelKey("Ctrl+S", _tr("Save the project"), panel.projects.save, group),
        PanelKey("Ctrl+Shift+E", _tr("Export"), panel.carrying.export, group),
        PanelKey("Ctrl+Alt+L", _tr("Show or hide the lists"), panel.head.side.click, group),
        PanelKey(
            "Esc",
            _tr("Stop what is in progress; let go of the joint"),
            partial(let_go, panel),
            group,
        ),
        PanelKey("?", _tr("This sheet"), panel.show_keys, group),
    ]


def pressed(event: QKeyEvent) -> str:
    """Return what was pressed as portable text; a sign without Shift, a letter with it."""
    key, text = event.key(), event.text()
    held = event.modifiers() & ~(
        Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
    )
    if text and text.isprintable() and not text.isalnum() and text != " ":
        held &= ~Qt.KeyboardModifier.ShiftModifier  # "?" is a key of its own on few keyboards
        return text if not held else ""
    return QKeySequence(int(held.value) | int(key)).toString(
        QKeySequence.SequenceFormat.PortableText
    )


def find(panel: "BodyPanel", event: QKeyEvent) -> Callable[[], object] | None:
    """Return what a key does now, None for nothing."""
    if not panel.session.is_open or not panel.overlay.isHidden():
        return None
    document = panel.session.document
    if event.matches(QKeySequence.StandardKey.Undo):
        return panel.undo if document.can_undo else None
    if event.matches(QKeySequence.StandardKey.Redo) or pressed(event) == "Ctrl+Shift+Z":
        return panel.redo if document.can_redo else None
    wanted = pressed(event)
    if wanted == "4" and not panel.flips.isHidden():
        return partial(panel.flips.choose, 4)
    if wanted == "Esc" and not can_let_go(panel):
        return None
    return next((key.run for key in panel.keys if key.keys == wanted), None)


def can_let_go(panel: "BodyPanel") -> bool:
    """Whether Esc has something to stop or let go of."""
    session = panel.session
    is_busy = panel.page.is_busy or not session.document.is_settled
    return is_busy or not panel.flips.isHidden() or session.selected >= 0


def let_go(panel: "BodyPanel") -> None:
    """Stop what is in progress, else let go of the joint."""
    if not panel.flips.isHidden():
        panel.flips.close_strip()
    elif panel.page.is_busy:
        panel.page.cancel()
    elif not panel.session.document.is_settled:
        panel.session.document.cancel_drag()
    else:
        panel.session.select(-1)


def groups(panel: "BodyPanel") -> dict[str, Rows]:
    """Return all keys for the sheet, by group."""
    found: dict[str, Rows] = {}
    for key in panel.keys:
        found.setdefault(key.group, []).append((key.title, native(key.keys)))
    found[_tr("Pose")].append((_tr("Drag the chosen joint"), _tr("Arrows, in the page or view")))
    found[_tr("Panel")][:0] = [
        (_tr("To the panel, from everywhere"), native("Ctrl+Alt+B")),
        (_tr("Undo, redo"), f"{native('Ctrl+Z')}  {native('Ctrl+Shift+Z')}"),
        (_tr("Find photos with this pose, from everywhere"), native("Ctrl+Alt+F")),
    ]
    found[_tr("Page")] = [
        (_tr("Zoom in, out, fit"), "  ".join(map(native, ("Ctrl++", "Ctrl+-", "Ctrl+0")))),
        (_tr("Move the page"), _tr("Space and drag")),
        (_tr("Copy, paste strokes or a picture"), f"{native('Ctrl+C')}  {native('Ctrl+V')}"),
    ]
    return found


def add_actions(panel: "BodyPanel") -> None:
    """Add what can be done to menus, palette and items."""
    context = panel.context
    names = ("new", "open", "batch", "sample", "export", "find")
    runs: dict[str, Callable[[], None]] = {
        f"body.{name}": partial(panel.come_and, name) for name in names
    }
    runs["body.steps"] = panel.come_to_steps
    runs["item.body-reference"] = partial(panel.come_and, "reference")
    answer(context, actions(context), runs)
