"""Drawings as JSON and SVG."""

import numpy as np
import pytest

from common.errors import QueryError
from common.stroke_files import drawing_text, read_drawing, read_svg, svg_text
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
