"""What stands beside the panels of an open library: recorder, presentation, measuring, study."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtWidgets import QDialog, QToolBar

from app.context import Action
from app.services.moving_types import JOURNAL
from app.services.study import Plan, StudyService
from app.services.vector_places import FAISS
from app.shell.few_controls import FewControls
from app.shell.history_view import HistoryBridge
from app.shell.recorder import Recorder
from app.shell.recording import Recording
from app.shell.sharing import SharedLibrary
from app.shell.stage import Stage
from app.shell.study.bar import StudyBar
from app.shell.study.dialogs import SetupDialog
from app.shell.study.summary import SummaryDialog
from app.shell.tour import Tour
from app.shell.view_export import ViewExport
from app.shell.workspace import Workspace
from app.widgets.filter_names import key_name
from common.errors import AppError

if TYPE_CHECKING:
    from app.shell.measure.dialog import MeasureDialog
    from app.shell.move_page import MovePage
    from app.shell.study.run import StudyRun
    from app.shell.window import MainWindow

logger = logging.getLogger(__name__)


class Extras(QObject):
    """Made once for a window; follows the library that is open in it.

    Args:
        window: of the program.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.stage = Stage(window)
        self.few = FewControls(window)
        self.tour = Tour(window)
        self.recording = Recording(window)
        self.views = ViewExport(window)
        self.recorder: Recorder | None = None
        self.sharing: SharedLibrary | None = None
        self.run: StudyRun | None = None
        self.setup: SetupDialog | None = None
        self.summary: SummaryDialog | None = None
        self.measuring: MeasureDialog | None = None
        self._strip: QToolBar | None = None
        self._move: MovePage | None = None

    def opened(self, workspace: Workspace, history: HistoryBridge) -> None:
        """Follow a library that was opened."""
        self.recorder = Recorder(workspace.context, history, workspace)
        if (workspace.context.services.library.folder / JOURNAL).exists():
            text = self.tr("A move of this library was begun and is not finished.")
            go_on = self._window.libraries.move
            self._window.notices.warn(text, self.tr("Go on …"), go_on)
        addresses = workspace.context.services.library.addresses
        if not addresses.is_one_folder or addresses.vectors != FAISS:
            self.sharing = SharedLibrary(workspace.context, self._window)
        if self.sharing is not None and not addresses.is_one_folder:
            self._window.all_actions.add(self._share_action(self.sharing))

    def _share_action(self, sharing: SharedLibrary) -> Action:
        translate = QCoreApplication.translate
        return Action(
            "library.share",
            translate("CoreActions", "&Share …"),
            sharing.choose,
            menu="File",
            tip=translate("CoreActions", "Choose which of your marks and lists all may change"),
            writes=True,
        )

    def move_page(self) -> "MovePage":
        """Return the page that moves libraries, made when it is first asked for."""
        if self._move is None:
            from app.shell.move_page import MovePage

            self._move = MovePage()
            self._move.left.connect(self._window.libraries.open)
            self._move.failed.connect(self._window.notices.error)
            self._window.pages.addWidget(self._move)
        return self._move

    @property
    def is_moving(self) -> bool:
        """Whether a library is being moved."""
        return self._move is not None and self._move.is_busy

    def shutdown(self) -> None:
        """Stop what runs without a library; the window closes."""
        if self._move is not None:
            self._move.close_jobs()

    def closing(self) -> None:
        """End what runs before the library closes."""
        self.stage.leave()
        self.tour.closing()
        self.few.closing()
        if self.sharing is not None:
            self.sharing.close()
            self.sharing.deleteLater()
            self.sharing = None
        if self.run is not None:
            self.run.stop()
        if self.measuring is not None:
            self.measuring.drop()
            self.measuring = None
        if self.recorder is not None:
            self.recorder.close()
            self.recorder = None

    def measure(self) -> None:
        """Show the dialog that measures the collection; one that is open already comes up."""
        workspace = self._window.workspace
        if workspace is None:
            return
        if self.measuring is None:
            from app.shell.measure.dialog import MeasureDialog  # the catalogue comes with it

            self.measuring = MeasureDialog(workspace.context, self._window)
        elif not self.measuring.isVisible():
            self.measuring.look()
        self.measuring.show()
        self.measuring.raise_()
        self.measuring.activateWindow()

    # -- the wall study

    def ask_study(self) -> None:
        """Ask for the study and the participant, then begin."""
        workspace = self._window.workspace
        if workspace is None or self.run is not None:
            return
        service = StudyService(workspace.context.services.library)
        wall = workspace.context.services.wall
        best = wall.cluster_key()
        keys = [(best, key_name(best))]
        keys += [(key, key_name(key)) for key in sorted(wall.cluster_keys()) if key != best]
        self.setup = SetupDialog(service.studies(), keys, self._window)
        self.setup.accepted.connect(self._on_set_up)
        self.setup.results.clicked.connect(self._on_results_wanted)
        self.setup.open()

    @Slot()
    def _on_set_up(self) -> None:
        workspace, setup = self._window.workspace, self.setup
        if workspace is None or setup is None:
            return
        service = StudyService(workspace.context.services.library)
        try:
            plan = service.plan(
                setup.study.currentText().strip(),
                setup.participant.text().strip(),
                key=str(setup.key.currentData() or ""),
                familiar_s=setup.familiar.value(),
                trial_s=setup.trial.value(),
                start_px=setup.start.value(),
            )
        except AppError as error:
            self._window.notices.error(error)
            return
        self.begin(workspace, service, plan)

    def begin(self, workspace: Workspace, service: StudyService, plan: Plan) -> None:
        """Begin a participant's session."""
        from app.shell.study.run import StudyRun  # it loads panels

        if self.recorder is None or not {"wall", "watchlist"} <= set(workspace.names):
            return
        bar = StudyBar()
        self._strip = QToolBar(self.tr("Wall study"), movable=False)
        self._strip.setObjectName("study")
        self._strip.addWidget(bar)
        workspace.addToolBar(self._strip)
        self.run = StudyRun(workspace, self.recorder, service, plan, bar)
        self.run.ended.connect(self._on_ended)
        self.run.begin()

    @Slot(bool)
    def _on_ended(self, is_complete: bool) -> None:
        run, self.run = self.run, None
        strip, self._strip = self._strip, None
        workspace = self._window.workspace
        if strip is not None:
            if workspace is not None:
                workspace.removeToolBar(strip)
            strip.deleteLater()
        if run is None:
            return
        text = (
            self.tr("Thank you: the study is complete.")
            if is_complete
            else self.tr("The study was ended early; what was recorded is kept.")
        )
        study = run.record.plan.study
        self._window.notices.info(text, self.tr("Results"), lambda: self.show_results(study))
        run.deleteLater()

    @Slot()
    def _on_results_wanted(self) -> None:
        if self.setup is not None:
            self.show_results(self.setup.study.currentText().strip())

    def show_results(self, study: str) -> None:
        """Show what the records of a study say."""
        workspace = self._window.workspace
        if workspace is None:
            return
        try:
            records = StudyService(workspace.context.services.library).records(study)
        except AppError as error:
            self._window.notices.error(error)
            return
        self.summary = SummaryDialog(study, records, self._window.notices, self._window)
        self.summary.finished.connect(self._on_summary_closed)
        self.summary.open()

    @Slot(int)
    def _on_summary_closed(self, _result: int) -> None:
        dialog, self.summary = self.summary, None
        if isinstance(dialog, QDialog):
            dialog.deleteLater()


