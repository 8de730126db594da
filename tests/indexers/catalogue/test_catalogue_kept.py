"""What is kept of one state of the catalogue."""

import numpy as np
import pytest

from indexers.catalogue import kept as module
from indexers.catalogue.kept import Kept, Name


def test_an_entry_may_go_while_somebody_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waited reads it again, and it can go again."""
    monkeypatch.setattr(module, "KEPT_BYTES", 100)
    one, other, third = ("ids", "a", "1"), ("ids", "a", "2"), ("ids", "a", "3")

    class Crowded(Kept):
        """Another thread fills the memory before the second who asks has its turn."""

        is_next = False

        def peek(self, name: Name) -> object:
            if name == one and self.is_next:
                self.is_next = False
                self.get(other, lambda: np.zeros(20))
            return super().peek(name)

    kept = Crowded(1)
    kept.get(one, lambda: np.zeros(5))
    kept.is_next = True
    kept.get(one, lambda: np.zeros(5))
    kept.get(third, lambda: np.zeros(20))
    assert list(kept.entries) == list(kept.sizes) == [third]
