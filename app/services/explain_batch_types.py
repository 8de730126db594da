"""What a batch run of explanations is asked for, one line of it, and the table it becomes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self, get_args

import numpy as np
from numpy.typing import NDArray

from app.services.explain_types import (
    AUTO,
    MEASURES,
    ExplainOptions,
    PictureSource,
)
from common.errors import QueryError
from common.statistics import Estimate, mean_interval

Group = Literal["method", "label", "truth", "layer"]
GROUPS: tuple[Group, ...] = get_args(Group)
WIN = "win"  # a measure of methods, not of one image


@dataclass(frozen=True, slots=True)
class BatchSource:
    """One picture of a run.

    Args:
        picture: item or file.
        truth: its class, as a folder or facet says; "" where nobody does.
        boxes: where the object is, as shares of the picture: for the pointing game.
    """

    picture: PictureSource
    truth: str = ""
    boxes: tuple[tuple[float, float, float, float], ...] = ()

    @property
    def key(self) -> str:
        """What tells it from the others of a run."""
        picture = self.picture
        name = str(picture.item) if picture.item >= 0 else picture.path
        extra = "" if picture.time_s is None else f"#t={picture.time_s:g}"
        box = "" if picture.box is None else "#" + ",".join(f"{side:.4f}" for side in picture.box)
        return name + extra + box


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """A run over many pictures.

    Args:
        sources: in order, none twice.
        network: name, or "auto".
        layers: names; "auto" is the last one with an extent.
        methods: names.
        target: "auto" explains the class that the network finds most probable, "truth" the class
            that folder or facet say, anything else is the name of a class.
        options: of methods and measures.
    """

    sources: tuple[BatchSource, ...]
    network: str = AUTO
    layers: tuple[str, ...] = (AUTO,)
    methods: tuple[str, ...] = ("default",)
    target: str = AUTO
    options: ExplainOptions = field(default_factory=ExplainOptions)

    def settings(self) -> dict[str, Any]:
        """Return all but the sources, JSON types: what makes two runs the same run."""
        return {
            "network": self.network,
            "layers": list(self.layers),
            "methods": list(self.methods),
            "target": self.target,
            "options": self.options.to_json(),
        }


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One map of a run.

    Args:
        key: of the source.
        item: id; -1 for a file.
        title: of the picture.
        label: class that was explained.
        truth: its true class, "" where unknown.
        score: probability of the class, 0-1.
        layer: that was looked at.
        method: that made the map.
        values: measures by name, and "hit", "iou", "energy" where there are boxes; NaN where a map
            is empty.
        ms: time of the map.
        note: why it is empty.
    """

    key: str
    item: int
    title: str
    label: str
    truth: str
    score: float
    layer: str
    method: str
    values: Mapping[str, float]
    ms: float = 0.0
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return what from_json() reads; NaN becomes null."""
        return {
            "key": self.key, "item": self.item, "title": self.title, "label": self.label,
            "truth": self.truth, "score": self.score, "layer": self.layer,
            "method": self.method, "ms": self.ms, "note": self.note,
            "values": {
                name: value if np.isfinite(value) else None
                for name, value in self.values.items()
            },
        }  # fmt: skip

    @classmethod
    def from_json(cls, values: Any) -> Self:
        """Return the row that to_json() described.

        Raises:
            QueryError: it is none.
        """
        try:
            return cls(
                str(values["key"]), int(values["item"]), str(values["title"]),
                str(values["label"]), str(values["truth"]), float(values["score"]),
                str(values["layer"]), str(values["method"]),
                {
                    str(name): float("nan") if value is None else float(value)
                    for name, value in values["values"].items()
                },
                float(values.get("ms", 0)), str(values.get("note", "")),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise QueryError(
                "A line of the run cannot be read.", hint="Run it again under another name."
            ) from error


@dataclass(frozen=True, slots=True)
class Summary:
    """What a group of maps reached.

    Args:
        group: value by GROUPS, only of those asked for.
        images: maps in the group.
        empty: maps without any value.
        means: by measure; "win" in percent of the images, among the methods compared.
        ms: mean time of a map.
    """

    group: Mapping[str, str]
    images: int
    empty: int
    means: Mapping[str, Estimate]
    ms: float


@dataclass(frozen=True, slots=True)
class BatchTable:
    """All rows of a run.

    Args:
        rows: in the order they were made.
        skipped: pictures that could not be explained: key and reason.
        settings: as BatchRequest.settings().
        name: of the run; "" for one that is not kept.
    """

    rows: tuple[BatchRow, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""

    def names(self) -> list[str]:
        """Return the measures that any row has, in the usual order."""
        found = {name for row in self.rows for name in row.values}
        usual = [*MEASURES, "hit", "iou", "energy"]
        return [name for name in usual if name in found]

    def values(self, name: str, **where: str) -> NDArray[np.float64]:
        """Return a measure of the rows whose method, layer, label or truth is as given, (M,)."""
        return np.array([row.values.get(name, np.nan) for row in self.select(**where)], np.float64)

    def select(self, **where: str) -> list[BatchRow]:
        """Return the rows whose method, layer, label or truth is as given."""
        return [
            row
            for row in self.rows
            if all(getattr(row, field) == value for field, value in where.items())
        ]

    def summary(self, by: Sequence[Group] = ("method",), *, seed: int = 0) -> list[Summary]:
        """Return means with 95 % bootstrap intervals, groups in the order of their first row."""
        groups: dict[tuple[str, ...], list[BatchRow]] = {}
        for row in self.rows:
            groups.setdefault(tuple(getattr(row, field) for field in by), []).append(row)
        shares = win_shares(self.rows)
        found = []
        for values, rows in groups.items():
            means = {
                name: mean_interval([row.values.get(name, np.nan) for row in rows], seed=seed)
                for name in self.names()
            }
            if shares:
                means[WIN] = mean_interval([100 * shares[_place(row)] for row in rows], seed=seed)
            group: dict[str, str] = dict(zip(by, values, strict=True))
            empty = sum(not np.isfinite(list(row.values.values())).any() for row in rows)
            ms = float(np.mean([row.ms for row in rows]))
            found.append(Summary(group, len(rows), empty, means, ms))
        return found

    def outliers(self, name: str, count: int = 20, **where: str) -> list[BatchRow]:
        """Return the rows farthest from the median, in units of the median deviation."""
        rows = [row for row in self.select(**where) if np.isfinite(row.values.get(name, np.nan))]
        if not rows:
            return []
        values = np.array([row.values[name] for row in rows])
        away = np.abs(values - np.median(values))
        return [rows[i] for i in np.argsort(-away, kind="stable")[:count]]


def win_shares(rows: Iterable[BatchRow]) -> dict[tuple[str, str, str], float]:
    """Return each row's share, 0-1, of winning its image: the lowest average drop of all methods.

    After the win percentage of Chattopadhyay et al., "Grad-CAM++", WACV 2018, section 4.1.
    Methods that share the lowest drop share the win, so that shares of an image sum to 1. Images
    on which a method has no map do not count (share NaN). None where one method runs alone.
    """
    drops: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows:
        if "average_drop" in row.values:
            place = drops.setdefault((row.key, row.layer), {})
            place[row.method] = row.values["average_drop"]
    if max(map(len, drops.values()), default=0) < 2:
        return {}
    shares: dict[tuple[str, str, str], float] = {}
    for (key, layer), found in drops.items():
        known = all(map(np.isfinite, found.values()))
        lowest = min(found.values()) if known else float("nan")
        best = [method for method, drop in found.items() if known and drop <= lowest + 1e-6]
        for method in found:
            share = float(method in best) / len(best) if known else float("nan")
            shares[key, layer, method] = share
    return shares


def _place(row: BatchRow) -> tuple[str, str, str]:
    return row.key, row.layer, row.method
