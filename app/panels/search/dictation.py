"""The microphone beside the box: a registered analyser writes what is said."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from app.jobs import Job
from app.widgets.error_texts import error_text
from common.errors import AppError
from common.jobs import JobContext, Progress

if TYPE_CHECKING:
    from app.panels.search.panel import SearchPanel

SECONDS = 15.0  # at most


def _has(services: Any, context: JobContext) -> bool:
    """Return whether an analyser for dictation is there; it may load one. Runs in a lane."""
    context.step(0)
    return bool(services.analysers.has("dictation"))


def _listen(services: Any, seconds: float, context: JobContext) -> str:
    """Return what was said. Runs in a lane."""
    return str(services.analysers.dictate(seconds, context))


class Dictation(QObject):
    """Listens while the button is down; a second click ends it.

    Args:
        panel: whose box is filled.
    """

    def __init__(self, panel: "SearchPanel") -> None:
        super().__init__(panel)
        self._panel = panel
        self._job: Job | None = None
        self._is_there: bool | None = None
        self._has_looked = False
        self.button = panel.head.dictate
        self.button.setCheckable(True)
        self.button.clicked.connect(lambda _on: self.start())
        self._tell()
        panel.context.shared.settings_changed.connect(self._on_setting)

    @property
    def is_listening(self) -> bool:
        """Whether the microphone is open."""
        return self._job is not None

    def look_once(self) -> None:
        """Find out whether an analyser is there, the first time only."""
        if not self._has_looked:
            self.look()

    def look(self) -> None:
        """Find out whether an analyser is there."""
        self._has_looked = True
        jobs, services = self._panel.context.jobs, self._panel.context.services
        job = jobs.submit("io", partial(_has, services), replaces="search-dictation-known")
        job.succeeded.connect(self._on_known)

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if "analyser" in name:
            self.look()

    @Slot(object)
    def _on_known(self, is_there: bool) -> None:
        self._is_there = is_there
        self._tell()

    def _tell(self) -> None:
        if self._is_there:
            tip = self.tr("Dictate: speak, a second click ends it (Alt+Shift+D)")
        else:
            tip = self.tr(
                "Dictation needs an analyser: name its file in the settings, or install a package "
                "that brings one."
            )
        self.button.setVisible(self._is_there is not None)
        self.button.setEnabled(bool(self._is_there))
        self.button.setToolTip(tip)
        self.button.setAccessibleName(self.tr("Dictate"))
        self.button.setAccessibleDescription(tip)

    def start(self) -> None:
        """Begin to listen, or end it."""
        if self._job is not None:
            self._job.cancel()
            return
        context = self._panel.context
        if not self._is_there:
            self.button.setChecked(False)
            context.notices.info(self.button.toolTip())
            return
        self.button.setChecked(True)
        self._panel.head.box.setPlaceholderText(self.tr("Listening …"))
        job = context.jobs.submit(
            "io", partial(_listen, context.services, SECONDS), replaces="search-dictation"
        )
        self._job = job
        job.progressed.connect(self._on_progress)
        job.succeeded.connect(self._on_heard)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._end)

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        if self._job is not None and progress.total:
            text = self.tr("Listening … %s s") % f"{progress.done / 10:.0f}"
            self._panel.head.box.setPlaceholderText(text)

    @Slot(object)
    def _on_heard(self, text: str) -> None:
        self._end()
        if text.strip():
            self._panel.add_text(text.strip())
        else:
            self._panel.context.notices.info(self.tr("Nothing was understood."))

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, AppError):
            self._panel.outcome.explain(*error_text(error))
        else:
            self._panel.context.notices.error(error)

    @Slot()
    def _end(self) -> None:
        self._job = None
        self.button.setChecked(False)
        self._panel.head.box.show_hint()
