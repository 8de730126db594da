"""Steps that a picture of the window is set up by, read from the command line; needs no Qt."""

import json
from dataclasses import dataclass
from typing import Any

from common.errors import AppError

VERBS = {
    "panel": "panel NAME",
    "query": "query TEXT",
    "select": "select N [N ...]",
    "run": "run ACTION",
    "state": "state PANEL JSON",
}


@dataclass(frozen=True, slots=True)
class SceneStep:
    """One step.

    Args:
        verb: one of VERBS. `panel` brings a panel to the front, `query` searches, `select` takes
            results by rank from 1 (without results: items in the order of their numbers), `run`
            triggers an action by the name the palette knows it by, `state` gives a panel a part
            of a session, e.g. `state wall {"method": "clustered", "key": "genre"}`.
        text: what follows the verb.
    """

    verb: str
    text: str = ""


def parse_step(line: str) -> SceneStep:
    """Return a step written as on the command line.

    Raises:
        AppError: the verb is not known, or what must follow it is not there.
    """
    verb, _, text = line.strip().partition(" ")
    text = text.strip()
    is_whole = bool(text)
    if verb == "select":
        is_whole = is_whole and all(word.isdigit() and int(word) for word in text.split())
    elif verb == "state":
        is_whole = state_of(text) is not None
    if verb not in VERBS or not is_whole:
        raise AppError(f"“{line}” is no step.", hint=f"Write one of: {'; '.join(VERBS.values())}.")
    return SceneStep(verb, text)


def state_of(text: str) -> tuple[str, dict[str, Any]] | None:
    """Return (panel, state) of the text `PANEL JSON`; None where it is no such thing."""
    name, _, document = text.partition(" ")
    try:
        state = json.loads(document)
    except ValueError:
        return None
    return (name, state) if isinstance(state, dict) else None
