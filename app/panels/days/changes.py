"""What the user changes in a life, each as a command that can be undone."""

from typing import Any

from PySide6.QtCore import QObject, Slot

from app.context import PanelContext
from app.panels.days import texts, work
from app.services.types import PlaceView


class Changes(QObject):
    """Submits the commands of the days panel."""

    def __init__(self, context: PanelContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    @Slot(object, str, str, float)
    def change_place(self, place: PlaceView, name: str, role: str, radius: float) -> None:
        """Give a place a name, a role and a radius; a guess becomes the user's own."""
        told = _told(place) | {"name": name, "role": role, "radius_m": radius}
        self._do("lifelog.place", {"save": [told]}, self.tr("Name the place “%s”") % name)

    @Slot(object)
    def merge_places(self, places: list[PlaceView]) -> None:
        """Make one place of several; the first of the list gives its name, home and work stay."""
        kept = next((each for each in places if each.id), places[0])
        north, east, radius = work.merged(places)
        role = next((each.role for each in places if each.role != "other"), "other")
        told = _told(kept) | {
            "latitude": north, "longitude": east, "radius_m": radius, "role": role,
        }  # fmt: skip
        gone = [each.id for each in places if each.id and each.id != kept.id]
        title = self.tr("Merge %n place(s)", "", len(places))
        self._do("lifelog.place", {"save": [told], "remove": gone}, title)

    @Slot(object)
    def remove_place(self, place: PlaceView) -> None:
        """Forget the name and the role of a place."""
        title = self.tr("Remove the place “%s”") % place.name
        self._do("lifelog.place", {"remove": [place.id]}, title)

    def name_event(self, episode: int, name: str) -> None:
        """Name an event; "" gives back the name that was found."""
        payload = {"episode": episode, "name": name}
        self._do("lifelog.episode.name", payload, self.tr("Name an event “%s”") % name)

    @Slot(str, int)
    def set_clock(self, clock: str, seconds: int) -> None:
        """Correct a clock."""
        title = self.tr("Correct the clock of “%s”") % clock
        self._do("lifelog.clock", {"clock": clock, "seconds": seconds}, title)

    def _do(self, name: str, payload: dict[str, Any], title: str) -> None:
        history = self._context.services.history
        job = self._context.jobs.submit("db", history.do, name, payload, title)
        job.failed.connect(self._context.notices.error)


def _told(place: PlaceView) -> dict[str, Any]:
    """Return a place as a command takes it."""
    return {
        "id": place.id, "name": texts.place_name(place.name) if place.is_guess else place.name,
        "role": place.role, "latitude": place.latitude, "longitude": place.longitude,
        "radius_m": place.radius_m,
    }  # fmt: skip
