"""Value types of storage and networks that panels and commands may use."""

from app.services.filters import format_filter, parse_filter, parse_filters
from app.services.query import DEFAULT_WITHIN_S, MODES, PARTS, Example, Mode, Query, Step
from indexers.catalogue.records import (
    Command,
    FileRecord,
    Filter,
    ImportRun,
    ItemDetails,
    ItemSummary,
    Relation,
    SavedSession,
    TextMatch,
)

__all__ = [
    "DEFAULT_WITHIN_S",
    "MODES",
    "PARTS",
    "Command",
    "Example",
    "FileRecord",
    "Filter",
    "ImportRun",
    "ItemDetails",
    "ItemSummary",
    "Mode",
    "Query",
    "Relation",
    "SavedSession",
    "Step",
    "TextMatch",
    "format_filter",
    "parse_filter",
    "parse_filters",
]
