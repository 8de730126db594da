"""How faithful heat maps are: the tables of the median-pooling Grad-CAM paper as a protocol.

Networks learn the scenes of remote-sensing photos from four fifths of them; the others are
explained by all five methods of the paper and by the shorter reading of two of them, for the class
that the network finds most probable: at the last convolutional layer, as the paper does for VGG-16,
and at an inner one, as it does for ResNet-34. Where a network averages its last layer over the
image, all gradients of a map that are not zero are the same number: median and maximum pooling are
then one method, whose weights are squares and have lost their sign.

Average drop, increase in confidence, win and confidence drop are means over photos and seeds; the
note has the spread over seeds. The important region of the confidence drop is taken twice: where
the map is at least half of its largest value (its size then differs by method and stands beside
it), and the fifth of the pixels that the map values most (one size for all). The baseline is
Grad-CAM.

VGG-16 and ResNet-34, which the paper uses, take a graphics card to be trained.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from app.services.explain_batch_types import WIN, BatchRow, win_shares
from app.services.explain_sources import of_folder
from app.services.explain_training import TrainRequest
from app.services.services import Services
from benchmarks.labelled_photos import open_library
from benchmarks.report import BenchReport
from benchmarks.shared_data import needed
from common.jobs import JobContext
from models.explain import networks
from models.explain.base import ExplainOptions
from models.explain.explain import explain, upsample
from models.explain.measures import MeasureOptions, measure
from models.explain.networks import Network

METHODS = (
    "grad_cam", "max_pooling", "median_pooling", "grad_cam_pp", "smooth_grad_cam_pp",
    "max_pooling_short", "median_pooling_short",
)  # fmt: skip
NETWORKS = {"mobilenet_v2": "blocks.12", "squeezenet1_0": "features.10"}  # and an inner layer
SAMPLES = 10  # noisy copies of Smooth Grad-CAM++
EPOCHS = 5
AT_ONCE = 8  # photos
MEASURES = ("average_drop", "increase", WIN, "confidence_drop", "area")
SEEDS = (0, 1, 2)
PHOTOS = "remote_sensing_rsscn7"
_TOP = "confidence_drop of top fifth"

Figures = dict[tuple[str, str], dict[str, float]]  # (layer, method) -> measure -> mean


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Train, explain and measure; quick takes one network, one seed, one round and few photos.

    Raises:
        AppError: the photos or the weights are absent.
    """
    context = context or JobContext()
    photos = needed(PHOTOS, "The photos")
    report = BenchReport("explain-quality")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        services = open_library(Path(folder) / "scenes.kinora")
        try:
            for network in list(NETWORKS)[: 1 if quick else None]:
                found: list[Figures] = []
                reached: list[float] = []
                for seed in SEEDS[: 1 if quick else None]:
                    context.step(seed, len(SEEDS), f"{network}, seed {seed}")
                    accuracy, figures = _one(services, photos, network, seed, quick, context)
                    reached.append(accuracy)
                    found.append(figures)
                _tell(report, network, reached, found)
        finally:
            services.close()
    return report


def _one(
    services: Services, photos: Path, network: str, seed: int, quick: bool, context: JobContext
) -> tuple[float, Figures]:
    """Return accuracy on unseen photos and the figures of one training."""
    name = f"{network}-{seed}"
    trained = services.training.train(
        TrainRequest(
            name,
            folder=photos,
            network=network,
            epochs=1 if quick else EPOCHS,
            turn=True,
            seed=seed,
        ),
        context,
    )
    unseen = set(trained.test)
    sources = [source for source in of_folder(photos) if source.key in unseen]
    sources = sources[:: max(1, len(sources) // 7)] if quick else sources
    learned = networks.load(name, services.models.hub, folders=(trained.path.parent,))
    rows: list[BatchRow] = []
    for start in range(0, len(sources), AT_ONCE):
        context.step(start, len(sources), f"{name}: maps")
        x = torch.stack(
            [
                learned.prepare(services.items.picture_of_file(source.picture.path, 512))
                for source in sources[start : start + AT_ONCE]
            ]
        )
        for layer in (learned.auto_layer, NETWORKS[network]):
            rows += _rows(learned, x, layer, seed, start)
    return trained.accuracy, _means(rows)


def _rows(network: Network, x: torch.Tensor, layer: str, seed: int, first: int) -> list[BatchRow]:
    """Explain a few photos by all methods and measure the maps, by both ideas of importance."""
    options = ExplainOptions(samples=SAMPLES, seed=seed, batch=AT_ONCE)
    maps = explain(network, x, None, methods=METHODS, layer=layer, options=options)
    targets = [target.index for target in maps.targets]
    rows = []
    for method in METHODS:
        heat = upsample(maps.raw[method], (x.shape[-2], x.shape[-1]))
        found = measure(network.scores, x, heat, targets, options=MeasureOptions(seed=seed))
        of_top = MeasureOptions(("confidence_drop",), important="top", top=0.2, seed=seed)
        top = measure(network.scores, x, heat, targets, options=of_top)
        values = {**found.values, _TOP: top.values["confidence_drop"]}
        for place, score in enumerate(found.scores.tolist()):
            of_photo = {name: float(each[place]) for name, each in values.items()}
            key = str(first + place)
            rows.append(BatchRow(key, -1, key, "", "", score, layer, method, of_photo))
    return rows


def _means(rows: list[BatchRow]) -> Figures:
    shares = win_shares(rows)
    found: Figures = {}
    for layer, method in dict.fromkeys((row.layer, row.method) for row in rows):
        own = [row for row in rows if (row.layer, row.method) == (layer, method)]
        means = {
            name: float(np.nanmean([row.values[name] for row in own])) for name in own[0].values
        }
        wins = [shares[row.key, layer, method] for row in own]
        found[layer, method] = {**means, WIN: 100 * float(np.nanmean(wins))}
    return found


def _tell(
    report: BenchReport, network: str, reached: list[float], found: Sequence[Figures]
) -> None:
    """Add the cases of one network."""
    report.add(
        f"accuracy {network}", 100 * float(np.mean(reached)), None, "%",
        f"± {100 * float(np.std(reached)):.1f} over {len(reached)} seeds",
    )  # fmt: skip
    layers = list(dict.fromkeys(layer for layer, _ in found[0]))
    for layer in layers:
        for name in (*MEASURES, _TOP):
            values = {
                method: [figures[layer, method][name] for figures in found] for method in METHODS
            }
            baseline = float(np.mean(values["grad_cam"]))
            for method, means in values.items():
                report.add(
                    f"{name.replace('_', '-')} {network} {layer} {method.replace('_', '-')}",
                    float(np.mean(means)), baseline, "%",
                    f"± {float(np.std(means)):.1f} over {len(means)} seeds",
                )  # fmt: skip
