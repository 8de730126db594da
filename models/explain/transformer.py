"""Transformers: CLIP as a network to explain, and where attention can be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import nn

from models.base import Runtime
from models.encoders.clip import ClipModel
from models.explain.networks import Network

_SCALE = 255.0


def load_clip(name: str, folder: Path, weights_hash: str) -> Network:
    """Return the image side of a CLIP or SigLIP model, giving its joint vectors.

    Raises:
        WeightsError: the folder is damaged or holds no such model.
    """
    clip = ClipModel(folder)
    clip.load(Runtime())
    return Network(
        name,
        clip.module,
        (),
        (clip.side, clip.side),
        tuple(float(each) * _SCALE for each in clip.mean),
        tuple(float(each) * _SCALE for each in clip.std),
        share=1.0 if clip.crops else 0.0,
        output="vectors",
        run=_image_vectors,
        encoder=name,
        version=weights_hash[:12],
        architecture="clip",
        folder=folder,
    )


def _image_vectors(module: Any, x: torch.Tensor) -> torch.Tensor:
    output = module.get_image_features(pixel_values=x)
    vectors: torch.Tensor = getattr(output, "pooler_output", output)
    return vectors


def vision_part(module: nn.Module) -> nn.Module:
    """Return the part of a module that looks at images; the whole where it has no such name."""
    for name in ("vision_model", "vision_tower"):
        if isinstance(part := getattr(module, name, None), nn.Module):
            return part
    return module


def attention_modules(module: nn.Module) -> list[nn.Module]:
    """Return the self-attention modules that look at images, first to last.

    They are known by their form, `transformers`' own: the class is called an attention, it has
    queries and keys as layers of its own, and it gives its weights as second output.
    """
    return [
        part
        for part in vision_part(module).modules()
        if "attention" in type(part).__name__.lower() and _has_queries(part)
    ]


def _has_queries(part: nn.Module) -> bool:
    names = {name for name, _ in part.named_children()}
    return bool(names & {"q_proj", "query"}) and bool(names & {"k_proj", "key"})


@contextmanager
def readable_attention(module: nn.Module) -> Iterator[None]:
    """Have a model of `transformers` compute its attention in a way that gives the weights."""
    configs = {id(c): c for part in module.modules() if (c := getattr(part, "config", None))}
    before = [(c, getattr(c, "_attn_implementation", None)) for c in configs.values()]
    try:
        for config, _ in before:
            _set(config, "eager")
        yield
    finally:
        for config, kind in before:
            _set(config, kind)


def _set(config: Any, kind: str | None) -> None:
    config._attn_implementation = kind  # noqa: SLF001 - the only switch that needs no reload
