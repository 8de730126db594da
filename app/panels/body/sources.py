"""What is drawn over and begun with: pictures below, drawings from files, samples, the library."""

from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app.context import PanelContext
from app.panels.body import work
from app.panels.body.canvas_page import CanvasPage
from app.panels.body.edit_names import note_text
from app.panels.body.library_page import POSES, RECENT, SAMPLES, LibraryPage, Shown
from app.panels.body.pixels import png_of
from app.panels.body.pose_names import pose_title
from app.panels.body.projects import Projects
from app.panels.body.session import BodySession
from app.panels.body.texts import sample_title
from app.services import body_drawing
from app.services import body_editing as editing
from app.services.body_document_types import Underlay, View
from app.services.body_pictures import PosePicture
from app.widgets.drawing import DroppedPicture

PICTURES: Final = "*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff"
_DRAWINGS: Final = {".json", ".svg"}
_SIDE: Final = 2048  # pixels of the longest side that a pasted picture is kept at


class Sources(QObject):
    """Brings pictures, drawings and poses onto the page.

    Args:
        context: of the panel.
        session: holds the document.
        page: that is drawn on.
        library: shows what can be taken.
        projects: opens drawings of late.
        parent: the widget that dialogs belong to.
    """

    said = Signal(str)  # notes about what was taken
    import_wanted = Signal(object)  # Path of a drawing, a body or motion

    def __init__(
        self, context: PanelContext, session: BodySession, page: CanvasPage,
        library: LibraryPage, projects: Projects, parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._context = context
        self._session = session
        self._page = page
        self._library = library
        self._projects = projects
        self._widget = parent
        self._samples: dict[str, Any] = {}
        page.bar.underlay_wanted.connect(self.take_underlay)
        page.picture_given.connect(self.take_dropped)
        library.taken.connect(self.take_from_library)
        library.kind_changed.connect(self._on_kind)
        projects.recent_changed.connect(self._on_recent_changed)

    # -- the picture below

    @Slot(str)
    def take_underlay(self, what: str) -> None:
        """Lay a picture below: "file", "paste", "selection"; "remove" takes it away."""
        if what == "file":
            name, _ = QFileDialog.getOpenFileName(
                self._widget.window(), self.tr("A picture to draw over"), "",
                self.tr("Pictures (%s)") % PICTURES,
            )  # fmt: skip
            if name:
                self.lay_file(Path(name))
        elif what == "paste":
            self._lay_clipboard()
        elif what == "selection":
            self.lay_selected()
        elif self._session.is_open:
            self._session.apply(body_drawing.set_underlay(None))

    def lay_file(self, path: Path) -> None:
        """Lay a picture file below the drawing."""
        self._session.run(
            work.underlay_of_file, path, self._page.view, then=self._on_underlay,
            replaces="body.underlay",
        )  # fmt: skip

    def lay_selected(self) -> None:
        """Lay the picture of the selected item below the drawing."""
        item = self._context.shared.current
        if item is not None:
            self._session.run(
                work.underlay_of_item, self._context.services, item, self._page.view,
                then=self._on_underlay, replaces="body.underlay",
            )  # fmt: skip

    def _lay_clipboard(self) -> None:
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            self._context.notices.info(self.tr("There is no picture on the clipboard."))
        else:
            self.lay_image(image, self.tr("Clipboard"))

    def lay_image(self, image: QImage, name: str) -> None:
        """Lay a picture from elsewhere below the drawing."""
        if max(image.width(), image.height()) > _SIDE:
            image = image.scaled(
                _SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )  # fmt: skip
        underlay = work.underlay_of_content(
            png_of(image), name, (image.width(), image.height()), self._page.view
        )
        self._session.apply(body_drawing.set_underlay(underlay))

    @Slot(object)
    def _on_underlay(self, found: tuple[Underlay, tuple[str, ...]]) -> None:
        underlay, notes = found
        self._session.apply(body_drawing.set_underlay(underlay))
        self.said.emit(" ".join(note_text(note) for note in notes))

    @Slot(object, str)
    def take_dropped(self, what: DroppedPicture, view: View) -> None:
        """Take what was dropped on a page or pasted: a picture, a drawing, an item."""
        self._page.show_view(view)
        if what.path is not None:
            if what.path.suffix.lower() in _DRAWINGS:
                self.import_wanted.emit(what.path)
            else:
                self.lay_file(what.path)
        elif isinstance(what.image, QImage):
            self.lay_image(what.image, self.tr("Picture"))
        elif what.items:
            self._session.run(
                work.underlay_of_item, self._context.services, what.items[0], view,
                then=self._on_underlay, replaces="body.underlay",
            )  # fmt: skip

    # -- the library

    @Slot(str)
    def _on_kind(self, _kind: str) -> None:
        if self._session.is_open:
            self.fill_library()

    def fill_library(self) -> None:
        """Draw the pictures of the kind that is shown, where they are not there yet."""
        kind, services = self._library.kind, self._context.services
        if kind == POSES and not self._library.knows(POSES):
            self._session.run(
                work.pose_pictures, services, then=self._on_poses, replaces="body.poses"
            )
        elif kind == RECENT:
            self._session.run(work.recent, services, then=self._on_recent, replaces="body.recent")
        elif kind == SAMPLES and not self._library.knows(SAMPLES):
            self._session.run(work.sample_sketches, then=self._on_samples)

    @Slot(object)
    def _on_poses(self, pictures: list[PosePicture]) -> None:
        self._library.set_pictures(
            POSES,
            [Shown(one.key, pose_title(one.key, one.title), one.pixels) for one in pictures],
        )

    @Slot()
    def _on_recent_changed(self) -> None:
        if self._library.kind == RECENT:
            self.fill_library()

    @Slot(object)
    def _on_recent(self, found: list[tuple[str, str, bytes]]) -> None:
        self._library.set_pictures(
            RECENT, [Shown(path, title, None, path, content) for path, title, content in found]
        )

    @Slot(object)
    def _on_samples(self, found: list[Any]) -> None:
        self._samples = {one.key: one for one in found}
        self._library.set_pictures(
            SAMPLES, [Shown(one.key, sample_title(one.key, one.title), one.pixels)
                      for one in found],
        )  # fmt: skip

    @Slot(str, str)
    def take_from_library(self, kind: str, key: str) -> None:
        """Take a picture of the library."""
        if not self._session.is_open:
            return
        if kind == POSES:
            self._session.apply(editing.use_pose(key))
        elif kind == RECENT:
            self._projects.open(Path(key))
        elif key in self._samples:
            self.put_strokes(self._samples[key].strokes)

    def take_sample(self, key: str) -> None:
        """Draw a sample sketch."""
        if key in self._samples:
            self.put_strokes(self._samples[key].strokes)
        else:
            self._session.run(work.sample_sketches, then=partial(self._on_wanted, key))

    def _on_wanted(self, key: str, found: list[Any]) -> None:
        self._on_samples(found)
        if key in self._samples:
            self.put_strokes(self._samples[key].strokes)

    def put_strokes(self, strokes: Any) -> None:
        """Put a whole drawing in the place of what the active layer holds."""
        layer = self._session.state.active_layer
        change = body_drawing.set_strokes("front", layer, strokes, title="strokes")
        self._page.show_view("front")
        if self._session.apply(change) and self._session.state.strokes:
            self._session.ask(resting=True)
