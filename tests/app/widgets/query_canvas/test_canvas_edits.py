"""Changes of a canvas, and their undo."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.widgets.query_canvas import edits
from app.widgets.query_canvas.things import CATEGORIES, OTHER, arranged, category_of, icon_of
from app.widgets.query_canvas.undo import CanvasUndo
from common.canvas import Canvas, ColourShape, ObjectShape, Region, TextShape

RED, BLUE = (214, 40, 40), (40, 90, 200)
fractions = st.floats(-0.5, 1.5, allow_nan=False)
regions = st.builds(Region, fractions, fractions, st.floats(0.01, 1), st.floats(0.01, 1))
shapes = st.one_of(
    st.builds(ColourShape, regions, st.just(RED)),
    st.builds(ObjectShape, st.just("dog"), st.none() | regions),
    st.builds(TextShape, st.just("sea"), regions),
)
canvases = st.lists(shapes, max_size=4).map(lambda found: Canvas(tuple(found)))


@given(st.lists(st.tuples(canvases, st.sampled_from(["", "drag", "step"])), max_size=20))
def test_undo_brings_every_state_back_and_redo_again(steps: list[tuple[Canvas, str]]) -> None:
    stack = CanvasUndo()
    seen = [stack.canvas]
    last = ""
    for canvas, gesture in steps:
        if stack.push(canvas, gesture):
            if gesture and gesture == last and len(seen) > 1:
                seen[-1] = canvas  # a gesture is one step
            else:
                seen.append(canvas)
            last = gesture
    for expected in seen[-2::-1]:
        assert stack.can_undo
        assert stack.undo() == expected
    assert not stack.can_undo
    assert stack.undo() == seen[0]
    for expected in seen[1:]:
        assert stack.redo() == expected
    assert not stack.can_redo


def test_a_new_step_takes_what_was_undone_away() -> None:
    stack = CanvasUndo()
    one, two = (Canvas((ColourShape(Region(0, 0, 1, 1), colour),)) for colour in (RED, BLUE))
    stack.push(one)
    stack.undo()
    stack.push(two)
    assert not stack.can_redo
    assert stack.undo() == Canvas()


@given(canvases, fractions, fractions)
def test_moved_shapes_stay_within_reach(canvas: Canvas, dx: float, dy: float) -> None:
    moved = edits.move(canvas, range(len(canvas.shapes)), 3 * dx, 3 * dy)
    for before, after in zip(canvas.shapes, moved.shapes, strict=True):
        assert (before.region is None) == (after.region is None)
        if after.region is not None:
            found = after.region
            assert found.x + found.width >= edits.STILL_ON - 1e-9
            assert found.x <= 1 - edits.STILL_ON + 1e-9
            assert found.y + found.height >= edits.STILL_ON - 1e-9
            assert found.y <= 1 - edits.STILL_ON + 1e-9


@given(regions, st.sampled_from(["l", "t", "r", "b", "lt", "rb"]), fractions, fractions)
def test_resized_regions_keep_the_other_edges(
    region: Region, edges: str, dx: float, dy: float
) -> None:
    made = edits.resize(region, edges, dx, dy)
    assert made.width >= edits.LEAST_SIDE - 1e-9
    assert made.height >= edits.LEAST_SIDE - 1e-9
    inside = made.x >= 0 and made.x + made.width <= 1 and region.width >= edits.LEAST_SIDE
    if edges == "r" and inside:
        assert made.x == pytest.approx(region.x)


def test_edges_snap_to_thirds_and_to_other_shapes() -> None:
    near = Region(0.34, 0.2, 0.2, 0.2)
    made, upright, level = edits.snapped(near, [Region(0.1, 0.405, 0.1, 0.1)])
    assert made.x == pytest.approx(1 / 3)
    assert made.width == 0.2
    assert upright == [pytest.approx(1 / 3)]
    assert made.y + made.height == pytest.approx(0.405)
    assert level == [0.405]
    far, *lines = edits.snapped(Region(0.2, 0.2, 0.05, 0.05), [])
    assert far == Region(0.2, 0.2, 0.05, 0.05)
    assert lines == [[], []]


def test_only_the_edge_that_is_dragged_snaps() -> None:
    made, *_ = edits.snapped(Region(0.2, 0.2, 0.295, 0.1), [], "r")
    assert made.x == 0.2
    assert made.x + made.width == pytest.approx(0.5)


def test_order_of_drawing() -> None:
    marks = [ColourShape(Region(0, 0, 1, 1), (at, 0, 0)) for at in range(4)]
    canvas = Canvas(tuple(marks))
    assert edits.restack(canvas, 0, 99).shapes == (*marks[1:], marks[0])
    assert edits.restack(canvas, 2, 0).shapes == (marks[2], marks[0], marks[1], marks[3])


def test_a_canvas_holds_two_hundred_shapes() -> None:
    canvas = edits.add(Canvas(), *[TextShape("a", edits.FULL)] * 250)
    assert len(canvas.shapes) == 200


def test_cells_of_the_grid_change_their_colour() -> None:
    cell = edits.cell_of(0.5, 0.1)
    red = edits.fill_cell(Canvas(), cell, RED)
    assert edits.fill_cell(red, cell, BLUE).shapes == (ColourShape(cell, BLUE),)
    assert edits.fill_cell(red, cell, RED) == Canvas()


def test_pictures_keep_their_shape() -> None:
    wide, high = edits.fitted(2.0, 16 / 9, 0.5)
    assert wide * (16 / 9) / high == pytest.approx(2.0)
    assert max(edits.fitted(0.5, 16 / 9, 0.5)) == 0.5


def test_all_classes_have_a_category_and_an_icon() -> None:
    from app.widgets.icons import icon_names

    names = [name for group in CATEGORIES.values() for name in group]
    assert len(names) == len(set(names)) == 80
    assert {icon_of(name) for name in [*names, "unicorn"]} <= set(icon_names())
    assert category_of("couch") == "furniture"
    assert category_of("unicorn") == OTHER


def test_notes_of_canvases_are_said_as_they_are_meant() -> None:
    from app.services.search_canvas_names import CanvasNote, canvas_notes
    from app.widgets.query_canvas.notes import canvas_note_templates
    from app.widgets.search_names import said

    assert canvas_note_templates() == canvas_notes()
    assert "“sea”" in said([CanvasNote("canvas-no-text", text="sea")])[0]


def test_what_the_library_has_keeps_its_spelling() -> None:
    found = arranged({"couch": 3, "unicorn": 2, "dog": 5})
    assert ("couch", 3) in found["furniture"]
    assert ("dog", 5) in found["animal"]
    assert found[OTHER] == [("unicorn", 2)]
    assert ("cat", 0) in found["animal"]
    assert replace(Canvas(), shapes=()) == Canvas()
