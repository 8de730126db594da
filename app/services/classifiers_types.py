"""Classifiers and what can be made of two of them: value types, and their JSON."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.list_notes import ListTitle
from common.errors import QueryError

if TYPE_CHECKING:
    from app.services.classifiers_groups import GroupTable
    from indexers.catalogue.records import SavedClassifier
    from indexers.rankings.operations import Ranking, Scenes

KINDS = ("and", "or", "without", "xor")
SYMBOLS = {"and": "∩", "or": "∪", "without": "∖", "xor": "∸"}
UNITS = ("video", "day", "album")
MEASURES = ("seconds", "frames", "items")
ORDERS = ("average", "best", "count", "group")
COLOURS = ("#e0b000", "#2f7ed8", "#2e9e5b", "#c2528b", "#d9622b", "#7a5cc9", "#009688", "#8d6e63")
PAGE = 10  # groups
MOST_NESTED = 8


@dataclass(frozen=True, slots=True)
class Operation:
    """Two operands and how to combine what they find; `indexers.rankings.operations` has the rules.

    Args:
        kind: one of KINDS.
        a: name of a classifier, or an operation.
        b: the same.
        unit: what scenes are grouped by, one of UNITS.
        within: how far partners may lie apart, >= 0; None for anywhere in the group.
        after: how long after A a partner B may come, > 0; None for no order. Not with within.
        measure: what within and after count, one of MEASURES; frames in videos only.
        order: how groups are ranked, one of ORDERS.
    """

    kind: str
    a: "str | Operation"
    b: "str | Operation"
    unit: str = "video"
    within: float | None = None
    after: float | None = None
    measure: str = "seconds"
    order: str = "average"

    @property
    def title(self) -> str:
        """The operation as a formula: “dogs ∩ beach within 10 seconds”."""
        sides = [
            f"({one.title})" if isinstance(one, Operation) else one for one in (self.a, self.b)
        ]
        shown = f" {SYMBOLS.get(self.kind, self.kind)} ".join(sides)
        if self.within is not None:
            return ListTitle("within", formula=shown, distance=self.within, measure=self.measure)
        if self.after is None:
            return shown
        return ListTitle("after", formula=shown, distance=self.after, measure=self.measure)

    def names(self) -> Iterator[str]:
        """Yield the names of the classifiers that it is made of."""
        for one in (self.a, self.b):
            if isinstance(one, Operation):
                yield from one.names()
            else:
                yield one

    def renamed(self, old: str, new: str) -> "Operation":
        """Return the same operation of a classifier that has another name now."""
        values = self.to_json()
        for side in ("a", "b"):
            one = getattr(self, side)
            if isinstance(one, Operation):
                values[side] = one.renamed(old, new).to_json()
            elif one == old:
                values[side] = new
        return Operation.from_json(values)

    def check(self, depth: int = 1) -> None:
        """Check that it makes sense.

        Raises:
            QueryError: it does not; says why.
        """
        for name, value, known in (
            ("operation", self.kind, KINDS), ("unit", self.unit, UNITS),
            ("measure", self.measure, MEASURES), ("order", self.order, ORDERS),
        ):  # fmt: skip
            if value not in known:
                raise QueryError(f"There is no {name} “{value}”.", hint=f"Use {', '.join(known)}.")
        self._check_distance()
        if depth > MOST_NESTED:
            raise QueryError("The operation is nested too deeply.", hint="Save a part of it first.")
        for one in (self.a, self.b):
            if isinstance(one, Operation):
                one.check(depth + 1)
            elif not one.strip():
                raise QueryError("An operation needs two classifiers.", hint="Name both.")

    def _check_distance(self) -> None:
        if self.within is not None and self.after is not None:
            raise QueryError("“within” and “after” exclude each other.", hint="Use one of them.")
        for name, value, least in (("within", self.within, 0.0), ("after", self.after, 1e-9)):
            if value is None:
                continue
            if not math.isfinite(value) or value < least:
                raise QueryError(
                    f"“{name} {value:g}” is no distance.", hint="Use a number greater than zero."
                )
            if self.kind == "or":
                raise QueryError(
                    "“A or B” takes all scenes of both, near to each other or not.",
                    hint="Leave the distance out, or use “and”.",
                )
            if self.measure == "frames" and self.unit != "video":
                raise QueryError(
                    "Only videos have frames.", hint="Count seconds or items, or group by video."
                )

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        document: dict[str, Any] = {"kind": self.kind}
        for side in ("a", "b"):
            one = getattr(self, side)
            document[side] = one.to_json() if isinstance(one, Operation) else one
        plain = ("unit", "within", "after", "measure", "order")
        return document | {name: getattr(self, name) for name in plain}

    @classmethod
    def from_json(cls, value: Any) -> "Operation":
        """Read what to_json() gave.

        Raises:
            QueryError: it is none.
        """
        if not isinstance(value, Mapping) or not {"kind", "a", "b"} <= set(value):
            raise QueryError("This is no operation.", hint="It needs “kind”, “a” and “b”.")
        if strange := set(value) - set(cls.__slots__):
            raise QueryError(
                f"An operation has no field “{sorted(map(str, strange))[0]}”.", hint="Take it out."
            )
        texts = {name: value[name] for name in ("unit", "measure", "order") if name in value}
        if not all(isinstance(text, str) for text in (value["kind"], *texts.values())):
            raise QueryError("This is no operation.", hint="Its fields must be texts.")
        a, b = (
            value[side] if isinstance(value[side], str) else cls.from_json(value[side])
            for side in ("a", "b")
        )
        within, after = _number(value.get("within")), _number(value.get("after"))
        made = cls(value["kind"], a, b, within=within, after=after, **texts)
        made.check()
        return made


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise QueryError("This is no operation.", hint="Its distances must be numbers.")
    return float(value)


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A scene that stands for a group.

    Args:
        item: id.
        side: "a", "b" or "both".
        start_s: where it begins in its video, seconds.
    """

    item: int
    side: str
    start_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """A video, day or album in the result of an operation.

    Args:
        place: 1 for the best.
        title: name of the video, date of the day, folder of the album.
        detail: all of it: the path.
        item: id of the video; None for days and albums.
        rank: average accumulated rank of its scenes, smaller is better.
        keyframes: at most three.
        scenes: all scenes that stay, best first.
        total: keyframes in the group.
        in_a: of these, how many the first classifier found.
        in_b: of these, how many the second classifier found.
        in_both: how many both found.
    """

    place: int
    title: str
    detail: str
    item: int | None
    rank: float
    keyframes: tuple[Keyframe, ...]
    scenes: tuple[int, ...]
    total: int
    in_a: int
    in_b: int
    in_both: int


