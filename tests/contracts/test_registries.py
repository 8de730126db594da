"""Every registry of the program is known here, answers alike, and has a contract of its own."""

import importlib
import pkgutil
from pathlib import Path

import pytest

import app
import common
import indexers
import models
from common.registry import Registry

# Where each registry is -> the suite that every entry of it passes.
CONTRACTS = {
    ("app.context", "panels"): "test_panel_contract.py",
    ("app.panels.results.view", "hit_views"): "test_panel_contract.py",
    ("indexers.media.readers", "picture_readers"): "test_reader_contract.py",
    ("indexers.rankings.learners", "LEARNERS"): "test_learner_contract.py",
    ("indexers.vectors.base", "indexes"): "test_index_contract.py",
    ("models.backends", "image_backends"): "test_analysis_contract.py",
    ("models.backends", "text_backends"): "test_encoder_contract.py",
    ("models.explain.methods", "METHODS"): "test_method_contract.py",
}
_ROOT = Path(__file__).resolve().parents[2]


def _modules_with_registries() -> list[str]:
    """Return the modules whose source makes a registry; the others need not be imported."""
    found = []
    for package in (app, common, indexers, models):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            path = _ROOT.joinpath(*info.name.split("."))
            source = path / "__init__.py" if info.ispkg else path.with_suffix(".py")
            if " = Registry(" in source.read_text("utf-8"):
                found.append(info.name)
    return found


def _registries() -> dict[tuple[str, str], Registry[object]]:
    found: dict[tuple[str, str], Registry[object]] = {}
    for name in _modules_with_registries():
        for attribute, value in vars(importlib.import_module(name)).items():
            if isinstance(value, Registry) and value not in found.values():
                found[name, attribute] = value
    return found


def test_every_registry_has_a_contract() -> None:
    assert set(_registries()) == set(CONTRACTS)
    for suite in CONTRACTS.values():
        assert (Path(__file__).parent / suite).is_file()


@pytest.mark.parametrize("place", CONTRACTS, ids=lambda place: place[1])
def test_a_registry_keeps_names_apart(place: tuple[str, str]) -> None:
    registry = _registries()[place]
    with pytest.raises(KeyError, match="known: "):
        registry.factory("nobody would call it this")
    for name in registry:
        with pytest.raises(ValueError, match="registered twice"):
            registry.register(name)(lambda: None)
        assert name.strip() == name != ""
