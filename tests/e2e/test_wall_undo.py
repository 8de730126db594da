"""A person arranges, filters, searches, collects and takes everything back, in a real window."""

import gzip
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.library import Library
from common.values import ItemKind
from tests.e2e.conftest import Driver
from tests.import_media import service

FILMS = 400
CTRL = Qt.KeyboardModifier.ControlModifier


def state_of(driver: Driver) -> dict[str, Any]:
    """Return what is on view and in the library, as far as it can be undone."""
    wall, items = driver.panel("wall"), driver.window.workspace.context.services.items
    bar = wall.bar
    return {
        "filters": driver.shared.filters,
        "method": (bar.method, bar.key if bar.method == "clustered" else "", bar.seed),
        "text": bar.search.text(),
        "kinds": wall.model.kinds,
        "look": (wall.model.style.shape, wall.model.style.fit),
        "lit": None if wall.view.lit is None else wall.view.lit.tolist(),
        "order": wall.view.content.scene.items.tolist(),
        "watchlists": {name: items.watchlist_items(name) for name in items.watchlists()},
        "labels": items.labels(),
    }


def undo(driver: Driver) -> None:
    """Press Ctrl+Z on the wall and wait for what follows."""
    driver.window.all_actions.trigger("edit.undo")
    driver.rest()
    driver.rest()  # what was brought back on view sets off jobs of its own


def redo(driver: Driver) -> None:
    driver.window.all_actions.trigger("edit.redo")
    driver.rest()
    driver.rest()


def choose(driver: Driver, method: str, key: str = "") -> None:
    """Choose an arrangement in the bar."""
    bar = driver.panel("wall").bar
    bar.methods.setCurrentIndex(bar.methods.findData(method))
    bar.methods.activated.emit(bar.methods.currentIndex())
    driver.rest()
    if key and bar.key != key:
        bar.keys.setCurrentIndex(bar.keys.findData(key))
        bar.keys.activated.emit(bar.keys.currentIndex())
        driver.rest()


def click_value(driver: Driver, key: str, value: str | None = None) -> str:
    """Click a value in the filters panel; the first one for None."""
    section = driver.panel("filters").sections[key]
    if not section.is_open:
        QTest.mouseClick(section.head, Qt.MouseButton.LeftButton)
        driver.rest()
    names = [entry.value for entry in section.list.values.entries]
    value = names[0] if value is None else value
    index = section.list.values.index(names.index(value))
    view = section.list
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    driver.rest()
    return value


def start(driver: Driver, folder: Path) -> None:
    driver.open(folder)
    wall = driver.panel("wall")
    driver.until(lambda: wall.view.content is not None and wall.view.is_settled)
    driver.window.bring_up("filters")
    driver.rest()
    driver.until(lambda: driver.panel("filters").sections)


def do_it_all(driver: Driver, company: str | None) -> list[dict[str, Any]]:
    """Cluster, filter by genre and company, search, collect; return the state after each step."""
    states = [state_of(driver)]
    choose(driver, "clustered", "genre")
    states.append(state_of(driver))
    genre = click_value(driver, "genre")
    states.append(state_of(driver))
    assert [one.key for one in driver.shared.filters] == ["genre"]
    if company is not None:
        click_value(driver, company)
        states.append(state_of(driver))
    wall = driver.panel("wall")
    word = wall.context.services.items.summaries(
        wall.view.content.scene.items[wall.view.lit][:1].tolist()
    )[0].title.split()[-1]
    QTest.keyClicks(wall.bar.search, word)
    driver.rest()
    driver.until(lambda: not wall.bar._typing.isActive())
    driver.rest()
    states.append(state_of(driver))
    assert wall.step_hit(1)
    found = driver.shared.current
    services = driver.window.workspace.context.services
    assert genre in {f.value for f in services.items.details(found).facets}
    driver.window.workspace.jobs.submit(
        "db",
        services.history.do,
        "watchlist.add",
        {"list": "Watchlist", "items": [found]},
        "To the watchlist",
    )
    driver.until(services.items.watchlists)
    driver.rest()
    states.append(state_of(driver))
    assert states[-1]["watchlists"] == {"Watchlist": [found]}
    return states


