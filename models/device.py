"""Which device networks run on, and what to do when its memory runs out."""

import gc
import sys

from common.errors import ModelError
from common.preload import preload

_NO_ROOM = (
    "failed to allocate memory",  # onnxruntime
    "can't allocate memory", "not enough memory",  # torch on a processor, by system
    "backend out of memory",  # torch on Apple's chips
)  # fmt: skip
"""What libraries say that have no class of their own for it, lower case."""


def choose_device(wanted: str) -> str:
    """Return the device to use: "cuda", else "mps", else "cpu"; or the one that was wanted.

    Raises:
        ModelError: the wanted device is not there.
    """
    if wanted == "cpu":
        return wanted
    preload("torch")
    import torch

    there = {
        "cpu": True,
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
    }
    if wanted == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if there[name])
    if not there.get(wanted, False):
        raise ModelError(
            f"This machine has no device “{wanted}” for networks.",
            hint="Choose “auto” or “cpu” under Settings ▸ Models.",
        )
    return wanted


def cap_torch(threads: int) -> None:
    """Keep torch to the threads it was given: more than the cores are worse than one."""
    preload("torch")
    import torch

    if torch.get_num_threads() != threads:
        torch.set_num_threads(threads)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error means that the batch was too large, whichever library raised it."""
    if isinstance(error, MemoryError):
        return True
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(error, torch.OutOfMemoryError):
        return True
    said = str(error).lower()
    return any(words in said for words in _NO_ROOM)


def free_memory() -> None:
    """Collect garbage and give cached graphics memory back.

    Where Python's own search is off, another thread looks for garbage, and this one must not: it
    would destroy what belongs to that one (a window's widgets).
    """
    if gc.isenabled():
        gc.collect()
    torch = sys.modules.get("torch")
    if torch is None:
        return
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
