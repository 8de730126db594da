"""Import of photos: speed beside a plain loop, and memory as the collection grows.

The plain loop opens each picture with Pillow, makes a thumbnail and runs the same network on one
image at a time. Memory is the largest resident size of a process that does nothing but import.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.services.importing import ImportService
from app.services.library import Library
from app.services.models import ModelService
from app.services.paths import AppPaths
from benchmarks.memory import largest_mb
from benchmarks.processes import ask_process
from benchmarks.report import BenchReport
from benchmarks.shared_data import use_weights
from common.jobs import JobContext
from common.settings import ImportSettings, ModelSettings, Settings
from models.base import AnalysisInfo, EncoderInfo
from models.engine import Engine

Network = Callable[[NDArray[np.uint8]], object]

SIZE = (640, 480)  # pixels
_DISTINCT = 200


class _PhotoEngine(Engine):
    """The engine with one network beside the embedded descriptor, and no texts to encode."""

    def analyses(self) -> list[AnalysisInfo]:
        return [info for info in super().analyses() if info.name in {"layout", "imagenet"}]

    def text_encoders(self) -> list[EncoderInfo]:
        return []


class PhotoModels(ModelService):
    """Models whose engine runs one network and the embedded descriptor."""

    def __init__(self, settings: Settings, paths: AppPaths) -> None:
        super().__init__(settings, paths)
        self._photos = _PhotoEngine(self.hub, device="cpu", threads=settings.models.threads)

    @property
    def engine(self) -> Engine:
        """The engine of measurements."""
        return self._photos


def make_photos(folder: Path, count: int) -> list[Path]:
    """Write JPEGs of about the detail of photographs, every one with its own content."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(0)
    encoded: list[bytes] = []
    paths = []
    for number in range(count):
        if len(encoded) < _DISTINCT:
            target = folder / "one.jpg"
            _picture(rng).save(target, quality=88)
            encoded.append(target.read_bytes())
            target.unlink()
        data = encoded[number % len(encoded)]
        mark = b"\xff\xfe\x00\x0a" + number.to_bytes(8, "big")  # a comment: the same picture,
        path = folder / f"{number // 1000:03}" / f"photo_{number:06}.jpg"  # another content
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data[:2] + mark + data[2:])
        paths.append(path)
    return paths


