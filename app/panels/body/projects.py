"""Projects of the panel: new, open, save, what comes back after a crash, drawings of late."""

import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QDateTime, QLocale, QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.context import PanelContext
from app.panels.body import work
from app.panels.body.bars import Bar
from app.panels.body.edit_names import note_text
from app.panels.body.session import BodySession
from app.services.body_document_types import BodyState
from app.services.body_shaping import new_state
from app.widgets.error_texts import service_text
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.body_autosave import Autosave, Recovered
    from app.services.body_reopening import Reopened

SUFFIX: Final = ".kinora-body"


class Projects(QObject):
    """Keeps the drawing in files and brings it back.

    Args:
        context: of the panel.
        session: holds the document.
        bar: offers drawings of windows that died.
        parent: the widget that dialogs belong to.
    """

    shown = Signal()  # name or state of the project
    said = Signal(str)  # notes about what was opened
    recent_changed = Signal()
    _failed = Signal(object)  # AppError; from the worker that saves by itself

    def __init__(
        self, context: PanelContext, session: BodySession, bar: Bar, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._session = session
        self._widget = parent
        self._bar = bar
        self._autosave: Autosave | None = None
        self._crashed: list[Recovered] = []
        self._pending = 0
        self._saved: dict[str, Any] = {}  # of a session, until its drawing is back
        self._made_bar = False
        self._write_number = 0
        self._marked = 0  # number of the write that the document knows of
        self._writing = threading.Lock()
        self._written: dict[Path, int] = {}  # number of the last write by file
        self._failed.connect(context.notices.error)
        self.shown.connect(self._forget_session)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being read or written."""
        return not self._pending

    # -- beginning and ending

    def begin(self, saved: Mapping[str, Any] | None) -> None:
        """Save by itself from now on, and go on with the drawing of the session.

        Args:
            saved: what save_state() returned; None for a new drawing.
        """
        from app.services.body_autosave import Autosave

        if saved:
            self._saved = dict(saved)
        if self._autosave is None:
            services = self._context.services
            self._autosave = Autosave(
                self._session.document, work.folder_of(services) / "autosave",
                network=services.body.network_hash, on_failed=self._failed.emit,
            )  # fmt: skip
        self._do(
            work.reopen, self._context.services, self._saved,
            then=self._on_reopened, replaces="body.reopen",
        )  # fmt: skip

    @Slot(object)
    def _on_reopened(self, found: "Reopened") -> None:
        document = self._session.document
        if found.project is not None and self._saved and not document.is_modified:
            document.replace(found.project.state, found.path, modified=found.is_modified)
            self._tell(found.project.notes)
        if found.kept is not None and self._autosave is not None:
            self._session.run(work.secure, self._autosave, found.kept, then=self._on_secured)
        if found.error:
            self._context.notices.warn(service_text(found.error))
        self._crashed = list(found.crashed)
        self._offer_crashed()
        self.shown.emit()

    @Slot()
    def _forget_session(self) -> None:
        """Hold on no longer to what a session remembers: another drawing is open now."""
        self._saved = {}

    @Slot(object)
    def _on_secured(self, _nothing: object) -> None:
        """Nothing: the drawing is written under its new name."""

    def save_state(self) -> dict[str, Any]:
        """Return what a session remembers of the open drawing."""
        from app.services.body_reopening import session_of

        if self._autosave is None:
            return {}
        if self._saved and not self._session.document.is_modified:
            return self._saved
        return session_of(self._autosave, self._session.document.path)

    def close(self) -> None:
        """Stop saving; what was not saved is there when its session opens again."""
        from app.services.body_reopening import close

        if self._autosave is not None:
            autosave, self._autosave = self._autosave, None
            close(autosave)

    # -- after a crash

    def _offer_crashed(self) -> None:
        """Offer the newest drawing that was not closed."""
        if not self._made_bar:
            self._made_bar = True
            self._bar.offer(self.tr("Open it"), self.tr("Go on with that drawing"), self.recover)
            self._bar.offer(
                self.tr("Discard it"), self.tr("Forget that drawing for good"), self.discard
            )
        if not self._crashed:
            self._bar.say("")
            return
        seconds = round(self._crashed[0].changed_at.timestamp())
        when = QLocale().toString(
            QDateTime.fromSecsSinceEpoch(seconds), QLocale.FormatType.ShortFormat
        )
        text = self.tr("A drawing of {when} was not closed: Kinora ended before.").format(when=when)
        if len(self._crashed) > 1:
            text += " " + self.tr("%n more", "", len(self._crashed) - 1)
        self._bar.say(text)

    def recover(self) -> None:
        """Go on with the newest drawing that was not closed."""
        if self._crashed:
            kept = self._crashed[0]
            self._do(
                work.load_kept, self._context.services, kept.path,
                then=partial(self._on_recovered, kept),
            )  # fmt: skip

    def _on_recovered(self, kept: "Recovered", loaded: work.Loaded) -> None:
        project = loaded.project
        self._keep_old()
        source = Path(project.source) if project.source else None
        self._session.document.replace(project.state, source, modified=True)
        self._tell(project.notes)
        if self._autosave is not None:
            self._session.run(work.secure, self._autosave, kept, then=self._on_secured)
        self._crashed = [one for one in self._crashed if one is not kept]
        self._offer_crashed()
        self.shown.emit()

    def discard(self) -> None:
        """Forget the newest drawing that was not closed."""
        if self._crashed:
            self._session.run(work.forget, self._crashed.pop(0), then=self._on_secured)
            self._offer_crashed()

    # -- projects

    def new(self) -> None:
        """Begin another drawing; the one before is kept."""
        self._keep_old()
        document = self._session.document
        document.replace(new_state(document.body))
        self._session.select(-1)
        self.shown.emit()

    def _keep_old(self) -> None:
        """Keep a drawing that goes away and was not saved, among those of late."""
        document = self._session.document
        if not document.is_modified:
            return
        title = self.tr("Drawing") if document.path is None else document.path.stem
        services, state = self._context.services, document.state
        self._do(work.keep, services, state, title, then=self._on_kept)

    @Slot(object)
    def _on_kept(self, _nothing: object) -> None:
        self.recent_changed.emit()
        self._context.notices.info(
            self.tr("The drawing before was kept: Library ▸ Drawings of late.")
        )

    def ask_open(self) -> None:
        """Ask for a project and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self._widget.window(), self.tr("Open a body project"), self._folder(),
            self.tr("Body projects (%s)") % f"*{SUFFIX}",
        )  # fmt: skip
        if name:
            self.open(Path(name))

    @Slot(object)
    def open(self, path: Path) -> None:
        """Open a project; the drawing before is kept."""
        is_kept = path.is_relative_to(work.folder_of(self._context.services))
        function = work.load_kept if is_kept else work.load
        self._do(function, self._context.services, path, then=self._on_loaded, replaces="body.open")

    @Slot(object)
    def _on_loaded(self, loaded: work.Loaded) -> None:
        self._keep_old()
        self._session.select(-1)
        document = self._session.document
        document.replace(loaded.project.state, loaded.path, modified=loaded.path is None)
        self._tell(loaded.project.notes)
        self.shown.emit()

    def save(self) -> None:
        """Save the project to its file; asks for one where it has none."""
        path = self._session.document.path
        if path is None:
            self.save_as()
        else:
            self._write(path)

    def save_as(self) -> None:
        """Ask for a file and save the project to it."""
        path = self._session.document.path
        first = path or Path(self._folder()) / f"{self.tr('Drawing')}{SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self._widget.window(), self.tr("Save the body project"), str(first),
            self.tr("Body projects (%s)") % f"*{SUFFIX}",
        )  # fmt: skip
        if name:
            target = Path(name)
            self._write(target if target.suffix == SUFFIX else Path(f"{name}{SUFFIX}"))

    def _write(self, path: Path) -> None:
        self._write_number += 1
        number, drawing = self._write_number, self._session.document.number
        self._do(
            self._save, path, self._session.state, number,
            then=partial(self._on_saved, number, drawing),
        )  # fmt: skip

    def _save(
        self, path: Path, state: BodyState, number: int, context: JobContext
    ) -> work.Saved | None:
        """Write a project in a lane; None where the file holds a later state already."""
        with self._writing:
            if number < self._written.get(path, 0):
                return None
            saved = work.save(self._context.services, path, state, context)
            self._written[path] = number
            return saved

    def _on_saved(self, number: int, drawing: int, saved: work.Saved | None) -> None:
        if saved is None:
            return
        document = self._session.document
        if drawing == document.number and number > self._marked:  # not if another is open by now
            self._marked = number
            document.mark_saved(saved.state, saved.path)
            self.shown.emit()
        self.recent_changed.emit()
        self._context.notices.info(self.tr("Saved “%s”.") % saved.path.name)

    def _folder(self) -> str:
        path = self._session.document.path
        return str(Path.home() if path is None else path.parent)

    # -- helpers

    def _tell(self, notes: tuple[str, ...]) -> None:
        self.said.emit(" ".join(note_text(note) for note in notes))

    def _do(
        self, function: Callable[..., Any], *args: Any, then: Callable[[Any], None],
        replaces: str | None = None,
    ) -> None:  # fmt: skip
        """Do something with files in the background."""
        self._pending += 1

        def run(context: Any) -> Any:  # a partial would be logged with its arrays
            return function(*args, context)

        job = self._context.jobs.submit("io", run, replaces=replaces)
        job.succeeded.connect(self._on_one)
        job.failed.connect(self._on_one)
        job.cancelled.connect(self._on_one)
        job.succeeded.connect(then)
        job.failed.connect(self._on_error)

    @Slot()
    def _on_one(self, _what: object = None) -> None:
        self._pending -= 1

    @Slot(object)
    def _on_error(self, error: Exception) -> None:
        self._forget_session()
        self._context.notices.error(error)
