"""The engine: owns the device and everything that runs on it.

All work goes through one lane (`models/lane.py`) in micro-batches of about 50 ms, so that a person
waits for one of them at most. Networks are loaded at their first use and unloaded when nothing has
been asked for a while. torch is not imported before a network needs it.
"""

import logging
import os
import threading
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.closing import Closing
from common.errors import ModelError
from common.values import Findings
from models.backends import build_image_backends, build_text_backends, known_or_error
from models.base import (
    AnalysisInfo,
    EncoderInfo,
    ExtraBackends,
    ImageBackend,
    Prepared,
    Priority,
    Runtime,
    ShotClassifier,
    TextBackend,
    check_image,
)
from models.costs import Costs
from models.device import cap_torch, choose_device, free_memory, is_out_of_memory
from models.hub import ModelHub
from models.lane import Lane
from models.poses.estimator import PoseBackend, PoseInfo
from models.poses.registry import build_pose_backends

logger = logging.getLogger(__name__)

_IMAGES, _TEXTS, _SHOTS, _POSES = "images", "texts", "shots", "poses"


class Engine(Closing):
    """Runs networks for many threads on one device.

    Every call blocks until its results are there and may be made from any thread. Results do not
    depend on what else runs at the same time.

    Args:
        hub: where models are found.
        device: "auto", "cpu", "cuda" or "mps".
        threads: processor threads for networks; 0: all cores, 8 at most.
        half: 16-bit floats on CUDA; elsewhere ignored.
        idle_s: seconds without use after which networks are unloaded.
        capacity: background items that may wait in the queue.
        extra: more analyses than those of the hub.
    """

    def __init__(
        self,
        hub: ModelHub,
        *,
        device: str = "auto",
        threads: int = 0,
        half: bool = True,
        idle_s: float = 300.0,
        capacity: int = 256,
        extra: ExtraBackends | None = None,
    ) -> None:
        self._hub = hub
        self._extra = extra
        self._wanted_device = device
        self._half = half
        self._threads = threads or min(os.cpu_count() or 1, 8)
        self._runtime: Runtime | None = None
        self._lock = threading.RLock()
        self._revision = (-1, -1)
        self._images: dict[str, ImageBackend] = {}
        self._texts: dict[str, TextBackend] = {}
        self._poses: dict[str, PoseBackend] = {}
        self._loaded: dict[tuple[str, str], ImageBackend | TextBackend | PoseBackend] = {}
        self._costs = Costs()  # by lane key
        self._shots: Any = None
        self._lane = Lane(
            self._run, self._batch_size, capacity=capacity, idle_s=idle_s, on_idle=self._unload
        )

    # -- what can be done now

    def analyses(self) -> list[AnalysisInfo]:
        """Return the analyses that can run now, `layout` first."""
        return [
            AnalysisInfo(
                name=backend.name,
                version=backend.version,
                vectors=dict(backend.vectors),
                cost_ms=self._costs.of(f"{_IMAGES}:{backend.name}", backend.cost_ms),
                kind=backend.kind,
            )
            for backend in self._image_backends().values()
        ]

    def image_encoders(self) -> list[EncoderInfo]:
        """Return the image encoders that can run now, with the text encoder of the same space."""
        texts = self._text_backends()
        infos = []
        for backend in self._image_backends().values():
            for name, dim in backend.vectors.items():
                joint = backend.joint_text.get(name, "")
                text = joint if joint in texts else ""
                infos.append(EncoderInfo(name, dim, text, backend.version))
        return infos

    def text_encoders(self) -> list[EncoderInfo]:
        """Return the text encoders that can run now."""
        return [
            EncoderInfo(backend.name, backend.dim, backend.name, backend.version)
            for backend in self._text_backends().values()
        ]

    # -- images

    def prepare(self, name: str, image: NDArray[np.uint8]) -> NDArray[Any]:
        """Do the part of an analysis that belongs on decoder threads: crop and resize.

        Args:
            name: of the analysis.
            image: uint8 (H, W, 3) RGB; grey and RGBA are converted.

        Returns:
            A small array to hand to `analyse`, which knows that it is prepared already.

        Raises:
            ModelError: no such analysis, or no 8-bit image.
        """
        backend = self._image_backend(name)
        if isinstance(image, Prepared) and image.recipe == backend.name:
            return image
        return backend.prepare(check_image(image))

    def analyse(
        self,
        name: str,
        images: Sequence[NDArray[np.uint8]],
        *,
        priority: Priority = Priority.BACKGROUND,
    ) -> list[Findings]:
        """Run one analysis on images, prepared or not; blocks.

        Returns:
            One result each, in order.

        Raises:
            ModelError: no such analysis, a bad image, or the network failed.
        """
        prepared = [self.prepare(name, image) for image in images]
        return self._lane.submit(f"{_IMAGES}:{name}", prepared, priority)

    def encode_images(
        self,
        encoder: str,
        images: Sequence[NDArray[np.uint8]],
        *,
        priority: Priority = Priority.INTERACTIVE,
    ) -> NDArray[np.float32]:
        """Return the vectors of images, float32 (N, D), unit length.

        Raises:
            ModelError: no such encoder, a bad image, or the network failed.
        """
        for backend in self._image_backends().values():
            if encoder in backend.vectors:
                found = self.analyse(backend.name, images, priority=priority)
                empty = np.zeros((0, backend.vectors[encoder]), np.float32)
                return np.stack([each.vectors[encoder] for each in found]) if found else empty
        raise known_or_error([info.name for info in self.image_encoders()], encoder, "encoder")

    # -- texts

    def encode_text(
        self, encoder: str, texts: Sequence[str], *, priority: Priority = Priority.INTERACTIVE
    ) -> NDArray[np.float32]:
        """Return the vectors of texts, float32 (N, D), unit length.

        Raises:
            ModelError: no such text encoder, or the network failed.
        """
        backends = self._text_backends()
        if encoder not in backends:
            raise known_or_error(list(backends), encoder, "text encoder")
        if not texts:
            return np.zeros((0, backends[encoder].dim), np.float32)
        # Tokenizers take no lone surrogates, which a command line may bring.
        plain = [text.encode("utf-8", "replace").decode() for text in texts]
        # Alike lengths side by side: a micro-batch then costs what its texts need.
        order = sorted(range(len(plain)), key=lambda index: len(plain[index]))
        ordered = [plain[index] for index in order]
        rows = self._lane.submit(f"{_TEXTS}:{encoder}", ordered, priority)
        vectors = np.empty((len(texts), backends[encoder].dim), np.float32)
        vectors[order] = np.stack(rows)
        return vectors

    # -- poses

    def pose_models(self) -> list[PoseInfo]:
        """Return the pose networks that can run now; the first one is used."""
        return [one.info for one in self._of_kind(_POSES).values()]

    def find_poses(
        self,
        name: str,
        people: Sequence[NDArray[np.uint8]],
        *,
        priority: Priority = Priority.BACKGROUND,
    ) -> list[NDArray[np.float32]]:
        """Return the key points in pictures of people; blocks.

        Args:
            name: of a pose network.
            people: uint8 (H, W, 3) RGB, each a person cut out, in the proportion of its `shape`.
            priority: who waits.

        Returns:
            Of each picture float32 (P, 17, 3): x and y as fractions of it, score 0-1.

        Raises:
            ModelError: no such network, a bad picture, or the network failed.
        """
        known = self._of_kind(_POSES)
        if name not in known:
            raise known_or_error(list(known), name, "pose network")
        prepared = [known[name].prepare(one) for one in people]
        return self._lane.submit(f"{_POSES}:{name}", prepared, priority)

    # -- shots

    def shot_classifier(self) -> ShotClassifier | None:
        """Return a function that finds shot transitions, or None where no network is there.

        It takes (N, 27, 48, 3) uint8 RGB frames in order and returns (N,) probabilities.
        """
        if not self._hub.is_available("transnetv2"):
            return None
        return self._classify_shots

    def _classify_shots(self, frames: NDArray[np.uint8]) -> NDArray[np.float32]:
        from models.shots import check_frames, cut_windows, join_windows

        frames = check_frames(frames)
        windows = cut_windows(frames)
        rows = self._lane.submit(f"{_SHOTS}:transnetv2", windows, Priority.BACKGROUND)
        return join_windows(rows, len(frames))

    # -- life

    @property
    def device(self) -> str:
        """Where networks run: "cpu", "cuda" or "mps"; "" before the first one has run."""
        runtime = self._runtime
        return "" if runtime is None else runtime.device

    def close(self) -> None:
        """Finish the running micro-batch, refuse what waits, free everything; joins the thread."""
        self._lane.close()

    # -- on the lane's thread

    def _run(self, key: str, items: list[Any]) -> list[Any]:
        """Run one micro-batch, measured; halved as often as the memory runs out."""
        start = time.perf_counter()
        is_cold = self._is_cold(key)
        try:
            results = self._run_now(key, items)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            results = self._run_halved(key, items, error)
        if not is_cold:
            self._costs.measure(key, (time.perf_counter() - start) * 1000 / len(items))
        return results

    def _run_halved(self, key: str, items: list[Any], error: Exception) -> list[Any]:
        if len(items) == 1:
            raise ModelError(
                f"The memory is too small for “{key.partition(':')[2]}”.",
                hint="Close other programs, or choose the processor under Settings ▸ Models.",
            ) from error
        half = len(items) // 2
        self._costs.limit(key, half)
        logger.warning("memory ran out in %s; micro-batches of %d from now on", key, half)
        free_memory()
        return self._run(key, items[:half]) + self._run(key, items[half:])

    def _run_now(self, key: str, items: list[Any]) -> list[Any]:
        kind, _, name = key.partition(":")
        if kind == _SHOTS:
            shots: list[Any] = self._shot_network().run(items)
            return shots
        backend = self._ready(kind, name)
        if kind == _TEXTS:
            return list(backend.encode(items))
        found: list[Any] = backend.run(items)
        return found

    def _ready(self, kind: str, name: str) -> Any:
        """Return a backend with its weights read."""
        known = self._of_kind(kind)
        backend = known.get(name)
        if backend is None:
            raise known_or_error(list(known), name, "analysis")
        if self._loaded.get((kind, name)) is not backend:
            only_cpu = getattr(backend, "only_cpu", False)
            backend.load(Runtime(threads=self._threads) if only_cpu else self._device())
            self._loaded[(kind, name)] = backend
        return backend

    def _of_kind(self, kind: str) -> dict[str, Any]:
        self._refresh()
        if kind == _POSES:
            return {**self._poses}
        return {**(self._images if kind == _IMAGES else self._texts)}

    def _shot_network(self) -> Any:
        from models.shots import ShotNetwork

        if self._shots is None:
            self._shots = ShotNetwork(self._hub.weights("transnetv2"), self._device())
        return self._shots

    def _is_cold(self, key: str) -> bool:
        """Whether the network must be loaded first, which is no part of its cost."""
        kind, _, name = key.partition(":")
        return self._shots is None if kind == _SHOTS else (kind, name) not in self._loaded

    def _unload(self) -> None:
        for backend in self._loaded.values():
            backend.unload()
        if self._loaded or self._shots is not None:
            logger.info("networks unloaded")
            self._loaded.clear()
            self._shots = None
            free_memory()

    # -- costs

    def _batch_size(self, key: str) -> int:
        """Return how many items of a key take about 50 ms."""
        kind, _, name = key.partition(":")
        if kind == _SHOTS:
            return 1
        backend = self._of_kind(kind).get(name)
        if backend is None:
            return 1
        return self._costs.batch(key, backend.cost_ms, backend.max_batch)

    # -- what there is

    def _image_backends(self) -> dict[str, ImageBackend]:
        self._refresh()
        return self._images

    def _text_backends(self) -> dict[str, TextBackend]:
        self._refresh()
        return self._texts

    def _image_backend(self, name: str) -> ImageBackend:
        backends = self._image_backends()
        if name not in backends:
            raise known_or_error(list(backends), name, "analysis")
        return backends[name]

    def _refresh(self) -> None:
        """Look again after a model has arrived."""
        with self._lock:
            extra = self._extra
            revision = (self._hub.revision, -1 if extra is None else extra.revision)
            if self._revision != revision:
                self._images = build_image_backends(self._hub)
                if extra is not None:
                    self._images |= extra.backends(self._images)
                self._texts = build_text_backends(self._hub)
                self._poses = build_pose_backends(self._hub)
                self._revision = revision

    def _device(self) -> Runtime:
        """Choose the device at the first use."""
        if self._runtime is None:
            device = choose_device(self._wanted_device)
            half = self._half and device == "cuda"
            self._runtime = Runtime(device, half, self._threads)
            logger.info("networks run on %s with %d threads", device, self._threads)
            cap_torch(self._threads)
        return self._runtime
