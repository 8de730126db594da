"""Project files, autosave, recovery, recent drawings, pictures below; and bad ones of each."""

import json
import subprocess
import sys
import threading
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.services import body_drawing
from app.services import body_editing as editing
from app.services.body_autosave import Autosave, recoverable
from app.services.body_document_types import BodyState, Layer
from app.services.body_project import (
    SUFFIX,
    StrokeTexts,
    parse_project,
    project_text,
    read_project,
    write_project,
)
from app.services.body_recent import MOST, RecentDrawings
from app.services.body_shaping import set_human
from app.services.body_underlay import SIDE, read_underlay
from common.errors import QueryError
from models.body.poses import named_poses
from tests.body_support import BODY, document, line, reading_of, scribbles


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "photo.png"
    Image.new("RGB", (60, 90), "red").save(path)
    return path


@pytest.fixture
def full(picture):
    """Return a document with something of everything."""
    one = document()
    one.apply(body_drawing.set_strokes("front", "", scribbles(1)))
    one.apply(body_drawing.add_layer("Clothes “ä”"))
    pressed = replace(line((1, 2), (3, 4.5)), pressures=np.array([0.5, 1.0], np.float32))
    one.apply(body_drawing.set_strokes("front", "", (pressed,)))
    one.apply(body_drawing.set_strokes("side", "", scribbles(2)))
    one.take_reading(reading_of(one.drawing(resting=True), named_poses()["run"].rotations))
    one.apply(body_drawing.set_strokes("side", "", scribbles(3)))
    for change in (
        editing.set_angles(18, (10, -60, 0)), editing.set_locked([4], on=True),
        editing.set_pinned([7, 20], on=True), editing.set_symmetric(on=True),
        editing.drag_joint(0, np.array([0.1, 0.2, 0])), set_human("weight", 0.8),
        body_drawing.set_underlay(read_underlay(picture)[0]),
        body_drawing.fade_layer("Drawing", 0.4),
    ):  # fmt: skip
        one.apply(change)
    return one


def strokes_of(state):
    return [stroke.points.tolist() for stroke in (*state.strokes, *state.side, *state.read)]


def test_a_project_holds_all_of_a_document(full, tmp_path):
    path = tmp_path / f"a{SUFFIX}"
    state = full.state
    write_project(path, state, network="abc", source="/x")
    found = read_project(path, network="abc")
    assert (found.network, found.source, found.notes) == ("abc", "/x", ())
    again = found.state
    np.testing.assert_allclose(strokes_of(again)[0], strokes_of(state)[0], atol=1e-3)
    assert len(strokes_of(again)) == len(strokes_of(state))
    np.testing.assert_allclose(again.rotations, state.rotations, atol=1e-8)
    np.testing.assert_allclose(again.shape, state.shape, atol=1e-6)
    np.testing.assert_allclose(again.confidence, state.confidence, atol=1e-4)
    np.testing.assert_allclose(again.translation, state.translation, atol=1e-6)
    assert again.read == again.strokes
    assert again.read_side != again.side
    assert [layer.name for layer in again.layers] == ["Drawing", "Clothes “ä”"]
    np.testing.assert_array_equal(again.layers[1].strokes[0].pressures, [0.5, 1.0])
    assert again.layers[0].opacity == 0.4
    assert again.underlay.content == state.underlay.content
    assert again.underlay.size == (60, 90)
    same = {
        "active_layer", "human", "shape_by_hand", "locked", "pins", "symmetric", "free",
        "placement", "by_hand",
    }  # fmt: skip
    assert same < {field.name for field in fields(BodyState)}
    for name in same:
        assert getattr(again, name) == getattr(state, name), name
    assert [note.id for note in read_project(path, network="xyz").notes] == ["other-network"]


def test_strokes_are_written_down_once(full):
    texts = StrokeTexts()
    first = project_text(full.state, texts=texts)
    known = dict(texts._known)
    assert project_text(full.state, texts=texts) == first == project_text(full.state)
    assert all(texts._known[key][1] is text for key, (_, text) in known.items())
    project_text(document().state, texts=texts)
    assert not texts._known


def broken(text, change):
    document = json.loads(text)
    change(document)
    return json.dumps(document)


