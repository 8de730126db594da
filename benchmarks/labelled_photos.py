"""Labelled photos for benchmarks of quality: groceries, and photos of ImageNet's classes by group.

The photos are not part of the project. They are looked for in the folder KINORA_SHARED_DATA names,
else beside the project.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.services.library import Library
from app.services.paths import AppPaths
from app.services.services import Services
from benchmarks.shared_data import needed, shared_data, use_weights
from common.jobs import JobContext
from common.settings import Settings
from indexers.catalogue.records import Filter

LEAST = 26  # photos of a grocery class
WEIGHTS = ("cnn", "joint_conse")

# Groups of related classes of ImageNet-1k, by class number; a photo a class, so a group has as many
# photos as classes. The numbers follow the order of the synsets.
IMAGENET_GROUPS: dict[str, tuple[int, ...]] = {
    "fish and sharks": (*range(7), *range(389, 398)),
    "birds": (*range(7, 25), *range(80, 101), *range(127, 147)),
    "lizards, turtles, crocodiles": tuple(range(33, 51)),
    "snakes": tuple(range(52, 69)),
    "dogs": tuple(range(151, 269)),
    "cats": tuple(range(281, 294)),
    "insects": tuple(range(300, 327)),
    "hoofed animals": tuple(range(339, 356)),
    "monkeys and apes": tuple(range(365, 385)),
    "road vehicles": (
        407, 408, 436, 468, 511, 555, 569, 609, 627, 654, 656, 661, 675, 717, 734, 751, 757, 779,
        803, 817, 829, 847, 864, 866, 867, 874,
    ),
    "boats and ships": (
        403, 472, 484, 510, 554, 576, 625, 628, 724, 780, 814, 833, 871, 914,
    ),
    "musical instruments": (
        401, 402, 420, 432, 486, 494, 513, 541, 546, 558, 566, 577, 579, 593, 594, 641, 642, 683,
        684, 687, 699, 776, 822, 875, 881, 889,
    ),
    "fruit and vegetables": tuple(range(936, 958)),
    "dishes": (*range(924, 936), *range(959, 966)),
    "landscapes": (970, *range(972, 981)),
}  # fmt: skip


GROCERIES, SAMPLE = "photos_grocery", "photos_imagenet_sample"
"""Folders below the shared data."""


def labelled(folder: str) -> Path:
    """Return the folder of a set.

    Raises:
        AppError: it is absent.
    """
    return needed(folder, "The labelled photos")


def open_groceries(folder: Path, context: JobContext) -> Services:
    """Return a library of the groceries, imported if it is new; its labels come from their table.

    Args:
        folder: of the library.
        context: reports and cancels.
    """
    services = open_library(folder)
    services.imports.run([labelled(GROCERIES)], "photos", context)
    return services


def open_imagenet(folder: Path, context: JobContext) -> Services:
    """Return a library of a photo of each ImageNet class, the facet `group` from the table here.

    Args:
        folder: of the library.
        context: reports and cancels.
    """
    services = open_library(folder)
    folder = labelled(SAMPLE)
    services.imports.run([folder], "photos", context)
    photos = sorted(folder.glob("*.jpg"))
    numbers = _class_numbers()
    of_class = {
        numbers[name]: photo
        for photo in photos
        if (name := photo.stem.partition("_")[2].casefold().replace("-", "_")) in numbers
    }
    catalogue = services.library.catalogue
    known = catalogue.files_under([str(shared_data())])
    for group, members in IMAGENET_GROUPS.items():
        there = [known[str(of_class[number])].item for number in members if number in of_class]
        catalogue.tag(there, "group", group)
    return services


def _class_numbers() -> dict[str, int]:
    """Return the class number of each name as files have it; names of two classes are left out."""
    path = shared_data() / "cnn" / "imagenet_1000_labels.txt"
    names = [
        line.split(",")[0].strip().casefold().replace(" ", "_").replace("'", "").replace("-", "_")
        for line in path.read_text("utf-8").splitlines()
    ]
    return {name: number for number, name in enumerate(names) if names.count(name) == 1}


def truths(services: Services, facet: str, least: int = 1) -> dict[str, NDArray[np.int64]]:
    """Return value -> items that have it, int64 (N,), for values with at least so many items."""
    catalogue = services.library.catalogue
    return {
        value: catalogue.items_with([Filter(facet, (value,))])
        for value, count in sorted(catalogue.facet_counts(facet))
        if count >= least
    }


def open_library(folder: Path) -> Services:
    """Return a library, made if it is new, with the weights that lie beside the photos."""
    use_weights(*WEIGHTS)
    return Services(Library.open(folder, create=True), Settings(), AppPaths.of_user())
