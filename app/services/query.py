"""What a search asks: parts at one moment, moments in time, filters; saved and read as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from app.services.filters import filter_from_json, filter_to_json, format_filter
from app.services.query_example import Example
from app.services.query_fields import (
    choice_of,
    flag_of,
    list_of,
    number_of,
    text_of,
    whole_of,
    wrong_field,
)
from app.services.query_json import (
    example_of_json,
    seconds_of,
    stage_of_json,
    stage_to_json,
    window_of_json,
    window_to_json,
)
from app.services.query_parts import (
    DEFAULT_WITHIN_S,
    MODES,
    ExampleAsk,
    Mode,
    Part,
    Stage,
    TextAsk,
    Within,
)
from app.services.query_saying import say_distance, say_stage
from common.errors import QueryError
from indexers.catalogue.records import Filter
from indexers.rankings.fusion_rules import FUSIONS

WAYS = ("text", "facet", "concept", "sentence", "embedding", "example")
"""The ways in which a text is searched for, and the example: what weights name."""
FUSION_RULES = ("auto", "weighted", *FUSIONS)
MAX_K = 100_000
_LONG = {"stages", "in_order", "window", "fusion", "among"}
_SHORT = {"text", "mode", "example", "then", "encoder"}
_BOTH = {"filters", "weights", "k", "threshold"}
Then = str | tuple[str, float] | Stage


@dataclass(frozen=True, slots=True)
class Query:
    """One search.

    Args:
        stages: what is looked for, in order of time; one for a search without time.
        in_order: the stages follow each other; False for an order-free window.
        window: how an order-free query gathers its stages.
        filters: all must hold.
        fusion: rule that merges the lists of a stage: "auto" (by score, or by rank where a text
            asks for that), "weighted" or a name of FUSIONS.
        weights: way -> weight >= 0, over the settings' own; a name of WAYS.
        k: length of the list, 0 takes the settings'.
        threshold: hits with a lower score (0-1) are left out.
        among: only these items are ranked anew; None for the whole library.
    """

    stages: tuple[Stage, ...] = ()
    in_order: bool = True
    window: Within = field(default_factory=Within)
    filters: tuple[Filter, ...] = ()
    fusion: str = "auto"
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)
    k: int = 0
    threshold: float = 0.0
    among: tuple[int, ...] | None = None

    @classmethod
    def of(
        cls,
        text: str = "",
        mode: Mode = "auto",
        *,
        example: Example | None = None,
        feature: str = "auto",
        then: Sequence[Then] = (),
        parts: Sequence[Part] = (),
        filters: Sequence[Filter] = (),
        fusion: str = "auto",
        weights: Mapping[str, float] | None = None,
        k: int = 0,
        threshold: float = 0.0,
    ) -> Self:
        """Return the simple form of a query.

        Args:
            text: words; none for "".
            mode: in which ways texts are searched for.
            example: what results shall look like.
            feature: by what the example is compared.
            then: what must follow: texts, (text, seconds) or stages.
            parts: further parts of the first stage.
            filters: all must hold.
            fusion: rule that merges lists.
            weights: of ways.
            k: length of the list, 0 takes the settings'.
            threshold: least score, 0-1.
        """
        first = [Part(TextAsk(text, mode))] if text.strip() else []
        if example is not None:
            first.append(Part(ExampleAsk(example, feature=feature)))
        stages = [Stage((*first, *parts))] if first or parts or then else []
        return cls(
            stages=(*stages, *(_stage(each, mode) for each in then)),
            filters=tuple(filters),
            fusion=fusion,
            weights=dict(weights or {}),
            k=k,
            threshold=threshold,
        )

    @property
    def asks(self) -> bool:
        """Whether anything is looked for beyond what the filters let through."""
        return any(stage.active for stage in self.stages)

    def parts(self) -> tuple[Part, ...]:
        """Return the parts that are on, of all stages."""
        return tuple(part for stage in self.stages for part in stage.active)

    def text(self) -> str:
        """Return the first free text that is on; "" where there is none."""
        texts = (part.what.text.strip() for part in self.parts() if isinstance(part.what, TextAsk))
        return next((text for text in texts if text), "")

    def example(self) -> Example | None:
        """Return the first example that is on."""
        examples = (p.what.example for p in self.parts() if isinstance(p.what, ExampleAsk))
        return next(examples, None)

    def only(self, stage: int) -> Self:
        """Return the query of one stage alone, with the same filters."""
        return replace(
            self, stages=(replace(self.stages[stage], within_s=DEFAULT_WITHIN_S, within_shots=0),)
        )

    def describe(self) -> str:
        """Return the query as the user reads it."""
        line = ""
        for at, stage in enumerate(self.stages):
            said = say_stage(stage)
            if at and self.in_order:
                line += f" → {said} (≤ {say_distance(stage)})"
            else:
                line += f" + {said}" if at else said
        if len(self.stages) > 1 and not self.in_order:
            line += f" (any order, {self.window.seconds:g} s)"
        if self.among is not None:
            line += f" (among {len(self.among)})"
        if self.filters:
            line = f"{line} [{', '.join(format_filter(one) for one in self.filters)}]"
        return line.strip()

    def to_json(self) -> dict[str, Any]:
        """Return the query as a JSON document; only what differs from the defaults."""
        document: dict[str, Any] = {}
        if self.stages:
            document["stages"] = [stage_to_json(stage) for stage in self.stages]
        if not self.in_order:
            document["in_order"] = False
        if self.window != Within():
            document["window"] = window_to_json(self.window)
        if self.filters:
            document["filters"] = [filter_to_json(one) for one in self.filters]
        if self.fusion != "auto":
            document["fusion"] = self.fusion
        if self.weights:
            document["weights"] = dict(self.weights)
        if self.k:
            document["k"] = self.k
        if self.threshold:
            document["threshold"] = self.threshold
        if self.among is not None:
            document["among"] = list(self.among)
        return document

    @classmethod
    def from_json(cls, document: Any) -> Self:
        """Return the query that to_json() wrote, or the short form that a person writes.

        Raises:
            QueryError: a field is unknown or wrong; names it.
        """
        if not isinstance(document, Mapping):
            raise wrong_field("query", "it must be a JSON object")
        for name in document:
            if name not in _LONG | _SHORT | _BOTH:
                raise wrong_field(str(name), "there is no such field")
        if "stages" in document and (both := sorted(_SHORT & set(document))):
            raise wrong_field(both[0], "it cannot stand beside “stages”: make it a part of one")
        stages = _stages(document) if "stages" in document else _short_stages(document)
        among = document.get("among")
        return cls(
            stages=stages,
            in_order=flag_of(document.get("in_order", True), "in_order"),
            window=window_of_json(document.get("window", {}), "window"),
            filters=tuple(
                filter_from_json(one, f"filters[{at}]")
                for at, one in enumerate(list_of(document.get("filters", []), "filters"))
            ),
            fusion=choice_of(document.get("fusion", "auto"), "fusion", FUSION_RULES),
            weights=_weights(document.get("weights", {})),
            k=whole_of(document.get("k", 0), "k", 0, MAX_K),
            threshold=number_of(document.get("threshold", 0.0), "threshold", 0.0, 1.0),
            among=None if among is None else _items(among),
        )


def check_fusion(name: str) -> None:
    """Check that a fusion rule exists.

    Raises:
        QueryError: it does not; names those there are.
    """
    if name not in FUSION_RULES:
        raise QueryError(
            f"There is no fusion rule “{name}”.", hint=f"Use one of: {', '.join(FUSION_RULES)}."
        )


def _stage(what: Then, mode: Mode) -> Stage:
    if isinstance(what, Stage):
        return what
    text, within_s = (what, DEFAULT_WITHIN_S) if isinstance(what, str) else what
    return Stage((Part(TextAsk(text, mode)),), within_s)


def _stages(document: Mapping[str, Any]) -> tuple[Stage, ...]:
    return tuple(
        stage_of_json(one, f"stages[{at}]")
        for at, one in enumerate(list_of(document["stages"], "stages"))
    )


def _short_stages(document: Mapping[str, Any]) -> tuple[Stage, ...]:
    """Return the stages of the short form: {"text": …, "example": …, "then": […]}."""
    mode: Mode = choice_of(document.get("mode", "auto"), "mode", MODES)
    example = document.get("example")
    return Query.of(
        text_of(document.get("text", ""), "text"),
        mode,
        example=None if example is None else example_of_json(example, "example"),
        feature=text_of(document.get("encoder", "auto"), "encoder"),
        then=[
            _then(step, f"then[{at}]")
            for at, step in enumerate(list_of(document.get("then", []), "then"))
        ],
    ).stages


def _then(value: Any, name: str) -> Then:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping) and "parts" in value:
        return stage_of_json(value, name)
    if not isinstance(value, Mapping) or not set(value) <= {"text", "within_s"}:
        raise wrong_field(name, "it must be a text or an object with “text” and “within_s”")
    within = seconds_of(value.get("within_s", DEFAULT_WITHIN_S), f"{name}.within_s")
    return text_of(value.get("text", ""), f"{name}.text"), within


def _weights(value: Any) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise wrong_field("weights", "it must be an object")
    for name in value:
        if name not in WAYS:
            raise wrong_field(f"weights.{name}", f"the ways are {', '.join(WAYS)}")
    return {name: number_of(one, f"weights.{name}", 0.0, 1e6) for name, one in value.items()}


def _items(value: Any) -> tuple[int, ...]:
    return tuple(
        whole_of(one, f"among[{at}]", 1, 2**63 - 1)
        for at, one in enumerate(list_of(value, "among"))
    )
