"""`train-classifier`: a network learns the classes of labelled pictures."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.values import count, number_in, share

if TYPE_CHECKING:
    from app.cli.frame import CommandSession

NAME = "train-classifier"
HELP = "teach a network the classes of labelled pictures; kept in the library, never shipped"
_TRAINABLE = ("mobilenet_v2", "squeezenet1_0", "vgg16", "resnet34")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("name", metavar="NAME", help="name of the new network")
    parser.add_argument("--folder", type=Path, metavar="DIR",
                        help="folder of folders of pictures, one a class")  # fmt: skip
    parser.add_argument("--facet", default="", metavar="KEY",
                        help="facet whose main value is the class; or --folder")  # fmt: skip
    parser.add_argument("--network", choices=_TRAINABLE, default=_TRAINABLE[0],
                        help="network that goes on learning (default: mobilenet_v2)")  # fmt: skip
    parser.add_argument("--epochs", type=count, default=12, metavar="N",
                        help="rounds through all pictures (default: 12)")  # fmt: skip
    parser.add_argument("--rate", type=number_in(1e-6, 1), default=2e-4, metavar="R",
                        help="rate of learning (default: 0.0002)")  # fmt: skip
    parser.add_argument("--frozen", type=share, default=0.5, metavar="0..1",
                        help="share of the layers that stay as is (default: 0.5)")  # fmt: skip
    parser.add_argument("--turn", action="store_true",
                        help="turn pictures by right angles: for views from above")  # fmt: skip
    parser.add_argument("--replace", action="store_true",
                        help="replace an earlier network of this name")  # fmt: skip
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="seed of what is random")


def run(arguments: argparse.Namespace, session: "CommandSession") -> Any:
    """Train a network.

    Raises:
        QueryError: name, folder or facet are of no use.
        ModelError: there is too little to learn from, or the weights are missing.
        ReadOnlyLibraryError: another process holds the library.
    """
    from app.services.explain_training import TrainRequest, train_document

    services = session.services(create=True, write=True)
    request = TrainRequest(
        arguments.name, arguments.folder, arguments.facet.strip().casefold(),
        network=arguments.network, epochs=arguments.epochs, rate=arguments.rate,
        frozen=arguments.frozen, turn=arguments.turn, seed=arguments.seed,
        replace=arguments.replace,
    )  # fmt: skip
    return train_document(services.training.train(request, session.context))


def to_text(document: Any) -> str:
    """Return what was reached, and which classes are taken for which."""
    classes = document["classes"]
    width = max(map(len, classes))
    reached = f"{document['accuracy']:.1%} of {document['tested']} pictures that it never saw"
    seconds = f"{len(classes)} classes, {document['seconds']:.0f} s"
    lines = [f"{document['name']}: {reached}, {seconds}"]
    for name, images, row in zip(classes, document["images"], document["confusion"], strict=True):
        cells = " ".join(f"{number:4d}" for number in row)
        lines.append(f"  {name:<{width}} {images:6d} pictures  taken for: {cells}")
    lines += [f"skipped {each['path']}: {each['reason']}" for each in document["skipped"]]
    return "\n".join([*lines, f"kept in {document['path']}"])
