"""Parts of the details panel: facts, texts, facets, and what the user says of an item."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QLocale, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QFormLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.services.paths import without_home
from app.services.types import Filter, ItemDetails
from app.widgets.chips import Chip, ChipRow
from app.widgets.controls import breakable, tool_button
from app.widgets.facts import fact_rows
from app.widgets.filter_names import key_name, value_name
from app.widgets.flow_layout import FlowLayout
from app.widgets.numbers import numeral
from app.widgets.paint import NEGATIVE, POSITIVE
from common.values import Facet, TextKind

MAX_CHIPS = 12  # a key; the rest is behind "more"
# What the study of the wall showed first of a film; these come before all other keys.
FIRST_SHOWN = {"genre": 5, "actor": 3, "director": 2, "company": 6}
_OWN_KEYS = {"tag"}  # shown where the user edits them
_FACT_KEYS = {"camera", "lens", "rating", "runtime"}


class Section(QWidget):
    """A headline over a part; hidden while the part is empty."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        head = QLabel(title)
        font = head.font()
        font.setBold(True)
        head.setFont(font)
        self.setAccessibleName(title)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 6, 0, 0)
        self.box.setSpacing(3)
        self.box.addWidget(head)
        self.hide()


def long_label(text: str) -> QLabel:
    """Return a label that wraps and whose text can be selected by mouse and keyboard."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label


def clear(layout: QLayout, keep: int = 0) -> None:
    """Remove and delete the widgets of a layout but the first few."""
    while layout.count() > keep:
        entry = layout.takeAt(keep)
        widget = entry.widget() if entry is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class FactsSection(Section):
    """Names and values of what is known of the file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Facts"), parent)
        self._holder = QWidget()
        self.box.addWidget(self._holder)
        self._rows: list[tuple[str, str]] = []

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Names and values, in order."""
        return self._rows

    def show_item(self, details: ItemDetails, people: int | None = None) -> None:
        """Show the facts of an item and where its files are.

        Args:
            details: of the item.
            people: of whom key points are known; None where nobody looked for any.
        """
        rows = fact_rows(details)
        if people is not None:
            rows.append((self.tr("People with a pose"), QLocale().toString(people)))
        for file in details.files:
            state = self.tr(" (not there)") if file.missing else ""
            rows.append((self._role(file.role), f"{without_home(file.path)}{state}"))
        self.show_rows(rows)

    def show_rows(self, rows: list[tuple[str, str]]) -> None:
        """Show these names and values."""
        self._rows = rows
        fresh = QWidget()
        form = QFormLayout(fresh)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(2)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, value in rows:
            label = QLabel(name)
            label.setProperty("muted", "true")
            shown = long_label(breakable(value))
            shown.setAccessibleName(f"{name}: {value}")
            form.addRow(label, shown)
        self.box.replaceWidget(self._holder, fresh)
        self._holder.deleteLater()
        self._holder.hide()
        self._holder = fresh
        self.setVisible(bool(rows))

    def _role(self, role: str) -> str:
        names = {
            "media": self.tr("File"),
            "list": self.tr("Film list"),
            "poster": self.tr("Poster"),
            "subtitles": self.tr("Subtitles"),
        }
        return names.get(role, role)


class TextsSection(Section):
    """Plots, captions, texts in the picture and what is spoken."""

    SHOWN = (TextKind.PLOT, TextKind.CAPTION, TextKind.OCR, TextKind.SPEECH)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Texts"), parent)

    def show_item(self, details: ItemDetails) -> None:
        """Show the longer texts of an item."""
        clear(self.box, 1)
        names = {
            TextKind.PLOT: self.tr("Plot"),
            TextKind.CAPTION: self.tr("Caption"),
            TextKind.OCR: self.tr("In the picture"),
            TextKind.SPEECH: self.tr("Spoken"),
        }
        for kind in self.SHOWN:
            found = list(dict.fromkeys(t.content for t in details.texts if t.kind == kind))
            if found:
                head = QLabel(names[kind])
                head.setProperty("muted", "true")
                self.box.addWidget(head)
                joined = "\n".join(found) if kind != TextKind.SPEECH else " ".join(found)
                self.box.addWidget(long_label(joined))
        self.setVisible(self.box.count() > 1)


class FacetsSection(Section):
    """Facets as chips, by key; a chip says whether it is filtered by."""

    filtered = Signal(str, str)  # key, value: filter by it, or no longer
    searched = Signal(str)  # value: search by it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Facets"), parent)
        self._filters: Sequence[Filter] = ()
        self._chips: list[tuple[str, str, Chip]] = []
        self._facets: list[Facet] = []
        self._whole: set[str] = set()  # keys of which all values are shown
        self._versions: dict[str, str] = {}  # of the analyses that say so

    def show_item(self, details: ItemDetails) -> None:
        """Show the facets of an item."""
        self._versions = dict(details.analyses)
        self.show_facets(f for f in details.facets if f.key not in _OWN_KEYS | _FACT_KEYS)

    def show_facets(self, facets: Iterable[Facet]) -> None:
        """Show facets, grouped by key; of each key the first few, the rest behind "more"."""
        self._facets = list(facets)
        self._whole.clear()
        self._show_groups()

    def _show_groups(self) -> None:
        clear(self.box, 1)
        self._chips.clear()
        groups: dict[str, list[Facet]] = {key: [] for key in FIRST_SHOWN}
        for facet in self._facets:
            groups.setdefault(facet.key, []).append(facet)
        for key, values in groups.items():
            if not values:
                continue
            head = QLabel(key_name(key))
            head.setProperty("muted", "true")
            self.box.addWidget(head)
            self.box.addWidget(self._row(key, values))
        self.setVisible(bool(self._facets))

    def show_filters(self, filters: Sequence[Filter]) -> None:
        """Show which chips are filtered by."""
        self._filters = filters
        for key, value, chip in self._chips:
            chip.set_on(on=self._is_on(key, value))

    def _is_on(self, key: str, value: str) -> bool:
        return any(
            one.key == key and value in one.values and one.mode != "none" for one in self._filters
        )

    def _row(self, key: str, values: list[Facet]) -> ChipRow:
        row = ChipRow(self)
        many = len(values) if key in self._whole else FIRST_SHOWN.get(key, MAX_CHIPS)
        for facet in values[:many]:
            row.add(self._chip(key, facet))
        if len(values) > many:
            more = Chip(self.tr("%s more …") % (len(values) - many))
            more.setToolTip(", ".join(f.value for f in values[many:]))
            more.clicked.connect(partial(self._on_more, key))
            row.add(more)
        return row

    def _chip(self, key: str, facet: Facet) -> Chip:
        shown = value_name(key, facet.value)
        chip = Chip(shown if facet.score >= 0.995 else f"{shown} {numeral(facet.score, '.0%')}")
        version = self._versions.get(facet.source, "")
        source = f"{facet.source.removeprefix('analyser:') or '–'} {version}".strip()
        chip.setToolTip(
            self.tr("{key}: {value} ({source}). Click: filter; Ctrl+click: search").format(
                key=key_name(key), value=shown, source=source
            )
        )
        chip.set_on(on=self._is_on(key, facet.value))
        chip.chosen.connect(partial(self._on_chip, key, facet.value))
        self._chips.append((key, facet.value, chip))
        return chip

    def _on_more(self, key: str, *_: object) -> None:
        self._whole.add(key)
        self._show_groups()

    def _on_chip(self, key: str, value: str, with_ctrl: bool) -> None:
        if with_ctrl:
            self.searched.emit(value)
        else:
            self.filtered.emit(key, value)


class OwnSection(Section):
    """What the user says: mark, tags, buckets, watchlists."""

    labelled = Signal(int)
    tagged = Signal(str, bool)  # value, on
    listed = Signal(str, str, bool)  # "bucket" or "watchlist", name, on

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Yours"), parent)
        self._names: dict[str, QStringListModel] = {}
        self._rows: dict[str, ChipRow] = {}
        self._boxes: dict[str, QLineEdit] = {}
        self.box.addLayout(self._make_marks())
        for kind, title in (
            ("tag", self.tr("Tags")),
            ("bucket", self.tr("Buckets")),
            ("watchlist", self.tr("Watchlists")),
        ):
            self._make_list(kind, title)

    def _make_marks(self) -> FlowLayout:
        row = FlowLayout()
        self.marks: dict[int, QToolButton] = {}
        for value, text, tip, colour in (
            (1, self.tr("+ relevant"), self.tr("Use as positive (Ctrl+Up)"), POSITIVE),
            (-1, self.tr("− not relevant"), self.tr("Use as negative (Ctrl+Down)"), NEGATIVE),
        ):
            button = tool_button(text, tip, checkable=True)
            button.setStyleSheet(
                f"QToolButton:checked {{ background: {colour.name()}; color: white;"
                "font-weight: bold; border-radius: 4px; }"
            )
            button.clicked.connect(partial(self._on_mark, value))
            row.addWidget(button)
            self.marks[value] = button
        return row

    def _make_list(self, kind: str, title: str) -> None:
        self._rows[kind] = ChipRow()
        box = QLineEdit(placeholderText=title + " …")
        box.setAccessibleName(title)
        box.setToolTip(self.tr("Type a name and press Enter to add it"))
        self._names[kind] = QStringListModel(self)
        completer = QCompleter(self._names[kind], box)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        box.setCompleter(completer)
        box.returnPressed.connect(partial(self._on_added, kind))
        self._boxes[kind] = box
        self.box.addWidget(self._rows[kind])
        self.box.addWidget(box)

    def boxes(self) -> dict[str, QLineEdit]:
        """Return where names are typed, by "tag", "bucket", "watchlist"."""
        return self._boxes

    def chips(self, kind: str) -> list[Chip]:
        """Return the chips of a kind."""
        return self._rows[kind].chips

    def show_state(
        self,
        label: int,
        names: dict[str, list[str]],
        known: dict[str, list[str]],
        *,
        can_write: bool,
        why_not: str = "",
    ) -> None:
        """Show what the user said of an item.

        Args:
            label: -1, 0 or +1.
            names: of the item, by kind.
            known: all names, by kind, for completion.
            can_write: whether it can be changed.
            why_not: shown where it cannot.
        """
        for value, button in self.marks.items():
            button.setChecked(label == value)
            button.setEnabled(can_write)
        for kind, row in self._rows.items():
            row.clear()
            for name in names.get(kind, []):
                chip = Chip(name, removable=can_write)
                chip.removed.connect(partial(self._emit, kind, name, on=False))
                row.add(chip)
            self._names[kind].setStringList(known.get(kind, []))
            self._boxes[kind].setEnabled(can_write)
            if not can_write:
                self._boxes[kind].setToolTip(why_not)
        self.show()

    def _on_mark(self, value: int) -> None:
        self.labelled.emit(value if self.marks[value].isChecked() else 0)

    def _on_added(self, kind: str) -> None:
        name = self._boxes[kind].text().strip()
        if name:
            self._boxes[kind].clear()
            self._emit(kind, name, on=True)

    def _emit(self, kind: str, name: str, *, on: bool) -> None:
        if kind == "tag":
            self.tagged.emit(name, on)
        else:
            self.listed.emit(kind, name, on)
