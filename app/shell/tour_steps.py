"""The steps of the tour and how far somebody is; needs no Qt.

A step names a panel, the control in it that it speaks of, and a probe: what is looked at to see
whether the step was done. A probe's value is taken when the step is shown; the step is done once
the value is another one (`tour_doing.py` has the probes).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TourStep:
    """One thing to try.

    Args:
        name: stable id; texts and examples go by it.
        panel: brought to the front; "" where the step is about the menus.
        target: the control in it, as attributes from the panel on ("head.box"); "menu:Edit" is a
            main menu, "" the whole panel.
        probe: what is looked at, of `tour_doing.Doing`.
    """

    name: str
    panel: str
    target: str
    probe: str


STEPS = (
    TourStep("zoom", "wall", "view", "wall-zoom"),
    TourStep("arrange", "wall", "bar.methods", "wall-arrangement"),
    TourStep("filter", "filters", "", "filters"),
    TourStep("search", "search", "head.box", "results"),
    TourStep("why", "results", "stack", "inspector"),
    TourStep("label", "feedback", "", "labels"),
    TourStep("lifelog", "lifelog", "head", "results"),
    TourStep("body", "body", "page", "body-strokes"),
    TourStep("explain", "explain", "", "heat-maps"),
    TourStep("undo", "", "menu:Edit", "undone"),
    TourStep("export", "", "menu:File", "exported"),
)


class TourProgress:
    """Which step is on and which were done; can be kept and brought back.

    Args:
        steps: of the tour.
    """

    def __init__(self, steps: tuple[TourStep, ...] = STEPS) -> None:
        self.steps = steps
        self._place = 0
        self.done: set[str] = set()
        self.is_over = False

    @property
    def place(self) -> int:
        """Number of the step that is on, from 0."""
        return self._place

    @property
    def step(self) -> TourStep:
        """The step that is on."""
        return self.steps[self._place]

    @property
    def is_last(self) -> bool:
        """Whether no step follows."""
        return self._place == len(self.steps) - 1

    def forward(self) -> bool:
        """Go to the next step; False where the tour ends here."""
        if self.is_last:
            self.is_over = True
            return False
        self._place += 1
        return True

    def back(self) -> bool:
        """Go to the step before; False at the first one."""
        if not self._place:
            return False
        self._place -= 1
        return True

    def begin_anew(self) -> None:
        """Forget what was done."""
        self._place, self.is_over = 0, False
        self.done.clear()

    def save(self) -> dict[str, Any]:
        """Return the progress as JSON types."""
        return {"step": self.step.name, "done": sorted(self.done), "over": self.is_over}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Bring back what save() returned; what is not known is left out."""
        names = [step.name for step in self.steps]
        at = state.get("step")
        self._place = names.index(at) if isinstance(at, str) and at in names else 0
        done = state.get("done")
        self.done = set(names) & {str(d) for d in (done if isinstance(done, list) else ())}
        self.is_over = state.get("over") is True
