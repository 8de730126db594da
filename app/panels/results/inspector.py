"""The inspector: a hit large, with all that says why it is there, and what lies around it."""

from functools import partial
from html import escape

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Priority
from app.panels.results import asking, inspector_work
from app.panels.results.inspector_buttons import ItemButtons
from app.panels.results.inspector_parts import MatchCanvas, ScoreParts
from app.panels.results.inspector_work import Inspected
from app.panels.results.marks import move_text
from app.panels.results.playing import HitPlayer
from app.panels.results.view import Shown
from app.services.types import ConceptAsk, Part
from app.widgets.chips import Chip, ChipRow
from app.widgets.controls import breakable, tool_button
from app.widgets.error_texts import error_line
from app.widgets.film_strip import FilmStrip
from app.widgets.grid_delegate import matched_pieces
from app.widgets.item_menu import ItemMenu
from app.widgets.numbers import numeral
from app.widgets.paint import clock
from app.widgets.reason_texts import why_text
from common.values import Hit, ResultList

STRIP = 52  # pixels, height of the pictures of a strip
MOST_TEXTS = 4
_PICTURE_SHARE = 0.48  # of the height, at most
LEAST = QSize(210, 372)  # pixels; lower, the parts are cut a little


class Inspector(QWidget):
    """Shows the current item.

    Args:
        context: services, jobs, shared state, actions.
        parent: owner.
    """

    closed = Signal()

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown = Shown(ResultList(""))
        self._item = 0
        self._seen: Inspected | None = None
        self.setAccessibleName(self.tr("Inspector"))
        self.canvas = MatchCanvas()
        self.player = HitPlayer(context, self)
        self.buttons = ItemButtons(context)
        self.buttons.play_wanted.connect(self.play)
        self._make_texts()
        self._make_strips()
        self._lay_out()
        ItemMenu(context, self.canvas, lambda _place: [self._item] if self._item else [],
                 "results-inspector")  # fmt: skip
        self.player.frame_ready.connect(self._on_frame)
        self.player.changed.connect(self._on_playing)
        context.shared.selection_changed.connect(self._on_selection)
        self.clear()

    def _make_texts(self) -> None:
        self.heading = QLabel(wordWrap=True)
        self.heading.setAccessibleName(self.tr("Name, place in the list, time"))
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.facts = QLabel(wordWrap=True)
        self.score = ScoreParts()
        self.why = QLabel(wordWrap=True)
        self.why.setTextFormat(Qt.TextFormat.RichText)
        self.why.setAccessibleName(self.tr("What matched"))
        self.concepts_title = QLabel()
        self.concepts = ChipRow()
        self.concepts.setAccessibleName(self.tr("Concepts; a click asks for one, too"))

    def _make_strips(self) -> None:
        items, jobs = self._context.services.items, self._context.jobs
        self.shots_title, self.around_title = QLabel(), QLabel()
        self.shots = FilmStrip(items, jobs, STRIP)
        self.shots.setAccessibleName(self.tr("All shots of its video"))
        self.around = FilmStrip(items, jobs, STRIP)
        self.around.setAccessibleName(self.tr("Before and after in time"))
        for strip in (self.shots, self.around):
            strip.chosen.connect(self._on_chosen)
            ItemMenu(self._context, strip, strip.items_at, "results-inspector")

    def _lay_out(self) -> None:
        inside = QWidget()
        told = QVBoxLayout(inside)
        told.setContentsMargins(0, 0, 6, 0)
        told.setSpacing(5)
        for widget in (
            self.facts, self.score, self.why, self.concepts_title, self.concepts
        ):  # fmt: skip
            told.addWidget(widget)
        told.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(self.tr("Why it is there"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        close = tool_button("✕", self.tr("Close the inspector (I)"), self.closed.emit)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        layout.addWidget(self.canvas, 8)
        layout.addWidget(self.buttons)
        layout.addWidget(self.area, 1)
        for row in (self.shots_title, self.shots, self.around_title, self.around):
            layout.addWidget(row)
        self.setMinimumWidth(LEAST.width())

    def minimumSizeHint(self) -> QSize:
        """Return what a window of 720 pixels has room for while a rule is tried above."""
        return QSize(LEAST.width(), min(super().minimumSizeHint().height(), LEAST.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the picture the height that it needs."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make the canvas as high as its picture, as long as enough is left for the rest."""
        image = self.canvas.image
        aspect = image.width() / image.height() if not image.isNull() else 1.5
        room = round(self.height() * _PICTURE_SHARE)
        self.canvas.setMaximumHeight(max(120, min(room, round(self.canvas.width() / aspect))))

    # -- what is shown

    @property
    def item(self) -> int:
        """The item that is shown, 0 for none."""
        return self._item

    def take(self, shown: Shown) -> None:
        """Take notice of another list: rank, score and what matched are others."""
        other = shown.results is not self._shown.results
        self._shown = shown
        if not self.isVisible():
            return
        if other:
            self.show_current(again=True)
        elif self._seen is not None:
            self._show_rank(self._seen)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is current when the inspector opens."""
        super().showEvent(event)
        self.buttons.add_actions()
        self.show_current(again=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop playing."""
        super().hideEvent(event)
        self.player.stop()

    @Slot(object, str)
    def _on_selection(self, _items: object, _source: str) -> None:
        if self.isVisible():
            self.show_current()

    def show_current(self, *, again: bool = False) -> None:
        """Show the current item; with again also if it is shown already."""
        item = self._context.shared.current
        if item is None:
            self.clear()
            return
        if item == self._item and not again:
            return
        self.player.stop()
        self._item = item
        hit = self._hit()
        function = partial(
            inspector_work.read,
            self._context.services,
            self._shown.results,
            item,
            hit.start_s if hit is not None else None,
        )
        job = self._context.jobs.submit(
            "io", function, replaces="results-inspect", priority=Priority.INTERACTIVE
        )
        job.succeeded.connect(self._on_read)
        job.failed.connect(self._on_failed)

    def clear(self) -> None:
        """Show nothing, and say what would be shown."""
        self._item, self._seen = 0, None
        self.player.stop()
        self.heading.setText(self.tr("Choose a hit to see it large, and why it is there."))
        self.canvas.show_image(QImage())
        self.canvas.show_marks(())
        self.score.show_hit(None)
        hidden: tuple[QWidget, ...] = (
            self.facts, self.why, self.concepts_title, self.concepts, self.shots_title,
            self.shots, self.around_title, self.around,
        )  # fmt: skip
        for widget in hidden:
            widget.hide()
        self.buttons.enable(item=False, video=False)

    def _hit(self) -> Hit | None:
        return next((hit for hit in self._shown.results.hits if hit.item == self._item), None)

    @Slot(object)
    def _on_read(self, seen: Inspected) -> None:
        if seen.item != self._item:
            return
        self._seen = seen
        self.canvas.show_image(seen.image)
        self.canvas.show_marks(seen.evidence.boxes, seen.evidence.poses)
        self._fit()
        self.canvas.setToolTip(seen.note)
        self.player.set_video(seen.video, seen.start_s, seen.frame_rate)
        self.buttons.enable(item=True, video=seen.video is not None)
        self._show_rank(seen)
        self._show_why(seen)
        self._show_concepts(seen)
        self._show_strips(seen)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.clear()
        self.heading.setText(error_line(error))

    def _show_rank(self, seen: Inspected) -> None:
        hit = self._hit()
        self.score.show_hit(hit)
        place = next(
            (n for n, one in enumerate(self._shown.results.hits, 1) if one.item == seen.item), 0
        )
        words = []
        if place:
            words.append(self.tr("rank %s") % numeral(place))
            if seen.item in self._shown.moves and (move := move_text(self._shown.moves[seen.item])):
                words.append(move)
        else:
            words.append(self.tr("not in this list"))
        if seen.video is not None:
            words.append(self.tr("at %s") % clock(seen.start_s))
        words += [word for word in (seen.when, seen.note) if word]
        self.heading.setText(breakable(seen.name))
        self.facts.setText(" · ".join(words))
        self.facts.show()

    def _show_why(self, seen: Inspected) -> None:
        hit = self._hit()
        texts = [why_text(text) for text in seen.evidence.texts[:MOST_TEXTS]]
        if hit is not None and hit.why and not texts:
            texts = [why_text(hit.why)]
        boxes = [
            f"{box.label} {numeral(box.score, '.0%')}" if box.score < 1 else box.label
            for box in seen.evidence.boxes
            if box.label
        ]
        lines = [_rich(text) for text in texts]
        if boxes:
            lines.append(self.tr("In the picture: %s") % _rich(", ".join(dict.fromkeys(boxes))))
        self.why.setText("<br>".join(lines))
        self.why.setVisible(bool(lines))

    def _show_concepts(self, seen: Inspected) -> None:
        concepts = seen.evidence.concepts or seen.named
        self.concepts_title.setText(
            self.tr("Concepts that matched:") if seen.evidence.concepts else self.tr("Named in it:")
        )
        self.concepts.clear()
        for name, score in concepts:
            chip = Chip(f"{name} {numeral(score, '.2f')}")
            chip.setToolTip(self.tr("Ask for “%s”, too") % name)
            chip.clicked.connect(partial(self._ask_for, name))
            self.concepts.add(chip)
        for widget in (self.concepts_title, self.concepts):
            widget.setVisible(bool(concepts))

    def _ask_for(self, name: str, *_: object) -> None:
        shared = self._context.shared
        query = asking.asked(self._shown.results, shared.filters)
        shared.query_requested.emit(asking.with_part(query, Part(ConceptAsk((name,)))))

    def _show_strips(self, seen: Inspected) -> None:
        for title, strip, row, text in (
            (self.shots_title, self.shots, seen.shots, self.tr("In its video: shot {n} of {all}")),
            (self.around_title, self.around, seen.around, self.tr("Before and after")),
        ):
            shown = len(row.hits) > 1
            if shown:
                title.setText(text.format(n=row.place + 1, all=numeral(len(row.hits))))
                if row.place < 0:
                    title.setText(self.tr("All shots: %s") % numeral(len(row.hits)))
                strip.show_hits(row.hits, max(0, row.place))
            title.setVisible(shown)
            strip.setVisible(shown)

    @Slot(int, float)
    def _on_chosen(self, item: int, _seconds: float) -> None:
        self._context.shared.select([item], "results-inspector")

    # -- what is done

    def play(self) -> None:
        """Play at the hit inside the inspector, or stop."""
        self.player.toggle()

    @Slot(object)
    def _on_frame(self, image: QImage) -> None:
        self.canvas.show_marks(())
        self.canvas.show_image(image, keep_view=not self.canvas.image.isNull())

    @Slot(bool)
    def _on_playing(self, playing: bool) -> None:
        self.buttons.show_playing(playing=playing)

    def step_row(self, steps: int) -> None:
        """Go to what came before (-1) or after (1) the item, in its video or in time."""
        seen = self._seen
        if seen is None:
            return
        row = seen.shots if len(seen.shots.hits) > 1 and seen.shots.place >= 0 else seen.around
        place = row.place + steps
        if row.place >= 0 and 0 <= place < len(row.hits):
            self._context.shared.select([row.hits[place].item], "results-inspector")


def _rich(text: str) -> str:
    """Return a text with its marked matches in bold, safe as rich text."""
    return "".join(
        f"<b>{escape(piece)}</b>" if strong else escape(piece)
        for piece, strong in matched_pieces(" ".join(text.split()))
    )
