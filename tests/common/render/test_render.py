"""Normals, light, and pictures of meshes without a graphics card."""

from types import ModuleType

import numpy as np
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st

from common.render import loops as loop_choice
from common.render import picture, plain
from common.render.light import SIDE, Clay, lit_table, packed, to_linear, to_srgb
from common.render.normals import MeshNormals, vertex_normals
from common.render.picture import Lines, draw_mesh

TABLE = packed(lit_table(Clay()))


def bumpy(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A closed surface with hills, (V, 3) and (F, 3)."""
    ball = trimesh.creation.icosphere(subdivisions=3)
    noise = np.random.default_rng(seed).uniform(0.85, 1.15, (len(ball.vertices), 1))
    return (ball.vertices * noise).astype(np.float32), ball.faces.astype(np.int32)


def on_screen(vertices: np.ndarray, size: int) -> np.ndarray:
    """Seen from +z, filling most of the screen."""
    scale = size * 0.42
    return np.column_stack(
        [vertices[:, 0] * scale + size / 2, size / 2 - vertices[:, 1] * scale, -vertices[:, 2]]
    )


# -- normals


def test_normals_are_those_of_trimesh_weighted_by_area() -> None:
    vertices, faces = bumpy()
    mesh = trimesh.Trimesh(vertices, faces, process=False)
    expected = trimesh.geometry.weighted_vertex_normals(
        len(vertices), faces, mesh.face_normals, np.repeat(mesh.area_faces[:, None], 3, 1)
    )
    found = vertex_normals(vertices, faces)
    assert found.dtype == np.float32
    assert np.abs(found - expected).max() < 1e-5


def test_both_ways_of_summing_agree_and_a_lone_vertex_has_no_normal() -> None:
    count = 40  # a fan: more faces around one vertex than the table takes
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    rim = np.column_stack([np.cos(angle), np.sin(angle), np.zeros(count)])
    vertices = np.vstack([[0, 0, 0.4], rim, [9, 9, 9]])
    ring = np.arange(count)
    fan = np.column_stack([np.zeros(count, int), 1 + ring, 1 + (ring + 1) % count])
    found = vertex_normals(vertices, fan)
    few = vertex_normals(vertices, fan[:10])
    assert np.allclose(found[0], [0, 0, 1], atol=1e-6)
    assert np.allclose(np.linalg.norm(few[:11], axis=1), 1)
    assert (found[-1] == 0).all()


def test_a_maker_serves_vertices_that_move() -> None:
    vertices, faces = bumpy()
    maker = MeshNormals(faces, len(vertices))
    turned = vertices[:, [1, 2, 0]]
    assert np.allclose(maker(turned), maker(vertices)[:, [1, 2, 0]], atol=1e-5)


# -- light


def test_colours_of_light_come_back() -> None:
    values = np.linspace(0, 1, 50)
    assert np.allclose(to_srgb(to_linear(values)), values)


def test_the_key_lamp_stands_at_the_upper_left() -> None:
    table = lit_table(Clay()).astype(int).sum(-1)
    middle, off = SIDE // 2, SIDE // 4
    assert table[middle + off, middle - off] > table[middle, middle] > table[middle - off, middle]
    assert table[middle + off, middle - off] > table[middle + off, middle + off]
    assert table.min() > 60  # soft: nothing is black


# -- pictures


@pytest.fixture(params=["plain", "kernels"])
def loops(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Both forms of the loops."""
    module: ModuleType = plain
    if request.param == "kernels":
        pytest.importorskip("numba")
        from common.render import kernels

        module = kernels
    monkeypatch.setattr(picture, "loops", lambda: module)
    return module


@pytest.mark.parametrize("fine", [False, True])
def test_a_ball_is_a_lit_disc(loops: ModuleType, fine: bool) -> None:
    ball = trimesh.creation.icosphere(subdivisions=4)
    vertices, faces = ball.vertices.astype(np.float32), ball.faces.astype(np.int32)
    drawn = draw_mesh(on_screen(vertices, 100), vertices, faces, TABLE, (100, 100), fine=fine)
    whole = np.zeros((100, 100), np.uint32)
    height, width = drawn.pixels.shape
    whole[drawn.top : drawn.top + height, drawn.left : drawn.left + width] = drawn.pixels
    y, x = (np.mgrid[:100, :100] + 0.5 - 50) / 42
    far = np.hypot(x, y)
    assert (whole[far > 1.04] == 0).all()
    assert (whole[far < 0.95] >> 24 == 255).all()
    inside = far < 0.9
    rows = np.round((1 - y) / 2 * (SIDE - 1)).astype(int)[inside]
    columns = np.round((1 + x) / 2 * (SIDE - 1)).astype(int)[inside]
    expected = TABLE[rows, columns]
    for shift in (0, 8, 16):
        off = (whole[inside] >> shift & 255).astype(int) - (expected >> shift & 255).astype(int)
        assert np.abs(off).max() <= 8
        assert np.abs(off).mean() < 1.5


def test_what_is_nearer_hides_what_is_farther(loops: ModuleType) -> None:
    square = np.array([[10, 10], [10, 50], [50, 50], [50, 10]], float)
    near, far = np.c_[square, np.full(4, 1.0)], np.c_[square + 15, np.full(4, 2.0)]
    faces = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
    red, blue = np.uint32(0xFFFF0000), np.uint32(0xFF0000FF)
    table = np.full((3, 3), red)
    table[:, 2] = blue  # of what faces to the right
    for first, second in (((near, 0.0), (far, 1.0)), ((far, 1.0), (near, 0.0))):
        places = np.vstack([first[0], second[0]])
        normals = np.zeros((8, 3), np.float32)
        normals[:4, 0], normals[4:, 0] = first[1], second[1]
        normals[normals[:, 0] == 0, 2] = 1
        drawn = draw_mesh(
            places, normals, np.vstack([faces, faces + 4]).astype(np.int32), table, (80, 80),
            fine=False,
        )  # fmt: skip
        assert drawn.pixels[30 - drawn.top, 30 - drawn.left] == red
        assert drawn.pixels[60 - drawn.top, 60 - drawn.left] == blue


def test_faces_from_behind_and_what_cannot_be_drawn_are_left_out(loops: ModuleType) -> None:
    vertices, faces = bumpy()
    places = on_screen(vertices, 60)
    inside_out = draw_mesh(places, vertices, faces[:, ::-1].copy(), TABLE, (60, 60), fine=False)
    front = draw_mesh(places, vertices, faces, TABLE, (60, 60), fine=False)
    assert (inside_out.pixels != front.pixels).any()  # its far wall is seen instead
    places[:, 2] = np.nan
    assert draw_mesh(places, vertices, faces, TABLE, (60, 60)).pixels.size == 0
    assert draw_mesh(places + 1e4, vertices, faces, TABLE, (60, 60)).pixels.size == 0
    assert draw_mesh(places[:0], vertices[:0], faces[:0], TABLE, (60, 60)).pixels.size == 0


def test_lines_are_drawn_on_the_surface(loops: ModuleType) -> None:
    vertices, faces = bumpy()
    places = on_screen(vertices, 300)
    bare = draw_mesh(places, vertices, faces, TABLE, (300, 300), fine=False)
    lined = draw_mesh(
        places, vertices, faces, TABLE, (300, 300), lines=Lines(0xFF000000), fine=False
    )
    assert ((bare.pixels >> 24) == (lined.pixels >> 24)).all()
    green = [(one.pixels >> 8 & 255).astype(int) for one in (bare, lined)]
    assert (green[1] <= green[0] + 1).all()
    share = ((green[0] - green[1]) > 10).mean()
    assert 0.05 < share < 0.6


@given(st.integers(0, 50), st.integers(20, 90), st.booleans(), st.booleans())
def test_compiled_and_plain_loops_draw_the_same(
    seed: int, size: int, fine: bool, lined: bool
) -> None:
    pytest.importorskip("numba")
    from common.render import kernels

    vertices, faces = bumpy(seed)
    normals = vertex_normals(vertices, faces)
    lines = Lines(0xC0101820, 1.3) if lined else None
    pictures = []
    for module in (plain, kernels):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(picture, "loops", lambda one=module: one)
            drawn = draw_mesh(
                on_screen(vertices, size) + np.array([3.3, -7.1, 0]), normals, faces, TABLE,
                (size, size), lines=lines, fine=fine,
            )  # fmt: skip
        pictures.append(drawn.pixels)
    parts = [one.view(np.uint8).astype(int) for one in pictures]
    off = np.abs(parts[0] - parts[1])
    assert off.mean() < 0.05
    assert (off > 6).mean() < 0.002  # points that lie on an edge, by a rounding


def test_a_large_picture_is_made_in_parts(
    loops: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    vertices, faces = bumpy()
    places = on_screen(vertices, 120)
    whole = draw_mesh(places, vertices, faces, TABLE, (120, 120))
    monkeypatch.setattr(picture, "_MOST", 4 * 120 * 7)
    parts = draw_mesh(places, vertices, faces, TABLE, (120, 120))
    off = np.abs(whole.pixels.view(np.uint8).astype(int) - parts.pixels.view(np.uint8))
    assert off.mean() < 0.02


def test_loops_are_compiled_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop_choice, "_ready", [])
    assert loop_choice.kind() == "numpy"
    loop_choice.warm_up()
    try:
        import numba  # noqa: F401
    except ImportError:
        assert loop_choice.kind() == "numpy"
    else:
        assert loop_choice.kind() == "numba"