def go_back_and_forth(driver: Driver, states: list[dict[str, Any]]) -> None:
    """Undo everything step by step, then do it again."""
    for before in states[-2::-1]:
        undo(driver)
        assert state_of(driver) == before
    for after in states[1:]:
        redo(driver)
        assert state_of(driver) == after
    history = driver.window.workspace.docks["history"].widget()
    assert history.list.count() == len(states)  # with the beginning
    history.list.itemClicked.emit(history.list.item(0))
    driver.rest()
    driver.until(lambda: state_of(driver) == states[0])


def test_arrange_filter_search_collect_and_undo_all(opened: Driver, library_folder: Path) -> None:
    opened.window.bring_up("filters")
    opened.rest()
    opened.until(lambda: opened.panel("filters").sections)
    states = do_it_all(opened, None)
    assert len({str(state) for state in states}) == len(states)
    go_back_and_forth(opened, states)


def test_kinds_and_look_are_undone_too(opened: Driver) -> None:
    wall = opened.panel("wall")
    states = [state_of(opened)]
    for change in (
        lambda: wall.bar.kinds_chosen.emit(frozenset({ItemKind.FILM})),
        lambda: wall.bar.look_chosen.emit("square", "fit"),
        wall.bar.shuffle.click,
    ):
        change()
        opened.rest()
        states.append(state_of(opened))
    assert len({str(state) for state in states}) == 4
    for before in states[-2::-1]:
        undo(opened)
        assert state_of(opened) == before
    undo(opened)
    assert state_of(opened) == states[0]  # nothing more to undo


def test_filters_can_be_undone_in_a_window_that_only_reads(
    opened: Driver, make_driver: Callable[..., Driver], library_folder: Path
) -> None:
    second = make_driver()
    start(second, library_folder)
    states = [state_of(second)]
    click_value(second, "genre")
    states.append(state_of(second))
    assert states[0] != states[1]
    undo(second)
    assert state_of(second) == states[0]
    redo(second)
    assert state_of(second) == states[1]
    history = second.window.workspace.docks["history"].widget()
    assert history.list.count() == 2


def test_what_is_on_screen_stays_where_it_is_when_filters_change(opened: Driver) -> None:
    wall = opened.panel("wall")
    opened.window.bring_up("filters")
    opened.rest()
    where = (wall.view.mapToGlobal(wall.view.rect().topLeft()), wall.view.size())
    seen = wall.view.camera.view
    click_value(opened, "genre")
    click_value(opened, "kind")
    assert (wall.view.mapToGlobal(wall.view.rect().topLeft()), wall.view.size()) == where
    assert wall.view.camera.view == seen
    assert np.count_nonzero(wall.view.lit) < len(wall.view.lit)
    assert len(wall.view.content.scene.items) == len(wall.view.lit)  # dimmed, never removed


@pytest.mark.slow  # a whole session in a window, with thousands of films
@pytest.mark.data
def test_the_same_on_real_films(driver: Driver, shared_data: Path, tmp_path: Path) -> None:
    films = _some_films(shared_data, tmp_path)
    folder = tmp_path / "films.kinora"
    library = Library.open(folder, create=True)
    try:
        service(library).run([films])
    finally:
        library.close()
    start(driver, folder)
    assert len(driver.panel("wall").view.content.ids) > FILMS // 2
    go_back_and_forth(driver, do_it_all(driver, "company"))


def _some_films(shared_data: Path, folder: Path) -> Path:
    """Return a list of the first few hundred real films with companies."""
    target = folder / "films.jsonl"
    with gzip.open(shared_data / "movies" / "movies_tmdb_imdb.jsonl.gz", "rt", "utf-8") as lines:
        target.write_text("".join(islice(lines, FILMS)), "utf-8")
    return target
