"""The keys of the picture page."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from app.panels.explain.picture_page import PicturePage


def keys_of(page: "PicturePage") -> dict[tuple[int, Any], Callable[[], object]]:
    """Return what each key, with its modifiers, does on a page."""
    key, head, brush = Qt.Key, page.head, page.brush
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    slider = page.layers.slider
    keys: dict[tuple[int, Any], Callable[[], object]] = {
        (key.Key_Left, alt): partial(page.session.step, -1),
        (key.Key_Right, alt): partial(page.session.step, 1),
        (key.Key_M, none): head.methods.showMenu,
        (key.Key_L, none): page.layers.auto.click,
        (key.Key_L, shift): page.layers.show_list,
        (key.Key_Comma, none): lambda: slider.setValue(slider.value() - 1),
        (key.Key_Period, none): lambda: slider.setValue(slider.value() + 1),
        (key.Key_W, none): head.swipe.click,
        (key.Key_H, none): head.occlude.click,
        (key.Key_K, none): head.sanity.click,
        (key.Key_S, none): head.follow.toggle,
        (key.Key_O, none): head.show_options,
        (key.Key_C, none): page.look.toggle_line,
        (key.Key_A, shift): page.side.like.click,
        (key.Key_Escape, none): page.session.cancel,
        (key.Key_S, control): head.export.showMenu,
        (key.Key_BracketLeft, none): partial(page.look.step_strength, -1),
        (key.Key_BracketRight, none): partial(page.look.step_strength, 1),
    }
    if head.occlude.isChecked():
        keys |= {
            (key.Key_E, none): brush.eraser.toggle,
            (key.Key_R, none): brush.reset.click,
            (key.Key_Backspace, none): brush.undo.click,
            (key.Key_Backspace, shift): brush.redo.click,
        }
        for number in range(4):
            keys[(int(key.Key_1) + number, none)] = partial(brush.choose_size, number)
    return keys
