"""The player for videos: opens at the hit, steps by frames and shots."""

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor, QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.context import PanelContext
from app.widgets.controls import tool_button
from app.widgets.error_texts import error_line, service_text
from app.widgets.facts import name_of
from app.widgets.image_canvas import ImageCanvas
from app.widgets.item_menu import WindowItems
from app.widgets.labelling import Labeller
from app.widgets.paint import clock
from app.widgets.playback import Playback, make_playback
from app.widgets.player_film import Film, read_film, shot_at, span_at, spoken_at
from app.widgets.player_parts import RATES, clip_query, rate_box, subtitle_label, volume_slider
from app.widgets.seek_bar import SeekBar
from app.widgets.thumbnails import ThumbnailLoader
from common.values import Text, TextKind

logger = logging.getLogger(__name__)

JUMP_S = 5.0
_AT_START_S = 0.4  # so soon after a cut, "previous shot" means the one before


class Player(QWidget):
    """Plays one video.

    Keys: Space or K plays and pauses, L plays, then faster, J slower and then 5 s back; comma and
    full stop step a frame, Left and Right 5 s, Page Up and Down a shot; Up, Down, M the sound;
    [ and ] the speed; R loops the shot; P, N and C label the shot; E searches by the next 20 s;
    F11 full screen; Esc closes.

    Args:
        context: services, jobs and shared state.
        playback: what plays; None takes the best there is.
        parent: owner; the player is a window of its own.
    """

    closed = Signal()

    def __init__(
        self,
        context: PanelContext,
        playback: Playback | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._context = context
        self._playback = playback or make_playback(context.jobs, self)
        self._labeller = Labeller(context, self)
        self._loader = ThumbnailLoader(context.services.items, context.jobs, self)
        self._film: Film | None = None
        self._is_wanted = False  # a video, which may be on its way
        self._starts: list[float] = []
        self._speech: tuple[Text, ...] = ()
        self._volume = 0.8
        self._looping = False
        self._loop: tuple[float, float] | None = None
        self.setWindowTitle(self.tr("Player"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas = ImageCanvas(self)
        self.canvas.ground = QColor("black")
        self.canvas.setAccessibleName(self.tr("Video"))
        self.canvas.pressed.connect(self.toggle)
        self.subtitle = subtitle_label(self.canvas)
        self.bar = SeekBar()
        self.bar.sought.connect(self.seek)
        self.bar.set_preview(self._preview)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(4)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.bar)
        layout.addLayout(self._make_controls())
        self._connect()
        WindowItems(context, self, lambda: self.item, "player")
        self.resize(960, 640)

    def _make_controls(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        self.play_button = self._button("▶", self.tr("Play or pause (Space)"), self.toggle)
        back = self._button("‹|", self.tr("One frame back (,)"), partial(self.step, -1))
        ahead = self._button("|›", self.tr("One frame on (.)"), partial(self.step, 1))
        shot_back = self._button(
            "|◀", self.tr("Previous shot (Page Up)"), partial(self.go_shot, -1)
        )
        shot_on = self._button("▶|", self.tr("Next shot (Page Down)"), partial(self.go_shot, 1))
        self.loop_button = self._button(
            self.tr("Loop"), self.tr("Loop the shot (R)"), self.toggle_loop
        )
        self.loop_button.setCheckable(True)
        self.time_label = QLabel("0:00")
        self.time_label.setAccessibleName(self.tr("Position and length"))
        self.rate_box = rate_box()
        self.rate_box.currentIndexChanged.connect(self._on_rate)
        positive = self._button("+", self.tr("This shot is relevant (P)"), partial(self.label, 1))
        negative = self._button(
            "−", self.tr("This shot is not relevant (N)"), partial(self.label, -1)
        )
        self.mute_button = self._button("♪", self.tr("Sound on or off (M)"), self.toggle_mute)
        self.mute_button.setCheckable(True)
        self.volume_slider = volume_slider(round(self._volume * 100))
        self.volume_slider.valueChanged.connect(self._on_volume)
        for widget in (shot_back, back, self.play_button, ahead, shot_on, self.loop_button):
            row.addWidget(widget)
        row.addWidget(self.time_label)
        row.addStretch(1)
        for last in (positive, negative, self.rate_box, self.mute_button, self.volume_slider):
            row.addWidget(last)
        return row

    def _button(self, text: str, tip: str, run: Callable[[], None]) -> QToolButton:
        button = tool_button(text, tip, run)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setMinimumSize(QSize(30, 28))
        return button

    def _connect(self) -> None:
        self._playback.frame_ready.connect(self._on_frame)
        self._playback.playing_changed.connect(self._on_playing)
        self._playback.ready.connect(self._on_ready)
        self._playback.ended.connect(self._on_ended)
        self._playback.failed.connect(self._on_failed)
        if not self._playback.has_sound:
            tip = self.tr("Without sound: install the extra “video” to hear it")
            for widget in (self.mute_button, self.volume_slider):
                widget.setEnabled(False)
                widget.setToolTip(tip)

    # -- what it does

    @property
    def playback(self) -> Playback:
        """What plays."""
        return self._playback

    @property
    def item(self) -> int | None:
        """The item at this position: the shot if the video has shots, else the video."""
        if self._film is None:
            return None
        place = shot_at(self._starts, self._playback.position_s)
        return self._film.shots[place].id if place >= 0 else self._film.item

    def open_item(self, item: int, seconds: float) -> None:
        """Open a video or a shot at a second of its video; the window shows at once."""
        self._drop()
        self._is_wanted = True
        self.show()
        self.raise_()
        self.activateWindow()
        self.setFocus()
        self.setWindowTitle(self.tr("Opening …"))
        work = partial(read_film, self._context.services.items, item, seconds)
        job = self._context.jobs.submit("io", work, replaces="player")
        job.succeeded.connect(self._on_film)
        job.failed.connect(self._on_not_read)

    def toggle(self) -> None:
        """Play or pause."""
        if self._playback.is_playing:
            self._playback.pause()
        else:
            self._playback.play()

    def seek(self, seconds: float) -> None:
        """Go to a second."""
        self._playback.seek(max(0.0, seconds))
        self.bar.set_position(self._playback.position_s)

    def step(self, frames: int) -> None:
        """Go by frames and pause."""
        self._playback.step(frames)

    def go_shot(self, steps: int) -> None:
        """Go to the start of another shot; back first goes to the start of this one."""
        if not self._starts:
            return
        here = self._playback.position_s
        place = shot_at(self._starts, here)
        if steps < 0 and here - self._starts[max(place, 0)] > _AT_START_S:
            steps += 1
        target = max(0, min(len(self._starts) - 1, place + steps))
        self.seek(self._starts[target])

    def toggle_loop(self) -> None:
        """Loop the shot of this moment, or stop looping."""
        self._looping = not self._looping and bool(self._starts)
        self.loop_button.setChecked(self._looping)
        here, end = self._playback.position_s, self._playback.duration_s
        self._loop = span_at(self._starts, here, end) if self._looping else None
        self.bar.set_span(self._loop)

    def label(self, value: int) -> None:
        """Label the shot of this moment."""
        if self.item is not None:
            self._labeller.label([self.item], value)

    def toggle_mute(self) -> None:
        """Switch the sound off or on."""
        muted = self.mute_button.isChecked() if self.sender() else not self.mute_button.isChecked()
        self.mute_button.setChecked(muted)
        self._playback.set_volume(0.0 if muted else self._volume)

    def change_rate(self, steps: int) -> None:
        """Choose a slower or faster speed."""
        place = self.rate_box.currentIndex() + steps
        self.rate_box.setCurrentIndex(max(0, min(len(RATES) - 1, place)))

    def close_player(self) -> None:
        """Stop, let the file go and hide."""
        self._drop()
        self.hide()
        self.closed.emit()

    # -- reading

    def _drop(self) -> None:
        """Let go of the video, or of the wish for one; marks would go on being given to it."""
        self._is_wanted, self._film = False, None
        self._playback.close()
        self.canvas.show_image(QImage())

    @Slot(object)
    def _on_film(self, film: Film) -> None:
        if not self._is_wanted:
            return  # the player was closed meanwhile
        self._film = film
        self.setWindowTitle(name_of(film.details))
        self._starts = [shot.start_s or 0.0 for shot in film.shots]
        self._speech = tuple(
            text
            for text in film.details.texts
            if text.kind == TextKind.SPEECH and text.start_s is not None
        )
        self.bar.set_duration(film.details.facts.duration_s or 0.0)
        self.bar.set_marks(self._starts, film.start_s)
        self.bar.set_span(None)
        self._looping, self._loop = False, None
        self.loop_button.setChecked(False)
        self.loop_button.setEnabled(bool(self._starts))
        self._loader.want([shot.id for shot in film.shots[:200]])
        if film.media.path is None:
            self._say(self.tr("The video cannot be played: %s.") % service_text(film.media.note))
            return
        self._say("")
        rate = film.details.facts.frame_rate or 0.0
        self._playback.open(film.media.path, film.start_s, rate)

    # -- what the playback says

    @Slot(QImage, float)
    def _on_frame(self, image: QImage, seconds: float) -> None:
        self.canvas.show_image(image, keep_view=not self.canvas.image.isNull())
        self.bar.set_position(seconds)
        total = self._playback.duration_s
        frame = int(seconds * self._playback.frame_rate + 0.5)
        self.time_label.setText(
            self.tr("%s / %s  (frame %s)") % (clock(seconds), clock(total), frame)
        )
        self._say(spoken_at(self._speech, seconds))
        if self._loop is not None and seconds >= self._loop[1] - 0.5 / self._playback.frame_rate:
            self._playback.seek(self._loop[0])

    @Slot(bool)
    def _on_playing(self, playing: bool) -> None:
        self.play_button.setText("❚❚" if playing else "▶")

    @Slot()
    def _on_ready(self) -> None:
        if self._playback.duration_s:
            self.bar.set_duration(self._playback.duration_s)

    @Slot()
    def _on_ended(self) -> None:
        if self._loop is not None:
            self._playback.seek(self._loop[0])
            self._playback.play()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._say(error_line(error))

    @Slot(object)
    def _on_not_read(self, error: Exception) -> None:
        self.setWindowTitle(self.tr("Player"))
        self._on_failed(error)

    @Slot(int)
    def _on_rate(self, place: int) -> None:
        self._playback.set_rate(RATES[place])

    @Slot(int)
    def _on_volume(self, percent: int) -> None:
        self._volume = percent / 100
        self.mute_button.setChecked(False)
        self._playback.set_volume(self._volume)

    def find_clip(self) -> None:
        """Search by the seconds that follow."""
        if self._film is not None:
            query = clip_query(self._film.details.id, self._playback.position_s)
            self._context.shared.query_requested.emit(query)
            self.close_player()

    # -- helpers

    def _preview(self, seconds: float) -> QPixmap | None:
        place = shot_at(self._starts, seconds)
        if self._film is None or place < 0:
            return None
        return self._loader.pixmap(self._film.shots[place].id)

    def _say(self, words: str) -> None:
        self.subtitle.setText(words)
        self.subtitle.setVisible(bool(words))
        self._lay_out()

    def _lay_out(self) -> None:
        width = max(80, min(self.canvas.width() - 40, 900))
        height = max(1, self.subtitle.heightForWidth(width))
        self.subtitle.setFixedSize(width, height if self.subtitle.text() else 1)
        left = (self.canvas.width() - self.subtitle.width()) // 2
        self.subtitle.move(left, self.canvas.height() - self.subtitle.height() - 16)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the subtitles at the bottom."""
        super().resizeEvent(event)
        self._lay_out()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window stops the video."""
        self.close_player()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key = Qt.Key
        forward = -1 if self.isRightToLeft() else 1
        keys: dict[int, Callable[[], object]] = {
            key.Key_Space: self.toggle,
            key.Key_K: self._playback.pause if self._playback.is_playing else self._playback.play,
            key.Key_L: self._faster,
            key.Key_J: self._slower,
            key.Key_Comma: partial(self.step, -1),
            key.Key_Period: partial(self.step, 1),
            key.Key_Left: partial(self._jump, -JUMP_S * forward),
            key.Key_Right: partial(self._jump, JUMP_S * forward),
            key.Key_Home: partial(self.seek, 0.0),
            key.Key_PageUp: partial(self.go_shot, -1),
            key.Key_PageDown: partial(self.go_shot, 1),
            key.Key_Up: partial(self._louder, 5),
            key.Key_Down: partial(self._louder, -5),
            key.Key_M: self.toggle_mute,
            key.Key_BracketLeft: partial(self.change_rate, -1),
            key.Key_BracketRight: partial(self.change_rate, 1),
            key.Key_R: self.toggle_loop,
            key.Key_P: partial(self.label, 1),
            key.Key_Plus: partial(self.label, 1),
            key.Key_N: partial(self.label, -1),
            key.Key_Minus: partial(self.label, -1),
            key.Key_C: partial(self.label, 0),
            key.Key_E: self.find_clip,
            key.Key_F11: self.showNormal if self.isFullScreen() else self.showFullScreen,
            key.Key_Escape: self.close_player,
        }
        run = keys.get(event.key())
        if run is None:
            super().keyPressEvent(event)
        else:
            run()

    def _jump(self, seconds: float) -> None:
        self.seek(self._playback.position_s + seconds)

    def _louder(self, percent: int) -> None:
        self.volume_slider.setValue(self.volume_slider.value() + percent)

    def _faster(self) -> None:
        if self._playback.is_playing:
            self.change_rate(1)
        else:
            self._playback.play()

    def _slower(self) -> None:
        if self._playback.is_playing and self._playback.rate > 1:
            self.change_rate(-1)
        else:
            self._jump(-JUMP_S)
