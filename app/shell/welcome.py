"""The first page: try the demo, make or open a library, go on with a recent one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.services.library_files import SUFFIX
from app.services.paths import without_home
from app.shell.job_texts import job_note
from app.shell.parts import heading, muted, quiet_button
from app.shell.theme import mark
from app.widgets.icons import icon
from common.jobs import Progress

PAGE_WIDTH = 880


class BigAction(QPushButton):
    """A card with an icon, a title and a sentence; acts as one button."""

    def __init__(self, drawing: str, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        picture = QLabel()
        picture.setPixmap(icon(drawing, self.palette().ColorRole.Highlight).pixmap(30, 30))
        self._picture, self._drawing = picture, drawing
        name = heading(title, 1.1)
        name.setWordWrap(True)
        labels = (picture, name, muted(text, wrap=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 16)
        layout.setSpacing(6)
        for label in labels:
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        layout.addStretch(1)

    def sizeHint(self) -> QSize:
        """Return the size of the card's content."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def refresh(self) -> None:
        """Draw the icon in the colour of the theme."""
        role = self.palette().ColorRole.Highlight
        self._picture.setPixmap(icon(self._drawing, role).pixmap(30, 30))


class RecentRow(QWidget):
    """A library that was open before."""

    opened = Signal(str)
    forgotten = Signal(str)

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        path = Path(folder)
        self._folder = folder
        there = (path / "library.json").is_file()
        name = path.name.removesuffix(SUFFIX)
        self.button = QPushButton(icon("folder"), name)
        mark(self.button, "quiet")
        self.button.setEnabled(there)
        self.button.setAccessibleName(self.tr("Open the library “{name}”").format(name=name))
        self.button.clicked.connect(self._on_open)
        where = muted(without_home(str(path.parent)))
        if not there:
            where.setText(self.tr("not found: {folder}").format(folder=without_home(folder)))
        forget = quiet_button("close", self.tr("Remove “{name}” from this list").format(name=name))
        forget.clicked.connect(self._on_forget)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        layout.addWidget(where, 1)
        layout.addWidget(forget)

    @Slot()
    def _on_open(self) -> None:
        self.opened.emit(self._folder)

    @Slot()
    def _on_forget(self) -> None:
        self.forgotten.emit(self._folder)


class WelcomePage(QScrollArea):
    """What the window shows while no library is open."""

    demo_requested = Signal()
    tour_requested = Signal()
    new_requested = Signal()
    open_requested = Signal()
    library_requested = Signal(str)  # folder
    forgotten = Signal(str)  # folder

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Welcome"))
        self.actions_shown = self._make_actions()
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self._recent_title = heading(self.tr("Recent libraries"), 1.1)
        page = QWidget()
        page.setMaximumWidth(PAGE_WIDTH)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(14)
        layout.addStretch(2)
        layout.addLayout(self._head())
        layout.addSpacing(10)
        cards = QHBoxLayout()
        cards.setSpacing(14)
        for card in self.actions_shown:
            cards.addWidget(card, 1)
        layout.addLayout(cards)
        layout.addWidget(self._drop_hint())
        layout.addWidget(self._tour(), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        layout.addWidget(self._recent_title)
        layout.addLayout(self._recent)
        layout.addStretch(3)
        outside = QWidget()
        around = QHBoxLayout(outside)
        around.addStretch(1)
        around.addWidget(page, 20)
        around.addStretch(1)
        self.setWidget(outside)

    def _make_actions(self) -> list[BigAction]:
        demo = BigAction(
            "demo",
            self.tr("Try the demo"),
            self.tr("A small collection of films and scenes, made on this computer in seconds."),
        )
        new = BigAction(
            "folder-new",
            self.tr("New library from a folder …"),
            self.tr("Choose photos, videos or film lists. Your files stay where they are."),
        )
        known = BigAction(
            "folder",
            self.tr("Open library …"),
            self.tr("Go on with a library that you made before."),
        )
        demo.clicked.connect(self.demo_requested)
        new.clicked.connect(self.new_requested)
        known.clicked.connect(self.open_requested)
        return [demo, new, known]

    def _head(self) -> QHBoxLayout:
        logo = QLabel()
        logo.setPixmap(icon("kinora").pixmap(64, 64))
        logo.setAccessibleName("Kinora")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(heading(self.tr("Welcome to Kinora"), 2.0))
        words.addWidget(
            muted(
                self.tr(
                    "See, search and sort large collections of photos, videos and films. "
                    "Everything happens on this computer."
                ),
                wrap=True,
            )
        )
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(logo)
        head.addLayout(words, 1)
        return head

    def _drop_hint(self) -> QLabel:
        hint = muted(self.tr("Or drop folders and files anywhere into this window."))
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return hint

    def _tour(self) -> QPushButton:
        self.tour = QPushButton(icon("resume"), self.tr("Take the five-minute tour"))
        self.tour.setToolTip(self.tr("Opens the demo and leads through it; skip it at any step"))
        mark(self.tour, "quiet")
        self.tour.clicked.connect(self.tour_requested)
        return self.tour

    def show_recent(self, folders: Sequence[str]) -> None:
        """List the libraries that were open before, newest first."""
        while (entry := self._recent.takeAt(0)) is not None:
            if (old := entry.widget()) is not None:
                old.hide()
                old.deleteLater()
        for folder in folders:
            row = RecentRow(folder)
            row.opened.connect(self.library_requested)
            row.forgotten.connect(self.forgotten)
            self._recent.addWidget(row)
        self._recent_title.setVisible(bool(folders))

    def refresh(self) -> None:
        """Take over the colours of the theme."""
        for card in self.actions_shown:
            card.refresh()


class ProgressPage(QWidget):
    """What the window shows while a library opens or the demo is built."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = heading("", 1.4)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.setFixedWidth(360)
        self.note = muted()
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stop = QPushButton(self.tr("Cancel"))
        self.stop.clicked.connect(self.cancelled)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(2)
        for widget in (self.title, self.bar, self.note, self.stop):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def begin(self, title: str) -> None:
        """Start over with a title."""
        self.title.setText(title)
        self.bar.setRange(0, 0)
        self.note.clear()

    @Slot(object)
    def show_progress(self, progress: Progress) -> None:
        """Show how far the work is."""
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self.note.setText(job_note(progress.note))
