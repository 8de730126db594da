"""Makes answers of items: what a server calls them, and where in a video they lie."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from app.services.evaluation_types import Answer, AnswerForm
from common.errors import EvaluationError
from common.settings import Settings
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.items import ItemService
    from indexers.catalogue.records import ItemSummary


def frame_ms(frame: int, fps: float) -> int:
    """Return when a frame begins, milliseconds; the frame rate is the container's own.

    Args:
        frame: its number, from 0.
        fps: frames a second, > 0.
    """
    return round(1000 * frame / fps)


def on_frame_ms(seconds: float, fps: float) -> int:
    """Return the beginning of the frame nearest to a time, milliseconds."""
    return frame_ms(round(seconds * fps), fps) if fps > 0 else round(1000 * seconds)


class AnswerMaker:
    """Turns items of a library into answers.

    Args:
        items: of the library.
        settings: how media items are named, and their collection.
    """

    def __init__(self, items: "ItemService", settings: Settings) -> None:
        self._items = items
        self._settings = settings

    def of_text(self, text: str) -> Answer:
        """Return an answer in words.

        Raises:
            EvaluationError: there are none.
        """
        if not text.strip():
            raise EvaluationError("The answer is empty.", hint="Type the answer, then submit it.")
        return Answer(text=text.strip())

    def of_items(
        self,
        ids: Sequence[int],
        form: AnswerForm = "auto",
        *,
        marks: tuple[float, float] | None = None,
        at_s: float | None = None,
    ) -> tuple[Answer, ...]:
        """Return an answer for each item.

        Args:
            ids: of the items.
            form: "moment" a point of time, "range" from one time to another, "item" the whole
                media item; "auto" takes marks, else a moment in videos, else the item.
            marks: beginning and end in the video of a single item, seconds.
            at_s: the moment in the video of a single item, seconds; None takes the keyframe.

        Raises:
            EvaluationError: nothing is selected, an item is gone or has no name, or marks are
                given for several items or the wrong way round.
        """
        if not ids:
            raise EvaluationError("Nothing is selected.", hint="Select what you want to submit.")
        if marks is not None and (len(ids) > 1 or marks[0] > marks[1]):
            raise EvaluationError(
                "The marks fit no answer: they need one item, and a beginning before the end.",
                hint="Set both marks again, or clear them.",
            )
        known = {one.id: one for one in self._items.summaries(list(ids))}
        single = len(ids) == 1
        return tuple(
            self._of_item(
                known.get(int(item)), form, marks if single else None, at_s if single else None
            )
            for item in ids
        )

    def _of_item(
        self,
        item: "ItemSummary | None",
        form: AnswerForm,
        marks: tuple[float, float] | None,
        at_s: float | None,
    ) -> Answer:
        if item is None:
            raise EvaluationError(
                "An item is no longer in the library.", hint="Search again and select anew."
            )
        name, collection = self._name(item), self._settings.evaluation.collection
        if form == "item" or item.kind not in {ItemKind.SHOT, ItemKind.VIDEO}:
            return Answer(name, item.id, collection=collection)
        if form == "auto" and item.kind == ItemKind.VIDEO and marks is None and at_s is None:
            return Answer(name, item.id, collection=collection)
        start, end = self._span(item, form, marks, at_s)
        fps = self._fps(item)
        first = on_frame_ms(start, fps)
        last = max(first, on_frame_ms(end, fps))
        return Answer(name, item.id, first, last, collection=collection)

    def _span(
        self,
        item: "ItemSummary",
        form: AnswerForm,
        marks: tuple[float, float] | None,
        at_s: float | None,
    ) -> tuple[float, float]:
        """Return where an answer begins and ends, seconds."""
        if marks is not None and form in {"auto", "range"}:
            return marks
        if form == "range":
            start = item.start_s or 0.0
            end = item.end_s if item.end_s is not None else item.duration_s
            return start, max(start, end if end is not None else start)
        moment = at_s if at_s is not None else self._keyframe_s(item)
        return moment, moment

    def _keyframe_s(self, item: "ItemSummary") -> float:
        """Return the time of the picture that stands for a shot; its identity names it."""
        _, found, moment = self._items.details(item.id).identity.rpartition("#t=")
        if found and moment.isdigit():
            return int(moment) / 1000
        return item.start_s or 0.0

    def _fps(self, item: "ItemSummary") -> float:
        """Return the frame rate that the container states; 0 where it states none."""
        video = item.parent if item.parent >= 0 else item.id
        return self._items.details(video).facts.frame_rate or 0.0

    def _name(self, item: "ItemSummary") -> str:
        path = PurePath(item.path)
        name = path.name if self._settings.evaluation.with_suffix else path.stem
        name = name or item.title
        if not name:
            raise EvaluationError(
                f"Item {item.id} has no name that a server could know.", hint="Choose another item."
            )
        return name
