"""Reads weights files without ever running what is in them."""

import hashlib
import json
import logging
import pickle
import pickletools
import struct
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from common.errors import WeightsError

if TYPE_CHECKING:
    import torch

logger = logging.getLogger(__name__)

SAFETENSORS_SUFFIXES = (".safetensors",)
PICKLE_SUFFIXES = (".pth", ".pt", ".bin", ".ckpt")
_FLOATS = {"F16": np.float16, "F32": np.float32, "F64": np.float64}
_LARGEST_HEADER = 100_000_000  # bytes; the limit that safetensors itself sets
_CHUNK = 1 << 20
# What reading raises for bytes that are no weights.
_TORN = (
    OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError,
    struct.error,
)  # fmt: skip
_NAMING_CODES = ("GLOBAL", "STACK_GLOBAL", "INST", "EXT1", "EXT2", "EXT4")


def file_sha256(path: Path, watch: Callable[[int], None] = lambda _: None) -> str:
    """Return the SHA-256 of a file in hex.

    Args:
        path: the file.
        watch: called with the bytes read so far; may raise to stop.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            done += len(chunk)
            watch(done)
    return digest.hexdigest()


def read_tensors(path: Path) -> "dict[str, torch.Tensor]":
    """Read all tensors of a safetensors file or of a pickle that holds tensors only.

    Raises:
        WeightsError: the file is missing, damaged, or holds more than tensors.
    """
    if path.suffix in SAFETENSORS_SUFFIXES:
        return _read_safetensors(path)
    return _read_pickle(path)


def read_arrays(path: Path) -> dict[str, NDArray[np.float32]]:
    """Map all tensors of a safetensors file as float32 arrays, without torch; integers are left.

    The file's own library reads it in one call that keeps every other Python thread waiting (90 MB:
    60 ms); mapped, nothing is read before it is used. Other kinds of numbers are converted.

    Raises:
        WeightsError: the file is missing or damaged.
    """
    arrays: dict[str, NDArray[np.float32]] = {}
    try:
        header, start = _safetensors_header(path)
        content = np.memmap(path, np.uint8, "r", start)
        for name, entry in header.items():
            if (kind := _FLOATS.get(entry["dtype"])) is not None:
                first, last = entry["data_offsets"]
                if not 0 <= first <= last <= len(content):
                    raise ValueError("a tensor lies outside the file")
                array = content[first:last].view(kind).reshape(entry["shape"])
                arrays[name] = np.asarray(array, np.float32)
    except _TORN as error:
        raise damaged(path, error) from error
    return arrays


def tensor_shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """Return name and shape of every tensor in a weights file, reading as little as possible.

    Raises:
        WeightsError: as `read_tensors`.
    """
    if path.suffix in SAFETENSORS_SUFFIXES:
        return _safetensors_shapes(path)
    return {name: tuple(tensor.shape) for name, tensor in _read_pickle(path).items()}


def _safetensors_shapes(path: Path) -> dict[str, tuple[int, ...]]:
    try:
        header, _ = _safetensors_header(path)
        return {name: tuple(entry["shape"]) for name, entry in header.items()}
    except _TORN as error:
        raise damaged(path, error) from error


def _safetensors_header(path: Path) -> tuple[dict[str, Any], int]:
    """Return what the file says of each tensor, and where the numbers begin, bytes."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        if length > min(_LARGEST_HEADER, path.stat().st_size):
            raise ValueError("the header is longer than the file")
        header = json.loads(file.read(length))
    header.pop("__metadata__", None)
    return header, 8 + length


def _read_safetensors(path: Path) -> "dict[str, torch.Tensor]":
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        tensors: dict[str, torch.Tensor] = load_file(path)
    except (OSError, SafetensorError, ValueError) as error:
        raise damaged(path, error) from error
    return tensors


def _read_pickle(path: Path) -> "dict[str, torch.Tensor]":
    import torch

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd protocols: the outcome says enough
            content = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        if not _asks_for_code(path):
            raise damaged(path, ValueError("it is no weights file")) from error
        logger.info("refused %s: %s", path, error)
        raise WeightsError(
            f"“{path.name}” was refused: it asks for code to be run while it is read.",
            hint="Get these weights as safetensors, or from a source you trust.",
        ) from error
    except (*_TORN, RuntimeError, EOFError, AssertionError, MemoryError) as error:
        raise damaged(path, error) from error
    return _only_tensors(path, content)


def _asks_for_code(path: Path) -> bool:
    """Whether a pickle that was stopped names a function or class; its opcodes are only listed."""
    with path.open("rb") as file:
        if file.read(2) == b"PK":  # torch's own format: only such a name stops the reader
            return True
        file.seek(0)
        try:
            return any(code.name in _NAMING_CODES for code, _, _ in pickletools.genops(file))
        except (ValueError, OverflowError, MemoryError):
            return False


def _only_tensors(path: Path, content: Any) -> "dict[str, torch.Tensor]":
    """Return the tensors of a state dict; a checkpoint that wraps one is unwrapped."""
    import torch

    for wrapper in ("state_dict", "model"):
        if isinstance(content, Mapping) and isinstance(content.get(wrapper), Mapping):
            content = content[wrapper]
    if not isinstance(content, Mapping):
        raise damaged(path, TypeError("it holds no named tensors"))
    return {str(k): v for k, v in content.items() if isinstance(v, torch.Tensor)}


def damaged(path: Path, error: Exception) -> WeightsError:
    """Return the error for weights that cannot be read."""
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    return WeightsError(
        f"The weights “{path.name}” cannot be read: {reason}.",
        hint="Get them again, or add another copy with `models add`.",
    )
