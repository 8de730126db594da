"""Composed tiles against a direct, slow composition, pixel by pixel."""

from pathlib import Path

import numpy as np
import pytest

from app.services.wall_tiles import (
    DIM,
    MAX_LEVEL,
    UPPER_CROP,
    TileComposer,
    TileStyle,
    WallScene,
    dimmed,
    tile_cells,
)
from common.errors import LibraryError
from indexers.thumbnails import ThumbnailStore, make_thumbnail

RNG = np.random.default_rng(4)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ThumbnailStore:
    made = ThumbnailStore(tmp_path_factory.mktemp("thumbs"))
    sizes = [(60, 40), (40, 60), (30, 120), (200, 30), (64, 64), (1, 1)]
    smooth = []
    for height, width in sizes * 3:
        x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
        base = RNG.integers(0, 120, 3)
        smooth.append((base + np.stack([x * 120, y * 120, (x + y) * 60], -1)).astype(np.uint8))
    made.append([make_thumbnail(rgb) for rgb in smooth])
    made.flush()
    return made


def scene(store: ThumbnailStore, count: int, columns: int) -> WallScene:
    rows = RNG.integers(0, len(store), count)
    rows[count // 2] = -1
    aspects = np.where(rows >= 0, store.aspects()[rows], 1).astype(np.float32)
    moving = np.zeros(count, bool)
    return WallScene(columns, np.arange(count), rows, aspects, moving)


def sampled(raw: np.ndarray, u: float, v: float) -> np.ndarray:
    """Return the bilinear sample of (N, N, 3) at fractions u, v, clamped at the edge."""
    side = len(raw)
    x, y = np.clip(u * side - 0.5, 0, side - 1), np.clip(v * side - 0.5, 0, side - 1)
    left, top = int(x), int(y)
    right, bottom = min(left + 1, side - 1), min(top + 1, side - 1)
    a, b = x - left, y - top
    above = raw[top, left] * (1 - a) + raw[top, right] * a
    below = raw[bottom, left] * (1 - a) + raw[bottom, right] * a
    return above * (1 - b) + below * b


def reference(
    store: ThumbnailStore, wall: WallScene, style: TileStyle, level: int, cell: int
) -> np.ndarray:
    """Compose one cell directly, (h, w, 3) RGB."""
    width, height = style.cell_size(level)
    out = np.zeros((height, width, 3))
    row = int(wall.rows[cell])
    if row < 0:
        out[:] = style.placeholder
        return out
    side = next((n for n in (4, 8, 16) if n >= max(width, height)), 32)
    raw = store.raw(side)[row].copy().view(np.uint8).reshape(side, side, 4)[..., :3].astype(float)
    relative = float(wall.aspects[cell]) / (width / height)
    for y in range(height):
        for x in range(width):
            s, t = (x + 0.5) / width, (y + 0.5) / height
            if style.fit == "crop":
                wide, high = min(1, 1 / relative), min(1, relative)
                out[y, x] = sampled(raw, 0.5 + (s - 0.5) * wide, UPPER_CROP * (1 - high) + t * high)
            else:
                u = 0.5 + (s - 0.5) / min(1, relative)
                v = 0.5 + (t - 0.5) / min(1, 1 / relative)
                inside = max(abs(u - 0.5), abs(v - 0.5)) <= 0.5 + 1e-5
                out[y, x] = sampled(raw, u, v) if inside else style.background
    return out


@pytest.mark.parametrize("shape", ["poster", "square", "photo"])
@pytest.mark.parametrize("fit", ["crop", "fit"])
@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_small_levels_equal_the_direct_composition(
    store: ThumbnailStore, shape: str, fit: str, level: int
) -> None:
    style = TileStyle(shape, fit)
    wall = scene(store, 23, 6)
    tile = TileComposer(store).compose(wall, style, level, 0, 0)
    width, height = style.cell_size(level)
    assert tile.shape == (4 * height, 6 * width, 4)
    assert (tile[..., 3] == 255).all()
    slivers = (wall.aspects > 3) | (wall.aspects < 0.3)  # may show a middle line instead
    for cell in np.flatnonzero(~slivers):
        row, column = divmod(int(cell), 6)
        part = tile[row * height : (row + 1) * height, column * width : (column + 1) * width]
        expected = reference(store, wall, style, level, int(cell))
        assert np.abs(part[..., 2::-1].astype(float) - expected).max() <= 8, (cell, level)


def test_cells_behind_the_last_item_are_background(store: ThumbnailStore) -> None:
    style = TileStyle()
    for level in (1, 5):
        tile = TileComposer(store).compose(scene(store, 5, 3), style, level, 0, 0)
        width, height = style.cell_size(level)
        assert (tile[height:, 2 * width :, :3] == style.background[::-1]).all()


def test_levels_agree_with_each_other(store: ThumbnailStore) -> None:
    style = TileStyle()
    wall = scene(store, 12, 4)
    composer = TileComposer(store)
    means = []
    for level in range(2, 8):
        tile = composer.compose(wall, style, level, 0, 0)
        cells = wall.block(level, 0, 0)
        assert cells[0, 0] == 0
        width, height = style.cell_size(level)
        margin = width // 8
        first = tile[margin : height - margin, margin : width - margin, :3]
        means.append(first.reshape(-1, 3).mean(axis=0))
    assert np.abs(np.array(means) - means[0]).max() < 9


def test_tiles_nest(store: ThumbnailStore) -> None:
    wall = scene(store, 5000, 100)
    for level in range(MAX_LEVEL):
        coarse = wall.block(level, 0, 0)
        size = tile_cells(level + 1)
        fine = wall.block(level + 1, 0, 0)
        assert np.array_equal(coarse[:size, :size][: fine.shape[0]], fine)


def test_originals_serve_the_largest_level_and_thumbnails_stand_in(store: ThumbnailStore) -> None:
    wall = scene(store, 4, 2)
    wall.rows[:] = 4
    asked: list[tuple[int, int]] = []

    def picture(item: int, side: int) -> np.ndarray | None:
        asked.append((item, side))
        if item == 1:
            raise LibraryError("gone.", hint="find it.")
        return np.full((300, 200, 3), (250, 10, 20), np.uint8)

    composer = TileComposer(store, picture)
    own = composer.compose(wall, TileStyle(), 8, 0, 0)
    assert asked == [(0, 768)]
    assert own[400, 256, :3].tolist() == [20, 10, 250]
    instead = composer.compose(wall, TileStyle(), 8, 0, 1)
    assert instead[400, 256, :3].tolist() != [20, 10, 250]
    assert composer.trouble is None


def test_lost_thumbnails_leave_placeholders_and_a_reason() -> None:
    class Gone:
        def gather(self, level: int, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            raise LibraryError("The thumbnails are gone.", hint="Import again.")

        def decode(self, row: int, level: int) -> np.ndarray:
            raise LibraryError("The thumbnails are gone.", hint="Import again.")

    wall = WallScene(2, np.arange(4), np.arange(4), np.ones(4, np.float32), np.zeros(4, bool))
    style = TileStyle()
    for level in (1, 5):
        composer = TileComposer(Gone())
        tile = composer.compose(wall, style, level, 0, 0)
        assert tile[tile.shape[0] // 4, 2, :3].tolist() == list(style.placeholder[::-1])
        assert composer.trouble is not None


def test_rows_of_another_process_wait_as_placeholders(store: ThumbnailStore) -> None:
    wall = scene(store, 4, 2)
    wall.rows[0] = len(store) + 5
    for level in (2, 5):
        tile = TileComposer(store).compose(wall, TileStyle(), level, 0, 0)
        assert tile[3, 3, :3].tolist() == list(TileStyle().placeholder[::-1])


def test_videos_carry_a_sign(store: ThumbnailStore) -> None:
    wall = scene(store, 2, 2)
    wall.rows[:] = 4
    wall.moving[1] = True
    tile = TileComposer(store).compose(wall, TileStyle(), 6, 0, 0)
    half = tile.shape[1] // 2
    assert not np.array_equal(tile[:, :half], tile[:, half:])
    assert np.array_equal(tile[:60, :half], tile[:60, half:])


def test_dimming_fades_all_but_the_lit_cells(store: ThumbnailStore) -> None:
    style = TileStyle(background=(240, 240, 250))
    wall = scene(store, 12, 4)
    tile = TileComposer(store).compose(wall, style, 2, 0, 0)
    lit = np.zeros((3, 4), bool)
    lit[1, 2] = True
    faded = dimmed(tile, lit, style.background)
    width, height = style.cell_size(2)
    kept = (slice(height, 2 * height), slice(2 * width, 3 * width))
    assert np.array_equal(faded[kept], tile[kept])
    expected = tile[0, 0, :3] * DIM + np.array(style.background[::-1]) * (1 - DIM)
    assert np.abs(faded[0, 0, :3] - expected).max() <= 1
    assert dimmed(tile, np.ones((3, 4), bool), style.background) is tile


def test_levels_follow_the_scale() -> None:
    style = TileStyle("photo")
    levels = [style.level_for(scale) for scale in (0.5, 2, 5, 20, 100, 1000, 1e6)]
    assert levels == sorted(levels)
    assert levels[0] == 0
    assert levels[-1] == MAX_LEVEL
    assert style.cell_size(style.level_for(100))[0] >= 75


def test_overwritten_rows_are_placeholders_and_named(tmp_path: Path) -> None:
    with ThumbnailStore(tmp_path) as made:
        made.append([make_thumbnail(np.full((60, 40, 3), 200, np.uint8)) for _ in range(4)])
    path = tmp_path / "raw8.bin"
    content = bytearray(path.read_bytes())
    content[2 * 256 : 3 * 256] = bytes(256)
    path.write_bytes(content)
    wall = WallScene(
        2, np.arange(4), np.arange(4), np.full(4, 2 / 3, np.float32), np.zeros(4, bool)
    )
    with ThumbnailStore(tmp_path, read_only=True) as damaged:
        composer = TileComposer(damaged)
        tile = composer.compose(wall, TileStyle(), 1, 0, 0)
        assert composer.unreadable == {2}
        assert composer.trouble is not None
        assert tile[8, 1, :3].tolist() == list(TileStyle().placeholder[::-1])
        assert tile[8, 6, :3].min() > 190
        composer.forget_trouble()
        assert composer.trouble is None
        assert not composer.unreadable
