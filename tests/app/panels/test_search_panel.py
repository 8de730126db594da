"""The search panel with a search service that answers at once."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSlider
from pytestqt.qtbot import QtBot

from app.context import Action
from app.panels.search import SearchPanel
from app.panels.search.query_bar import example_from
from app.services.types import Example, Filter, Query
from app.widgets.grid_model import ITEMS_MIME, encode_items
from common.errors import QueryError
from common.values import Hit, ResultList
from tests.panel_support import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> SearchPanel:
    made = SearchPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(420, 640)
    made.show()
    hits = tuple(
        Hit(item, 1 - n / 10, {"text": 0.5, "concept": 0.5 - n / 10})
        for n, item in enumerate(desk.ids[:6])
    )
    desk.search.answer = ResultList("dog", hits, 6, 3.0, ("Better weights would add concepts.",))
    desk.settle(qtbot, made)
    return made


def search(panel: SearchPanel, desk: Desk, qtbot: QtBot, text: str) -> None:
    panel.bar.box.setText(text)
    qtbot.keyClick(panel.bar.box, Qt.Key.Key_Return)
    desk.settle(qtbot, panel)


def test_greets_with_queries_that_find_something(
    panel: SearchPanel, desk: Desk, qtbot: QtBot
) -> None:
    titles = [button.text() for button in panel.results.empty.buttons]
    assert "Drama" in titles
    panel.results.empty.buttons[0].click()
    desk.settle(qtbot, panel)
    assert desk.search.asked[-1].text() == "Drama"
    assert panel.bar.box.text() == "Drama"


def test_a_search_is_shown_and_published(panel: SearchPanel, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.context.shared.results_changed) as published:
        search(panel, desk, qtbot, "dog")
    assert published.args == [desk.search.answer, "search"]
    assert desk.search.asked[-1] == Query.of("dog")
    assert panel.results.grid.hits.items() == desk.ids[:6]
    assert "6 hits" in panel.results.count.text()
    assert "3 ms" in panel.results.count.text()
    assert "concept" in panel.results.count.text()
    assert panel.results.more_models.isVisible()
    opened: list[bool] = []
    desk.context.actions.add(Action("tools.networks", "Networks", lambda: opened.append(True)))
    panel.results.more_models.click()
    assert opened == [True]


def test_threshold_filters_live_without_a_new_search(
    panel: SearchPanel, desk: Desk, qtbot: QtBot
) -> None:
    search(panel, desk, qtbot, "dog")
    asked = len(desk.search.asked)
    panel.results.threshold.setValue(60)  # scores run from 0.5 to 1
    assert panel.results.smallest_score == pytest.approx(0.8)
    assert panel.results.grid.hits.items() == desk.ids[:3]
    qtbot.waitUntil(lambda: "3 of 6" in panel.results.count.text())
    panel.results.threshold.setValue(0)
    assert len(panel.results.grid.hits.items()) == 6
    assert len(desk.search.asked) == asked


def test_filters_are_chips_that_can_be_removed(
    panel: SearchPanel, desk: Desk, qtbot: QtBot
) -> None:
    search(panel, desk, qtbot, "dog")
    one, two = Filter("colour", ("red",)), Filter("kind", ("photo",))
    desk.context.shared.set_filters([one, two], "wall")
    desk.settle(qtbot, panel)
    assert desk.search.asked[-1].filters == (one, two)
    chips = panel.filter_row.chips
    assert [chip.text() for chip in chips] == ["Colour: red", "Kind: Photo"]
    qtbot.keyClick(chips[0], Qt.Key.Key_Delete)
    desk.settle(qtbot, panel)
    assert desk.context.shared.filters == (two,)
    assert desk.search.asked[-1].filters == (two,)


def test_an_empty_list_offers_ways_out(panel: SearchPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.search.answer = ResultList("cat", (), 0, 1.0, ("Did you mean “car”?",))
    desk.context.shared.set_filters([Filter("kind", ("film",))], "wall")
    search(panel, desk, qtbot, "cat")
    assert "Did you mean “car”?" in panel.results.empty.text
    desk.settle(qtbot, panel)
    assert not panel.results.empty.buttons  # without the filter there is nothing either
    desk.search.unfiltered = ResultList("cat", (Hit(1, 1.0), Hit(2, 0.5)), 12)
    search(panel, desk, qtbot, "cat")
    (button,) = panel.results.empty.buttons
    assert button.text() == "Without Kind: Film: 12"
    button.click()
    desk.settle(qtbot, panel)
    assert desk.context.shared.filters == ()
    assert desk.search.asked[-1] == Query.of("cat")


def test_what_only_passes_the_filters_is_told_apart_and_goes_with_them(
    panel: SearchPanel, desk: Desk, qtbot: QtBot
) -> None:
    shared = desk.context.shared
    shared.set_filters([Filter("kind", ("photo",))], "wall")
    desk.settle(qtbot, panel)
    assert shared.results.by_filters
    assert shared.results.hits
    search(panel, desk, qtbot, "dog")
    assert not shared.results.by_filters
    search(panel, desk, qtbot, "")
    assert shared.results.by_filters
    shared.set_filters([], "wall")
    desk.settle(qtbot, panel)
    assert shared.results.hits == ()


def test_a_wrong_query_is_explained(panel: SearchPanel, desk: Desk, qtbot: QtBot) -> None:
    desk.search.error = QueryError("Too vague.", hint="Say more.")
    search(panel, desk, qtbot, "x")
    assert panel.results.empty.text == "Too vague.\nSay more."
    assert desk.posted == []


def test_back_and_forward(panel: SearchPanel, desk: Desk, qtbot: QtBot) -> None:
    for text in ("one", "two", "three"):
        search(panel, desk, qtbot, text)
    panel.go_back()
    panel.go_back()
    desk.settle(qtbot, panel)
    assert panel.bar.box.text() == "one"
    panel.go_back()
    assert panel.bar.box.text() == "one"
    panel.go_forward()
    desk.settle(qtbot, panel)
    assert desk.search.asked[-1].text() == "two"
    search(panel, desk, qtbot, "four")
    panel.go_forward()
    assert panel.bar.box.text() == "four"


def test_a_sequence_is_asked(panel: SearchPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.bar.box.setText("door")
    panel.bar.add_step_button.click()
    (row,) = panel.bar.steps
    row.box.setText("street")
    row.seconds.setValue(20)
    qtbot.keyClick(row.box, Qt.Key.Key_Return)
    desk.settle(qtbot, panel)
    assert desk.search.asked[-1] == Query.of("door", then=(("street", 20.0),))
    row.removed.emit()
    desk.settle(qtbot, panel)
    assert desk.search.asked[-1] == Query.of("door")


def test_mode_and_fusion_reach_the_query(panel: SearchPanel, desk: Desk, qtbot: QtBot) -> None:
    panel.bar.mode.setCurrentIndex(panel.bar.mode.findData("fused"))
    panel.bar.fusion.setValue(75)
    search(panel, desk, qtbot, "dog")
    asked = desk.search.asked[-1]
    assert asked.parts()[0].what.mode == "fused"
    assert asked.weights["embedding"] == pytest.approx(1.5)
    assert asked.weights["text"] == pytest.approx(0.5)


def test_dropped_pasted_and_chosen_pictures(panel: SearchPanel, desk: Desk, qtbot: QtBot) -> None:
    data = QMimeData()
    path = desk.library.folder.parent / "media" / "photo 1.png"
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    panel.dropEvent(drop)
    desk.settle(qtbot, panel)
    assert desk.search.asked[-1].example() == Example(path=str(path))
    (chip,) = panel.bar.examples.chips
    assert "photo 1.png" in chip.text()

    image = QImage(900, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)
    panel.bar.box.setFocus()
    qtbot.keyClick(panel.bar.box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.settle(qtbot, panel)
    pixels = desk.search.asked[-1].example().pixels()
    assert pixels.shape == (170, 512, 3)
    assert tuple(pixels[5, 5]) == (0, 0, 255)

    desk.context.shared.select([desk.ids[4]])
    desk.context.actions.trigger("item.find-similar")
    desk.settle(qtbot, panel)
    assert desk.search.asked[-1].example() == Example(item=desk.ids[4])
    assert "Photo 4" in panel.bar.examples.chips[0].text()
    panel.bar.examples.chips[0].removed.emit()
    assert panel.bar.example is None


def test_what_a_drop_may_hold(tmp_path) -> None:
    data = QMimeData()
    assert example_from(data) is None
    data.setUrls([QUrl("https://example.org/a.jpg")])
    assert example_from(data) is None
    data.setData(ITEMS_MIME, encode_items([7, 8]))
    assert example_from(data) == Example(item=7)


def test_f3_walks_the_shared_hits(panel: SearchPanel, desk: Desk, qtbot: QtBot) -> None:
    search(panel, desk, qtbot, "dog")
    shared = desk.context.shared
    assert panel.step_hit(1)
    assert shared.current == desk.ids[0]
    assert panel.step_hit(1)
    assert panel.results.grid.current_item() == desk.ids[1]
    assert panel.step_hit(-1)
    assert panel.step_hit(-1)
    assert shared.current == desk.ids[5]


def test_completions_and_history(panel: SearchPanel, desk: Desk, qtbot: QtBot) -> None:
    search(panel, desk, qtbot, "old one")
    panel.bar.box.clear()
    qtbot.keyClicks(panel.bar.box, "li")
    qtbot.waitUntil(lambda: panel.bar._suggestions.stringList() == ["lihouse"])
    panel.bar.box.completer().popup().hide()
    panel.bar.box.clear()
    qtbot.keyClick(panel.bar.box, Qt.Key.Key_Down)
    assert panel.bar._suggestions.stringList() == ["old one"]
    panel.bar.box.completer().popup().hide()


def test_a_newer_search_replaces_and_esc_cancels(
    panel: SearchPanel, desk: Desk, qtbot: QtBot
) -> None:
    import threading

    release = threading.Event()
    answer = desk.search.answer

    def slow(query: Query, context: object = None) -> ResultList:
        release.wait(5)
        return answer

    desk.search.run = slow  # type: ignore[method-assign]
    panel.bar.box.setText("slow")
    panel.run()
    panel.bar.box.setText("newer")
    panel.run()
    job = panel._job
    assert job is not None
    with qtbot.waitSignal(job.cancelled):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
        release.set()
    desk.settle(qtbot, panel)
    assert panel.results.grid.hits.rowCount() == 0


def test_state_comes_back(panel: SearchPanel, desk: Desk, qtbot: QtBot) -> None:
    search(panel, desk, qtbot, "dog")
    panel.results.list_button.click()
    state = panel.save_state()
    panel.bar.box.clear()
    panel.run()
    panel.results.list_button.click()
    panel.restore_state(state)
    desk.settle(qtbot, panel)
    assert panel.bar.box.text() == "dog"
    assert panel.results.grid.is_list
    assert desk.search.asked[-1] == Query.of("dog")
    panel.restore_state({"query": {"nonsense": 1}, "trail": 5, "view": []})


def test_other_panels_results_and_queries(panel: SearchPanel, desk: Desk, qtbot: QtBot) -> None:
    shared = desk.context.shared
    shared.show_results(ResultList("round", (Hit(desk.ids[2], 1.0),)), "feedback")
    assert panel.results.grid.hits.items() == [desk.ids[2]]
    shared.query_requested.emit(Query.of("asked", filters=(Filter("kind", ("photo",)),)))
    desk.settle(qtbot, panel)
    assert panel.bar.box.text() == "asked"
    assert shared.filters == (Filter("kind", ("photo",)),)


def test_every_control_has_a_name(panel: SearchPanel) -> None:
    for kind in (QAbstractButton, QComboBox, QLineEdit, QSlider):
        for control in panel.findChildren(kind):
            if control.objectName().startswith("qt_") or control.parent() is panel.bar.box:
                continue
            assert control.accessibleName() or control.text(), control


def test_the_slider_follows_the_settings_until_it_is_moved(panel: SearchPanel, desk: Desk) -> None:
    settings = desk.context.services.settings.search
    settings.fusion = 0.3
    desk.context.shared.settings_changed.emit("search.fusion")
    assert panel.bar.fusion.value() == 30
    assert panel.bar.query().weights == {}
    panel.bar.fusion.setValue(80)
    settings.fusion = 0.6
    desk.context.shared.settings_changed.emit("search.fusion")
    assert panel.bar.fusion.value() == 80
    assert panel.bar.query().weights["embedding"] == pytest.approx(1.6)
