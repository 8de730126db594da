"""Labels as they were read last: panels ask for all of a set after every mark."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.library import Library

MOST = 4  # label sets that are kept


class LabelMemory:
    """Keeps the labels of a library in one folder until the catalogue changes.

    Where the catalogue is on a server they are read each time: others label too, and what they
    wrote is known a moment later than it can be read.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._kept: dict[str, tuple[int, dict[int, int]]] = {}  # by set, with their revision

    def read(self, label_set: str) -> dict[int, int]:
        """Return the labels of a set: item -> +1 or -1."""
        catalogue = self._library.catalogue
        if not self._library.addresses.is_one_folder:
            return catalogue.labels(label_set)
        revision = catalogue.revision()  # before them: labels are never older than it says
        known = self._kept.get(label_set)
        if known is None or known[0] != revision:
            known = revision, catalogue.labels(label_set)
            others = [entry for entry in self._kept.items() if entry[0] != label_set]
            self._kept = dict([*others[1 - MOST :], (label_set, known)])
        return dict(known[1])

    def refresh(self) -> None:
        """Read the sets anew that were asked for, so that nobody waits for them afterwards."""
        for label_set in list(self._kept):
            self.read(label_set)
