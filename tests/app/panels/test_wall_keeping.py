"""Thumbnails that vanish from the disk while the wall shows them come back by themselves."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.panels.wall import WallPanel
from app.services.wall_camera import View
from tests.panel_support import PHOTOS, Desk, picture

PLACEHOLDER = (52, 54, 60)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> Iterator[WallPanel]:
    made = WallPanel(desk.context)
    qtbot.addWidget(made)
    made.view.reduced_motion = True
    made.resize(700, 500)
    made.show()
    qtbot.waitExposed(made)
    settle(qtbot, desk, made)
    made._is_hint_due = False
    made.hint.hide()
    yield made
    made.shut_down()


def settle(qtbot: QtBot, desk: Desk, panel: WallPanel) -> None:
    panel.grab()

    def is_quiet() -> bool:
        return (
            desk.context.jobs.is_idle
            and panel.view.content is not None
            and panel.view.is_settled
            and not panel._refreshes.isActive()
        )

    qtbot.waitUntil(is_quiet, timeout=20_000)


def lower_right(panel: WallPanel, item: int) -> tuple[int, ...]:
    """Return the colour right of and below the middle of an item."""
    cell = int(panel.view.content.cells_of([item])[0])
    rect = panel.view.camera.cell_rect(cell)
    image = panel.view.grab().toImage()
    at = (int(rect.x + 0.7 * rect.width), int(rect.y + 0.7 * rect.height))
    return image.pixelColor(*at).toTuple()[:3]


def look_at(qtbot: QtBot, desk: Desk, panel: WallPanel, scale: float) -> None:
    camera = panel.view.camera
    camera.jump(View(camera.world[0] / 2, camera.world[1] / 2, scale))
    panel.view.camera_changed()
    settle(qtbot, desk, panel)


def is_near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= 8


def colour(number: int) -> tuple[int, ...]:
    return tuple(int(part) for part in picture(number)[-1, -1])


def warnings(desk: Desk) -> list[str]:
    return [str(line) for line in desk.posted if "again" in str(line)]


@pytest.mark.parametrize("lost", ["thumbs", "thumbs/jpeg384.pack", "thumbs/jpeg384.idx"])
def test_deleted_thumbnails_are_made_again(
    qtbot: QtBot, desk: Desk, panel: WallPanel, lost: str
) -> None:
    photos = desk.ids[:PHOTOS]
    path = desk.library.folder / lost
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    look_at(qtbot, desk, panel, 320.0)
    qtbot.waitUntil(lambda: not panel.view.store.composer.trouble, timeout=20_000)
    look_at(qtbot, desk, panel, 100.0)
    seen = set(panel.view.visible_cells())
    shown = [i for i in photos if int(panel.view.content.cells_of([i])[0]) in seen]
    assert shown
    for item in shown:
        assert is_near(lower_right(panel, item), colour(photos.index(item))), item
    assert len(warnings(desk)) == 1
    desk.library.thumbnails.verify()
    rows = desk.library.catalogue.columns("thumb_row")["thumb_row"]
    assert (rows >= 0).all()


def test_shortened_and_overwritten_files_are_made_again(
    qtbot: QtBot, desk: Desk, panel: WallPanel
) -> None:
    thumbs = desk.library.folder / "thumbs"
    raw = thumbs / "raw16.bin"
    content = bytearray(raw.read_bytes())
    content[: 16 * 16 * 4] = bytes(16 * 16 * 4)  # the first row is black and has no mark
    with raw.open("r+b") as file:
        file.write(content)
    pack = thumbs / "jpeg384.pack"
    with pack.open("r+b") as file:
        file.truncate(pack.stat().st_size // 2)
    look_at(qtbot, desk, panel, 300.0)
    qtbot.waitUntil(lambda: not panel.view.store.composer.trouble, timeout=20_000)
    settle(qtbot, desk, panel)
    assert desk.library.thumbnails.verify() is None
    assert not desk.library.thumbnails.damaged_rows().any()
    assert len(warnings(desk)) == 1


def test_items_whose_media_are_gone_too_stay_placeholders_and_are_told_of(
    qtbot: QtBot, desk: Desk, panel: WallPanel
) -> None:
    gone = desk.ids[3]
    path = Path(desk.context.services.items.details(gone).summary.path)
    path.unlink()
    shutil.rmtree(desk.library.folder / "thumbs")
    look_at(qtbot, desk, panel, 320.0)
    qtbot.waitUntil(lambda: not panel.view.store.composer.trouble, timeout=20_000)
    settle(qtbot, desk, panel)
    panel.view.show_item(gone)
    settle(qtbot, desk, panel)
    assert is_near(lower_right(panel, gone), panel.model.style.placeholder)
    assert any("cannot be read" in str(line) for line in desk.posted)


def test_a_library_of_another_window_is_left_alone(qtbot: QtBot, locked_desk: Desk) -> None:
    desk = locked_desk
    made = WallPanel(desk.context)
    qtbot.addWidget(made)
    made.view.reduced_motion = True
    made.resize(700, 500)
    made.show()
    settle(qtbot, desk, made)
    shutil.rmtree(desk.library.folder / "thumbs")
    look_at(qtbot, desk, made, 320.0)
    qtbot.waitUntil(lambda: desk.context.jobs.is_idle, timeout=20_000)
    assert not (desk.library.folder / "thumbs").exists()
    assert any("Another window" in str(line) for line in desk.posted)
    made.shut_down()


def test_thumbnails_missing_from_the_start_are_made_again(qtbot: QtBot, desk: Desk) -> None:
    folder = desk.library.folder / "thumbs"
    desk.library.__dict__.pop("thumbnails").close()
    shutil.rmtree(folder)
    made = WallPanel(desk.context)
    qtbot.addWidget(made)
    made.view.reduced_motion = True
    made.resize(700, 500)
    made.show()
    settle(qtbot, desk, made)
    qtbot.waitUntil(lambda: len(desk.library.thumbnails) >= PHOTOS, timeout=20_000)
    settle(qtbot, desk, made)
    assert np.all(desk.library.catalogue.columns("thumb_row")["thumb_row"] >= 0)
    assert len(warnings(desk)) == 1
    made.shut_down()
