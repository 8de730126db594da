"""Heat maps beside the packages `torchcam` and `grad-cam`: VGG-16 and ResNet-34, two threads.

Weights are random with a seed: they change no time. The packages are no dependencies; without them
their cases have no peer. All contenders of a network take turns, and the least time of each counts:
on a shared machine whatever is above it belongs to other programs.
"""

import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from benchmarks.memory import forget_largest, largest_mb
from benchmarks.report import BenchReport
from common.jobs import JobContext
from common.preload import preload

if TYPE_CHECKING:
    import torch

    from models.explain.networks import Network

NAME = "explain"
NETWORKS = {"vgg16": "features.28", "resnet34": "layer4"}
SIDE, THREADS, SAMPLES, TARGET = 224, 2, 25, 17
ROUNDS, QUICK_ROUNDS = 10, 2
SLOW_ROUNDS, QUICK_SLOW_ROUNDS = 4, 1
MANY, FEW = 100, 20
TOGETHER = ("grad_cam", "max_pooling", "median_pooling", "grad_cam_pp")
PEERS = {"torchcam": "torchcam", "grad-cam": "pytorch_grad_cam"}

Contenders = dict[str, Callable[[], object]]


def run(*, quick: bool, context: JobContext) -> BenchReport:
    """Measure forward passes, maps, noise and memory.

    Args:
        quick: few rounds.
        context: reports and cancels.
    """
    preload("torch")
    import torch

    report = BenchReport(NAME)
    before = torch.get_num_threads()
    torch.set_num_threads(THREADS)
    try:
        for name in NETWORKS:
            _network(report, name, quick=quick, context=context)
    finally:
        torch.set_num_threads(before)
    return report


def _network(report: BenchReport, name: str, *, quick: bool, context: JobContext) -> None:
    import torch

    network = make_network(name)
    image = torch.randn(1, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(0))
    best = _least(_contenders(network, image), QUICK_ROUNDS if quick else ROUNDS, context)
    slow = _least(_slow(network, image), QUICK_SLOW_ROUNDS if quick else SLOW_ROUNDS, context)
    peers = {peer: best[peer] for peer in PEERS if peer in best}
    fastest = min(peers, key=peers.__getitem__, default="")
    note = f"peer: {fastest}, the faster of those installed" if fastest else "no package installed"
    report.add(f"forward {name}", best["forward"], best["plain"], note="peer: module as published")
    report.add(f"grad-cam {name}", best["grad_cam"], peers.get(fastest), note=note)
    for peer, ms in peers.items():
        report.add(f"grad-cam beside {peer} {name}", best["grad_cam"], ms)
    report.add(
        f"median-pooling {name}",
        best["median_pooling"],
        best["grad_cam"],
        note="peer: our Grad-CAM",
    )
    report.add(
        f"together {name}", best["together"], best["grad_cam"],
        note="Grad-CAM, MX, MP and ++ in one call; peer: our Grad-CAM alone",
    )  # fmt: skip
    report.add(
        f"smooth forwards {name}", slow["smooth"], slow["forwards"],
        note=f"{SAMPLES} noisy copies; peer: {SAMPLES} of our own forward passes",
    )  # fmt: skip
    report.add(
        f"smooth torchcam {name}", slow["smooth"], slow.get("torchcam"), note="peer: torchcam"
    )
    _memory(report, network, FEW if quick else MANY, context)


def make_network(name: str) -> "Network":
    """Return a network as `models.explain.networks.load` gives it, with random weights."""
    from models.explain.building import random_module
    from models.explain.networks import Network, arrange, imagenet_labels

    module = random_module(name, seed=1)
    arrange(module)
    return Network(name, module, imagenet_labels(), (SIDE, SIDE))


