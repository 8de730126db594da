"""What comes from other programs and goes to them: import, export, many drawings at once."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.context import PanelContext
from app.panels.body import work
from app.panels.body.motion_strip import MotionStrip
from app.panels.body.pixels import png_of
from app.panels.body.projects import SUFFIX, Projects
from app.panels.body.session import BodySession
from app.panels.body.sources import PICTURES, Sources
from app.panels.body.texts import said
from app.panels.body.view_page import ViewPage
from app.services.body_types import BODY_FORMATS
from app.widgets.body_view import Still
from common.jobs import JobContext
from common.stroke_files import svg_text

if TYPE_CHECKING:
    from app.services.body_export import BodyExport
    from app.services.body_taking import TakenFile

_FIRST: Final = ("glb", "json")
_CHOSEN: Final = "body.formats"  # what was chosen the last time, in the settings


class Carrying(QObject):
    """Reads files of others, and writes files for them.

    Args:
        context: of the panel.
        session: holds the document.
        view: draws the picture as it is seen.
        sources: puts drawings onto the page.
        projects: opens projects.
        parent: the widget that dialogs belong to.
    """

    said = Signal(str)  # notes about what was read

    def __init__(
        self, context: PanelContext, session: BodySession, view: ViewPage, sources: Sources,
        projects: Projects, parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._context = context
        self._session = session
        self._view = view
        self._sources = sources
        self._projects = projects
        self._widget = parent
        self._folder = Path.home()
        self._taken: TakenFile | None = None
        self.strip = MotionStrip()
        self.strip.frame_chosen.connect(self._on_frame)

    # -- import

    def ask_import(self) -> None:
        """Ask for a drawing, a body or motion."""
        name, _ = QFileDialog.getOpenFileName(
            self._widget.window(), self.tr("Import a drawing, a body or motion"), "",
            self.tr("Drawings, bodies, motion (%s)")
            % f"*{SUFFIX} *.json *.svg *.glb *.bvh *.amc {PICTURES}",
        )  # fmt: skip
        if name:
            self.take(Path(name))

    @Slot(object)
    def take(self, path: Path) -> None:
        """Take a file over: a project is opened, a drawing drawn, a body posed."""
        if path.suffix.lower() == SUFFIX:
            self._projects.open(path)
            return
        self._session.run(
            work.take_file, self._context.services, path, then=self._on_taken,
            title=self.tr("Read “{name}”").format(name=path.name), replaces="body.import",
        )  # fmt: skip

    @Slot(object)
    def _on_taken(self, taken: "TakenFile") -> None:
        from app.services.body_taking import take_numbers

        self.said.emit(" ".join(said(taken.notes)))
        self._taken = taken
        self.strip.close_strip()  # frames of the file before are not this one's
        if taken.motion is None:
            self._sources.put_strokes(taken.strokes)
        elif len(taken.motion) == 1:
            self._session.apply(
                take_numbers(taken.motion.numbers(0), taken.path.name, with_shape=taken.tells_shape)
            )
        else:
            self.strip.show_motion(taken.path.name, taken.motion)

    @Slot(int, bool)
    def _on_frame(self, frame: int, done: bool) -> None:
        from app.services.body_taking import take_numbers

        taken = self._taken
        if taken is not None and taken.motion is not None:
            self._session.apply(
                take_numbers(
                    taken.motion.numbers(frame), taken.path.name, with_shape=False, done=done
                )
            )

    # -- export

    def export(self) -> None:
        """Ask what is to be written, and write it."""
        from app.panels.body.export_dialog import ExportDialog

        if not self._session.is_open:
            return
        document = self._session.document
        path = document.path
        folder = self._folder if path is None else path.parent
        dialog = ExportDialog(
            document.state, len(document.body.data.faces), folder,
            self.tr("body") if path is None else path.stem, self._chosen(), self._widget,
        )  # fmt: skip
        dialog.wanted.connect(self.write)
        dialog.open()

    def _chosen(self) -> tuple[str, ...]:
        kept = str(self._context.services.settings.exports.get(_CHOSEN, ""))
        chosen = tuple(kind for kind in kept.split(",") if kind in BODY_FORMATS)
        return chosen or _FIRST

    @Slot(object)
    def write(self, wish: "BodyExport") -> None:
        """Write the files of a wish, with the picture as it is seen and the drawing as drawn."""
        self._folder = wish.folder
        self._context.services.settings.exports[_CHOSEN] = ",".join(wish.formats)
        made: dict[Any, bytes] = {}
        picture = self._view.take_still() if "png" in wish.formats else None
        if "svg" in wish.formats and wish.state.strokes:
            made["svg"] = svg_text(wish.state.strokes).encode("utf-8")
        self._session.run(
            _write, self._context.services, replace(wish, made=made), picture,
            then=self._on_written,
            title=self.tr("Export “{name}”").format(name=wish.name),
        )  # fmt: skip

    @Slot(object)
    def _on_written(self, files: list[Path]) -> None:
        names = ", ".join(path.name for path in files)
        self._context.notices.info(
            self.tr("Wrote {names} to “{folder}”.").format(names=names, folder=files[0].parent)
        )

    # -- many

    def batch(self) -> None:
        """Ask for a folder of drawings and write the bodies."""
        from app.panels.body.batch_dialog import BatchDialog

        BatchDialog(self._context, self._widget).open()


def _write(
    services: Any, wish: "BodyExport", picture: Still | None, context: JobContext
) -> list[Path]:
    """Write the files; drawing the picture takes too long for the thread of the window."""
    context.step(0)
    made = wish.made if picture is None else {**wish.made, "png": png_of(picture.draw())}
    return work.export(services, replace(wish, made=made), context)
