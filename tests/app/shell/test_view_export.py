"""What a panel shows as PNG and SVG."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.shell.view_export import picture_of, svg_of
from app.shell.window import MainWindow
from common.errors import ExportError


class Drawn(QWidget):
    """Red on the left, a word on the right."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.fillRect(0, 0, 40, self.height(), Qt.GlobalColor.red)
        painter.drawText(50, 20, "harbour")
        painter.end()


def test_a_widget_is_drawn_sharper_than_the_screen(qtbot: QtBot) -> None:
    view = Drawn()
    qtbot.addWidget(view)
    with pytest.raises(ExportError):
        picture_of(view)
    view.resize(120, 60)
    view.show()
    image = picture_of(view)
    assert (image.width(), image.height()) == (240, 120)
    assert image.pixelColor(40, 60).name() == "#ff0000"
    assert image.pixelColor(230, 110).name() == "#ffffff"
    root = ET.fromstring(svg_of(view, "A & B"))
    words = [one.text for one in root.iter() if one.tag.endswith("text")]
    assert "harbour" in [(word or "").strip() for word in words]
    titles = [one.text for one in root.iter() if one.tag.endswith("title")]
    assert titles == ["A & B"]


def test_the_panel_with_the_keyboard_is_saved(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    opened.show()
    views, workspace = opened.extras.views, opened.workspace
    assert views.panel() is workspace.panel("tiny-wall")
    panel = views.panel()
    size = (2 * panel.width(), 2 * panel.height())
    for name in ("other", "view.png", "view.svg"):
        views.save(views.panel(), tmp_path / name)
    wanted = [tmp_path / name for name in ("view.png", "view.svg", "other.png")]
    qtbot.waitUntil(lambda: all(path.is_file() for path in wanted))
    assert Image.open(tmp_path / "other.png").size == size
    assert (tmp_path / "view.svg").read_text().startswith("<?xml")
