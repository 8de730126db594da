"""What each measurement is to reach: the rows of docs/goals.md."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

PAGE = Path(__file__).parents[1] / "docs" / "goals.md"
BOUNDS = {"≤": False, "≥": True}


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure is to reach.

    Args:
        limit: the bound.
        of: the figure that it bounds.
        is_least: it is a lower bound.
    """

    limit: float
    of: Literal["ours", "ratio"] = "ours"
    is_least: bool = False

    def is_met(self, case: dict[str, Any]) -> bool:
        """Whether a case of a document reaches it."""
        value = case[self.of]
        if value is None:
            return False
        return bool(value >= self.limit if self.is_least else value <= self.limit)

    def __str__(self) -> str:
        sign = "≥" if self.is_least else "≤"
        return f"{sign} {self.limit:g}{' x' if self.of == 'ratio' else ''}"


@cache
def goals() -> dict[str, Goal]:
    """Return the goals: bench and case, with or without its size -> bound.

    Raises:
        ValueError: a row of docs/goals.md cannot be read, or a case has two.
    """
    found: dict[str, Goal] = {}
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or cells[0] in {"bench", "---"}:
            continue
        name = " ".join(cells[:2])
        if name in found:
            raise ValueError(f"docs/goals.md has two goals for “{name}”")
        found[name] = _read(cells[2])
    return found


def goal_of(bench: str, case: str) -> Goal | None:
    """Return the goal of a case: that of its very size, else that of any size; None without."""
    key = f"{bench} {case}"
    return goals().get(key) or goals().get(key.rpartition(" ")[0])


def _read(text: str) -> Goal:
    sign, _, rest = text.partition(" ")
    limit, _, mark = rest.partition(" ")
    if sign not in BOUNDS or mark not in {"", "x"}:
        raise ValueError(f"docs/goals.md: “{text}” is no bound; write “≤ 50” or “≥ 3 x”")
    return Goal(float(limit), "ratio" if mark else "ours", is_least=BOUNDS[sign])
