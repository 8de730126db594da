"""Pictures for batch runs and for training: from a folder of folders, or by a facet."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.explain_batch_types import BatchSource
from app.services.explain_types import PictureSource
from common.errors import QueryError
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.library import Library

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".heic", ".heif", ".avif"}
)
_SHOWN = frozenset({ItemKind.PHOTO, ItemKind.LIFELOG, ItemKind.SHOT, ItemKind.FILM})


def of_folder(folder: Path) -> list[BatchSource]:
    """Return the pictures in a folder; those in a folder inside it are of the class it names.

    Raises:
        QueryError: there is no such folder, or no picture in it.
    """
    if not folder.is_dir():
        raise QueryError(f"“{folder}” is no folder.", hint="Name a folder of pictures.")
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if path.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in inside):
            truth = inside[0] if len(inside) > 1 else ""
            found.append(BatchSource(PictureSource(path=str(path)), truth))
    if not found:
        raise QueryError(f"There is no picture in “{folder}”.", hint="Name another folder.")
    return found


def of_items(library: "Library", items: Sequence[int], facet: str = "") -> list[BatchSource]:
    """Return items as sources, without those that have no picture of their own (videos).

    Args:
        library: open.
        items: ids; none twice.
        facet: key whose main value is the class; "" for none.
    """
    ids = list(dict.fromkeys(map(int, items)))
    truths = _truths(library, facet) if facet else {}
    return [
        BatchSource(PictureSource(item=each.id), truths.get(each.id, ""))
        for each in library.catalogue.items(ids)
        if each.kind in _SHOWN
    ]


def of_facet(library: "Library", facet: str) -> list[BatchSource]:
    """Return all items that have a value of a facet, with their main value as the class.

    Raises:
        QueryError: no picture has any value of it.
    """
    truths = _truths(library, facet)
    found = of_items(library, sorted(truths), facet)
    if not found:
        known = ", ".join(sorted(library.catalogue.facet_keys())) or "none yet"
        raise QueryError(
            f"No picture has a value of “{facet}”.", hint=f"Facets of this library: {known}."
        )
    return found


def with_boxes(library: "Library", sources: Sequence[BatchSource]) -> list[BatchSource]:
    """Return sources with the places of the object that their class names, where it was found."""
    ids = [source.picture.item for source in sources if source.picture.item >= 0 and source.truth]
    boxes = {each.id: each.boxes for each in library.catalogue.describe(ids)}
    return [
        replace(
            source,
            boxes=tuple(
                (box.x, box.y, box.width, box.height)
                for box in boxes.get(source.picture.item, ())
                if box.width > 0 and box.height > 0 and box.label.casefold() in _names(source.truth)
            ),
        )
        for source in sources
    ]


def _names(truth: str) -> set[str]:
    return {part.strip().casefold() for part in truth.split(",")}


def _truths(library: "Library", facet: str) -> dict[int, str]:
    """Return the main value of a facet by item."""
    codes, names = library.catalogue.facet_codes(facet)
    ids = library.catalogue.columns("id")["id"]
    return {
        int(item): names[code] for item, code in zip(ids, codes.tolist(), strict=True) if code >= 0
    }
