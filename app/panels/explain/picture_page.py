"""One picture: its maps, what they explain, the layer, the brush."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.panels.explain.head import ExplainHead
from app.panels.explain.layer_bar import LayerBar
from app.panels.explain.look_bar import LookBar
from app.panels.explain.maps_view import MapsView
from app.panels.explain.occlude_bar import OccludeBar
from app.panels.explain.part_box import PartBox
from app.panels.explain.session import ExplainSession
from app.panels.explain.target_side import TargetSide, dropped
from app.panels.explain.texts import said, told
from app.panels.explain.work import Equipment
from app.panels.explain.writing import Writer
from app.services.explain_types import (
    AUTO,
    Explained,
    ExplainRequest,
    ExplainTarget,
    Occluded,
    PictureSource,
)
from app.widgets.controls import on_click
from app.widgets.empty_state import EmptyState
from app.widgets.error_texts import error_text
from app.widgets.examples import with_example
from app.widgets.grid_model import ITEMS_MIME
from app.widgets.occlusion import Occlusion
from common.errors import AppError

_BUSY_MS = 300  # before it shows that something is computed
_PICTURES = "*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff *.gif *.heic *.heif *.avif"


class PicturePage(QWidget):
    """Explains one picture at a time.

    Keys: M methods, L last layer, Shift+L all layers, comma and full stop an earlier or a later
    layer, W swipe, H hide parts, C line, + and − zoom, F fit, K check, O options, Alt+Left back,
    Alt+Right forward, Escape stops.

    Args:
        context: services, jobs, shared state.
        parent: owner.
    """

    reports_ready = Signal(object)  # list[SanityReport]

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.session = ExplainSession(context, self)
        self.session.chosen = self._chosen
        self.head, self.side = ExplainHead(), TargetSide()
        self.view, self.layers = MapsView(), LayerBar()
        self.look, self.brush = LookBar(), OccludeBar()
        self.part = PartBox(context, self)
        self.writer = Writer(context, self)
        self.side.extra.addWidget(self.part)
        self.empty = EmptyState()
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setProperty("muted", "true")
        self.notes.setAccessibleName(self.tr("Notes"))
        self._second: PictureSource | None = None
        self._moves = False  # another network was chosen: ask it what was asked before
        self._busy = QTimer(self, singleShot=True, interval=_BUSY_MS)
        self._busy.timeout.connect(self._show_busy)
        self._lay_out()
        self._connect()
        self.explain_start()

    def _lay_out(self) -> None:
        maps = QWidget()
        column = QVBoxLayout(maps)
        column.setContentsMargins(6, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.brush, self.view, self.notes):
            column.addWidget(widget, 1 if widget is self.view else 0)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.side)
        self.split.addWidget(maps)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([200, 800])
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.split)
        bottom = QVBoxLayout()
        bottom.setSpacing(2)
        bottom.addWidget(self.layers)
        bottom.addWidget(self.look)
        self.bottom = QWidget()
        self.bottom.setLayout(bottom)
        bottom.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.bottom)
        self.brush.hide()
        self.notes.hide()
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        session, head = self.session, self.head
        for button, run in (
            (head.back, partial(session.step, -1)), (head.forward, partial(session.step, 1)),
            (head.open, self.open_file), (head.sanity, session.check), (head.stop, session.cancel),
            (head.swipe, self._on_swipe), (head.occlude, self._on_occlude),
        ):  # fmt: skip
            on_click(button, run)
        head.network_chosen.connect(self._on_network)
        head.methods.chosen.connect(lambda names: session.change(methods=names))
        head.form.changed.connect(lambda options: session.change(options=options))
        head.export_wanted.connect(self._on_export)
        self.side.chosen.connect(lambda target: session.change(target=target))
        self.side.like_wanted.connect(self._ask_second)
        self.part.chosen.connect(lambda source: session.change(source=source))
        self.layers.chosen.connect(lambda layer: session.change(layer=layer))
        self.look.changed.connect(self.view.set_look)
        self.view.painted.connect(self._on_painted)
        self.brush.changed.connect(self._on_brush)
        session.equipped.connect(self._on_equipped)
        session.asked.connect(self._busy.start)
        session.explained.connect(self._on_explained)
        session.occluded.connect(self._on_occluded)
        session.checked.connect(self.reports_ready)
        session.failed.connect(self._on_failed)
        session.cancelled.connect(self._on_cancelled)
        session.history_changed.connect(self._on_history)

    # -- what is asked

    def explain(
        self, source: PictureSource, target: ExplainTarget | None = None, layer: str = ""
    ) -> None:
        """Explain a picture with what is chosen; layer "" keeps the one in use."""
        before = self.session.request
        layer = layer or (before.layer if before is not None else AUTO)
        self.session.ask(
            ExplainRequest(
                source, self.session.network, layer, target or ExplainTarget(),
                self.head.methods.names, self.head.form.options,
            )
        )  # fmt: skip

    def _chosen(self) -> dict[str, Any]:
        return {"methods": self.head.methods.names, "options": self.head.form.options}

    def explain_items(self, items: Sequence[int]) -> None:
        """Explain the last of these items; the one before may be compared with."""
        self._second = PictureSource(items[-2]) if len(items) > 1 else None
        if items:
            self.explain(PictureSource(items[-1]))

    def ready(self) -> None:
        """Read what can be chosen, at the first time."""
        if self.session.equipment is None:
            self.session.equip()

    def open_file(self) -> None:
        """Ask for a picture that is not in the library."""
        name, _ = QFileDialog.getOpenFileName(
            self.window(), self.tr("Explain a picture"), "",
            self.tr("Pictures (%s)") % _PICTURES,
        )  # fmt: skip
        if name:
            self.explain(PictureSource(path=name))

    def _ask_second(self) -> None:
        """Compare with the item that was selected before, or with a file."""
        request = self.session.request
        if request is None:
            return
        selected = [i for i in self._context.shared.selection if i != request.source.item]
        if selected:
            self.side.compare_with(PictureSource(selected[-1]))
            return
        if self._second is not None and self._second != request.source:
            self.side.compare_with(self._second)
            return
        name, _ = QFileDialog.getOpenFileName(
            self.window(), self.tr("Compare with which picture?"), "",
            self.tr("Pictures (%s)") % _PICTURES,
        )  # fmt: skip
        if name:
            self.side.compare_with(PictureSource(path=name))

    @Slot(str)
    def _on_network(self, name: str) -> None:
        self._moves = True
        self.session.equip(name)

    # -- what is answered

    @Slot(object)
    def _on_equipped(self, equipment: Equipment) -> None:
        head = self.head
        head.show_networks(equipment.networks, equipment.network)
        head.methods.offer(equipment.methods)
        entry = equipment.entry
        self.side.offer(equipment.labels, has_text=entry is not None and entry.has_text)
        wanted = self.session.answer.request.layer if self.session.answer else AUTO
        self.layers.show_layers(equipment.layers, wanted)
        if equipment.error is not None:
            self._context.notices.error(equipment.error)
        if not equipment.network:
            self._say_no_network()
        if self._moves:
            self._moves = False
            self.session.move(equipment, head.methods.names)

    def _say_no_network(self) -> None:
        self.empty.say(
            self.tr("No network with weights is here"),
            self.tr("Heat maps need a network that names what it sees. Get one with "
                    "“models get mobilenet_v2” (14 MB), or add weights that you have."),
        )  # fmt: skip
        names = [action.name for action in self._context.actions.all()]
        if "tools.networks" in names:
            trigger = partial(self._context.actions.trigger, "tools.networks")
            self.empty.offer(self.tr("Networks …"), trigger)
        self.pages.setCurrentWidget(self.empty)

    @Slot(object)
    def _on_explained(self, answer: Explained) -> None:
        self._done()
        equipment = self.session.equipment
        if equipment is not None and equipment.network != answer.request.network:
            self.session.equip(answer.request.network)
        methods = {each.name: each for each in equipment.methods} if equipment else {}
        self.head.methods.choose(answer.request.methods)
        self.side.show_explained(answer, told(answer))
        self.part.show_source(answer.request.source)
        if equipment is not None:
            self.layers.show_layers(equipment.layers, answer.request.layer)
        self.view.set_look(self.look.look)
        self.view.show_explained(answer, methods)
        self.notes.setText(" ".join(said(answer.notes)))
        self.notes.setVisible(bool(answer.notes))
        self._take_brush()
        self.pages.setCurrentWidget(self.split)
        self.bottom.show()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._done()
        answer = self.session.answer
        if isinstance(error, AppError) and answer is None:
            equipment = self.session.equipment
            if equipment is not None and not equipment.network:
                self._say_no_network()
                return
            self.empty.say(*error_text(error))
            self.pages.setCurrentWidget(self.empty)
            self.bottom.hide()
            return
        self._context.notices.error(error)
        if answer is not None and self.session.equipment is not None:
            self.layers.show_layers(self.session.equipment.layers, answer.request.layer)

    @Slot()
    def _on_cancelled(self) -> None:
        if not self.session.is_busy:
            self._done()
            if self.session.answer is not None:
                self.head.methods.choose(self.session.answer.request.methods)

    def explain_start(self) -> None:
        """Say what the page is for."""
        self.bottom.hide()
        self.empty.say(
            self.tr("Why did the network say that?"),
            self.tr("Select a picture anywhere, drop one here, or open a file. Heat maps show what "
                    "the answer rests on; beside each stands how far it can be trusted."),
        )  # fmt: skip
        self.empty.offer(self.tr("Explain the selection, or an example"), self._explain_selection)
        self.empty.offer(self.tr("Open a file …"), self.open_file)
        self.pages.setCurrentWidget(self.empty)

    def _explain_selection(self) -> None:
        if selection := self._context.shared.selection:
            self.explain_items(selection)
        else:
            with_example(self._context, 1, self.explain_items)

    @Slot()
    def _on_history(self) -> None:
        self.head.back.setEnabled(self.session.can_go_back)
        self.head.forward.setEnabled(self.session.can_go_forward)

    def _show_busy(self) -> None:
        self.head.show_busy(on=self.session.is_busy)

    def _done(self) -> None:
        self._busy.stop()
        self.head.show_busy(on=False)

    # -- looks

    def _on_swipe(self) -> None:
        self.view.set_swiping(on=self.head.swipe.isChecked())
        if self.head.swipe.isChecked():
            self.view.swipe.setFocus()

    def _on_occlude(self) -> None:
        on = self.head.occlude.isChecked()
        self.brush.setVisible(on)
        if on and self.view.is_swiping:
            self.head.swipe.setChecked(False)
            self._on_swipe()
        self._take_brush()
        if not on and self.session.answer is not None:
            self.side.show_scores(self.session.answer.top, None)
        if on:
            self.view.picture.canvas.setFocus()

    def _take_brush(self) -> None:
        """Give the picture on view a fresh sheet to paint on, or none."""
        canvas = self.view.picture.canvas
        canvas.occlusion = None
        answer = self.session.answer
        if self.head.occlude.isChecked() and answer is not None:
            size: QSize = canvas.image.size()
            canvas.occlusion = Occlusion(size.width(), size.height())
        self.brush.take(canvas.occlusion)
        canvas.update()

    @Slot()
    def _on_painted(self) -> None:
        self.brush.take(self.brush.occlusion)
        self._ask_occluded()

    @Slot()
    def _on_brush(self) -> None:
        self.view.picture.canvas.update()
        self._ask_occluded()

    def _ask_occluded(self) -> None:
        if self.brush.occlusion is not None:
            self.session.occlude(self.brush.occlusion.mask())

    @Slot(object)
    def _on_occluded(self, found: Occluded) -> None:
        if self.head.occlude.isChecked():
            self.side.show_scores(found.watched, dict(found.before))
            self.brush.show_answer(found, self.side.bars.marked)

    @Slot(str)
    def _on_export(self, form: str) -> None:
        if self.session.answer is not None:
            self.writer.ask([self.session.answer], form, self.look.look)

    # -- Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take an item or a file."""
        if event.mimeData().hasFormat(ITEMS_MIME) or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Explain what was dropped."""
        source = dropped(event)
        if source is not None:
            event.acceptProposedAction()
            self.explain(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        run = self._keys().get(
            (event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        )
        if run is None:
            super().keyPressEvent(event)
        else:
            run()

    def _keys(self) -> Mapping[tuple[int, Any], Callable[[], object]]:
        from app.panels.explain.page_keys import keys_of

        return keys_of(self)
