"""The wall panel: all items on one wall that can be arranged, searched and filtered."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QPoint, QTimer, Slot
from PySide6.QtGui import QHideEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QToolTip, QVBoxLayout, QWidget

from app.context import Panel, PanelContext, panels
from app.panel_actions import answer
from app.panel_actions.wall import actions
from app.services.wall_camera import View
from app.services.wall_tiles import TileStyle
from app.widgets.chips import ChipStrip
from app.widgets.empty_state import EmptyState
from app.widgets.error_texts import error_line
from app.widgets.wall.arranging import WallArranging
from app.widgets.wall.bar import WallBar
from app.widgets.wall.captions import WallCaptions
from app.widgets.wall.hint import ZoomHint
from app.widgets.wall.item_menu import pop_up_menu
from app.widgets.wall.keeping import WallKeeping
from app.widgets.wall.lights import WallLights
from app.widgets.wall.minimap import MiniMap
from app.widgets.wall.missing import MissingItem
from app.widgets.wall.model import Criteria, Prepared, WallModel
from app.widgets.wall.presenting import WallPresenting
from app.widgets.wall.select_button import SelectButton
from app.widgets.wall.snapshot import wall_picture
from app.widgets.wall.undoing import WallUndo
from app.widgets.wall.view import WallView
from common.selection import Selection
from common.values import ItemKind

REFRESH_MS = 1500  # between looks at the catalogue while an import runs
DARK = TileStyle()
LIGHT = TileStyle(background=(236, 237, 240), placeholder=(206, 208, 214))
IMPORT_ACTION = "import.media"


@panels.register("wall")
class WallPanel(Panel):
    """Shows all items; its parts are in app.widgets.wall.

    Args:
        context: of the window.
        parent: as in Qt.
    """

    name: ClassVar[str] = "wall"
    area: ClassVar[str] = "center"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        services = context.services
        wall, settings = services.wall, services.settings
        self.model = WallModel(wall, context.jobs, self)
        self.bar, self.empty = WallBar(), EmptyState()
        self.chips = ChipStrip(self.tr("Filters (Ctrl+5) and a search light up what matches"))
        self.view = WallView(context.jobs, wall.composer(self._picture), settings.wall.cache_mb)
        self.view.reduced_motion = settings.appearance.reduced_motion
        self.bar.add(SelectButton(self.view.selecting))
        self.map, self.hint = MiniMap(self.view), ZoomHint(self.view)
        self.lights = WallLights(context, self.model, self.view, self.bar, self.chips, self)
        self.arranging = WallArranging(context, self.model, self.view, self.bar, self.lights, self)
        self.captions = WallCaptions(services, context.jobs, self.view, self.model, self)
        self.keeping = WallKeeping(context, self.view, self)
        self.presenting = WallPresenting(context, self.view, self.bar)
        self._is_hint_due = True
        self._is_first = True
        self._restored_view: View | None = None
        self._refreshes = QTimer(self)
        self._refreshes.setSingleShot(True)
        self._refreshes.setInterval(REFRESH_MS)
        self._refreshes.timeout.connect(self._refresh)
        self._lay_out()
        self._connect()
        self._add_actions()
        self.model.style = self._style()
        self.bar.set_look(settings.wall.cell, settings.wall.fit, self.model.kinds)
        self.bar.show_count("", can_step=False)
        self.undo = WallUndo(context, self.model, self.bar, self)
        self.arranging.noted.connect(self.undo.note_arrangement)
        self.arranging.reverted.connect(self.undo.sync)
        self.arranging.front_wanted.connect(self.come_forward)
        self.missing = MissingItem(context, self.model, self.view, self.bar, self)

    @property
    def title(self) -> str:
        """Title of the panel, translated."""
        return self.tr("Wall")

    # -- set-up

    def _lay_out(self) -> None:
        stack = QWidget()
        self._stack = QStackedLayout(stack)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self.head = QWidget()
        head = QVBoxLayout(self.head)
        head.setContentsMargins(6, 4, 6, 4)
        head.addWidget(self.bar)
        head.addWidget(self.chips)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(stack, 1)

    def _connect(self) -> None:
        shared, view, bar = self.context.shared, self.view, self.bar
        self.model.prepared.connect(self._on_prepared)
        self.model.failed.connect(self._on_failed)
        view.selection_edited.connect(self._on_selection_edited)
        view.opened.connect(self._on_opened)
        view.menu_requested.connect(self._show_menu)
        view.landed.connect(self._on_landed)
        self.hint.done.connect(self._on_hint_done)
        bar.look_chosen.connect(self._on_look)
        bar.kinds_chosen.connect(self._on_kinds)
        bar.left.connect(self.focus_main)
        shared.selection_changed.connect(self._on_selection)
        shared.items_changed.connect(self._on_items_changed)
        shared.wall_picture = partial(wall_picture, self.model, self.lights, self.view)
        shared.settings_changed.connect(self._on_setting)

    def _add_actions(self) -> None:
        answer(
            self.context,
            actions(self.context),
            {
                "wall.find": self.start_finding,
                "wall.show-all": self.show_all,
                "wall.show-item": self.show_current,
                **self.arranging.runs,
            },
            enabled={"wall.surprise": self.arranging.can_surprise},
        )

    def _picture(self, item: int, side: int) -> Any:
        """Return an original; on a lane thread."""
        return self.context.services.items.picture(item, side).rgb

    def _style(self) -> TileStyle:
        wall = self.context.services.settings.wall
        is_dark = self.palette().color(QPalette.ColorRole.Window).lightness() < 128
        return replace(
            DARK if is_dark else LIGHT, shape=self.context.services.wall.shape(), fit=wall.fit
        )

    def view_to_export(self) -> QWidget:
        """Return the wall without its controls."""
        return self.view

    def focus_main(self) -> None:
        """Put the keyboard on the wall."""
        self.view.setFocus()

    # -- content

    def showEvent(self, event: QShowEvent) -> None:
        """Read the wall when it is first seen, and what changed while it was hidden."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._refresh)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave no tooltip behind."""
        QToolTip.hideText()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "lights"):
            style = self._style()
            if style != self.model.style:
                self.model.restyle(style)

    def catch_up(self) -> None:
        """Light up what filters and results of before let through."""
        self.lights.catch_up()

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        # An import tells of every batch; the wall follows at its own pace.
        if not self._refreshes.isActive():
            self._refreshes.start()

    @Slot()
    def _refresh(self) -> None:
        if not self.isVisible() or not self.model.is_stale:
            return
        style = self._style()  # the shape of cells may follow what came
        if self._is_first:
            self._is_first, self.model.style = False, style
            self.model.arrange(self.arranging.request())
        elif style.shape != self.model.style.shape:
            self.model.restyle(style)
        else:
            self.model.request = self.arranging.request()
            self.model.refresh()

    def arrange_by(self, method: str, key: str = "") -> None:
        """Arrange the wall by a method of app.services.wall.METHODS."""
        self.arranging.arrange_by(method, key)

    def shuffle(self) -> None:
        """Deal the wall anew at random."""
        self.arranging.shuffle()

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        view, self._restored_view = self._restored_view, None
        self._show_empty(prepared)
        self.view.show_content(prepared.content, view=view)
        self.lights.show(prepared.lighting)
        trouble = self.context.services.wall.trouble
        if trouble is not None:
            self.keeping.on_trouble(trouble)
        if self._is_hint_due and len(prepared.table):
            self.hint.start()

    def _show_empty(self, prepared: Prepared) -> None:
        """Say why there is nothing to see, and what to do."""
        is_empty = not len(prepared.table)
        self._stack.setCurrentWidget(self.empty if is_empty else self.view)
        if not is_empty:
            return
        if any(prepared.table.counts.values()):
            self.empty.say(
                self.tr("Nothing of this kind"),
                self.tr("The library has items, but none of the kinds that are switched on."),
            )
            every = frozenset(ItemKind)
            self.empty.offer(self.tr("Show all kinds"), lambda: self._on_kinds(every))
            return
        self.empty.say(
            self.tr("The wall is empty"),
            self.tr("Import photos, videos or a film list, or drop a folder here."),
        )
        for action in self.context.actions.all():
            if action.name == IMPORT_ACTION and self.context.actions.is_enabled(action):
                self.empty.offer(action.title.replace("&", ""), action.run, action.tip)

    @Slot()
    def _on_landed(self) -> None:
        self.view.set_selected(self.context.shared.selection)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.context.notices.error(error)

    # -- selection

    @Slot(object)
    def _on_selection_edited(self, items: Selection) -> None:
        self.context.shared.select(items, self.name)

    @Slot(object, str)
    def _on_selection(self, items: Selection, source: str) -> None:
        if source == self.name:
            return
        self.view.set_selected(items)
        if items:
            self.view.show_item(items[-1])

    @Slot(int)
    def _on_opened(self, item: int) -> None:
        self.context.shared.opened.emit(item, 0.0)

    def show_current(self) -> None:
        """Bring the current item into view, close enough to be recognised."""
        current = self.context.shared.current
        if current is None:
            return
        self.come_forward()
        if not self.view.show_item(current, close=True):
            self.missing.explain(current)

    def show_all(self) -> None:
        """Zoom out to all items."""
        self.come_forward()
        self.view.show_all()

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        pop_up_menu(self, self.context, self.view, at)

    # -- controls

    def step_hit(self, steps: int) -> bool:
        """Go to the next or previous item that is lit."""
        return self.lights.step(steps)

    def start_finding(self) -> None:
        """Put the keyboard into the search box."""
        self.come_forward()
        self.bar.search.setFocus()
        self.bar.search.selectAll()

    @Slot(str, str)
    def _on_look(self, shape: str, fit: str) -> None:
        services = self.context.services
        services.settings.wall.cell = shape  # type: ignore[assignment]
        services.settings.wall.fit = fit  # type: ignore[assignment]
        try:
            services.save_settings()
        except OSError as error:
            self.context.notices.warn(
                self.tr("The choice holds until the program ends: %1").replace(
                    "%1", error_line(error)
                )
            )
        self.model.restyle(self._style())

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        settings = self.context.services.settings
        self.view.reduced_motion = settings.appearance.reduced_motion
        self.view.store.set_limit(settings.wall.cache_mb << 20)
        if name in {"wall.cell", "wall.fit"}:
            self.bar.set_look(settings.wall.cell, settings.wall.fit, self.model.kinds)
            self.model.restyle(self._style())

    @Slot(object)
    def _on_kinds(self, kinds: frozenset[ItemKind]) -> None:
        self.model.show_kinds(kinds)
        wall = self.context.services.settings.wall
        self.bar.set_look(wall.cell, wall.fit, kinds)

    @Slot()
    def _on_hint_done(self) -> None:
        self._is_hint_due = False

    # -- session

    def save_state(self) -> dict[str, Any]:
        """Return arrangement, camera, kinds, search text and whether the hint was seen."""
        camera = self.view.camera
        seen = camera.goal
        return {
            **self.arranging.save_state(),
            "kinds": sorted(kind.value for kind in self.model.kinds),
            "view": None if camera.is_fitted else [seen.x, seen.y, seen.scale],
            "text": self.bar.search.text(),
            "hint_seen": not self._is_hint_due,
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; unknown or bad entries are ignored."""
        self.arranging.restore_state(state)
        self._restore_kinds(state.get("kinds"))
        self._restore_view(state.get("view"))
        if isinstance(state.get("text"), str):
            self.bar.search.setText(state["text"])
            self.model.criteria = Criteria(self.context.shared.filters, state["text"])
        if state.get("hint_seen") is True:
            self._is_hint_due = False
            self.hint.hide()
        self.undo.sync()
        if self.model.current is not None:
            self.arranging.arrange()

    def _restore_kinds(self, names: object) -> None:
        known = {kind.value for kind in ItemKind}
        if isinstance(names, list) and names and all(name in known for name in names):
            self.model.kinds = frozenset(ItemKind(name) for name in names)
            wall = self.context.services.settings.wall
            self.bar.set_look(wall.cell, wall.fit, self.model.kinds)

    def _restore_view(self, numbers: object) -> None:
        if not isinstance(numbers, list) or len(numbers) != 3:
            return
        if all(isinstance(n, int | float) and abs(n) < 1e9 for n in numbers) and numbers[2] > 0:
            self._restored_view = View(*(float(n) for n in numbers))

    def shut_down(self) -> None:
        """Stop what runs for the view."""
        self.view.shut_down()
