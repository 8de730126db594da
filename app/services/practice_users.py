"""Simulated users: they read the hints, type, browse by pages, give feedback and submit.

Their time is counted, not waited for, and everything by chance comes from a seed, so that two
settings of the tool meet the same users.
"""

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from app.services.evaluation_types import Attempt, PracticeTask, PracticeTry, hints_at
from app.services.feedback_types import FeedbackOptions
from app.services.practice import judge, legacy_score_of, score_of
from app.services.practice_settings import Habits, Play, UserSetting
from app.services.practice_words import things_of
from app.services.query import Query
from common.errors import EvaluationError
from common.jobs import JobContext
from common.values import Hit

if TYPE_CHECKING:
    from app.services.services import Services


def play(
    services: "Services",
    task: PracticeTask,
    setting: UserSetting,
    seed: int,
    *,
    habits: Habits | None = None,
    context: JobContext | None = None,
) -> Play:
    """Let a simulated user play a task.

    Args:
        services: search, feedback, library.
        task: to be solved.
        setting: of the tool.
        seed: of the user; the same user has the same memory and attention with any setting.
        habits: of the user.
        context: cancels.

    Raises:
        QueryError: the mode needs a network that is not there.
        JobCancelled: the user cancelled.
    """
    return _User(services, task, setting, seed, habits or Habits(), context or JobContext()).play()


