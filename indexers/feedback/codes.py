"""Vectors in few bytes: the strongest features of an item, or one byte a number."""

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from common.errors import QueryError

SIGN = 0x8000  # bit of a feature id: its value is negative
FEATURES = 0x8000  # ids that are left
LEAST_STRONGEST, MOST_STRONGEST = 2, 64
SAFETY = 1.02  # steps are sized for values this much beyond those of the sample


@dataclass(frozen=True, slots=True)
class PlaneTable:
    """A hyperplane as the loops over codes want it: product = sum of table entries + offset.

    Args:
        table: float32; what it is indexed by depends on the codes.
        offset: float32 scalar.
        norm: length of the weights.
    """

    table: NDArray[np.float32]
    offset: np.float32
    norm: float


class Codes(Protocol):
    """How vectors of one length are kept in few bytes."""

    name: ClassVar[str]
    dim: int

    @property
    def width(self) -> int:
        """Entries of a code."""
        ...

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of an entry."""
        ...

    def encode(self, vectors: NDArray[np.float32]) -> NDArray[Any]:
        """Return codes (N, width) of vectors, float32 (N, D)."""
        ...

    def decode(self, codes: NDArray[Any]) -> NDArray[np.float32]:
        """Return what codes stand for, float32 (N, D)."""
        ...

    def plane(self, weights: NDArray[np.float32]) -> PlaneTable:
        """Prepare the normal of a hyperplane, float32 (D,)."""
        ...

    def settings(self) -> dict[str, Any]:
        """Return what `arrays` leaves out, as JSON values."""
        ...

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that codes are read with."""
        ...


class DenseCodes:
    """One signed byte a number, with a step of its own for every dimension.

    Args:
        mean: float32 (D,), value of code 0.
        step: float32 (D,), > 0, value of one unit.
    """

    name: ClassVar[str] = "dense"

    def __init__(self, mean: NDArray[np.float32], step: NDArray[np.float32]) -> None:
        self.mean = np.ascontiguousarray(mean, np.float32)
        self.step = np.ascontiguousarray(step, np.float32)
        self.dim = len(self.mean)

    @classmethod
    def fit(cls, sample: NDArray[np.float32]) -> "DenseCodes":
        """Return codes whose range holds a sample, float32 (N, D), N >= 1."""
        return cls.spanning(sample.min(axis=0), sample.max(axis=0))

    @classmethod
    def spanning(cls, low: NDArray[np.float32], high: NDArray[np.float32]) -> "DenseCodes":
        """Return codes that hold numbers from low to high, float32 (D,) each."""
        mean = ((low + high) / 2).astype(np.float32)
        half = np.maximum((high - low) / 2 * np.float32(SAFETY), np.float32(1e-12))
        return cls(mean, (half / 127).astype(np.float32))

    @property
    def width(self) -> int:
        """Entries of a code."""
        return self.dim

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of an entry."""
        return np.dtype(np.int8)

    def encode(self, vectors: NDArray[np.float32]) -> NDArray[np.int8]:
        """Return int8 (N, D); values beyond the range are clipped."""
        units = np.rint((vectors - self.mean) / self.step)
        codes: NDArray[np.int8] = np.clip(units, -127, 127, out=units).astype(np.int8)
        return codes

    def decode(self, codes: NDArray[Any]) -> NDArray[np.float32]:
        """Return what codes stand for, float32 (N, D)."""
        values: NDArray[np.float32] = codes.astype(np.float32) * self.step + self.mean
        return values

    def plane(self, weights: NDArray[np.float32]) -> PlaneTable:
        """Return weights x step; the means go into the offset."""
        table = np.ascontiguousarray(weights * self.step, np.float32)
        offset = np.float32(np.dot(weights.astype(np.float64), self.mean))
        return PlaneTable(table, offset, float(np.linalg.norm(weights)))

    def settings(self) -> dict[str, Any]:
        """Return nothing but the name."""
        return {"codes": self.name}

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return means and steps."""
        return {"mean": self.mean, "step": self.step}


