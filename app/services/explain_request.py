"""What an explanation is asked for, and its JSON; value types only."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, Self, cast, get_args

from common.errors import QueryError
from models.explain.base import AUTO, MEASURES, QUICK_MEASURES

Rect = tuple[float, float, float, float]  # left, top, width, height as shares of the picture
TargetKind = Literal["auto", "label", "contrast", "alike", "sentence", "suggestion"]
TARGET_KINDS: tuple[str, ...] = get_args(TargetKind)

IN_PERCENT = frozenset(QUICK_MEASURES)
"""Drops, increase and area are shares, shown in percent."""


@dataclass(frozen=True, slots=True)
class PictureSource:
    """A picture that can be explained: an item of the library, a file, or a frame of a video.

    Args:
        item: id; -1 where the picture is a file.
        path: of a picture or video; "" where it is an item.
        time_s: of the frame of a video file; None for pictures.
        box: the part that is looked at (a detected object); None for all of it.
    """

    item: int = -1
    path: str = ""
    time_s: float | None = None
    box: Rect | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what from_json() reads."""
        values: dict[str, Any] = {"item": self.item} if self.item >= 0 else {"path": self.path}
        if self.time_s is not None:
            values["time_s"] = self.time_s
        if self.box is not None:
            values["box"] = list(self.box)
        return values

    @classmethod
    def from_json(cls, values: Any) -> Self:
        """Return the source that to_json() described.

        Raises:
            QueryError: values are no source.
        """
        item, path = _get(values, "item", int, -1), _get(values, "path", str, "")
        if (item < 0) == (not path):
            raise QueryError("A picture is an item or a file.", hint="Give “item” or “path”.")
        time_s, box = values.get("time_s"), values.get("box")
        rect = None
        if isinstance(box, list | tuple) and len(box) == 4:
            rect = (float(box[0]), float(box[1]), float(box[2]), float(box[3]))
        at = float(time_s) if isinstance(time_s, int | float) else None
        return cls(item, path, at, rect)


