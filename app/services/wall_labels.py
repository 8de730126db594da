"""Where the names of clusters go: sized by the zoom, inside their region, never over each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.services.arrangements import Cluster
from app.services.wall_camera import Rect, WallCamera
from app.services.wall_captions import SubCaption

SMALLEST_PX = 11.0
LARGEST_PX = 34.0
CAPTION_PX = 13.0
CLOSE_SCALE = 90.0  # pixels a cell; from here on pictures are looked at, and names step aside
MARGIN = 6.0
MOST = 60  # labels on the screen

Measure = Callable[[str, float], float]  # text, font size in px -> width in px


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label on the screen.

    Args:
        text: as shown.
        box: its pill, pixels.
        font_px: font size in pixels.
    """

    text: str
    box: Rect
    font_px: float


def label_text(cluster: Cluster) -> str:
    """Return what the label of a cluster says."""
    return f"{cluster.label}  {cluster.count:,}"


def place_labels(
    clusters: Sequence[Cluster],
    camera: WallCamera,
    measure: Measure,
    *,
    top: float = 0.0,
    say: Callable[[Cluster], str] = label_text,
) -> list[PlacedLabel]:
    """Return the labels to draw for what the camera sees, most important first.

    Args:
        clusters: in order of importance.
        camera: the view.
        measure: width of a text.
        top: pixels at the upper edge that something else covers.
        say: what the label of a cluster says where there is room.
    """
    screen = Rect(0, top, camera.width, camera.height - top)
    placed: list[PlacedLabel] = []
    for cluster in clusters:
        region = camera.box_rect(cluster.box)
        if not region.meets(screen):
            continue
        seen = _overlap(region, screen)
        if cluster.anchor == "row":
            label = _row_label(say(cluster), seen, camera, measure)
        else:
            label = _region_label(cluster, say(cluster), seen, camera, measure)
        if label is not None and not any(label.box.meets(other.box) for other in placed):
            placed.append(label)
            if len(placed) >= MOST:
                break
    return placed


def place_captions(
    captions: Sequence[SubCaption],
    camera: WallCamera,
    measure: Measure,
    taken: Sequence[PlacedLabel],
) -> list[PlacedLabel]:
    """Return the captions of blocks of cells that have room, most typical first.

    Args:
        captions: most typical first.
        camera: the view.
        measure: width of a text.
        taken: labels that are placed already; no caption lies over them.
    """
    screen = Rect(0, 0, camera.width, camera.height)
    placed: list[PlacedLabel] = []
    for caption in captions:
        region = camera.box_rect(caption.box)
        if not region.meets(screen):
            continue
        seen = _overlap(region, screen)
        width, height = _pill(caption.text, CAPTION_PX, measure)
        if width > max(seen.width, 1.0) * 1.2 or height > seen.height:
            continue
        x = min(max(0.0, seen.x + (seen.width - width) / 2), camera.width - width)
        box = Rect(x, seen.y + (seen.height - height) / 2, width, height)
        if not any(box.meets(other.box) for other in (*taken, *placed)):
            placed.append(PlacedLabel(caption.text, box, CAPTION_PX))
    return placed


def _overlap(a: Rect, b: Rect) -> Rect:
    x, y = max(a.x, b.x), max(a.y, b.y)
    right = min(a.x + a.width, b.x + b.width)
    bottom = min(a.y + a.height, b.y + b.height)
    return Rect(x, y, max(0.0, right - x), max(0.0, bottom - y))


def _pill(text: str, font_px: float, measure: Measure) -> tuple[float, float]:
    """Return width and height of a label."""
    return measure(text, font_px) + font_px * 1.1, font_px * 1.6


def _region_label(
    cluster: Cluster, text: str, seen: Rect, camera: WallCamera, measure: Measure
) -> PlacedLabel | None:
    """Place a label in the middle of what is seen of a region; near the top when zoomed in."""
    is_close = camera.view.scale >= CLOSE_SCALE
    natural = measure(text, 10.0) / 10.0 + 1.1  # width at 1 px
    room = seen.width - 2 * MARGIN
    font_px = min(CAPTION_PX if is_close else LARGEST_PX, 0.8 * room / natural, 0.3 * seen.height)
    if font_px < SMALLEST_PX:
        text = cluster.label
        font_px = min(SMALLEST_PX, room / (measure(text, 10.0) / 10.0 + 1.1), 0.6 * seen.height)
        if font_px < SMALLEST_PX * 0.95:
            return None
    width, height = _pill(text, font_px, measure)
    x = seen.x + (seen.width - width) / 2
    y = seen.y + MARGIN if is_close else seen.y + (seen.height - height) / 2
    return PlacedLabel(text, Rect(x, y, width, height), font_px)


def _row_label(text: str, seen: Rect, camera: WallCamera, measure: Measure) -> PlacedLabel | None:
    """Place a caption at the left end of a run of rows."""
    font_px = CAPTION_PX if camera.view.scale >= CLOSE_SCALE else 14.0
    if seen.height < 3.0:
        return None
    width, height = _pill(text, font_px, measure)
    if seen.width < width:
        return None
    x = min(seen.x + MARGIN, camera.width - width - MARGIN)
    y = seen.y + min(MARGIN, max(0.0, (seen.height - height) / 2))
    y = min(y, camera.height - height - 2)
    return PlacedLabel(text, Rect(x, y, width, height), font_px)
