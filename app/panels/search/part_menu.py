"""The menu of a chip: all that can be done with a part, with its keys."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from app.panels.search import draft
from app.panels.search.draft import WEIGHTS, Place
from app.widgets.icons import icon
from app.widgets.numbers import numeral

if TYPE_CHECKING:
    from app.panels.search.stages import StageList


def _tr(text: str) -> str:
    return QCoreApplication.translate("Search", text)


def part_menu(stages: "StageList", place: Place) -> QMenu:
    """Return what can be done with the part at a place."""
    menu = QMenu(stages)
    query = stages.query
    part = draft.part_at(query, place)
    if part is None:
        return menu

    def add(title: str, key: str, run: object, drawing: str = "") -> None:
        action = menu.addAction(f"{title}\t{key}")
        if drawing:
            action.setIcon(icon(drawing))
        action.triggered.connect(run)

    add(_tr("Edit …"), _tr("Enter"), lambda _on=False: stages.edit(place))
    add(
        _tr("Switch off") if part.on else _tr("Switch on"),
        _tr("Space"),
        lambda _on=False: stages.edits.switch(place),
    )
    must = menu.addAction(_tr("Must be there") + "\tM")
    must.setCheckable(True)
    must.setChecked(part.must)
    must.triggered.connect(lambda _on=False: stages.edits.toggle_must(place))
    weights = menu.addMenu(_tr("Weight"))
    for weight in reversed(WEIGHTS):
        entry = weights.addAction(f"×{numeral(weight, 'g')}")
        entry.setCheckable(True)
        entry.setChecked(weight == part.weight)
        entry.triggered.connect(partial(_weigh, stages, place, weight))
    menu.addSeparator()
    for number in range(len(query.stages)):
        if number != place.stage:
            target = Place(number, len(query.stages[number].parts))
            title = _tr("Move to step %s") % (number + 1)
            add(title, "", partial(_move, stages, place, target))
    target = Place(len(query.stages), 0)
    add(_tr("Move to a new step"), "Ctrl+Shift+↓", partial(_move, stages, place, target))
    menu.addSeparator()
    add(_tr("Remove"), _tr("Del"), lambda _on=False: stages.remove(place), "remove")
    return menu


def _weigh(stages: "StageList", place: Place, weight: float, _on: bool = False) -> None:
    stages.edits.weigh(place, weight)


def _move(stages: "StageList", place: Place, target: Place, _on: bool = False) -> None:
    stages.move_part(place, target)