def put(name, value):
    return lambda document: document.__setitem__(name, value)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (put("pose", [[float("nan")] * 3] * 24), "NaN is no number"),
        (put("pose", [[1e300] * 3] * 24), "“pose”"),
        (put("pose", [[0] * 3] * 23), "“pose”"),
        (put("pose", "no"), "could not convert"),
        (put("version", 7), "newer Kinora"),
        (put("version", "1"), "newer Kinora"),
        (put("format", "zip"), "no project"),
        (put("shape", [float("inf")] * 10), "Infinity"),
        (put("layers", []), "layers"),
        (put("layers", [{"name": "a"}, {"name": "a"}]), "one name"),
        (put("layers", [{"name": "a", "strokes": [{"points": [[1, 2], [3]]}]}]), "stroke"),
        (put("layers", [{"name": "a", "strokes": [{"points": [[1, 1e30]]}]}]), "far off"),
        (put("layers", [{"name": "a", "strokes": [{"points": [[1, 1]]}] * 20_001}]), "20,000"),
        (put("layers", [{"name": "a", "opacity": 4}]), "opacity"),
        (put("side", 7), "list of strokes"),
        (put("human", {"weight": 9}), "weight"),
        (put("human", None), "human"),
        (put("locked", ["tail"]), "joints"),
        (put("placement", {"scale": 0}), "scale"),
        (put("confidence", [2.0] * 24), "confidence"),
        (put("free", "yes"), "free"),
    ],
)
def test_damaged_projects_say_what_is_wrong(full, change, why):
    with pytest.raises(QueryError, match=why) as told:
        parse_project(broken(project_text(full.state), change), "a.kinora-body")
    assert "a.kinora-body" in told.value.what
    assert told.value.hint


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_no_damage_gets_through(data):
    text = project_text(document().state)
    place = data.draw(st.integers(0, len(text) - 1))
    end = place + data.draw(st.integers(1, 40))
    cut = text[:place] + data.draw(st.text(max_size=6)) + text[end:]
    try:
        state = parse_project(cut, "a").state
    except QueryError:
        return
    assert np.isfinite(state.rotations).all()
    assert np.isfinite(state.shape).all()


def test_files_that_are_no_projects(tmp_path, full):
    for content in (b"", b"\xff\xfe\x00", b"[" * 100_000, b"cos\nsystem\n(S'true'\ntR.", b"null"):
        path = tmp_path / "a.kinora-body"
        path.write_bytes(content)
        with pytest.raises(QueryError):
            read_project(path)
    with pytest.raises(QueryError, match="cannot be opened"):
        read_project(tmp_path / "none.kinora-body")
    with pytest.raises(QueryError, match="cannot be written"):
        write_project(tmp_path / "a.kinora-body" / "b.kinora-body", full.state)


def test_a_damaged_picture_costs_no_strokes(full):
    text = project_text(full.state)
    for bad in ({"content": "AAAA"}, {"content": "?"}, "x", {"place": [0, 0, 0, 0]}):
        value = bad if isinstance(bad, str) else {**json.loads(text)["underlay"], **bad}
        found = parse_project(broken(text, put("underlay", value)), "a")
        assert found.state.underlay is None
        assert [note.id for note in found.notes] == ["missing-picture"]
        assert len(found.state.strokes) == 4


# -- autosave


def test_settled_changes_are_saved_and_gone_when_closed(tmp_path):
    one = document()
    saver = Autosave(one, tmp_path, network=lambda: "abc", every_s=0.0)
    assert saver.flush()
    assert not saver.path.exists()  # nothing was done
    one.apply(editing.use_pose("run"))
    assert saver.flush()
    found = read_project(saver.path)
    assert found.network == "abc"
    np.testing.assert_allclose(found.state.rotations, one.state.rotations, atol=1e-8)
    one.apply(editing.drag_joint(20, np.array([0.3, 0.3, 0.3]), done=False))
    assert saver.flush()
    np.testing.assert_allclose(
        read_project(saver.path).state.rotations, named_poses()["run"].rotations, atol=1e-8
    )
    assert recoverable(tmp_path) == []  # it is open
    one.mark_saved(one.state, tmp_path / "own")
    one.apply(editing.drag_joint(20, np.array([0.3, 0.3, 0.2]), done=True))
    assert saver.flush()
    assert read_project(saver.path).source == str(tmp_path / "own")
    one.mark_saved(one.state)
    assert saver.flush()
    assert not saver.path.exists()
    saver.close()
    assert list(tmp_path.iterdir()) == []


def test_saves_are_at_most_so_often(tmp_path, monkeypatch):
    written = []
    monkeypatch.setattr(
        "app.services.body_autosave.write_project", lambda path, state, **_: written.append(state)
    )
    one = document()
    saver = Autosave(one, tmp_path, every_s=3600.0)
    for place in range(20):
        one.apply(editing.set_angles(18, (0, -place - 1.0, 0)))
    last = one.state
    assert saver.flush()
    assert 1 <= len(written) <= 2
    assert written[-1] is last
    saver.close()


def test_a_full_disk_is_told_once(tmp_path):
    (tmp_path / "file").write_text("in the way")
    one, told = document(), []
    heard = threading.Event()

    def on_failed(error):
        told.append(error)
        heard.set()

    saver = Autosave(one, tmp_path / "file", on_failed=on_failed, every_s=0.0)
    one.apply(editing.use_pose("run"))
    assert heard.wait(10)
    one.apply(editing.use_pose("sit"))
    assert not saver.flush()
    saver.close()
    assert len(told) == 1
    assert "cannot be kept" in told[0].what


