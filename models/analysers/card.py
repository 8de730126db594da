"""The card of an analyser: what it takes, and which of six kinds of answers it gives.

A card lies beside the file of a network, `NAME.toml` beside `NAME.onnx`; an analyser in Python says
the same by its attributes, see `app.services.analyser_loading`.

    task = "analyser"
    name = "colourfulness"
    licence = "CC0-1.0"
    [input]                     # all optional
    size = [224, 224]           # height, width in pixels; by default what the graph asks for
    mean = [0.0, 0.0, 0.0]      # by channel, scale 0-255
    std = [255.0, 255.0, 255.0]
    colours = "RGB"             # or BGR
    axes = "NCHW"               # or NHWC
    fit = "squash"              # or pad (keeps the proportion), crop (the middle square)
    [output]
    kind = "number"             # or labels, boxes, mask, vector, text
    key = "colourfulness"       # the facet; by default the name

What else `[output]` may say is told at `Output`.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from common.errors import WeightsError
from common.values import TextKind
from models.input_numbers import Deviation, Mean, check_sides

PREFIX: Final = "analyser:"
OutputKind = Literal["labels", "boxes", "mask", "number", "vector", "text"]
OUTPUT_KINDS: tuple[OutputKind, ...] = get_args(OutputKind)
_NAME = r"^[a-z0-9][a-z0-9_.-]{0,63}$"
_KEY = r"^([a-z][a-z0-9_]{0,63})?$"
_SUFFIXES = (".onnx", ".pt", ".pth", ".bin", ".ckpt", ".safetensors")
_LARGEST_SIDE = 4096
_LONGEST_LABEL = 200
# Columns and lists of the catalogue, which no facet may be called like.
_TAKEN = frozenset(
    ("year", "taken_at", "added_at", "duration_s", "popularity", "aspect", "width", "height",
     "latitude", "longitude", "label", "bucket", "watchlist", "kind", "missing", "animated", "path",
     "classifier", "region_light")
)  # fmt: skip


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Input(_Part):
    """What the network takes; see the module."""

    size: tuple[int, int] | None = None
    mean: Mean = (0.0, 0.0, 0.0)
    std: Deviation = (1.0, 1.0, 1.0)
    colours: Literal["RGB", "BGR"] = "RGB"
    axes: Literal["NCHW", "NHWC"] = "NCHW"
    fit: Literal["squash", "pad", "crop"] = "squash"

    @field_validator("size")
    @classmethod
    def _size_is_sane(cls, value: tuple[int, int] | None) -> tuple[int, int] | None:
        return None if value is None else check_sides(value, 1, _LARGEST_SIDE)


class Output(_Part):
    """What an analyser gives, and what becomes of it.

    Args:
        kind: "labels": scores of names become a facet; "boxes": objects; "mask": a class for each
            pixel, shown over the picture, and the share of each class; "number": a facet with a
            range; "vector": an encoder for likeness; "text": words to search in.
        key: of the facet; "" for the name of the analyser. Numbers of boxes are kept under it, and
            the share of class LABEL of a mask under KEY_LABEL.
        labels: in the order of the network, or the name of a file beside the card, one a line.
        scores: how raw outputs become 0-1: "scores" by softmax, "sigmoid", or "probabilities" as
            they are; for labels, masks and boxes in the form "grid".
        top: labels that are kept, of the best ones.
        least: score that a label or a box must have.
        form: of boxes: "rows" (left, top, right, bottom, score, class), "parts" (three outputs:
            boxes, scores, classes) or "grid" (4 + classes numbers for each place, centre x, centre
            y, width, height first, as YOLO gives them).
        unit: of boxes: pixels of the input, or fractions of it.
        overlap: intersection over union that two boxes of a class may have.
        counts: of boxes: facet -> the labels that count, all for an empty list; {} counts all of
            them under `key`.
        step: numbers are kept in steps of this size; 0 for three significant digits.
        dim: length of the vector.
        text: what kind of text it is.
        tokens: of texts: "ids" of labels one after the other, or "ctc" (scores or ids where
            repeats and the last label, the blank, are dropped).
        joined: between two tokens.
    """

    kind: OutputKind
    key: str = Field(default="", pattern=_KEY)
    labels: tuple[str, ...] | str = ()
    scores: Literal["scores", "sigmoid", "probabilities"] = "scores"
    top: int = Field(default=3, ge=1, le=1000)
    least: float = Field(default=0.2, ge=0, le=1)
    form: Literal["rows", "parts", "grid"] = "rows"
    unit: Literal["pixels", "fractions"] = "pixels"
    overlap: float = Field(default=0.5, gt=0, le=1)
    counts: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    step: float = Field(default=0.0, ge=0)
    dim: int = Field(default=0, ge=0, le=65_536)
    text: TextKind = TextKind.CAPTION
    tokens: Literal["ids", "ctc"] = "ids"
    joined: str = ""

    @field_validator("key")
    @classmethod
    def _is_free(cls, value: str) -> str:
        if value in _TAKEN:
            raise ValueError(f"“{value}” is the name of something else in every library")
        return value

    @field_validator("counts")
    @classmethod
    def _counts_are_keys(cls, value: Mapping[str, tuple[str, ...]]) -> Mapping[str, Any]:
        for key in value:
            if not key or not re.fullmatch(_KEY, key) or key in _TAKEN:
                raise ValueError(f"“{key}” cannot be the name of a facet")
        return value

    @model_validator(mode="after")
    def _is_complete(self) -> "Output":
        if self.kind == "vector" and not self.dim:
            raise ValueError("a vector needs its length, dim")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The labels, after `read` has fetched them from their file."""
        return () if isinstance(self.labels, str) else self.labels


