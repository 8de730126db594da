"""What lies over the tiles of the wall: outlines of very many cells beside outlines one by one."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.services.wall_camera import View, WallCamera
from app.widgets.wall import overlay

ACCENT = QColor(20, 140, 240)


def drawn(
    camera: WallCamera, selected: NDArray[np.bool_], most: int, monkeypatch: pytest.MonkeyPatch
) -> NDArray[np.uint8]:
    """Return what is drawn, (H, W, 4)."""
    monkeypatch.setattr(overlay, "MOST_DRAWN", most)
    image = QImage(camera.width, camera.height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    overlay.draw_selection(painter, camera, selected, ACCENT)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(camera.height, camera.width, 4).copy()


@pytest.mark.parametrize("scale", [8.0, 13.7, 40.0])
def test_outlines_as_one_picture_look_like_outlines_one_by_one(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, scale: float
) -> None:
    camera = WallCamera(400, 300, 1.5, columns=30, count=580, view=View(9.3, 12.1, scale))
    selected = np.random.default_rng(3).random(580) < 0.4
    single = drawn(camera, selected, 10**6, monkeypatch)
    many = drawn(camera, selected, 0, monkeypatch)
    inked = single[..., 3] > 0
    assert inked.any()
    differ = (inked != (many[..., 3] > 0)).mean() / inked.mean()
    assert differ < (0.02 if scale == 40.0 else 0.35)  # an edge of 1.5 pixels falls on 1 or 2
    assert (many[many[..., 3] > 0] == (240, 140, 20, 255)).all()


def test_nothing_is_outlined_beyond_the_grid(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = WallCamera(400, 300, 1.0, columns=5, count=13, view=View(2.5, 1.5, 20.0))
    many = drawn(camera, np.ones(13, bool), 0, monkeypatch)
    rows, columns = np.nonzero(many[..., 3])
    assert (columns.min(), columns.max() + 1) == (150, 250)
    assert (rows.min(), rows.max() + 1) == (120, 180)
    assert not many[161:, 211:].any()  # two cells of the last row are empty
    assert many[160:, 209].any()