def test_a_killed_window_leaves_its_drawing(tmp_path):
    code = (
        "import os, sys; from pathlib import Path\n"
        "from app.services.body_autosave import Autosave\n"
        "from app.services.body_document import BodyDocument\n"
        "from app.services.body_editing import use_pose\n"
        "from models.body.model import BodyModel\n"
        "one = BodyDocument(BodyModel()); saver = Autosave(one, Path(sys.argv[1]))\n"
        "one.apply(use_pose('run')); assert saver.flush(); os.kill(os.getpid(), 9)\n"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=root, check=False)
    assert done.returncode == -9
    (found,) = recoverable(tmp_path)
    project = found.read()
    np.testing.assert_allclose(project.state.rotations, named_poses()["run"].rotations, atol=1e-8)
    with FileLock(found.path.with_suffix(".lock"), timeout=0):
        assert recoverable(tmp_path) == []  # another window works on it
    one = document()
    one.replace(project.state, modified=True)
    saver = Autosave(one, tmp_path, every_s=0.0)
    assert saver.flush()
    assert saver.path.exists()  # kept anew before the old one goes
    found.discard()
    assert recoverable(tmp_path) == []
    saver.close(keep=True)
    assert len(recoverable(tmp_path)) == 1


# -- recent drawings


def test_recent_drawings_come_with_pictures_the_newest_first(tmp_path, full):
    recent = RecentDrawings(tmp_path / "recent")
    assert recent.all() == []
    paths = [tmp_path / f"{name}{SUFFIX}" for name in "abc"]
    for path in paths:
        write_project(path, full.state)
        recent.add(path, full.state, BODY)
    recent.add(paths[0], full.state, BODY, "First")
    kept = recent.keep(document().state, BODY, "Untitled")
    found = recent.all()
    assert [one.title for one in found] == ["Untitled", "First", "c", "b"]
    assert [one.is_kept for one in found] == [True, False, False, False]
    for one in found:
        with Image.open(one.picture) as opened:
            assert opened.size == (160, 160)
            assert len(np.unique(np.asarray(opened.convert("L")))) > 5
    paths[1].unlink()
    recent.remove(paths[2])
    recent.remove(kept)
    assert paths[2].exists()  # the user's own
    assert not kept.exists()
    assert [one.title for one in recent.all()] == ["First"]
    read_project(recent.all()[0].path)


def test_a_damaged_list_is_an_empty_one_and_long_ones_are_cut(tmp_path, monkeypatch):
    folder = tmp_path / "recent"
    recent = RecentDrawings(folder)
    monkeypatch.setattr("app.services.body_recent.thumbnail", lambda *_: b"")
    state = document().state
    first = recent.keep(state, BODY, "0")
    for number in range(MOST):
        recent.keep(state, BODY, str(number + 1))
    assert len(recent.all()) == MOST
    assert not first.exists()
    for text in ("", "[]", '{"drawings": 7}', '{"drawings": [1, {"path": 3}, {}]}'):
        (folder / "recent.json").write_text(text)
        assert recent.all() == []
    recent.keep(state, BODY, "again")
    assert [one.title for one in recent.all()] == ["again"]


# -- pictures below


def test_pictures_are_upright_reduced_and_keep_what_is_clear(tmp_path):
    wide = tmp_path / "wide.jpg"
    turned = Image.Exif()
    turned[0x0112] = 6  # turned by 90 degrees
    Image.new("L", (90, 45), "white").save(wide, exif=turned)
    found, notes = read_underlay(wide, "side")
    assert (found.size, notes, found.view) == ((45, 90), (), "side")
    assert found.place == (250, 0, 500, 1000)
    large = tmp_path / "large.png"
    Image.new("1", (7680, 4320)).save(large)
    reduced, notes = read_underlay(large)
    assert reduced.size == (SIDE, SIDE * 4320 // 7680)
    assert [note.id for note in notes] == ["underlay-reduced"]
    clear = tmp_path / "clear.png"
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(clear)
    with Image.open(_bytes(read_underlay(clear)[0].content)) as opened:
        assert opened.mode == "RGBA"
    one = document()
    one.apply(body_drawing.set_underlay(found))
    with pytest.raises(QueryError):
        one.apply(body_drawing.set_underlay(replace(found, opacity=float("nan"))))
    one.apply(body_drawing.set_underlay(None))
    assert one.undo_title == "Take the picture below away"
    assert one.state.layers[0].name == Layer().name


def _bytes(content):
    import io

    return io.BytesIO(content)


def test_what_is_no_picture_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)  # as the importer of photos sets it
    for name, content in (("a.png", b"no"), ("b.jpg", b""), ("c.png", b"\x89PNG\r\n\x1a\n" * 9)):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(QueryError):
            read_underlay(path)
    with pytest.raises(QueryError, match="cannot be read"):
        read_underlay(tmp_path / "none.png")
    bomb = tmp_path / "bomb.png"
    Image.new("1", (9_500, 9_500)).save(bomb)
    with pytest.raises(QueryError, match="cannot be opened"):
        read_underlay(bomb)