@dataclass(frozen=True, slots=True)
class OperationResult:
    """What an operation found; `ClassifierService.page` describes its groups.

    Args:
        operation: what was asked.
        table: the groups there are.
        ranking: groups that stay, best first.
        a: all that the first operand found, and where.
        b: all that the second operand found.
        stays_a: which of a stay.
        stays_b: which of b stay.
        ms: how long it took.
        notes: what the user should know.
    """

    operation: Operation
    table: "GroupTable"
    ranking: "Ranking"
    a: "Scenes"
    b: "Scenes"
    stays_a: NDArray[np.bool_]
    stays_b: NDArray[np.bool_]
    ms: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many groups were found."""
        return len(self.ranking.groups)

    @property
    def pages(self) -> int:
        """How many pages they fill."""
        return -(-self.total // PAGE)

    def ranked_scenes(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the scenes that stay and their groups: group by group, best first, each once."""
        a, b = self.a.take(self.stays_a), self.b.take(self.stays_b)
        items = np.r_[a.items, b.items]
        groups = np.r_[a.groups, b.groups]
        place = np.full(len(self.table.keys), self.total, np.int64)
        place[self.ranking.groups] = np.arange(self.total)
        order = np.lexsort((items, np.r_[a.ranks, b.ranks], place[groups]))
        items, groups = items[order], groups[order]
        _, first = np.unique(items, return_index=True)
        kept = np.sort(first)
        return items[kept], groups[kept]


@dataclass(frozen=True, slots=True)
class ScoreCurve:
    """How many members a classifier has at each threshold.

    Args:
        scores: of items nobody marked, float32 (N,), ascending.
        always: how many items are in by a mark.
    """

    scores: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))
    always: int = 0

    def count(self, threshold: float) -> int:
        """Return how many members there are at a threshold, 0-1."""
        below = int(np.searchsorted(self.scores, np.float32(threshold), "left"))
        return len(self.scores) - below + self.always


@dataclass(frozen=True, slots=True)
class ClassifierEntry:
    """A classifier as lists show it.

    Args:
        saved: all of it.
        positive: items marked relevant now.
        negative: items marked not relevant now.
        members: items in it; None where it cannot tell.
        problem: why it cannot, and what to do; "" for nothing.
    """

    saved: "SavedClassifier"
    positive: int = 0
    negative: int = 0
    members: int | None = None
    problem: str = ""

    @property
    def operation(self) -> Operation | None:
        """What it is made of, None for one that learns."""
        if self.saved.operation is None:
            return None
        return Operation.from_json(self.saved.operation)
