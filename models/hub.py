"""Which models are there, and how others get here. Nothing is ever fetched unasked."""

import importlib.util
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from common.errors import ModelError, WeightsError
from common.jobs import JobContext
from models import brought
from models.cards import CARDS_FOLDER, ModelCard, load_cards
from models.download import DownloadPlan, download, plan_download
from models.recognise import (
    WEIGHT_SUFFIXES,
    Found,
    describe_known,
    may_hold_weights,
    recognise_file,
    recognise_folder,
)
from models.store import NOTE, HashCache, ModelStore, noted_hash, read_note
from models.weights import file_sha256

logger = logging.getLogger(__name__)

_SIDE_FILES = (".json", ".txt", ".model")  # of a model in Hugging Face's layout


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One line of `models list`.

    Args:
        name: the model.
        task: what it does.
        available: whether it can run now.
        licence: of the weights.
        bytes: size on disk where it is there, else of the download; 0 where there is no file.
        source: "embedded", "shipped", "package …", "user", a folder, or "" where it is missing.
        hint: what it would add and how to get it, where it is missing.
        title: for people.
    """

    name: str
    task: str
    available: bool
    licence: str
    bytes: int
    source: str
    hint: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """Where a model's weights are.

    Args:
        name: the model.
        path: the weights file, or a folder for a model of several files.
        source: as in `ModelStatus`.
    """

    name: str
    path: Path
    source: str


class ModelHub:
    """The models of this machine: cards, and the weights found here.

    Args:
        folder: the user's models; made when the first one arrives.
        extra: further files or folders to look in; they are never written.
        cards: the folder of cards.
    """

    def __init__(
        self, folder: Path, extra: Sequence[Path] = (), *, cards: Path = CARDS_FOLDER
    ) -> None:
        self._store = ModelStore(folder)
        self._extra = tuple(extra)
        self._cards_folder = cards
        self._cards = {card.name: card for card in load_cards(cards)}
        self._lock = threading.RLock()
        self._in_extra: dict[str, Found] | None = None
        self._hashes = HashCache(folder / "hashes.json")
        self._revision = 0

    @property
    def folder(self) -> Path:
        """The user's folder of models."""
        return self._store.folder

    @property
    def revision(self) -> int:
        """Grows when a model arrives; whoever caches what is available compares it."""
        return self._revision

    def cards(self) -> list[ModelCard]:
        """Return all cards, by name."""
        return list(self._cards.values())

    def card(self, name: str) -> ModelCard:
        """Return one card.

        Raises:
            ModelError: there is no such model; the message lists the known ones.
        """
        try:
            return self._cards[name]
        except KeyError:
            raise ModelError(
                f"There is no model called “{name}”.",
                hint=f"Choose one of: {', '.join(self._cards)}.",
            ) from None

    def status(self) -> list[ModelStatus]:
        """Return one line a model: every card, and the image-text models that were added."""
        names = [*self._cards, *(name for name in self.added_names() if name not in self._cards)]
        return [self._status(name) for name in names]

    def added_names(self) -> list[str]:
        """Return the models found in the user's folder and in the extra places."""
        with self._lock:
            return sorted({*self._store.names(), *self._scan_extra()})

    def weights(self, name: str) -> Weights | None:
        """Return where a model's weights are: in a package, the user's, an extra place, shipped.

        What a user added takes the place of what comes with Kinora.
        """
        with self._lock:
            card = self._cards.get(name)
            if card is not None and card.package and (path := _in_package(card)):
                return Weights(name, path, f"package {card.package.module}")
            if folder := self._store.find(name):
                return Weights(name, _main_file(folder), "user")
            if found := self._scan_extra().get(name):
                return Weights(name, found.path, str(found.path.parent))
            if card is not None and card.shipped and (self._cards_folder / card.shipped).is_file():
                return Weights(name, self._cards_folder / card.shipped, "shipped")
            return None

    def is_available(self, name: str) -> bool:
        """Whether a model can run now: weights, Python packages, and the models it needs."""
        card = self._cards.get(name)
        if card is None:
            found = self.weights(name)
            return found is not None and _has_package(brought.needs_of(name, found.path))
        if not all(_has_package(package) for package in card.requires):
            return False
        if not all(self.is_available(other) for other in card.needs):
            return False
        has_files = bool(card.package or card.shipped or card.files or card.brought)
        return card.embedded or not has_files or self.weights(name) is not None

    def weights_hash(self, name: str) -> str:
        """Return the SHA-256 of a model's weights; noted at arrival, else computed once.

        Raises:
            WeightsError: the file cannot be read.
        """
        weights = self.weights(name)
        if weights is None:
            return ""
        path = weights.path if weights.path.is_file() else _weights_in(weights.path)
        if noted := noted_hash(path.parent, path.name):
            return noted
        try:
            with self._lock:
                return self._hashes.sha256(path)
        except OSError as error:
            raise WeightsError(
                f"The weights “{path}” cannot be read: {error.strerror or error}.",
                hint="Check the file, or add it again with `models add`.",
            ) from error

    def add(self, path: Path) -> list[ModelStatus]:
        """Register a file or all models of a folder; they are copied (large files: linked).

        Returns:
            One line for each model that was recognised, then one for each weights file that was
            not, with `available` false and the reason as hint.

        Raises:
            ModelError: nothing was recognised; the message lists what is known.
        """
        if not path.exists():
            raise ModelError(f"“{path}” does not exist.", hint="Check the path.")
        problems: list[ModelStatus] = []
        found = self._search(path, problems)
        if not found:
            reason = problems[0].hint if len(problems) == 1 else ""
            raise WeightsError(
                f"“{path.name}” holds no model that Kinora knows. {reason}".strip(),
                hint=f"Known are: {describe_known(self.cards())}.",
            )
        for entry in found:
            files = [entry.path] if entry.path.is_file() else _model_files(entry.path)
            files += brought.files_beside(entry.name, entry.path)
            hashes = {entry.path.name: entry.sha256} if entry.sha256 else {}
            self._store.put(entry.name, files, source=f"added from {entry.path}", hashes=hashes)
        with self._lock:
            self._revision += 1
        return [*(self._status(entry.name) for entry in found), *problems]

    def plan(self, name: str) -> DownloadPlan:
        """Return what `get` would fetch: hosts, licence, size; nothing is contacted.

        Raises:
            ModelError: no such model, or it is not to be had by download.
        """
        return plan_download(self.card(name))

    def get(self, name: str, context: JobContext) -> ModelStatus:
        """Download a model that the user asked for; interrupted, it goes on where it stopped.

        Raises:
            ModelError: no such model, no connection, a wrong hash, a full disk.
            JobCancelled: the user stopped it; what has arrived is kept for the next try.
        """
        plan = self.plan(name)
        parts = self._store.folder / ".downloads" / plan.card.folder_name
        files = download(plan, parts, context)
        for file in files:
            if file.suffix in WEIGHT_SUFFIXES and len(files) == 1:
                recognised = recognise_file(file, self.cards())
                if recognised is None or recognised.name != name:
                    raise WeightsError(
                        f"What came from {plan.hosts[0]} is not “{name}”.",
                        hint="Report this: the model's card needs an update.",
                    )
        hashes = {file.name: file_sha256(file) for file in files}
        self._store.put(name, files, source=plan.card.files[0].url, hashes=hashes)
        for file in files:
            file.unlink(missing_ok=True)
        with self._lock:
            self._revision += 1
        return self._status(name)

    def _status(self, name: str) -> ModelStatus:
        weights = self.weights(name)
        card = self._cards.get(name)
        size = _size(weights.path) if weights else 0
        source = weights.source if weights else ""
        available = self.is_available(name)
        if card is None and weights and (said := brought.told_of(name, weights.path)):
            hint = "" if available else said.gain
            return ModelStatus(
                name, said.task, available, said.licence, size, source, hint, said.title
            )
        if card is None:
            hint = "" if available else "Install the extra `clip`."
            return ModelStatus(
                name, "image-text-encoder", available, "see its folder", size, source, hint, name
            )
        if not weights and available:
            source = "embedded" if card.embedded else "with " + ", ".join(card.needs)
        hint = "" if available else self._advice(card)
        licence = self._licence_of_copy(card, weights) if weights else card.licence
        size = size or card.bytes
        return ModelStatus(name, card.task, available, licence, size, source, hint, card.title)

    def _licence_of_copy(self, card: ModelCard, weights: Weights) -> str:
        """Return the licence of the very file that is here, where it is one the card knows."""
        by_hash = {known.sha256: known.licence for known in card.known}
        noted = noted_hash(weights.path.parent, weights.path.name)
        return by_hash.get(noted, card.licence)

    def _advice(self, card: ModelCard) -> str:
        """Return what a missing model would add, and the way to it."""
        lacking = [other for other in card.needs if not self.is_available(other)]
        packages = [package for package in card.requires if not _has_package(package)]
        if lacking:
            way = f"Needs {', '.join(lacking)}."
        elif packages and (not card.package or self.weights(card.name)):
            way = f"Install the Python package {', '.join(packages)}."
        elif card.brought:
            way = "`models add` a file of your own."
        elif card.package:
            way = f"Install the extra `{card.package.extra}`"
            way += f", or run `models get {card.name}`." if card.files else "."
        else:
            way = f"Run `models get {card.name}`, or `models add` a copy of the weights."
        return f"{card.gain} {way}"

    def _search(self, path: Path, problems: list[ModelStatus]) -> list[Found]:
        """Recognise path, or everything in it; weights that are not known become problems."""
        if path.is_file():
            return self._recognise(path, problems)
        if whole := recognise_folder(path):
            return [whole]
        found: list[Found] = []
        for child in sorted(path.iterdir()):
            if child.name.startswith("."):
                continue
            if child.is_dir() and not child.is_symlink():
                found += self._search(child, problems)
            elif may_hold_weights(child):
                found += self._recognise(child, problems)
        return found

    def _recognise(self, path: Path, problems: list[ModelStatus]) -> list[Found]:
        try:
            found = recognise_file(path, self.cards())
            reason = "Not a model that Kinora knows."
            if found is not None:
                brought.check(found.name, path)
        except ModelError as error:
            found, reason = None, str(error)
        except OSError as error:
            found, reason = None, f"It cannot be read: {error.strerror or error}."
        if found is not None:
            return [found]
        problems.append(ModelStatus(path.name, "unknown", False, "", 0, str(path.parent), reason))  # noqa: FBT003 - a record
        return []

    def _scan_extra(self) -> dict[str, Found]:
        """Look through the extra places once, by tensors and graphs only."""
        if self._in_extra is None:
            self._in_extra = {}
            seen: set[Path] = set()
            for place in self._extra:
                for found in self._search_extra(place, seen):
                    self._in_extra.setdefault(found.name, found)
        return self._in_extra

    def _search_extra(self, place: Path, seen: set[Path]) -> list[Found]:
        """Recognise a place, or everything in it but folders that were seen: links may go round."""
        try:
            if not place.is_dir():
                return self._recognise_extra(place)
            real = place.resolve()
            if real in seen:
                return []
            seen.add(real)
            if name := read_note(place).get("name"):
                return [Found(str(name), _main_file(place))]
            if whole := recognise_folder(place):
                return [whole]
            children = sorted(place.iterdir())
        except (WeightsError, OSError) as error:
            logger.info("%s is not used: %s", place, error)
            return []
        return [found for child in children for found in self._search_extra(child, seen)]

    def _recognise_extra(self, file: Path) -> list[Found]:
        if not may_hold_weights(file):
            return []
        found = recognise_file(file, self.cards(), hash_it=False)
        return [found] if found else []


