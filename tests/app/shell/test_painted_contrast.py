"""Texts that are painted stand out from what is below them, also from any picture: 4.5 to 1."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.panels.results.views import VIEWS
from app.services.explain_colours import Look
from app.services.types import Query
from app.widgets.compare import CompareView
from app.widgets.heat_canvas import HeatCanvas
from app.widgets.heat_image import Heat
from app.widgets.image_canvas import ImageCanvas
from app.widgets.paint import to_image
from app.widgets.viewer import PhotoViewer
from common.values import Box
from tests.painted import pale_texts, texts_painted
from tests.window_support import WholeWindow, whole_window

SIZE = (60, 90, 3)
LOOKS = {
    "white": np.full(SIZE, 255, np.uint8),
    "black": np.zeros(SIZE, np.uint8),
    "grey": np.full(SIZE, 118, np.uint8),  # as far from black as from white
    "noise": np.random.default_rng(0).integers(0, 256, SIZE, np.uint8),
}
PANELS = ("search", "feedback", "filters", "explore", "days", "graph", "body", "classifiers")


@pytest.fixture(scope="module", params=["light", "dark"])
def shown(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[WholeWindow]:
    place = tmp_path_factory.mktemp(request.param)
    looks = list(LOOKS.values())
    with whole_window(
        qapp, place / "library", place / "home", looks=looks, theme=request.param
    ) as window:
        window.bring_up("search")
        window.workspace.shared.query_requested.emit(Query.of("γάτα"))
        window.settle()
        window.workspace.shared.select([1])
        history = window.workspace.context.services.history
        history.do("label.set", {"labels": {"1": 1, "2": -1}}, "ετικέτα")
        window.workspace.shared.labels_changed.emit("test")
        yield window


@pytest.mark.parametrize("name", PANELS)
def test_what_a_panel_writes_stands_out(shown: WholeWindow, name: str) -> None:
    assert "\n".join(pale_texts(shown.bring_up(name))) == ""


def test_what_views_of_the_results_write_stands_out(shown: WholeWindow) -> None:
    results: Any = shown.bring_up("results")
    for view in VIEWS:
        results.choose_view(view.name)
        shown.settle()
        assert "\n".join([view.name, *pale_texts(results)]) == view.name


@pytest.mark.parametrize("method", ["clustered", "year"])
def test_names_on_the_wall_stand_out(shown: WholeWindow, method: str) -> None:
    wall: Any = shown.bring_up("wall")
    wall.arranging.arrange_by(method)
    shown.settle()
    assert texts_painted(wall)
    assert "\n".join(pale_texts(wall)) == ""


@pytest.mark.parametrize("name", ["item.open", "item.compare"])
def test_what_is_written_over_large_pictures_stands_out(shown: WholeWindow, name: str) -> None:
    shown.workspace.shared.select([1, 2, 3, 4])
    shown.window.all_actions.trigger(name)
    shown.settle()
    (view,) = [one for one in shown.application.allWidgets()
               if isinstance(one, PhotoViewer | CompareView) and one.isVisible()]  # fmt: skip
    assert "\n".join(pale_texts(view)) == ""
    view.close()


@pytest.mark.parametrize("look", list(LOOKS))
def test_names_of_boxes_and_values_of_maps_stand_out(qtbot: QtBot, look: str) -> None:
    boxes, heat = ImageCanvas(), HeatCanvas()
    for canvas in (boxes, heat):
        qtbot.addWidget(canvas)
        canvas.resize(360, 240)
        canvas.show_image(to_image(LOOKS[look]))
        canvas.show()
    boxes.show_boxes([Box("γάτα", score, 0.1, 0.1 + score / 2, 0.5, 0.3) for score in (0.1, 0.9)])
    heat.show_heats(Heat(np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8), (0, 0, 1, 1)))
    heat.set_look(Look("inferno", 1.0))
    heat.shows_values = True
    for share in (0.05, 0.5, 0.95):
        heat.show_probe(QPointF(share, 0.5))
        assert texts_painted(heat)
        assert pale_texts(heat) == []
    assert texts_painted(boxes)
    assert pale_texts(boxes) == []


def test_a_pale_text_is_found(qtbot: QtBot) -> None:
    class Pale(QWidget):
        def paintEvent(self, _event: Any) -> None:
            painter = QPainter(self)
            painter.fillRect(self.rect(), QColor("white"))
            painter.setPen(QColor("#b0b0b0"))
            painter.drawText(10, 30, "γκρι")
            painter.setPen(QColor("#505050"))
            painter.drawText(self.rect(), 0x84, "σκούρο")

    widget = Pale()
    qtbot.addWidget(widget)
    widget.resize(100, 60)
    widget.show()
    assert pale_texts(widget) == ["'γκρι' #b0b0b0: 2.2"]
    assert [one.text for one in texts_painted(widget)] == ["γκρι", "σκούρο"]
