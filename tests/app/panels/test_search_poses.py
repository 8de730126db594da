"""The part “pose” of a query: its editor, its chip, and the action on a photo."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from app.panels.search import lookups
from app.panels.search.editors.pose import PoseEditor
from app.panels.search.texts import kind_of
from app.services.types import PoseAsk
from app.widgets.query_words import part_words
from app.widgets.skeletons import draw_skeletons, pose_pixmap
from tests.panel_support import Desk
from tests.search_support import Hands, make_panel

STAR = tuple((float(x), float(y), 1.0) for x, y in np.random.default_rng(0).uniform(-1, 1, (17, 2)))
ASK = PoseAsk((STAR,), "Star")


@pytest.fixture
def hands(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Hands:
    monkeypatch.setattr(lookups, "named_poses", lambda *_: {"star": "Star", "sit": "Sitting"})
    monkeypatch.setattr(lookups, "named_pose", lambda *_: ASK)
    monkeypatch.setattr(lookups, "pose_of", lambda *_: PoseAsk((STAR,), "photo", item=1))
    return make_panel(desk, qtbot)


def test_a_named_pose_is_taken_and_changed(hands: Hands) -> None:
    hands.panel.head.add_actions["pose"].trigger()
    hands.settle()
    editor = hands.panel.stages.card.editor
    assert isinstance(editor, PoseEditor)
    assert editor.poses.count() == 3
    assert "No pose yet" in editor.picture.text()
    editor.poses.setCurrentIndex(1)
    editor.poses.activated.emit(1)
    hands.settle()
    assert hands.asked.stages[0].parts[-1].what == ASK
    assert not editor.picture.pixmap().isNull()
    editor.turned.click()
    editor.mirrored.click()
    hands.settle()
    what = hands.asked.stages[0].parts[-1].what
    assert isinstance(what, PoseAsk)
    assert (what.turned, what.mirrored, what.views) == (True, False, ASK.views)


def test_the_pose_of_a_photo_is_asked_for(hands: Hands, desk: Desk) -> None:
    desk.context.shared.select([1], "test")
    desk.context.actions.trigger("item.find-pose")
    hands.settle()
    assert hands.asked.stages[0].parts[0].what == PoseAsk((STAR,), "photo", item=1)


def test_words_of_a_pose() -> None:
    assert part_words(ASK) == "pose Star"
    assert part_words(PoseAsk(())) == "nothing yet"
    assert "turned" in part_words(PoseAsk((STAR,), turned=True))
    assert kind_of(ASK).name == "pose"


def test_a_skeleton_is_drawn_where_its_points_are(qapp: object) -> None:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(0)
    points = [(0.0, 0.0, 0.0)] * 17
    points[5], points[7] = (0.2, 0.2, 1.0), (0.8, 0.2, 1.0)  # a left upper arm
    painter = QPainter(image)
    draw_skeletons(painter, QRectF(0, 0, 100, 100), [points])
    painter.end()
    assert image.pixelColor(50, 20).red() > 200
    assert image.pixelColor(50, 60).red() == 0
    assert pose_pixmap(STAR, 40).toImage().pixelColor(20, 20).isValid()
