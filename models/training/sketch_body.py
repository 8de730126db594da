"""Trains networks from drawings to bodies.

The loss is the paper's: L1 of vertices, L2 of the regressed skeleton, L2 of the rotation matrices
and L2 of the shape numbers, here with weight 1 instead of 0.1: with unit-variance numbers and a
tenth of the weight shape was not learned at all. Rotations are made orthonormal before the body is
posed.
"""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from common.errors import ModelError
from common.jobs import JobContext
from models.body.skeleton import mirror_rotations
from models.body.torch_model import TorchBody
from models.networks.sketch_body import Encoder, Head, SketchBody, gram_schmidt
from models.sketch.measures import BodyErrors, body_errors
from models.training.sketch_data import Drawings

logger = logging.getLogger(__name__)

VERTICES: Final = 600  # of the body that the loss looks at
_WARM_UP: Final = 200  # steps, at most a tenth of all
_LAST_RATE: Final = 0.01  # of the first
_CLIP: Final = 5.0


@dataclass(frozen=True, slots=True)
class SketchOptions:
    """How a network is trained.

    Args:
        encoder: see DrawingEncoder.
        head: see SketchBody.
        steps: batches in all.
        batch: drawings a batch.
        rate: of learning, at its highest; it rises over the first steps, then falls by a cosine.
        decay: of weights (AdamW).
        average: of the weights that are kept, a moving mean; 0 keeps the last ones.
        shape_weight: of the loss of shape numbers.
        seed: of everything random.
        every: steps between two checkpoints.
        mixed: bfloat16 inside the network, on a GPU or a processor that multiplies it quickly.
    """

    encoder: Encoder = "light"
    head: Head = "deform"
    steps: int = 20_000
    batch: int = 32
    rate: float = 1e-3
    decay: float = 1e-4
    average: float = 0.999
    shape_weight: float = 1.0
    seed: int = 0
    every: int = 250
    mixed: bool = True


@dataclass(slots=True)
class Progress:
    """What was reached when a checkpoint was written.

    Args:
        step: batches so far.
        seconds: of training so far, over all runs.
        losses: means of the last steps by name.
        measured: errors of held-out drawings, millimetres.
    """

    step: int
    seconds: float
    losses: dict[str, float]
    measured: dict[str, float]


