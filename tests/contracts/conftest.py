"""What contracts need: a desk with a small library for panels, and tiny networks of every kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.models.conftest import (  # noqa: F401 - fixtures
    engine,
    hub,
    pictures,
    tiny_clip,
    weights_folder,
)
from tests.panel_support import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.close()
