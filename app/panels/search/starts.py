"""With what a new part of each kind begins."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from app.context import PanelContext
from app.panels.search import draft, lookups
from app.panels.search.draft import Place
from app.services.types import (
    BoxesAsk,
    CanvasAsk,
    ClipAsk,
    ConceptAsk,
    Example,
    ExampleAsk,
    PoseAsk,
    TagsAsk,
    TextAsk,
    What,
    WordsAsk,
)
from common.canvas import Canvas

if TYPE_CHECKING:
    from app.panels.search.panel import SearchPanel


def beginning(kind: str, context: PanelContext) -> What | None:
    """Return what a new part asks; None for a picture that must be chosen first."""
    if kind == "example":
        item = context.shared.current
        return None if item is None else ExampleAsk(Example(item=item))
    return _EMPTY[kind]()


_EMPTY: dict[str, Callable[[], What]] = {
    "text": lambda: TextAsk(""),
    "concept": lambda: ConceptAsk(()),
    "words": lambda: WordsAsk(""),
    "boxes": BoxesAsk,
    "clip": ClipAsk,
    "canvas": lambda: CanvasAsk(Canvas()),
    "tags": lambda: TagsAsk(()),
    "pose": lambda: PoseAsk(()),
}


def choose_picture(panel: "SearchPanel", chosen: Callable[[Example], object]) -> None:
    """Ask for a file, because nothing is selected that could be the example."""
    kinds = QCoreApplication.translate("SearchPanel", "Pictures")
    path, _ = QFileDialog.getOpenFileName(
        panel,
        QCoreApplication.translate("SearchPanel", "Search by a picture"),
        "",
        f"{kinds} (*.jpg *.jpeg *.png *.webp *.bmp *.gif *.tif *.tiff *.heic)",
    )
    if path:
        chosen(Example(path=path))


def take_current_clip(panel: "SearchPanel", place: Place) -> None:
    """Let a new clip begin with the selected video or shot, if there is one."""
    item = panel.context.shared.current
    if item is None:
        return
    job = panel.context.jobs.submit("io", partial(lookups.clip_of, panel.context.services, item))
    job.succeeded.connect(partial(_fill_clip, panel, place))


def _fill_clip(panel: "SearchPanel", place: Place, found: ClipAsk | None) -> None:
    part = draft.part_at(panel.session.query, place)
    if found is not None and part is not None and part.what == ClipAsk():
        panel.stages.edits.put_what(place, found)
