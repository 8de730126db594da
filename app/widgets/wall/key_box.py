"""The box of the wall's bar that says by which facet items are clustered or sorted."""

from collections.abc import Collection, Mapping

from PySide6.QtWidgets import QComboBox, QWidget

from app.widgets.filter_names import key_name

SORTS = ("number",)  # arrangements that need numbers
WITH_KEY = ("clustered", "semi-clustered", *SORTS)


class KeyBox(QComboBox):
    """Facets to choose from; only those of numbers where the arrangement sorts by one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: tuple[str, ...] = ()
        self._numbers: frozenset[str] = frozenset()
        self._default = ""
        self.setAccessibleName(self.tr("Cluster or sort by"))
        self.setToolTip(self.tr("What the clusters are made by, or what is sorted by"))

    @property
    def key(self) -> str:
        """The facet chosen, "" for the best one."""
        return str(self.currentData() or "")

    def offer(
        self, keys: Mapping[str, int], default: str, numbers: Collection[str], method: str
    ) -> None:
        """Offer these facets.

        Args:
            keys: all of them.
            default: the one that says most.
            numbers: those of them that are numbers.
            method: the arrangement chosen.
        """
        self._known, self._numbers, self._default = tuple(keys), frozenset(numbers), default
        self.show_for(method)

    def choose(self, key: str) -> None:
        """Choose a facet, also one that nobody has offered."""
        if self.findData(key) < 0:
            self.addItem(key_name(key), key)
        self.setCurrentIndex(self.findData(key))

    def show_for(self, method: str) -> None:
        """List what makes sense for an arrangement; the facet chosen stays chosen if it does."""
        chosen = self.key or self._default
        names = [key for key in self._known if key in self._numbers or method not in SORTS]
        names.sort(key=key_name)
        if not names:
            return
        if [self.itemData(place) for place in range(self.count())] != names:
            self.clear()
            for name in names:
                self.addItem(key_name(name), name)
        place = self.findData(chosen)
        self.setCurrentIndex(max(0, place if place >= 0 else self.findData(self._default)))
