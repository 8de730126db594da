"""Classes of objects by category, and their icons."""

from collections.abc import Mapping

CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "person": ("person",),
    "vehicle": (
        "bicycle", "car", "motorbike", "aeroplane", "bus", "train", "truck", "boat",
    ),
    "outdoor": ("traffic light", "fire hydrant", "stop sign", "parking meter", "bench"),
    "animal": (
        "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe",
    ),
    "accessory": ("backpack", "umbrella", "handbag", "tie", "suitcase"),
    "sports": (
        "frisbee", "skis", "snowboard", "sports ball", "kite", "baseball bat", "baseball glove",
        "skateboard", "surfboard", "tennis racket",
    ),
    "kitchen": ("bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl"),
    "food": (
        "banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut",
        "cake",
    ),
    "furniture": ("chair", "sofa", "pottedplant", "bed", "diningtable", "toilet"),
    "electronic": ("tvmonitor", "laptop", "mouse", "remote", "keyboard", "cell phone"),
    "indoor": (
        "microwave", "oven", "toaster", "sink", "refrigerator", "book", "clock", "vase",
        "scissors", "teddy bear", "hair drier", "toothbrush",
    ),
}  # fmt: skip
"""The 80 classes of the COCO data set in its categories, appliances among the indoor things."""
OTHER = "other"
_ICONS: Mapping[str, str] = {
    "bicycle": "bicycle", "motorbike": "bicycle", "motorcycle": "bicycle",
    "aeroplane": "plane", "airplane": "plane", "bus": "bus", "train": "bus", "boat": "boat",
    "bird": "bird", "cat": "cat", "dog": "dog", "tie": "tie", "bottle": "bottle", "vase": "bottle",
    "book": "book", "pottedplant": "plant", "potted plant": "plant", "sports ball": "sports",
}  # fmt: skip
_SPOKEN: Mapping[str, str] = {
    "aeroplane": "airplane",
    "motorbike": "motorcycle",
    "pottedplant": "potted plant",
    "diningtable": "dining table",
    "tvmonitor": "TV, monitor",
}
_SAME: Mapping[str, str] = {
    "airplane": "aeroplane",
    "motorcycle": "motorbike",
    "couch": "sofa",
    "potted plant": "pottedplant",
    "dining table": "diningtable",
    "tv": "tvmonitor",
}


def category_of(label: str) -> str:
    """Return the category of a class, OTHER for one that is in none."""
    name = _SAME.get(label.casefold(), label.casefold())
    return next((key for key, names in CATEGORIES.items() if name in names), OTHER)


def icon_of(label: str) -> str:
    """Return the name of the icon of a class: its own, or that of its category."""
    return f"thing-{_ICONS.get(label.casefold(), category_of(label))}"


def spoken(label: str) -> str:
    """Return a class as people write it."""
    return _SPOKEN.get(label, label)


def arranged(known: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
    """Return category -> (class, pictures that hold it): all of COCO, and what else is known.

    Args:
        known: classes that the library has -> pictures; its own spelling is kept.
    """
    spelled: dict[str, str] = {}
    for name in known:
        plain = name.casefold()
        spelled.setdefault(_SAME.get(plain, plain), name)
    found: dict[str, list[tuple[str, int]]] = {}
    for category, names in CATEGORIES.items():
        rows = [(spelled.get(name, name), known.get(spelled.get(name, name), 0)) for name in names]
        found[category] = rows
    listed = {name for rows in found.values() for name, _ in rows}
    rest = [(name, count) for name, count in known.items() if name not in listed]
    if rest:
        found[OTHER] = sorted(rest, key=lambda pair: (-pair[1], pair[0]))
    return found
