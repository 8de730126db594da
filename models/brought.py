"""Models that a user brings with a card of his own beside the weights: poses and analysers."""

from dataclasses import dataclass
from pathlib import Path

from common.errors import ModelError
from models.analysers import card as analysers
from models.poses import own as poses


@dataclass(frozen=True, slots=True)
class Told:
    """What a user's own card says for the list of models.

    Args:
        task: as in model cards.
        licence: of the weights.
        title: for people.
        gain: what it adds.
    """

    task: str
    licence: str
    title: str
    gain: str = ""


def name_of(weights: Path) -> str | None:
    """Return the name of a model that has a card of its own beside it; None for any other.

    Raises:
        WeightsError: it is the card of an analyser and breaks a rule.
    """
    if weights.suffix == ".onnx" and (pose := poses.pose_card(weights)) is not None:
        return f"{poses.PREFIX}{pose.name}"
    card = analysers.card_of(weights)
    return None if card is None else card.full_name


def check(name: str, weights: Path) -> None:
    """Try an analyser out before it is kept; nothing happens for other models.

    Raises:
        ModelError: it does not run, or gives something else than its card says.
    """
    if parts := analysers.parts_of(name, weights):
        from models.analysers.backend import try_out

        try_out(parts[1], parts[0])


def files_beside(name: str, weights: Path) -> list[Path]:
    """Return what belongs to a model beside its weights: the card, and what it names."""
    if analysers.is_analyser(name):
        return analysers.files_beside(weights)
    return poses.card_files(name, weights)


def told_of(name: str, path: Path) -> Told | None:
    """Return what the card of a user's own model says; None for a model without one."""
    if own := poses.own_parts(name, path):
        return Told(own[1].task, own[1].licence, own[1].title, own[1].gain)
    try:
        parts = analysers.parts_of(name, path)
    except ModelError as error:
        return Told("analyser", "", name, str(error))
    if parts is None:
        return None
    card = parts[1]
    return Told(card.task, card.licence, card.title or card.name, card.gain)


def needs_of(name: str, path: Path) -> str:
    """Return the Python package that a user's own model needs."""
    if poses.is_own_pose(name):
        return "onnxruntime"
    if not analysers.is_analyser(name):
        return "transformers"
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return "onnxruntime" if any(file.suffix == ".onnx" for file in files) else "torch"
