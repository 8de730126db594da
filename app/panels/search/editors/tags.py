"""The editor of tags: what to walk from in the knowledge graph, what counts against, which text."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.search import lookups
from app.panels.search.editors.base import Balance, PartEditor, line, show_text
from app.panels.search.editors.pick_list import Entry, PickList
from app.services.types import TagsAsk, TagSuggestion
from app.widgets.chips import Chip, ChipRow
from app.widgets.filter_names import key_name, value_name
from app.widgets.numbers import numeral
from app.widgets.paint import NEGATIVE, POSITIVE, mix


class TagsEditor(PartEditor):
    """Edits tags; a click on a chip rules the tag out, another wants it again."""

    kind = "tags"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.chosen = ChipRow()
        self.chosen.setAccessibleName(self.tr("Chosen tags"))
        self.pick = PickList(self.tr("Tags"), self.tr("an object, a place, a person, a genre …"))
        self.pick.list.setToolTip(
            self.tr("Space or a click: from here · minus or Alt+click: not this")
        )
        self.pick.prefix_typed.connect(self._look_up)
        self.pick.ticked.connect(self._on_ticked)
        self.pick.excluded.connect(self._rule_out)
        self.pick.submitted.connect(self.submit)
        self.pick.emptied.connect(self._drop_last)
        self.words = line(
            self.tr("Words in texts beside the tags"),
            self.tr("and words in texts (may be empty)"),
            self._on_typed,
            self.submit,
        )
        self.balance = Balance(
            self.tr("graph"),
            self.tr("text"),
            self.tr("Graph against text"),
            self.tr("Left: nearness to the tags counts; right: the words"),
        )
        self.balance.moved.connect(self._on_balance)
        self.hint = QLabel(self.tr("Add a tag: a walk through the graph begins there."))
        self.hint.setWordWrap(True)
        self.hint.setProperty("muted", "true")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self.chosen, self.hint, self.pick, self.words, self.balance):
            layout.addWidget(part)

    @property
    def _ask(self) -> TagsAsk:
        return self._what if isinstance(self._what, TagsAsk) else TagsAsk(())

    @property
    def is_idle(self) -> bool:
        """Whether nothing is about to be told or shown."""
        return super().is_idle and self.pick.is_idle

    def show_what(self, what: TagsAsk) -> None:
        """Show tags, the ruled out ones in red."""
        self.chosen.clear()
        ground = self.palette().window().color()
        for tag, wanted in [(t, True) for t in what.tags] + [(t, False) for t in what.without]:
            name = tag_title(tag)
            text = name if wanted else self.tr("not %s") % name
            chip = Chip(
                text, removable=True, colour=mix(ground, POSITIVE if wanted else NEGATIVE, 0.35)
            )
            chip.setToolTip(
                self.tr("Click or Enter: rule it out")
                if wanted
                else self.tr("Click or Enter: begin from it")
            )
            chip.chosen.connect(partial(self._toggle, tag))
            chip.removed.connect(partial(self._drop, tag))
            self.chosen.add(chip)
        self.hint.setVisible(not what.tags and not what.without)
        show_text(self.words, what.text)
        self.balance.show_value(what.balance)
        self.balance.setEnabled(bool(what.text.strip()))
        self.pick.show_ticked(what.tags)
        if not self.pick.box.text():
            self.pick.ask()  # what is linked to the tags

    def _take(self, what: TagsAsk) -> None:
        self.change(what)
        self.show_what(what)

    def _without(self, tag: str) -> TagsAsk:
        ask = self._ask
        return replace(
            ask,
            tags=tuple(each for each in ask.tags if each != tag),
            without=tuple(each for each in ask.without if each != tag),
        )

    @Slot(object, bool)
    def _on_ticked(self, tag: str, on: bool) -> None:
        what = self._without(tag)
        self._take(replace(what, tags=(*what.tags, tag)) if on else what)

    @Slot(object)
    def _rule_out(self, tag: str) -> None:
        what = self._without(tag)
        self._take(replace(what, without=(*what.without, tag)))

    def _toggle(self, tag: str, _held: bool = False) -> None:
        if tag in self._ask.tags:
            self._rule_out(tag)
        else:
            self._on_ticked(tag, on=True)

    def _drop(self, tag: str) -> None:
        self._take(self._without(tag))

    def _drop_last(self) -> None:
        last = (*self._ask.tags, *self._ask.without)[-1:]
        for tag in last:
            self._drop(tag)

    @Slot(str)
    def _look_up(self, prefix: str) -> None:
        work = partial(lookups.tags, self.context.services, prefix, self._ask.tags)
        self.ask(work, self._on_found, "tags")

    @Slot(object)
    def _on_found(self, answer: tuple[str, list[TagSuggestion]]) -> None:
        prefix, found = answer
        entries = [
            Entry(
                f"{each.tag.key}={each.tag.value}",
                value_name(each.tag.key, each.tag.value),
                " · ".join(
                    [
                        key_name(each.tag.key),
                        *([numeral(each.count)] if each.count else ()),
                        *each.origins,
                    ]
                ),
            )
            for each in found
        ]
        self.pick.show_entries(prefix, entries, self._ask.tags)

    def _on_typed(self) -> None:
        self.balance.setEnabled(bool(self.words.text().strip()))
        self.change(replace(self._ask, text=self.words.text()), gesture="search-words")

    def _on_balance(self, value: float) -> None:
        self.change(replace(self._ask, balance=round(value, 2)), gesture="search-balance")

    def focus_main(self) -> None:
        """Put the keyboard into the line."""
        self.pick.box.setFocus()


def tag_title(tag: str) -> str:
    """Return the value of a "key=value" tag as a person reads it."""
    key, _, value = tag.partition("=")
    return value_name(key, value) if value else tag
