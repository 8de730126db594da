"""Finds recognisers: entry points of installed packages, Python files, folders of networks.

Whatever goes wrong in the code of others is caught here and told; it never reaches an import.
"""

import hashlib
import importlib.metadata
import importlib.util
import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from common.errors import RecogniserError

logger = logging.getLogger(__name__)

GROUP = "kinora.recognisers"
LISTED = "RECOGNISERS"  # what a file calls its recognisers
Kind = Literal["speech", "dictation", "activity", "place", "caption", "faces"]
KINDS: tuple[Kind, ...] = get_args(Kind)
NETWORK_KINDS: tuple[Kind, ...] = ("activity", "place")  # a classifier can be
_CARD = "network.toml"
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Recogniser:
    """One recogniser that was loaded, or a place that should have held one.

    Args:
        kind: what it does; "" where that could not be found out.
        name: its own.
        version: results of another version are made anew.
        origin: the file, the folder or the package.
        problem: why it cannot be used; "" if it can.
        call: its method `recognise`.
    """

    kind: Kind | Literal[""]
    name: str
    version: str
    origin: str
    problem: str = ""
    call: Callable[..., Any] | None = None

    def run(self, *arguments: Any) -> Any:
        """Call it.

        Raises:
            RecogniserError: it cannot be used, or raised anything; says what.
        """
        if self.call is None:
            raise RecogniserError(
                f"The recogniser “{self.name}” cannot be used: {self.problem}.",
                hint="Correct it, or take it out of Settings ▸ Models ▸ Recognisers.",
            )
        try:
            return self.call(*arguments)
        except Exception as error:
            raise self.failed(error) from error

    def failed(self, error: Exception) -> RecogniserError:
        """Return the error for something that its code raised."""
        logger.warning("recogniser %s of %s failed", self.name, self.origin, exc_info=error)
        return RecogniserError(
            f"The recogniser “{self.name}” failed: {_said(error)}.",
            hint="See the log, and tell who wrote it; all else goes on without it.",
        )

    def wrong(self, answer: Any, wanted: str) -> RecogniserError:
        """Return the error for an answer of another shape than the kind asks for."""
        shown = repr(answer)
        shown = shown if len(shown) <= _LONGEST_NAME else shown[:_LONGEST_NAME] + "…"
        return RecogniserError(
            f"The recogniser “{self.name}” answered {shown} instead of {wanted}.",
            hint="See “Recognisers of your own” in the documentation of models.",
        )


def find(places: str) -> list[Recogniser]:
    """Return all recognisers; a name that is there twice counts once a kind, the first one.

    Args:
        places: files and folders, separated like PATH.
    """
    found: dict[tuple[str, str], Recogniser] = {}
    for each in (*_installed(), *_named(places)):
        key = (each.kind, each.name if not each.problem else each.origin)
        found.setdefault(key, each)
    return list(found.values())


def stamp(places: str) -> tuple[Any, ...]:
    """Return what changes when find() would find something else."""
    seen: list[Any] = [places]
    for path in _paths(places):
        files = sorted(path.glob("*")) if path.is_dir() else [path]
        seen += [(str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files if f.is_file()]
    return tuple(seen)


def _paths(places: str) -> list[Path]:
    return [Path(part.strip()).expanduser() for part in places.split(os.pathsep) if part.strip()]


def _installed() -> Iterator[Recogniser]:
    for point in importlib.metadata.entry_points(group=GROUP):
        package = point.dist.name if point.dist is not None else point.value
        version = point.dist.version if point.dist is not None else "0"
        try:
            yield from _told(point.load(), package, version, point.name)
        except Exception as error:
            logger.warning("entry point %s cannot be loaded", point.name, exc_info=error)
            yield Recogniser("", point.name, version, package, _said(error))


def _named(places: str) -> Iterator[Recogniser]:
    for path in _paths(places):
        try:
            if path.is_dir():
                yield _network(path)
            else:
                yield from _of_file(path)
        except Exception as error:
            logger.warning("recogniser %s cannot be loaded", path, exc_info=error)
            yield Recogniser("", path.stem, "0", str(path), _said(error))


def _of_file(path: Path) -> Iterator[Recogniser]:
    """Yield the recognisers of a Python file, which is run once."""
    content = path.read_bytes()
    version = hashlib.sha256(content).hexdigest()[:12]
    name = f"kinora_recogniser_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        yield Recogniser("", path.stem, version, str(path), "it is no Python file")
        return
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and pickles look for it there
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    if not hasattr(module, LISTED):
        yield Recogniser("", path.stem, version, str(path), f"it has no list {LISTED}")
        return
    yield from _told(getattr(module, LISTED), str(path), version, path.stem)


def _told(what: Any, origin: str, version: str, name: str) -> Iterator[Recogniser]:
    """Yield the recognisers that a list, a class, a function or an object stands for."""
    if isinstance(what, list | tuple):
        for one in what:
            yield from _told(one, origin, version, name)
        return
    is_maker = isinstance(what, type) or (callable(what) and not hasattr(what, "recognise"))
    made = what() if is_maker else what
    if isinstance(made, list | tuple):
        yield from _told(made, origin, version, name)
        return
    kind, call = getattr(made, "kind", ""), getattr(made, "recognise", None)
    own = str(getattr(made, "name", name))
    full = f"{getattr(made, 'version', '1')}-{version}"
    if kind not in KINDS:
        problem = f"its kind is {kind!r}, none of {', '.join(KINDS)}"
        yield Recogniser("", own, full, origin, problem)
    elif not callable(call):
        yield Recogniser(cast(Kind, kind), own, full, origin, "it has no method “recognise”")
    else:
        yield Recogniser(cast(Kind, kind), own, full, origin, call=call)


def _network(folder: Path) -> Recogniser:
    """Return a registered classifier as a recogniser; `[about] recognises` says of what.

    Raises:
        ModelError: the card is missing or damaged.
    """
    from models.explain import network_card

    card = network_card.read(folder)
    kind = str(card.about.get("recognises", ""))
    weights = folder / card.weights
    version = hashlib.sha256(weights.read_bytes()).hexdigest()[:12]
    if kind not in NETWORK_KINDS:
        problem = f"its {_CARD} needs [about] recognises = " + " or ".join(
            f"“{each}”" for each in NETWORK_KINDS
        )
        return Recogniser("", card.name, version, str(folder), problem)
    return Recogniser(kind, card.name, version, str(folder), call=_Classifier(folder))


class _Classifier:
    """Names what a registered network sees; read at the first picture."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._network: Any = None

    def __call__(self, picture: Any) -> list[tuple[str, float]]:
        """Return (label, probability) of every class."""
        if self._network is None:
            from models.explain import registered

            self._network = registered.load(self._folder)
        scores = self._network.scores(self._network.prepare(picture)[None])[0]
        return list(zip(self._network.labels, scores.tolist(), strict=True))


def _said(error: Exception) -> str:
    text = " ".join(str(error).split()).rstrip(".")
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
