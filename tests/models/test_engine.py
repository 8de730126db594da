"""The engine around a backend that does what the test says."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from common.errors import ModelError, WeightsError
from common.values import Findings
from models.base import Priority, Runtime, mark_prepared
from models.device import choose_device
from models.engine import Engine
from models.hub import ModelHub
from models.lane import ClosedError

IMAGE = np.zeros((4, 4, 3), np.uint8)


class FakeBackend:
    """Yields the mean of each image; `before` is called with every batch."""

    name = "fake"
    version = "fake-1"
    kind = "vectors"
    vectors: Mapping[str, int] = {"fake": 1}
    joint_text: Mapping[str, str] = {}
    cost_ms = 0.1
    max_batch = 16
    only_cpu = False

    def __init__(self) -> None:
        self.before: Callable[[int], None] = lambda _count: None
        self.batches: list[int] = []
        self.threads: set[str] = set()
        self.loads = self.unloads = 0
        self.runtime: Runtime | None = None

    def prepare(self, image: NDArray[np.uint8]) -> NDArray[Any]:
        self.threads.add(threading.current_thread().name)
        return mark_prepared(image[:1, :1], self.name, image.shape[:2])

    def load(self, runtime: Runtime) -> None:
        self.loads += 1
        self.runtime = runtime

    def run(self, batch: Sequence[NDArray[Any]]) -> list[Findings]:
        self.before(len(batch))
        self.batches.append(len(batch))
        means = [np.array([np.mean(image)], np.float32) for image in batch]
        return [Findings(vectors={"fake": mean}) for mean in means]

    def unload(self) -> None:
        self.unloads += 1


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[tuple[Engine, FakeBackend]]:
    backend = FakeBackend()
    with Engine(ModelHub(tmp_path), device="cpu", threads=1) as engine:
        engine.analyses()  # looks at the hub; then ours takes a place
        engine._images[backend.name] = backend
        yield engine, backend


def shade(value: int) -> NDArray[np.uint8]:
    return np.full((4, 4, 3), value, np.uint8)


def test_batches_are_halved_when_the_memory_runs_out(fake: tuple[Engine, FakeBackend]) -> None:
    engine, backend = fake

    def at_most_three(count: int) -> None:
        if count > 3:
            raise torch.OutOfMemoryError("CUDA out of memory")

    backend.before = at_most_three
    found = engine.analyse("fake", [shade(value) for value in range(16)])
    assert [float(each.vectors["fake"][0]) for each in found] == list(range(16))
    assert max(backend.batches) <= 3
    assert engine._batch_size("images:fake") <= 4  # remembered


def test_one_image_too_large_is_a_clear_error(fake: tuple[Engine, FakeBackend]) -> None:
    engine, backend = fake

    def never(_count: int) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    backend.before = never
    with pytest.raises(ModelError, match="memory is too small"):
        engine.analyse("fake", [shade(1)])
    backend.before = lambda _count: None
    assert engine.encode_images("fake", [shade(7)])[0, 0] == 7  # the lane lives on


def test_other_errors_reach_the_caller_unchanged(fake: tuple[Engine, FakeBackend]) -> None:
    engine, backend = fake

    def fail(_count: int) -> None:
        raise ZeroDivisionError("a bug")

    backend.before = fail
    with pytest.raises(ZeroDivisionError, match="a bug"):
        engine.analyse("fake", [shade(1), shade(2)])


def test_many_threads_get_their_own_results(fake: tuple[Engine, FakeBackend]) -> None:
    engine, backend = fake
    results: dict[int, list[float]] = {}

    def work(number: int) -> None:
        images = [shade(10 * number + step) for step in range(10)]
        priority = Priority.INTERACTIVE if number % 2 else Priority.BACKGROUND
        found = engine.analyse("fake", images, priority=priority)
        results[number] = [float(each.vectors["fake"][0]) for each in found]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert results == {n: [10.0 * n + step for step in range(10)] for n in range(12)}
    assert sum(backend.batches) == 120
    assert "models" not in backend.threads  # prepared by the callers


def test_a_measured_cost_sizes_the_micro_batches(fake: tuple[Engine, FakeBackend]) -> None:
    engine, backend = fake
    assert engine._batch_size("images:fake") == backend.max_batch
    for _ in range(60):
        engine._costs.measure("images:fake", 20.0)
    assert engine._batch_size("images:fake") == 2
    cost = next(info.cost_ms for info in engine.analyses() if info.name == "fake")
    assert cost == pytest.approx(20, rel=0.01)
    for _ in range(60):
        engine._costs.measure("images:fake", 500.0)
    assert engine._batch_size("images:fake") == 1


def test_networks_are_unloaded_when_idle_and_loaded_again(tmp_path: Path) -> None:
    backend = FakeBackend()
    unloaded = threading.Event()
    backend.unload = unloaded.set  # type: ignore[method-assign]
    with Engine(ModelHub(tmp_path), device="cpu", idle_s=0.001) as engine:
        engine.analyses()
        engine._images[backend.name] = backend
        engine.analyse("fake", [IMAGE])
        assert unloaded.wait(10)
        engine.analyse("fake", [IMAGE])
        assert backend.loads == 2


def test_close_joins_and_refuses(fake: tuple[Engine, FakeBackend]) -> None:
    engine, backend = fake
    engine.analyse("fake", [IMAGE])
    engine.close()
    assert backend.unloads == 1
    thread = engine._lane._thread
    assert thread is not None
    assert not thread.is_alive()
    with pytest.raises(ClosedError):
        engine.analyse("fake", [IMAGE])


def test_a_processor_never_gets_half_precision(fake: tuple[Engine, FakeBackend]) -> None:
    engine, backend = fake
    engine.analyse("fake", [IMAGE])
    assert backend.runtime == Runtime("cpu", False, 1)


def test_a_device_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ModelError, match="cuda"):
        choose_device("cuda")
    assert choose_device("cpu") == "cpu"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert choose_device("auto") == "cuda"


def test_with_no_weights_the_embedded_descriptor_works(tmp_path: Path) -> None:
    with Engine(ModelHub(tmp_path / "none"), device="cpu") as engine:
        names = [info.name for info in engine.analyses()]
        assert names[0] == "layout"
        assert "imagenet" not in names
        assert engine.encode_images("layout", [IMAGE]).shape == (1, 498)
        with pytest.raises(WeightsError, match="models list"):
            engine.encode_images("mobilenet_v2", [IMAGE])
    assert {path.name for path in (tmp_path / "none").glob("*")} <= {"hashes.json"}


def test_a_model_that_arrives_is_seen_at_once(tmp_path: Path, weights_folder: Path) -> None:
    hub = ModelHub(tmp_path)
    with Engine(hub, device="cpu", threads=1) as engine:
        assert "imagenet" not in {info.name for info in engine.analyses()}
        hub.add(weights_folder / "mobilenet.safetensors")
        assert "imagenet" in {info.name for info in engine.analyses()}
        found = engine.analyse("imagenet", [IMAGE])[0]
        assert set(found.vectors) == {"mobilenet_v2", "conse"}


def test_damaged_weights_say_so_and_do_not_stop_the_rest(
    tmp_path: Path, weights_folder: Path
) -> None:
    hub = ModelHub(tmp_path)
    hub.add(weights_folder)
    weights = hub.weights("mobilenet_v2")
    assert weights is not None
    content = weights.path.read_bytes()
    weights.path.write_bytes(content[: len(content) // 2])
    with Engine(hub, device="cpu", threads=1) as engine:
        with pytest.raises(WeightsError, match="cannot be read"):
            engine.analyse("imagenet", [IMAGE])
        assert engine.encode_images("squeezenet1_0", [IMAGE]).shape == (1, 512)


def test_torch_is_not_imported_before_a_network_runs() -> None:
    """Nor by the embedded descriptor, whatever device is wanted."""
    program = (
        "import sys, tempfile, pathlib, numpy as np\n"
        "from models.hub import ModelHub; from models.engine import Engine\n"
        "engine = Engine(ModelHub(pathlib.Path(tempfile.mkdtemp())))\n"
        "engine.analyses(), engine.image_encoders(), engine.text_encoders()\n"
        "heavy = {'torch', 'cv2', 'onnxruntime', 'transformers', 'rapidocr'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "engine.encode_images('layout', [np.zeros((9, 9, 3), np.uint8)])\n"
        "assert 'torch' not in sys.modules\n"
        "engine.close()\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
