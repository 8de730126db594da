"""All stages of the query with their chips, and the card in which a part is edited."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.search import draft
from app.panels.search.card import EditCard
from app.panels.search.chip import PartChip
from app.panels.search.chip_pictures import ChipPictures
from app.panels.search.draft import Place
from app.panels.search.part_edits import PartEdits
from app.panels.search.part_menu import part_menu
from app.panels.search.session import SearchSession
from app.panels.search.stage_row import StageRow
from app.panels.search.texts import kind_of
from app.panels.search.window_row import WindowRow
from app.services.types import Example, ExampleAsk, Part, PartReport, Query, SearchResults, What
from app.widgets.numbers import numeral
from app.widgets.query_words import part_words
from app.widgets.search_names import said
from common.values import ResultList


class StageList(QWidget):
    """Shows the query of a session as chips and lets it be changed.

    Args:
        context: of the panel.
        session: holds the query.
        parent: owner.
    """

    add_wanted = Signal(int, QPoint)  # stage, where the menu opens
    left = Signal()  # the keyboard goes up, out of the chips
    sight_wanted = Signal(QWidget)  # is to be scrolled into sight

    def __init__(
        self, context: PanelContext, session: SearchSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._session = session
        self.rows: list[StageRow] = []
        self._errors: dict[What, str] = {}  # by what a part asks
        self._lost: dict[What, str] = {}  # pictures that cannot be read
        self._reports: dict[What, PartReport] = {}
        self._pictures = ChipPictures(context, self)
        self._pictures.read.connect(self._on_picture)
        self._pictures.failed.connect(self._on_no_picture)
        self.window_row = WindowRow()
        self.window_row.changed.connect(self._on_window)
        self.edits = PartEdits(session, self)
        self.card = EditCard(context)
        self.destroyed.connect(self.card.deleteLater)  # out of sight it has no parent
        self._connect_card()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addWidget(self.window_row)
        session.query_changed.connect(self.show_query)
        self.show_query(session.query)

    def name_of(self, what: What) -> str:
        """Return the name of the item that a part shows; "" where it is not known."""
        return self._pictures.name_of(what)

    def _connect_card(self) -> None:
        self.card.asked.connect(self._on_asked)
        self.card.weighed.connect(self._on_weighed)
        self.card.switched.connect(lambda _on: self._at_card(self.edits.switch))
        self.card.must_marked.connect(lambda _on: self._at_card(self.edits.toggle_must))
        self.card.removed.connect(lambda: self._at_card(self.remove))
        self.card.closed.connect(self.close_card)
        self.card.submitted.connect(self._session.run)

    def _at_card(self, act: Any) -> None:
        if self.card.place is not None:
            act(self.card.place)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is about to be told."""
        return self.card.is_idle

    @property
    def query(self) -> Query:
        """The query on view."""
        return self._session.query

    @property
    def chips(self) -> list[PartChip]:
        """The chips of all stages, in order."""
        return [chip for row in self.rows for chip in row.row.parts]

    def chip_at(self, place: Place) -> PartChip | None:
        """Return the chip of a part, or None."""
        return next((chip for chip in self.chips if chip.place == place), None)

    # -- showing

    @Slot(object)
    def show_query(self, query: Query) -> None:
        """Show a query; the keyboard stays on the chip where it was."""
        focused = next((chip.place for chip in self.chips if chip.hasFocus()), None)
        count = max(1, len(query.stages))
        while len(self.rows) > count:
            self._drop_row()
        while len(self.rows) < count:
            self._add_row()
        first = self.tr("First") if query.in_order else ""
        names = {"first": first, "then": self.tr("then within"), "and": self.tr("and")}
        for row in self.rows:
            row.show_stage(query, names)
            self._show_chips(row, query)
        self.window_row.show_query(query)
        self._follow_card(query)
        if focused is not None:
            self.focus_chip(focused)

    def _add_row(self) -> None:
        row = StageRow(len(self.rows))
        row.typed.connect(self._session.type_text)
        row.submitted.connect(self._on_submitted)
        row.within_set.connect(self._on_within)
        row.removed.connect(self.remove_stage)
        row.moved.connect(self._on_stage_moved)
        row.add_wanted.connect(self.add_wanted)
        row.row.part_dropped.connect(self.move_part)
        row.row.example_dropped.connect(self._on_example)
        self.rows.append(row)
        self._layout.addWidget(row)

    def _drop_row(self) -> None:
        row = self.rows.pop()
        if self.card.place is not None and self.card.place.stage == row.number:
            self._put_card(None)
        self._layout.removeWidget(row)
        row.hide()
        row.setParent(None)
        row.deleteLater()

    def _show_chips(self, row: StageRow, query: Query) -> None:
        stage = query.stages[row.number] if row.number < len(query.stages) else None
        parts = () if stage is None or row.is_plain(query) else stage.parts
        chips = row.row.parts
        if [type(chip.part.what) for chip in chips] != [type(part.what) for part in parts]:
            row.row.clear()
            for number, part in enumerate(parts):
                row.row.add(self._make_chip(part, Place(row.number, number)))
        else:
            for number, (chip, part) in enumerate(zip(chips, parts, strict=True)):
                chip.show_part(part, Place(row.number, number))
        row.row.setVisible(bool(parts))
        for chip in row.row.parts:
            chip.show_error(self._error_of(chip.part.what))
            chip.show_editing(on=chip.place == self.card.place)
            self._show_report(chip)
            self._pictures.show_on(chip)

    def _make_chip(self, part: Part, place: Place) -> PartChip:
        chip = PartChip(part, place)
        chip.focused.connect(lambda: self.sight_wanted.emit(chip))
        chip.edit_wanted.connect(lambda: self.toggle_card(chip.place))
        chip.removed.connect(lambda: self.remove(chip.place))
        chip.switched.connect(lambda: self.edits.switch(chip.place))
        chip.must_toggled.connect(lambda: self.edits.toggle_must(chip.place))
        chip.weighed.connect(lambda steps: self.edits.step_weight(chip.place, steps))
        chip.walked.connect(lambda aside, down: self._walk(chip.place, aside, down))
        chip.moved.connect(lambda aside, down: self._carry(chip.place, aside, down))
        chip.menu_wanted.connect(lambda at: part_menu(self, chip.place).exec(at))
        return chip

    @Slot(object)
    def _on_picture(self, what: What) -> None:
        for chip in self.chips:
            if chip.part.what == what:
                self._pictures.show_on(chip)

    def _on_no_picture(self, what: What, why: str) -> None:
        """Say on the chip that its picture cannot be read."""
        self._lost[what] = why
        self._show_errors()

    def show_errors(self, errors: dict[Place, str]) -> None:
        """Say on the chips what went wrong with their parts; the others are fine."""
        parts = {place: draft.part_at(self._session.query, place) for place in errors}
        self._errors = {
            part.what: errors[place] for place, part in parts.items() if part is not None
        }
        self._show_errors()

    def _show_errors(self) -> None:
        for chip in self.chips:
            chip.show_error(self._error_of(chip.part.what))
        place = self.card.place
        part = None if place is None else draft.part_at(self._session.query, place)
        self.card.show_error("" if part is None else self._error_of(part.what))

    def _error_of(self, what: What) -> str:
        return self._errors.get(what) or self._lost.get(what, "")

    def show_reports(self, found: ResultList) -> None:
        """Say on the chips how many items each part found, and what is to be known of it."""
        self._reports = {}
        if isinstance(found, SearchResults):
            for report in found.parts:
                part = draft.part_at(found.asked, Place(report.stage, report.place))
                if part is not None:
                    self._reports[part.what] = report
        for chip in self.chips:
            self._show_report(chip)

    def _show_report(self, chip: PartChip) -> None:
        report = self._reports.get(chip.part.what)
        chip.show_matches(None if report is None else report.matches)
        chip.show_note("" if report is None else " ".join(said([report.note])))

    # -- the card

    def toggle_card(self, place: Place) -> None:
        """Edit a part, or stop editing it."""
        if self.card.place == place:
            self.close_card()
        else:
            self.edit(place)

    def edit(self, place: Place) -> None:
        """Edit a part in the card below its stage."""
        self.card.settle()
        part = draft.part_at(self._session.query, place)
        if part is None:
            return
        self._put_card(place)
        self.card.open_for(part, place)
        self._show_errors()
        self._mark()
        if self.card.editor is not None:
            # Once the card has its place: the focus lets the panel scroll there.
            QTimer.singleShot(0, self.card.editor, self.card.editor.focus_main)
        QTimer.singleShot(0, self.card, lambda: self.sight_wanted.emit(self.card))

    def _put_card(self, place: Place | None) -> None:
        for row in self.rows:
            row.room.removeWidget(self.card)
        if place is None:
            self.card.shut()
            self.card.setParent(self)
            self.card.hide()
        elif place.stage < len(self.rows):
            self.rows[place.stage].room.addWidget(self.card)

    @Slot()
    def close_card(self) -> None:
        """Stop editing; the keyboard goes back to the chip."""
        place = self.card.place
        self.card.settle()
        self._put_card(None)
        self._mark()
        if place is not None and not self.focus_chip(place):
            self.left.emit()

    def _mark(self) -> None:
        for chip in self.chips:
            chip.show_editing(on=chip.place == self.card.place)

    def _follow_card(self, query: Query) -> None:
        """Show in the card what became of its part; close it if the part has gone."""
        place = self.card.place
        if place is None:
            return
        part = draft.part_at(query, place)
        if part is None or self.card.editor is None:
            self._put_card(None)
        elif not _same_kind(part, self.card):
            self._put_card(place)
            self.card.open_for(part, place)
        else:
            self.card.show_part(part)

    # -- changes

    def _on_asked(self, what: What, gesture: str) -> None:
        place = self.card.place
        part = None if place is None else draft.part_at(self._session.query, place)
        if place is not None and part is not None and type(part.what) is type(what):
            title = self.tr("Change “%s”") % part_words(what)
            self.edits.put(place, replace(part, what=what), title, gesture)

    def _on_weighed(self, weight: float) -> None:
        if self.card.place is not None:
            self.edits.weigh(self.card.place, weight)

    def remove(self, place: Place) -> None:
        """Take a part away; the keyboard goes to its neighbour."""
        part = draft.part_at(self._session.query, place)
        if part is None:
            return
        if self.card.place is not None:
            self._put_card(None)
        query = draft.without_part(self._session.query, place)
        self._session.take(query, self.tr("Remove “%s”") % part_words(part.what))
        if not any(self.focus_chip(each) for each in (place, Place(place.stage, place.part - 1))):
            self.left.emit()

    def add(self, what: What, stage: int, *, edit: bool = True, run: bool = True) -> Place:
        """Add a part to a stage and edit it."""
        query, place = draft.with_added(self._session.query, stage, Part(what))
        self._session.take(query, self.tr("Add a part"), run=run)
        if edit:
            self.edit(place)
        return place

    @Slot(object, object)
    def move_part(self, source: Place, target: Place) -> None:
        """Put a part before another place."""
        self._put_card(None)
        query, place = draft.with_moved(self._session.query, source, target)
        self._session.take(query, self.tr("Move a part"))
        self.focus_chip(place)

    def _on_example(self, example: Example, stage: int) -> None:
        self.add(ExampleAsk(example), stage, edit=False)

    # -- stages

    def add_stage(self) -> None:
        """Ask for something that follows."""
        self._session.take(draft.with_stage(self._session.query), self.tr("Add a step"), run=False)
        self.rows[-1].box.setFocus()

    @Slot(int)
    def remove_stage(self, number: int) -> None:
        """Take a stage away."""
        self._put_card(None)
        query = draft.without_stage(self._session.query, number)
        self._session.take(query, self.tr("Remove a step"))
        self.left.emit()

    def _on_stage_moved(self, number: int, steps: int) -> None:
        self._put_card(None)
        query = draft.with_stage_moved(self._session.query, number, steps)
        self._session.take(query, self.tr("Change the order of steps"))

    def _on_within(self, number: int, within: float, shots: bool) -> None:
        query = draft.with_within(self._session.query, number, within, shots=shots)
        allowed = self.tr("Allow %s shots") if shots else self.tr("Allow %s s between steps")
        self._session.take(query, allowed % numeral(within, "g"), gesture="search-within")

    def _on_window(self, query: Query) -> None:
        self._session.take(query, self.tr("Gather steps in another way"), gesture="search-window")

    def _on_submitted(self) -> None:
        self._session.commit_text()
        self._session.run()

    # -- keyboard

    def focus_chip(self, place: Place) -> bool:
        """Put the keyboard on the chip of a part; False where there is none."""
        chip = self.chip_at(place)
        if chip is not None:
            chip.setFocus(Qt.FocusReason.OtherFocusReason)
        return chip is not None

    def _walk(self, place: Place, aside: int, down: int) -> None:
        """Go from chip to chip: along all of them, or to the stage above or below."""
        chips = self.chips
        if aside:
            at = [chip.place for chip in chips].index(place) + aside
            if 0 <= at < len(chips):
                chips[at].setFocus()
            return
        lines = [row.row.parts for row in self.rows]
        target = place.stage + down
        while 0 <= target < len(lines) and not lines[target]:
            target += down
        if 0 <= target < len(lines):
            lines[target][min(place.part, len(lines[target]) - 1)].setFocus()
        elif down < 0:
            self.left.emit()

    def _carry(self, place: Place, aside: int, down: int) -> None:
        """Move a part among its neighbours, or to the stage above or below; the last makes one."""
        query = self._session.query
        if aside:
            target = Place(place.stage, place.part + (2 if aside > 0 else -1))
            if 0 <= place.part + aside < len(query.stages[place.stage].parts):
                self.move_part(place, target)
        elif 0 <= place.stage + down <= len(query.stages):
            stage = place.stage + down
            at = len(query.stages[stage].parts) if stage < len(query.stages) else 0
            self.move_part(place, Place(stage, at))


def _same_kind(part: Part, card: EditCard) -> bool:
    return card.editor is not None and kind_of(part.what).name == card.editor.kind
