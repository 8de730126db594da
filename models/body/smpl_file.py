"""Reads a body file of SMPL's form that the user has: .npz, or .pkl without running code in it.

Kinora ships no such file; they come from their makers under their own terms. The old pickles hold
chumpy arrays, so an unpickler with a list of allowed names puts plain ones in their place and
refuses everything else (Python's documentation, "Restricting globals").
"""

import pickle
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from common.arrays import DAMAGED
from common.errors import ModelError
from models.body.baked import SHAPES, BodyData
from models.body.skeleton import COUNT, PARENTS

MAX_BYTES: Final = 1 << 30
_SIZES: Final[Mapping[str, tuple[int | None, ...]]] = {
    "v_template": (None, 3),
    "shapedirs": (None, 3, None),
    "posedirs": (None, 3, 9 * (COUNT - 1)),
    "J_regressor": (COUNT, None),
    "weights": (None, COUNT),
    "f": (None, 3),
    "kintree_table": (2, COUNT),
}
# What Python's unpickler and its arrays raise for bytes that are none.
_DAMAGED: Final = (
    *DAMAGED,
    ArithmeticError,
    ImportError,
    MemoryError,
    RecursionError,
    SystemError,
    struct.error,
)
_HINT = "Give the neutral, female or male SMPL file with 24 joints, .npz or .pkl."


def read_smpl(path: Path) -> BodyData:
    """Return the body of a file.

    Args:
        path: a .npz without objects or a .pkl of version 1.0 or 1.1.

    Raises:
        ModelError: it cannot be read, wants to run code, or is no SMPL body with 24 joints.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _no_body(path, "it is larger than a gigabyte")
        fields = _npz(path) if path.suffix.lower() == ".npz" else _pickled(path)
    except OSError as error:
        raise ModelError(
            f"The body file “{path}” cannot be read ({error.strerror or error}).",
            hint="Check the name of the file.",
        ) from None
    except pickle.UnpicklingError as error:
        raise _no_body(path, str(error)) from None
    except _DAMAGED as error:
        raise _no_body(path, f"it is damaged ({error})") from None
    return _checked(path, fields)


class _Plain:
    """Stands in for chumpy's arrays: keeps what they hold."""

    data: Any = None

    def __setstate__(self, state: Any) -> None:
        if not isinstance(state, Mapping):
            return
        if "x" in state:
            self.data = np.asarray(state["x"])
        elif "a" in state and "idxs" in state:  # chumpy.reordering.Select
            inner = state["a"].data if isinstance(state["a"], _Plain) else state["a"]
            picked = np.asarray(inner).reshape(-1)[np.asarray(state["idxs"], np.int64)]
            shape = state.get("preferred_shape")
            self.data = picked if shape is None else picked.reshape(tuple(shape))


def _allowed() -> dict[tuple[str, str], Any]:
    """Return what a pickle may name: makers of arrays, nothing that runs code."""
    import copyreg

    from numpy._core import multiarray
    from scipy.sparse import csc_matrix

    names: dict[tuple[str, str], Any] = {
        ("numpy", "ndarray"): np.ndarray,
        ("numpy", "dtype"): np.dtype,
        ("_codecs", "encode"): _encoded,
    }
    for module in ("numpy.core.multiarray", "numpy._core.multiarray"):
        names[module, "_reconstruct"] = multiarray._reconstruct  # noqa: SLF001 - NumPy's own form
        names[module, "scalar"] = multiarray.scalar
    for module in ("copy_reg", "copyreg"):
        names[module, "_reconstructor"] = copyreg._reconstructor  # type: ignore[attr-defined] # noqa: SLF001
    for module in ("__builtin__", "builtins"):
        names[module, "object"] = object
    for module in ("scipy.sparse.csc", "scipy.sparse._csc"):
        names[module, "csc_matrix"] = csc_matrix
    return names