class SketchTrainer:
    """One training, which can be stopped at any time and goes on from its last checkpoint.

    Args:
        folder: of checkpoint.pt and log.jsonl.
        options: how; those of the checkpoint must be the same but for steps, batch and mixed.
        device: "cpu" or "cuda".

    Raises:
        ModelError: the checkpoint is damaged or of another training.
    """

    def __init__(self, folder: Path, options: SketchOptions, device: str = "cpu") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.options, self.device = folder, options, torch.device(device)
        torch.manual_seed(options.seed)
        self.network = SketchBody(options.encoder, options.head).to(self.device)
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.kept = SketchBody(options.encoder, options.head).to(self.device).eval()
        self.kept.load_state_dict(self.network.state_dict())
        self._optimizer = torch.optim.AdamW(
            self.network.parameters(), options.rate, weight_decay=options.decay, fused=True
        )
        whole = TorchBody()
        rows = np.random.default_rng(0).choice(len(whole.template), VERTICES, replace=False)
        self._body = TorchBody(vertices=rows.tolist()).to(self.device)
        self._whole = whole.to(self.device)
        self._is_mixed = options.mixed and _has_quick_half(self.device)
        self.step, self.seconds = 0, 0.0
        if (folder / "checkpoint.pt").is_file():
            self._resume()

    def run(
        self,
        drawings: Callable[[], Drawings],
        held_out: Drawings,
        context: JobContext | None = None,
        *,
        until_s: float | None = None,
    ) -> Progress:
        """Train up to the number of steps.

        Args:
            drawings: what to learn from; asked anew at every pass, so that it may grow.
            held_out: measured at each checkpoint.
            context: reports and cancels; a cancelled training keeps its last checkpoint.
            until_s: stop, with a checkpoint, after so many seconds of this run.

        Raises:
            JobCancelled: the user cancelled.
        """
        context = context or JobContext()
        begun = time.perf_counter()
        recent: list[dict[str, float]] = []
        reached = Progress(self.step, self.seconds, {}, {})
        while self.step < self.options.steps:
            data = drawings()
            rng = np.random.default_rng([self.options.seed, self.step])
            for rows in _batches(len(data), self.options.batch, rng):
                context.step(self.step, self.options.steps, "Learning")
                start = time.perf_counter()
                recent.append(self._learn(data, rows, rng))
                self.seconds += time.perf_counter() - start
                self.step += 1
                late = until_s is not None and time.perf_counter() - begun > until_s
                done = self.step >= self.options.steps
                if late or done or self.step % self.options.every == 0:
                    losses = {k: float(np.mean([r[k] for r in recent])) for k in recent[0]}
                    measured = self.measure(held_out).means()
                    reached = Progress(self.step, self.seconds, losses, measured)
                    self._save(reached)
                    recent = []
                if late or done:
                    return reached
        return reached

    def measure(self, data: Drawings, picture: int = 0) -> BodyErrors:
        """Return the errors of the kept weights on drawings; the first of each body."""
        return measure(self.kept, data, self._whole, picture)

    def _learn(self, data: Drawings, rows: NDArray[np.int64], rng: np.random.Generator) -> Any:
        """Take one step; returns the losses by name."""
        drawing, wanted, shape = (one.to(self.device) for one in _batch(data, rows, rng))
        for group in self._optimizer.param_groups:
            group["lr"] = self.options.rate * _rate(self.step, self.options.steps)
        self.network.train()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self._is_mixed):
            numbers, told, skeleton = self.network(
                drawing.contiguous(memory_format=torch.channels_last)
            )
        numbers, told, skeleton = numbers.float(), told.float(), skeleton.float()
        losses = self._losses((numbers, told, skeleton), wanted, shape)
        total = torch.stack(list(losses.values())).sum()
        self._optimizer.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), _CLIP)
        self._optimizer.step()
        self._average()
        return {name: float(value.detach()) for name, value in losses.items()}

    def _losses(
        self, found: tuple[Tensor, Tensor, Tensor], wanted: Tensor, shape: Tensor
    ) -> dict[str, Tensor]:
        numbers, told, skeleton = found
        vertices, _ = self._body(told, gram_schmidt(numbers))
        with torch.no_grad():
            true_vertices, true_joints = self._body(shape, wanted)
        losses = {
            "vertices": (vertices - true_vertices).abs().sum(-1).mean(),
            "rotations": ((numbers - wanted.flatten(2)) ** 2).sum(-1).mean(),
            "shape": self.options.shape_weight * ((told - shape) ** 2).mean(),
        }
        if self.network.has_skeleton:
            losses["skeleton"] = (skeleton - true_joints).norm(dim=-1).mean()
        return losses

    @torch.no_grad()
    def _average(self) -> None:
        """Move the kept weights towards the new ones; quickly while there are few steps."""
        share = min(self.options.average, (1 + self.step) / (10 + self.step))
        new = self.network.state_dict()
        for name, kept in self.kept.state_dict().items():
            if kept.dtype.is_floating_point:
                kept.lerp_(new[name], 1 - share)
            else:
                kept.copy_(new[name])

    def _save(self, reached: Progress) -> None:
        """Write checkpoint and log; the checkpoint whole or not at all."""
        state = {
            "options": asdict(self.options),
            "network": self.network.state_dict(),
            "kept": self.kept.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
        }
        beside = self.folder / "checkpoint.part"
        torch.save(state, beside)
        beside.replace(self.folder / "checkpoint.pt")
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(_rounded(asdict(reached))) + "\n")
        logger.info("step %d, %.0f s: %s", self.step, self.seconds, _rounded(reached.measured))

    def _resume(self) -> None:
        path = self.folder / "checkpoint.pt"
        try:
            state = torch.load(path, map_location=self.device, weights_only=True)
            now = self.options
            was = replace(
                SketchOptions(**state["options"]),
                steps=now.steps,
                batch=now.batch,
                mixed=now.mixed,
            )
        except (
            OSError,
            RuntimeError,
            KeyError,
            TypeError,
            ValueError,
            EOFError,
            UnpicklingError,
        ) as error:
            raise ModelError(
                f"The checkpoint “{path}” cannot be read ({error}).",
                hint="Move it away to begin anew.",
            ) from None
        if was != self.options:
            raise ModelError(
                f"“{path}” belongs to a training with other options.",
                hint="Give the same options, or another folder.",
            )
        self.network.load_state_dict(state["network"])
        self.kept.load_state_dict(state["kept"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = state["step"], state["seconds"]


def _has_quick_half(device: torch.device) -> bool:
    """Return whether bfloat16 is quicker than floats: with AMX tiles 1.5 to 2.5 times."""
    return device.type == "cuda" or bool(torch.cpu.get_capabilities().get("amx_bf16"))


@torch.no_grad()
def measure(
    network: SketchBody, data: Drawings, body: TorchBody, picture: int = 0, batch: int = 32
) -> BodyErrors:
    """Return how far a network's bodies are from the true ones.

    Args:
        network: in evaluation mode.
        data: drawings with their bodies.
        body: poses them, with all vertices.
        picture: which drawing of each body.
        batch: drawings at a time.
    """
    device = body.template.device
    parts = []
    for start in range(0, len(data), batch):
        rows = slice(start, start + batch)
        ink = 1.0 - torch.from_numpy(data.pictures[rows, picture]).float()[:, None] / 255.0
        numbers, told, skeleton = network(ink.to(device))
        true = body(
            torch.from_numpy(data.shapes[rows]).to(device),
            torch.from_numpy(data.rotations[rows]).to(device),
        )
        found = body(told, gram_schmidt(numbers))
        parts.append(body_errors(found, true, skeleton if network.has_skeleton else None))
    return BodyErrors.joined(parts)


def _batches(count: int, size: int, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """Return the rows of whole batches, shuffled."""
    order = rng.permutation(count)
    size = min(size, count)
    return [order[start : start + size] for start in range(0, count - size + 1, size)]


def _batch(
    data: Drawings, rows: NDArray[np.int64], rng: np.random.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    """Return drawings, rotations and shapes: half of them mirrored, all moved a little."""
    chosen = rng.integers(0, data.pictures.shape[1], len(rows))
    pictures = data.pictures[rows, chosen]
    rotations = data.rotations[rows]
    flipped = rng.random(len(rows)) < 0.5
    pictures[flipped] = pictures[flipped, :, ::-1]
    rotations[flipped] = mirror_rotations(rotations[flipped])
    reach = pictures.shape[-1] // 32
    pictures = np.roll(pictures, rng.integers(-reach, reach + 1, 2), (1, 2))
    ink = 1.0 - torch.from_numpy(pictures).float()[:, None] / 255.0
    return ink, torch.from_numpy(rotations), torch.from_numpy(data.shapes[rows])


def _rate(step: int, steps: int) -> float:
    """Return the share of the highest learning rate at a step."""
    rising = max(min(_WARM_UP, steps // 10), 1)
    if step < rising:
        return (step + 1) / rising
    done = (step - rising) / max(steps - rising, 1)
    return _LAST_RATE + (1 - _LAST_RATE) * 0.5 * (1 + float(np.cos(np.pi * min(done, 1.0))))


def _rounded(document: Any) -> Any:
    if isinstance(document, dict):
        return {name: _rounded(value) for name, value in document.items()}
    return round(document, 4) if isinstance(document, float) else document
