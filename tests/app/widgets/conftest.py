"""A desk on which the widgets of this folder are tested."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.panel_support import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.close()
