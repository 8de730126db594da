"""“Why this one”: what moved a suggestion up, beside the marked pictures that did it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.feedback.texts import modality_name, said
from app.services.types import Explanation, ModalityRank
from app.widgets.error_texts import error_line
from app.widgets.film_strip import FilmStrip
from app.widgets.item_menu import ItemMenu
from app.widgets.numbers import numeral
from common.errors import AppError
from common.values import Hit

MOST_FEATURES = 6
HEIGHT = 58  # pixels, of the pictures


class WhyStrip(QWidget):
    """Explains the current suggestion.

    Args:
        context: services and jobs, for the pictures.
        parent: owner.
    """

    chosen = Signal(int)  # a marked item that was clicked

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setAccessibleName(self.tr("Why this one"))
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.strip = FilmStrip(context.services.items, context.jobs, HEIGHT)
        self.strip.setAccessibleName(
            self.tr("Marked pictures that speak for it, then those against it")
        )
        self.strip.chosen.connect(lambda item, _seconds: self.chosen.emit(item))
        ItemMenu(context, self.strip, self.strip.items_at, "feedback-why")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.text)
        layout.addWidget(self.strip)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.say(self.tr("Select a suggestion to see why it is here."))

    def say(self, text: str) -> None:
        """Say something instead of an explanation."""
        self.text.setText(text)
        self.strip.show_hits([])
        self.strip.hide()

    def _place(self, one: ModalityRank) -> str:
        place = self.tr("{what}: place {rank} of {total}")
        rank, total = numeral(one.rank), numeral(one.total)
        return place.format(what=modality_name(one.modality), rank=rank, total=total)

    def show_answer(self, title: str, answer: Explanation | AppError) -> None:
        """Show why an item comes, or why nobody knows.

        Args:
            title: what the item is called.
            answer: of the service.
        """
        if isinstance(answer, AppError):
            self.say(error_line(answer))
            return
        lines = [" · ".join([title, *map(self._place, answer.ranks)])]
        if answer.features:
            lines.append(
                " · ".join(
                    f"{'▲' if push.contribution > 0 else '▼'} {push.feature}"
                    for push in answer.features[:MOST_FEATURES]
                )
            )
        for_it = [each for each in answer.nearest if each.value > 0]
        against = [each for each in answer.nearest if each.value < 0]
        sides = [
            text % ", ".join(numeral(each.share, ".0%") for each in side[:MOST_FEATURES])
            for text, side in (
                (self.tr("For it, in the order of the pictures: %s"), for_it),
                (self.tr("against it: %s"), against),
            )
            if side
        ]
        if sides:
            lines.append(" · ".join(sides))
        lines += said(answer.notes)
        self.text.setText("\n".join(lines))
        self.strip.show_hits(
            [
                Hit(each.item, each.share, {"similarity": each.similarity})
                for each in (*for_it, *against)
            ]
        )
        self.strip.setVisible(bool(answer.nearest))
