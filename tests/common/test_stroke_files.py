"""Drawings as JSON and SVG."""

import numpy as np
import pytest

from common.errors import QueryError
from common.stroke_files import _Pen, drawing_text, read_drawing, read_svg, svg_text
from common.strokes import Stroke

LINES = [
    Stroke(np.array([[0, 0], [10, 5.5], [20, -3]], np.float32), 2.0),
    Stroke(np.array([[1e3, 4], [7, 8]], np.float32), 0.5),
]


def test_drawings_come_back():
    for read in (read_drawing(drawing_text(LINES)), read_svg(svg_text(LINES))):
        assert len(read) == 2
        for one, other in zip(read, LINES, strict=True):
            np.testing.assert_allclose(one.points, other.points, atol=1e-3)
            assert one.width == pytest.approx(other.width)


def svg(inside):
    return f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'


def test_shapes_of_an_svg():
    (polygon,) = read_svg(svg('<g><polygon points="0 0 4 0 4 3"/></g>'))
    np.testing.assert_array_equal(polygon.points, [[0, 0], [4, 0], [4, 3], [0, 0]])
    (line,) = read_svg(svg('<line x1="1" y1="2" x2="3px" y2="-4.5"/>'))
    np.testing.assert_array_equal(line.points, [[1, 2], [3, -4.5]])
    (ring,) = read_svg(svg('<ellipse cx="5" cy="6" rx="2" ry="1"/>'))
    np.testing.assert_allclose(ring.points.max(0), [7, 7])


def test_paths_of_an_svg():
    told = "M1 1 2 2l1,0H9v-3z M0,0 C0 10 10 10 10 0 S 20 -10 20 0 Q25 5 30 0"
    first, second = read_svg(svg(f'<path stroke-width="3" d="{told}"/>'))
    np.testing.assert_array_equal(first.points, [[1, 1], [2, 2], [3, 2], [9, 2], [9, -1], [1, 1]])
    assert first.width == 3.0
    np.testing.assert_allclose(second.points[-1], [30, 0])
    assert second.points[:13, 1].max() == pytest.approx(7.5, abs=0.1)
    assert second.points[13:25, 1].min() == pytest.approx(-7.5, abs=0.1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<svg",
        svg(""),
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + svg('<line x1="0" y1="0" x2="1" y2="1"/>'),
        svg('<path d="M 1"/>'),
        svg('<path d="1 2 3"/>'),
        svg('<path d="M0 0 L1 1 X"/>'),
        svg('<path d="M0 0 A1 1 0 2 0 1 1"/>'),
        svg('<polyline points="1e999 2 3 4"/>'),
    ],
)
def test_what_is_no_drawing_is_refused(text):
    with pytest.raises(QueryError, match="cannot be read"):
        read_svg(text)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"strokes": [{"points": [[NaN, 1]]}]}'])
def test_json_that_is_no_drawing_is_refused(text):
    with pytest.raises(QueryError, match="cannot be read"):
        read_drawing(text)


def test_lines_lie_where_transforms_put_them():
    inside = (
        '<g transform="translate(10, 20) scale(2)"><g transform="rotate(90 1 0)">'
        '<line x1="1" y1="0" x2="3" y2="0" stroke-width="1.5"/></g></g>'
    )
    (line,) = read_svg(svg(inside))
    np.testing.assert_allclose(line.points, [[12, 20], [12, 24]], atol=1e-5)
    assert line.width == pytest.approx(3.0)
    (line,) = read_svg(
        svg('<polyline points="1 1 2 3" transform="matrix(1 2 3 4 5 6),skewX(45)"/>')
    )
    np.testing.assert_allclose(line.points, [[10, 14], [19, 28]], atol=1e-5)


def test_what_is_only_defined_or_hidden_is_not_drawn():
    line = '<line x1="0" y1="0" x2="1" y2="0"/>'
    hidden = "".join(
        f"<{name}>{line}</{name.split()[0]}>"
        for name in ("defs", "clipPath", 'g display="none"', 'g style="fill:red; display: none"')
    )
    assert len(read_svg(svg(hidden + line))) == 1


def test_arcs_of_a_path_are_round():
    (ring,) = read_svg(svg('<path d="M 10 0 A 10 10 0 0 1 -10 0 a 10 10 0 0 1 20 0"/>'))
    np.testing.assert_allclose(np.linalg.norm(ring.points, axis=1), 10, atol=1e-4)
    assert ring.points[:, 1].max() == pytest.approx(10, abs=1e-3)
    assert ring.points[:, 1].min() == pytest.approx(-10, abs=1e-3)
    told = "M 0 0 A 5 2 30 1 0 4 1"  # the long way, against the clock, turned
    (turned,) = read_svg(svg(f'<path d="{told}"/>'))
    np.testing.assert_allclose(turned.points[[0, -1]], [[0, 0], [4, 1]], atol=1e-5)
    way = np.radians(30)
    axes = np.array([[np.cos(way), np.sin(way)], [-np.sin(way), np.cos(way)]])
    flat = turned.points @ axes.T / [5, 2]  # on a circle of radius 1
    middle = np.linalg.lstsq(np.c_[2 * flat, np.ones(len(flat))], (flat**2).sum(1), rcond=None)[0][
        :2
    ]
    np.testing.assert_allclose(np.linalg.norm(flat - middle, axis=1), 1, atol=1e-4)
    assert len(turned.points) > 24  # more than half of it
    (packed,) = read_svg(svg('<path d="M10 0a10 10 0 01-20 0"/>'))
    np.testing.assert_allclose(packed.points[-1], [-10, 0], atol=1e-5)
    (straight,) = read_svg(svg('<path d="M0 0A0 3 0 0 0 4 1"/>'))
    np.testing.assert_array_equal(straight.points, [[0, 0], [4, 1]])


def test_smooth_curves_go_on_from_curves_of_their_kind_alone():
    (line,) = read_svg(svg('<path d="M0 0 Q5 10 10 0 T20 0"/>'))
    assert line.points[13:, 1].min() == pytest.approx(-5, abs=0.1)
    (line,) = read_svg(svg('<path d="M0 0 Q5 10 10 0 S20 0 20 0"/>'))
    np.testing.assert_allclose(line.points[13:, 1], 0, atol=1e-6)


def test_long_paths_grow_in_place():
    pen = _Pen()
    pen.move("M", np.zeros(2))
    line = pen.line
    pen.move("L", np.ones(2))
    assert pen.line is line  # else each piece would copy all before it


@pytest.mark.parametrize("told", ["turn(3)", "scale()", "translate(1 2 3)", "rotate(1) x"])
def test_a_transform_that_cannot_be_followed_is_told(told):
    with pytest.raises(QueryError, match="transform"):
        read_svg(svg(f'<line x2="1" transform="{told}"/>'))
