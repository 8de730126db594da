"""The catalogue of a library: items, files, facts, texts, vectors' places, and the user's words.

`catalogue.Catalogue` is made of mixins, a module each; `tables` and `records` are its forms.
"""

from indexers.catalogue.catalogue import Catalogue
from indexers.catalogue.clocks import Saying, Teller, Told
from indexers.catalogue.columns import COLUMNS
from indexers.catalogue.lifelog_records import (
    Buckets,
    Episode,
    Place,
    Relation,
    Role,
    SeriesInfo,
    Track,
    edge_source,
    node_source,
)
from indexers.catalogue.listening import Change
from indexers.catalogue.migrations import Migration, current_version
from indexers.catalogue.placing import Moment
from indexers.catalogue.postgres import Server, ask_server
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
    SavedClassifier,
    SavedWeights,
    TextMatch,
)
from indexers.catalogue.scene_columns import SceneColumns
from indexers.catalogue.spare import SpareState, spare_state

__all__ = [
    "COLUMNS",
    "MAIN_ROLES",
    "USER_SOURCE",
    "Buckets",
    "Catalogue",
    "Change",
    "Command",
    "Episode",
    "FileRecord",
    "Filter",
    "ImportRun",
    "ItemDetails",
    "ItemSummary",
    "Migration",
    "Moment",
    "NewFindings",
    "NewItem",
    "PendingItem",
    "Place",
    "Relation",
    "Role",
    "SavedClassifier",
    "SavedWeights",
    "Saying",
    "SceneColumns",
    "SeriesInfo",
    "Server",
    "SpareState",
    "Teller",
    "TextMatch",
    "Told",
    "Track",
    "ask_server",
    "current_version",
    "edge_source",
    "node_source",
    "spare_state",
]