@dataclass(frozen=True, slots=True)
class ExplainTarget:
    """What a heat map explains.

    Args:
        kind: "auto" (the most probable class), "label" (a class), "contrast" (a class rather than
            another one), "alike" (why the picture is like another one), "sentence" (why it matches
            a sentence), "suggestion" (why feedback puts it forward).
        label: the class, or the sentence.
        other: the class that "contrast" sets against it.
        like: the picture that "alike" compares with.
        positive: items marked relevant, for "suggestion".
        negative: items marked not relevant.
    """

    kind: TargetKind = "auto"
    label: str = ""
    other: str = ""
    like: PictureSource | None = None
    positive: tuple[int, ...] = ()
    negative: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return what from_json() reads."""
        values: dict[str, Any] = {"kind": self.kind}
        for name in ("label", "other"):
            if getattr(self, name):
                values[name] = getattr(self, name)
        if self.like is not None:
            values["like"] = self.like.to_json()
        for name in ("positive", "negative"):
            if getattr(self, name):
                values[name] = list(getattr(self, name))
        return values

    @classmethod
    def from_json(cls, values: Any) -> Self:
        """Return the target that to_json() described.

        Raises:
            QueryError: values are no target.
        """
        kind = _get(values, "kind", str, AUTO)
        if kind not in TARGET_KINDS:
            raise QueryError(
                f"“{kind}” is no target.", hint=f"Choose one of: {', '.join(TARGET_KINDS)}."
            )
        like = values.get("like")
        return cls(
            kind=cast("TargetKind", kind),
            label=_get(values, "label", str, ""),
            other=_get(values, "other", str, ""),
            like=None if like is None else PictureSource.from_json(like),
            positive=_ids(values.get("positive")),
            negative=_ids(values.get("negative")),
        )


@dataclass(frozen=True, slots=True)
class ExplainOptions:
    """How maps are made and measured.

    Args:
        samples: noisy copies of methods that average over noise, 2 to 200.
        sigma: their noise, as a share of the range of pixel values, 0 to 1.
        channels: maps that Score-CAM asks about; 0 for all.
        masks: random masks of RISE, 50 to 8000.
        measures: names of MEASURES that each map is measured by; none takes no time for it.
        important: what counts as the important region that is occluded: "threshold" (where the map
            is at least `threshold`) or "top" (the `top` share of the pixels).
        threshold: of the map's own range, above 0 to 1.
        top: share of the pixels, between 0 and 1.
        fill: what stands where pixels are taken away: the mean colour, or the blurred picture.
        seed: of everything random.
    """

    samples: int = 25
    sigma: float = 0.15
    channels: int = 0
    masks: int = 1000
    measures: tuple[str, ...] = QUICK_MEASURES
    important: Literal["threshold", "top"] = "threshold"
    threshold: float = 0.5
    top: float = 0.2
    fill: Literal["mean", "blur"] = "mean"
    seed: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the options as a table."""
        return {**asdict(self), "measures": list(self.measures)}

    @classmethod
    def from_json(cls, values: Any) -> Self:
        """Return the options of a table; what is missing or of no use becomes the default."""
        kept = cls()
        for name in (
            "samples",
            "sigma",
            "channels",
            "masks",
            "important",
            "threshold",
            "top",
            "fill",
            "seed",
        ):
            default = getattr(kept, name)
            kind: Any = (int, float) if isinstance(default, float) else type(default)
            found = values.get(name, default) if isinstance(values, Mapping) else default
            if isinstance(found, kind) and not isinstance(found, bool):
                kept = replace(kept, **{name: found})
        measures = values.get("measures") if isinstance(values, Mapping) else None
        if isinstance(measures, list):
            kept = replace(kept, measures=tuple(m for m in measures if m in MEASURES))
        return kept.checked()

    def checked(self) -> Self:
        """Return the options with every number in its range."""
        return replace(
            self,
            samples=min(200, max(2, self.samples)),
            sigma=min(1.0, max(0.0, float(self.sigma))),
            channels=min(8192, max(0, self.channels)),
            masks=min(8000, max(50, self.masks)),
            important=self.important if self.important in {"threshold", "top"} else "threshold",
            threshold=min(1.0, max(0.01, float(self.threshold))),
            top=min(0.99, max(0.01, float(self.top))),
            fill=self.fill if self.fill in {"mean", "blur"} else "mean",
        )


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """What is explained, by what, and how.

    Args:
        source: the picture.
        network: name, or "auto" for the best one that is there and can do it.
        layer: name, or "auto" for the last one with an extent.
        target: what the map explains.
        methods: names; "default" stands for the five that the source compares, "all" for all that
            the network allows.
        options: of methods and measures.
    """

    source: PictureSource
    network: str = AUTO
    layer: str = AUTO
    target: ExplainTarget = field(default_factory=ExplainTarget)
    methods: tuple[str, ...] = ("default",)
    options: ExplainOptions = field(default_factory=ExplainOptions)

    def to_json(self) -> dict[str, Any]:
        """Return what from_json() reads."""
        return {
            "source": self.source.to_json(),
            "network": self.network,
            "layer": self.layer,
            "target": self.target.to_json(),
            "methods": list(self.methods),
            "options": self.options.to_json(),
        }

    @classmethod
    def from_json(cls, values: Any) -> Self:
        """Return the request that to_json() described.

        Raises:
            QueryError: values are no request.
        """
        methods = _get(values, "methods", list, [])
        return cls(
            PictureSource.from_json(values.get("source")),
            _get(values, "network", str, AUTO),
            _get(values, "layer", str, AUTO),
            ExplainTarget.from_json(values.get("target", {})),
            tuple(each for each in methods if isinstance(each, str)) or ("default",),
            ExplainOptions.from_json(values.get("options")),
        )


def _get(values: Any, name: str, kind: type, default: Any) -> Any:
    """Return an entry of a table if it has the right type.

    Raises:
        QueryError: values are no table.
    """
    if not isinstance(values, Mapping):
        raise QueryError("This is no description of an explanation.", hint="Give a JSON table.")
    found = values.get(name, default)
    return found if isinstance(found, kind) and not isinstance(found, bool) else default


def _ids(values: Any) -> tuple[int, ...]:
    if not isinstance(values, list | tuple):
        return ()
    return tuple(each for each in values if isinstance(each, int) and not isinstance(each, bool))
