"""Everything a panel or a command needs, made when first asked for."""

from functools import cached_property
from typing import TYPE_CHECKING

from app.services.paths import AppPaths
from common.errors import LibraryError
from common.settings import Settings, load_settings, save_settings

if TYPE_CHECKING:
    from app.services.analysers import Analysers
    from app.services.analyses import AnalysisService
    from app.services.body import BodyService
    from app.services.checking import CheckService
    from app.services.classifiers import ClassifierService
    from app.services.days import DayService
    from app.services.evaluation import EvaluationService
    from app.services.explain import ExplainService
    from app.services.explain_training import TrainingService
    from app.services.explore import ExploreService
    from app.services.export import ExportService
    from app.services.facets import FacetService
    from app.services.feedback import FeedbackService
    from app.services.filter_sets import FilterSets
    from app.services.graph_view import GraphService
    from app.services.history import HistoryService
    from app.services.importing import ImportService
    from app.services.items import ItemService
    from app.services.knowledge import KnowledgeService
    from app.services.library import Library
    from app.services.lifelog import LifelogService
    from app.services.models import ModelService
    from app.services.pose_search import PoseSearchService
    from app.services.result_maps import ResultMapService
    from app.services.result_words import ResultWordService
    from app.services.search import SearchService
    from app.services.search_sets import SavedSearches
    from app.services.sessions import SessionService
    from app.services.video_overview import VideoOverviewService
    from app.services.wall import WallService


