"""What was read of all items in one state of the catalogue, and what can follow of earlier ones."""

import mmap
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

KEPT_BYTES = 384 << 20
Name = tuple[str, ...]
# What can be brought up to date where it is known which items changed.
LASTING = frozenset({"all", "column", "table"})


@dataclass
class Kept:
    """What was read in one state of the catalogue; several threads may ask.

    Args:
        stamp: the state.
        older: what is there of earlier states, and of which.
    """

    stamp: int
    older: dict[Name, tuple[int, Any]] = field(default_factory=dict)
    entries: "OrderedDict[Name, Any]" = field(default_factory=OrderedDict)
    sizes: dict[Name, int] = field(default_factory=dict)
    guard: threading.Lock = field(default_factory=threading.Lock)
    loading: dict[Name, threading.Lock] = field(default_factory=dict)

    def next(self, stamp: int) -> "Kept":
        """Return what is kept of a later state: nothing yet, but what can follow."""
        with self.guard:
            known = self.older | {name: (self.stamp, one) for name, one in self.entries.items()}
        older: dict[Name, tuple[int, Any]] = {}
        room = KEPT_BYTES
        for name, (of, entry) in sorted(known.items(), key=lambda each: -each[1][0]):
            room -= _size(entry)
            if name[0] in LASTING and room >= 0:
                older[name] = of, entry
        return Kept(stamp, older)

    def peek(self, name: Name) -> Any:
        """Return an entry if it is there, which then goes last."""
        with self.guard:
            if name in self.entries:
                self.entries.move_to_end(name)
            return self.entries.get(name)

    def get(self, name: Name, read: Callable[[], Any]) -> Any:
        """Return an entry; the first who asks reads it, others wait for that."""
        with self.guard:
            turn = self.loading.setdefault(name, threading.Lock())
        with turn:
            if (found := self.peek(name)) is not None:
                return found
            made = read()
            with self.guard:
                self.older.pop(name, None)
                self.entries[name] = made
                self.sizes[name] = _size(made)
                while sum(self.sizes.values()) > KEPT_BYTES and len(self.entries) > 1:
                    oldest, _ = self.entries.popitem(last=False)
                    self._forget(oldest)
            return made

    def thin_out(self, kind: str, many: int) -> None:
        """Forget the oldest entries of a kind beyond so many."""
        with self.guard:
            for name in [name for name in self.entries if name[0] == kind][:-many]:
                del self.entries[name]
                self._forget(name)

    def _forget(self, name: Name) -> None:
        """Forget what goes with an entry; who waited for its turn may have come after that went."""
        del self.sizes[name]
        self.loading.pop(name, None)


def _size(entry: Any) -> int:
    """Return about how many bytes of memory an entry takes; what is mapped takes none."""
    if isinstance(entry, np.ndarray) and isinstance(entry.base, np.memmap | mmap.mmap):
        return 8
    return int(getattr(entry, "nbytes", 8))
