"""What the records of a wall study say: means by arrangement, the first trial alone, zoom levels.

Everything is computed from the recorded events, so that a researcher can compute it again.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.services.study import ARRANGEMENTS, LAST_QUESTIONS, TRIAL_QUESTIONS, Record, Trial

# Edges of the widths of a poster, pixels, between which time is counted.
ZOOM_EDGES = (0.0, 25.0, 50.0, 100.0, 150.0, 250.0, float("inf"))


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation of a measure.

    Args:
        n: number of trials.
        mean: NaN without any.
        sd: sample standard deviation; NaN below two.
    """

    n: int
    mean: float
    sd: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Return the spread of values."""
        if not values:
            return cls(0, float("nan"), float("nan"))
        sd = float(np.std(values, ddof=1)) if len(values) > 1 else float("nan")
        return cls(len(values), float(np.mean(values)), sd)


@dataclass(frozen=True, slots=True)
class Anova:
    """A one-way analysis of variance between the arrangements.

    Args:
        f: F statistic.
        between: degrees of freedom between the groups.
        within: degrees of freedom within them.
        p: probability of a larger F by chance.
    """

    f: float
    between: int
    within: int
    p: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by arrangement.

    Args:
        all_trials: over all trials.
        first_trial: over each participant's first trial alone: nobody had seen another one yet.
        anova: of the first trials; None where a group has fewer than two, or nothing varies.
    """

    all_trials: Mapping[str, Spread]
    first_trial: Mapping[str, Spread]
    anova: Anova | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A study in numbers.

    Args:
        participants: with a record.
        complete: of them, who went through to the end.
        orders: how often each order was planned.
        measures: "inspected" and "watchlisted", and each question, by name.
        zoom: arrangement -> part of the time (0-1) between ZOOM_EDGES.
        by_start: width of a poster at the start -> "inspected" and "watchlisted".
        last: question at the end -> its answers.
        best: how often each arrangement was liked best.
        worst: how often it was liked least.
        notes: what the wall said of its arrangements.
    """

    participants: int
    complete: int
    orders: Mapping[tuple[str, ...], int]
    measures: Mapping[str, Measure]
    zoom: Mapping[str, tuple[float, ...]]
    by_start: Mapping[int, Mapping[str, Spread]]
    last: Mapping[str, Spread]
    best: Mapping[str, int]
    worst: Mapping[str, int]
    notes: tuple[str, ...] = field(default=())


def inspected(trial: Trial) -> int:
    """Return how many different items a participant looked at in the details."""
    seen = {event.get("item") for event in trial.events if event.get("event") == "inspect"}
    return len(seen - {None})


def watchlisted(trial: Trial) -> int:
    """Return how many items were on the watchlist at the end."""
    return len(trial.watchlist)


def time_by_zoom(trial: Trial) -> NDArray[np.float64]:
    """Return the seconds spent between ZOOM_EDGES, float64 (6,).

    A view counts from its event to the next one, the last until the trial's end.
    """
    seconds = np.zeros(len(ZOOM_EDGES) - 1)
    views = [event for event in trial.events if event.get("event") == "view"]
    ends = [*(float(event["s"]) for event in views[1:]), trial.seconds]
    for event, end in zip(views, ends, strict=False):  # without any view there is an end alone
        level = int(np.searchsorted(ZOOM_EDGES, float(event["poster_px"]), side="right")) - 1
        seconds[min(level, len(seconds) - 1)] += max(0.0, end - float(event["s"]))
    return seconds


def summarise(records: Sequence[Record]) -> Summary:
    """Return a study in numbers; trials count as soon as they ended."""
    trials = [(record, place, t) for record in records for place, t in enumerate(record.trials)]
    counted: dict[str, Callable[[Trial], float | None]] = {
        "inspected": inspected,
        "watchlisted": watchlisted,
    }
    for question in TRIAL_QUESTIONS:
        counted[question] = _answer_to(question)
    starts = sorted({record.plan.start_px for record in records})
    orders: dict[tuple[str, ...], int] = {}
    for record in records:
        orders[record.plan.order] = orders.get(record.plan.order, 0) + 1
    return Summary(
        participants=len(records),
        complete=sum(record.is_complete for record in records),
        orders=orders,
        measures={name: _measure(trials, value) for name, value in counted.items()},
        zoom={name: _zoom_of([t for _, _, t in trials if t.arrangement == name])
              for name in ARRANGEMENTS},
        by_start={
            start: {
                name: Spread.of([float(value(t)) for r, _, t in trials
                                 if r.plan.start_px == start])
                for name, value in (("inspected", inspected), ("watchlisted", watchlisted))
            }
            for start in starts
        },
        last={q: Spread.of([float(r.answers[q]) for r in records if q in r.answers])
              for q in LAST_QUESTIONS},
        best={name: sum(r.best == name for r in records) for name in ARRANGEMENTS},
        worst={name: sum(r.worst == name for r in records) for name in ARRANGEMENTS},
        notes=tuple(dict.fromkeys(r.note for r in records if r.note)),
    )  # fmt: skip


def _answer_to(question: str) -> Callable[[Trial], float | None]:
    return lambda trial: trial.answers.get(question)


def _zoom_of(trials: Sequence[Trial]) -> tuple[float, ...]:
    seconds = np.sum([time_by_zoom(t) for t in trials] or [np.zeros(len(ZOOM_EDGES) - 1)], axis=0)
    total = float(seconds.sum())
    return tuple(float(part / total) if total else 0.0 for part in seconds)


def _measure(
    trials: Sequence[tuple[Record, int, Trial]], value: Callable[[Trial], float | None]
) -> Measure:
    every: dict[str, list[float]] = {name: [] for name in ARRANGEMENTS}
    first: dict[str, list[float]] = {name: [] for name in ARRANGEMENTS}
    for _, place, trial in trials:
        number = value(trial)
        if number is None:
            continue
        every[trial.arrangement].append(float(number))
        if place == 0:
            first[trial.arrangement].append(float(number))
    return Measure(
        {name: Spread.of(values) for name, values in every.items()},
        {name: Spread.of(values) for name, values in first.items()},
        anova(list(first.values())),
    )


def anova(groups: Sequence[Sequence[float]]) -> Anova | None:
    """Return the one-way analysis of variance of groups, or None where it says nothing.

    Args:
        groups: values of each; at least two of them need two values, and something must vary.
    """
    used = [np.asarray(group, np.float64) for group in groups if len(group) > 1]
    if len(used) < 2 or all(np.ptp(group) == 0 for group in used):
        return None
    from scipy.stats import f_oneway

    result = f_oneway(*used)
    within = sum(len(group) for group in used) - len(used)
    return Anova(float(result.statistic), len(used) - 1, within, float(result.pvalue))


def as_values(summary: Summary) -> dict[str, Any]:
    """Return a summary as JSON types; numbers that do not exist are None."""

    def number(value: float) -> float | None:
        return None if np.isnan(value) else round(value, 4)

    def spread(value: Spread) -> dict[str, Any]:
        return {"n": value.n, "mean": number(value.mean), "sd": number(value.sd)}

    def by_name(values: Mapping[str, Spread]) -> dict[str, Any]:
        return {name: spread(value) for name, value in values.items()}

    return {
        "participants": summary.participants,
        "complete": summary.complete,
        "orders": [
            {"order": list(order), "participants": n} for order, n in summary.orders.items()
        ],
        "measures": {
            name: {
                "all_trials": by_name(measure.all_trials),
                "first_trial": by_name(measure.first_trial),
                "first_trial_anova": None
                if measure.anova is None
                else {
                    "F": number(measure.anova.f),
                    "df": [measure.anova.between, measure.anova.within],
                    "p": number(measure.anova.p),
                },
            }
            for name, measure in summary.measures.items()
        },
        "zoom_edges_px": [None if edge == float("inf") else edge for edge in ZOOM_EDGES],
        "time_by_zoom": {name: [number(v) for v in parts] for name, parts in summary.zoom.items()},
        "by_start_px": {str(start): by_name(v) for start, v in summary.by_start.items()},
        "last": by_name(summary.last),
        "liked_best": dict(summary.best),
        "liked_least": dict(summary.worst),
        "notes": list(summary.notes),
    }


def as_csv(records: Sequence[Record]) -> str:
    """Return one line a trial, for a statistics program; RFC 4180."""
    text = io.StringIO()
    levels = [f"s_from_{int(edge)}px" for edge in ZOOM_EDGES[:-1]]
    writer = csv.writer(text)
    writer.writerow(
        ["study", "participant", "trial", "arrangement", "start_px", "seconds", "inspected",
         "watchlisted", *levels, *TRIAL_QUESTIONS, "liked_best", "liked_least"]
    )  # fmt: skip
    for record in records:
        for place, trial in enumerate(record.trials, 1):
            writer.writerow(
                [
                    record.plan.study,
                    record.plan.participant,
                    place,
                    trial.arrangement,
                    record.plan.start_px,
                    round(trial.seconds, 2),
                    inspected(trial),
                    watchlisted(trial),
                    *(round(float(s), 2) for s in time_by_zoom(trial)),
                    *(trial.answers.get(q, "") for q in TRIAL_QUESTIONS),
                    int(record.best == trial.arrangement) if record.best else "",
                    int(record.worst == trial.arrangement) if record.worst else "",
                ]
            )
    return text.getvalue()
