"""The card of a registered network, `network.toml`; its form is in `models.explain.registered`."""

import json
import math
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from common.errors import ModelError
from models.encoders.imagenet import CROP
from models.input_numbers import Deviation, Mean, check_sides

CARD = "network.toml"
Architecture = Literal["mobilenet_v2", "squeezenet1_0", "vgg16", "resnet34", "torchscript", "onnx"]
_RUN_ONLY = ("torchscript", "onnx")
_NAME = r"^[^/\\\x00-\x1f]{1,64}$"
_SMALLEST_SIDE, _LARGEST_SIDE = 8, 2048


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InputCard(_Part):
    """What a registered network takes; see the module."""

    size: tuple[int, int] = (224, 224)
    mean: Mean = (123.675, 116.28, 103.53)
    std: Deviation = (58.395, 57.12, 57.375)
    share: float = Field(default=CROP, ge=0, le=1)

    @field_validator("size")
    @classmethod
    def _size_is_sane(cls, value: tuple[int, int]) -> tuple[int, int]:
        return check_sides(value, _SMALLEST_SIDE, _LARGEST_SIDE)


class FormCard(_Part):
    """What a user writes beside a network that is to be registered, `FILE.toml`; all optional."""

    name: str = ""
    title: str = ""
    output: Literal["scores", "probabilities", "sigmoid"] = "scores"
    input: InputCard | None = None


class NetworkCard(_Part):
    """`network.toml`; see the module."""

    name: str = Field(pattern=_NAME)
    title: str = ""
    architecture: Architecture
    variant: Literal["", "tensorflow", "torchvision"] = ""
    weights: str
    labels: str = "labels.txt"
    output: Literal["scores", "probabilities", "sigmoid"] = "scores"
    input: InputCard = InputCard()
    about: dict[str, Any] = Field(default_factory=dict)

    @field_validator("weights", "labels")
    @classmethod
    def _is_plain(cls, value: str) -> str:
        if not value or "/" in value or "\\" in value or value.startswith("."):
            raise ValueError("not a plain file name")
        return value

    @property
    def has_gradients(self) -> bool:
        """Whether it can be differentiated."""
        return self.architecture not in _RUN_ONLY


def read(folder: Path) -> NetworkCard:
    """Read a network's card.

    Raises:
        ModelError: it is missing or breaks a rule; the message names the field.
    """
    path = folder / CARD
    try:
        return NetworkCard.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        reason = _first(error)
    except (OSError, ValueError) as error:
        reason = str(error)
    raise ModelError(
        f"The network in “{folder.name}” has no valid {CARD} ({reason}).",
        hint="Correct the file, or register the network again.",
    )


def read_form(path: Path) -> FormCard:
    """Read what lies beside a network that is to be registered; nothing there: no wishes.

    Raises:
        ModelError: it breaks a rule; the message names the field.
    """
    try:
        return FormCard.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return FormCard()
    except ValidationError as error:
        reason = _first(error)
    except (OSError, ValueError) as error:
        reason = str(error)
    raise ModelError(
        f"“{path.name}” does not describe a network ({reason}).",
        hint="Correct it: name, title, output, and [input] with size, mean, std, share.",
    )


def _first(error: ValidationError) -> str:
    """Return the field that breaks a rule, and how."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}"


def read_labels(folder: Path, card: NetworkCard) -> tuple[str, ...]:
    """Return the classes of a network; () where their file cannot be read."""
    try:
        lines = (folder / card.labels).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(line.strip() for line in lines if line.strip())


def to_toml(card: NetworkCard) -> str:
    """Return a card as TOML."""
    values = card.model_dump()
    form, about = values.pop("input"), values.pop("about")
    tables = {"": values, "input": form, "about": about}
    lines = []
    for table, entries in tables.items():
        lines += [f"\n[{table}]"] if table else []
        lines += [f"{json.dumps(str(k))} = {_value(v)}" for k, v in entries.items()]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(each) for each in value)}]"
    if isinstance(value, bool | int | float) and math.isfinite(value):
        return json.dumps(value)
    return json.dumps(str(value), ensure_ascii=False)
