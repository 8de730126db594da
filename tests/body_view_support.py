"""A body in a view, and a mouse that goes to its joints."""

import numpy as np
import trimesh
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.widgets.body_view import BodyView
from app.widgets.body_view.gizmo import about

Key, Held, Button = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton
PARENTS = (-1, 0, 1, 0, 0)
PLACES = np.array([[0, 0, 0], [0.3, 0.2, 0], [0.6, 0.5, 0], [-0.4, 0.3, 0], [0, -0.6, 0.1]], float)


def ball(scale: tuple[float, float, float] = (0.5, 0.8, 0.4)) -> tuple[np.ndarray, np.ndarray]:
    made = trimesh.creation.icosphere(subdivisions=3)
    return (made.vertices * scale).astype(np.float32), made.faces.astype(np.int32)


def give_skeleton(view: BodyView, **changes: object) -> None:
    turns = np.stack([about(np.array([0.0, 0.0, 1.0]), 0.1 * n) for n in range(5)])
    view.set_skeleton(PLACES, turns, PARENTS, **changes)


def pixels(image: QImage) -> np.ndarray:
    made = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(made.constBits(), np.uint8).reshape(made.height(), -1, 4)
    return rows[:, : made.width()].astype(int)


def where(view: BodyView, joint: int) -> QPoint:
    x, y, _ = view.frame.projection.points(view.skeleton.places[joint])
    return QPoint(round(x), round(y))


def drag(view: BodyView, way: list[QPoint], button=Button.LeftButton, held=Held.NoModifier) -> None:
    QTest.mousePress(view, button, held, way[0])
    for point in way[1:]:
        place = QPointF(point)
        event = QMouseEvent(
            QEvent.Type.MouseMove, place, view.mapToGlobal(place), Button.NoButton, button, held
        )
        QApplication.sendEvent(view, event)
    QTest.mouseRelease(view, button, held, way[-1])
