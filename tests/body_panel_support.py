"""A body panel on a desk, a network that reads every drawing as one pose, and a hand that draws."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.panels.body import BodyPanel
from app.services.body import BodyService
from app.widgets.drawing import DrawingCanvas
from models.body.poses import named_poses
from tests.body_support import FakeReader
from tests.panel_support import Desk

WAVING = named_poses()["waving"].rotations


class ReadingService(BodyService):
    """Bodies, with a reader that needs no network."""

    fake: FakeReader | None = None

    @property
    def has_network(self) -> bool:
        return self.fake is not None

    def reader(self, network: Any = None) -> Any:
        return self.fake if self.fake is not None else super().reader(network)

    def network_hash(self) -> str:
        return "abc" if self.fake else ""


def make_panel(
    desk: Desk, qtbot: Any, *, network: bool = True, seen: bool = True, saved: Any = None
) -> BodyPanel:
    """Return a panel that is shown and at rest.

    Args:
        desk: it stands on.
        qtbot: of the test.
        network: drawings are read, as waving.
        seen: the first steps were seen.
        saved: state of a session.
    """
    services = desk.context.services
    service = ReadingService(services.models)
    service.fake = FakeReader(WAVING) if network else None
    services.__dict__["body"] = service
    services.settings.body.steps_seen = seen
    panel = BodyPanel(desk.context)
    qtbot.addWidget(panel, before_close_func=lambda made: made.closing())
    panel.resize(1100, 760)
    if saved is not None:
        panel.restore_state(saved)
    panel.show()
    panel.focus_main()
    settle(desk, qtbot, panel)
    return panel


def settle(desk: Desk, qtbot: Any, panel: BodyPanel) -> None:
    """Wait until nothing is read, written or shown late."""
    qtbot.waitUntil(lambda: panel.session.is_open, timeout=90_000)
    desk.settle(qtbot, panel)


def draw(canvas: DrawingCanvas, points: Sequence[tuple[float, float]]) -> None:
    """Draw a line through places of the page with the mouse."""
    places = [QPoint(*(round(at) for at in canvas.camera.to_widget(*point))) for point in points]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(canvas, place)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])


def draw_person(desk: Desk, qtbot: Any, panel: BodyPanel) -> None:
    """Draw a stick figure on the front page and wait until it is read."""
    canvas = panel.page.canvases["front"]
    for line in (
        [(500, 150), (540, 200), (500, 250), (460, 200), (500, 150)],
        [(500, 250), (500, 420), (500, 560)],
        [(500, 300), (400, 330), (300, 200)],
        [(500, 300), (600, 400), (640, 500)],
        [(500, 560), (450, 720), (440, 880)],
        [(500, 560), (560, 720), (570, 880)],
    ):
        draw(canvas, line)
    settle(desk, qtbot, panel)


def is_waving(panel: BodyPanel) -> bool:
    """Whether the body has the pose that is read."""
    return bool(np.allclose(panel.session.state.rotations, WAVING, atol=1e-6))


def is_resting(panel: BodyPanel) -> bool:
    """Whether the body has the pose that it begins with."""
    return bool(np.allclose(panel.session.state.rotations, np.eye(3), atol=1e-9))
