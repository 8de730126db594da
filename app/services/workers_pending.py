"""Runs on workers the analyses that stored items lack; what they cannot see is done here."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.services.import_pending import PendingStage
from app.services.import_texts import store_findings
from app.services.workers_force import Workforce
from app.services.workers_types import LookAsk, Told
from common.values import Findings, ItemKind
from indexers.catalogue import NewFindings, PendingItem

if TYPE_CHECKING:
    from app.services.import_analyse import Analyses
    from app.services.import_types import Meter
    from app.services.library import Library
    from common.settings import ImportSettings

PAGE = 512
PIECE = 16


class WorkersPending(PendingStage):
    """Brings items to the newest version of every analysis, by workers as far as they can.

    Args:
        library: open for writing.
        analyses: those that can run here and are wanted.
        settings: limits.
        meter: grows by the items that are pending.
        threads: decoder threads of this process.
        force: the workers.
    """

    page = PAGE

    def __init__(
        self,
        library: "Library",
        analyses: "Analyses",
        settings: "ImportSettings",
        meter: "Meter",
        threads: int,
        force: Workforce,
    ) -> None:
        super().__init__(library, analyses, settings, meter, threads)
        self._force = force

    def _do_page(
        self, pool: Any, name: str, version: str, page: Sequence[PendingItem]
    ) -> set[int] | None:
        """Have workers analyse what they see; the rest is done here."""
        far = [item for item in page if _may_be_seen(item)]
        if not far or not self._force.can(name, version):
            return super()._do_page(pool, name, version, page)
        done: set[int] = set()
        left = [item for item in page if not _may_be_seen(item)]
        work = _Looks(self, name, far)
        place = 0
        for found in self._force.run(work, lambda: self._meter.check(name)):
            items = far[place : place + len(found)]
            place += len(found)
            pairs = list(zip(items, found, strict=True))
            seen = [(item, each) for item, each in pairs if each is not None]
            left += [item for item, each in pairs if each is None]
            store_findings(
                self._library,
                [NewFindings(item.id, name, version, each) for item, each in seen],
            )
            done |= {item.id for item, _ in seen}
            self._meter.advance(name, len(seen))
        rest = super()._do_page(pool, name, version, left) if left else set()
        return None if rest is None else done | rest

    def ask_of(self, item: PendingItem) -> LookAsk:
        """Return what a worker needs to know of an item."""
        path = item.poster if item.kind is ItemKind.FILM else item.path
        return LookAsk(item.kind, path, self.keyframe_s(item))


def _may_be_seen(item: PendingItem) -> bool:
    """Whether a worker may see the picture of an item: it is a file, and not a thumbnail."""
    path = item.poster if item.kind is ItemKind.FILM else item.path
    return bool(path) and item.kind is not ItemKind.VIDEO


class _Looks:
    """Stored items as a work; what is not seen by workers comes back as None."""

    piece = PIECE
    may_hedge = True

    def __init__(self, stage: WorkersPending, name: str, items: Sequence[PendingItem]) -> None:
        self.count = len(items)
        self._stage = stage
        self._name = name
        self._items = items

    def send(self, actor: Any, places: Sequence[int], *, whole: bool) -> Any:
        """Ask a reader to look at some items."""
        del whole  # pictures that workers do not see are looked at here
        asks = [self._stage.ask_of(self._items[place]) for place in places]
        return actor.look.remote(self._name, asks)

    def bytes_of(self, place: int) -> int:  # noqa: ARG002 - as Work has it
        """Nothing is sent."""
        return -1

    def here(self, place: int) -> Findings | None:  # noqa: ARG002 - as Work has it
        """Leave it to the local part of the stage."""
        return None

    def failed(self, place: int, why: str) -> Findings | None:  # noqa: ARG002 - as Work has it
        """Leave it to the local part of the stage, which says what is wrong."""
        return None

    def told(self, told: Told) -> None:
        """Failures are met again, and told, by the local part."""