def _picture(rng: np.random.Generator) -> Image.Image:
    """Return noise whose strength falls with its frequency, as in photographs."""
    canvas = np.zeros((SIZE[1], SIZE[0], 3), np.float32)
    for step in (4, 8, 16, 64, 160):
        small = rng.integers(0, 256, (SIZE[1] // step + 1, SIZE[0] // step + 1, 3))
        layer = Image.fromarray(small.astype(np.uint8)).resize(SIZE, Image.Resampling.BICUBIC)
        canvas += np.asarray(layer, np.float32) * step**0.7
    canvas -= canvas.min()
    return Image.fromarray((canvas * (255 / canvas.max())).astype(np.uint8))


def _services(folder: Path) -> tuple[Library, PhotoModels, ImportService]:
    use_weights("cnn")
    settings = Settings(imports=ImportSettings(), models=ModelSettings(device="cpu"))
    library = Library.open(folder / "bench.kinora", create=True)
    models = PhotoModels(settings, AppPaths(folder, folder, folder))
    return library, models, ImportService(library, models, settings)


def _import(folder: Path, photos: Path) -> float:
    """Import photos into a new library and return seconds."""
    library, models, imports = _services(folder)
    _warm_up(models.engine)
    started = time.perf_counter()
    imports.run([photos], "photos")
    seconds = time.perf_counter() - started
    models.close()
    library.close()
    return seconds


def _warm_up(engine: Engine) -> None:
    """Load the networks, which neither side is timed for."""
    for info in engine.analyses():
        engine.analyse(info.name, [np.zeros((SIZE[1], SIZE[0], 3), np.uint8)])


def _plain_loop(
    folder: Path, paths: Sequence[Path], network: Network, context: JobContext
) -> float:
    """Decode, make a thumbnail and run a network, one picture after the other; return seconds."""
    network(np.zeros((SIZE[1], SIZE[0], 3), np.uint8))
    started = time.perf_counter()
    for number, path in enumerate(paths):
        context.step(number, 0, "plain loop")
        with Image.open(path) as image:
            rgb = image.convert("RGB")
        small = rgb.copy()
        small.thumbnail((384, 384), Image.Resampling.LANCZOS)
        small.save(folder / "thumb.jpg", quality=82)
        network(np.asarray(rgb))
    return time.perf_counter() - started


def _engine_network(engine: Engine) -> Network:
    """Return the network as the engine runs it, one image a call."""
    names = [info.name for info in engine.image_encoders()]
    encoder = "mobilenet_v2" if "mobilenet_v2" in names else "layout"
    return lambda rgb: engine.encode_images(encoder, [rgb])


def _torch_network() -> Network | None:
    """Return MobileNetV2 with the same weights as torch runs it; None without the weights."""
    import torch
    from safetensors.torch import load_file

    from models.networks.mobilenet import build_mobilenet

    folders = [Path(part) for part in os.environ.get("KINORA_MODELS", "").split(os.pathsep) if part]
    weights = [path for folder in folders for path in folder.glob("**/mobilenet_v2*.safetensors")]
    if not weights:
        return None
    network = build_mobilenet(load_file(weights[0]))

    def run_one(rgb: NDArray[np.uint8]) -> object:
        picture = Image.fromarray(rgb).resize((224, 224), Image.Resampling.BILINEAR)
        pixels = torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None].float() / 127.5 - 1
        with torch.inference_mode():
            return network(pixels)

    return run_one


def run(*, quick: bool, context: JobContext) -> BenchReport:
    """Measure speed on a few hundred photos and memory on up to 20,000."""
    report = BenchReport("import")
    count = 200 if quick else 600
    with tempfile.TemporaryDirectory(prefix="kinora-bench-") as name:
        folder = Path(name)
        paths = make_photos(folder / "speed", count)
        context.step(0, 0, "import")
        ours = _import(folder / "ours", folder / "speed")
        _compare(report, folder, count / ours, paths[: max(50, count // 4)], context)
    for size in (200, 1000) if quick else (1000, 5000, 20000):
        context.step(0, 0, f"memory {size}")
        report.add(f"memory {size}", _memory_mb(size), None, "MB", "largest resident size")
    return report


def _compare(
    report: BenchReport, folder: Path, ours: float, paths: Sequence[Path], context: JobContext
) -> None:
    """Add the plain loop with the network run by torch, and run by our engine."""
    (folder / "plain").mkdir()
    library, models, _ = _services(folder / "plain")
    peers = (
        ("import", "plain torch", _torch_network()),
        ("import engine", "our engine", _engine_network(models.engine)),
    )
    for case, runner, network in peers:
        if network is not None:
            rate = len(paths) / _plain_loop(folder / "plain", paths, network, context)
            note = f"640x480 JPEG; peer: Pillow loop, the network on {runner}, one image at a time"
            report.add(f"{case} {len(paths)}", ours, rate, "img/s", note)
    models.close()
    library.close()


def _memory_mb(count: int) -> float:
    """Import count photos in a process of its own and return its largest resident size in MB."""
    with tempfile.TemporaryDirectory(prefix="kinora-bench-") as name:
        return float(ask_process(["-m", "benchmarks.importing", name, count])["mb"])


def _measure(folder: Path, count: int) -> None:
    make_photos(folder / "photos", count)
    _import(folder / "library", folder / "photos")
    print(json.dumps({"mb": largest_mb()}))


if __name__ == "__main__":
    _measure(Path(sys.argv[1]), int(sys.argv[2]))
