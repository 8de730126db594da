"""Items: what is known of them, their pictures, and what the user says of them."""

import logging
import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.item_media import PLAYABLE, Media, Picture
from app.services.label_memory import LabelMemory
from app.services.media_places import is_address, medium
from common.errors import LibraryError, MediaError, QueryError
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.records import Filter, ItemDetails, ItemSummary

logger = logging.getLogger(__name__)

SMALL_LEVEL = 128  # longest side of the thumbnails of lists, pixels
LARGE_LEVEL = 384
RAW_LEVEL = 16  # side of the placeholder, pixels; squashed to a square
MAX_SIDE = 8192  # pixels, of a picture shown large
_MEDIA_ROLES = ("media", "poster")
_USER = "user"  # source of facets that the user gave

__all__ = ["ItemService", "Media", "Picture"]


class ItemService:
    """The items of one library, read and labelled; safe to call on any thread.

    Writes raise ReadOnlyLibraryError on a library that is open for reading only, and are one
    transaction each. Media files are never written.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library, self._guard = library, threading.Lock()
        self.known_labels = LabelMemory(library)
        self._shown: dict[str, dict[int, int]] = {}  # labels by set, where others label too
        self._rows: tuple[int, NDArray[np.int64], NDArray[np.int64]] | None = None

    @property
    def is_read_only(self) -> bool:
        """Whether the library is open for reading only."""
        return self._library.is_read_only

    @property
    def read_only_reason(self) -> str:
        """Why the library is open for reading only; "" if it is not."""
        return self._library.read_only_reason

    # -- what is known

    def details(self, item: int) -> "ItemDetails":
        """Return everything known of an item.

        Raises:
            QueryError: there is no such item.
        """
        return self._library.catalogue.item(item)

    def describe(self, ids: Sequence[int]) -> "list[ItemDetails]":
        """Return everything known of many items, in the order of ids; unknown ids are left out."""
        return self._library.catalogue.describe(ids)

    def summaries(self, ids: Sequence[int]) -> "list[ItemSummary]":
        """Return what lists show of the items, in the order of ids; unknown ids are left out."""
        return self._library.catalogue.items(ids)

    def summary(self, item: int) -> "ItemSummary":
        """Return what lists show of one item.

        Raises:
            QueryError: there is no such item.
        """
        found = self.summaries([item])
        if not found:
            raise _unknown(item)
        return found[0]

    def count(self) -> int:
        """Return the number of items."""
        return self._library.catalogue.count()

    def count_by_kind(self) -> dict[str, int]:
        """Return the number of items by kind."""
        return self._library.catalogue.count_by_kind()

    def revision(self) -> int:
        """Return a number that grows with every write to the catalogue."""
        return self._library.catalogue.revision()

    def all_ids(self) -> NDArray[np.int64]:
        """Return the ids of all items, ascending."""
        return self._row_table()[0]

    def sample(self, number: int, seed: int, *, filters: "Sequence[Filter]" = ()) -> list[int]:
        """Return up to number item ids drawn at random; the same seed draws the same ones.

        Args:
            number: how many at most.
            seed: chooses them.
            filters: all must hold.
        """
        ids = self.items_with(filters) if filters else self.all_ids()
        drawn = np.random.default_rng(seed).permutation(len(ids))[:number]
        return [int(item) for item in ids[drawn]]

    def encoder_for(self, items: Sequence[int]) -> str:
        """Return the image encoder to compare items by: the best that knows half of them.

        A film has no vector of a network that has seen photos only; asking by it needs another
        encoder than asking by a photo. "auto" where no encoder knows any of them.
        """
        from app.services.similarity import encoder_for

        return encoder_for(self._library, items)

    def items_with(self, filters: "Sequence[Filter]") -> NDArray[np.int64]:
        """Return the ids of the items that pass all filters, ascending."""
        return self._library.catalogue.items_with(filters)

    def facet_keys(self) -> dict[str, int]:
        """Return the facet keys with the number of items that have them."""
        return self._library.catalogue.facet_keys()

    def facet_counts(
        self, key: str, *, within: Sequence[int] | None = None, limit: int = 1000
    ) -> list[tuple[str, int]]:
        """Return values of a facet with their number of items, most frequent first."""
        return self._library.catalogue.facet_counts(key, within=within, limit=limit)

    def shots(self, item: int) -> "list[ItemSummary]":
        """Return the shots of a video, in order of time; of a shot, those of its video."""
        summary = self.summary(item)
        parent = summary.parent if summary.kind == ItemKind.SHOT else item
        if parent < 0:
            return []
        return self.summaries(self.details(parent).children)

    # -- pictures

    def thumb_rows(self, ids: Sequence[int]) -> NDArray[np.int64]:
        """Return the thumbnail row of each item, (N,); -1 for none."""
        known, rows = self._row_table()
        wanted = np.asarray(ids, np.int64)
        if not len(known):
            return np.full(len(wanted), -1, np.int64)
        place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        return np.where(known[place] == wanted, rows[place], -1)

    def placeholder(self, row: int) -> NDArray[np.uint8] | None:
        """Return the 16-pixel picture of a thumbnail row, uint8 (16, 16, 3); None if unknown.

        Costs microseconds: it is read from memory-mapped storage.
        """
        store = self._library.thumbnails
        if not 0 <= row < len(store):
            return None
        packed = np.ascontiguousarray(store.raw(RAW_LEVEL)[row], "<u4")
        pixels: NDArray[np.uint8] = packed.view(np.uint8).reshape(RAW_LEVEL, RAW_LEVEL, 4)[..., :3]
        return pixels.copy()

    def aspect(self, row: int) -> float:
        """Return width / height of the picture of a thumbnail row; 1 if unknown."""
        aspects = self._library.thumbnails.aspects()
        return float(aspects[row]) if 0 <= row < len(aspects) else 1.0

    def decode(self, row: int, level: int = SMALL_LEVEL) -> NDArray[np.uint8]:
        """Return the thumbnail of a row, uint8 (H, W, 3), longest side level pixels (128 or 384).

        Raises:
            LibraryError: there is no such row.
        """
        store = self._library.thumbnails
        if not 0 <= row < len(store):
            here = "Run the import again to make it anew."
            hint = "It is still to come from its store." if self._library.is_guest else here
            raise LibraryError("A thumbnail is missing.", hint=hint)
        return store.decode(row, level)

    def thumbnail(self, item: int, level: int = SMALL_LEVEL) -> NDArray[np.uint8]:
        """Return the thumbnail of an item; see decode().

        Raises:
            LibraryError: it has no thumbnail.
        """
        return self.decode(int(self.thumb_rows([item])[0]), level)

    def picture(self, item: int, max_side: int = MAX_SIDE) -> Picture:
        """Return an item's picture from its original, at most max_side pixels wide or high.

        A shot gives its keyframe, a video that of its longest shot. Where the file is missing or
        cannot be read, the largest thumbnail is given and `note` says why.

        Raises:
            QueryError: there is no such item.
            LibraryError: it has neither a file nor a thumbnail.
        """
        summary = self.summary(item)
        try:
            return self._original(summary, max_side)
        except MediaError as error:
            why = error.reason
        except FileNotFoundError as error:
            why = str(error)
        logger.info("item %d is shown by its thumbnail: %s", item, why)
        if summary.thumb_row < 0:
            raise LibraryError(
                f"“{summary.title or item}” has no picture: {why}.",
                hint="Bring the file back and import its folder again.",
            )
        return Picture(self.decode(summary.thumb_row, LARGE_LEVEL), "thumbnail", note=why)

    def picture_of_file(self, path: Path | str, max_side: int) -> NDArray[np.uint8]:
        """Return a picture file that need not be in the library, uint8 (H, W, 3).

        Raises:
            MediaError: it cannot be read.
        """
        from indexers.media import read_image

        return read_image(medium(path), max_side=max_side, max_megapixels=4096).rgb

    def frame(self, path: Path | str, time_s: float, *, max_side: int = 1920) -> Picture:
        """Return the exact frame of a video that is shown at a time.

        Raises:
            MediaError: the video cannot be read there.
        """
        from indexers.media import frame_at

        frame = frame_at(medium(path), time_s, max_side=max_side)
        return Picture(frame.rgb, "frame", time_s=frame.time_s)

    def _original(self, summary: "ItemSummary", max_side: int) -> Picture:
        """Decode the file of an item.

        Raises:
            MediaError: it cannot be read.
            FileNotFoundError: there is none; the message says so as a clause.
        """
        from indexers.media import read_image

        path = self._picture_file(summary)
        if summary.kind in PLAYABLE:
            return self.frame(path, self._keyframe_s(summary), max_side=max_side)
        image = read_image(path, max_side=max_side, max_megapixels=4096)
        size = (image.facts.width, image.facts.height)
        return Picture(image.rgb, "original", full_size=size)

    def _picture_file(self, summary: "ItemSummary") -> Path:
        if summary.kind == ItemKind.FILM:
            files = [f for f in self.details(summary.id).files if f.role in _MEDIA_ROLES]
            found = (medium(each.path) for each in files)
            path = next((each for each in found if each.is_file()), None)
            if path is None:
                raise FileNotFoundError("it has no poster file, so the drawn poster is shown")
            return path
        if not summary.path:
            raise FileNotFoundError("no file of it is known")
        path_known = medium(summary.path)
        if not path_known.is_file():
            raise FileNotFoundError(f"the file “{path_known}” is not there")
        return path_known

    def _keyframe_s(self, summary: "ItemSummary") -> float:
        """Return the time of the frame that stands for a shot or video; identities name it."""
        if summary.kind == ItemKind.VIDEO:
            shots = self.shots(summary.id)
            if not shots:
                return 0.0
            summary = max(shots, key=lambda shot: (shot.end_s or 0.0) - (shot.start_s or 0.0))
        _, _, moment = self.details(summary.id).identity.rpartition("#t=")
        try:
            return int(moment) / 1000
        except ValueError:
            return summary.start_s or 0.0

    def _row_table(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return all ids, ascending, and their thumbnail rows; read anew after a write."""
        with self._guard:
            revision = self._library.catalogue.revision()
            if self._rows is None or self._rows[0] != revision:
                columns = self._library.catalogue.columns("id", "thumb_row")
                ids = np.asarray(columns["id"], np.int64)
                self._rows = (revision, ids, np.asarray(columns["thumb_row"], np.int64))
            return self._rows[1], self._rows[2]

    # -- files

    def media(self, item: int) -> Media:
        """Return what to open for an item.

        Raises:
            QueryError: there is no such item.
        """
        summary = self.summary(item)
        try:
            path: Path | None = self._picture_file(summary)
            note = ""
        except FileNotFoundError as error:
            path, note = None, str(error)
        start = summary.start_s or 0.0
        return Media(item, ItemKind(summary.kind), path, start, summary.end_s, note)

    def store_address(self, item: int) -> str:
        """Return the address of an item's file in a store; "" for one of this computer.

        Raises:
            QueryError: there is no such item.
        """
        known = self.summary(item).path
        return known if is_address(known) else ""

    def reveal_path(self, item: int) -> Path:
        """Return the folder to open to show an item's file: the nearest one that exists.

        Raises:
            LibraryError: no file of the item is known.
        """
        summary = self.summary(item)
        known = summary.path or next((f.path for f in self.details(item).files), "")
        if not known:
            raise LibraryError(
                f"“{summary.title or item}” has no file.", hint="Choose another item."
            )
        folder = Path(known).parent
        while not os.access(folder, os.X_OK) and folder != folder.parent:
            folder = folder.parent
        return folder

    # -- what the user says

    def labels(self, label_set: str = "default") -> dict[int, int]:
        """Return the labels of a set: item -> +1 or -1."""
        found = self.known_labels.read(label_set)
        if not self._library.addresses.is_one_folder:
            self._shown[label_set] = dict(found)
        return found

    def seen_labels(self, label_set: str) -> Mapping[int, int] | None:
        """Return the labels of a set as they were last read, for a command's `seen`.

        None where they were not read, and where nobody else labels. Nobody changes it.
        """
        return self._shown.get(label_set)

    def set_label(self, item: int, value: int, label_set: str = "default") -> None:
        """Label an item: +1 relevant, -1 not relevant, 0 takes the label away."""
        self.set_labels({item: value}, label_set)

    def set_labels(self, labels: Mapping[int, int], label_set: str = "default") -> None:
        """Label items in one transaction; values as in set_label().

        Raises:
            ReadOnlyLibraryError: the library is open for reading only.
        """
        self._library.require_writable()
        self._library.catalogue.set_labels(labels, label_set)

    def buckets(self) -> dict[str, int]:
        """Return the buckets with their number of items."""
        return self._library.catalogue.buckets()

    def bucket_items(self, name: str) -> list[int]:
        """Return the items of a bucket, ascending."""
        return self._library.catalogue.bucket_items(name)

    def watchlists(self) -> dict[str, int]:
        """Return the watchlists with their number of items."""
        return self._library.catalogue.watchlists()

    def watchlist_items(self, name: str) -> list[int]:
        """Return the items of a watchlist in the user's order."""
        return self._library.catalogue.watchlist_items(name)

    def list_version(self, kind: str, name: str) -> int:
        """Return a number that grows with every change of a "bucket" or "watchlist"; 0 for none."""
        return self._library.catalogue.version(kind, name) if name else 0  # type: ignore[arg-type]

    def tags(self, item: int) -> list[str]:
        """Return the tags that the user gave an item."""
        facets = self.details(item).facets
        return [f.value for f in facets if f.key == "tag" and f.source == _USER]


def _unknown(item: int) -> QueryError:
    return QueryError(
        f"There is no item {item} in this library.", hint="Search again to see what there is."
    )
