"""Why something was found: plain English that knows what it says, to be translated by a window."""

from collections.abc import Mapping
from typing import ClassVar

from common.notes import Note


class HitReason(Note):
    """A reason of a hit; its values are names, numbers and other reasons."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = {
        "like": "like “{name}” ({score:.2f})",
        "least-like": "least like “{name}” ({score:.2f})",
        "like-part": "like a part of “{name}” ({score:.2f})",
        "like-bucket": "like the bucket ({score:.2f}), most of all “{name}”",
        "with": "with “{name}” ({score:.2f})",
        "from-middle": "{distance:.2f} from the middle of what was drawn",
        "alone": "stands alone",
        "stands-for": "stands for {count:,} items",
        "random": "random",
        "passes": "passes the filters",
        "facet": "{key}: {value} ({score:.2f})",
        "value": "{key}: {value}",
        "text": "{kind}: {shown}",
        "texts-mean": "texts mean this ({score:.2f})",
        "sees": "{network} sees this ({score:.2f})",
        "looks-like": "looks ({network}) like {name} ({score:.2f})",
        "coloured": "coloured like {name} ({score:.2f})",
        "textured": "textured like {name} ({score:.2f})",
        "moves": "moves like {name} ({score:.2f})",
        "shows-things": "shows things like {name} ({score:.2f})",
        "text-says": "the text says so",
        "pose": "pose {share:.0%}",
        "pose-mirrored": "pose {share:.0%}, mirrored",
        "near": "near {tags}",
        "away": "{name} ({way:.2f} away)",
        "sure": "{name} ({score:.2f})",
        "alike": "{name} ({share:.0%})",
        "shape": "{name} {score:.2f}",
        "in-box": "{box} {text}",
        "colour": "{colour}",
        "coloured-thing": "{colour} {name}",
        "none-of": "no {name}",
        "several": "{count} {name}",
        "a-picture": "picture",
        "later": "after {seconds:.0f} s item {item}: {why}",
        "later-item": "after {seconds:.0f} s item {item}",
    }
