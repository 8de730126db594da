"""What an open library is given in the background: quick first searches, and what is still due."""

from dataclasses import replace
from typing import TYPE_CHECKING

from common.jobs import JobContext
from common.preload import preload

if TYPE_CHECKING:
    from app.services.days_types import SegmentReport
    from app.services.importing import Due
    from app.services.media_thumbnails import MirrorReport
    from app.services.pose_types import PoseReport
    from app.services.result_maps_types import GraphState
    from app.services.services import Services
    from common.values import ImportReport


SHOWN_EACH_S = 8.0  # thumbnails that come are shown so often


def warm_up(services: "Services", context: JobContext) -> None:
    """Load what the first search by text, and an import, would wait for.

    Raises:
        JobCancelled: the user cancelled.
    """
    from app.services.search_canvas_memory import warm_up as warm_up_canvas

    for package in ("cv2", "faiss", "onnxruntime"):
        context.step(0)
        preload(package)
    services.search.warm_up(context)
    context.step(0)
    warm_up_canvas()


def look(services: "Services", context: JobContext) -> "tuple[Due, int]":
    """Return what analyse() would do, and how many names of concepts are to be learned."""
    context.step(0)
    if services.library.is_read_only:
        return services.imports.due(), 0
    return services.imports.due(), services.search.unprepared()


def keep_thumbnails(services: "Services", context: JobContext) -> "MirrorReport":
    """Send thumbnails to the store that keeps them too, or take them from there.

    What came is there for views every few seconds.

    Raises:
        StoreError: the store cannot be used; what was done stays.
        JobCancelled: the user cancelled; what was done stays.
    """
    from app.services.media_thumbnails import follow

    taken = 0
    while True:
        report = follow(services.library, context, for_s=SHOWN_EACH_S)
        taken += report.taken
        if services.library.can_append or not report.taken:
            return replace(report, taken=taken)


def apply_classifiers(services: "Services", context: JobContext) -> dict[str, int]:
    """Apply the saved classifiers to what is new; see ClassifierService.apply().

    Raises:
        JobCancelled: the user cancelled.
    """
    return services.classifiers.apply(context)


def link_images(services: "Services", context: JobContext) -> "GraphState":
    """Make or extend the image graph, so that maps of results can be zoomed into.

    Raises:
        JobCancelled: the user cancelled; what was there stays.
    """
    return services.maps.update(context)


def describe_parts(services: "Services", context: JobContext) -> int:
    """Describe parts of pictures that are new, so that texts and pictures on a canvas know where.

    Raises:
        LibraryError: the disk is full; what was finished is kept.
        JobCancelled: the user cancelled; what was finished is kept.
    """
    from app.services.search_canvas_regions import make_regions

    if not services.settings.imports.analyse_new:
        return 0
    return make_regions(services.library, services.models, context)


def find_poses(services: "Services", context: JobContext) -> "PoseReport | None":
    """Find the key points of people in pictures that are new; None where nothing can be done.

    Raises:
        LibraryError: the disk is full; what was finished is kept.
        JobCancelled: the user cancelled; what was finished is kept.
    """
    wanted = services.settings.imports
    if services.library.is_read_only or not (wanted.analyse_new and wanted.detect_objects):
        return None
    return services.poses.analyse(context=context, guided_only=True)


def segment_days(services: "Services", context: JobContext) -> "SegmentReport | None":
    """Look for stays, trips and events where something came or changed; None where nothing did.

    Raises:
        JobCancelled: the user cancelled.
    """
    return None if services.library.is_read_only else services.days.update(context)


def catch_up(services: "Services", context: JobContext) -> "ImportReport":
    """Fill in what the items of the library lack, then learn the names of concepts.

    Raises:
        ReadOnlyLibraryError: the library cannot be written, and why.
        LibraryError: the disk is full; what was finished is kept.
        JobCancelled: the user cancelled; what was finished is kept.
    """
    report = services.imports.analyse(context)
    services.search.prepare(context)
    return report
