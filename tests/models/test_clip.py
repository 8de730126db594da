"""Image-text encoders: ours against the library's own model; no network is ever asked."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from common.errors import WeightsError
from models.base import Runtime
from models.encoders.clip import ClipImageBackend, ClipModel
from models.engine import Engine
from models.hub import ModelHub

transformers = pytest.importorskip("transformers")


def test_images_equal_the_library(engine: Engine, tiny_clip: Path) -> None:
    image = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    ours = engine.encode_images("clip:tiny-clip", [image])[0]
    processor = transformers.CLIPImageProcessor(
        size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}
    )
    pixels = processor(images=image, return_tensors="pt")["pixel_values"]
    model = transformers.CLIPModel.from_pretrained(tiny_clip, local_files_only=True).eval()
    with torch.inference_mode():
        output = model.get_image_features(pixel_values=pixels)
    expected = getattr(output, "pooler_output", output)[0].numpy()
    np.testing.assert_allclose(ours, expected / np.linalg.norm(expected), atol=1e-5)


def test_texts_equal_the_library(engine: Engine, tiny_clip: Path) -> None:
    texts = ["a dog", "a very long sentence that has to be cut"]
    ours = engine.encode_text("clip:tiny-clip", texts)
    tokenizer = transformers.AutoTokenizer.from_pretrained(tiny_clip, local_files_only=True)
    model = transformers.CLIPModel.from_pretrained(tiny_clip, local_files_only=True).eval()
    for row, text in zip(ours, texts, strict=True):
        tokens = tokenizer([text], truncation=True, max_length=16, return_tensors="pt")
        with torch.inference_mode():
            output = model.get_text_features(
                input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"]
            )
        expected = getattr(output, "pooler_output", output)[0].numpy()
        np.testing.assert_allclose(row, expected / np.linalg.norm(expected), atol=1e-5)


def test_both_sides_share_one_network(tiny_clip: Path, tmp_path: Path) -> None:
    hub = ModelHub(tmp_path)
    hub.add(tiny_clip)
    with Engine(hub, device="cpu", threads=1) as engine:
        engine.encode_images("clip:tiny-clip", [np.zeros((8, 8, 3), np.uint8)])
        engine.encode_text("clip:tiny-clip", ["x"])
        image = engine._images["clip:tiny-clip"]
        text = engine._texts["clip:tiny-clip"]
        assert image._clip is text._clip  # type: ignore[attr-defined]
        network = image._clip  # type: ignore[attr-defined]
        assert network._model is not None
    assert network._model is None  # given back by both


def test_a_siglip_works_too(tmp_path: Path, tiny_clip: Path) -> None:
    folder = tmp_path / "tiny-siglip"
    tower = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1}
    tower |= {"num_attention_heads": 2}
    config = transformers.SiglipConfig(
        text_config={
            **tower, "vocab_size": 300, "max_position_embeddings": 16, "projection_size": 16
        },
        vision_config={**tower, "image_size": 32, "patch_size": 16},
    )  # fmt: skip
    torch.manual_seed(2)
    transformers.SiglipModel(config).save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(tiny_clip / name, folder / name)
    (folder / "preprocessor_config.json").write_text(
        json.dumps({"image_mean": [0.5] * 3, "image_std": [0.5] * 3})
    )
    hub = ModelHub(tmp_path / "models")
    assert [line.name for line in hub.add(folder)] == ["clip:tiny-siglip"]
    with Engine(hub, device="cpu", threads=1) as engine:
        image = np.random.default_rng(1).integers(0, 256, (40, 80, 3), dtype=np.uint8)
        vectors = engine.encode_images("clip:tiny-siglip", [image, image[:, :40]])
        assert vectors.shape == (2, 16)
        assert np.linalg.norm(vectors[0] - vectors[1]) > 1e-4  # squashed, not cut
        texts = engine.encode_text("clip:tiny-siglip", ["a dog", "a cat and a dog"])
        np.testing.assert_allclose(np.linalg.norm(texts, axis=1), 1, atol=1e-5)


def test_damaged_weights_are_a_clear_error(tmp_path: Path, tiny_clip: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(tiny_clip, folder)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    backend = ClipImageBackend(ClipModel(folder), "clip:broken", "0")
    with pytest.raises(WeightsError, match="broken"):
        backend.load(Runtime())


def test_code_that_comes_with_a_model_is_not_run(tmp_path: Path, tiny_clip: Path) -> None:
    folder = tmp_path / "strange"
    shutil.copytree(tiny_clip, folder)
    trace = tmp_path / "trace"
    config = json.loads((folder / "config.json").read_text())
    config |= {"model_type": "strange", "auto_map": {"AutoModel": "evil.Evil",
               "AutoConfig": "evil.EvilConfig"}}  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "evil.py").write_text(f"open({str(trace)!r}, 'w').close()\n")
    backend = ClipImageBackend(ClipModel(folder), "clip:strange", "0")
    with pytest.raises(WeightsError, match="strange"):
        backend.load(Runtime())
    assert not trace.exists()


def test_a_network_that_found_no_room_is_given_back_later(tiny_clip: Path) -> None:
    model = ClipModel(tiny_clip)
    with pytest.raises(RuntimeError):
        model.load(Runtime(device="nowhere"))
    model.load(Runtime())
    model.unload()
    assert model._model is None


def test_vectors_that_are_no_numbers_never_reach_a_library(tiny_clip: Path) -> None:
    model = ClipModel(tiny_clip)
    model.load(Runtime())
    with torch.no_grad():
        model.module.visual_projection.weight.fill_(float("inf"))
        model.module.text_projection.weight.fill_(float("nan"))
    with pytest.raises(WeightsError, match="not finite"):
        model.image_vectors(np.ones((1, model.side, model.side, 3), np.uint8))
    with pytest.raises(WeightsError, match="not finite"):
        model.text_vectors(["a dog"])
