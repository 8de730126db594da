"""Shape, layers and the page of a document."""

import numpy as np
import pytest

from app.services import body_drawing
from app.services import body_editing as editing
from app.services.body_change import Change
from app.services.body_document_types import PINNABLE, EditTitle
from app.services.body_shaping import reset_shape, set_human, set_shape_number
from common.errors import AppError, QueryError
from models.body.poses import named_poses
from models.body.skeleton import INDEX
from tests.body_support import BODY, document, scribbles

ELBOW = INDEX["left_elbow"]

# -- shape


def test_sliders_set_the_stature_whatever_the_numbers_are():
    one = document()
    assert BODY.stature(one.state.shape) == pytest.approx(1.72, abs=1e-3)
    one.apply(set_shape_number(9, 1.5))
    assert one.state.shape[9] == 1.5
    numbers = one.state.shape
    one.apply(set_human("stature_cm", 185.0))
    assert BODY.stature(one.state.shape) == pytest.approx(1.85, abs=2e-3)
    assert not np.allclose(one.state.shape, numbers)
    one.apply(set_human("weight", 0.9))
    assert one.state.human.weight == 0.9
    assert BODY.stature(one.state.shape) == pytest.approx(1.85, abs=2e-3)
    one.apply(reset_shape())
    assert BODY.stature(one.state.shape) == pytest.approx(1.72, abs=1e-3)
    assert not one.state.shape_by_hand


@pytest.mark.parametrize(
    "change",
    [
        set_human("weight", 3.0), set_human("stature_cm", float("nan")), set_human("age", 0.1),
        set_shape_number(3, 99.0), set_shape_number(12, 0.0), set_shape_number(0, float("nan")),
    ],
)  # fmt: skip
def test_shapes_of_nobody_are_refused(change):
    one = document()
    with pytest.raises(AppError):
        one.apply(change)
    assert not one.can_undo


# -- layers


def test_layers_are_added_moved_merged_renamed_and_removed():
    one = document()
    one.apply(body_drawing.set_strokes("front", "", scribbles(1)))
    one.apply(body_drawing.add_layer("Drawing"))
    assert [layer.name for layer in one.state.layers] == ["Drawing", "Drawing 2"]
    assert one.state.active_layer == "Drawing 2"
    one.apply(body_drawing.set_strokes("front", "", scribbles(2)))
    one.apply(body_drawing.rename_layer("Drawing 2", "Clothes"))
    one.apply(body_drawing.move_layer("Clothes", -1))
    assert [layer.name for layer in one.state.layers] == ["Clothes", "Drawing"]
    assert len(one.state.strokes) == 6
    one.apply(body_drawing.show_layer("Clothes", on=False))
    assert len(one.state.strokes) == 3
    one.apply(body_drawing.fade_layer("Clothes", 0.3))
    assert one.state.layer("Clothes").opacity == 0.3
    with pytest.raises(QueryError, match="no layer below"):
        one.apply(body_drawing.merge_down("Clothes"))
    one.apply(body_drawing.merge_down("Drawing"))
    assert [len(layer.strokes) for layer in one.state.layers] == [6]
    one.apply(body_drawing.remove_layer("Clothes"))
    assert [len(layer.strokes) for layer in one.state.layers] == [0]
    with pytest.raises(QueryError, match="no layer"):
        one.apply(body_drawing.choose_layer("Nothing"))
    while one.undo():
        pass
    assert not one.state.is_drawn


def test_clearing_leaves_the_body():
    one = document()
    one.apply(editing.use_pose("run"))
    one.apply(editing.set_locked([ELBOW], on=True))
    one.apply(editing.set_pinned([PINNABLE[0]], on=True))
    one.apply(body_drawing.set_strokes("side", "", scribbles(1)))
    before = one.state
    one.apply(body_drawing.clear_page())
    assert not one.state.is_drawn
    np.testing.assert_array_equal(one.state.rotations, named_poses()["run"].rotations)
    assert one.state.locked == {ELBOW}
    assert one.state.pins == {PINNABLE[0]}
    assert one.state.placement == before.placement


def test_a_change_of_nothing_is_no_step():
    one = document()
    one.apply(Change(EditTitle("clear"), lambda _body, state: state))
    one.apply(body_drawing.clear_page())
    assert not one.can_undo