def extra_actions(window: "MainWindow") -> list[Action]:
    """Return the actions for presentation, controls, measuring and the wall study."""
    tools = [
        *_tool_actions(window), *window.extras.recording.actions(), window.extras.views.action(),
    ]  # fmt: skip
    return [*_view_actions(window), *tools]


def _view_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    extras = window.extras
    return [
        Action(
            "view.present",
            translate("CoreActions", "&Presentation"),
            extras.stage.toggle,
            "F5",
            "View",
            tip=translate("CoreActions", "The wall fills the screen and drifts by itself"),
            is_enabled=lambda: window.workspace is not None,
            icon="resume",
        ),
        Action(
            "view.novice",
            translate("CoreActions", "&Fewer controls"),
            extras.few.toggle,
            menu="View",
            tip=translate(
                "CoreActions",
                "The search box, the filters and the wall; all else stays in the menus",
            ),
            is_checked=lambda: extras.few.is_on,
        ),
    ]


def _tool_actions(window: "MainWindow") -> list[Action]:
    translate = QCoreApplication.translate
    extras = window.extras
    return [
        Action(
            "tools.measure",
            translate("CoreActions", "&Measure this collection …"),
            extras.measure,
            menu="Tools",
            tip=translate("CoreActions", "A simulated user shows how quickly things are found"),
            is_enabled=lambda: window.workspace is not None,
            icon="report",
        ),
        Action(
            "tools.wall-study",
            translate("CoreActions", "&Wall study …"),
            extras.ask_study,
            menu="Tools",
            tip=translate("CoreActions", "Compare arrangements of the wall with participants"),
            is_enabled=lambda: window.can_write() and extras.run is None,
            writes=True,
            icon="report",
        ),
    ]
