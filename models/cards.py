"""Model cards: what each model is, whose it is, and where its weights may come from."""

import re
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from common.errors import ModelError

CARDS_FOLDER = Path(__file__).resolve().parents[1] / "resources" / "models"
Task = Literal[
    "image-encoder",
    "text-encoder",
    "image-text-encoder",
    "object-detector",
    "ocr",
    "shot-detector",
    "classifier",
    "label-vectors",
    "word-vectors",
    "relation-model",
    "sketch-to-body",
    "pose",
]
_HASH = re.compile(r"[0-9a-f]{64}")
_HASH_START = re.compile(r"[0-9a-f]{8,64}")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InputForm(_Part):
    """What the network wants; mean and deviation are on the scale 0-255, by channel."""

    size: tuple[int, int] | None = None  # height, width in pixels; None: any
    mean: tuple[float, ...] = ()
    std: tuple[float, ...] = ()
    layout: str


class OutputForm(_Part):
    """What the network gives."""

    dim: int = Field(default=0, ge=0)
    layout: str = ""


class CardFile(_Part):
    """One file to download.

    Args:
        name: file name in the model's folder.
        url: pinned, public; https.
        bytes: size; exact where `sha256` is given, else about.
        sha256: of the file; or "" where the publisher gives only its beginning.
        sha256_start: at least the first eight digits, as in the names of torchvision's files.
    """

    name: str
    url: str
    bytes: int = Field(gt=0)
    sha256: str = ""
    sha256_start: str = ""

    @model_validator(mode="after")
    def _has_check(self) -> "CardFile":
        if self.sha256 and not _HASH.fullmatch(self.sha256):
            raise ValueError("sha256 is no SHA-256 in lower-case hex")
        if not self.sha256 and not _HASH_START.fullmatch(self.sha256_start):
            raise ValueError("neither sha256 nor sha256_start can check the download")
        if "/" in self.name or "\\" in self.name or self.name.startswith("."):
            raise ValueError("name is no plain file name")
        return self

    def matches(self, sha256: str) -> bool:
        """Whether a file with this hash is the one the card means."""
        return sha256 == self.sha256 if self.sha256 else sha256.startswith(self.sha256_start)


class KnownFile(_Part):
    """Another file that holds the same network and is recognised by `models add`."""

    name: str
    sha256: str
    bytes: int = Field(gt=0)
    licence: str = Field(min_length=1)
    origin: str = Field(min_length=1)


class PackageSource(_Part):
    """Weights inside a Python package.

    Args:
        module: import name; looked up, not imported.
        path: file or folder inside the package.
        extra: the extra of Kinora that installs it.
    """

    module: str
    path: str
    extra: str


class ModelCard(_Part):
    """Everything a user should know of a model before it runs. Without a licence, no card.

    Args:
        name: unique; the encoder's or analysis' name.
        title: for people.
        task: what it does.
        licence: SPDX name or the licence's own.
        licence_note: where the licence was read, what to attribute.
        origin: pinned public address of the weights, or of the paper for embedded ones.
        paper: who invented it.
        gain: what the model adds; shown when it is missing.
        memory_mb: about, when loaded.
        requires: Python packages that must be installed.
        needs: other models that must be there.
        embedded: part of the program, no weights.
        shipped: file in `resources/models` that comes with the program.
        brought: only the user can bring the weights, with `models add`.
        package: weights inside a Python package.
        files: what `models get` downloads.
        known: other files that hold the same network.
    """

    name: str = Field(pattern=r"^[a-z0-9_.:-]+$")
    title: str = Field(min_length=1)
    task: Task
    licence: str = Field(min_length=1)
    licence_note: str = ""
    origin: str = Field(min_length=1)
    paper: str = Field(min_length=1)
    gain: str = Field(min_length=1)
    memory_mb: int = Field(gt=0)
    requires: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    embedded: bool = False
    shipped: str = ""
    brought: bool = False
    input: InputForm
    output: OutputForm
    package: PackageSource | None = None
    files: tuple[CardFile, ...] = ()
    known: tuple[KnownFile, ...] = ()

    @field_validator("licence")
    @classmethod
    def _licence_is_named(cls, value: str) -> str:
        if value.strip().lower() in ("", "unknown", "unclear", "none", "?"):
            raise ValueError("a model without a licence gets no card")
        return value

    @model_validator(mode="after")
    def _comes_from_somewhere(self) -> "ModelCard":
        sources = (self.embedded, self.shipped, self.package, self.files, self.needs, self.brought)
        if not any(sources):
            raise ValueError("the card names no place that the model could come from")
        return self

    @cached_property
    def bytes(self) -> int:
        """Size of what `models get` downloads; 0 where there is nothing to download."""
        return sum(file.bytes for file in self.files)

    @cached_property
    def sha256(self) -> str:
        """Hash, or its beginning, of the largest file: the weights; "" where there is none."""
        if not self.files:
            return ""
        weights = max(self.files, key=lambda file: file.bytes)
        return weights.sha256 or weights.sha256_start

    @cached_property
    def hosts(self) -> tuple[str, ...]:
        """Names of the machines a download would talk to."""
        return tuple(sorted({urlsplit(file.url).hostname or "" for file in self.files}))

    @property
    def folder_name(self) -> str:
        """Name of the model's folder among the user's models."""
        return folder_name(self.name)


def folder_name(name: str) -> str:
    """Return a model's name as a folder name that every file system takes."""
    return name.replace(":", "-")


def read_card(path: Path) -> ModelCard:
    """Read one card.

    Raises:
        ModelError: the card breaks a rule; the message names the field.
    """
    try:
        return ModelCard.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "card"
        reason = f"{where}: {first['msg']}"
    except (OSError, tomllib.TOMLDecodeError) as error:
        reason = str(error)
    raise ModelError(
        f"The model card “{path.name}” is not valid ({reason}).",
        hint="Correct the card, or remove it.",
    )


def load_cards(folder: Path = CARDS_FOLDER) -> list[ModelCard]:
    """Read every card of a folder, by name.

    Raises:
        ModelError: a card is not valid, or two share a name.
    """
    cards: dict[str, ModelCard] = {}
    for path in sorted(folder.glob("*.toml")):
        card = read_card(path)
        if card.name in cards:
            raise ModelError(
                f"Two model cards are called “{card.name}”.", hint="Rename one of them."
            )
        cards[card.name] = card
    return [cards[name] for name in sorted(cards)]
