"""The catalogue of a library: items, files, facts, texts, vectors' places, and the user's words."""

from indexers.catalogue.catalogue import Catalogue
from indexers.catalogue.columns import COLUMNS
from indexers.catalogue.migrations import Migration, current_version
from indexers.catalogue.records import (
    MAIN_ROLES,
    USER_SOURCE,
    Command,
    FileRecord,
    Filter,
    ImportRun,
    ItemDetails,
    ItemSummary,
    NewFindings,
    NewItem,
    PendingItem,
    Relation,
    SavedClassifier,
    SavedSession,
    SavedWeights,
    TextMatch,
)

__all__ = [
    "COLUMNS",
    "MAIN_ROLES",
    "USER_SOURCE",
    "Catalogue",
    "Command",
    "FileRecord",
    "Filter",
    "ImportRun",
    "ItemDetails",
    "ItemSummary",
    "Migration",
    "NewFindings",
    "NewItem",
    "PendingItem",
    "Relation",
    "SavedClassifier",
    "SavedSession",
    "SavedWeights",
    "TextMatch",
    "current_version",
]
