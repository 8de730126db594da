"""In a made-up language a third longer than English: nothing is left in English, nothing is cut."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.services.types import Query
from app.shell.help_view import HelpView
from app.shell.panel_list import PANELS
from app.shell.welcome import WelcomePage
from tests import walking
from tests.pseudo_support import LATIN, left_in_english, pseudo_window
from tests.window_support import WholeWindow

NAMES = [entry.name for entry in PANELS]


@pytest.fixture(scope="module")
def shown(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeWindow]:
    with pseudo_window(qapp, tmp_path_factory.mktemp("pseudo")) as window:
        fill(window)
        yield window


def fill(window: WholeWindow) -> None:
    """Ask, select and mark, so that panels have something to say."""
    window.bring_up("search")
    window.workspace.shared.query_requested.emit(Query.of("γάτα"))
    window.settle()
    assert window.workspace.shared.results.hits
    window.workspace.shared.select([1])
    history = window.workspace.context.services.history
    history.do("label.set", {"labels": {"1": 1, "2": -1}}, "ετικέτα")
    window.workspace.shared.labels_changed.emit("test")


@pytest.mark.parametrize("name", [*NAMES, "history", "jobs"])
def test_nothing_in_a_panel_is_left_in_english(
    shown: WholeWindow, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: set[str] = set()
    draw = QPainter.drawText

    def note(painter: QPainter, *what: object) -> object:
        painted.update(word for word in what if isinstance(word, str))
        return draw(painter, *what)

    panel = shown.bring_up(name)
    monkeypatch.setattr(QPainter, "drawText", note)
    panel.grab()
    monkeypatch.undo()
    found = [f"{where}: {text}" for where, text in walking.texts_of(panel)
             if left_in_english(text)]  # fmt: skip
    found += [f"painted: {text}" for text in sorted(painted) if left_in_english(text)]
    assert "\n".join(dict.fromkeys(found)) == ""


@pytest.mark.parametrize("name", NAMES)
def test_no_longer_text_is_cut_off(shown: WholeWindow, name: str) -> None:
    panel = shown.bring_up(name)
    assert "\n".join(walking.clipped(panel)) == ""


def test_no_action_no_menu_and_no_first_page_is_left_in_english(shown: WholeWindow) -> None:
    window = shown.window
    said = [
        (action.name, text)
        for action in window.all_actions.all()
        for text in (action.title, action.tip)
    ]
    said += [("menu", title.title()) for title in window.menuBar().findChildren(QWidget)
             if hasattr(title, "title") and callable(title.title)]  # fmt: skip
    said += list(walking.texts_of(window.findChild(WelcomePage)))
    said += list(walking.texts_of(window.status))
    assert [one for one in said if one[1] and left_in_english(one[1])] == []


def test_the_dialogs_of_the_window_are_not_left_in_english(shown: WholeWindow) -> None:
    window = shown.window
    window.all_actions.trigger("help.panel")
    tour = window.extras.tour
    tour.start()
    said = list(walking.texts_of(tour.card))
    for _ in range(10):
        tour.go_on()
        said += [("tour", tour.card.title.text()), ("tour", tour.card.text.text())]
    tour.closing()
    view = window.findChild(HelpView)
    said += [(where, text) for where, text in walking.texts_of(view) if "QListWidget" not in where]
    view.close()
    assert [one for one in said if left_in_english(one[1])] == []


def test_the_made_up_language_keeps_what_is_filled_in() -> None:
    made = walking.pseudo("<b>%n hit(s)</b> of {name}: %1 …")
    assert all(kept in made for kept in ("<b>", "%n", "</b>", "{name}", "%1"))
    assert not LATIN.search(re.sub(r"\{\w+\}|<[^>]+>", "", made))
    assert len(made) > 1.1 * len("<b>%n hit(s)</b> of {name}: %1 …")
    assert walking.pseudo("…") == "…"
    assert QLabel(made).text() == made