def _has_package(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _in_package(card: ModelCard) -> Path | None:
    """Return the weights inside an installed package, without importing it."""
    assert card.package is not None
    spec = importlib.util.find_spec(card.package.module)
    for place in (spec.submodule_search_locations or []) if spec else []:
        path = Path(place) / card.package.path
        if path.exists():
            return path
    return None


def _main_file(folder: Path) -> Path:
    """Return the one weights file of a model's folder, or the folder where it holds more."""
    files = [path for path in sorted(folder.iterdir()) if path.name != NOTE]
    return files[0] if len(files) == 1 else folder


def _weights_in(folder: Path) -> Path:
    """Return the largest file of weights in a folder, or the largest of all."""
    files = [path for path in sorted(folder.iterdir()) if path.is_file()]
    files = [path for path in files if path.suffix in WEIGHT_SUFFIXES] or files
    return max(files, key=lambda path: path.stat().st_size, default=folder)


def _model_files(folder: Path) -> list[Path]:
    """Return what belongs to a model in Hugging Face's layout: one kind of weights, and texts."""
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and path.name != NOTE]
    tensors = [path for path in files if path.suffix == ".safetensors"]
    weights = tensors or [path for path in files if path.name.startswith("pytorch_model")]
    return weights + [path for path in files if path.suffix in _SIDE_FILES and path not in weights]


def _size(path: Path) -> int:
    """Return the bytes of a file, or of all files of a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
