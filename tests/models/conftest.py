"""Tiny weights made by code, and a hub that holds them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file

from models.engine import Engine
from models.hub import ModelHub
from models.networks.mobilenet import MobileNetV2
from models.networks.squeezenet import SqueezeNet


@pytest.fixture(scope="session")
def weights_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with randomly initialised MobileNetV2 and SqueezeNet."""
    folder = tmp_path_factory.mktemp("weights")
    torch.manual_seed(3)
    for name, network in (("mobilenet", MobileNetV2()), ("squeezenet", SqueezeNet())):
        for parameter in network.parameters():  # strong enough for a picture to matter
            if parameter.ndim > 1:
                torch.nn.init.kaiming_normal_(parameter)
        tensors = {key: value.contiguous() for key, value in network.state_dict().items()}
        save_file(tensors, folder / f"{name}.safetensors")
    return folder


@pytest.fixture(scope="session")
def tiny_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A randomly initialised CLIP with its tokenizer, as `save_pretrained` writes it."""
    transformers = pytest.importorskip("transformers")
    folder = tmp_path_factory.mktemp("hf") / "tiny-clip"
    tower = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1}
    text = {**tower, "num_attention_heads": 2, "vocab_size": 300, "max_position_embeddings": 16}
    text |= {"bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 1}
    vision = {**tower, "num_attention_heads": 2, "image_size": 32, "patch_size": 16}
    config = transformers.CLIPConfig(text_config=text, vision_config=vision, projection_dim=24)
    torch.manual_seed(1)
    transformers.CLIPModel(config).save_pretrained(folder)
    write_tokenizer(folder)
    return folder


def write_tokenizer(folder: Path) -> None:
    """Write a byte-level tokenizer of 258 entries."""
    import tokenizers
    import transformers
    from tokenizers import models, pre_tokenizers, processors

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {"<s>": 0, "</s>": 1} | {c: i + 2 for i, c in enumerate(letters)}
    tokenizer = tokenizers.Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    fast = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="</s>"
    )
    fast.save_pretrained(folder)


@pytest.fixture(scope="session")
def hub(
    tmp_path_factory: pytest.TempPathFactory, weights_folder: Path, tiny_clip: Path
) -> ModelHub:
    """A hub with the tiny networks added."""
    hub = ModelHub(tmp_path_factory.mktemp("models"))
    hub.add(weights_folder)
    hub.add(tiny_clip)
    return hub


@pytest.fixture(scope="session")
def engine(hub: ModelHub) -> Iterator[Engine]:
    """One engine on the processor for all tests that only use it."""
    with Engine(hub, device="cpu", threads=1) as engine:
        yield engine


@pytest.fixture(scope="session")
def pictures() -> list[NDArray[np.uint8]]:
    """Small pictures of many shapes: noise, ramps, one pixel, grey."""
    rng = np.random.default_rng(0)
    sizes = [(48, 64), (300, 200), (1, 1), (7, 501), (64, 64), (33, 31)]
    images = [rng.integers(0, 256, (*size, 3), dtype=np.uint8) for size in sizes]
    ramp = np.linspace(0, 255, 90, dtype=np.uint8)
    images.append(np.repeat(np.tile(ramp, (60, 1))[:, :, None], 3, axis=2))
    return images
