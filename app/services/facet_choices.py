"""Filters as a person chooses them: for each facet what is in, what is out, and a range.

Several filters may speak of one facet (`genre=Drama`, `genre!=War`, `year>=1990`); a Choice holds
all of them, and writes them back in one form, so that panels that change filters never disagree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from indexers.catalogue.records import Filter

Mode = Literal["any", "all"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen of one facet.

    Args:
        key: facet key.
        include: values that items must have.
        exclude: values that items must not have.
        mode: "any" or "all" of include.
        low: smallest number that passes; None for no bound.
        high: largest number that passes; None for no bound.
    """

    key: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    mode: Mode = "any"
    low: float | None = None
    high: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether everything passes."""
        return not self.include and not self.exclude and self.low is None and self.high is None

    def filters(self) -> list[Filter]:
        """Return the filters that say this; all must hold."""
        made = []
        if self.include:
            mode = self.mode if len(self.include) > 1 else "any"
            made.append(Filter(self.key, self.include, mode))
        if self.exclude:
            made.append(Filter(self.key, self.exclude, "none"))
        if self.low is not None or self.high is not None:
            made.append(Filter(self.key, low=self.low, high=self.high))
        return made


def is_chosen(one: Filter) -> bool:
    """Whether a filter can be part of a Choice: names values, or has a range of what passes."""
    return bool(one.values) or (
        one.mode != "none" and (one.low is not None or one.high is not None)
    )


def choice_of(filters: Sequence[Filter], key: str) -> Choice:
    """Return what filters choose of a facet."""
    choice = Choice(key)
    for one in filters:
        if one.key == key and is_chosen(one):
            choice = _joined(choice, one)
    return choice


def _joined(choice: Choice, one: Filter) -> Choice:
    """Return a choice that one more filter narrows."""
    if one.mode == "none":
        return replace(choice, exclude=_union(choice.exclude, one.values))
    if one.values:
        mode: Mode = "all" if choice.include or one.mode == "all" else "any"
        choice = replace(choice, include=_union(choice.include, one.values), mode=mode)
    lows = [bound for bound in (choice.low, one.low) if bound is not None]
    highs = [bound for bound in (choice.high, one.high) if bound is not None]
    return replace(choice, low=max(lows, default=None), high=min(highs, default=None))


def _union(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first, *second]))


def with_choice(filters: Sequence[Filter], choice: Choice) -> tuple[Filter, ...]:
    """Return filters in which a choice stands for all that is said of its facet; order is kept."""
    made = choice.filters()
    kept: list[Filter] = []
    for one in filters:
        if one.key != choice.key or not is_chosen(one):
            kept.append(one)
        else:
            kept += made
            made = []
    return (*kept, *made)


def toggled(
    filters: Sequence[Filter],
    key: str,
    value: str,
    *,
    exclude: bool = False,
    mode: Mode | None = None,
) -> tuple[Filter, ...]:
    """Return filters in which a value is switched on or off; from out to in, and the other way.

    Args:
        filters: as they are.
        key: facet key.
        value: of the facet.
        exclude: items must not have it.
        mode: of several values; None keeps the one of the filters.
    """
    choice = choice_of(filters, key)
    was_in, was_out = value in choice.include, value in choice.exclude
    include = tuple(each for each in choice.include if each != value)
    leave = tuple(each for each in choice.exclude if each != value)
    if exclude and not was_out:
        leave = (*leave, value)
    elif not exclude and not was_in:
        include = (*include, value)
    chosen = replace(choice, include=include, exclude=leave, mode=mode or choice.mode)
    return with_choice(filters, chosen)


def without_key(filters: Sequence[Filter], key: str) -> tuple[Filter, ...]:
    """Return filters that say nothing of a facet."""
    return tuple(one for one in filters if one.key != key)
