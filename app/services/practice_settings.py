"""With what simulated users work, what they are like, and what they reach; value types."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.services.evaluation_types import Attempt
from app.services.query import FUSION_RULES, WAYS
from app.services.query_parts import MODES, Mode
from common.errors import QueryError

FAR = 10**9  # rank of what was not found
LEARNERS = ("svm", "logistic", "rocchio", "bayes")


@dataclass(frozen=True, slots=True)
class UserSetting:
    """A setting of the tool that simulated users work with.

    Args:
        name: as shown in reports.
        mode: in which ways texts are searched for; see Query.
        fusion: rule that merges lists.
        weights: of ways.
        feedback: users mark what looks like the target when pages of a list are of no use.
        learner: of feedback.
        page: items on a page.
    """

    name: str
    mode: Mode = "auto"
    fusion: str = "auto"
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)
    feedback: bool = False
    learner: str = "svm"
    page: int = 24


@dataclass(frozen=True, slots=True)
class Habits:
    """What simulated people are like; times are seconds.

    Args:
        letter_s: to type a letter.
        search_s: until results are there and looked at.
        item_s: to look at a picture.
        mark_s: to mark one.
        submit_s: to submit.
        sees: chance to see what is looked for where it is shown.
        mistakes: chance to take something wrong for it, for each picture looked at.
        recalls: chance to remember, and name, a thing that was in a picture.
        pages: of a list that are looked at before something else is tried.
        rounds: of feedback in a row.
    """

    letter_s: float = 0.2
    search_s: float = 1.5
    item_s: float = 0.25
    mark_s: float = 1.0
    submit_s: float = 1.5
    sees: float = 0.95
    mistakes: float = 0.0005
    recalls: float = 0.7
    pages: int = 3
    rounds: int = 4


@dataclass(frozen=True, slots=True)
class Play:
    """A task that a simulated user played.

    Args:
        attempt: what was reached.
        ranks: (seconds, rank) of the best target in each list that was asked for; rank from 1,
            None where it was not in it.
    """

    attempt: Attempt
    ranks: tuple[tuple[float, int | None], ...]


def read_setting(text: str) -> UserSetting:
    """Return the setting of a line "NAME" or "NAME:mode=text,feedback=yes,weight.embedding=2".

    Raises:
        QueryError: something in it is not known.
    """
    name, _, rest = text.partition(":")
    made, weights = UserSetting(name.strip() or "plain"), {}
    for part in filter(None, (one.strip() for one in rest.split(","))):
        key, found, value = part.partition("=")
        key, value = key.strip(), value.strip()
        try:
            if key.startswith("weight.") and key[7:] in WAYS:
                weights[key[7:]] = float(value)
            else:
                made = _changed(made, key, value if found else "yes")
        except (ValueError, KeyError, StopIteration):
            raise QueryError(
                f"“{part}” is no setting.",
                hint=f"Write mode={'|'.join(MODES)}, fusion={'|'.join(FUSION_RULES)}, "
                f"feedback=yes, learner=svm, page=24 or weight.{WAYS[-2]}=2.",
            ) from None
    return replace(made, weights=weights)


def _changed(setting: UserSetting, key: str, value: str) -> UserSetting:
    """Return a setting with one value changed.

    Raises:
        KeyError, ValueError, StopIteration: there is no such value.
    """
    if key == "mode":
        return replace(setting, mode=next(mode for mode in MODES if mode == value))
    if key == "fusion" and value in FUSION_RULES:
        return replace(setting, fusion=value)
    if key == "feedback" and value in {"yes", "no"}:
        return replace(setting, feedback=value == "yes")
    if key == "learner" and value in LEARNERS:
        return replace(setting, learner=value)
    if key == "page" and 1 <= int(value) <= 1000:
        return replace(setting, page=int(value))
    raise KeyError(key)


def rank_at(ranks: Sequence[tuple[float, int | None]], seconds: float) -> int:
    """Return the best rank that a target had so far; a very large number for none."""
    return min((rank for at, rank in ranks if rank is not None and at <= seconds), default=FAR)


def as_json(made: Play) -> dict[str, Any]:
    """Return a play as JSON types."""
    one = made.attempt
    return {
        "task": one.task, "kind": one.kind, "solved": one.is_solved, "score": round(one.score, 2),
        "legacy": round(one.legacy, 2),
        "used_s": round(one.used_s, 2), "actions": one.actions,
        "submitted": len(one.tries), "wrong": sum(not each.correct for each in one.tries),
        "ranks": [[at, rank] for at, rank in made.ranks],
    }  # fmt: skip
