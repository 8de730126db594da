"""A wall panel and what it stands on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from app.context import Action, Actions, Notices, PanelContext, SharedState
from app.jobs import JobRunner
from app.panels.wall import WallPanel
from app.services.library import Library
from app.services.services import Services
from tests.garbage import let_go
from tests.wall_support import make_library

COUNT = 40


@dataclass
class Bench:
    """A panel and what it stands on."""

    qtbot: QtBot
    panel: WallPanel
    context: PanelContext
    library: Library
    posted: list[tuple[Any, ...]]

    def settle(self) -> None:
        self.panel.grab()

        def is_quiet() -> bool:
            return (
                self.context.jobs.is_idle
                and self.panel.view.is_settled
                and not self.panel._refreshes.isActive()
                and not self.panel.bar._typing.isActive()
                and not self.panel.bar._sliding.isActive()
            )

        self.qtbot.waitUntil(is_quiet, timeout=60_000)

    def lit_ids(self) -> set[int]:
        content, lit = self.panel.view.content, self.panel.view.lit
        assert content is not None
        assert lit is not None
        return set(content.scene.items[lit].tolist())


MakeBench = Callable[..., Bench]


def benches(qtbot: QtBot, place: Path) -> Iterator[MakeBench]:
    """Yield what makes a panel on a library in place; all are closed after that."""
    made: list[Bench] = []

    def make(count: int = COUNT, state: dict[str, Any] | None = None) -> Bench:
        folder = place / str(len(made))
        library = make_library(folder, count)
        services = Services(library)
        services.settings.appearance.reduced_motion = True
        context = PanelContext(services, JobRunner(), SharedState(), Notices(), Actions())
        context.actions.add(Action("import.media", "&Import …", lambda: None))
        panel = WallPanel(context)
        qtbot.addWidget(panel)
        posted: list[tuple[Any, ...]] = []
        context.notices.posted.connect(lambda *what: posted.append(what))
        if state is not None:
            panel.restore_state(state)
        panel.resize(900, 600)
        bench = Bench(qtbot, panel, context, library, posted)
        made.append(bench)
        panel.show()
        qtbot.waitExposed(panel)
        qtbot.waitUntil(lambda: panel.model.current is not None, timeout=8000)
        bench.settle()
        return bench

    yield make
    for bench in made:
        bench.panel.shut_down()
        assert bench.context.jobs.shutdown()
        let_go(bench.context)
        bench.library.close()
        assert not [text for level, text, *_ in bench.posted if level == "error"]