class Services:
    """One library (or none) and the use-cases on it.

    Making one is cheap: a part is imported and built when it is first used, so that torch and FAISS
    load after the window is shown.

    Args:
        library: the open library; None on the welcome page and for commands that need none.
        settings: the user's settings; changes are saved with save_settings().
        paths: the user's folders.
    """

    def __init__(
        self,
        library: "Library | None",
        settings: Settings | None = None,
        paths: AppPaths | None = None,
    ) -> None:
        self.paths = paths or AppPaths.of_user()
        self.notices: list[str] = []
        if settings is None:
            settings, self.notices = load_settings(self.paths.settings)
        self.settings = settings
        self._library = library

    @property
    def library(self) -> "Library":
        """The open library.

        Raises:
            LibraryError: none is open.
        """
        if self._library is None:
            raise LibraryError(
                "No library is open.", hint="Open one, or name it with --library DIR."
            )
        return self._library

    @property
    def has_library(self) -> bool:
        """Whether a library is open."""
        return self._library is not None

    def save_settings(self) -> None:
        """Write the settings to the user's folder.

        Raises:
            OSError: the folder cannot be written.
        """
        save_settings(self.settings, self.paths.settings)

    @cached_property
    def models(self) -> "ModelService":
        """Weights and the inference engine."""
        from app.services.models import ModelService

        return ModelService(self.settings, self.paths)

    @cached_property
    def items(self) -> "ItemService":
        """Items: details, pictures, facets, labels, lists."""
        from app.services.items import ItemService

        return ItemService(self.library)

    @cached_property
    def imports(self) -> "ImportService":
        """Imports and analyses."""
        from app.services.importing import ImportService

        return ImportService(self.library, self.models, self.settings, self.models.analysers)

    @cached_property
    def search(self) -> "SearchService":
        """Searches by text and by example."""
        from app.services.search import SearchService

        return SearchService(self.library, self.models, self.settings, lambda: self.knowledge)

    @cached_property
    def videos(self) -> "VideoOverviewService":
        """Whole videos by what is seen in them."""
        from app.services.video_overview import VideoOverviewService

        return VideoOverviewService(self.library)

    @cached_property
    def analysers(self) -> "Analysers":
        """Speech, dictation and more by analysers that others wrote; needs no library."""
        return self.models.analysers

    @cached_property
    def analyses(self) -> "AnalysisService":
        """What analysers of others do in the library: entries, removal, masks."""
        from app.services.analyses import AnalysisService

        return AnalysisService(self.library, self.models, self.items, self.history)

    @cached_property
    def result_words(self) -> "ResultWordService":
        """What stands out of a set of results."""
        from app.services.result_words import ResultWordService

        return ResultWordService(self.library)

    @cached_property
    def facets(self) -> "FacetService":
        """Facets to filter by, with counts."""
        from app.services.facets import FacetService

        return FacetService(self.library)

    @cached_property
    def saved_searches(self) -> "SavedSearches":
        """Searches that the user gave a name."""
        from app.services.search_sets import SavedSearches

        return SavedSearches(self.library)

    @cached_property
    def filter_sets(self) -> "FilterSets":
        """Filters that the user gave a name."""
        from app.services.filter_sets import FilterSets

        return FilterSets(self.library)

    @cached_property
    def feedback(self) -> "FeedbackService":
        """Relevance feedback."""
        from app.services.feedback import FeedbackService

        return FeedbackService(self.library, self.models, self.settings)

    @cached_property
    def explore(self) -> "ExploreService":
        """Clusters, buckets, maps."""
        from app.services.explore import ExploreService

        return ExploreService(self.library, self.models, self.settings)

    @cached_property
    def explanations(self) -> "ExplainService":
        """Heat maps of pictures, and what they are worth; works without a library too."""
        from app.services.explain import ExplainService

        items = None if self._library is None else self.items
        return ExplainService(self.models, self.settings, self._library, items)

    @cached_property
    def classifiers(self) -> "ClassifierService":
        """Saved classifiers, smart albums, and operations on them."""
        from app.services.classifiers import ClassifierService

        return ClassifierService(self.library, self.settings, self.history)

    @cached_property
    def lifelog(self) -> "LifelogService":
        """Moments by what was where, doing what, and when."""
        from app.services.lifelog import LifelogService

        return LifelogService(self.library, self.models, self.settings)

    @cached_property
    def days(self) -> "DayService":
        """Stays, trips and events; calendar, days, places, clocks."""
        from app.services.days import DayService

        return DayService(self.library, self.settings)

    @cached_property
    def knowledge(self) -> "KnowledgeService":
        """Search by walking from tags."""
        from app.services.knowledge import KnowledgeService

        return KnowledgeService(self.library)

    @cached_property
    def graphs(self) -> "GraphService":
        """Networks of what belongs together."""
        from app.services.graph_view import GraphService

        return GraphService(self.library)

    @cached_property
    def evaluation(self) -> "EvaluationService":
        """Evaluations: a DRES server, practice, what was submitted."""
        from app.services.evaluation import EvaluationService

        return EvaluationService(self)

    @cached_property
    def training(self) -> "TrainingService":
        """Networks that learn the user's own classes."""
        from app.services.explain_training import TrainingService

        return TrainingService(self.library, self.models, self.items)

    @cached_property
    def body(self) -> "BodyService":
        """Bodies from drawings and named poses; needs no library."""
        from app.services.body import BodyService

        return BodyService(self.models)

    @cached_property
    def poses(self) -> "PoseSearchService":
        """Photos of people in a pose."""
        from app.services.pose_search import PoseSearchService

        return PoseSearchService(self.library, self.models, self.body)

    @cached_property
    def wall(self) -> "WallService":
        """The wall: items in cells."""
        from app.services.wall import WallService

        return WallService(self.library, self.settings)

    @cached_property
    def maps(self) -> "ResultMapService":
        """Maps of results: condensed, endless, self-organising, in space."""
        from app.services.result_maps import ResultMapService

        return ResultMapService(self.library, self.models, self.settings)

    @cached_property
    def export(self) -> "ExportService":
        """Exports of items and of the wall."""
        from app.services.export import ExportService

        return ExportService(self.library, self.items, self.wall)

    @cached_property
    def check(self) -> "CheckService":
        """Integrity of the library."""
        from app.services.checking import CheckService

        return CheckService(self.library, self.models)

    @cached_property
    def history(self) -> "HistoryService":
        """Undo and redo, journalled."""
        from app.services.history import HistoryService

        return HistoryService(self.library)

    @cached_property
    def sessions(self) -> "SessionService":
        """State of windows and panels, saved in the library."""
        from app.services.sessions import SessionService

        return SessionService(self.library)

    @property
    def device(self) -> str:
        """Where networks run; "" before the first one has run. Loads nothing."""
        return self.models.device if "models" in self.__dict__ else ""

    def close(self) -> None:
        """Stop the engine if it runs and close the library."""
        if "models" in self.__dict__:
            self.models.close()
        if self._library is not None:
            self._library.close()
