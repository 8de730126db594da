"""The explain panel: one picture, many pictures, and what makes a collection."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QMessageBox, QTabWidget, QVBoxLayout, QWidget

from app.context import Panel, PanelContext, panels
from app.panel_actions import answer
from app.panel_actions.explain import actions
from app.panels.explain.batch_page import BatchPage
from app.panels.explain.batch_work import SELECTION, Wish
from app.panels.explain.collection_page import CollectionPage
from app.panels.explain.picture_page import PicturePage
from app.panels.explain.texts import sanity_text
from app.services.explain_types import (
    AUTO,
    ExplainOptions,
    ExplainRequest,
    ExplainTarget,
    PictureSource,
    SanityReport,
)
from app.widgets.item_menu import ItemMenu
from common.errors import QueryError

CONTROLS = "appearance.controls"
_SETTLE_MS = 180  # a selection that moves on is not explained


@panels.register("explain")
class ExplainPanel(Panel):
    """Heat maps of what is selected, with their measures; see `PicturePage` for the keys."""

    name = "explain"
    area = "center"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.page = PicturePage(context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Pages of explanations"))
        self.tabs.addTab(self.page, self.tr("One picture"))
        self.batch = BatchPage(context, self._batch_wish, self._titles)
        self.tabs.addTab(self.batch, self.tr("Many pictures"))
        self.batch.picture_wanted.connect(self._open_picture)
        self.collection = CollectionPage(context, self._batch_wish)
        self.tabs.addTab(self.collection, self.tr("Collections"))
        self.collection.picture_wanted.connect(self._open_member)
        self.tabs.currentChanged.connect(self._on_tab)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self.tabs)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._follow)
        self._is_first = True
        self._pending: ExplainRequest | None = None  # of a session, for when the panel is seen
        self._is_old = False  # the selection moved while the panel was hidden
        shared = context.shared
        shared.selection_changed.connect(self._on_selection)
        shared.settings_changed.connect(self._on_setting)
        self.page.reports_ready.connect(self._show_reports)
        self.page.head.follow.toggled.connect(self._on_follow)
        ItemMenu(context, self.page.view, self._explained, self.name)
        self._add_actions()
        self._on_setting(CONTROLS)

    def _add_actions(self) -> None:
        answer(
            self.context,
            actions(self.context),
            {
                "item.explain": self.explain_selected,
                "item.explain-hit": self.explain_hit,
                "item.explain-suggestion": self.explain_suggestion,
            },
        )

    def _explained(self, _place: object) -> list[int]:
        request = self.page.session.request
        return [request.source.item] if request is not None and request.source.item >= 0 else []

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Explain")

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for is shown."""
        is_still = not self.page.session.is_busy and not self._settle.isActive()
        return is_still and not self.batch.is_busy and not self.collection.is_busy

    def focus_main(self) -> None:
        """Put the keyboard into the picture."""
        self.on_seen()
        self.page.setFocus()

    def on_seen(self) -> None:
        """Read what there is at the first time, and explain what was selected meanwhile."""
        self._ask_pending()
        if self._is_first:
            self._is_first = False
            self.page.ready()
            self._is_old = self._is_old or bool(self.context.shared.selection)
        if self._is_old:
            self._settle.start()

    def save_state(self) -> dict[str, Any]:
        """Return what is explained, how, and how it is drawn."""
        page = self.page
        request = page.session.request or self._pending
        current = self.context.shared.current
        return {
            "network": page.session.network,
            "methods": list(page.head.methods.names),
            "options": page.head.form.options.to_json(),
            "look": page.look.to_json(),
            "follow": page.head.follow.isChecked(),
            "swipe": page.head.swipe.isChecked(),
            "tab": self.tabs.currentIndex(),
            "request": None if request is None else request.to_json(),
            "current": None if current is None else int(current),
            "was_open": not self._is_first or self._pending is not None,
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; unknown or bad entries are ignored."""
        page = self.page
        methods, network = state.get("methods"), state.get("network")
        if isinstance(methods, list) and methods and all(isinstance(m, str) for m in methods):
            page.head.methods.choose(methods)
        if isinstance(network, str):
            page.session.network = network or AUTO
        if isinstance(state.get("options"), Mapping):
            page.head.form.show_options(ExplainOptions.from_json(state["options"]))
        if isinstance(state.get("look"), Mapping):
            page.look.from_json(state["look"])
        if isinstance(state.get("follow"), bool):
            page.head.follow.setChecked(state["follow"])
        if isinstance(state.get("swipe"), bool) and state["swipe"] != page.head.swipe.isChecked():
            page.head.swipe.click()
        if isinstance(state.get("tab"), int) and 0 <= state["tab"] < self.tabs.count():
            self.tabs.setCurrentIndex(state["tab"])
        self._restore_request(state)

    def restore_late(self, state: Mapping[str, Any]) -> None:
        """Bring a session back, and follow what was selected since, before the panel was made."""
        self.restore_state(state)
        current = self.context.shared.current
        is_new = current is not None and current != state.get("current", current)
        if is_new and self.page.head.follow.isChecked():
            self._is_old = True
            if self.is_seen:
                self._settle.start()

    def _restore_request(self, state: Mapping[str, Any]) -> None:
        """Ask again what a session asked, where the panel was open."""
        try:
            request = ExplainRequest.from_json(state.get("request"))
        except QueryError:
            return
        if state.get("was_open") is True:
            self._pending = request
            if self.is_seen:
                self._ask_pending()

    def _ask_pending(self) -> None:
        """Ask what a session asked, once the panel is seen: until then no network is loaded."""
        request, self._pending = self._pending, None
        if request is not None:
            self._is_first = False
            self._is_old = self._is_old and request.source.item != self.context.shared.current
            self.page.ready()
            self.page.session.ask(request)

    # -- what others select

    @Slot(object, str)
    def _on_selection(self, _selection: object, source: str) -> None:
        if source == self.name or not self.page.head.follow.isChecked():
            return
        if self.is_seen and not self._is_first:
            self._settle.start()
        else:
            self._is_old = True

    @Slot(bool)
    def _on_follow(self, on: bool) -> None:
        if on and self.is_seen:
            self._settle.start()

    @Slot()
    def _follow(self) -> None:
        self._is_old = False
        selection, request = self.context.shared.selection, self.page.session.request
        is_same = bool(selection) and request is not None and request.source.item == selection[-1]
        if selection and self.page.head.follow.isChecked() and not is_same:
            self.page.explain_items(selection)

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name == CONTROLS:
            on = self.context.services.settings.appearance.controls == "expert"
            self.page.head.show_expert(on=on)
            self.page.look.show_expert(on=on)
            self.page.layers.setVisible(on)

    # -- many pictures

    def _batch_wish(self) -> Wish:
        """Return what the picture page has chosen, for runs."""
        page = self.page
        layer = page.session.answer.request.layer if page.session.answer else AUTO
        return Wish(
            SELECTION, network=page.session.network, layers=(layer,),
            methods=page.head.methods.names, options=page.head.form.options,
        )  # fmt: skip

    def _titles(self) -> dict[str, str]:
        equipment = self.page.session.equipment
        return {each.name: each.title for each in equipment.methods} if equipment else {}

    @Slot(object, object)
    def _open_picture(self, source: PictureSource, layer: str) -> None:
        self.tabs.setCurrentWidget(self.page)
        if source.item >= 0:
            self.context.shared.select([source.item], self.name)
        self.page.explain(source, layer=layer)

    @Slot(object, object)
    def _open_member(self, source: PictureSource, target: ExplainTarget) -> None:
        """Explain why an item belongs to a collection."""
        self.tabs.setCurrentWidget(self.page)
        self.context.shared.select([source.item], self.name)
        self.page.explain(source, target)

    @Slot(int)
    def _on_tab(self, _place: int) -> None:
        shown = self.tabs.currentWidget()
        if shown is not self.page:
            self.page.ready()
        if shown is self.batch:
            self.batch.ready()
        elif shown is self.collection:
            self.collection.ready()

    # -- actions

    def _open(self) -> None:
        """Come to the front, ready."""
        self._is_first = False
        self._pending = None
        self._is_old = False
        self._settle.stop()
        self.page.ready()
        self.tabs.setCurrentWidget(self.page)
        self.come_forward()
        self._settle.stop()

    def explain_selected(self) -> None:
        """Explain the current item."""
        if selection := self.context.shared.selection:
            self._open()
            self.page.explain_items(selection)

    def explain_hit(self) -> None:
        """Explain why a search found the current item."""
        shared = self.context.shared
        hit = next((hit for hit in shared.results.hits if hit.item == shared.current), None)
        if hit is not None:
            self._open()
            self.page.session.ask_hit(hit, shared.results)

    def explain_suggestion(self) -> None:
        """Explain why feedback puts the current item forward."""
        shared = self.context.shared
        if shared.current is not None:
            self._open()
            self.page.session.ask_suggestion(shared.current, shared.label_set)

    @Slot(object)
    def _show_reports(self, reports: list[SanityReport]) -> None:
        box = QMessageBox(self.window())
        box.setWindowTitle(self.tr("Do the maps follow what was learned?"))
        box.setText("\n\n".join(sanity_text(report) for report in reports))
        box.setInformativeText(
            self.tr("The network's parameters were shuffled from its last layer downward. A map "
                    "that stays alike shows the picture, not what the network learned "
                    "(Adebayo et al., 2018).")
        )  # fmt: skip
        box.finished.connect(box.deleteLater)
        box.open()