class _User:
    """One simulated user at one task."""

    def __init__(
        self,
        services: "Services",
        task: PracticeTask,
        setting: UserSetting,
        seed: int,
        habits: Habits,
        context: JobContext,
    ) -> None:
        self._services, self._task, self._setting = services, task, setting
        self._habits, self._context = habits, context
        # A user's memory belongs to task and seed, not to the setting.
        self._seed = np.random.SeedSequence([seed, zlib.crc32(task.name.encode())])
        self._memory = np.random.default_rng(self._seed)
        self._now = 0.0
        self._actions = 0
        self._tries: list[PracticeTry] = []
        self._ranks: list[tuple[float, int | None]] = []
        self._seen: set[int] = set()
        self._luck: dict[int, tuple[float, float]] = {}

    @property
    def _is_done(self) -> bool:
        if self._now >= self._task.duration_s:
            return True
        if self._task.kind == "adhoc":
            return False
        return any(one.correct for one in self._tries)

    def play(self) -> Play:
        """Try every text there is, look through its list, give feedback, wait for more words."""
        asked: set[str] = set()
        while not self._is_done:
            if self._context.is_cancelled:
                self._context.step(0)
            text = self._words()
            if text in asked or not text:
                if not self._wait():
                    break
                continue
            asked.add(text)
            self._type(text)
            hits = self._search(text)
            self._browse(hits)
            if self._setting.feedback and not self._is_done:
                self._feedback(hits)
        solved = [one.at_s for one in self._tries if one.correct]
        is_known = self._task.kind != "adhoc"
        used = solved[0] if solved and is_known else min(self._now, self._task.duration_s)
        attempt = Attempt(
            self._task.name, self._task.kind, self._task.duration_s, used, tuple(self._tries),
            score_of(self._services.library, self._task, self._tries), self._actions,
            self._setting.name,
            legacy=legacy_score_of(self._services.library, self._task, self._tries),
        )  # fmt: skip
        return Play(attempt, tuple(self._ranks))

    # -- what is done

    def _words(self) -> str:
        """Return what the user would type now: the hints, or what was kept of a picture."""
        shown = hints_at(self._task.hints, self._now)
        texts = [hint.text for hint in shown if hint.text]
        if texts:
            return _query_words(texts[-1])
        pictures = [hint for hint in self._task.hints if hint.item is not None]
        return self._recalled(pictures[0].item) if pictures and pictures[0].item else ""

    def _recalled(self, item: int) -> str:
        """Return the things that a user keeps in mind of a picture; more of them as time goes."""
        things = things_of(self._services.items.details(item))[:8]
        random = np.random.default_rng(self._seed)
        kept = [thing for thing in things if random.random() < self._habits.recalls]
        some = 2 + int(self._now // 60)
        return " ".join((kept or things[:1])[:some])

    def _type(self, text: str) -> None:
        self._now += len(text) * self._habits.letter_s
        self._actions += 1

    def _wait(self) -> bool:
        """Wait for the next hint, or think for a minute; False where nothing more will come."""
        later = [hint.at_s for hint in self._task.hints if hint.at_s > self._now]
        if later:
            self._now = min(later)
            return True
        if self._task.kind == "picture" and self._now < 240:
            self._now = 60.0 * (self._now // 60 + 1)
            return True
        return False

    def _search(self, text: str) -> list[Hit]:
        query = Query.of(
            text,
            self._setting.mode,
            fusion=self._setting.fusion,
            weights=self._setting.weights,
        )
        hits = list(self._services.search.run(query, JobContext()).hits)
        self._now += self._habits.search_s
        self._rank(hits)
        return hits

    def _rank(self, hits: Sequence[Hit]) -> None:
        places = (at for at, hit in enumerate(hits, 1) if hit.item in self._task.targets)
        self._ranks.append((round(self._now, 2), next(places, None)))

    def _browse(self, hits: Sequence[Hit]) -> None:
        """Look at the first pages of a list."""
        page = self._setting.page
        for start in range(0, min(len(hits), self._habits.pages * page), page):
            if start:
                self._actions += 1
            for hit in hits[start : start + page]:
                if self._is_done:
                    return
                self._look(hit.item)

    def _look(self, item: int) -> None:
        """Look at a picture, and submit it if it seems to be right."""
        self._now += self._habits.item_s
        if item in self._seen and item not in self._task.targets:
            return
        self._seen.add(item)
        if any(one.item == item for one in self._tries):
            return
        seen, mistaken = self._chances(item)
        right = item in self._task.targets
        if (right and seen < self._habits.sees) or (not right and mistaken < self._habits.mistakes):
            self._now += self._habits.submit_s
            self._actions += 1
            if self._now <= self._task.duration_s:
                self._tries += judge(self._services.library, self._task, [item], self._now)

    def _chances(self, item: int) -> tuple[float, float]:
        """Return two numbers of 0-1 that belong to user and item, whatever the list."""
        if item not in self._luck:
            random = np.random.default_rng([*self._seed.generate_state(2).tolist(), item])
            self._luck[item] = (float(random.random()), float(random.random()))
        return self._luck[item]

    def _feedback(self, hits: Sequence[Hit]) -> None:
        """Mark what is most like the target, as a person would, and look at what comes of it."""
        target = next(iter(sorted(self._task.targets)))
        encoder = self._services.items.encoder_for([target])
        shown = [hit.item for hit in hits[: self._setting.page]]
        good: list[int] = []
        options = FeedbackOptions(learner=self._setting.learner)
        history: list[tuple[int, ...]] = [tuple(shown)]
        for _ in range(self._habits.rounds):
            likest = self._most_like(target, shown, encoder)
            if self._is_done or likest is None:
                return
            good.append(likest)
            bad = [item for item in history[-1] if item not in good][:8]
            self._now += self._habits.mark_s + self._habits.search_s
            self._actions += 1
            found = self._services.feedback.suggest(
                good, bad, self._setting.page, encoder=encoder, context=JobContext(),
                options=options, history=history,
            )  # fmt: skip
            self._rank(found.hits)
            shown = [hit.item for hit in found.hits]
            history.append(tuple(shown))
            self._browse(found.hits)

    def _most_like(self, target: int, shown: Sequence[int], encoder: str) -> int | None:
        """Return the shown item whose vector is most like the target's; None where none has one."""
        if encoder == "auto" or not shown:
            return None
        vectors = self._services.library.vectors(encoder)
        known = [item for item, has in zip(shown, vectors.has(list(shown)), strict=True) if has]
        if not known:
            return None
        similarity = vectors.vectors(known) @ vectors.vectors([target])[0]
        return known[int(np.argmax(similarity))]


def _query_words(hint: str) -> str:
    """Return a hint as a person types it: without the words that lead into it."""
    words = hint.replace("“", " ").replace("”", " ").rstrip(".")
    for lead in ("A scene of a video with ", "A picture with ", "A video with ", "A film with ",
                 "Find everything with ", "Colours and setting: ", "Also to be seen: ",
                 "Where and when: ", "It was described as: ", "There are "):  # fmt: skip
        words = words.replace(lead, "")
    return " ".join(words.replace(".", " ").replace(",", " ").replace("×", " ").split())


def simulate(
    services: "Services",
    tasks: Sequence[PracticeTask],
    settings: Sequence[UserSetting],
    *,
    users: int = 3,
    seed: int = 0,
    habits: Habits | None = None,
    context: JobContext | None = None,
) -> dict[str, list[Play]]:
    """Let the same users play the same tasks with each setting; setting name -> plays.

    Plays stand task by task, user by user, in the same order for each setting.

    Args:
        services: search, feedback, library.
        tasks: to be solved.
        settings: of the tool, with different names.
        users: how many, >= 1.
        seed: of the first user.
        habits: of all users.
        context: reports and cancels.

    Raises:
        EvaluationError: there are no tasks or settings, or two have the same name.
        QueryError: a mode needs a network that is not there.
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    plays: dict[str, list[Play]] = {one.name: [] for one in settings}
    if not tasks or not settings or len(plays) < len(settings):
        raise EvaluationError(
            "There is nothing to compare.", hint="Give tasks, and settings with different names."
        )
    every = [(task, one, user) for task in tasks for one in settings for user in range(users)]
    for done, (task, setting, user) in enumerate(every):
        context.step(done, len(every), f"{setting.name}: {task.name}")
        made = play(services, task, setting, seed + user, habits=habits, context=context)
        plays[setting.name].append(made)
    context.step(len(every), len(every))
    return plays
