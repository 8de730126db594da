"""The editors of the search panel: each kind of part is made and changed by mouse and keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.panels.search.box_reading import boxes_lines
from app.panels.search.canvas_mini import canvas_pixmap
from app.services.history_views import TURNED
from app.services.types import (
    BoxesAsk,
    CanvasAsk,
    ClipAsk,
    ConceptAsk,
    Example,
    ExampleAsk,
    Part,
    TagsAsk,
    TextAsk,
    WordsAsk,
)
from app.widgets.query_words import part_words
from common.canvas import Canvas, ColourShape, ObjectShape, PictureShape, Region, TextShape
from common.values import TextKind
from tests.panel_support import Desk
from tests.search_support import Hands, make_panel

KEYS = Qt.Key


@pytest.fixture
def hands(desk: Desk, qtbot: QtBot) -> Hands:
    return make_panel(desk, qtbot)


def open_editor(hands: Hands, kind: str):  # type: ignore[no-untyped-def]
    """Add a part by the menu and return its editor."""
    hands.panel.head.add_actions[kind].trigger()
    hands.settle()
    assert hands.panel.stages.card.is_open
    return hands.panel.stages.card.editor


def asked(hands: Hands) -> object:
    return hands.asked.stages[0].parts[-1].what


def test_more_words(hands: Hands, qtbot: QtBot) -> None:
    hands.search("dog")
    editor = open_editor(hands, "text")
    qtbot.keyClicks(editor.words, "night")
    hands.press(KEYS.Key_Return, on=editor.words)
    assert asked(hands) == TextAsk("night")
    editor.mode.setCurrentIndex(editor.mode.findData("embedding"))
    editor.mode.activated.emit(0)
    editor.own.click()
    editor.balance.slider.setValue(20)
    hands.settle()
    assert asked(hands) == TextAsk("night", "embedding", 0.2)
    assert hands.panel.head.box.text() == "dog"


def test_written_and_spoken_words(hands: Hands, qtbot: QtBot) -> None:
    editor = open_editor(hands, "words")
    qtbot.keyClicks(editor.words, "good morning")
    hands.settle()
    editor.where.setCurrentIndex(2)
    editor.where.activated.emit(2)
    hands.settle()
    assert asked(hands) == WordsAsk("good morning", (TextKind.SPEECH,))
    titles = [title for title in hands.titles if "good" in title]
    assert len(titles) == 2  # typing is one step


def test_concepts_are_completed_counted_and_ticked(hands: Hands, qtbot: QtBot) -> None:
    editor = open_editor(hands, "concept")
    qtbot.keyClicks(editor.pick.box, "ca")
    qtbot.waitUntil(lambda: editor.pick.lines == ["cahouse   Concept · 3"])
    hands.press(KEYS.Key_Return, on=editor.pick.box)
    assert asked(hands) == ConceptAsk(("cahouse",))
    qtbot.keyClicks(editor.pick.box, "do")
    qtbot.waitUntil(lambda: editor.pick.lines == ["dohouse   Concept · 3"])
    hands.press(KEYS.Key_Down, on=editor.pick.box)
    hands.press(KEYS.Key_Space, on=editor.pick.list)
    assert asked(hands) == ConceptAsk(("cahouse", "dohouse"))
    editor.every.setCurrentIndex(1)
    editor.every.activated.emit(1)
    editor.least.setValue(40)
    hands.settle()
    assert asked(hands) == ConceptAsk(("cahouse", "dohouse"), True, 0.4)
    editor.pick.box.clear()
    hands.press(KEYS.Key_Backspace, on=editor.pick.box)
    assert asked(hands) == ConceptAsk(("cahouse",), True, 0.4)
    hands.press(KEYS.Key_Delete, on=editor.chosen.chips[0])
    assert hands.panel.session.query.stages[0].parts[0].what == ConceptAsk((), True, 0.4)


def test_boxes_are_explained_while_one_types(hands: Hands, qtbot: QtBot) -> None:
    editor = open_editor(hands, "boxes")
    qtbot.keyClicks(editor.lines["subject"], "man, woman; NOT child")
    qtbot.keyClicks(editor.lines["place"], "street")
    hands.settle()
    assert asked(hands) == BoxesAsk(subject="man, woman; NOT child", place="street")
    said = editor.reading.text()
    assert "Who or what: <b>man</b> or <b>woman</b> without <s>child</s>" in said
    assert "fit all" in said
    editor.combine.setCurrentIndex(1)
    editor.combine.activated.emit(1)
    hands.settle()
    assert asked(hands).combine == "unite"  # type: ignore[attr-defined]
    assert "fit any" in editor.reading.text()


def test_how_boxes_are_read() -> None:
    assert boxes_lines(BoxesAsk()) == []
    assert boxes_lines(BoxesAsk(time="<now>")) == ["when: <b>&lt;now&gt;</b>"]
    (line, how) = boxes_lines(BoxesAsk("a, b; c; -d", combine="unite"))
    assert line == "Who or what: (<b>a</b> or <b>b</b>) and <b>c</b> without <s>d</s>"
    assert "any" in how
    assert boxes_lines(BoxesAsk(place="NOT Paris")) == ["where: without <s>Paris</s>"]
    assert boxes_lines(BoxesAsk("NOT"))[0].startswith("⚠ A NOT in the box “Who or what”")


def test_a_part_of_the_selected_item(hands: Hands, desk: Desk) -> None:
    desk.context.shared.select([desk.ids[3]])
    editor = open_editor(hands, "example")
    assert asked(hands) == ExampleAsk(Example(item=desk.ids[3]))
    assert editor.picture.pixmap().width() > 50
    names = [editor.feature.itemData(place) for place in range(editor.feature.count())]
    assert names[0] == "auto"
    assert "colour" in names
    editor.feature.setCurrentIndex(names.index("colour"))
    editor.feature.activated.emit(0)
    editor.cut.click()
    assert editor.part is not None
    editor.part.canvas.box = QRectF(0.1, 0.2, 0.5, 0.4)
    editor.part.accept()
    hands.settle()
    what = asked(hands)
    assert isinstance(what, ExampleAsk)
    assert what.feature == "colour"
    assert what.region == Region(0.1, 0.2, 0.5, 0.4)
    assert "part" in hands.chip().text()
    editor.whole.click()
    hands.settle()
    assert asked(hands).region is None  # type: ignore[attr-defined]


def test_a_picture_file_is_chosen(
    hands: Hands, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(desk.library.folder.parent / "media" / "photo 2.png")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (path, ""))
    editor = open_editor(hands, "example")  # nothing is selected: a file is asked for
    assert asked(hands) == ExampleAsk(Example(path=path))
    desk.context.shared.select([desk.ids[1]])
    editor.current.click()
    hands.settle()
    assert asked(hands) == ExampleAsk(Example(item=desk.ids[1]))
    editor.file.click()
    hands.settle()
    assert asked(hands) == ExampleAsk(Example(path=path))


def test_a_picture_that_has_gone_is_told_on_its_chip(hands: Hands, tmp_path: Path) -> None:
    hands.add(Part(ExampleAsk(Example(path=str(tmp_path / "gone.png")))))
    assert "gone.png" in hands.chip().error


def test_a_clip_of_a_shot_and_of_a_file(
    hands: Hands, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = open_editor(hands, "clip")
    assert "select a video" in editor.title.text()
    hands.panel.stages.remove(hands.chip().place)
    desk.context.shared.select([desk.shots[1]])
    editor = open_editor(hands, "clip")
    assert asked(hands) == ClipAsk(item=desk.video, start_s=1.5)
    editor.length.setValue(2.0)
    editor.start.setValue(0.5)
    editor.texts.click()
    hands.settle()
    assert asked(hands) == ClipAsk(item=desk.video, start_s=0.5, length_s=2.0, texts=False)
    assert editor.title.text() == "clip"
    path = str(desk.library.folder.parent / "media" / "clip.mp4")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (path, ""))
    editor.file.click()
    hands.settle()
    assert asked(hands) == ClipAsk(path=path, length_s=2.0, texts=False)
    desk.context.shared.select([desk.ids[0]])
    editor.current.click()
    hands.settle()
    assert "no video" in desk.posted[-1][1]


def test_the_canvas_in_the_panel_and_in_a_window(hands: Hands, desk: Desk) -> None:
    editor = open_editor(hands, "canvas")
    canvas = Canvas((ColourShape(Region(0, 0, 1, 0.5), (250, 5, 5)),))
    editor.board.changed.emit(canvas)
    hands.settle()
    assert asked(hands) == CanvasAsk(canvas)
    assert hands.chip()._has_picture
    editor.wide.click()
    assert editor.page is not None
    assert editor.board.window() is editor.page
    editor.page.close()
    assert editor.page is None
    assert editor.board.window() is hands.panel.window()
    hands.undo()
    assert hands.panel.session.query.stages[0].parts[0].what == CanvasAsk(Canvas())


def test_undo_on_the_canvas_tells_the_history_that_it_went_back(hands: Hands, desk: Desk) -> None:
    editor = open_editor(hands, "canvas")
    gestures: list[str] = []
    desk.context.shared.view_changed.connect(lambda *told: gestures.append(told[4]))
    for change in ("draw", "draw", "undo", "undo", "redo", "draw"):
        if change == "draw":
            region = Region(0, len(gestures) / 10, 1, 0.1)
            editor.board.board.add_shapes([ColourShape(region, (250, 5, 5))])
        else:
            getattr(editor.board, change)()
        editor.board.flush()
        hands.settle()
    assert gestures == ["", "", TURNED, TURNED, TURNED, ""]


def test_a_canvas_from_everywhere(hands: Hands, desk: Desk) -> None:
    desk.context.actions.trigger("search.canvas")
    hands.settle()
    assert hands.panel.stages.card.editor.kind == "canvas"  # type: ignore[union-attr]
    assert desk.search.asked == []


def test_small_drawings_of_canvases_show_what_is_placed() -> None:
    canvas = Canvas(
        (
            ColourShape(Region(0, 0, 1, 0.5), (250, 5, 5)),
            ObjectShape("cat", Region(0.5, 0.5, 0.9, 0.9), colour=(0, 0, 250)),
            TextShape("exit", Region(0, 0.6, 0.3, 0.3)),
            PictureShape(Region(0.7, 0, 0.3, 0.3), item=3),
        )
    )
    image = canvas_pixmap(canvas).toImage()
    assert image.pixelColor(20, 10).red() > 200
    assert image.pixelColor(70, 40).blue() > 200


def test_tags_wanted_and_ruled_out(hands: Hands, desk: Desk, qtbot: QtBot) -> None:
    editor = open_editor(hands, "tags")
    qtbot.keyClicks(editor.pick.box, "dr")
    qtbot.waitUntil(lambda: bool(editor.pick.lines))
    assert editor.pick.lines[0].startswith("Drama   Genre · 1")
    hands.press(KEYS.Key_Return, on=editor.pick.box)
    assert asked(hands) == TagsAsk(("genre=Drama",))
    qtbot.keyClicks(editor.words, "city")
    editor.balance.slider.setValue(80)
    hands.settle()
    assert asked(hands) == TagsAsk(("genre=Drama",), (), "city", 0.8)
    qtbot.mouseClick(editor.chosen.chips[0], Qt.MouseButton.LeftButton, pos=QPoint(12, 8))
    hands.settle()
    assert asked(hands) == TagsAsk((), ("genre=Drama",), "city", 0.8)
    hands.press(KEYS.Key_Delete, on=editor.chosen.chips[0])
    assert asked(hands) == TagsAsk((), (), "city", 0.8)


def test_a_phrase_is_shown_in_quotes_once() -> None:
    assert part_words(WordsAsk('"stop"')) == "“stop”"
    assert part_words(WordsAsk('"a" "b"')) == '“"a" "b"”'
