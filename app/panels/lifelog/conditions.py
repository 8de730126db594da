"""Chips for when, where and doing what; and for words that nobody knows."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from app.panels.lifelog.texts import condition_name, need_names, window_name, window_tip
from app.services.types import ChipCount
from app.widgets.chips import Chip, ChipRow
from app.widgets.controls import tool_button
from app.widgets.numbers import numeral
from app.widgets.paint import mix
from app.widgets.scene_graph.edits import remove_node
from app.widgets.scene_graph.pens import ROLE_COLOURS
from common.scenes import Condition, LifelogQuery, Need, QueryPart, TimeWindow

What = TimeWindow | Condition


class ConditionRow(ChipRow):
    """The conditions of a query. The cross or Delete removes one, a click changes it.

    Args:
        parent: owner.
    """

    edited = Signal(object, str)  # LifelogQuery, what was done
    text_wanted = Signal(int, object, str)  # part, condition to replace or None, new text

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = LifelogQuery()
        self._unknown: tuple[str, ...] = ()
        self._counts: tuple[ChipCount, ...] = ()
        self.setAccessibleName(self.tr("Time, place and activity"))

    def show_query(
        self,
        query: LifelogQuery,
        unknown: Sequence[str] = (),
        counts: Sequence[ChipCount] = (),
    ) -> None:
        """Show the conditions of a query, what each lets through, and unknown words."""
        self._query, self._unknown, self._counts = query, tuple(unknown), tuple(counts)
        self.clear()
        for number, part in enumerate(query.parts):
            for window in part.time:
                if not window.is_empty:
                    self._add_chip(number, window, "time")
            for place in part.places:
                self._add_chip(number, place, "place")
            for activity in part.activities:
                self._add_chip(number, activity, "activity")
        words = dict.fromkeys([w for part in query.parts for w in part.unknown] + [*self._unknown])
        for word in words:
            self._add_unknown(word)
        if query.parts:
            button = tool_button(
                self.tr("+ when, where …"),
                self.tr("Add a time, a place or an activity"),
                self.ask_for_more,
            )
            button.setAutoRaise(True)
            self.add(button)

    def _add_chip(self, number: int, what: What, kind: str) -> None:
        name = window_name(what) if isinstance(what, TimeWindow) else condition_name(what)
        signs = {"time": "◷ ", "place": "◎ ", "activity": "▸ "}
        if len(self._query.parts) > 1:
            name = f"{number + 1}: {name}"
        known = self._count(number, what, kind)
        if known is not None and known.passing == 0:
            name = f"{name} · 0"
        ground = self.palette().window().color()
        chip = Chip(
            signs[kind] + name, removable=True, colour=mix(ground, ROLE_COLOURS[kind], 0.35)
        )
        chip.setToolTip(self._tip(number, what, kind))
        chip.removed.connect(partial(self._remove, number, what))
        chip.clicked.connect(partial(self._offer, chip, number, what))
        self.add(chip)

    def _count(self, number: int, what: What, kind: str) -> ChipCount | None:
        """Return what a condition lets through; windows of time are counted together."""
        for count in self._counts:
            is_meant = kind == "time" or count.what == what
            if count.part == number and count.kind == kind and is_meant:
                return count
        return None

    def _tip(self, number: int, what: What, kind: str) -> str:
        lines = []
        if isinstance(what, TimeWindow):
            lines.append(window_tip(what))
        else:
            lines.append(f"{what.value}: {need_names()[what.need]}")
        count = self._count(number, what, kind)
        if count is not None:
            text = self.tr("{passing} items pass; without it {without} would remain")
            lines.append(
                text.format(passing=numeral(count.passing), without=numeral(count.without))
            )
        lines.append(self.tr("Click: change. Cross or Delete: remove."))
        return "\n".join(lines)

    def _add_unknown(self, word: str) -> None:
        chip = Chip(f"? {word}", removable=True)
        chip.setToolTip(
            self.tr("Nothing is known that “%s” could be like. The cross takes it out.") % word
        )
        chip.removed.connect(partial(self._forget, word))
        self.add(chip)

    # -- changes

    def _change(self, number: int, part: QueryPart, what: str) -> None:
        parts = (*self._query.parts[:number], part, *self._query.parts[number + 1 :])
        self.edited.emit(replace(self._query, parts=parts), what)

    def _remove(self, number: int, what: What) -> None:
        part = self._query.parts[number]
        gone = without(part, what)
        self._change(number, gone, self.tr("Remove condition"))

    def _forget(self, word: str) -> None:
        parts = []
        for part in self._query.parts:
            for place in range(len(part.nodes) - 1, -1, -1):
                if word in part.nodes[place].labels and len(part.nodes[place].labels) == 1:
                    part = remove_node(part, place)  # noqa: PLW2901 - a new value each time
            parts.append(replace(part, unknown=tuple(w for w in part.unknown if w != word)))
        self.edited.emit(replace(self._query, parts=tuple(parts)), self.tr("Remove word"))

    def _offer(self, chip: Chip, number: int, what: What) -> None:
        self.menu(number, what).exec(chip.mapToGlobal(QPoint(0, chip.height())))

    def menu(self, number: int, what: What) -> QMenu:
        """Return what can be done with a condition."""
        menu = QMenu(self)
        menu.addAction(self.tr("Change …")).triggered.connect(
            lambda _checked=False: self.ask_for(number, what)
        )
        if isinstance(what, Condition):
            menu.addSeparator()
            for need, title in need_names().items():
                action = menu.addAction(title)
                action.setCheckable(True)
                action.setChecked(what.need is need)
                action.triggered.connect(partial(self._weigh, number, what, need))
        menu.addSeparator()
        menu.addAction(self.tr("Remove")).triggered.connect(
            lambda _checked=False: self._remove(number, what)
        )
        return menu

    def _weigh(self, number: int, what: Condition, need: Need, _checked: bool = False) -> None:
        part = self._query.parts[number]
        changed = replace(what, need=need)

        def put(known: tuple[Condition, ...]) -> tuple[Condition, ...]:
            return tuple(changed if each == what else each for each in known)

        self._change(
            number,
            replace(part, places=put(part.places), activities=put(part.activities)),
            self.tr("Weigh condition"),
        )

    def ask_for(self, number: int, what: What) -> None:
        """Ask for another condition in the place of one."""
        known = window_name(what) if isinstance(what, TimeWindow) else what.text or what.value
        text, accepted = QInputDialog.getText(
            self, self.tr("Change condition"), self.tr("When, where or doing what:"), text=known
        )
        if accepted and text.strip():
            self.text_wanted.emit(number, what, text.strip())

    def ask_for_more(self) -> None:
        """Ask for one more condition of the last part."""
        text, accepted = QInputDialog.getText(
            self,
            self.tr("Add condition"),
            self.tr("When, where or doing what (“friday morning”, “at home”, “walking”):"),
        )
        if accepted and text.strip():
            self.text_wanted.emit(max(0, len(self._query.parts) - 1), None, text.strip())


def without(part: QueryPart, what: What) -> QueryPart:
    """Return a part without a condition."""
    return replace(
        part,
        time=tuple(each for each in part.time if each != what),
        places=tuple(each for each in part.places if each != what),
        activities=tuple(each for each in part.activities if each != what),
    )


def with_conditions(part: QueryPart, read: LifelogQuery, gone: What | None) -> QueryPart:
    """Return a part with the conditions that a text was read as.

    Args:
        part: of the query.
        read: the text.
        gone: the condition that they take the place of, None for none.
    """
    kept = part if gone is None else without(part, gone)
    time, places, activities = kept.time, kept.places, kept.activities
    for each in read.parts:
        time += tuple(one for one in each.time if one not in time)
        places += tuple(one for one in each.places if one not in places)
        activities += tuple(one for one in each.activities if one not in activities)
    return replace(kept, time=time, places=places, activities=activities)
