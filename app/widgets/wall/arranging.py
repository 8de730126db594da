"""What the user does about the arrangement: choose, shuffle, more like this, surprise me."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.context import PanelContext
from app.services.wall import METHODS, ArrangeRequest
from app.widgets.list_texts import list_text
from app.widgets.wall.bar import WallBar
from app.widgets.wall.lights import SOURCE, WallLights
from app.widgets.wall.model import Prepared, WallModel
from app.widgets.wall.view import WallView

LEAST_SURPRISE_PX = 160.0  # width of the poster that the wall flies to
LARGEST_NUMBER = 1 << 53  # of a seed or an id in a saved session


class WallArranging(QObject):
    """Keeps bar and model of one mind about the arrangement, and has its actions.

    Args:
        context: of the panel.
        model: makes arrangements.
        view: shows them.
        bar: says what is wanted.
        lights: knows what passes the filters.
        parent: the panel.
    """

    noted = Signal()  # the user asked for another arrangement
    reverted = Signal()  # the bar shows again what was there before
    front_wanted = Signal()  # an action changes the wall, which another tab may cover

    def __init__(
        self,
        context: PanelContext,
        model: WallModel,
        view: WallView,
        bar: WallBar,
        lights: WallLights,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._model, self._view, self._bar, self._lights = model, view, bar, lights
        self._chance = random.Random()  # noqa: S311 - a game, no secret
        self._last = -1
        bar.arrangement_chosen.connect(self.arrange)
        lights.arrange_wanted.connect(self.arrange_by)
        model.prepared.connect(self._on_prepared)
        model.reverted.connect(self._on_reverted)

    @property
    def runs(self) -> dict[str, Callable[[], None]]:
        """What the actions do that arrange the wall, by name."""
        return {
            "wall.shuffle": self.shuffle,
            "wall.surprise": self.surprise,
            "wall.more-like-this": self.around_current,
        }

    def can_surprise(self) -> bool:
        """Whether there is anything to fly to."""
        return self._view.content is not None

    # -- what is wanted

    def request(self) -> ArrangeRequest:
        """Return the arrangement that bar, view and result list ask for."""
        bar, view = self._bar, self._view
        return ArrangeRequest(
            bar.method,
            bar.key,
            bar.seed,
            bar.noise.value() / 100,
            self._model.style.shape,
            max(1, view.width()) / max(1, view.height()),
            self._lights.hits,
            item=bar.item,
            encoder=bar.encoder,
        )

    @Slot()
    def arrange(self) -> None:
        """Arrange the wall as the bar says."""
        self.noted.emit()
        self._model.arrange(self.request())

    @Slot(str)
    def arrange_by(self, method: str, key: str = "") -> None:
        """Arrange the wall by a method of app.services.wall.METHODS."""
        self._bar.choose(method, key)
        self.arrange()

    def shuffle(self) -> None:
        """Deal the wall anew at random."""
        self.front_wanted.emit()
        self._bar.seed += 1
        self.arrange_by("random")

    def around_current(self) -> None:
        """Arrange the wall around the current item."""
        current = self._context.shared.current
        if current is None:
            return
        self.front_wanted.emit()
        self._bar.item = int(current)
        self.arrange_by("around")

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        bar = self._bar
        bar.set_methods(prepared.methods)
        bar.set_counts(prepared.table.counts)
        bar.set_keys(prepared.groups, prepared.default_key, prepared.numbers)
        bar.set_encoders(prepared.encoders)
        note = list_text(prepared.arrangement.note)
        if prepared.is_preview:
            note = self.tr("A first, coarse arrangement; the final one is being made.")
        bar.note.say(note)

    @Slot(object)
    def _on_reverted(self, request: ArrangeRequest) -> None:
        bar = self._bar
        bar.seed, bar.item = request.seed, request.item
        bar.choose(request.method, request.key or None, request.noise)
        names = self._model.current.encoders if self._model.current else ()
        bar.set_encoders(names, request.encoder)
        self.reverted.emit()

    # -- by chance

    def surprise(self) -> None:
        """Fly to a random item that passes the filters and select it, never the same twice."""
        self.front_wanted.emit()
        content, lighting = self._view.content, self._lights.lighting
        if content is None or not len(content.ids):
            return
        lit = None if lighting is None else lighting.lit
        is_known = lit is not None and len(lit) == len(content.ids)
        candidates = content.ids[lit] if is_known else content.ids
        if not len(candidates):
            self._context.notices.info(self.tr("No item passes the filters."))
            return
        if len(candidates) > 1:
            candidates = candidates[candidates != self._last]
        self._last = int(candidates[self._chance.randrange(len(candidates))])
        cell = int(content.cells_of([self._last])[0])
        camera = self._view.camera
        self._view.fly_to(camera.on_cell(cell, max(camera.goal.scale, LEAST_SURPRISE_PX)))
        self._view.set_selected((self._last,))
        self._context.shared.select((self._last,), SOURCE)

    # -- session

    def save_state(self) -> dict[str, Any]:
        """Return the arrangement, JSON types."""
        bar = self._bar
        return {
            "method": bar.method,
            "key": bar.key,
            "seed": bar.seed,
            "noise": bar.noise.value() / 100,
            "item": bar.item,
            "encoder": bar.encoder,
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; unknown or bad entries are ignored."""
        bar = self._bar
        for name in ("seed", "item"):
            number = state.get(name)
            if isinstance(number, int) and abs(number) < LARGEST_NUMBER:
                setattr(bar, name, number)
        if isinstance(state.get("encoder"), str):
            bar.set_encoders((), state["encoder"])
        method, key, noise = state.get("method"), state.get("key"), state.get("noise")
        if method in METHODS and method != "results":
            is_number = isinstance(noise, int | float) and 0 <= noise <= 1
            bar.choose(method, key if isinstance(key, str) else None, noise if is_number else None)
