"""Changes to items that can be undone: they are journalled first, then told to all panels."""

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.context import PanelContext
from app.jobs import Priority
from app.services.history_conflicts import without
from app.widgets.numbers import numeral
from common.errors import ConflictError
from common.jobs import JobCancelled, JobContext
from common.selection import Selection

logger = logging.getLogger(__name__)

MANY = 500  # items from which on a payload is an array
LISTED = 20_000  # items from which on a person waits long enough to want to see it


class Labeller(QObject):
    """Does commands through the history service, one after the other, off the UI thread.

    A change is acknowledged (`done`, then the shared signal) only when it is on disk.

    Args:
        context: services, jobs, shared state, notices.
        parent: owner.
        source: name of the panel, told to SharedState.
    """

    done = Signal(str, object)  # command name, payload
    failed = Signal(str, object)  # command name, payload: nothing was changed

    def __init__(
        self, context: PanelContext, parent: QObject | None = None, source: str = "labelling"
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._source = source

    @property
    def can_write(self) -> bool:
        """Whether the library takes changes."""
        return not self._context.services.items.is_read_only

    def label(self, items: Sequence[int], value: int, label_set: str = "") -> None:
        """Mark items: +1 relevant, -1 not relevant, 0 takes the mark away.

        Args:
            items: ids.
            value: of the mark.
            label_set: where it is kept; "" for the active one.
        """
        if not items:
            return
        payload: dict[str, Any] = {"set": label_set or self._context.shared.label_set}
        seen = self._context.services.items.seen_labels(payload["set"])
        if seen is not None:
            payload["seen"] = seen
        if len(items) < MANY:
            payload["labels"] = {str(item): value for item in items}
        else:
            payload["marks"] = {str(value): _kept(items)}
        self.do("label.set", payload, self._marking(value, len(items)), len(items))

    def tag(self, items: Sequence[int], value: str, *, on: bool = True) -> None:
        """Give items a tag, or take it away."""
        payload = {"items": _kept(items), "key": "tag", "value": value.strip()}
        title = self.tr("Tag {items} “{name}”") if on else self.tr("Untag {items} “{name}”")
        shown = title.format(items=self._count(items), name=value.strip())
        self.do("item.tag" if on else "item.untag", payload, shown, len(items))

    def list_in(self, kind: str, name: str, items: Sequence[int], *, on: bool = True) -> None:
        """Put items into a bucket or watchlist, or take them out.

        Args:
            kind: "bucket" or "watchlist".
            name: of the list; made if it is new.
            items: ids.
            on: False takes them out.
        """
        payload = {"list": name.strip(), "items": _kept(items)}
        title = self.tr("Add {items} to “{name}”") if on else self.tr("Take {items} from “{name}”")
        shown = title.format(items=self._count(items), name=name.strip())
        self.do(f"{kind}.{'add' if on else 'remove'}", payload, shown, len(items))

    def do(self, name: str, payload: Mapping[str, Any], title: str, size: int = 0) -> None:
        """Do a command of the history; see `app.services.history_types`.

        Args:
            name: of the command.
            payload: JSON types; ids as a Selection too.
            title: as the history shows it.
            size: how many items it is about; with many, it is listed among the jobs, where it can
                be cancelled as long as nothing was changed.
        """
        work = partial(self._do, name, dict(payload), title)
        listed = title if size >= LISTED else None
        job = self._context.jobs.submit("db", work, title=listed, priority=Priority.INTERACTIVE)
        job.succeeded.connect(self._on_done)
        job.failed.connect(self._on_failed)

    def _do(
        self, name: str, payload: dict[str, Any], title: str, context: JobContext
    ) -> tuple[str, dict[str, Any], Exception | None]:
        context.step(0)
        try:
            self._context.services.history.do(name, payload, title, context)
        except JobCancelled:
            raise
        except Exception as error:  # noqa: BLE001 - handed to the UI thread with its command
            if isinstance(error, ConflictError):  # the person may want it nevertheless
                self._let_decide(error, name, payload, title)
            return name, payload, error
        return name, payload, None

    def _let_decide(
        self, error: ConflictError, name: str, payload: dict[str, Any], title: str
    ) -> None:
        """Note in a conflict how the change is made nevertheless, wholly or for what is left."""
        history = self._context.services.history
        unseen = {key: value for key, value in payload.items() if key != "seen"}
        error.again = partial(history.do, name, unseen, title)
        if name != "label.set" or not isinstance(error.theirs, Mapping):
            return
        rest = without(unseen, error.theirs)
        if rest is not None:
            [(value, items)] = rest["marks"].items()
            error.asked = len(items) + len(error.theirs)
            error.rest = partial(history.do, name, rest, self._marking(int(value), len(items)))

    @Slot(object)
    def _on_done(self, answer: tuple[str, dict[str, Any], Exception | None]) -> None:
        name, payload, error = answer
        if error is not None:
            self.failed.emit(name, payload)
            self._context.notices.error(error)
            return
        self.done.emit(name, payload)
        if name.startswith("label."):
            self._context.shared.labels_changed.emit(self._source)
        else:
            self._context.shared.items_changed.emit(self._source)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._context.notices.error(error)

    def _marking(self, value: int, count: int) -> str:
        """Return what marking so many items is called."""
        title = {
            1: self.tr("Mark %s as relevant"),
            -1: self.tr("Mark %s as not relevant"),
            0: self.tr("Take the mark from %s"),
        }[value]
        return title % self._counted(count)

    def _count(self, items: Sequence[int]) -> str:
        return self._counted(len(items))

    def _counted(self, count: int) -> str:
        return self.tr("one item") if count == 1 else self.tr("%s items") % numeral(count)


def _kept(items: Sequence[int]) -> Sequence[int]:
    """Return items as nobody changes them any more; a million are made compact by the job."""
    is_final = isinstance(items, Selection | tuple) and len(items) >= MANY
    return items if is_final else list(items)
