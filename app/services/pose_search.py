"""Photos with a pose: what finds, keeps and compares the key points of people."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.body_reading import read_drawn
from app.services.pose_analysis import analyse_poses, look_at, pose_state
from app.services.pose_memory import PoseMemory
from app.services.pose_query import ask_of_person, ask_of_places, ask_of_posed
from app.services.pose_types import Person, PoseReport, PoseState
from app.services.query import Query
from app.services.query_parts import Part, PoseAsk, Stage
from common.errors import QueryError
from common.jobs import JobContext
from indexers.catalogue.records import Filter
from models.body.keypoints import COCO_17, key_points

if TYPE_CHECKING:
    from app.services.body import BodyService
    from app.services.library import Library
    from app.services.models import ModelService


class PoseSearchService:
    """Finds photos of people in a pose; `services.poses`.

    Args:
        library: the open library.
        models: the engine that finds key points.
        body: knows named poses and reads drawings.
    """

    def __init__(
        self,
        library: "Library",
        models: "ModelService",
        body: "BodyService",
    ) -> None:
        self._library = library
        self._models = models
        self._body = body
        self._memory = PoseMemory.of(library)

    # -- asking

    def ask_of_places(
        self,
        places: NDArray[np.floating],
        *,
        camera: NDArray[np.floating] | None = None,
        yaws: Sequence[float] = (0.0,),
        mirrored: bool = True,
        turned: bool = False,
        name: str = "",
    ) -> PoseAsk:
        """Return the query part that looks for a posed body; see pose_query.ask_of_places.

        Panels send `Query(stages=(Stage((Part(ask),)),))` by `shared.query_requested`, so that the
        search panel shows it as a chip.
        """
        return ask_of_places(
            places, camera=camera, yaws=yaws, mirrored=mirrored, turned=turned, name=name
        )

    def named(self) -> dict[str, str]:
        """Return the poses that have a name: key -> title, in English."""
        return {key: one.title for key, one in self._body.poses.items()}

    def ask_named(
        self,
        key: str,
        *,
        yaws: Sequence[float] = (0.0,),
        mirrored: bool = True,
        turned: bool = False,
    ) -> PoseAsk:
        """Return the query part that looks for a named pose.

        Raises:
            QueryError: there is no such pose.
        """
        if key not in self._body.poses:
            raise QueryError(
                f"There is no pose called “{key}”.", hint="See those of `body --list`."
            )
        one = self._body.poses[key]
        points = self._points(one.rotations, None)
        return ask_of_posed(points, yaws=yaws, mirrored=mirrored, turned=turned, name=one.title)

    def ask_of_file(
        self,
        path: Path,
        *,
        yaws: Sequence[float] = (0.0,),
        mirrored: bool = True,
        turned: bool = False,
    ) -> PoseAsk:
        """Return the query part that looks for the body of a file, or that of a drawing.

        Raises:
            QueryError: the file cannot be read, or shows no body.
            WeightsError: it is a drawing, and no network that reads drawings is there.
        """
        drawn = read_drawn(path)
        found = drawn.numbers or self._body.reader().read(list(drawn.strokes))
        points = self._points(found.rotations, found.shape)
        return ask_of_posed(points, yaws=yaws, mirrored=mirrored, turned=turned, name=drawn.title)

    def _points(
        self, rotations: NDArray[np.floating], shape: NDArray[np.floating] | None
    ) -> NDArray[np.float32]:
        return key_points(self._body.body.pose(rotations, shape), COCO_17)

    def ask_like(
        self,
        item: int,
        person: int | None = None,
        *,
        mirrored: bool = True,
        turned: bool = False,
    ) -> PoseAsk:
        """Return the query part that looks for the pose of a person in a photo.

        The photo is analysed now if it was not before.

        Args:
            item: whose picture.
            person: number as in people(), None for the one that is seen best.
            mirrored: whether the mirror image fits too.
            turned: whether it fits turned in the picture.

        Raises:
            QueryError: there is no such item or person, or nobody is seen in it.
            WeightsError: no model for poses is there.
        """
        found = self.people(item) or self._look_at(item)
        if not found:
            raise QueryError(
                "No person with a pose is seen in this picture.", hint="Choose another photo."
            )
        if person is None:
            chosen = max(found, key=lambda one: one.score)
        elif 0 <= person < len(found):
            chosen = found[person]
        else:
            raise QueryError(
                f"The picture shows {len(found)} people; there is no person {person}.",
                hint=f"Choose one of 0 to {len(found) - 1}.",
            )
        summary = self._library.catalogue.items([item])[0]
        return ask_of_person(
            chosen, chosen.aspect, mirrored=mirrored, turned=turned, name=summary.name
        )

    # -- what is known

    def people(self, item: int) -> list[Person]:
        """Return the people with a pose in an item's picture, the largest first; () if unknown."""
        return self._memory.people(item)

    def count(self, item: int) -> int | None:
        """Return how many people of an item have key points; None where it was not looked at."""
        return self._memory.count(item)

    def state(self) -> PoseState:
        """Return what is known of poses, and what analyse() would do."""
        return pose_state(self._library, self._models, self._memory)

    def analyse(
        self,
        items: Sequence[int] | None = None,
        context: JobContext | None = None,
        *,
        guided_only: bool = False,
    ) -> PoseReport:
        """Find the key points of people in pictures; what was done before is not done again.

        Args:
            items: whose pictures; None for all of the library that lack it.
            context: reports and cancels; a stopped analysis goes on where it was.
            guided_only: do nothing where no detector says where people are.

        Raises:
            WeightsError: no model for poses is there.
            ReadOnlyLibraryError: the library cannot be written.
            LibraryError: the disk is full; what was finished is kept.
            JobCancelled: the user cancelled; what was finished is kept.
        """
        return analyse_poses(
            self._library,
            self._models,
            self._memory,
            items,
            context or JobContext(),
            guided_only=guided_only,
        )

    def _look_at(self, item: int) -> list[Person]:
        """Return the people of one item by an analysis now."""
        return look_at(self._library, self._models, item)


def query_of(ask: PoseAsk, k: int = 500, filters: Sequence[Filter] = ()) -> Query:
    """Return the query that looks for a pose and nothing else."""
    return Query(stages=(Stage((Part(ask),)),), k=k, filters=tuple(filters))
