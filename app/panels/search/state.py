"""What a session keeps of the search panel."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.panels.search.trail import is_small, without_among
from app.services.types import Query
from common.errors import AppError

if TYPE_CHECKING:
    from app.panels.search.panel import SearchPanel

logger = logging.getLogger(__name__)


def to_json(panel: "SearchPanel") -> dict[str, Any]:
    """Return the query, the trail and what is folded out."""
    query = without_among(panel.session.full)
    return {
        "query": query.to_json() if is_small(query) else {},
        "trail": panel.session.trail.to_json(),
        "options": panel.head.options.isChecked(),
        "read_back": panel.read_back.is_on,
    }


def restore(panel: "SearchPanel", state: Mapping[str, Any], *, is_late: bool = False) -> None:
    """Bring back what to_json() returned, also the form of older versions.

    Args:
        panel: gets the query.
        state: of a session.
        is_late: filters and results went on meanwhile and stay; the query is not run.
    """
    panel.session.trail.restore(state.get("trail"))
    panel.session.trail_changed.emit()
    panel.head.options.setChecked(state.get("options") is True)
    panel.read_back.set_on(on=state.get("read_back") is True)
    try:
        query = Query.from_json(state.get("query", {}))
    except AppError as error:
        logger.info("the saved query was ignored: %s", error)
        return
    if is_late:
        panel.session.bring(replace(query, among=None, filters=()))
    elif query != Query():
        panel.ask(replace(query, among=None), remember=False)
    elif panel.session.query != Query():  # nothing was asked: what is asked now must not stay
        panel.session.bring(Query())
        panel.session.run(remember=False)
    panel.session.undo.sync()
