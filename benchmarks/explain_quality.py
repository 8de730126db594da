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
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.services.explain_batch_types import WIN, BatchRequest, BatchTable
from app.services.explain_sources import of_folder
from app.services.explain_training import TrainRequest
from app.services.explain_types import ExplainOptions
from app.services.services import Services
from benchmarks.labelled_photos import open_library, shared_data
from benchmarks.report import BenchReport
from common.errors import AppError
from common.jobs import JobContext

METHODS = (
    "grad_cam", "max_pooling", "median_pooling", "grad_cam_pp", "smooth_grad_cam_pp",
    "max_pooling_short", "median_pooling_short",
)  # fmt: skip
NETWORKS = {"mobilenet_v2": "blocks.12", "squeezenet1_0": "features.10"}  # and an inner layer
SAMPLES = 10  # noisy copies of Smooth Grad-CAM++
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
    photos = shared_data() / PHOTOS
    if not photos.is_dir():
        raise AppError(f"“{photos}” is absent.", hint="Set KINORA_SHARED_DATA to its folder.")
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
            name, folder=photos, network=network, epochs=1 if quick else 10, turn=True, seed=seed
        ),
        context,
    )
    unseen = set(trained.test)
    sources = tuple(source for source in of_folder(photos) if source.key in unseen)
    sources = sources[:: max(1, len(sources) // 7)] if quick else sources
    figures: Figures = defaultdict(dict)
    for important, label in (("threshold", "confidence_drop"), ("top", _TOP)):
        options = ExplainOptions(important=important, samples=SAMPLES, seed=seed)  # type: ignore[arg-type]
        request = BatchRequest(
            sources, network=name, layers=("auto", NETWORKS[network]), methods=METHODS,
            options=options,
        )  # fmt: skip
        for place, means in _means(services.explanations.batch.run(request, context)).items():
            if important == "threshold":
                figures[place].update(means)
            else:
                figures[place][label] = means["confidence_drop"]
    return trained.accuracy, figures


def _means(table: BatchTable) -> Figures:
    return {
        (row.group["layer"], row.group["method"]): {
            name: estimate.mean for name, estimate in row.means.items()
        }
        for row in table.summary(("layer", "method"))
    }


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
        for measure in (*MEASURES, _TOP):
            values = {
                method: [figures[layer, method][measure] for figures in found] for method in METHODS
            }
            baseline = float(np.mean(values["grad_cam"]))
            for method, means in values.items():
                report.add(
                    f"{measure.replace('_', '-')} {network} {layer} {method.replace('_', '-')}",
                    float(np.mean(means)), baseline, "%",
                    f"± {float(np.std(means)):.1f} over {len(means)} seeds",
                )  # fmt: skip