def _encoded(text: str, encoding: str = "latin1") -> bytes:
    """Return bytes that a pickle holds as text, in the one way that arrays are written so."""
    if encoding not in {"latin1", "latin-1"}:
        raise pickle.UnpicklingError(f"it holds bytes as {encoding!r}")
    return text.encode("latin1")


class _Unpickler(pickle.Unpickler):
    """Finds arrays only."""

    def find_class(self, module: str, name: str) -> Any:
        """Return an allowed maker.

        Raises:
            pickle.UnpicklingError: the name is not on the list.
        """
        if module.partition(".")[0] == "chumpy":
            return _Plain
        found = _allowed().get((module, name))
        if found is None:
            raise pickle.UnpicklingError(
                f"it wants to run “{module}.{name}”, which no body file needs; nothing was run"
            )
        return found


def _npz(path: Path) -> dict[str, Any]:
    with np.load(path, allow_pickle=False) as file:
        return {name: file[name] for name in file.files if name in _SIZES}


def _pickled(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        loaded = _Unpickler(file, encoding="latin1").load()
    if not isinstance(loaded, Mapping):
        raise pickle.UnpicklingError("it holds no table of arrays")
    return {name: _array(loaded[name]) for name in _SIZES if name in loaded}


def _array(value: Any) -> Any:
    if isinstance(value, _Plain):
        return value.data
    return value.toarray() if hasattr(value, "toarray") else value


def _checked(path: Path, fields: Mapping[str, Any]) -> BodyData:
    arrays = {}
    for name, sizes in _SIZES.items():
        if fields.get(name) is None:
            raise _no_body(path, f"“{name}” is missing")
        array = np.asarray(fields[name])
        fits = array.ndim == len(sizes) and all(
            want in {None, have} for want, have in zip(sizes, array.shape, strict=True)
        )
        if not fits:
            raise _no_body(path, f"“{name}” has the shape {array.shape}")
        if array.dtype.kind not in "fiu" or not np.isfinite(array).all():
            raise _no_body(path, f"“{name}” holds what is no finite number")
        arrays[name] = array
    if arrays["kintree_table"][0, 1:].astype(np.int64).tolist() != list(PARENTS[1:]):
        raise _no_body(path, "its joints hang together in another way")
    count = len(arrays["v_template"])
    lengths = {count, len(arrays["shapedirs"]), len(arrays["posedirs"]), len(arrays["weights"])}
    if (
        len(lengths) > 1
        or arrays["J_regressor"].shape[1] != count
        or _is_beyond(arrays["f"], count)
    ):
        raise _no_body(path, "its parts are of different sizes")
    return _body(path.stem, arrays)


def _is_beyond(faces: Any, count: int) -> bool:
    return not faces.size or faces.min() < 0 or faces.max() >= count


def _body(name: str, arrays: Mapping[str, Any]) -> BodyData:
    regressor = arrays["J_regressor"].astype(np.float32)
    vertices = arrays["v_template"].astype(np.float32)
    shapes = np.moveaxis(arrays["shapedirs"][:, :, :SHAPES], 2, 0).astype(np.float32)
    vertices = vertices - regressor[0] @ vertices / regressor[0].sum()  # the pelvis at the origin
    return BodyData(
        vertices=vertices,
        shape_dirs=np.ascontiguousarray(shapes),
        joints=regressor @ vertices,
        joint_dirs=np.einsum("jv,svc->sjc", regressor, shapes),
        weights=arrays["weights"].astype(np.float32),
        faces=arrays["f"].astype(np.int32),
        parts=np.zeros(len(arrays["f"]), np.uint8),
        human=np.empty((0, len(shapes))),
        pose_dirs=np.moveaxis(arrays["posedirs"], 2, 0).astype(np.float32),
        regressor=regressor,
        name=name,
    )


def _no_body(path: Path, why: str) -> ModelError:
    return ModelError(f"“{path.name}” is no body that can be used: {why}.", hint=_HINT)
