"""What the classifiers panel does in jobs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.services.classifiers_types import (
    ClassifierEntry,
    Group,
    Operation,
    OperationResult,
    ScoreCurve,
)
from app.services.interactions_lists import members_asked, operation_asked
from app.services.services import Services
from common.errors import AppError
from common.jobs import JobContext
from common.values import ResultList

if TYPE_CHECKING:
    from app.services.types import Filter


@dataclass(frozen=True, slots=True)
class Read:
    """What the panel shows.

    Args:
        entries: classifiers by name.
        label_sets: label sets and how many items each labels.
        encoders: image encoders that have vectors.
    """

    entries: tuple[ClassifierEntry, ...]
    label_sets: Mapping[str, int]
    encoders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation found.

    Args:
        result: all of it.
        number: of the page that is described.
        groups: on that page.
    """

    result: OperationResult
    number: int
    groups: tuple[Group, ...]


def read(services: Services, context: JobContext) -> Read:
    """Read all classifiers; those with new labels learn first."""
    entries = tuple(services.classifiers.entries(context))
    catalogue = services.library.catalogue
    encoders = tuple(name for name, count in services.library.encoders().items() if count)
    return Read(entries, catalogue.label_sets(), encoders)


def curve(services: Services, name: str, context: JobContext) -> tuple[str, ScoreCurve]:
    """Return how many members a classifier has at each threshold; none where it cannot tell."""
    context.step(0)
    try:
        return name, services.classifiers.curve(name)
    except AppError:
        return name, ScoreCurve()


def operate(
    services: Services,
    operation: Operation,
    filters: "Sequence[Filter]",
    number: int,
    context: JobContext,
) -> Answer:
    """Run an operation and describe a page of its result."""
    result = services.classifiers.operate(operation, context, filters)
    number = max(0, min(number, result.pages - 1))
    return Answer(result, number, tuple(services.classifiers.page(result, number, context)))


def turn(services: Services, result: OperationResult, number: int, context: JobContext) -> Answer:
    """Describe another page of a result."""
    return Answer(result, number, tuple(services.classifiers.page(result, number, context)))


def listed(
    services: Services,
    result: OperationResult,
    filters: "Sequence[Filter]",
    context: JobContext,
) -> ResultList:
    """Return the scenes of a result as a list for all panels."""
    context.step(0)
    recipe = operation_asked(result.operation, filters)
    return replace(services.classifiers.result_list(result), recipe=recipe)


def members(services: Services, name: str, context: JobContext) -> ResultList:
    """Return the members of a classifier as a list for all panels."""
    context.step(0)
    return replace(services.classifiers.results(name), recipe=members_asked(name))


def do(act: Callable[[], Any], context: JobContext) -> Any:
    """Do something that goes through the history."""
    context.step(0)
    return act()
