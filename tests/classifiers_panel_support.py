"""A desk with classifiers, and what its panel shows."""

from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.context import Actions, Notices, PanelContext, SharedState
from app.jobs import JobRunner
from app.panels.classifiers import ClassifiersPanel
from app.services.library import Library
from app.services.services import Services
from tests.classifier_support import fill_videos, teach
from tests.panel_support import Desk, FakeSearch


def make_desk(folder: Path, *, taught: bool = True, read_only: bool = False) -> Desk:
    library = Library.open(folder / "a.kinora", create=True)
    ids = fill_videos(library)
    if taught:
        service = Services(library).classifiers
        for name, letter in (("dogs", "d"), ("boats", "b")):
            teach(library, ids, service.create(name).label_set, letter)
            service.train(name)
    if read_only:
        library.close()
        library = Library.open(folder / "a.kinora", read_only=True)
    services, root = Services(library), QObject()
    context = PanelContext(
        services, JobRunner(root), SharedState(root), Notices(root), Actions(root)
    )
    every = [item for shots in ids.values() for item in shots]
    made = Desk(context, library, every, FakeSearch(), root)
    context.notices.posted.connect(lambda *what: made.posted.append(what))
    context.services.history.subscribe(
        lambda touched: context.shared.labels_changed.emit("history") if touched else None
    )
    return made


def shown(desk: Desk, qtbot: QtBot) -> ClassifiersPanel:
    made = ClassifiersPanel(desk.context)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    desk.settle(qtbot, made)
    return made


def titles(panel: ClassifiersPanel) -> set[str]:
    return {group.title for group in panel.list.rows.groups}
