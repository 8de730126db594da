"""What an export is asked for, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.services.wall import ArrangeRequest
from common.values import Hit, ItemKind

FORMATS = ("csv", "json", "zip", "coco", "pdf", "html", "png")
SUFFIXES = {"coco": "coco.json"}  # of formats that are not named by their suffix
PAPERS = ("a4", "letter")
SIDES = (16, 200_000)  # pixels of a side of a PNG of the wall
MOST_ON_SHEETS = 20_000  # items of one contact sheet; what shows it holds all of it in memory
MOST_ACROSS = 12  # pictures side by side on a sheet of paper


Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class WallPicture:
    """A picture of the whole wall.

    Args:
        arrange: the arrangement; its shape is that of the cells.
        width: pixels; the height follows from the wall.
        kinds: of items on show; None for those that the wall shows at first.
        lit: ids of the items that are not dimmed; None dims nothing.
        labels: draw the names of clusters.
        area: left, top, right, bottom of what is drawn, in units of a cell's width; None for the
            whole wall.
    """

    arrange: ArrangeRequest = field(default_factory=ArrangeRequest)
    width: int = 8192
    kinds: frozenset[ItemKind] | None = None
    lit: Sequence[int] | None = None
    labels: bool = True
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is exported, as what, and where to.

    Args:
        form: one of FORMATS.
        target: the file.
        items: ids in the order wanted; unknown ones are left out. Not used by "png".
        title: what the items are, for headings ("Watchlist “Evening”").
        hits: of a result list: rank, score and reason are exported with each item.
        columns: of tables; () takes all that make sense for these kinds of items.
        overwrite: replace a file that is there.
        for_spreadsheet: begin a CSV with the mark by which spreadsheets know UTF-8.
        with_videos: put the whole video of each shot into a ZIP, not only the keyframe.
        paper: of a PDF, one of PAPERS.
        across: pictures side by side on a sheet, 1 to MOST_ACROSS.
        wall: what a PNG shows.
    """

    form: str
    target: Path
    items: Sequence[int] = ()
    title: str = ""
    hits: Mapping[int, Hit] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    overwrite: bool = False
    for_spreadsheet: bool = False
    with_videos: bool = False
    paper: str = "a4"
    across: int = 5
    wall: WallPicture = field(default_factory=WallPicture)


@dataclass(slots=True)
class ExportReport:
    """What was exported.

    Args:
        path: the file.
        form: one of FORMATS.
        items: number of items in it.
        files: media files in it (ZIP).
        size: bytes.
        missing: files that could not be read, with the reason; the items stand in it anyway.
        notes: what the user should know.
        picture: width and height in pixels (PNG); (0, 0) otherwise.
    """

    path: Path
    form: str
    items: int = 0
    files: int = 0
    size: int = 0
    missing: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    picture: tuple[int, int] = (0, 0)
