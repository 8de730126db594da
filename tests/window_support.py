"""The whole window on a small library whose own words are Greek.

Whatever Latin letters the window shows are then words of the program (or of a unit or a name), so
that a walk can tell the program's texts from the library's.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.services.library import Library
from app.services.paths import AppPaths
from app.shell.theme import ThemeSwitch
from app.shell.window import MainWindow
from common.settings import ImportSettings, Settings
from common.values import Box, Facet, Findings, ItemKind, MediaFacts, Text, TextKind
from indexers.catalogue import FileRecord, NewItem
from indexers.thumbnails import make_thumbnail

PHOTOS = 12
FILMS = 6
DIM = 8
OBJECTS = ("γάτα", "σκύλος", "δέντρο")
GENRES = ("Δράμα", "Κωμωδία", "Πόλεμος")
MORNING = datetime(2020, 5, 4, 8, 0)  # noqa: DTZ001 - naive UTC
SIZE = (1280, 720)
WAIT_MS = 120_000  # compiled loops of a first run are waited for


def make_greek_library(folder: Path, looks: Sequence[Any] = ()) -> Path:
    """Write a library of photos, films, a video and a day; return its folder.

    Args:
        folder: for the library and its media.
        looks: what pictures show in turn, uint8 (60, 90, 3); noise where there is none.
    """
    media = folder / "μέσα"
    media.mkdir(parents=True)
    place = folder / "βιβλιοθήκη.kinora"
    library = Library.open(place, create=True)
    rng = np.random.default_rng(0)
    count = PHOTOS + FILMS + 3
    shown = [rng.integers(0, 256, (60, 90, 3), np.uint8) for _ in range(count)]
    shown = [looks[number % len(looks)] if looks else shown[number] for number in range(count)]
    thumbs = library.thumbnails.append([make_thumbnail(one) for one in shown])
    library.thumbnails.flush()
    vectors = rng.normal(0, 1, (PHOTOS, DIM)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    collection = library.vectors("layout")
    rows = collection.append(vectors)
    items = [_photo(media, number, shown[number]) for number in range(PHOTOS)]
    items += [_film(number) for number in range(FILMS)]
    items += _video(media)
    batch = []
    for number, item in enumerate(items):
        values = {name: getattr(item, name) for name in item.__slots__}
        values["thumb_row"] = thumbs[number]
        if number < PHOTOS:
            values["vector_rows"] = {"layout": int(rows[number])}
        batch.append(NewItem(**values))
    ids = library.catalogue.add_batch(batch)
    collection.commit(ids[:PHOTOS], rows)
    _live(library)
    library.close()
    return place


def _photo(media: Path, number: int, shown: Any) -> NewItem:
    path = media / f"φ{number}.png"
    Image.fromarray(shown).save(path)
    taken = MORNING + timedelta(hours=number % 6, days=number // 6)
    return NewItem(
        identity=f"photo{number}",
        kind=ItemKind.PHOTO,
        title=f"Φωτογραφία {number}",
        files=[FileRecord(str(path), path.stat().st_size, 1, f"hash{number}")],
        facts=MediaFacts(90, 60, codec="png", taken_at=taken),
        facets=[
            Facet("object", OBJECTS[number % 3], 0.8, "detector"),
            Facet("colour", ("red", "blue", "green")[number % 3], 0.6, "colours"),
            Facet("tag", ("θάλασσα", "βουνό")[number % 2]),
            Facet("place", ("σπίτι", "δουλειά")[number % 2], 1.0, "days"),
        ],
        findings=Findings(boxes=[Box(OBJECTS[number % 3], 0.9, 0.1, 0.1, 0.5, 0.5, "detector")]),
    )


def _film(number: int) -> NewItem:
    return NewItem(
        identity=f"film:{number}",
        kind=ItemKind.FILM,
        title=f"Ταινία {number}",
        year=1950 + number,
        popularity=float(number),
        texts=[
            Text(TextKind.TITLE, f"Ταινία {number}"),
            Text(TextKind.PLOT, "Μια γάτα στην πόλη. " * 4, source="list"),
        ],
        facets=[
            Facet("genre", GENRES[number % 3], source="list"),
            Facet("genre", GENRES[(number + 1) % 3], source="list"),
            Facet("director", ("Άννα", "Νίκος")[number % 2], source="list"),
        ],
    )


def _video(media: Path) -> list[NewItem]:
    path = media / "βίντεο.mp4"
    path.write_bytes(b"none")  # it is not played
    facts = MediaFacts(64, 48, duration_s=4.0, frame_rate=10.0, codec="mpeg4")
    speech = Text(TextKind.SPEECH, "καλημέρα γάτα", 1.0, 2.0, "subtitles")
    file = FileRecord(str(path), 4, 1, "video")
    return [
        NewItem("video", ItemKind.VIDEO, "Βίντεο", facts=facts, texts=[speech], files=[file]),
        NewItem("video#t=500", ItemKind.SHOT, parent="video", start_s=0.0, end_s=1.5),
        NewItem("video#t=2500", ItemKind.SHOT, parent="video", start_s=1.5, end_s=4.0),
    ]


def _live(library: Library) -> None:
    """Add a day of positions and of a heart rate, and what stays that makes."""
    start = int((MORNING - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001
    times = np.arange(start, start + 8 * 3600, 60, dtype=np.int64)
    away = np.clip((np.arange(len(times)) - 200) / 40, 0, 1)
    catalogue = library.catalogue
    catalogue.add_positions(times, 53.3 + 0.05 * away, -6.2 - 0.05 * away, source="track")
    catalogue.add_samples("heart rate", "1/min", times, 60 + 20 * away, "watch")


class WholeWindow:
    """The window with all its panels, shown without a screen.

    Args:
        application: of the tests.
        folder: for the library.
        theme: "light" or "dark".
        size: of the window, pixels.
        controls: "expert" or "novice".
    """

    def __init__(
        self,
        application: QApplication,
        folder: Path,
        *,
        theme: str = "light",
        size: tuple[int, int] = SIZE,
        controls: str = "expert",
    ) -> None:
        self.application = application
        self.theme = ThemeSwitch(application, "light" if theme == "light" else "dark")
        self.theme.choose("light" if theme == "light" else "dark")
        settings = Settings(imports=ImportSettings(analyse_new=False))
        settings.appearance.controls = "novice" if controls == "novice" else "expert"
        settings.appearance.reduced_motion = True
        settings.body.steps_seen = True
        self.window = MainWindow(settings, AppPaths.of_user(), self.theme, keeps_state=False)
        self.window.resize(*size)
        self.window.show()
        self.window.libraries.open(folder)
        self.wait(lambda: self.window.workspace is not None)
        assert self.window.workspace is not None
        self.workspace = self.window.workspace
        self.workspace.setAnimated(False)
        self.settle()

    def wait(self, is_true: Callable[[], bool]) -> None:
        """Run events until something is true.

        Raises:
            AssertionError: it did not come true in two minutes.
        """
        clock = QElapsedTimer()
        clock.start()
        while not is_true() and clock.elapsed() < WAIT_MS:
            QTest.qWait(5)
        assert is_true()

    def settle(self) -> None:
        """Wait until all panels show what they are going to show."""
        self.application.processEvents()
        self.wait(lambda: self.workspace.is_idle and not self.window.libraries.is_busy)
        self.application.processEvents()

    def bring_up(self, name: str) -> QWidget:
        """Show a panel and return it."""
        assert self.window.bring_up(name)
        self.settle()
        panel = self.workspace.panels.get(name)
        return panel if panel is not None else self.workspace.docks[name].widget()

    def close(self) -> None:
        """Close the window and forget it."""
        self.window.close()
        self.window.deleteLater()
        self.theme.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.application.setStyleSheet("")
        self.application.setPalette(self.application.style().standardPalette())


@contextmanager
def whole_window(
    application: QApplication, folder: Path, home: Path, looks: Sequence[Any] = (), **wanted: Any
) -> Iterator[WholeWindow]:
    """Show the whole window on a Greek library in folder; home holds the user's settings."""
    import gc

    import pytest

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KINORA_HOME", str(home))
        patch.delenv("KINORA_MODELS", raising=False)
        shown = WholeWindow(application, make_greek_library(folder, looks), **wanted)
        try:
            yield shown
        finally:
            shown.close()
            gc.unfreeze()
