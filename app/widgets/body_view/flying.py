"""The camera on its way: to a named view, or around the body on a turntable."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Slot

from app.widgets.body_view.camera import Camera

if TYPE_CHECKING:
    from app.widgets.body_view.view import BodyView

FLIGHT_MS: Final = 200
TICK_MS: Final = 16
ROUND_S: Final = 12.0  # of the turntable
REST_MS: Final = 120  # after the last movement the body is drawn as finely as can be
_WHOLE: Final = 6.283185307179586


class Motion(QObject):
    """Moves the camera of a view frame by frame, and knows whether anything moves.

    Args:
        view: of the body; also the parent.
    """

    def __init__(self, view: "BodyView") -> None:
        super().__init__(view)
        self._view = view
        self._flight: tuple[Camera, Camera] | None = None
        self._clock = QElapsedTimer()
        self.has_turntable = False
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._on_tick)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(view.refresh)

    @property
    def is_moving(self) -> bool:
        """Whether frames follow each other, so that each must be quick."""
        return self._ticks.isActive() or self._rest.isActive()

    @property
    def goal(self) -> Camera:
        """Where the camera is, or flies to."""
        return self._view.camera if self._flight is None else self._flight[1]

    def touch(self) -> None:
        """Take notice that something was moved from elsewhere."""
        self._rest.start()

    def fly(self, goal: Camera, *, animated: bool) -> None:
        """Bring the camera to a goal."""
        self._flight = None
        view = self._view
        if not animated or view.reduced_motion or not view.isVisible():
            view.set_camera(goal)
            return
        self._flight = (view.camera, goal)
        self._clock.start()
        self._ticks.start()

    def turn(self, *, on: bool) -> None:
        """Let the body turn, or stop it."""
        self.has_turntable = on
        self._clock.start()
        if on:
            self._flight = None
            self._ticks.start()
        elif self._flight is None:
            self._ticks.stop()
            self._rest.start()

    def stop(self) -> None:
        """Stand still where one is."""
        self._flight = None
        self.has_turntable = False
        self._ticks.stop()

    def pause(self) -> None:
        """Draw no frames while nobody sees them; a flight arrives at once."""
        if self._flight is not None:
            goal, self._flight = self._flight[1], None
            self._view.set_camera(goal)
        self._ticks.stop()

    def resume(self) -> None:
        """Go on turning once the view is seen again."""
        if self.has_turntable:
            self._clock.start()
            self._ticks.start()

    @Slot()
    def _on_tick(self) -> None:
        view = self._view
        if self._flight is not None:
            start, goal = self._flight
            share = min(1.0, self._clock.elapsed() / FLIGHT_MS)
            view.set_camera(start.between(goal, share * share * (3 - 2 * share)))
            if share >= 1:
                self._flight = None
                view.set_camera(goal)
        elif self.has_turntable:
            gone = self._clock.restart() / 1000
            view.set_camera(view.camera.orbited(gone / ROUND_S * _WHOLE, 0.0))
        if self._flight is None and not self.has_turntable:
            self._ticks.stop()
            self._rest.start()
