"""What panels let the user do, known before they are made: one module a panel.

A module's `actions(context)` returns the panel's actions. What they do, only the panel knows; it
says so with `answer()` when it is made. Nothing heavy may be imported here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.context import Action, PanelContext

__all__ = ["answer", "declare", "for_selected", "never", "one_selected"]


def declare(
    name: str,
    title: str,
    shortcut: str = "",
    menu: str = "Item",
    *,
    for_items: bool = False,
    tip: str = "",
    is_enabled: Callable[[], bool] | None = None,
    is_checked: Callable[[], bool] | None = None,
    icon: str = "",
    writes: bool = False,
) -> Action:
    """Return an action whose panel will say what it does; see Action for the arguments."""
    return Action(
        name, title, _nothing, shortcut, menu, for_items, tip, is_enabled, is_checked, icon, writes
    )


def for_selected(
    context: PanelContext, name: str, title: str, shortcut: str = "", *, tip: str, icon: str = ""
) -> Action:
    """Return an action for items that can be used while one is selected; else as declare()."""
    return declare(
        name,
        title,
        shortcut,
        for_items=True,
        tip=tip,
        is_enabled=one_selected(context),
        icon=icon,
    )


def _nothing() -> None:
    """Stand in for what a panel that is not made yet would do."""


def answer(
    context: PanelContext,
    declared: Sequence[Action],
    runs: Mapping[str, Callable[[], None]],
    *,
    enabled: Mapping[str, Callable[[], bool]] | None = None,
) -> None:
    """Say what declared actions do: called by their panel, or a part of it, when it is made.

    Args:
        context: of the panel.
        declared: from `actions()` of the panel's module.
        runs: what to do by name of the action; actions that are not named are left out.
        enabled: when an action can be used, where the panel knows better than what was declared.

    Raises:
        KeyError: a name was not declared.
    """
    known = {action.name: action for action in declared}
    for name, run in runs.items():
        action = replace(known[name], run=run)
        if enabled is not None and name in enabled:
            action = replace(action, is_enabled=enabled[name])
        context.actions.add(action)


def one_selected(context: PanelContext) -> Callable[[], bool]:
    """Return a function that says whether anything is selected."""
    return lambda: bool(context.shared.selection)


def never() -> bool:
    """Say that an action cannot be used before its panel is made."""
    return False
