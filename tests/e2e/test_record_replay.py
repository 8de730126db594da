"""A session is recorded in the real window, saved, and replayed to the same lists."""

import json
from pathlib import Path

from PySide6.QtCore import Qt

from app.services.interactions_replay import replay
from app.services.types import Tag
from tests.e2e.conftest import Driver


def test_a_recorded_session_is_replayed_to_the_same_lists(opened: Driver, tmp_path: Path) -> None:
    window, recording = opened.window, opened.window.extras.recording
    window.all_actions.trigger("tools.record")
    assert recording.is_on()
    opened.search("lighthouse")
    opened.shared.select([opened.shared.results.hits[0].item])
    window.bring_up("feedback")
    opened.rest()
    window.all_actions.trigger("item.label-positive")
    opened.until(lambda: opened.labels)
    opened.rest()
    opened.search("film")
    opened.panel("lifelog").ask_for("in the evening")
    opened.rest()
    opened.panel("graph").walk.session.add(Tag("genre", "Drama"))
    opened.rest()
    network = opened.panel("graph").network
    network.session.ask("Genres", keys=("genre",))
    opened.rest()
    network.session.look_into(0)
    opened.rest()
    opened.panel("feedback").publish()
    opened.rest()
    log, target = window.extras.recorder.log.path, tmp_path / "session.json"
    window.all_actions.trigger("tools.record")
    assert not recording.is_on()
    assert window.extras.recorder.log is None
    recording.save(log, target)
    opened.until(target.is_file)
    document = json.loads(target.read_text("utf-8"))
    events = [event["event"] for event in document["events"]]
    assert {"log.start", "state", "results", "asked", "selection", "command"} <= set(events)
    assert document["state"]["items"] == window.workspace.context.services.items.count()
    played = replay(target, window.workspace.context.services)
    kinds = {one.kind for one in played.searches}
    assert {"search", "feedback", "lifelog", "walk", "nodes"} <= kinds
    assert played.lists == 1  # what feedback showed was recorded when it was asked for
    assert played.changed == 0, [(one.query, one.causes) for one in played.searches]
    recording.replay(target)
    opened.until(lambda: recording.dialog is not None)
    dialog = recording.dialog
    assert dialog.table.rowCount() == len(played.searches)
    dialog.table.itemActivated.emit(dialog.table.item(0, 0))
    assert [hit.item for hit in opened.shared.results.hits] == list(played.searches[0].now)
    opened.key(Qt.Key.Key_Escape, widget=dialog)
    opened.until(lambda: recording.dialog is None)
