"""Changes of single parts, as steps of the history."""

from dataclasses import replace

from PySide6.QtCore import QObject

from app.panels.search import draft
from app.panels.search.draft import Place
from app.panels.search.session import SearchSession
from app.services.types import Part, What
from app.widgets.query_words import part_words


class PartEdits(QObject):
    """Changes the parts of the query of a session.

    Args:
        session: holds the query.
        parent: owner.
    """

    def __init__(self, session: SearchSession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def put(self, place: Place, part: Part, what: str, gesture: str = "") -> None:
        """Let another part stand in a place; what and gesture are for the history."""
        query = draft.with_part(self._session.query, place, part)
        self._session.take(query, what, gesture=gesture)

    def put_what(self, place: Place, what: What) -> None:
        """Let a part ask something else."""
        part = draft.part_at(self._session.query, place)
        if part is not None:
            self.put(place, replace(part, what=what), self.tr("Change “%s”") % part_words(what))

    def weigh(self, place: Place, weight: float) -> None:
        """Let a part count more or less."""
        part = draft.part_at(self._session.query, place)
        if part is not None:
            title = self.tr("Weigh “%s”") % part_words(part.what)
            self.put(place, replace(part, weight=weight), title, "search-weight")

    def step_weight(self, place: Place, steps: int) -> None:
        """Let a part count some steps more or less."""
        part = draft.part_at(self._session.query, place)
        if part is not None:
            self.weigh(place, draft.stepped(part.weight, steps))

    def switch(self, place: Place) -> None:
        """Switch a part on or off."""
        part = draft.part_at(self._session.query, place)
        if part is not None:
            text = self.tr("Switch “%s” off") if part.on else self.tr("Switch “%s” on")
            self.put(place, replace(part, on=not part.on), text % part_words(part.what))

    def toggle_must(self, place: Place) -> None:
        """Say that hits must be in the list of a part, or may be."""
        part = draft.part_at(self._session.query, place)
        if part is not None:
            text = self.tr("“%s” may be there") if part.must else self.tr("“%s” must be there")
            self.put(place, replace(part, must=not part.must), text % part_words(part.what))
