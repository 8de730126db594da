"""Why something was found: plain English that knows what it says, to be translated by a window."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from common.notes import Note


class HitReason(Note):
    """A reason of a hit; its values are names and numbers, written as they are to be read."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = {
        "like": "like “{name}” ({score})",
        "least-like": "least like “{name}” ({score})",
        "like-part": "like a part of “{name}” ({score})",
        "like-bucket": "like the bucket ({score}), most of all “{name}”",
        "with": "with “{name}” ({score})",
        "from-middle": "{distance} from the middle of what was drawn",
        "alone": "stands alone",
        "stands-for": "stands for {count} items",
        "random": "random",
        "passes": "passes the filters",
        "facet": "{key}: {value} ({score})",
        "text": "{kind}: {shown}",
        "texts-mean": "texts mean this ({score})",
        "sees": "{network} sees this ({score})",
        "looks-like": "looks ({network}) like {name} ({score})",
        "coloured": "coloured like {name} ({score})",
        "textured": "textured like {name} ({score})",
        "moves": "moves like {name} ({score})",
        "shows-things": "shows things like {name} ({score})",
        "text-says": "the text says so",
        "pose": "pose {share}",
        "pose-mirrored": "pose {share}, mirrored",
    }


class Reasons(str):
    """Several reasons in a row.

    Attributes:
        parts: the reasons, in order.
        between: what stands between two.
    """

    __slots__ = ("between", "parts")
    parts: tuple[str, ...]
    between: str

    def __reduce__(self) -> tuple[object, ...]:
        return joined, (self.parts, self.between)


def joined(parts: Iterable[str], between: str = "; ") -> str:
    """Return reasons as one that knows its parts; empty ones are left out."""
    kept = tuple(part for part in parts if part)
    if len(kept) == 1:
        return kept[0]
    made = Reasons(between.join(kept))
    made.parts, made.between = kept, between
    return made
