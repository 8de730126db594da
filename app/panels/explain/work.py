"""What the explain panel has done in the background; plain functions of the services."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.services.explain_colours import Look
from app.services.explain_types import (
    Explained,
    ExplainRequest,
    ExplainTarget,
    LayerList,
    MethodInfo,
    NetworkEntry,
    Occluded,
    SanityReport,
)
from common.errors import ModelError, QueryError
from common.jobs import JobContext
from common.values import Hit, ResultList


@dataclass(frozen=True, slots=True)
class Equipment:
    """What can be chosen.

    Args:
        networks: all of them.
        network: name of the one in use; "" where none is ready.
        methods: that it allows.
        labels: its classes.
        layers: its layers.
        error: why it cannot be used, None where it can.
    """

    networks: tuple[NetworkEntry, ...]
    network: str = ""
    methods: tuple[MethodInfo, ...] = ()
    labels: tuple[str, ...] = ()
    layers: LayerList = LayerList("", ())  # noqa: RUF009 - a frozen value
    error: ModelError | None = None

    @property
    def entry(self) -> NetworkEntry | None:
        """The network in use."""
        return next((each for each in self.networks if each.name == self.network), None)


def equip(services: Any, network: str, context: JobContext) -> Equipment:
    """Load a network and say what it offers."""
    context.step(0, 2, network)
    service = services.explanations
    networks = tuple(service.networks())
    ready = [entry.name for entry in networks if entry.is_ready]
    name = network if network in ready else next(iter(ready), "")
    if not name:
        return Equipment(networks)
    context.step(1, 2, name)
    methods = tuple(service.methods(name))
    try:
        labels, layers = service.labels(name), service.layers(name)
        if not layers.layers:  # TorchScript only runs
            methods = tuple(each for each in methods if not each.needs_layer)
        return Equipment(networks, name, methods, labels, layers)
    except ModelError as error:
        return Equipment(networks, name, methods, error=error)


def fitting(target: ExplainTarget, equipment: Equipment) -> ExplainTarget:
    """Return what a network can be asked: its best class, where it lacks the class or the words."""
    named = {each for each in (target.label, target.other) if each}
    if target.kind in {"label", "contrast"} and not named <= set(equipment.labels):
        return ExplainTarget()
    entry = equipment.entry
    if target.kind == "sentence" and (entry is None or not entry.has_text):
        return ExplainTarget()
    return target


def explain(services: Any, request: ExplainRequest, context: JobContext) -> Explained:
    """Explain a picture."""
    made: Explained = services.explanations.explain(request, context)
    return made


def occlude(
    services: Any, request: ExplainRequest, mask: NDArray[np.bool_], label: str, context: JobContext
) -> Occluded:
    """Ask the network about a picture with parts hidden."""
    context.step(0)
    found: Occluded = services.explanations.occlude(request.source, mask, request.network, label)
    return found


def sanity(services: Any, request: ExplainRequest, context: JobContext) -> list[SanityReport]:
    """Shuffle the network and see whether the maps change."""
    found: list[SanityReport] = services.explanations.sanity(request, context)
    return found


def hit_request(services: Any, hit: Hit, found: ResultList, context: JobContext) -> ExplainRequest:
    """Return the question why a list holds an item."""
    from app.services.explain_questions import explain_hit, query_of

    context.step(0)
    return explain_hit(services.explanations, hit, query_of(found))


def suggestion_request(
    services: Any, item: int, label_set: str, context: JobContext
) -> ExplainRequest:
    """Return the question why feedback suggests an item.

    Raises:
        QueryError: nothing is marked.
    """
    from app.services.explain_questions import explain_suggestion

    context.step(0)
    labels = services.items.labels(label_set)
    positive = [each for each, value in labels.items() if value > 0]
    negative = [each for each, value in labels.items() if value < 0]
    if not labels:
        raise QueryError(
            "Nothing is marked yet.", hint="Mark some items as relevant in the feedback panel."
        )
    return explain_suggestion(item, positive, negative)


def export(shown: Sequence[Explained], target: Path, look: Look, context: JobContext) -> Path:
    """Write explanations to a file that may be there: the user was asked."""
    from app.services.explain_export import export as write

    return write(shown, target, look=look, overwrite=True, context=context)
