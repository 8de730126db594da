"""Explanations as a use-case: heat maps of one picture, what they are worth, and why."""

import logging
import threading
import time
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.explain_cache import BoundedCache
from app.services.explain_networks import Networks
from app.services.explain_options import method_key, method_options
from app.services.explain_pictures import Pictures, cut_mask, part_of
from app.services.explain_targets import Aim, Targets
from app.services.explain_types import (
    AUTO,
    Explained,
    ExplainNote,
    ExplainOptions,
    ExplainRequest,
    ExplainTarget,
    LayerList,
    MethodInfo,
    MethodMap,
    NetworkEntry,
    Occluded,
    PictureSource,
    Rect,
    SanityReport,
)
from common.errors import QueryError
from common.jobs import JobContext
from models.explain.base import MethodError
from models.explain.methods import choose, info, infos

if TYPE_CHECKING:
    import torch

    from app.services.explain_batch import ExplainBatch
    from app.services.items import ItemService
    from app.services.library import Library
    from app.services.models import ModelService
    from common.settings import Settings
    from models.explain.networks import Network

logger = logging.getLogger(__name__)

TOP = 5
_KEPT = 64 << 20  # bytes of maps
_SEEN_KEPT = 32 << 20  # bytes of prepared inputs
_MEASURES_KEPT = 4096  # tables of measures

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A picture as one network sees it.

    Args:
        x: float32 (1, 3, H, W).
        crop: of the picture, as shares.
        scores: probabilities (C,); empty where the network gives vectors.
    """

    x: "torch.Tensor"
    crop: Rect
    scores: Floats


class ExplainService:
    """Explains pictures. Call it from jobs on lane "gpu"; calls of several threads wait in turn.

    Answers are kept by (content of the picture, network and weights, layer, target, method and its
    options), in bounded memory.

    Args:
        models: networks of this machine.
        settings: where they run.
        library: the open library; None where only files are explained.
        items: of the library.
    """

    def __init__(
        self,
        models: "ModelService",
        settings: "Settings",
        library: "Library | None" = None,
        items: "ItemService | None" = None,
    ) -> None:
        self._models = models
        self._settings = settings
        self._library = library
        self._items = items
        self.loaded = Networks(models, settings, library)
        self._pictures = Pictures(items)
        self._targets = Targets(self.loaded, self._pictures, library)
        self._lock = threading.RLock()
        self._maps: BoundedCache[MethodMap] = BoundedCache(_KEPT)
        self._measured: BoundedCache[dict[str, float]] = BoundedCache(_MEASURES_KEPT)
        self._seen: BoundedCache[_Seen] = BoundedCache(_SEEN_KEPT)

    @cached_property
    def batch(self) -> "ExplainBatch":
        """Runs over many pictures; with networks of its own, so that it runs beside a person."""
        from app.services.explain_batch import ExplainBatch

        own = Networks(self._models, self._settings, self._library)
        return ExplainBatch(self._library, own, Pictures(self._items))

    # -- what there is

    def networks(self) -> list[NetworkEntry]:
        """Return every network, those that are ready first; others say how to get them."""
        return self.loaded.entries()

    def layers(self, network: str) -> LayerList:
        """Return the layers of a network that a map can look at, from early to late.

        Raises:
            ModelError: there is no such network, or it cannot be loaded.
        """
        name = self.loaded.choose(network, ExplainTarget()).name
        with self._lock:
            loaded = self.loaded.get(name)
            return LayerList(name, tuple(loaded.layers()), loaded.auto_layer)

    def methods(self, network: str = AUTO) -> list[MethodInfo]:
        """Return the methods that a network allows; "auto" leaves none out but attention's.

        Raises:
            ModelError: there is no such network.
        """
        if network == AUTO:
            return [each for each in infos() if not each.needs_attention]
        entry = next((e for e in self.networks() if e.name == network), None)
        has_gradients = entry is None or entry.has_gradients
        has_attention = entry is not None and entry.name.startswith("clip:")
        return [
            each
            for each in infos()
            if (has_gradients or not each.needs_gradients)
            and (has_attention or not each.needs_attention)
        ]

    def labels(self, network: str = AUTO) -> tuple[str, ...]:
        """Return the classes of a network, synonyms separated by commas.

        Raises:
            ModelError: there is no such network, or it cannot be loaded.
        """
        entry = self.loaded.choose(network, ExplainTarget())
        with self._lock:
            return self.loaded.get(entry.name).labels

    def top(
        self, source: PictureSource, network: str = AUTO, k: int = TOP
    ) -> tuple[tuple[str, float], ...]:
        """Return the most probable classes of a picture with their probabilities.

        Raises:
            AppError: the picture or the network cannot be read.
        """
        entry = self.loaded.choose(network, ExplainTarget())
        with self._lock:
            loaded = self.loaded.get(entry.name)
            return _top(loaded.labels, self._look(source, loaded).scores, k)

    # -- explaining

    def explain(self, request: ExplainRequest, context: JobContext | None = None) -> Explained:
        """Explain one picture.

        Args:
            request: what, by what, and how.
            context: reports and cancels.

        Raises:
            AppError: the picture cannot be read, the network is not there, or there is no such
                layer, class or method.
            JobCancelled: by the context.
        """
        context = context or JobContext()
        started = time.perf_counter()
        context.step(0, 3, "Reading")
        entry = self.loaded.choose(request.network, request.target)
        with self._lock:
            network = self.loaded.get(entry.name)
            picture = self._pictures.load(request.source)
            seen = self._look(request.source, network)
            aim = self._targets.aim(request.target, network, seen.x, seen.scores)
            layer = network.auto_layer if request.layer == AUTO else request.layer
            names = self._chosen(request.methods, network)
            context.step(1, 3, "Making maps")
            full = replace(request, network=entry.name, layer=layer, methods=tuple(names))
            base = (picture.key, request.source.box, self.loaded.key(network), layer, aim.key)
            maps, notes = self._make(full, aim, seen, base, context)
            context.step(2, 3, "Measuring")
            measured = [
                self._measure(each, full.options, aim, seen, base, context) for each in maps
            ]
        if picture.note:
            notes.append(ExplainNote("thumbnail", why=picture.note))
        context.step(3, 3)
        return Explained(
            request=full, title=picture.title, rgb=picture.rgb, crop=seen.crop, label=aim.label,
            score=aim.value, top=_top(network.labels, seen.scores, TOP), maps=tuple(measured),
            seconds=time.perf_counter() - started, notes=tuple(notes), version=network.version,
            target_index=aim.index,
        )  # fmt: skip

    def _look(self, source: PictureSource, network: "Network") -> _Seen:
        """Return a picture as a network sees it, with its scores; kept."""
        picture = self._pictures.load(source)
        key = (picture.key, source.box, self.loaded.key(network))
        found = self._seen.get(key)
        if found is None:
            part = part_of(picture.rgb, source.box, network)
            x = network.prepare(part.rgb)[None].to(network.device)
            scores = network.scores(x)[0] if network.labels else np.zeros(0, np.float32)
            found = _Seen(x, part.crop, scores)
            self._seen.put(key, found, 4 * x.numel())
        return found

    def _chosen(self, methods: Sequence[str], network: "Network") -> list[str]:
        """Return the methods that are meant; "all" and "default" leave out what cannot be.

        Raises:
            MethodError: there is no such method, or the network does not allow it.
        """
        allowed = {each.name for each in self.methods(network.name)}
        named = [name for name in methods if name not in {"all", "default"}]
        wrong = [name for name in choose(named) if name not in allowed]
        if wrong:
            raise MethodError(
                f"“{info(wrong[0]).title}” cannot look into “{network.name}”.",
                hint="Choose one of: " + ", ".join(sorted(allowed)) + ".",
            )
        found = [name for name in choose(methods) if name in allowed]
        return found or [next(name for name in ("rise", "occlusion") if name in allowed)]

    def _make(
        self,
        request: ExplainRequest,
        aim: Aim,
        seen: _Seen,
        base: tuple[Hashable, ...],
        context: JobContext,
    ) -> tuple[list[MethodMap], list[str]]:
        """Return the maps of the methods, kept ones as they are, and notes about all of them."""
        from models.explain.explain import explain, upsample

        options = method_options(request.options)
        keys = {name: (*base, name, method_key(name, request.options)) for name in request.methods}
        found = {name: kept for name, key in keys.items() if (kept := self._maps.get(key))}
        missing = [name for name in request.methods if name not in found]
        notes: list[str] = []
        if missing:
            made = explain(
                aim.network, seen.x, aim.target, methods=missing, layer=request.layer or AUTO,
                options=options, context=context,
            )  # fmt: skip
            notes = list(made.notes.get("", ()))
            size = (int(seen.x.shape[-2]), int(seen.x.shape[-1]))
            for name in missing:
                raw = made.raw[name]
                one = MethodMap(
                    name, info(name).title, upsample(raw, size, name)[0], raw[0],
                    ms=1000 * made.seconds.get(name, 0.0), notes=tuple(made.notes.get(name, ())),
                )  # fmt: skip
                self._maps.put(keys[name], one, one.map.nbytes + one.raw.nbytes)
                found[name] = one
        return [found[name] for name in request.methods], notes

    def _measure(
        self,
        made: MethodMap,
        options: ExplainOptions,
        aim: Aim,
        seen: _Seen,
        base: tuple[Hashable, ...],
        context: JobContext,
    ) -> MethodMap:
        """Return a map with its measures."""
        if not options.measures:
            return made
        key = (*base, made.method, options)
        values = self._measured.get(key)
        if values is None:
            from models.explain.measures import MeasureOptions, measure

            wanted = MeasureOptions(
                names=options.measures, important=options.important, threshold=options.threshold,
                top=options.top, fill=options.fill, seed=options.seed,
            )  # fmt: skip
            found = measure(
                aim.score, seen.x, made.map[None], [aim.column], options=wanted, context=context
            )
            values = {name: float(column[0]) for name, column in found.values.items()}
            self._measured.put(key, values, 1)
        return replace(made, measures=values)

    # -- asking what if

    def occlude(
        self, source: PictureSource, mask: NDArray[np.bool_], network: str = AUTO, also: str = ""
    ) -> Occluded:
        """Return what the network says when parts of a picture are hidden.

        They become the mean colour, as in the measures.

        Args:
            source: the picture.
            mask: bool (h, w) over the whole picture, at any resolution; True hides.
            network: that is asked.
            also: a class that is watched beside the most probable ones.

        Raises:
            AppError: the picture or the network cannot be read.
        """
        started = time.perf_counter()
        with self._lock:
            loaded = self.loaded.get(self.loaded.choose(network, ExplainTarget()).name)
            seen = self._look(source, loaded)
            hidden = cut_mask(mask, seen.crop, (int(seen.x.shape[-2]), int(seen.x.shape[-1])))
            covered = seen.x.new_tensor(hidden).bool()
            scores = loaded.scores(seen.x.masked_fill(covered, 0.0))[0]
            places = np.argsort(-seen.scores, kind="stable")[:TOP].tolist()
            places += {i for i, name in enumerate(loaded.labels) if name == also} - {*places}
            before, watched = (
                tuple((loaded.labels[p], float(each[p])) for p in places)
                for each in (seen.scores, scores)
            )
        ms, top = 1000 * (time.perf_counter() - started), _top(loaded.labels, scores, TOP)
        return Occluded(top, watched, before, float(hidden.mean()), ms)

    def sanity(
        self, request: ExplainRequest, context: JobContext | None = None, *, steps: int = 5
    ) -> list[SanityReport]:
        """Shuffle what the network learned, step by step, and see whether the maps change.

        Args:
            request: as for explain().
            context: reports and cancels.
            steps: how many states of the network are looked at.

        Returns:
            One report a method.

        Raises:
            AppError: as explain(), or the network cannot be looked into.
        """
        from models.explain.explain import explain, upsample
        from models.explain.sanity import check_sanity

        context = context or JobContext()
        entry = self.loaded.choose(request.network, request.target)
        if not entry.has_gradients:
            raise QueryError(
                f"What “{entry.title}” learned cannot be shuffled.",
                hint="Choose a network that is no ONNX file.",
            )
        with self._lock:
            network = self.loaded.get(entry.name)
            seen = self._look(request.source, network)
            aim = self._targets.aim(request.target, network, seen.x, seen.scores)
            layer = network.auto_layer if request.layer == AUTO else request.layer
            size = (int(seen.x.shape[-2]), int(seen.x.shape[-1]))
            reports = []
            for name in self._chosen(request.methods, network):

                def maps_of(module: Any, name: str = name) -> Floats:
                    made = explain(
                        replace(aim.network, module=module), seen.x, aim.target, methods=[name],
                        layer=layer, options=method_options(request.options), context=context,
                    )  # fmt: skip
                    return upsample(made.raw[name], size, name)

                found = check_sanity(
                    network.module, maps_of, steps=steps, seed=request.options.seed, context=context
                )
                told = tuple((step.layer, float(step.correlation)) for step in found.steps)
                reports.append(SanityReport(name, info(name).title, told, found.passed))
        return reports

    def forget(self) -> None:
        """Give the memory of networks and maps back."""
        with self._lock:
            self.loaded.forget()
            for kept in (self._maps, self._measured, self._seen):
                kept.clear()


def _top(labels: Sequence[str], scores: Floats, k: int) -> tuple[tuple[str, float], ...]:
    order = np.argsort(-scores, kind="stable")[:k]
    return tuple((labels[place], float(scores[place])) for place in order.tolist())
