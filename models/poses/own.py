"""Pose networks that a user added: an ONNX file with a card of the same name beside it."""

import logging
from pathlib import Path
from typing import Final

from common.errors import ModelError
from models.cards import ModelCard, read_card

logger = logging.getLogger(__name__)

PREFIX: Final = "pose:"


def is_own_pose(name: str) -> bool:
    """Whether a model's name is that of a pose network that a user added."""
    return name.startswith(PREFIX)


def pose_card(weights: Path) -> ModelCard | None:
    """Return the card beside an ONNX file, NAME.toml, if it is one of a pose network."""
    path = weights.with_suffix(".toml")
    if not path.is_file():
        return None
    try:
        card = read_card(path)
    except ModelError as error:
        logger.info("%s", error)
        return None
    return card if card.task == "pose" else None


def card_files(name: str, weights: Path) -> list[Path]:
    """Return what belongs to a model beside its weights: the card of a pose network."""
    return [weights.with_suffix(".toml")] if is_own_pose(name) else []


def own_parts(name: str, path: Path) -> tuple[Path, ModelCard] | None:
    """Return graph and card of a pose network that a user added; None for anything else.

    Args:
        name: of the model.
        path: the ONNX file, whose card lies beside it, or the folder of both.
    """
    if not is_own_pose(name):
        return None
    weights = path
    if path.is_dir():
        graphs = sorted(path.glob("*.onnx"))
        if len(graphs) != 1:
            return None
        weights = graphs[0]
    card = pose_card(weights)
    return None if card is None else (weights, card)
