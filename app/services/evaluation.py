"""Evaluations: what was submitted in the task that runs, on a server or in practice."""

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.services import Services


class EvaluationService:
    """Takes part in evaluations; safe to call on any thread, and on the UI thread where it says so.

    No connection is made before the user asks for one.

    Args:
        services: library, items, search and settings, asked for when they are needed.
    """

    def __init__(self, services: "Services") -> None:
        self._services = services
        self._guard = threading.RLock()
        self._submitted: frozenset[int] = frozenset()

    def submitted(self) -> frozenset[int]:
        """Return the items that were submitted in the task that runs; quick, for the UI thread."""
        with self._guard:
            return self._submitted
