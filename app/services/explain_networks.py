"""The networks that explanations ask: which there are, which one suits, and those in memory."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.explain_types import AUTO, ExplainTarget, NetworkEntry
from common.errors import ModelError, QueryError
from models.device import cap_torch, choose_device
from models.encoders.imagenet import class_vectors
from models.explain.networks import Network, load, names

if TYPE_CHECKING:
    import torch

    from app.services.library import Library
    from app.services.models import ModelService
    from common.settings import Settings

logger = logging.getLogger(__name__)

CLASSIFIERS = "classifiers"  # folder of a library with the networks that it trained
_KEPT = 2  # networks in memory
_CONSE, _CONSE_CLASSES = "conse", 10


class Networks:
    """Finds, loads and keeps networks. Loading and using one is for one thread at a time.

    Args:
        models: of this machine.
        settings: where networks run.
        library: its own classifiers are there too; None for none.
    """

    def __init__(
        self, models: "ModelService", settings: "Settings", library: "Library | None"
    ) -> None:
        self._models = models
        self._settings = settings
        self._folders = () if library is None else (library.folder / CLASSIFIERS,)
        self._guard = threading.RLock()
        self._loaded: OrderedDict[str, Network] = OrderedDict()
        self._added: dict[str, Network] = {}

    @property
    def folders(self) -> tuple[Path, ...]:
        """Folders of registered networks beside the user's own."""
        return self._folders

    def add(self, network: Network) -> None:
        """Offer a network that is in memory only, by its name."""
        self._added[network.name] = network

    def entries(self) -> list[NetworkEntry]:
        """Return every network, those that are ready first."""
        has_sentences = any(info.name == _CONSE for info in self._models.engine.text_encoders())
        added = [
            NetworkEntry(
                each.name, each.name, is_ready=True, has_gradients=each.has_gradients,
                classes=len(each.labels), encoder=each.encoder,
            )
            for each in self._added.values()
        ]  # fmt: skip
        known = [
            replace(entry, has_text=entry.has_text or (has_sentences and entry.classes == 1000))
            for entry in names(self._models.hub, self._folders)
        ]
        return [*added, *known]

    def choose(self, name: str, target: ExplainTarget) -> NetworkEntry:
        """Return the network that is meant; "auto" takes the first that can answer.

        Raises:
            ModelError: none is ready, or none can answer such a target; says how to get one.
        """
        entries = self.entries()
        if name != AUTO:
            found = next((entry for entry in entries if entry.name == name), None)
            if found is None:
                known = ", ".join(entry.name for entry in entries)
                raise ModelError(f"There is no network “{name}”.", hint=f"Choose one of: {known}.")
            if not found.is_ready:
                raise ModelError(f"“{name}” cannot run.", hint=found.hint or "Add its weights.")
            return found
        ready = [entry for entry in entries if entry.is_ready]
        suited = [entry for entry in ready if _suits(entry, target)]
        if suited:
            return suited[0]
        if ready:
            raise ModelError(
                "No network that is here can explain this.",
                hint="Run `models get mobilenet_v2`, or choose another target.",
            )
        raise ModelError(
            "No network with weights is here.",
            hint="Run `models get mobilenet_v2`, or `models add` weights that you have.",
        )

    def get(self, name: str) -> Network:
        """Return a network, loaded; call it on one thread at a time.

        Raises:
            ModelError: it cannot be loaded.
        """
        with self._guard:
            if name in self._added:
                return self._added[name]
            found = self._loaded.get(name)
            if found is None:
                wanted = self._settings.models
                device = choose_device(wanted.device)
                if wanted.threads:
                    cap_torch(wanted.threads)
                found = load(name, self._models.hub, folders=self._folders, device=device)
                self._loaded[name] = found
                while len(self._loaded) > _KEPT:
                    gone, _ = self._loaded.popitem(last=False)
                    logger.info("network %s unloaded", gone)
            self._loaded.move_to_end(name)
            return found

    def key(self, network: Network) -> Hashable:
        """Return what changes with the weights of a network."""
        return (network.name, network.version)

    def forget(self) -> None:
        """Unload what is in memory: weights have changed, or nothing is explained any more."""
        with self._guard:
            self._loaded.clear()

    # -- sentences

    def with_sentences(self, network: Network, text: str) -> tuple[Network, NDArray[np.float32]]:
        """Return a network whose vectors lie in the space of sentences, and that of one sentence.

        A network that knows sentences gives them itself. One of the 1,000 ImageNet classes is read
        as ConSE does (see `models.encoders.imagenet`): the sum of the sentence vectors of its ten
        most probable classes, each weighted by its probability.

        Raises:
            QueryError: the sentence is empty.
            ModelError: the network or the text encoder is not there.
        """
        if not text.strip():
            raise QueryError(
                "There is no sentence to explain.", hint="Write what is in the picture."
            )
        encoder = network.encoder if network.output == "vectors" else _CONSE
        if network.output != "vectors":
            network = _as_conse(network)
        vector = self._models.engine.encode_text(encoder, [text])[0]
        return network, np.asarray(vector, np.float32)


def _suits(entry: NetworkEntry, target: ExplainTarget) -> bool:
    if target.kind == "sentence":
        return entry.has_text
    if target.kind == "suggestion":
        return bool(entry.encoder)
    if target.kind == "alike":
        return entry.has_gradients and (entry.classes == 0 or bool(entry.encoder))
    return entry.classes > 0 and entry.has_gradients


def _as_conse(network: Network) -> Network:
    """Return an ImageNet classifier that gives ConSE vectors, differentiable.

    Raises:
        ModelError: its classes are others.
    """
    import torch

    vectors = class_vectors()
    if len(network.labels) != len(vectors):
        raise ModelError(
            f"The network “{network.name}” does not know sentences.",
            hint="Choose mobilenet_v2, or a CLIP model (`models add`).",
        )
    classes = torch.from_numpy(vectors.copy()).to(network.device)

    def run(module: Any, x: "torch.Tensor") -> "torch.Tensor":
        probabilities = network.to_probabilities(replace(network, module=module).forward(x))
        top = probabilities.topk(_CONSE_CLASSES, dim=-1)
        kept = torch.zeros_like(probabilities).scatter(-1, top.indices, top.values)
        return kept @ classes

    return replace(network, output="vectors", run=run, labels=(), encoder=_CONSE)
