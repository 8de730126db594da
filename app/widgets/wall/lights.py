"""What is lit on the wall: filters, the search box and a result list, as chips and a count."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.context import PanelContext
from app.jobs import Priority
from app.widgets.chips import Chip, ChipStrip
from app.widgets.filter_names import filter_name
from app.widgets.numbers import numeral
from app.widgets.relaxing import relaxing_chips
from app.widgets.result_titles import title_of
from app.widgets.wall.bar import WallBar
from app.widgets.wall.model import Criteria, Lighting, WallModel, relaxations
from app.widgets.wall.view import WallView
from common.values import ResultList

SOURCE = "wall"
FILTERS_ACTION = "panel.filters"


class WallLights(QObject):
    """Keeps the criteria of what is lit in step with chips, search box, view and shared state.

    Args:
        context: of the panel.
        model: asked for what the criteria let through.
        view: dims the rest.
        bar: has the search box and the count.
        chips: shows filters and the result list.
        parent: the panel.
    """

    arrange_wanted = Signal(str)  # method: "results", or back to "random"

    def __init__(
        self,
        context: PanelContext,
        model: WallModel,
        view: WallView,
        bar: WallBar,
        chips: ChipStrip,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model
        self._view = view
        self._bar = bar
        self._chips = chips
        self.lighting: Lighting | None = None
        self.results = ResultList("")
        self._step = -1
        self._said: tuple[Any, ...] = ()  # by the chips that are there
        self._ways: Sequence[tuple[Any, int]] = ()  # out of criteria that nothing passes
        model.lighted.connect(self.show)
        view.landed.connect(self._apply)
        bar.text_edited.connect(self.update)
        bar.stepped.connect(self.step)
        bar.filters_wanted.connect(self._show_panel)
        context.shared.results_changed.connect(self._on_results)
        context.shared.filters_changed.connect(self.update)

    @property
    def hits(self) -> tuple[int, ...]:
        """Items of the result list, best first."""
        return tuple(hit.item for hit in self.results.hits)

    @Slot()
    def update(self, *_: object) -> None:
        """Ask for what the criteria let through now."""
        self._step = -1
        self._model.light(
            Criteria(self._context.shared.filters, self._bar.search.text(), self.hits)
        )
        self._show_chips()

    @Slot(object)
    def show(self, lighting: Lighting) -> None:
        """Light up what the criteria let through."""
        self.lighting = lighting
        self._ways = ()
        self._apply()
        self._show_chips()
        self._tell()
        if self._nothing_matches() and self._model.criteria.filters:
            self._look_for_ways(lighting)

    def _look_for_ways(self, lighting: Lighting) -> None:
        """Ask which filter to drop so that something is lit."""
        service, criteria = self._context.services.wall, self._model.criteria
        job = self._context.jobs.submit(
            "io",
            partial(relaxations, service, lighting.table, criteria),
            replaces="wall-ways",
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(self._on_ways)

    @Slot(object)
    def _on_ways(self, found: tuple[Criteria, Sequence[tuple[Any, int]]]) -> None:
        criteria, ways = found
        if criteria == self._model.criteria and self._nothing_matches():
            self._ways = ways
            self._show_chips()

    @Slot()
    def _apply(self) -> None:
        lighting, content = self.lighting, self._view.content
        # An answer about another table comes while that table is on its way to the screen.
        if lighting is not None and content is not None and lighting.table.ids is content.ids:
            self._view.set_lit(lighting.lit)

    # -- matches

    @Slot(int)
    def step(self, direction: int) -> bool:
        """Go to the next (+1) or previous (-1) match, round and round; False where none is."""
        matches = self.lighting.matches if self.lighting is not None else ()
        if self.lighting is None or self.lighting.lit is None or not matches:
            return False
        if self._step < 0:
            self._step = 0 if direction > 0 else len(matches) - 1
        else:
            self._step = (self._step + direction) % len(matches)
        item = matches[self._step]
        self._view.show_item(item)
        self._view.set_selected((item,))
        self._context.shared.select((item,), SOURCE)
        self._tell()
        return True

    def _tell(self) -> None:
        """Say how many items are lit."""
        lighting = self.lighting
        if lighting is None or lighting.lit is None:
            self._bar.show_count("", can_step=False)
            return
        count = int(lighting.lit.sum())
        if not count:
            text = self.tr("nothing matches")
        elif self._step >= 0:
            text = self.tr("%1 of %2").replace("%1", numeral(self._step + 1))
            text = text.replace("%2", numeral(count))
        elif count == 1:
            text = self.tr("1 match")
        else:
            text = self.tr("%1 matches").replace("%1", numeral(count))
        self._bar.show_count(text, can_step=count > 0)

    # -- chips

    def _show_chips(self) -> None:
        """Show what is filtered by, each with a cross; chips stay while they say the same."""
        name = title_of(self.results) if self.results.hits else None
        said = (
            tuple(self._context.shared.filters), name, self._bar.method, self._nothing_matches(),
            tuple(self._ways),
        )  # fmt: skip
        if said == self._said:
            return
        self._said = said
        self._chips.clear()
        for entry in self._context.shared.filters:
            chip = Chip(filter_name(entry), removable=True)
            chip.removed.connect(partial(self._drop_filter, entry))
            self._chips.add(chip)
        if name is not None:
            self._show_result_chips(name)
        if self._nothing_matches():
            clear = Chip(self.tr("Nothing matches: clear all"))
            clear.clicked.connect(self.clear)
            self._chips.add(clear)
            for chip in relaxing_chips(self._ways, self._drop_filter):
                self._chips.add(chip)

    def _show_result_chips(self, name: str) -> None:
        chip = Chip(self.tr("Results: “%1”").replace("%1", name), removable=True)
        chip.removed.connect(self._drop_results)
        self._chips.add(chip)
        if self._bar.method != "results":
            first = Chip(self.tr("Put results first"))
            first.clicked.connect(self._put_first)
            self._chips.add(first)

    def _nothing_matches(self) -> bool:
        lighting = self.lighting
        if lighting is None or lighting.lit is None or self._model.criteria.is_empty:
            return False
        return not lighting.lit.any() and len(lighting.lit) > 0

    @Slot()
    def clear(self) -> None:
        """Light up everything again; text and filters are a step of the history each."""
        self.results = ResultList("")
        self._bar.search.clear()
        self._context.shared.set_filters((), SOURCE)
        self.update()

    def _drop_filter(self, entry: Any) -> None:
        if isinstance(entry, str):  # the text that is looked for
            self._bar.search.clear()
            return
        rest = [other for other in self._context.shared.filters if other != entry]
        self._context.shared.set_filters(rest, SOURCE)

    def _drop_results(self) -> None:
        self.results = ResultList("")
        if self._bar.method == "results":
            self.arrange_wanted.emit("random")
        self.update()

    def _put_first(self) -> None:
        self.arrange_wanted.emit("results")
        self._show_chips()

    def catch_up(self) -> None:
        """Follow what others shared before the wall was made."""
        shared = self._context.shared
        if shared.filters or shared.results.hits:
            self._on_results(shared.results, "")

    @Slot(object, str)
    def _on_results(self, results: ResultList, source: str) -> None:
        if source == SOURCE:
            return
        # What only passes the filters is lit by these, all of it and not the first few.
        self.results = ResultList("") if results.by_filters else results
        if self._bar.method == "results":
            self.arrange_wanted.emit("results" if self.results.hits else "random")
        self.update()

    @Slot()
    def _show_panel(self) -> None:
        """Go to the panel where facets are chosen."""
        actions = self._context.actions
        if any(action.name == FILTERS_ACTION for action in actions.all()):
            actions.trigger(FILTERS_ACTION)