class CompactCodes:
    """The s strongest features of an item as (feature id, quantised ratio), 3 s bytes.

    In the line of Blackthorn (Zahálka et al., IEEE Transactions on Multimedia 2018) and Exquisitor
    (Ragnarsdóttir et al., ACM Multimedia 2019): the strongest features by magnitude, the strongest
    one's value quantised absolutely, the others' as a ratio to it. A code is uint16 (3 s / 2,):
    s ids, highest bit set where the value is negative, then two bytes an entry: strength and
    ratios of features 1, 2, ... s - 1, the lower byte first.
    value 0 = strength x top / 255, value j = value 0 x ratio j / 255.

    Args:
        dim: length of a vector, up to 32,768.
        strongest: s, even; 8 makes 24 bytes, 16 makes 48, 20 makes 60.
        top: the largest magnitude that a code can hold.
    """

    name: ClassVar[str] = "compact"

    def __init__(self, dim: int, strongest: int, top: float) -> None:
        if not 0 < dim <= FEATURES:
            raise QueryError(
                f"Vectors of {dim} numbers have too many features for compact codes.",
                hint=f"Use dense codes; compact ones hold up to {FEATURES} features.",
            )
        if not LEAST_STRONGEST <= strongest <= MOST_STRONGEST or strongest % 2:
            raise ValueError(f"{strongest} features an item: it must be even, 2 to 64")
        if not top > 0:
            raise ValueError(f"the largest magnitude must be positive, not {top}")
        self.dim = dim
        self.strongest = strongest
        self.top = float(top)

    @classmethod
    def fit(cls, sample: NDArray[np.float32], strongest: int = 8) -> "CompactCodes":
        """Return codes whose range holds a sample, float32 (N, D)."""
        largest = float(np.abs(sample).max(initial=0.0)) * SAFETY
        return cls(sample.shape[1], strongest, largest or 1.0)

    @property
    def width(self) -> int:
        """Entries of a code."""
        return self.strongest * 3 // 2

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of an entry."""
        return np.dtype(np.uint16)

    @property
    def scale(self) -> np.float32:
        """Value of strength x ratio = 1."""
        return np.float32(self.top / 255**2)

    def encode(self, vectors: NDArray[np.float32]) -> NDArray[np.uint16]:
        """Return uint16 (N, 3 s / 2); equal magnitudes are taken in order of their features."""
        rows, kept = np.arange(len(vectors))[:, None], min(self.strongest, self.dim)
        sizes = np.abs(vectors)
        chosen = np.sort(np.argpartition(-sizes, kept - 1, axis=1)[:, :kept], axis=1)
        order = np.argsort(-sizes[rows, chosen], axis=1, kind="stable")
        chosen = chosen[rows, order]
        values = vectors[rows, chosen]
        missing = ((0, 0), (0, self.strongest - kept))
        return self.pack(np.pad(chosen, missing), np.pad(values, missing))

    def pack(
        self, features: NDArray[np.integer[Any]], values: NDArray[np.float32]
    ) -> NDArray[np.uint16]:
        """Return codes of features (N, s) with their values (N, s), strongest first."""
        sizes = np.abs(values)
        strength = np.clip(np.rint(sizes[:, 0] / self.top * 255), 0, 255)
        unit = np.maximum(strength, 1)[:, None] * np.float32(self.top / 255)
        levels = np.clip(np.rint(sizes / unit * 255), 0, 255).astype(np.uint16)
        levels[:, 0] = strength
        code = np.empty((len(values), self.width), np.uint16)
        code[:, : self.strongest] = features.astype(np.uint16) | np.where(
            values < 0, np.uint16(SIGN), np.uint16(0)
        )
        code[:, self.strongest :] = levels[:, 0::2] | levels[:, 1::2] << 8
        return code

    def unpack(self, codes: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return features, int64 (N, s), and their values, float32 (N, s)."""
        names = codes[:, : self.strongest]
        pairs = codes[:, self.strongest :]
        levels = np.stack([pairs & 255, pairs >> 8], axis=2).reshape(len(codes), -1)
        strength = levels[:, :1].astype(np.float32)
        levels[:, 0] = 255
        values = levels * strength * self.scale
        values[names & SIGN != 0] *= -1
        return (names & ~np.uint16(SIGN)).astype(np.int64), values.astype(np.float32)

    def decode(self, codes: NDArray[Any]) -> NDArray[np.float32]:
        """Return what codes stand for, float32 (N, D)."""
        features, values = self.unpack(codes)
        vectors = np.zeros((len(codes), self.dim), np.float32)
        known = features < self.dim
        rows = np.broadcast_to(np.arange(len(codes))[:, None], features.shape)
        np.add.at(vectors, (rows[known], features[known]), values[known])
        return vectors

    def plane(self, weights: NDArray[np.float32]) -> PlaneTable:
        """Return weights by feature id, those of negative values behind a set sign bit.

        The table has an entry for whatever two bytes may say, so a damaged code is a wrong product
        and nothing worse.
        """
        table = np.zeros(2 * FEATURES, np.float32)
        table[: self.dim] = weights * self.scale
        table[SIGN : SIGN + self.dim] = -table[: self.dim]
        return PlaneTable(table, np.float32(0), float(np.linalg.norm(weights)))

    def settings(self) -> dict[str, Any]:
        """Return name, length, s and range."""
        return {
            "codes": self.name, "dim": self.dim, "strongest": self.strongest, "top": self.top
        }  # fmt: skip

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return none."""
        return {}


def restore(settings: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> "Codes":
    """Return the codes that settings() and arrays() describe.

    Raises:
        ValueError: they describe none that this version knows.
    """
    try:
        if settings["codes"] == DenseCodes.name:
            return DenseCodes(np.array(arrays["mean"]), np.array(arrays["step"]))
        if settings["codes"] == CompactCodes.name:
            return CompactCodes(settings["dim"], settings["strongest"], settings["top"])
    except (KeyError, TypeError, QueryError) as error:
        raise ValueError(f"its codes are not described ({error})") from None
    raise ValueError(f"its codes “{settings['codes']}” are of another version")


ENERGY = 0.9


def choose(sample: NDArray[np.float32], strongest: int = 20) -> Codes:
    """Return compact codes where few features say nearly all of a sample, else dense ones.

    Args:
        sample: float32 (N, D), N >= 1.
        strongest: s of the compact codes.
    """
    if strongest < sample.shape[1] <= FEATURES:
        squares = np.sort(np.square(sample), axis=1)
        share = squares[:, -strongest:].sum() / max(float(squares.sum()), 1e-30)
        if share >= ENERGY:
            return CompactCodes.fit(sample, strongest)
    return DenseCodes.fit(sample)
