"""Finds analysers in Python: entry points of installed packages, files, folders of classifiers.

Networks with a card are models like others, and the hub has them. Whatever goes wrong in the code
of others is caught here and told; it never reaches an import.
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

from pydantic import ValidationError

from common.errors import AnalyserError
from models.analysers.card import (
    OUTPUT_KINDS,
    PREFIX,
    Output,
    OutputKind,
    first_problem,
    with_key,
)

logger = logging.getLogger(__name__)

GROUP = "kinora.analysers"
LISTED = "ANALYSERS"  # what a file calls its analysers
SoundKind = Literal["speech", "dictation"]
Kind = OutputKind | SoundKind
SOUND_KINDS: tuple[SoundKind, ...] = get_args(SoundKind)
KINDS: tuple[Kind, ...] = (*OUTPUT_KINDS, *SOUND_KINDS)
Takes = Literal["picture", "boxes"]
# What an object may say beside kind, name, version and takes: the fields of an output.
_SAID = ("key", "labels", "top", "least", "counts", "step", "dim", "text")
_CARD = "network.toml"
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Analyser:
    """One analyser that was loaded, or a place that should have held one.

    Args:
        kind: what it gives; "" where that could not be found out.
        name: its own.
        version: results of another version are made anew.
        origin: the file, the folder or the package.
        problem: why it cannot be used; "" if it can.
        call: its method `analyse`.
        output: what becomes of its answers; None for sound.
        takes: what it is given: a picture, or the boxes that the detector found in one.
        title: for people.
    """

    kind: Kind | Literal[""]
    name: str
    version: str
    origin: str
    problem: str = ""
    call: Callable[..., Any] | None = None
    output: Output | None = None
    takes: Takes = "picture"
    title: str = ""

    @property
    def full_name(self) -> str:
        """Name of the analysis, and the source of what it finds."""
        return PREFIX + self.name

    def run(self, *arguments: Any) -> Any:
        """Call it.

        Raises:
            AnalyserError: it cannot be used, or raised anything; says what.
        """
        if self.call is None:
            raise AnalyserError(
                f"The analyser “{self.name}” cannot be used: {self.problem}.",
                hint="Correct it, or take it out of Settings ▸ Models ▸ Analysers.",
            )
        try:
            return self.call(*arguments)
        except Exception as error:
            raise self.failed(error) from error

    def failed(self, error: Exception) -> AnalyserError:
        """Return the error for something that its code raised."""
        logger.warning("analyser %s of %s failed", self.name, self.origin, exc_info=error)
        return AnalyserError(
            f"The analyser “{self.name}” failed: {_said(error)}.",
            hint="See the log, and tell who wrote it; all else goes on without it.",
        )

    def wrong(self, answer: Any, wanted: str) -> AnalyserError:
        """Return the error for an answer of another form than the kind asks for."""
        shown = answer if isinstance(answer, str) else repr(answer)
        shown = shown if len(shown) <= _LONGEST_NAME else shown[:_LONGEST_NAME] + "…"
        return AnalyserError(
            f"The analyser “{self.name}” answered {shown} instead of {wanted}.",
            hint="See “Analysers of your own” in the documentation of models.",
        )


def find(places: str) -> list[Analyser]:
    """Return all analysers; a name that is there twice counts once, the first one.

    Args:
        places: files and folders, separated like PATH.
    """
    found: dict[tuple[str, str], Analyser] = {}
    for each in (*_installed(), *_named(places)):
        sort = each.kind if each.kind in SOUND_KINDS else "picture"
        found.setdefault((sort, each.name) if not each.problem else ("", each.origin), each)
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


def _installed() -> Iterator[Analyser]:
    for point in importlib.metadata.entry_points(group=GROUP):
        package = point.dist.name if point.dist is not None else point.value
        version = point.dist.version if point.dist is not None else "0"
        try:
            yield from _told(point.load(), package, version, point.name)
        except Exception as error:
            logger.warning("entry point %s cannot be loaded", point.name, exc_info=error)
            yield Analyser("", point.name, version, package, _said(error))


def _named(places: str) -> Iterator[Analyser]:
    for path in _paths(places):
        try:
            if path.is_dir():
                yield _classifier(path)
            else:
                yield from _of_file(path)
        except Exception as error:
            logger.warning("analyser %s cannot be loaded", path, exc_info=error)
            yield Analyser("", path.stem, "0", str(path), _said(error))


def _of_file(path: Path) -> Iterator[Analyser]:
    """Yield the analysers of a Python file, which is run once."""
    content = path.read_bytes()
    version = hashlib.sha256(content).hexdigest()[:12]
    name = f"kinora_analyser_{hashlib.sha256(os.fsencode(path)).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        yield Analyser("", path.stem, version, str(path), "it is no Python file")
        return
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and pickles look for it there
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    if not hasattr(module, LISTED):
        yield Analyser("", path.stem, version, str(path), f"it has no list {LISTED}")
        return
    yield from _told(getattr(module, LISTED), str(path), version, path.stem)


def _told(what: Any, origin: str, version: str, name: str) -> Iterator[Analyser]:
    """Yield the analysers that a list, a class, a function or an object stands for."""
    if isinstance(what, list | tuple):
        for one in what:
            yield from _told(one, origin, version, name)
        return
    is_maker = isinstance(what, type) or (callable(what) and not hasattr(what, "analyse"))
    made = what() if is_maker else what
    if isinstance(made, list | tuple):
        yield from _told(made, origin, version, name)
        return
    yield _of_object(made, origin, version, name)


def _of_object(made: Any, origin: str, version: str, name: str) -> Analyser:
    kind, call = getattr(made, "kind", ""), getattr(made, "analyse", None)
    own = str(getattr(made, "name", name))
    full = f"{getattr(made, 'version', '1')}-{version}"
    if kind not in KINDS:
        return Analyser("", own, full, origin, f"its kind is {kind!r}, none of {', '.join(KINDS)}")
    kind, title = cast(Kind, kind), str(getattr(made, "title", own))
    takes: Any = getattr(made, "takes", "picture")
    problem = "" if callable(call) else "it has no method “analyse”"
    if takes not in get_args(Takes):
        problem = f"it takes {takes!r}, neither a picture nor boxes"
    output = None
    if not problem and kind in OUTPUT_KINDS:
        said = {field: getattr(made, field) for field in _SAID if hasattr(made, field)}
        try:
            output = with_key(Output.model_validate({"kind": kind, **said}), own)
        except ValidationError as error:
            problem = first_problem(error)
    return Analyser(
        kind, own, full, origin, problem, None if problem else call, output, takes, title
    )


def _classifier(folder: Path) -> Analyser:
    """Return a registered classifier as an analyser; `[about] facet` says what its classes are.

    Raises:
        ModelError: the card is missing or damaged.
    """
    from models.explain import network_card

    card = network_card.read(folder)
    key = str(card.about.get("facet", ""))
    version = hashlib.sha256((folder / card.weights).read_bytes()).hexdigest()[:12]
    if not key:
        problem = f"its {_CARD} needs [about] facet = “activity”, or another name"
        return Analyser("", card.name, version, str(folder), problem)
    try:
        output = Output(kind="labels", key=key)
    except ValidationError as error:
        return Analyser("", card.name, version, str(folder), first_problem(error))
    return Analyser(
        "labels", card.name, version, str(folder), call=_Classifier(folder), output=output,
        title=card.title or card.name,
    )  # fmt: skip


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
