"""Masks of analysers over a picture: chosen, with a legend, kept from item to item."""

from types import SimpleNamespace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.panels.details import DetailsPanel
from app.services.analyses import Mask
from app.widgets.mask_button import MaskButton
from tests.panel_support import Desk

NAME = "analyser:areas"


class FakeAnalyses:
    def __init__(self) -> None:
        self.asked: list[tuple[int, str]] = []
        self.names = [NAME]

    def mask_names(self) -> list[str]:
        return self.names

    def title(self, name: str) -> str:
        return f"Title of {name}"

    def mask(self, item: int, name: str, context: object) -> Mask:
        self.asked.append((item, name))
        codes = np.full((4, 8), -1, np.int16)
        codes[:, :2], codes[:, 2:4] = 1, 0
        return Mask(codes, ("sky", "sea", "dog"))


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> DetailsPanel:
    desk.context.services.__dict__["analyses"] = FakeAnalyses()
    made = DetailsPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(360, 800)
    made.show()
    desk.context.shared.select([desk.ids[2]], "test")
    desk.settle(qtbot, made)
    qtbot.waitUntil(lambda: not made.masks.isHidden(), timeout=4000)
    return made


def test_a_mask_is_laid_over_the_picture(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    before = panel.canvas.grab().toImage()
    panel.masks._menu.aboutToShow.emit()
    titles = [action.text() for action in panel.masks._menu.actions()]
    assert titles == ["None", f"Title of {NAME}"]
    panel.masks._menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: panel.is_idle, timeout=4000)
    legend = [(label, share) for label, share, _ in panel.masks.legend]
    assert legend == [("sky", 0.25), ("sea", 0.25)]
    colours = {label: colour for label, _, colour in panel.masks.legend}
    assert colours["sky"] != colours["sea"]
    after = panel.canvas.grab().toImage()
    left, right = (
        (after.width() * 3 // 10, after.height() // 2),
        (after.width() * 7 // 10, after.height() // 2),
    )
    assert before.pixelColor(*left) != after.pixelColor(*left)
    assert before.pixelColor(*right) == after.pixelColor(*right)
    panel.masks._menu.aboutToShow.emit()
    assert any("sky" in action.text() for action in panel.masks._menu.actions())
    assert "sea 25%" in panel.masks.accessibleDescription()


def test_it_stays_chosen_for_the_next_item(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.masks.choose(NAME)
    desk.context.shared.select([desk.ids[1]], "test")
    asked = desk.context.services.analyses.asked  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: (desk.ids[1], NAME) in asked and panel.is_idle, timeout=4000)
    assert panel.save_state()["areas"] == NAME
    panel.masks.choose("")
    assert panel.masks.legend == []


def test_an_analyser_that_went_away(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.masks.choose(NAME)
    qtbot.waitUntil(lambda: panel.is_idle, timeout=4000)
    desk.context.services.analyses.names = []  # type: ignore[attr-defined]
    desk.context.shared.items_changed.emit("test")
    qtbot.waitUntil(panel.masks.isHidden, timeout=4000)
    assert panel.masks.chosen == ""


def test_a_failure_is_told(panel: DetailsPanel, desk: Desk, qtbot: QtBot) -> None:
    def fails(*_: object) -> None:
        raise ValueError("broken")

    desk.context.services.__dict__["analyses"] = SimpleNamespace(mask=fails)
    button: MaskButton = panel.masks
    posted = len(desk.posted)
    button.choose(NAME)
    qtbot.waitUntil(lambda: len(desk.posted) > posted, timeout=4000)
    assert button.chosen == ""
