"""The analysers of one library: which run, what they found, and masks to lay over a picture."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.services.analyser_removal import switched_off
from common.errors import QueryError
from common.jobs import JobContext
from common.values import Mask
from models.analysers.answers import colours
from models.analysers.card import PREFIX
from models.base import Priority

if TYPE_CHECKING:
    from app.services.history import HistoryService
    from app.services.items import ItemService
    from app.services.library import Library
    from app.services.models import ModelService

__all__ = ["AnalyserEntry", "AnalysisService", "Mask", "colours"]

_KEPT = 24  # masks
_SIDE = 1024  # pixels, longest side of the picture that a mask is made of


@dataclass(frozen=True, slots=True)
class AnalyserEntry:
    """An analyser, or what is left of one.

    Args:
        name: of the analysis, "analyser:NAME".
        title: for people.
        kind: what it gives; "" where only what it found is known.
        version: that runs now; "" for none.
        origin: the file, the package or "user".
        problem: why it cannot be used; "" if it can.
        items: that it has looked at in this library, by any version.
        waiting: that it has still to look at; 0 while it is off.
        is_off: it was taken out of this library.
    """

    name: str
    title: str
    kind: str
    version: str
    origin: str
    problem: str = ""
    items: int = 0
    waiting: int = 0
    is_off: bool = False


class AnalysisService:
    """What analysers do in the open library; safe to call on any thread, meant for jobs.

    Args:
        library: the open library.
        models: gives the engine, and knows all analysers.
        items: reads pictures.
        history: does and undoes the removal.
    """

    def __init__(
        self,
        library: "Library",
        models: "ModelService",
        items: "ItemService",
        history: "HistoryService",
    ) -> None:
        self._library, self._models = library, models
        self._items, self._history = items, history
        self._guard = threading.Lock()
        self._masks: OrderedDict[tuple[int, str, str], Mask | None] = OrderedDict()

    # -- what there is

    def entries(self) -> list[AnalyserEntry]:
        """Return all analysers: those that run, that cannot, and that only left their results."""
        off = switched_off(self._library)
        looked = self._library.catalogue.analyses(PREFIX)
        versions = {info.name: info.version for info in self._models.engine.analyses()}
        found: dict[str, AnalyserEntry] = {}
        for told in self._models.analyser_facts():
            version, is_off = versions.get(told.name, ""), told.name in off
            waits = bool(version) and not is_off
            found[told.name or told.origin] = AnalyserEntry(
                told.name,
                told.title,
                told.kind,
                version,
                told.origin,
                told.problem,
                items=sum(looked.get(told.name, {}).values()),
                waiting=self._library.catalogue.count_pending(told.name, version) if waits else 0,
                is_off=is_off,
            )
        for name, counts in looked.items():
            if name not in found:
                plain = name.removeprefix(PREFIX)
                items = sum(counts.values())
                found[name] = AnalyserEntry(
                    name, plain, "", "", "", items=items, is_off=name in off
                )
        return list(found.values())

    def title(self, name: str) -> str:
        """Return an analysis for people: the title of an analyser, any other as it is."""
        for told in self._models.analyser_facts():
            if told.name == name:
                return told.title
        return name.removeprefix(PREFIX)

    # -- removal

    def remove(self, name: str, context: JobContext | None = None) -> Any:
        """Take an analyser out of the library with all that it found; one command, undoable.

        Call it on the lane "db".

        Raises:
            QueryError: there is no such analyser, nor anything that it found.
            ReadOnlyLibraryError: the library cannot be written.
        """
        self._require(name)
        title = f"Remove the analyser “{self.title(name)}”"
        return self._history.do("analyser.remove", {"name": name}, title, context)

    def use(self, name: str, context: JobContext | None = None) -> Any:
        """Let an analyser run again that was taken out; one command, undoable.

        Raises:
            QueryError: there is no such analyser.
        """
        self._require(name)
        title = f"Use the analyser “{self.title(name)}” again"
        return self._history.do("analyser.use", {"name": name}, title, context)

    def _require(self, name: str) -> None:
        known = {entry.name for entry in self.entries() if entry.name}
        if name not in known:
            listed = ", ".join(sorted(known)) or "none"
            raise QueryError(
                f"There is no analyser “{name}” in this library.", hint=f"Choose one of: {listed}."
            )

    # -- masks

    def mask_names(self) -> list[str]:
        """Return the analysers that give masks and can run here, by name."""
        off = switched_off(self._library)
        running = {info.name for info in self._models.engine.analyses()}
        return [
            told.name
            for told in self._models.analyser_facts()
            if told.kind == "mask" and told.name in running and told.name not in off
        ]

    def mask(self, item: int, name: str, context: JobContext | None = None) -> Mask | None:
        """Return the mask of an item's picture, made now; the latest ones are kept.

        Args:
            item: id.
            name: of the analysis.
            context: of the job.

        Returns:
            None where the analyser says nothing about this picture.

        Raises:
            QueryError: there is no such item.
            MediaError: its picture cannot be read.
            ModelError: there is no such analyser, or it failed.
        """
        (context or JobContext()).step(0, 1)
        engine = self._models.engine
        version = next((info.version for info in engine.analyses() if info.name == name), "")
        key = (item, name, version)
        with self._guard:
            if key in self._masks:
                self._masks.move_to_end(key)
                return self._masks[key]
        picture = self._items.picture(item, _SIDE)
        found = engine.analyse(name, [picture.rgb], priority=Priority.INTERACTIVE)[0].masks
        made = found[0] if found else None
        with self._guard:
            self._masks[key] = made
            while len(self._masks) > _KEPT:
                self._masks.popitem(last=False)
        return made


def shares(mask: Mask) -> Sequence[tuple[str, float]]:
    """Return the classes of a mask that are there with their share of the picture, 0-1."""
    import numpy as np

    counts = np.bincount(mask.codes[mask.codes >= 0].ravel(), minlength=len(mask.labels))
    found = [
        (label, count / mask.codes.size)
        for label, count in zip(mask.labels, counts.tolist(), strict=True)
        if count
    ]
    return sorted(found, key=lambda each: -each[1])
