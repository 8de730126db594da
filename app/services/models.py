"""Models as use-cases: what is there, adding weights, downloading on request, the engine."""

import threading
from pathlib import Path

from app.services.analysers import AnalyserFacts, Analysers
from app.services.paths import AppPaths
from app.services.properties import ExtraAnalyses
from common.errors import ModelError
from common.jobs import JobContext
from common.settings import Settings
from models.analysers.card import is_analyser, parts_of
from models.cards import ModelCard
from models.download import DownloadPlan
from models.engine import Engine
from models.hub import ModelHub, ModelStatus

__all__ = ["DownloadPlan", "ModelCard", "ModelService", "ModelStatus"]


class ModelService:
    """The models of this user, and the one engine that runs them.

    Making one reads the cards only; torch loads at the first network that runs.

    Args:
        settings: where networks run, and when they are unloaded.
        paths: the user's folders; KINORA_MODELS adds places to look in.
    """

    def __init__(self, settings: Settings, paths: AppPaths) -> None:
        self._settings = settings
        self._hub = ModelHub(paths.models, paths.extra_models())
        self.analysers = Analysers(settings)
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    @property
    def hub(self) -> ModelHub:
        """Cards and weights."""
        return self._hub

    @property
    def engine(self) -> Engine:
        """The engine, made at the first use; it sees models that arrive later."""
        with self._lock:
            if self._engine is None:
                wanted = self._settings.models
                self._engine = Engine(
                    self._hub,
                    device=wanted.device,
                    threads=wanted.threads,
                    half=wanted.half_precision,
                    idle_s=wanted.idle_unload_s,
                    extra=ExtraAnalyses(self.analysers),
                )
            return self._engine

    def status(self) -> list[ModelStatus]:
        """Return one line a model; missing ones say what they would add and how to get them."""
        return self._hub.status()

    def card(self, name: str) -> ModelCard | None:
        """Return what is known of a model; None for one that the user brought without a card."""
        return next((card for card in self._hub.cards() if card.name == name), None)

    def add(self, path: Path) -> list[ModelStatus]:
        """Register a weights file, or every model of a folder.

        Raises:
            ModelError: nothing was recognised; the message lists what is known.
        """
        return self._hub.add(path)

    def analyser_facts(self) -> list[AnalyserFacts]:
        """Return what is known of each analyser: networks with a card, then those in Python."""
        found: list[AnalyserFacts] = []
        for name in filter(is_analyser, self._hub.added_names()):
            weights = self._hub.weights(name)
            if weights is None:
                continue
            try:
                parts = parts_of(name, weights.path)
            except ModelError as error:
                found.append(AnalyserFacts(name, name, "", weights.source, error.what))
                continue
            if parts is not None:
                card = parts[1]
                title, kind = card.title or card.name, card.output.kind
                found.append(AnalyserFacts(name, title, kind, weights.source))
        named = {one.name for one in found}
        return [
            *found,
            *(one for one in self.analysers.facts() if one.name not in named or not one.name),
        ]

    def add_network(self, path: Path, labels: Path) -> ModelStatus:
        """Register a classifier of the user's own, to be explained.

        Args:
            path: ONNX, TorchScript, or the tensors of a built-in architecture; what it takes may be
                written beside it, in a file of the same name that ends with `.toml`.
            labels: one class a line, in the network's order.

        Raises:
            ModelError: it is no such network, it does not run, or has other classes.
        """
        from models.explain import networks, registered
        from models.explain.network_card import read

        folder = registered.register_file(self._hub.folder / networks.USER_FOLDER, path, labels)
        size = sum(file.stat().st_size for file in folder.iterdir())
        name = read(folder).name
        return ModelStatus(name, "classifier", True, "your own", size, str(folder), title=name)  # noqa: FBT003 - a record

    def plan(self, name: str) -> DownloadPlan:
        """Return what `get` would fetch, from where and under which licence; contacts no one.

        Raises:
            ModelError: no such model, it is not a download, or it is there already.
        """
        status = next((line for line in self._hub.status() if line.name == name), None)
        if status is not None and status.available:
            raise ModelError(
                f"“{name}” is there already ({status.source}).", hint="Nothing needs to be done."
            )
        return self._hub.plan(name)

    def get(self, name: str, context: JobContext) -> ModelStatus:
        """Download a model that the user asked for; show `plan` before.

        Raises:
            ModelError: no such model, no connection, a wrong hash, a full disk.
            JobCancelled: the user stopped it; what has arrived is kept for the next try.
        """
        return self._hub.get(name, context)

    @property
    def device(self) -> str:
        """Where networks run; "" before the first one has run."""
        engine = self._engine
        return "" if engine is None else engine.device

    def restart_engine(self) -> None:
        """Close the engine, so that the next use starts one with the settings of now."""
        with self._lock:
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def close(self) -> None:
        """Stop the engine if it runs."""
        self.restart_engine()
