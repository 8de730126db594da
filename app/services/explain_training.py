"""Scene classifiers of the user's own: a network learns the classes of labelled pictures.

What was learned is kept in the library's folder `classifiers/`, with the classes, how it was
trained and what it reached on pictures that it never saw; it is explained like any other network.
"""

import logging
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.explain_batch_types import BatchSource
from app.services.explain_networks import CLASSIFIERS
from app.services.explain_sources import of_facet, of_folder
from common.errors import AppError, QueryError
from common.jobs import JobContext
from models.explain import networks, registered

if TYPE_CHECKING:
    import torch

    from app.services.items import ItemService
    from app.services.library import Library
    from app.services.models import ModelService
    from models.explain.networks import Network

logger = logging.getLogger(__name__)

TRAINABLE = ("mobilenet_v2", "squeezenet1_0", "vgg16", "resnet34")
_NAME = re.compile(r"[A-Za-z0-9_.\-]{1,64}")
_SIDE = 512  # pixels that pictures are read at
_KEPT = 1500  # pictures that are not read again for the first round


@dataclass(frozen=True, slots=True)
class TrainRequest:
    """What is to be learned.

    Args:
        name: of the new network: letters, digits, "_", "-", ".".
        folder: of folders, one a class; None where a facet says the class.
        facet: key whose main value is the class.
        network: that goes on learning, of TRAINABLE.
        epochs: rounds through all pictures.
        rate: of learning.
        frozen: 0-1, share of the layers that stay as they are.
        turn: pictures may be turned by right angles: right for views from above.
        seed: of everything random.
        replace: an earlier network of this name may be replaced.
    """

    name: str
    folder: Path | None = None
    facet: str = ""
    network: str = "mobilenet_v2"
    epochs: int = 12
    rate: float = 2e-4
    frozen: float = 0.5
    turn: bool = False
    seed: int = 0
    replace: bool = False


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What was learned.

    Args:
        name: of the network.
        path: of its folder.
        classes: names.
        images: pictures a class, those tested on included.
        accuracy: 0-1, on the pictures that it never saw.
        tested: how many those are.
        confusion: rows of true classes, columns of predicted ones.
        losses: mean loss of each round.
        seconds: all in all.
        skipped: pictures that could not be read, with the reason.
        test: keys of the pictures that it never saw.
    """

    name: str
    path: Path
    classes: tuple[str, ...]
    images: tuple[int, ...]
    accuracy: float
    tested: int
    confusion: tuple[tuple[int, ...], ...]
    losses: tuple[float, ...]
    seconds: float
    skipped: tuple[tuple[str, str], ...] = ()
    test: tuple[str, ...] = field(default=(), repr=False)


class TrainingService:
    """Trains scene classifiers and keeps them.

    Args:
        library: where they are kept; its items are learned from where a facet says the classes.
        models: weights to begin with.
        items: reads pictures.
    """

    def __init__(self, library: "Library", models: "ModelService", items: "ItemService") -> None:
        self._library = library
        self._models = models
        self._items = items

    def train(self, request: TrainRequest, context: JobContext | None = None) -> TrainReport:
        """Learn, test on a fifth of the pictures, and keep the network; whole or nothing.

        Raises:
            QueryError: the name, the folder or the facet is of no use.
            ModelError: there is too little to learn from, or the weights are missing.
            ReadOnlyLibraryError: the library is open for reading only.
            JobCancelled: the user cancelled; nothing is kept.
        """
        from models.training.finetune import TrainOptions, fine_tune

        context = context or JobContext()
        path = self._place(request)
        sources = self._sources(request)
        begin = time.perf_counter()
        network = networks.load(request.network, self._models.hub)
        pictures = _Pictures(self._items, network)
        sources = pictures.readable(sources, context)
        classes = sorted({source.truth for source in sources})
        targets = [classes.index(source.truth) for source in sources]
        options = TrainOptions(
            epochs=request.epochs, rate=request.rate, frozen=request.frozen,
            turn=request.turn, seed=request.seed,
        )  # fmt: skip
        learned = fine_tune(
            network.module, lambda number: pictures.read(sources[number]), targets, len(classes),
            options=options, context=context,
        )  # fmt: skip
        trained = replace(network, name=request.name, module=learned.module, labels=tuple(classes))
        seconds = time.perf_counter() - begin
        counts = Counter(targets)
        report = TrainReport(
            request.name, path, tuple(classes), tuple(counts[i] for i in range(len(classes))),
            learned.accuracy, len(learned.test), tuple(map(tuple, learned.confusion.tolist())),
            tuple(epoch.loss for epoch in learned.epochs), seconds, tuple(pictures.skipped),
            tuple(sources[number].key for number in learned.test.tolist()),
        )  # fmt: skip
        path.parent.mkdir(exist_ok=True)
        registered.save(path, trained, title=request.name, about=_about(request, report))
        return report

    def _place(self, request: TrainRequest) -> Path:
        """Return where the network is kept.

        Raises:
            QueryError: the name cannot be used.
            ReadOnlyLibraryError: the library is open for reading only.
        """
        self._library.require_writable()
        if not _NAME.fullmatch(request.name) or request.name.startswith("."):
            raise QueryError(
                f"“{request.name}” is no name for a network.",
                hint="Use letters, digits, “_”, “-” and “.”, at most 64.",
            )
        if request.network not in TRAINABLE:
            raise QueryError(
                f"“{request.network}” cannot learn classes.",
                hint=f"Choose one of: {', '.join(TRAINABLE)}.",
            )
        path = self._library.folder / CLASSIFIERS / request.name
        if request.name in TRAINABLE or (path.exists() and not request.replace):
            raise QueryError(
                f"There is a network “{request.name}” already.",
                hint="Choose another name, or allow it to be replaced.",
            )
        return path

    def _sources(self, request: TrainRequest) -> list[BatchSource]:
        if (request.folder is None) == (not request.facet):
            raise QueryError(
                "Either a folder or a facet says what is to be learned.", hint="Give one of them."
            )
        if request.folder is None:
            return of_facet(self._library, request.facet)
        found = [source for source in of_folder(request.folder) if source.truth]
        if not found:
            raise QueryError(
                f"“{request.folder}” holds no folders of pictures.",
                hint="Put the pictures of each class into a folder of its own.",
            )
        return found


class _Pictures:
    """Reads pictures as a network takes them, and remembers which cannot be read."""

    def __init__(self, items: "ItemService", network: "Network") -> None:
        self._items = items
        self._network = network
        self._first: dict[str, torch.Tensor] = {}
        self.skipped: list[tuple[str, str]] = []

    def readable(self, sources: Sequence[BatchSource], context: JobContext) -> list[BatchSource]:
        """Return the sources that can be read; what is read is kept for the first round."""
        found = []
        for done, source in enumerate(sources):
            context.step(done, len(sources), "reading pictures")
            try:
                read = self._read(source)
            except AppError as error:
                self.skipped.append((source.key, error.what))
                continue
            found.append(source)
            if len(self._first) < _KEPT:
                self._first[source.key] = read
        return found

    def read(self, source: BatchSource) -> "torch.Tensor":
        """Return what the network takes, float32 (3, H, W)."""
        kept = self._first.pop(source.key, None)
        return self._read(source) if kept is None else kept

    def _read(self, source: BatchSource) -> "torch.Tensor":
        picture = source.picture
        if picture.item >= 0:
            return self._network.prepare(self._items.picture(picture.item, _SIDE).rgb)
        return self._network.prepare(self._items.picture_of_file(picture.path, _SIDE))


def _about(request: TrainRequest, report: TrainReport) -> dict[str, Any]:
    """Return how it was trained, for the network's card."""
    return {
        "trained": datetime.now(UTC).isoformat(timespec="seconds"),
        "from": request.network,
        "pictures": str(request.folder) if request.folder else f"facet {request.facet}",
        "images": list(report.images),
        "epochs": request.epochs,
        "rate": request.rate,
        "frozen": request.frozen,
        "turn": request.turn,
        "seed": request.seed,
        "accuracy": round(report.accuracy, 4),
        "tested": report.tested,
        "losses": [round(loss, 4) for loss in report.losses],
        "seconds": round(report.seconds, 1),
        "test": list(report.test),
    }


def train_document(report: TrainReport) -> dict[str, Any]:
    """Return a report as JSON types."""
    return {
        "name": report.name,
        "path": str(report.path),
        "classes": list(report.classes),
        "images": list(report.images),
        "accuracy": report.accuracy,
        "tested": report.tested,
        "confusion": [list(row) for row in report.confusion],
        "losses": list(report.losses),
        "seconds": report.seconds,
        "skipped": [{"path": key, "reason": reason} for key, reason in report.skipped],
    }