def _contenders(network: "Network", image: "torch.Tensor") -> Contenders:
    from models.explain.building import random_module
    from models.explain.explain import explain

    layer = NETWORKS[network.name]
    plain = random_module(network.name, seed=1)
    make = partial(explain, network, image, TARGET, layer=layer)
    found: Contenders = {
        "plain": partial(_forward, plain, image),
        "forward": partial(_forward, network.module, image),
        "grad_cam": partial(make, methods=["grad_cam"]),
        "median_pooling": partial(make, methods=["median_pooling"]),
        "together": partial(make, methods=TOGETHER),
    }
    if find_spec(PEERS["torchcam"]):
        found["torchcam"] = partial(_torchcam, plain, layer, image)
    if find_spec(PEERS["grad-cam"]):
        found["grad-cam"] = partial(_grad_cam, plain, layer, image)
    return found


def _slow(network: "Network", image: "torch.Tensor") -> Contenders:
    from models.explain.base import ExplainOptions
    from models.explain.building import random_module
    from models.explain.explain import explain

    layer = NETWORKS[network.name]
    options = ExplainOptions(samples=SAMPLES)
    found: Contenders = {
        "forwards": partial(_forwards, network.module, image),
        "smooth": partial(
            explain, network, image, TARGET, layer=layer, methods=["smooth_grad_cam_pp"],
            options=options,
        ),
    }  # fmt: skip
    if find_spec(PEERS["torchcam"]):
        plain = random_module(network.name, seed=1)
        found["torchcam"] = partial(_torchcam_smooth, plain, layer, image)
    return found


def _forward(module: Any, image: "torch.Tensor") -> None:
    import torch

    with torch.inference_mode():
        module(image)


def _forwards(module: Any, image: "torch.Tensor") -> None:
    for _ in range(SAMPLES):
        _forward(module, image)


def _torchcam(module: Any, layer: str, image: "torch.Tensor") -> None:
    from torchcam.methods import GradCAM

    with GradCAM(module, layer) as cam:
        cam(class_idx=TARGET, scores=module(image.clone().requires_grad_()))


def _torchcam_smooth(module: Any, layer: str, image: "torch.Tensor") -> None:
    from torchcam.methods import SmoothGradCAMpp

    with SmoothGradCAMpp(module, layer, num_samples=SAMPLES) as cam:
        module(image)
        cam(class_idx=TARGET)


def _grad_cam(module: Any, layer: str, image: "torch.Tensor") -> None:
    from pytorch_grad_cam import GradCAM
    from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

    with GradCAM(module, [module.get_submodule(layer)]) as cam:
        cam(image.clone().requires_grad_(), [ClassifierOutputTarget(TARGET)])


def _least(contenders: Contenders, rounds: int, context: JobContext) -> dict[str, float]:
    """Return the least time of each, ms; they take turns, after one round that does not count."""
    best = dict.fromkeys(contenders, float("inf"))
    for number in range(rounds + 1):
        for name, function in contenders.items():
            context.step(number, rounds + 1, name)
            started = time.perf_counter()
            function()
            if number:
                best[name] = min(best[name], (time.perf_counter() - started) * 1e3)
    return best


def _memory(report: BenchReport, network: "Network", many: int, context: JobContext) -> None:
    """Compare the largest memory that one batch took with that of many images."""
    import torch

    from models.explain.explain import explain

    images = torch.randn(many, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(0))
    make = partial(explain, network, methods=TOGETHER, layer=NETWORKS[network.name])
    few = _peak_mb(partial(make, images[:16]))  # two batches of `ExplainOptions`
    started = time.perf_counter()
    most = _peak_mb(partial(make, images, context=context))
    seconds = time.perf_counter() - started
    case = f"memory growth {network.name} {many}"
    if few is None or most is None:
        report.add(case, None, unit="MB", note="this system does not tell the largest size")
        return
    note = f"largest resident size over that of 16 images, {few:.0f} MB; {seconds:.1f} s"
    report.add(case, max(0.0, most - few), unit="MB", note=note)


def _peak_mb(function: Callable[[], object]) -> float | None:
    """Return the largest resident size while function runs, MB; None where nobody tells."""
    if not forget_largest():
        return None
    function()
    return largest_mb()