class AnalyserCard(_Part):
    """A card as it is written; see the module."""

    task: Literal["analyser"]
    name: str = Field(pattern=_NAME)
    title: str = ""
    licence: str = Field(min_length=1)
    origin: str = ""
    paper: str = ""
    gain: str = ""
    memory_mb: int = Field(default=100, gt=0)
    input: Input = Input()
    output: Output

    @model_validator(mode="after")
    def _key_is_free(self) -> "AnalyserCard":
        if not self.output.key and facet_key(self.name) in _TAKEN:
            raise ValueError(f"“{self.name}” is the name of something else; give a key")
        return self

    @property
    def full_name(self) -> str:
        """Name of the analysis, and the source of what it finds."""
        return PREFIX + self.name


def facet_key(name: str) -> str:
    """Return a name as the key of a facet: small letters, digits and underscores."""
    key = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return key if key[:1].isalpha() else f"a_{key}".rstrip("_")


def with_key(output: Output, name: str) -> Output:
    """Return what an analyser gives with its key filled in."""
    return output if output.key else output.model_copy(update={"key": facet_key(name)})


def is_analyser(name: str) -> bool:
    """Whether a model's name is that of an analyser that a user added."""
    return name.startswith(PREFIX)


def card_of(weights: Path) -> AnalyserCard | None:
    """Return the card beside a network, None where none is there or it is for something else.

    Raises:
        WeightsError: it is the card of an analyser and breaks a rule; names the field.
    """
    path = weights.with_suffix(".toml")
    if weights.suffix.lower() not in _SUFFIXES or not path.is_file():
        return None
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _invalid(path, str(error)) from error
    if said.get("task") != "analyser":
        return None
    try:
        card = AnalyserCard.model_validate(said)
    except ValidationError as error:
        raise _invalid(path, first_problem(error)) from error
    output = with_key(card.output, card.name)
    return card.model_copy(update={"output": _with_labels(output, path)})


def files_beside(weights: Path) -> list[Path]:
    """Return what belongs to an analyser beside its weights: the card, and its labels."""
    path = weights.with_suffix(".toml")
    labels = tomllib.loads(path.read_text("utf-8"))["output"].get("labels")
    return [path, path.parent / labels] if isinstance(labels, str) else [path]


def parts_of(name: str, path: Path) -> tuple[Path, AnalyserCard] | None:
    """Return weights and card of an analyser that a user added; None for anything else.

    Args:
        name: of the model.
        path: the weights, whose card lies beside them, or the folder of both.

    Raises:
        WeightsError: the card breaks a rule.
    """
    if not is_analyser(name):
        return None
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    for file in files:
        if card := card_of(file):
            return file, card
    return None


def first_problem(error: ValidationError) -> str:
    """Return the first rule that was broken, for people."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "card"
    return f"{where}: {first['msg']}"


def _with_labels(output: Output, card: Path) -> Output:
    if not isinstance(output.labels, str):
        return output
    name = output.labels
    if not name or "/" in name or "\\" in name or name.startswith("."):
        raise _invalid(card, "output.labels: no plain file name")
    try:
        lines = (card.parent / name).read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise _invalid(card, f"the labels “{name}” cannot be read: {error}") from error
    labels = tuple(" ".join(line.split())[:_LONGEST_LABEL] for line in lines if line.strip())
    return output.model_copy(update={"labels": labels})


def _invalid(path: Path, reason: str) -> WeightsError:
    return WeightsError(
        f"The card “{path.name}” is not valid ({reason}).",
        hint="Correct the card; its form is in the documentation, “Analysers of your own”.",
    )
