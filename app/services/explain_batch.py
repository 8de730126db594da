"""Explanations of many pictures: maps and measures by method, class and layer, kept line by line.

A run with a name is a file in the library's folder `explanations/`: a line of settings, then one
line a picture, written when the picture is done. A run that was interrupted goes on where it
stopped; a line that was cut off is made again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.explain_batch_files import Keeper, read_run
from app.services.explain_batch_types import BatchRequest, BatchRow, BatchSource, BatchTable
from app.services.explain_pictures import part_of
from app.services.explain_types import AUTO, QUICK_MEASURES, ExplainTarget, Rect
from common.errors import AppError, QueryError
from common.jobs import JobContext
from models.explain.base import ExplainOptions as MapOptions
from models.explain.base import find_label

if TYPE_CHECKING:
    import torch

    from app.services.explain_networks import Networks
    from app.services.explain_pictures import Pictures
    from app.services.library import Library
    from models.explain.base import ExplainOptions as MapOptions
    from models.explain.measures import MeasureOptions
    from models.explain.networks import Network

FOLDER = "explanations"
TRUTH = "truth"
_AT_ONCE = 8  # pictures
OnRows = Callable[[Sequence[BatchRow]], None]


class ExplainBatch:
    """Runs over many pictures, and the runs of this library.

    Args:
        library: keeps runs with a name; None keeps none.
        networks: that are explained.
        pictures: that are looked at.
    """

    def __init__(
        self, library: "Library | None", networks: "Networks", pictures: "Pictures"
    ) -> None:
        self._library = library
        self._networks = networks
        self._pictures = pictures

    def names(self) -> list[str]:
        """Return the names of the runs that are kept, in order."""
        if self._library is None:
            return []
        return sorted(path.stem for path in (self._library.folder / FOLDER).glob("*.jsonl"))

    def load(self, name: str) -> BatchTable:
        """Return a run that is kept, as far as it got.

        Raises:
            QueryError: there is none of this name, or its first line cannot be read.
        """
        path = self._path(name)
        if not path.is_file():
            known = ", ".join(self.names()) or "none yet"
            raise QueryError(f"There is no run “{name}”.", hint=f"Runs of this library: {known}.")
        return read_run(path, name)

    def remove(self, name: str) -> None:
        """Forget a run.

        Raises:
            ReadOnlyLibraryError: the library is open for reading only.
        """
        if self._library is not None:
            self._library.require_writable()
            self._path(name).unlink(missing_ok=True)

    def run(
        self,
        request: BatchRequest,
        context: JobContext | None = None,
        *,
        name: str = "",
        on_rows: OnRows | None = None,
    ) -> BatchTable:
        """Explain and measure all pictures; a run of this name that was interrupted goes on.

        Args:
            request: what is explained, and how.
            context: told of each picture, asked between them.
            name: keeps the run; "" does not.
            on_rows: called on this thread with the rows of each picture.

        Raises:
            QueryError: there is no picture, a run of that name asked for something else, or no
                class is called so.
            ModelError: the network, a layer or a method is not there.
            ReadOnlyLibraryError: the run is to be kept and the library is read-only.
            JobCancelled: the user cancelled; finished pictures are kept.
        """
        context = context or JobContext()
        if not request.sources:
            raise QueryError("There is no picture to explain.", hint="Choose some pictures.")
        runner = _Runner(request, self._networks, self._pictures, context)
        settings = {**request.settings(), **runner.resolved()}
        keeper = self._keeper(name, settings)
        done = {row.key for row in keeper.rows} | {key for key, _ in keeper.skipped}
        waiting = [source for source in request.sources if source.key not in done]
        already = len(request.sources) - len(waiting)
        for source, found, reason in runner.go(waiting, already):
            keeper.add(source.key, found, reason)
            if on_rows is not None and found:
                on_rows(found)
        wanted = {source.key for source in request.sources}
        return BatchTable(
            tuple(row for row in keeper.rows if row.key in wanted),
            tuple(each for each in keeper.skipped if each[0] in wanted),
            settings,
            name,
        )

    def _keeper(self, name: str, settings: dict[str, Any]) -> "Keeper":
        if not name:
            return Keeper(None, settings)
        if self._library is None:
            raise QueryError("A run is kept in a library.", hint="Open one, or leave out the name.")
        self._library.require_writable()
        path = self._path(name)
        if path.is_file():
            before = read_run(path, name)
            if before.settings != settings:
                raise QueryError(
                    f"The run “{name}” was made with other settings.",
                    hint="Choose another name, or the same settings to go on with it.",
                )
        return Keeper(path, settings)

    def _path(self, name: str) -> Path:
        if (
            self._library is None
            or not name
            or name.startswith(".")
            or set(name) & set('/\\:*?"<>|')
        ):
            raise QueryError(f"“{name}” is no name for a run.", hint="Use letters and digits.")
        return self._library.folder / FOLDER / f"{name}.jsonl"


@dataclass(frozen=True, slots=True, eq=False)
class _Ready:
    """A picture that the network can be asked about.

    Args:
        source: where it is from.
        x: what the network takes of it, float32 (3, H, W).
        title: of the picture.
        target: class; -1 for the best one.
        crop: what the network sees of it, as shares.
    """

    source: BatchSource
    x: "torch.Tensor"
    title: str
    target: int
    crop: Rect


class _Runner:
    """Makes and measures the maps of one request."""

    def __init__(
        self,
        request: BatchRequest,
        networks: "Networks",
        pictures: "Pictures",
        context: JobContext,
    ) -> None:
        entry = networks.choose(request.network, ExplainTarget())
        self._network: Network = networks.get(entry.name)
        self._pictures = pictures
        self._request = request
        self._context = context
        self._methods = _methods(request.methods, self._network)
        self._layers = [
            self._network.auto_layer if layer == AUTO else layer for layer in request.layers
        ]
        self._class = _class_of(request.target, self._network)

    def resolved(self) -> dict[str, Any]:
        """Return what "auto" and "default" meant, and the version of the weights."""
        return {
            "network": self._network.name, "weights": self._network.version,
            "layers": self._layers, "methods": self._methods,
        }  # fmt: skip

    def go(
        self, sources: Sequence[BatchSource], already: int
    ) -> Iterator[tuple[BatchSource, list[BatchRow], str]]:
        """Yield each source with its rows, or with the reason why it has none."""
        total = already + len(sources)
        for start in range(0, len(sources), _AT_ONCE):
            self._context.step(already + start, total)
            ready: list[_Ready] = []
            for source in sources[start : start + _AT_ONCE]:
                try:
                    ready.append(self._prepared(source))
                except AppError as error:
                    yield source, [], error.what
            if ready:
                yield from self._explained(ready, already + start, total)

    def _prepared(self, source: BatchSource) -> _Ready:
        """Read a picture.

        Raises:
            AppError: it cannot be read, or the network does not know its class.
        """
        loaded = self._pictures.load(source.picture)
        part = part_of(loaded.rgb, source.picture.box, self._network)
        target = self._class
        if self._request.target == TRUTH:
            if not source.truth:
                raise QueryError(
                    "Its class is not known.", hint="Folders inside the folder, or a facet, say it."
                )
            target = find_label(self._network.labels, source.truth)
        return _Ready(source, self._network.prepare(part.rgb), loaded.title, target, part.crop)

    def _explained(
        self, ready: list[_Ready], done: int, total: int
    ) -> Iterator[tuple[BatchSource, list[BatchRow], str]]:
        import torch

        x = torch.stack([each.x for each in ready])
        rows: list[list[BatchRow]] = [[] for _ in ready]
        for layer in self._layers:
            self._context.step(done, total, layer)
            self._of_layer(ready, x, layer, rows)
        for each, found in zip(ready, rows, strict=True):
            yield each.source, found, ""

    def _of_layer(
        self, ready: list[_Ready], x: "torch.Tensor", layer: str, rows: list[list[BatchRow]]
    ) -> None:
        """Add the rows of one layer."""
        from models.explain.explain import explain, upsample
        from models.explain.measures import measure

        maps = explain(
            self._network, x, [each.target for each in ready],
            methods=self._methods, layer=layer, options=self._map_options(),
        )  # fmt: skip
        indices = [target.index for target in maps.targets]
        options, quiet = self._measure_options(), _Quiet(self._context)
        for method in self._methods:
            heat = upsample(maps.raw[method], (x.shape[-2], x.shape[-1]), method)
            found = measure(self._network.scores, x, heat, indices, options=options, context=quiet)
            notes = "; ".join(maps.notes.get(method, ()))
            for place, each in enumerate(ready):
                values = {name: float(value[place]) for name, value in found.values.items()}
                values |= _located(each, heat[place])
                rows[place].append(
                    BatchRow(
                        each.source.key, each.source.picture.item, each.title,
                        self._network.label_names()[indices[place]], each.source.truth,
                        float(found.scores[place]), layer, method, values,
                        1000 * maps.seconds.get(method, 0.0) / len(ready), notes,
                    )
                )  # fmt: skip

    def _map_options(self) -> "MapOptions":
        wanted = self._request.options
        return MapOptions(
            seed=wanted.seed, samples=wanted.samples, sigma=wanted.sigma,
            channels=wanted.channels, masks=wanted.masks,
        )  # fmt: skip

    def _measure_options(self) -> "MeasureOptions":
        from models.explain.measures import MeasureOptions

        wanted = self._request.options
        return MeasureOptions(
            names=wanted.measures or QUICK_MEASURES, important=wanted.important,
            threshold=wanted.threshold, top=wanted.top, fill=wanted.fill, seed=wanted.seed,
        )  # fmt: skip


class _Quiet(JobContext):
    """Stops with the run, without telling of its own steps."""

    def __init__(self, run: JobContext) -> None:
        super().__init__()
        self._run = run

    def step(self, done: int, total: int = 0, note: str = "") -> None:
        """Stop where the run was cancelled."""
        if self._run.is_cancelled:
            self.cancel()
        super().step(done, total, note)


def _methods(names: Sequence[str], network: "Network") -> list[str]:
    """Return the methods that names mean; of groups only those that the network allows.

    Raises:
        ModelError: no such method.
    """
    from models.explain.methods import choose, info

    return [name for name in choose(names) if name in names or _fits(info(name), network)]


def _fits(method: Any, network: "Network") -> bool:
    return (network.has_gradients or not method.needs_gradients) and not method.needs_attention


def _class_of(target: str, network: "Network") -> int:
    """Return the class that a target names, -1 for each picture's own.

    Raises:
        ModelError: there is no such class.
    """
    return -1 if target in {AUTO, TRUTH} else find_label(network.labels, target)


def _located(ready: _Ready, heat: NDArray[np.float32]) -> dict[str, float]:
    """Return how well a map lies on the object, where boxes say where it is."""
    from models.explain.localisation import localise

    left, top, width, height = ready.crop
    boxes = [
        ((x - left) / width, (y - top) / height, wide / width, high / height)
        for x, y, wide, high in ready.source.boxes
    ]
    found = localise(heat, boxes)
    if found is None:
        return {}
    return {"hit": float(found.hit), "iou": found.iou, "energy": found.energy}
